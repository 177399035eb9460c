"""Words that are cut at the end of a line."""

from __future__ import annotations

import pytest

from digest.seeds.label.lines import number
from digest.seeds.label.paragraphs import blocks, paragraphs, wrap_width


@pytest.mark.parametrize(
    ("text", "paragraph"),
    [
        # No sign of a program that cuts words: the hyphen is the author's.
        ("The long-\nterm plan of the town", "The long-term plan of the town"),
        ("The mid-\nand long-term plan of the town", "The mid- and long-term plan of the town"),
        ("They make ammu-\nnition there", "They make ammu-nition there"),
        ("the yard -\nas all know - is old", "the yard - as all know - is old"),
        # The word stands whole elsewhere.
        ("They make ammu-\nnition there, and ammunition is dear", "They make ammunition there, and ammunition is dear"),
        # Many lines end so; what begins a compound keeps its hyphen.
        (
            "the pro-\nduction of the indus-\ntry in its long-\nterm plan was a suc-\ncess",
            "the production of the industry in its long-term plan was a success",
        ),
        (
            "a re-\nport on the so-called ammu-\nnition and the so-\ncalled shell, and am-\nbulance",
            "a report on the so-called ammunition and the so-called shell, and ambulance",
        ),
    ],
)
def test_words_cut_at_the_end_of_a_line(text: str, paragraph: str) -> None:
    assert paragraphs(number(text), 0) == (paragraph,)


def test_a_line_that_ends_in_a_hyphen_at_the_end_of_a_paragraph() -> None:
    assert paragraphs(number("The yard built the F-\n\nand left"), 0) == ("The yard built the F-", "and left")


@pytest.mark.parametrize(
    ("text", "width"),
    [
        # A paragraph alone whose lines cut a sentence: the next one begins small, or this one ends with a small word.
        ("The board of the harbour met in the morning, and nobody had asked for\nmore than a year.", 69),
        ("The flag is to be raised before the town hall of Example-by-Sea on\nMonday.", 66),
        # A headline, a deck and a sentence.
        ("The board of the harbour votes for a new quay in the old town\nNobody had asked for it.", 0),
        (
            "The board votes for a new quay\nand for a bridge as well, on which ten years were spent",
            0,
        ),
    ],
)
def test_a_text_of_few_lines_that_is_wrapped(text: str, width: int) -> None:
    assert wrap_width(blocks(number(text))) == width


@pytest.mark.parametrize("alone", ["8 March 2023", "March 8, 2023", "08.03.2023 10:05", "2023-03-08", "-----------"])
def test_a_date_or_a_rule_ends_a_paragraph(alone: str) -> None:
    line = "The board of the harbour met in the morning, and nobody had"
    assert paragraphs(number(f"{line}\n{alone}"), len(line)) == (line, alone)
    assert paragraphs(number(f"{line}\nasked."), len(line)) == (f"{line} asked.",)


def test_a_row_of_a_letterhead_is_no_part_of_what_stands_below() -> None:
    head = "The Harbour Office of Example          https://example.org/"
    assert paragraphs(number(f"{head}\nBoard votes for a quay\nof oak"), len(head))[0] == head
