"""The gazetteer made ready for matching: every name of every tag in one automaton, with its conditions.

Text and names are cut into words alike: runs of letters and runs of digits, accents off. So `F-35A`, `F35` and `F 35`
all begin with the words of the alias `F-35`, and `155mm` is `155 mm`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import msgspec
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from digest.seeds import data
from digest.settings.vocabulary import Tag, Vocabulary

BREAK = "\x1e"  # stands between paragraphs: no name reaches across it
_WORD = re.compile(rf"[A-Za-z]+|\d+|{BREAK}|[^\W\d_]+")
# `Lloyd J. Austin` is `Lloyd Austin`, in the text as in the gazetteer.
_INITIAL = re.compile(r"[A-Z](?<=[a-z] [A-Z])\. (?=[A-Z][a-z])")
_HAS_INITIAL = re.compile(r"\. (?=[A-Z][a-z])(?<=[a-z] [A-Z]\. )")  # a twelfth of the time of the other
_MONTHS = frozenset(("April", "August", "May", "June", "March"))


def _plain_letters() -> dict[str, str]:
    table = {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code) and base.isascii():
            table[chr(code)] = base
    return table


_PLAIN = _plain_letters()
_ACCENTED = re.compile(r"[À-ɏḀ-ỿ]")


def _without_accent(found: re.Match[str]) -> str:
    return _PLAIN.get(found[0], found[0])


def words_of(text: str) -> list[str]:
    """The words of `text`: letters without accents, or digits; no middle initials."""
    if not text.isascii():
        text = _ACCENTED.sub(_without_accent, text)
    return _WORD.findall(_INITIAL.sub("", text) if _HAS_INITIAL.search(text) else text)


def stream_of(words: Sequence[str]) -> str:
    """The words in lower case, each between two spaces of its own: the form in which names are sought."""
    return f" {'  '.join(words).lower()} "


class Name(msgspec.Struct, frozen=True, gc=False):
    """One name of a tag.

    `exact`: capitals count. `beside`, `unless`: tags, and phrases in the form of `stream_of`. `opens`: a ship's or
    an operation's own name follows, and the tag is read from the text. `force`: what a text calls a force of its own
    country, and whose it is must be found out; `tag` is "" for these, and for a phrase that means nothing. `stem`: the
    last word may go on (`polnisch*`). `close`: only space is between its words.
    """

    words: tuple[str, ...]
    tag: str
    exact: bool
    beside: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    apart: bool = False
    opens: bool = False
    force: str = ""
    stem: bool = False
    close: bool = False


class Gazetteer(msgspec.Struct, frozen=True):
    """`names[n]` are those of the automaton's pattern `n`; `stems` the patterns that may go on; `kinds` the kind of a
    tag; `implied` the tags for which a mention of a tag counts half; `forces` the tag of each force by its kind and
    country; `origins` are words that make of a place where something is from; `broad` tags say little by themselves;
    `banned` ones are never made."""

    automaton: AhoCorasick
    names: tuple[tuple[Name, ...], ...]
    stems: frozenset[int]
    kinds: Mapping[str, str]
    implied: Mapping[str, tuple[str, ...]]
    forces: Mapping[str, Mapping[str, str]]
    origins: frozenset[str]
    broad: frozenset[str]
    banned: frozenset[str]


@cache
def shipped() -> Gazetteer:
    """The gazetteer as it comes with the program."""
    return gazetteer_of(Vocabulary({}, frozenset()))


def gazetteer_of(vocabulary: Vocabulary) -> Gazetteer:
    """The shipped gazetteer with a site's own tags, names and bans. Takes some tens of milliseconds."""
    owner = _new_owners(vocabulary)
    by_pattern: dict[str, list[Name]] = {}
    kinds = {tag: kind for kind, tags in data.gazetteer().items() for tag in tags}
    kinds |= {tag: own.kind or _kind_of(tag, own, kinds) for tag, own in vocabulary.tags.items()}
    implied: dict[str, tuple[str, ...]] = {}
    own_patterns = frozenset(_pattern(words_of(name)) for name in owner)
    for name in _site_names(vocabulary, kinds):
        by_pattern.setdefault(_pattern(name.words), []).append(name)
    for name in _shipped_names():
        pattern = _pattern(name.words)
        if pattern not in own_patterns:  # a site's word on a name is the last
            by_pattern.setdefault(pattern, []).append(_renamed(name, owner) if owner else name)
    for tag, countries in data.tags_of_forces():
        kinds.setdefault(tag, "organisation")
        implied[owner.get(tag, tag)] = tuple(owner.get(country, country) for country in countries)
    automaton = AhoCorasick(
        list(by_pattern),
        matchkind=MatchKind.Standard,
        store_patterns=False,
        implementation=Implementation.ContiguousNFA,
    )
    # A name without conditions is tried last: the conditions are there to tell another meaning from it.
    names = tuple(tuple(sorted(found, key=_is_sure)) if found[1:] else (found[0],) for found in by_pattern.values())
    broad = frozenset(owner.get(tag, tag) for tag in data.broad_tags())
    stems = frozenset(n for n, alike in enumerate(names) if any(name.stem for name in alike))
    return Gazetteer(
        automaton, names, stems, kinds, implied, _tags_of_forces(owner), data.forces().origins, broad, vocabulary.banned
    )


def _tags_of_forces(owner: Mapping[str, str]) -> dict[str, dict[str, str]]:
    forces = data.forces()
    tags: dict[str, dict[str, str]] = {}
    for force in forces.own:
        of = {country: forces.tag_of(adjectives, force) for country, adjectives in forces.adjectives.items()}
        tags[force] = {owner.get(country, country): owner.get(tag, tag) for country, tag in of.items() if tag}
    return tags


def _is_sure(name: Name) -> bool:
    return not (name.beside or name.unless)


def _pattern(words: Sequence[str]) -> str:
    """What is sought: a whole word at its start; the end is checked in the text, where a plural `s` may follow."""
    return stream_of(words)[:-1]


def _kind_of(tag: str, own: Tag, kinds: Mapping[str, str]) -> str:
    """The kind that the gazetteer knows a site's tag by, or one of the tags that it takes in; "" for a new one."""
    return next((kinds[name] for name in (tag, *own.aliases) if name in kinds), "")


def _renamed(name: Name, owner: Mapping[str, str]) -> Name:
    if name.tag not in owner and owner.keys().isdisjoint(name.beside | name.unless):
        return name
    return msgspec.structs.replace(
        name,
        tag=owner.get(name.tag, name.tag),
        beside=frozenset(owner.get(item, item) for item in name.beside),
        unless=frozenset(owner.get(item, item) for item in name.unless),
    )


def _new_owners(vocabulary: Vocabulary) -> dict[str, str]:
    """Name → the site's tag that takes it: an alias that is a shipped tag brings all that tag's names along."""
    owner = {alias: tag for tag, own in vocabulary.tags.items() for alias in own.aliases}
    return {name: tag for name, tag in owner.items() if name not in vocabulary.tags} | {t: t for t in vocabulary.tags}


def _site_names(vocabulary: Vocabulary, kinds: Mapping[str, str]) -> Iterator[Name]:
    for tag, own in vocabulary.tags.items():
        for alias in (tag, *own.aliases):
            if name := _name(alias, tag, kinds[tag]):
                yield name
        if kinds[tag] == "person" and (surname := _surname(tag)) and surname not in own.aliases:
            yield Name((surname,), tag, True, frozenset((tag,)))


def _shipped_names() -> Iterator[Name]:
    for kind, tags in data.gazetteer().items():
        for tag, aliases in tags.items():
            given = {item.alias for item in aliases if isinstance(item, data.Alias)}
            for item in aliases if tag in given else (tag, *aliases):
                if name := _name(item, tag, kind):
                    yield name
            if kind == "person" and (surname := _surname(tag)) and surname not in aliases and surname not in given:
                yield Name((surname,), tag, True, frozenset((tag,)))
    for phrase in data.names_of_nothing():
        yield Name(tuple(words_of(phrase)), "", not phrase.islower())
    forces = data.forces()
    yield from _forces(forces)
    for prefix in (*forces.ships, *forces.operations):
        yield Name(tuple(words_of(prefix)), "", True, opens=True)


def _name(item: str | data.Alias, tag: str, kind: str) -> Name | None:
    alias = item if isinstance(item, str) else item.alias
    words = tuple(words_of(alias))
    if not words:
        return None
    exact = not alias.islower() and not (kind == "topic" and alias == tag)
    if not exact:
        words = tuple(map(str.lower, words))
    if isinstance(item, str):
        return Name(words, tag, exact, stem=item.endswith("*"))
    return Name(words, tag, exact, _conditions(item.beside), _conditions(item.unless), item.apart)


def _conditions(items: tuple[str, ...]) -> frozenset[str]:
    return frozenset((*items, *(stream_of(words_of(item)) for item in items)))


def _surname(person: str) -> str:
    """The last name, which means the person once the whole name or a title has been read; "" where it is no word
    of its own (`Kim Jong Un`) or a month."""
    last = words_of(person)[-1]
    return last if len(last) > 3 and last not in _MONTHS else ""


def _forces(forces: data.Forces) -> Iterator[Name]:
    """Every force of every country under each of its names. Words are cut once and joined: there are thousands."""
    endings = {
        force: [(tuple(words_of(ending)), ending.islower()) for ending in texts]
        for force, texts in forces.endings.items()
    }
    for force, own in forces.own.items():
        yield from (Name(tuple(words_of(name)), "", True, force=force) for name in own)
    endings |= {
        force: [(tuple(words_of(name)), name.islower()) for name in own]
        for force, own in forces.own.items()
        if force not in endings
    }
    for country, adjectives in forces.adjectives.items():
        alike = adjectives.split("|")
        stems = [(tuple(words_of(stem)), stem == country) for stem in dict.fromkeys((*alike, country, f"{country}'s"))]
        for force, texts in endings.items():
            tag = forces.tag_of(adjectives, force)
            for stem, is_country in stems if tag else ():
                for ending, is_lower in texts:
                    if not (is_country and is_lower):
                        yield Name((*stem, *ending), tag, True, close=is_country)
