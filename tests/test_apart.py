"""The process in which is done what could take too long: what befalls it costs one work."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digest import apart
from digest.apart import Apart, TooMuchError

limited = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit every process")


def answer(name: str) -> str:
    return f"{name} of {os.getpid()}"


def stumble() -> str:
    return dict[str, str]()["key"]


def die() -> str:
    os._exit(3)


def swell() -> int:
    return len(bytes(apart.MEMORY))


def spin() -> None:
    while True:
        pass


def rest() -> None:
    time.sleep(60)


def work_for(seconds: float) -> int:
    """The second of the processor's time at which the process would be ended."""
    import resource

    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return resource.getrlimit(resource.RLIMIT_CPU)[0]


def work_on(seconds: float) -> str:
    """Works longer than is allowed, but never without going on."""
    for _ in range(3):
        apart.go_on()
        work_for(seconds)
    return "done"


@pytest.fixture
def process() -> Iterator[Apart]:
    made = Apart()
    yield made
    made.close()


def test_one_process_does_all(process: Apart) -> None:
    one, two = process.do("a", answer, "a"), process.do("b", answer, "b")
    assert one.startswith("a of ")
    assert one.split()[-1] == two.split()[-1] != str(os.getpid())


@pytest.mark.parametrize(
    ("work", "what"),
    [
        (die, "broke"),
        (stumble, "broke"),
        pytest.param(spin, "time", marks=limited),
        pytest.param(swell, "memory", marks=limited),
    ],
)
def test_what_takes_too_much_is_not_done_and_the_next_is(
    process: Apart, monkeypatch: pytest.MonkeyPatch, work: Callable[[], object], what: str
) -> None:
    monkeypatch.setattr(apart, "SECONDS", 1)
    with pytest.raises(TooMuchError) as raised:
        process.do("a", work)
    assert raised.value.what == what
    assert process.do("b", answer, "b").startswith("b of ")


def test_the_clock_ends_what_no_other_limit_does(process: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    process.do("a", answer, "a")
    with monkeypatch.context() as patched:
        patched.setattr(apart, "BY_THE_CLOCK", 0.2)
        with pytest.raises(TooMuchError, match="time"):
            process.do("b", rest)
    assert process.do("c", answer, "c").startswith("c of ")


@limited
def test_work_on_one_subject_shares_its_time(process: Apart) -> None:
    first, then, other = (process.do(subject, work_for, 1.1) for subject in ("a", "a", "b"))
    assert first == then < other


@limited
def test_what_goes_on_has_its_time_anew(process: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 2)
    assert process.do("a", work_on, 1.2) == "done"


def test_no_module_of_the_working_folder_is_loaded(
    process: Apart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pickle.py", "sitecustomize.py"):
        (tmp_path / name).write_text("import os; os._exit(9)\n")
    monkeypatch.chdir(tmp_path)
    assert process.do("a", answer, "a").startswith("a of ")


_KEPT: list[Apart] = []


def _told() -> str:
    return _KEPT[0].do("a", answer, "a")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_process_that_was_forked_has_one_of_its_own(process: Apart) -> None:
    here = process.do("a", answer, "a")
    _KEPT[:] = [process]
    with multiprocessing.get_context("fork").Pool(1) as pool:
        there = pool.apply(_told)
    assert here != there
    assert process.do("a", answer, "a") == here


def test_where_none_can_be_started_that_is_told(process: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("subprocess.Popen", refused)
    with pytest.raises(TooMuchError, match="started"):
        process.do("a", answer, "a")
