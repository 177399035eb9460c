"""Many seeds read and drafted by whoever shares the work: all the same as one after the other, and in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

from digest.seeds.draft import Draft
from digest.seeds.label.learned_lines import Learned
from digest.seeds.read.decoding import Decoded
from digest.seeds.refused import SeedError, mistake
from digest.seeds.steps import Reading
from digest.seeds.words.site_words import words_of
from digest.settings.config import ImportSettings
from digest.settings.vocabulary import Vocabulary

T = TypeVar("T")
R = TypeVar("R")

MANY = 200
"""Seeds from which on the work is shared: they take most of a second, and two processes a twentieth of one to start, or
one where they cannot be forked, as while a site is watched."""

CHUNK = 16
"""Seeds that a process is given at a time: two of them move a bar on some twenty times a second, and have work while
articles of those before are written."""

Found: TypeAlias = "tuple[tuple[Decoded, Draft | SeedError], ...] | SeedError"
"""The texts in a seed, each with its draft or why it has none; or why the seed has no texts."""


class Workers(Protocol):
    """Who shares work, as `digest.build.workers.Workers`."""

    prepare: Callable[[], object]

    def map(
        self, work: Callable[..., list[R]], shared: tuple[Any, ...], items: Iterable[T], *, small: int, chunk: int
    ) -> Iterator[R]: ...


def texts_in(reading: Reading, name: str, raw: bytes) -> tuple[tuple[Decoded, Draft | None], ...]:
    """The texts in a seed; each with its draft, if that was made to tell whether it is one. Raises SeedError."""
    drafted: dict[tuple[int, str], Draft] = {}

    def tried(decoded: Decoded) -> Draft:
        made = drafted[decoded.first_line, decoded.text] = reading.draft(name, decoded)
        return made

    parts = reading.texts(name, raw)
    if len(parts) == 1:
        parts = reading.parts(name, parts[0], tried)
    return tuple((part, drafted.get((part.first_line, part.text))) for part in parts)


def found_in(reading: Reading, name: str, raw: bytes) -> Found:
    """The texts in a seed, all of them drafted."""
    try:
        texts = texts_in(reading, name, raw)
    except Exception as error:
        return told(error)
    return tuple((decoded, draft or drafted(reading, name, decoded)) for decoded, draft in texts)


def drafted(reading: Reading, name: str, decoded: Decoded, *learned: Learned) -> Draft | SeedError:
    try:
        return reading.draft(name, decoded, *learned)
    except Exception as error:
        return told(error)


def told(error: Exception) -> SeedError:
    return error if isinstance(error, SeedError) else mistake(error)


def read_chunk(
    settings: ImportSettings, vocabulary: Vocabulary, seeds: Sequence[tuple[str, bytes]]
) -> list[Found]:  # the work of a process
    reading = _reading(settings, vocabulary)
    return [found_in(reading, name, raw) for name, raw in seeds]


def draft_chunk(
    settings: ImportSettings, vocabulary: Vocabulary, texts: Sequence[tuple[str, Decoded, Learned]]
) -> list[Draft | SeedError]:
    reading = _reading(settings, vocabulary)
    return [drafted(reading, *text) for text in texts]


_last: list[Reading] = []


def _reading(settings: ImportSettings, vocabulary: Vocabulary) -> Reading:
    """The one of this process."""
    words = words_of(settings, vocabulary)
    if not _last or _last[0].words is not words:
        _last[:] = [Reading(words)]
    return _last[0]
