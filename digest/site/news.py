"""The sitemap of the newest articles, for news search.

https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from digest.model.article import Article
from digest.model.locales import news_language
from digest.model.planned import Page
from digest.model.shown import NewsEntry
from digest.model.views import NewsView
from digest.site.collection import Collection

NEWS = "sitemap-news.xml"

NEW_FOR = 48 * 3600
"""Seconds for which an article is news."""

MOST_NEWS = 1_000
"""Articles in it: the newest of them."""


def news_page(site: Collection, now: int) -> Page:
    """Of the last two days before `now`, in seconds since the epoch. It is there with no article in it too: its address
    is told to crawlers once."""
    newest = site.articles[: _first_older(site.articles, now - NEW_FOR)]
    shown = [article for article in newest if article.instant <= now][:MOST_NEWS]
    view = NewsView(
        url=NEWS,
        root=site.config.base_url,
        title="News",
        entries=tuple(
            NewsEntry(
                article.url, article.title, article.published, news_language(article.lang or site.config.language)
            )
            for article in shown
        ),
    )
    return Page(NEWS, "sitemap-news.xml", view, "the sitemap of the news")


def news_times(articles: Sequence[Article], now: int) -> Iterator[int]:
    """When an article, which are newest first, comes in or falls out: the times nearest to `now`, before and after it,
    in seconds since the epoch."""
    for stay in (0, NEW_FOR):
        older = _first_older(articles, now - stay)
        yield from (article.instant + stay for article in articles[max(older - 1, 0) : older + 1])


def _first_older(articles: Sequence[Article], since: int) -> int:
    """The position of the first that is not newer, in articles that are newest first."""
    return bisect_left(articles, -since, key=lambda article: -article.instant)
