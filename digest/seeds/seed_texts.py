"""A seed's file → the texts in it, each with its draft: a file is read once, and a text drafted once.

Some hundred new seeds are read and drafted before the first of them becomes an article: by then it is known which
lines recur, and a text of which something is learnt is drafted again.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from digest.files.opener import read_regular
from digest.seeds.ahead import CHUNK, MANY, Found, Workers, draft_chunk, drafted, found_in, read_chunk, texts_in, told
from digest.seeds.draft import Draft
from digest.seeds.drafting import with_learned_fields
from digest.seeds.label.learned_lines import Learned, concerns
from digest.seeds.learning import Learning
from digest.seeds.memory.learned import key_of
from digest.seeds.memory.recurring import SEEDS, Tally
from digest.seeds.memory.set_aside import SetAside
from digest.seeds.read.decoding import Decoded
from digest.seeds.read.find import Seed
from digest.seeds.read.kinds import largest
from digest.seeds.refused import SeedError, SetAsideError
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
    there is one. `draft` gives its draft, for which nothing is gone by that is learnt, or raises SeedError; `again` is
    the draft for what was learnt, if it was made."""

    def __init__(self, name: str, sha256: str, decoded: Decoded, draft: Callable[[], Draft]) -> None:
        self.name, self.sha256, self.decoded, self.draft = name, sha256, decoded, Once(draft)
        self.again: tuple[Learned, Draft | SeedError] | None = None


class SeedFile:
    """A seed's file as it was when it was read: the digest of its bytes, and its texts, which raise SeedError where it
    has none."""

    def __init__(self, sha256: str, texts: Callable[[], tuple[SeedText, ...]]) -> None:
        self.sha256, self.texts = sha256, Once(texts)


class SeedTexts:
    """The texts of a run's seeds. What is learnt of them goes to `learning`, and what is no article to `set_aside`.
    `workers` share the work on many."""

    def __init__(self, words: Words, set_aside: SetAside, learning: Learning, workers: Workers | None) -> None:
        self._words, self._reading, self._set_aside = words, Reading(words), set_aside
        self._learning, self._workers = learning, workers
        self._tally = Tally()
        self._ahead: dict[Path, SeedFile] = {}
        self._coming: Iterator[tuple[Seed, SeedFile]] = iter(())
        self._next: tuple[Seed, SeedFile] | None = None

    def expect(self, seeds: Sequence[Seed]) -> None:
        """The new seeds of a run, in the order in which they are to be read ahead. With few of them nothing is."""
        if len(seeds) < MANY:
            self._workers = None
        self._coming = self._read_all(seeds) if len(seeds) >= SEEDS else iter(())

    def read_ahead(self, seeds: Sequence[Seed], advance: Callable[[], None]) -> frozenset[Path]:
        """Read and draft the next of the new seeds, and learn what recurs in them. One that cannot be read is told when
        its turn comes. The files of the others are given; `advance` is called for each."""
        done: dict[Path, SeedFile] = {}
        for seed in seeds:
            self._next = self._next or next(self._coming, None)
            if self._next is not None and self._next[0] is seed:
                done[seed.path], self._next = self._next[1], None
                advance()
                with suppress(SeedError):
                    for text in done[seed.path].texts():
                        with suppress(SeedError):
                            draft = text.draft()
                            self._tally.add(key_of(draft.source), draft.lines)
        self._learning.learn(self._tally.lessons())
        self._ahead |= done
        self._draft_again([text for file in done.values() for text in _texts_of(file)])
        return frozenset(done)

    def file(self, seed: Seed) -> SeedFile:
        """Raises OSError."""
        return self._ahead.pop(seed.path, None) or self._read(seed)

    def draft(self, text: SeedText) -> Draft:
        """The text's draft, by what is learnt of its source. Raises SeedError."""
        try:
            draft = text.draft()
        except Exception as error:
            raise self._refused(text.name, text.sha256, error) from error
        self._set_aside.remove(text.name, text.sha256)
        learned = self._learning.sources.of(draft.source)
        if text.decoded.markdown or not concerns(draft.lines, learned):
            return with_learned_fields(draft, learned)
        if text.again is not None and text.again[0] == learned:
            again = text.again[1]
        else:
            again = drafted(self._reading, text.name, text.decoded, learned)
        # A line that tells of the source may be left out too: without it, the text would be nobody's.
        if isinstance(again, SeedError) or again.source != learned.spelt(draft.source) or not again.body:
            return with_learned_fields(draft, learned)
        return again

    def close(self) -> None:
        """Nothing more is read."""
        self._reading.close()

    def remember(self) -> None:
        """Keep what is no article for later runs."""
        self._set_aside.save()

    def _read_all(self, seeds: Sequence[Seed]) -> Iterator[tuple[Seed, SeedFile]]:
        """Those that can be read, in their order, all drafted."""
        given: deque[tuple[Seed, str]] = deque()

        def read() -> Iterator[tuple[str, bytes]]:
            for seed in seeds:
                with suppress(OSError):
                    if not seed.path.is_file() or seed.path.stat().st_size > _MOST:
                        continue
                    raw = read_regular(seed.path, largest(seed.name))
                    sha256 = hashlib.sha256(raw).hexdigest()
                    try:
                        self._set_aside.check(seed.name, sha256)
                    except SetAsideError:
                        self._ahead[seed.path] = SeedFile(sha256, partial(self._texts, seed.name, sha256, raw))
                        continue
                    given.append((seed, sha256))
                    yield seed.name, raw

        for found in self._found(read()):
            seed, sha256 = given.popleft()
            yield seed, SeedFile(sha256, partial(self._texts_found, seed.name, sha256, found))

    def _found(self, seeds: Iterator[tuple[str, bytes]]) -> Iterator[Found]:
        if self._workers is None:
            yield from (found_in(self._reading, name, raw) for name, raw in seeds)
            return
        words = self._words.settings, self._words.vocabulary
        self._workers.prepare = partial(read_chunk, *words, [_ANY])  # what all of them need is loaded before they begin
        yield from self._workers.map(read_chunk, words, seeds, small=MANY, chunk=CHUNK)

    def _draft_again(self, texts: Sequence[SeedText]) -> None:
        """If work is shared, the drafts of texts of whose sources something is learnt."""
        if self._workers is None:
            return
        todo: list[tuple[SeedText, Learned]] = []
        for text in texts:
            with suppress(SeedError):
                draft = text.draft()
                learned = self._learning.sources.of(draft.source)
                if not text.decoded.markdown and concerns(draft.lines, learned):
                    todo.append((text, learned))
        words = self._words.settings, self._words.vocabulary
        given = [(text.name, text.decoded, learned) for text, learned in todo]
        made = self._workers.map(draft_chunk, words, given, small=MANY, chunk=CHUNK)
        for (text, learned), draft_again in zip(todo, made, strict=True):
            text.again = learned, draft_again

    def _read(self, seed: Seed) -> SeedFile:
        raw = read_regular(seed.path, largest(seed.name))
        sha256 = hashlib.sha256(raw).hexdigest()
        return SeedFile(sha256, partial(self._texts, seed.name, sha256, raw))

    def _texts(self, name: str, sha256: str, raw: bytes) -> tuple[SeedText, ...]:
        self._set_aside.check(name, sha256)
        try:
            texts = texts_in(self._reading, name, raw)
        except Exception as error:
            raise self._refused(name, sha256, error) from error
        return self._seed_texts(name, sha256, texts)

    def _texts_found(self, name: str, sha256: str, found: Found) -> tuple[SeedText, ...]:
        if isinstance(found, SeedError):
            raise self._refused(name, sha256, found)
        return self._seed_texts(name, sha256, found)

    def _seed_texts(
        self, name: str, sha256: str, texts: Sequence[tuple[Decoded, Draft | SeedError | None]]
    ) -> tuple[SeedText, ...]:
        def draft(own: str, decoded: Decoded, made: Draft | SeedError | None) -> Draft:
            self._set_aside.check(name, own)
            if isinstance(made, SeedError):
                raise made
            return made or self._reading.draft(name, decoded)

        digests = [sha256] if len(texts) == 1 else [digest_of(decoded) for decoded, _ in texts]
        return tuple(
            SeedText(name, own, decoded, partial(draft, own, decoded, made))
            for (decoded, made), own in zip(texts, digests, strict=True)
        )

    def _refused(self, name: str, sha256: str, error: Exception) -> SeedError:
        """The error, and it is remembered."""
        refusal = told(error)
        self._set_aside.add(name, sha256, refusal)
        return refusal


_ANY = (
    "any.txt",
    b"Oak for the Hall\n\nBy Ann Doe\n\n8 March 2023\n\nThe committee met on Tuesday, and looked at the oak.\n",
)


def _texts_of(file: SeedFile) -> tuple[SeedText, ...]:
    try:
        return file.texts()
    except SeedError:
        return ()
