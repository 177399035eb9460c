"""The lines of a printed page, each with its place → its blocks in the order in which they are read. Pure.

A page is read band by band: a line that goes over the space between two columns (a headline, a wide picture's caption)
parts what stands above it from what stands below. In a band the columns are read from left to right, each to its end.
Rows of short cells that stand one below the other are a table; what stands in small type below a column, behind a
number or a star, is a footnote. Places are in points from the lower left corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import inf
from statistics import median

import msgspec

from digest.seeds.read.pages import Piece, joined
from digest.seeds.read.rows import rows_of


class Line(msgspec.Struct, frozen=True):
    """A line of text, or a piece of one, in the box from (x0, y0) to (x1, y1)."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str

    @property
    def height(self) -> float:
        return self.y1 - self.y0


class Laid(msgspec.Struct, frozen=True):
    """A page's blocks in order, and its footnotes."""

    pieces: list[Piece]
    footnotes: list[Piece]


_WORD_GAP = 0.9  # of a line's height: what is nearer is one line, however wide it was set
_GUTTER = 0.7  # of a line's height: the least space between columns
_CROSSED = 0.25  # of the lines beside a space: as many may go over it, as headlines do
_FEWEST = 3  # lines of a column
_INDENT = 0.8  # of a line's height: as far in does the first line of a paragraph begin
_BELOW = 0.6  # of a line's height: the most space between lines of a paragraph
_CELL = 16  # characters of the cells of a table's narrowest column, those in the middle by length; prose is wider
_WIDEST = 48  # of its widest
_MOST_CELLS = 16
_MOST = 4_000  # pieces of a page; more are taken in the order in which they stand in the file


def laid_out(lines: Sequence[Line]) -> Laid:
    """The blocks of a page with these lines."""
    if len(lines) > _MOST:
        return Laid([Piece((line.text,)) for line in lines], [])
    rows = _rows(lines)
    pieces: list[Piece] = []
    footnotes: list[Piece] = []
    head, middle, foot = _apart_from_edges(rows)
    for row in head:
        pieces += map(_alone, row)
    lines = [line for row in middle for line in row]
    gutters = _gutters(lines) if lines else []
    for band in _bands(lines, gutters):
        for column in _columns(band, gutters):
            text, notes = _without_footnotes(column, lines)
            for part in _tables_apart(_rows(text)):
                pieces += _blocks(part) if isinstance(part, list) else [Piece((row,)) for row in rows_of(part)]
            footnotes += _blocks(notes)
    for row in foot:
        text, notes = _without_footnotes([*lines[:1], *row], lines) if lines else (row, [])
        pieces += map(_alone, text[bool(lines) :])
        footnotes += _blocks(notes)
    return Laid(pieces, footnotes)


def _alone(line: Line) -> Piece:
    return Piece((line.text,), size=round(line.height, 1))


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines by the height at which they stand, the topmost first, from left to right; what is near is one."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (-one.y0 - one.y1, one.x0)):
        last = rows[-1][0] if rows else None
        if last and abs((last.y0 + last.y1) - (line.y0 + line.y1)) < 0.7 * min(last.height, line.height):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_joined(sorted(row, key=lambda one: one.x0)) for row in rows]


def _joined(row: list[Line]) -> list[Line]:
    out = row[:1]
    for line in row[1:]:
        before = out[-1]
        if line.x0 - before.x1 < _WORD_GAP * max(line.height, before.height):
            text = f"{before.text} {line.text}"
            out[-1] = Line(before.x0, min(before.y0, line.y0), max(before.x1, line.x1), max(before.y1, line.y1), text)
        else:
            out.append(line)
    return out


def _as_one(row: list[Line]) -> Line:
    """A row as one line: that of a narrow column has wide spaces where it was set to be as long as the others."""
    text = " ".join(line.text for line in row)
    return Line(row[0].x0, min(line.y0 for line in row), row[-1].x1, max(line.y1 for line in row), text)


def _apart_from_edges(rows: list[list[Line]]) -> tuple[list[list[Line]], list[list[Line]], list[list[Line]]]:
    """The rows that stand apart at the upper edge of a page, the others, and those at the lower edge: two at most."""
    start, end = 0, len(rows)
    while start < min(2, end - 1) and _is_apart(rows[start], rows[start], rows[start + 1]):
        start += 1
    while end > max(start + 1, len(rows) - 2) and _is_apart(rows[end - 1], rows[end - 2], rows[end - 1]):
        end -= 1
    return rows[:start], rows[start:end], rows[end:]


def _is_apart(row: list[Line], above: list[Line], below: list[Line]) -> bool:
    gap = min(line.y0 for line in above) - max(line.y1 for line in below)
    return gap > 0.8 * max(line.height for line in row) and sum(len(line.text) for line in row) <= 120


def _tables_apart(rows: list[list[Line]]) -> Iterator[list[Line] | tuple[tuple[str, ...], ...]]:
    """The lines of prose between tables, as lists, and the tables, as tuples of rows of cells."""
    usual = _right_edge(rows)
    prose: list[Line] = []
    at = 0
    while at < len(rows):
        run = rows[at : _run_end(rows, at)]
        if _is_table(run, usual):
            if prose:
                yield prose
                prose = []
            yield _grid(run)
        else:
            prose += map(_as_one, run)
        at += len(run)
    if prose:
        yield prose


def _run_end(rows: list[list[Line]], start: int) -> int:
    """The index behind rows of several pieces, one below the other; behind the row at `start` if it has one alone."""
    end = start + 1
    while end < len(rows) and len(rows[end - 1]) > 1 < len(rows[end]):
        if rows[end - 1][0].y0 - rows[end][0].y1 > 2.5 * rows[end][0].height:
            break
        end += 1
    return end


def _is_table(rows: list[list[Line]], right: float) -> bool:
    """Whether the pieces of rows stand in columns of cells; `right` is the edge to which prose is set beside them."""
    if len(rows) < 2 or max(map(len, rows)) > _MOST_CELLS or all(right - row[-1].x1 < 1 for row in rows):
        return False
    spans = _spans(rows)
    if len(spans) < 2 or min(after[0] - span[1] for span, after in pairwise(spans)) < rows[0][0].height:
        return False
    cells = [sorted(len(text) for row in rows if (text := _within(row, span))) for span in spans]
    middle = [lengths[len(lengths) // 2] for lengths in cells]
    aligned = sum(map(len, cells)) * 3 >= 2 * len(spans) * len(rows)
    return min(middle) <= _CELL and max(middle) <= _WIDEST and aligned


def _right_edge(rows: list[list[Line]]) -> float:
    """Where most rows of a column end, as its prose was set to do; else where none does."""
    right = max((row[-1].x1 for row in rows), default=0.0)
    return right if sum(right - row[-1].x1 < 1 for row in rows) * 2 > len(rows) else inf


def _spans(rows: Sequence[list[Line]]) -> list[tuple[float, float]]:
    """The columns of a table: what its cells cover of the page's width."""
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted((line.x0, line.x1) for row in rows for line in row):
        if spans and x0 <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    return spans


def _within(row: list[Line], span: tuple[float, float]) -> str:
    return " ".join(line.text for line in row if line.x0 <= span[1] and span[0] <= line.x1)


def _grid(rows: Sequence[list[Line]]) -> tuple[tuple[str, ...], ...]:
    spans = _spans(rows)
    return tuple(tuple(_within(row, span) for span in spans) for row in rows)


def _gutters(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The spaces between columns, from left to right: hardly any line goes over one, and some end and some begin there,
    one beside the other."""
    height = median(line.height for line in lines)
    edges = sorted({*(line.x0 for line in lines), *(line.x1 for line in lines)})
    changes: dict[float, int] = dict.fromkeys(edges, 0)
    for line in lines:
        changes[line.x0] += 1
        changes[line.x1] -= 1
    covering, counts = 0, []
    for edge in edges:
        covering += changes[edge]
        counts.append(covering)
    so_far, to_come = list(accumulate(counts, max)), list(accumulate(reversed(counts), max))[::-1]
    found: list[tuple[float, float]] = []
    start: float | None = None
    for n, (left, right) in enumerate(pairwise(edges)):
        beside = min(so_far[n], to_come[n])
        if counts[n] <= _CROSSED * beside:
            start = left if start is None else start
            if counts[n + 1] > _CROSSED * beside:
                found.append((start, right))
                start = None
        else:
            start = None
    wide = [gutter for gutter in found if gutter[1] - gutter[0] >= _GUTTER * height]
    gutters = [gutter for gutter in wide if len(wide) <= _MOST_CELLS and _parts(lines, gutter)]
    return gutters if _are_of_prose(lines, gutters) else []


def _are_of_prose(lines: Sequence[Line], gutters: Sequence[tuple[float, float]]) -> bool:
    """Whether most columns between the gutters are as wide as prose is set, and not those of a table."""
    columns = _columns([line for line in lines if not _goes_over(line, gutters)], gutters)
    usual = [median(sum(len(line.text) for line in row) for row in _rows(column)) for column in columns]
    return sum(length > _CELL for length in usual) * 3 >= 2 * len(usual)


def _goes_over(line: Line, gutters: Sequence[tuple[float, float]]) -> bool:
    return any(line.x0 < left - 0.1 and line.x1 > right + 0.1 for left, right in gutters)


def _parts(lines: Sequence[Line], gutter: tuple[float, float]) -> bool:
    """Whether columns are on both sides of a space: lines enough, and most of the fewer beside some of the others."""
    left = [line for line in lines if line.x1 <= gutter[0] + 0.1]
    right = [line for line in lines if line.x0 >= gutter[1] - 0.1]
    if min(len(left), len(right)) < _FEWEST:
        return False
    fewer, others = sorted((left, right), key=len)
    low, high = min(line.y0 for line in others), max(line.y1 for line in others)
    return sum(low <= (line.y0 + line.y1) / 2 <= high for line in fewer) * 2 > len(fewer)


def _bands(lines: Sequence[Line], gutters: Sequence[tuple[float, float]]) -> Iterator[list[Line]]:
    """The lines, the topmost first, parted where one goes over a gutter; those that do together."""
    band: list[Line] = []
    spans = False
    for line in sorted(lines, key=lambda one: -one.y1):
        goes_over = _goes_over(line, gutters)
        if band and goes_over is not spans:
            yield band
            band = []
        band.append(line)
        spans = goes_over
    if band:
        yield band


def _columns(band: list[Line], gutters: Sequence[tuple[float, float]]) -> list[list[Line]]:
    """The columns of a band from left to right, each with its lines from top to bottom."""
    if any(_goes_over(line, gutters) for line in band):
        return [_in_rows(band)]
    columns: dict[int, list[Line]] = {}
    for line in band:
        place = sum((left + right) / 2 < (line.x0 + line.x1) / 2 for left, right in gutters)
        columns.setdefault(place, []).append(line)
    found = [_in_rows(columns[place]) for place in sorted(columns)]
    if len(found) < 2:
        return found
    # What stands above all other columns (a byline below the headline) is not the beginning of the first one.
    top = max(line.y1 for column in found[1:] for line in column)
    above = [line for line in found[0] if line.y0 > top - 0.2 * line.height]
    return [above, found[0][len(above) :], *found[1:]] if above and len(above) < len(found[0]) else found


def _in_rows(lines: Sequence[Line]) -> list[Line]:
    return [line for row in _rows(lines) for line in row]


_NOTE = re.compile(r"(?:\[?\d{1,3}[\].)]?|[*†‡]{1,3})\s*\S")


def _without_footnotes(column: list[Line], page: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """A column's text, and the footnotes below it: in smaller type than the page's, behind a number or a star."""
    usual = median(line.height for line in page)
    start = len(column)
    for n in range(len(column) - 1, 0, -1):
        if column[n].height > 0.92 * usual:
            break
        if _NOTE.match(column[n].text):
            start = n
    return column[:start], column[start:]


def _blocks(column: Sequence[Line]) -> list[Piece]:
    """A column's lines, cut where there is more space than between lines of a paragraph, where the type changes, and
    where a line is indented as a paragraph's first is."""
    out: list[Piece] = []
    most = _most_between(column)
    right = max(line.x1 for line in column) if len(column) > 1 else inf
    block: list[Line] = []
    follows, edge = False, inf
    for n, line in enumerate(column):
        above = column[n - 1] if n else None
        under = above is not None and _stands_under(line, above, most)
        left = min(edge, *(one.x0 for one in column[n : n + 2]))
        indented = line.x0 - left > _INDENT * line.height
        first = indented and above is not None and above.x0 - left <= _INDENT * line.height
        if block and (not under or first):
            out.append(_piece(block, follows, right))
            block, follows, edge = [], under, inf
        block.append(line)
        edge = min(edge, line.x0)
    if block:
        out.append(_piece(block, follows, right))
    return out


def _piece(block: Sequence[Line], follows: bool, right: float) -> Piece:
    """A block in a column that goes to `right`. A line goes on in the next, if that one's first word had no room."""
    texts = [block[0].text]
    for above, line in pairwise(block):
        if len(line.text.split()[0]) > _room(above, right) or _goes_on_small(above.text, line.text):
            texts[-1] = joined(texts[-1], line.text)
        else:
            texts.append(line.text)
    return Piece(tuple(texts), follows, _room(block[-1], right), round(block[-1].height, 1))


def _room(line: Line, right: float) -> float:
    """How many characters of another word had room behind a line: rather too few, as letters differ in width."""
    return round((right - line.x1) / max(1e-3, line.x1 - line.x0) * len(line.text) - 1.5, 1)


def _goes_on_small(text: str, following: str) -> bool:
    """Whether a line ends within a sentence, so that small letters go on with it."""
    return following[0].islower() and len(text) > 24 and (text[-1].isalpha() or text[-1] in ",-")


def _most_between(column: Sequence[Line]) -> float:
    """The most space between lines of a paragraph, in heights of a line: more in a text that is set with wide lines."""
    gaps = [(above.y0 - line.y1) / line.height for above, line in pairwise(column) if line.height > 0]
    if len(gaps) < 8:
        return _BELOW
    usual = median(gaps)
    even = sum(abs(gap - usual) < 0.15 for gap in gaps)
    return max(_BELOW, 1.25 * usual) if usual < 1.6 and even > 0.6 * len(gaps) else _BELOW


def _stands_under(line: Line, above: Line, most: float) -> bool:
    """Whether there is no more space between the two than between lines of a paragraph, and they are of one size."""
    gap = above.y0 - line.y1
    same = abs(above.height - line.height) < 0.12 * line.height
    return same and -line.height < gap < most * line.height and line.x0 < above.x1 and above.x0 < line.x1
