"""New seeds are drafted some hundred at a time before the first is written: what recurs in them is known then."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from digest.seeds.decoding import Decoded
from digest.seeds.find import Seed
from digest.seeds.formats import read_seed
from digest.seeds.lexicon import Lexicon
from digest.seeds.passes import Draft
from digest.seeds.recurring import SEEDS, Tally, holds, joined, load_recurring, save_recurring, source_key
from digest.seeds.several import digest_of, parts_of

LEARNT = ".digest/recurring.msgpack"  # in the site's folder
TOGETHER = 500  # seeds whose drafts are kept at a time: some 20 MB
_MOST = 1_000_000  # bytes of a seed that is read ahead

Drafting = Callable[[str, Decoded, frozenset[str]], Draft]


class Drafts:
    """The drafts of a run, made by `drafting` of a seed's name, its text and the lines that recur in its source.

    `keep` is the file with what earlier runs learnt.
    """

    def __init__(self, keep: Path, lexicon: Lexicon, drafting: Drafting) -> None:
        self._lexicon = lexicon
        self._keep, self._drafting = keep, drafting
        self._learnt = self._recurring = load_recurring(keep)
        self._tally = Tally()
        self._ahead: dict[tuple[str, str], Draft] = {}
        self._parts: dict[tuple[str, str], tuple[Decoded, ...]] = {}

    def look_over(self, seeds: Sequence[Seed]) -> None:
        """Draft new seeds, and learn what recurs in them. One that cannot be read is told when its turn comes."""
        self._ahead.clear()
        self._parts.clear()
        for seed in seeds if len(seeds) >= SEEDS else ():
            try:
                if not seed.path.is_file() or seed.path.stat().st_size > _MOST:
                    continue
                raw = seed.path.read_bytes()
                sha256 = hashlib.sha256(raw).hexdigest()
                parts = self._parts[seed.name, sha256] = parts_of(
                    read_seed(seed.name, raw, self._lexicon), self._lexicon
                )
                for part in parts:
                    digest = sha256 if len(parts) == 1 else digest_of(part)
                    draft = self._drafting(seed.name, part, frozenset())
                    self._ahead[seed.name, digest] = draft
                    self._tally.add(source_key(draft.source.name, draft.source.url), draft.lines)
            except Exception:  # told when the seed is imported
                continue
        self._recurring = joined(self._learnt, self._tally.recurring())

    def parts(self, seed: Seed, sha256: str, raw: bytes) -> tuple[Decoded, ...]:
        """The texts in a seed's file. Raises SeedError."""
        return self._parts.pop((seed.name, sha256), None) or parts_of(
            read_seed(seed.name, raw, self._lexicon), self._lexicon
        )

    def draft(self, seed: Seed, sha256: str, decoded: Decoded) -> Draft:
        """Raises SeedError."""
        draft = self._ahead.pop((seed.name, sha256), None) or self._drafting(seed.name, decoded, frozenset())
        lines = self._recurring.get(source_key(draft.source.name, draft.source.url))
        if not lines or decoded.markdown or not holds(draft.lines, lines):
            return draft
        again = self._drafting(seed.name, decoded, lines)
        # A line that tells of the source may recur too: without it, the text would be nobody's.
        return again if again.source == draft.source and again.body else draft

    def remember(self) -> None:
        if self._recurring != self._learnt:
            save_recurring(self._keep, self._recurring)
