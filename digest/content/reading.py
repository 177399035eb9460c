"""Scan and parse: what content/ holds now, with as few files opened as can be."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from digest.content.media import read_media
from digest.content.parse import ParseSettings, parse_chunk
from digest.content.scan import FOLDER, is_article, scan
from digest.errors import Problem
from digest.model.article import (
    Article,
    Media,
    SourceRow,
    Stamp,
    pack,
    unpack_article,
    unpack_media,
)
from digest.model.parts import digest_bytes
from digest.spread import Spread

SMALL = 512
"""Fewer articles than this are parsed sooner than workers are started."""

BATCH = 1000
"""How many articles' HTML is held in memory before it is given away."""

Keep = Callable[[Iterable[SourceRow], Iterable[tuple[str, str]]], None]
"""Takes rows of files that were read, and (path, HTML) of those that are articles."""


class Content(msgspec.Struct, frozen=True):
    """The files in content/ as they are now: `rows` by path, in the order of the folders.

    `changed` are the paths of files that were added, changed or removed since `known`, `touched` the rows of those
    that have a new stamp and the same bytes, `gone` the paths that are no more or cannot be read; `faulty` those
    that are there and cannot.
    """

    rows: Mapping[str, SourceRow]
    changed: tuple[str, ...]
    touched: tuple[SourceRow, ...]
    gone: frozenset[str]
    faulty: frozenset[str]
    problems: tuple[Problem, ...]

    def articles(self) -> list[Article]:
        return [unpack_article(row.data) for row in self.rows.values() if row.is_article]

    def media(self) -> dict[str, Media]:
        return {path: unpack_media(row.data) for path, row in self.rows.items() if not row.is_article}


def read_content(
    site: Path,
    settings: ParseSettings,
    producer: bytes,
    known: Mapping[str, SourceRow],
    keep: Keep,
    spread: Spread,
) -> Content:
    """Looks at the files in `site`/content, and reads those that changed.

    A file is opened only if its stamp is not that in `known`, or was taken too soon after a change to be sure.
    `producer` is the digest of all that an article depends on beside its file.
    """
    seen = time.time_ns()
    found = scan(site / FOLDER)
    problems = list(found.problems)
    rows: dict[str, SourceRow] = {}
    waiting: dict[str, Stamp] = {}
    for path, stamp in found.files.items():
        row = known.get(path)
        if row and row.producer == producer and row.stamp == stamp and stamp.is_settled(row.seen):
            rows[path] = row
        else:
            waiting[path] = stamp

    digests: dict[str, bytes] = {}
    touched: list[SourceRow] = []
    media: list[Media] = []

    def changed_articles() -> Iterator[tuple[str, bytes]]:
        for path, stamp in waiting.items():
            try:
                data = (site / FOLDER / path).read_bytes()
            except OSError as error:
                problems.append(Problem(f"{FOLDER}/{path}", 0, f"cannot be read: {error.strerror}."))
                continue
            row = known.get(path)
            digests[path] = digest_bytes(data)
            if row and row.producer == producer and row.digest == digests[path]:
                touched.append(msgspec.structs.replace(row, stamp=stamp, seen=seen))
            elif is_article(path):
                yield path, data
            else:
                media.append(read_media(path, data))

    def row_of(value: Article | Media) -> SourceRow:
        path = value.path
        return SourceRow(path, waiting[path], seen, digests[path], producer, isinstance(value, Article), pack(value))

    fresh: list[SourceRow] = []
    bodies: list[tuple[str, str]] = []

    def give() -> None:
        keep(fresh, bodies)
        rows.update((row.path, row) for row in fresh)
        fresh.clear()
        bodies.clear()

    for parsed in spread.map(parse_chunk, (settings,), changed_articles(), small=SMALL):
        problems.extend(parsed.problems)
        if parsed.article:
            fresh.append(row_of(parsed.article))
            bodies.append((parsed.path, parsed.html))
        if len(fresh) == BATCH:
            give()
    fresh.extend(map(row_of, media))
    give()
    rows.update((row.path, row) for row in touched)
    gone = frozenset(known.keys() - rows.keys())
    return Content(
        rows={path: rows[path] for path in found.files if path in rows},
        changed=tuple(sorted({*digests, *gone} - {row.path for row in touched})),
        touched=tuple(touched),
        gone=gone,
        faulty=frozenset(found.files.keys() - rows.keys()),
        problems=tuple(problems),
    )
