"""A store that is damaged or crafted: nothing of it is published, and nothing outside the output folder is touched."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zlib import crc32

import msgspec
import pytest

from digest.build import session as building
from digest.errors import ProblemsError
from digest.files.folders import STATE
from digest.model.article import Stamp
from digest.output.database import start_of
from digest.output.store import OutputRow, PlannedGroup, PlannedPage, Store
from digest.output.within import is_within
from tests.profiles import examples
from tests.sites import article, build, differences_from_clean, make_site, put, request_for, tree

DAMAGES = examples(quick=100, deep=1000)
SEED = os.environ.get("DAMAGES_SEED")
CASES = 10
TABLES = ("source", "value", "body", "output", "planned", "memo")

FILES = {
    "content/a.md": article("Stockpiles", tags="[NATO, Ukraine]", aliases="[/old/]"),
    "content/b.md": article("Frigates", "2023-03-09", tags="[Ukraine]"),
    "content/map.svg": "<svg/>",
}
OTHER = {
    "content/a.md": article("Another", tags="[Ukraine]", aliases="[/old/]"),
    "content/b.md": article("Site", "2023-03-09", tags="[NATO]"),
    "content/map.svg": "<svg>1</svg>",
}


def store_of(site: Path) -> Path:
    return site / STATE / "output.sqlite"


class Harm:
    """Damages of chance to the store of `site`; `other` is another site's."""

    def __init__(self, site: Path, other: Path, chance: random.Random) -> None:
        self.store, self.other, self.chance = store_of(site), store_of(other), chance

    def flip_in_file(self) -> None:
        data = bytearray(self.store.read_bytes())
        for _ in range(self.chance.choice([1, 3, 40])):
            data[self.chance.randrange(len(data))] ^= 1 << self.chance.randrange(8)
        self.store.write_bytes(data)

    def cut_file(self) -> None:
        data = self.store.read_bytes()
        self.store.write_bytes(data[: self.chance.randrange(len(data))])

    def zero_block(self) -> None:
        data = bytearray(self.store.read_bytes())
        at = self.chance.randrange(len(data) // 512) * 512
        data[at : at + 512] = bytes(512)
        self.store.write_bytes(data)

    def flip_in_row(self) -> None:
        self._change_row(lambda data: self._flipped(data))

    def cut_row(self) -> None:
        self._change_row(lambda data: data[: self.chance.randrange(len(data))])

    def another_type(self) -> None:
        self._change_row(lambda data: self.chance.choice([None, 7, "text", b"", 1.5]))

    def flip_in_path(self) -> None:
        with closing(sqlite3.connect(self.store)) as db:
            table, path = self._row(db)
            db.execute(f"UPDATE {table} SET path=? WHERE path=?", (self._flipped(path.encode()), path))
            db.commit()

    def lose_row(self) -> None:
        with closing(sqlite3.connect(self.store)) as db:
            table, path = self._row(db)
            db.execute(f"DELETE FROM {table} WHERE path=?", (path,))
            db.commit()

    def swap_rows(self) -> None:
        with closing(sqlite3.connect(self.store)) as db:
            table = self.chance.choice(["source", "value", "body", "output", "planned"])
            rows = db.execute(f"SELECT path, data, sum FROM {table}").fetchall()
            (one, *of_one), (two, *of_two) = self.chance.sample(rows, 2)
            for path, values in ((one, of_two), (two, of_one)):
                db.execute(f"UPDATE {table} SET data=?, sum=? WHERE path=?", (*values, path))
            db.commit()

    def row_of_another_table(self) -> None:
        with closing(sqlite3.connect(self.store)) as db:
            one, two = self.chance.sample(["source", "value", "output", "planned"], 2)
            db.execute(f"INSERT OR REPLACE INTO {one} SELECT * FROM {two} ORDER BY random() LIMIT 1")
            db.commit()

    def rows_of_another_site(self) -> None:
        with closing(sqlite3.connect(self.store)) as db:
            db.execute("ATTACH ? AS other", (str(self.other),))
            table = self.chance.choice(TABLES)
            db.execute(f"INSERT OR REPLACE INTO main.{table} SELECT * FROM other.{table}")
            db.commit()

    def store_of_another_site(self) -> None:
        shutil.copyfile(self.other, self.store)

    def _row(self, db: sqlite3.Connection) -> tuple[str, str]:
        table = self.chance.choice(TABLES)
        return table, self.chance.choice([path for (path,) in db.execute(f"SELECT path FROM {table}")])

    def _change_row(self, change: Callable[[bytes], object]) -> None:
        with closing(sqlite3.connect(self.store)) as db:
            table, path = self._row(db)
            ((data,),) = db.execute(f"SELECT data FROM {table} WHERE path=?", (path,)).fetchall()
            value = change(data.encode() if isinstance(data, str) else data)
            if isinstance(value, bytes) and isinstance(data, str):
                db.execute(f"UPDATE {table} SET data=CAST(? AS TEXT) WHERE path=?", (value, path))
            else:
                db.execute(f"UPDATE {table} SET data=? WHERE path=?", (value, path))
            db.commit()

    def _flipped(self, data: bytes) -> bytes:
        at = self.chance.randrange(len(data))
        return data[:at] + bytes([data[at] ^ 1 << self.chance.randrange(8)]) + data[at + 1 :]


KINDS = [name for name in vars(Harm) if not name.startswith("_")]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two sites that are built."""
    one, other = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")
    for folder, files in ((one, FILES), (other, OTHER)):
        build(make_site(folder, files))
    return one / "site", other / "site"


@pytest.mark.parametrize("case", range(CASES))
def test_whatever_is_damaged_the_next_build_is_right(case: int, tmp_path: Path, built: tuple[Path, Path]) -> None:
    seed = int(SEED) if SEED else random.randrange(2**32)
    chance = random.Random(f"{seed} {case}")
    for turn in range(case, DAMAGES, CASES):
        site = tmp_path / str(turn)
        shutil.copytree(built[0], site)
        kind = KINDS[turn % len(KINDS)]
        print(f"DAMAGES_SEED={seed} case {case} turn {turn}: {kind}")
        getattr(Harm(site, built[1], chance), kind)()
        if chance.random() < 0.3:
            shutil.rmtree(site / "output")
        if edited := chance.random() < 0.5:
            put(site, {"content/a.md": article("Edited", tags="[NATO]", aliases="[/old/]")})
        report = build(site)
        # A page that a lost row knew of is no page of this site any more: it stays, and is told of.
        different = differences_from_clean(site)
        assert different == [] or (report.notices and edited and not {*different} & _paths(site)), different
        shutil.rmtree(site)


def _paths(site: Path) -> set[str]:
    with closing(sqlite3.connect(store_of(site))) as db:
        return {path for (path,) in db.execute("SELECT path FROM output")}


@pytest.mark.parametrize("table", ["planned", "body", "value"])
def test_a_letter_that_is_changed_in_the_store_is_never_published(tmp_path: Path, table: str) -> None:
    """A planned page's path, an article's body and its title; the row itself can be read."""
    site = make_site(tmp_path, FILES)
    build(site)
    before = tree(site / "output")
    with closing(sqlite3.connect(store_of(site))) as db:
        for path, data in db.execute(f"SELECT path, data FROM {table}").fetchall():
            raw = data.encode() if isinstance(data, str) else data
            changed = raw.replace(b"ukraine", b"ukrcine").replace(b"Text.", b"Test.").replace(b"Frigates", b"Frigases")
            value = changed.decode() if isinstance(data, str) else changed
            db.execute(f"UPDATE {table} SET data=? WHERE path=?", (value, path))
        db.execute("DELETE FROM output")
        db.execute("DELETE FROM memo")
        db.commit()
    report = build(site)
    assert report.notices == ("The store was damaged and is kept as output.sqlite.damaged: everything is built again.",)
    assert tree(site / "output") == before


def test_a_lost_row_of_a_page_that_goes_is_told(tmp_path: Path) -> None:
    """The page would stay in the output for ever, and nobody would know."""
    site = make_site(tmp_path, FILES)
    build(site)
    with closing(sqlite3.connect(store_of(site))) as db:
        db.execute("DELETE FROM output WHERE path='2023/03/09/frigates/index.html'")
        db.commit()
    put(site, {"content/b.md": None})
    notices = build(site).notices
    assert "damaged" in notices[0]
    assert "holds a file that no page needs, such as 2023/03/09/frigates/index.html" in notices[1]
    assert differences_from_clean(site) == ["2023/03/09/frigates/index.html"]


# Paths that lead out


@pytest.fixture
def site(tmp_path: Path) -> Path:
    made = make_site(tmp_path, FILES)
    build(made)
    return made


LEADING_OUT = [
    *("../victim.txt", "2023/../../victim.txt", "{}/victim.txt", "link/victim.txt"),
    *("a\0b", "", ".", "..", "/", "a//b"),
]


def crafted(site: Path, path: str, tmp_path: Path) -> str:
    """A row of the store with a right checksum that says we wrote `path`; what it leads to is there."""
    (site / "victim.txt").write_text("mine")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/victim.txt").write_text("mine")
    (site / "output/link").symlink_to(tmp_path / "elsewhere")
    path = path.format(tmp_path / "elsewhere")
    store = Store(store_of(site))
    store.record([OutputRow(path, Stamp(4, 1, 1, 1), 2, b"k" * 24, b"d" * 16)])
    store.close()
    return path


def nothing_is_lost(site: Path, tmp_path: Path) -> bool:
    return (site / "victim.txt").read_text() == (tmp_path / "elsewhere/victim.txt").read_text() == "mine"


@pytest.mark.parametrize("path", LEADING_OUT)
def test_no_file_outside_is_removed(site: Path, tmp_path: Path, path: str) -> None:
    crafted(site, path, tmp_path)
    put(site, {"content/b.md": article("Frigates", "2023-03-10")})
    build(site)
    assert nothing_is_lost(site, tmp_path)
    assert build(site).rendered == ()
    (site / "output/link").unlink()
    assert differences_from_clean(site) == []


@pytest.mark.parametrize("path", LEADING_OUT)
def test_clean_removes_no_file_outside(site: Path, tmp_path: Path, path: str) -> None:
    crafted(site, path, tmp_path)
    building.clean(request_for(site))
    assert nothing_is_lost(site, tmp_path)
    assert not (site / "output/index.html").exists()


@pytest.mark.parametrize("path", LEADING_OUT)
@pytest.mark.parametrize("template", ["article.html", "none.html"])
def test_no_planned_page_is_written_outside(site: Path, tmp_path: Path, path: str, template: str) -> None:
    path = crafted(site, path, tmp_path)
    store = Store(store_of(site))
    group = next(iter(store.planned().values()))
    page = PlannedPage(path, template, b"v" * 8, "")
    store.put_planned([PlannedGroup(group.name, group.inputs, (*group.pages, page))])
    store.claim(["index.html"])
    store.close()
    assert "damaged" in build(site).notices[0]
    assert nothing_is_lost(site, tmp_path)
    (site / "output/link").unlink()
    assert differences_from_clean(site) == []


@pytest.mark.parametrize("folder", ["2023", "2023/03", "tags", "static"])
def test_a_link_in_the_place_of_a_folder_is_a_problem(site: Path, tmp_path: Path, folder: str) -> None:
    """Its pages would be written where it leads."""
    (site / "output" / folder).rename(tmp_path / "moved")
    (site / "output" / folder).symlink_to(tmp_path / "moved")
    before = tree(tmp_path / "moved")
    put(site, {"digest.yaml": "title: Renamed\ntheme: mine\n", "themes/mine/theme.yaml": "name: mine\n"})
    put(site, {"themes/mine/static/style.css": "a {}"})
    with pytest.raises(ProblemsError) as caught:
        build(site)
    (problem,) = caught.value.problems
    assert str(problem) == f"output/{folder}: a link stands where a folder must go. Move it away, or delete it."
    building.clean(request_for(site))
    assert tree(tmp_path / "moved") == before
    (site / "output" / folder).unlink()
    build(site)
    assert differences_from_clean(site) == []


def test_the_output_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    (tmp_path / "www").mkdir()
    (site / "output").symlink_to(tmp_path / "www")
    build(site)
    put(site, {"content/b.md": None})
    build(site)
    assert not (tmp_path / "www/2023/03/09").exists()
    assert differences_from_clean(site) == []


def test_of_a_damaged_store_no_damaged_path_is_taken_over(site: Path) -> None:
    """It would be taken for a page that nobody needs any more, and removed."""
    put(site, {"output/mine.html": "mine"})
    with closing(sqlite3.connect(store_of(site))) as db:
        db.execute("UPDATE output SET path='mine.html', data=x'00' WHERE path='archive/index.html'")
        db.commit()
    assert "damaged" in build(site).notices[0]
    assert (site / "output/mine.html").read_text() == "mine"


@pytest.mark.parametrize(
    ("path", "within"),
    [
        ("index.html", True),
        ("a/b.c/..d/.well-known/x", True),
        ("", False),
        ("/a", False),
        ("a/", False),
        ("a//b", False),
        ("a/./b", False),
        ("../a", False),
        ("a/..", False),
        ("a\0", False),
    ],
)
def test_what_is_within(path: str, within: bool) -> None:
    assert is_within(path) is within


def test_checksums_of_two_tables_and_two_stores_differ() -> None:
    data = msgspec.msgpack.encode(["a"])
    sums = {crc32(data, start_of(table, salt)) for table in TABLES for salt in (1, 2)}
    assert len(sums) == 2 * len(TABLES)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_store_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    store_of(site).unlink()
    store_of(site).symlink_to(tmp_path / "elsewhere.sqlite")
    assert "was a link" in "".join(build(site).notices)
    assert not (tmp_path / "elsewhere.sqlite").exists()
    assert differences_from_clean(site) == []


def test_a_path_that_no_disk_takes_is_damage(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    store = Store(store_of(site))
    store.claim(["a" + "/x" * 50_000])
    store.close()
    assert "damaged" in "".join(build(site).notices)
    assert differences_from_clean(site) == []
