"""The addresses of the pages that readers should find, without making the pages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from functools import cached_property

from digest.model.urls import day_url, listing_year_url, month_url, output_path, year_url
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


_OF_A_DAY = re.compile(r"(\d{4})/(?:(\d\d)/(?:(\d\d)/(?:[^/]+/)?)?)?")


class Addresses:
    """What the site has at an address, page or file, without a list of all: articles are looked for in their days."""

    def __init__(self, site: Collection, more: Callable[[], Iterable[str]], files: Iterable[str]) -> None:
        """`more` are the addresses of what readers need not find; `files` are paths in the output."""
        self._site = site
        self._more = more
        self._files = files

    def __contains__(self, url: str) -> bool:
        path = output_path(url)
        return path in self._others or self._is_dated(path.removesuffix("index.html"))

    @cached_property
    def _others(self) -> frozenset[str]:
        return frozenset((*map(output_path, (*other_urls(self._site), *self._more())), *self._files))

    @cached_property
    def _dates(self) -> frozenset[str]:
        site = self._site
        years = (year_url(year.year) for year in site.years)
        months = (month_url(month.year, month.month) for month in site.months)
        return frozenset((*years, *months, *map(day_url, site.days)))

    def _is_dated(self, url: str) -> bool:
        if not (dated := _OF_A_DAY.fullmatch(url)):
            return False
        if url in self._dates:
            return True
        try:
            day = dt.date(*map(int, dated.groups("")))
        except ValueError:
            return False
        return any(self._site.articles[n].url == url for n in self._site.days.get(day, ()))
