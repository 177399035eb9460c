"""How long a body is, how it begins, and what its headings are."""

from __future__ import annotations

import re
from html import unescape

from digest.model.article import Heading

_TAG = re.compile(r"<[^<>]*>")
_HEADING = re.compile(r"<h([2-6])((?:\s[^>]*)?)>((?:(?!<h[1-6]).)*?)</h\1>", re.DOTALL)
_ID = re.compile(r"""\sid=["']?([^"'\s>]+)""")
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_FAR = re.compile("[\u3040-\uffff]")
_PARAGRAPH = re.compile(r"<p(?:\s[^<>]*)?>((?:(?!</?p[\s>]).)*)", re.DOTALL)
PER_WORD = 2
"""Signs of Chinese and Japanese that are read in the time of a word."""

OPENING = 160
"""Signs of a description that search engines show."""


def words_in(html: str) -> int:
    """About how many words a reader reads."""
    text = _TAG.sub("", html)
    words = len(text.split())
    if _FAR.search(text):  # a quarter of the time
        words += sum(len(signs) // PER_WORD for signs in _IDEOGRAPHS.findall(text))
    return words


def opening_of(html: str) -> str:
    """The beginning of the first paragraph that has words, as plain text: whole sentences of at most OPENING signs, or
    else as many words."""
    for found in _PARAGRAPH.finditer(html):
        text = " ".join(unescape(_TAG.sub("", found[1])).split())
        if text:
            break
    else:
        return ""
    if len(text) <= OPENING:
        return text
    sentences = text[:OPENING].rpartition(". ")[0]
    return f"{sentences}." if sentences else f"{text[: OPENING - 1].rpartition(' ')[0] or text[: OPENING - 1]}…"


def headings_in(html: str) -> tuple[Heading, ...]:
    """The headings to which a link can lead, in their order."""
    if "</h" not in html:
        return ()
    found = []
    for level, attributes, inside in _HEADING.findall(html):
        text = " ".join(unescape(_TAG.sub("", inside)).split())
        if text and (id := _ID.search(attributes)):
            found.append(Heading(unescape(id[1]), text, int(level)))
    return tuple(found)
