"""Completion in a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from digest.commands.completion import VARIABLE
from digest.commands.main import main


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_what_a_shell_needs_is_printed(shell: str) -> None:
    done = CliRunner().invoke(main, ["completion", shell])
    assert done.exit_code == 0
    assert f"{VARIABLE}={shell}_complete" in done.stdout


def test_another_shell_is_told() -> None:
    done = CliRunner().invoke(main, ["completion", "cmd"])
    assert done.exit_code == 2
    assert "'bash', 'zsh', 'fish'" in done.stderr


@pytest.mark.skipif(sys.platform == "win32" or not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    ("typed", "found"),
    [("bui", "build"), ("docs the", "themes"), ("build --dra", "--drafts"), ("completion z", "zsh")],
)
def test_bash_completes_what_is_typed(tmp_path: Path, typed: str, found: str) -> None:
    """A program called digest is on the PATH, as an installed one is."""
    program = tmp_path / "digest"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m digest "$@"\n')
    program.chmod(0o755)
    words = ["digest", *typed.split()]
    line = f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _digest_completion digest; "
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": os.getcwd()}
    done = subprocess.run(
        ["bash", "-c", f'eval "$(digest completion bash)"; {line} echo "${{COMPREPLY[@]}}"'],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [found]
