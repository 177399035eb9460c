"""What is known of the files in content/ once they are read."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

import msgspec

TICK_NS = 2_000_000_000
"""The coarsest clock tick of the file systems in use, that of FAT."""


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """What the file system says of a file without opening it. Equal stamps mean an unchanged file, unless the
    file was changed in the moment it was looked at (see `is_settled`)."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @classmethod
    def of(cls, found: os.stat_result) -> Stamp:
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)

    def is_settled(self, seen_ns: int) -> bool:
        """Whether a later write would show in the stamp: it was taken more than a clock tick after the last write.

        `seen_ns` is when the stamp was taken, in ns since the epoch.
        """
        return max(self.mtime_ns, self.ctime_ns) < seen_ns - TICK_NS


class Source(msgspec.Struct, frozen=True, array_like=True):
    """Where an article was first published."""

    name: str = ""
    url: str = ""
    licence: str = ""


class Figure(msgspec.Struct, frozen=True, array_like=True):
    """An amount that the article turns on."""

    value: str
    about: str = ""


class Correction(msgspec.Struct, frozen=True, array_like=True):
    day: dt.date
    text: str


class Reference(msgspec.Struct, frozen=True, array_like=True):
    """A link from a body to something in content/, not yet resolved.

    `marker` is what stands for it in the stored HTML; `path` the file that is meant, relative to content/;
    `line` where the article's file says so.
    """

    marker: str
    path: str
    line: int


class Article(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article or standing page as its file gives it, but for the body: that waits in the store.

    `path` is relative to content/. `published` and `updated` are RFC 3339 times in the site's zone and
    `instant` is `published` in seconds since the epoch; `embargo` and `expiry` likewise (0: none).
    A standing page has no dates: `day` is None and `published` "".
    """

    path: str
    url: str
    title: str
    day: dt.date | None
    published: str
    instant: int
    updated: str
    summary: str
    deck: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    source: Source
    figures: tuple[Figure, ...]
    corrections: tuple[Correction, ...]
    thread: str
    aliases: tuple[str, ...]
    lang: str
    id: str
    review: tuple[str, ...]
    draft: bool
    embargo: int
    expiry: int
    extra: dict[str, Any]
    body: bytes
    references: tuple[Reference, ...]


class Media(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Any other file in content/: copied to the same path in the output. `width` and `height` are in pixels, 0
    where the file is no image."""

    path: str
    digest: bytes
    width: int = 0
    height: int = 0


class SourceRow(msgspec.Struct, frozen=True, gc=False):
    """A file in content/ as it was last read.

    `path` is relative to content/; `seen` is when its stamp was taken, in ns since the epoch; `digest` that of its
    bytes; `producer` that of the code and settings that made `data` of them: a packed Article or Media.
    """

    path: str
    stamp: Stamp
    seen: int
    digest: bytes
    producer: bytes
    is_article: bool
    data: bytes


_pack = msgspec.msgpack.Encoder().encode
_article = msgspec.msgpack.Decoder(Article)
_media = msgspec.msgpack.Decoder(Media)


def pack(value: Article | Media) -> bytes:
    return _pack(value)


def unpack_article(data: bytes) -> Article:
    """Raises msgspec.DecodeError if the bytes are not those of an Article."""
    return _article.decode(data)


def unpack_media(data: bytes) -> Media:
    """Raises msgspec.DecodeError if the bytes are not those of a Media."""
    return _media.decode(data)
