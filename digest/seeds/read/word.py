"""A Word document (.docx) → its text, a blank line between paragraphs, and what its properties say."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from digest.installation import how_to_add
from digest.seeds.read.decoding import Decoded, normalise
from digest.seeds.read.rows import columns, is_long, rows_of
from digest.seeds.read.stated import Fields
from digest.seeds.refused import PassingError, SeedError, not_text
from digest.seeds.words.folding import folded

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MOST, _MOST_OF_ALL = 20_000_000, 100_000_000  # bytes of a part that is XML, and of all parts, once they are unpacked


def read_word(data: bytes) -> Decoded:
    """Raises SeedError."""
    try:
        import docx
    except ImportError:
        raise PassingError("It is a Word document, and needs the package python-docx.", how_to_add("docx")) from None
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise not_text("an old office document, or one that is locked with a password")
    try:
        # More than these sizes is not unpacked: the library compares them.
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
        xml = max(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
        if xml > _MOST or sum(part.file_size for part in parts) > _MOST_OF_ALL:
            raise SeedError("It is too large for an article.", "Split it into articles.")
        document = docx.Document(io.BytesIO(data))
        paragraphs = list(_paragraphs(document))
        notes_apart = any("footnotes" in str(part.partname) for part in document.part.package.iter_parts())
        properties = document.core_properties
        title, author, made = properties.title, properties.author, properties.created
    except SeedError:
        raise
    except Exception:  # whatever a broken package makes of the library
        raise SeedError(
            "It is a damaged Word document.", "Open it in Word, and save it anew or as plain text."
        ) from None
    if not any(text.strip() for text, _ in paragraphs):
        raise SeedError("It is a Word document without any text.", "Paste the article's text into a .txt file.")
    heading = next((text for text, style in paragraphs[:5] if style == "Title"), "")
    notes = ("Its footnotes were left out.",) if notes_apart else ()
    fields = fields_of(title or "", author or "", made.date() if made else None, [t for t, _ in paragraphs], heading)
    return Decoded(normalise("\n\n".join(text for text, _ in paragraphs if text.strip())), notes, fields)


_FILE_NAME = re.compile(
    r"Microsoft Word - .*|.*\.(?:docx?|rtf|odt|pdf|txt|html?|indd|pages|tmp)|untitled.*|\(.*\)|[\w.-]+|", re.I
)
_NOBODY = frozenset(("python-docx", "microsoft office user", "admin", "administrator", "user", "owner", "unknown"))
_TEMPLATE_DAY = dt.date(2013, 12, 23)  # of the empty document that python-docx begins with


def fields_of(title: str, author: str, made: dt.date | None, lines: list[str], heading: str = "") -> Fields:
    """What a document's properties say: guesses, but for a title that stands at the head of its text (`lines`) too.

    What is a file's name, or what a program fills in by itself, is nothing. `heading` is a title for sure.
    """
    title, author = " ".join(title.split()), " ".join(author.split())
    if _FILE_NAME.fullmatch(title):
        title = ""
    doubts = {"day": "the text has none; the day on which the document was made"}
    if not heading and folded(title) not in map(folded, [line for line in lines if line.strip()][:5]):
        doubts["title"] = "the text has no headline; the title in the document's properties"
    if author.casefold() in _NOBODY or " " not in author:
        author = ""
    doubts["author"] = "the text names none; the name in the document's properties"
    return Fields(heading or title, None if made == _TEMPLATE_DAY else made, author, doubts=doubts)


def _paragraphs(document: Any) -> Iterator[tuple[str, str]]:
    """Text and style of each paragraph, list item and row of a table, in order."""
    names = {style.style_id: style.name or "" for style in document.styles}
    formats = _number_formats(document)
    counts: dict[tuple[str, str], int] = {}
    for block in _blocks(document.element.body):
        if block.tag == f"{_W}tbl":
            for row in rows_of(_grid(block)):
                yield row, ""
            continue
        style = names.get(_value(block, f"{_W}pPr/{_W}pStyle"), "")
        text = _text(block).strip()
        number = _value(block, f"{_W}pPr/{_W}numPr/{_W}numId")
        is_item = (number not in ("", "0") or style.startswith("List ")) and not style.startswith("Heading")
        if not text or not is_item:
            yield text, style
            if text:
                counts = {key: count for key, count in counts.items() if key[0]}
            continue
        level = _value(block, f"{_W}pPr/{_W}numPr/{_W}ilvl") or "0"
        if formats.get((number, level), "decimal" if style.startswith("List Number") else "bullet") == "decimal":
            counts[number, level] = counts.get((number, level), 0) + 1
            yield f"{counts[number, level]}. {text}", style
        else:
            yield f"- {text}", style


def _blocks(element: Any) -> Iterator[Any]:
    """Paragraphs and tables of data, those in content controls and text boxes' anchors too, each once. The paragraphs
    of a table that a page is laid out with stand for themselves."""
    for child in element:
        if child.tag == f"{_W}p" or (child.tag == f"{_W}tbl" and not _is_layout(child)):
            yield child
        elif child.tag not in (f"{_W}del", f"{_W}moveFrom", _FALLBACK):
            yield from _blocks(child)


def _is_layout(table: Any) -> bool:
    """Whether a table has one column, tables in its cells, or whole paragraphs of prose."""
    cells = [list(_cells(row)) for row in table.iter(f"{_W}tr")]
    nested = any(one is not table for one in table.iter(f"{_W}tbl"))
    return nested or max(map(len, cells), default=0) < 2 or any(is_long(_text(cell)) for row in cells for cell in row)


def _cells(row: Any) -> Iterator[Any]:
    """The cells of a row, those in content controls too."""
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _cells(child)


def _grid(table: Any) -> list[list[str]]:
    """The texts of a table's cells; of cells that are one over several columns or rows all but the first are empty."""
    grid = []
    for row in table.iter(f"{_W}tr"):
        if row.find(f"{_W}trPr/{_W}del") is not None:  # struck out under review
            continue
        line: list[str] = []
        for cell in _cells(row):
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merged is not None and (merged.get(f"{_W}val") or "continue") == "continue"
            span = _value(cell, f"{_W}tcPr/{_W}gridSpan")
            line += ["" if goes_on else _text(cell), *[""] * (columns(span) - 1)]
        grid.append(line)
    return grid


def _text(element: Any) -> str:
    """All that is shown of it: what was inserted under review too, and nothing that was struck out."""
    parts = []
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            parts.append(child.text or "")
        elif tag in (f"{_W}tab", f"{_W}ptab"):
            parts.append("\t")
        elif tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif tag in (f"{_W}p", f"{_W}tr") and parts:
            parts.append(f"\n{_text(child)}")
        elif tag not in (f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", _FALLBACK):
            parts.append(_text(child))
    return "".join(parts)


def _value(element: Any, path: str) -> str:
    found = element.find(path)
    return "" if found is None else str(found.get(f"{_W}val") or "")


def _number_formats(document: Any) -> dict[tuple[str, str], str]:
    """(list, level) → `decimal`, `bullet` and so on."""
    try:
        numbering = document.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):
        return {}
    kinds = {
        (abstract.get(f"{_W}abstractNumId"), level.get(f"{_W}ilvl")): _value(level, f"{_W}numFmt")
        for abstract in numbering.iter(f"{_W}abstractNum")
        for level in abstract.iter(f"{_W}lvl")
    }
    return {
        (str(number.get(f"{_W}numId")), str(level)): kind
        for number in numbering.iter(f"{_W}num")
        for (abstract, level), kind in kinds.items()
        if abstract == _value(number, f"{_W}abstractNumId")
    }
