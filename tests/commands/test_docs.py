"""The documents that come with the program."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

import digest
from digest.commands.docs import DOCUMENTS, read_document
from digest.commands.main import main
from tests.sites import put
from tests.views_document import ROOT

NOT_FOR_SITES = {"extending"}
"""What tells of work on the program itself, for who has its repository."""


def written(name: str) -> str:
    path = ROOT / "README.md" if name == "readme" else ROOT / "docs" / f"{name}.md"
    return path.read_text(encoding="utf-8")


def test_all_documents_are_listed() -> None:
    there = {path.stem for path in (ROOT / "docs").glob("*.md")} - NOT_FOR_SITES
    assert there | {"readme"} == DOCUMENTS.keys()
    listed = CliRunner().invoke(main, ["docs"]).stdout.splitlines()
    assert [line.split()[2] for line in listed] == list(DOCUMENTS)
    assert max(map(len, listed)) <= 80


def test_all_documents_are_in_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    names = {"README.md" if name == "readme" else f"docs/{name}.md" for name in DOCUMENTS}
    assert {name for name in included if name.endswith(".md")} == names
    assert all(included[name] == f"digest/docs/{Path(name).name}" for name in names)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_whole_when_piped(name: str) -> None:
    done = CliRunner().invoke(main, ["docs", name])
    assert done.exit_code == 0
    lines, source = done.stdout.splitlines(), written(name).splitlines()
    assert len(lines) == len(source)
    plain = [number for number, line in enumerate(source) if "](" not in line]
    assert [lines[number] for number in plain] == [source[number] for number in plain]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_say_where_to_look(name: str) -> None:
    text = re.sub(r"```.*?^```|`[^`\n]*`", "", read_document(name), flags=re.DOTALL | re.MULTILINE)
    assert re.findall(r"\]\((?!https?://|#)[^)]*\)", text) == []
    assert set(re.findall(r"\(digest docs ([\w-]+)\)", text)) <= DOCUMENTS.keys()


def test_links_lead_to_other_documents_and_to_the_theme_that_is_installed() -> None:
    themes = read_document("themes")
    assert "views.md (digest docs views)" in themes
    shown = re.search(r"\((/[^)]*base\.html)\)", themes)
    assert shown
    assert Path(shown[1]).is_file()


def test_code_is_left_as_it_is() -> None:
    assert "`[last week](2023-03-30-ratification.md)`" in read_document("readme")


def test_the_installed_documents_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, {"digest/__init__.py": "", "digest/docs/themes.md": "# Installed\n", "docs/views.md": "# Beside\n"})
    monkeypatch.setattr(digest, "__file__", str(tmp_path / "digest" / "__init__.py"))
    assert read_document("themes") == "# Installed\n"
    assert read_document("views") == "# Beside\n"
    lacking = CliRunner().invoke(main, ["docs", "hosting"])
    assert lacking.exit_code == 1
    assert "hosting.md is not there. Install this program anew." in lacking.stderr


def test_another_name_is_told_with_those_that_are_there() -> None:
    done = CliRunner().invoke(main, ["docs", "theme"])
    assert done.exit_code == 2
    assert "'themes'" in done.stderr
