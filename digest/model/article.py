"""What is known of the files in content/ once they are read."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any, Literal

import msgspec

from digest.model.parts import digest_of

Shown = Literal["full", "excerpt", "summary", "title"]
"""How much of an article the site shows."""

TICK_NS = 2_000_000_000
"""The coarsest clock tick of the file systems in use, that of FAT. ext3 has whole seconds, exFAT hundredths."""

HUNDREDTH_NS = 10_000_000
FINE_TICK_NS = 100_000_000
"""Ten of the slowest timer's ticks (100 Hz on Linux), by which ext4, XFS, APFS and NTFS can be behind the clock."""


class Stamp(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the file system says of a file without opening it. Equal stamps mean an unchanged file, unless the
    file was changed in the moment it was looked at (see `is_settled`)."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @classmethod
    def of(cls, found: os.stat_result) -> Stamp:
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)

    def is_of(self, found: os.stat_result) -> bool:
        """Whether that would be the stamp, without making one."""
        return (
            self.mtime_ns == found.st_mtime_ns
            and self.ctime_ns == found.st_ctime_ns
            and self.size == found.st_size
            and self.inode == found.st_ino
        )

    def is_settled(self, seen_ns: int) -> bool:
        """Whether a later write would show in the stamp: it was taken more than a clock tick after the last write.

        `seen_ns` is when the stamp was taken, in ns since the epoch. A time that is no round number of hundredths is
        from a file system with a fine clock; its tick is that of the system's timer.
        """
        is_fine = self.mtime_ns % HUNDREDTH_NS and self.ctime_ns % HUNDREDTH_NS
        settled = seen_ns - (min(FINE_TICK_NS, TICK_NS) if is_fine else TICK_NS)
        return self.mtime_ns < settled and self.ctime_ns < settled


def clock_of(stamp: str) -> str:
    """The time of the day in an RFC 3339 time, as 14:30; "" at midnight, which is how a bare date is kept: of times
    before standard time with the seconds by which their offset is rounded."""
    return "" if stamp[11:16] == "00:00" else stamp[11:16]


class Source(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where an article was first published."""

    name: str = ""
    url: str = ""
    licence: str = ""


class Figure(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An amount that the article turns on."""

    value: str
    about: str = ""


class Doubt(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A field of the front matter that waits for an editor, and why ("" if that is not known)."""

    field: str
    why: str = ""


class Correction(msgspec.Struct, frozen=True, array_like=True, gc=False):
    day: dt.date
    text: str


class Jump(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A place within a page that a link leads to: the id of an element, without its #; `line` is where the article's
    file says so."""

    id: str
    line: int


class Reference(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A link from a body to something in content/, not yet resolved.

    `marker` is what stands for it in the stored HTML; `path` the file that is meant, relative to content/;
    `line` where the article's file says so. `jumps` are the places in it that are meant.
    """

    marker: str
    path: str
    line: int
    jumps: tuple[Jump, ...] = ()


class Image(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The picture of an article, not yet resolved."""

    reference: Reference
    alt: str = ""
    credit: str = ""
    caption: str = ""


class Heading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A heading in a body: its id, its plain text and its level, 2 to 6."""

    id: str
    text: str
    level: int


class Loss(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What of an article's file was read and not used: `line` where it stands, in words what it is and
    what to do about it."""

    line: int
    fact: str
    remedy: str


class Texts(msgspec.Struct, frozen=True):
    """The texts of an article as they may be shown: plain, but for the HTML of its body."""

    summary: str
    deck: str
    html: str
    shown: Shown


class Article(msgspec.Struct, frozen=True, array_like=True, gc=False, tag="article"):
    """An article or standing page as its file gives it, but for the body: that waits in the store.

    `path` is relative to content/. `published` and `updated` are RFC 3339 times in the site's zone, and so is
    `changed`, the last of these and of its corrections; `instant` is `published` in seconds since the epoch; `embargo`
    and `expiry` likewise (0: none).
    A standing page has no dates: `day` is None and `published` "". Its texts are cut to what may be `shown` of them.
    `mentions` are files that it names elsewhere than in what is shown of its body, relative to content/: maybe none is
    there.
    `ids` are those of the elements in the body: what links can lead to. `rank` is 0 where the editor gave none;
    `same_as` leads to another report of the same event. `words` are those of the body, `headings` its own, and
    `opening` is how it begins, where the article has neither summary nor deck.
    """

    path: str
    url: str
    title: str
    day: dt.date | None
    published: str
    instant: int
    updated: str
    changed: str
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
    review: tuple[Doubt, ...]
    draft: bool
    embargo: int
    expiry: int
    extra: dict[str, Any]
    body: bytes
    references: tuple[Reference, ...]
    shown: Shown = "full"
    mentions: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()
    rank: int = 0
    image: Image | None = None
    same_as: Reference | None = None
    words: int = 0
    headings: tuple[Heading, ...] = ()
    opening: str = ""


def digests_of(article: Article) -> tuple[bytes, bytes]:
    """The digest of an article, and that of what other pages show of it: then a new body is no matter to them."""
    elsewhere = (
        *(article.title, article.url, article.day, article.published, article.instant, article.summary, article.tags),
        *(article.thread, article.source.name, article.lang, article.draft, article.extra),
        *(article.updated, article.corrections, article.figures, article.image),
    )
    return digest_of(article), digest_of(elsewhere)


class Media(msgspec.Struct, frozen=True, array_like=True, gc=False, tag="media"):
    """Any other file in content/: copied to the same path in the output. `width` and `height` are in pixels, 0
    where the file is no image."""

    path: str
    digest: bytes
    width: int = 0
    height: int = 0


class Held(msgspec.Struct, frozen=True):
    """A file in content/ that is not published as long as articles are not, and one of these, both relative to the
    site's folder; `is_referred` tells whether that refers to it, or only lies in the folder."""

    file: str
    article: str
    is_referred: bool


class SourceRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file in content/ as it was last read.

    `path` is relative to content/; `seen` is when its stamp was taken, in ns since the epoch; `digest` that of its
    bytes; `producer` that of the code, settings and terms that made an Article or Media of them, and `value` that of
    what they made; `card` that of what other pages show of an article. `origin` tells which source's terms they are.
    """

    path: str
    stamp: Stamp
    seen: int
    digest: bytes
    producer: bytes
    is_article: bool
    value: bytes
    card: bytes
    origin: str
