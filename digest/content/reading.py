"""Scan and parse: what content/ holds now, with as few files opened as can be."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

import msgspec

from digest.content.media import read_media
from digest.content.parse import Parsed
from digest.content.scan import Scope, is_article, look_at, scan
from digest.errors import Problem
from digest.files.folders import CONTENT
from digest.files.opener import LARGEST, LARGEST_TEXT, read_regular
from digest.model.article import Article, Media, SourceRow, Stamp, digests_of
from digest.model.parts import digest_bytes, digest_of, encode
from digest.progress import Progress
from digest.settings.sources import Rights

BATCH = 1000
"""How many articles' HTML is held in memory before it is given away."""

Parse = Callable[[Iterable[tuple[str, bytes]]], Iterable[Parsed]]
"""Parses files, each a path relative to content/ and its bytes: `content.bounded.parse_chunk`, here or spread."""

Keep = Callable[[Iterable[SourceRow], Iterable[Article | Media], Iterable[tuple[str, str]]], None]
"""Takes rows of files, and of those that were read what is in them, and of articles (path, HTML)."""


class Content(msgspec.Struct, frozen=True):
    """The files in content/ as they are now: `rows` by path.

    `changed` are the paths of files that were added, changed or removed since `known`, `gone` those of files that
    are no more or cannot be read; `faulty` those that are there and cannot. If something could not even be looked at,
    it is incomplete.
    """

    producer: bytes
    is_incomplete: bool
    rows: Mapping[str, SourceRow]
    changed: tuple[str, ...]
    gone: frozenset[str]
    faulty: frozenset[str]
    problems: tuple[Problem, ...]


def read_content(
    scope: Scope,
    parse: Parse,
    rights: Rights,
    producer: bytes,
    known: Mapping[str, SourceRow],
    keep: Keep,
    named: Collection[str] | None = None,
    last: Mapping[str, SourceRow] = MappingProxyType({}),
    progress: Progress | None = None,
) -> Content:
    """Looks at the files in content/, and reads those that changed.

    A file is opened only if its stamp is not that in `known`, or was taken too soon after a change to be sure.
    `producer` is the digest of all that an article depends on beside its file and the terms of its source: with other
    `rights` only those articles are read again whose source has other terms now. `named` are the paths of the only
    files that may have changed since `last` were the rows, if that is known; then the rights must be the same as then.
    """

    @cache
    def producer_of(origin: str) -> bytes:
        return digest_bytes(producer, encode(rights.terms_of(origin)))

    seen = time.time_ns()
    rows: dict[str, SourceRow] = {}
    found = look_at(scope, named, last) if named is not None else None
    if found is None or named is None:
        found = scan(scope)
        looked_at: Collection[str] = known
    else:
        looked_at = named
        rows = dict(last)
        for path in named:
            rows.pop(path, None)
    problems = list(found.problems)
    waiting: dict[str, Stamp] = {}
    for path, stamp in found.files.items():
        row = known.get(path)
        if row and row.producer == producer_of(row.origin) and row.stamp == stamp and stamp.is_settled(row.seen):
            rows[path] = row
        else:
            waiting[path] = stamp

    digests: dict[str, bytes] = {}
    touched: list[SourceRow] = []
    media: list[Media] = []

    def changed_articles() -> Iterator[tuple[str, bytes]]:
        for path, stamp in waiting.items():
            try:
                data = read_regular(scope.content / path, LARGEST_TEXT if is_article(path) else LARGEST)
            except OSError as error:
                problems.append(Problem(f"{CONTENT}/{path}", 0, f"cannot be read: {error.strerror}."))
                continue
            row = known.get(path)
            digests[path] = digest_bytes(data)
            if row and row.producer == producer_of(row.origin) and row.digest == digests[path]:
                touched.append(msgspec.structs.replace(row, stamp=stamp, seen=seen))
            elif is_article(path):
                yield path, data
            else:
                media.append(read_media(path, data))

    def row_of(value: Article | Media) -> SourceRow:
        path = value.path
        whole, card = digests_of(value) if isinstance(value, Article) else (digest_of(value), b"")
        origin = origins.get(path, "")
        made_by = producer_of(origin)
        return SourceRow(path, waiting[path], seen, digests[path], made_by, is_article(path), whole, card, origin)

    origins: dict[str, str] = {}
    values: list[Article | Media] = []
    bodies: list[tuple[str, str]] = []

    def give(values: list[Article | Media], unread: Iterable[SourceRow] = ()) -> None:
        fresh = [*map(row_of, values), *unread]
        if fresh:
            keep(fresh, values, bodies)
        rows.update((row.path, row) for row in fresh)
        bodies.clear()

    progress = progress or Progress()
    progress.enter("parse", len(waiting))
    for parsed in parse(changed_articles()):
        progress.parsed(parsed.path, parsed.seconds)
        problems.extend(parsed.problems)
        if parsed.article:
            values.append(parsed.article)
            origins[parsed.path] = parsed.origin
            bodies.append((parsed.path, parsed.html))
        if len(values) == BATCH:
            give(values)
            values = []
    give([*values, *media], touched)
    gone = frozenset(path for path in looked_at if path in known and path not in rows)
    return Content(
        producer=producer,
        is_incomplete=bool(found.problems),
        rows=rows,
        changed=tuple(sorted({*digests, *gone} - {row.path for row in touched})),
        gone=gone,
        faulty=frozenset(found.files.keys() - rows.keys()),
        problems=tuple(problems),
    )
