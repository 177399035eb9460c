"""What is wrong, as the preview shows it over the pages."""

from __future__ import annotations

from pathlib import Path

import msgspec

from digest.errors import Problem
from digest.files.opener import LARGEST_TEXT, read_regular

AROUND = 2
"""Lines that are shown before and behind the one that is meant."""

WIDEST = 300
"""Characters of a line that are shown."""


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong: plain text, never HTML.

    `excerpt` are the lines of the file around the one that is meant, the first of them number `first`; `line` counts
    from 1, and is 0 when the whole file is meant. `path` is "" when no file is to blame.
    """

    text: str
    path: str = ""
    line: int = 0
    first: int = 1
    excerpt: tuple[str, ...] = ()


def fault_of(site: Path, problem: Problem) -> Fault:
    """A problem with the lines of the file around it, as the file is now; without them if it cannot be read.

    `site` is the folder that the problem's path starts from.
    """
    first = max(1, problem.line - AROUND)
    lines = _lines_of(site / problem.path, first, problem.line + AROUND) if problem.path and problem.line else ()
    return Fault(problem.text, problem.path, problem.line, first if lines else 1, lines)


def _lines_of(path: Path, first: int, last: int) -> tuple[str, ...]:
    try:
        lines = read_regular(path, LARGEST_TEXT).decode("utf-8-sig", "replace").splitlines()
    except OSError:
        return ()
    return tuple(line if len(line) <= WIDEST else f"{line[:WIDEST]} …" for line in lines[first - 1 : last])
