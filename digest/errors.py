"""What can be wrong, and how it is told.

    DigestError            anything the program refuses to go on with
    ├── ProblemsError      problems in the site's own files: fix them and build again (exit 1)
    ├── OutputError        the output folder cannot be written to the end (exit 1)
    └── UsageError         the command was called wrongly (exit 2)

Problems are values: each stage collects them and the build raises them together, so that an editor
sees everything that is wrong in one go.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Literal

import msgspec


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong in one place.

    `path` is relative to the site's folder, with forward slashes ("" when no file is to blame);
    `line` counts from 1 (0 when the whole file is meant); `fact` says what is wrong and `remedy` what
    to do about it. A warning does not stop a build.
    """

    path: str
    line: int
    fact: str
    remedy: str = ""
    level: Literal["error", "warning"] = "error"

    @property
    def text(self) -> str:
        """What is wrong and what to do about it."""
        return f"{self.fact} {self.remedy}" if self.remedy else self.fact

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}: " if self.line else f"{self.path}: " if self.path else ""
        return f"{where}{self.text}"


class DigestError(Exception):
    """Base of every error that is told to the user without a traceback."""


class ProblemsError(DigestError):
    """The site's files have problems; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class OutputError(DigestError):
    """The disk is full, or a file cannot be written. What was written is whole, and the next build goes on."""


class UsageError(DigestError):
    """The command was called in a way that cannot work, whatever the site holds."""


def is_stopped(problems: Iterable[Problem]) -> bool:
    """Whether one of the problems is more than a warning."""
    return any(problem.level == "error" for problem in problems)


def stop_at(problems: Iterable[Problem]) -> None:
    """Raises ProblemsError with all of the problems if one of them is more than a warning."""
    found = set(problems)
    if is_stopped(found):
        raise ProblemsError(found)


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """A remedy that names the nearest of `choices`, or lists them all when none is near."""
    known = sorted({*choices} - {word})  # what comes and goes may be there again
    near = nearest(word, known)
    return f"Did you mean '{near}'?" if near else f"Choose from: {', '.join(known)}."


def nearest(word: str, choices: Iterable[str]) -> str:
    """The one of `choices` that a word is nearly; "" if there is none."""
    return next(iter(difflib.get_close_matches(word.casefold(), choices, n=1, cutoff=0.6)), "")
