"""The published articles, sorted and grouped once for all planners."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import groupby
from typing import TypeVar

import msgspec

from digest.model.article import Article, Media, digests_of
from digest.model.parts import digest_of
from digest.model.urls import slugify, tag_url
from digest.model.views import Card, Link
from digest.settings.config import Config
from digest.settings.vocabulary import NO_TAGS, Vocabulary
from digest.settings.vocabulary import Tag as About

Digests = Mapping[str, tuple[bytes, bytes]]
"""Of articles by path: of all that is in one, and of what other pages show of it."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def is_published(article: Article, now: int, drafts: bool) -> bool:
    """Whether an article is shown at `now` (seconds since the epoch)."""
    return (drafts or not article.draft) and article.embargo <= now and (article.expiry == 0 or now < article.expiry)


class Made(dict[K, V]):
    """Values that are made when they are asked for, once."""

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> V:
        value = self[key] = self._make(key)
        return value


class Span(msgspec.Struct, frozen=True):
    """The articles of a year, or of a month: from `start` up to `end` in those of the collection."""

    year: int
    month: int  # 0 for a year
    start: int
    end: int


class Tag(msgspec.Struct, frozen=True):
    slug: str
    link: Link
    positions: tuple[int, ...]  # of its articles among those of the collection: newest first
    about: tuple[str, str] = ("", "")  # its kind and description


class Collection(msgspec.Struct, frozen=True):
    """What the planners plan from.

    `articles` are the published ones, newest first, by path within one instant; `standing` the standing pages by
    path; `all_articles` has every article and standing page by its path, published or not; `faulty` are the paths of
    files that could not be read; `digests` are those of `articles`, `card_digests` those of what other pages show of
    them; `subjects` are tags, by slug, and running stories, behind a sign that no slug has, with the positions of their
    articles, newest first; `cards` and `tag_links` are by the article's path.
    """

    config: Config
    articles: tuple[Article, ...]
    standing: tuple[Article, ...]
    all_articles: Mapping[str, Article]
    published: frozenset[str]
    faulty: frozenset[str]
    media: Mapping[str, Media]
    digests: tuple[bytes, ...]
    card_digests: tuple[bytes, ...]
    days: Mapping[dt.date, tuple[Article, ...]]  # newest first
    years: tuple[Span, ...]  # newest first
    months: tuple[Span, ...]  # newest first
    tags: tuple[Tag, ...]  # by name
    subjects: tuple[tuple[str, tuple[int, ...]], ...]
    slugs: Mapping[str, str]  # of tags, by the names that articles give them; banned ones have none
    common: bytes  # digest of what every group of pages may depend on
    tag_links: Mapping[str, tuple[Link, ...]]
    cards: Mapping[str, Card]
    briefs: Mapping[str, Card]  # without summary and tags

    def inputs(self, positions: Iterable[int], *more: object, whole: Iterable[int] = ()) -> bytes:
        """The digest of all that pages depend on which show cards of the articles at these positions, in this order,
        the articles at `whole` with all that is in them, and `more`."""
        cards = [self.card_digests[n] for n in positions]
        return digest_of((self.common, cards, [self.digests[n] for n in whole], more))

    def years_of(self, tag: Tag) -> list[tuple[int, tuple[int, ...]]]:
        """The years of a tag, newest first, each with the positions of its articles."""
        found = []
        start = 0
        for span in self.years:
            end = bisect_left(tag.positions, span.end, start)
            if start < end:
                found.append((span.year, tag.positions[start:end]))
            start = end
        return found


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
) -> Collection:
    """Sorts and groups. `digests` are those of the articles; they are made if they are not at hand. `vocabulary` says
    what tags are shown as."""
    everything = {article.path: article for article in articles}
    shown = [article for article in everything.values() if is_published(article, now, drafts)]
    dated = sorted((article for article in shown if article.day), key=lambda article: (-article.instant, article.path))
    days: dict[dt.date, list[Article]] = defaultdict(list)
    threads: dict[str, list[int]] = defaultdict(list)
    for n, article in enumerate(dated):
        days[_day(article)].append(article)
        if article.thread:
            threads[article.thread].append(n)
    tags, slugs, otherwise = _tags(dated, vocabulary)
    tag_of = {tag.slug: tag for tag in tags}

    def tag_links(path: str) -> tuple[Link, ...]:
        return tuple(tag_of[slug].link for slug in slugs_of(everything[path], slugs))

    known = digests or {article.path: digests_of(article) for article in dated}

    links = Made(tag_links)
    return Collection(
        config=config,
        articles=tuple(dated),
        standing=tuple(sorted((article for article in shown if not article.day), key=lambda page: page.path)),
        all_articles=everything,
        published=frozenset(article.path for article in shown),
        faulty=faulty,
        media=media,
        digests=tuple(known[article.path][0] for article in dated),
        card_digests=tuple(known[article.path][1] for article in dated),
        days={day: tuple(articles) for day, articles in days.items()},
        years=_spans(dated, lambda day: (day.year, 0)),
        months=_spans(dated, lambda day: (day.year, day.month)),
        tags=tags,
        subjects=(
            *((tag.slug, tag.positions) for tag in tags),
            *((f"/{thread}", tuple(positions)) for thread, positions in threads.items()),
        ),
        slugs=slugs,
        common=digest_of((config, otherwise)),
        tag_links=links,
        cards=Made(lambda path: _card(everything[path], everything[path].summary, links[path])),
        briefs=Made(lambda path: _card(everything[path], "", ())),
    )


def _day(article: Article) -> dt.date:
    assert article.day is not None  # standing pages are kept apart
    return article.day


def _spans(dated: list[Article], period: Callable[[dt.date], tuple[int, int]]) -> tuple[Span, ...]:
    found = []
    start = 0
    for (year, month), group in groupby(map(_day, dated), key=period):
        end = start + sum(1 for _ in group)
        found.append(Span(year, month, start, end))
        start = end
    return tuple(found)


def _card(article: Article, summary: str, tags: tuple[Link, ...]) -> Card:
    return Card(
        article.title,
        article.url,
        _day(article),
        article.published,
        summary,
        tags,
        article.source.name,
        article.lang,
        article.draft,
    )


def slugs_of(article: Article, slugs: Mapping[str, str]) -> list[str]:
    """The tags that an article shows, each once; `slugs` as those of a collection."""
    return list(dict.fromkeys(slugs[name] for name in article.tags if name in slugs))


Otherwise = list[tuple[str, str, str]]
"""Names of tags that are not shown as they are written: each with the slug and the title that it is shown with."""


def _tags(dated: list[Article], vocabulary: Vocabulary) -> tuple[tuple[Tag, ...], dict[str, str], Otherwise]:
    """The tags of the articles, by name; the slug of each spelling that is shown; and those that are shown otherwise,
    for that depends on more than the articles that show them.

    Spellings that make one address are one tag, named as the vocabulary has it, else as most articles write it.
    """
    used: dict[str, list[int]] = defaultdict(list)  # the positions of the articles that spell a tag so
    for n, article in enumerate(dated):
        for name in article.tags:
            used[name].append(n)
    canonical = vocabulary.canonical_slugs()
    slugs = {name: slug for name in used if (slug := canonical.get(slugify(name), slugify(name)))}
    spellings: dict[str, list[str]] = defaultdict(list)
    for name, slug in slugs.items():
        spellings[slug].append(name)
    own = {slugify(name): (name, about) for name, about in vocabulary.tags.items()}
    made = []
    for slug, names in spellings.items():
        most_used = min(names, key=lambda name: (-len(used[name]), name))
        name, about = own.get(slug, (most_used, About()))
        positions = used[names[0]] if len(names) == 1 else sorted({n for each in names for n in used[each]})
        made.append(Tag(slug, Link(name, tag_url(slug)), tuple(positions), (about.kind, about.description)))
    titles = {tag.slug: tag.link.title for tag in made}
    shown = ((name, slugs.get(name, ""), titles.get(slugs.get(name, ""), "")) for name in used)
    otherwise = sorted((name, slug, title) for name, slug, title in shown if (slug, title) != (slugify(name), name))
    return tuple(sorted(made, key=lambda tag: (tag.link.title.casefold(), tag.slug))), slugs, otherwise
