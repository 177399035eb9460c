"""Where the text names what: one pass over its words, the longest name that stands at a place wins."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from sys import maxsize
from typing import TypeAlias

import msgspec

from digest.seeds.words.explained import as_explained
from digest.seeds.words.forces import Whose
from digest.seeds.words.gazetteer import BREAK, Gazetteer, Name, shipped, stream_of, words_of
from digest.seeds.words.named import opened_names


class Mention(msgspec.Struct, frozen=True, gc=False):
    """`tag` is named in part `part` of the text (0 is the first); `start` and `end` count its words. `passing`: only as
    where something is from (`Iranian-made`), in a list, or in a longer name (`Air Refueling Wing` is of no tankers)."""

    tag: str
    part: int
    start: int
    end: int
    passing: bool = False


_Found: TypeAlias = tuple[int, int, Sequence[Name]]  # the first word, the one after the last, what it can be


class _Text:
    """The words of the text, and as much more as the conditions of its names ask for."""

    def __init__(self, parts: Sequence[str]) -> None:
        self.parts = parts
        self.text = BREAK.join(part.replace(BREAK, " ") for part in parts)
        self.words = tuple(words_of(self.text))
        self.stream = stream_of(self.words)
        self.breaks = _places(BREAK, self.words, len(parts) - 1)
        self.title_ends = self.breaks[0] if self.breaks else len(self.words)
        self._held: dict[int, bool] = {}
        self._opened: dict[tuple[str, str], str] | None = None

    def is_apart(self, start: int, end: int) -> bool:
        """Whether no capitalised word stands before the words `start` to `end`, nor directly after them."""
        before = self.words[start - 1] if start else ""
        after = self.words[end] if end < len(self.words) else ""
        if not (_is_capitalised(before) or _is_capitalised(after)):
            return True
        phrase = r"\W+".join(self.words[start:end])
        name = r"[A-Z][a-z]+"
        glued = re.findall(rf"(?:\b({name}) )?\b{phrase}\b(?: ({name}))?", self.text)
        return not any(
            (b == before and b not in _SMALL) or (a == after and a not in _SMALL) for b, a in glued if b or a
        )

    def is_in_a_name(self, start: int, end: int) -> bool:
        """Whether the words are part of a longer name in a sentence."""
        words = self.words
        if start <= self.title_ends or not words[start][:1].isupper() or not words[end - 1][:1].isupper():
            return False
        after = words[end] if end < len(words) else ""
        return _is_capitalised(after) or (_is_capitalised(words[start - 1]) and _is_capitalised(words[start - 2]))

    def holds(self, name: Name, certain: set[str]) -> bool:
        """Whether what the name's conditions ask for is in the text, whose `certain` tags need no condition."""
        known = self._held.get(id(name))
        if known is None:
            there = (
                any(map(self._has, items)) or not items.isdisjoint(certain) for items in (name.unless, name.beside)
            )
            known = self._held[id(name)] = not next(there) and (not name.beside or next(there))
        return known

    def _has(self, item: str) -> bool:
        """Whether the text has a phrase in the form of its stream."""
        return item[0] == " " and (item in self.stream if "  " in item else item[1:-1] in self._vocabulary)

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return frozenset(self.stream.split())

    def opened_name(self, start: int) -> str:
        """The ship or operation whose name begins with the word `start`; "" if none does."""
        if self._opened is None:
            self._opened = opened_names(self.text)
        second = self.words[start + 1] if start + 1 < len(self.words) else ""
        return self._opened.get((self.words[start], second), "")


_WITH_SPACES = (2).__add__  # a word of the stream stands between two
_SMALL = frozenset(
    ("", "In", "The", "And", "For", "But", "With", "From", "To", "Of", "On", "While", "Since", "If", "As")
)


def _places(word: str, words: Sequence[str], often: int) -> list[int]:
    places, at = [], -1
    for _ in range(often):
        at = words.index(word, at + 1)
        places.append(at)
    return places


def _is_capitalised(word: str) -> bool:
    return word[:1].isupper() and len(word) > 1


def find_mentions(parts: Sequence[str], gazetteer: Gazetteer) -> list[Mention]:
    """What `parts` (the title, the paragraphs) name, in order."""
    text = _Text(parts)
    found = _candidates(text, gazetteer)
    certain = {name.tag for _, _, name in _longest(text, found, None)}
    chosen = _longest(text, found, certain)
    named = [
        (start, end, text.opened_name(start) if name.opens else name.tag)
        for start, end, name in chosen
        if name.tag or name.opens
    ]
    passing = {start for start, end, name in chosen if not name.exact and text.is_in_a_name(start, end)}
    passing.update(_in_lists([(start, end) for start, end, tag in named if gazetteer.kinds.get(tag) == "place"]))
    if any(name.force for _, _, name in chosen):
        whose = Whose(named, text.words, gazetteer)
        named += [(start, end, whose.tag(name.force, start, end)) for start, end, name in chosen if name.force]
        named.sort()
    return [
        Mention(
            tag,
            bisect_left(text.breaks, start),
            start,
            end,
            start in passing or _is_origin(tag, text.words, end, gazetteer),
        )
        for start, end, tag in as_explained(named, text.text, text.words)
        if tag and tag not in gazetteer.banned
    ]


_SHORTEST_LIST, _BETWEEN = 4, 2  # places; words between two: `and the`


def _in_lists(places: Sequence[tuple[int, int]]) -> Iterator[int]:
    """The places that stand in a row, where each is only one of many (`Norway, Poland, Spain and the Netherlands`)."""
    row: list[int] = []
    last = 0
    for start, end in (*places, (maxsize, maxsize)):
        if start - last > _BETWEEN:
            if len(row) >= _SHORTEST_LIST:
                yield from row
            row = []
        row.append(start)
        last = end


def _is_origin(tag: str, words: Sequence[str], end: int, gazetteer: Gazetteer) -> bool:
    return not gazetteer.origins.isdisjoint(words[end : end + 2]) and gazetteer.kinds.get(tag) == "place"


def _candidates(text: _Text, gazetteer: Gazetteer) -> list[_Found]:
    """Every name that the words could be, the longest of one place first."""
    stream = text.stream
    starts = list(accumulate(map(_WITH_SPACES, map(len, text.words)), initial=0))
    found: list[
        tuple[int, int, int, int]
    ] = []  # the first word, minus the end, minus the pattern's own end, the pattern
    for pattern, start, end in gazetteer.automaton.find_matches_as_indexes(stream, overlapping=True):
        after = end
        if stream[end] != " ":
            if stream[end] == "s" and stream[end + 1] == " ":
                after += 1
            elif pattern in gazetteer.stems:
                after = stream.index(" ", end)
            else:
                continue
        found.append((bisect_left(starts, start), -bisect_left(starts, after + 1), -end, pattern))
    found.sort()
    candidates: list[_Found] = []
    all_names, all_words = gazetteer.names, text.words
    for first, minus_last, _, pattern in found:
        names, words = all_names[pattern], all_words[first:-minus_last]
        if len(names) > 1:
            names = tuple(name for name in names if name.words == words or _as_written(name, words))
        elif names[0].words != words and not _as_written(names[0], words):
            continue
        candidates.append((first, -minus_last, names))
    return candidates


def _longest(text: _Text, found: Sequence[_Found], certain: set[str] | None) -> list[tuple[int, int, Name]]:
    """The names that stand in the text, none over another; without `certain` only those that need no condition."""
    free = 0
    chosen = []
    for start, end, names in found:
        if start < free:
            continue
        for name in names:
            if (name.beside or name.unless) and (certain is None or not text.holds(name, certain)):
                continue
            if name.apart and not text.is_apart(start, end):
                continue
            if name.close and not re.search(r"\b" + r"\s".join(name.words) + r"\b", text.text, re.I):
                continue
            if name.opens:
                opened = text.opened_name(start)
                if not opened:
                    continue
                end = start + len(words_of(opened))
            chosen.append((start, end, name))
            free = end
            break
    return chosen


def _as_written(name: Name, words: Sequence[str]) -> bool:
    """Whether capitals stand where the name has them; a headline in capitals counts too, and a plural of four letters
    or more, and whatever ends a stem. (Two or three in capitals would too often be something else: `US`, `us`.)"""
    longer = len(words[-1]) - len(name.words[-1])
    if longer > 1 and not name.stem:
        return False
    if not name.exact:
        return not longer or name.stem or len(name.words[-1]) > 2
    *before, last = zip(name.words, words, strict=True)
    return all(_is_alike(*pair) for pair in before) and _is_last(name, *last)


def _is_alike(wanted: str, word: str) -> bool:
    return word == wanted or word == wanted.upper() or (wanted.islower() and word == wanted.capitalize())


def _is_last(name: Name, wanted: str, word: str) -> bool:
    if name.stem:
        return _is_alike(wanted, word[: len(wanted)])
    return _is_alike(wanted, word) or (len(wanted) > 3 and word in (wanted + "s", wanted.upper() + "S"))


def each_tag(text: str, gazetteer: Gazetteer) -> Iterator[str]:
    """The tags of the text's mentions, in order, as often as they stand there."""
    return (mention.tag for mention in find_mentions((text,), gazetteer))


def mentions(text: str, gazetteer: Gazetteer | None = None) -> Iterator[str]:
    """The tag of every name in `text`, in order, as often as it stands there."""
    return each_tag(text, gazetteer or shipped())
