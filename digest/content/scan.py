"""Which files there are in content/ and which of them are to be read again."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from stat import S_ISREG

import msgspec

from digest.article_file.edit import ArticleFile
from digest.errors import Problem
from digest.files.folders import CONTENT
from digest.model.article import Stamp

_LEFT_BEHIND = re.compile(r"(?:~|\.bak\d*|\.sw[a-z]|\.tmp|\.orig)$|^#.*#$")
"""Names of what editors leave behind, and `digest import --force`."""


class Found(msgspec.Struct, frozen=True):
    """Files below content/: path (relative to it, forward slashes) → stamp, sorted by path; and what could not be
    looked at."""

    files: dict[str, Stamp]
    problems: tuple[Problem, ...] = ()


def scan(content: Path) -> Found:
    """Looks at every file below `content` without opening it.

    Hidden files and what editors leave behind are passed over.
    """
    if not content.is_dir():  # not an empty site: it may have been moved, or its disk be missing
        fact = f"there is no folder {CONTENT}/ in {content.parent}."
        return Found({}, (Problem(CONTENT, 0, fact, "Make it, or put it back: nothing was removed."),))
    problems: list[Problem] = []
    files = dict(sorted(_walk(str(content), "", problems)))
    return Found(files, tuple(problems))


def article_files(
    site: Path, problems: list[Problem], only: Callable[[str], bool] = lambda path: True
) -> Iterator[ArticleFile]:
    """The articles in `site`/content, each read when it is asked for; what could not be read goes to `problems`. `only`
    says of a path relative to content/ whether it is looked at."""
    found = scan(site / CONTENT)
    problems += found.problems
    for path in filter(only, filter(is_article, found.files)):
        shown = f"{CONTENT}/{path}"
        try:
            yield ArticleFile(site / shown, shown, (site / shown).read_bytes())
        except OSError as error:
            problems.append(Problem(shown, 0, f"cannot be read: {error.strerror}.", "It was left as it is."))


def look_at(content: Path, paths: Iterable[str], known: Collection[str]) -> Found | None:
    """As `scan`, but only at files with these paths; None if one of them is a folder, or was one when the files in
    `known` were found."""
    found: dict[str, Stamp] = {}
    for path in paths:
        if any(map(_is_passed_over, path.split("/"))):
            continue
        if any(other.startswith(f"{path}/") for other in known):
            return None
        try:
            status = os.stat(content / path)
        except FileNotFoundError:
            continue
        except OSError:
            return None
        if not S_ISREG(status.st_mode) or not path.isprintable():
            return None
        found[path] = Stamp.of(status)
    return Found(dict(sorted(found.items())))


def _is_passed_over(name: str) -> bool:
    return (name.startswith(".") and name != ".well-known") or bool(_LEFT_BEHIND.search(name))


def is_article(path: str) -> bool:
    return path.lower().endswith((".md", ".markdown"))


def _walk(folder: str, prefix: str, problems: list[Problem]) -> Iterator[tuple[str, Stamp]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        problems.append(Problem(f"{CONTENT}/{prefix}".rstrip("/"), 0, f"cannot be read: {error.strerror}."))
        return
    for entry in entries:
        name, path = entry.name, prefix + entry.name
        if _is_passed_over(name):
            continue
        try:
            path.encode()
        except UnicodeEncodeError:
            shown = path.encode("utf-8", "backslashreplace").decode()
            problems.append(Problem(f"{CONTENT}/{shown}", 0, "its name is not UTF-8.", "Rename the file."))
            continue
        try:
            if entry.is_dir():
                yield from _walk(entry.path, path + "/", problems)
            else:
                yield path, Stamp.of(os.stat(entry.path))
        except OSError as error:
            problems.append(Problem(f"{CONTENT}/{path}", 0, f"cannot be read: {error.strerror}."))
