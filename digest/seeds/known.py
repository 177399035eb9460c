"""The articles that are in the content folder already, by the seed that each was made of."""

from __future__ import annotations

from collections.abc import Mapping, Set
from pathlib import Path

import msgspec

from digest.seeds.find import Seed
from digest.seeds.frontmatter import SeedMark
from digest.seeds.records import Record


class Known(msgspec.Struct, frozen=True):
    path: Path
    mark: SeedMark


class KnownArticles:
    """Made once a run. Of two articles that name one seed the first by path counts; of two seeds with the bytes of
    one article the first gets it."""

    def __init__(self, into: Path, records: Mapping[str, Record]) -> None:
        self._by_file: dict[str, Known] = {}
        self._by_sha256: dict[str, list[Known]] = {}
        self._claimed: set[Path] = set()
        for name, record in records.items():
            if record.mark is not None:
                known = Known(into / name, record.mark)
                self._by_file.setdefault(known.mark.file, known)
                self._by_sha256.setdefault(known.mark.sha256, []).append(known)

    def claim(self, seed: Seed, sha256: str, given: Set[str]) -> Known | None:
        """The article that a seed has, which for the rest of the run is that seed's alone."""
        known = self._article_of(seed, sha256, given)
        if known is not None:
            self._claimed.add(known.path)
        return known

    def _article_of(self, seed: Seed, sha256: str, given: Set[str]) -> Known | None:
        """The article made of this seed; of a renamed seed, the one made of the same bytes whose seed is gone.

        `given` are the names of all seeds of this run: an article of one of them is not taken for another's. A seed
        outside the site's seeds/ is known by its bytes: another folder may have another text of the same name.
        """
        if seed.is_own and seed.name in self._by_file:
            return self._by_file[seed.name]
        same = [other for other in self._by_sha256.get(sha256, ()) if other.path not in self._claimed]
        for other in same:
            if not seed.is_own and other.mark.file == seed.name:
                return other
        for other in same:
            if other.mark.file not in given and not (seed.folder / other.mark.file).exists():
                return other
        return None

    def has_namesake(self, seed: Seed) -> bool:
        """Whether some article was made of a seed of this name, this one or another."""
        return seed.name in self._by_file
