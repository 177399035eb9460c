"""How much one page may take: turns of its loops, and characters of all the texts that are made on its way."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2.exceptions import SecurityError

TURNS = 1_000_000
"""Of loops in all, and calls of macros and includes. The largest page of a site of 100,000 articles takes 20,000."""

CALL = 5
"""Turns that a call takes: it lasts as long."""

CHARACTERS = 100_000_000
"""Of all texts that are made for a page; its own are among them."""

NUMBER, POWER = 100_000, 64
"""The largest number by which a text may be repeated, filled up or cut, and the largest exponent of `**`."""

_FORMATS = frozenset(("format",))
_MULTIPLY = frozenset(("replace", "join", "indent", "wordwrap"))
"""What makes a text as long as the product of two that it is given."""

_NO_TEXT = frozenset(("first", "last", "len"))
"""What makes no text, and is asked nothing."""

_WIDTH = re.compile(r"\d{6,}|%[^a-zA-Z%]*\*")
"""A width in a format that is too large, or that another value gives."""


_LARGE = (str, list, tuple, Mapping)
_ANY = 100
"""Characters that a value counts for which is no text."""


class AllowanceError(SecurityError):
    """A page takes more than it may."""


class Allowance:
    """What the page that is being made has taken of it."""

    def __init__(self) -> None:
        self.turns = self.characters = 0

    def begin(self) -> None:
        """Begins a page."""
        self.turns = self.characters = 0

    def take_turns(self, number: int) -> None:
        self.turns += number
        if self.turns > TURNS:
            raise AllowanceError(f"this page takes more than {TURNS:,} turns of its loops, macros and includes")

    def take_characters(self, number: int) -> None:
        self.characters += number
        if self.characters > CHARACTERS:
            raise AllowanceError(f"this page makes more than {CHARACTERS:,} characters")

    def joined(self, pieces: Iterable[str]) -> str:
        """The pieces of a text as one."""
        texts = pieces if isinstance(pieces, list | tuple) else list(pieces)
        self.take_characters(sum(map(len, texts)))
        return "".join(texts)

    def ask_for_operator(self, operator: str, left: Any, right: Any) -> None:
        """Asks for what `+`, `*`, `**` and `%` will make."""
        if operator == "**" and isinstance(right, int) and right > POWER:
            raise AllowanceError(f"'** {right}' would make too much")
        if operator == "+" and isinstance(left, _LARGE):
            self.take_characters(weight(left) + weight(right))
        elif operator == "*":
            for times, what in ((left, right), (right, left)):
                if isinstance(times, int) and isinstance(what, _LARGE):
                    _ask_for_number(times)
                    self.take_characters(weight(what) * max(times, 0))
        elif operator == "%" and isinstance(left, str):
            _ask_for_format(left)
            self.take_characters(len(left) + weight(right))

    def ask_for_call(self, name: str, values: Iterable[Any]) -> None:
        """Asks for what a filter or a method of a text, called `name`, will make of `values`."""
        texts = []
        for value in values:
            if type(value) is int:
                _ask_for_number(value)
            elif isinstance(value, _LARGE):
                texts.append(value)
                ask_for_text(value)
        if name in _FORMATS:
            for text in texts:
                _ask_for_format(str(text))
        elif name in _MULTIPLY and len(texts) > 1:
            one, other = sorted(map(weight, texts))[-2:]
            if one * other > CHARACTERS:
                self.take_characters(one * other)

    def limited(self, made: Callable[..., Any]) -> Callable[..., Any]:
        """A filter that asks before, and then takes what it made."""
        name = made.__name__.removeprefix("sync_").removeprefix("do_")
        if name in _NO_TEXT:
            return made

        @functools.wraps(made)
        def asking(*given: Any, **named: Any) -> Any:
            self.ask_for_call(name, (*given, *named.values()))
            result = made(*given, **named)
            self.take_characters(weight(result))
            return result

        return asking


def _ask_for_number(number: int) -> None:
    if number > NUMBER:
        raise AllowanceError(f"{number} would make too much")


def _ask_for_format(text: str) -> None:
    if _WIDTH.search(text):
        raise AllowanceError("this format would make too much")


def ask_for_text(value: Any) -> None:
    """Asks for the text of a value, whatever that is used for."""
    if weight(value) > CHARACTERS:
        raise AllowanceError(f"a value has more than {CHARACTERS:,} characters")


def weight(value: Any) -> int:
    """About how many characters a value has when it is put out; of very many, only that they are too many."""
    if isinstance(value, str):
        return len(value)
    found, values = 0, [value]
    while values and found <= CHARACTERS:
        one = values.pop()
        if isinstance(one, str):
            found += len(one)
            continue
        found += _ANY
        if isinstance(one, Mapping):
            values += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple):
            values += one
    return found
