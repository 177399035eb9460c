"""What an editor may want to know of a whole site."""

from __future__ import annotations

import datetime as dt

import msgspec

from digest.model.article import Article, Held


class Overview(msgspec.Struct, frozen=True):
    """A site as it is at `now` (seconds since the epoch).

    `articles` are all articles and standing pages, drafts too, and `shown` the paths of those that have a page in the
    preview now; `held` are the files that are not published. `language` is that of a text which names none, and `zone`
    the site's.
    """

    title: str
    language: str
    zone: dt.tzinfo
    now: int
    articles: tuple[Article, ...]
    shown: frozenset[str]
    held: tuple[Held, ...]
