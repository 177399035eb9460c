"""Lines that recur in many texts of one source, marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from digest.seeds.label.lines import Line, Lines
from digest.seeds.words.folding import folded
from digest.seeds.words.sentences import is_prose

Recurring: TypeAlias = Mapping[str, int]
"""The lines that recur in one source, folded, each with the number of texts of this import that have it: 0 if only
earlier imports tell that it recurs."""


NONE: Recurring = {}


def holds(lines: Lines, recurring: Recurring) -> bool:
    return any(line.is_text and folded(line.text) in recurring for line in lines)


def mark_recurring(lines: Lines, recurring: Recurring) -> Lines:
    """The lines that recur; none if they are half of the text, which then is a copy of another."""
    kept = [n for n, line in enumerate(lines) if line.is_text]
    found = {n for n in kept if folded(lines[n].text) in recurring}
    own = [n for n in kept if n not in found and is_prose(lines[n].text)]
    found = {n for n in found if not is_prose(lines[n].text) or (own and not own[0] < n < own[-1])}
    if 2 * len(found) >= len(kept):
        return lines
    return tuple(_recurs(line, recurring[folded(line.text)]) if n in found else line for n, line in enumerate(lines))


def _recurs(line: Line, texts: int) -> Line:
    why = f"recurs in {texts} texts" if texts else "recurs, as earlier imports learnt"
    return Line(line.number, line.text, "boilerplate", "recurs", why)
