"""What the last build knew: tables of values by path.

Nothing here that could not be made again. A store of another version, or a damaged one, is set aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import reduce
from itertools import repeat
from operator import attrgetter
from pathlib import Path
from typing import Any, Generic, TypeVar
from zlib import crc32

import msgspec

from digest.model.article import Article, Media, SourceRow, Stamp
from digest.output.database import IN_MEMORY, Database, StoreDamagedError, start_of
from digest.output.within import LONGEST, is_within

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


_FINISHED, _COMPLETE, _COUNT = "finished", "complete", "outputs"
_NO_STAMP = Stamp(-1, -1, -1, -1)
_encode = msgspec.msgpack.Encoder().encode


class _Shelf(Generic[T]):
    """A table of packed values by path. All are read when they are first asked for, and kept in memory from then on.

    With each stands a checksum, for SQLite sees damage to its own structure alone: a tag's name with one letter
    changed would be published. CRC-32 (ISO 3309) misses one damaged row in four thousand million, and costs a third of
    what BLAKE2b does: 8 ms, not 28, for the 27,000 rows that a build of 10,000 articles with nothing to do reads.
    """

    def __init__(self, db: Database, table: str, kind: Any, name: str = "path") -> None:
        """`name` is the attribute of a value that is its path: a value that stands at another's place is damage."""
        self._db = db
        self._table = table
        self._name = attrgetter(name)
        self._decode = msgspec.msgpack.Decoder(kind).decode
        self._known: dict[str, T] | None = None

    def read(self) -> dict[str, T]:
        if self._known is None:
            decode, start = self._decode, start_of(self._table, self._db.salt)
            rows = self._db.rows(f"SELECT path, data, sum FROM {self._table}")
            try:
                paths, packed, sums = zip(*rows, strict=True) if rows else ((), (), ())
                if max(map(len, paths), default=0) > LONGEST:
                    raise StoreDamagedError(f"a path in {self._table} is longer than any disk takes")
                if tuple(map(crc32, packed, repeat(start))) != sums:
                    raise StoreDamagedError(f"a row of {self._table} is damaged")
                known = dict(zip(paths, map(decode, packed), strict=True))
            except (TypeError, msgspec.DecodeError) as error:  # a value of another type is damage too
                raise StoreDamagedError(str(error)) from error
            if list(known) != list(map(self._name, known.values())):
                raise StoreDamagedError(f"a row of {self._table} stands at another's place")
            self._known = known
        return dict(self._known)

    def at(self, paths: Iterable[str]) -> list[T]:
        """The values at some paths. Raises KeyError."""
        known = self._known if self._known is not None else self.read()
        return [known[path] for path in paths]

    def put(self, values: Iterable[tuple[str, T]]) -> None:
        """Within a transaction."""
        new = dict(values)
        start = start_of(self._table, self._db.salt)
        packed = ((path, _encode(value)) for path, value in new.items())
        rows = ((path, data, crc32(data, start)) for path, data in packed)
        self._db.write(f"INSERT OR REPLACE INTO {self._table} VALUES (?, ?, ?)", rows)
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
        self._planned: _Shelf[PlannedGroup] = _Shelf(self._db, "planned", PlannedGroup, "name")
        self._take_over()

    @classmethod
    def copy_of(cls, path: Path) -> Store:
        """A store in memory that begins with all that the one at `path` holds, which stays as it is. Raises
        StoreDamagedError if that cannot be read."""
        made = cls(IN_MEMORY)
        try:
            made._db.copy_from(path)
        except StoreDamagedError:
            made.close()
            raise
        return made

    def _take_over(self) -> None:
        """The files that builds wrote which a store that was set aside knew of: so they can be pruned."""
        if self._db.left:
            self.claim(path for path in self._db.left if is_within(path))

    def set_aside(self) -> None:
        """Keeps a damaged store as NAME.damaged and begins a new one."""
        self._db.set_aside()
        self._forget_all()
        self._take_over()

    def close(self) -> None:
        self._db.close()

    def is_complete(self, folder: Path) -> bool:
        """Whether a build into this very folder was finished with it: then it knows all that builds wrote there. One
        that is new is not, nor one that was copied, or is another site's."""
        return bool(self._db.rows("SELECT 1 FROM memo WHERE path=? AND key=?", _COMPLETE, _identity(folder)))

    def tell_notices(self) -> tuple[str, ...]:
        """Why it had to begin anew, once: a line each."""
        told = tuple(self._db.notices)
        self._db.notices.clear()
        return told

    @property
    def is_in_place(self) -> bool:
        """Whether its file is still there: what was taken away can still be read."""
        return self._db.is_in_place

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

    def values(self, paths: Iterable[str]) -> list[Article | Media]:
        """What these sources' files are."""
        try:
            return self._values.at(paths)
        except KeyError as error:
            raise StoreDamagedError(f"no value of {error}") from error

    def put_sources(
        self, rows: Iterable[SourceRow], values: Iterable[Article | Media], bodies: Iterable[tuple[str, str]]
    ) -> None:
        """Keeps what was read: also what is in it, and the HTML of articles by their path, where that is new."""
        with self._transaction():
            self._sources.put((row.path, row) for row in rows)
            self._values.put((value.path, value) for value in values)
            texts = ((path, html, self._sum("body", path.encode(), html.encode())) for path, html in bodies)
            self._db.write("INSERT OR REPLACE INTO body VALUES (?, ?, ?)", texts)

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
            rows = self._db.rows("SELECT data, sum FROM body WHERE path=?", path)
            if not rows:
                raise StoreDamagedError(f"no body of {path}")
            html, total = rows[0]
            if not isinstance(html, str) or self._sum("body", path.encode(), html.encode()) != total:
                raise StoreDamagedError(f"the body of {path} is damaged")
            found[path] = html
        return found

    # Outputs

    def outputs(self) -> dict[str, OutputRow]:
        """The files that we wrote. One that was lost would never be removed, and nothing else tells that it is not
        there: so they are counted."""
        found = self._outputs.read()
        if len(found) != (self.recall(_COUNT, b"", int) or 0):
            raise StoreDamagedError("a row of output is lost")
        return found

    def claim(self, paths: Iterable[str]) -> None:
        """Says that these files are ours and their bytes not known, and that no finished build stands: before they are
        written."""
        with self._transaction():
            self._db.write("DELETE FROM memo WHERE path=?", [(_FINISHED,)])
            self._outputs.put((path, OutputRow(path, _NO_STAMP, 0, b"", b"")) for path in paths)
            self._count()

    def record(self, rows: Iterable[OutputRow]) -> None:
        """Keeps what was written: after it was."""
        with self._transaction():
            self._outputs.put((row.path, row) for row in rows)
            self._count()

    def forget(self, paths: Iterable[str]) -> None:
        """Gives up files that are gone."""
        with self._transaction():
            self._outputs.drop(paths)
            self._count()

    def _count(self) -> None:
        self._remember(_COUNT, b"", self._db.rows("SELECT count(*) FROM output")[0][0])

    # Plans and memos

    def planned(self) -> dict[str, PlannedGroup]:
        """The groups of pages that were planned, by name."""
        return self._planned.read()

    def put_planned(self, groups: Iterable[PlannedGroup]) -> None:
        with self._transaction():
            self._planned.put((group.name, group) for group in groups)

    def drop_planned(self, names: Iterable[str]) -> None:
        with self._transaction():
            self._planned.drop(names)

    def recall(self, name: str, key: bytes, kind: type[T]) -> T | None:
        """What was remembered under `name`, if it was for this `key`."""
        rows = self._db.rows("SELECT data, sum FROM memo WHERE path=? AND key=?", name, key)
        if not rows:
            return None
        data, total = rows[0]
        try:
            if self._sum("memo", name.encode(), key, data) != total:
                raise StoreDamagedError(f"the memo '{name}' is damaged")
            return msgspec.msgpack.decode(data, type=kind)
        except (TypeError, msgspec.DecodeError) as error:
            raise StoreDamagedError(str(error)) from error

    def remember(self, name: str, key: bytes, value: object) -> None:
        with self._transaction():
            self._remember(name, key, value)

    def finish(self, key: bytes, value: object, folder: Path) -> None:
        """Remembers the finished build into `folder`, of inputs with this `key`."""
        with self._transaction():
            self._remember(_FINISHED, key, value)
            self._remember(_COMPLETE, _identity(folder), True)

    def finished(self, key: bytes, kind: type[T]) -> T | None:
        """The last finished build, if it was of inputs with this `key` and stands."""
        return self.recall(_FINISHED, key, kind)

    def is_finished(self) -> bool:
        """Whether the last build was finished, of whatever inputs: then the files known are all of one plan."""
        return bool(self._db.rows("SELECT 1 FROM memo WHERE path=?", _FINISHED))

    def _remember(self, name: str, key: bytes, value: object) -> None:
        data = _encode(value)
        row = (name, key, data, self._sum("memo", name.encode(), key, data))
        self._db.write("INSERT OR REPLACE INTO memo VALUES (?, ?, ?, ?)", [row])

    def _sum(self, table: str, *parts: bytes) -> int:
        return reduce(lambda total, part: crc32(part, total), parts, start_of(table, self._db.salt))


def _identity(folder: Path) -> bytes:
    """What tells a folder from another one at the same path."""
    try:
        return str(folder.stat().st_ino).encode()
    except OSError:
        return b""
