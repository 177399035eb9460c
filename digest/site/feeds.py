"""Feeds: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1 of the site, and an Atom feed of each tag."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence

from digest.model.article import Article
from digest.model.urls import output_path
from digest.model.views import Body, FeedEntry, FeedView, Page
from digest.site.collection import Collection, Made, Tag
from digest.site.tag_pages import feed_url

FEEDS = (("feed.xml", "feed.xml"), ("rss.xml", "rss.xml"), ("feed.json", "feed.json"))
"""URL and template of each feed of the whole site."""


Entries = Mapping[str, FeedEntry]


def entries_of(site: Collection, bodies: Mapping[str, Body]) -> Entries:
    """The entries of articles by their path, made when a feed shows them."""
    return Made(lambda path: _entry(site, site.all_articles[path], bodies))


def site_feeds(site: Collection, entries: Entries) -> Iterator[Page]:
    """The feeds of the whole site; none without a base URL, for their links are absolute."""
    if site.config.base_url:
        shown = _newest(site, range(len(site.articles)), entries)
        for url, template in FEEDS:
            yield _feed(site, url, template, site.config.title, "", shown, f"the feed {url}")


def tag_feed(site: Collection, tag: Tag, entries: Entries) -> Iterator[Page]:
    """A tag's feed; none without a base URL."""
    if site.config.base_url:
        title = f"{site.config.title}: {tag.link.title}"
        origin = f"the feed of the tag '{tag.link.title}'"
        shown = _newest(site, tag.positions, entries)
        yield _feed(site, feed_url(tag), "feed.xml", title, tag.link.url, shown, origin)


def _newest(site: Collection, positions: Sequence[int], entries: Entries) -> tuple[FeedEntry, ...]:
    return tuple(entries[site.articles[n].path] for n in positions[: site.config.feeds.limit])


def _feed(
    site: Collection, url: str, template: str, title: str, about: str, entries: tuple[FeedEntry, ...], origin: str
) -> Page:
    view = FeedView(
        url=url,
        root=site.config.base_url,
        title=title,
        description=site.config.description,
        id=f"{site.config.base_url}{about}",
        about=about,
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


def _entry(site: Collection, article: Article, bodies: Mapping[str, Body]) -> FeedEntry:
    return FeedEntry(
        id=stable_id(article, site.config.base_url),
        url=article.url,
        title=article.title,
        published=article.published,
        updated=article.updated or article.published,
        summary=article.summary or article.deck,
        authors=article.authors,
        tags=tuple(link.title for link in site.tag_links[article.path]),
        source=article.source,
        shown=article.shown,
        lang=article.lang,
        body=bodies[article.path] if site.config.feeds.content == "full" else None,
    )


def _instant(stamp: str) -> float:
    return dt.datetime.fromisoformat(stamp).timestamp()
