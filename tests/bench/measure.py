"""Time and memory of a program: one process, and all the processes that it starts."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread

from msgspec import Struct

PROC = Path("/proc")
INTERVAL = 0.02
"""Seconds between two looks at the processes' memory: a shorter peak can be missed."""


class Run(Struct, frozen=True, array_like=True):
    """What a run took. `largest` is the peak of its largest single process, as the kernel kept it (`ru_maxrss`): on
    Linux never less than the measuring process held when it started the run, for a peak outlives `exec`. `tree` is the
    highest sum over all its processes at one time, as sampled: never less than `largest`. Pages that processes share
    count for each. Both in bytes."""

    seconds: float
    largest: int
    tree: int
    cpu: float  # seconds of processor time, all processes together


class FailedError(Exception):
    pass


def run(command: Sequence[str], folder: Path) -> Run:
    """Runs `command` in `folder` to its end. Raises FailedError, with the last it said, unless it exits with 0."""
    with Program(command, folder) as program:
        if program.wait():
            raise program.failed(f"ended with {program.code}")
    return program.took(program.seconds)


class Program:
    """A program that was started in `folder`, until it ends; as a context, it is killed with all that it started.

    What it writes goes to a file beside the folder, so that neither a terminal nor a pipe slows it down.
    """

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self.code: int | None = None
        self._name = f"{' '.join(command)} in {folder}"
        self._log = folder.with_suffix(".log")
        strangers = set(_processes())
        with self._log.open("wb") as out:
            self._started = time.perf_counter()
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._sampler = Sampler(self._process.pid, strangers)
        self._sampler.start()

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *error: object) -> None:
        if self.code is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self.wait()

    def wait(self) -> int:
        """Waits for its end; its exit code."""
        self._reap(0)
        assert self.code is not None
        return self.code

    def wait_until(self, is_so: Callable[[], bool], what: str, within: float, every: float = 0.003) -> float:
        """The time (`perf_counter`) at which something is so for the first time, looked at `every` few seconds. Raises
        FailedError, with `what` was waited for, if the program ends before, or after `within` seconds."""
        end = time.perf_counter() + within
        while not is_so():
            self._reap(os.WNOHANG)
            if self.code is not None:
                raise self.failed(f"ended with {self.code} before {what}")
            if time.perf_counter() > end:
                raise self.failed(f"took more than {within:g} s: {what}")
            time.sleep(every)
        return time.perf_counter()

    def said(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def failed(self, what: str) -> FailedError:
        return FailedError(f"{self._name} {what}:\n{self.said()[-2000:]}")

    def took(self, seconds: float) -> Run:
        """What it took, once it has ended; the time is given."""
        return Run(seconds, self._largest, max(self._largest, self._sampler.peak), self._cpu)

    def _reap(self, flags: int) -> None:
        number, status, usage = os.wait4(self._process.pid, flags)
        if number:
            self.seconds = time.perf_counter() - self._started
            self.code = self._process.returncode = os.waitstatus_to_exitcode(status)
            self._sampler.stop()
            self._largest = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
            self._cpu = usage.ru_utime + usage.ru_stime


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
