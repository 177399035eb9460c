"""What the last build knew: the only place with SQL.

Nothing here that could not be made again. A store of another version, or a damaged one, is set aside.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from digest.errors import OutputError
from digest.model.article import Article, Media, SourceRow, Stamp

VERSION = 4
IN_MEMORY = Path(":memory:")

_SCHEMA = """
CREATE TABLE source (path TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE value (path TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE body (path TEXT PRIMARY KEY, data TEXT);
CREATE TABLE output (path TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE planned (path TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE memo (path TEXT PRIMARY KEY, key BLOB, data BLOB) WITHOUT ROWID;
"""

T = TypeVar("T")


class StoreDamagedError(Exception):
    """The store cannot be read; what it held is to be made again."""


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


_OUTSIDE = {
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY),
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM),
}
"""SQLite's codes for what is wrong with the disk, or with another program, and not with the store."""


def _raise_unless_damaged(error: sqlite3.DatabaseError, path: Path) -> None:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _OUTSIDE:
        raise OutputError(f"{path} cannot be used: {error}. Nothing was removed.") from error


class _Shelf(Generic[T]):
    """A table of packed values by path. All are read when they are first asked for, and kept in memory from then on."""

    def __init__(self, store: Store, table: str, kind: Any) -> None:
        self._store = store
        self._table = table
        self._decode = msgspec.msgpack.Decoder(kind).decode
        self._known: dict[str, T] | None = None

    def read(self) -> dict[str, T]:
        if self._known is None:
            decode = self._decode
            rows = self._store.rows(f"SELECT path, data FROM {self._table}")
            self._known = {path: decode(data) for path, data in rows}
        return dict(self._known)

    def put(self, values: Iterable[tuple[str, T]]) -> None:
        """Within a transaction."""
        new = dict(values)
        packed = ((path, _encode(value)) for path, value in new.items())
        self._store.write(f"INSERT OR REPLACE INTO {self._table} VALUES (?, ?)", packed)
        if self._known is not None:
            self._known.update(new)

    def drop(self, paths: Iterable[str]) -> None:
        """Within a transaction."""
        gone = list(paths)
        self._store.write(f"DELETE FROM {self._table} WHERE path=?", ((path,) for path in gone))
        if self._known is not None:
            for path in gone:
                self._known.pop(path, None)

    def forget(self) -> None:
        self._known = None


class Store:
    """An open store. `notices` say, a line each, why it had to begin anew, if it had to."""

    def __init__(self, path: Path) -> None:
        """Opens the store at `path`, or begins one. Its folder must exist."""
        self.path = path
        self.notices: list[str] = []
        self._sources: _Shelf[SourceRow] = _Shelf(self, "source", SourceRow)
        self._values: _Shelf[Article | Media] = _Shelf(self, "value", Article | Media)
        self._outputs: _Shelf[OutputRow] = _Shelf(self, "output", OutputRow)
        self._planned: _Shelf[PlannedGroup] = _Shelf(self, "planned", PlannedGroup)
        self._edition = 0
        try:
            self._db = self._open()
            self.is_new = self._version() == 0
            if not self.is_new and self._version() != VERSION:
                left = tuple(self._paths_written())
                self.notices.append("The store is of another version: everything is built again.")
                self._begin_anew(left)
            elif self.is_new:
                self._create()
        except sqlite3.DatabaseError as error:
            _raise_unless_damaged(error, path)
            self.set_aside()

    def set_aside(self) -> None:
        """Keeps a damaged store as NAME.damaged and begins a new one."""
        kept = f"{self.path.name}.damaged"
        self.notices.append(f"The store was damaged and is kept as {kept}: everything is built again.")
        self._begin_anew(tuple(self._paths_written()) if hasattr(self, "_db") else ())

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, isolation_level=None, cached_statements=32)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute("PRAGMA cache_size=-16000")
        return db

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _create(self) -> None:
        self._db.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version={VERSION}; COMMIT;")

    def _paths_written(self) -> Iterator[str]:
        try:
            yield from (path for (path,) in self._db.execute("SELECT path FROM output"))
        except sqlite3.DatabaseError:  # another version may keep them elsewhere
            return

    def _begin_anew(self, left: Iterable[str]) -> None:
        if hasattr(self, "_db"):
            self._db.close()
        if self.path != IN_MEMORY:
            os.replace(self.path, f"{self.path}.damaged")
            for tail in ("-wal", "-shm"):
                Path(f"{self.path}{tail}").unlink(missing_ok=True)
        self._db = self._open()
        self._create()
        self.is_new = True
        self._forget_all()
        self.claim(left)

    def close(self) -> None:
        self._db.close()

    def tell_notices(self) -> tuple[str, ...]:
        """The notices, once."""
        told = tuple(self.notices)
        self.notices.clear()
        self.is_new = False
        return told

    def is_current(self) -> bool:
        """Whether no other program has written to the store since this was last asked. If one has, what was kept in
        memory is given up."""
        edition = int(self.rows("PRAGMA data_version")[0][0])
        current = edition == self._edition and self.path.exists()
        self._edition = edition
        if not current:
            self._forget_all()
        return current

    def _forget_all(self) -> None:
        for shelf in (self._sources, self._values, self._outputs, self._planned):
            shelf.forget()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is put and dropped in it is written together, or not at all."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                self._forget_all()
                raise
            self._db.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            _raise_unless_damaged(error, self.path)
            raise StoreDamagedError(str(error)) from error

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Many reads in it take half the time."""
        self.rows("BEGIN")
        try:
            yield
        finally:
            self.rows("COMMIT")

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            with closing(self._db.execute(sql, values)) as cursor:
                return cursor.fetchall()
        except sqlite3.DatabaseError as error:
            _raise_unless_damaged(error, self.path)
            raise StoreDamagedError(str(error)) from error

    def write(self, sql: str, values: Iterable[tuple[object, ...]]) -> None:
        """Within a transaction."""
        self._db.executemany(sql, values)

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
        with self.transaction():
            self._sources.put((row.path, row) for row in rows)
            self._values.put((value.path, value) for value in values)
            self.write("INSERT OR REPLACE INTO body VALUES (?, ?)", bodies)

    def drop_sources(self, paths: Iterable[str]) -> None:
        gone = list(paths)
        with self.transaction():
            self._sources.drop(gone)
            self._values.drop(gone)
            self.write("DELETE FROM body WHERE path=?", ((path,) for path in gone))

    def bodies(self, paths: Iterable[str]) -> dict[str, str]:
        """The stored HTML of articles, by path."""
        found: dict[str, str] = {}
        for path in paths:
            rows = self.rows("SELECT data FROM body WHERE path=?", path)
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
        with self.transaction():
            self.write("DELETE FROM memo WHERE path=?", [("finished",)])
            self._outputs.put((path, OutputRow(path, _NO_STAMP, 0, b"", b"")) for path in paths)

    def record(self, rows: Iterable[OutputRow]) -> None:
        """Keeps what was written: after it was."""
        with self.transaction():
            self._outputs.put((row.path, row) for row in rows)

    def forget(self, paths: Iterable[str]) -> None:
        """Gives up files that are gone."""
        with self.transaction():
            self._outputs.drop(paths)

    # Plans and memos

    def planned(self) -> dict[str, PlannedGroup]:
        """The groups of pages that were planned, by name."""
        return self._planned.read()

    def put_planned(self, groups: Iterable[PlannedGroup], gone: Iterable[str]) -> None:
        with self.transaction():
            self._planned.put((group.name, group) for group in groups)
            self._planned.drop(gone)

    def recall(self, name: str, key: bytes, kind: type[T]) -> T | None:
        """What was remembered under `name`, if it was for this `key`."""
        rows = self.rows("SELECT data FROM memo WHERE path=? AND key=?", name, key)
        try:
            return msgspec.msgpack.decode(rows[0][0], type=kind) if rows else None
        except msgspec.DecodeError as error:
            raise StoreDamagedError(str(error)) from error

    def remember(self, name: str, key: bytes, value: object) -> None:
        with self.transaction():
            self.write("INSERT OR REPLACE INTO memo VALUES (?, ?, ?)", [(name, key, _encode(value))])
