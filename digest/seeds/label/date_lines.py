"""Date lines: which lines are one, and which of their dates is the article's."""

from __future__ import annotations

import re

from digest.seeds.label.lines import Line, Lines, head, mark, marked, replaced
from digest.seeds.label.paragraphs import is_broken, units
from digest.seeds.words.byline import may_be_author, read_byline
from digest.seeds.words.datelines import place_and_date, trailing_date
from digest.seeds.words.dates import date_line, find_dates, other_words, weekdays
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.mentions import mentions
from digest.seeds.words.outlets import is_known_outlet, outlet
from digest.seeds.words.sentences import is_prose

_HEAD = 30  # lines of text above the article's prose in which date lines are looked for
_BELOW = 3  # lines of text right below the prose

CRAWL_DATE = re.compile(r"date:?\s+(\d{4}-\d{2}(?:-\d{2})?)(?![\d-])\s*", re.I)


def mark_crawl_date(lines: Lines, lexicon: Lexicon) -> Lines:
    """Cut the date that a program wrote above the page (`date 2023-03-08 …`) from what follows it on the line."""
    first = next(head(lines, 1), None)
    match = CRAWL_DATE.match(lines[first].text) if first is not None else None
    if first is None or match is None:
        return lines
    line = lines[first]
    pieces = [Line(line.number, line.text[: match.end()].strip(), "date", "date-above-page")]
    rest = line.text[match.end() :].strip(" -–—|·•")
    own = next(iter(find_dates(rest, lexicon)), None)
    if own and own.start == 0 and len(rest) > own.end:  # the page's own: `date 2023-03 8.3.2023 Exeter. The …`
        pieces.append(Line(line.number, rest[: own.end], "date", "date-line"))
        rest = rest[own.end :].strip(" -–—|·•")
    if rest:
        pieces.append(Line(line.number, rest))
    return replaced(lines, first, *pieces)


def mark_dates(lines: Lines, width: int, lexicon: Lexicon) -> Lines:
    """Mark date lines above the prose, between headline and prose, and right below it: never inside it.

    A headline with a date glued to its end is cut in two.
    """
    paragraphs = units(lines, width)
    prose = [n for n, unit in enumerate(paragraphs) if is_prose(unit.text) and date_line(unit.text, lexicon) is None]
    start, end = (prose[0], prose[-1]) if prose else (len(paragraphs), len(paragraphs))
    above = [
        unit for unit in paragraphs[: min(start, _HEAD)] if len(unit.indices) == 1 or date_line(unit.text, lexicon)
    ]
    # A deck may stand between: what is above the second paragraph of prose, if nothing else is.
    if len(prose) > 1 and prose[1] > start + 1:
        above += [unit for unit in paragraphs[start + 1 : prose[1]] if len(unit.indices) == 1]
    out = lines
    empty = [unit for unit in paragraphs[:start] if _is_empty(unit.text)]
    dated = [index for unit in above for index in unit.indices if _is_date_line(lines, index, width, lexicon)]
    inside = [unit for unit in paragraphs[start + 1 : end] if date_line(unit.text, lexicon)]
    if start < len(paragraphs) and len(inside) > 1:  # a chronicle: each entry below its date
        dated = [index for index in dated if index < paragraphs[start].first - 2]
    for unit in paragraphs[end + 1 : end + 1 + _BELOW]:
        if date_line(unit.text, lexicon) is None and unit.text.endswith((".", "!", "?", "…", "”", '"')):
            continue  # a last sentence of a few words
        if date_line(unit.text, lexicon) is None or not _is_said(lines, unit.first, lexicon):
            break  # it is that of another story, or the day on which the page was printed
        dated.append(unit.first)
    for index in dated:
        out = replaced(out, index, marked(out[index], "date", "date-line"))
    return mark(out, frozenset(unit.first for unit in empty), "boilerplate", "date-label")


def _is_said(lines: Lines, index: int, lexicon: Lexicon) -> bool:
    """Whether a date below the text is the text's: a word such as `Published` says so, or who signed it above."""
    text = lines[index].text
    above = next((line for line in reversed(lines[:index]) if line.text), None)
    signed = above is not None and (above.kind in ("byline", "source") or bool(outlet(above.text, lexicon)))
    words = _LONG_WORD.findall(_without_dates(text, lexicon))
    return signed or any(not re.fullmatch(weekdays(), word, re.I) for word in words)


_LONG_WORD = re.compile(r"[^\W\d]{6,}")


def _without_dates(text: str, lexicon: Lexicon) -> str:
    for span in reversed(find_dates(text, lexicon)):
        text = f"{text[: span.start]} {text[span.end :]}"
    return text


def _is_empty(text: str) -> bool:
    """`Posted on`, with the date missing."""
    return len(text.split()) <= 3 and not any(map(str.isdigit, text)) and not other_words(text, [])


COLUMNS = re.compile(r"\s*[|•·]\s*|\s-\s|\t+")


def _is_date_line(lines: Lines, index: int, width: int, lexicon: Lexicon) -> bool:
    text = lines[index].text
    if date_line(text, lexicon) is not None:
        return True
    if place_and_date(text, lexicon) is not None and not _names_somebody(text, lexicon):
        return _stands_alone(lines, index, width)
    # `13/06/2019 | Press release`: labels beside a date.
    columns = [column for column in COLUMNS.split(text.strip(" |•·")) if column]
    return (
        1 < len(columns) <= 4
        and len(text) < 120
        and (date_line(columns[0], lexicon) is not None or date_line(columns[-1], lexicon) is not None)
        and all(
            date_line(column, lexicon) is not None or _is_label(column, lexicon) or is_known_outlet(column, lexicon)
            for column in columns
        )
    )


def _names_somebody(text: str, lexicon: Lexicon) -> bool:
    """Whether a person's name stands before the date, and not a place's."""
    before = text[: find_dates(text, lexicon)[0].start].strip(" ,|/•·–—-")
    before = before.removesuffix(" le").removesuffix(" den").rstrip(" ,")
    return may_be_author(before, lexicon) and not any(mentions(before))


def _is_label(text: str, lexicon: Lexicon) -> bool:
    return (
        len(text.split()) <= 6
        and not text.endswith((".", "?", "!", ":"))
        and not may_be_author(text, lexicon)
        and not outlet(text, lexicon)
        and read_byline(text, lexicon) is None
    )


def _stands_alone(lines: Lines, index: int, width: int) -> bool:
    """Whether the line is neither a piece of a wrapped paragraph nor the text's only headline."""
    text = lines[index].text
    above = lines[index - 1] if index else None
    below = lines[index + 1] if index + 1 < len(lines) else None
    if above is not None and above.is_text and is_broken(above.text, text, width):
        return False
    if below is not None and below.is_text and is_broken(text, below.text, width):
        return False
    first, second, *_ = [*head(lines, 2), -1, -1]
    return index != first or (second != -1 and not is_prose(lines[second].text))


def cut_glued_date(lines: Lines, lexicon: Lexicon) -> Lines:
    """A headline on the first line with a date glued to its end, cut in two."""
    first = next(head(lines, 1), None)
    if first is None or len(lines[first].text) >= 250:
        return lines
    line = lines[first]
    glued = trailing_date(line.text, lexicon)
    if glued is None or len(line.text[: glued.start].split()) < 4:
        return lines
    pieces = (
        Line(line.number, line.text[: glued.start].strip(" |•·-–—")),
        Line(line.number, line.text[glued.start :].strip(), "date", "date-glued-to-headline"),
    )
    return replaced(lines, first, *pieces)
