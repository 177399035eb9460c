"""Values that are valid YAML and not what was meant: YAML cuts them, or joins them, without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from digest.errors import Problem
from digest.typed_yaml.loaders import TextLoader

_MAY_CUT = re.compile(r"[ \t]#[^ \t\r\n#]|(?:^|[\s\[,{:])&[^ \t]", re.MULTILINE)
_MAY_JOIN = re.compile(r"^(?!([ \t]*)- .*\n\1- |.*:[ \t]*\n).*\n[ \t]+- ", re.MULTILINE)
"""An item below a line that is neither a key without a value nor an item that begins in the same column."""

_COMMENT = re.compile(r"[ \t]+(#[^ \t\r\n#][^\r\n]*)")
_ITEM = re.compile(r"\n[ \t]*- ")
_QUOTES = "Put the value into quotes."


def slips_in(text: str, path: str, first_line: int) -> Iterator[Problem]:
    """`text` is valid YAML, which begins on `first_line` of the file at `path`. It is read once more only if it holds
    what any of them must: else front matter would take 1.5 times as long, 0.04 s of the 2.3 s of CPU of 1,000 articles.
    """
    may_cut = ("#" in text or "&" in text) and _MAY_CUT.search(text)
    if not may_cut and not _MAY_JOIN.search(text):
        return
    yield from read_slips(text, path, first_line)


def read_slips(text: str, path: str, first_line: int) -> Iterator[Problem]:
    """As `slips_in`, without a look before."""
    anchors: dict[str, int] = {}
    events: Iterator[Any] = yaml.parse(text, TextLoader)
    for event in events:
        start, end = event.start_mark, event.end_mark
        line = first_line + start.line
        if isinstance(event, yaml.AliasEvent):
            anchors.pop(str(event.anchor), None)
        elif getattr(event, "anchor", None):
            anchors[event.anchor] = line
        if not isinstance(event, yaml.ScalarEvent) or event.style:
            continue
        written = text[start.index : end.index]
        if comment := _COMMENT.match(text, end.index):
            ends = "ends before" if written else "is empty before"
            fact = f"this value {ends} '{comment[1].rstrip()}': behind a blank '#' begins a comment."
            yield Problem(path, first_line + end.line, fact, _QUOTES, "warning")
        if item := _ITEM.search(written):
            fact = "this line goes on with the item above it, for it stands further to the right."
            at = line + written.count("\n", 0, item.end())
            yield Problem(path, at, fact, "Let both begin in the same column.")
    for anchor, line in anchors.items():
        yield Problem(path, line, f"'&{anchor}' is the name of a value in YAML, and no part of it.", _QUOTES)
