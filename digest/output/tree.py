"""Files of the site: kept until all of them are made, put into place whole, removed when no page needs them."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from digest.errors import Problem
from digest.files.whole import uninterrupted
from digest.model.article import Stamp
from digest.model.parts import digest_bytes
from digest.output.database import StoreDamagedError
from digest.output.store import OutputRow
from digest.output.swap import INCOMING, Swap
from digest.output.waiting import Waiting
from digest.output.whose import Found
from digest.output.within import Folders, folders_above, is_within
from digest.text import folded


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
        self._folders = Folders(self._root)
        self._found = Found(self._root)

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
        except (OSError, ValueError):  # ValueError: a path that no system has, from a store that somebody made
            return None
        if row.stamp.is_of(found) and row.stamp.is_settled(row.seen):
            return row
        stamp = Stamp.of(found)
        if not row.key or found.st_size != row.stamp.size:
            return None
        seen = time.time_ns()
        if self._found.digest(path, found) != row.digest:
            return None
        return msgspec.structs.replace(row, stamp=stamp, seen=seen)

    def stage(self, path: str, key: bytes, data: bytes, before: Outputs) -> Staged:
        """Keeps the bytes of one file until `publish`. Raises StoreDamagedError for a path that leads out of the
        folder: no page has one, so it is the store's."""
        if not is_within(path):
            raise StoreDamagedError(f"a page at {path!r}")
        digest = digest_bytes(data)
        known = before.intact.get(path)
        if (known and known.digest == digest) or (
            not known and self._folders.leads_within(path) and self._found.adopt(path, key, digest, len(data), before)
        ):
            return Staged(path, key, digest, 0, -1)
        return Staged(path, key, digest, self._waiting.put(data), len(data))

    def obstacles(self, new: Collection[str], going: Collection[str], intact: Collection[str]) -> list[Problem]:
        """What stands where `new` files must go and is not ours to remove, as the files in `going` are. Those that are
        `intact` are files."""
        emptied = {folder for path in going for folder in folders_above(path)}
        blocked = self._folders.blocked(new, going)
        pages = [path for path in new if path not in intact and path not in emptied]
        return [
            *(
                self._obstacle(path, "a folder stands where a page must go")
                for path in pages
                if self._folders.kind(path) == "folder"
            ),
            *(self._obstacle(path, f"a {kind} stands where a folder must go") for path, kind in blocked),
        ]

    def strangers(self, planned: Collection[str], is_complete: bool) -> list[Problem]:
        """Files that stand where pages that were staged must go, and are not known to be ours. `is_complete` tells
        whether the store knows all that we wrote."""
        fact = "a file that digest is not known to have written stands where a page must go"
        return [self._obstacle(path, fact) for path in self._found.strangers(planned, is_complete)]

    def _obstacle(self, path: str, fact: str) -> Problem:
        return Problem(f"{self.folder.name}/{path}", 0, f"{fact}.", "Move it away, or delete it.")

    def publish_all(self, staged: Iterable[Staged], known: Mapping[str, OutputRow]) -> Iterator[OutputRow]:
        """As `publish`, many files; Ctrl-C waits until one is recorded. `known` are the rows of files that are there
        unaltered."""
        for file in staged:
            with uninterrupted():
                row = self.publish(file, known.get(file.path))
            yield row

    def publish(self, staged: Staged, known: OutputRow | None) -> OutputRow:
        """Puts a file into its place in one step, and tells what is there now."""
        if not staged.is_new:
            return msgspec.structs.replace(known or self._found.adopted[staged.path], key=staged.key)
        data = self._waiting.get(staged.start, staged.size)
        target = self._root + staged.path
        self._folders.make(staged.path)
        if known:
            self._swap.replace(target, data)
        else:
            self._swap.put(target, data)
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
        """Removes files, and folders that this leaves empty. Returns the paths that were there. What a path leads to
        that is not within the folder stays, whatever the store says.

        Where a file system ignores case, or how accents are written, a path that differs from a planned one by that
        alone is the same file: it stays.
        """
        removed = []
        going = list(paths)
        staying = {folded(path): path for path in planned} if going else {}
        for path in going:
            if not self._folders.leads_within(path):
                continue
            target = Path(self._root + path)
            twin = staying.get(folded(path))
            if twin and _same_file(target, self._root + twin):
                continue
            try:
                target.unlink()
                removed.append(path)
            except OSError:
                if target.is_file():
                    raise
            self._remove_empty(target.parent)
        self._folders.forget()
        return removed

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.folder and folder.is_relative_to(self.folder):
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent


def is_as_written(folder: Path, row: OutputRow) -> bool:
    """Whether a file has the stamp it had when it was written, which is taken on trust."""
    try:
        return row.stamp.is_of(os.lstat(f"{folder}{os.sep}{row.path}"))
    except (OSError, ValueError):
        return False


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
