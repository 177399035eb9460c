"""A seed's file → the texts in it, each with its draft: a file is read once, and a text drafted once.

Some hundred new seeds are read and drafted before the first of them becomes an article: by then it is known which
lines recur, and a text that has one is drafted again without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from digest.files.folders import STATE
from digest.seeds.decoding import Decoded
from digest.seeds.draft import Draft
from digest.seeds.drafting import draft_seed
from digest.seeds.find import Seed
from digest.seeds.formats import read_seed
from digest.seeds.gazetteer import Gazetteer
from digest.seeds.lexicon import Lexicon
from digest.seeds.recurring import SEEDS, Tally, holds, joined, load_recurring, save_recurring, source_key
from digest.seeds.several import parts_of

T = TypeVar("T")
TOGETHER = 500  # seeds whose drafts are kept at a time: some 20 MB
_MOST = 1_000_000  # bytes of a seed that is read ahead


class Once(Generic[T]):
    """What `make` gives, or raises: it is called when that is first asked for, and never again."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make: Callable[[], T] | None = make
        self._error: Exception | None = None
        self._made: T

    def __call__(self) -> T:
        if self._make is not None:
            try:
                self._made = self._make()
            except Exception as error:
                self._error = error
            self._make = None
        if self._error is not None:
            raise self._error
        return self._made


class SeedText:
    """One of the articles in the seed called `name`. `draft` gives its draft, with the lines that recur still in it, or
    raises SeedError."""

    def __init__(self, name: str, decoded: Decoded, draft: Callable[[], Draft]) -> None:
        self.name, self.decoded, self.draft = name, decoded, Once(draft)


class SeedFile:
    """A seed's file as it was when it was read: the digest of its bytes, and its texts, which raise SeedError where it
    has none."""

    def __init__(self, sha256: str, texts: Callable[[], tuple[SeedText, ...]]) -> None:
        self.sha256, self.texts = sha256, Once(texts)


class SeedTexts:
    """The texts of a run's seeds. What recurs in them is kept in the site's folder for later runs."""

    def __init__(self, site: Path, lexicon: Lexicon, gazetteer: Gazetteer | None) -> None:
        self._keep = site / STATE / "recurring.msgpack"
        self._lexicon, self._gazetteer = lexicon, gazetteer
        self._learnt = load_recurring(self._keep)
        self._recurring = joined(self._learnt, {})
        self._tally = Tally()
        self._ahead: dict[Path, SeedFile] = {}

    def read_ahead(self, seeds: Sequence[Seed]) -> None:
        """Read and draft new seeds, and learn what recurs in them. One that cannot be read is told when its turn
        comes."""
        self._ahead.clear()
        for seed in seeds if len(seeds) >= SEEDS else ():
            with suppress(Exception):
                if seed.path.is_file() and seed.path.stat().st_size <= _MOST:
                    file = self._ahead[seed.path] = self._read(seed)
                    for text in file.texts():
                        draft = text.draft()
                        self._tally.add(source_key(draft.source.name, draft.source.url), draft.lines)
        self._recurring = joined(self._learnt, self._tally.recurring())

    def file(self, seed: Seed) -> SeedFile:
        """Raises OSError."""
        return self._ahead.pop(seed.path, None) or self._read(seed)

    def draft(self, text: SeedText) -> Draft:
        """The text's draft, without the lines that recur in its source. Raises SeedError."""
        draft = text.draft()
        lines = self._recurring.get(source_key(draft.source.name, draft.source.url))
        if not lines or text.decoded.markdown or not holds(draft.lines, lines):
            return draft
        again = draft_seed(text.name, text.decoded, self._lexicon, self._gazetteer, lines)
        # A line that tells of the source may recur too: without it, the text would be nobody's.
        return again if again.source == draft.source and again.body else draft

    def remember(self) -> None:
        """Keep what recurs for later runs."""
        recurring = {source: frozenset(lines) for source, lines in self._recurring.items()}
        if recurring != self._learnt:
            save_recurring(self._keep, recurring)

    def _read(self, seed: Seed) -> SeedFile:
        raw = seed.path.read_bytes()
        return SeedFile(hashlib.sha256(raw).hexdigest(), partial(self._texts, seed.name, raw))

    def _texts(self, name: str, raw: bytes) -> tuple[SeedText, ...]:
        drafted: dict[str, Draft] = {}

        def draft(decoded: Decoded) -> Draft:
            found = drafted.pop(decoded.text, None)  # it was drafted to tell whether it is an article for itself
            return found or draft_seed(name, decoded, self._lexicon, self._gazetteer)

        def tried(decoded: Decoded) -> Draft:
            made = drafted[decoded.text] = draft_seed(name, decoded, self._lexicon, self._gazetteer)
            return made

        parts = parts_of(read_seed(name, raw, self._lexicon), self._lexicon, tried)
        return tuple(SeedText(name, part, partial(draft, part)) for part in parts)
