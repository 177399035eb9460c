"""The times of an article as they are told to others: RFC 3339."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.content.parse import ParseSettings, parse
from digest.model.article import Article
from digest.settings.config import Engine
from tests.profiles import examples
from tests.sites import article

ENGINE: Engine = get_args(Engine)[0]


def read(zone: str, text: str) -> Article:
    made = parse(ParseSettings(zone, (), True, ENGINE), "a.md", text.encode()).article
    assert made
    return made


@pytest.mark.parametrize(
    ("zone", "date", "published"),
    [
        ("Europe/Brussels", "1880-01-01", "1880-01-01T00:00:30+00:18"),  # it was 17 minutes and 30 seconds ahead
        ("Europe/Brussels", "1880-01-01T14:30", "1880-01-01T14:30:30+00:18"),
        ("America/New_York", "1880-01-01", "1880-01-01T00:00:02-04:56"),  # 4 hours, 56 minutes and 2 seconds behind
        ("Asia/Kathmandu", "2023-03-08", "2023-03-08T00:00:00+05:45"),
        ("UTC", "2023-03-08", "2023-03-08T00:00:00+00:00"),
    ],
)
def test_offsets_are_whole_minutes(zone: str, date: str, published: str) -> None:
    made = read(zone, article(date=date))
    assert made.published == published
    assert dt.datetime.fromisoformat(published).timestamp() == made.instant
    assert str(made.day) == published[:10]


@settings(max_examples=examples(quick=100, deep=2_000))
@given(
    st.sampled_from(["Europe/Brussels", "America/New_York", "Africa/Monrovia", "Asia/Kolkata", "Europe/Dublin"]),
    st.dates(dt.date(1800, 1, 1), dt.date(2100, 1, 1)),
)
def test_a_bare_date_stays_in_its_day_and_in_its_minute(zone: str, day: dt.date) -> None:
    made = read(zone, article(date=str(day)))
    at = dt.datetime.fromisoformat(made.published)
    assert at.timestamp() == made.instant
    assert at.date() == made.day == day
    assert (at.hour, at.minute) == (0, 0) or made.instant % 60 == 0  # there is no midnight where clocks go forward then
    offset = at.utcoffset()
    assert offset is not None
    assert offset.seconds % 60 == 0


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ({}, "2023-03-08T14:30:00+01:00"),
        ({"updated": "2023-03-09"}, "2023-03-09T00:00:00+01:00"),
        ({"updated": "2023-03-01"}, "2023-03-08T14:30:00+01:00"),
        ({"corrections": "[{date: 2023-03-10, text: x}]"}, "2023-03-10T00:00:00+01:00"),
        ({"corrections": "[{date: 2023-03-11, text: x}, {date: 2023-03-10, text: x}]"}, "2023-03-11T00:00:00+01:00"),
        ({"corrections": "[{date: 2023-03-08, text: x}]"}, "2023-03-08T14:30:01+01:00"),
        ({"corrections": "[{date: 2023-03-10, text: x}, {date: 2023-03-10, text: y}]"}, "2023-03-10T00:00:01+01:00"),
        ({"corrections": "[{date: 2023-03-07, text: x}]"}, "2023-03-08T14:30:00+01:00"),
        (
            {"corrections": "[{date: 2023-03-10, text: x}]", "updated": "2023-03-10T12:00"},
            "2023-03-10T12:00:00+01:00",
        ),
        ({"corrections": "[{date: 2023-03-26, text: x}]"}, "2023-03-26T00:00:00+01:00"),
        ({"corrections": "[{date: 2023-03-27, text: x}]"}, "2023-03-27T00:00:00+02:00"),  # summer time
    ],
)
def test_an_article_changed_last_with_its_last_correction_or_update(fields: dict[str, str], changed: str) -> None:
    assert read("Europe/Brussels", article(date="2023-03-08T14:30", **fields)).changed == changed


def test_a_standing_page_changed_when_it_was_updated() -> None:
    settings = ParseSettings("UTC", (), True, ENGINE)
    for fields, changed in (({}, ""), ({"updated": "2023-03-09"}, "2023-03-09T00:00:00+00:00")):
        made = parse(settings, "pages/a.md", article(date=None, **fields).encode()).article
        assert made
        assert made.changed == changed
