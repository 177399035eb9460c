"""What the last build knew: the only place with SQL.

Nothing here that could not be made again. A store of another version, or a damaged one, is set aside.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from digest.errors import OutputError
from digest.model.article import SourceRow, Stamp

VERSION = 1
IN_MEMORY = Path(":memory:")

_SCHEMA = """
CREATE TABLE source (
    path TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, ctime INTEGER, inode INTEGER, seen INTEGER,
    digest BLOB, producer BLOB, is_article INTEGER, value BLOB
) WITHOUT ROWID;
CREATE TABLE body (path TEXT PRIMARY KEY, html TEXT);
CREATE TABLE output (
    path TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, ctime INTEGER, inode INTEGER, seen INTEGER,
    key BLOB, digest BLOB
) WITHOUT ROWID;
CREATE TABLE memo (name TEXT PRIMARY KEY, key BLOB, value BLOB) WITHOUT ROWID;
"""

T = TypeVar("T")


class StoreDamagedError(Exception):
    """The store cannot be read; what it held is to be made again."""


class OutputRow(msgspec.Struct, frozen=True):
    """A file that we wrote. `key` is what its bytes depended on; "" while it is being written or after a crash."""

    path: str
    stamp: Stamp
    seen: int
    key: bytes
    digest: bytes


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


class Store:
    """An open store. `notices` say, a line each, why it had to begin anew, if it had to."""

    def __init__(self, path: Path) -> None:
        """Opens the store at `path`, or begins one. Its folder must exist."""
        self.path = path
        self.notices: list[str] = []
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
        self.claim(left)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            _raise_unless_damaged(error, self.path)
            raise StoreDamagedError(str(error)) from error

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            with closing(self._db.execute(sql, values)) as cursor:
                return cursor.fetchall()
        except sqlite3.DatabaseError as error:
            _raise_unless_damaged(error, self.path)
            raise StoreDamagedError(str(error)) from error

    # Sources

    def sources(self) -> dict[str, SourceRow]:
        return {
            row[0]: SourceRow(row[0], Stamp(*row[1:5]), row[5], row[6], row[7], bool(row[8]), row[9])
            for row in self._rows("SELECT * FROM source")
        }

    def put_sources(self, rows: Iterable[SourceRow], bodies: Iterable[tuple[str, str]]) -> None:
        """Keeps what was read, and the HTML of articles by their path."""
        with self._transaction() as db:
            db.executemany(
                "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        row.path,
                        *msgspec.structs.astuple(row.stamp),
                        row.seen,
                        row.digest,
                        row.producer,
                        row.is_article,
                        row.data,
                    )
                    for row in rows
                ),
            )
            db.executemany("INSERT OR REPLACE INTO body VALUES (?, ?)", bodies)

    def restamp_sources(self, rows: Iterable[SourceRow]) -> None:
        """Keeps new stamps of files whose bytes are as they were."""
        with self._transaction() as db:
            db.executemany(
                "UPDATE source SET size=?, mtime=?, ctime=?, inode=?, seen=? WHERE path=?",
                ((*msgspec.structs.astuple(row.stamp), row.seen, row.path) for row in rows),
            )

    def drop_sources(self, paths: Iterable[str]) -> None:
        with self._transaction() as db:
            for path in paths:
                db.execute("DELETE FROM source WHERE path=?", (path,))
                db.execute("DELETE FROM body WHERE path=?", (path,))

    def bodies(self, paths: Iterable[str]) -> dict[str, str]:
        """The stored HTML of articles, by path."""
        found: dict[str, str] = {}
        for path in paths:
            rows = self._rows("SELECT html FROM body WHERE path=?", path)
            if not rows:
                raise StoreDamagedError(f"no body of {path}")
            found[path] = str(rows[0][0])
        return found

    # Outputs

    def outputs(self) -> dict[str, OutputRow]:
        rows = self._rows("SELECT * FROM output")
        return {row[0]: OutputRow(row[0], Stamp(*row[1:5]), row[5], row[6], row[7]) for row in rows}

    def claim(self, paths: Iterable[str]) -> None:
        """Says that these files are ours and their bytes not known, and that no finished build stands: before they are
        written."""
        with self._transaction() as db:
            db.execute("DELETE FROM memo WHERE name='settled'")
            db.executemany(
                "INSERT OR REPLACE INTO output VALUES (?, ?, ?, ?, ?, 0, x'', x'')",
                ((path, *msgspec.structs.astuple(_NO_STAMP)) for path in paths),
            )

    def record(self, rows: Iterable[OutputRow]) -> None:
        """Keeps what was written: after it was."""
        with self._transaction() as db:
            db.executemany(
                "INSERT OR REPLACE INTO output VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                ((row.path, *msgspec.structs.astuple(row.stamp), row.seen, row.key, row.digest) for row in rows),
            )

    def forget(self, paths: Iterable[str]) -> None:
        """Gives up files that are gone."""
        with self._transaction() as db:
            db.executemany("DELETE FROM output WHERE path=?", ((path,) for path in paths))

    # Memos

    def recall(self, name: str, key: bytes, kind: type[T]) -> T | None:
        """What was remembered under `name`, if it was for this `key`."""
        rows = self._rows("SELECT value FROM memo WHERE name=? AND key=?", name, key)
        try:
            return msgspec.msgpack.decode(rows[0][0], type=kind) if rows else None
        except msgspec.DecodeError as error:
            raise StoreDamagedError(str(error)) from error

    def remember(self, name: str, key: bytes, value: object) -> None:
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO memo VALUES (?, ?, ?)", (name, key, _encode(value)))
