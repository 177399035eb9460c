"""The pages of a printed text: what recurs at their edges, and what goes on over their breaks. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

_EDGE = 2  # blocks at either end of a page that may be header or footer
_LONGEST = 120  # characters of one
_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|página|sida|p\.|s\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|de|sur|av)\s*\d{1,4})?\W*", re.I
)


class Piece(msgspec.Struct, frozen=True):
    """A block of lines on a page. `follows` says that it stands directly under the block before it, `room` how many
    characters there was room for behind its last line; `size` is the height of its type in points, 0 if that is not
    known.
    """

    lines: tuple[str, ...]
    follows: bool = False
    room: float = 1_000
    size: float = 0


def joined(text: str, following: str) -> str:
    """A line and that which goes on with it. A word that may have been cut stays on two lines: the passes over the
    whole text know whether its hyphen is its own."""
    if text.endswith(("\u00ad", "\u2010")):
        text = f"{text[:-1]}-"
    if text.endswith("-"):
        return f"{text}\n{following}" if following[:1].islower() else text + following
    return f"{text} {following}"


def without_edges(pages: Sequence[Sequence[Piece]]) -> tuple[list[list[Piece]], tuple[str, ...]]:
    """The pages without headers, footers and page numbers; and what was taken out, of lines that recur the first.

    A header is a block at a page's edge that is the same, but for numbers, on a third of the pages and at least on two:
    left pages may have another than right ones, and first ones none.
    """
    shapes: Counter[tuple[str, int]] = Counter()
    for page in pages:
        shapes.update(shape for shape in {_shape(page[i]) for i in _edges(page)} if shape[0])
    least = max(2, (len(pages) + 2) // 3)
    removed: dict[tuple[str, int], str] = {}
    kept = []
    for page in pages:
        edges = _edges(page)
        rest = []
        for i, piece in enumerate(page):
            text = " ".join(piece.lines)
            if i in edges and (shapes[_shape(piece)] >= least or (_NUMBER.fullmatch(text) and len(page) > 1)):
                removed.setdefault(_shape(piece), text)
            else:
                rest.append(piece)
        kept.append(rest)
    return kept, tuple(removed.values())


def _edges(page: Sequence[Piece]) -> set[int]:
    return {*range(min(_EDGE, len(page))), *range(max(0, len(page) - _EDGE), len(page))}


def _shape(piece: Piece) -> tuple[str, int]:
    """The words, and the size of the type: a headline may stand above each page, and is no header where it is large."""
    text = " ".join(" ".join(piece.lines).split())
    return re.sub(r"\d+", "#", text.casefold()) if len(text) <= _LONGEST else "", round(piece.size)


def flowing(pages: Sequence[Sequence[Piece]]) -> str:
    """One text: a blank line between blocks, a form feed between pages, and neither in the middle of a sentence."""
    text = ""
    before: Piece | None = None
    for page in pages:
        for i, piece in enumerate(page):
            block = "\n".join(piece.lines)
            if before is None:
                text = block
            elif _goes_on(before, piece):
                text = joined(text, block)
            else:
                text += ("\f" if i == 0 else "\n\n") + block
            before = piece
    return text


_OPEN_END = re.compile(r"\w[,-]?$|[,–—\u2010\u00ad-]$")
_LONG = 40  # characters of a line that is none of a headline


def _goes_on(before: Piece, piece: Piece) -> bool:
    last = before.lines[-1].rstrip() if before.lines else ""
    if not _OPEN_END.search(last) or not piece.lines or abs(before.size - piece.size) > 0.1 * piece.size:
        return False
    first = piece.lines[0]
    if first[:1].islower():
        return True
    # A headline has no full stop either: only a line right below a long one, or a long text in the next column for
    # whose first word there was no room, goes on.
    over = len(first.split()[0]) > before.room and len(first) > _LONG
    return len(last) > _LONG and not last[-1].isdigit() and (piece.follows or over)
