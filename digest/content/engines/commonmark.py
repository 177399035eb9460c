"""Markdown → HTML with pyromark, a CommonMark engine in Rust: https://spec.commonmark.org/

CommonMark, tables and footnotes are the engine's. Abbreviations, attributes, notes and contents are Python-Markdown's,
so that a text means the same with either engine; docs/markdown.md names what differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from digest.content.engines.commonmark_html import INLINE, NOTE_CLOSE, NOTE_OPEN, kind_of, write_html
from digest.content.engines.headings import with_ids

if TYPE_CHECKING:  # an extra, loaded when the first article is converted
    import pyromark

TRIGGERS = ("[^", "*[", "{", "!!!", "[TOC]")
"""A text without any of these is as the engine writes it, but for the ids of its headings."""

_ABBREVIATION = re.compile(r"^([ >\t]*)\*\[([^\\\n]*?)\] ?: *(?:\n[ >\t]*)?(.*)$", re.MULTILINE)
_NOTE = re.compile(r'^([ >\t]*)!!! ?([\w-]+(?: +[\w-]+)*)(?: +"(.*?)")? *$', re.MULTILINE)

_STRAY = re.compile(rf"(?:&gt; )?{NOTE_OPEN}(.*?){NOTE_CLOSE}")  # where a note above it made code of what was none


@cache
def _converter() -> pyromark.Markdown:
    import pyromark

    return pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES)


def to_html(text: str) -> str:
    """The HTML of a Markdown text (with \\n line ends)."""
    if not any(trigger in text for trigger in TRIGGERS):
        html = _converter().html(text)
        if "<h" not in html:
            return html
        if "<" not in text:  # so none of the headings was written as HTML
            return with_ids(html)
    return with_everything(text)


def with_everything(text: str) -> str:
    """As `to_html`, by way of the engine's events, whether the text calls for it or not."""
    text, abbreviations = take_abbreviations(notes_as_quotations(text))
    html = write_html(list(_converter().events(text)), abbreviations)
    return _STRAY.sub(r"!!! \1 ", html) if NOTE_OPEN in html else html


def take_abbreviations(text: str) -> tuple[str, dict[str, str]]:
    """The text without its lines `*[NATO]: …`, and what they say. Code and HTML have no such lines."""
    meanings: dict[str, str] = {}
    if not _ABBREVIATION.search(text):
        return text, meanings
    kept, done = [], 0
    for start, end in _paragraphs(text):
        for found in _ABBREVIATION.finditer(text, _line_start(text, start), end):
            _, short, meaning = (group.strip() for group in found.groups())
            if not short or not meaning:
                continue
            kept.append(text[done : found.end(1)])
            done = found.end()
            meanings[short] = "" if meaning in ("''", '""') else meaning  # so one is taken back
    return "".join((*kept, text[done:])), {short: meaning for short, meaning in meanings.items() if meaning}


def notes_as_quotations(text: str) -> str:
    """Puts a quotation, which begins with a mark, in the place of each note `!!! warning "Title"` with its indented
    lines: so CommonMark's own rules say where it ends."""
    if not _NOTE.search(text):
        return text
    kept, done = [], 0
    for start, end in _paragraphs(text):
        at = max(_line_start(text, start), done)
        while found := _NOTE.search(text, at, max(end, at)):
            at = found.end()
            before = text[_line_start(text, found.start() - 1) : found.start()]
            if found[1] and before.strip("> \t\n"):  # so far inside, the line only goes on with what is above it
                continue
            around, classes, title = found.groups()
            classes = " ".join(classes.lower().split())
            if title is None:
                title = classes.partition(" ")[0].capitalize()
            kept.append(text[done : found.start()])
            inside, at = _indented(text, at, around)
            note = f"{NOTE_OPEN}{classes}{NOTE_CLOSE}{title}\n\n{notes_as_quotations(inside)}"
            kept.append("\n".join((around, *(f"{around}> {line}" for line in note.split("\n")), around)))
            done = at
    return "".join((*kept, text[done:]))


def _indented(text: str, at: int, around: str) -> tuple[str, int]:
    """The lines below that are indented by four spaces, past what stands around them, and where they end."""
    blank, indent = rf"(?:{re.escape(around.rstrip())})?[ \t]*$", rf"{re.escape(around)}(?: {{4}}|\t)"
    lines = re.compile(rf"(?:\n{blank}|\n{indent}.*)*", re.MULTILINE).match(text, at)
    end = lines.end() if lines else at
    return re.sub(rf"^(?:{blank}|{indent})", "", text[at:end], flags=re.MULTILINE).strip("\n"), end


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, max(at, 0)) + 1


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The start and end of each run of text in a paragraph or a list's item."""
    data = text.encode()
    known = (0, 0)  # bytes, and how many characters they are

    def place(offset: int) -> int:
        nonlocal known
        if len(data) == len(text):
            return offset
        if offset < known[0]:
            known = (0, 0)
        known = (offset, known[1] + len(data[known[0] : offset].decode()))
        return known[1]

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
            yield place(start), place(end)
            start = -1
        if what == "Start":
            around.append(kind)
        else:
            around.pop()
