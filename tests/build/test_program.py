"""What of the program takes part in builds: an edit there makes every page anew, and an edit elsewhere none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import digest
from digest.build import program
from tests.sites import article, build, make_site, tree
from tests.test_house import imported_modules, modules

PACKAGE = Path(digest.__file__).parent

WORK = ("digest.content.parse", "digest.content.media", "digest.site.plan", "digest.theme.chain", "digest.theme.render")
"""Where files become articles, articles pages, and pages bytes."""

BESIDE = {"digest", "digest.files", "digest.files.folders", "digest.files.opener", "digest.article_file"}
"""What these import without a bearing on any page: names of folders, how files are opened, and docstrings."""


def test_all_that_makes_pages_takes_part() -> None:
    """Whatever the code that makes them imports, and what that imports, belongs to it."""
    files = dict(modules())
    counted = {*program.building_code()}
    waiting, seen = [*WORK, "digest.content.engines.commonmark", "digest.settings"], set[str]()
    while waiting:
        module = waiting.pop()
        if module in seen or module in BESIDE:
            continue
        seen.add(module)
        assert files[module] in counted, module
        waiting += [name for name in imported_modules(files[module], module) if name in files]
    assert len(seen) > 40


def test_commands_import_and_preview_take_no_part() -> None:
    counted = [path.relative_to(PACKAGE).parts[0] for path in program.building_code()]
    assert {*counted}.isdisjoint({"commands", "seeds", "live", "output", "files", "progress.py", "__main__.py"})


def copies(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of a copy of the package, one by one."""
    for _, path in modules():
        target = folder / path.relative_to(PACKAGE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        yield path.relative_to(PACKAGE).as_posix(), target


@pytest.mark.parametrize(
    ("name", "is_other"), [("commands/tables.py", False), ("seeds/passes.py", False), ("content/html.py", True)]
)
def test_the_digest_changes_with_code_that_takes_part(
    name: str, is_other: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = dict(copies(tmp_path))
    monkeypatch.setattr(program, "__file__", str(tmp_path / "build" / "program.py"))
    before = program.program_facts.__wrapped__()
    files[name].write_text(files[name].read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert (program.program_facts.__wrapped__() != before) is is_other


def test_another_program_reads_and_makes_all_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path, {"content/a.md": article()})
    build(site)
    assert build(site).rendered == ()
    program.program_digest.cache_clear()
    monkeypatch.setattr(program, "program_facts", lambda: {"Python": "another"})
    try:
        report = build(site)
    finally:
        program.program_digest.cache_clear()
    assert {*report.rendered} == {
        path for path in tree(site / "output") if path != "favicon.ico" and path.split("/")[0] != "static"
    }
