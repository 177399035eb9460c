"""All that templates see.

Every template is given two variables: `site`, a Site, and `page`, the view of its kind:

    home.html          HomeView          the front page
    article.html       ArticleView       one article
    page.html          PageView          a standing page such as /about/
    day.html           DayView           /2023/03/08/
    month.html         MonthView         /2023/03/
    year.html          YearView          /2023/
    archive.html       ArchiveView       /archive/
    tags.html          TagsView          /tags/
    tag.html           TagView           /tags/nato/
    tag-year.html      TagYearView       /tags/nato/2023/
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
from typing import Any, Generic, TypeVar

import msgspec

from digest.model.article import Correction, Figure, Shown, Source
from digest.model.parts import digest_of_input


class Struct(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    pass


class Link(msgspec.Struct, frozen=True, gc=False):
    """A title and where it leads."""

    title: str
    url: str


class Card(msgspec.Struct, frozen=True, gc=False):
    """An article as other pages show it."""

    title: str
    url: str
    day: dt.date
    published: str  # RFC 3339, in the site's time zone
    summary: str
    tags: tuple[Link, ...]
    source: str
    lang: str  # "" where it is the site's
    draft: bool
    extra: dict[str, Any] = {}  # as it stands in its front matter


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
    options: dict[str, Any]  # of the theme
    index: str  # what a link to a folder ends in: "" or "index.html"
    policy: str  # the Content-Security-Policy of its pages; "" where the HTML of articles is trusted
    scripts: dict[str, str] = {}  # those of the theme that stand in pages, by name: for the filter `script`


class View(Struct, frozen=True, kw_only=True):
    """What every page has. `root` leads to the site's root: "../../", or the base URL where links must be absolute."""

    url: str
    root: str
    title: str
    description: str = ""


class HomeView(View, frozen=True, kw_only=True):
    lead: Card | None
    cards: tuple[Card, ...]  # newest first, without the lead
    topics: tuple[Link, ...]  # tags of the articles shown, most used first
    years: tuple[Link, ...]  # newest first


class ArticleView(View, frozen=True, kw_only=True):
    deck: str
    day: dt.date
    published: str  # RFC 3339
    updated: str  # RFC 3339, or ""
    changed: str  # RFC 3339: when it was last published, updated or corrected
    authors: tuple[str, ...]
    source: Source  # .name, .url, .licence; each may be ""
    shown: Shown  # "full", "excerpt", "summary" or "title": what `deck` and `body` are of the source's text
    tags: tuple[Link, ...]
    figures: tuple[Figure, ...]  # .value, .about
    corrections: tuple[Correction, ...]  # .day, .text
    lang: str  # "" where it is the site's
    image: Embed | None  # the first picture in the body
    body: Body
    previous: Link | None  # the article before this one in time
    next: Link | None
    earlier: tuple[Card, ...]  # older articles on the same subjects: without summary and tags
    draft: bool
    extra: dict[str, Any]


class PageView(View, frozen=True, kw_only=True):
    body: Body
    source: Source
    shown: Shown  # as of an article
    lang: str
    updated: str
    draft: bool
    extra: dict[str, Any]


class DayView(View, frozen=True, kw_only=True):
    day: dt.date
    cards: tuple[Card, ...]
    previous: Link | None  # the day before this one that has articles
    next: Link | None


class DayEntries(msgspec.Struct, frozen=True, gc=False):
    day: dt.date
    url: str
    entries: tuple[Link, ...]


class MonthView(View, frozen=True, kw_only=True):
    month: dt.date  # its first day
    days: tuple[DayEntries, ...]  # newest first
    previous: Link | None
    next: Link | None


class MonthCount(msgspec.Struct, frozen=True, gc=False):
    month: dt.date  # its first day
    url: str
    count: int  # of articles


class YearView(View, frozen=True, kw_only=True):
    year: int
    months: tuple[MonthCount, ...]  # January first
    previous: Link | None
    next: Link | None


class YearCount(msgspec.Struct, frozen=True, gc=False):
    year: int
    url: str
    count: int
    months: tuple[MonthCount, ...] = ()


class ArchiveView(View, frozen=True, kw_only=True):
    years: tuple[YearCount, ...]  # newest first


class TagCount(msgspec.Struct, frozen=True, gc=False):
    title: str
    url: str
    count: int
    kind: str = ""  # as that of a TagView


class TagLetter(msgspec.Struct, frozen=True, gc=False):
    letter: str
    tags: tuple[TagCount, ...]


class TagsView(View, frozen=True, kw_only=True):
    letters: tuple[TagLetter, ...]


class TagView(View, frozen=True, kw_only=True):
    kind: str  # person, organisation, place, system or topic: as tags.yaml says, or else the gazetteer; "" if neither
    cards: tuple[Card, ...]  # the newest
    years: tuple[YearCount, ...]  # newest first
    feed: str  # URL of the tag's Atom feed, "" without a base_url


class MonthEntries(msgspec.Struct, frozen=True, gc=False):
    month: dt.date
    entries: tuple[Card, ...]  # newest first: without summary and tags


class TagYearView(View, frozen=True, kw_only=True):
    tag: Link
    year: int
    months: tuple[MonthEntries, ...]  # newest first
    previous: Link | None
    next: Link | None


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
