"""Titles for texts that have none."""

from __future__ import annotations

import pytest

from digest.seeds.fields.title import derive_title
from digest.seeds.words.lexicon import SHIPPED


@pytest.mark.parametrize(
    ("lead", "title"),
    [
        (
            "The yard became the largest of the north on Thursday, 7 March 2024, and so ended two centuries of being "
            "the second.",
            "The yard became the largest of the north",
        ),
        (
            "The yard will build two more ships, which were ordered in the spring by the ministry that is responsible "
            "for harbours.",
            "The yard will build two more ships",
        ),
        (
            "The navy has ordered four new ships from the yard in the north – the largest order that it has placed in "
            "forty years.",
            "The navy has ordered four new ships from the yard in the north",
        ),
        (
            "The plan for the harbour was rejected by the town; the council will now have to find another place for "
            "its boats.",
            "The plan for the harbour was rejected by the town",
        ),
        ("The committee met in the town hall on Wednesday (8 March 2023).", "The committee met in the town hall"),
        ("The council agreed to the plan on Friday. More is to come.", "The council agreed to the plan"),
    ],
)
def test_a_clause_that_stands_for_itself(lead: str, title: str) -> None:
    assert derive_title(lead, SHIPPED) == title


@pytest.mark.parametrize(
    "lead",
    [
        "The committee met on 8 March 2023",
        "Ministers will meet again on 8 March 2024 in the town",
        "The rule is in force until 8 March 2023",
        "The plan will be ready by Friday",
    ],
)
def test_days_that_say_something_stay(lead: str) -> None:
    assert derive_title(f"{lead}.", SHIPPED) == lead


@pytest.mark.parametrize(
    ("lead", "title"),
    [
        ("The ship has left the harbour, base officials said.", "The ship has left the harbour"),
        ("The ship has left the harbour, the Minister of the Sea has said on Monday.", "The ship has left the harbour"),
        ("The ship has left the harbour, they said.", "The ship has left the harbour"),
    ],
)
def test_who_said_it_is_left_out(lead: str, title: str) -> None:
    assert derive_title(lead, SHIPPED) == title


HALVES = [
    "The ministers of Germany, France, and Italy agreed in the evening that they would build the ship together",
    "The ministry of the sea, which runs the yards, said on Monday that it would build the ship with others soon",
    "The ship – built in 2001 for the coast guard of the country – left the harbour in the evening with its crew",
    "Yes, but the work will be stopped until all of the men and women who had been there have been heard again",
]


@pytest.mark.parametrize("lead", HALVES)
def test_a_sentence_that_cannot_be_cut_stays_whole_if_it_is_not_too_long(lead: str) -> None:
    assert derive_title(f"{lead}.", SHIPPED) == lead


@pytest.mark.parametrize("lead", [f"{half} by the people of the town who have seen it all" for half in HALVES])
def test_half_a_clause_is_no_title(lead: str) -> None:
    title = derive_title(lead, SHIPPED)
    assert title.endswith("…")
    assert lead.startswith(title[:-1])
    assert len(title) > 70
