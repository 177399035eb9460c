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
    """A block of lines on a page. `follows` says that it stands directly under the block before it."""

    lines: tuple[str, ...]
    follows: bool = False


def without_edges(pages: Sequence[Sequence[Piece]]) -> tuple[list[list[Piece]], tuple[str, ...]]:
    """The pages without headers, footers and page numbers; and what was taken out, of lines that recur the first.

    A header is a block at a page's edge that is the same, but for numbers, on most pages and at least on two.
    """
    shapes: Counter[str] = Counter()
    for page in pages:
        shapes.update({_shape(page[i]) for i in _edges(page)} - {""})
    least = max(2, (len(pages) + 1) // 2)
    removed: dict[str, str] = {}
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


def _shape(piece: Piece) -> str:
    text = " ".join(" ".join(piece.lines).split())
    return re.sub(r"\d+", "#", text.casefold()) if len(text) <= _LONGEST else ""


def flowing(pages: Sequence[Sequence[Piece]]) -> str:
    """One text: a blank line between blocks, a form feed between pages, and neither in the middle of a sentence."""
    text = ""
    for page in pages:
        for i, piece in enumerate(page):
            if text:
                text += "\n" if _goes_on(text, piece) else "\f" if i == 0 else "\n\n"
            text += "\n".join(piece.lines)
    return text


_OPEN_END = re.compile(r"[^\W\d][,-]?$|[,–—-]$")


def _goes_on(text: str, piece: Piece) -> bool:
    last = text.rpartition("\n")[2].rstrip()
    if not _OPEN_END.search(last) or not piece.lines:
        return False
    # A headline has no full stop either: only a lower-case letter, or a line right below a long one, goes on.
    return piece.lines[0][:1].islower() or (piece.follows and len(last) > 40)
