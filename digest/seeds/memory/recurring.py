"""Lines that recur in many texts of one source, and so belong to its pages: counted, and learnt.

A sentence may be background that a paper repeats in its reports. It is left out only if it recurs in half of the
source's texts, and only above or below the sentences that are the text's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from digest.seeds.label.lines import Lines
from digest.seeds.memory.learned import Lesson
from digest.seeds.words.folding import folded
from digest.seeds.words.sentences import is_prose

SEEDS = 4  # texts, at least, that have the line
_SHARE = {False: 0.25, True: 0.5}  # of the source's texts; of a line that is prose, the second
_WORDS = (4, 60)


class Tally:
    """How many texts of a source have a line. Only numbers are kept of a line until it has recurred."""

    def __init__(self) -> None:
        self._texts: Counter[str] = Counter()
        self._counts: Counter[int] = Counter()
        self._leads: set[int] = set()
        self._names: dict[str, str] = {}
        self._often: dict[str, dict[str, str]] = {}

    def add(self, name: str, lines: Lines) -> None:
        """The lines of a draft, by the name of its source, in any case: one with "" has none, and is compared with
        none. A copy of a text that was there, or nearly, is not counted."""
        source = folded(name)
        kept = dict.fromkeys(line.text for line in lines if line.is_text)
        found = {words: text for text in kept if _fits(words := folded(text))}
        if not source or not found:
            return
        keys = {words: hash((source, words)) for words in found}
        lead = hash((source, next((words for words, text in found.items() if is_prose(text)), "")))
        seen = sum(key in self._counts for key in keys.values())
        if lead in self._leads or 2 * seen >= len(kept):
            return
        self._leads.add(lead)
        self._names.setdefault(source, name)
        self._texts[source] += 1
        for words, key in keys.items():
            self._counts[key] += 1
            if self._counts[key] == SEEDS:
                self._often.setdefault(source, {})[words] = found[words]

    def lessons(self) -> Iterator[Lesson]:
        """That the lines which recur are left out."""
        for source, lines in self._often.items():
            for words, text in lines.items():
                count = self._counts[hash((source, words))]
                if count >= _SHARE[is_prose(text)] * self._texts[source]:
                    yield Lesson(self._names[source], "out", text, f"in {count} texts")


def _fits(words: str) -> bool:
    return _WORDS[0] <= words.count(" ") + 1 <= _WORDS[1]
