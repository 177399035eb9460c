"""Why a seed becomes no article."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb


class SeedError(ValueError):
    """`fact` and `remedy` are sentences for the editor; `line` counts from 1, 0 for the whole seed.

    `looks_like` is what bytes that are no article look like ("a PDF file"), "" for all other seeds.
    """

    def __init__(self, fact: str, remedy: str, looks_like: str = "", line: int = 0) -> None:
        super().__init__(fact, remedy, looks_like, line)
        self.fact, self.remedy, self.looks_like, self.line = fact, remedy, looks_like, line

    def __str__(self) -> str:
        return f"{self.fact} {self.remedy}"


class PassingError(SeedError):
    """What keeps it from being read may be gone tomorrow, such as a package that is missing."""


class SetAsideError(SeedError):
    """An earlier import has told why, and the seed is as it was."""


def not_text(looks_like: str, remedy: str = "Save its text in a .txt file and import that.") -> SeedError:
    """The error of bytes that are no text."""
    return SeedError(f"It is {looks_like}, not text.", remedy, looks_like)


def no_article(looks_like: str, remedy: str) -> SeedError:
    """The error of a text that is something else than an article ("a list of addresses")."""
    return SeedError(f"It is {looks_like}, not an article.", remedy, looks_like)


def nothing_in(why: str) -> SeedError:
    """The error of a text that holds nothing that could be an article."""
    return SeedError(f"There is nothing to import: {why}.", "Paste the article's text into it.")


def mistake(error: Exception) -> SeedError:
    """What the program stumbled over."""
    at = extract_tb(error.__traceback__)[-1]
    fact = f"{type(error).__name__} in {Path(at.filename).name}, line {at.lineno}: {error}."
    return SeedError(fact, "That is a mistake in this program: please report it, with the seed.")
