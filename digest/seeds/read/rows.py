"""The rows of a table → lines of text that are known for rows, and become a table again in the article.

A row is written as in Markdown, `| 2021 | 40 ships |`, and a bar in a cell as `\\|`: nothing else in a text begins and
ends so, and an editor reads it as what it is. `write.structure` makes a table of two or more in a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_LONGEST = 400  # characters of a cell: those of a page that is laid out as a table hold paragraphs
_MOST_COLUMNS = 40
_CELLS = ("td", "th")
_NO_CELL = frozenset(
    ("table", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "article", "section", "blockquote", "form", "figure", "iframe")
)


def row_of(cells: Sequence[str]) -> str:
    """One row; a cell's own line breaks become spaces."""
    return f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |"


def rows_of(grid: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table: rows of one width. What is no table in truth is unrolled: cells that stand alone in their
    row (a title above the columns), and all of a table of one column or one row, whose cells are parted by a bar."""
    rows = [[" ".join(cell.split()) for cell in row] for row in grid]
    width = min(_MOST_COLUMNS, max(map(len, rows), default=0))
    filled = [row for row in rows if any(row)]
    if width < 2 or sum(len([cell for cell in row if cell]) > 1 for row in filled) < 2:
        return [" | ".join(filter(None, row)) for row in filled]
    out: list[str] = []
    for row in filled:
        alone = len([cell for cell in row if cell]) == 1 and not out
        cells = [*row[:width], *[""] * (width - len(row))]
        out.append(next(filter(None, row)) if alone else row_of(cells))
    return out


def grid_of(table: Any) -> list[Any] | None:
    """The `<tr>` of an lxml table that holds data; None for one that a page is laid out with."""
    if table.get("role") in ("presentation", "none"):
        return None
    rows = []
    for one in table.iterdescendants():
        if one.tag in _NO_CELL:
            return None
        if one.tag == "tr":
            rows.append(one)
            if len(cells_of(one)) > _MOST_COLUMNS:
                return None
    if sum(len(cells_of(row)) > 1 for row in rows) * 2 <= len(rows) or len(rows) < 2:
        return None
    if any(is_long("".join(cell.itertext())) for row in rows for cell in cells_of(row)):
        return None
    return rows


def cells_of(row: Any) -> list[Any]:
    """The cells of a `<tr>`."""
    return [cell for cell in row if cell.tag in _CELLS]


def is_long(cell: str) -> bool:
    """Whether a cell has more text than a cell of data."""
    return len(cell) > _LONGEST


def widths_of(row: Any) -> list[int]:
    """How many columns each cell of a `<tr>` goes over."""
    return [columns(str(cell.get("colspan") or "")) for cell in cells_of(row)]


def columns(span: str) -> int:
    """The number that a cell names of the columns that it goes over; 1 if it names none."""
    span = span.strip()
    return min(_MOST_COLUMNS, max(1, int(span[:3]))) if span.isascii() and span.isdigit() else 1
