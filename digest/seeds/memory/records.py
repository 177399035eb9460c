"""What the import knows of each file in content/: read once, and again only when the file has changed.

It is kept in `.digest/`, where it may be deleted at any time: it holds nothing but what the files themselves say.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

import msgspec

from digest.article_file.mark import SeedMark, article_digest, seed_of
from digest.article_file.split import split
from digest.article_file.standing import standing_of
from digest.files.opener import LARGEST_TEXT, read_regular
from digest.files.whole import write_whole
from digest.model.article import Stamp
from digest.progress import Progress
from digest.seeds.memory.shingles import shingles_of, sketch_of

_ENDINGS = (".md", ".markdown")
_FORM = 4  # raised when a record of the same file would be another


class Record(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What one article's file says: of the seed that it was made of, where its page is ("" if that is not plain to
    see), of which article an import found it to be a duplicate, a sketch of its text (see `shingles`), and, if it is
    not as it was imported, the digest of what it is now."""

    mark: SeedMark | None = None
    address: str = ""
    duplicate: str = ""
    sketch: tuple[int, ...] = ()
    edited: str = ""


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """`made_by` is what else the records depend on; `records` are by path, each with its file's stamp."""

    made_by: str
    records: dict[str, tuple[Stamp, Record]]


# Numbers of shingles are those of one version of Python and one size of its integers.
_MADE_BY = f"{_FORM} {sys.hexversion:x} {sys.hash_info.width}"


def read_records(
    into: Path, keep: Path, *, dry_run: bool = False, progress: Progress | None = None
) -> dict[str, Record]:
    """The record of each article's file below `into`, by its path from there (POSIX form), in order of the paths.

    `keep` is the file in which records are kept for the next time; with `dry_run` it is left as it is.
    """
    progress = progress or Progress()
    kept, settled = _load(keep), dict[str, tuple[Stamp, Record]]()
    records: dict[str, Record] = {}
    names = sorted(_names(into))
    progress.enter("read content", len(names))
    for name in names:
        seen = time.time_ns()
        try:
            found = os.stat(f"{into}/{name}")
            known = kept.get(name)
            if known is None or not known[0].is_of(found):
                if not S_ISREG(found.st_mode):
                    continue
                known = (Stamp.of(found), record_of(read_article(into / name)))
        except OSError:
            continue  # the build tells of it; here it is no import of any seed
        if known[0].is_settled(seen):
            settled[name] = known
        records[name] = known[1]
        progress.advance()
    if settled != kept and not dry_run:
        _save(keep, settled)
    return records


def read_article(path: Path) -> str:
    """The text of an article's file, with LF for line ends. Raises OSError."""
    return read_regular(path, LARGEST_TEXT).decode("utf-8", "replace").replace("\r\n", "\n")


def record_of(text: str) -> Record:
    """`text` is that of an article's whole file."""
    parts = split(text)
    standing = standing_of(text)
    mark = seed_of(text) if parts and "\nseed:" in f"\n{parts.block}" else None
    now = article_digest(text) if mark else ""
    return Record(
        mark,
        standing.address,
        standing.review.get("duplicate", ""),
        sketch_of(shingles_of(parts.body_text if parts else text)),
        now if mark and now != mark.written else "",
    )


def _names(into: Path) -> Iterator[str]:
    for parent, _, names in os.walk(into):
        folder = Path(parent).relative_to(into).as_posix()
        start = "" if folder == "." else f"{folder}/"
        yield from (start + name for name in names if name.lower().endswith(_ENDINGS) and not name.startswith("."))


def _load(keep: Path) -> dict[str, tuple[Stamp, Record]]:
    with suppress(OSError, msgspec.DecodeError):  # none yet, or a damaged one: the files are read again
        kept = msgspec.msgpack.decode(keep.read_bytes(), type=_Kept)
        if kept.made_by == _MADE_BY:
            return kept.records
    return {}


def _save(keep: Path, records: dict[str, tuple[Stamp, Record]]) -> None:
    with suppress(OSError, UnicodeEncodeError):  # it only saves time; a file's name may be no text
        keep.parent.mkdir(exist_ok=True)
        write_whole(keep, msgspec.msgpack.encode(_Kept(_MADE_BY, records)))
