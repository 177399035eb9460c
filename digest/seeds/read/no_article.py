"""Texts that are no article, by their form: feeds and other XML, data, tables of values, lists of addresses."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence

from digest.seeds.refused import SeedError, no_article

_SKIPPED = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!doctype(?!\s+html)[^>\[]*(?:\[[^\]]*\]\s*)?>)", re.I | re.S)
_ROOT = re.compile(r"\s*<([A-Za-z][\w:.-]*)")


def root_of(text: str) -> str:
    """The name of the first element of XML or HTML, in lower case; "" for text that begins with none."""
    found = _ROOT.match(text, beginning_of(text))
    return found[1].lower() if found else ""


def beginning_of(text: str) -> int:
    """Where a text begins behind the comments, instructions and declarations that XML may begin with."""
    at = 0
    while skipped := _SKIPPED.match(text, at):
        at = skipped.end()
    return at


_SAVE_PAGES = "Open its articles in a browser, save their pages, and import those."
_FEED = "An entry of a feed is mostly but the beginning of an article. " + _SAVE_PAGES
_ROOTS = {
    "rss": ("an RSS feed", _FEED),
    "rdf:rdf": ("an RSS feed", _FEED),
    "feed": ("an Atom feed", _FEED),
    "urlset": ("a sitemap", _SAVE_PAGES),
    "sitemapindex": ("a sitemap", _SAVE_PAGES),
    "opml": ("a list of feeds (OPML)", _SAVE_PAGES),
    "svg": ("an SVG image", "Import the text that it belongs to."),
    "plist": ("a list of properties", "Import the page or the text that it tells of."),
    "kml": ("a map (KML)", "Import the text that it belongs to."),
}
_WXR = re.compile(r"xmlns:wp\s*=\s*[\"']https?://wordpress\.org/export/", re.I)
_WXR_TOLD = (
    "a WordPress export (WXR)",
    "Export its posts as Markdown, a file each, and import those; or save the pages of its articles.",
)
_HEAD = 60_000  # characters in which XML tells what it is


def refuse_xml(data: bytes) -> None:
    """Raises SeedError for XML that is known to be no article."""
    text = data[:_HEAD].decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", "replace")
    root = root_of(text.removeprefix("\xef\xbb\xbf"))
    if root == "rss" and _WXR.search(text):
        raise no_article(*_WXR_TOLD)
    if root in _ROOTS:
        raise no_article(*_ROOTS[root])


def refuse_data(name: str, text: str) -> None:
    """Raises SeedError for a text that is data of some other kind."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return
    for found in (_link(lines), _addresses(lines), _json(text, lines), _table(name, text)):
        if found is not None:
            raise found


_ADDRESS = re.compile(r"(?:[-*•]\s+|\d{1,4}[.)]\s+)?<?(?:https?://|www\.)[^\s<>\"]+>?[,;]?")
_OPEN = "Open each in a browser, save the page, and import that."


def _link(lines: Sequence[str]) -> SeedError | None:
    if lines[0] in ("[InternetShortcut]", "[Desktop Entry]") and any(line.startswith("URL=") for line in lines[:20]):
        return no_article("a link to a page", "Open it in a browser, save the page, and import that.")
    return None


def _addresses(lines: Sequence[str]) -> SeedError | None:
    if not all(map(_ADDRESS.fullmatch, lines)):
        return None
    return no_article("a list of addresses" if len(lines) > 1 else "an address", _OPEN)


_DATA = "Save each article in it as a file of its own: a text, a page or Markdown."


def _json(text: str, lines: Sequence[str]) -> SeedError | None:
    start, end = lines[0][0], lines[-1][-1]
    if (start, end) not in (("{", "}"), ("[", "]")):
        return None
    several = len(lines) > 1 and all(line[0] == "{" and line[-1] == "}" for line in lines)
    try:
        if not _holds_values(json.loads(lines[0] if several else text, parse_int=str)):
            return None
    except RecursionError:
        pass  # nothing else is nested so deeply
    except ValueError:
        return None
    return no_article("data in JSON", _DATA)


def _holds_values(value: object) -> bool:
    """`[]` and `[1]` alone may be notes in brackets."""
    return isinstance(value, dict) or (isinstance(value, list) and len(value) > 1)


_ROWS = 3  # of a table, at least
_MOST_ROWS = 50  # that are looked at
_CELL = 60  # characters of a cell in the middle of the cells by length: those of an article are longer
_DELIMITED = (".csv", ".tsv", ".tab")


def _table(name: str, text: str) -> SeedError | None:
    claimed = name.lower().endswith(_DELIMITED)
    for delimiter in ("\t", ";", ","):
        rows = _rows(text, delimiter)
        width = len(rows[0]) if rows else 0
        if len(rows) < (2 if claimed else _ROWS) or width < (2 if claimed else 3):
            continue
        if any(len(row) != width for row in rows):
            continue
        if claimed or (_are_values([cell for row in rows for cell in row]) and _has_names(rows[0])):
            return no_article("a table of values (CSV)", _DATA)
    return None


def _are_values(cells: Sequence[str]) -> bool:
    """Whether cells are short, and most begin where the one before ends: behind a comma in prose there is a blank."""
    lengths = sorted(map(len, cells))
    return lengths[len(cells) // 2] <= _CELL and sum(cell.startswith(" ") for cell in cells) * 4 < len(cells)


def _has_names(row: Sequence[str]) -> bool:
    """Whether the cells of a table's first row are names of its columns: few words, none of them alike."""
    names = [cell.strip().casefold() for cell in row]
    return all(0 < len(name) <= 40 and len(name.split()) <= 4 for name in names) and len({*names}) == len(names)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    if delimiter not in text[:_HEAD]:
        return []
    lines = [f"{line}\n" for line in text[:_HEAD].split("\n", _MOST_ROWS)[:_MOST_ROWS] if line.strip()]
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter, strict=True) if row]
    except csv.Error:
        return []
    return rows[:-1] if len(text) > _HEAD else rows
