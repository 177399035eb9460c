"""Paragraphs → what they are of an article: prose, a sub-heading, a list, a table.

In doubt all is a paragraph. An editor makes a heading of one in a moment; a sentence that became a heading is an error
that was not in the text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import Literal, TypeAlias

import msgspec

from digest.seeds.words.byline import may_be_author, read_byline
from digest.seeds.words.dates import date_line
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.sentences import is_prose

Kind: TypeAlias = Literal["paragraph", "heading", "list", "table"]


class Block(msgspec.Struct, frozen=True):
    """Paragraphs that stand together: the items of a list, the rows of a table; of all else there is one."""

    kind: Kind
    paragraphs: tuple[str, ...]


def arranged(paragraphs: Sequence[str], lexicon: Lexicon, told: Container[str] = ()) -> Iterator[Block]:
    """The paragraphs in their order, none of them empty, each in one block. Those that are `told` are headings."""
    last = len(paragraphs) - 1
    headings = _headings(paragraphs, lexicon) | {n for n in range(last) if paragraphs[n] in told}
    start, after_list = 0, False
    while start < len(paragraphs):
        kind, end = _begun(paragraphs, start, headings, after_list=after_list)
        yield Block(kind, tuple(paragraphs[start:end]))
        start, after_list = end, kind == "list"


def _begun(paragraphs: Sequence[str], start: int, headings: Container[int], *, after_list: bool) -> tuple[Kind, int]:
    """What the paragraph at `start` begins, and the index behind it."""
    if start in headings:
        return "heading", start + 1
    if (end := _table_end(paragraphs, start)) > start + 1:
        return "table", end
    # Of a list directly after a list Markdown would make one of the two.
    if not after_list and (end := _list_end(paragraphs, start)) > start + 1:
        return "list", end
    return "paragraph", start + 1


ITEM = re.compile(r"(?P<mark>[-*•‣▪●·])\s+(?=\S)|(?P<number>\d{1,2})(?P<point>[.)])\s+(?=\S)")
"""What a paragraph that is an item of a list begins with."""


def _list_end(paragraphs: Sequence[str], start: int) -> int:
    """The index behind items that begin with one and the same mark, or are numbered from 1."""
    first = ITEM.match(paragraphs[start])
    if first is None or (first["number"] and first["number"] != "1"):
        return start
    for at in range(start + 1, len(paragraphs)):
        item = ITEM.match(paragraphs[at])
        same = item is not None and (item["mark"], item["point"]) == (first["mark"], first["point"])
        if item is None or not same or (item["number"] and item["number"] != str(at - start + 1)):
            return at
    return len(paragraphs)


_BAR = re.compile(r"(?<!\\)\|")
_TIGHT = re.compile(r"(?<=[^\s\\])\||(?<!\\)\|(?=\S)")  # a bar that touches a word is none of a table's
_RULE = re.compile(r":?-{2,}:?")


def cells_of_row(paragraph: str) -> list[str]:
    """The cells of a row, `| 2021 | 40 ships |`, with their bars (`\\|`) as they are meant; [] for what is no row of
    two or more."""
    if not (paragraph.startswith("| ") and paragraph.endswith(" |")) or _TIGHT.search(paragraph):
        return []
    cells = [cell.strip().replace("\\|", "|") for cell in _BAR.split(paragraph)[1:-1]]
    return cells if len(cells) > 1 else []


def is_rule(cells: Sequence[str]) -> bool:
    """Whether a row is what Markdown has below the heads of columns."""
    return all(map(_RULE.fullmatch, cells))


def rows_of_table(paragraphs: Sequence[str]) -> list[list[str]]:
    """The cells of the rows, without those that are nothing but a rule."""
    return [row for row in map(cells_of_row, paragraphs) if not is_rule(row)]


def _table_end(paragraphs: Sequence[str], start: int) -> int:
    """The index behind rows that have as many cells as the first. One row, alone or with a rule, is no table."""
    width = len(cells_of_row(paragraphs[start]))
    at = start
    while width and at < len(paragraphs) and len(cells_of_row(paragraphs[at])) == width:
        at += 1
    return at if len(rows_of_table(paragraphs[start:at])) > 1 else start


_LONGEST = 10  # words of a sub-heading
_MOST = 3  # of so many paragraphs one may be a sub-heading: in an interview every second one looks like it
_OPENING = "“„\"'‘«¿¡"
_CLOSING = "\"'”’»)"
_NO_END = (*".!;:,…-–—/&", "[")
_NO_HEADING = re.compile(r"[\t|@•·»<>{}\\]|://|: ")  # cells, trails, addresses, labels (`Source: Example Times`)


def _headings(paragraphs: Sequence[str], lexicon: Lexicon) -> frozenset[int]:
    """Where sub-headings stand: short lines between paragraphs of prose. None if they are too many."""
    found = frozenset(
        at
        for at in range(1, len(paragraphs) - 1)
        if _looks_like_heading(paragraphs[at])
        and _closes(paragraphs[at - 1])
        and is_prose(paragraphs[at + 1])
        and not paragraphs[at + 1][0].islower()
        and not _is_other(paragraphs[at], paragraphs, lexicon)
    )
    return found if len(found) * _MOST <= len(paragraphs) else frozenset()


def _looks_like_heading(text: str) -> bool:
    return (
        text.lstrip(_OPENING)[:1].isupper()
        and len(text.split()) <= _LONGEST
        and not text.rstrip(_CLOSING).endswith(_NO_END)
        and not _NO_HEADING.search(text)
    )


def _closes(paragraph: str) -> bool:
    """Whether a sentence ends with the paragraph, so that it does not go on with a short line below it."""
    return is_prose(paragraph) and paragraph.rstrip(_CLOSING).endswith((".", "!", "?"))


def _is_other(text: str, paragraphs: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether a short line is a date, a byline or a name."""
    return (
        date_line(text, lexicon) is not None
        or read_byline(text, lexicon) is not None
        or (may_be_author(text, lexicon) and not _is_of_words(text, paragraphs))
    )


def _is_of_words(name: str, paragraphs: Sequence[str]) -> bool:
    """Whether the text has a word of the name in lower case: `Rising Costs` is no person."""
    words = {word.strip(".,;:") for paragraph in paragraphs for word in paragraph.split()}
    return any(word.lower() in words for word in name.split() if not word.islower())
