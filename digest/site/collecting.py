"""The published articles, sorted and grouped once for all planners."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby

from digest.model.article import Article, Media, digests_of
from digest.model.parts import Made, Part, Shelf, digest_bytes, digest_of
from digest.model.shown import Card, Link, Picture
from digest.model.urls import author_url, source_url, story_url, tag_slug
from digest.model.words import ENGLISH, Words
from digest.settings.config import Config, ThreadSettings
from digest.settings.vocabulary import NO_TAGS, Vocabulary
from digest.site.collection import (
    Collection,
    Memo,
    Reports,
    Span,
    Story,
    brief_of,
    card_of,
    day_of,
    is_published,
    report_of,
)
from digest.site.names import (
    Kinds,
    Named,
    TagNames,
    Used,
    by_address,
    listings_of,
    slugs_of_tags,
    tags_of,
    used_by,
)
from digest.site.newest_first import order_of
from digest.site.pictures import pictures_of
from digest.site.reports import entries_of, first_reports, reports_by_first

Digests = Callable[[str], tuple[bytes, bytes]]
"""Of the article at a path: of all that is in it, and of what other pages show of it."""

Days = Mapping[dt.date, tuple[int, ...]]

UNRANKED = 100
"""Behind every rank that an editor may give."""

MOST_SIGNS = 1000

NAMES: Mapping[Named, Callable[[Article], Iterable[str]]] = {
    "tag": lambda article: article.tags,
    "source": lambda article: filter(None, (article.source.name,)),
    "author": lambda article: filter(None, article.authors),
    "story": lambda article: filter(None, (article.thread,)),
}


def collect(
    config: Config,
    articles: Iterable[Article],
    media: Mapping[str, Media],
    vocabulary: Vocabulary = NO_TAGS,
    *,
    now: int,
    drafts: bool,
    faulty: frozenset[str] = frozenset(),
    digests: Digests | None = None,
    kinds: Kinds = dict,
    words: Words = ENGLISH,
) -> Collection:
    """Sorts and groups the articles that are published at `now` (seconds since the epoch). `digests` are theirs; they
    are made if they are not at hand. `vocabulary` says what tags are shown as; `kinds` what kind a tag is of which it
    does not say that; `words` are those of the theme."""
    everything = {article.path: article for article in articles}
    shown = [article for article in everything.values() if is_published(article, now, drafts)]
    dated = sorted((article for article in shown if article.day), key=order_of)
    places = list(enumerate(dated))
    first = first_reports(dated)
    reports = reports_by_first(first)
    pictures = pictures_of(dated, media)
    known = list(map(digests, (article.path for article in dated))) if digests else list(map(digests_of, dated))
    return grouped(
        config=config,
        vocabulary=vocabulary,
        kinds=kinds,
        words=Part(digest_of(words), words),
        articles=tuple(dated),
        standing=by_path(article for article in shown if not article.day),
        all_articles=everything,
        published=frozenset(article.path for article in shown),
        faulty=faulty,
        media=media,
        used={name: used_in(name, places, vocabulary) for name in NAMES},
        days=by_day(places),
        first=first,
        reports=reports,
        pictures=pictures,
        wholes=[whole for whole, _ in known],
        shown=[shown_digest(n, card, dated, reports, pictures) for n, (_, card) in enumerate(known)],
        memo=Memo(),
    )


def grouped(
    *,
    config: Config,
    vocabulary: Vocabulary,
    kinds: Kinds,
    words: Part[Words],
    articles: tuple[Article, ...],
    standing: tuple[Article, ...],
    all_articles: Mapping[str, Article],
    published: frozenset[str],
    faulty: frozenset[str],
    media: Mapping[str, Media],
    used: Mapping[Named, Used],
    days: Days,
    first: Mapping[int, int],
    reports: Reports,
    pictures: Mapping[str, Picture],
    wholes: Sequence[bytes],
    shown: Sequence[bytes],
    memo: Memo,
) -> Collection:
    """`wholes` and `shown` are the digests of articles, by their places."""
    known_kinds = kinds() if used["tag"] else {}
    own_kinds = {tag_slug(name): tag.kind for name, tag in vocabulary.tags.items() if tag.kind}
    names_shown, tags = tags_of(used["tag"], vocabulary, {**known_kinds, **own_kinds}, config.desks, first)
    own_kinds = {slug: kind for slug, kind in own_kinds.items() if slug in used["tag"]}
    names = Part(digest_of((names_shown.otherwise, own_kinds, config.desks)), names_shown)
    stories = _stories(used["story"], config.threads, first)
    whole, cards, briefs = shelves(articles, wholes, shown, names, reports, pictures)
    return Collection(
        config=config,
        vocabulary=vocabulary,
        articles=articles,
        standing=standing,
        all_articles=all_articles,
        published=published,
        faulty=faulty,
        media=media,
        used=used,
        days=days,
        years=_spans(days, lambda day: (day.year, 0)),
        months=_spans(days, lambda day: (day.year, day.month)),
        tags=tags,
        sources=listings_of("source", used["source"], source_url, first),
        authors=listings_of("author", used["author"], author_url, first),
        stories=stories,
        weights=weights_of(articles, reports),
        subjects=(
            *((tag.link.url, tag.positions) for tag in tags),
            *((story_url(story.slug), story.positions) for story in stories),
        ),
        first_report=first,
        reports=reports,
        pictures=pictures,
        names=names,
        whole=whole,
        cards=cards,
        briefs=briefs,
        words=words,
        memo=memo,
    )


def shelves(
    articles: Sequence[Article],
    wholes: Sequence[bytes],
    shown: Sequence[bytes],
    names: Part[TagNames],
    reports: Reports,
    pictures: Mapping[str, Picture],
) -> tuple[Shelf[Article], Shelf[Card], Shelf[Card]]:
    """Of articles, of cards and of briefs."""
    return (
        Shelf(wholes, articles.__getitem__),
        Shelf(shown, partial(_card_at, articles, names, reports, pictures), names.digest),
        Shelf(shown, partial(_brief_at, articles, reports)),
    )


def shown_digest(
    n: int, card: bytes, articles: Sequence[Article], reports: Reports, pictures: Mapping[str, Picture]
) -> bytes:
    """The digest of what other pages show of the article at a position; `card` is that of its own part of it."""
    picture = pictures.get(articles[n].path) if pictures else None
    if n not in reports and not picture:
        return card
    return digest_bytes(card, digest_of((_also(n, articles, reports), picture)))


def _also(n: int, articles: Sequence[Article], reports: Reports) -> tuple[Link, ...]:
    return tuple(report_of(articles[other]) for other in reports.get(n, ()))


def _card_at(
    articles: Sequence[Article], names: Part[TagNames], reports: Reports, pictures: Mapping[str, Picture], n: int
) -> Card:
    return card_of(articles[n], names.value, _also(n, articles, reports), pictures.get(articles[n].path))


def _brief_at(articles: Sequence[Article], reports: Reports, n: int) -> Card:
    return brief_of(articles[n], _also(n, articles, reports))


def weights_of(articles: Sequence[Article], reports: Reports) -> Mapping[int, int]:
    return Made(lambda n: _weight(articles[n], len(reports.get(n, ()))))


def _weight(article: Article, reports: int) -> int:
    """Editors' ranks come first; then that article of which more is true: it has figures, it belongs to a running
    story, it names its source, and for each other source that reports the same. Of equals the newest comes first."""
    signs = bool(article.figures) + bool(article.thread) + bool(article.source.name) + reports
    return (article.rank or UNRANKED) * MOST_SIGNS - min(signs, MOST_SIGNS - 1)


def used_in(name: Named, places: Iterable[tuple[int, Article]], vocabulary: Vocabulary) -> Used:
    names_of = NAMES[name]
    used = used_by((n, names_of(article)) for n, article in places)
    return by_address(used, slugs_of_tags(vocabulary) if name == "tag" else tag_slug)


def _stories(used: Used, settings: Mapping[str, ThreadSettings], first: Mapping[int, int]) -> tuple[Story, ...]:
    """Running stories by title, named as the settings have it, else as most articles write it."""
    known = {tag_slug(name): about for name, about in settings.items()}
    stories = []
    for slug, uses in used.items():
        about, name = known.get(slug, ThreadSettings()), uses.commonest
        title = about.title or (name if name != slug else name.replace("-", " ").capitalize())
        entries = tuple(entries_of(uses.positions, first))
        stories.append(Story(slug, title, about.description, uses.positions, entries))
    return tuple(sorted(stories, key=lambda story: (story.title.casefold(), story.slug)))


def by_day(places: Iterable[tuple[int, Article]]) -> Days:
    days: dict[dt.date, list[int]] = defaultdict(list)
    for n, article in places:
        days[day_of(article)].append(n)
    return {day: tuple(places) for day, places in days.items()}


def by_path(articles: Iterable[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda article: article.path))


def _spans(days: Days, period: Callable[[dt.date], tuple[int, int]]) -> tuple[Span, ...]:
    found = []
    start = 0
    for (year, month), group in groupby(days, key=period):
        end = start + sum(len(days[day]) for day in group)
        found.append(Span(year, month, start, end))
        start = end
    return tuple(found)
