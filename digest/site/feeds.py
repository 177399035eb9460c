"""Feeds: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1 of the site, an Atom feed of each tag, and a list of them in OPML.

What the W3C's feed validator warns of beyond these is heeded too (https://github.com/w3c/feedvalidator): no two
entries of a feed have one `updated`; `description` stands before `content:encoded`; an entry has a text; links are
whole.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from zlib import crc32

import msgspec

from digest.model.article import Article
from digest.model.parts import Part, Parts
from digest.model.planned import Page
from digest.model.shown import Body, Embed, FeedEntry, FeedLink
from digest.model.urls import output_path
from digest.model.views import FeedView, OpmlView
from digest.site.collection import Collection
from digest.site.names import TagNames
from digest.site.references import Bodies, embeds_of

FEEDS = (("feed.xml", "feed.xml"), ("rss.xml", "rss.xml"), ("feed.json", "feed.json"))
"""URL and template of each feed of the whole site."""

OPML = "feeds.opml"


class Feed(msgspec.Struct, frozen=True):
    """What a feed is made of: `about` is the URL of the page that it is of; `articles` are newest first, `embeds` what
    the links in their bodies lead to. With whole articles it is `full`."""

    base_url: str
    title: str
    description: str
    about: str
    hub: str
    articles: Parts[Article]
    embeds: tuple[tuple[Embed, ...], ...]
    names: Part[TagNames]
    full: bool


def feed_of(site: Collection, bodies: Bodies, title: str, about: str, positions: Sequence[int]) -> Feed:
    """The newest of the articles at these positions."""
    config, newest = site.config, positions[: site.config.feeds.limit]
    return Feed(
        base_url=config.base_url,
        title=title,
        description=config.description,
        about=about,
        hub=config.feeds.hub,
        articles=site.whole.parts(newest),
        embeds=tuple(embeds_of(site.articles[n], bodies) for n in newest),
        names=site.names,
        full=config.feeds.content == "full",
    )


def site_feeds(feed: Feed, others: Iterable[FeedLink]) -> Iterator[Page]:
    """The feeds of the whole site, and the list of these and the `others`; none without a base URL, for their links are
    absolute."""
    if feed.base_url:
        for url, template in FEEDS:
            yield feed_page(feed, url, template, f"the feed {url}")
        yield _opml(feed, others)


def feed_page(feed: Feed, url: str, template: str, origin: str) -> Page:
    entries = tuple(_apart(map(partial(_entry, feed), feed.articles.values(), feed.embeds)))
    view = FeedView(
        url=url,
        root=feed.base_url,
        title=feed.title,
        description=feed.description,
        id=f"{feed.base_url}{feed.about}",
        about=feed.about,
        hub=feed.hub,
        updated=max((entry.changed for entry in entries), key=_instant, default="1970-01-01T00:00:00+00:00"),
        entries=entries,
    )
    return Page(output_path(url), template, view, origin)


def _opml(feed: Feed, others: Iterable[FeedLink]) -> Page:
    """OPML 2.0 (https://opml.org/spec2.opml), for readers to take in at once. What is in it is Atom: the site's other
    feeds have the same articles."""
    view = OpmlView(
        url=OPML,
        root=feed.base_url,
        title=feed.title,
        site_feed=FeedLink(feed.title, FEEDS[0][0], feed.about),
        other_feeds=tuple(others),
    )
    return Page(output_path(OPML), "feeds.opml", view, "the list of feeds")


def stable_id(article: Article, base_url: str) -> str:
    """What feed readers know an article by (RFC 4287 §4.2.6): the editor's `id`, else one made from the file's path,
    so that a new title, date or address does not make old news new."""
    if article.id:
        return article.id
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{base_url}{article.path}").urn


def _entry(feed: Feed, article: Article, embeds: tuple[Embed, ...]) -> FeedEntry:
    id = stable_id(article, feed.base_url)
    fraction = crc32(id.encode()) % MICROSECONDS
    return FeedEntry(
        id=id,
        url=article.url,
        title=article.title,
        published=_with_fraction(article.published, fraction),
        changed=_with_fraction(article.changed, fraction),
        updated=article.updated,
        corrections=article.corrections,
        summary=article.summary or article.deck,
        authors=article.authors,
        tags=tuple(link.title for link in feed.names.value.links(article.tags)),
        source=article.source,
        shown=article.shown,
        lang=article.lang,
        body=Body(article.path, article.body, embeds) if feed.full else None,
    )


MICROSECONDS = 1_000_000


def _with_fraction(stamp: str, fraction: int) -> str:
    """A time that says no more than a second, with a fraction of it.

    Articles with bare dates are all of midnight, and readers sort entries by their times, or take two of one time for
    the same. The fraction is made of an article's id, so that no other article has a part in it.
    """
    return f"{stamp[:19]}.{fraction:06}{stamp[19:]}"


def _apart(entries: Iterable[FeedEntry]) -> Iterator[FeedEntry]:
    """Two of one moment whose fractions are the same, once in a million pairs, are put a microsecond apart."""
    taken: set[str] = set()
    for entry in entries:
        while entry.changed in taken:
            later = (int(entry.changed[20:26]) + 1) % MICROSECONDS
            entry = msgspec.structs.replace(
                entry, changed=_with_fraction(entry.changed[:19] + entry.changed[26:], later)
            )
        taken.add(entry.changed)
        yield entry


def _instant(stamp: str) -> float:
    return dt.datetime.fromisoformat(stamp).timestamp()
