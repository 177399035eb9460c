"""Text that someone pasted with the marks of Markdown → the text alone: headings, emphasis, links, pictures."""

from __future__ import annotations

import re

# What a mark goes around has a limit: else each of many that are opened would be looked for to the text's end.
_IMAGE = re.compile(r"!\[[^\]]{0,400}\](?:\([^)]{0,2000}\)|\[[^\]]{0,400}\])")
_LINK = re.compile(r"\[([^\]]{1,400})\](?:\([^)\s]{0,2000}(?:\s+\"[^\"]{0,400}\")?\)|\[[^\]]{0,400}\])")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_EMPHASIS = re.compile(r"(?<![\w\\])(\*{1,3}|_{1,3})(?=\S)(.{1,1000}?)(?<=[^\s\\])\1(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain(markdown: str) -> str:
    """A line of Markdown as text, near enough to look for names and dates in."""
    text = _TAG.sub("", _LINK.sub(r"\1", _IMAGE.sub("", markdown)))
    text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text)).replace("`", "")
    return " ".join(_ESCAPE.sub(r"\1", text).split())


_HEADING = re.compile(r"^#{1,4} (?=\S)", re.M)
_MARKS = (_HEADING, re.compile(r"\]\(https?://"), re.compile(r"(?<!\w)\*\*\S.{0,1000}?\S\*\*(?!\w)"))


def without_marks(text: str) -> str:
    """`text` as it is, or, where it has two kinds of Markdown's marks, without them: line by line."""
    if "](" not in text and "**" not in text:
        return text
    if sum(mark.search(text) is not None for mark in _MARKS) < 2:
        return text
    lines = _HEADING.sub("", text).split("\n")
    return "\n".join(_EMPHASIS.sub(r"\2", _LINK.sub(r"\1", _IMAGE.sub("", line))) for line in lines)


_QUOTED = re.compile(r"^(?:> ?)+", re.M)


def unquoted(text: str) -> str:
    """`text` as it is, or, where at least half of its lines are quoted as mails quote, without the marks of that."""
    lines = [line for line in text.split("\n") if line.strip()]
    return _QUOTED.sub("", text) if 2 * sum(line.startswith(">") for line in lines) >= len(lines) else text
