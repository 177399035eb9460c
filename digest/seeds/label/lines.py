"""The seed as numbered lines, each of which says what became of it and by which rule.

Every pass of the import takes lines and gives lines back; none drops one. A line that holds two things (a headline
with the date glued to it) is cut into two with the same number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal, TypeAlias

import msgspec

Kind: TypeAlias = Literal["kept", "title", "deck", "byline", "date", "source", "caption", "boilerplate"]


class Line(msgspec.Struct, frozen=True, cache_hash=True):
    """A line, or a piece of one, of the seed: `number` counts from 1, `text` has no white space at its ends.

    What is `kept` goes into the article's body; for all else `rule` names why it does not, and `why` says more of it
    where a name does not say enough. `body` and `author` are the probabilities that it is of the body, and that it
    names the author, so far as the model tells.
    """

    number: int
    text: str
    kind: Kind = "kept"
    rule: str = ""
    why: str = ""
    body: float = 1.0
    author: float = 0.0

    @property
    def is_text(self) -> bool:
        return self.kind == "kept" and bool(self.text)

    @property
    def is_removed(self) -> bool:
        """Whether the line has words that are nowhere in the article: boilerplate, or a caption."""
        return self.kind in ("boilerplate", "caption") and bool(self.text)


Lines: TypeAlias = tuple[Line, ...]


def number(text: str, first: int = 1) -> Lines:
    """Lines of normalised text (see `decoding.normalise`); `first` is the number of the first."""
    return tuple(Line(n, line.strip()) for n, line in enumerate(text.split("\n"), first))


def marked(line: Line, kind: Kind, rule: str, why: str = "") -> Line:
    return Line(line.number, line.text, kind, rule, why, line.body, line.author)


def mark(lines: Lines, indices: Collection[int], kind: Kind, rule: str) -> Lines:
    """`lines` with those at `indices` marked."""
    if not indices:
        return lines
    return tuple(marked(line, kind, rule) if n in indices else line for n, line in enumerate(lines))


def replaced(lines: Lines, index: int, *pieces: Line) -> Lines:
    """`lines` with the one at `index` replaced by `pieces`."""
    return (*lines[:index], *pieces, *lines[index + 1 :])


def head(lines: Lines, count: int) -> Iterator[int]:
    """Indices of the first `count` lines that are still text."""
    return _some((i for i in range(len(lines))), lines, count)


def tail(lines: Lines, count: int) -> Iterator[int]:
    """Indices of the last `count` lines that are still text, the last one first."""
    return _some((i for i in reversed(range(len(lines)))), lines, count)


def _some(indices: Iterator[int], lines: Lines, count: int) -> Iterator[int]:
    for index in indices:
        if lines[index].is_text:
            if count == 0:
                return
            count -= 1
            yield index
