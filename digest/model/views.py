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
from typing import Any

from digest.model.article import Correction, Figure, Heading, Shown, Source
from digest.model.shown import (
    ArchiveYear,
    Body,
    Card,
    Coverage,
    DatedFigure,
    DayCount,
    DayEntries,
    Desk,
    Edition,
    Embed,
    FeedEntry,
    FeedLink,
    FigureOf,
    Link,
    LinkCount,
    ListingKind,
    ListingOf,
    Month,
    MonthEntries,
    NamedKind,
    NewsEntry,
    Picture,
    SitemapEntry,
    StoryCount,
    Struct,
    TagsOfKind,
    ThreadEntry,
    YearCount,
)
from digest.model.words import Direction, Words


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
    scripts: dict[str, str]  # those of the theme that stand in pages, by name: for the filter `script`


class View(Struct, frozen=True, kw_only=True):
    """What every page has. `root` leads to the site's root: "../../", or the base URL where links must be absolute."""

    url: str
    root: str
    title: str
    description: str = ""
    lang: str = ""  # of what it shows; "" where it is the site's


class HomeView(View, frozen=True, kw_only=True):
    edition: Edition | None  # of the newest day; none in an empty site
    days: tuple[DayEntries, ...]  # earlier ones, newest first, whole
    stories: tuple[StoryCount, ...]  # running ones, newest first
    week: Link | None
    topics: tuple[Link, ...]  # tags of the articles shown, most used first
    years: tuple[Link, ...]  # newest first


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


class MonthView(View, frozen=True, kw_only=True):
    month: Month
    days: tuple[DayEntries, ...]  # newest first
    named: tuple[NamedKind, ...]
    previous: Link | None
    next: Link | None


class YearView(View, frozen=True, kw_only=True):
    year: int
    count: int  # of articles
    days: int  # that have some
    busiest: DayCount
    months: tuple[Month, ...]  # January first
    named: tuple[NamedKind, ...]
    previous: Link | None
    next: Link | None


class ArchiveView(View, frozen=True, kw_only=True):
    years: tuple[ArchiveYear, ...]  # newest first


class ListingsView(View, frozen=True, kw_only=True):
    of: ListingOf  # "tag", "source" or "author"
    kinds: tuple[ListingKind, ...]


class ListingView(View, frozen=True, kw_only=True):
    of: ListingOf  # "tag", "source" or "author"
    index: Link  # the list of all such
    kind: str  # of a tag: person, organisation, place, system or topic; "" if that is not known
    about: str  # what it is, as tags.yaml says
    site: str  # the address of a source's own site, "" if its articles are not of one
    licence: str  # that of all articles of a source: a name or an address; ""
    count: int  # of articles; several reports of one event are one
    cards: tuple[Card, ...]  # the newest; all where there are no pages of years
    years: tuple[YearCount, ...]  # newest first
    coverage: Coverage | None  # none where all is of one month
    named: tuple[NamedKind, ...]  # the tags that its articles name most often, but for itself
    beside: tuple[LinkCount, ...]  # of a source who wrote, of an author in which sources: most first
    feed: str  # URL of a tag's Atom feed, "" without a base_url


class ListingYearView(View, frozen=True, kw_only=True):
    index: Link
    listing: Link  # what it is a year of
    year: int
    count: int
    months: tuple[MonthEntries, ...]  # newest first: without summary and tags
    previous: Link | None
    next: Link | None


class ThreadsView(View, frozen=True, kw_only=True):
    threads: tuple[ThreadEntry, ...]  # the one with the newest article first


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


class FeedView(View, frozen=True, kw_only=True):
    id: str
    about: str  # URL of the page that the feed is of
    hub: str  # address of the WebSub hub that the site uses, or ""
    updated: str  # RFC 3339: of the entry that changed last
    entries: tuple[FeedEntry, ...]


class OpmlView(View, frozen=True, kw_only=True):
    site_feed: FeedLink
    other_feeds: tuple[FeedLink, ...]  # of topics, by title


class SitemapView(View, frozen=True, kw_only=True):
    entries: tuple[SitemapEntry, ...]


class SitemapIndexView(View, frozen=True, kw_only=True):
    entries: tuple[SitemapEntry, ...]


class NewsView(View, frozen=True, kw_only=True):
    entries: tuple[NewsEntry, ...]  # of the last two days, newest first


class RobotsView(View, frozen=True, kw_only=True):
    sitemap: str  # "" without a base_url
    news: str


class HeadersView(View, frozen=True, kw_only=True):
    feeds: bool  # whether there are any


class NoJekyllView(View, frozen=True, kw_only=True):
    pass
