"""Why a seed becomes no article."""

from __future__ import annotations


class SeedError(ValueError):
    """`fact` and `remedy` are sentences for the editor.

    `looks_like` is what bytes that are no text look like ("a PDF file"), "" for all other seeds.
    """

    def __init__(self, fact: str, remedy: str, looks_like: str = "") -> None:
        super().__init__(f"{fact} {remedy}")
        self.fact, self.remedy, self.looks_like = fact, remedy, looks_like


def not_text(looks_like: str) -> SeedError:
    """The error of bytes that are no text."""
    return SeedError(f"It is {looks_like}, not text.", "Save its text in a .txt file and import that.", looks_like)


def nothing_in(why: str) -> SeedError:
    """The error of a text that holds nothing that could be an article."""
    return SeedError(f"There is nothing to import: {why}.", "Paste the article's text into it.")
