"""What a build is asked for, and what it tells."""

from __future__ import annotations

from pathlib import Path

import msgspec

from digest.errors import Problem
from digest.model.article import Held


class Request(msgspec.Struct, frozen=True):
    """What is to be built: `now` in seconds since the epoch decides embargoes and expiries."""

    site: Path
    output: Path
    now: int
    drafts: bool = False


class Summary(msgspec.Struct, frozen=True):
    """What a site is, whatever its last build had to do."""

    articles: int
    pages: int
    review: dict[str, int]  # files of articles with fields that wait for an editor, and how many
    drafts: int  # articles left out as drafts
    held: tuple[Held, ...]  # files that wait for articles
    warnings: tuple[Problem, ...]


class Report(msgspec.Struct, frozen=True):
    """What a build did. Paths of pages are relative to the output folder, those of changed files to content/."""

    site: Summary
    rendered: tuple[str, ...]
    written: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    notices: tuple[str, ...]  # of the store and the output folder
    until: int  # when the site will be another with nothing changed, in seconds since the epoch
    seconds: float
