"""Requests for what the browser does not have yet: entity tags and byte ranges (RFC 9110 §8.8.3, §13, §14); pure."""

from __future__ import annotations

import re

_TAG = re.compile(r'(?:W/)?("[^"]*")')
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII)


def matches(header: str | None, tag: str) -> bool:
    """Whether the browser has what bears this strong tag, by its If-None-Match (compared weakly, §13.1.2)."""
    return header is not None and (header.strip() == "*" or tag in _TAG.findall(header))


def span_of(header: str | None, size: int) -> range | None:
    """The bytes that are asked for of `size`, by a request's Range; empty if there are none of them.

    None if all are asked for, or the header is one that a server may pass over: of another unit, of several ranges.
    """
    found = _RANGE.fullmatch(header.replace(" ", "")) if header else None
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None  # invalid, and so passed over (§14.1.1)
    return range(int(first), min(size, int(last) + 1) if last else size)
