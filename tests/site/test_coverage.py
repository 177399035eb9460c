"""Charts of how many articles there were over time."""

from __future__ import annotations

import datetime as dt

from digest.model.shown import Period, PeriodCount
from digest.site.coverage import LEAST, coverage_of


def place_of(period: dt.date, by: Period) -> str:
    return f"{by} {period}"


def days(*texts: str) -> list[dt.date]:
    return [dt.date.fromisoformat(text) for text in texts]


def test_no_month_between_the_first_and_the_last_is_left_out() -> None:
    found = coverage_of(days("2023-02-28", "2023-02-01", "2022-12-31"), place_of)
    assert found is not None
    assert (found.by, found.most) == ("month", found.bars[2])
    assert found.bars == (
        PeriodCount(first=dt.date(2022, 12, 1), count=1, share=50, url="month 2022-12-01"),
        PeriodCount(first=dt.date(2023, 1, 1), count=0, share=0, url=""),
        PeriodCount(first=dt.date(2023, 2, 1), count=2, share=100, url="month 2023-02-01"),
    )


def test_one_month_is_no_chart() -> None:
    assert coverage_of(days("2023-03-31", "2023-03-01"), place_of) is None
    assert coverage_of([], place_of) is None


def test_more_than_six_years_go_by_years() -> None:
    six = coverage_of(days("2023-12-01", "2018-01-31"), place_of)
    longer = coverage_of(days("2023-12-01", "2023-01-01", "2017-12-31"), place_of)
    assert six is not None
    assert longer is not None
    assert (six.by, len(six.bars)) == ("month", 72)
    assert (longer.by, [bar.first.year for bar in longer.bars]) == ("year", [*range(2017, 2024)])
    assert [bar.count for bar in longer.bars] == [1, 0, 0, 0, 0, 0, 2]
    assert longer.bars[0].url == "year 2017-01-01"


def test_a_month_with_few_articles_is_seen_beside_one_with_many() -> None:
    found = coverage_of(days(*["2023-03-01"] * 500, "2023-02-01"), place_of)
    assert found is not None
    assert [bar.share for bar in found.bars] == [LEAST, 100]
