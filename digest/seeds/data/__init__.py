"""The tables of this room as they come with the program: YAML files in `data/`, read once, when first asked for.

To some of them a site may add: those are read from its `lexicon`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Literal, TypeVar

import msgspec

T = TypeVar("T")
KINDS = ("person", "organisation", "place", "system", "topic")


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule of `phrases.yaml`: how the lines look that it removes."""

    lines: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    longest: int = 30
    tail: bool = False
    ends: Literal["", "late", "always"] = ""


class Months(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`dates.yaml`: month names (the place in the list is the number), weekdays, words of date lines."""

    months: tuple[tuple[str, ...], ...]
    weekdays: tuple[str, ...]
    beside: tuple[str, ...]
    updated: tuple[str, ...]
    published: frozenset[str]
    reporting: tuple[str, ...]
    future: tuple[str, ...]
    before_other_dates: tuple[str, ...]


class People(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`bylines.yaml`: what stands around names."""

    openers: tuple[str, ...]
    interviewers: tuple[str, ...]
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
    professions: tuple[str, ...]
    agencies_too: tuple[str, ...]
    agencies: dict[str, str]


class Outlets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`outlets.yaml`: who publishes, and how such names look.

    `forms` are patterns that lines of a publisher's pages have, with the publisher. Of a page's notices `nobody` has
    names that are no publisher's, `hosts_of_others` hosts that are none's own, `tails` words that may follow a
    publisher's name, `never_first` and `never_last` those that are no part of one, `no_name_after` those after which
    none stands. `bodies` are words in the names of offices, forces and others that issue statements; `documents` those
    that say what a text is, beside its publisher's name (`Press Release`), and `issues` stand before its number.
    """

    names: tuple[str, ...]
    everyday: frozenset[str]
    last_words: frozenset[str]
    last_pairs: frozenset[str]
    first_words: frozenset[str]
    general: frozenset[str]
    desks: frozenset[str]
    endings: tuple[str, ...]
    forms: dict[str, str]
    nobody: frozenset[str]
    hosts_of_others: frozenset[str]
    tails: frozenset[str]
    never_first: frozenset[str]
    never_last: frozenset[str]
    no_name_after: frozenset[str]
    bodies: frozenset[str]
    documents: frozenset[str]
    issues: tuple[str, ...]


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of `evidence.yaml`: how much it tells of who published the text (`known`: more, where that publisher is
    known), and the forms of lines that are of it."""

    weight: int
    says: str = ""
    forms: tuple[str, ...] = ()
    known: int = 0
    prose: bool = False
    persons: bool = False


class Captions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`captions.yaml`: patterns at the start and the end of captions, verbs that tell what a picture shows."""

    starts: tuple[str, ...]
    verbs: tuple[str, ...]
    ends: tuple[str, ...]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`words.yaml`: abbreviations that end in a full stop, section names, headings of lists of other stories, names of
    what an office publishes, words of calls upon a reader, words that carry no content, first parts of compounds and of
    names with a hyphen."""

    abbreviations: tuple[str, ...]
    sections: tuple[str, ...]
    headings_of_lists: tuple[str, ...]
    releases: tuple[str, ...]
    calls: tuple[str, ...]
    small: tuple[str, ...]
    before_hyphen: tuple[str, ...]
    before_names: tuple[str, ...]
    function_words: tuple[str, ...]
    line_openers: tuple[str, ...]


class Alias(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name that means its tag only in some texts.

    `beside`: one of these tags or phrases stands in the text too. `unless`: none of these does. `apart`: no other
    capitalised word stands directly before or after it (`Jordan`, not `Michael Jordan`).
    """

    alias: str
    beside: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    apart: bool = False


class Forces(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`forces.yaml`: what is said of the forces of many countries in the same words.

    `adjectives` by country; `endings` by the force's name (`Navy`); `own` by the same what a text calls its own
    country's; `tags` gives the tag where the pattern would not (`British Navy` is the Royal Navy); `country` gives the
    other tags of a country, each mention of which counts half for it; `origins` are words behind a country's name that
    make it only where something is from; `ships` are the prefixes of ships' names, with the navy; `operations` the
    words before an operation's name, `titles` those before a person's.
    """

    adjectives: dict[str, str]
    endings: dict[str, tuple[str, ...]]
    own: dict[str, tuple[str, ...]]
    tags: dict[str, str]
    country: dict[str, tuple[str, ...]]
    origins: frozenset[str]
    ships: dict[str, str]
    operations: tuple[str, ...]
    titles: tuple[str, ...]

    def tag_of(self, adjectives: str, force: str) -> str:
        """The tag of a country's force; "" for one that only some countries have, if it is not listed."""
        own = f"{adjectives.split('|')[0]} {force}"
        return self.tags.get(own, own if force in self.endings else "")


class Amounts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`figures.yaml`: what key figures are made of. A text is a list of single words."""

    before: dict[str, tuple[str, ...]]
    after: dict[str, tuple[str, ...]]
    scales: dict[str, float]
    comma: dict[str, float]
    words: dict[str, float]
    things: str
    forces: str
    others: str
    between: str
    openers: str
    units: tuple[str, ...]
    measured: str
    per_cent: tuple[str, ...]
    shares: str
    small: str


class Mail(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`mail.yaml`: what mail programs write around a message that is passed on."""

    forwarded: tuple[str, ...]
    headers: dict[str, tuple[str, ...]]
    prefixes: tuple[str, ...]
    quoting: tuple[str, ...]


class Pages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`pages.yaml`: words in the class or id of what is no part of a web page's article, and of its parts."""

    margins: frozenset[str]
    weak: frozenset[str]
    hints: dict[str, frozenset[str]]


def _read(name: str, kind: type[T]) -> T:
    import yaml  # loaded only when something is imported: `digest build` with nothing changed needs no YAML

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
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
def outlets() -> Outlets:
    return _read("outlets.yaml", Outlets)


@cache
def evidence() -> dict[str, Evidence]:
    return _read("evidence.yaml", dict[str, Evidence])


@cache
def captions() -> Captions:
    return _read("captions.yaml", Captions)


@cache
def words() -> Words:
    return _read("words.yaml", Words)


@cache
def amounts() -> Amounts:
    return _read("figures.yaml", Amounts)


@cache
def gazetteer() -> dict[str, dict[str, tuple[str | Alias, ...]]]:
    """Tags with their other names, by kind: `{"organisation": {"NATO": ("North Atlantic Alliance", …)}, …}`."""
    tags = {kind: _read(f"tags/{kind}.yaml", dict[str, tuple[str | Alias, ...]]) for kind in KINDS}
    for tag, names in names_in_other_languages().items():
        kind = next(kind for kind in KINDS if tag in tags[kind])
        tags[kind][tag] += names
    return tags


@cache
def names_in_other_languages() -> dict[str, tuple[str, ...]]:
    """What other languages call tags of any kind, by tag."""
    return _read("tags/languages.yaml", dict[str, tuple[str, ...]])


_TAG = re.compile(r"""^(?:"([^"]+)"|([^\s#"'].*?)):[ \t]""", re.MULTILINE)


@cache
def tag_kinds() -> Mapping[str, str]:
    """The kind of each tag that the gazetteer knows, without its other names: 8 ms, where to read those takes 95."""
    kinds: dict[str, str] = {}
    for kind in KINDS:
        text = resources.files(__package__).joinpath(f"tags/{kind}.yaml").read_text("utf-8")
        kinds |= {quoted or plain: kind for quoted, plain in _TAG.findall(text)}
    return dict.fromkeys((tag for tag, _ in tags_of_forces()), "organisation") | kinds


def tags_of_forces() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The tags of forces, each with the country that it is of."""
    table = forces()
    for country, adjectives in table.adjectives.items():
        for force in table.endings:
            if (tag := table.tag_of(adjectives, force)) != country:
                yield tag, (country,)
    for country, tags in table.country.items():
        for tag in tags:
            yield tag, (country,)


@cache
def forces() -> Forces:
    return _read("tags/forces.yaml", Forces)


@cache
def names_of_nothing() -> tuple[str, ...]:
    """Phrases that hold a tag's name and mean something else: `Wall Street Journal`."""
    return _read("tags/nothing.yaml", tuple[str, ...])


@cache
def broad_tags() -> frozenset[str]:
    """Tags that say little of a text by themselves."""
    return frozenset(_read("tags/broad.yaml", tuple[str, ...]))


@cache
def pages() -> Pages:
    return _read("pages.yaml", Pages)


@cache
def mail() -> Mail:
    return _read("mail.yaml", Mail)
