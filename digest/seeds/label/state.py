"""What is known of a text on its way through the passes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeAlias

import msgspec

from digest.seeds.label.learned_lines import NOTHING, Learned
from digest.seeds.label.lines import Lines
from digest.seeds.read.stated import Fields
from digest.seeds.words.byline import Byline
from digest.seeds.words.lexicon import SHIPPED, Lexicon


class State(msgspec.Struct, frozen=True):
    """`lines` are all of the text's, each with what became of it so far; `width` is the length at which it is wrapped,
    0 if it is not. `learned` is what the site knows of its source.

    `near` are the lines, by number and text, around headline and text that the model takes for the page's: they go once
    author, date and publisher have been looked for.

    `marked` are the lines that the markup of the text's page makes text of the article.

    `overrules` says whether the model may overrule rules.

    `fields` are those that the text or its file states; `address` is a web address that stands alone. `headline` is
    the title, "" if there is none, and `rival` the line that could be it too, if that is not settled; `behind_title`
    is the publisher's name that the title closed with. `offered` are the tags that the text lists.
    """

    lines: Lines
    lexicon: Lexicon = SHIPPED
    learned: Learned = NOTHING
    width: int = 0
    fields: Fields = Fields()
    address: str = ""
    byline: Byline | None = None
    headline: str = ""
    rival: str = ""
    near: frozenset[tuple[int, str]] = frozenset()
    marked: frozenset[str] = frozenset()
    overrules: bool = False
    behind_title: str = ""
    deck: str = ""
    offered: tuple[str, ...] = ()


Pass: TypeAlias = Callable[[State], State]


def marking(mark: Callable[..., Lines]) -> Pass:
    """A pass of a function that marks lines: it is given what it asks for by name (`lines`, `width`, `lexicon`, …)."""
    names = tuple(inspect.signature(mark).parameters)
    given: Callable[[State], Any] = attrgetter(*names)

    def run(state: State) -> State:
        found = mark(given(state)) if len(names) == 1 else mark(*given(state))
        return msgspec.structs.replace(state, lines=found)

    run.__name__ = mark.__name__
    return run
