"""The articles that are in the content folder already, by the seed that each was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from pathlib import Path

import msgspec

from digest.article_file.mark import SeedMark
from digest.seeds.memory.records import Record
from digest.seeds.read.find import Seed


class Known(msgspec.Struct, frozen=True):
    path: Path
    mark: SeedMark


class KnownArticles:
    """Made once a run. Of two articles that name one seed the first by path counts; of two seeds with the bytes of
    one article the first gets it."""

    def __init__(self, into: Path, records: Mapping[str, Record]) -> None:
        self._by_file: dict[str, list[Known]] = {}
        self._by_sha256: dict[str, list[Known]] = {}
        self._claimed: set[Path] = set()
        for name, record in records.items():
            if record.mark is not None:
                known = Known(into / name, record.mark)
                self._by_file.setdefault(known.mark.file, []).append(known)
                self._by_sha256.setdefault(known.mark.sha256, []).append(known)

    def of_file(self, seed: Seed) -> tuple[Known, ...]:
        """The articles made of a seed of this name, this one or another, in the order of their parts."""
        return tuple(sorted(self._by_file.get(seed.name, ()), key=lambda known: known.mark.part))

    def claim(self, seed: Seed, sha256: str, given: Set[str]) -> Known | None:
        """The article that a seed has, which for the rest of the run is that seed's alone.

        If it has several, the first: see `claim_parts`.
        """
        own = self.of_file(seed) if seed.is_own else ()
        known = own[0] if own else self._of_same_text(seed, sha256, given)
        if known is not None:
            self._claimed.add(known.path)
        return known

    def claim_parts(self, seed: Seed, sha256: Sequence[str], given: Set[str]) -> list[Known | None]:
        """The article of each part of a seed: the one of the same text, wherever it stood in the file, or else the
        one that was made of the part in its place. What the seed had claimed as a whole it need not keep."""
        left = list(self.of_file(seed)) if seed.is_own else []
        self._claimed.difference_update(known.path for known in left)
        found: list[Known | None] = []
        for digest in sha256:
            same = next((known for known in left if known.mark.sha256 == digest), None)
            if same is not None:
                left.remove(same)
            found.append(same or self._of_same_text(seed, digest, given))
            self._claimed.update(known.path for known in found if known)
        for n, known in enumerate(found):
            if known is None and left:
                found[n] = next((other for other in left if max(other.mark.part, 1) == n + 1), left[0])
                left = [other for other in left if other is not found[n]]
        self._claimed.update(known.path for known in found if known)
        return found

    def _of_same_text(self, seed: Seed, sha256: str, given: Set[str]) -> Known | None:
        """The article that was made of the same bytes when the seed had another name: no seed of that name is left.

        `given` are the names of all seeds of this run: an article of one of them is not taken for another's. A seed
        outside the site's seeds/ is known by its bytes: another folder may have another text of the same name.
        """
        same = [other for other in self._by_sha256.get(sha256, ()) if other.path not in self._claimed]
        for other in same:
            if not seed.is_own and other.mark.file == seed.name:
                return other
        for other in same:
            if other.mark.file not in given and not (seed.folder / other.mark.file).exists():
                return other
        return None


def part_numbers(claimed: Sequence[Known | None]) -> list[int]:
    """The numbers of a seed's parts. An article keeps the number that it has, wherever its text stands now; a new one
    gets the number of its place, or the next that is free."""
    numbers = [max(known.mark.part, 1) if known else 0 for known in claimed]
    for place, number in enumerate(numbers):
        if not number:
            numbers[place] = next(n for n in range(place + 1, place + len(numbers) + 2) if n not in numbers)
    return numbers
