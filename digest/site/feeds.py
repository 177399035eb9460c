"""Feeds: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1 of the site, and an Atom feed of each tag."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import msgspec

from digest.model.article import Article
from digest.model.parts import Part, Parts
from digest.model.urls import output_path
from digest.model.views import Body, Embed, FeedEntry, FeedView, Page
from digest.site.collection import Collection, TagNames
from digest.site.references import embeds_of

FEEDS = (("feed.xml", "feed.xml"), ("rss.xml", "rss.xml"), ("feed.json", "feed.json"))
"""URL and template of each feed of the whole site."""


class Feed(msgspec.Struct, frozen=True):
    """What a feed is made of: `about` is the URL of the page that it is of; `articles` are newest first, `embeds` what
    the links in their bodies lead to. With whole articles it is `full`."""

    base_url: str
    title: str
    description: str
    about: str
    articles: Parts[Article]
    embeds: tuple[tuple[Embed, ...], ...]
    names: Part[TagNames]
    full: bool


def feed_of(site: Collection, bodies: Mapping[str, Body], title: str, about: str, positions: Sequence[int]) -> Feed:
    """The newest of the articles at these positions."""
    config, newest = site.config, positions[: site.config.feeds.limit]
    return Feed(
        base_url=config.base_url,
        title=title,
        description=config.description,
        about=about,
        articles=Parts(map(site.whole.__getitem__, newest)),
        embeds=tuple(embeds_of(site.articles[n], bodies) for n in newest),
        names=site.names,
        full=config.feeds.content == "full",
    )


def site_feeds(feed: Feed) -> Iterator[Page]:
    """The feeds of the whole site; none without a base URL, for their links are absolute."""
    if feed.base_url:
        for url, template in FEEDS:
            yield feed_page(feed, url, template, f"the feed {url}")


def feed_page(feed: Feed, url: str, template: str, origin: str) -> Page:
    entries = tuple(map(partial(_entry, feed), feed.articles.values(), feed.embeds))
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


def _entry(feed: Feed, article: Article, embeds: tuple[Embed, ...]) -> FeedEntry:
    return FeedEntry(
        id=stable_id(article, feed.base_url),
        url=article.url,
        title=article.title,
        published=article.published,
        updated=article.updated or article.published,
        summary=article.summary or article.deck,
        authors=article.authors,
        tags=tuple(link.title for link in feed.names.value.links(article.tags)),
        source=article.source,
        shown=article.shown,
        lang=article.lang,
        body=Body(article.path, article.body, embeds) if feed.full else None,
    )


def _instant(stamp: str) -> float:
    return dt.datetime.fromisoformat(stamp).timestamp()
