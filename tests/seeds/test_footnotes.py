"""Footnotes of printed texts."""

from __future__ import annotations

import textwrap

from digest.seeds.passes import draft_article
from digest.seeds.words.lexicon import SHIPPED

PROSE = (
    "The committee met in the town hall and looked at the prices of timber over the year. Its members agreed that "
    "they would share their notes and follow the market.1 A second meeting is planned for the summer of next year."
)
NOTE = "1 Most of the notes are kept in the hall."


def test_a_note_goes_with_its_number() -> None:
    text = "\n\n".join(
        ("Timber Prices Rise", textwrap.fill(PROSE, 60), NOTE, textwrap.fill(PROSE.replace("1", ""), 60))
    )
    made = draft_article("a.txt", text, SHIPPED)
    assert made.body == (PROSE.replace("market.1", "market."), PROSE.replace("1", ""))
    assert [line.rule for line in made.lines if line.text == NOTE] == ["footnote"]


def test_a_numbered_paragraph_stays() -> None:
    plain = PROSE.replace("market.1", "market.")
    text = "\n\n".join(("Timber Prices Rise", textwrap.fill(plain, 60), NOTE, textwrap.fill(plain, 60)))
    assert draft_article("a.txt", text, SHIPPED).body == (plain, NOTE, plain)
