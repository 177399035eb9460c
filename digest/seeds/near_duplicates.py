"""Which of the articles that are there is the same text as a new one, or nearly."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Set
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from digest.article_file.split import split
from digest.seeds.outcomes import Like
from digest.seeds.records import Record, read_article
from digest.seeds.shingles import LEAST, Sketches, runs_of, share, sketch_of

_Longer: TypeAlias = Literal["this", "other", "neither"]


def _longer(this: int, other: int) -> _Longer:
    return "this" if this > other else "other" if this < other else "neither"


class Others:
    """The articles below the content folder `into`, which is `shown` so, with their records; and those that are added
    in the course of a run. Articles are called by their paths from `into`."""

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

    def most_like(self, runs: Set[int], own: str = "") -> Like | None:
        """The article that has most of its runs of words (see `likeness`) in common with a text; None if none has
        half of them. `own` is the article that is made of the text, if there is one: neither that is looked at nor
        those that were found to be duplicates of it."""
        best: Like | None = None
        for name in self._sketches.near(sketch_of(runs)):
            if name == own or (own and self._duplicates.get(name, "").rstrip("'\"").endswith(self._path(own))):
                continue
            other = self._runs(name)
            found = share(runs, other)
            if found >= LEAST and (best is None or int(found * 100) > best.share):
                best = Like(self._path(name), int(found * 100), _longer(len(runs), len(other)))
        return best

    def add(self, name: str, runs: Set[int], like: Like | None, *, written: bool) -> None:
        """An article that is new, or new in its words, and what was found of it; not `written` in a dry run."""
        self._sketches.add(name, sketch_of(runs))
        self._duplicates[name] = str(like) if like else ""
        if not written:
            self._unwritten[name] = array("q", runs)

    def _path(self, name: str) -> str:
        return f"{self._shown}/{name}"

    def _runs(self, name: str) -> Set[int]:
        if name in self._unwritten:
            return frozenset(self._unwritten[name])
        try:
            text = read_article(self._into / name)
            parts = split(text)
            return runs_of(parts.body_text if parts else text)
        except OSError:  # it was deleted since
            return frozenset()
