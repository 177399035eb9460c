"""A web page's elements → its blocks of text, in order: what a reader sees as paragraphs, items, rows of a table."""

from __future__ import annotations

import re
from typing import Any

import msgspec

_SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "svg", "iframe", "object", "button", "select", "textarea", "head")
)
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead"),
        *("tr", "ul"),
    )
)
# What can hold the whole of an article; a block in any other belongs to what stands around that.
_CONTAINERS = frozenset(("article", "body", "center", "div", "details", "fieldset", "form", "main", "section"))
_LAYOUT = frozenset(("td", "th"))  # a page that is laid out as a table holds its article in a cell
_MARGINS = frozenset(("nav", "aside", "footer", "form", "figure", "dialog"))
_CELLS = ("td", "th")
_WORDS = re.compile(r"[a-z]+")


class Block(msgspec.Struct, frozen=True):
    """`text` has one line for each line that the page breaks by force; `mark` is what stands before it (`- `, `2. `).

    `container` is a number for the element that it stands in, `margins` are those of the elements around it that are
    no part of an article by their kind or name. `linked` is the share of its characters that are links, 0 to 1.
    """

    text: str
    mark: str
    container: int
    margins: tuple[int, ...]
    linked: float


def blocks_of(body: Any, margin_words: frozenset[str]) -> list[Block]:
    """The blocks of an lxml element. `margin_words` are words in classes and ids that name what is no article."""
    walk = _Walk(margin_words)
    walk.enter(body)
    walk.flush()
    return walk.blocks


class _Walk:
    def __init__(self, margin_words: frozenset[str]) -> None:
        self.blocks: list[Block] = []
        self._margin_words = margin_words
        self._parts: list[str] = []
        self._linked = 0
        self._mark = ""
        self._containers: list[int] = [0]
        self._margins: tuple[int, ...] = ()
        self._count = 0
        self._length = 0
        self._places: dict[Any, int] = {}  # of the items of numbered lists

    def enter(self, element: Any) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED or _is_hidden(element):
            return
        self._count += 1
        number = self._count
        margins = self._margins
        if self._is_margin(element):
            self._margins = (*margins, number)
        if tag == "ol":
            self._places.update((item, n) for n, item in enumerate(element.iterchildren("li"), 1))
        if tag == "br":
            self._append("\n")
        elif tag == "tr" and _is_row(element):
            self._row(element)
        elif tag in _BLOCKS:
            self.flush()
            holds = tag in _CONTAINERS | _LAYOUT and any(child.tag in _BLOCKS for child in element)
            if holds:
                self._containers.append(number)
            if tag == "li":
                self._mark = f"{self._places[element]}. " if element in self._places else "- "
            self._inside(element, tag == "pre")
            self.flush()
            if tag == "li":
                self._mark = ""
            if holds:
                self._containers.pop()
        else:
            before = self._length
            self._inside(element, tag == "pre")
            if tag == "a":
                self._linked += max(0, self._length - before)
        self._margins = margins

    def _inside(self, element: Any, keeps_lines: bool) -> None:
        self._add(element.text, keeps_lines)
        for child in element:
            self.enter(child)
            self._add(child.tail, keeps_lines)

    def _add(self, text: str | None, keeps_lines: bool) -> None:
        if text:
            self._append(text if keeps_lines else re.sub(r"\s+", " ", text))

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _row(self, row: Any) -> None:
        self.flush()
        cells = [" ".join("".join(_texts(cell)).split()) for cell in row if cell.tag in _CELLS]
        self._append(" | ".join(cells) if any(cells) else "")
        self.flush()

    def flush(self) -> None:
        """End the block that is being gathered."""
        text = "".join(self._parts)
        for piece in re.split(r"\n\s*\n", text):
            lines = [" ".join(line.split()) for line in piece.split("\n")]
            if kept := "\n".join(line for line in lines if line):
                linked = min(1.0, self._linked / max(1, len(text.strip())))
                self.blocks.append(Block(kept, self._mark, self._containers[-1], self._margins, linked))
                self._mark = ""
        self._parts.clear()
        self._linked = self._length = 0

    def _is_margin(self, element: Any) -> bool:
        if element.tag in ("html", "body", "main", "article"):
            return False
        names = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"
        if element.tag == "header" and not any(one.tag in ("article", "main") for one in element.iterancestors()):
            return True
        return element.tag in _MARGINS or not self._margin_words.isdisjoint(_WORDS.findall(names.lower()))


def _is_hidden(element: Any) -> bool:
    style = element.get("style", "").replace(" ", "").lower()
    return element.get("hidden") is not None or element.get("aria-hidden") == "true" or "display:none" in style


def _is_row(row: Any) -> bool:
    """Whether it is a row of data; the rows of a page that is laid out as a table hold paragraphs."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    inner = {"p", "div", "table", "ul", "ol", "h1", "h2", "h3", "blockquote", "article"}
    return len(cells) > 1 and not any(
        isinstance(one.tag, str) and one.tag in inner for cell in cells for one in cell.iterdescendants()
    )


def _texts(element: Any) -> list[str]:
    out = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED:
            out += [" "] if child.tag == "br" else _texts(child)
        out.append(child.tail or "")
    return out
