"""What a text itself says of the names in it: an acronym that it explains otherwise (`Carrier Strike Group (CSG)`), and
a ship that it calls by its bare name (`USS Florida … Florida`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from digest.seeds import data
from digest.seeds.words.gazetteer import words_of

Named: TypeAlias = tuple[int, int, str]  # the first word, the one after the last, the tag

_ACRONYM = re.compile(r"\(([A-Z]{2,6})s?\)")
_BEFORE = 90  # characters before an acronym in which its words stand


def as_explained(named: Sequence[Named], text: str, words: Sequence[str]) -> list[Named]:
    """What `text`, of these `words`, names, without what its acronyms do not mean, and with its ships' bare names."""
    if ships := _bare_names({tag for _, _, tag in named}):
        named = [(start, end, ships.get(tuple(words[start:end]), tag)) for start, end, tag in named]
    meant = _explained(text)
    if not meant:
        return list(named)
    in_full = {tag for start, _, tag in named if words[start] not in meant}
    return [
        (start, end, tag)
        for start, end, tag in named
        if tag in in_full or words[start] not in meant or _may_be(tag, words[start], meant[words[start]])
    ]


def _may_be(tag: str, acronym: str, meant: frozenset[str]) -> bool:
    """Whether a tag is what its acronym is said to mean: most of its words are there."""
    own = [word.lower() for word in words_of(tag)]
    return tag == acronym or 2 * sum(word in meant for word in own) > len(own)


def _bare_names(tags: set[str]) -> Mapping[tuple[str, ...], str]:
    ships = data.forces().ships
    return {tuple(words_of(tag)[1:]): tag for tag in tags if tag.partition(" ")[0] in ships}


def _explained(text: str) -> Mapping[str, frozenset[str]]:
    """The acronyms in brackets whose letters begin the words before them, with these words in lower case."""
    found = {}
    for match in _ACRONYM.finditer(text) if "(" in text else ():
        before = words_of(text[max(0, match.start() - _BEFORE) : match.start()])
        capitalised = [word for word in before if word[0].isupper()]
        for some in (before, capitalised):
            explaining = some[-len(match[1]) :]
            if "".join(word[0] for word in explaining).upper() == match[1]:
                found[match[1]] = frozenset(map(str.lower, explaining))
    return found
