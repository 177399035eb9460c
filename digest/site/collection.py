"""The published articles, sorted and grouped once for all planners."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import chain
from typing import Any, TypeAlias, TypeVar

import msgspec

from digest.model.article import Article, Media
from digest.model.parts import Part, Shelf
from digest.model.shown import Card, Link, Picture
from digest.model.urls import story_url
from digest.model.words import Words
from digest.settings.config import Config
from digest.settings.vocabulary import Vocabulary
from digest.site.names import LISTED_BY_YEAR, Listing, Named, TagNames, Used
from digest.site.reports import entries_of
from digest.text import composed

T = TypeVar("T")

Test: TypeAlias = Callable[[Article], bool]
"""Whether something is true of an article, which is to be seen in it alone."""

Reports: TypeAlias = Mapping[int, tuple[int, ...]]
"""By the positions of first reports of an event: those of the others."""


def is_published(article: Article, now: int, drafts: bool) -> bool:
    """Whether an article is shown at `now` (seconds since the epoch)."""
    return (drafts or not article.draft) and article.embargo <= now and (article.expiry == 0 or now < article.expiry)


class Span(msgspec.Struct, frozen=True):
    """The articles of a year, or of a month: from `start` up to `end` in those of the collection."""

    year: int
    month: int  # 0 for a year
    start: int
    end: int


class Story(msgspec.Struct, frozen=True):
    """A running story, with the positions of its articles, newest first; `entries` are those that lists name."""

    slug: str
    title: str
    description: str
    positions: tuple[int, ...]
    entries: tuple[int, ...]


class Change(msgspec.Struct, frozen=True):
    """What is other in a collection than in the one before it, by paths: `articles` that changed, came or went; the
    `names`, as `composed` has them, where links to them may lead elsewhere now; and whether there may be `addresses`
    that came or went."""

    articles: frozenset[str]
    names: frozenset[str]
    addresses: bool


NO_CHANGE = Change(frozenset(), frozenset(), addresses=False)


class Memo:
    """What was found once of a collection, by what it is. That of a renewed one knows what was found of the one before
    it, and what is other; and of which articles something is true (`picked`) it brings along."""

    def __init__(self, before: Memo | None = None, change: Change = NO_CHANGE) -> None:
        self.picked: dict[str, tuple[Test, list[str]]] = dict(before.picked) if before else {}
        self._known: dict[str, Any] = {}
        self._before = before._known if before else {}
        self._change = change

    def once(self, name: str, find: Callable[[], T]) -> T:
        if name not in self._known:
            self._known[name] = find()
        found: T = self._known[name]
        return found

    def last(self, name: str) -> tuple[Any, Change]:
        """What was found last, of this collection or the one before it, and what is other since; None if nothing
        was."""
        return (self._known[name], NO_CHANGE) if name in self._known else (self._before.get(name), self._change)

    def keep(self, name: str, found: Any) -> None:
        """What was found now."""
        self._known[name] = found
        self._before = {}


class Collection(msgspec.Struct, frozen=True):
    """What the inputs of planners are cut from; `digest.site.collecting` makes it.

    `articles` are the published ones, newest first, by path within one instant; `standing` the standing pages by
    path; `all_articles` has every article and standing page by its path, published or not; `faulty` are the paths of
    files that could not be read. `used` is what the articles name. `subjects` are tags and running stories, by the
    addresses of their pages, with the positions of their articles, newest first. `first_report` has articles that are
    listed under another report of the same event, `reports` those others with what is listed under them. `whole`,
    `cards` and `briefs` (cards without summary, tags and figures) are what pages show of the article at a position.
    """

    config: Config
    vocabulary: Vocabulary
    articles: tuple[Article, ...]
    standing: tuple[Article, ...]
    all_articles: Mapping[str, Article]
    published: frozenset[str]
    faulty: frozenset[str]
    media: Mapping[str, Media]
    used: Mapping[Named, Used]
    days: Mapping[dt.date, tuple[int, ...]]  # positions; newest first
    years: tuple[Span, ...]  # newest first
    months: tuple[Span, ...]  # newest first
    tags: tuple[Listing, ...]  # by name
    sources: tuple[Listing, ...]
    authors: tuple[Listing, ...]
    stories: tuple[Story, ...]  # by title
    subjects: tuple[tuple[str, tuple[int, ...]], ...]
    weights: Mapping[int, int]  # of the articles: what counts most has the least
    first_report: Mapping[int, int]
    reports: Reports
    pictures: Mapping[str, Picture]  # by the paths of articles
    names: Part[TagNames]
    whole: Shelf[Article]
    cards: Shelf[Card]
    briefs: Shelf[Card]
    words: Part[Words]
    memo: Memo

    def those(self, name: str, is_one: Test) -> list[Article]:
        """The articles and standing pages, published or not, of which something is true, by path. They are found once,
        and after a change looked for among what changed. `name` is that of the test."""
        if name not in self.memo.picked:
            found = [path for path, article in self.all_articles.items() if is_one(article)]
            self.memo.picked[name] = (is_one, sorted(found))
        return [self.all_articles[path] for path in self.memo.picked[name][1]]

    def path_of(self, path: str) -> str:
        """The path of the file in content/ that is meant: accents may be signs of their own in one of the two names."""
        known = self.all_articles, self.media, self.faulty
        if path.isascii() or any(path in paths for paths in known):
            return path
        return self.memo.once("accented", self._accented).get(composed(path), path)

    def _accented(self) -> dict[str, str]:
        articles = (one.path for one in self.those("accented", lambda one: not one.path.isascii()))
        others = (path for path in (*self.media, *self.faulty) if not path.isascii())
        return {composed(path): path for path in (*articles, *others)}

    def find(self, path: str) -> Article | None:
        """The article or standing page with this path, published or not."""
        return self.all_articles.get(self.path_of(path))

    def waits(self) -> list[int]:
        """When an embargo or expiry falls due, in seconds since the epoch."""
        timed = self.those("has a time", lambda article: bool(article.embargo or article.expiry))
        return [time for article in timed for time in (article.embargo, article.expiry) if time]

    def link(self, position: int) -> Link | None:
        """The article there, if there is one."""
        if not 0 <= position < len(self.articles):
            return None
        return link_to(self.articles[position])

    def entries(self, positions: Sequence[int]) -> Sequence[int]:
        """What a list of articles at these positions has: of the reports of one event it names the first alone, if
        that is among them."""
        return entries_of(positions, self.first_report)

    def by_weight(self, positions: Sequence[int], most: int | None = None) -> list[int]:
        """The entries at these positions, which are newest first: what counts most comes first. At the `most` so
        many."""
        entries, weight = self.entries(positions), self.weights.__getitem__
        return sorted(entries, key=weight) if most is None else nsmallest(most, entries, key=weight)

    @property
    def listings(self) -> Iterator[Listing]:
        return chain(self.tags, self.sources, self.authors)

    def years_of(self, listing: Listing) -> list[tuple[int, tuple[int, ...]]]:
        """The years of which a listing has a page, newest first, each with the positions of its entries."""
        if len(listing.entries) < LISTED_BY_YEAR:
            return []
        starts = [bisect_left(listing.entries, span.start) for span in self.years]
        ends = (*starts[1:], len(listing.entries))
        return [
            (span.year, listing.entries[start:end])
            for span, start, end in zip(self.years, starts, ends, strict=True)
            if start < end
        ]


def day_of(article: Article) -> dt.date:
    assert article.day is not None  # standing pages are kept apart
    return article.day


def subjects_of(article: Article, tags: Iterable[Link]) -> list[str]:
    """What an article is about, as in `Collection.subjects`; `tags` are those that it shows."""
    subjects = [tag.url for tag in tags]
    return [*subjects, story_url(article.thread)] if article.thread else subjects


def report_of(article: Article) -> Link:
    """How a list names an article under another report of the same event: by its source."""
    name = article.source.name
    return Link(name, article.url) if name else link_to(article)


def link_to(article: Article) -> Link:
    return Link(article.title, article.url, article.lang)


def card_of(article: Article, names: TagNames, also: tuple[Link, ...], picture: Picture | None) -> Card:
    """An article as others show it."""
    tags = names.links(article.tags)
    return msgspec.structs.replace(
        brief_of(article, also),
        summary=article.summary,
        desk=names.desk_of(tags),
        tags=tags,
        figures=article.figures,
        picture=picture,
    )


def brief_of(article: Article, also: tuple[Link, ...] = ()) -> Card:
    """The same without summary, tags, figures and picture."""
    return Card(
        title=article.title,
        url=article.url,
        day=day_of(article),
        published=article.published,
        updated=article.updated,
        corrected=max(correction.day for correction in article.corrections) if article.corrections else None,
        summary="",
        desk=None,
        tags=(),
        figures=(),
        source=article.source.name,
        also=also,
        picture=None,
        lang=article.lang,
        draft=article.draft,
        extra=article.extra,
    )
