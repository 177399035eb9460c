"""The command that adds what is not there fits the way in which the program was installed."""

from __future__ import annotations

import os
import re
import shlex
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from digest import installation
from digest.installation import DISTRIBUTION, command_to_add, how_to_add, own_command
from tests.sites import put
from tests.views_document import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = ["trafilatura<3,>=2", "lxml_html_clean"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="commands are quoted otherwise")


def named(requirement: str) -> tuple[str, frozenset[str]]:
    """The name and the bounds of a requirement: its metadata writes names in one way and has the bounds in an order."""
    name = requirement.rstrip("0123456789.,<>= ")
    return re.sub(r"[-_.]+", "-", name).lower(), frozenset(requirement[len(name) :].replace(" ", "").split(","))


@pytest.mark.parametrize("extra", PROJECT["optional-dependencies"])
def test_the_packages_of_an_extra_are_named(extra: str) -> None:
    told = how_to_add(extra)
    command = shlex.split(told.removeprefix("Install it with: "))
    wanted = [named(package) for package in PROJECT["optional-dependencies"][extra]]
    assert sorted(map(named, command[-len(wanted) :])) == sorted(wanted)
    assert command[: -len(wanted)] in (
        [sys.executable, "-m", "pip", "install"],
        ["uv", "pip", "install", "--python", sys.executable],
    )


def test_the_distribution_has_the_name_by_which_it_is_found() -> None:
    assert PROJECT["name"] == DISTRIBUTION
    assert metadata.metadata(DISTRIBUTION)["Name"] == DISTRIBUTION


def test_pages_can_be_read_with_any_pip() -> None:
    """pip before 23.3 does not know trafilatura's `lxml[html_clean]` for what it is."""
    assert any(package.startswith("lxml_html_clean") for package in PROJECT["optional-dependencies"]["html"])


def test_a_program_that_was_never_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "DISTRIBUTION", "no-such-distribution-as-this")
    assert how_to_add("html") == "Install this program with its extra 'html'."


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called digest in a folder with a blank in its name, as it was called."""
    path = tmp_path / "my tools" / "digest"
    put(tmp_path, {"my tools/digest": "#!/bin/sh\n"})
    path.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(path), "init"])
    monkeypatch.setenv("PATH", str(tmp_path / "elsewhere"))
    monkeypatch.delenv("UV_RUN_RECURSION_DEPTH", raising=False)
    return path


def test_a_program_that_is_not_on_the_path_is_called_by_its_own(program: Path) -> None:
    assert own_command() == f"'{program}'"


def test_a_program_on_the_path_is_called_by_its_name(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(program.parent))
    assert own_command() == "digest"
    monkeypatch.setenv("UV_RUN_RECURSION_DEPTH", "1")  # on the path for this command alone
    assert own_command() == f"'{program}'"


def test_another_program_of_the_name_is_not_taken_for_it(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(program.parent.parent, {"strange/digest": "#!/bin/sh\n"})
    (program.parent.parent / "strange/digest").chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent.parent / "strange"))
    assert own_command() == f"'{program}'"


def test_a_module_that_is_run_is_called_so(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [str(program.parent / "__main__.py")])
    assert own_command() == f"{sys.executable} -m digest"


def test_with_pip(tmp_path: Path) -> None:
    assert command_to_add(NEEDED, tmp_path) == f"{sys.executable} -m pip install 'trafilatura<3,>=2' lxml_html_clean"


def test_in_an_environment_without_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pip", None)
    told = command_to_add(NEEDED, tmp_path)
    assert told == f"uv pip install --python {sys.executable} 'trafilatura<3,>=2' lxml_html_clean"


def test_with_pipx(tmp_path: Path) -> None:
    put(tmp_path, {"digest-press-old/pipx_metadata.json": "{}"})
    told = command_to_add(NEEDED, tmp_path / "digest-press-old")
    assert told == "pipx inject digest-press-old 'trafilatura<3,>=2' lxml_html_clean"


@pytest.mark.parametrize(
    ("receipt", "words"),
    [
        ('{ name = "digest-press", directory = "/home/me/the news" }', "'/home/me/the news'"),
        ('{ name = "digest-press", editable = "/src", extras = ["pdf", "docx"] }', "--editable '/src[pdf,docx]'"),
        ('{ name = "digest-press", path = "/d.whl" }', "/d.whl"),
        ('{ name = "digest-press", specifier = ">=1" }', "'digest-press>=1'"),
        ('{ name = "digest-press", url = "https://e.org/d.zip" }', "'digest-press @ https://e.org/d.zip'"),
        (
            '{ name = "digest-press", extras = ["pdf"], git = "https://e.org/d?rev=main" }',
            "'digest-press[pdf] @ git+https://e.org/d@main'",
        ),
        (
            '{ name = "digest-press", directory = "/src" }, { name = "python-docx", specifier = ">=1.2,<2" },'
            '{ name = "mine", editable = "/mine" }',
            "/src --with 'python-docx>=1.2,<2' --with-editable /mine",
        ),
    ],
)
def test_with_uv_what_was_there_is_kept(tmp_path: Path, receipt: str, words: str) -> None:
    put(tmp_path, {"uv-receipt.toml": f'[tool]\nrequirements = [{receipt}]\npython = "3.12"\n'})
    told = command_to_add(NEEDED, tmp_path)
    assert told == f"uv tool install {words} --with 'trafilatura<3,>=2' --with lxml_html_clean"


def test_the_versions_of_what_is_installed_are_known_by_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    found = installation.versions()
    assert found[""]["jinja2"] == metadata.version("jinja2")
    assert found["fast"] == {"pyromark": metadata.version("pyromark")}
    assert found.keys() == {"", *PROJECT["optional-dependencies"]}

    def version(name: str) -> str:
        if name == "pyromark":
            raise metadata.PackageNotFoundError
        return "1"

    monkeypatch.setattr(metadata, "version", version)
    assert installation.versions()["fast"] == {"pyromark": ""}
    monkeypatch.setattr(installation, "DISTRIBUTION", "no-such-distribution-as-this")
    assert installation.versions() == {}


@pytest.mark.parametrize(
    ("files", "tool"),
    [({}, "pip"), ({"pipx_metadata.json": "{}"}, "pipx"), ({"uv-receipt.toml": ""}, "uv tool")],
)
def test_the_tool_that_installed_it_is_known(
    files: dict[str, str], tool: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, files)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert installation.installed_by().removesuffix(", editable") == tool
    monkeypatch.setattr(installation, "DISTRIBUTION", "no-such-distribution-as-this")
    assert installation.installed_by() == "nothing: it runs from its files"
