"""What a terminal is sent: colours only where they are wanted, and nothing in names that turns or breaks lines."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from digest.commands.console import Bar, Context
from digest.commands.main import main
from tests.sites import article, make_site, put

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of POSIX")

COMMANDS = ("check", "build", "build --now soon", "tags", "import --explain seeds/a.txt", "import --nothing")
COLOURED = re.compile(r"\x1b\[[\d;]*m")
UNWANTED = ({"NO_COLOR": "1"}, {"NO_COLOR": "0"}, {"TERM": "dumb"})


@pytest.fixture
def site(tmp_path: Path) -> Path:
    seed = "Ministers meet in Riga\n\n8 March 2023\n\nThe ministers met in Riga on Wednesday.\n"
    return make_site(tmp_path, {"content/a.md": article(tags="[NATO]", body="[b](b.md)"), "seeds/a.txt": seed})


def seen(site: Path, arguments: str, environment: dict[str, str]) -> str:
    """What a terminal is sent."""
    main_end, other_end = os.openpty()
    plain = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    whole = {**plain, "PYTHONPATH": os.getcwd(), "TERM": "xterm", **environment}
    command = [sys.executable, "-m", "digest", *arguments.split()]
    running = subprocess.Popen(command, cwd=site, env=whole, stdin=other_end, stdout=other_end, stderr=other_end)
    os.close(other_end)
    told = b""
    try:
        while piece := os.read(main_end, 65536):
            told += piece
    except OSError:  # Linux says so where the other end is closed
        pass
    finally:
        os.close(main_end)
        running.wait(30)
    return told.decode()


@pytest.mark.parametrize("command", COMMANDS)
def test_no_colours_where_they_are_not_wanted(site: Path, command: str) -> None:
    for environment in UNWANTED:
        told = seen(site, command, environment)
        assert told.strip()
        assert not COLOURED.search(told), environment


@pytest.mark.parametrize("command", COMMANDS[:5])
def test_colours_on_a_terminal(site: Path, command: str) -> None:
    assert COLOURED.search(seen(site, command, {"NO_COLOR": ""}))


@pytest.mark.parametrize("environment", UNWANTED, ids=str)
def test_no_colours_for_what_no_command_has_told(
    site: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    def refused(self: object, *_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("click.Group.invoke", refused)
    done = CliRunner().invoke(main, ["tags", "--site", str(site)], color=True)
    assert "\x1b[31mA mistake in this program" in done.stderr
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(main, ["tags", "--site", str(site)], color=True)
    assert done.stderr.startswith("A mistake in this program")


def test_no_bar_on_a_terminal_that_cannot_go_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(Bar, "PATIENCE", 0.0)
    monkeypatch.setattr(Bar, "PACE", 0.0)
    for terminal in ("xterm", "dumb"):
        monkeypatch.setenv("TERM", terminal)
        with Bar(Context(None, as_json=False, quiet=False)) as bar:
            bar.show("parse", 1, 2)
        assert bool(capsys.readouterr().err) == (terminal == "xterm")


NAMES = {"a\nb": "a\\nb", "c\x1b[31md": "c\\x1b[31md", "e\u202ef": "e\\u202ef", "g\x9bh": "g\\x9bh"}
"""Of files, with what is shown of each."""


@pytest.mark.parametrize("command", ["check", "build"])
def test_problems_stand_in_a_line_each_whatever_a_file_is_called(site: Path, command: str) -> None:
    put(site, {f"content/{name}.md": "---\ntitle: [\n---\n" for name in NAMES})
    done = CliRunner().invoke(main, [command, "--site", str(site)])
    assert done.exit_code == 1
    lines = done.stderr.split("\n")
    for shown in NAMES.values():
        assert [line.partition(":")[0] for line in lines].count(f"content/{shown}.md") == 1
    assert all(line.isprintable() for line in lines)


def test_so_do_facts(site: Path) -> None:
    put(site, {"content/a.md": article(body="[x](<b\u202e.md>)")})
    done = CliRunner().invoke(main, ["check", "--site", str(site)])
    assert "'b\\u202e.md', which is not in content/" in done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_so_do_errors(tmp_path: Path, name: str) -> None:
    done = CliRunner().invoke(main, ["build", "--site", str(tmp_path / name)])
    assert done.exit_code == 2
    assert done.stderr == f"There is no digest.yaml in {tmp_path / NAMES[name]}. Name the folder of a site.\n"


def test_so_does_the_doctor(site: Path) -> None:
    os.mkfifo(site / "content" / "a\n\x1bb")
    named = site.rename(site.parent / "s\u202e")
    done = CliRunner().invoke(main, ["doctor", "--site", str(named)])
    assert "\n  content/a\\n\\x1bb: is no file" in done.stdout
    assert "s\\u202e\n" in done.stdout
    assert all(line.isprintable() for line in done.stdout.split("\n"))
