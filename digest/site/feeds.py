"""Feeds: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1 of the site, and an Atom feed of each tag."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator

from digest.model.article import Article
from digest.model.urls import output_path
from digest.model.views import Body, FeedEntry, FeedView, Page
from digest.site.collection import Collection
from digest.site.tags import feed_url

FEEDS = (("feed.xml", "feed.xml"), ("rss.xml", "rss.xml"), ("feed.json", "feed.json"))
"""URL and template of each feed of the whole site."""


def feed_pages(site: Collection, body_of: Callable[[Article], Body]) -> Iterator[Page]:
    """All feeds; none without a base URL, for their links are absolute."""
    if not site.config.base_url:
        return
    made: dict[str, FeedEntry] = {}

    def entry_of(article: Article) -> FeedEntry:
        if article.path not in made:
            made[article.path] = _entry(site, article, body_of)
        return made[article.path]

    def feed(url: str, template: str, title: str, about: str, articles: tuple[Article, ...], origin: str) -> Page:
        entries = tuple(entry_of(article) for article in articles[: site.config.feeds.limit])
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

    for url, template in FEEDS:
        yield feed(url, template, site.config.title, "", site.articles, f"the feed {url}")
    for tag in site.tags:
        title = f"{site.config.title}: {tag.link.title}"
        origin = f"the feed of the tag '{tag.link.title}'"
        yield feed(feed_url(tag), "feed.xml", title, tag.link.url, tag.articles, origin)


def stable_id(article: Article, base_url: str) -> str:
    """What feed readers know an article by (RFC 4287 §4.2.6): the editor's `id`, else one made from the file's path,
    so that a new title, date or address does not make old news new."""
    if article.id:
        return article.id
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{base_url}{article.path}").urn


def _entry(site: Collection, article: Article, body_of: Callable[[Article], Body]) -> FeedEntry:
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
        lang=article.lang,
        body=body_of(article) if site.config.feeds.content == "full" else None,
    )


def _instant(stamp: str) -> float:
    return dt.datetime.fromisoformat(stamp).timestamp()
