"""What is known of an article beside its text: by lines with a field's name, or by the file that the text came in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import msgspec


class Source(msgspec.Struct, frozen=True):
    """Where the text was published: a name that stands in the text (or the host of the address), an address."""

    name: str = ""
    url: str = ""


class Fields(msgspec.Struct, frozen=True):
    """ "" and None and () where nothing is known.

    `kept` is front matter that goes into the article as it is. `doubts` names the fields that are only guesses, each
    with the reason: a guess gives way to whatever the text says.
    """

    title: str = ""
    day: dt.date | None = None
    author: str = ""
    source: Source = Source()
    tags: tuple[str, ...] = ()
    summary: str = ""
    kept: dict[str, Any] = msgspec.field(default_factory=dict)
    doubts: dict[str, str] = msgspec.field(default_factory=dict)
    other_day: dt.date | None = None  # that the same figures are, month first
    sender: str = ""  # of the mail, as its header has it

    def filled_from(self, other: Fields) -> Fields:
        """These fields, and where one is empty that of `other`."""
        source = Source(self.source.name or other.source.name, self.source.url or other.source.url)
        dated = self if self.day else other
        return Fields(
            self.title or other.title,
            dated.day,
            self.author or other.author,
            source,
            self.tags or other.tags,
            self.summary or other.summary,
            {**other.kept, **self.kept},
            {**other.doubts, **self.doubts},
            dated.other_day,
            self.sender or other.sender,
        )

    def certain(self) -> Fields:
        """Without the guesses."""
        return self._only(lambda field: field not in self.doubts)

    def guessed(self) -> Fields:
        """The guesses alone."""
        return self._only(lambda field: field in self.doubts)

    def _only(self, wanted: Callable[[str], bool]) -> Fields:
        values = {field: getattr(self, field) for field in ("title", "day", "author", "source") if wanted(field)}
        return Fields(**values, tags=self.tags, summary=self.summary, kept=self.kept, sender=self.sender)
