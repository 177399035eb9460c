"""The published articles, sorted and grouped once for all planners."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from typing import Any, TypeAlias, TypeVar

import msgspec

from digest.model.article import Article, Media, digests_of
from digest.model.parts import Part, Shelf, digest_bytes, digest_of
from digest.model.shown import Card, Link, Picture
from digest.model.urls import author_url, source_url, story_url, tag_slug
from digest.model.words import ENGLISH, Words
from digest.settings.config import Config, ThreadSettings
from digest.settings.vocabulary import NO_TAGS, Vocabulary
from digest.site.names import LISTED_BY_YEAR, Kinds, Listing, TagNames, by_address, listings_of, tags_of, used_by
from digest.site.pictures import pictures_of
from digest.site.reports import entries_of, first_reports, reports_by_first

T = TypeVar("T")

Reports: TypeAlias = Mapping[int, tuple[int, ...]]
"""By the positions of first reports of an event: those of the others."""

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


UNRANKED = 100
"""Behind every rank that an editor may give."""

MOST_SIGNS = 1000


class Story(msgspec.Struct, frozen=True):
    """A running story, with the positions of its articles, newest first; `entries` are those that lists name."""

    slug: str
    title: str
    description: str
    positions: tuple[int, ...]
    entries: tuple[int, ...]


class Memo(dict[str, Any]):
    """What was found once of a collection, by what it is. Of one with other texts `others` are the paths of these."""

    def once(self, name: str, find: Callable[[], T]) -> T:
        if name not in self:
            self[name] = find()
        found: T = self[name]
        return found


class Collection(msgspec.Struct, frozen=True):
    """What the inputs of planners are cut from.

    `articles` are the published ones, newest first, by path within one instant; `standing` the standing pages by
    path; `all_articles` has every article and standing page by its path, published or not; `faulty` are the paths of
    files that could not be read. `subjects` are tags and running stories, by the addresses of their pages, with the
    positions of their articles, newest first. `first_report` has articles that are listed under another report of the
    same event, `reports` those others with what is listed under them. `whole`, `cards` and `briefs`
    (cards without summary, tags and figures) are what pages show of the article at a position.
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
    tags: tuple[Listing, ...]  # by name
    sources: tuple[Listing, ...]
    authors: tuple[Listing, ...]
    stories: tuple[Story, ...]  # by title
    subjects: tuple[tuple[str, tuple[int, ...]], ...]
    weights: tuple[int, ...]  # of the articles: what counts most has the least
    first_report: Mapping[int, int]
    reports: Reports
    pictures: Mapping[str, Picture]  # by the paths of articles
    names: Part[TagNames]
    whole: Shelf[Article]
    cards: Shelf[Card]
    briefs: Shelf[Card]
    words: Part[Words]
    memo: Memo

    def link(self, position: int) -> Link | None:
        """The article there, if there is one."""
        if not 0 <= position < len(self.articles):
            return None
        return link_to(self.articles[position])

    def entries(self, positions: Sequence[int]) -> Sequence[int]:
        """What a list of articles at these positions has: of the reports of one event it names the first alone, if
        that is among them."""
        return entries_of(positions, self.first_report)

    def by_weight(self, positions: Sequence[int]) -> list[int]:
        """The entries at these positions, which are newest first: what counts most comes first."""
        return sorted(self.entries(positions), key=self.weights.__getitem__)

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
    for n, article in enumerate(dated):
        days[day_of(article)].append(n)
    known_kinds = kinds() if any(article.tags for article in dated) else {}
    own_kinds = {tag_slug(name): tag.kind for name, tag in vocabulary.tags.items() if tag.kind}
    first = first_reports(dated)
    names_shown, tags = tags_of(dated, vocabulary, {**known_kinds, **own_kinds}, config.desks, first)
    used = {tag.slug for tag in tags}
    own_kinds = {slug: kind for slug, kind in own_kinds.items() if slug in used}
    names = Part(digest_of((names_shown.otherwise, own_kinds, config.desks)), names_shown)
    known = digests or {article.path: digests_of(article) for article in dated}
    stories = _stories(dated, config.threads, first)
    reports = reports_by_first(first)
    pictures = pictures_of(dated, media)

    shown_elsewhere = [
        shown_digest(n, known[article.path][1], dated, reports, pictures.get(article.path))
        for n, article in enumerate(dated)
    ]
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
        sources=listings_of("source", [(article.source.name,) for article in dated], source_url, first),
        authors=listings_of("author", [article.authors for article in dated], author_url, first),
        stories=stories,
        weights=tuple(_weight(article, len(reports.get(n, ()))) for n, article in enumerate(dated)),
        subjects=(
            *((tag.link.url, tag.positions) for tag in tags),
            *((story_url(story.slug), story.positions) for story in stories),
        ),
        first_report=first,
        reports=reports,
        pictures=pictures,
        names=names,
        whole=Shelf([known[article.path][0] for article in dated], dated.__getitem__),
        cards=Shelf(shown_elsewhere, partial(_card_at, dated, names, reports, pictures), names.digest),
        briefs=Shelf(shown_elsewhere, partial(_brief_at, dated, reports)),
        words=Part(digest_of(words), words),
        memo=Memo(),
    )


def shown_digest(n: int, card: bytes, dated: Sequence[Article], reports: Reports, picture: Picture | None) -> bytes:
    """The digest of what other pages show of the article at a position; `card` is that of its own part of it."""
    if n not in reports and not picture:
        return card
    return digest_bytes(card, digest_of((_also(n, dated, reports), picture)))


def _also(n: int, dated: Sequence[Article], reports: Reports) -> tuple[Link, ...]:
    return tuple(report_of(dated[other]) for other in reports.get(n, ()))


def _card_at(
    dated: Sequence[Article], names: Part[TagNames], reports: Reports, pictures: Mapping[str, Picture], n: int
) -> Card:
    return card_of(dated[n], names.value, _also(n, dated, reports), pictures.get(dated[n].path))


def _brief_at(dated: Sequence[Article], reports: Reports, n: int) -> Card:
    return brief_of(dated[n], _also(n, dated, reports))


FREE = frozenset(
    (
        *("title", "summary", "deck", "body", "headings", "words", "opening", "losses"),
        *("updated", "changed", "corrections", "lang", "extra", "review", "references"),
    )
)
"""Fields of an article that decide nothing but what is shown of it."""


def _fits(before: Article, after: Article) -> bool:
    """Whether all is the same of two articles but what is shown of them."""
    fixed = (name for name in Article.__struct_fields__ if name not in FREE)
    return all(getattr(before, name) == getattr(after, name) for name in fixed) and (
        {reference.path for reference in before.references} == {reference.path for reference in after.references}
    )


def with_others(site: Collection, changed: Iterable[Article | Media], digests: Digests) -> Collection | None:
    """The collection with other texts of these articles, and other bytes of these files: what takes no more time the
    more articles there are but to copy their list. None if they do not fit into their places: it is to be collected
    anew."""
    places = site.memo.once("places", lambda: {article.path: n for n, article in enumerate(site.articles)})
    dated, everything = list(site.articles), dict(site.all_articles)
    wholes: dict[int, bytes] = {}
    shown: dict[int, bytes] = {}
    media = dict(site.media)
    for article in changed:
        if isinstance(article, Media):
            file = media.get(article.path)
            if file is None or (file.width, file.height) != (article.width, article.height):
                return None
            media[article.path] = article
            continue
        n, before = places.get(article.path), site.all_articles.get(article.path)
        if n is None or before is None or n in site.reports or n in site.first_report or not _fits(before, article):
            return None
        dated[n] = everything[article.path] = article
        whole, card = digests[article.path]
        wholes[n], shown[n] = whole, shown_digest(n, card, dated, site.reports, site.pictures.get(article.path))
    return msgspec.structs.replace(
        site,
        articles=tuple(dated),
        all_articles=everything,
        media=media,
        whole=site.whole.with_others(wholes, dated.__getitem__),
        cards=site.cards.with_others(shown, partial(_card_at, dated, site.names, site.reports, site.pictures)),
        briefs=site.briefs.with_others(shown, partial(_brief_at, dated, site.reports)),
        memo=Memo(site.memo, others=frozenset(dated[n].path for n in wholes)),
    )


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


def _weight(article: Article, reports: int) -> int:
    """Editors' ranks come first; then that article of which more is true: it has figures, it belongs to a running
    story, it names its source, and for each other source that reports the same. Of equals the newest comes first."""
    signs = bool(article.figures) + bool(article.thread) + bool(article.source.name) + reports
    return (article.rank or UNRANKED) * MOST_SIGNS - min(signs, MOST_SIGNS - 1)


def _stories(
    dated: list[Article], settings: Mapping[str, ThreadSettings], first: Mapping[int, int]
) -> tuple[Story, ...]:
    """Running stories by title. Spellings that make one address are one story, named as the settings have it, else as
    most articles write it."""
    known = {tag_slug(name): about for name, about in settings.items()}
    used = used_by([article.thread] if article.thread else () for article in dated)
    stories = []
    for slug, name, _, positions in by_address(used, {name: tag_slug(name) for name in used}):
        about = known.get(slug, ThreadSettings())
        title = about.title or (name if name != slug else name.replace("-", " ").capitalize())
        stories.append(Story(slug, title, about.description, positions, tuple(entries_of(positions, first))))
    return tuple(sorted(stories, key=lambda story: (story.title.casefold(), story.slug)))


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
