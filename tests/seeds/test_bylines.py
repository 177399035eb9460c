"""Bylines of desks, with the date in one line, on two lines, and without `by`; and what only looks like one."""

from __future__ import annotations

import datetime as dt

import pytest

from digest.seeds.draft import Draft
from digest.seeds.passes import draft_article
from digest.seeds.words.lexicon import SHIPPED

EIGHTH = dt.date(2023, 3, 8)
PROSE = (
    "The committee met in the town hall and looked at the costs of timber over the year. Its members agreed that "
    "they would share their notes."
)


def draft(*lines: str) -> Draft:
    return draft_article("a.txt", "\n\n".join(("Committee Looks at Timber", *lines, PROSE)), SHIPPED)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Posted on 8 March 2023 by the timber desk", ()),
        ("Published March 8, 2023 at 5:04 pm by Ann Doe", ("Ann Doe",)),
        ("8 March 2023 | By Ann Doe and John Roe", ("Ann Doe", "John Roe")),
        ("By Ann Doe on 8 March 2023", ("Ann Doe",)),
        ("Posted by Ann Doe on March 8, 2023 5:04 pm", ("Ann Doe",)),
        ("By Staff | 8 March 2023", ()),
    ],
)
def test_byline_and_date_in_one_line(line: str, authors: tuple[str, ...]) -> None:
    made = draft(line)
    assert (made.day, made.authors, made.body, tuple(made.review)) == (EIGHTH, authors, (PROSE,), ())


@pytest.mark.parametrize(
    "line",
    [
        "By Staff",
        "by staff writers",
        "By our correspondent",
        "By Our Own Correspondent",
        "By the timber desk",
        "By the Editors",
        "By Defence Correspondent",
        "By Staff and agencies",
    ],
)
def test_a_desk_without_a_name_leaves_the_author_open(line: str) -> None:
    made = draft(line)
    assert (made.authors, made.source.name, made.body) == ((), "", (PROSE,))
    assert made.summary.startswith("The committee met")


def test_a_desk_with_an_agency() -> None:
    assert draft("By Staff, Reuters").source.name == "Reuters"


@pytest.mark.parametrize(
    "line", ["By Sgt. Ann Doe, 41st Example Brigade", "By Sgt. Ann Doe, Example Support Battalion, 2nd Division"]
)
def test_the_unit_of_a_soldier_who_writes(line: str) -> None:
    made = draft(line)
    assert (made.authors, made.body) == (("Ann Doe",), (PROSE,))


@pytest.mark.parametrize(
    "line",
    [
        "By the General Staff",
        "By the football team",
        "By the Great Northern Bureau",
        "By the numbers",
        "Built on 8 March 2023 by Ann Doe",
        "8 March 2023, a day by which much was done",
        "By the time the correspondent of the town came",
    ],
)
def test_lines_that_stay(line: str) -> None:
    made = draft(line)
    assert made.authors == ()
    assert (made.deck, *made.body) in ((line, PROSE), ("", line, PROSE))


@pytest.mark.parametrize("opener", ["By", "By —", "Written by:"])
def test_the_name_on_the_line_below(opener: str) -> None:
    made = draft(f"{opener}\nAnn Doe")
    assert (made.authors, made.body) == (("Ann Doe",), (PROSE,))


def test_an_opener_above_prose_is_nobody() -> None:
    made = draft("By")
    assert (made.authors, made.body) == ((), (PROSE,))


@pytest.mark.parametrize(
    "line",
    [
        "Ann Doe",
        "Ann Doe | Exeter",
        "Ann Doe • Staff Writer",
        "Ann Doe | Exeter | 8 March 2023",
        "Ann Doe\n8 March 2023",
    ],
)
def test_a_name_without_by_is_taken_and_said(line: str) -> None:
    made = draft(line)
    assert (made.authors, made.body) == (("Ann Doe",), (PROSE,))
    assert "author" in made.review


@pytest.mark.parametrize(
    "line",
    [
        "Ann Doe | who was there",
        "Rising Costs\n8 March 2023",
        "Costs Rise | Exeter",
        "Media Advisory\n8 March 2023",
        "New York\n8 March 2023",
        "World News | Exeter",
        "Jens Stoltenberg\n8 March 2023",
        "European Union | Brussels",
    ],
)
def test_other_short_lines_are_no_authors(line: str) -> None:
    assert draft(line).authors == ()


@pytest.mark.parametrize(
    ("names", "authors"),
    [("Ann Doe Exeter", ("Ann Doe",)), ("Ann B. Doe New York", ("Ann B. Doe",)), ("Staff Writers Exeter", ())],
)
def test_everything_in_one_line(names: str, authors: tuple[str, ...]) -> None:
    made = draft_article("a.txt", f"Yard in the north opens its doors by {names} (UPI) Mar 8, 2023 {PROSE}", SHIPPED)
    assert (made.title, made.day, made.body) == ("Yard in the north opens its doors", EIGHTH, (PROSE,))
    assert (made.authors, made.source.name) == (authors, "UPI")


@pytest.mark.parametrize(
    "text",
    [
        f"The yard in the north was opened by Ann Doe Exeter (UPI) and {PROSE}",
        f"The yard in the north was opened by a minister (NATO) Mar 8, 2023 {PROSE}",
        f"The yard in the north was opened by the mayor of the town (AP) Mar 8, 2023 {PROSE}",
    ],
)
def test_prose_is_not_cut(text: str) -> None:
    assert draft_article("a.txt", text, SHIPPED).body == (text,)
