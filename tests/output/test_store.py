"""The store: what becomes of one that is damaged or of another version."""

from __future__ import annotations

import gc
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from digest.errors import OutputError
from digest.files.folders import STATE
from digest.output.database import Database, StoreDamagedError
from digest.output.store import Store
from tests.sites import article, build, differences_from_clean, make_site, page, put, snapshot, tree

FILES = {
    "content/a.md": article(tags="[NATO]"),
    "content/b.md": article("B", "2023-03-09"),
    "content/map.svg": "<svg/>",
}
DAMAGED = "The store was damaged and is kept as output.sqlite.damaged: everything is built again."


def store_of(site: Path) -> Path:
    return site / STATE / "output.sqlite"


def overwrite(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 1000)


def cut(path: Path) -> None:
    data = path.read_bytes()
    assert len(data) > 8192
    path.write_bytes(data[: len(data) // 2])


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def spoil_pages(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for at in range(4096, len(data), 4096):
        data[at : at + 64] = b"\xaa" * 64
    path.write_bytes(bytes(data))


def drop_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE output")
        db.commit()


def garbage_in_rows(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE source SET data = x'c1c1'")
        db.execute("DELETE FROM memo")
        db.commit()


def lose_bodies(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("DELETE FROM body")
        db.execute("DELETE FROM output")
        db.execute("DELETE FROM memo")
        db.commit()


@pytest.mark.parametrize(
    "damage",
    [overwrite, cut, cut_short, spoil_pages, drop_table, garbage_in_rows, lose_bodies],
    ids=lambda f: f.__name__,
)
def test_damaged_store_is_set_aside_and_the_site_is_right(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    before = tree(site / "output")
    damage(store_of(site))
    report = build(site)
    assert report.notices == (DAMAGED,)
    assert (site / STATE / "output.sqlite.damaged").is_file()
    assert tree(site / "output") == before
    again = build(site)
    assert (again.notices, again.rendered) == ((), ())


def test_with_a_damaged_store_old_pages_are_told_of(tmp_path: Path) -> None:
    """What an earlier build wrote is not known any more; to remove files that may be somebody else's would be worse."""
    site = make_site(tmp_path, FILES)
    build(site)
    overwrite(store_of(site))
    put(site, {"content/b.md": None})
    report = build(site)
    assert report.notices[0] == DAMAGED
    assert "2023/03/09/b/index.html" in "".join(report.notices) or "3 files" in "".join(report.notices)
    assert differences_from_clean(site) == ["2023/03/09/b/index.html", "2023/03/09/index.html"]


def test_store_of_another_version_is_set_aside_and_old_pages_go(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    with closing(sqlite3.connect(store_of(site))) as db:
        db.execute("PRAGMA user_version=999")
    put(site, {"content/b.md": None, "output/strange.txt": "mine"})
    report = build(site)
    assert report.notices[0] == "The store is of another version: everything is built again."
    assert "2023/03/09/b/index.html" in report.removed
    assert differences_from_clean(site) == ["strange.txt"]


def test_store_of_another_version_with_other_tables(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    store_of(site).unlink()
    with closing(sqlite3.connect(store_of(site))) as db:
        db.execute("CREATE TABLE other (x)")
        db.execute("PRAGMA user_version=999")
        db.commit()
    report = build(site)
    assert report.notices[0] == "The store is of another version: everything is built again."
    assert differences_from_clean(site) == []


def test_lost_store_makes_everything_anew_with_the_same_bytes(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    first = build(site)
    before = tree(site / "output")
    for path in (site / STATE).iterdir():
        path.unlink()
    second = build(site)
    assert second.rendered == first.rendered
    assert tree(site / "output") == before


def test_a_second_damage_replaces_the_first(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    for _ in range(2):
        build(site)
        overwrite(store_of(site))
    assert build(site).notices == (DAMAGED,)
    assert differences_from_clean(site) == []


def test_files_that_are_claimed_are_ours_with_unknown_bytes(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite")
    store.claim(["a.html"])
    row = store.outputs()["a.html"]
    assert row.key == b""
    store.close()


def test_copy_of_the_site_is_a_new_site(tmp_path: Path) -> None:
    """Its files are younger than the store remembers them: all are looked at, none is made anew."""
    site = make_site(tmp_path, FILES)
    build(site)
    copy = tmp_path / "copy"
    shutil.copytree(site, copy)
    before = snapshot(copy / "output")
    report = build(copy)
    assert (report.rendered, report.written, report.removed) == ((), (), ())
    assert snapshot(copy / "output") == before
    assert "B" in page(copy, "")


def test_a_store_that_another_program_holds_is_not_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", partial(connect, timeout=0.1))
    with closing(connect(store_of(site), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        put(site, {"content/a.md": article(body="More.")})
        with pytest.raises(OutputError, match="cannot be used: database is locked"):
            build(site)
        other.execute("ROLLBACK")
    assert build(site).notices == ()
    assert differences_from_clean(site) == []


def test_a_copy_knows_the_same_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    store = Store(path)
    store.claim(["a.html"])
    store.remember("name", b"key", 7)
    before = path.read_bytes(), {each.name for each in tmp_path.iterdir()}
    copy = Store.copy_of(path)
    assert copy.outputs().keys() == {"a.html"}
    assert copy.recall("name", b"key", int) == 7
    copy.claim(["b.html"])
    copy.close()
    assert (path.read_bytes(), {each.name for each in tmp_path.iterdir()}) == before
    assert store.outputs().keys() == {"a.html"}
    store.close()


@pytest.mark.parametrize("data", [None, b"no database", b"SQLite format 3\0" + bytes(100)])
def test_there_is_no_copy_of_what_cannot_be_read(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "store.sqlite"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(StoreDamagedError):
        Store.copy_of(path)
    assert (path.read_bytes() if path.exists() else None) == data


def test_a_transaction_that_outlives_its_database_ends_without_a_word(tmp_path: Path) -> None:
    database = Database(tmp_path / "output.sqlite")
    with database.transaction():
        database.write("INSERT INTO body VALUES (?, ?, ?)", [("a.md", "A", 0)])
    left = database.transaction()  # as Ctrl-C leaves it, where it comes just before the block
    left.__enter__()
    database.write("INSERT INTO body VALUES (?, ?, ?)", [("b.md", "B", 0)])
    database.close()
    del left  # an exception here would be a warning, which is an error in tests
    gc.collect()
    with closing(sqlite3.connect(tmp_path / "output.sqlite")) as db:
        assert db.execute("SELECT path FROM body").fetchall() == [("a.md",)]
