"""Whether a picture says what it shows, by how Markdown or HTML has it."""

from __future__ import annotations

import re

from digest.content.links import Written
from digest.content.start_tags import read_tags

UNNAMED, NAMED, DECORATION, NO_PICTURE = "unnamed", "named", "decoration", "no picture"
"""A picture without a word on it, one with words, one that is said to need none, and another link."""

ROLES_OF_DECORATION = frozenset(("presentation", "none"))
"""The roles of pictures that tell nothing (WAI-ARIA 1.2 §5.4)."""

_LONGEST = 2_000
"""Signs that are looked at before and behind an address."""

_WORDS = re.compile(r"!\[((?:[^\[\]\\]|\\.)*)\Z")
_IMG = re.compile(r"<img\b", re.IGNORECASE)
_BEHIND = re.compile(r"[^)\n]*\)\s*\{[^}\n]*\brole\s*=\s*[\"']?(?:presentation|none)\b")


def words_of(prose: str, one: Written) -> str:
    """What the text says of the picture at an address in it."""
    start = max(0, one.at - _LONGEST)
    before, behind = prose[start : one.at], prose[one.at : one.at + _LONGEST]
    if words := _WORDS.search(before):
        if _BEHIND.match(behind, behind.find(one.address) + len(one.address)):
            return DECORATION
        return NAMED if words[1].strip() else UNNAMED
    opened = max((found.start() for found in _IMG.finditer(before)), default=-1)
    tag = next(iter(read_tags(before[opened:] + behind)), None) if opened >= 0 else None
    if tag is None or tag[0] or len(tag[1]) <= len(before) - opened:
        return NO_PICTURE
    given = {name: value or "" for name, value in reversed(tag[3])}
    if given.get("role") in ROLES_OF_DECORATION:
        return DECORATION
    return UNNAMED if "alt" not in given else NAMED if given["alt"].strip() else DECORATION
