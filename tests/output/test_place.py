"""Two builds at once: the second waits, then builds rightly, or says who holds the site."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from digest.build.session import Session
from digest.errors import UsageError
from digest.files.folders import STATE
from digest.output import place
from tests.sites import NOW, article, build, differences_from_clean, make_site, page, put, request_for

FILES = {"content/a.md": article(), "content/b.md": article("B", "2023-03-09")}

HOLDS = """
import sys, time
from digest.commands.main import main
from digest.output.tree import Tree
publish = Tree.publish
def held(*args):
    Tree.publish = publish
    print("writing", flush=True)
    sys.stdin.readline()
    return publish(*args)
Tree.publish = held
main()
"""
"""`digest build`, that says when it begins to write and goes on when it is told to."""


def command(site: Path, code: str = "from digest.commands.main import main; main()") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, "build", "--site", str(site), "--now", str(NOW), "--quiet"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def held(site: Path) -> Iterator[subprocess.Popen[str]]:
    """A build in another process, in the middle of its writing; killed at the end if it is still there."""
    with command(site, HOLDS) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "writing\n"
            yield process
        finally:
            process.kill()


def told_of(process: subprocess.Popen[str]) -> str:
    who = f"process {process.pid} on {re.escape(platform.node())}"
    return rf"^The build of {who}, begun at [\d-]{{10}} [\d:]{{8}}, still writes "


def test_second_build_waits_for_that_of_another_process(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    with held(site) as first:
        put(site, {"content/a.md": article("New title")})
        with command(site) as second:
            with pytest.raises(subprocess.TimeoutExpired):
                second.wait(1)
            assert first.communicate("go on\n", timeout=20) == ("", "")
            assert second.communicate(timeout=20) == ("", "")
        assert (first.returncode, second.returncode) == (0, 0)
    assert "New title" in page(site, "2023/03/08/new-title/")
    assert differences_from_clean(site) == []


def test_many_builds_at_once(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    commands = [command(site) for _ in range(4)]
    assert [process.communicate(timeout=60) for process in commands] == [("", "")] * 4
    assert differences_from_clean(site) == []
    assert sorted(os.listdir(site / STATE)) == ["output.lock", "output.sqlite"]


def test_it_is_told_who_holds_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that was killed leaves its note: that of the next one takes its place."""
    site = make_site(tmp_path, FILES)
    monkeypatch.setattr(place, "LOCK_SECONDS", 0.1)
    notes = []
    for _ in range(2):
        with held(site) as process:
            with pytest.raises(UsageError, match=told_of(process)):
                build(site)
            notes.append((site / STATE / "output.holder").read_text(encoding="utf-8"))
    assert len(set(notes)) == 2
    build(site)
    assert differences_from_clean(site) == []
    assert not (site / STATE / "output.holder").exists()


def test_who_waits_is_told_at_once_for_whom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path, FILES)
    monkeypatch.setattr(place, "LOCK_SECONDS", 0.1)
    told: list[str] = []
    with held(site) as process, Session(request_for(site), tell=told.append) as builder:
        with pytest.raises(UsageError):
            builder.build(NOW)
        assert len(told) == 1
        assert re.match(told_of(process).replace("still writes", "writes"), told[0])
    with Session(request_for(site), tell=told.append) as builder:
        builder.build(NOW)
    assert len(told) == 1


def test_begun_is_the_time_of_the_note(tmp_path: Path) -> None:
    note = tmp_path / "holder"
    note.write_text("process 7 on desk")
    at = time.mktime((2023, 3, 8, 14, 30, 59, 0, 0, -1))
    os.utime(note, (at, at))
    assert place.who_holds(note) == "The build of process 7 on desk, begun at 2023-03-08 14:30:59,"


def test_second_build_waits_for_the_first(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    (site / STATE).mkdir()
    lock, done = FileLock(site / STATE / "output.lock"), threading.Event()

    def run() -> None:
        build(site)
        done.set()

    with lock:
        thread = threading.Thread(target=run)
        thread.start()
        assert not done.wait(0.3)
        assert not (site / "output").exists()
    assert done.wait(20)
    thread.join()
    assert differences_from_clean(site) == []


def test_second_build_gives_up_in_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path, FILES)
    (site / STATE).mkdir()
    monkeypatch.setattr(place, "LOCK_SECONDS", 0.1)
    told: list[str] = []

    def run() -> None:
        try:
            build(site)
        except UsageError as error:
            told.append(str(error))

    with FileLock(site / STATE / "output.lock"):
        thread = threading.Thread(target=run)
        thread.start()
        thread.join(20)
    where = site / "output"
    assert told == [f"Another build still writes {where} after 0.1 seconds of waiting. Wait until it is done."]
    assert not (site / "output").exists()


def test_builds_into_two_folders_do_not_wait_for_each_other(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    (site / STATE).mkdir()
    with FileLock(site / STATE / "output.lock"):
        build(site, output=tmp_path / "other")
    assert (tmp_path / "other/index.html").is_file()
