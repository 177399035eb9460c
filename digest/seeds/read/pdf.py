"""A PDF → its text column by column, without what recurs at the edges of its pages, and what its properties say.

pdfminer.six lays the lines out by where they stand, so that columns do not run into one another.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

from digest.apart import go_on
from digest.installation import how_to_add
from digest.seeds.read.decoding import Decoded, normalise, repair_mojibake
from digest.seeds.read.pages import Piece, flowing, without_edges
from digest.seeds.read.word import fields_of
from digest.seeds.refused import PassingError, SeedError

_MOST_PAGES = 100
_INDENT = 0.8  # of a line's height: as far in does the first line of a paragraph begin
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


def read_pdf(data: bytes) -> Decoded:
    """Raises SeedError: for a scan without text, a password, a broken file, a book."""
    try:
        from pdfminer.high_level import extract_pages
        from pdfminer.layout import LAParams
        from pdfminer.pdfdocument import PDFPasswordIncorrect
    except ImportError:
        raise PassingError("It is a PDF file, and needs the package pdfminer.six.", how_to_add("pdf")) from None
    try:
        pages: list[list[Piece]] = []
        for page in extract_pages(io.BytesIO(data), laparams=LAParams()):
            if len(pages) == _MOST_PAGES:
                raise SeedError(f"It has more than {_MOST_PAGES} pages.", "Save the article's pages alone.")
            pages.append(_pieces(page))
            go_on()
        properties = _properties(data)
    except SeedError:
        raise
    except PDFPasswordIncorrect:
        raise SeedError("It is a PDF file with a password.", "Save it without one.") from None
    except Exception:  # whatever a broken file makes of the library
        raise SeedError("It is a damaged PDF file.", "Open it, and copy its text into a .txt file.") from None
    letters = sum(c.isalpha() for page in pages for piece in page for line in piece.lines for c in line)
    if letters < 20 * min(1, len(pages)) or not pages:
        raise SeedError(
            "It is a PDF file without text: its pages are pictures.", "Run it through text recognition (OCR) first."
        )
    kept, edges = without_edges(pages)
    notes = (f"Left out, as it stands at the edge of pages: {'; '.join(f'“{edge}”' for edge in edges)}",) * bool(edges)
    text = normalise(repair_mojibake(flowing(kept).translate(_LIGATURES)))
    lines = [line for page in kept for piece in page[:5] for line in piece.lines]
    return Decoded(text, notes, fields_of(*properties, lines))


def _pieces(page: Any) -> list[Piece]:
    """The blocks of a page, cut where a line is indented as a paragraph's first is."""
    from pdfminer.layout import LTTextBox, LTTextLine

    out: list[Piece] = []
    above: Any = None
    for box in page:
        if not isinstance(box, LTTextBox):
            continue
        lines = [line for line in box if isinstance(line, LTTextLine) and line.get_text().strip()]
        left = min((line.x0 for line in lines), default=0.0)
        block: list[str] = []
        follows = bool(lines) and above is not None and _stands_under(lines[0], above)
        for n, line in enumerate(lines):
            indented = line.x0 - left > _INDENT * line.height
            if block and indented and lines[n - 1].x0 - left <= _INDENT * line.height:
                out.append(Piece(tuple(block), follows))
                block, follows = [], False
            block.append(" ".join(line.get_text().split()))
        if block:
            out.append(Piece(tuple(block), follows))
            above = lines[-1]
    return out


def _stands_under(line: Any, above: Any) -> bool:
    """Whether there is no more room between the two than between lines of a paragraph, and they are of one size."""
    gap = above.y0 - line.y1
    same = abs(above.height - line.height) < 0.1 * line.height
    return bool(same and -line.height < gap < 0.6 * line.height and line.x0 < above.x1 and above.x0 < line.x1)


def _properties(data: bytes) -> tuple[str, str, dt.date | None]:
    """Title, author, and the day on which it was made."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    info = [resolve1(one) for one in PDFDocument(PDFParser(io.BytesIO(data))).info]
    values = {key: resolve1(value) for one in info if isinstance(one, dict) for key, value in one.items()}

    def text(key: str) -> str:
        value = values.get(key)
        return decode_text(value).strip() if isinstance(value, bytes) else ""

    made = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})", text("CreationDate"))
    try:
        day = dt.date(*map(int, made.groups())) if made else None
    except ValueError:
        day = None
    return text("Title"), text("Author"), day
