"""Which lines are a publisher's name, and which words of headings and sections only look like one."""

from __future__ import annotations

import pytest

from digest.seeds import data
from digest.seeds.words.lexicon import SHIPPED, lexicon_of
from digest.seeds.words.outlets import is_known_outlet, is_outlet
from digest.settings.config import ImportSettings


@pytest.mark.parametrize(
    "name",
    [
        "The Hill",
        "THE HILL",
        "Hamburger Abendblatt",
        "the kyiv independent",
        "Task and Purpose",
        "WELT",
        "El Tiempo",
        "CBC",
    ],
)
def test_names_that_are_known(name: str) -> None:
    assert is_known_outlet(name, SHIPPED)


@pytest.mark.parametrize(
    "text",
    [
        "Hill",
        "The hill",
        "Nation",
        "Local",
        "Welt",
        "Bild",
        "Mehr",
        "El tiempo",
        "App",
        "Uni",
        "White House",
        "Time",
        "Focus",
    ],
)
def test_words_of_headings_are_no_publishers(text: str) -> None:
    assert not is_known_outlet(text, SHIPPED)
    assert not is_outlet(text, SHIPPED)


@pytest.mark.parametrize("name", ["Fox 13", "ABC7 News", "NewsChannel 5", "WAVY-TV 10", "Example Press Office"])
def test_names_told_by_their_form(name: str) -> None:
    assert is_outlet(name, SHIPPED)


@pytest.mark.parametrize(
    "text",
    ["Latest News", "More News", "World News", "Weitere Nachrichten", "Senaste nyheter", "Channel 13 Ships", "WEEK 5"],
)
def test_names_of_sections_and_lists_have_not_the_form(text: str) -> None:
    assert not is_outlet(text, SHIPPED)


def test_every_name_is_found_as_it_is_written() -> None:
    sections = data.words().sections
    missed = [
        name for name in data.outlets().names if not is_known_outlet(name, SHIPPED) and name.casefold() not in sections
    ]
    assert missed == []


def test_a_site_may_name_an_everyday_word() -> None:
    own = lexicon_of(ImportSettings(publishers=("Focus",)))
    assert is_known_outlet("Focus", own)
    assert not is_known_outlet("focus", own)
