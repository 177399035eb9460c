"""A PDF → its text column by column, without what recurs at the edges of its pages, and what its properties say.

pdfminer.six gives the lines with their places, and `columns` puts them in order.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

from digest.apart import go_on
from digest.installation import how_to_add
from digest.seeds.read.columns import Line, laid_out
from digest.seeds.read.decoding import Decoded, normalise, repair_mojibake
from digest.seeds.read.pages import Piece, flowing, without_edges
from digest.seeds.read.word import fields_of
from digest.seeds.refused import PassingError, SeedError

_MOST_PAGES = 100
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
        footnotes: list[Piece] = []
        for page in extract_pages(io.BytesIO(data), laparams=LAParams(char_margin=1.0, boxes_flow=None)):
            if len(pages) == _MOST_PAGES:
                raise SeedError(f"It has more than {_MOST_PAGES} pages.", "Save the article's pages alone.")
            laid = laid_out(_lines(page))
            pages.append(laid.pieces)
            footnotes += laid.footnotes
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
    whole = "\n\n".join((flowing(kept), *("\n".join(note.lines) for note in footnotes)))
    text = normalise(repair_mojibake(whole.translate(_LIGATURES)))
    lines = [line for page in kept for piece in page[:5] for line in piece.lines]
    return Decoded(text, notes, fields_of(*properties, lines))


def _lines(page: Any) -> list[Line]:
    """The lines of a page, each with its place; of turned text there is none that belongs to an article."""
    from pdfminer.layout import LTTextBox, LTTextLineHorizontal

    lines = (
        line for box in page if isinstance(box, LTTextBox) for line in box if isinstance(line, LTTextLineHorizontal)
    )
    return [Line(*line.bbox, text) for line in lines if (text := " ".join(line.get_text().split())) and line.height > 0]


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
