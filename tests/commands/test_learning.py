"""What `digest import`, and a site that is watched, say of what they have learnt."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest.commands import tables
from digest.commands.main import main
from tests.commands.test_serve import wait_for, watched
from tests.seeds.test_import import edit
from tests.seeds.test_learned import MORE, text
from tests.sites import CONFIG, make_site, put

ARTICLE = "content/2023/2023-03-08-board-1-looks-at-the-oak.md"
LESSON = f"Example Wire: left out is “{MORE}” ({ARTICLE})"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    made = make_site(tmp_path, {"seeds/1.txt": text(1, inside=MORE)}, f"{CONFIG}import: {{watch: true}}\n")
    run("--site", made)
    return made


def run(*arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["import", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def correct(site: Path) -> None:
    edit(site / ARTICLE, f"{MORE}\n", "")


def test_the_report_says_what_was_learnt_of_what_and_how_it_is_undone(site: Path) -> None:
    correct(site)
    assert run("--site", site, "--dry-run").stdout.splitlines()[-2:] == [
        "This would be learnt, and stand in learned.yaml:",
        f"  {LESSON}",
    ]
    assert run("--site", site).stdout.splitlines()[-3:] == [
        "Learnt, and put into learned.yaml:",
        f"  {LESSON}",
        "What is not right is undone when you delete its line there.",
    ]
    assert run("--site", site).stdout == "1 unchanged\n"


def test_machines_are_told_too(site: Path) -> None:
    assert json.loads(run("--site", site, "--json").stdout)["learned"] == []
    correct(site)
    lesson = {"source": "Example Wire", "what": "out", "text": MORE, "why": ARTICLE, "spelt": ""}
    assert json.loads(run("--site", site, "--json").stdout)["learned"] == [lesson]


def test_of_much_that_was_learnt_the_first_is_shown(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST", 1)
    correct(site)
    edit(site / ARTICLE, "{name: Example Wire}", "{name: The Example Wire}")
    shown = run("--site", site).stdout.splitlines()
    assert "  … and 1 more" in shown
    assert sum("Example Wire:" in line for line in shown) == 1


def test_a_faulty_file_is_told_with_its_line_and_nothing_is_written(site: Path) -> None:
    put(site, {"learned.yaml": "Example Wire:\n  out: [A]\n  inn: [B]\n", "seeds/2.txt": text(2)})
    result = run("--site", site, code=1)
    assert result.stderr == (
        "learned.yaml:3: 'inn' is not a key in 'Example Wire'. Did you mean 'in'?\n1 problem: nothing was written.\n"
    )
    assert [path.name for path in (site / "content/2023").iterdir()] == [Path(ARTICLE).name]


@pytest.mark.skipif(sys.platform == "win32", reason="it is stopped by a signal")
@pytest.mark.usefixtures("ctrl_c_is_heard")
def test_a_site_that_is_watched_learns_with_the_next_seed(site: Path) -> None:
    with watched(site) as said:
        correct(site)
        wait_for(lambda: "board-1-looks-at-the-oak.md: " in said.read_text())
        (site / "seeds/2.txt").write_text(text(2, inside=MORE), encoding="utf-8")
        wait_for(lambda: "2.txt: created" in said.read_text())
        assert f"learned.yaml: {LESSON}" in said.read_text()
    made = site / "content/2023/2023-03-08-board-2-looks-at-the-oak.md"
    assert MORE not in made.read_text(encoding="utf-8")
