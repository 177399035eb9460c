"""Whether two texts are one: the shingles that both have, which are rows of five words (Broder, 1997).

A reprint keeps most of the shingles, whatever was cut from it or put around it; texts on the same event that were
written apart have hardly any in common. The share is of the shorter text's shingles: how many of them the longer has.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Set
from zlib import crc32

LEAST = 0.5
"""The share from which on two texts are told to be alike: below it, they have no more than quotations in common."""

_WORDS = 5  # of a shingle
_FEWEST = 8  # shingles; in less, as in a headline, chance and set phrases decide
_WORD = re.compile(r"\w+")  # quicker than one without the "_", which is taken out before
_ADDRESS = re.compile(r"\]\([^()\s]*\)")  # of a link in Markdown


def shingles_of(text: str) -> frozenset[int]:
    """A number for each five words in a row, whatever their case and what stands between them; none for a text that is
    too short to be compared. The numbers are those of this version of Python."""
    if "&" in text:
        text = html.unescape(text)  # `&lt;` in Markdown is `<` in a seed
    plain = _ADDRESS.sub("]", text).casefold().replace("_", " ")
    words = list(map(crc32, " ".join(_WORD.findall(plain)).encode().split()))
    # The hash of a tuple of numbers is the same in every process; that of words is not.
    shingles = frozenset(map(hash, zip(*(words[start:] for start in range(_WORDS)), strict=False)))
    return shingles if len(shingles) >= _FEWEST else frozenset()


def share(one: Set[int], other: Set[int]) -> float:
    """How much of the shorter text is in the longer one, from 0 to 1; the texts by their shingles."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


_SMALLEST = -(2**63) + 2**60  # one in sixteen of all 64-bit numbers is below
_IN_SHORT = 16


def sketch_of(shingles: Set[int]) -> tuple[int, ...]:
    """One in sixteen of a text's shingles, and sixteen at least: those with the lowest numbers.

    So a shingle that two texts have in common is in both of their sketches or in neither, however long one of the
    texts is; only a text of few shingles has others in its sketch too.
    """
    found = tuple(shingle for shingle in shingles if shingle < _SMALLEST)
    return found if len(found) >= _IN_SHORT else tuple(sorted(shingles)[:_IN_SHORT])


_COMMONLY = 8  # texts; a shingle that is in more is a set phrase
_CHOSEN = 3
_PART = 0.25  # of what two sketches may have in common: well below `LEAST`, as they are but samples


class Sketches:
    """Many texts' sketches, by the texts' names: which of them may be like another one, without a look at them all."""

    def __init__(self) -> None:
        self._numbers: dict[int, int | tuple[int, ...]] = {}  # one text is the rule, and a tuple is large
        self._names: list[str] = []
        self._sampled: list[int] = []

    def add(self, name: str, sketch: tuple[int, ...]) -> None:
        number = len(self._names)
        for shingle in sketch:
            before = self._numbers.setdefault(shingle, number)
            if before != number:
                several = before if isinstance(before, tuple) else (before,)
                if len(several) < _COMMONLY:
                    self._numbers[shingle] = (*several, number)
        self._names.append(name)
        self._sampled.append(_sampled(sketch))

    def near(self, sketch: tuple[int, ...]) -> list[str]:
        """The names of the few texts that have most in common with the text of this sketch, best first. Only a look at
        the texts tells how much it is."""
        hits: list[int] = []
        phrases = 0
        for shingle in sketch:
            found = self._numbers.get(shingle)
            if isinstance(found, int):
                hits.append(found)
            elif found is not None:
                hits.extend(found)
                phrases += shingle < _SMALLEST and len(found) == _COMMONLY
        own, parts = _sampled(sketch), []
        for number, common in Counter(hits).items():
            other = self._sampled[number]
            # Of a short text a longer one has only what is in the sample, and not what else is in the sketch; and of a
            # set phrase it is known of the first texts alone that they have it.
            possible = _IN_SHORT if own < _IN_SHORT and other < _IN_SHORT else min(own - phrases or own, other)
            if common >= _PART * possible:
                parts.append((common / max(possible, 1), -number))
        return [self._names[-number] for _, number in sorted(parts, reverse=True)[:_CHOSEN]]


def _sampled(sketch: tuple[int, ...]) -> int:
    return sum(shingle < _SMALLEST for shingle in sketch)
