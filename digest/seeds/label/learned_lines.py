"""Lines of which a site has learnt what they are in the texts of one source, marked."""

from __future__ import annotations

import re
from collections.abc import Collection

import msgspec

from digest.seeds.label.lines import Lines, marked
from digest.seeds.read.stated import Source
from digest.seeds.words.folding import folded
from digest.seeds.words.sentences import is_prose

FILE = "learned.yaml"

RULE = "learned"
"""The rule of a line that is left out because the site has learnt it."""


class Learned(msgspec.Struct, frozen=True):
    """What a site knows of one source: see `digest.seeds.memory.learned`, which calls it `name`.

    `out` are the lines that are left out and `stay` those that stay, as `known_by` has them; `source` is how the
    publisher's name is spelt, `title_without` what is cut off the ends of titles, `authors` how they are spelt.
    """

    name: str = ""
    out: frozenset[str] = frozenset()
    stay: frozenset[str] = frozenset()
    source: str = ""
    title_without: tuple[str, ...] = ()
    authors: tuple[tuple[str, str], ...] = ()

    @property
    def where(self) -> str:
        return f"{FILE}: {self.name}"

    def spelt(self, source: Source) -> Source:
        return Source(self.source or source.name, source.url)

    def cut(self, title: str) -> str:
        """A title without what is cut off its ends; as it is if nothing else is left."""
        for end in self.title_without:
            if title.endswith(end) or title.startswith(end):
                title = title.removesuffix(end).removeprefix(end).strip() or title
        return title


NOTHING = Learned()

_FIGURES = re.compile(r"\d+")
_FEWEST = 3  # words beside the figures of a line that is known again with others: `5 min read` and `4 March` are not


def known_by(text: str) -> tuple[str, ...]:
    """By what a line is known again: its words, and, if they are enough without figures, its words whatever the figures
    between them are (`Updated on 4 March at 10:15` and `… on 5 March at 9:20`, but not `12 frigates`)."""
    words = folded(text)
    shape = _FIGURES.sub("0", words)
    if shape == words or sum(word.isalpha() for word in shape.split()) < _FEWEST:
        return (words,)
    return (words, shape)


def lines_known_by(texts: Collection[str]) -> frozenset[str]:
    return frozenset(form for text in texts for form in known_by(text))


def concerns(lines: Lines, learned: Learned) -> bool:
    """Whether what is learnt makes other lines of these, which were marked without it."""
    return bool(learned.out or learned.stay) and any(
        (line.is_text and _is_in(line.text, learned.out)) or (line.is_removed and _is_in(line.text, learned.stay))
        for line in lines
    )


def mark_learned(lines: Lines, learned: Learned) -> Lines:
    """Lines that are left out; none if the half of the text's words would go, for then it is a copy of another text.

    A sentence goes only above the first or below the last sentence that is the text's own, and so does a line that is
    known again with other figures.
    """
    if not learned.out:
        return lines
    kept = [n for n, line in enumerate(lines) if line.is_text]
    found = [n for n in kept if _is_in(lines[n].text, learned.out) and not _is_in(lines[n].text, learned.stay)]
    if not found:
        return lines
    own = [n for n in kept if n not in set(found) and is_prose(lines[n].text)]
    gone = {n for n in found if _may_go(n, lines[n].text, own, learned)}
    words = {n: len(lines[n].text.split()) for n in kept}
    if 2 * sum(words[n] for n in gone) >= sum(words.values()):
        return lines
    return tuple(
        marked(line, "boilerplate", RULE, learned.where) if n in gone else line for n, line in enumerate(lines)
    )


def restore_learned(lines: Lines, learned: Learned) -> Lines:
    """Lines that stay, whatever other passes have made of them: the last of the passes over lines."""
    if not learned.stay:
        return lines
    return tuple(
        marked(line, "kept", RULE, learned.where) if line.is_removed and _is_in(line.text, learned.stay) else line
        for line in lines
    )


def _is_in(text: str, lines: Collection[str]) -> bool:
    return bool(lines) and any(form in lines for form in known_by(text))


def _may_go(n: int, text: str, own: list[int], learned: Learned) -> bool:
    is_at_edge = not own or not own[0] < n < own[-1]
    if is_prose(text):
        return bool(own) and is_at_edge
    return is_at_edge or folded(text) in learned.out
