"""The house as it is drawn: imports run one way, rooms keep to themselves, and no file is two things."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import digest

PACKAGE = Path(digest.__file__).parent
LINES = 400

STAGES = {"theme", "output", "site", "content", "seeds"}
FOUNDATIONS = {
    "errors": set[str](),
    "text": {"errors"},
    "typed_words": set[str](),
    "typed_yaml": {"errors", "text", "typed_words"},
    "config": {"errors", "text", "typed_yaml"},
    "sources": {"config", "errors", "text", "typed_yaml"},
    "spread": {"errors"},
    "vocabulary": {"config", "errors", "model", "text", "typed_yaml"},
    "course": set[str](),
}
BELOW_STAGES = {"model", "config", "sources", "errors", "text", "typed_yaml", "spread", "course", "vocabulary"}
MAY_IMPORT: dict[str, set[str]] = {
    **FOUNDATIONS,
    "program": {"model", "errors"},
    "model": {"config", "errors"},
    **{stage: {stage, *BELOW_STAGES} for stage in STAGES},
    "live": {"live", *STAGES, *BELOW_STAGES},
    "skeleton": {"skeleton", *STAGES, *BELOW_STAGES},
    "report": {"errors"},
    "keys": {"model", "output", "program", "site", "theme"},
    "settings": {*STAGES, *BELOW_STAGES},
    "settled": {*STAGES, *BELOW_STAGES, "program", "report", "settings"},
    "build": {*STAGES, *BELOW_STAGES, "program", "report", "keys", "settings", "settled"},
    "console": {"config", "errors"},
    "tables": {"console", "course", "report"},
    "watching": {"build", "console", "live", "sources", "tables", "vocabulary", *BELOW_STAGES},
    "importing": {"console", "tables", "build", "seeds", *BELOW_STAGES},
    "desk": {"console", "tables", "content", "config", "errors"},
    "retag": {"content", "seeds", "model", "errors", "text", "typed_yaml"},
    "remember": {"retag", "seeds", "vocabulary", "model", "config", "text", "typed_yaml"},
    "tag_commands": {"console", "tables", "retag", "remember", "seeds", "vocabulary", "model", "config", "errors"},
    "cluster": {"program", "content", "model", "config", "errors"},
    "executors": {"cluster", "errors", "spread"},
    "cli": {
        *("console", "desk", "importing", "tables", "tag_commands", "watching", "build", "report", "executors"),
        *("live", "skeleton", "program", *STAGES, *BELOW_STAGES),
    },
    "__init__": set(),
    "__main__": {"cli"},
}


def room_of(module: str) -> str:
    """digest.site.plan → site; digest → __init__"""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def imports_of(source: str, module: str, is_package: bool = False) -> Iterator[tuple[str, int]]:
    """(room, line) of every import of ours in a module's source, wherever in the file it stands."""
    package = module if is_package else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((room_of(name.name), node.lineno) for name in node.names if _is_ours(name.name))
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            if origin == "digest":  # `from digest import build` may mean a room
                yield from ((_room_or_name(name.name), node.lineno) for name in node.names)
            elif _is_ours(origin):
                yield room_of(origin), node.lineno


def _is_ours(module: str) -> bool:
    return module == "digest" or module.startswith("digest.")


def _room_or_name(name: str) -> str:
    return name if name in MAY_IMPORT else "__init__"


def offences(source: str, module: str, is_package: bool = False) -> list[str]:
    """What a module imports that the house forbids."""
    own = room_of(module)
    allowed = MAY_IMPORT[own] | {own, "__init__"}
    return [
        f"{module}:{line}: {own} must not import {room}"
        for room, line in imports_of(source, module, is_package)
        if room not in allowed
    ]


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = ("digest", *path.relative_to(PACKAGE).with_suffix("").parts)
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def test_imports_run_one_way() -> None:
    found = [
        offence
        for module, path in modules()
        for offence in offences(path.read_text(encoding="utf-8"), module, path.name == "__init__.py")
    ]
    assert found == []


def test_every_room_is_drawn() -> None:
    assert {room_of(module) for module, _ in modules()} <= MAY_IMPORT.keys()


def test_no_file_is_two_things() -> None:
    lengths = {path.relative_to(PACKAGE).as_posix(): len(path.read_bytes().splitlines()) for _, path in modules()}
    assert {name: length for name, length in lengths.items() if length > LINES} == {}


def test_sql_stays_in_the_store() -> None:
    users = [module for module, path in modules() if "import sqlite3" in path.read_text(encoding="utf-8")]
    assert users == ["digest.output.store"]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("digest.site.plan", "from digest.theme.chain import Theme"),
        ("digest.site.plan", "import digest.output.files"),
        ("digest.site.plan", "from ..content import parse"),
        ("digest.site.plan", "from .. import theme"),
        ("digest.content.parse", "def f():\n    from digest.seeds import import_seeds"),
        ("digest.live.watch", "from digest import build as building"),
        ("digest.live.watch", "from digest.build import build"),
        ("digest.model.views", "from digest.content.scan import FOLDER"),
        ("digest.config", "from digest.model.urls import slugify"),
        ("digest.errors", "import digest.text"),
        ("digest.build", "from digest.cli import main"),
        ("digest.build", "from digest.live.watch import watch"),
        ("digest.spread", "from digest.config import Config"),
        ("digest.spread", "from digest.executors import executor_maker"),
        ("digest.build", "from digest.executors import executor_maker"),
    ],
)
def test_the_check_sees_what_is_forbidden(module: str, source: str) -> None:
    assert len(offences(source, module)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("digest.site.plan", "from digest.site.days import calendar_pages"),
        ("digest.site.plan", "from .days import calendar_pages\nfrom digest.model.urls import slugify"),
        ("digest.cli", "import digest\nfrom digest import build\nimport os, markdown.extensions"),
        ("digest.theme.chain", "import digest\nfrom digest.typed_yaml import decode"),
    ],
)
def test_the_check_passes_what_is_allowed(module: str, source: str) -> None:
    assert offences(source, module) == []
