"""What is told of seeds: what became of each in an import, or would. Apart from the import itself, which takes long
to load."""

from __future__ import annotations

from typing import Literal

import msgspec

from digest.errors import Problem
from digest.seeds.draft import Draft


class Like(msgspec.Struct, frozen=True):
    """`share` is how much of the shorter text is in the longer one, in hundredths; `longer` says which of the two is
    longer: this text, the other article, or neither."""

    article: str
    share: int
    longer: Literal["this", "other", "neither"]

    def __str__(self) -> str:
        if self.longer == "neither" and self.share == 100:
            return f"the same text as {self.article}"
        if self.longer == "this":
            return f"{self.share}% of the words of {self.article} run as here"
        return f"{self.share}% of its words run as in {self.article}"


class Removed(msgspec.Struct, frozen=True):
    """A line of the seed, counted from 1, that is no part of the article, and the rule that says so."""

    line: int
    text: str
    rule: str


class Imported(msgspec.Struct, frozen=True):
    """What became of one seed, or of one of the articles in it: `part` counts them from 1, and is 0 if there is one.

    `seed` and `article` are paths relative to the site's folder (as given, where they lie outside); `date` is ISO
    8601, "" if open; `review` the fields to look at and `whys` the reason for each, where the seed was read; `held`
    says that it is a draft until then; `note` what else an editor should know; `like` the article that is the same
    text, or nearly, if there is one; `removed` what was left out as boilerplate or a caption; `source` the name and
    the address of where it was first published, "" if open. Of a seed that is `set aside` an
    earlier import has told why, and `note` tells again.
    """

    seed: str
    status: Literal["created", "updated", "unchanged", "edited", "failed", "set aside"]
    article: str
    title: str
    date: str
    review: tuple[str, ...]
    note: str = ""
    problem: Problem | None = None
    whys: tuple[str, ...] = ()
    held: bool = False
    like: Like | None = None
    removed: tuple[Removed, ...] = ()
    part: int = 0
    source: tuple[str, str] = ("", "")

    @property
    def is_news(self) -> bool:
        return self.status not in ("unchanged", "set aside")


class Explained(msgspec.Struct, frozen=True):
    """A seed, by its path relative to the site's folder, with its draft, or the problem that keeps it from one.

    Of several articles in a seed each is explained for itself; `part` is its number then, as in `Imported`.
    """

    seed: str
    draft: Draft | None
    problem: Problem | None = None
    part: int = 0
