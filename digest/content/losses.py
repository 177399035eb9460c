"""What making a body safe takes away from it: told, for whoever wrote it meant something by it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.content.html import SCHEMES, allowed_attributes, allowed_tags, is_address
from digest.content.links import without_code
from digest.content.start_tags import read_tags
from digest.errors import nearest
from digest.model.article import Loss

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WEB = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
_ALIGNS = re.compile(r"\s*(?:text-align\s*:.*)?", re.DOTALL)
_ADDRESSES = {"href", "src", "cite", "poster", "longdesc"}
_TRUST = "If all who write here may use any HTML, set 'markdown: {html: trusted}' in digest.yaml."


MOST = 50
"""So many losses are told of one article."""


def losses_in(html: str, body: str, first_line: int) -> tuple[Loss, ...]:
    """`html` is what an engine made of the Markdown `body`, which begins on `first_line` of its file."""
    prose = without_code(body)
    found = list(dict.fromkeys(_taken_from(html)))
    told = [
        Loss(first_line + prose.count("\n", 0, _place(written, prose)), fact, remedy)
        for written, fact, remedy in found[:MOST]
    ]
    if len(found) > MOST:
        told.append(Loss(first_line, f"and {len(found) - MOST:,} more such things are taken out.", ""))
    return tuple(told)


def _taken_from(html: str) -> Iterator[tuple[str, str, str]]:
    """For each loss a pattern of how it was written, what it is, and a remedy."""
    tags, attributes = allowed_tags(), allowed_attributes()
    for _, _, tag, given in read_tags(html):
        if tag not in tags:
            yield rf"<{re.escape(tag)}\b", f"the element <{tag}> is taken out.", _TRUST
            continue
        kept = attributes["*"] | attributes.get(tag, set())
        for name, value in given:
            written = rf"\b{re.escape(name)}\b"
            if name == "tabindex" and tag == "div":
                continue
            if name not in kept:
                yield written, f"'{name}' of <{tag}> is taken out.", _TRUST
            elif name == "style" and not all(map(_ALIGNS.fullmatch, (value or "").split(";"))):
                yield written, f"'style' of <{tag}> keeps nothing but 'text-align'.", _TRUST
            elif name in _ADDRESSES and (scheme := _other_scheme(value or "")):
                fact = f"the address '{value}' is taken out: links begin with {', '.join(SCHEMES)}."
                near = nearest(scheme, SCHEMES)
                yield re.escape(value or ""), fact, f"Did you mean '{near}:'?" if near else ""
            elif name in _ADDRESSES and _WEB.match(value or "") and not is_address(value or ""):
                fact = f"the address '{value}' is taken out: no browser could read it."
                yield re.escape(value or ""), fact, "Check its host and port."


def _other_scheme(address: str) -> str:
    """The scheme of an address as a browser reads it, if links may not begin with it."""
    found = _SCHEME.match(re.sub(r"[\x00-\x20]", "", address))
    return found[1][:40].lower() if found and found[1].lower() not in SCHEMES else ""


def _place(written: str, prose: str) -> int:
    found = re.search(written, prose, re.IGNORECASE)
    return found.start() if found else 0
