"""Tags: what the text names of the people, places, organisations, systems and topics in the gazetteer.

The text is cut into words once; each word that begins an alias is looked up, and the longest alias that stands there
wins. So the work grows with the text and not with the gazetteer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from digest.seeds import data

MOST = 6
_ENOUGH = 3.0  # a score below this is a mention in passing
_IN_TITLE, _IN_LEAD, _MENTION, _MENTIONS = 6.0, 2.5, 1.0, 4

_WORD = re.compile(r"[^\W_]+")


class Alias(msgspec.Struct, frozen=True):
    """`words` as they are written; `exact` where capitals count (names), not for topics in lower case."""

    words: tuple[str, ...]
    tag: str
    exact: bool


@cache
def _aliases() -> dict[str, tuple[Alias, ...]]:
    """Aliases by their first word in lower case, the longest first."""
    by_word: dict[str, list[Alias]] = {}
    for kind, tags in data.gazetteer().items():
        for tag, others in tags.items():
            for alias in (tag, *others):
                words = tuple(_WORD.findall(alias))
                exact = kind != "topic" or not alias.islower()
                if kind == "topic" and alias == tag:
                    words, exact = tuple(w.lower() for w in words), False
                by_word.setdefault(words[0].lower(), []).append(Alias(words, tag, exact))
    return {word: tuple(sorted(a, key=lambda x: -len(x.words))) for word, a in by_word.items()}


def mentions(text: str) -> Iterator[str]:
    """The tag of every alias in `text`, in order, as often as it stands there."""
    known = _aliases()
    words = _WORD.findall(text)
    place = 0
    while place < len(words):
        step = 1
        for alias in _candidates(known, words[place]):
            if _stands_at(alias, words, place):
                yield alias.tag
                step = len(alias.words)
                break
        place += step


def _candidates(known: dict[str, tuple[Alias, ...]], word: str) -> tuple[Alias, ...]:
    lower = word.lower()
    found = known.get(lower)
    if found is None and lower.endswith("s"):
        found = known.get(lower[:-1])
    return found or ()


def _stands_at(alias: Alias, words: Sequence[str], place: int) -> bool:
    if place + len(alias.words) > len(words):
        return False
    last = len(alias.words) - 1
    return all(_same(w, words[place + n], alias.exact, n == last) for n, w in enumerate(alias.words))


def _same(wanted: str, word: str, exact: bool, is_last: bool) -> bool:
    if not exact:
        word = word.lower()
        return word == wanted or (is_last and word == wanted + "s")
    # A headline in capitals counts; two or three letters in capitals would too often be something else (`US`, `us`).
    return word in (wanted, wanted.upper()) or (is_last and len(wanted) > 3 and word == wanted + "s")


def find_tags(title: str, paragraphs: Sequence[str], offered: Sequence[str] = ()) -> tuple[str, ...]:
    """At most six tags, the best first: a mention in the title weighs most, then one in the opening.

    `offered` are those that the seed itself lists: each counts as a tag; one that the gazetteer does not know only
    if the text has it too, as it is written.
    """
    score: dict[str, float] = {}
    for tag in set(mentions(title)):
        score[tag] = _IN_TITLE
    count: dict[str, int] = {}
    for place, paragraph in enumerate(paragraphs):
        for tag in mentions(paragraph):
            count[tag] = count.get(tag, 0) + 1
            if place < 2 and count[tag] == 1:
                score[tag] = score.get(tag, 0.0) + _IN_LEAD / (place + 1)
    for tag, times in count.items():
        score[tag] = score.get(tag, 0.0) + _MENTION * min(times, _MENTIONS)
    for tag in _known_or_borne_out(offered, f"{title}\n{' '.join(paragraphs)}"):
        score[tag] = score.get(tag, 0.0) + _ENOUGH
    best = sorted(score, key=lambda tag: (-score[tag], tag))
    return tuple(tag for tag in best if score[tag] >= _ENOUGH)[:MOST]


def _known_or_borne_out(offered: Sequence[str], text: str) -> set[str]:
    if not offered:
        return set()
    sections = frozenset(name.casefold() for name in data.words().sections)
    words = f" {' '.join(_WORD.findall(text.casefold()))} "
    tags = set()
    for item in offered:
        own = " ".join(_WORD.findall(item.casefold()))
        if known := next(mentions(item), ""):
            tags.add(known)
        elif item.casefold() not in sections and f" {own} " in words:
            tags.add(item[:1].upper() + item[1:])
    return tags
