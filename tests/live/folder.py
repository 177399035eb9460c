"""A site that was built into a folder, for tests of what serves a site."""

from __future__ import annotations

from pathlib import Path

import msgspec


class Folder(msgspec.Struct, frozen=True):
    """A `digest.live.served.Source`."""

    root: Path

    def read(self, path: str) -> Path | None:
        found = self.root / path
        try:
            return None if found.is_dir() or not found.exists() else found
        except ValueError:  # a name that no system has
            return None

    def follows(self, path: str) -> bool:
        return True
