"""Where the front matter of an article file begins and ends.

    ---                  the first line; a byte order mark may stand before it, blanks behind it
    title: …             the block: YAML
    ---                  the end: --- (or YAML's own ...) alone on its line, but for blanks
    The body.

Lines may end as on any system.
"""

from __future__ import annotations

import re

import msgspec

_END_OF_LINE = r"(?:\r\n?|\n)"
_HEAD = re.compile(
    rf"\ufeff?---[ \t]*{_END_OF_LINE}((?:.*?{_END_OF_LINE})??)(?:---|\.\.\.)[ \t]*(?:{_END_OF_LINE}|\Z)", re.S
)
_OPENING = re.compile(rf"\ufeff?---[ \t]*(?:{_END_OF_LINE}|\Z)")
_LIKE_END = re.compile(r"^---[ \t]*[^\s-].*$", re.M)


class Split(msgspec.Struct, frozen=True):
    """A text in its parts, by places in it: the block of front matter goes from `start` to `end`, the body from `body`
    on."""

    text: str
    start: int
    end: int
    body: int

    @property
    def block(self) -> str:
        return self.text[self.start : self.end]

    @property
    def body_text(self) -> str:
        return self.text[self.body :]

    @property
    def body_line(self) -> int:
        """The line on which the body begins, from 1; line ends must be LF."""
        return self.text.count("\n", 0, self.body) + 1


def split(text: str) -> Split | None:
    """The text in its parts; None if it has no front matter, or none that ends."""
    head = _HEAD.match(text)
    return Split(text, head.start(1), head.end(1), head.end()) if head else None


def is_opened(text: str) -> bool:
    """Whether a text begins as front matter does."""
    return _OPENING.match(text) is not None


def line_like_end(text: str, parts: Split | None) -> tuple[int, str] | None:
    """The first line of front matter that would end it, were there not more on it: its number, from 1, and the line.
    `parts` are those of the text, whose line ends must be LF."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    found = _LIKE_END.search(text, opening.end(), parts.end if parts else len(text))
    return (text.count("\n", 0, found.start()) + 1, found[0].strip()) if found else None
