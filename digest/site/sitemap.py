"""For search engines: sitemaps, an index with a file a year, and robots.txt.

https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from digest.model.urls import output_path
from digest.model.views import Group, Page, RobotsView, SitemapEntry, SitemapIndexView, SitemapView
from digest.site.addresses import other_urls, urls_of_year
from digest.site.collection import Collection, Span, day_of

ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"

MOST = 50_000
"""Addresses in a sitemap, as the protocol allows; more go into another one."""


class YearOfAddresses(msgspec.Struct, frozen=True):
    """What a year's sitemaps are made of: the address, the day and the last change of each article (RFC 3339), newest
    first."""

    base_url: str
    year: int
    articles: tuple[tuple[str, dt.date, str], ...]


def sitemap_groups(site: Collection) -> Iterator[Group[YearOfAddresses]]:
    """Sitemaps of the HTML pages that readers should find: a group for each year. None without a base URL."""
    if site.config.base_url:
        for year in site.years:
            made_of = YearOfAddresses(site.config.base_url, year.year, _articles_of(site, year))
            yield Group(f"sitemap {year.year}", made_of, year_sitemaps)


def year_sitemaps(year: YearOfAddresses) -> Iterator[Page]:
    modified = {url: changed for url, _, changed in year.articles}
    urls = urls_of_year(year.year, ((url, day) for url, day, _ in year.articles))
    yield from _sitemaps(year.base_url, str(year.year), urls, modified)


def sitemap_pages(site: Collection) -> Iterator[Page]:
    """The sitemaps of what belongs to no year, the index of all, and robots.txt."""
    base_url = site.config.base_url
    if base_url:
        rest = list(_sitemaps(base_url, "pages", other_urls(site), {}))
        sizes = Counter({year.year: 1 + year.end - year.start for year in site.years})
        sizes.update(day.year for day in site.days)
        sizes.update(month.year for month in site.months)
        years = (name for year in reversed(site.years) for name in _names(str(year.year), sizes[year.year]))
        entries = tuple(map(SitemapEntry, (*years, *(page.view.url for page in rest))))
        index = SitemapIndexView(url=SITEMAP, root=base_url, title="Sitemap", entries=entries)
        yield from rest
        yield Page(SITEMAP, "sitemap-index.xml", index, "the sitemap")
    if ROBOTS not in site.media:  # a site may bring its own
        view = RobotsView(url=ROBOTS, root=base_url, title=ROBOTS, sitemap=SITEMAP if base_url else "")
        yield Page(ROBOTS, "robots.txt", view, ROBOTS)


def _articles_of(site: Collection, year: Span) -> tuple[tuple[str, dt.date, str], ...]:
    found = site.articles[year.start : year.end]
    return tuple((article.url, day_of(article), article.updated or article.published) for article in found)


def _sitemaps(base_url: str, name: str, urls: Iterable[str], modified: Mapping[str, str]) -> Iterator[Page]:
    ordered = sorted(urls)
    for n, url in enumerate(_names(name, len(ordered))):
        view = SitemapView(
            url=url,
            root=base_url,
            title="Sitemap",
            entries=tuple(SitemapEntry(one, modified.get(one, "")) for one in ordered[n * MOST : (n + 1) * MOST]),
        )
        yield Page(output_path(url), "sitemap.xml", view, f"the sitemap {url}")


def _names(name: str, size: int) -> list[str]:
    """sitemap-2023.xml, and sitemap-2023-2.xml and so on for what does not go into it."""
    return [f"sitemap-{name}{f'-{n}' if n > 1 else ''}.xml" for n in range(1, -(-size // MOST) + 1)]
