"""What is piped in becomes a seed; patterns; what is passed over in folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.seeds.pasted import save_pasted
from digest.seeds.read.find import Seed, find_seeds
from digest.seeds.refused import SeedError
from digest.seeds.run import import_seeds

TEXT = "Harbour board votes for a quay\n\n8 March 2023\n\nThe harbour board voted on Tuesday for a quay of oak.\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), "2023-03-08-harbour-board-votes-for-a-quay.txt"),
        # No day, or one in doubt, stays out of the name: there it would be read as certain.
        (TEXT.replace("8 March 2023\n", "").encode(), "harbour-board-votes-for-a-quay.txt"),
        (f"<!doctype html><h1>Quay opens</h1><p>{TEXT}</p>".encode(), "quay-opens.html"),
        (b"From: a@example.org\nMIME-Version: 1.0\nMessage-ID: <1@x>\n\n" + TEXT.encode(), "2023-03-08-"),
        (b"---\ntitle: The quay\ndate: 2023-03-08\n---\nIt is *open*.\n", "2023-03-08-the-quay.md"),
        (b"%PDF-1.4 broken", "pasted.pdf"),
        (b"Leave a Reply", "pasted.txt"),
    ],
)
def test_a_seed_is_named_by_its_day_and_title(tmp_path: Path, data: bytes, name: str) -> None:
    pasted = save_pasted(data, tmp_path / "seeds")
    assert pasted.is_new
    assert pasted.path.parent == tmp_path / "seeds"
    assert pasted.name.startswith(name)
    assert pasted.path.read_bytes() == data


def test_nothing_is_overwritten_and_nothing_saved_twice(tmp_path: Path) -> None:
    names = [save_pasted(f"{TEXT}{more}".encode(), tmp_path).name for more in ("", "One more.", "Two more.", "")]
    stem = "2023-03-08-harbour-board-votes-for-a-quay"
    assert names == [f"{stem}.txt", f"{stem}-2.txt", f"{stem}-3.txt", f"{stem}.txt"]
    assert len(list(tmp_path.iterdir())) == 3


def test_what_lies_deeper_in_seeds_is_known(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old/a.txt").write_text(TEXT)
    pasted = save_pasted(TEXT.encode(), tmp_path)
    assert (pasted.name, pasted.is_new) == ("old/a.txt", False)


def test_no_picture_is_kept(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="PNG"):
        save_pasted(b"\x89PNG\r\n\x1a\n", tmp_path)
    assert list(tmp_path.iterdir()) == []


def names(site: Path, *given: Path) -> list[str]:
    return [one.name if isinstance(one, Seed) else f"? {one.name}" for one in find_seeds(given, site=site, into=site)]


def test_patterns(tmp_path: Path) -> None:
    for name in ("in/a.txt", "in/b.html", "in/deep/a.txt", "in/[x].txt", "in/c.txt.part", "in/.d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(tmp_path, tmp_path / "in/*.txt") == ["[x].txt", "a.txt"]
    assert names(tmp_path, tmp_path / "in/**/a.txt") == ["a.txt", "deep/a.txt"]
    assert names(tmp_path, tmp_path / "in/d*") == ["a.txt"]
    assert names(tmp_path, tmp_path / "in/[x].txt") == ["[x].txt"]  # a file of that very name is no pattern
    assert names(tmp_path, tmp_path / "in/*.eml") == ["? *.eml"]


def test_a_pattern_that_matches_nothing_is_told(tmp_path: Path) -> None:
    (row,) = import_seeds([tmp_path / "in/*.txt"], site=tmp_path, into=tmp_path / "content")
    assert str(row.problem) == "in/*.txt: Nothing matches this pattern. Check how the path is spelt."


def test_what_is_unfinished_is_passed_over_in_folders(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt~", "c.part", "d.crdownload", ".e.swp", "f.tmp", "README.md"):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text("x")
    assert names(tmp_path, tmp_path / "in") == ["a.txt"]
