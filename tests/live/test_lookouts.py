from pathlib import Path

import pytest

from digest.files.passed_over import is_passed_over
from digest.live.lookouts import carries, concerns, lookouts


@pytest.mark.parametrize(
    "name",
    [".x.md.swp", "x.md~", ".#x.md", "#x.md#", "4913", "x.md.tmp", ".DS_Store", "x.md___jb_tmp___", "x.md.crswap"],
)
def test_editors_droppings_are_known(name: str) -> None:
    assert is_passed_over(name)


@pytest.mark.parametrize("name", ["x.md", "2023-03-08-49137.md", "digest.yaml", "#metoo.md", "tmp", "swp.txt"])
def test_files_of_a_site_are_no_droppings(name: str) -> None:
    assert not is_passed_over(name)


def test_a_path_concerns_us_in_a_wanted_folder_if_no_step_to_it_is_ignored() -> None:
    wanted = frozenset({Path("/home/.me/site/content"), Path("/home/.me/site/digest.yaml")})

    def heard(path: str) -> bool:
        return concerns(Path("/home/.me/site", path), wanted, is_passed_over)

    assert heard("content/2023/a.md")  # a dot above the wanted folder is its owner's choice
    assert heard("content")
    assert heard("digest.yaml")
    assert not heard("content/.git/HEAD")
    assert not heard("content/2023/a.md~")
    assert not heard("output/index.html")
    assert not heard("digest.yaml.new")


def test_a_wanted_path_is_never_ignored() -> None:
    assert concerns(Path("/site/.drafts/a.md"), frozenset({Path("/site/.drafts")}), is_passed_over)


def test_what_stands_above_a_wanted_path_carries_it() -> None:
    wanted = {Path("/site/themes/mine")}
    assert carries(Path("/site/themes"), wanted)
    assert carries(Path("/site/themes/mine"), wanted)
    assert not carries(Path("/site/themes/mine/theme.yaml"), wanted)
    assert not carries(Path("/site/theme"), wanted)


def _stands(wanted: list[Path]) -> set[tuple[Path, bool]]:
    return {(one.shown, one.recursive) for one in lookouts(wanted)}


def test_a_folder_is_watched_whole_and_from_the_nearest_folder_above(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    wanted = [tmp_path / "content", tmp_path / "digest.yaml", tmp_path / "themes" / "mine" / "static"]
    assert _stands(wanted) == {(tmp_path / "content", True), (tmp_path, False)}
    (tmp_path / "themes").mkdir()
    assert _stands(wanted) == {(tmp_path / "content", True), (tmp_path, False), (tmp_path / "themes", False)}


def test_a_folder_inside_a_watched_one_is_not_watched_twice(tmp_path: Path) -> None:
    (tmp_path / "themes" / "mine").mkdir(parents=True)
    wanted = [tmp_path / "themes", tmp_path / "themes" / "mine", tmp_path / "themes" / "mine" / "theme.yaml"]
    assert _stands(wanted) == {(tmp_path / "themes", True), (tmp_path, False)}


def test_another_folder_in_the_same_place_is_another_lookout(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    before = lookouts([content])
    content.rename(tmp_path / "old")
    content.mkdir()
    assert {one for one in before if one.recursive} != {one for one in lookouts([content]) if one.recursive}


def test_a_linked_folder_is_watched_where_it_is_and_told_as_it_was_named(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "site").mkdir()
    content = tmp_path / "site" / "content"
    content.symlink_to(tmp_path / "vault")
    (whole,) = (one for one in lookouts([content]) if one.recursive)
    assert whole.translated(str(tmp_path / "vault" / "a.md")) == content / "a.md"
    assert whole.translated(str(tmp_path / "elsewhere" / "a.md")) is None
