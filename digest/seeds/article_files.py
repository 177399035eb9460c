"""Article files, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write the whole file or none of it."""
    temporary = _temporary(path)
    try:
        temporary.write_bytes(text.encode("utf-8"))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def created(path: Path, text: str) -> bool:
    """The same for a new file; False if there is one by now."""
    temporary = _temporary(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        temporary.write_bytes(text.encode("utf-8"))
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError:  # a file system without links, such as FAT
            if os.path.lexists(path):
                return False
            temporary.replace(path)
        return True
    finally:
        temporary.unlink(missing_ok=True)


def _temporary(path: Path) -> Path:
    """What is left of a killed import is known by this name (see `records`)."""
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def free_backup(path: Path) -> Path:
    backup, n = path.with_name(path.name + ".bak"), 1
    while os.path.lexists(backup):
        n += 1
        backup = path.with_name(f"{path.name}.bak{n}")
    return backup
