"""The words around something in a sentence, for those who see it without the sentence."""

from __future__ import annotations

import re
from functools import cache

from digest.seeds import data
from digest.seeds.words.sentences import sentences

LENGTH = 80
"""Characters of a phrase at most."""

_BOUND = re.compile(r"[;:()\[\]“”„«»\"]|[—–]|\s-{1,2}\s|,(?=\s)")
_WORDS = re.compile(r"\S+")
_JOINTS = frozenset(("and", "but", "or", "und", "oder", "aber", "et", "mais", "y", "pero", "och", "men"))
_QUOTES = (("“", "”"), ("«", "»"), ('"', '"'))
_FEW = 3  # words that tell nothing yet


@cache
def _small() -> frozenset[str]:
    table = data.amounts()
    return frozenset((*table.small.split(), *table.scales, *table.comma))


def phrase_around(text: str, start: int, end: int) -> str:
    """At most 80 characters of the clause that `text[start:end]` stands in, in one piece and never cut inside a word.

    What stands at the phrase's beginning itself is left out of it; "" where there are no words around.
    """
    text, start, end = _sentence(text, start, end)
    whole = _clause(text, start, end)
    first, last = _fitting(text, whole, start, end)
    first = _good_beginning(text, first, start, is_cut=first > whole[0])
    last = _good_end(text, end, last, is_cut=last < whole[1])
    if text.rfind("(", first, last) > text.rfind(")", first, last):
        closed = text.find(")", last) + 1
        first, last = (first, closed) if 0 < closed <= first + LENGTH else (text.rfind("(", first, last) + 1, last)
    rest = text[end:last].strip()
    if first >= start and len(rest.split()) >= _FEW:
        return _tidy(rest)
    phrase = _tidy(text[first:last])
    return phrase if phrase != _tidy(text[start:end]) else ""


def _tidy(phrase: str) -> str:
    phrase = " ".join(phrase.strip(" ,;:–—-").split()).rstrip(".!?").rstrip()
    for opening, closing in _QUOTES:
        if phrase.count(opening) + phrase.count(closing) == 1:
            phrase = phrase.replace(opening, "").replace(closing, "")
    return phrase.strip()


def _sentence(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The sentence that holds `text[start:end]`, and where in it that is."""
    position = 0
    for sentence in sentences(text):
        at = text.index(sentence, position)
        position = at + len(sentence)
        if at <= start and end <= position:
            return sentence, start - at, end - at
    return text, start, end


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The nearest bounds around, or the next ones where those leave next to no words."""
    bounds = [(bound.start(), bound.end()) for bound in _BOUND.finditer(text)]
    before = [0, *(after for _, after in bounds if after <= start)]
    behind = [*(at for at, _ in bounds if at >= end), len(text)]
    first, last = before.pop(), behind.pop(0)
    while len((text[first:start] + text[end:last]).split()) < _FEW and (before or behind):
        if before:
            first = before.pop()
        else:
            last = behind.pop(0)
        while text.count(")", first, start) > text.count("(", first, start) and before:
            first = before.pop()
        if last - first > 2 * LENGTH:
            break
    return first, last


def _fitting(text: str, whole: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """A clause, without words at its end and then at its beginning until it is short enough."""
    first, last = whole
    if last - first <= LENGTH:
        return whole
    spare = max(0, LENGTH - (end - start))
    ahead = min(start - first, max(spare // 2, spare - (last - end)))
    if start - first > ahead:
        first = next((at for at in _starts(text, start - ahead, start)), start)
    if last - first > LENGTH:
        last = max((at for at in _ends(text, end, last) if at - first <= LENGTH), default=end)
    return first, last


def _starts(text: str, first: int, last: int) -> list[int]:
    """Where words begin."""
    return [
        word.start()
        for word in _WORDS.finditer(text, first, last)
        if word.start() == 0 or text[word.start() - 1].isspace()
    ]


def _ends(text: str, first: int, last: int) -> list[int]:
    return [word.end() for word in _WORDS.finditer(text, first, last)]


def _good_beginning(text: str, first: int, start: int, *, is_cut: bool) -> int:
    """Where the first word is that a phrase may begin with: no small one, and no second part of a name."""
    joints = _JOINTS if not is_cut else _small()
    for word in _WORDS.finditer(text, first, start):
        in_name = is_cut and word.group()[0].isupper() and text[: word.start()].split()[-1:][0][0].isupper()
        if word.group().lower().strip(",") not in joints and not in_name:
            return word.start()
    return start


def _good_end(text: str, end: int, last: int, *, is_cut: bool) -> int:
    """Where the last word ends that a phrase may end with; of one that was cut, the part that was begun is left out."""
    words = list(_WORDS.finditer(text, end, last))
    if is_cut and words and not text[last : last + 1].strip():
        begun = next((n for n in range(len(words) - 1, -1, -1) if words[n].group().lower() in _small()), -1)
        words = words[: max(begun, 0)] if begun >= 0 else words
    while words and words[-1].group().lower().strip(",") in _small():
        words.pop()
    return words[-1].end() if words else end
