"""Files of the site: kept until all of them are made, put into place whole, removed when no page needs them."""

from __future__ import annotations

import os
import stat as modes
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from digest.errors import Problem
from digest.files.whole import uninterrupted
from digest.model.article import Stamp
from digest.model.parts import digest_bytes
from digest.output.store import OutputRow
from digest.output.swap import Swap, write_all
from digest.output.waiting import Waiting

INCOMING = ".digest-incoming"
"""The file in the output folder that is written whole before it takes another's place."""


class Staged(msgspec.Struct, frozen=True):
    """A file that waits for all others: `path` is where it goes, `start` and `size` say where its bytes wait; `size`
    is -1 if the site has these bytes already."""

    path: str
    key: bytes
    digest: bytes
    start: int
    size: int

    @property
    def is_new(self) -> bool:
        return self.size >= 0


class Outputs(msgspec.Struct, frozen=True):
    """Files of the last build by path: `known` are all that it wrote, `intact` those that were not altered since, with
    fresh stamps."""

    known: Mapping[str, OutputRow]
    intact: Mapping[str, OutputRow]

    def restamped(self) -> Iterator[tuple[str, OutputRow]]:
        """What is intact and has another stamp than it was known by."""
        return ((path, row) for path, row in self.intact.items() if row is not self.known[path])


class Tree:
    """The output folder, and the bytes that wait to be put into it: in memory, and on disk when they are many."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._root = f"{folder}{os.sep}"
        self._swap = Swap(self._root + INCOMING)
        self._waiting = Waiting()

    def __enter__(self) -> Tree:
        return self

    def __exit__(self, *_: object) -> None:
        """Gives up all that waits."""
        self._waiting.close()
        self._swap.discard()

    def has(self, path: str) -> bool:
        return os.path.lexists(self._root + path)

    def compare(self, known: Mapping[str, OutputRow], *, taken_for_granted: bool) -> Outputs:
        """Looks at the files of the last build; where that is `taken_for_granted`, they are as they were."""
        looked = ((path, row if taken_for_granted else self.look(row)) for path, row in known.items() if row.key)
        return Outputs(known, {path: row for path, row in looked if row})

    def look(self, row: OutputRow) -> OutputRow | None:
        """The row, with a fresh stamp where the bytes are as we wrote them; None if the file is gone or altered."""
        path = self._root + row.path
        try:
            found = os.lstat(path)
        except OSError:
            return None
        if row.stamp.is_of(found) and row.stamp.is_settled(row.seen):
            return row
        stamp = Stamp.of(found)
        if not row.key or not modes.S_ISREG(found.st_mode) or found.st_size != row.stamp.size:
            return None
        seen = time.time_ns()
        with open(path, "rb") as file:
            if digest_bytes(file.read()) != row.digest:
                return None
        return msgspec.structs.replace(row, stamp=stamp, seen=seen)

    def stage(self, path: str, key: bytes, data: bytes, known: OutputRow | None) -> Staged:
        """Keeps the bytes of one file until `publish`. `known` is its row if the file is there unaltered."""
        digest = digest_bytes(data)
        if known and known.digest == digest:
            return Staged(path, key, digest, 0, -1)
        return Staged(path, key, digest, self._waiting.put(data), len(data))

    def obstacles(self, paths: Iterable[str], going: Collection[str]) -> list[Problem]:
        """What stands where new files must go and is not ours to remove, as the files in `going` are."""
        problems = []
        folders = set()
        emptied = {folder for path in going for folder in folders_above(path)}
        for path in paths:
            folders.update(folders_above(path))
            if path not in emptied and os.path.isdir(self._root + path) and not os.path.islink(self._root + path):
                problems.append(self._obstacle(path, "a folder stands where a page must go"))
        blocked = sorted(folder for folder in folders.difference(going) if os.path.isfile(self._root + folder))
        return problems + [self._obstacle(folder, "a file stands where a folder must go") for folder in blocked]

    def _obstacle(self, path: str, fact: str) -> Problem:
        return Problem(f"{self.folder.name}/{path}", 0, f"{fact}.", "Move it away, or empty the folder: digest clean")

    def publish_all(self, staged: Iterable[Staged], known: Mapping[str, OutputRow]) -> Iterator[OutputRow]:
        """As `publish`, many files; Ctrl-C waits until one is whole. `known` are the rows of files that are there
        unaltered."""
        for file in staged:
            with uninterrupted():
                row = self.publish(file, known.get(file.path))
            yield row

    def publish(self, staged: Staged, known: OutputRow | None) -> OutputRow:
        """Puts a file into its place, in one step if one is there already, and tells what is there now."""
        if known and not staged.is_new:
            return msgspec.structs.replace(known, key=staged.key)
        data = self._waiting.get(staged.start, staged.size)
        target = self._root + staged.path
        try:
            if known:
                self._swap.replace(target, data)
            else:
                _write_new(target, data)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            _write_new(target, data)
        except FileExistsError:
            self._swap.replace(target, data)
        return OutputRow(staged.path, Stamp.of(os.lstat(target)), 0, staged.key, staged.digest)

    def settle(self, row: OutputRow) -> OutputRow:
        """The row of a file that was written, to be trusted if that is long enough ago and the file is as it was."""
        seen = time.time_ns()
        if not row.stamp.is_settled(seen):
            return row
        found = os.lstat(self._root + row.path)
        stamp = Stamp.of(found)
        return msgspec.structs.replace(row, seen=seen) if stamp == row.stamp else row

    def prune(self, paths: Iterable[str], planned: Collection[str]) -> list[str]:
        """Removes files, and folders that this leaves empty. Returns the paths that were there.

        Where a file system ignores case, a path that differs from a planned one by case alone is that file: it stays.
        """
        removed = []
        going = list(paths)
        staying = {path.casefold(): path for path in planned} if going else {}
        for path in going:
            target = Path(self._root + path)
            twin = staying.get(path.casefold())
            if twin and _same_file(target, self._root + twin):
                continue
            try:
                target.unlink()
                removed.append(path)
            except OSError:
                if target.is_file():
                    raise
            self._remove_empty(target.parent)
        return removed

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.folder and folder.is_relative_to(self.folder):
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent


def strangers(output: Path, known: Collection[str]) -> list[str]:
    """Files in the output folder that are not `known`. Hidden ones, such as .git, are passed over."""
    found = []
    for folder, folders, names in os.walk(output):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), output).replace(os.sep, "/")
            if path not in known and not name.startswith("."):
                found.append(path)
    return sorted(found)


def _write_new(path: str, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        try:
            write_all(descriptor, data)
        finally:
            os.close(descriptor)
    except OSError:  # the disk is full: no page is better than half of one
        os.unlink(path)
        raise


def folders_above(path: str) -> list[str]:
    """a/b/c.html → a, a/b"""
    return [path[:n] for n, sign in enumerate(path) if sign == "/"]


def in_the_way(stale: Iterable[str], planned: Collection[str]) -> list[str]:
    """Stale files that stand where a planned file needs a folder, or below a planned file."""
    candidates = set(stale)
    if not candidates:
        return []
    folders = {folder for path in planned for folder in folders_above(path)}
    return sorted(
        path for path in candidates if path in folders or any(above in planned for above in folders_above(path))
    )


def differences(one: Path, other: Path) -> list[str]:
    """Paths of files that are in one of two folders only, or have other bytes. Hidden ones are passed over, but
    `.well-known`."""

    def files(folder: Path) -> dict[str, Path]:
        return {
            path.relative_to(folder).as_posix(): path
            for path in folder.rglob("*")
            if path.is_file() and not _is_hidden(path.relative_to(folder).parts[0])
        }

    left, right = files(one), files(other)
    common = left.keys() & right.keys()
    changed = {path for path in common if left[path].read_bytes() != right[path].read_bytes()}
    return sorted((left.keys() ^ right.keys()) | changed)


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and name != ".well-known"


def _same_file(one: Path, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False
