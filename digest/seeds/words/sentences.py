"""Where sentences end, and how text is cut to a length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from digest.seeds import data

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]?[A-ZÀ-ÞА-Я0-9$€£]|\s*$)")
_LAST_WORD = re.compile(r"[^\s(\[“‘\"']+$")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Z]\.?|[a-z]\.[a-z]\.?")


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(word.casefold() for word in data.words().abbreviations)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph, without the space between them. `U.S.`, `Gen.`, `J.` end none."""
    start = 0
    for match in _END.finditer(text):
        if match.group().startswith(".") and match.end() < len(text) and _is_abbreviation(text[: match.start()]):
            continue
        sentence = text[start : match.end()].strip()
        if sentence:
            yield sentence
        start = match.end()
    rest = text[start:].strip()
    if rest:
        yield rest


def _is_abbreviation(before: str) -> bool:
    word = _LAST_WORD.search(before[-24:])
    return word is not None and (
        word.group().casefold() in _abbreviations() or _INITIALS.fullmatch(word.group()) is not None
    )


_NO_HEADING = 28  # words that no heading has


@lru_cache(maxsize=4096)  # a dozen passes ask it of the same lines
def is_prose(text: str) -> bool:
    """Whether a line is at least the end of a sentence of some length, as no heading, button or list of tags is."""
    words = len(text.split())
    return words >= _NO_HEADING or (words >= 8 and text.rstrip("\"'”’»)").endswith((".", "!", "?")))


def cut(text: str, length: int) -> str:
    """`text`, or its first words with "…" after them: at most `length` characters in all."""
    if len(text) <= length:
        return text
    words = text[:length].rpartition(" ")[0] or text[: length - 1]
    return words.rstrip(" ,;:–—-.(“‘\"'") + "…"


_STUB = 40  # characters


def summary_of(lead: str, length: int = 240) -> str:
    """The first sentences of `lead` that fit into `length` characters; the first is cut if it alone does not.

    One that ends in a colon leads to something that is not there, and is left out. A first sentence of a few words is
    not left alone: "Signed at last." tells nothing.
    """
    taken = ""
    for sentence in sentences(lead):
        if taken and sentence.endswith(":"):
            return taken
        longer = f"{taken} {sentence}" if taken else sentence
        if len(longer) > length:
            return taken if len(taken) >= _STUB else cut(longer, length)
        taken = longer
    return taken


_LONGEST_HEADLINE = 180  # characters of a headline


def looks_like_headline(text: str) -> bool:
    """Short, and not a sentence with its full stop (`U.S.` at the end is no full stop)."""
    if len(text) > _LONGEST_HEADLINE or len(text.split()) > 28 or not re.search(r"\w", text):
        return False
    end = text.rstrip("\"'”’»)]")
    if not end.endswith("."):
        return not end.endswith((":", ";"))
    return bool(re.search(r"(?:\b[A-Z]\.){2,}$|…$|\.\.\.$", end))
