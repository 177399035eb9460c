"""What holds for every test: no clock from outside, Hypothesis without a stopwatch on a shared machine, and as many
examples as the profile says."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.profiles import PROFILE

pytest.register_assert_rewrite("tests.build.edits")

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.register_profile("quick", unhurried, max_examples=100)
settings.register_profile("deep", unhurried, max_examples=500)
settings.load_profile(PROFILE)

MEMORY, ROOM = Path("/dev/shm"), 2**30
"""Where Linux keeps files in memory, and how many bytes must be free there: tests need a fifth of them."""


def pytest_configure() -> None:
    """With the quick profile sites are made in memory, if it has room: on disk the tests take twice as long, for they
    write some million small files. With the deep one they are on disk, as those of users are."""
    is_writable = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    if PROFILE == "quick" and "TMPDIR" not in os.environ and is_writable:
        os.environ["TMPDIR"] = str(MEMORY)  # for the programs that tests start
        tempfile.tempdir = None  # it is found anew


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores: many tests wait for a program that they started."""
    return (os.cpu_count() or 1) * 3 // 2


@pytest.fixture
def ctrl_c_is_heard() -> Iterator[None]:
    """By the test, and by the programs that it starts: in the background of a script all ignore Ctrl-C, as POSIX wants
    it of a shell (2.12, Signals and Error Handling), and Python leaves it so."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True)
def _no_date_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
