"""All that templates see.

Every template is given two variables: `site`, a Site, and `page`, the view of its kind:

    home.html          HomeView          the front page
    article.html       ArticleView       one article
    page.html          PageView          a standing page such as /about/
    day.html           DayView           /2023/03/08/
    month.html         MonthView         /2023/03/
    year.html          YearView          /2023/
    week.html          WeekView          /weeks/2023-W10/
    archive.html       ArchiveView       /archive/
    listings.html      ListingsView      /tags/, /sources/ and /authors/
    listing.html       ListingView       /tags/nato/, /sources/reuters/, /authors/jane-doe/
    listing-year.html  ListingYearView   /tags/nato/2023/ and the like
    threads.html       ThreadsView       /threads/
    thread.html        ThreadView        /threads/ammunition-race/
    figures.csv        FiguresView       /threads/ammunition-race/figures.csv
    redirect.html      RedirectView      a former address of an article
    404.html           NotFoundView      /404.html
    feed.xml           FeedView          Atom: /feed.xml and /tags/nato/feed.xml
    rss.xml            FeedView          RSS 2.0: /rss.xml
    feed.json          FeedView          JSON Feed: /feed.json
    feeds.opml         OpmlView          all feeds in one list: /feeds.opml
    sitemap.xml        SitemapView       /sitemap-2023.xml and its like
    sitemap-index.xml  SitemapIndexView  /sitemap.xml
    sitemap-news.xml   NewsView          /sitemap-news.xml
    robots.txt         RobotsView        /robots.txt
    headers.txt        HeadersView       /_headers, for hosts that read it
    nojekyll.txt       NoJekyllView      /.nojekyll, for GitHub Pages

A view holds just what its page shows, for its digest decides whether the page is rendered again. Text that is
not there is "", a list that is empty is (); only what is marked Optional can be none. URLs are relative to
the site's root: the filter `link` makes a link from the page out of them, `absolute` a full address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, Generic, Literal, TypeVar

import msgspec

from digest.model.article import Correction, Figure, Heading, Shown, Source
from digest.model.parts import digest_of_input
from digest.model.words import Direction, Words


class Struct(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    pass


class Link(msgspec.Struct, frozen=True, array_like=True, gc=False):
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


class Site(Struct, frozen=True, kw_only=True):
    """What is the same on every page."""

    title: str
    description: str
    language: str
    base_url: str  # with a slash at its end; "" when none is set: then there are no feeds
    publisher: str
    publisher_url: str
    pages: tuple[Link, ...]  # standing pages, by title
    sections: tuple[Link, ...]  # tags to which every page leads
    locale: str  # as Open Graph writes it, such as en_GB; "" of a language whose country is not known
    options: dict[str, Any]  # of the theme
    index: str  # what a link to a folder ends in: "" or "index.html"
    policy: str  # the Content-Security-Policy of its pages; "" where the HTML of articles is trusted
    direction: Direction  # which way the language is written: "ltr" or "rtl"
    words: Words  # of the theme, in the site's language: the filters `t` and `tn` give them
    threads: bool  # whether it has running stories
    sources: bool  # whether it has the list of sources
    authors: bool  # whether it has that of authors
    scripts: dict[str, str] = {}  # those of the theme that stand in pages, by name: for the filter `script`


class View(Struct, frozen=True, kw_only=True):
    """What every page has. `root` leads to the site's root: "../../", or the base URL where links must be absolute."""

    url: str
    root: str
    title: str
    description: str = ""
    lang: str = ""  # of what it shows; "" where it is the site's


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
    cards: tuple[Card, ...]  # without tags and figures


class StoryCount(Struct, frozen=True, kw_only=True):
    """A running story: how many articles it has, and the day of the newest."""

    title: str
    url: str
    count: int
    latest: dt.date


class HomeView(View, frozen=True, kw_only=True):
    edition: Edition | None  # of the newest day; none in an empty site
    days: tuple[DayEntries, ...]  # earlier ones, newest first, whole
    stories: tuple[StoryCount, ...]  # running ones, newest first
    week: Link | None
    topics: tuple[Link, ...]  # tags of the articles shown, most used first
    years: tuple[Link, ...]  # newest first


class TagsOfKind(Struct, frozen=True, kw_only=True):
    """An article's tags of one kind: person, place, organisation, system or topic, as tags.yaml says, or else the
    gazetteer; those of no known kind are topics."""

    kind: str
    tags: tuple[Link, ...]


class ArticleView(View, frozen=True, kw_only=True):
    deck: str
    day: dt.date
    published: str  # RFC 3339
    updated: str  # RFC 3339, or ""
    zone: str  # the name of the time zone then, such as CET
    desk: Link | None  # as that of a Card
    minutes: int  # that reading it takes
    changed: str  # RFC 3339: when it was last published, updated or corrected
    authors: tuple[str, ...]
    source: Source  # .name, .url, .licence; each may be ""
    shown: Shown  # "full", "excerpt", "summary" or "title": what `deck` and `body` are of the source's text
    tags: tuple[Link, ...]
    kinds: tuple[TagsOfKind, ...]  # the same by kind
    figures: tuple[Figure, ...]  # .value, .about
    corrections: tuple[Correction, ...]  # .day, .text
    picture: Picture | None  # above the text
    image: Embed | None  # what stands for it elsewhere: that picture, or the first in the body
    contents: tuple[Heading, ...]  # .id, .text, .level: of a long text
    body: Body
    also: tuple[Link, ...]  # other reports of the same event, named by their sources
    story: Link | None  # the running story that it belongs to
    later: tuple[Card, ...]  # the three articles that follow in that story: without tags and figures
    previous: Link | None  # the article before this one in time
    next: Link | None
    earlier: tuple[Card, ...]  # older articles on the same subjects: without tags and figures
    draft: bool
    extra: dict[str, Any]
    source_url: str  # of the list of its source's articles; "" where that has no name
    author_links: tuple[Link, ...]  # to those of its authors


class PageView(View, frozen=True, kw_only=True):
    body: Body
    source: Source
    shown: Shown  # as of an article
    updated: str
    draft: bool
    extra: dict[str, Any]


class DayView(View, frozen=True, kw_only=True):
    day: dt.date
    edition: Edition
    week: Link
    previous: Link | None  # the day before this one that has articles
    next: Link | None


class NamedCount(Struct, frozen=True, kw_only=True):
    """How often a tag is named in what a page shows."""

    tag: Link
    count: int


class NamedKind(Struct, frozen=True, kw_only=True):
    """The tags of a kind that a page's articles name most often: person, place, system and so on."""

    kind: str
    tags: tuple[NamedCount, ...]


class WeekView(View, frozen=True, kw_only=True):
    """A week by ISO 8601: it begins on a Monday."""

    year: int
    week: int
    first: dt.date  # its Monday
    last: dt.date  # its Sunday
    count: int
    days: tuple[DayCount, ...]  # those that have articles, Monday first
    top: tuple[Card, ...]  # what counts most
    desks: tuple[Desk, ...]  # all else
    figures: tuple[FigureOf, ...]
    named: tuple[NamedKind, ...]
    previous: Link | None
    next: Link | None


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


class MonthView(View, frozen=True, kw_only=True):
    month: Month
    days: tuple[DayEntries, ...]  # newest first
    named: tuple[NamedKind, ...]
    previous: Link | None
    next: Link | None


class MonthCount(msgspec.Struct, frozen=True, gc=False):
    month: dt.date  # its first day
    url: str
    count: int  # of articles


class YearView(View, frozen=True, kw_only=True):
    year: int
    count: int  # of articles
    days: int  # that have some
    busiest: DayCount
    months: tuple[Month, ...]  # January first
    named: tuple[NamedKind, ...]
    previous: Link | None
    next: Link | None


class YearCount(msgspec.Struct, frozen=True, gc=False):
    year: int
    url: str
    count: int
    months: tuple[MonthCount, ...] = ()


class ArchiveView(View, frozen=True, kw_only=True):
    years: tuple[YearCount, ...]  # newest first


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


class ListingsView(View, frozen=True, kw_only=True):
    of: ListingOf  # "tag", "source" or "author"
    kinds: tuple[ListingKind, ...]


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


class ListingView(View, frozen=True, kw_only=True):
    of: ListingOf  # "tag", "source" or "author"
    index: Link  # the list of all such
    kind: str  # of a tag: person, organisation, place, system or topic; "" if that is not known
    about: str  # what it is, as tags.yaml says
    site: str  # the address of a source's own site, "" if its articles are not of one
    licence: str  # that of all articles of a source: a name or an address; ""
    count: int  # of articles; several reports of one event are one
    cards: tuple[Card, ...]  # the newest; all where there are no pages of years
    years: tuple[YearCount, ...]  # newest first, without months
    coverage: Coverage | None  # none where all is of one month
    named: tuple[NamedKind, ...]  # the tags that its articles name most often, but for itself
    beside: tuple[LinkCount, ...]  # of a source who wrote, of an author in which sources: most first
    feed: str  # URL of a tag's Atom feed, "" without a base_url


class MonthEntries(msgspec.Struct, frozen=True, gc=False):
    month: dt.date
    entries: tuple[Card, ...]  # newest first


class ListingYearView(View, frozen=True, kw_only=True):
    index: Link
    listing: Link  # what it is a year of
    year: int
    count: int
    months: tuple[MonthEntries, ...]  # newest first: without summary and tags
    previous: Link | None
    next: Link | None


class ThreadEntry(Struct, frozen=True, kw_only=True):
    """A running story in the list of all."""

    title: str
    url: str
    about: str  # what it is, as digest.yaml says
    count: int  # of articles; several reports of one event are one
    first: dt.date  # the day of the oldest
    last: dt.date
    newest: Link


class ThreadsView(View, frozen=True, kw_only=True):
    threads: tuple[ThreadEntry, ...]  # the one with the newest article first


class DatedFigure(Struct, frozen=True, kw_only=True):
    """A figure of an article."""

    day: dt.date
    figure: Figure
    article: Link
    source: str


class ThreadView(View, frozen=True, kw_only=True):
    index: Link  # the list of all running stories
    about: str
    count: int
    first: dt.date
    last: dt.date
    months: tuple[MonthEntries, ...]  # newest first: with summaries
    figures: tuple[DatedFigure, ...]  # oldest first
    table: str  # URL of the same for spreadsheets, "" where there are none
    coverage: Coverage | None
    named: tuple[NamedKind, ...]
    sources: tuple[LinkCount, ...]  # most first


class FiguresView(View, frozen=True, kw_only=True):
    figures: tuple[DatedFigure, ...]  # oldest first


class RedirectView(View, frozen=True, kw_only=True):
    target: str


class NotFoundView(View, frozen=True, kw_only=True):
    pass


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


class FeedView(View, frozen=True, kw_only=True):
    id: str
    about: str  # URL of the page that the feed is of
    hub: str  # address of the WebSub hub that the site uses, or ""
    updated: str  # RFC 3339: of the entry that changed last
    entries: tuple[FeedEntry, ...]


class FeedLink(msgspec.Struct, frozen=True, gc=False):
    title: str
    url: str
    about: str  # URL of the page that the feed is of


class OpmlView(View, frozen=True, kw_only=True):
    site_feed: FeedLink
    other_feeds: tuple[FeedLink, ...]  # of topics, by title


class SitemapEntry(msgspec.Struct, frozen=True, gc=False):
    url: str
    modified: str = ""  # RFC 3339, or ""


class SitemapView(View, frozen=True, kw_only=True):
    entries: tuple[SitemapEntry, ...]


class SitemapIndexView(View, frozen=True, kw_only=True):
    entries: tuple[SitemapEntry, ...]


class NewsEntry(msgspec.Struct, frozen=True, gc=False):
    url: str
    title: str
    published: str  # RFC 3339
    language: str  # as Google News wants it: two or three letters, or zh-cn or zh-tw


class NewsView(View, frozen=True, kw_only=True):
    entries: tuple[NewsEntry, ...]  # of the last two days, newest first


class RobotsView(View, frozen=True, kw_only=True):
    sitemap: str  # "" without a base_url
    news: str


class HeadersView(View, frozen=True, kw_only=True):
    feeds: bool  # whether there are any


class NoJekyllView(View, frozen=True, kw_only=True):
    pass


class Page(msgspec.Struct, frozen=True, gc=False):
    """One output file that a template makes: `path` is relative to the output folder, `origin` names what it
    comes from, for messages: the article's file, or the kind of page."""

    path: str
    template: str
    view: View
    origin: str


Input = TypeVar("Input")


class Group(msgspec.Struct, Generic[Input], frozen=True):
    """Pages that are planned together, of one frozen value: they need not be planned again while its digest stays. What
    grows with no article is planned each time: it has no `name`."""

    name: str
    input: Input
    planner: Callable[[Input], Iterable[Page]]

    def pages(self) -> Iterable[Page]:
        return self.planner(self.input)

    def digest(self) -> bytes:
        """The digest of all that the pages are made of; "" if they are planned each time."""
        return digest_of_input(self.input) if self.name else b""


class Copy(msgspec.Struct, frozen=True, gc=False):
    """One output file that is the copy of another. `file` is relative to the site's folder, or absolute."""

    path: str
    file: str
    digest: bytes
    origin: str
