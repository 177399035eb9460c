"""How many articles there were over time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from digest.model.shown import Coverage, Period, PeriodCount

MONTHS = 72
"""So many months a chart has, at the most; what is longer goes by years."""

LEAST = 3
"""Percent of a chart's height that a bar has at least, so that it is seen."""


def coverage_of(days: Sequence[dt.date], place_of: Callable[[dt.date, Period], str]) -> Coverage | None:
    """The coverage of articles, the days of which are given newest first; None if all are of one month. `place_of`
    tells where those of a month or a year stand, which is given by its first day."""
    if not days:
        return None
    last, first = days[0].replace(day=1), days[-1].replace(day=1)
    if first == last:
        return None
    by: Period = "year" if _number(last) - _number(first) >= MONTHS else "month"
    counts = Counter(day.replace(month=1, day=1) if by == "year" else day.replace(day=1) for day in days)
    most = max(counts.values())

    def bar(period: dt.date) -> PeriodCount:
        count = counts[period]
        share = max(LEAST, 100 * count // most) if count else 0
        return PeriodCount(first=period, count=count, share=share, url=place_of(period, by) if count else "")

    bars = tuple(map(bar, _years(first, last) if by == "year" else _months(first, last)))
    return Coverage(by=by, bars=bars, most=max(bars, key=lambda one: one.count))


def _number(month: dt.date) -> int:
    return month.year * 12 + month.month - 1


def _months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for number in range(_number(first), _number(last) + 1):
        yield dt.date(number // 12, number % 12 + 1, 1)


def _years(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for year in range(first.year, last.year + 1):
        yield dt.date(year, 1, 1)
