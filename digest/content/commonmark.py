"""Markdown → HTML with pyromark, a CommonMark engine in Rust: https://spec.commonmark.org/

CommonMark, tables and footnotes are the engine's. Ids of headings, abbreviations, attributes, notes and contents are
Python-Markdown's, so that a text means the same with either engine; docs/markdown.md names what differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from digest.content.commonmark_html import INLINE, NOTE_CLOSE, NOTE_OPEN, kind_of, write_html
from digest.content.headings import with_ids

if TYPE_CHECKING:  # an extra, loaded when the first article is converted
    import pyromark

TRIGGERS = ("[^", "*[", "{", "!!!", "[TOC]")
"""A text without any of these is as the engine writes it, but for the ids of its headings."""

_HEADING = re.compile("<h[1-6]")
_ABBREVIATION = re.compile(r"^([ >\t]*)\*\[([^\\\n]*?)\] ?: *(?:\n[ >\t]*)?(.*)$", re.MULTILINE)
_NOTE = re.compile(r'^!!! ?([\w-]+(?: +[\w-]+)*)(?: +"(.*?)")? *$', re.MULTILINE)
_NOTE_LINES = re.compile(r"(?:\n[ \t]*(?=\n|\Z)|\n(?: {4}|\t).*)*")
_INDENT = re.compile(r"^(?: {4}|\t)", re.MULTILINE)


@cache
def _converter() -> pyromark.Markdown:
    import pyromark

    return pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES)


def to_html(text: str) -> str:
    """The HTML of a Markdown text (with \\n line ends)."""
    if not any(trigger in text for trigger in TRIGGERS):
        html = _converter().html(text)
        if not _HEADING.search(html):
            return html
        if "<" not in text:  # so none of the headings was written as HTML
            return with_ids(html)
    return with_everything(text)


def with_everything(text: str) -> str:
    """As `to_html`, by way of the engine's events, whether the text calls for it or not."""
    text, abbreviations = take_abbreviations(notes_as_quotations(text))
    return write_html(list(_converter().events(text)), abbreviations)


def take_abbreviations(text: str) -> tuple[str, dict[str, str]]:
    """The text without its lines `*[NATO]: …`, and what they say. Code and HTML have no such lines."""
    meanings: dict[str, str] = {}
    if not _ABBREVIATION.search(text):
        return text, meanings
    kept, done = [], 0
    for _, start, end in _paragraphs(text):
        for found in _ABBREVIATION.finditer(text, text.rfind("\n", 0, start) + 1, end):
            _, short, meaning = (group.strip() for group in found.groups())
            if not short or not meaning:
                continue
            kept.append(text[done : found.end(1)])
            done = found.end()
            meanings[short] = "" if meaning in ("''", '""') else meaning  # so one is taken back
    return "".join((*kept, text[done:])), {short: meaning for short, meaning in meanings.items() if meaning}


def notes_as_quotations(text: str) -> str:
    """Puts a quotation, which begins with a mark, in the place of each note `!!! warning "Title"` with its indented
    lines: so CommonMark's own rules say where it ends. Notes within quotations and lists are not looked for."""
    if not _NOTE.search(text):
        return text
    kept, done = [], 0
    for depth, start, end in _paragraphs(text):
        while depth == 1 and (found := _NOTE.search(text, max(start, done), max(end, done))):
            classes = " ".join(found[1].lower().split())
            title = classes.partition(" ")[0].capitalize() if found[2] is None else found[2]
            lines = _NOTE_LINES.match(text, found.end())
            inside = notes_as_quotations(_INDENT.sub("", lines[0])) if lines else ""
            note = f"{NOTE_OPEN}{classes}{NOTE_CLOSE}{title}\n\n{inside.strip(chr(10))}"
            kept += [text[done : found.start()], "\n> ", note.replace("\n", "\n> "), "\n\n"]
            done = lines.end() if lines else found.end()
    return "".join((*kept, text[done:]))


def _paragraphs(text: str) -> Iterator[tuple[int, int, int]]:
    """(how deep it is nested, from 1; start; end) of each run of text in a paragraph or a list's item."""
    data = text.encode()

    def place(offset: int) -> int:
        return offset if len(data) == len(text) else len(data[:offset].decode())

    around: list[str] = []
    start = end = -1
    for event, span in _converter().events_with_range(text):
        step: Any = event
        what, value = step.popitem() if isinstance(step, dict) else (step, None)
        kind = kind_of(value) if what in ("Start", "End") else ""
        if not kind or kind in INLINE:
            if around and around[-1] in ("Paragraph", "Item"):
                start, end = span["start"] if start < 0 else start, span["end"]
            continue
        if start >= 0:
            yield len(around), place(start), place(end)
            start = -1
        if what == "Start":
            around.append(kind)
        else:
            around.pop()
