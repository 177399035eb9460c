"""The site's own tags: `tags.yaml`, or the key `tags:` in `digest.yaml`, → a frozen Vocabulary.

    NATO:                                    # a tag that is spelt so
    European Union:
      kind: organisation                     # person, organisation, place, system or topic
      description: 27 states of Europe.      # shown on the tag's page
      aliases: [EU, European Commission]     # shown as this tag
    Home page: false                         # banned: neither imported nor shown

Spellings that make one address (`tag_slug`) are one tag, as in articles.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from digest.errors import Problem
from digest.model.urls import tag_slug, tag_url
from digest.settings.config import FILE, Config, Kind, TagEntries, TagSettings
from digest.text import read_text, without_controls
from digest.typed_yaml.load import decode_what_can_be
from digest.typed_yaml.places import line_of

TAGS_FILE = "tags.yaml"


class Tag(msgspec.Struct, frozen=True):
    """A tag of the site: its kind ("" if that is not said), what its page says of it, and its other names."""

    kind: Kind = ""
    description: str = ""
    aliases: tuple[str, ...] = ()


class Vocabulary(msgspec.Struct, frozen=True):
    """`tags` by the name that is shown; `banned` are names of tags that are neither imported nor shown. No two names,
    aliases among them, have one address, unless they are of one tag."""

    tags: Mapping[str, Tag]
    banned: frozenset[str]

    def canonical_slugs(self) -> dict[str, str]:
        """The slug of each name and alias → that of the tag that it is shown as; "" for what is banned."""
        found = dict.fromkeys(map(tag_slug, self.banned), "")
        for name, tag in self.tags.items():
            for alias in (name, *tag.aliases):
                found[tag_slug(alias)] = tag_slug(name)
        return found


NO_TAGS = Vocabulary({}, frozenset())


class _Entry(msgspec.Struct, frozen=True):
    """A name as a file lists it: `where` is its key in `file`."""

    file: str
    where: tuple[str, ...]
    name: str
    given: TagSettings | bool | None


def load_vocabulary(site: Path, config: Config) -> tuple[Vocabulary, tuple[Problem, ...]]:
    """The tags in `site`/tags.yaml (UTF-8; it may be missing) and those in the settings, and every problem in them but
    for those that reading the settings has told. What is faulty, or was named before, is left out."""
    listed, problems = _listed(site)
    checked = _Check(site)
    for entry in (*_entries(config.tags, FILE, ("tags",)), *_entries(listed, TAGS_FILE, ())):
        checked.take_name(entry)
    for entry in checked.entries.values():
        checked.take_aliases(entry)
    return checked.vocabulary(), (*problems, *checked.problems)


def _listed(site: Path) -> tuple[TagEntries, tuple[Problem, ...]]:
    if not os.path.lexists(site / TAGS_FILE):
        return {}, ()
    text, problem = read_text(site / TAGS_FILE, TAGS_FILE)
    if problem:
        return {}, (problem,)
    found, problems = decode_what_can_be(text, TagEntries, path=TAGS_FILE)
    return found or {}, problems


def _entries(listed: TagEntries, file: str, above: tuple[str, ...]) -> Iterator[_Entry]:
    for key, given in listed.items():
        yield _Entry(file, (*above, key), without_controls(key).strip(), given)


class _Check:
    """Takes names and aliases one by one, and tells of each that is another's already."""

    def __init__(self, site: Path) -> None:
        self.entries: dict[str, _Entry] = {}  # by slug
        self.problems: list[Problem] = []
        self._site = site
        self._owners: dict[str, _Entry] = {}  # by the slug of an alias
        self._aliases: dict[str, list[str]] = {}  # by the name of the tag
        self._texts: dict[str, str] = {}

    def take_name(self, entry: _Entry) -> None:
        slug = tag_slug(entry.name)
        before = self.entries.setdefault(slug, entry)
        if not entry.name:
            del self.entries[slug]
            self._tell(entry, "this tag has no name.", "Write its name before the colon.")
        elif before is not entry and before.name == entry.name:
            self._tell(entry, f"the tag '{entry.name}' stands in {self._place(before)} too.", "Keep one of them.")
        elif before is not entry:
            fact = f"'{entry.name}' and '{before.name}' ({self._place(before)}) have one address, /{tag_url(slug)}."
            self._tell(entry, fact, "Keep one of them: articles may spell it either way.")

    def take_aliases(self, entry: _Entry) -> None:
        if not isinstance(entry.given, TagSettings):
            return
        for number, alias in enumerate(entry.given.aliases):
            slug = tag_slug(alias)
            named, owner = self.entries.get(slug, entry), self._owners.setdefault(slug, entry)
            at = ("aliases", number)
            if named is not entry:
                kind = "banned" if named.given is False else "a tag itself"
                fact = f"'{alias}', an alias of '{entry.name}', is {kind} ({self._place(named)})."
                self._tell(entry, fact, "Take out one of the two.", *at)
            elif owner is not entry:
                fact = f"'{alias}' is an alias of '{entry.name}' and of '{owner.name}' ({self._place(owner)})."
                self._tell(entry, fact, "Leave it to one of them.", *at)
            else:
                self._aliases.setdefault(entry.name, []).append(alias)

    def vocabulary(self) -> Vocabulary:
        tags = {}
        for entry in self.entries.values():
            given = TagSettings() if entry.given in (None, True) else entry.given
            if isinstance(given, TagSettings):
                tags[entry.name] = Tag(given.kind, given.description, tuple(self._aliases.get(entry.name, ())))
        banned = frozenset(entry.name for entry in self.entries.values() if entry.given is False)
        return Vocabulary(tags, banned)

    def _tell(self, entry: _Entry, fact: str, remedy: str, *inside: str | int) -> None:
        self.problems.append(Problem(entry.file, self._line(entry, *inside), fact, remedy))

    def _place(self, entry: _Entry) -> str:
        return f"{entry.file}:{self._line(entry)}"

    def _line(self, entry: _Entry, *inside: str | int) -> int:
        if entry.file not in self._texts:
            self._texts[entry.file] = read_text(self._site / entry.file, entry.file)[0]
        return line_of(self._texts[entry.file], (*entry.where, *inside))
