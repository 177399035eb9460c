"""What is found by looking at every file in turn."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.files.passed_over import is_passed_over
from digest.live.patrol import AT_ONCE, Patrol


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("content/a.md", "content/x/b.md", "digest.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    return tmp_path


@pytest.fixture
def found(site: Path) -> Callable[[], set[str]]:
    """What a round of a patrol finds that had begun when the site was as it is above."""
    patrol = Patrol(lambda: [site / "content", site / "digest.yaml", site / "themes"], is_passed_over)
    patrol.begin()
    return lambda: {path.relative_to(site).as_posix() for path in patrol.look()}


def test_what_is_other_came_or_went_is_found_once(site: Path, found: Callable[[], set[str]]) -> None:
    assert found() == set()
    (site / "content/a.md").write_text("22")
    (site / "content/x/b.md").unlink()
    (site / "themes/mine").mkdir(parents=True)
    (site / "themes/mine/theme.yaml").write_text("1")
    assert found() == {"content/a.md", "content/x/b.md", "themes", "themes/mine", "themes/mine/theme.yaml"}
    assert found() == set()


def test_a_file_of_the_same_size_and_time_is_another(site: Path, found: Callable[[], set[str]]) -> None:
    file = site / "content/a.md"
    before = file.stat()
    (site / "new").write_text("2")
    os.utime(site / "new", ns=(before.st_atime_ns, before.st_mtime_ns))
    (site / "new").replace(file)
    assert found() == {"content/a.md"}


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such time")
def test_a_file_that_was_changed_in_place_to_the_same_size_and_time_is_another(
    site: Path, found: Callable[[], set[str]]
) -> None:
    file = site / "content/a.md"
    before = file.stat()
    time.sleep(0.05)  # the clock of the disk may be slow
    file.write_text("2")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert found() == {"content/a.md"}


def test_a_linked_folder_that_is_not_followed_is_not_gone_into(site: Path) -> None:
    (site / "content/root").symlink_to("/")
    (site / "content/inside").symlink_to("x")
    asked = []

    def is_followed(link: Path, real: Path) -> bool:
        asked.append((link.name, real))
        return real.is_relative_to(site)

    patrol = Patrol(lambda: [site / "content"], is_passed_over, is_followed)
    patrol.begin()
    assert sorted(asked) == [("inside", site / "content/x"), ("root", Path("/"))]
    (site / "content/x/b.md").write_text("22")
    assert patrol.look() == {site / "content/x/b.md", site / "content/inside/b.md"}


def test_a_folder_that_is_moved_while_it_is_made_is_found(site: Path, found: Callable[[], set[str]]) -> None:
    (site / "content/y/z").mkdir(parents=True)
    (site / "content/y").rename(site / "content/w")
    (site / "content/w/z/c.md").write_text("1")
    assert "content/w/z/c.md" in found()
    (site / "content/w/z/c.md").write_text("22")
    assert found() == {"content/w/z/c.md"}


def test_what_links_lead_to_is_looked_at(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "c.md").write_text("1")
    (site / "content/linked").symlink_to(outside)
    (site / "content/d.md").symlink_to(outside / "c.md")
    (site / "content/x/up").symlink_to(site / "content")  # a loop
    (site / "content/dead").symlink_to(site / "nowhere")
    patrol = Patrol(lambda: [site / "content"], is_passed_over)
    patrol.begin()
    assert patrol.look() == set()
    (outside / "c.md").write_text("22")
    assert patrol.look() == {site / "content/linked/c.md", site / "content/d.md"}
    (site / "nowhere").write_text("1")
    assert patrol.look() == {site / "content/dead"}


def test_droppings_are_passed_over(site: Path, found: Callable[[], set[str]]) -> None:
    (site / "content/.a.md.swp").write_text("1")
    (site / "content/node_modules").mkdir()
    (site / "content/node_modules/a.md").write_text("1")
    assert found() == set()


def test_a_round_goes_on_where_it_was(site: Path) -> None:
    for number in range(4 * AT_ONCE):
        (site / f"content/{number}.md").write_text("1")
    patrol = Patrol(lambda: [site / "content"], is_passed_over)
    patrol.begin()
    for number in range(4 * AT_ONCE):
        (site / f"content/{number}.md").write_text("22")
    looks: list[set[Path]] = []
    while not looks or looks[-1]:
        looks.append(patrol.look(0.0))
    assert len(looks) > 3
    assert len(set().union(*looks)) == 4 * AT_ONCE
    assert patrol.look() == set()


def test_what_somebody_was_told_is_not_found_again(site: Path) -> None:
    patrol = Patrol(lambda: [site / "content"], is_passed_over)
    patrol.begin()
    (site / "content/a.md").write_text("22")
    (site / "content/y").mkdir()
    (site / "content/y/c.md").write_text("1")
    (site / "content/x/b.md").unlink()
    patrol.note([site / "content/a.md", site / "content/y", site / "content/x/b.md"])
    assert patrol.look() == set()
