"""Ctrl-C in the middle of `digest build`: it ends at once with a line, and the site is whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from itertools import product
from pathlib import Path

import pytest

from tests.sites import CONFIG, NOW, article, build, differences_from_clean, make_site, put, tree

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are not forked with the hook"),
    pytest.mark.usefixtures("ctrl_c_is_heard"),
]

COMMAND = """
import functools, os, sys, time
from digest.build import planning, stages, workers
from digest.__main__ import run
from digest.content import bounded
from digest.output.tree import Tree
from digest.output.store import Store
from digest.theme import render

planning.FEW_ARTICLES = stages.FEW_PAGES = 8
workers.CHUNK = 4

def slow(work):
    @functools.wraps(work)
    def slowed(*args):
        os.write(1, b"here\\n")  # in one piece: two workers may come here at the same moment
        time.sleep(0.5)
        return work(*args)
    return slowed

def slow_to_forget(work):
    class Forgotten:
        __del__ = slow(lambda self: None)

    @functools.wraps(work)
    def slowed(*args):
        Forgotten()
        time.sleep(5)  # Ctrl-C ends it
        return work(*args)
    return slowed

step = sys.argv.pop(1)
if step == "parse":
    bounded.parse_chunk = planning.parse_chunk = slow(bounded.parse_chunk)
elif step == "render":
    render.render_chunk = slow(render.render_chunk)
elif step == "finalize":
    Store.claim = slow_to_forget(Store.claim)
elif step:
    owner = {"publish": Tree, "claim": Store, "record": Store}[step]
    setattr(owner, step, slow(getattr(owner, step)))
run()
"""
"""`digest build`, with workers for a small site too, that says when it comes to a step and is slow there."""

ARTICLES = {f"content/{n}.md": article(f"Number {n}", f"2023-03-{n % 28 + 1:02}") for n in range(60)}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was built, and then changed on all its pages."""
    made = make_site(tmp_path, ARTICLES)
    build(made)
    put(made, {name: text + "\nMore text.\n" for name, text in ARTICLES.items()})
    put(made, {"digest.yaml": CONFIG + "description: News.\n"})
    return made


class Command:
    """A running `digest build`, in a group of processes of its own, as a shell starts it."""

    def __init__(self, site: Path, jobs: int, step: str = "") -> None:
        options = ["build", "--site", str(site), "--jobs", str(jobs), "--now", str(NOW)]
        self._process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, step, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def wait_until_here(self) -> None:
        assert self._process.stdout
        assert self._process.stdout.readline() == "here\n"

    def interrupt(self, whole_group: bool = True) -> tuple[int, str, float]:
        """Sends what Ctrl-C sends. Returns the exit code, what was said of errors, and the seconds until the end of the
        last process: workers share the pipes."""
        started = time.monotonic()
        if whole_group:
            os.killpg(self._process.pid, signal.SIGINT)
        else:
            self._process.send_signal(signal.SIGINT)
        try:
            _, said = self._process.communicate(timeout=20)
        finally:
            self.end()
        return self._process.returncode, said, time.monotonic() - started

    def end(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def is_short(said: str) -> bool:
    return len(said.strip().splitlines()) == 1 and len(said) < 100


def wrong_files(now: dict[str, bytes], before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """Files that are neither as they were nor as they become."""
    return sorted(
        path
        for path in now.keys() | before.keys()
        if path not in now or now[path] not in (before.get(path), after.get(path))
    )


STEPS = {"parse": 1, "render": 2, "claim": 1, "finalize": 1, "publish": 3, "record": 1}
"""Where a build is interrupted: when it comes there for the n-th time."""


@pytest.mark.parametrize(
    ("step", "jobs", "whole_group"),
    [*product(STEPS, (1, 2), (True,)), ("parse", 2, False), ("publish", 2, False)],
)
def test_ctrl_c_at_a_step(site: Path, step: str, jobs: int, whole_group: bool) -> None:
    before = tree(site / "output")
    command = Command(site, jobs, step)
    for _ in range(STEPS[step]):
        command.wait_until_here()
    code, said, seconds = command.interrupt(whole_group)
    now = tree(site / "output")
    build(site)
    assert differences_from_clean(site) == []
    assert wrong_files(now, before, tree(site / "output")) == []
    assert code == 130
    assert is_short(said), said
    assert seconds < 3  # of the chunks that waited, most were given up


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_at_any_moment(site: Path, jobs: int) -> None:
    store = site / ".digest/output.sqlite-wal"
    interrupted = 0
    for _ in range(6):
        command = Command(site, jobs)
        deadline = time.monotonic() + 20
        while not store.exists() and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(random.uniform(0, 0.2))
        code, said, _ = command.interrupt()
        # A process that is through with its work may be ended by the signal itself.
        assert is_short(said) if code == 130 else (said == "" and code in (0, -signal.SIGINT)), (code, said)
        interrupted += code == 130
        build(site)
        assert differences_from_clean(site) == []
        put(site, {"digest.yaml": f"{CONFIG}description: News of {random.random()}.\n"})
    assert interrupted
