"""Feeds: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1 of the site, and an Atom feed of each tag."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from digest.model.article import Article
from digest.model.parts import Part, digest_of
from digest.model.urls import output_path
from digest.model.views import Body, FeedEntry, FeedView, Page
from digest.site.collection import Collection, Made, TagNames

FEEDS = (("feed.xml", "feed.xml"), ("rss.xml", "rss.xml"), ("feed.json", "feed.json"))
"""URL and template of each feed of the whole site."""


class Feed(msgspec.Struct, frozen=True):
    """What a feed is made of: `about` is the URL of the page that it is of, `entries` are newest first."""

    base_url: str
    title: str
    description: str
    about: str
    entries: tuple[Part[FeedEntry], ...]


Entries = Mapping[int, Part[FeedEntry]]
"""The entries of articles by their positions, made when a feed shows them."""


def entries_of(site: Collection, bodies: Mapping[str, Body]) -> Entries:
    config = site.config
    is_full = config.feeds.content == "full"
    plain = digest_of((config.base_url, is_full))

    def entry(n: int) -> Part[FeedEntry]:
        article = site.articles[n]
        embeds = bodies[article.path].embeds if article.references else ()
        digest = site.whole[n].digest + site.names.digest + plain + (digest_of(embeds) if embeds else b"")
        body = Body(article.path, article.body, embeds) if is_full else None
        return Part(digest, lambda: _entry(article, site.names.value, config.base_url, body))

    return Made(entry)


def feed_of(site: Collection, title: str, about: str, positions: Sequence[int], entries: Entries) -> Feed:
    """The newest of the articles at these positions."""
    shown = tuple(entries[n] for n in positions[: site.config.feeds.limit])
    return Feed(site.config.base_url, title, site.config.description, about, shown)


def site_feeds(feed: Feed) -> Iterator[Page]:
    """The feeds of the whole site; none without a base URL, for their links are absolute."""
    if feed.base_url:
        for url, template in FEEDS:
            yield feed_page(feed, url, template, f"the feed {url}")


def feed_page(feed: Feed, url: str, template: str, origin: str) -> Page:
    entries = tuple(entry.value for entry in feed.entries)
    view = FeedView(
        url=url,
        root=feed.base_url,
        title=feed.title,
        description=feed.description,
        id=f"{feed.base_url}{feed.about}",
        about=feed.about,
        updated=max((entry.updated for entry in entries), key=_instant, default="1970-01-01T00:00:00+00:00"),
        entries=entries,
    )
    return Page(output_path(url), template, view, origin)


def stable_id(article: Article, base_url: str) -> str:
    """What feed readers know an article by (RFC 4287 §4.2.6): the editor's `id`, else one made from the file's path,
    so that a new title, date or address does not make old news new."""
    if article.id:
        return article.id
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{base_url}{article.path}").urn


def _entry(article: Article, names: TagNames, base_url: str, body: Body | None) -> FeedEntry:
    return FeedEntry(
        id=stable_id(article, base_url),
        url=article.url,
        title=article.title,
        published=article.published,
        updated=article.updated or article.published,
        summary=article.summary or article.deck,
        authors=article.authors,
        tags=tuple(link.title for link in names.links(article.tags)),
        source=article.source,
        shown=article.shown,
        lang=article.lang,
        body=body,
    )


def _instant(stamp: str) -> float:
    return dt.datetime.fromisoformat(stamp).timestamp()
