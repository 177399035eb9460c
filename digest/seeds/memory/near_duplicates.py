"""Which of the articles that are there is the same text as a new one, or nearly."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Set
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from digest.article_file.split import split
from digest.seeds.memory.records import Record, read_article
from digest.seeds.memory.shingles import LEAST, Sketches, share, shingles_of, sketch_of
from digest.seeds.outcomes import Like

_Longer: TypeAlias = Literal["this", "other", "neither"]


def _longer(this: int, other: int) -> _Longer:
    return "this" if this > other else "other" if this < other else "neither"


class Others:
    """The articles below the content folder `into`, which is `shown` so, with their records; and those that are added
    in the course of an import. Articles are called by their paths from `into`."""

    def __init__(self, into: Path, records: Mapping[str, Record], shown: str) -> None:
        self._into, self._shown = into, shown
        self._records = records
        self._duplicates = {name: record.duplicate for name, record in records.items() if record.duplicate}
        self._unwritten: dict[str, array[int]] = {}  # a set is ten times as large

    @cached_property
    def _sketches(self) -> Sketches:
        # Made when there is something to compare: an import that finds nothing new needs none.
        made = Sketches()
        for name, record in self._records.items():
            made.add(name, record.sketch)
        return made

    def most_like(self, shingles: Set[int], own: str = "") -> Like | None:
        """The article that has most in common with a text of these shingles; None if none has half of them.

        `own` is the article that is made of the text, if there is one: it is passed over, and so are those that were
        found to be duplicates of it.
        """
        best: Like | None = None
        for name in self._sketches.near(sketch_of(shingles)):
            if name == own or (own and self._duplicates.get(name, "").rstrip("'\"").endswith(self._path(own))):
                continue
            other = self._shingles(name)
            found = share(shingles, other)
            if found >= LEAST and (best is None or int(found * 100) > best.share):
                best = Like(self._path(name), int(found * 100), _longer(len(shingles), len(other)))
        return best

    def add(self, name: str, shingles: Set[int], like: Like | None, *, written: bool) -> None:
        """An article that is new, or new in its words, and what was found of it; not `written` in a dry run."""
        self._sketches.add(name, sketch_of(shingles))
        self._duplicates[name] = str(like) if like else ""
        if not written:
            self._unwritten[name] = array("q", shingles)

    def _path(self, name: str) -> str:
        return f"{self._shown}/{name}"

    def _shingles(self, name: str) -> Set[int]:
        if name in self._unwritten:
            return frozenset(self._unwritten[name])
        try:
            text = read_article(self._into / name)
            parts = split(text)
            return shingles_of(parts.body_text if parts else text)
        except OSError:  # it was deleted since
            return frozenset()
