"""What the last build knew: tables of values by path.

Nothing here that could not be made again. A store of another version, or a damaged one, is set aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from digest.model.article import Article, Media, SourceRow, Stamp
from digest.output.database import Database, StoreDamagedError

T = TypeVar("T")


class OutputRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file that we wrote. `key` is what its bytes depended on; "" while it is being written or after a crash."""

    path: str
    stamp: Stamp
    seen: int
    key: bytes
    digest: bytes


class PlannedPage(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is known of a planned page until it is rendered: `view` is the digest of its view, and `origin` names what
    it comes from, for messages."""

    path: str
    template: str
    view: bytes
    origin: str


class PlannedGroup(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Pages that were planned together, of what `inputs` is the digest of."""

    name: str
    inputs: bytes
    pages: tuple[PlannedPage, ...]


_NO_STAMP = Stamp(-1, -1, -1, -1)
_encode = msgspec.msgpack.Encoder().encode


class _Shelf(Generic[T]):
    """A table of packed values by path. All are read when they are first asked for, and kept in memory from then on."""

    def __init__(self, db: Database, table: str, kind: Any) -> None:
        self._db = db
        self._table = table
        self._decode = msgspec.msgpack.Decoder(kind).decode
        self._known: dict[str, T] | None = None

    def read(self) -> dict[str, T]:
        if self._known is None:
            decode = self._decode
            rows = self._db.rows(f"SELECT path, data FROM {self._table}")
            self._known = {path: decode(data) for path, data in rows}
        return dict(self._known)

    def put(self, values: Iterable[tuple[str, T]]) -> None:
        """Within a transaction."""
        new = dict(values)
        packed = ((path, _encode(value)) for path, value in new.items())
        self._db.write(f"INSERT OR REPLACE INTO {self._table} VALUES (?, ?)", packed)
        if self._known is not None:
            self._known.update(new)

    def drop(self, paths: Iterable[str]) -> None:
        """Within a transaction."""
        gone = list(paths)
        self._db.write(f"DELETE FROM {self._table} WHERE path=?", ((path,) for path in gone))
        if self._known is not None:
            for path in gone:
                self._known.pop(path, None)

    def forget(self) -> None:
        self._known = None


class Store:
    """An open store. Raises StoreDamagedError where what it holds cannot be read."""

    def __init__(self, path: Path) -> None:
        """Opens the store at `path`, or begins one. Its folder must exist."""
        self.path = path
        self._db = Database(path)
        self._sources: _Shelf[SourceRow] = _Shelf(self._db, "source", SourceRow)
        self._values: _Shelf[Article | Media] = _Shelf(self._db, "value", Article | Media)
        self._outputs: _Shelf[OutputRow] = _Shelf(self._db, "output", OutputRow)
        self._planned: _Shelf[PlannedGroup] = _Shelf(self._db, "planned", PlannedGroup)
        self._take_over()

    def _take_over(self) -> None:
        """The files that builds wrote which a store that was set aside knew of: so they can be pruned."""
        if self._db.left:
            self.claim(self._db.left)

    def set_aside(self) -> None:
        """Keeps a damaged store as NAME.damaged and begins a new one."""
        self._db.set_aside()
        self._forget_all()
        self._take_over()

    def close(self) -> None:
        self._db.close()

    @property
    def is_new(self) -> bool:
        return self._db.is_new

    def tell_notices(self) -> tuple[str, ...]:
        """Why it had to begin anew, once: a line each. It is no longer new then."""
        told = tuple(self._db.notices)
        self._db.notices.clear()
        self._db.is_new = False
        return told

    def is_current(self) -> bool:
        """Whether no other program has written to the store since this was last asked. If one has, what was kept in
        memory is given up."""
        current = self._db.is_current()
        if not current:
            self._forget_all()
        return current

    def reading(self) -> AbstractContextManager[None]:
        """Many reads in it take half the time."""
        return self._db.reading()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            with self._db.transaction():
                yield
        except BaseException:
            self._forget_all()
            raise

    def _forget_all(self) -> None:
        for shelf in (self._sources, self._values, self._outputs, self._planned):
            shelf.forget()

    # Sources

    def sources(self) -> dict[str, SourceRow]:
        return self._sources.read()

    def values(self) -> dict[str, Article | Media]:
        """What the sources' files are, by path."""
        return self._values.read()

    def put_sources(
        self, rows: Iterable[SourceRow], values: Iterable[Article | Media], bodies: Iterable[tuple[str, str]]
    ) -> None:
        """Keeps what was read: also what is in it, and the HTML of articles by their path, where that is new."""
        with self._transaction():
            self._sources.put((row.path, row) for row in rows)
            self._values.put((value.path, value) for value in values)
            self._db.write("INSERT OR REPLACE INTO body VALUES (?, ?)", bodies)

    def drop_sources(self, paths: Iterable[str]) -> None:
        gone = list(paths)
        with self._transaction():
            self._sources.drop(gone)
            self._values.drop(gone)
            self._db.write("DELETE FROM body WHERE path=?", ((path,) for path in gone))

    def bodies(self, paths: Iterable[str]) -> dict[str, str]:
        """The stored HTML of articles, by path."""
        found: dict[str, str] = {}
        for path in paths:
            rows = self._db.rows("SELECT data FROM body WHERE path=?", path)
            if not rows:
                raise StoreDamagedError(f"no body of {path}")
            found[path] = str(rows[0][0])
        return found

    # Outputs

    def outputs(self) -> dict[str, OutputRow]:
        return self._outputs.read()

    def claim(self, paths: Iterable[str]) -> None:
        """Says that these files are ours and their bytes not known, and that no finished build stands: before they are
        written."""
        with self._transaction():
            self._db.write("DELETE FROM memo WHERE path=?", [("finished",)])
            self._outputs.put((path, OutputRow(path, _NO_STAMP, 0, b"", b"")) for path in paths)

    def record(self, rows: Iterable[OutputRow]) -> None:
        """Keeps what was written: after it was."""
        with self._transaction():
            self._outputs.put((row.path, row) for row in rows)

    def forget(self, paths: Iterable[str]) -> None:
        """Gives up files that are gone."""
        with self._transaction():
            self._outputs.drop(paths)

    # Plans and memos

    def planned(self) -> dict[str, PlannedGroup]:
        """The groups of pages that were planned, by name."""
        return self._planned.read()

    def put_planned(self, groups: Iterable[PlannedGroup], gone: Iterable[str]) -> None:
        with self._transaction():
            self._planned.put((group.name, group) for group in groups)
            self._planned.drop(gone)

    def recall(self, name: str, key: bytes, kind: type[T]) -> T | None:
        """What was remembered under `name`, if it was for this `key`."""
        rows = self._db.rows("SELECT data FROM memo WHERE path=? AND key=?", name, key)
        try:
            return msgspec.msgpack.decode(rows[0][0], type=kind) if rows else None
        except msgspec.DecodeError as error:
            raise StoreDamagedError(str(error)) from error

    def remember(self, name: str, key: bytes, value: object) -> None:
        with self._transaction():
            self._db.write("INSERT OR REPLACE INTO memo VALUES (?, ?, ?)", [(name, key, _encode(value))])
