"""The tables of this room: YAML files in `data/`, read once, when first asked for."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TypeVar

import msgspec

T = TypeVar("T")


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule of `phrases.yaml`: how the lines look that it removes."""

    lines: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    longest: int = 30
    tail: bool = False


class Months(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`dates.yaml`: month names (the place in the list is the number), weekdays, words of date lines."""

    months: tuple[tuple[str, ...], ...]
    weekdays: tuple[str, ...]
    furniture: tuple[str, ...]
    reporting: tuple[str, ...]
    future: tuple[str, ...]
    before_other_dates: tuple[str, ...]


class People(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`bylines.yaml`: what stands around names."""

    openers: tuple[str, ...]
    ranks: tuple[str, ...]
    particles: tuple[str, ...]
    suffixes: tuple[str, ...]
    not_names: tuple[str, ...]
    roles: tuple[str, ...]
    organisations: tuple[str, ...]
    desks: tuple[str, ...]
    nameless: tuple[str, ...]
    desk_words: tuple[str, ...]
    desk_kinds: tuple[str, ...]
    not_authors: tuple[str, ...]
    agencies: dict[str, str]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`words.yaml`: abbreviations that end in a full stop, section names, headings of lists of other stories, words
    that carry no content, first parts of compounds with a hyphen."""

    abbreviations: tuple[str, ...]
    sections: tuple[str, ...]
    headings_of_lists: tuple[str, ...]
    small: tuple[str, ...]
    before_hyphen: tuple[str, ...]


class Mail(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`mail.yaml`: what mail programs write around a message that is passed on."""

    forwarded: tuple[str, ...]
    headers: dict[str, tuple[str, ...]]
    prefixes: tuple[str, ...]
    quoting: tuple[str, ...]


def _read(name: str, kind: type[T]) -> T:
    import yaml  # loaded only when something is imported: `digest build` with nothing changed needs no YAML

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return msgspec.convert(yaml.load(text, Loader=loader), kind)  # a safe loader, in C where there is one


@cache
def phrases() -> dict[str, Phrases]:
    return _read("phrases.yaml", dict[str, Phrases])


@cache
def months() -> Months:
    return _read("dates.yaml", Months)


@cache
def people() -> People:
    return _read("bylines.yaml", People)


@cache
def words() -> Words:
    return _read("words.yaml", Words)


@cache
def section_words() -> frozenset[str]:
    """Every word of a section's name, in lower case."""
    return frozenset(word for name in words().sections for word in name.casefold().split())


@cache
def gazetteer() -> dict[str, dict[str, tuple[str, ...]]]:
    """Tags with their aliases, by kind: `{"organisation": {"NATO": ("North Atlantic Alliance", …)}, …}`."""
    return _read("tags.yaml", dict[str, dict[str, tuple[str, ...]]])


@cache
def page_margins() -> tuple[str, ...]:
    """`pages.yaml`: words in the class or id of what is no part of a web page's article."""
    return _read("pages.yaml", dict[str, tuple[str, ...]])["margins"]


@cache
def mail() -> Mail:
    return _read("mail.yaml", Mail)
