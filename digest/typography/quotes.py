"""Which straight quotation marks open a quotation and which close it, which are apostrophes, and which are neither."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from digest.typography.signs import QUOTES

BLOCK = "\x1e"
"""What parts the paragraphs of a text."""

APOSTROPHE, FEET, INCHES = "’", "′", "″"

Edit = tuple[int, str]
"""The place of one sign in a text, and what is put there."""

_MARK = re.compile("[\"']")
_MEASURE = re.compile(
    r"""(?:(?<![\w.,])[0-9]{1,3}(?='[ ]?[0-9]{1,2}(?:[.,][0-9]{1,3})?")|°[ ]?[0-9]{1,2}(?:[.,][0-9]{1,5})?)'"""
    r"""(?:[ ]?[0-9]{1,2}(?:[.,][0-9]{1,5})?("))?"""
)
"""Feet and inches, minutes and seconds of arc: 5'10", 50°27'00"."""

_BEHIND_DIGIT = re.compile(r"'(?<=[0-9]')")

_CLOSING = re.escape("".join(sorted({mark for quotes in QUOTES.values() for mark in quotes.split()[1::2]})))
"""The marks that close in any language."""

_SHORTENED = re.compile(rf"'(?:[0-9]0s|tis|twas|til|em|[nst])(?![\w'’{_CLOSING}])", re.IGNORECASE)
"""What begins with an apostrophe: '90s, 'em, 's avonds. Before a mark that closes, it may be one that opens."""

_THOUSANDS = re.compile(r"'[0-9]{3}(?![0-9])")

_MAYBE_SHORTENED = re.compile(r"'(?:[0-9]{2}|cause)(?!\w)", re.IGNORECASE)
"""What does so where no quotation ends behind it."""

_OPENS_AFTER = frozenset("([{<«„“”‚‘‹–—-/=+|*’¿¡\"'")
_NEVER_OPENS_BEFORE = frozenset(",.;:!?)]}>")
_BEGINS_WITH_A_STOP = re.compile(r"\.[\w./]")
_NEVER_CLOSES_AFTER = frozenset("([{„‚¿¡")

_NO_SPACES = "\u3040"
"""Scripts from here on are written without spaces: a mark between their letters may open or close."""

_Mark = tuple[int, str, bool, bool]
"""A mark's place, the mark, and whether it may open and close a quotation."""


def quote_edits(text: str, quotes: Sequence[str], joined: str = "", left: Container[int] = frozenset()) -> list[Edit]:
    """What is put in the place of the straight marks of a text whose paragraphs are parted by BLOCK.

    `quotes` are the marks around a quotation, and those around one within it; `joined` are words of one letter that are
    written together with the next, a mark between them; the marks in the places `left` are none. Where one double mark
    of a paragraph has no other, all of them stay as they are: unless it is the first sign there and the next paragraph
    begins with one too, as is done where a quotation has several paragraphs.
    """
    edits: list[Edit] = []
    measures = _measures(text) if _BEHIND_DIGIT.search(text) else {}
    edits += measures.items()
    marks: list[_Mark] = []
    running: list[Edit] = []  # of the paragraphs before, if their quotation goes on
    start = passed = _start(text, 0)
    for found in _MARK.finditer(text):
        at = found.start()
        if at in measures or at in left:
            continue
        before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
        if text[at] == "'" and before.isalpha() and after.isalpha() and before < _NO_SPACES:
            edits.append((at, APOSTROPHE))
            continue
        ends = text.rfind(BLOCK, passed, at)
        if ends >= 0:
            running = _paragraph(start, marks, text, quotes, running, edits)
            if text[text.find(BLOCK, passed) : ends].strip():
                running = []  # there is a paragraph between them
            marks, start = [], _start(text, ends)
        passed = at
        marks.append((at, text[at], *_may(text, at, before, after, joined)))
    _paragraph(start, marks, text, quotes, running, edits)
    return edits


def _start(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _measures(text: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for measure in _MEASURE.finditer(text):
        found[text.index("'", measure.start())] = FEET
        if measure[1]:
            found[measure.start(1)] = INCHES
    return found


def _may(text: str, at: int, before: str, after: str, joined: str) -> tuple[bool, bool]:
    """Whether the mark at a place may open a quotation, and whether it may close one."""
    opens = (
        not after.isspace()
        and (before.isspace() or before in _OPENS_AFTER or before >= _NO_SPACES or _stands_alone(text, at - 1, joined))
        and (after not in _NEVER_OPENS_BEFORE or bool(_BEGINS_WITH_A_STOP.match(text, at + 1)))
    )
    closes = not before.isspace() and before not in _NEVER_CLOSES_AFTER and (not after.isalnum() or after >= _NO_SPACES)
    return opens, closes


def _stands_alone(text: str, at: int, joined: str) -> bool:
    return text[at] in joined and (at == 0 or not text[at - 1].isalnum())


def _paragraph(
    start: int, marks: list[_Mark], text: str, quotes: Sequence[str], running: list[Edit], edits: list[Edit]
) -> list[Edit]:
    """Adds the edits of one paragraph. Returns those that hold only if the next one begins with a mark as this does."""
    if not marks:
        return []
    singles, pairs, lonely = _paired(text, marks)
    edits += ((at, APOSTROPHE) for at in singles)
    begins = marks[0][0] == start and marks[0][1] == '"' and marks[0][2]
    goes_on = begins and lonely == [start]
    level = int(goes_on)  # of quotations that are open
    ends: list[int] = []
    own = [(start, quotes[0])] if goes_on else []
    for opening, closing in sorted(pairs):
        while ends and ends[-1] < opening:
            ends.pop()
        if text[opening] == "'":
            own += ((opening, quotes[2]), (closing, quotes[3]))
        elif goes_on or not lonely:
            inner = (level + len(ends)) % 2 * 2
            own += ((opening, quotes[inner]), (closing, quotes[inner + 1]))
            ends.append(closing)
    if goes_on:
        running += own
        return running
    edits += own
    if begins and not lonely:
        edits += running
    return []


def _paired(text: str, marks: Sequence[_Mark]) -> tuple[list[int], list[tuple[int, int]], list[int]]:
    """Of the marks of a paragraph the apostrophes, the pairs, and the double ones that have no other."""
    apostrophes: list[int] = []
    pairs: list[tuple[int, int]] = []
    lonely: list[int] = []
    waiting: list[int] = []
    doubles = 0  # of them
    alone: list[int] = []
    later_closes = _next_single_closes(marks)
    for n, (at, mark, opens, closes) in enumerate(marks):
        before = text[at - 1] if at else " "
        if mark == '"':
            if closes and doubles:
                while text[waiting[-1]] != '"':
                    alone.append(waiting.pop())
                pairs.append((waiting.pop(), at))
                doubles -= 1
            elif opens:
                waiting.append(at)
                doubles += 1
            elif closes and not before.isdigit():
                lonely.append(at)
        elif _is_apostrophe(text, at, before):
            apostrophes.append(at)
        elif closes and waiting and text[waiting[-1]] == "'" and not (before in "sS" and later_closes[n]):
            pairs.append((waiting.pop(), at))
        elif opens:
            waiting.append(at)
        elif closes and before.isalpha():
            apostrophes.append(at)
    for at in (*alone, *waiting):
        if text[at] == '"':
            lonely.append(at)
        elif _MAYBE_SHORTENED.match(text, at):
            apostrophes.append(at)
    return apostrophes, pairs, lonely


def _is_apostrophe(text: str, at: int, before: str) -> bool:
    """Whether a single mark can't be anything else."""
    after = text[at + 1 : at + 2]
    if before.isalnum() and after.isalnum() and after < _NO_SPACES:
        return not (before.isdigit() and after.isdigit()) or bool(_THOUSANDS.match(text, at))
    return not before.isalnum() and bool(_SHORTENED.match(text, at))


def _next_single_closes(marks: Sequence[_Mark]) -> list[bool]:
    """For each mark, whether the next single one that stands at a word's edge can do nothing but close."""
    closes = False
    found: list[bool] = []
    for _, mark, opens, may_close in reversed(marks):
        found.append(closes)
        if mark == "'" and (opens or may_close):
            closes = may_close and not opens
    return found[::-1]
