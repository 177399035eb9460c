"""Where the bytes come from that the preview serves."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import msgspec

from digest.live.routes import find


class Source(Protocol):
    """A site that can be read, file by file. Safe to use from any thread."""

    def read(self, path: str) -> bytes | Path | None:
        """What the site has at a path that is relative to its folder, with forward slashes: `2023/03/index.html`.

        The bytes, or a file that holds them, or None if the site has nothing there. No step of `path` is empty or
        leads upwards.
        """

    def follows(self, path: str) -> bool:
        """Whether it is told when the file at a path is another than when it was last read."""


class Folder(msgspec.Struct, frozen=True):
    """A site that was built into a folder."""

    root: Path

    def read(self, path: str) -> Path | None:
        """The file, links resolved, if it is one and inside the folder; to open a pipe would wait for its writer."""
        found = find(self.root, tuple(path.split("/")))
        return found if found and found.is_file() else None

    def follows(self, path: str) -> bool:
        return True
