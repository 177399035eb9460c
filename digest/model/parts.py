"""Digests of values: two values are the same part when their digests are."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

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
