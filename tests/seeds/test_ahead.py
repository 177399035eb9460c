"""Many seeds are read and drafted by several processes: the articles are those that one makes, and it ends at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from digest.build.workers import Workers, executor_maker
from digest.errors import Problem
from digest.progress import Progress
from digest.seeds import ahead, run, seed_texts
from digest.seeds.run import explain_seeds, import_seeds
from tests.commands.test_serve import wait_for
from tests.seeds.plain_texts import paragraphs, seed
from tests.seeds.test_import import put
from tests.seeds.test_recurring import LINE, NOTE, text
from tests.sites import make_site, tree

SEEDS = 40


def fill(site: Path) -> Path:
    """Among many seeds those that are refused, that hold several articles, that are read apart, and one source's line
    that recurs."""
    for n in range(SEEDS):
        put(site, f"{n:02}.txt", text(n, LINE) + f"\n{NOTE}\n" if n % 2 else seed(f"Pine {n}", paragraphs(n, 3)))
    put(site, "10 picture.txt", b"GIF89a\0\0")
    put(site, "10 empty.txt", "")
    put(site, "20 two.txt", "\n==========\n\n".join(seed(f"Board Looks at {n}", paragraphs(n, 2)) for n in (90, 91)))
    put(site, "30 mail.eml", f"Message-ID: <1@example.org>\n\n{seed('The Quay Is Open', paragraphs(95))}")
    put(site, "35 long.txt", "x " * 150_000)
    return site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return fill(make_site(tmp_path))


def imported(site: Path, jobs: int, stack: ExitStack, *, dry_run: bool = False) -> list[tuple[object, ...]]:
    rows = import_seeds(
        [site / "seeds"],
        site=site,
        into=site / "content",
        dry_run=dry_run,
        workers=Workers(executor_maker(None, jobs, site), stack),
    )
    return [(row.seed, row.status, row.article, row.part, row.removed, row.problem, row.like) for row in rows]


def test_several_processes_make_the_articles_that_one_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seed_texts, "MANY", 8)
    monkeypatch.setattr(run, "TOGETHER", 15)
    one, two = (fill(make_site(tmp_path / str(jobs))) for jobs in (1, 2))
    with ExitStack() as stack:
        rows = imported(one, 1, stack)
        assert imported(two, 2, stack, dry_run=True) == rows
        assert not (two / "learned.yaml").exists()
        assert imported(two, 2, stack) == rows
        assert [row[1] for row in rows].count("created") == SEEDS + 3
        assert sorted(str(row[0]) for row in rows if row[5]) == [
            f"seeds/10 {name}.txt" for name in ("empty", "picture")
        ] + ["seeds/35 long.txt"]
        made = tree(one / "content")
        assert tree(two / "content") == made
        assert (two / "learned.yaml").read_bytes() == (one / "learned.yaml").read_bytes()
        again = imported(two, 2, stack)
    assert {row[1] for row in again} == {"unchanged", "set aside"}
    assert tree(two / "content") == made


def test_processes_are_started_for_many_seeds_alone(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    def make() -> object:
        started.append(1)
        raise AssertionError("processes are started")

    def explain() -> None:
        with ExitStack() as stack:
            list(explain_seeds([site / "seeds"], site=site, workers=Workers(make, stack)))  # type: ignore[arg-type]

    explain()
    assert started == []
    monkeypatch.setattr(seed_texts, "MANY", 8)
    with pytest.raises(AssertionError):
        explain()
    assert started == [1]


def test_a_process_that_dies_costs_its_work_alone(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, read = os.getpid(), ahead.found_in

    def dies(*given: object) -> ahead.Found:
        if given[1] == "20.txt" and os.getpid() != here:
            os._exit(9)
        return read(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(ahead, "found_in", dies)
    monkeypatch.setattr(seed_texts, "MANY", 8)
    with ExitStack() as stack:
        rows = imported(site, 2, stack)
    assert [row[1] for row in rows].count("created") == SEEDS + 3


def test_the_course_is_told_while_seeds_are_read_and_not_after(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seed_texts, "MANY", 8)
    shown: list[tuple[str, int, int]] = []
    made: list[int] = []
    progress = Progress(lambda stage, done, total: shown.append((stage, done, total)))
    with ExitStack() as stack:
        workers = Workers(executor_maker(None, 2, site), stack)
        for row in import_seeds([site / "seeds"], site=site, into=site / "content", progress=progress, workers=workers):
            assert isinstance(row.problem, Problem | None)
            made.append(shown[-1][1])
    total = SEEDS + 5
    assert shown[1:] == [("import", done, total) for done in range(total + 1)]
    assert made[0] >= SEEDS


def is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


COMMAND = """
import os, sys, time
from digest.commands.main import main
from digest.seeds import ahead, run, seed_texts

seed_texts.MANY = 8
read = ahead.found_in

def slow(*given):
    os.write(1, b"here\\n")
    time.sleep(0.05)
    return read(*given)

ahead.found_in = slow
main()
"""
"""`digest import`, with processes for a few seeds too, that says when they are at work and is slow there."""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are not forked with the hook")
@pytest.mark.usefixtures("ctrl_c_is_heard")
def test_ctrl_c_ends_all_of_them_with_a_line(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    for n in range(SEEDS):
        put(site, f"{n:02}.txt", seed(f"Pine {n}", paragraphs(n, 1)))
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "import", "--site", str(site), "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    for _ in range(3):
        assert process.stdout.readline() == "here\n"
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, "\nStopped.\n")
    assert time.monotonic() - began < 10
    wait_for(lambda: not is_there(process.pid))
    with ExitStack() as stack:
        assert [row[1] for row in imported(site, 1, stack)] == ["created"] * SEEDS
