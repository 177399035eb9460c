"""Footnotes of a printed text: the note at the foot of a page, and its number glued to a word above."""

from __future__ import annotations

import re

from digest.seeds.label.lines import Line, Lines, marked
from digest.seeds.words.sentences import is_prose

_NOTE = re.compile(r"(?P<number>\d{1,2}) [A-ZÀ-Þ“\"].{10,300}[.!?]")


def mark_footnotes(lines: Lines, width: int) -> Lines:
    """Take out notes, and their numbers, of a wrapped text: only where both stand there, number above note."""
    if not width:
        return lines
    out = list(lines)
    for index, line in enumerate(lines):
        note = _NOTE.fullmatch(line.text) if line.is_text else None
        stands_alone = index > 0 and not lines[index - 1].is_text
        if note is None or not stands_alone or not is_prose(line.text):
            continue
        glued = re.compile(
            rf"(?<=[a-zà-ÿ][.,;”\"]){note['number']}(?=\s|$)|(?<=[a-zà-ÿ]){note['number']}(?=[.,;]|\s|$)"
        )
        place = next((n for n in range(index) if out[n].is_text and glued.search(out[n].text)), None)
        if place is not None:
            above = out[place]
            out[place] = Line(above.number, glued.sub("", above.text, count=1))
            out[index] = marked(line, "boilerplate", "footnote")
    return tuple(out)
