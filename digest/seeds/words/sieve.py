"""Many regular expressions tried on many lines, at the price of the few that can match.

A line is searched once for the words that the expressions cannot do without, all of them in one automaton; only those
are tried whose words it has. (RE2 calls this a filter, `FilteredRE2`.)

Without it an import takes a fifth longer (2,000 raw texts of `tests/bench`: 11.3 s instead of 9.4), and one of real web
pages half as long again (314 of many publishers: 6.8 s instead of 4.6).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick

_SHORTEST = 3  # letters of a word worth looking for; of marks such as `©` one is enough
_ESCAPE = r"\\(?:x..|u.{4}|U.{8}|N\{[^}]*\}|\d+|.)"
_GROUP = r"\(\?(?:P<\w+>|[-a-z]*:|<?[=!]|>|[-\w=#][^)]*\))"  # or what only looks like one: `(?i)`, `(?P=name)`
_ATOM = rf"{_ESCAPE}|\[\^?\]?(?:\\.|[^\]\\])*\]|{_GROUP}|."
_TOKEN = re.compile(rf"(?P<atom>{_ATOM})(?P<repeat>(?:[*?+]|\{{\d*,?\d*\}})[?+]?)?", re.S)
_MAY_BE_MISSING = re.compile(r"[*?]|\{0?,|\{0\}")
_UNUSUAL = re.compile(r"\(\?(?:\(|[a-z]*x)")  # a condition, or spaces that mean nothing

_MARKS = re.compile(r"\[[^\w\s^\\-]+\]")

_ALONE = re.compile(r"\\[1-9]|\(\?(?:P[<=]|\(|[a-zA-Z]+\))")  # groups by number or name, flags of the whole

_NOTHING: frozenset[str] = frozenset()


class Sieve:
    """Regular expressions that are tried without regard to case, each known by its place among them."""

    def __init__(self, patterns: Sequence[str]) -> None:
        owners: dict[str, list[int]] = {}
        self._always: list[int] = []
        for place, pattern in enumerate(patterns):
            words = needed(pattern)
            for word in words:
                owners.setdefault(word, []).append(place)
            if not words:
                self._always.append(place)
        # Those that no word tells of are tried all at once first, but for what means something else among others.
        self._joined = [place for place in self._always if not _ALONE.search(patterns[place])]
        self._apart = [place for place in self._always if place not in self._joined]
        self._may_be_any = re.compile("|".join(f"(?:{patterns[place]})" for place in self._joined) or "(?!)", re.I)
        self._owners = tuple(map(tuple, owners.values()))
        self._automaton = AhoCorasick(list(owners), store_patterns=False)

    def candidates(self, text: str) -> list[int]:
        """The places of the expressions that can match `text`, in order."""
        found = {match[0] for match in self._automaton.find_matches_as_indexes(text.lower(), overlapping=True)}
        always = self._always if self._may_be_any.search(text) else self._apart
        if not found:
            return always
        return sorted({place for word in found for place in self._owners[word]}.union(always))


def needed(pattern: str) -> frozenset[str]:
    """Words, in lower case, of which every text that `pattern` matches has one; none if no such are known."""
    if _UNUSUAL.search(pattern):
        return _NOTHING
    tokens = [(token["atom"], token["repeat"] or "") for token in _TOKEN.finditer(pattern)]
    return _of_any(tokens, 0)[0]


def alternatives(pattern: str) -> list[str]:
    """What stands between the bars that are in no brackets."""
    parts, depth = [""], 0
    for token in _TOKEN.finditer(pattern):
        depth += _opens(token["atom"]) - (token["atom"] == ")")
        if token["atom"] == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += token.group()
    return parts


def _of_any(tokens: Sequence[tuple[str, str]], at: int) -> tuple[frozenset[str], int]:
    """What the alternatives from token `at` on need, and where the bracket closes that they stand in."""
    found: list[frozenset[str]] = []
    while True:
        words, at = _of_each(tokens, at)
        found.append(words)
        if at == len(tokens) or tokens[at][0] == ")":
            return (_NOTHING.union(*found) if all(found) else _NOTHING), at
        at += 1


def _of_each(tokens: Sequence[tuple[str, str]], at: int) -> tuple[frozenset[str], int]:
    """The most telling of what the parts of one alternative need, and where it ends."""
    best, run = _NOTHING, ""
    while at < len(tokens) and tokens[at][0] not in ("|", ")"):
        atom, repeat = tokens[at]
        letters, words = _letters(atom), _one_of(atom)
        if _opens(atom):
            words, at = _of_any(tokens, at + 1)
            words, repeat = _NOTHING if atom.endswith(("=", "!")) else words, tokens[at][1]
        at += 1
        if _MAY_BE_MISSING.match(repeat):
            letters, words = "", _NOTHING
        best = max(best, words, frozenset((run + letters,)), key=_worth)
        run = letters if repeat or not letters else run + letters
    return (best if _worth(best) else _NOTHING), at


def _opens(atom: str) -> bool:
    return atom[0] == "(" and atom[-1] != ")"


def _letters(atom: str) -> str:
    """The letter that an atom stands for; "" where it may be one of several, or none."""
    if len(atom) == 2 and not atom[1].isalnum():
        return atom[1]
    return atom.lower() if len(atom) == 1 and atom not in "^$.()" else ""


def _one_of(atom: str) -> frozenset[str]:
    """The marks of a short list of them (`[»›>]`)."""
    return frozenset(atom[1:-1]) if len(atom) < 8 and _MARKS.fullmatch(atom) else _NOTHING


def _worth(words: frozenset[str]) -> int:
    """How telling words are; 0 for those that too many lines have."""
    return min(map(len, words), default=0) if not any(map(_is_common, words)) else 0


def _is_common(word: str) -> bool:
    return len(word) < _SHORTEST and (word.isalpha() or word.strip(" ,.-'") == "")
