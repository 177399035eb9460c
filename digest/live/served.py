"""Where the bytes come from that the preview serves."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Source(Protocol):
    """A site that can be read, file by file. Safe to use from any thread."""

    def read(self, path: str) -> bytes | Path | None:
        """What the site has at a path that is relative to its folder, with forward slashes: `2023/03/index.html`.

        The bytes, or a file that holds them, or None if the site has nothing there. No step of `path` is empty or
        leads upwards.
        """

    def follows(self, path: str) -> bool:
        """Whether it is told when the file at a path is another than when it was last read."""
