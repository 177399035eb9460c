"""The file that a store is in: opened, begun, and set aside where it is damaged or of another version."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

from digest.errors import OutputError
from digest.files.inode import inode_of

VERSION = 5
SQLITE = sqlite3.sqlite_version
IN_MEMORY = Path(":memory:")

_SCHEMA = """
CREATE TABLE source (path TEXT PRIMARY KEY, data BLOB, sum INTEGER) WITHOUT ROWID;
CREATE TABLE value (path TEXT PRIMARY KEY, data BLOB, sum INTEGER) WITHOUT ROWID;
CREATE TABLE body (path TEXT PRIMARY KEY, data TEXT, sum INTEGER);
CREATE TABLE output (path TEXT PRIMARY KEY, data BLOB, sum INTEGER) WITHOUT ROWID;
CREATE TABLE planned (path TEXT PRIMARY KEY, data BLOB, sum INTEGER) WITHOUT ROWID;
CREATE TABLE memo (path TEXT PRIMARY KEY, key BLOB, data BLOB, sum INTEGER) WITHOUT ROWID;
"""

_OUTSIDE = {
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY),
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM),
}
"""SQLite's codes for what is wrong with the disk, or with another program, and not with the store."""


_DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What SQLite raises of a damaged file; the second where its own message quotes from it."""


class StoreDamagedError(Exception):
    """The store cannot be read; what it held is to be made again."""


def copy_without(path: Path, copy: Path, tables: Iterable[str]) -> None:
    """Copies a database, but for what is in some of its tables. If it cannot be read there is no copy."""
    try:
        with closing(sqlite3.connect(copy, isolation_level=None)) as made:
            _copy(path, made)
            for table in tables:
                made.execute(f"DELETE FROM {table}")
    except (StoreDamagedError, sqlite3.Error):
        copy.unlink(missing_ok=True)


def _copy(path: Path, target: sqlite3.Connection) -> None:
    """Makes of `target` a copy of the database at `path`, which is only read. Raises StoreDamagedError if that cannot
    be, for whatever reason, or if it is of another version."""
    try:
        if path.is_symlink():
            raise StoreDamagedError("it is a link")
        with closing(_connect_to_read(path)) as source:
            if int(source.execute("PRAGMA user_version").fetchone()[0]) != VERSION:
                raise StoreDamagedError("it is of another version")
            source.backup(target)
    except _DAMAGE as error:
        raise StoreDamagedError(str(error)) from error


class Database:
    """An open database. `notices` say, a line each, why it had to begin anew, if it had to; `left` are the files that
    builds had written according to the one that was set aside.

    `salt` is a number of its own, from which checksums of rows begin (`checksum`): a row of another store has another.
    """

    def __init__(self, path: Path) -> None:
        """Opens the database at `path`, or begins one. Its folder must exist. Raises OutputError."""
        self.path = path
        self.notices: list[str] = []
        self.left: tuple[str, ...] = ()
        self._db: sqlite3.Connection | None = None
        self._inode: tuple[int, int] | None = None
        self._edition = 0
        if path.is_symlink():
            path.unlink()
            self.notices.append(f"The store {path.name} was a link, which is taken away: everything is built again.")
        try:
            self._db = self._open()
            version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
            if version == 0:
                self._create(self._db)
            elif version != VERSION:
                self._begin_anew("The store is of another version: everything is built again.")
            else:
                self.salt = _salt_of(self._db)
        except _DAMAGE as error:
            _raise_unless_damaged(error, path)
            self.set_aside()

    def copy_from(self, path: Path) -> None:
        """Becomes a copy of the database at `path`, which is only read. Raises StoreDamagedError if that cannot be, for
        whatever reason, or if it is of another version."""
        _copy(path, self._opened)
        try:
            self.salt = _salt_of(self._opened)
        except _DAMAGE as error:
            raise StoreDamagedError(str(error)) from error

    def set_aside(self) -> None:
        """Keeps a damaged database as NAME.damaged and begins a new one."""
        self._begin_anew(f"The store was damaged and is kept as {self.path.name}.damaged: everything is built again.")

    def _begin_anew(self, notice: str) -> None:
        self.notices.append(notice)
        if self._db:
            self.left = tuple(_paths_written(self._db))
            self._db.close()
        if self.path != IN_MEMORY:
            os.replace(self.path, f"{self.path}.damaged")
            for tail in ("-wal", "-shm"):
                Path(f"{self.path}{tail}").unlink(missing_ok=True)
        self._db = self._open()
        self._create(self._db)

    def _open(self) -> sqlite3.Connection:
        # Whoever uses one from several threads sees to it that they take turns.
        db = sqlite3.connect(self.path, isolation_level=None, cached_statements=32, check_same_thread=False)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute("PRAGMA cache_size=-16000")
        self._inode = inode_of(self.path)
        return db

    def _create(self, db: sqlite3.Connection) -> None:
        salt = int.from_bytes(os.urandom(4), signed=True)
        db.executescript(f"BEGIN; {_SCHEMA} PRAGMA application_id={salt}; PRAGMA user_version={VERSION}; COMMIT;")
        self.salt = _salt_of(db)

    @property
    def _opened(self) -> sqlite3.Connection:
        assert self._db is not None
        return self._db

    def close(self) -> None:
        if self._db:
            self._db.close()
            self._db = None

    @property
    def is_in_place(self) -> bool:
        """Whether its file is still there. What was taken away can be read until `close` (on Windows it cannot be taken
        away), and what is written is lost."""
        return inode_of(self.path) == self._inode

    def is_current(self) -> bool:
        """Whether no other program has written to it since this was last asked."""
        edition = int(self.rows("PRAGMA data_version")[0][0])
        current = edition == self._edition and self.is_in_place
        self._edition = edition
        return current

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written in it is written together, or not at all. Raises StoreDamagedError and OutputError."""
        try:
            self._opened.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._db:  # Ctrl-C just before the block leaves this waiting until after `close`
                    self._db.execute("ROLLBACK")
                raise
            self._opened.execute("COMMIT")
        except _DAMAGE as error:
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
        """Raises StoreDamagedError and OutputError."""
        try:
            with closing(self._opened.execute(sql, values)) as cursor:
                return cursor.fetchall()
        except _DAMAGE as error:
            _raise_unless_damaged(error, self.path)
            raise StoreDamagedError(str(error)) from error

    def write(self, sql: str, values: Iterable[tuple[object, ...]]) -> None:
        """Within a transaction."""
        self._opened.executemany(sql, values)


class Condition(msgspec.Struct, frozen=True):
    """How a database is, in words: "whole", or what is wrong; and whether a build can do with it, if only by setting it
    aside."""

    told: str
    is_usable: bool = True


def condition_of(path: Path) -> Condition:
    """How the database at `path` is, by its own account of its structure. It is only read."""
    try:
        with closing(_connect_to_read(path)) as db:
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            (found,) = db.execute("PRAGMA integrity_check(1)").fetchone()
    except _DAMAGE as error:
        is_outside = getattr(error, "sqlite_errorcode", 0) & 0xFF in _OUTSIDE
        return Condition(f"{'cannot be used' if is_outside else 'damaged'}: {error}", not is_outside)
    if not os.access(path, os.W_OK):
        return Condition("cannot be used: it may not be written", is_usable=False)
    if found != "ok":
        return Condition(f"damaged: {' '.join(found.split())}")
    other = f", but of version {version}, and this program's is {VERSION}" if version != VERSION else ""
    return Condition(f"whole{other}")


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection to a database that is there. It is one that could write, for only such a one takes away the files
    beside the database that it needs meanwhile."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)


def start_of(table: str, salt: int) -> int:
    """What the checksums of a table's rows begin from: the same row in another table has another checksum."""
    return crc32(table.encode(), salt)


def _salt_of(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA application_id").fetchone()[0]) & 0xFFFFFFFF


def _paths_written(db: sqlite3.Connection) -> Iterator[str]:
    """Of a damaged database, those of rows that are whole: a path that was never written may be somebody's file."""
    try:
        if int(db.execute("PRAGMA user_version").fetchone()[0]) != VERSION:
            yield from (path for (path,) in db.execute("SELECT path FROM output") if isinstance(path, str))
            return
        start = start_of("output", _salt_of(db))
        for path, data, total in db.execute("SELECT path, data, sum FROM output"):
            if isinstance(path, str) and isinstance(data, bytes) and crc32(data, start) == total:
                yield path
    except _DAMAGE:  # another version may keep them elsewhere
        return


def _raise_unless_damaged(error: Exception, path: Path) -> None:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _OUTSIDE:
        raise OutputError(f"{path} cannot be used: {error}. Nothing was removed.") from error
