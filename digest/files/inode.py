"""By what a file is known from another one that has, or had, its name."""

from __future__ import annotations

import os


def inode_of(path: str | os.PathLike[str]) -> tuple[int, int] | None:
    """The device and inode of what is at a path, links followed; None if nothing is there, or nothing can be seen."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
