"""Which files there are in content/ and which of them are to be read again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from digest.errors import Problem
from digest.model.article import Stamp

FOLDER = "content"
_LEFT_BEHIND = ("~", ".bak", ".swp", ".swo", ".tmp", ".orig")  # by editors and by `digest import --force`


class Found(msgspec.Struct, frozen=True):
    """The files below content/: path (relative to it, forward slashes) → stamp; and what could not be looked at."""

    files: dict[str, Stamp]
    problems: tuple[Problem, ...]


def scan(content: Path) -> Found:
    """Looks at every file below `content` without opening it.

    Hidden files and what editors leave behind are passed over.
    """
    problems: list[Problem] = []
    files = dict(_walk(str(content), "", problems)) if content.is_dir() else {}
    return Found(files, tuple(problems))


def stamp_of(stat: os.stat_result) -> Stamp:
    return Stamp(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


def is_article(path: str) -> bool:
    return path.endswith((".md", ".markdown"))


def _walk(folder: str, prefix: str, problems: list[Problem]) -> Iterator[tuple[str, Stamp]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        problems.append(Problem(f"{FOLDER}/{prefix}".rstrip("/"), 0, f"cannot be read: {error.strerror}."))
        return
    for entry in entries:
        name, path = entry.name, prefix + entry.name
        if (name.startswith(".") and name != ".well-known") or name.endswith(_LEFT_BEHIND):
            continue
        try:
            if entry.is_dir():
                yield from _walk(entry.path, path + "/", problems)
            else:
                yield path, stamp_of(os.stat(entry.path))
        except OSError as error:
            problems.append(Problem(f"{FOLDER}/{path}", 0, f"cannot be read: {error.strerror}."))
