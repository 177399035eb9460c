"""Large work elsewhere: a real Dask cluster on this machine's loopback, and workers that die."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Lock, active_count
from typing import Any

import pytest
from click.testing import CliRunner

from digest.build import cluster, workers
from digest.build.planning import prepare, read_setup
from digest.build.workers import Workers, executor_maker
from digest.commands.main import main
from digest.errors import UsageError
from digest.installation import how_to_add
from digest.model.words import ENGLISH
from digest.progress import GivenUpError
from digest.theme.environment import environment_for
from tests.sites import CONFIG, article, make_site, tree

LONG = 60
"""Seconds in which anything here is done even on a busy machine."""

DASK = "from dask.__main__ import main; main()"

TRACED = '''
import os, signal, time
from pathlib import Path
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

FOLDER = Path(os.environ["TRACES"])

class Traced(Preprocessor):
    """Leaves the process's number; kills the process at a line that says so, once; waits at another."""

    def run(self, lines):
        (FOLDER / str(os.getpid())).touch()
        for line in lines:
            if line == "deadly" and not (FOLDER / line).exists():
                (FOLDER / line).touch()
                os.kill(os.getpid(), signal.SIGKILL)
            if line == "slow":
                (FOLDER / line).touch()
                for _ in range(600):
                    if (FOLDER / "go").exists():
                        break
                    time.sleep(0.1)
        return lines

class TracedExtension(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Traced(md), "traced", 100)

def makeExtension(**options):
    return TracedExtension(**options)
'''

DIGEST = """
import sys
from digest.build import cluster, planning, stages, workers
from digest.content import parse
from digest.theme import render
workers.CHUNK, planning.FEW_ARTICLES, stages.FEW_PAGES, cluster.PATIENCE = 4, 1, 1, 5
if sys.argv[1] == "elsewhere":  # what is done here fails
    parse.parse = render.environment_for = None
del sys.argv[1]
from digest.commands.main import main
main()
"""


class Place:
    """A folder with a site whose articles are traced, and the processes that work on it."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.traces = folder / "traces"
        self.traces.mkdir()
        (folder / "traced.py").write_text(TRACED)
        files = {f"content/{n:03}.md": article(f"Story {n}", f"2023-03-{1 + n % 28:02}") for n in range(120)}
        self.site = make_site(folder, files, CONFIG + "markdown: {extensions: [traced]}\n")
        path = os.pathsep.join([str(folder), str(Path(__file__).parents[2])])
        self.environment = {**os.environ, "TRACES": str(self.traces), "PYTHONPATH": path}
        self.environment["DASK_TEMPORARY_DIRECTORY"] = str(folder)
        self._folder = folder
        self._stack = stack
        self._found = folder / "scheduler.json"

    def write(self, line: str) -> None:
        (self.site / "content" / "000.md").write_text(article("First", body=f"{line}\n"))

    def digest(self, *arguments: str, output: str = "output", where: str = "anywhere") -> subprocess.Popen[str]:
        command = [sys.executable, "-c", DIGEST, where, "build", "--site", str(self.site)]
        command += ["--output", str(self.site / output), *arguments]
        return self.start(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def start(self, command: list[str], **streams: int) -> subprocess.Popen[str]:
        process = subprocess.Popen(command, env=self.environment, cwd=self._folder, text=True, **streams)  # type: ignore[call-overload]
        self._stack.callback(process.wait, LONG)
        self._stack.callback(process.kill)
        for stream in (process.stdout, process.stderr):
            if stream:
                self._stack.callback(stream.close)
        assert isinstance(process, subprocess.Popen)
        return process

    def dask(self, *arguments: str, before: str = "") -> subprocess.Popen[str]:
        shared = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(self._found)]
        command = [sys.executable, "-c", before + DASK, *arguments, *shared]
        return self.start(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def scheduler(self, allowed_failures: int = 3) -> str:
        """Starts one; its address."""
        self.environment["DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"] = str(allowed_failures)
        self.dask("scheduler", "--port", "0")
        address = ""

        def is_there() -> bool:
            nonlocal address
            if self._found.exists() and (text := self._found.read_text()).endswith("}"):
                address = json.loads(text)["address"]
            return bool(address)

        until(is_there)
        return f"dask://{address.removeprefix('tcp://')}"

    def worker(self, address: str, number: int, before: str = "") -> subprocess.Popen[str]:
        """Starts one; the cluster has `number` of them then."""
        process = self.dask("worker", "--nthreads", "1", "--no-nanny", before=before)
        self.has(address, number)
        return process

    def has(self, address: str, number: int) -> None:
        """Waits until the cluster has so many workers."""
        from distributed import Client

        client: Any = Client(address.replace("dask", "tcp"), set_as_default=False)  # type: ignore[no-untyped-call]
        try:
            until(lambda: len(client.nthreads()) == number)
        finally:
            client.close()

    def pids(self) -> set[int]:
        return {int(path.name) for path in self.traces.iterdir() if path.name.isdigit()}


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def done(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit code, and what was said of mishaps."""
    _, told = process.communicate(timeout=LONG)
    return process.returncode, told


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with ExitStack() as stack:
        yield Place(tmp_path, stack)


@pytest.mark.usefixtures("ctrl_c_is_heard")
def test_a_cluster_makes_the_same_site_and_can_be_interrupted(place: Place) -> None:
    assert done(place.digest("--jobs", "1", output="expected")) == (0, "")
    here = place.pids()
    address = place.scheduler()
    workers = {place.worker(address, number).pid for number in (1, 2)}
    assert done(place.digest("--executor", address, where="elsewhere")) == (0, "")
    assert tree(place.site / "output") == tree(place.site / "expected") != {}
    assert place.pids() - here == workers

    place.write("slow")
    interrupted = place.digest("--executor", address, output="other")
    until(lambda: (place.traces / "slow").exists())
    interrupted.send_signal(signal.SIGINT)
    assert done(interrupted) == (130, "\nStopped.\n")
    assert not (place.site / "other").exists()


@pytest.mark.parametrize(("allowed_failures", "told"), [(3, r""), (0, r"\d+ chunks? of work .* KilledWorker: .*\n")])
def test_a_worker_that_is_killed_costs_only_time(place: Place, allowed_failures: int, told: str) -> None:
    """Dask gives its work to another; and if it will not try again, the work is done here."""
    place.write("deadly")
    address = place.scheduler(allowed_failures)
    workers = [place.worker(address, number) for number in (1, 2)]
    code, said = done(place.digest("--executor", address))
    assert (code, bool(re.fullmatch(told, said))) == (0, True), said
    place.has(address, 1)
    assert sorted(worker.poll() or 0 for worker in workers) == [-signal.SIGKILL, 0]
    assert done(place.digest("--jobs", "1", output="expected")) == (0, "")
    assert tree(place.site / "output") == tree(place.site / "expected") != {}


def test_what_workers_need_is_made_ready_once(tmp_path: Path) -> None:
    site = make_site(tmp_path, {f"content/{n}.md": article(f"Story {n}") for n in range(3)}, CONFIG)
    setup = read_setup(site)
    environment_for.cache_clear()
    prepare(setup)
    environment = environment_for(setup.theme.templates, ENGLISH)
    assert environment.cache is not None
    compiled = {name for _, name in environment.cache}
    assert {"article.html", "base.html", "feed.xml"} <= compiled
    assert "default/article.html" not in compiled  # another name of the first
    done: list[str] = []
    with ExitStack() as stack:
        shared = Workers(executor_maker(None, 2, site), stack)
        shared.prepare = lambda: done.append("ready")
        assert list(shared.map(sorted, (), [3, 1, 2], small=2)) == [1, 2, 3]
        assert list(shared.map(sorted, (), [3, 1, 2], small=2)) == [1, 2, 3]
    assert done == ["ready"] or sys.platform != "linux" or active_count() > 1


def test_a_local_worker_that_is_killed_costs_only_time(place: Place) -> None:
    place.write("deadly")
    code, told = done(place.digest("--jobs", "2"))
    assert (code, bool(re.fullmatch(r"\d+ chunks? of work .*\n", told))) == (0, True), told
    assert (place.traces / "deadly").exists()
    assert done(place.digest("--jobs", "1", output="expected")) == (0, "")
    assert tree(place.site / "output") == tree(place.site / "expected") != {}


def test_a_cluster_that_cannot_do_the_work_is_told(place: Place) -> None:
    address = place.scheduler()

    def refusal() -> str:
        code, told = done(place.digest("--executor", address))
        assert code == 2
        assert not (place.site / "output").exists()
        return told

    assert f"{address} has no workers" in refusal()
    other = "import digest.build.program as p; facts = {**p.program_facts(), 'jinja2': '0.1'}; "
    other += "p.program_facts = lambda: facts;"
    worker = place.worker(address, 1, before=other)
    assert re.match(
        rf"The worker tcp://127.0.0.1:\d+ of {address} is not the same program: jinja2 is 0.1 there and 3\S+ here",
        refusal(),
    )
    worker.kill()
    place.has(address, 0)
    worker = place.worker(address, 1, before="import sys; sys.modules['digest'] = None;")
    assert re.match(rf"The worker tcp://127.0.0.1:\d+ of {address} cannot load digest: .*No module named", refusal())
    worker.kill()
    place.has(address, 0)
    place.write("deadly")
    place.worker(address, 1)
    assert f"{address} has no workers" in refusal(), "the last worker is gone, and the scheduler waits for another"
    assert (place.traces / "deadly").exists()


class Silent:
    """A cluster with one worker and a scheduler, as Dask's client shows it."""

    def __init__(self, worker: Any, scheduler: Any) -> None:
        self._worker, self._scheduler = worker, scheduler

    def run(self, work: object, *arguments: object, on_error: str) -> dict[str, Any]:
        return {"tcp://w:1": self._worker}

    def run_on_scheduler(self, work: object, *arguments: object) -> Any:
        if isinstance(self._scheduler, Exception):
            raise self._scheduler
        return self._scheduler


@pytest.mark.parametrize(
    ("scheduler", "told"),
    [
        (ImportError("No module named 'digest'"), "The scheduler of dask://s:1 cannot load digest: No module"),
        ({"Python": "3.14"}, "The scheduler of dask://s:1 is not the same program: Python is 3.14 there and 3.11 here"),
        ({}, "The scheduler of dask://s:1 is not the same program: Python is missing there and 3.11 here"),
    ],
)
def test_the_scheduler_must_be_the_same_program(scheduler: Any, told: str) -> None:
    here = {"Python": "3.11"}
    cluster._check(Silent(here, here), "dask://s:1", here, ((), "UTC"))
    with pytest.raises(UsageError, match=re.escape(told)):
        cluster._check(Silent(here, scheduler), "dask://s:1", here, ((), "UTC"))


def test_facts_are_of_all_that_a_page_depends_on() -> None:
    found = cluster.facts(("tables", "no_such_extension"), "Europe/Brussels")
    assert {"Python", "digest's code", "markdown", "jinja2", "distributed"} < found.keys()
    assert "No module named 'no_such_extension'" in found["the Markdown extension no_such_extension"]
    paris, brussels = (cluster.facts((), zone) for zone in ("Europe/Paris", "Europe/Brussels"))
    assert paris["the time zone Europe/Paris"] != brussels["the time zone Europe/Brussels"]
    assert cluster.facts((), "No/Where")["the time zone No/Where"] == "not known"


_busy = Lock()


def _alone(chunk: list[int]) -> list[int]:
    assert _busy.acquire(blocking=False)
    time.sleep(0.01)
    _busy.release()
    return chunk


def test_threads_of_a_worker_take_turns() -> None:
    import pickle

    about = ((), "UTC")
    here = cluster.facts(*about)
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(cluster.run, here, about, pickle.dumps((_alone, ([n],)))) for n in range(8)]
        assert [pickle.loads(one.result()) for one in asked] == [[n] for n in range(8)]


def test_a_worker_that_came_late_and_differs_refuses() -> None:
    about = ((), "UTC")
    with pytest.raises(RuntimeError, match=r"jinja2 is 3\S+ there and 0.1 here"):
        cluster.run({**cluster.facts(*about), "jinja2": "0.1"}, about, b"")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ray://127.0.0.1:8786"], "'ray://127.0.0.1:8786' is not an executor"),
        (["dask://127.0.0.1"], "'dask://127.0.0.1' is not an executor"),
        (["127.0.0.1:8786"], "dask://HOST:PORT"),
        (["dask://127.0.0.1:8786", "--jobs", "2"], "Leave one of them out."),
    ],
)
def test_an_address_that_cannot_be_one_is_told_at_once(tmp_path: Path, arguments: list[str], told: str) -> None:
    site = make_site(tmp_path, {"content/a.md": article()})
    result = CliRunner().invoke(main, ["build", "--site", str(site), "--executor", *arguments])
    assert (result.exit_code, told in result.stderr) == (2, True)
    assert not (site / "output").exists()


def test_without_dask_the_remedy_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=re.escape(how_to_add("cluster"))):
        executor_maker("dask://127.0.0.1:8786", None, tmp_path)


def made(address: str, site: Path) -> object:
    make = executor_maker(address, None, site)
    assert make is not None
    return make()


@pytest.mark.parametrize("listens", [True, False])
def test_nobody_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listens: bool) -> None:
    """Neither a closed port nor one that accepts and then says nothing is waited for long."""
    monkeypatch.setattr(cluster, "PATIENCE", 0.3)
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        if listens:
            server.listen()
        address = f"dask://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(UsageError, match=f"No Dask scheduler answers at {address} within 0.3 seconds"):
            made(address, make_site(tmp_path))


def test_tls_without_certificates_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^tls://127\.0\.0\.1:1 cannot be used: TLS"):
        made("tls://127.0.0.1:1", make_site(tmp_path))


def test_a_small_site_needs_no_cluster(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article()})
    result = CliRunner().invoke(main, ["build", "--site", str(site), "--executor", "dask://127.0.0.1:1"])
    assert result.exit_code == 0


@pytest.mark.parametrize(("jobs", "expected"), [(1, None), (3, 3), (40, 40)])
def test_jobs_are_processes_of_this_machine(tmp_path: Path, jobs: int, expected: int | None) -> None:
    make = executor_maker(None, jobs, tmp_path)
    if make is None:
        assert expected is None
        return
    with make() as executor:
        assert getattr(executor, "workers", 0) == expected


def _die_at_seven(parent: int, chunk: list[int]) -> list[int]:
    if 7 in chunk and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return chunk


@pytest.mark.parametrize("deadly", [7, 1500])
def test_a_chunk_that_kills_every_worker_is_done_here_in_its_order(tmp_path: Path, deadly: int) -> None:
    numbers = [7 if n == deadly else n + 10_000 for n in range(3000)]
    with ExitStack() as stack:
        spread = Workers(executor_maker(None, 2, tmp_path), stack)
        found = list(spread.map(_die_at_seven, (os.getpid(),), numbers, small=512))
        assert found == numbers
        assert len(spread.notices) == 1
        assert re.match(r"\d+ chunks? of work", spread.notices[0])


def _wait_for(file: Path, chunk: list[int]) -> list[int]:
    while not file.exists():
        time.sleep(0.01)
    return chunk


def test_work_that_is_given_up_is_not_waited_for(tmp_path: Path) -> None:
    asked = iter(range(3))

    def go_on() -> None:
        if next(asked, None) is None:
            raise GivenUpError

    file = tmp_path / "go on"
    make = executor_maker(None, 2, tmp_path, gives_way=True)
    left: list[Executor] = []
    with pytest.raises(GivenUpError), ExitStack() as stack:
        list(Workers(make, stack, go_on, left.append).map(_wait_for, (file,), range(3000), small=512))
    assert not file.exists()
    (executor,) = left
    file.touch()
    with ExitStack() as stack:
        again = Workers(lambda: executor, stack).map(_wait_for, (file,), range(3000), small=512)
        assert list(again) == list(range(3000))
    assert not multiprocessing.active_children()


def test_as_many_chunks_are_on_their_way_as_workers_need() -> None:
    class Counting(ThreadPoolExecutor):
        workers = 10
        asked = 0

        def submit(self, *arguments: Any, **named: Any) -> Any:
            self.asked += 1
            return super().submit(*arguments, **named)

    executor = Counting(1)
    with ExitStack() as stack:
        results: Iterator[int] = Workers(lambda: executor, stack).map(list, (), range(64 * 100), small=64)
        assert (next(results), executor.asked) == (0, 40)
        assert list(results) == list(range(1, 64 * 100))
