"""The words by which lines are known: the tables of `data/` that a site may add to, with what it adds.

A lexicon is made once for a site's settings and given to whatever needs it. It never changes, and is known by its
identity: what is made of it (patterns, folded names, dates read with its months) is kept for each lexicon apart, so
that imports of several sites in one process, one in the midst of another, have nothing in common.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import ParamSpec, TypeVar, cast

import msgspec

from digest.seeds import data
from digest.settings.config import ImportSettings

T = TypeVar("T")
P = ParamSpec("P")

_LEXICONS = 8  # of which what is made is kept: more sites than one process has to do with at a time
_TEXTS = 2048


class Lexicon:
    """Each table is read when it is first asked for."""

    def __init__(self, added: ImportSettings) -> None:
        self._added = added

    @cached_property
    def phrases(self) -> dict[str, data.Phrases]:
        """By the rule that removes such lines."""
        own = data.Phrases(lines=self._added.phrases, patterns=self._added.patterns, longest=100)
        return {**data.phrases(), "site": own} if own.lines or own.patterns else data.phrases()

    @cached_property
    def months(self) -> tuple[tuple[str, ...], ...]:
        """The names of each month, from January on."""
        added = {name.casefold(): tuple(map(str.casefold, others)) for name, others in self._added.months.items()}
        return tuple((*names, *added.get(names[0], ())) for names in data.months().months)

    @cached_property
    def agencies(self) -> dict[str, str]:
        """Agencies by what they sign with."""
        return {**data.people().agencies, **self._added.agencies}

    @cached_property
    def openers(self) -> tuple[str, ...]:
        """Words before the names of authors."""
        return (*data.people().openers, *self._added.openers)

    @cached_property
    def publishers(self) -> tuple[str, ...]:
        return (*data.outlets().names, *self._added.publishers)

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """The names of sections, in lower case."""
        return (*data.words().sections, *map(str.casefold, self._added.sections))

    @cached_property
    def section_words(self) -> frozenset[str]:
        """Every word of a section's name, in lower case."""
        return frozenset(word for name in self.sections for word in name.casefold().split())


def lexicon_of(settings: ImportSettings) -> Lexicon:
    """The lexicon of a site; of equal settings it is the same one."""
    return _made(msgspec.msgpack.encode(settings))


@lru_cache(maxsize=_LEXICONS)
def _made(settings: bytes) -> Lexicon:
    return Lexicon(msgspec.msgpack.decode(settings, type=ImportSettings))


SHIPPED = lexicon_of(ImportSettings())
"""The lexicon of a site that adds nothing."""


def of_lexicon(make: Callable[[Lexicon], T]) -> Callable[[Lexicon], T]:
    """Makes a value of a lexicon once."""
    return lru_cache(maxsize=_LEXICONS)(make)


def remembered(read: Callable[P, T]) -> Callable[P, T]:
    """Keeps what is made of the last few thousand texts, each with its lexicon: a dozen passes ask it of the same
    lines."""
    return cast("Callable[P, T]", lru_cache(maxsize=_TEXTS)(read))  # the type of what lru_cache makes forgets P
