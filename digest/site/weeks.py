"""Pages of weeks (ISO 8601): a week by desk, its figures, and who and what is named in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

import msgspec

from digest.model.parts import Part, Parts
from digest.model.planned import Group, Page
from digest.model.shown import Card
from digest.model.urls import output_path, root_of, week_url
from digest.model.views import WeekView
from digest.model.words import Words
from digest.site.collection import Collection
from digest.site.days import day_counts, neighbours, week_of
from digest.site.edition import desks_of, figures_of, named_in
from digest.site.names import TagNames

TOP = 6
"""Articles that stand above the desks."""


class Week(msgspec.Struct, frozen=True):
    """A week that has articles: its Monday, the articles by their weight, and how many each of its days has."""

    monday: dt.date
    cards: Parts[Card]
    counts: tuple[tuple[dt.date, int], ...]


class YearOfWeeks(msgspec.Struct, frozen=True):
    """What the pages of the weeks of a year by ISO 8601 are made of: `weeks` newest first, and the Mondays of the
    weeks with articles next to them."""

    weeks: tuple[Week, ...]
    previous: dt.date | None
    next: dt.date | None
    names: Part[TagNames]
    words: Part[Words]


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def week_groups(site: Collection) -> Iterator[Group[YearOfWeeks]]:
    """A group for each year."""
    weeks = [(monday, list(days)) for monday, days in groupby(site.days, key=monday_of)]
    mondays = [monday for monday, _ in weeks]
    start = 0
    for year, group in groupby(weeks, key=lambda week: week[0].isocalendar().year):
        found = list(group)
        end = start + len(found)
        previous = mondays[end] if end < len(mondays) else None
        make = partial(_year_of, site, found, previous, mondays[start - 1] if start else None)
        yield Group(f"weeks {year}", f"weeks/{year:04}-", make, week_pages)
        start = end


def _year_of(
    site: Collection,
    weeks: Iterable[tuple[dt.date, Sequence[dt.date]]],
    previous: dt.date | None,
    next: dt.date | None,
) -> YearOfWeeks:
    return YearOfWeeks(
        weeks=tuple(_week(site, monday, days) for monday, days in weeks),
        previous=previous,
        next=next,
        names=site.names,
        words=site.words,
    )


def week_urls(site: Collection) -> list[str]:
    return [week_url(*monday.isocalendar()[:2]) for monday in dict.fromkeys(map(monday_of, site.days))]


def _week(site: Collection, monday: dt.date, days: Sequence[dt.date]) -> Week:
    positions = [n for day in days for n in site.days[day]]
    counts = tuple((day, len(site.entries(site.days[day]))) for day in reversed(days))
    return Week(monday, site.cards.parts(site.by_weight(positions)), counts)


def week_pages(year: YearOfWeeks) -> Iterator[Page]:
    mondays = [*filter(None, [year.next]), *(week.monday for week in year.weeks), *filter(None, [year.previous])]
    links = [week_of(monday, year.words.value) for monday in mondays]
    for n, week in enumerate(year.weeks, 1 if year.next else 0):
        previous, following = neighbours(links, n)
        number = week.monday.isocalendar()
        cards = week.cards.values()
        view = WeekView(
            url=links[n].url,
            root=root_of(links[n].url),
            title=links[n].title,
            description=cards[0].title,
            year=number.year,
            week=number.week,
            first=week.monday,
            last=week.monday + dt.timedelta(days=6),
            count=len(cards),
            days=day_counts(dict(week.counts)),
            top=cards[:TOP],
            desks=desks_of(cards[TOP:]),
            figures=figures_of(cards),
            named=named_in(cards, year.names.value),
            previous=previous,
            next=following,
        )
        yield Page(output_path(view.url), "week.html", view, f"the week {view.title}")
