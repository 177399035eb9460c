"""Whose a file is that stands where a page must go: an editor's own is never overwritten, and a clone builds on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from digest.build import session as building
from digest.files.folders import STATE
from tests.sites import article, build, differences_from_clean, make_site, problems_of, put, request_for, snapshot, tree

FILES = {
    "content/a.md": article(tags="[NATO]"),
    "content/b.md": article("B", "2023-03-09", tags="[EU]"),
    "content/map.svg": "<svg/>",
}
MINE = "<p>My own page.</p>"
FACT = "a file that digest is not known to have written stands where a page must go. Move it away, or delete it."


@pytest.mark.parametrize("path", ["index.html", "404.html", "map.svg", "2023/index.html"])
def test_an_editors_own_file_is_not_overwritten_by_the_first_build(tmp_path: Path, path: str) -> None:
    site = make_site(tmp_path, {**FILES, f"output/{path}": MINE})
    for _ in range(2):
        assert problems_of(site) == [f"output/{path}: {FACT}"]
        assert tree(site / "output") == {path: MINE.encode()}
    assert building.clean(request_for(site)) == []
    assert tree(site / "output") == {path: MINE.encode()}
    (site / "output" / path).unlink()
    build(site)
    assert differences_from_clean(site) == []


def test_a_web_site_that_is_there_is_told_file_by_file(tmp_path: Path) -> None:
    own = {f"output/{name}": MINE for name in ("index.html", "robots.txt", "about.html", "404.html")}
    site = make_site(tmp_path, {**FILES, **own})
    assert problems_of(site) == [f"output/{name}: {FACT}" for name in ("404.html", "index.html", "robots.txt")]


def test_an_editors_own_file_is_not_overwritten_by_a_new_page(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    put(site, {"output/old.html": MINE, "content/a.md": article(tags="[NATO]", aliases="[/old.html]")})
    before = tree(site / "output")
    assert problems_of(site) == [f"output/old.html: {FACT}"]
    assert tree(site / "output") == before
    assert "old.html" not in building.clean(request_for(site))
    assert tree(site / "output") == {"old.html": MINE.encode()}


def test_a_link_is_somebodys_file(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    (site / "output").mkdir()
    (site / "output/index.html").symlink_to(tmp_path)
    assert problems_of(site) == [f"output/index.html: {FACT}"]
    (site / "output/index.html").unlink()
    (site / "output/index.html").symlink_to(tmp_path / "nowhere")
    assert problems_of(site) == [f"output/index.html: {FACT}"]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A site with output/ and without .digest/, as git or a cache brings it."""
    site = make_site(tmp_path, FILES)
    build(site)
    shutil.rmtree(site / STATE)
    return site


def test_in_a_clone_the_same_bytes_stay_as_they_are(clone: Path) -> None:
    before = snapshot(clone / "output")
    report = build(clone)
    assert (report.written, report.notices) == ((), ())
    assert snapshot(clone / "output") == before
    assert build(clone).rendered == ()


def test_a_clone_is_built_on(clone: Path) -> None:
    put(clone, {"content/a.md": article("New", tags="[NATO]"), "content/b.md": article("B", "2023-03-09")})
    report = build(clone)
    assert "index.html" in report.written
    assert "tags/eu/index.html" in report.notices[0] or "files that no page needs" in report.notices[0]
    assert set(differences_from_clean(clone)) == {
        *("2023/03/08/a/index.html", "tags/eu/feed.xml", "tags/eu/index.html"),
    }


def test_a_clone_with_another_theme_is_built_on(clone: Path) -> None:
    """No page has the bytes it had; where they are tells whose they are."""
    put(clone, {"themes/mine/theme.yaml": "name: mine\n", "digest.yaml": "title: Renamed\ntheme: mine\n"})
    put(clone, {"themes/mine/templates/base.html": "{{ site.title }} {% block main %}{% endblock %}"})
    build(clone)
    assert "index.html" not in differences_from_clean(clone)


def test_in_a_clone_a_build_with_a_problem_changes_nothing_of_this(clone: Path) -> None:
    put(clone, {"content/a.md": "no head"})
    assert problems_of(clone)
    put(clone, {"content/a.md": article("New", tags="[NATO]")})
    build(clone)
    assert "index.html" not in differences_from_clean(clone)
