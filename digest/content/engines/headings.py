"""Headings of a document: their ids, as Python-Markdown makes them, and the list of contents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from html import escape, unescape

import msgspec

_HEADING = re.compile(r"<(h[1-6])>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<!--.*?-->|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
_COUNTED = re.compile(r"(.*)_([0-9]+)", re.DOTALL)


class Heading(msgspec.Struct, frozen=True):
    tag: str  # h1 to h6
    id: str
    name: str  # its text, with entities


def with_ids(html: str) -> str:
    """The engine's own HTML of a text without HTML in it, with ids for its headings."""
    used: set[str] = set()

    def give(found: re.Match[str]) -> str:
        name = unused(slug_of(unescape(text_of(found[2]))), used)
        return f'<{found[1]} id="{name}">{found[2]}</{found[1]}>'

    return _HEADING.sub(give, html)


def text_of(html: str) -> str:
    """The text of HTML, still with its entities, on one line."""
    return " ".join(_TAG.sub("", html).split())


def slug_of(name: str) -> str:
    """The id of a heading, as Python-Markdown makes it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def unused(name: str, used: set[str]) -> str:
    """The name, with _1, _2 … at its end if it is used or empty; it is used from then on."""
    if name in used or not name:
        counted = _COUNTED.fullmatch(name)
        base, count = (counted[1], int(counted[2])) if counted else (name, 0)
        name = next(
            made for number in range(count + 1, count + len(used) + 2) if (made := f"{base}_{number}") not in used
        )
    used.add(name)
    return name


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
