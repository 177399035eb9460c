"""Digests of values: two values are the same part when their digests are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")

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


class Part(Generic[T]):
    """A value that is known by its digest, and made when it is asked for: what many share is digested once, and what
    nobody looks at is never made. In the canonical bytes of an input (`digest_of_input`) the digest stands for it."""

    __slots__ = ("_made", "_make", "digest")

    def __init__(self, digest: bytes, make: Callable[[], T]) -> None:
        """`make` must depend on nothing that the digest does not cover."""
        self.digest = digest
        self._make: Callable[[], T] | None = make
        self._made: T

    @property
    def value(self) -> T:
        if self._make is not None:
            self._made = self._make()
            self._make = None
        return self._made


class Parts(Generic[T]):
    """Many parts in their order."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Iterable[Part[T]]) -> None:
        self._parts = tuple(parts)

    def __len__(self) -> int:
        return len(self._parts)

    def values(self) -> tuple[T, ...]:
        return tuple(part.value for part in self._parts)

    @property
    def digest(self) -> bytes:
        """All digests one behind the other: those of parts of one kind have one length."""
        return b"".join([part.digest for part in self._parts])


def _digest_of_part(value: object) -> bytes:
    if isinstance(value, Part | Parts):
        return value.digest
    raise TypeError(f"{type(value).__name__} has no canonical bytes")


_input_encoder = msgspec.msgpack.Encoder(enc_hook=_digest_of_part, order="deterministic")


def digest_of_input(value: Any) -> bytes:
    """The digest of a value that may have parts in it."""
    return hashlib.blake2b(_input_encoder.encode(value), digest_size=16).digest()
