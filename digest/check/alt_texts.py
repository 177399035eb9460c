"""Whether a picture says what it shows, by how Markdown or HTML has it."""

from __future__ import annotations

import re

from digest.content.links import Written

UNNAMED, NAMED, DECORATION, NO_PICTURE = "unnamed", "named", "decoration", "no picture"
"""A picture without a word on it, one with words, one that is said to need none, and another link."""

_LONGEST = 2_000
"""Signs that are looked at before and behind an address."""

_WORDS = re.compile(r"!\[((?:[^\[\]\\]|\\.)*)\Z")
_BEHIND = re.compile(r"[^)\n]*\)\s*\{[^}\n]*\brole\s*=\s*[\"']?(?:presentation|none)\b")
_TAG = re.compile(r"<img\b[^<>]*\Z", re.IGNORECASE)
_ALT = re.compile(r"""\balt\b(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""", re.IGNORECASE)
_ROLE = re.compile(r"""\brole\s*=\s*["']?(?:presentation|none)\b""", re.IGNORECASE)


def words_of(prose: str, one: Written) -> str:
    """What the text says of the picture at an address in it."""
    before, behind = prose[max(0, one.at - _LONGEST) : one.at], prose[one.at : one.at + _LONGEST]
    if words := _WORDS.search(before):
        if _BEHIND.match(behind, behind.find(one.address) + len(one.address)):
            return DECORATION
        return NAMED if words[1].strip() else UNNAMED
    if opened := _TAG.search(before):
        tag = opened[0] + behind.partition(">")[0]
        alt = _ALT.search(tag)
        if _ROLE.search(tag):
            return DECORATION
        return UNNAMED if alt is None else NAMED if any(map(str.strip, filter(None, alt.groups()))) else DECORATION
    return NO_PICTURE
