"""Tables that may be wider than a narrow screen: they scroll in a box of their own, and the others need none."""

from __future__ import annotations

import re
from html import escape, unescape

NARROW = 280
"""CSS pixels that a body has for a table where the screen has 320, which WCAG 2.2 (1.4.10) asks for: the default theme
leaves 20 free on each side."""

LETTER, PADDING = 11, 20
"""CSS pixels that a letter and the space beside a cell are taken for: those of a header's word in DejaVu Serif, the
widest font that the default theme is shown in, at 16 pixels."""

NAME = 80
"""Signs of a table's name at most."""

_EDGE = re.compile(r"<(/?)table(?:(?=[\s/>])[^<>]*)?>", re.IGNORECASE)
_ROW = re.compile(r"<tr(?=[\s/>])", re.IGNORECASE)
_CELL = re.compile(r"<t[dh](?=[\s/>])[^<>]*>", re.IGNORECASE)
_HEADER = re.compile(r"<th(?=[\s/>])[^<>]*>", re.IGNORECASE)
_CAPTION = re.compile(r"<caption(?=[\s/>])[^<>]*>", re.IGNORECASE)
_CAPTION_END = re.compile(r"</caption|<t(?:head|body|r|d|h)\b", re.IGNORECASE)
_UNKNOWN = re.compile(r"<(?:img|pre|code|svg|math|video|audio|iframe)\b|\b(?:col|row)span\b", re.IGNORECASE)
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>?")
_SPACE = re.compile(r"(?<![0-9]) | (?![\w%°€$£])|[\n\t]")
"""Where a line may end: not between a number and what it counts, which typography keeps together."""


def scrollable_tables(html: str) -> str:
    """Puts each table that may be wider than a narrow screen into a box that scrolls, and that the keyboard can reach
    (WCAG 2.1.1).

    Such is a table in which the longest words of the columns, with the spaces between them, take more than NARROW, and
    one of which that is not known, for it has pictures, code, other tables, or cells that span. The box is a group and
    no landmark, so that several tables of a page do not crowd the list of these. It is named by the table's caption, or
    else by the cells of its first row: words of the article's own language.
    """
    if "<table" not in html and "<TABLE" not in html:
        return html
    pieces: list[str] = []
    open_: list[tuple[int, int]] = []  # the piece that is a table's start tag, and where that ends
    around: set[int] = set()  # pieces that begin a table around another
    done = 0
    for edge in _EDGE.finditer(html):
        pieces += (html[done : edge.start()], edge[0])
        done = edge.end()
        if not edge[1]:
            around.update(piece for piece, _ in open_[-1:])
            open_.append((len(pieces) - 1, done))
            continue
        if not open_:
            return html  # trusted HTML may have more ends than tables
        piece, start = open_.pop()
        outer = piece in around
        inside = pieces[piece + 1] if outer else html[start : edge.start()]
        if outer or _may_be_wide(inside):
            pieces[piece] = f"{_box(_name(inside))}{pieces[piece]}"
            pieces[-1] += "</div>"
    return html if open_ else "".join((*pieces, html[done:]))


def _box(name: str) -> str:
    named = f' aria-label="{escape(name)}"' if name else ""
    return f'<div class="table-scroll" role="group"{named} tabindex="0">'


def _may_be_wide(table: str) -> bool:
    if _UNKNOWN.search(table):
        return True
    widths: list[int] = []  # of the longest word in each column
    for row in _ROW.split(table)[1:]:
        cells = _CELL.split(row)[1:]
        widths += [0] * (len(cells) - len(widths))
        for column, cell in enumerate(cells):
            widths[column] = max(widths[column], max(map(_width, _SPACE.split(_text(cell)))))
    return sum(widths) + PADDING * len(widths) > NARROW


def _width(word: str) -> int:
    """Of a word in CSS pixels. Scripts that break between any two signs have words of one sign, which is wider."""
    if len(word) > 1 and word.isascii() is False and max(word) >= "\u3040":
        return 2 * LETTER
    return LETTER * len(word)


def _name(table: str) -> str:
    """What a table is called: the text of its caption, or of the cells of its first row, in at most NAME signs."""
    if caption := _CAPTION.search(table):
        end = _CAPTION_END.search(table, caption.end())
        name = _text(table[caption.end() : end.start() if end else None])
    else:
        rows = _ROW.split(table, maxsplit=2)[1:2]
        cells = (_HEADER if rows and _HEADER.search(rows[0]) else _CELL).split(rows[0] if rows else "")
        name = ", ".join(filter(None, (" ".join(_text(cell).split()) for cell in cells[1:])))
    name = " ".join(name.split())
    return name if len(name) <= NAME else f"{name[:NAME].rsplit(' ', 1)[0]}…"


def _text(html: str) -> str:
    return unescape(_TAG.sub("", _BREAK.sub("\n<br", html)))
