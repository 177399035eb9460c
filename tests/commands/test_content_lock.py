"""All commands that write articles take turns: none cleans up what another one is just writing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from digest.files.folders import STATE
from tests.sites import article, make_site, tree

COMMANDS = {
    "import": ("import",),
    "review": ("review", "--done", "content/a.md"),
    "tags": ("tags", "rename", "NATO", "OTAN"),
    "new": ("new", "Another one"),
}
WAITS = "Another command writes articles in this site: this one waits for it.\n"
UNFINISHED = "content/.a.md.12345.tmp"
"""What another command is writing, by the name that it has meanwhile."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    seed = "Board votes\n\nBy Ann Doe\n\n8 March 2023\n\nThe board of the harbour voted in the morning.\n"
    text = article(tags="[NATO]", review="[title]")
    return make_site(tmp_path, {"content/a.md": text, "seeds/b.txt": seed, UNFINISHED: "half"})


@pytest.mark.parametrize("name", COMMANDS)
def test_who_writes_articles_waits_for_another(name: str, site: Path) -> None:
    (site / STATE).mkdir()
    before = tree(site / "content")
    command = [sys.executable, "-m", "digest", *COMMANDS[name], "--site", str(site)]
    with FileLock(site / STATE / "content.lock"):
        running = subprocess.Popen(command, cwd=site, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert running.stderr
        assert running.stderr.readline() == WAITS
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(0.2)
        assert tree(site / "content") == before
    _, said = running.communicate(timeout=30)
    assert (running.returncode, said) == (0, "")
    after = tree(site / "content")
    assert after != before
    assert (UNFINISHED.removeprefix("content/") in after) is (name != "import")  # nobody was at work there any more


@pytest.mark.parametrize(
    "arguments", [("import", "--dry-run"), ("tags", "rename", "NATO", "OTAN", "--dry-run"), ("review",)]
)
def test_who_only_looks_waits_for_nobody(arguments: tuple[str, ...], site: Path) -> None:
    (site / STATE).mkdir()
    with FileLock(site / STATE / "content.lock"):
        done = subprocess.run(
            [sys.executable, "-m", "digest", *arguments, "--site", str(site)],
            capture_output=True,
            text=True,
            cwd=site,
            timeout=30,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")
    assert UNFINISHED.removeprefix("content/") in tree(site / "content")
