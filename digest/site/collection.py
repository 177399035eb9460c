"""The published articles, sorted and grouped once for all planners."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

import msgspec

from digest.model.article import Article, Media, digests_of
from digest.model.parts import Part, Shelf, digest_of
from digest.model.urls import tag_slug, tag_url
from digest.model.views import Card, Link
from digest.model.words import ENGLISH, Words
from digest.settings.config import Config
from digest.settings.vocabulary import NO_TAGS, Vocabulary
from digest.settings.vocabulary import Tag as About

Digests = Mapping[str, tuple[bytes, bytes]]
"""Of articles by path: of all that is in one, and of what other pages show of it."""


def is_published(article: Article, now: int, drafts: bool) -> bool:
    """Whether an article is shown at `now` (seconds since the epoch)."""
    return (drafts or not article.draft) and article.embargo <= now and (article.expiry == 0 or now < article.expiry)


class Span(msgspec.Struct, frozen=True):
    """The articles of a year, or of a month: from `start` up to `end` in those of the collection."""

    year: int
    month: int  # 0 for a year
    start: int
    end: int


class TagNames(msgspec.Struct, frozen=True):
    """What the tags in articles are shown as. `otherwise` has those alone that are not shown as they are written, each
    with the link that is shown, or None if it is banned: an article's page depends on no other article's tags but for
    these."""

    otherwise: Mapping[str, Link | None]

    def links(self, names: Iterable[str]) -> tuple[Link, ...]:
        """The tags that an article shows, each once."""
        return tuple(dict.fromkeys(filter(None, map(self._link, names))))

    def _link(self, name: str) -> Link | None:
        return self.otherwise[name] if name in self.otherwise else Link(name, tag_url(tag_slug(name)))


Kinds = Callable[[], Mapping[str, str]]
"""The kinds of tags by their names, read when they are asked for."""


class Tag(msgspec.Struct, frozen=True):
    """A tag that is shown; `names` are what articles call it."""

    slug: str
    link: Link
    positions: tuple[int, ...]  # of its articles among those of the collection: newest first
    kind: str = ""
    description: str = ""
    names: tuple[str, ...] = ()


class Collection(msgspec.Struct, frozen=True):
    """What the inputs of planners are cut from.

    `articles` are the published ones, newest first, by path within one instant; `standing` the standing pages by
    path; `all_articles` has every article and standing page by its path, published or not; `faulty` are the paths of
    files that could not be read. `subjects` are tags, by the address of their pages, and running stories, behind a sign
    that no address begins with, with the positions of their articles, newest first. `whole`, `cards` and `briefs`
    (cards without summary and tags) are what pages show of the article at a position.
    """

    config: Config
    articles: tuple[Article, ...]
    standing: tuple[Article, ...]
    all_articles: Mapping[str, Article]
    published: frozenset[str]
    faulty: frozenset[str]
    media: Mapping[str, Media]
    days: Mapping[dt.date, tuple[int, ...]]  # positions; newest first
    years: tuple[Span, ...]  # newest first
    months: tuple[Span, ...]  # newest first
    tags: tuple[Tag, ...]  # by name
    subjects: tuple[tuple[str, tuple[int, ...]], ...]
    names: Part[TagNames]
    whole: Shelf[Article]
    cards: Shelf[Card]
    briefs: Shelf[Card]
    words: Part[Words]

    def link(self, position: int) -> Link | None:
        """The article there, if there is one."""
        if not 0 <= position < len(self.articles):
            return None
        return link_to(self.articles[position])

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
    kinds: Kinds = dict,
    words: Words = ENGLISH,
) -> Collection:
    """Sorts and groups. `digests` are those of the articles; they are made if they are not at hand. `vocabulary` says
    what tags are shown as; `kinds` what kind a tag is of which it does not say that; `words` are those of the theme."""
    everything = {article.path: article for article in articles}
    shown = [article for article in everything.values() if is_published(article, now, drafts)]
    dated = sorted((article for article in shown if article.day), key=lambda article: (-article.instant, article.path))
    days: dict[dt.date, list[int]] = defaultdict(list)
    threads: dict[str, list[int]] = defaultdict(list)
    for n, article in enumerate(dated):
        days[day_of(article)].append(n)
        if article.thread:
            threads[article.thread].append(n)
    tags, otherwise = _tags(dated, vocabulary, kinds)
    names = Part(digest_of(otherwise), TagNames(otherwise))
    known = digests or {article.path: digests_of(article) for article in dated}

    shown_elsewhere = [known[article.path][1] for article in dated]
    return Collection(
        config=config,
        articles=tuple(dated),
        standing=tuple(sorted((article for article in shown if not article.day), key=lambda page: page.path)),
        all_articles=everything,
        published=frozenset(article.path for article in shown),
        faulty=faulty,
        media=media,
        days={day: tuple(positions) for day, positions in days.items()},
        years=_spans(dated, lambda day: (day.year, 0)),
        months=_spans(dated, lambda day: (day.year, day.month)),
        tags=tags,
        subjects=(
            *((tag.link.url, tag.positions) for tag in tags),
            *((f"/{thread}", tuple(positions)) for thread, positions in threads.items()),
        ),
        names=names,
        whole=Shelf([known[article.path][0] for article in dated], dated.__getitem__),
        cards=Shelf(shown_elsewhere, lambda n: card_of(dated[n], names.value), names.digest),
        briefs=Shelf(shown_elsewhere, lambda n: brief_of(dated[n])),
        words=Part(digest_of(words), words),
    )


def day_of(article: Article) -> dt.date:
    assert article.day is not None  # standing pages are kept apart
    return article.day


def subjects_of(article: Article, tags: Iterable[Link]) -> list[str]:
    """What an article is about, as in `Collection.subjects`; `tags` are those that it shows."""
    subjects = [tag.url for tag in tags]
    return [*subjects, f"/{article.thread}"] if article.thread else subjects


def _spans(dated: list[Article], period: Callable[[dt.date], tuple[int, int]]) -> tuple[Span, ...]:
    found = []
    start = 0
    for (year, month), group in groupby(map(day_of, dated), key=period):
        end = start + sum(1 for _ in group)
        found.append(Span(year, month, start, end))
        start = end
    return tuple(found)


def link_to(article: Article) -> Link:
    return Link(article.title, article.url, article.lang)


def card_of(article: Article, names: TagNames) -> Card:
    """An article as others show it."""
    return Card(
        article.title,
        article.url,
        day_of(article),
        article.published,
        article.summary,
        names.links(article.tags),
        article.source.name,
        article.lang,
        article.draft,
        article.extra,
    )


def brief_of(article: Article) -> Card:
    """The same without summary and tags."""
    day, source, lang = day_of(article), article.source.name, article.lang
    return Card(article.title, article.url, day, article.published, "", (), source, lang, article.draft, article.extra)


def _tags(dated: list[Article], vocabulary: Vocabulary, kinds: Kinds) -> tuple[tuple[Tag, ...], dict[str, Link | None]]:
    """The tags of the articles, by name; and what those are shown as that are not shown as they are written.

    Spellings that make one address are one tag, named as the vocabulary has it, else as most articles write it. That
    they are spellings of one is seen to in `identity`.
    """
    used: dict[str, list[int]] = defaultdict(list)  # the positions of the articles that spell a tag so
    for n, article in enumerate(dated):
        for name in article.tags:
            used[name].append(n)
    canonical = vocabulary.canonical_slugs()
    slugs = {name: slug for name in used if (slug := canonical.get(tag_slug(name), tag_slug(name)))}
    spellings: dict[str, list[str]] = defaultdict(list)
    for name, slug in slugs.items():
        spellings[slug].append(name)
    own = {tag_slug(name): (name, about) for name, about in vocabulary.tags.items()}
    known = kinds() if used else {}
    made = {}
    for slug, names in spellings.items():
        most_used = min(names, key=lambda name: (-len(used[name]), name))
        name, about = own.get(slug, (most_used, About()))
        positions = used[names[0]] if len(names) == 1 else sorted({n for each in names for n in used[each]})
        kind: str = about.kind or next((known[each] for each in (name, *names) if each in known), "")
        made[slug] = Tag(slug, Link(name, tag_url(slug)), tuple(positions), kind, about.description, tuple(names))
    shown = {name: made[slugs[name]].link if name in slugs else None for name in used}
    otherwise = {name: shown[name] for name in sorted(used) if shown[name] != Link(name, tag_url(tag_slug(name)))}
    return tuple(sorted(made.values(), key=lambda tag: (tag.link.title.casefold(), tag.slug))), otherwise
