"""What stands twice in one text: the article itself, or the same call to subscribe at the page's top and end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.seeds.label.lines import Lines, mark
from digest.seeds.words.sentences import is_prose


def mark_said_again(lines: Lines) -> Lines:
    """Passages of two sentences or more that stood above already; and a sentence that stands below one and the same
    button again and again.

    The first passage stays: so nothing of the text is lost.
    """
    prose = [n for n, line in enumerate(lines) if line.is_text and is_prose(line.text)]
    places: dict[str, list[int]] = {}
    for place, n in enumerate(prose):
        places.setdefault(lines[n].text, []).append(place)
    if len(places) == len(prose):
        return lines
    again: set[int] = set()
    for place in range(len(prose)):
        first = places[lines[prose[place]].text][0]
        if first < place and any(_same(lines, prose, first + by, place + by) for by in (-1, 1)):
            again.add(prose[place])
    for found in places.values():
        if found[1:] and _below_one_button(lines, [prose[place] for place in found]):
            again.update(prose[place] for place in found)
    return mark(lines, again, "boilerplate", "said-again")


def _same(lines: Lines, prose: Sequence[int], one: int, two: int) -> bool:
    inside = 0 <= one < two < len(prose)
    return inside and lines[prose[one]].text == lines[prose[two]].text


def _below_one_button(lines: Lines, places: Sequence[int]) -> bool:
    above = {next((line for line in reversed(lines[:n]) if line.text), None) for n in places}
    return len({line.text for line in above if line}) == 1 and all(
        line and line.kind == "boilerplate" for line in above
    )


_LIST = re.compile(r"list of \d{1,2} items?", re.I)
_END = re.compile(r"end of list", re.I)
_MOST_IN_LIST = 60  # lines
_HEADING = 4  # words


def mark_spoken_lists(lines: Lines) -> Lines:
    """Lists of other stories as a browser reads them aloud, `list of 2 items` to `end of list`, with their headings."""
    gone: set[int] = set()
    for start, line in enumerate(lines):
        if not (line.is_text and _LIST.fullmatch(line.text)):
            continue
        stop = min(start + _MOST_IN_LIST, len(lines))
        end = next((n for n in range(start, stop) if _END.fullmatch(lines[n].text)), None)
        if end is not None:
            above = next((n for n in range(start - 1, -1, -1) if lines[n].text), start)
            gone.update(range(start, end + 1))
            gone.update({above} if len(lines[above].text.split()) <= _HEADING else ())
    return mark(lines, {n for n in gone if lines[n].is_text}, "boilerplate", "spoken-list")
