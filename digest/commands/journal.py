"""What happened while a site was followed, for who asks later."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from digest.errors import Problem
from digest.files.folders import CONTENT
from digest.live.desk import Built

KEPT = 20
"""So many of the last builds are remembered."""

NAMED = 3
"""So many files are named of those that led to one."""


class Journal:
    """The last builds of a site, newest first, and what is wrong with it now. One thread writes, and any may read: each
    value is replaced as a whole."""

    def __init__(self, site: Path) -> None:
        self.builds: tuple[Built, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self._site = site

    def note(
        self,
        place: str,
        done: str,
        changed: frozenset[Path] | None,
        why: str,
        content: Iterable[str] = (),
        *,
        is_refused: bool = False,
    ) -> None:
        """Something was made of the site's files just now, or refused.

        `changed` are the paths that may have changed, None if that is not known; `content` are the files in content/
        that are other, relative to it. `why` counts where no file is known. What is refused again and again is noted
        once, with its last time.
        """
        files = self._files(changed, content)
        more = max(0, len(files) - NAMED)
        made = Built(int(time.time()), place, done, tuple(files[:NAMED]), more, "" if files else why, is_refused)
        last, *others = self.builds or (None,)
        is_again = last is not None and is_refused and (last.place, last.done) == (place, done)
        self.builds = (made, *(others if is_again else self.builds))[:KEPT]

    def _files(self, changed: frozenset[Path] | None, content: Iterable[str]) -> list[str]:
        """The files that led to a build, relative to the site's folder."""
        others = [path for path in changed or () if not path.is_relative_to(self._site / CONTENT)]
        found = [f"{CONTENT}/{path}" for path in content] + self._shown(others)
        return found or self._shown(changed or ())

    def _shown(self, paths: Iterable[Path]) -> list[str]:
        site = self._site
        return sorted((path.relative_to(site) if path.is_relative_to(site) else path).as_posix() for path in paths)
