"""Files are told once they rest, by a clock that the test sets."""

from __future__ import annotations

import os
from pathlib import Path

from digest.live.arrivals import Arrivals


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def write(path: Path, text: str, time: int) -> None:
    path.write_text(text)
    os.utime(path, (time, time))


def test_a_file_is_told_once_it_rests(tmp_path: Path) -> None:
    clock = Clock()
    arrivals = Arrivals(1.0, clock)
    file = tmp_path / "a.txt"
    write(file, "The", 1)
    arrivals.saw([file])
    clock.now = 0.9
    assert arrivals.settled() == ()
    write(file, "The quay", 2)  # it grows, and nobody tells
    clock.now = 1.1
    assert arrivals.settled() == ()
    write(file, "The cray", 3)  # as long as before
    clock.now = 2.2
    assert arrivals.settled() == ()
    clock.now = 3.3
    assert arrivals.settled() == (file,)
    clock.now = 9.9
    assert arrivals.settled() == ()


def test_a_slow_file_does_not_hold_up_another(tmp_path: Path) -> None:
    clock = Clock()
    arrivals = Arrivals(1.0, clock)
    slow, quick = tmp_path / "a.txt", tmp_path / "b.txt"
    write(slow, "x", 1)
    write(quick, "x", 1)
    arrivals.saw([slow, quick])
    clock.now = 1.0
    write(slow, "xx", 2)
    assert arrivals.settled() == (quick,)


def test_what_is_gone_or_empty_is_not_told(tmp_path: Path) -> None:
    clock = Clock()
    arrivals = Arrivals(1.0, clock)
    write(tmp_path / "a.txt", "", 1)
    write(tmp_path / "b.txt", "x", 1)
    arrivals.saw([tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "never.txt"])
    (tmp_path / "b.txt").unlink()
    clock.now = 5.0
    assert arrivals.settled() == ()


def test_a_folder_is_all_that_is_below_it(tmp_path: Path) -> None:
    clock = Clock()
    arrivals = Arrivals(1.0, clock)
    (tmp_path / "in/.hidden").mkdir(parents=True)
    for name in ("in/a.txt", "in/b.txt.part", "in/.c.txt", "in/.hidden/d.txt"):
        write(tmp_path / name, "x", 1)
    arrivals.saw([tmp_path])
    clock.now = 1.0
    assert arrivals.settled() == (tmp_path / "in/a.txt",)
