"""Whose army `the Army` is: that of the country that follows it (`Air Force of Ukraine`), else the one that the text
names in full, else that of the country that the text is about. Where none of these is plain it is nobody's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

from digest.seeds.words.gazetteer import BREAK, Gazetteer

_OF = frozenset(("of", "de", "der", "des", "du", "d", "van", "von", "del", "della"))
_THE = frozenset(("the", "la", "le", "l", "el", "los", "las", "les"))
_IN_TITLE, _OF_A_COUNTRY = 3, 2  # what a name in the title, and one of a country's own forces, count for it
_LEAST = 2


class Whose:
    """`known` has the tag, the first word and the one after the last of all that `words` name."""

    def __init__(self, known: Sequence[tuple[int, int, str]], words: Sequence[str], gazetteer: Gazetteer) -> None:
        self._known, self._words, self._gazetteer = known, words, gazetteer

    def tag(self, force: str, start: int, end: int) -> str:
        """The tag of the force that the words `start` to `end` mean; "" if it is nobody's."""
        words, tags = self._words, self._gazetteer.forces[force]
        if not words[start].islower() and self._ends_a_name(start):
            return ""
        if words[end : end + 1] and words[end].lower() in _OF:
            follows = end + 2 if words[end + 1 : end + 2] and words[end + 1].lower() in _THE else end + 1
            if named := self._starts.get(follows):
                return tags.get(named, "")
        named_in_full = {tag: self._often[tag] for tag in set(tags.values()) if tag in self._often}
        if named_in_full:
            return _outstanding(named_in_full)
        return tags.get(self._country, "")

    def _ends_a_name(self, start: int) -> bool:
        """Whether a capitalised word before it makes it somebody else's (`Salvation Army`)."""
        before = self._words[start - 1] if start else BREAK
        if start < self._title_ends or before in _FORCES or start in self._ends:
            return False
        before_that = self._words[start - 2] if start > 1 else BREAK
        return before[:1].isupper() and len(before) > 1 and before_that != BREAK and before not in _OPENERS

    @cached_property
    def _title_ends(self) -> int:
        return self._words.index(BREAK) if BREAK in self._words else 0

    @cached_property
    def _starts(self) -> Mapping[int, str]:
        return {start: tag for start, _, tag in self._known}

    @cached_property
    def _ends(self) -> frozenset[int]:
        return frozenset(end for _, end, _ in self._known)

    @cached_property
    def _often(self) -> Counter[str]:
        return Counter(tag for _, _, tag in self._known)

    @cached_property
    def _country(self) -> str:
        """The country that the text is about; "" if that is not plain."""
        countries, implied = self._gazetteer.forces["Army"], self._gazetteer.implied
        worth: Counter[str] = Counter()
        for start, _, tag in self._known:
            times = _IN_TITLE if start < self._title_ends else 1
            if tag in countries:
                worth[tag] += times
            for country in implied.get(tag, ()):
                worth[country] += times * _OF_A_COUNTRY
        outstanding = _outstanding(worth)
        return outstanding if worth[outstanding] >= _LEAST else ""


_FORCES = frozenset(("Army", "Navy", "Force", "Corps", "Guard", "Guards", "Marines", "Marine"))
_OPENERS = frozenset(
    ("The", "An", "In", "On", "At", "For", "From", "By", "As", "With", "And", "But", "When", "While", "Former")
)


def _outstanding(worth: Mapping[str, int]) -> str:
    """The one that is worth at least twice as much as any other; "" if none is."""
    first, second, *_ = (*sorted(worth, key=lambda key: (-worth[key], key)), "", "")
    return first if worth.get(first, 0) >= 2 * worth.get(second, 0) else ""
