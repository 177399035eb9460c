"""`digest import --explain`: each line with what it is taken for, and of one that was learnt where that stands."""

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


WHY = ("boilerplate", "learned", "learned.yaml: Example Mill Journal")


def test_a_line_that_an_import_would_learn_is_told_with_the_place_where_it_would_stand(site: Path) -> None:
    assert f"boilerplate (learned.yaml: Example Mill Journal) {LINE}" in run("--explain", "--site", site)
    assert whys(site) == [WHY] * 4
    assert not (site / "learned.yaml").exists()


def test_a_line_that_was_learnt_is_told_with_the_place_where_it_stands(site: Path) -> None:
    run("--site", site)
    put(site, {"seeds/5.txt": text(5, LINE)})
    assert f"boilerplate (learned.yaml: Example Mill Journal) {LINE}" in run(
        "--explain", "--site", site, site / "seeds/5.txt"
    )
    assert whys(site, site / "seeds/5.txt") == [WHY]
    (site / "learned.yaml").unlink()
    assert whys(site, site / "seeds/5.txt") == [("kept", "", "")]


def test_what_learned_yaml_says_of_fields_and_of_lines_that_stay_is_told(site: Path) -> None:
    said = f"Example Mill Journal:\n  in: [{LINE}]\n  source: The Mill Journal\n"
    put(site, {"learned.yaml": said})
    shown = run("--explain", "--site", site, site / "seeds/0.txt")
    assert re.search(r"^     source +The Mill Journal  ← learned.yaml: Example Mill Journal$", shown, re.M)


def test_the_help_does_not_load_the_import() -> None:
    program = "import sys; from digest.commands.main import main; main(['--help'], standalone_mode=False); "
    program += "print(sorted(name for name in sys.modules if name.startswith('digest.seeds')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "Turn raw texts into articles." in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
