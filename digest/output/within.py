"""What is within the output folder: paths and folders that do not lead out of it.

The paths of files that were written come from the store, which anybody can write to and any disk can damage. None of
them is trusted where a file is written or removed.
"""

from __future__ import annotations

import os
import stat as modes
from collections.abc import Collection, Iterable
from typing import Literal

_FOREIGN = "\\:" if os.name == "nt" else ""
"""Signs that make another path of a step on Windows."""

LONGEST = 10_000
"""Characters of a path: more than twice what any system takes (PATH_MAX of Linux)."""


def is_within(path: str) -> bool:
    """Whether a path with forward slashes names a file below the folder that it is joined to, on some disk."""
    if len(path) > LONGEST or "\0" in path or any(sign in path for sign in _FOREIGN):
        return False
    return not {"", ".", ".."} & set(path.split("/"))


def folders_above(path: str) -> list[str]:
    """a/b/c.html → a, a/b"""
    return [path[:n] for n, sign in enumerate(path) if sign == "/"]


class Folders:
    """The folders in the output folder `root`, which ends in a slash. A link to a folder is none: it may lead out.

    The output folder itself may be a link. Folders that were seen are not looked at again until `forget`.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._real: set[str] = set()

    def make(self, path: str) -> None:
        """Makes the folders above a file's path. Raises OSError, also if a file or link stands where one must go."""
        folder = path.rpartition("/")[0]
        if folder in self._real:
            return
        if not self._real:
            os.makedirs(self._root, exist_ok=True)
            self._real.add("")
        for step in folders_above(path):
            if step not in self._real:
                try:
                    os.mkdir(self._root + step)
                except FileExistsError:
                    if self.kind(step) != "folder":
                        raise
                self._real.add(step)

    def leads_within(self, path: str) -> bool:
        """Whether there are real folders all the way to a path."""
        if not is_within(path):
            return False
        for step in folders_above(path):
            if step not in self._real:
                if self.kind(step) != "folder":
                    return False
                self._real.add(step)
        return True

    def blocked(self, paths: Iterable[str], going: Collection[str]) -> list[tuple[str, str]]:
        """Where folders above `paths` must go and something else stands, that is not in `going`: each with what."""
        wanted = {step for path in paths for step in folders_above(path)}
        found = ((step, self.kind(step)) for step in sorted(wanted.difference(going, self._real)))
        return [(step, kind) for step, kind in found if kind not in ("", "folder")]

    def kind(self, path: str) -> Literal["", "file", "link", "folder"]:
        """What stands at a path; "" for nothing."""
        try:
            mode = os.lstat(self._root + path).st_mode
        except OSError:
            return ""
        return "folder" if modes.S_ISDIR(mode) else "link" if modes.S_ISLNK(mode) else "file"

    def forget(self) -> None:
        self._real.clear()
