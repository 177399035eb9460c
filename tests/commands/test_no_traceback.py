"""Whatever the system refuses: a line on standard error and an exit code, and never a traceback."""

from __future__ import annotations

import importlib.abc
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from digest.__main__ import run
from digest.build import session as building
from digest.commands.main import main
from digest.files.folders import STATE
from tests.profiles import examples
from tests.sites import article, differences_from_clean, make_site, put

FILES = {"content/a.md": article(tags="[NATO]"), "content/b.md": article("B", "2023-03-09", tags="[EU]")}
DIGEST = f"{sys.executable} -m digest"

needs_shell = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a POSIX shell and /dev/full")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path, FILES)


def shell(site: Path, line: str) -> subprocess.CompletedProcess[str]:
    """Runs a line of bash in the site's folder, where `digest` is the program."""
    line = f'set -o pipefail; digest() {{ {DIGEST} "$@"; }}; {line}'
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    return subprocess.run(
        ["bash", "-c", line], cwd=site, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def is_told(done: subprocess.CompletedProcess[str], code: int, fact: str = "") -> bool:
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert done.returncode == code, done.stderr
    assert fact in done.stderr
    assert bool(done.stderr.strip()) == bool(fact), done.stderr
    return True


@needs_shell
@pytest.mark.parametrize(
    "command",
    [
        *("build", "build --json", "tags", "--help", "build --help", "schema config", "review", "--version"),
        *("check --now 1700000000", "check --format sarif", "doctor", "doctor --json"),
    ],
)
def test_standard_output_on_a_full_disk(site: Path, command: str) -> None:
    assert is_told(shell(site, f"digest {command} > /dev/full"), 1, "No space left on device.\n")


@needs_shell
@pytest.mark.parametrize(
    "command",
    ["build", "build --json", "tags", "--help", "schema front-matter", "review", "check --json --quiet", "doctor"],
)
def test_a_pipe_that_is_closed_is_no_mistake(site: Path, command: str) -> None:
    assert is_told(shell(site, f"digest {command} | true"), 0)
    assert is_told(shell(site, f"digest {command} | head -1"), 0)


@needs_shell
def test_a_closed_pipe_hides_no_problem(site: Path) -> None:
    put(site, {"content/a.md": "no head"})
    assert is_told(shell(site, "digest build --json | true"), 1, "nothing was written")


def code_of_unread(site: Path, arguments: str, *, reads_errors: bool = False) -> int:
    """What the program exits with if nobody ever reads what it says, or its errors alone are read."""
    reading_end, writing_end = os.pipe()
    os.close(reading_end)
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    command = [sys.executable, "-m", "digest", *arguments.split()]
    errors = subprocess.PIPE if reads_errors else writing_end
    try:
        done = subprocess.run(
            command, cwd=site, env=environment, stdout=writing_end, stderr=errors, check=False, timeout=60
        )
    finally:
        os.close(writing_end)
    assert b"Traceback" not in (done.stderr or b"")
    return done.returncode


@needs_shell
@pytest.mark.parametrize("reads_errors", [True, False])
@pytest.mark.parametrize(
    ("command", "code"),
    [
        *((f"check{options}", 1) for options in ("", " -q", " --json", " --format github", " --format sarif")),
        *(("build", 1), ("build --json", 1), ("doctor", 0), ("review", 0), ("--help", 0), ("check --help", 0)),
        *(("build --now soon", 2), ("buid", 2), ("build --nothing", 2), ("schema config", 0), ("docs", 0)),
    ],
)
def test_the_exit_code_is_the_same_where_nobody_reads(
    site: Path, command: str, code: int, *, reads_errors: bool
) -> None:
    put(site, {f"content/{name}.md": article(date="2023-02-31") for name in "abc"})
    assert code_of_unread(site, command, reads_errors=reads_errors) == code


@needs_shell
def test_what_is_found_after_the_pipe_was_closed_counts(site: Path) -> None:
    """A build tells what it made before it is compared."""
    assert code_of_unread(site, "build --verify") == 0
    put(site, {"output/mine.html": "mine"})
    assert code_of_unread(site, "build --verify") == 1


@needs_shell
@pytest.mark.parametrize("command", ["watch", "serve --port 0"])
def test_a_watch_ends_where_nobody_reads(site: Path, command: str) -> None:
    assert code_of_unread(site, command) == 0


@needs_shell
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_streams_that_are_closed(site: Path, closed: str) -> None:
    done = shell(site, f"digest build {closed}")
    assert (done.returncode, done.stderr) == (0, "")
    assert differences_from_clean_at(site, time.time()) == []


def differences_from_clean_at(site: Path, now: float) -> list[str]:
    return differences_from_clean(site, now=int(now))


@needs_shell
@pytest.mark.parametrize("most", [8, 12, 16, 30][:: examples(quick=3, deep=1)])
@pytest.mark.parametrize("command", ["build", "build --jobs 2", "tags"])
def test_few_open_files(site: Path, most: int, command: str) -> None:
    done = shell(site, f"ulimit -n {most}; digest {command}")
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1)
    assert bool(done.stderr) == (done.returncode == 1)
    assert done.returncode == 1 or command == "tags" or differences_from_clean_at(site, time.time()) == []
    assert shell(site, "digest build").returncode == 0


@needs_shell
@pytest.mark.parametrize("most", [8, 12, 16, 30][:: examples(quick=3, deep=1)])
@pytest.mark.parametrize("command", ["check", "check --external", "doctor"])
def test_few_open_files_where_nothing_is_written(site: Path, most: int, command: str) -> None:
    done = shell(site, f"ulimit -n {most}; digest {command}")
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1)
    assert "would stop a build; articles" in done.stdout or "2 articles checked" in done.stdout or done.returncode == 1
    assert not (site / STATE).exists()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are text there")
@pytest.mark.parametrize("command", ["build", "review", "tags", "clean", "import", "new", "check", "doctor"])
def test_what_is_no_utf8_is_told_in_json_too(site: Path, command: str) -> None:
    done = shell(site, f"digest {command} --json --site $'caf\\xe9' {'Title' if command == 'new' else ''}")
    assert is_told(done, 2, "There is no digest.yaml in caf?.")
    assert json.loads(done.stdout)["message"] == "There is no digest.yaml in caf?. Name the folder of a site."


@needs_shell
def test_an_import_from_a_closed_stream(site: Path) -> None:
    assert is_told(shell(site, "digest import - <&-"), 2, "There is nothing on standard input.")


@needs_shell
def test_no_file_of_the_site_takes_the_place_of_a_closed_stream() -> None:
    program = (
        "import os; from digest.__main__ import _occupy_streams as o; o(); f = os.open('/dev/null', 0); os._exit(f)"
    )
    closed = subprocess.run(["bash", "-c", f'{sys.executable} -c "{program}" <&- >&- 2>&-'], check=False, timeout=60)
    assert closed.returncode > 2


def test_ctrl_c_while_the_program_is_loaded_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(importlib.abc.MetaPathFinder):
        def find_spec(self, name: str, *_: object) -> None:
            if name == "digest.commands.main":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "digest.commands.main")
    monkeypatch.setattr(sys, "meta_path", [Stopped(), *sys.meta_path])
    with pytest.raises(SystemExit) as stopped:
        run()
    assert stopped.value.code == 130


def test_state_that_is_a_file(site: Path) -> None:
    (site / STATE).write_text("")
    for command in (["build"], ["clean"]):
        done = shell(site, f"digest {' '.join(command)}")
        assert is_told(done, 1, f"{site / STATE} cannot be used: it is a file, and a folder is needed.\n")


def test_a_lock_that_cannot_be_made(site: Path) -> None:
    (site / STATE / "output.lock").mkdir(parents=True)
    assert is_told(shell(site, "digest build"), 1, "output.lock cannot be used: ")


def test_a_store_that_is_a_folder(site: Path) -> None:
    (site / STATE / "output.sqlite").mkdir(parents=True)
    assert is_told(shell(site, "digest build"), 1, "output.sqlite cannot be used: ")


def test_output_that_is_a_file(site: Path) -> None:
    (site / "output").write_text("mine")
    assert is_told(shell(site, "digest build"), 2, "it is a file. Name a folder.\n")
    assert (site / "output").read_text() == "mine"


def test_settings_that_are_a_folder(site: Path) -> None:
    (site / "digest.yaml").unlink()
    (site / "digest.yaml").mkdir()
    assert is_told(shell(site, "digest build"), 2, "There is no digest.yaml in ")
    assert is_told(shell(site, "digest build --site ."), 2, "There is no digest.yaml in ")


@pytest.mark.parametrize("name", ["tags.yaml", "sources.yaml", "content/a.md", "themes/mine/theme.yaml"])
def test_other_files_that_are_folders(site: Path, name: str) -> None:
    put(site, {"digest.yaml": "title: T\nbase_url: https://example.org/\ntheme: mine\n"})
    put(site, {"themes/mine/theme.yaml": "name: mine\n"})
    (site / name).unlink(missing_ok=True)
    (site / name).mkdir()
    done = shell(site, "digest build")
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1)


@pytest.mark.parametrize(
    ("error", "fact"),
    [
        (PermissionError(13, "Permission denied", "/site/content"), "/site/content: Permission denied."),
        (OSError(30, "Read-only file system", "/site/.digest"), "/site/.digest: Read-only file system."),
        (
            OSError(24, "Too many open files"),
            "Too many open files. Allow this program more open files: ulimit -n 1024.",
        ),
        (MemoryError(), "There is not enough memory for this. What was written is whole."),
        (
            RecursionError("maximum recursion depth"),
            "A mistake in this program: RecursionError: maximum recursion depth.",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_the_system_refuses_in_a_build(
    site: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, fact: str
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(building, "run_stages", refused)
    result = CliRunner().invoke(main, ["build", "--site", str(site)])
    assert result.exit_code == 1
    assert result.stderr.startswith(fact)
    assert result.stderr.count("\n") == 1


def test_ctrl_c_is_130_wherever_it_comes(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "run_stages", stopped)
    assert CliRunner().invoke(main, ["build", "--site", str(site)]).exit_code == 130
    monkeypatch.setattr("click.Group.invoke", stopped)
    assert CliRunner().invoke(main, ["tags"]).exit_code == 130


@pytest.mark.usefixtures("ctrl_c_is_heard")
@pytest.mark.skipif(sys.platform == "win32", reason="it is stopped by a signal")
def test_watching_goes_on_when_the_disk_refuses(site: Path) -> None:
    """The store is a folder at first; then it goes, and the next change builds."""
    (site / STATE / "output.sqlite").mkdir(parents=True)
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    said = site.parent / "said.txt"
    with said.open("wb") as out:
        command = [sys.executable, "-u", "-m", "digest", "watch", "--site", str(site)]
        running = subprocess.Popen(command, stdout=out, stderr=out, env=environment)
        try:
            wait_for(lambda: "output.sqlite cannot be used" in said.read_text())
            (site / STATE / "output.sqlite").rmdir()
            put(site, {"content/a.md": article("Again")})
            wait_for(lambda: "made in" in said.read_text())
            for path in (site / "output").rglob("*.html"):
                path.unlink()
            (site / "output/robots.txt").write_text("spoilt")
            wait_for(lambda: (site / "output/index.html").exists())
            wait_for(lambda: differences_from_clean_at(site, time.time()) == [])
        finally:
            running.send_signal(signal.SIGINT)
            assert running.wait(30) == 0
    assert "Traceback" not in said.read_text()


def wait_for(there: Any) -> None:
    end = time.monotonic() + 30
    while not there():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_content_folder_that_cannot_be_read(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied", str(site / "content"))

    monkeypatch.setattr("digest.content.scan.os.scandir", refused)
    result = CliRunner().invoke(main, ["build", "--site", str(site)])
    assert result.exit_code == 1
    assert "Permission denied" in result.stderr
