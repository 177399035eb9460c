"""What an article that is there says of itself, however broken the rest of its front matter is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from digest.article_file.split import split
from digest.model.urls import article_url, slugify
from digest.typed_yaml.load import decode_what_can_be


class _Values(msgspec.Struct, frozen=True):
    title: str = ""
    date: str = ""
    slug: str = ""
    review: tuple[str, ...] | dict[str, str] = ()


class Standing(msgspec.Struct, frozen=True):
    """What an article says; empty where its front matter does not. `review` are the fields that wait for an editor,
    each with the reason ("" if there is none)."""

    title: str = ""
    day: dt.date | None = None
    slug: str = ""
    review: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def address(self) -> str:
        """The URL of the article's page, "" if that is not plain to see."""
        name = self.slug or (slugify(self.title) if self.title else "")
        return article_url(self.day, name) if self.day and name else ""


def standing_of(text: str) -> Standing:
    """`text` is that of an article's whole file, or of its front matter."""
    parts = split(text)
    values, _ = decode_what_can_be(parts.block, _Values, path="") if parts else (None, ())
    if values is None:
        return Standing()
    review: Any = values.review
    return Standing(
        values.title, _day(values.date), values.slug, review if isinstance(review, dict) else dict.fromkeys(review, "")
    )


def _day(when: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(when[:10])
    except ValueError:
        return None
