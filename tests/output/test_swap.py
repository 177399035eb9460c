"""A file in another's place: the old one stays whole for who has it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from digest.output import swap
from digest.output.swap import Swap


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in "abc":
        (tmp_path / name).write_text(f"old {name}")
    return tmp_path


def replace_all(folder: Path, text: str = "new, and longer") -> Swap:
    made = Swap(str(folder / ".incoming"))
    for name in "abc":
        made.replace(str(folder / name), f"{text} {name}".encode())
    return made


def shown(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def test_every_file_has_its_new_bytes_and_nothing_is_left(folder: Path) -> None:
    replace_all(folder).discard()
    assert shown(folder) == {name: f"new, and longer {name}" for name in "abc"}
    replace_all(folder, "s").discard()
    assert shown(folder) == {name: f"s {name}" for name in "abc"}


def test_who_reads_a_file_reads_it_to_its_end(folder: Path) -> None:
    with open(folder / "a", "rb", buffering=0) as reader:
        assert reader.read(2) == b"ol"
        replace_all(folder)
        assert reader.read() == b"d a"


def test_another_name_of_a_file_keeps_its_bytes(folder: Path) -> None:
    """A backup of hard links, as `cp -al` and rsync's --link-dest make."""
    os.link(folder / "a", folder / "backup")
    os.link(folder / "b", folder / "backup of b")
    replace_all(folder).discard()
    assert (shown(folder)["backup"], shown(folder)["backup of b"]) == ("old a", "old b")
    assert shown(folder)["c"] == "new, and longer c"


def test_rights_of_one_file_do_not_come_to_another(folder: Path) -> None:
    usual = (folder / "b").stat().st_mode
    (folder / "a").chmod(0o640 if usual & 0o777 != 0o640 else 0o600)
    replace_all(folder)
    assert {(folder / name).stat().st_mode for name in "abc"} == {usual}


def test_a_link_is_replaced_and_not_followed(folder: Path) -> None:
    (folder / "a").unlink()
    (folder / "a").symlink_to("c")
    replace_all(folder)
    assert not (folder / "a").is_symlink()
    assert shown(folder)["c"] == "new, and longer c"


def test_where_names_cannot_be_exchanged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_exchange", lambda: lambda one, other: False)
    replace_all(folder).discard()
    assert shown(folder) == {name: f"new, and longer {name}" for name in "abc"}


@pytest.mark.skipif(sys.platform != "linux", reason="names are exchanged on Linux")
def test_on_linux_files_take_each_others_places(folder: Path) -> None:
    """What the speed rests on: after the first, no file is made."""
    before = {name: (folder / name).stat().st_ino for name in "abc"}
    replace_all(folder)
    after = {name: (folder / name).stat().st_ino for name in "abc"}
    assert (after["b"], after["c"]) == (before["a"], before["b"])
