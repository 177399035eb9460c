"""The calendar: pages of days, months and years, and the archive of all years."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

import msgspec

from digest.model.parts import Part, Parts
from digest.model.planned import Group, Page
from digest.model.shown import (
    ArchiveYear,
    CalendarWeek,
    Card,
    Cell,
    DayCount,
    DayEntries,
    Link,
    Month,
    MonthCount,
)
from digest.model.urls import day_url, month_url, output_path, root_of, week_url, year_url
from digest.model.views import ArchiveView, DayView, MonthView, YearView
from digest.model.words import Words, capital
from digest.site.collection import Collection
from digest.site.edition import edition_of, named_in
from digest.site.names import TagNames

ARCHIVE = "archive/"

LEADS = 3
"""Articles that a year names of each month."""

LEVELS = 5
"""Shades of a calendar."""


class Day(msgspec.Struct, frozen=True):
    """A day that has articles, with them by their weight; `briefs` are the same as headlines."""

    day: dt.date
    cards: Parts[Card]
    briefs: Parts[Card]


class YearOfDays(msgspec.Struct, frozen=True):
    """What a year's pages are made of: `days` are its own, newest first, `previous` and `next` the days with articles
    next to them, which its first and last pages lead to; `leads` what counts most in each month, by the month's
    number."""

    year: int
    days: tuple[Day, ...]
    previous: dt.date | None
    next: dt.date | None
    leads: tuple[tuple[int, Parts[Card]], ...]
    names: Part[TagNames]
    timezone: str
    words: Part[Words]

    def dates(self) -> list[dt.date]:
        """All these days, newest first."""
        return [*filter(None, [self.next]), *(day.day for day in self.days), *filter(None, [self.previous])]


def day_of_cards(site: Collection, day: dt.date) -> Day:
    positions = site.by_weight(site.days[day])
    return Day(day, site.cards.parts(positions), site.briefs.parts(positions))


def calendar_groups(site: Collection) -> Iterator[Group[YearOfDays]]:
    """A group for each year: its days, its months and its own page."""
    dates = tuple(site.days)
    start = 0
    for year in site.years:
        end = start + sum(day.year == year.year for day in dates[start : start + 366])
        make = partial(_year_of, site, year.year, dates, start, end)
        yield Group(f"calendar {year.year}", year_url(year.year), make, year_pages, _is_of_date)
        start = end


def _is_of_date(path: str) -> bool:
    return path.count("/") <= len(("year", "month", "day"))


def _year_of(site: Collection, year: int, dates: Sequence[dt.date], start: int, end: int) -> YearOfDays:
    """`dates` are all days of the site; those of the year are from `start` up to `end`."""
    months = (month for month in site.months if month.year == year)
    return YearOfDays(
        year=year,
        days=tuple(day_of_cards(site, day) for day in dates[start:end]),
        previous=dates[end] if end < len(dates) else None,
        next=dates[start - 1] if start else None,
        leads=tuple(
            (month.month, site.briefs.parts(site.by_weight(range(month.start, month.end), LEADS))) for month in months
        ),
        names=site.names,
        timezone=site.config.timezone,
        words=site.words,
    )


def archive_page(site: Collection) -> Page:
    words = site.words.value
    sizes = {(month.year, month.month): month.end - month.start for month in site.months}
    years = tuple(
        ArchiveYear(
            year=year.year,
            url=year_url(year.year),
            count=year.end - year.start,
            months=tuple(_months_of(year.year, sizes)),
            leads=site.briefs.parts(site.by_weight(range(year.start, year.end), LEADS)).values(),
        )
        for year in site.years
    )
    view = ArchiveView(
        url=ARCHIVE,
        root=root_of(ARCHIVE),
        title=words.text("Archive"),
        description=words.text("All articles since {year}, by year and month", year=years[-1].year) if years else "",
        years=years,
    )
    return Page(output_path(ARCHIVE), "archive.html", view, "the archive")


def _months_of(year: int, sizes: Mapping[tuple[int, int], int]) -> Iterator[MonthCount]:
    """The months of a year that have articles; `sizes` are those of all years, by year and month."""
    most = max(sizes.values())
    for month in range(1, 13):
        if count := sizes.get((year, month)):
            first, level = dt.date(year, month, 1), shade_of(count, most)
            yield MonthCount(month=first, url=month_url(year, month), count=count, level=level)


def neighbours(links: Sequence[Link], n: int) -> tuple[Link | None, Link | None]:
    """Of links sorted newest first: the one before the n-th in time, and the one after it."""
    return (links[n + 1] if n + 1 < len(links) else None, links[n - 1] if n else None)


def week_of(day: dt.date, words: Words) -> Link:
    """The page of the week in which a day is."""
    year, week, _ = day.isocalendar()
    return Link(words.text("Week {week} of {year}", week=week, year=year), week_url(year, week))


def shade_of(count: int, most: int) -> int:
    """The shade of a number beside the largest, from 1 to 5; 0 of none."""
    return -(-LEVELS * count // most)


def day_counts(counts: Mapping[dt.date, int]) -> tuple[DayCount, ...]:
    """Days with their numbers of articles, shaded by their share of the largest, in the order that they have."""
    most = max(counts.values(), default=1)
    return tuple(
        DayCount(day=day, url=day_url(day), count=count, level=shade_of(count, most)) for day, count in counts.items()
    )


def year_pages(year: YearOfDays) -> Iterator[Page]:
    """The year's days, its months and its own page."""
    yield from _days(year)
    yield from _months(year)
    yield _year(year)


def _days(year: YearOfDays) -> Iterator[Page]:
    words = year.words.value
    links = [Link(words.long_date(day), day_url(day)) for day in year.dates()]
    for n, day in enumerate(year.days, 1 if year.next else 0):
        previous, following = neighbours(links, n)
        edition = edition_of(day.day, day.cards.values(), year.timezone)
        view = DayView(
            url=links[n].url,
            root=root_of(links[n].url),
            title=links[n].title,
            description=edition.lead.title,
            day=day.day,
            edition=edition,
            week=week_of(day.day, words),
            previous=previous,
            next=following,
        )
        yield Page(output_path(view.url), "day.html", view, f"the day {day.day}")


def _months(year: YearOfDays) -> Iterator[Page]:
    name = year.words.value.month_name
    months = list(dict.fromkeys(day.replace(day=1) for day in year.dates()))
    links = [Link(name(month), month_url(month.year, month.month)) for month in months]
    leads = dict(year.leads)
    for month, group in groupby(year.days, key=lambda day: day.day.replace(day=1)):
        n, days = months.index(month), list(group)
        previous, following = neighbours(links, n)
        view = MonthView(
            url=links[n].url,
            root=root_of(links[n].url),
            title=capital(links[n].title),
            description=leads[month.month].values()[0].title,
            month=_month(month, _counts(days), leads[month.month].values()),
            days=tuple(DayEntries(day=day.day, url=day_url(day.day), cards=day.briefs.values()) for day in days),
            named=named_in((card for day in days for card in day.cards.values()), year.names.value),
            previous=previous,
            next=following,
        )
        yield Page(output_path(view.url), "month.html", view, f"the month {month:%Y-%m}")


def _counts(days: Iterable[Day]) -> dict[dt.date, int]:
    return {day.day: len(day.cards) for day in days}


def _month(month: dt.date, counts: Mapping[dt.date, int], leads: tuple[Card, ...], most: int = 0) -> Month:
    """`counts` are those of the days that have articles; `most` is the largest number on the page, if that is not of
    this month."""
    most = most or max(counts.values())
    weeks = []
    rows = calendar.Calendar().monthdatescalendar(month.year, month.month)
    for row in rows:
        cells = []
        for day in row:
            count = counts.get(day, 0)
            number = day.day if day.month == month.month else 0
            cells.append(
                Cell(number=number, url=day_url(day) if count else "", count=count, level=shade_of(count, most))
            )
        year, week, _ = row[0].isocalendar()
        is_there = any(cell.count for cell in cells)
        weeks.append(CalendarWeek(number=week, url=week_url(year, week) if is_there else "", days=tuple(cells)))
    url = month_url(month.year, month.month)
    return Month(
        month=month,
        url=url,
        count=sum(counts.values()),
        weekdays=tuple(rows[0]),
        weeks=tuple(weeks),
        leads=leads,
    )


def _year(year: YearOfDays) -> Page:
    years = list(dict.fromkeys(day.year for day in year.dates()))
    previous, following = neighbours([Link(str(each), year_url(each)) for each in years], years.index(year.year))
    counts = _counts(reversed(year.days))
    busiest = max(day_counts(counts), key=lambda day: day.count)
    months = [
        _month(
            dt.date(year.year, number, 1),
            {day: count for day, count in counts.items() if day.month == number},
            leads.values(),
            busiest.count,
        )
        for number, leads in reversed(year.leads)
    ]
    url = year_url(year.year)
    view = YearView(
        url=url,
        root=root_of(url),
        title=str(year.year),
        description=months[-1].leads[0].title,
        year=year.year,
        count=sum(counts.values()),
        days=len(counts),
        busiest=busiest,
        months=tuple(months),
        named=named_in((card for day in year.days for card in day.cards.values()), year.names.value),
        previous=previous,
        next=following,
    )
    return Page(output_path(view.url), "year.html", view, f"the year {year.year}")
