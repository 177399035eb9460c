"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_UNFINISHED = re.compile(r"\..+\.\d+\.tmp")
"""What stands beside a file while it is written, and after a kill: `.NAME.PROCESS.tmp`."""


def write_whole(path: Path, data: bytes) -> None:
    """Writes all of a file or nothing. One that is there keeps its mode, and of a link what it leads to is replaced.
    Raises OSError; `path` is then as it was."""
    real = path.resolve()
    unfinished = _unfinished(real)
    try:
        unfinished.write_bytes(data)
        with suppress(FileNotFoundError):
            shutil.copymode(real, unfinished)
        unfinished.replace(real)
    finally:
        unfinished.unlink(missing_ok=True)


def create_whole(path: Path, data: bytes) -> bool:
    """Writes a file that is new, and the folders above it; False if one is there by now. Raises OSError."""
    unfinished = _unfinished(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        unfinished.write_bytes(data)
        try:
            os.link(unfinished, path)
        except FileExistsError:
            return False
        except OSError:  # a file system without links, such as FAT
            if os.path.lexists(path):
                return False
            unfinished.replace(path)
        return True
    finally:
        unfinished.unlink(missing_ok=True)


def remove_unfinished(folder: Path) -> None:
    """Removes what killed programs left below a folder. Nobody else may be writing there: see `digest.files.lock`."""
    for parent, _, names in os.walk(folder):
        for name in filter(_UNFINISHED.fullmatch, names):
            with suppress(OSError):
                Path(parent, name).unlink()


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Keeps Ctrl-C waiting, where the system can: not on Windows. A process that is started within never gets one."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
