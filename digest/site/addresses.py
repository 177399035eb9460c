"""The addresses of the pages that readers should find, without making the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from digest.model.urls import day_url, listing_year_url, month_url, year_url
from digest.site.collection import Collection, day_of
from digest.site.days import ARCHIVE
from digest.site.listings import index_urls
from digest.site.threads import thread_urls
from digest.site.weeks import week_urls


def urls_of_year(year: int, articles: Iterable[tuple[str, dt.date]]) -> list[str]:
    """A year, its months, its days and its articles, each of which is given with its address and its day."""
    urls = dict(articles)
    days = dict.fromkeys(urls.values())
    months = dict.fromkeys(day.month for day in days)
    return [year_url(year), *(month_url(year, month) for month in months), *map(day_url, days), *urls]


def other_urls(site: Collection) -> list[str]:
    """The front page, the archive, tags, sources and authors with their years, running stories, weeks, and standing
    pages."""
    listed = []
    for listing in site.listings:
        url = listing.link.url
        listed += [url, *(listing_year_url(url, year) for year, _ in site.years_of(listing))]
    lists = (*index_urls(site), *listed, *thread_urls(site), *week_urls(site))
    return ["", ARCHIVE, *lists, *(page.url for page in site.standing)]


def readable_urls(site: Collection) -> list[str]:
    found = other_urls(site)
    for year in site.years:
        shown = site.articles[year.start : year.end]
        found += urls_of_year(year.year, ((article.url, day_of(article)) for article in shown))
    return found
