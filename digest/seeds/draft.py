"""What an article is before it is written: what the import found in a seed's text."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from digest.model.article import Figure
from digest.seeds.label.lines import Lines
from digest.seeds.read.stated import Source


class Draft(msgspec.Struct, frozen=True):
    """An article as the seed's text gives it.

    `day` is None where neither the text nor the file's name has a date. `review` has the fields that an
    editor should look at, each with the reason, and `minor` those that may wait until it is published; `lines` is the
    whole seed, each line with what became of it.
    `kept` is front matter that the seed brings along. Where the seed is Markdown, `markdown` is the body as it is,
    and `body` has its paragraphs of prose without marks. `learned` names the fields that are as the site has learnt
    them, each with the place where that stands. `headings` are those of the body's paragraphs that the markup of the
    seed's page makes headings.
    """

    title: str
    day: dt.date | None
    tags: tuple[str, ...]
    summary: str
    authors: tuple[str, ...]
    source: Source
    body: tuple[str, ...]
    review: dict[str, str]
    lines: Lines
    minor: frozenset[str] = frozenset()
    figures: tuple[Figure, ...] = ()
    deck: str = ""
    kept: dict[str, Any] = msgspec.field(default_factory=dict)
    markdown: str = ""
    learned: dict[str, str] = msgspec.field(default_factory=dict)
    headings: frozenset[str] = frozenset()
