"""What tags.yaml should say for later imports and articles to have the names that an editor gave to tags."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import yaml

from digest.article_file.write import scalar
from digest.files.whole import write_whole
from digest.model.urls import tag_slug
from digest.settings.config import FILE, Config
from digest.settings.vocabulary import TAGS_FILE, Tag, Vocabulary
from digest.text import read_text
from digest.typed_yaml.places import compose


class Advice(msgspec.Struct, frozen=True):
    """The line that makes other names of a tag its aliases, and the file for it. `replaces` are the names whose entries
    it takes the place of; without any it can be put at the end of tags.yaml."""

    file: str
    line: str
    replaces: tuple[str, ...]

    def __str__(self) -> str:
        below = ", below 'tags:'" if self.file == FILE else ""
        instead = f" in place of {', '.join(map(repr, self.replaces))}" if self.replaces else ""
        return f"So that imports use it too, put this into {self.file}{below}{instead}:\n  {self.line}"


def advice(vocabulary: Vocabulary, config: Config, old: Sequence[str], new: str) -> Advice | None:
    """What is to be put down for the names `old` to mean the tag `new`; None if the site's tags say so already."""
    canonical, slug = vocabulary.canonical_slugs(), tag_slug(new)
    aliases = [name for name in old if tag_slug(name) != slug and canonical.get(tag_slug(name)) != slug]
    if not aliases and new in vocabulary.tags:
        return None
    taken = {slug, *map(tag_slug, aliases)}
    replaced = [name for name in (*vocabulary.tags, *vocabulary.banned) if tag_slug(name) in taken]
    tags = [vocabulary.tags[name] for name in replaced if name in vocabulary.tags]
    same = (name for name in replaced if tag_slug(name) == slug and name in vocabulary.tags)
    own = next((vocabulary.tags[name] for name in same), Tag())
    every = (*own.aliases, *(alias for tag in tags for alias in tag.aliases), *aliases)
    line = entry_line(new, msgspec.structs.replace(own, aliases=tuple(dict.fromkeys(every))))
    return Advice(FILE if {*replaced} & config.tags.keys() else TAGS_FILE, line, tuple(sorted(replaced)))


def entry_line(name: str, tag: Tag) -> str:
    """A tag as a line of tags.yaml."""
    fields = [
        (key, scalar(value, flow=True))
        for key, value in (("kind", tag.kind), ("description", tag.description))
        if value
    ]
    if tag.aliases:
        fields.append(("aliases", f"[{', '.join(scalar(alias, flow=True) for alias in tag.aliases)}]"))
    inside = ", ".join(f"{key}: {value}" for key, value in fields)
    return f"{scalar(name)}: {{{inside}}}" if inside else f"{scalar(name)}:"


def with_line(site: Path, line: str) -> bytes | None:
    """The bytes of `site`/tags.yaml with a line more at its end; None if it cannot take one there."""
    path = site / TAGS_FILE
    old = path.read_bytes() if path.exists() else b""
    text, problem = read_text(path, TAGS_FILE) if path.exists() else ("", None)
    if problem:
        return None
    end = b"\r\n" if b"\r\n" in old else b"\n"
    new = old + (b"" if not old or old.endswith((b"\n", b"\r")) else end) + line.encode() + end
    try:
        before, after = compose(text), compose(new.decode("utf-8-sig"))
    except yaml.YAMLError:
        return None
    had = len(before.value) if isinstance(before, yaml.MappingNode) else 0
    return new if isinstance(after, yaml.MappingNode) and len(after.value) == had + 1 else None


def remember(site: Path, advised: Advice) -> bool:
    """Puts the line into tags.yaml, all else of which stays as it is. Tells whether it could."""
    new = None if advised.replaces or advised.file != TAGS_FILE else with_line(site, advised.line)
    if new is None:
        return False
    write_whole(site / TAGS_FILE, new)
    return True
