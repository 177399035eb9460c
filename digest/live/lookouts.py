"""From where the wanted paths can be watched, and which paths are none of our business.

An operating system watches folders that exist. What is wanted may be a file, a link, or a folder that is
yet to be made, so each wanted path gets one or two lookouts: the folder itself with all below it, and
the nearest folder above it, from where its making, renaming and removal are seen.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec


class Lookout(msgspec.Struct, frozen=True):
    """One folder that is watched.

    `real` is where the system finds it (links resolved, since a link itself sends no events), `shown` is
    the name under which it was asked for; `identity` (device, inode) tells it from another folder that
    was put in its place.
    """

    real: Path
    shown: Path
    recursive: bool
    identity: tuple[int, int]

    def translated(self, event_path: str | bytes) -> Path | None:
        """The path of an event in the words of whoever asked; None if it lies outside this folder."""
        path = Path(os.fsdecode(event_path))
        return self.shown / path.relative_to(self.real) if path.is_relative_to(self.real) else None


def lookouts(wanted: Iterable[Path]) -> frozenset[Lookout]:
    """The folders to watch so that nothing is missed of the `wanted` absolute paths (files or folders)."""
    folders: dict[Path, Lookout] = {}
    nearby: dict[Path, Lookout] = {}
    for path in wanted:
        if whole := _look_out(path, recursive=True):
            folders.setdefault(whole.real, whole)
        above = next(filter(None, (_look_out(parent, recursive=False) for parent in path.parents)), None)
        if above:
            nearby.setdefault(above.real, above)
    outermost = [one for one in folders.values() if not any(up in folders for up in one.real.parents)]
    uncovered = [one for one in nearby.values() if not any(up in folders for up in (one.real, *one.real.parents))]
    return frozenset((*outermost, *uncovered))


def _look_out(path: Path, *, recursive: bool) -> Lookout | None:
    try:
        real = path.resolve(strict=True)
        if not real.is_dir():
            return None
        stat = real.stat()
    except (OSError, RuntimeError):  # it is not there, may not be seen, or is a link to itself
        return None
    return Lookout(real, path, recursive, (stat.st_dev, stat.st_ino))


def concerns(path: Path, wanted: frozenset[Path], ignore: Callable[[str], bool]) -> bool:
    """Whether `path` is wanted, or lies in a wanted folder with no step on the way to it whose name is ignored."""
    for step in (path, *path.parents):
        if step in wanted:
            return True
        if ignore(step.name):
            return False
    return False


def carries(path: Path, wanted: Iterable[Path]) -> bool:
    """Whether `path` is wanted or is a folder above a wanted path: if it comes or goes, lookouts change."""
    return any(path == one or path in one.parents for one in wanted)
