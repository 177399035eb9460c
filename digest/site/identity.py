"""What would be one thing where two are meant: tags and files of one address, articles of one id; and what no disk can
name. Names are compared without regard to case and to how accents are written (`folded`), as disks do."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from digest.errors import Problem
from digest.model.article import Article
from digest.model.urls import tag_slug
from digest.settings.vocabulary import TAGS_FILE
from digest.site.articles import ALIASES
from digest.site.collection import Collection
from digest.site.names import Listing
from digest.site.references import CONTENT
from digest.text import folded

LONGEST_STEP = 255
"""Bytes in the name of a file or folder: the most that the file systems of Linux, macOS and Windows have room for."""


def same_names(site: Collection) -> Iterator[Problem]:
    """Tags, sources and authors that would share an address and are not one that is spelt in two ways."""
    known = {spelling_of(name) for tag, about in site.vocabulary.tags.items() for name in (tag, *about.aliases)}
    for listing in site.listings:
        if len(listing.names) < 2:
            continue
        is_tag = listing.of == "tag"
        owners: dict[str, dict[str, str]] = defaultdict(dict)  # by their own address: spelling → name
        for name in listing.names:
            owners[tag_slug(name)].setdefault(spelling_of(name) if is_tag else _letters(name), name)
        for slug, names in owners.items():
            if len(names) > 1 and not (is_tag and names.keys() <= known):
                yield _same_name(slug, sorted(names.values()), site, listing)


def spelling_of(name: str) -> str:
    """What spellings of one tag have in common: letters without case, and words however they are joined."""
    return " ".join(re.split(r"[\s_-]+", folded(name).replace("’", "'"))).strip()


def _letters(name: str) -> str:
    """What spellings of a publisher's or a person's name have in common, of those that make one address: nothing in
    Latin letters, for many leave out accents and signs (José E. Pérez is Jose E Perez); else all letters."""
    letters = [sign for sign in folded(name) if sign.isalnum()]
    return "" if all("LATIN" in unicodedata.name(sign, "") for sign in letters if sign.isalpha()) else "".join(letters)


def _same_name(slug: str, names: Sequence[str], site: Collection, listing: Listing) -> Problem:
    def is_named(article: Article, name: str) -> bool:
        return name in {"tag": article.tags, "source": (article.source.name,), "author": article.authors}[listing.of]

    articles = [site.articles[n] for n in reversed(listing.positions)]
    where = [next(CONTENT + article.path for article in articles if is_named(article, name)) for name in names]
    others = ", ".join(f"'{name}' ({path})" for name, path in zip(names[1:], where[1:], strict=True))
    fact = f"the {listing.of} '{names[0]}' would have one address, /{listing.of}s/{slug}/, with {others}."
    remedy = "Write them alike, or give one another name."
    if listing.of == "tag":
        remedy = f"Write them alike, give one another name, or make them aliases of one tag in {TAGS_FILE}."
    return Problem(where[0], 0, fact, remedy)


def same_ids(site: Collection) -> Iterator[Problem]:
    """Articles that feed readers would take for one (RFC 4287 §4.2.6)."""
    owners: dict[str, str] = {}
    for article in site.those("has an id", lambda article: bool(article.day and article.id)):
        if article.path in site.published:
            owner = owners.setdefault(folded(article.id), article.path)
            if owner != article.path:
                fact = f"has the 'id' of {CONTENT}{owner}, '{article.id}': feed readers would show one of the two."
                yield Problem(CONTENT + article.path, 0, fact, "Give one of them another, or leave it out.")


class File(Protocol):
    """An output file, and what it comes from."""

    @property
    def path(self) -> str: ...
    @property
    def origin(self) -> str: ...


def too_long(files: Iterable[File], most: int) -> Iterator[Problem]:
    """Files that no disk can name: a step has more than 255 bytes, or the whole path, relative to the output folder,
    more than `most`."""
    for file in files:
        path = file.path
        if len(path) <= LONGEST_STEP and (path.isascii() or len(path.encode()) <= LONGEST_STEP):
            continue
        longest = max(path.split("/"), key=lambda step: len(step.encode()))
        sizes = (
            (longest, len(longest.encode()), LONGEST_STEP),
            (path, len(path.encode()), most),
        )
        for name, size, limit in sizes:
            if size > limit:
                shown = name if len(name) <= 60 else f"{name[:40]}…{name[-19:]}"
                fact = f"the name '{shown}' is too long for a disk: {size:,} bytes, and {limit:,} is the most."
                is_alias = file.origin.endswith(ALIASES)
                remedy = "Take it out of 'aliases'." if is_alias else "Give it a shorter 'slug' or name."
                yield Problem(_path_of(file.origin), 0, fact, remedy)
                break


def collisions(files: Sequence[File]) -> list[Problem]:
    """Two sources for one output file, or a file where another needs a folder."""
    paths = {folded(file.path) for file in files}  # on many disks names that differ by case alone are one
    folders = _folders(paths)
    if len(paths) == len(files) and paths.isdisjoint(folders):
        return []
    problems = []
    owners: dict[str, File] = {}
    for file in files:
        owner = owners.setdefault(folded(file.path), file)
        if owner is not file:
            problems.append(_collision(owner.path, file.origin, owner.origin))
    for folder in sorted(folders & owners.keys()):
        inside = next(path for path in owners if path.startswith(f"{folder}/"))
        problems.append(_collision(owners[folder].path, owners[folder].origin, owners[inside].origin))
    return problems


def _folders(paths: Iterable[str]) -> set[str]:
    """All folders above the paths."""
    found: set[str] = set()
    for folder in {path.rpartition("/")[0] for path in paths}:
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _collision(path: str, one: str, other: str) -> Problem:
    one, other = sorted((one, other), key=lambda origin: (not origin.startswith(CONTENT), origin))
    if other.startswith(CONTENT) and other.endswith(ALIASES) and not one.endswith(ALIASES):
        one, other = other, one  # the alias is what can go
    url = path.removesuffix("index.html")
    if one == other:
        return Problem(_path_of(one), 0, f"has the address /{url} twice in 'aliases'.", "Keep one of them.")
    fact = f"two sources want the address /{url}: {one} and {other}."
    remedy = "Give one of them another 'slug' or name."
    if one.endswith(ALIASES):
        remedy = "Take it out of the 'aliases' of one." if other.endswith(ALIASES) else "Take it out of 'aliases'."
    return Problem(_path_of(one), 0, fact, remedy)


def _path_of(origin: str) -> str:
    """The file that an output file comes from; "" if it comes from no single one."""
    return origin.removesuffix(ALIASES) if origin.startswith((CONTENT, "themes/")) else ""
