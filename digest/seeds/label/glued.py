"""Headline, byline, place, agency and date run together with the text, all in one line."""

from __future__ import annotations

import re

from digest.seeds.label.lines import Line, Lines, head, replaced
from digest.seeds.words.byline import Byline, is_name, read_byline
from digest.seeds.words.datelines import is_place
from digest.seeds.words.dates import find_dates
from digest.seeds.words.lexicon import Lexicon

_OPENING = re.compile(
    r"(?P<title>\S.{15,200}?) (?P<byline>by (?P<names>[^()]{5,80}?) \((?P<agency>[^()]{2,40})\)) ", re.I
)
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_NAVIGATION = re.compile(r"(?:\W*\b(?:home|news|about|menu|contact|search|world|latest)\b(?=\s*[.|>»·/]))+\W*", re.I)
_LINES = 3  # lines of text from the top


def mark_glued_opening(lines: Lines, lexicon: Lexicon) -> tuple[Lines, Byline | None]:
    """Cut a line such as `Yard Opens by Ann Doe Exeter (UPI) Oct 25, 2019 The yard …` into headline, byline and text.

    Only with all of its parts, the agency a known one and a full date: in prose they never stand so.
    """
    for index in head(lines, _LINES):
        line = lines[index]
        match = _OPENING.match(line.text)
        if match is None or not (match["agency"] in lexicon.agencies or _ACRONYM.fullmatch(match["agency"])):
            continue
        found = find_dates(line.text[match.end() : match.end() + 40], lexicon)
        authors = _authors(match["names"], lexicon)
        if not found or found[0].start != 0 or authors is None:
            continue
        end = match.end() + found[0].end
        pieces = (
            Line(line.number, _NAVIGATION.sub("", match["title"]).strip()),
            Line(line.number, line.text[match.start("byline") : end], "byline", "glued-opening"),
            *_without_footer(Line(line.number, line.text[end:].strip())),
        )
        return replaced(lines, index, *pieces), Byline(authors, lexicon.agencies.get(match["agency"], match["agency"]))
    return lines, None


# What a page shows below its article, in one line with it.
_FOOTER = re.compile(
    r"(?<=[.!?”\"]) (?:related (?:links|articles|news|stories)|share this|all rights reserved|read more|©|copyright)\b"
    r"[^.!?]{0,200}$",
    re.I,
)


def _without_footer(line: Line) -> tuple[Line, ...]:
    match = _FOOTER.search(line.text)
    if match is None:
        return (line,)
    footer = Line(line.number, line.text[match.start() :].strip(), "boilerplate", "glued-footer")
    return Line(line.number, line.text[: match.start()]), footer


def _authors(text: str, lexicon: Lexicon) -> tuple[str, ...] | None:
    """The authors in `Ann B. Doe New York`, names with the place of the report behind them; None if it is none.

    The shortest name that leaves a place is taken: two words, three where the second is an initial.
    """
    words = text.split()
    for count in range(2, len(words)):
        name, place = " ".join(words[:count]), " ".join(words[count:])
        byline = read_byline(f"By {name}", lexicon) if is_place(place) and not name.endswith(".") else None
        if byline is not None and not byline.publisher and (is_name(name) or not byline.authors):
            return byline.authors
    return None
