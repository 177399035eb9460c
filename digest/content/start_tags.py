"""The start tags of HTML, as a parser reads them: loaded only where HTML is trusted, or loses something."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from itertools import accumulate

from digest.content.links import Links
from digest.text import without_controls

Tag = tuple[int, str, str, list[tuple[str, str | None]]]
"""A start tag: its offset, its text, its name and its attributes."""


def read_tags(html: str) -> list[Tag]:
    """The start tags of a text: none of those in comments and scripts."""
    return _Tags(html).found


def with_marked_links(html: str, links: Links) -> str:
    """Trusted HTML with its links marked. What stands in comments and scripts is no link."""
    pieces, done = [], 0
    for start, text, tag, attributes in read_tags(html):
        changed = [(name, links.marked(tag, name, value) if value else value) for name, value in attributes]
        if changed != attributes:
            given = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in changed)
            pieces += [html[done:start], f"<{tag}{given}>"]
            done = start + len(text)
    return "".join((*pieces, html[done:]))


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.found: list[Tag] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        text = self.get_starttag_text() or ""
        plain = [(name, value if value is None else without_controls(value)) for name, value in attrs]
        self.found.append((self._lines[line - 1] + column, text, tag, plain))
