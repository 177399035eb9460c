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
from digest.files.opener import read_regular
from digest.seeds.draft import Draft
from digest.seeds.label.recurring_lines import holds
from digest.seeds.memory.recurring import SEEDS, Tally, joined, load_recurring, save_recurring, source_key
from digest.seeds.memory.set_aside import SetAside
from digest.seeds.read.decoding import Decoded
from digest.seeds.read.find import Seed
from digest.seeds.read.kinds import largest
from digest.seeds.refused import SeedError, mistake
from digest.seeds.several import digest_of
from digest.seeds.steps import Reading
from digest.seeds.words.site_words import Words

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
    """One of the articles in the seed called `name`, which is known by the digest `sha256`: that of the whole seed if
    there is one. `draft` gives its draft, with the lines that recur still in it, or raises SeedError."""

    def __init__(self, name: str, sha256: str, decoded: Decoded, draft: Callable[[], Draft]) -> None:
        self.name, self.sha256, self.decoded, self.draft = name, sha256, decoded, Once(draft)


class SeedFile:
    """A seed's file as it was when it was read: the digest of its bytes, and its texts, which raise SeedError where it
    has none."""

    def __init__(self, sha256: str, texts: Callable[[], tuple[SeedText, ...]]) -> None:
        self.sha256, self.texts = sha256, Once(texts)


class SeedTexts:
    """The texts of a run's seeds. What recurs in them, and what is no article, is kept in the site's folder for later
    runs: see `recurring` and `set_aside`."""

    def __init__(self, site: Path, words: Words, set_aside: SetAside) -> None:
        self._keep = site / STATE / "recurring.msgpack"
        self._reading, self._set_aside = Reading(words), set_aside
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
        try:
            draft = text.draft()
        except Exception as error:
            raise self._refused(text.name, text.sha256, error) from error
        self._set_aside.remove(text.name, text.sha256)
        lines = self._recurring.get(source_key(draft.source.name, draft.source.url))
        if not lines or text.decoded.markdown or not holds(draft.lines, lines):
            return draft
        again = self._reading.draft(text.name, text.decoded, lines)
        # A line that tells of the source may recur too: without it, the text would be nobody's.
        return again if again.source == draft.source and again.body else draft

    def close(self) -> None:
        """Nothing more is read."""
        self._reading.close()

    def remember(self) -> None:
        """Keep what recurs, and what is no article, for later runs."""
        self._set_aside.save()
        recurring = {source: frozenset(lines) for source, lines in self._recurring.items()}
        if recurring != self._learnt:
            save_recurring(self._keep, recurring)

    def _read(self, seed: Seed) -> SeedFile:
        raw = read_regular(seed.path, largest(seed.name))
        sha256 = hashlib.sha256(raw).hexdigest()
        return SeedFile(sha256, partial(self._texts, seed.name, sha256, raw))

    def _texts(self, name: str, sha256: str, raw: bytes) -> tuple[SeedText, ...]:
        self._set_aside.check(name, sha256)
        drafted: dict[tuple[int, str], Draft] = {}

        def draft(own: str, decoded: Decoded) -> Draft:
            self._set_aside.check(name, own)
            found = drafted.pop((decoded.first_line, decoded.text), None)  # it was drafted to tell whether it is one
            return found or self._reading.draft(name, decoded)

        def tried(decoded: Decoded) -> Draft:
            made = drafted[decoded.first_line, decoded.text] = self._reading.draft(name, decoded)
            return made

        try:
            parts = self._reading.texts(name, raw)
            if len(parts) == 1:
                parts = self._reading.parts(name, parts[0], tried)
        except Exception as error:
            raise self._refused(name, sha256, error) from error
        digests = [sha256] if len(parts) == 1 else list(map(digest_of, parts))
        return tuple(
            SeedText(name, own, part, partial(draft, own, part)) for part, own in zip(parts, digests, strict=True)
        )

    def _refused(self, name: str, sha256: str, error: Exception) -> SeedError:
        """The error, and it is remembered."""
        told = error if isinstance(error, SeedError) else mistake(error)
        self._set_aside.add(name, sha256, told)
        return told
