"""Texts of files: merges that nobody finished, and what is one name to a reader or a disk."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text import conflict_in, folded, in_one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> desk\n", 2),
        ("<<<<<<<\n", 1),
        ("a\nb\n>>>>>>> 1a2b3c4 (Add ships)", 3),
        ("||||||| merged common ancestors\n", 1),
        ("<<<<<<< a\tb\n", 1),
    ],
)
def test_a_marker_is_told_with_its_line(text: str, line: int) -> None:
    problem = conflict_in(text, "x.md")
    assert problem
    assert (problem.path, problem.line) == ("x.md", line)


@pytest.mark.parametrize(
    "text",
    [
        "Head\n=======\n\nText",
        " <<<<<<< HEAD",
        "<<<<<<<< HEAD",
        "<<<<<< HEAD",
        "<<<<<<<HEAD",
        "a <<<<<<< HEAD",
        "| a |\n|||||||\n||||||| b |",
        "> > > > > > > a",
        "{{ '<<<<<<< ' }}",
    ],
)
def test_what_is_no_marker(text: str) -> None:
    assert conflict_in(text, "x.md") is None


@given(st.text())
def test_folding_is_blind_to_case_and_to_how_accents_are_written(text: str) -> None:
    for form in ("NFC", "NFD"):
        assert folded(unicodedata.normalize(form, text)) == folded(text)
    assert folded(folded(text)) == folded(text)
    if text.isascii():
        assert folded(text.upper()) == folded(text)


def test_what_is_folded_alike() -> None:
    assert folded("CAFE\u0301") == folded("Caf\u00e9") == "caf\u00e9"
    assert folded("Straße") == folded("STRASSE")
    assert folded("C++") != folded("C#")


@given(st.text())
def test_what_is_shown_in_one_line_is_all_there(text: str) -> None:
    shown = in_one_line(text)
    assert len(shown.splitlines()) <= 1
    assert not any(unicodedata.category(sign) == "Cc" for sign in shown)
    assert not any(unicodedata.bidirectional(sign) in BIDI for sign in shown)
    assert in_one_line(shown) == shown


BIDI = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
"""The kinds of signs that turn the direction of others (UAX #9, table 4)."""


@pytest.mark.parametrize("text", ["Kyïv – “a” 100\u00a0km", "می\u200cخواهم", "👩\u200d🚀", "soft\u00adhyphen", "שלום"])
def test_what_turns_nothing_is_shown_as_it_is(text: str) -> None:
    assert in_one_line(text) == text
