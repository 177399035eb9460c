"""New articles, to be written by an editor."""

from __future__ import annotations

import datetime as dt
import os
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from digest.article_file.standing import standing_of
from digest.article_file.write import quoted
from digest.errors import UsageError
from digest.files.opener import LARGEST_TEXT, read_regular
from digest.files.whole import create_whole
from digest.model.urls import article_url, slugify

_ENDINGS = (".md", ".markdown")
_UNSEEN = (
    "Cf",
    "Zs",
    "Zl",
    "Zp",
)  # Unicode's categories of signs that show nothing: joiners, marks of direction, blanks


def begin_article(content: Path, title: str, day: dt.date) -> Path:
    """Writes a draft with this title and day below `content`, and returns its path. Never overwrites a file.

    Where an article of that day has the address, or a file the name (capitals or not), the new one gets a number, in
    its name and as its `slug`. Raises UsageError if the title is blank or no text.
    """
    title = _shown(title)
    slug = slugify(title)
    folder = content / f"{day.year:04}"
    names = {name.casefold() for name in os.listdir(folder)} if folder.is_dir() else set()
    taken = set(_addresses(content, day))
    for number in count(1):
        free = slug if number == 1 else f"{slug}-{number}"
        path = folder / f"{day}-{free}.md"
        if path.name in names or article_url(day, free) in taken:
            continue
        if create_whole(path, _text(title, day, free if number > 1 else "").encode()):
            return path
    raise AssertionError("count() does not end")


def _shown(title: str) -> str:
    """A title in one line and in one form (NFC), without signs that control a terminal."""
    try:
        title.encode()
    except UnicodeEncodeError:
        raise UsageError("The title has bytes that are no text in UTF-8. Write it anew.") from None
    kept = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in unicodedata.normalize("NFC", title))
    kept = " ".join(kept.split())
    if all(unicodedata.category(sign) in _UNSEEN for sign in kept):
        raise UsageError('The title is blank. Give the article one: digest new "Finland joins NATO"')
    return kept


def _addresses(content: Path, day: dt.date) -> Iterator[str]:
    """The addresses of articles of a day, wherever their files are. Only files that name the day are looked into."""
    named = day.isoformat().encode()
    for parent, _, names in os.walk(content):
        for name in names:
            if name.lower().endswith(_ENDINGS):
                with suppress(OSError):  # the build tells of it
                    data = read_regular(f"{parent}/{name}", LARGEST_TEXT)
                    if named in data:
                        yield standing_of(data.decode("utf-8", "replace").replace("\r\n", "\n")).address


def _text(title: str, day: dt.date, slug: str) -> str:
    own = f"slug: {slug}\n" if slug else ""
    return f"---\ntitle: {quoted(title)}\ndate: {day}\n{own}tags: []\nsummary:\ndraft: true\n---\n\n"
