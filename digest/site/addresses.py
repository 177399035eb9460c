"""The addresses of the pages that readers should find, without making the pages."""

from __future__ import annotations

from digest.model.urls import day_url, month_url, tag_year_url, year_url
from digest.site.collection import Collection, Span
from digest.site.days import ARCHIVE
from digest.site.tag_pages import TAGS


def urls_of_year(site: Collection, year: Span) -> list[str]:
    """A year, its months, its days and its articles."""
    shown = site.articles[year.start : year.end]
    days = list(dict.fromkeys(article.day for article in shown if article.day))
    months = dict.fromkeys(day.month for day in days)
    return [
        year_url(year.year),
        *(month_url(year.year, month) for month in months),
        *map(day_url, days),
        *(article.url for article in shown),
    ]


def other_urls(site: Collection) -> list[str]:
    """The front page, the archive, tags and their years, and standing pages."""
    tags = []
    for tag in site.tags:
        tags += [tag.link.url, *(tag_year_url(tag.slug, year) for year, _ in site.years_of(tag))]
    return ["", ARCHIVE, TAGS, *tags, *(page.url for page in site.standing)]


def readable_urls(site: Collection) -> list[str]:
    return [*other_urls(site), *(url for year in site.years for url in urls_of_year(site, year))]
