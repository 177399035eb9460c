"""The oracle of every test of exactness: a build from nothing, and how two folders differ."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from digest.build.report import Report, Request
from digest.build.stages import run_stages
from digest.build.workers import Workers
from digest.errors import Problem, ProblemsError
from digest.output.database import IN_MEMORY
from digest.output.store import Store


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file below a folder with its bytes, and every folder with None."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


def apart(one: dict[str, bytes | None], other: dict[str, bytes | None]) -> dict[str, object]:
    """What two trees do not have in common."""
    missing = object()
    paths = sorted(one.keys() | other.keys())
    return {
        path: (one.get(path), other.get(path)) for path in paths if one.get(path, missing) != other.get(path, missing)
    }


def clean_build(request: Request) -> tuple[Problem, ...]:
    """Builds from nothing into an empty folder; the problems that stopped it."""
    return problems_of(lambda: clean_report(request))


def clean_report(request: Request) -> Report:
    """Of a build from nothing into an empty folder. Raises ProblemsError."""
    with ExitStack() as stack:
        store = Store(IN_MEMORY)
        stack.callback(store.close)
        return run_stages(request, store, Workers(None, stack))


def problems_of(build: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        build()
    except ProblemsError as error:
        return error.problems
    return ()
