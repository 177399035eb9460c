"""For search engines: sitemaps, an index with a file a year, and robots.txt.

https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

import msgspec

from digest.model.planned import Group, Page
from digest.model.shown import SitemapEntry
from digest.model.urls import day_url, listing_year_url, month_url, output_path, story_url, week_url, year_url
from digest.model.views import RobotsView, SitemapIndexView, SitemapView
from digest.site.addresses import other_urls, urls_of_year
from digest.site.collection import Collection, Span, day_of
from digest.site.days import ARCHIVE
from digest.site.home import days_shown
from digest.site.listings import index_urls
from digest.site.news import NEWS, news_page
from digest.site.threads import THREADS

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
            make = partial(_year_of, site, year)
            yield Group(f"sitemap {year.year}", f"sitemap-{year.year}", make, year_sitemaps)


def _year_of(site: Collection, year: Span) -> YearOfAddresses:
    return YearOfAddresses(site.config.base_url, year.year, _articles_of(site, year))


def year_sitemaps(year: YearOfAddresses) -> Iterator[Page]:
    changes = _latest(
        (page, moment)
        for url, day, moment in ((url, day, moment_of(changed)) for url, day, changed in year.articles)
        for page in (url, day_url(day), month_url(day.year, day.month), year_url(day.year))
    )
    urls = urls_of_year(year.year, ((url, day) for url, day, _ in year.articles))
    yield from _sitemaps(year.base_url, str(year.year), urls, changes)


def sitemap_pages(site: Collection, now: int) -> Iterator[Page]:
    """The sitemaps of what belongs to no year, that of the news at `now`, and the index of all but this."""
    base_url = site.config.base_url
    if base_url:
        changes = [moment_of(article.changed) for article in site.articles]
        rest = list(_sitemaps(base_url, "pages", other_urls(site), _changes_of_others(site, changes)))
        sizes = Counter({year.year: 1 + year.end - year.start for year in site.years})
        sizes.update(day.year for day in site.days)
        sizes.update(month.year for month in site.months)
        entries = [
            SitemapEntry(name, max(changes[year.start : year.end]).stamp)
            for year in reversed(site.years)
            for name in _names(str(year.year), sizes[year.year])
        ]
        entries += (SitemapEntry(page.view.url, max(changes, default=NEVER).stamp) for page in rest)
        index = SitemapIndexView(url=SITEMAP, root=base_url, title="Sitemap", entries=tuple(entries))
        yield from rest
        yield Page(SITEMAP, "sitemap-index.xml", index, "the sitemap")
        yield news_page(site, now)


def robots_page(site: Collection) -> Iterator[Page]:
    base_url = site.config.base_url
    if ROBOTS not in site.media:  # a site may bring its own
        addresses = (SITEMAP, NEWS) if base_url else ("", "")
        view = RobotsView(url=ROBOTS, root=base_url, title=ROBOTS, sitemap=addresses[0], news=addresses[1])
        yield Page(ROBOTS, "robots.txt", view, ROBOTS)


class Moment(NamedTuple):
    """A time that can be compared whatever its offset is: seconds since the epoch, and the time as RFC 3339."""

    seconds: float
    stamp: str


NEVER = Moment(float("-inf"), "")


@lru_cache(maxsize=131_072)
def moment_of(stamp: str) -> Moment:
    """Of a time as RFC 3339, or ""."""
    return Moment(dt.datetime.fromisoformat(stamp).timestamp(), stamp) if stamp else NEVER


def _latest(changes: Iterable[tuple[str, Moment]]) -> dict[str, Moment]:
    """The last change of each address, of those of all that it shows."""
    latest: dict[str, Moment] = {}
    for url, moment in changes:
        if moment > latest.get(url, NEVER):
            latest[url] = moment
    return latest


def _changes_of_others(site: Collection, changes: Sequence[Moment]) -> dict[str, Moment]:
    """When the pages that belong to no year last changed, by their addresses: standing pages as they say, the front
    page and those of tags, sources and authors with the articles that they show, and lists of numbers alone with the
    newest article."""
    newest = moment_of(site.articles[0].published) if site.articles else NEVER
    at = changes.__getitem__
    by_day = {day: max(map(at, positions)) for day, positions in site.days.items()}
    found = {
        ARCHIVE: newest,
        **dict.fromkeys(index_urls(site), newest),
        "": max(map(by_day.__getitem__, days_shown(site)), default=NEVER),
    }
    found.update(_latest((week_url(*day.isocalendar()[:2]), moment) for day, moment in by_day.items()))
    for listing in site.listings:
        url = listing.link.url
        found[url] = max(map(at, listing.entries))
        for year, positions in site.years_of(listing):
            found[listing_year_url(url, year)] = max(map(at, positions))
    if site.stories:
        found[THREADS] = newest
    for story in site.stories:
        found[story_url(story.slug)] = max(map(at, story.entries))
    found.update((page.url, moment_of(page.changed)) for page in site.standing)
    return found


def _articles_of(site: Collection, year: Span) -> tuple[tuple[str, dt.date, str], ...]:
    found = site.articles[year.start : year.end]
    return tuple((article.url, day_of(article), article.changed) for article in found)


def _sitemaps(base_url: str, name: str, urls: Iterable[str], changes: Mapping[str, Moment]) -> Iterator[Page]:
    ordered = sorted(urls)
    for n, url in enumerate(_names(name, len(ordered))):
        view = SitemapView(
            url=url,
            root=base_url,
            title="Sitemap",
            entries=tuple(
                SitemapEntry(one, changes.get(one, NEVER).stamp) for one in ordered[n * MOST : (n + 1) * MOST]
            ),
        )
        yield Page(output_path(url), "sitemap.xml", view, f"the sitemap {url}")


def _names(name: str, size: int) -> list[str]:
    """sitemap-2023.xml, and sitemap-2023-2.xml and so on for what does not go into it."""
    return [f"sitemap-{name}{f'-{n}' if n > 1 else ''}.xml" for n in range(1, -(-size // MOST) + 1)]
