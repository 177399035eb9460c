"""Standard output and standard error, so that who stops reading them stops no command: its exit code tells what it
found, whether it is read to the end or not."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import Any


class Outlet(io.TextIOWrapper):
    """Writes what `stream` would. Once nobody reads that any more, what is written goes to nowhere."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._pipe = _Pipe(stream.fileno(), "wb", closefd=False)
        is_raw = isinstance(stream.buffer, io.RawIOBase)  # PYTHONUNBUFFERED
        super().__init__(
            self._pipe if is_raw else io.BufferedWriter(self._pipe),
            encoding=stream.encoding,
            errors=stream.errors,
            line_buffering=stream.line_buffering,
            write_through=stream.write_through,
        )

    @property
    def is_unread(self) -> bool:
        """Whether something was written after its reader had gone."""
        return self._pipe.is_closed


class _Pipe(io.FileIO):
    is_closed = False

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            if not isinstance(error, BrokenPipeError) and (sys.platform, error.errno) != ("win32", errno.EINVAL):
                raise
            self.is_closed = True
            with open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), self.fileno())
            return memoryview(data).nbytes


def outlive_readers() -> None:
    """Makes outlets of the two streams, where these are no terminals."""
    sys.stdout, sys.stderr = map(_outlet, (sys.stdout, sys.stderr))


def is_unread() -> bool:
    """Whether somebody has stopped to read what is said: what else would go on for ever may end then."""
    return any(isinstance(stream, Outlet) and stream.is_unread for stream in (sys.stdout, sys.stderr))


def _outlet(stream: Any) -> Any:
    return Outlet(stream) if isinstance(stream, io.TextIOWrapper) and not stream.isatty() else stream
