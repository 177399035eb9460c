"""The house as it is drawn: imports run one way, rooms keep to themselves, no file is two things; all tests are run."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from itertools import chain
from pathlib import Path

import pytest

import digest

PACKAGE = Path(digest.__file__).parent
LINES = 400

LEVELS = (
    ("commands",),
    ("build", "check", "live"),
    ("seeds", "content", "site", "theme", "output"),
    ("article_file", "settings"),
    ("typed_yaml", "model", "typography"),
    ("text",),
    ("files", "progress", "installation", "apart"),
    ("errors",),
)
"""The rooms, each of which may import itself and those of the levels below."""

LOOSE = {"__init__", "__main__", "errors", "text", "progress", "installation", "apart"}
"""The modules that stand in no room."""


def room_of(module: str) -> str:
    """digest.site.plan → site; digest → __init__"""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def imported_modules(path: Path, module: str) -> Iterator[str]:
    """The full names of our modules that a module imports; where it imports a name of a package, that as well."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = node.module or package if not node.level else f"{package}.{node.module or ''}".rstrip(".")
            yield origin
            yield from (f"{origin}.{name.name}" for name in node.names)


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
    return name if name in chain(*LEVELS) else "__init__"


def allowed_for(room: str) -> set[str]:
    level = next((n for n, rooms in enumerate(LEVELS) if room in rooms), -1)
    return {room, "__init__", *chain(*LEVELS[level + 1 :])}


def offences(source: str, module: str, is_package: bool = False) -> list[str]:
    """What a module imports that the house forbids."""
    own = room_of(module)
    allowed = allowed_for(own)
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


SEEDS = (("write",), ("memory", "fields"), ("label",), ("read",), ("words",), ("data", "refused"))
"""The rooms of `digest.seeds`, in the same way; the modules that stand in none of them may import them all."""


def test_imports_of_the_seeds_rooms_run_one_way() -> None:
    """What is found (`draft`) and what is told (`outcomes`) all of them may know."""
    below = {
        room: {room, "draft", "outcomes", *chain(*SEEDS[n + 1 :])} for n, rooms in enumerate(SEEDS) for room in rooms
    }
    found = []
    for module, path in modules():
        room = module.split(".")[2] if module.startswith("digest.seeds.") else ""
        for name in imported_modules(path, module) if room in below else ():
            parts = name.split(".")
            if parts[:2] == ["digest", "seeds"] and len(parts) > 2 and parts[2] not in below[room]:
                found.append(f"{module}: {name}")
    assert found == []


def test_every_room_is_drawn() -> None:
    assert {room_of(module) for module, _ in modules()} == {*chain(*LEVELS), "__init__", "__main__"}
    assert {path.stem for path in PACKAGE.glob("*.py")} == LOOSE


def test_no_two_modules_have_one_name() -> None:
    names = Counter(path.stem for _, path in modules() if path.name != "__init__.py")
    assert {name for name, count in names.items() if count > 1} == set()


def test_no_file_is_two_things() -> None:
    lengths = {path.relative_to(PACKAGE).as_posix(): len(path.read_bytes().splitlines()) for _, path in modules()}
    assert {name: length for name, length in lengths.items() if length > LINES} == {}


def test_no_folder_of_tests_is_left_out(pytestconfig: pytest.Config) -> None:
    """Unless it is told otherwise, pytest looks into no folder named build."""
    here = Path(__file__).parent
    folders = {part for path in here.rglob("test_*.py") for part in path.relative_to(here).parts[:-1]}
    left_out = pytestconfig.getini("norecursedirs")
    assert "build" in folders
    assert {name for name in folders if any(fnmatch(name, pattern) for pattern in left_out)} == set()


def test_sqlite_is_known_to_the_database_alone() -> None:
    users = [module for module, path in modules() if "import sqlite3" in path.read_text(encoding="utf-8")]
    assert users == ["digest.output.database"]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("digest.site.plan", "from digest.theme.chain import Theme"),
        ("digest.site.plan", "import digest.output.tree"),
        ("digest.site.plan", "from ..content import parse"),
        ("digest.site.plan", "from .. import theme"),
        ("digest.content.parse", "def f():\n    from digest.seeds.run import import_seeds"),
        ("digest.live.watch", "from digest import build as building"),
        ("digest.live.watch", "from digest.build.session import build"),
        ("digest.build.stages", "from digest.live.watch import watch"),
        ("digest.build.stages", "from digest.commands.main import main"),
        ("digest.model.views", "from digest.content.scan import scan"),
        ("digest.model.views", "from digest.typed_yaml.load import decode"),
        ("digest.settings.config", "from digest.article_file.fields import FrontMatter"),
        ("digest.article_file.write", "from digest.seeds.passes import Draft"),
        ("digest.files.whole", "from digest.model.parts import encode"),
        ("digest.errors", "import digest.text"),
    ],
)
def test_the_check_sees_what_is_forbidden(module: str, source: str) -> None:
    assert len(offences(source, module)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("digest.site.plan", "from digest.site.days import calendar_groups"),
        ("digest.site.plan", "from .days import calendar_groups\nfrom digest.model.urls import slugify"),
        ("digest.commands.main", "import digest\nfrom digest import build\nimport os, markdown.extensions"),
        ("digest.theme.chain", "import digest\nfrom digest.typed_yaml.load import decode"),
    ],
)
def test_the_check_passes_what_is_allowed(module: str, source: str) -> None:
    assert offences(source, module) == []
