"""The calendar: pages of days, months and years, and the archive of all years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from digest.model.date_words import long_date, month_name
from digest.model.urls import day_url, month_url, output_path, root_of, year_url
from digest.model.views import (
    ArchiveView,
    DayEntries,
    DayView,
    Group,
    Link,
    MonthCount,
    MonthView,
    Page,
    YearCount,
    YearView,
)
from digest.site.collection import Collection

ARCHIVE = "archive/"


def calendar_groups(site: Collection) -> Iterator[Group]:
    """A group for each year: its days, its months and its own page."""
    days = tuple(site.days)
    start = 0
    for year in site.years:
        end = start + sum(day.year == year.year for day in days[start : start + 366])
        around = days[max(start - 1, 0) : end + 1]  # with the days next to the year, which its pages lead to
        inputs = site.inputs(range(year.start, year.end), [day.toordinal() for day in around])
        yield Group(f"calendar {year.year}", inputs, partial(_year_pages, site, around, year.year))
        start = end


def archive_page(site: Collection) -> Page:
    years = groupby(site.days, key=lambda day: day.year)
    counts = tuple(_count(site, year, days) for year, days in years)
    view = ArchiveView(url=ARCHIVE, root=root_of(ARCHIVE), title="Archive", years=counts)
    return Page(output_path(ARCHIVE), "archive.html", view, "the archive")


def neighbours(links: Sequence[Link], n: int) -> tuple[Link | None, Link | None]:
    """Of links sorted newest first: the one before the n-th in time, and the one after it."""
    return (links[n + 1] if n + 1 < len(links) else None, links[n - 1] if n else None)


def _year_pages(site: Collection, around: tuple[dt.date, ...], year: int) -> Iterator[Page]:
    yield from _days(site, around, year)
    yield from _months(site, around, year)
    yield _year(site, around, year)


def _days(site: Collection, around: tuple[dt.date, ...], year: int) -> Iterator[Page]:
    links = [Link(long_date(day), day_url(day)) for day in around]
    for n, day in enumerate(around):
        if day.year != year:
            continue
        previous, following = neighbours(links, n)
        view = DayView(
            url=links[n].url,
            root=root_of(links[n].url),
            title=links[n].title,
            day=day,
            cards=tuple(site.cards[article.path] for article in site.days[day]),
            previous=previous,
            next=following,
        )
        yield Page(output_path(view.url), "day.html", view, f"the day {day}")


def _months(site: Collection, around: tuple[dt.date, ...], year: int) -> Iterator[Page]:
    months = [(month, tuple(days)) for month, days in groupby(around, key=lambda day: day.replace(day=1))]
    links = [Link(month_name(month), month_url(month.year, month.month)) for month, _ in months]
    for n, (month, days) in enumerate(months):
        if month.year != year:
            continue
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


def _year(site: Collection, around: tuple[dt.date, ...], year: int) -> Page:
    years = list(dict.fromkeys(day.year for day in around))
    previous, following = neighbours([Link(str(each), year_url(each)) for each in years], years.index(year))
    count = _count(site, year, (day for day in around if day.year == year))
    view = YearView(
        url=count.url,
        root=root_of(count.url),
        title=str(year),
        year=year,
        months=count.months,
        previous=previous,
        next=following,
    )
    return Page(output_path(view.url), "year.html", view, f"the year {year}")


def _count(site: Collection, year: int, days: Iterable[dt.date]) -> YearCount:
    """How many articles a year has, and each of its months, from January on. `days` are its days, newest first."""
    months = [
        MonthCount(dt.date(year, month, 1), month_url(year, month), sum(len(site.days[day]) for day in group))
        for month, group in groupby(days, key=lambda day: day.month)
    ]
    months.reverse()
    return YearCount(year, year_url(year), sum(month.count for month in months), tuple(months))
