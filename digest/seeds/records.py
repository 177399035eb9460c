"""What the import knows of each file in content/: read once, and again only when the file has changed.

It is kept in `.digest/`, where it may be deleted at any time: it holds nothing but what the files themselves say.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

import msgspec

from digest.course import Course
from digest.model.article import Stamp
from digest.model.urls import article_url, slugify
from digest.seeds.frontmatter import SeedMark, parted, seed_of
from digest.seeds.likeness import runs_of, sketch_of

_LARGEST = 4_000_000  # bytes of a file that are read
_ENDINGS = (".md", ".markdown")
_FORM = 2  # raised when a record of the same file would be another


class Record(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What one article's file says: of the seed that it was made of, where its page is ("" if that is not plain to
    see), of which article an import found it to be a duplicate, and of its text in short (see `likeness`)."""

    mark: SeedMark | None = None
    address: str = ""
    duplicate: str = ""
    sketch: tuple[int, ...] = ()


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """`made_by` is what else the records depend on; `records` are by path, each with its file's stamp."""

    made_by: str
    records: dict[str, tuple[Stamp, Record]]


# Numbers of runs are those of one version of Python and one size of its integers.
_MADE_BY = f"{_FORM} {sys.hexversion:x} {sys.hash_info.width}"


def read_records(into: Path, keep: Path, *, dry_run: bool = False, course: Course | None = None) -> dict[str, Record]:
    """The record of each article's file below `into`, by its path from there (POSIX form), in order of the paths.

    `keep` is the file in which records are kept for the next time; with `dry_run` it is left as it is.
    """
    course = course or Course()
    kept, settled = _load(keep), dict[str, tuple[Stamp, Record]]()
    records: dict[str, Record] = {}
    names = sorted(_names(into))
    course.enter("read content", len(names))
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
        course.advance()
    if settled != kept and not dry_run:
        _save(keep, settled)
    return records


def read_article(path: Path) -> str:
    """The text of an article's file, with LF for line ends. Raises OSError."""
    with path.open("rb") as file:
        return file.read(_LARGEST).decode("utf-8", "replace").replace("\r\n", "\n")


_DAY = re.compile(r"^date: *[\"']?(\d{4}-\d\d-\d\d)", re.M)
_SLUG = re.compile(r"^slug: *[\"']?([^\s\"'#]+)", re.M)
_TITLE = re.compile(r"^title: *(.+)", re.M)
_DUPLICATE = re.compile(r"^  duplicate: (.+)", re.M)


def record_of(text: str) -> Record:
    """`text` is that of an article's whole file."""
    head, body = parted(text)
    duplicate = _DUPLICATE.search(head)
    return Record(
        seed_of(text) if "\nseed:" in head else None,
        _address(head),
        duplicate[1] if duplicate else "",
        sketch_of(runs_of(body)),
    )


def _address(head: str) -> str:
    day, slug, title = _DAY.search(head), _SLUG.search(head), _TITLE.search(head)
    if day is None or (slug is None and title is None):
        return ""
    with suppress(ValueError):
        return article_url(dt.date.fromisoformat(day[1]), slug[1] if slug else slugify(title[1] if title else ""))
    return ""


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
    new = keep.with_name(f"{keep.name}.tmp")
    with suppress(OSError, UnicodeEncodeError):  # it only saves time; a file's name may be no text
        keep.parent.mkdir(exist_ok=True)
        new.write_bytes(msgspec.msgpack.encode(_Kept(_MADE_BY, records)))
        new.replace(keep)


_LEFT = re.compile(r"\..+\.md\.\d+\.tmp")
"""Names of files that an import which was killed was writing (see `writer`)."""


def remove_left_behind(into: Path) -> None:
    """What killed imports left below `into`; no other import may be at work there."""
    for parent, _, names in os.walk(into):
        for name in names:
            if _LEFT.fullmatch(name):
                with suppress(OSError):
                    Path(parent, name).unlink()
