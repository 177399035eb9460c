"""Time and memory of a program: one process, and all the processes that it starts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

PROC = Path("/proc")
INTERVAL = 0.02
"""Seconds between two looks at the processes' memory: a shorter peak can be missed."""


@dataclass(frozen=True)
class Run:
    """What a run took. `largest` is the peak of its largest single process, as the kernel kept it (`ru_maxrss`);
    `tree` the highest sum over all its processes at one time, as sampled: never less than `largest`. Pages that
    processes share count for each. Both in bytes."""

    seconds: float
    largest: int
    tree: int
    cpu: float  # seconds of processor time, all processes together


class FailedError(Exception):
    pass


def run(command: Sequence[str], folder: Path) -> Run:
    """Runs `command` in `folder` to its end. Raises FailedError, with the end of what it said, unless it exits with 0.

    What it writes goes to a file beside the folder, so that neither a terminal nor a pipe slows it down.
    """
    log = folder.with_suffix(".log")
    with log.open("wb") as out:
        strangers = set(_processes())
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        sampler = Sampler(process.pid, strangers)
        sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        sampler.stop()
    if process.returncode:
        said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise FailedError(f"{' '.join(command)} in {folder} ended with {process.returncode}:\n{said}")
    largest = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Run(seconds, largest, max(largest, sampler.peak), usage.ru_utime + usage.ru_stime)


class Sampler(Thread):
    """Looks at the memory of a process and its descendants until stopped. Where there is no /proc, `peak` stays 0.

    `strangers` are the numbers of the processes that were there before it.
    """

    def __init__(self, root: int, strangers: set[int]) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._ended = Event()
        self._family = {root}
        self._strangers = strangers

    def run(self) -> None:
        if not (PROC / "self/statm").exists():
            return
        page = os.sysconf("SC_PAGE_SIZE")
        while not self._ended.wait(INTERVAL):
            self._meet_children()
            self.peak = max(self.peak, page * sum(_resident(number) for number in self._family))

    def stop(self) -> None:
        self._ended.set()
        self.join()

    def _meet_children(self) -> None:
        """A process that is no child of the family when it is first seen is a stranger for good: parents have lower
        numbers than their children, but where the numbers begin again at the end of their range."""
        for number in sorted(_processes()):
            if number not in self._family and number not in self._strangers:
                (self._family if _parent(number) in self._family else self._strangers).add(number)


def _processes() -> list[int]:
    return [int(name) for name in os.listdir(PROC) if name.isdigit()] if PROC.exists() else []


def _parent(number: int) -> int:
    """proc(5): the fourth field of `stat`; the second, in brackets, can hold anything."""
    try:
        return int((PROC / str(number) / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _resident(number: int) -> int:
    """Pages in memory; 0 for a process that has ended."""
    try:
        return int((PROC / str(number) / "statm").read_text().split()[1])
    except OSError:
        return 0
