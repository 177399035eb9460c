"""Building again and again with what is known in memory, as `digest watch` does."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from digest.build import session as building
from digest.build import stages
from digest.build.session import Session
from digest.errors import ProblemsError, UsageError
from tests.sites import NOW, Files, article, build, differences_from_clean, make_site, page, put, request_for

FILES = {
    "content/a.md": article("A", tags="[NATO]"),
    "content/b.md": article("B", "2023-03-09", tags="[NATO]"),
    "content/sub/c.md": article("C", "2023-03-10"),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path, FILES)


class Watched:
    """A builder that is told what `put` changes."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.builder = Session(request_for(site))
        self.builder.build(NOW)

    def put(self, files: Files) -> tuple[str, ...]:
        put(self.site, files)
        return self.build(*(self.site / name for name in files))

    def build(self, *changed: Path) -> tuple[str, ...]:
        return self.builder.build(NOW, frozenset(changed)).rendered


def test_only_named_paths_are_looked_at(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(site)
    looks: list[str] = []
    real = os.stat

    def look(path: Any, *rest: Any, **more: Any) -> os.stat_result:
        looks.append(str(path))
        return real(path, *rest, **more)

    monkeypatch.setattr(os, "stat", look)
    put(site, {"content/a.md": article("Unseen")})
    rendered = watched.put({"content/b.md": article("B", "2023-03-09", body="New.", tags="[NATO]")})
    assert [look for look in looks if "/content/" in look] == [str(site / "content/b.md")]
    assert "2023/03/09/b/index.html" in rendered
    assert "Unseen" not in page(site, "2023/03/08/a/")


def test_a_problem_is_told_until_it_is_mended(site: Path) -> None:
    watched = Watched(site)
    for files in ({"content/a.md": "no head"}, {"content/b.md": article("Better", "2023-03-09")}):
        with pytest.raises(ProblemsError, match=r"content/a\.md:1"):
            watched.put(files)
    watched.put({"content/a.md": article("Mended")})
    assert "Better" in page(site, "")
    assert differences_from_clean(site) == []


def test_files_come_and_go(site: Path) -> None:
    watched = Watched(site)
    watched.put({"content/d.md": article("D", "2023-03-11"), "content/a.md": None})
    assert differences_from_clean(site) == []
    watched.put({"content/.hidden.md": "x", "content/note.md~": "x"})
    assert differences_from_clean(site) == []


def test_a_folder_that_goes_takes_its_articles_with_it(site: Path) -> None:
    watched = Watched(site)
    (site / "content/sub").rename(site / "elsewhere")
    watched.build(site / "content/sub")
    assert differences_from_clean(site) == []
    (site / "elsewhere").rename(site / "content/again")
    watched.build(site / "content/again")
    assert differences_from_clean(site) == []
    assert "C" in page(site, "2023/03/10/c/")


def test_settings_and_themes_are_read_again(site: Path) -> None:
    watched = Watched(site)
    watched.put({"digest.yaml": "title: Renamed\ntheme: mine\n", "themes/mine/theme.yaml": "name: mine\n"})
    assert "Renamed" in page(site, "")
    watched.put({"themes/mine/templates/_source.html": "Credit."})
    assert "Credit." in page(site, "2023/03/08/a/")
    assert differences_from_clean(site) == []


def test_rights_that_come_are_kept_to(site: Path) -> None:
    watched = Watched(site)
    watched.put({"content/a.md": article("A", body="First words. Last words.", source="NATO")})
    assert "Last words." in page(site, "2023/03/08/a/")
    for text, is_shown in (("NATO: {republish: excerpt, length: 2}", False), (None, True), ("NATO: {}", True)):
        watched.put({"sources.yaml": text})
        assert ("Last words." in page(site, "2023/03/08/a/")) is is_shown
        assert differences_from_clean(site) == []


def test_tags_are_read_again(site: Path) -> None:
    watched = Watched(site)
    assert "tags/alliance/index.html" in watched.put({"tags.yaml": "Alliance: {aliases: [NATO]}\n"})
    assert watched.put({"tags.yaml": "Alliance: {aliases: [NATO], description: Of states.}\n"}) == (
        "tags/alliance/index.html",
    )
    assert "Of states." in page(site, "tags/alliance/")
    watched.put({"tags.yaml": None})
    assert differences_from_clean(site) == []


def test_what_another_build_did_is_seen(site: Path) -> None:
    watched = Watched(site)
    put(site, {"content/a.md": article("Other", tags="[NATO]")})
    build(site)
    watched.put({"content/b.md": article("Mine", "2023-03-09", tags="[NATO]")})
    assert differences_from_clean(site) == []
    building.clean(request_for(site))
    watched.build(site / "content/b.md")
    assert differences_from_clean(site) == []


def test_what_changed_while_another_held_the_site_is_not_lost(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(site)

    def held(*_: object) -> None:
        raise UsageError("held")

    with monkeypatch.context() as patch:
        patch.setattr(building, "output_locked", held)
        with pytest.raises(UsageError):
            watched.put({"content/a.md": article("Waited", tags="[NATO]")})
    watched.put({"content/b.md": article("Later", "2023-03-09", tags="[NATO]")})
    assert differences_from_clean(site) == []


@pytest.mark.parametrize("few", [2048, 1])
@pytest.mark.parametrize("paths", [["."], ["index.html"], ["2023"], ["static/style.css", "tags/nato/feed.xml"]])
def test_output_that_was_removed_comes_back(
    site: Path, monkeypatch: pytest.MonkeyPatch, few: int, paths: list[str]
) -> None:
    """With few files at the next build, with many when they are looked at in idle moments."""
    monkeypatch.setattr(building, "FEW_FILES", few)
    watched = Watched(site)
    assert not watched.builder.is_output_altered(60)
    for path in paths:
        target = site / "output" / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()
    if few == 1 and paths != ["."]:
        monkeypatch.setattr(building, "FEW_FILES", 40)
        assert any(watched.builder.is_output_altered(60) for _ in range(12))
        assert not watched.builder.is_output_altered(60)
        watched.build()
    else:
        watched.put({"content/b.md": article("New", "2023-03-09", tags="[NATO]")})
    assert differences_from_clean(site) == []


@pytest.mark.parametrize(("seconds", "looks"), [(60, 2), (0, 20)])
@pytest.mark.parametrize("path", ["index.html", "2023/03/08/a/index.html", "static/style.css", "robots.txt"])
def test_output_that_was_altered_is_put_right(site: Path, path: str, seconds: float, looks: int) -> None:
    watched = Watched(site)
    (site / "output" / path).write_text("spoilt")
    assert any(watched.builder.is_output_altered(seconds) for _ in range(looks))
    assert watched.build() == (path,)
    assert differences_from_clean(site) == []
    assert not any(watched.builder.is_output_altered(60) for _ in range(3))


def test_nothing_is_looked_at_while_another_program_builds(site: Path) -> None:
    """But what `digest clean` removed is made again."""
    watched = Watched(site)
    put(site, {"content/a.md": article("Other")})
    build(site)
    assert not any(watched.builder.is_output_altered(60) for _ in range(3))
    watched.build()
    building.clean(request_for(site))
    assert [watched.builder.is_output_altered(60) for _ in range(3)] == [True, False, False]
    watched.build()
    assert differences_from_clean(site) == []


def test_what_cannot_be_put_right_is_told_once(site: Path) -> None:
    watched = Watched(site)
    (site / "output/index.html").unlink()
    put(site, {"output/index.html/mine.txt": "mine"})
    assert any(watched.builder.is_output_altered(60) for _ in range(2))
    with pytest.raises(ProblemsError, match="a folder stands where a page must go"):
        watched.build()
    assert not any(watched.builder.is_output_altered(60) for _ in range(5))
    shutil.rmtree(site / "output/index.html")
    watched.build()
    assert differences_from_clean(site) == []


def test_a_store_that_is_damaged_while_watching(site: Path) -> None:
    watched = Watched(site)
    store = site / ".digest/output.sqlite"
    with closing(sqlite3.connect(store)) as db:
        db.execute("UPDATE value SET data=x'c1'")
        db.execute("UPDATE output SET data=x'c1'")
        db.commit()
    watched.put({"content/a.md": article("A", body="More.", tags="[NATO]")})
    assert differences_from_clean(site) == []


def test_paths_are_looked_at_where_one_is_other(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(site)
    with monkeypatch.context() as patched:
        patched.setattr(stages, "wrong_paths", lambda *_: pytest.fail("no path is other"))
        assert watched.put({"content/a.md": article("A", body="More.", tags="[NATO]")})
    with pytest.raises(ProblemsError, match="two sources want the address /2023/03/08/a/"):
        watched.put({"content/sub/c.md": article("C", "2023-03-10", aliases="[/2023/03/08/a/]")})
    with pytest.raises(ProblemsError, match="two sources want the address /2023/03/08/a/"):
        watched.put({"content/b.md": article("B", "2023-03-09", tags="[NATO]")})
    watched.put({"content/sub/c.md": article("C", "2023-03-10")})
    assert differences_from_clean(site) == []


def test_the_preview_is_cleaned_too_and_nothing_of_it_is_left(site: Path) -> None:
    preview = site / ".digest/preview"
    build(site)
    build(site, drafts=True, output=preview)
    put(site, {".digest/preview/mine.txt": "mine"})
    removed = building.clean(request_for(site))
    assert "index.html" in removed
    assert [path.name for path in preview.rglob("*") if path.is_file()] == ["mine.txt"]
    assert list((site / ".digest").glob("*.sqlite")) == []
    build(site, drafts=True, output=preview)
    assert "index.html" in building.clean(request_for(site, output=preview))
