"""Whose a file is that stands where a page must go, and that the store does not know.

The store is not in git and is lost at times; the output folder may be in git, or a CI's cache. So such a file may be
ours, and it may be an editor's own `index.html`, of which there is no copy. The rule:

- A file with just the bytes that are to be written is adopted: nothing is written, and it keeps its time.
- While the store is complete it knows all that we wrote: any other file is somebody's, and a problem.
- With a store that is new, or was lost, the folder is taken for ours if a page in a folder of it has just the bytes
  that it would get, or if half of all planned files are there; then what differs is replaced. Else it is a problem.

Nothing in the files marks them as ours: a theme makes every byte of a page, and feeds, styles and pictures have no
place for a mark. A web site that somebody put there by hand has an `index.html`, but not `2023/03/08/nato-stockpiles/`.
"""

from __future__ import annotations

import os
import stat as modes
import time
from collections.abc import Collection, Container
from typing import Protocol

from digest.model.article import Stamp
from digest.model.parts import digest_bytes
from digest.output.store import OutputRow
from digest.output.swap import INCOMING


class Known(Protocol):
    """What the store knows of the files of earlier builds, by path: `digest.output.tree.Outputs`."""

    @property
    def known(self) -> Container[str]: ...


class Found:
    """Files that stand where pages must go. `adopted` are the rows of those that are as they should be, by path."""

    def __init__(self, root: str) -> None:
        """`root` is the output folder, with a slash at its end."""
        self.adopted: dict[str, OutputRow] = {}
        self._root = root
        self._strange: list[str] = []
        self._is_empty: bool | None = None

    def adopt(self, path: str, key: bytes, digest: bytes, size: int, before: Known) -> bool:
        """Looks at what stands where a file with this digest must go; True if that is a file with the same bytes."""
        if self._is_empty is None:
            self._is_empty = not _has_files(self._root)
        if self._is_empty:  # a cold build is spared 17,000 looks
            return False
        try:
            found = os.lstat(self._root + path)
        except OSError:
            return False
        if modes.S_ISDIR(found.st_mode):
            return False  # an obstacle
        seen = time.time_ns()
        if found.st_size == size and self.digest(self._root + path, found) == digest:
            self.adopted[path] = OutputRow(path, Stamp.of(found), seen, key, digest)
            return True
        if path not in before.known:
            self._strange.append(path)
        return False

    def strangers(self, planned: Collection[str], is_complete: bool) -> list[str]:
        """The paths of files that may not be replaced."""
        there = len(self.adopted) + len(self._strange)
        is_ours = there * 2 >= len(planned) or any(path.endswith("/index.html") for path in self.adopted)
        return [] if is_ours and not is_complete else sorted(self._strange)

    def digest(self, path: str, found: os.stat_result) -> bytes | None:
        """The digest of a file's bytes; None if it is no file, or cannot be read."""
        if not modes.S_ISREG(found.st_mode):
            return None
        try:
            with open(path, "rb") as file:
                return digest_bytes(file.read())
        except OSError:
            return None


def _has_files(folder: str) -> bool:
    """Whether anything is in a folder, but for what a killed build left of one file."""
    try:
        return any(name != INCOMING for name in os.listdir(folder))
    except OSError:
        return False
