"""Builds in processes of their own, killed on the way: after some time, or at a step.

A fork server is started once and has the program loaded. For each order it forks a child that builds, so that a kill
falls into the build and not into its start. Orders come in and outcomes go out as lines of JSON.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, cast

import msgspec

from digest.build import planning, stages, workers
from digest.build import session as building
from digest.build.workers import executor_maker
from digest.model import article as stamps
from digest.output import swap
from digest.output.store import Store
from digest.output.tree import Staged, Tree
from tests.sites import NOW, article, make_site, request_for

TICK_NS = 20_000_000
"""So that stamps come to be trusted within a test."""

STEPS = ("claim", "claimed", "publish", "torn", "incoming", "record", "recorded", "pruned", "forgotten")
"""Where a build can be told to kill itself: before and after rows are claimed; before a file is put into place, with
half of its bytes written, before it is renamed; before and after rows are recorded; after stale files are removed, and
after their rows are."""


class Order(msgspec.Struct, frozen=True):
    """A build of `site` with so many `jobs`, to be killed at a `step`, or `after` seconds, or not at all.

    Of the files that it writes, the step is at the one that `share` tells: 0.0 the first, 1.0 the last. The seconds
    are counted from the build's start, or from when it comes to `since`.
    """

    site: str
    jobs: int = 1
    step: str = ""
    share: float = 0.0
    after: float | None = None
    since: str = ""


class Outcome(msgspec.Struct, frozen=True):
    """What became of a build: the steps that it `reached`, and whether a process of it lived on."""

    status: int  # that of its process: 0, or the negative number of a signal
    reached: tuple[str, ...]
    orphans: bool

    @property
    def was_killed(self) -> bool:
        return self.status == -signal.SIGKILL

    @property
    def was_committing(self) -> bool:
        return self.was_killed and "claim" in self.reached


class ForkServer:
    """The process that takes orders, seen from a test."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.fork_server"]
        folder = Path(__file__).parent.parent
        self._process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def build(self, order: Order) -> Outcome:
        into, out = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)
        into.write(msgspec.json.encode(order) + b"\n")
        into.flush()
        return msgspec.json.decode(out.readline(), type=Outcome)

    def close(self) -> None:
        self._process.communicate()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:  # whatever a build needs is loaded now
        building.build(request_for(make_site(Path(folder), {"content/a.md": article()})))
    for line in sys.stdin:
        outcome = fork_child(msgspec.json.decode(line, type=Order))
        sys.stdout.write(msgspec.json.encode(outcome).decode() + "\n")
        sys.stdout.flush()


def fork_child(order: Order) -> Outcome:
    reading_end, writing_end = os.pipe()
    child = os.fork()
    if not child:
        os.setsid()  # so that all that it starts can be ended with it
        os.close(reading_end)
        try:
            build_and_tell(order, writing_end)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(writing_end)
    told = b""
    if order.after is not None:
        if order.since:
            told, _ = read_until(reading_end, until=f"{order.since} ".encode())
        time.sleep(order.after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    rest, orphans = read_until(reading_end)
    os.close(reading_end)
    if orphans:
        os.killpg(child, signal.SIGKILL)
    return Outcome(os.waitstatus_to_exitcode(status), tuple((told + rest).decode().split()), orphans)


def read_until(pipe: int, until: bytes = b"\0") -> tuple[bytes, bool]:
    """What is written into the pipe `until` something is, or to its end; and whether a process is left that could write
    more: workers inherit its end."""
    told = b""
    while until not in told and select.select([pipe], [], [], 10)[0]:
        if not (piece := os.read(pipe, 65536)):
            return told, False
        told += piece
    return told, True


def build_and_tell(order: Order, pipe: int) -> None:
    """What a child does: builds as `digest build` does, tells the steps it reaches, and kills itself where ordered."""
    stamps.TICK_NS = TICK_NS
    if order.jobs > 1:
        planning.FEW_ARTICLES = stages.FEW_PAGES = 8
        workers.CHUNK = 4
    watch_steps(order, pipe)
    building.build(request_for(Path(order.site), now=NOW), executor_maker(None, order.jobs, Path(order.site)))


def watch_steps(order: Order, pipe: int) -> None:
    chosen = ""

    def reach(step: str) -> None:
        os.write(pipe, f"{step} ".encode())
        if step == order.step or (step == "record" and order.step == "incoming"):  # no file was there to be replaced
            die()

    def around(owner: Any, name: str, before: str, after: str) -> None:
        inner = getattr(owner, name)

        def outer(*args: Any) -> Any:
            reach(before)
            result = inner(*args)
            reach(after)
            return result

        setattr(owner, name, outer)

    def commit(tree: Tree, store: Store, staged: Sequence[Staged], *rest: Any) -> list[str]:
        nonlocal chosen
        new = [file.path for file in staged if file.is_new]
        chosen = new[round(order.share * (len(new) - 1))] if new else ""
        return real_commit(tree, store, staged, *rest)

    def publish(tree: Tree, file: Staged, *rest: Any) -> Any:
        if file.path == chosen:
            reach("publish")
            if order.step == "torn":
                vars(swap)["write_all"] = write_half
            if order.step == "incoming":
                vars(swap)["_exchange"] = lambda: lambda *_: die()
        return real_publish(tree, file, *rest)

    real_commit, real_publish = stages.commit, Tree.publish
    around(Store, "claim", "claim", "claimed")
    around(Store, "record", "record", "recorded")
    around(Store, "forget", "pruned", "forgotten")
    for owner, name, value in ((stages, "commit", commit), (Tree, "publish", publish)):
        setattr(owner, name, value)


def write_half(descriptor: int, data: bytes) -> None:
    """Writes half of a file, and dies."""
    os.write(descriptor, data[: len(data) // 2])
    die()


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    signal.pause()
    raise AssertionError


if __name__ == "__main__":
    main()
