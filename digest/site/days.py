"""The calendar: pages of days, months and years, and the archive of all years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby

from digest.model.dates import long_date, month_name
from digest.model.urls import day_url, month_url, output_path, root_of, year_url
from digest.model.views import (
    ArchiveView,
    DayEntries,
    DayView,
    Link,
    MonthCount,
    MonthView,
    Page,
    YearCount,
    YearView,
)
from digest.site.collection import Collection


def calendar_pages(site: Collection) -> Iterator[Page]:
    yield from _days(site)
    yield from _months(site)
    years = _count(site)
    yield from _years(years)
    url = "archive/"
    view = ArchiveView(url=url, root=root_of(url), title="Archive", years=years)
    yield Page(output_path(url), "archive.html", view, "the archive")


def neighbours(links: Sequence[Link], n: int) -> tuple[Link | None, Link | None]:
    """Of links sorted newest first: the one before the n-th in time, and the one after it."""
    return (links[n + 1] if n + 1 < len(links) else None, links[n - 1] if n else None)


def _days(site: Collection) -> Iterator[Page]:
    links = [Link(long_date(day), day_url(day)) for day in site.days]
    for n, (day, articles) in enumerate(site.days.items()):
        previous, following = neighbours(links, n)
        view = DayView(
            url=links[n].url,
            root=root_of(links[n].url),
            title=links[n].title,
            day=day,
            cards=tuple(site.cards[article.path] for article in articles),
            previous=previous,
            next=following,
        )
        yield Page(output_path(view.url), "day.html", view, f"the day {day}")


def _months(site: Collection) -> Iterator[Page]:
    months = [
        (dt.date(year, month, 1), tuple(days))
        for (year, month), days in groupby(site.days, key=lambda day: (day.year, day.month))
    ]
    links = [Link(month_name(month), month_url(month.year, month.month)) for month, _ in months]
    for n, (month, days) in enumerate(months):
        previous, following = neighbours(links, n)
        view = MonthView(
            url=links[n].url,
            root=root_of(links[n].url),
            title=links[n].title,
            month=month,
            days=tuple(
                DayEntries(day, day_url(day), tuple(Link(article.title, article.url) for article in site.days[day]))
                for day in days
            ),
            previous=previous,
            next=following,
        )
        yield Page(output_path(view.url), "month.html", view, f"the month {month:%Y-%m}")


def _count(site: Collection) -> tuple[YearCount, ...]:
    """Years, newest first, each with its months from January on."""
    years = []
    for year, year_days in groupby(site.days, key=lambda day: day.year):
        months = [
            MonthCount(dt.date(year, month, 1), month_url(year, month), sum(len(site.days[day]) for day in days))
            for month, days in groupby(year_days, key=lambda day: day.month)
        ]
        months.reverse()
        years.append(YearCount(year, year_url(year), sum(month.count for month in months), tuple(months)))
    return tuple(years)


def _years(years: tuple[YearCount, ...]) -> Iterator[Page]:
    links = [Link(str(year.year), year.url) for year in years]
    for n, year in enumerate(years):
        previous, following = neighbours(links, n)
        view = YearView(
            url=year.url,
            root=root_of(year.url),
            title=str(year.year),
            year=year.year,
            months=year.months,
            previous=previous,
            next=following,
        )
        yield Page(output_path(year.url), "year.html", view, f"the year {year.year}")
