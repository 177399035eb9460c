"""Files that came or changed, held back until they rest: a file that is still being written is not half-read."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from digest.files.passed_over import is_passed_over

REST = 1.0  # seconds in which neither size nor time of a file changes


class Arrivals:
    """Tell it with `saw` what the watch told, and ask it for `settled` now and then. Reads no file."""

    def __init__(self, rest: float = REST, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self._clock = clock
        self._awaited: dict[Path, tuple[tuple[int, int], float]] = {}

    def saw(self, paths: Iterable[Path]) -> None:
        """Something happened to these files, or to these folders with all below them."""
        now = self._clock()
        for path in paths:
            for file in _files(path):
                stamp = _stamp(file)
                if stamp is not None:
                    self._awaited[file] = (stamp, now)

    def settled(self) -> tuple[Path, ...]:
        """The files that have come to rest since the last call, each once; not those that are empty or gone."""
        now = self._clock()
        ready = []
        for file, (before, since) in list(self._awaited.items()):
            stamp = _stamp(file)
            if stamp is None or stamp[0] == 0:  # once something is written into it, the watch tells it again
                del self._awaited[file]
            elif stamp != before:
                self._awaited[file] = (stamp, now)
            elif now - since >= self._rest:
                del self._awaited[file]
                ready.append(file)
        return tuple(sorted(ready))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for parent, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not is_passed_over(name)]
        yield from (Path(parent, name) for name in names if not is_passed_over(name))


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
