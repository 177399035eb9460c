"""What events do not tell: every file is looked at in turn, and found to be other than it was."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from stat import S_ISDIR
from typing import TypeAlias

AT_ONCE = 8
"""So many files are looked at between two looks at the clock."""

_Stamp: TypeAlias = tuple[int, ...]
"""Inode, mode, size, and in nanoseconds the times of the last change of what is in it and of what is told of it (the
first can be set to any, the second cannot; on Windows that is when it was made); of a folder the first two, of a dead
link none."""

_Above: TypeAlias = tuple[tuple[int, int], ...]
"""The folders that lead somewhere: device, inode."""


class Patrol:
    """Goes round the files and folders that `paths()` gives, links followed, a few steps at a time, and tells what
    came, went or is other than on the round before. Opens no file.

    `ignore` is asked about each name below a folder: what it passes over is not looked at. `is_followed` is asked about
    a link to a folder and where it leads: what is in one that is not followed is nobody's business, and may be all that
    a disk has.
    """

    def __init__(
        self,
        paths: Callable[[], Sequence[Path]],
        ignore: Callable[[str], bool],
        is_followed: Callable[[Path, Path], bool] = lambda link, real: True,
    ) -> None:
        self._paths = paths
        self._ignore = ignore
        self._is_followed = is_followed
        self._known: dict[str, _Stamp] = {}
        self._round: Iterator[tuple[str, _Stamp]] | None = None
        self._seen: set[str] = set()

    def begin(self) -> None:
        """Takes all files for what they are now."""
        self._known = dict(self._files())
        self._round = None

    def note(self, paths: Sequence[Path]) -> None:
        """Takes these, and all below them, for what they are now: somebody else has been told."""
        for path in map(str, paths):
            before = self._known.pop(path, None)
            found = dict(self._walk(path))
            if before and S_ISDIR(before[1]) and not found:
                for file in [file for file in self._known if file.startswith(path + os.sep)]:
                    del self._known[file]
            self._known.update(found)
            self._seen.update(found)

    def look(self, seconds: float = float("inf")) -> set[Path]:
        """Goes on for about so long, or to the end of the round. Gives what has changed."""
        end = time.perf_counter() + seconds
        if self._round is None:
            self._round, self._seen = self._files(), set()
        changed: set[Path] = set()
        for number, (path, stamp) in enumerate(self._round, 1):
            self._seen.add(path)
            if self._known.get(path) != stamp:
                self._known[path] = stamp
                changed.add(Path(path))
            if number % AT_ONCE == 0 and time.perf_counter() >= end:
                return changed
        gone = self._known.keys() - self._seen
        for path in gone:
            del self._known[path]
        self._round = None
        return changed.union(map(Path, gone))

    def _files(self) -> Iterator[tuple[str, _Stamp]]:
        for path in self._paths():
            yield from self._walk(os.path.abspath(path))

    def _walk(self, path: str) -> Iterator[tuple[str, _Stamp]]:
        """What is at and below a path, with stamps. A link back to one of the folders above is not followed."""
        waiting: list[tuple[str, bool, _Above]] = [(path, os.path.islink(path), ())]
        while waiting:
            path, is_link, above = waiting.pop()
            try:
                status = os.stat(path)
            except OSError:
                if is_link:
                    yield path, ()
                continue
            if not S_ISDIR(status.st_mode):
                yield path, (status.st_ino, status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
                continue
            here = (status.st_dev, status.st_ino)
            if here in above:
                continue
            yield path, (status.st_ino, status.st_mode)
            if is_link and not self._is_followed(Path(path), Path(os.path.realpath(path))):
                continue
            inside = (*above, here)
            try:
                with os.scandir(path) as entries:
                    found = [entry for entry in entries if not self._ignore(entry.name)]
                    waiting += [(entry.path, entry.is_symlink(), inside) for entry in found]
            except OSError:
                continue
