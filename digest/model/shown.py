"""What stands inside the views: links, articles as others show them, days, counts and entries.

Text that is not there is "", a list that is empty is (); only what is marked Optional can be none. URLs are relative to
the site's root.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec

from digest.model.article import Correction, Figure, Shown, Source


class Struct(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    pass


class Link(msgspec.Struct, frozen=True, array_like=True, gc=False, cache_hash=True):
    """A title and where it leads."""

    title: str
    url: str
    lang: str = ""  # of the title; "" where it is the site's


class Card(Struct, frozen=True, kw_only=True, array_like=True):
    """An article as other pages show it."""

    title: str
    url: str
    day: dt.date
    published: str  # RFC 3339, in the site's time zone
    updated: str  # RFC 3339, or ""
    corrected: dt.date | None  # the day of its last correction
    summary: str
    desk: Link | None  # the first of its tags that is of the kind by which the site sorts its news
    tags: tuple[Link, ...]
    figures: tuple[Figure, ...]
    source: str
    also: tuple[Link, ...]  # other reports of the same event, named by their sources
    picture: Picture | None
    lang: str  # "" where it is the site's
    draft: bool
    extra: dict[str, Any]  # as it stands in its front matter


class Picture(Struct, frozen=True, kw_only=True, array_like=True):
    """The picture of an article; `width` and `height` are in pixels, 0 where they are not known."""

    url: str
    width: int
    height: int
    alt: str
    credit: str
    caption: str


class Embed(msgspec.Struct, frozen=True, gc=False):
    """What a marker in a body stands for: no `url` where the article it led to is not published now. `width` and
    `height` are in pixels, 0 where it is no image."""

    marker: str
    url: str | None
    width: int = 0
    height: int = 0


class Body(msgspec.Struct, frozen=True, gc=False):
    """The HTML of an article, by digest; the filter `html` gives its text.

    `path` is the article's file in content/, `digest` that of the stored HTML, `embeds` what its markers
    stand for.
    """

    path: str
    digest: bytes
    embeds: tuple[Embed, ...] = ()


class Desk(Struct, frozen=True, kw_only=True):
    """Articles of one desk; those of none have no `tag`."""

    tag: Link | None
    cards: tuple[Card, ...]


class FigureOf(Struct, frozen=True, kw_only=True):
    """A figure, and the article that gives it."""

    figure: Figure
    article: Link


class Edition(Struct, frozen=True, kw_only=True):
    """A day's news. `lead` is what counts most of it, `top` what comes next, `desks` have the rest."""

    day: dt.date
    count: int  # of articles; several reports of one event are one
    last: str  # when the newest was published, RFC 3339; "" if no time of the day is known
    zone: str  # the name of the time zone then, such as CET
    lead: Card
    top: tuple[Card, ...]
    desks: tuple[Desk, ...]
    figures: tuple[FigureOf, ...]


class DayEntries(Struct, frozen=True, kw_only=True):
    """A day with its articles, as headlines: what counts most comes first."""

    day: dt.date
    url: str
    cards: tuple[Card, ...]  # without tags and figures, but for the one or two of a quiet day on the front page


class StoryCount(Struct, frozen=True, kw_only=True):
    """A running story: how many articles it has, and the day of the newest."""

    title: str
    url: str
    count: int
    latest: dt.date


class TagsOfKind(Struct, frozen=True, kw_only=True):
    """An article's tags of one kind: person, place, organisation, system or topic, as tags.yaml says, or else the
    gazetteer; those of no known kind are topics."""

    kind: str
    tags: tuple[Link, ...]


class NamedCount(Struct, frozen=True, kw_only=True):
    """How often a tag is named in what a page shows."""

    tag: Link
    count: int


class NamedKind(Struct, frozen=True, kw_only=True):
    """The tags of a kind that a page's articles name most often: person, place, system and so on."""

    kind: str
    tags: tuple[NamedCount, ...]


class DayCount(Struct, frozen=True, kw_only=True, array_like=True):
    """A day with articles; `level` is its share of the largest number on the page, from 1 to 5."""

    day: dt.date
    url: str
    count: int
    level: int


class Cell(Struct, frozen=True, kw_only=True, array_like=True):
    """A day in a calendar: `number` is 0 where there is none, `url` "" where no article is of it."""

    number: int
    url: str
    count: int
    level: int  # as that of a DayCount; 0 where no article is


class CalendarWeek(Struct, frozen=True, kw_only=True):
    """A row of a calendar, from Monday to Sunday; `url` is "" where no article is of that week."""

    number: int  # ISO 8601
    url: str
    days: tuple[Cell, ...]


class Month(Struct, frozen=True, kw_only=True):
    """A month's calendar, and what counted most in it."""

    month: dt.date  # its first day
    url: str
    count: int
    weekdays: tuple[dt.date, ...]  # seven days from a Monday on, for their names
    weeks: tuple[CalendarWeek, ...]
    leads: tuple[Card, ...]  # without tags and figures


class MonthCount(Struct, frozen=True, kw_only=True):
    """A month with articles; `level` is its share of the largest number on the page, from 1 to 5."""

    month: dt.date  # its first day
    url: str
    count: int
    level: int


class ArchiveYear(Struct, frozen=True, kw_only=True):
    """A year in the archive: its months, January first, and what counted most in it."""

    year: int
    url: str
    count: int
    months: tuple[MonthCount, ...]
    leads: tuple[Card, ...]  # without tags and figures


class YearCount(msgspec.Struct, frozen=True, gc=False):
    year: int
    url: str
    count: int


class LinkCount(Struct, frozen=True, kw_only=True, array_like=True):
    """What has a list of articles, and how many of them are meant."""

    title: str
    url: str
    count: int


class ListingLink(Struct, frozen=True, kw_only=True, array_like=True):
    """A tag, a source or an author in the list of all, with the number of its articles; `level` is how large that is
    beside the others, from 1 to 5."""

    title: str
    url: str
    count: int
    level: int


class ListingLetter(Struct, frozen=True, kw_only=True):
    """What begins with a letter; "" where all stands together."""

    letter: str
    links: tuple[ListingLink, ...]


class ListingKind(Struct, frozen=True, kw_only=True):
    """The tags of a kind; sources and authors have none."""

    kind: str  # person, place, organisation, system or topic; ""
    count: int
    letters: tuple[ListingLetter, ...]


ListingOf = Literal["tag", "source", "author"]


class PeriodCount(Struct, frozen=True, kw_only=True, array_like=True):
    """How many articles a month or a year has; `share` is that of the largest number, in percent."""

    first: dt.date  # its first day
    count: int
    share: int
    url: str  # where these articles stand; "" where that is this page


Period = Literal["month", "year"]


class Coverage(Struct, frozen=True, kw_only=True):
    """How many articles there were over time: the oldest months first, or years where they are many. None is left out
    between the first and the last."""

    by: Period
    bars: tuple[PeriodCount, ...]
    most: PeriodCount


class MonthEntries(msgspec.Struct, frozen=True, gc=False):
    month: dt.date
    entries: tuple[Card, ...]  # newest first


class ThreadEntry(Struct, frozen=True, kw_only=True):
    """A running story in the list of all."""

    title: str
    url: str
    about: str  # what it is, as digest.yaml says
    count: int  # of articles; several reports of one event are one
    first: dt.date  # the day of the oldest
    last: dt.date
    newest: Link


class DatedFigure(Struct, frozen=True, kw_only=True):
    """A figure of an article."""

    day: dt.date
    figure: Figure
    article: Link
    source: str


class FeedEntry(Struct, frozen=True, kw_only=True):
    id: str
    url: str
    title: str
    published: str  # RFC 3339, with a fraction of a second that tells entries of one moment apart
    changed: str  # the same, of when it was last published, updated or corrected
    updated: str  # RFC 3339: what the article itself says, or ""
    corrections: tuple[Correction, ...]
    summary: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    source: Source
    shown: Shown  # as of an article
    lang: str
    body: Body | None  # none where feeds carry summaries only


class FeedLink(msgspec.Struct, frozen=True, gc=False):
    title: str
    url: str
    about: str  # URL of the page that the feed is of


class SitemapEntry(msgspec.Struct, frozen=True, gc=False):
    url: str
    modified: str = ""  # RFC 3339, or ""


class NewsEntry(msgspec.Struct, frozen=True, gc=False):
    url: str
    title: str
    published: str  # RFC 3339
    language: str  # as Google News wants it: two or three letters, or zh-cn or zh-tw
