"""Digests of values: two values are the same part when their digests are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

_encoder = msgspec.msgpack.Encoder(order="deterministic")


def digest_bytes(*chunks: bytes) -> bytes:
    """BLAKE2b of the chunks, each preceded by its length so that no two sequences meet; 16 bytes."""
    if len(chunks) == 1:
        return hashlib.blake2b(chunks[0], digest_size=16).digest()
    state = hashlib.blake2b(digest_size=16)
    for chunk in chunks:
        state.update(len(chunk).to_bytes(8, "little"))
        state.update(chunk)
    return state.digest()


def encode(value: Any) -> bytes:
    """The canonical bytes of a value: deterministic MessagePack. A type it does not know is a TypeError."""
    return _encoder.encode(value)


def digest_of(value: Any) -> bytes:
    """The digest of a value."""
    return hashlib.blake2b(_encoder.encode(value), digest_size=16).digest()


class Made(dict[K, T]):
    """Values that are made when they are asked for, once."""

    def __init__(self, make: Callable[[K], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> T:
        value = self[key] = self._make(key)
        return value


class Part(Generic[T]):
    """A value with its digest, which stands for it in the canonical bytes of an input (`digest_of_input`)."""

    __slots__ = ("digest", "value")

    def __init__(self, digest: bytes, value: T) -> None:
        self.digest = digest
        self.value = value


class Shelf(Generic[T]):
    """Many values by their places, of which the digests are known and which are made when they are asked for."""

    __slots__ = ("_common", "_digests", "_values")

    def __init__(self, digests: Sequence[bytes], make: Callable[[int], T], common: bytes = b"") -> None:
        """`make` gives the value at a place, of nothing that its digest and the one that is `common` to all do not
        cover. All digests have one length."""
        self._digests = digests
        self._values = Made(make)
        self._common = common

    def __getitem__(self, place: int) -> T:
        return self._values[place]

    def values(self, places: Iterable[int]) -> tuple[T, ...]:
        return tuple(map(self._values.__getitem__, places))

    def take_over(self, before: Shelf[T], other: Iterable[int]) -> None:
        """Takes what was made for `before`, which has the same but at some places."""
        if before._common == self._common:
            self._values.update(before._values)
            for place in other:
                self._values.pop(place, None)

    def digests(self) -> list[bytes]:
        """Those of all values, without the common one."""
        return list(self._digests)

    def parts(self, places: Iterable[int]) -> Parts[T]:
        """Some of them, in this order."""
        return Parts(self, tuple(places))

    def digest_of(self, places: Iterable[int]) -> bytes:
        digests = self._digests
        return b"".join([self._common, *[digests[place] for place in places]])


class Parts(Generic[T]):
    """Values of a shelf in their order: their digests stand for them, as that of a `Part`."""

    __slots__ = ("_places", "_shelf")

    def __init__(self, shelf: Shelf[T], places: tuple[int, ...]) -> None:
        self._shelf = shelf
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    def values(self) -> tuple[T, ...]:
        return self._shelf.values(self._places)

    @property
    def digest(self) -> bytes:
        return self._shelf.digest_of(self._places)


def _digest_of_part(value: object) -> bytes:
    if isinstance(value, Part | Parts):
        return value.digest
    raise TypeError(f"{type(value).__name__} has no canonical bytes")


_input_encoder = msgspec.msgpack.Encoder(enc_hook=_digest_of_part, order="deterministic")


def digest_of_input(value: Any) -> bytes:
    """The digest of a value that may have parts in it."""
    return hashlib.blake2b(_input_encoder.encode(value), digest_size=16).digest()
