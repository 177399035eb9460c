"""Headings of a document: their ids, which are the same with both engines, and the list of contents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape, unescape

import msgspec

from digest.model.urls import slugify

_HEADING = re.compile(r"<(h[1-6])>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<!--.*?-->|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)


class Heading(msgspec.Struct, frozen=True):
    tag: str  # h1 to h6
    id: str
    name: str  # its text, with entities


class Names:
    """Gives the headings of a document their ids. What is `taken` stays as it was written.

    An id is made of the heading's own text, as names in addresses are, and of how often that text stood there before:
    so it stays when another heading comes above it.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def of(self, text: str) -> str:
        """The id of a heading with this text."""
        return self.unused(slugify(text, "section"))

    def unused(self, name: str) -> str:
        """The name, with -2, -3 … behind it if it is taken; it is from then on."""
        made, number = name, self._last.get(name, 1)
        while made in self._taken:
            number += 1
            made = f"{name}-{number}"
        self._last[name] = number
        self._taken.add(made)
        return made


def with_ids(html: str) -> str:
    """The engine's own HTML of a text without HTML in it, with ids for its headings."""
    names = Names()

    def give(found: re.Match[str]) -> str:
        return f'<{found[1]} id="{names.of(unescape(text_of(found[2])))}">{found[2]}</{found[1]}>'

    return _HEADING.sub(give, html)


def text_of(html: str) -> str:
    """The text of HTML, still with its entities, on one line."""
    return " ".join(_TAG.sub("", html).split())


def contents_of(headings: Sequence[Heading]) -> str:
    """The list of contents, nested by the headings' levels."""
    parts = ['<div class="toc">\n']
    levels: list[str] = []
    for heading in headings:
        level = heading.tag
        if not levels or level > levels[-1]:
            parts.append("<ul>\n")
            levels.append(level)
        else:
            while len(levels) > 1 and level <= levels[-2]:
                parts.append("</li>\n</ul>\n")
                levels.pop()
            levels[-1] = level
            parts.append("</li>\n")
        parts.append(f'<li><a href="#{escape(heading.id)}">{heading.name}</a>')
    parts.append("</li>\n</ul>\n" * len(levels) or "<ul></ul>\n")
    return "".join((*parts, "</div>\n"))
