"""The calendar: pages of days, months and years, and the archive of all years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from digest.model.parts import Part, Parts
from digest.model.urls import day_url, month_url, output_path, root_of, year_url
from digest.model.views import (
    ArchiveView,
    Card,
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
from digest.model.words import Words, capital
from digest.site.collection import Collection

ARCHIVE = "archive/"

Day = tuple[dt.date, Parts[Card]]
"""A day that has articles, with them: newest first."""


class YearOfDays(msgspec.Struct, frozen=True):
    """What a year's pages are made of: `days` are its own, newest first, `previous` and `next` the days with articles
    next to them, which its first and last pages lead to."""

    year: int
    days: tuple[Day, ...]
    previous: dt.date | None
    next: dt.date | None
    words: Part[Words]

    def dates(self) -> list[dt.date]:
        """All these days, newest first."""
        return [*filter(None, [self.next]), *(day for day, _ in self.days), *filter(None, [self.previous])]


def calendar_groups(site: Collection) -> Iterator[Group[YearOfDays]]:
    """A group for each year: its days, its months and its own page."""
    dates = tuple(site.days)
    start = 0
    for year in site.years:
        end = start + sum(day.year == year.year for day in dates[start : start + 366])
        made_of = YearOfDays(
            year=year.year,
            days=tuple((day, site.cards.parts(site.days[day])) for day in dates[start:end]),
            previous=dates[end] if end < len(dates) else None,
            next=dates[start - 1] if start else None,
            words=site.words,
        )
        yield Group(f"calendar {year.year}", made_of, year_pages)
        start = end


def archive_page(days: Iterable[tuple[dt.date, int]], words: Words) -> Page:
    """`days` are all that have articles, newest first, each with how many."""
    counts = tuple(_count(year, group) for year, group in groupby(days, key=lambda day: day[0].year))
    view = ArchiveView(url=ARCHIVE, root=root_of(ARCHIVE), title=words.text("Archive"), years=counts)
    return Page(output_path(ARCHIVE), "archive.html", view, "the archive")


def neighbours(links: Sequence[Link], n: int) -> tuple[Link | None, Link | None]:
    """Of links sorted newest first: the one before the n-th in time, and the one after it."""
    return (links[n + 1] if n + 1 < len(links) else None, links[n - 1] if n else None)


def year_pages(year: YearOfDays) -> Iterator[Page]:
    """The year's days, its months and its own page."""
    yield from _days(year)
    yield from _months(year)
    yield _year(year)


def _days(year: YearOfDays) -> Iterator[Page]:
    links = [Link(year.words.value.long_date(day), day_url(day)) for day in year.dates()]
    for n, (day, cards) in enumerate(year.days, 1 if year.next else 0):
        previous, following = neighbours(links, n)
        view = DayView(
            url=links[n].url,
            root=root_of(links[n].url),
            title=links[n].title,
            day=day,
            cards=cards.values(),
            previous=previous,
            next=following,
        )
        yield Page(output_path(view.url), "day.html", view, f"the day {day}")


def _months(year: YearOfDays) -> Iterator[Page]:
    name = year.words.value.month_name
    months = list(dict.fromkeys(day.replace(day=1) for day in year.dates()))
    links = [Link(name(month), month_url(month.year, month.month)) for month in months]
    for month, days in groupby(year.days, key=lambda day: day[0].replace(day=1)):
        n = months.index(month)
        previous, following = neighbours(links, n)
        view = MonthView(
            url=links[n].url,
            root=root_of(links[n].url),
            title=capital(links[n].title),
            month=month,
            days=tuple(DayEntries(day, day_url(day), _entries(cards.values())) for day, cards in days),
            previous=previous,
            next=following,
        )
        yield Page(output_path(view.url), "month.html", view, f"the month {month:%Y-%m}")


def _entries(cards: Iterable[Card]) -> tuple[Link, ...]:
    return tuple(Link(card.title, card.url, card.lang) for card in cards)


def _year(year: YearOfDays) -> Page:
    years = list(dict.fromkeys(day.year for day in year.dates()))
    previous, following = neighbours([Link(str(each), year_url(each)) for each in years], years.index(year.year))
    count = _count(year.year, ((day, len(cards)) for day, cards in year.days))
    view = YearView(
        url=count.url,
        root=root_of(count.url),
        title=str(year.year),
        year=year.year,
        months=count.months,
        previous=previous,
        next=following,
    )
    return Page(output_path(view.url), "year.html", view, f"the year {year.year}")


def _count(year: int, days: Iterable[tuple[dt.date, int]]) -> YearCount:
    """How many articles a year has, and each of its months, from January on. `days` are its days, newest first, each
    with how many it has."""
    months = [
        MonthCount(dt.date(year, month, 1), month_url(year, month), sum(count for _, count in group))
        for month, group in groupby(days, key=lambda day: day[0].month)
    ]
    months.reverse()
    return YearCount(year, year_url(year), sum(month.count for month in months), tuple(months))
