"""A web page's elements → its blocks of text, in order: what a reader sees as paragraphs, items, rows of a table; and
with each what the markup says of it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any

import msgspec

from digest.seeds import data
from digest.seeds.read.rows import cells_of, grid_of, is_long, rows_of, widths_of

_SKIPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "svg", "iframe", "object", "button", "select", "textarea", "head"),
        *("audio", "video", "canvas", "math", "datalist"),
    )
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
_MARGIN_ROLES = frozenset(
    (
        *("navigation", "complementary", "contentinfo", "banner", "search", "dialog", "alertdialog", "alert", "menu"),
        *("menubar", "toolbar", "tablist", "form", "feed"),
    )
)
_LANDMARKS = frozenset(("article", "main", "header", "blockquote", "form"))
_NAMES = ("class", "id", "itemprop")
_DATA_NAMES = ("name", "component", "testid", "area", "type", "module", "block")  # what `data-` attributes end in
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_UNSEEN = re.compile(r"\b(?:screen-reader(?:-text)?|sr-only|visually-?hidden|assistive-text)\b", re.I)


class Block(msgspec.Struct, frozen=True):
    """`text` has one line for each line that the page breaks by force; `mark` is what stands before it (`- `, `2. `).

    `tag` is the element that makes it, `element` a number for the nearest element around its text, `container` one for
    the element that could hold the article in which it stands, `items` one for the list of which it is an item (0 for
    none). `margins` are the numbers of the elements around it that are no part of an article by their kind or name.
    `linked` is the share of its characters that are links, 0 to 1; `hints` and `inside` are as in `Evidence`.
    """

    text: str
    mark: str
    container: int
    margins: tuple[int, ...]
    linked: float
    tag: str = ""
    element: int = 0
    items: int = 0
    hints: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()

    @property
    def words(self) -> int:
        """How many words it has, or would have in a language that writes them apart."""
        return max(len(self.text.split()), len(self.text) // 15)


class Blocks(msgspec.Struct, frozen=True):
    """A page's blocks; `above[n]` is the number of the element around element `n`, 0 for the outermost, and `tags[n]`
    its kind. `margins` has the words of the names, or the kind, for which an element is one."""

    blocks: tuple[Block, ...]
    above: tuple[int, ...]
    tags: tuple[str, ...]
    margins: dict[int, frozenset[str]]


def blocks_of(body: Any) -> Blocks:
    """The blocks of an lxml element."""
    walk = _Walk()
    walk.enter(body)
    walk.flush()
    return Blocks(tuple(walk.blocks), tuple(walk.above), tuple(walk.tags), walk.margins)


@lru_cache(maxsize=4096)  # most elements of a page bear one of a few names
def names_of(names: str) -> frozenset[str]:
    """The words in an element's names, and each two that stand together: `entry-content` → entry, content,
    entry-content. In camel case too."""
    found = set[str]()
    for name in names.split():
        words = [word.lower() for word in _WORDS.findall(name)]
        found.update(words, (f"{one}-{two}" for one, two in pairwise(words)))
    return frozenset(found)


class _Walk:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.above: list[int] = [0]
        self.tags: list[str] = [""]
        self.margins: dict[int, frozenset[str]] = {}
        self._pages = data.pages()
        self._parts: list[str] = []
        self._linked = 0
        self._length = 0
        self._mark = ""
        self._items = 0
        self._links = 0  # how many links are around the text
        self._breaks = False
        self._elements: list[int] = [0]
        self._tags: list[str] = [""]
        self._containers: list[int] = [0]
        self._margins: tuple[int, ...] = ()
        self._hints: frozenset[str] = frozenset()
        self._inside: frozenset[str] = frozenset()
        self._own_hints = set[str]()  # of what stands in the line
        self._places: dict[Any, int] = {}  # of the items of numbered lists

    def enter(self, element: Any) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED or _is_hidden(element) or (tag == "sup" and _is_note(element)):
            return
        if tag == "br":
            self._append("\n")
            return
        outer = self._margins, self._hints, self._inside
        names = names_of(_own_names(element))
        hints = frozenset() if tag in ("html", "body", "main", "article") else self._hinted(names)
        number = self._count(tag)
        if why := self._why_margin(element, names):
            self._margins = (*self._margins, number)
            self.margins[number] = why
        if tag in _LANDMARKS:
            self._inside |= {tag}
        if tag in _BLOCKS:
            self._block(element, number, hints)
        else:
            self._inline(element, hints)
        self._margins, self._hints, self._inside = outer

    def _count(self, tag: str) -> int:
        self.above.append(self._elements[-1])
        self.tags.append(tag)
        return len(self.above) - 1

    def _block(self, element: Any, number: int, hints: frozenset[str]) -> None:
        tag = element.tag
        self.flush()
        self._hints |= hints
        if tag == "ol":
            self._places.update((item, n) for n, item in enumerate(element.iterchildren("li"), 1))
        holds = tag in _CONTAINERS | _LAYOUT and any(child.tag in _BLOCKS for child in element)
        if holds:
            self._containers.append(number)
        if tag == "li":
            self._mark = f"{self._places[element]}. " if element in self._places else "- "
            self._items = self._elements[-1]
        self._elements.append(number)
        self._tags.append(tag)
        if tag == "table" and (rows := grid_of(element)) is not None:
            self._table(rows)
        elif tag == "tr" and _is_row(element):
            self._table([element])
        else:
            self._within(element, tag == "pre")
        self.flush()
        self._elements.pop()
        self._tags.pop()
        if tag == "li":
            self._mark, self._items = "", 0
        if holds:
            self._containers.pop()

    def _inline(self, element: Any, hints: frozenset[str]) -> None:
        # `<span class="author">Ann Doe</span><span class="date">8 March</span>` are two things, and not one word.
        parted = bool(hints) or element.tag == "time" or not self._hints.isdisjoint(("byline", "date"))
        self._breaks = self._breaks or parted
        self._own_hints |= hints
        # An anchor that is only a place to go to is no link.
        is_link = element.tag == "a" and (
            element.get("href") is not None or not (element.get("name") or element.get("id"))
        )
        self._links += is_link
        self._within(element, False)
        self._links -= is_link
        self._breaks = parted

    def _within(self, element: Any, keeps_lines: bool) -> None:
        self._add(element.text, keeps_lines)
        for child in element:
            self.enter(child)
            self._add(child.tail, keeps_lines)

    def _add(self, text: str | None, keeps_lines: bool) -> None:
        if text:
            self._append(text if keeps_lines else re.sub(r"\s+", " ", text))

    def _append(self, text: str) -> None:
        if self._breaks and text:
            if self._parts and self._parts[-1][-1].isalnum() and text[0].isalnum():
                self._parts.append("\n")
            self._breaks = False
        self._parts.append(text)
        self._length += len(text)
        self._linked += len(text) * bool(self._links)

    def _table(self, rows: list[Any]) -> None:
        grid, linked, whole = [], 0, 0
        for row in rows:
            line: list[str] = []
            for cell, width in zip(cells_of(row), widths_of(row), strict=True):
                line += [" ".join(_texts(cell).split()), *[""] * (width - 1)]
                whole += len(line[-width])
                linked += sum(len("".join(link.itertext())) for link in cell.iter("a"))
            grid.append(line)
        for text in rows_of(grid):
            self._made(text, min(1.0, linked / max(1, whole)), "tr")

    def flush(self) -> None:
        """End the block that is being gathered."""
        text = "".join(self._parts)
        for piece in re.split(r"\n\s*\n", text):
            lines = [" ".join(line.split()) for line in piece.split("\n")]
            if kept := "\n".join(line for line in lines if line):
                self._made(kept, min(1.0, self._linked / max(1, len(text.strip()))), self._tags[-1])
                self._mark = ""
        self._parts.clear()
        self._own_hints.clear()
        self._linked = self._length = 0
        self._breaks = False

    def _made(self, text: str, linked: float, tag: str) -> None:
        hints = self._hints | self._own_hints
        place = self._containers[-1], self._margins, linked, tag, self._elements[-1], self._items
        self.blocks.append(Block(text, self._mark, *place, frozenset(hints), self._inside))

    def _hinted(self, names: frozenset[str]) -> frozenset[str]:
        return frozenset(hint for hint, words in self._pages.hints.items() if not words.isdisjoint(names))

    def _why_margin(self, element: Any, names: frozenset[str]) -> frozenset[str]:
        """The words of its names, or its kind, for which it is no part of an article; none if it may be one."""
        tag = element.tag
        if tag in ("html", "body", "main") or (tag == "article" and "article" not in self._inside):
            return frozenset()
        if words := (self._pages.margins | self._pages.weak) & names:
            return words
        # An article in an article is a teaser of another one, or a comment.
        is_one = element.get("role") in _MARGIN_ROLES or tag in _MARGINS or tag in ("article", "figcaption")
        if tag == "header":
            is_one = self._inside.isdisjoint(("article", "main"))
        if tag == "figure":  # some put tables and quotations into one
            is_one = not any(one.tag in ("table", "blockquote", "pre") for one in element.iterdescendants())
        return frozenset((f"<{tag}>",) if is_one else ())


def _own_names(element: Any) -> str:
    """What an element's makers call it: in its class and id, and in `data-component` and the like."""
    return " ".join(
        value[:200]
        for key, value in element.items()
        if key in _NAMES or (key.startswith("data-") and key.endswith(_DATA_NAMES))
    )


def _is_hidden(element: Any) -> bool:
    style = element.get("style", "").replace(" ", "").lower()
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or "display:none" in style
        or _UNSEEN.search(element.get("class", "")) is not None
    )


_NOTE = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*†‡]{1,3}|[a-z]|[ivx]{1,5})[\])]?\s*")


def _is_note(sup: Any) -> bool:
    """Whether it is the mark of a footnote: a link to it, within the page."""
    links = [str(link.get("href") or "") for link in sup.iter("a")]
    return any("#" in link for link in links) and _NOTE.fullmatch("".join(sup.itertext())) is not None


def _is_row(row: Any) -> bool:
    """Whether it is a row of data; the rows of a page that is laid out as a table hold paragraphs."""
    inner = {"p", "div", "table", "ul", "ol", "h1", "h2", "h3", "blockquote", "article"}
    cells = cells_of(row)
    if any(is_long("".join(cell.itertext())) or len(list(cell.iter("br"))) > 2 for cell in cells):
        return False
    return len(cells) > 1 and not any(one.tag in inner for cell in cells for one in cell.iterdescendants())


def _texts(element: Any) -> str:
    """What is shown of a cell, its blocks with a space between them."""
    out = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED and not _is_hidden(child):
            apart = " " if child.tag == "br" or child.tag in _BLOCKS else ""
            out += [apart, _texts(child), apart]
        out.append(child.tail or "")
    return "".join(out)
