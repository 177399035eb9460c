"""What machine it is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from digest.check.machine import disks, in_bytes, system, watching, without_home


def limits(folder: Path, watches: int) -> Path:
    (folder / "max_user_watches").write_text(f"{watches}\n")
    (folder / "max_user_instances").write_text("128\n")
    return folder


def test_folders_that_the_system_can_watch(tmp_path: Path) -> None:
    assert watching(1_500, limits(tmp_path, 8192)) == (
        "1,500 folders; max_user_watches 8,192, max_user_instances 128",
        None,
    )


def test_folders_that_the_system_cannot_watch(tmp_path: Path) -> None:
    _, problem = watching(9_000, limits(tmp_path, 8192))
    assert problem
    assert problem.level == "warning"
    assert str(problem) == (
        "the system watches 8,192 folders and files for a user, and the site has 9,000 folders. 'watch' and 'serve' "
        "look at all files every second instead. Raise it: sudo sysctl fs.inotify.max_user_watches=524288"
    )


@pytest.mark.parametrize("text", [None, "", "many"])
def test_a_system_that_says_no_limits(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        limits(tmp_path, 1)
        (tmp_path / "max_user_watches").write_text(text)
    assert watching(9_000, tmp_path) == ("9,000 folders", None)


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(
    ("free", "level", "told"),
    [(10**10, "", "10.0 GB"), (10**8, "warning", "100.0 MB"), (0, "error", "0 bytes")],
)
def test_room_on_a_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: str, told: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 0, free))
    facts, problems = disks({"disk": tmp_path, "temporary files": tmp_path, "gone": tmp_path / "no"})
    assert facts["disk"] == f"{told} free of 1,000.0 GB"
    assert "temporary files" not in facts  # the same disk
    assert facts["gone"] == "not known: No such file or directory"
    assert [problem.level for problem in problems] == ([level] if level else [])


def test_home_is_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/jane"))
    assert without_home("/home/jane/site, '/home/jane' and /home/jane.") == "~/site, '~' and ~."
    for other in ("/home/janet/site", "/mnt/home/jane", "/home/jane-doe", "/home/jane.doe"):
        assert without_home(other) == other
    monkeypatch.setattr(Path, "home", lambda: Path("/"))
    assert without_home("/srv/site") == "/srv/site"


@pytest.mark.parametrize(("given", "real"), [("home", "data/alice"), ("home", "home2/home"), ("data/a/b", "data/a")])
def test_home_may_be_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, real: str) -> None:
    (tmp_path / real).mkdir(parents=True)
    (tmp_path / given).symlink_to(tmp_path / real)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / given)
    for path in (tmp_path / given, tmp_path / real):
        assert without_home(f"{path}/site, '{path}' and {path}.") == "~/site, '~' and ~."
    assert without_home(f"{tmp_path}/homer") == f"{tmp_path}/homer"


def test_a_home_that_leads_round_in_a_circle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").symlink_to(tmp_path / "home")
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    assert without_home(f"/srv/site, {tmp_path}/home/site") == "/srv/site, ~/site"


def test_bytes_are_told_in_units_of_a_thousand() -> None:
    assert [in_bytes(number) for number in (0, 999, 1_000, 12_345_678, 2 * 10**12)] == [
        "0 bytes",
        "999 bytes",
        "1.0 kB",
        "12.3 MB",
        "2,000.0 GB",
    ]


def test_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    found = system()
    assert found.keys() == {"system", "cores", "memory", "locale", "encodings", "terminal"}
    assert found["cores"] == str(os.cpu_count())
    assert "LC_ALL=C.UTF-8" in found["locale"]
    assert "names of files utf-8" in found["encodings"].lower()
