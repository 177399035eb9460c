"""What commands show in tables: whole in a pipe, and with no path broken on a terminal of any width."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from digest.commands import tables
from digest.commands.main import main
from tests.sites import article, make_site

NAME = "content/2023/2023-03-08-a-name-that-is-longer-than-a-column-of-a-table-would-be-on-most-terminals.md"
WHY = (
    "a reason that is told in more words than one line has room for, and which names content/2023/another-long-name.md"
)
SEED = "seeds/a name of a seed that is much longer than what most people would call a file.txt"
TAG = "Organisation for the Coordination of Quays and Cranes of the North"

Show = Callable[..., str]


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Show:
    """What a command shows on a terminal so wide, or in a pipe."""
    files = {
        NAME: article("'[Draft] Cranes'", review=f"{{date: '{WHY}', source: ''}}", tags=f"[{TAG}, NATO]"),
        "content/b.md": article("B", review="[title]", tags="[NATO]"),
        SEED: ("Cranes [Part One] at the Quay\n\nThe quay was opened by nine, and a crane was there.\n"),
    }
    site = make_site(tmp_path, files)

    def shown(*command: str, width: int = 0) -> str:
        monkeypatch.setenv("COLUMNS", str(width or 80))
        monkeypatch.setenv("LINES", "24")
        with monkeypatch.context() as patch:
            if width:
                patch.setattr(tables, "sys", SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True)))
            return CliRunner().invoke(main, [*command, "--site", str(site)]).output

    return shown


def test_in_a_pipe_a_row_is_a_line(show: Show) -> None:
    lines = show("review").splitlines()
    row = next(line for line in lines if NAME in line)
    assert row.split("   ")[0].strip() == NAME
    assert row.endswith(WHY)
    assert not any(line.endswith(" ") for line in lines)
    assert any(re.fullmatch(rf" +1 +{TAG} +not a known tag", line) for line in show("tags").splitlines())
    row = next(line for line in show("import", "--dry-run").splitlines() if line.startswith(" created"))
    assert f"Cranes [Part One] at the Quay   {SEED}   " in row


@pytest.mark.parametrize("width", [20, 40, 80, 120, 133, 134, 170, 300])
def test_on_a_terminal_no_path_and_no_word_is_broken(show: Show, width: int) -> None:
    for command, whole in (("review", (NAME,)), ("tags", (TAG,)), ("import --dry-run", (SEED,))):
        said = show(*command.split(), width=width)
        assert all(text in said for text in whole), command
    said = show("review", width=width)
    words = set(said.split())
    assert {"content/b.md", *WHY.split()} <= words
    rows = said[: said.index("3 fields in 2 articles")].splitlines()
    room = max(width, len(NAME), 4 + max(map(len, WHY.split())) + 5)
    assert all(len(line) <= room for line in rows)


def test_a_narrow_terminal_gets_lists(show: Show) -> None:
    assert show("review", width=80).startswith(
        f"{NAME}\n  field  date\n  guess  2023-03-08\n  why    a reason that is told in more words than one line has "
        "room for, and\n         which names content/2023/another-long-name.md\n  field  source\ncontent/b.md\n"
    )
    assert "Cranes [Part One] at the Quay" in " ".join(show("import", "--dry-run", width=40).split())
