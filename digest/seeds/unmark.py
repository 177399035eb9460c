"""Text that someone pasted with the marks of Markdown → the text alone: headings, emphasis, links, pictures."""

from __future__ import annotations

import re

_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)|!\[[^\]]*\]\[[^\]]*\]")
_LINK = re.compile(r"\[([^\]]+)\](?:\([^)\s]*(?:\s+\"[^\"]*\")?\)|\[[^\]]*\])")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_EMPHASIS = re.compile(r"(?<![\w\\])(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=[^\s\\])\1(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain(markdown: str) -> str:
    """A line of Markdown as text, near enough to look for names and dates in."""
    text = _TAG.sub("", _LINK.sub(r"\1", _IMAGE.sub("", markdown)))
    text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text)).replace("`", "")
    return " ".join(_ESCAPE.sub(r"\1", text).split())


_HEADING = re.compile(r"^#{1,4} (?=\S)", re.M)
_MARKS = (_HEADING, re.compile(r"\]\(https?://"), re.compile(r"(?<!\w)\*\*\S.*?\S\*\*(?!\w)"))


def without_marks(text: str) -> str:
    """`text` as it is, or, where it has two kinds of Markdown's marks, without them: line by line."""
    if "](" not in text and "**" not in text:
        return text
    if sum(mark.search(text) is not None for mark in _MARKS) < 2:
        return text
    lines = _HEADING.sub("", text).split("\n")
    return "\n".join(_EMPHASIS.sub(r"\2", _LINK.sub(r"\1", _IMAGE.sub("", line))) for line in lines)
