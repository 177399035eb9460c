"""Article files that are changed in place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from digest.errors import Problem
from digest.files.whole import write_whole


class ArticleFile(msgspec.Struct, frozen=True):
    """An article's file as it was read: `shown` is its path relative to the site's folder."""

    path: Path
    shown: str
    data: bytes


class Change(msgspec.Struct, frozen=True):
    """A file that is to be rewritten; `told` says of what is changed."""

    file: ArticleFile
    new: bytes
    told: Any = None


def rewrite(planned: Iterable[Change]) -> tuple[tuple[Change, ...], tuple[Problem, ...]]:
    """Writes files, each whole or not at all; gives those that were, and why others were not. One that an editor has
    saved since it was read is left."""
    done: list[Change] = []
    problems: list[Problem] = []
    for change in planned:
        shown = change.file.shown
        try:
            if change.file.path.read_bytes() != change.file.data:
                problems.append(Problem(shown, 0, "was changed meanwhile.", "It was left: run the command again."))
                continue
            write_whole(change.file.path, change.new)
            done.append(change)
        except OSError as error:
            problems.append(Problem(shown, 0, f"cannot be written: {error.strerror}.", "It was left as it was."))
    return tuple(done), tuple(problems)
