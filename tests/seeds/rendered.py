"""A draft as a build shows it: written as an article's file, parsed with either engine, made safe."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser

import msgspec
import pytest

from digest.article_file.mark import SeedMark
from digest.content.parse import ParseSettings, parse
from digest.seeds.draft import Draft
from digest.seeds.passes import draft_article
from digest.seeds.words.lexicon import SHIPPED
from digest.seeds.write.into_content import file_of
from digest.settings.config import Engine

ENGINES: tuple[Engine, ...] = ("markdown", "commonmark")
MARK = SeedMark("seed.txt", "0" * 64, "")
ITEM = object()  # where an item of a list begins
OF_KIND = {"p": "paragraph", "h2": "heading", "ul": "list", "ol": "list", "table": "table"}
INSIDE = {"list": {"li"}, "table": {"thead", "tbody", "tr", "th", "td"}}


class Page(HTMLParser):
    """The words of a body's HTML, with `ITEM` before those of an item, and the kinds of its blocks.

    Fails at an element or an attribute that the import has no business making.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[object] = []
        self.kinds: list[str] = []
        self.depth = 0
        self.text = ""
        self.feed(html)
        self.close()
        self._take()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._take()
        if self.depth == 0:
            assert tag in OF_KIND, tag
            self.kinds.append(OF_KIND[tag])
        else:
            assert tag in INSIDE[self.kinds[-1]], tag
        expected = {"h2": ["id"], "div": ["class", "role", "aria-label", "tabindex"]}
        assert [name for name, _ in attrs] == expected.get(tag, []), (tag, attrs)
        self.depth += 1
        if tag == "li":
            self.words.append(ITEM)

    def handle_endtag(self, tag: str) -> None:
        self._take()
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        assert self.depth or not data.strip(), data
        self.text += data

    def handle_comment(self, data: str) -> None:
        pytest.fail(data)

    def handle_decl(self, decl: str) -> None:
        pytest.fail(decl)

    def _take(self) -> None:
        self.words += self.text.split()
        self.text = ""


def page_of(draft: Draft, engine: Engine) -> Page:
    text = file_of(draft, draft.day or dt.date(2022, 5, 3), "seed", {}, MARK, SHIPPED)
    parsed = parse(ParseSettings("UTC", (), safe=True, engine=engine), "2022/seed.md", text.encode())
    assert parsed.problems == ()
    return Page(parsed.html)


def page_with(paragraphs: tuple[str, ...], engine: Engine) -> Page:
    draft = draft_article("seed.txt", "Oak", SHIPPED)
    return page_of(msgspec.structs.replace(draft, body=paragraphs), engine)


PROSE = (
    "The board of the harbour met in the morning, and it was over soon.",
    "Nobody had asked for more than a year, says the report of the board.",
    "“It is done,” said the chair of the board on the quay. Then she left.",
    "R&D and AT&T, a_b and 2*3 cost $4 million, or some 5% more than was said.",
)


def body(*lines: str) -> tuple[str, ...]:
    """Paragraphs among which each line stands, as the import would leave them."""
    return (*PROSE[:2], *lines, *PROSE[1:3])
