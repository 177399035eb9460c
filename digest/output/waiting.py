"""Bytes that wait until all others are made: in memory, and on disk when they are many."""

from __future__ import annotations

import tempfile
from io import FileIO

_IN_MEMORY = 64 * 2**20


class Waiting:
    """Keeps bytes, and gives them back. What is on disk is in a file without a name."""

    def __init__(self) -> None:
        self._held: dict[int, bytes] = {}
        self._end = 0
        self._file: FileIO | None = None

    def put(self, data: bytes) -> int:
        """Where the bytes are."""
        start = self._end
        if not data:
            return start
        self._end += len(data)
        if self._end <= _IN_MEMORY:
            self._held[start] = data
            return start
        if self._file is None:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed by `close`
        self._file.seek(start)
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
        return start

    def get(self, start: int, size: int) -> bytes:
        if not size:
            return b""
        if self._file is None or start in self._held:
            return self._held[start]
        self._file.seek(start)
        data = self._file.read(size)
        while len(data) < size:
            data += self._file.read(size - len(data))
        return data

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._held.clear()
