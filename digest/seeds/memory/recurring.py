"""Lines that recur in many texts of one source, and so belong to its pages: counted, remembered, marked.

A sentence may be background that a paper repeats in its reports. It is left out only if it recurs in half of the
source's texts, and only above or below the sentences that are the text's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import msgspec

from digest.files.whole import write_whole
from digest.seeds.label.lines import Lines
from digest.seeds.label.recurring_lines import Recurring
from digest.seeds.words.folding import folded
from digest.seeds.words.hosts import host_of
from digest.seeds.words.sentences import is_prose

SEEDS = 4  # texts, at least, that have the line
_SHARE = {False: 0.25, True: 0.5}  # of the source's texts; of a line that is prose, the second
_WORDS = (4, 60)


Learnt: TypeAlias = Mapping[str, frozenset[str]]
"""By source, the lines that recur, folded, as they are kept for later imports."""


def source_key(name: str, url: str) -> str:
    """What texts of one source have in common; "" for a text without one, which is compared with none."""
    return folded(name) or host_of(url)


class Tally:
    """How many texts of a source have a line. Only numbers are kept of a line until it has recurred."""

    def __init__(self) -> None:
        self._texts: Counter[str] = Counter()
        self._counts: Counter[int] = Counter()
        self._leads: set[int] = set()
        self._often: dict[str, dict[str, bool]] = {}

    def add(self, source: str, lines: Lines) -> None:
        """The lines of a draft. A copy of a text that was there, or nearly, is not counted."""
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
        self._texts[source] += 1
        for words, key in keys.items():
            self._counts[key] += 1
            if self._counts[key] == SEEDS:
                self._often.setdefault(source, {})[words] = is_prose(found[words])

    def recurring(self) -> dict[str, Recurring]:
        """By source, the lines that recur."""
        return {source: dict(self._often_enough(source)) for source in self._often}

    def _often_enough(self, source: str) -> Iterator[tuple[str, int]]:
        for words, prose in self._often[source].items():
            count = self._counts[hash((source, words))]
            if count >= _SHARE[prose] * self._texts[source]:
                yield words, count


def _fits(words: str) -> bool:
    return _WORDS[0] <= words.count(" ") + 1 <= _WORDS[1]


def joined(learnt: Learnt, found: Mapping[str, Recurring]) -> dict[str, Recurring]:
    """What recurs by what earlier imports learnt, and by what this one found."""
    both = {
        source: {**dict.fromkeys(learnt.get(source, ()), 0), **found.get(source, {})} for source in (*learnt, *found)
    }
    return {source: lines for source, lines in both.items() if lines}


def load_recurring(keep: Path) -> Learnt:
    """What earlier imports learnt.

    Articles depend on it, beside seed and settings: a line that is known from earlier imports alone is left out of a
    new text. Without the file (or with a damaged one) such a line stays, until it recurs among new texts again.
    """
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.msgpack.decode(keep.read_bytes(), type=dict[str, frozenset[str]])
    return {}


def save_recurring(keep: Path, recurring: Learnt) -> None:
    with suppress(OSError, UnicodeEncodeError):  # what is lost is learnt again
        keep.parent.mkdir(exist_ok=True)
        kept = {source: sorted(recurring[source]) for source in sorted(recurring)}
        write_whole(keep, msgspec.msgpack.encode(kept))
