"""Dates: which forms are read, which are not, and which of a text's dates is the article's."""

from __future__ import annotations

import datetime as dt

import pytest

from digest.seeds.fields.reported import prose_date
from digest.seeds.words.datelines import dateline, place_and_date, trailing_date
from digest.seeds.words.dates import date_in_name, date_line, find_dates
from digest.seeds.words.lexicon import SHIPPED

EIGHTH = dt.date(2023, 3, 8)


@pytest.mark.parametrize(
    "text",
    [
        "2023-03-08",
        "2023-03-08T14:30:00Z",
        "2023-03-08 14:30",
        "8 March 2023",
        "08 March 2023",
        "8th March 2023",
        "8th of March 2023",
        "8 Mar 2023",
        "08 Mar. 2023",
        "8-Mar-2023",
        "Mar., 8, 2023",
        "081412Z Mar 2023",
        "8 MARCH 2023",
        "March 8, 2023",
        "March 08, 2023",
        "March 8th, 2023",
        "March 8 2023",
        "Mar. 8, 2023",
        "MARCH 8, 2023",
        "Wednesday, 8 March 2023",
        "Wed, Mar 8, 2023",
        "(8 March 2023)",
        "8.3.2023",
        "08.03.2023",
        "2023/03/08",
        "8. März 2023",
        "Mittwoch, 8. Maerz 2023",
        "8 mars 2023",
        "8 de marzo de 2023",
        "den 8 mars 2023",
    ],
)
def test_forms_of_a_date(text: str) -> None:
    assert [span.day for span in find_dates(text, SHIPPED)] == [EIGHTH]


@pytest.mark.parametrize(
    ("text", "day"), [("04/26/2006", (2006, 4, 26)), ("28/10/2012", (2012, 10, 28)), ("05/05/2005", (2005, 5, 5))]
)
def test_strokes_where_only_one_reading_is_possible(text: str, day: tuple[int, int, int]) -> None:
    assert [span.day for span in find_dates(text, SHIPPED)] == [dt.date(*day)]


@pytest.mark.parametrize(
    "text",
    [
        "30 February 2023",
        "April 31, 2022",
        "2023-13-01",
        "29 February 2023",
        "March 8",
        "March 2023",
        "8 March",
        "1234567890",
        "12-2023-03-08-11",
        "version 1.2.2023.4",
        "may 2023",
        "8 March 3023",
    ],
)
def test_no_date_or_not_a_full_one(text: str) -> None:
    assert find_dates(text, SHIPPED) == ()


def test_leap_day() -> None:
    assert [span.day for span in find_dates("29 February 2024", SHIPPED)] == [dt.date(2024, 2, 29)]


@pytest.mark.parametrize(
    "text",
    [
        "8 March 2023",
        "Wednesday, 8 March 2023, 14:30 CET",
        "Posted March 8, 2023 5:04 pm",
        "081412 Mar 23",
        "08-MAR-23 16:48 NNNN",
        "Published: 8 Mar. 2023 | Updated: 9 Mar. 2023",
        "March 8, 2023 | 4:20am | Updated March 9, 2023 6:00am",
        "08 Mar. 2023 -",
        "Released on Mar. 8, 2023 · 3 min read",
        "8. März 2023 14:03 Uhr",
        "Publié le 8 mars 2023 à 14:03",
        "08/03/2023, 8 marzo 2023 03:21 horas",
    ],
)
def test_lines_that_are_only_a_date(text: str) -> None:
    line = date_line(text, SHIPPED)
    assert line is not None
    assert line.day == EIGHTH


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("22.5.2023", dt.date(2023, 5, 22)),
        ("08.17.2018", dt.date(2018, 8, 17)),
        ("19:46 23.05.2024", dt.date(2024, 5, 23)),
        ("2022.07.19 17:32", dt.date(2022, 7, 19)),
        ("08.07.21, 15:30 CET", dt.date(2021, 7, 8)),
        ("06/23/95 00:30", dt.date(1995, 6, 23)),
        ("28-Sep-95 10:12 AM EDT", dt.date(1995, 9, 28)),
        ("20 dic 2023 . Actualizado a las 13:03 h.", dt.date(2023, 12, 20)),
        ("Lunes, Enero 26, 2015", dt.date(2015, 1, 26)),
        ("Updated 9 March 2023, first published 8 March 2023", EIGHTH),
        ("By February 22, 2023December 28th, 2023No Comments", dt.date(2023, 2, 22)),
        ("58 seconds ago Mon 04th October 2021 | 04:26 PM", dt.date(2021, 10, 4)),
    ],
)
def test_more_lines_that_are_only_a_date(text: str, day: dt.date) -> None:
    line = date_line(text, SHIPPED)
    assert line is not None
    assert (line.day, line.is_month) == (day, False)


def test_figures_that_could_be_two_days() -> None:
    (span,) = find_dates("04/05/2006", SHIPPED)
    assert (span.day, span.other) == (dt.date(2006, 5, 4), dt.date(2006, 4, 5))


def test_a_month_alone() -> None:
    line = date_line("April 2017", SHIPPED)
    assert line is not None
    assert (line.day, line.is_month) == (dt.date(2017, 4, 1), True)


@pytest.mark.parametrize(
    "text",
    [
        "The committee met on 8 March 2023.",
        "8 March 2023: ministers meet",
        "Contract of 8 March 2023",
        "Updated daily",
        "",
    ],
)
def test_lines_that_say_more_than_a_date(text: str) -> None:
    assert date_line(text, SHIPPED) is None


@pytest.mark.parametrize(
    "text",
    [
        "The Hague, 8 March 2023",
        "Exeter | 8 March 2023",
        "Exeter – March 8, 2023",
        "Exeter, Wednesday, 8 March 2023",
        "Berlin, den 8. März 2023",
    ],
)
def test_lines_of_place_and_date(text: str) -> None:
    assert place_and_date(text, SHIPPED) == EIGHTH


@pytest.mark.parametrize(
    "text",
    [
        "EXETER, March 8, 2023 --",  # a dateline: the text goes on behind it
        "Order 8 March 2023",
        "8 March 2023",
        "Statement by the chair, 8 March 2023",
        "A Review of the Year, 8 March 2023",
        "In force, 8 March 2023",
        "Exeter, 8 March 2023, the chair said",
        "Exeter, 8 March",
        "Exeter, 7 March 2023 and 8 March 2023",
    ],
)
def test_lines_that_are_more_than_place_and_date(text: str) -> None:
    assert place_and_date(text, SHIPPED) is None


@pytest.mark.parametrize(
    ("text", "day", "agency"),
    [
        ("KYIV, March 8, 2023 (Reuters) - The committee met.", EIGHTH, "Reuters"),
        ("WESTERN PACIFIC (March 8, 2023) – Two ships met.", EIGHTH, ""),
        ("NORFOLK, Virginia (March 8, 2023) – A ship left.", EIGHTH, ""),
        ("Brussels, 8 March 2023 — Ministers met.", EIGHTH, ""),
        ("KYIV, March 8 (Reuters) - The committee met.", None, "Reuters"),
        ("WARSAW (AP) — The committee met.", None, "AP"),
        ("BRUSSELS -- The committee met.", None, ""),
    ],
)
def test_datelines(text: str, day: dt.date | None, agency: str) -> None:
    line = dateline(text, SHIPPED)
    assert line is not None
    assert (line.day, line.agency) == (day, agency)
    assert text[line.end :].split()[0] in ("The", "Two", "A", "Ministers")


@pytest.mark.parametrize(
    "text",
    [
        "Washington - long a friend - agreed.",
        "The ship - built in 2001 - left.",
        "On March 8, 2023 the ministers met - again.",
        "No dash at all in this sentence.",
    ],
)
def test_openings_that_are_no_dateline(text: str) -> None:
    assert dateline(text, SHIPPED) is None


@pytest.mark.parametrize(
    "text",
    [
        "Arriving at a meeting on Wednesday (8 March 2023), the chair spoke.",
        "Ministers decided on Wednesday, March 8, 2023, to meet again.",
        "The ship left port today, 8 March 2023, the navy said.",
        "BRUSSELS, 8 March 2023 – Ministers met after a contract of 1 May 2020.",
    ],
)
def test_dates_tied_to_the_report_are_sure(text: str) -> None:
    found = prose_date([text], SHIPPED)
    assert found is not None
    assert (found.day, found.sure) == (EIGHTH, True)


def test_a_plain_date_in_the_opening_is_a_guess() -> None:
    found = prose_date(["The committee met on 8 March 2023."], SHIPPED)
    assert found is not None
    assert (found.day, found.sure) == (EIGHTH, False)


@pytest.mark.parametrize(
    "text",
    [
        "The treaty has been in force since 8 March 2023, the ministry said.",
        "The contract will be signed on 8 March 2023.",
        "The offer ends on 8 March 2023 unless it is renewed.",
        "The ministers said that they would meet on Wednesday (8 March 2023).",
        "The law of 8 March 2023 was discussed.",
        "Work is to be done by 8 March 2023, the yard said.",
    ],
)
def test_dates_of_other_things(text: str) -> None:
    assert prose_date([text], SHIPPED) is None


def test_a_date_tied_to_the_report_wins_over_an_earlier_plain_one() -> None:
    found = prose_date(
        ["The order was signed on 1 May 2022.", "The ministry announced it on Wednesday (8 March 2023)."], SHIPPED
    )
    assert found is not None
    assert found.day == EIGHTH


def test_plain_dates_further_down_are_not_the_articles() -> None:
    assert (
        prose_date(["One.", "Two.", "The order was signed on 1 May 2022.", "It was met on 2 May 2022."], SHIPPED)
        is None
    )


def test_date_glued_to_a_headline() -> None:
    text = "Ministers agree to meet again 8 Mar. 2023 - | Last updated: 8 Mar. 2023 17:48"
    span = trailing_date(text, SHIPPED)
    assert span is not None
    assert text[: span.start].strip() == "Ministers agree to meet again"


@pytest.mark.parametrize(
    "text", ["Summary of the talks on 8 March 2023", "Statement by the chair, 8 March 2023", "8 March 2023"]
)
def test_date_that_belongs_to_the_headline(text: str) -> None:
    assert trailing_date(text, SHIPPED) is None


@pytest.mark.parametrize(
    "name", ["2023-03-08-talks.txt", "20230308_talks.txt", "talks 2023.03.08.txt", "2023_03_08.txt"]
)
def test_date_in_a_files_name(name: str) -> None:
    assert date_in_name(name) == EIGHTH


@pytest.mark.parametrize("name", ["000_ac4ed7b9.txt", "120230308.txt", "2023-02-30.txt", "talks.txt"])
def test_no_date_in_a_files_name(name: str) -> None:
    assert date_in_name(name) is None
