"""`digest import --explain`: each line with what it is taken for, and of one that recurs how that is known."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from digest.commands.main import main
from tests.seeds.test_recurring import LINE, text
from tests.sites import make_site, put, tree


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path, {f"seeds/{n}.txt": text(n, LINE) for n in range(4)})


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(main, ["import", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def whys(site: Path, *arguments: str | Path) -> list[tuple[str, str, str]]:
    """Kind, rule and reason of the line that recurs, in each seed."""
    told = json.loads(run("--explain", "--json", "--site", site, *arguments))
    lines = [line for row in told["explained"] for line in row["draft"]["lines"] if line["text"] == LINE]
    return [(line["kind"], line["rule"], line["why"]) for line in lines]


def test_each_line_is_shown_with_what_it_is_taken_for(site: Path) -> None:
    before = tree(site)
    shown = run("--explain", "--site", site, site / "seeds" / "0.txt")
    assert re.search(r"^   1 title +Board 0 Looks at the Oak$", shown, re.M)
    assert re.search(r"^   3 date +8 March 2023$", shown, re.M)
    assert re.search(rf"^   7 kept +{LINE}$", shown, re.M)
    assert tree(site) == before


def test_a_line_that_recurs_here_is_told_with_the_number_of_texts(site: Path) -> None:
    assert f"boilerplate (recurs in 4 texts)    {LINE}" in run("--explain", "--site", site)
    assert whys(site) == [("boilerplate", "recurs", "recurs in 4 texts")] * 4


def test_a_line_that_earlier_imports_learnt_is_told_so(site: Path) -> None:
    run("--site", site)
    put(site, {"seeds/5.txt": text(5, LINE)})
    assert f"boilerplate (recurs, as earlier imports learnt) {LINE}" in run(
        "--explain", "--site", site, site / "seeds/5.txt"
    )
    assert whys(site, site / "seeds/5.txt") == [("boilerplate", "recurs", "recurs, as earlier imports learnt")]
    (site / ".digest" / "recurring.msgpack").unlink()
    assert whys(site, site / "seeds/5.txt") == [("kept", "", "")]


def test_the_help_does_not_load_the_import() -> None:
    program = "import sys; from digest.commands.main import main; main(['--help'], standalone_mode=False); "
    program += "print(sorted(name for name in sys.modules if name.startswith('digest.seeds')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "Turn raw texts into articles." in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
