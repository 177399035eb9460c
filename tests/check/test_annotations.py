"""Findings for machines: the form that their specifications ask for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest.check.annotations import github, place_in_repository, sarif
from digest.check.finding import RULES, Finding, warning
from digest.commands.main import main
from tests.sites import article, make_site

ERROR = Finding("content/a b,c.md", 7, "links to 'x%y'.", "Did you mean:\nz?")
WARNING = warning("summary", "content/a.md", 0, "has no 'summary'.", "Write one.")
NOWHERE = Finding("", 0, "something is wrong.")


def test_github_takes_signs_that_end_something_by_their_numbers() -> None:
    assert list(github([ERROR, WARNING, NOWHERE], "sites/news")) == [
        "::error file=sites/news/content/a b%2Cc.md,line=7,title=digest%3A build::Links to 'x%25y'. Did you mean:%0Az?",
        "::warning file=sites/news/content/a.md,line=1,title=digest%3A summary::Has no 'summary'. Write one.",
        "::error title=digest%3A build::Something is wrong.",
    ]


def test_sarif() -> None:
    made = sarif([ERROR, WARNING, NOWHERE])
    assert made["version"] == "2.1.0"
    (run,) = made["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(RULES)
    error, told, nowhere = run["results"]
    assert error["ruleId"] == "build"
    assert error["level"] == "error"
    assert error["message"] == {"text": "Links to 'x%y'. Did you mean:\nz?"}
    assert error["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "content/a%20b%2Cc.md"}, "region": {"startLine": 7}}}
    ]
    assert run["tool"]["driver"]["rules"][told["ruleIndex"]]["id"] == "summary"
    assert told["level"] == "warning"
    assert told["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "content/a.md"}, "region": {"startLine": 1}}}
    ]
    assert "locations" not in nowhere


def fingerprints(*findings: Finding) -> list[str]:
    return [result["partialFingerprints"]["finding/v1"] for result in sarif(findings)["runs"][0]["results"]]


def moved(finding: Finding, line: int) -> Finding:
    return Finding(finding.path, line, finding.fact, finding.remedy, finding.level, finding.rule)


def test_what_only_moved_has_the_same_fingerprint_in_sarif() -> None:
    assert fingerprints(ERROR, WARNING) == fingerprints(moved(ERROR, 20), moved(WARNING, 2))


def test_what_is_found_twice_has_two_fingerprints_in_sarif() -> None:
    first, second, third = (moved(ERROR, line) for line in (7, 9, 20))
    found = fingerprints(first, WARNING, second, third)
    assert len(set(found)) == 4
    assert found == fingerprints(moved(first, 8), WARNING, moved(second, 10), moved(third, 21))
    assert fingerprints(first) == found[:1]


def test_paths_begin_at_the_top_of_the_repository(tmp_path: Path) -> None:
    site = make_site(tmp_path / "docs")
    assert place_in_repository(site) == ""
    (tmp_path / ".git").write_text("gitdir: elsewhere")  # as in a worktree
    assert place_in_repository(site) == "docs/site"
    (site / ".git").mkdir()
    assert place_in_repository(site) == ""


@pytest.mark.parametrize("place", [".site", "..site", ".github/site", "a/.b"])
def test_a_folder_of_the_repository_may_begin_with_a_dot(tmp_path: Path, place: str) -> None:
    (tmp_path / ".git").mkdir()
    site = make_site(tmp_path, {"content/a.md": article()})
    (tmp_path / place).parent.mkdir(exist_ok=True)
    site = site.rename(tmp_path / place)
    assert place_in_repository(site) == place
    assert run(site, "--format", "github").stdout.startswith(f"::warning file={place}/content/a.md,line=2,")


def run(site: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", "--site", str(site), *options])


def test_the_command_prints_annotations_on_standard_output(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(body="[b](b.md)")})
    done = run(site, "--format", "github")
    assert done.exit_code == 1
    assert [line.split("::")[1] for line in done.stdout.splitlines()] == [
        "warning file=content/a.md,line=2,title=digest%3A summary",
        "error file=content/a.md,line=6,title=digest%3A build",
    ]
    assert done.stderr == "1 article checked: 1 problem, 1 warning.\n"


def test_the_command_prints_sarif_on_standard_output(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article()})
    done = run(site, "--format", "sarif")
    assert done.exit_code == 0
    assert [result["ruleId"] for result in json.loads(done.stdout)["runs"][0]["results"]] == ["summary"]


def test_two_forms_of_answer_are_one_too_many(tmp_path: Path) -> None:
    done = run(make_site(tmp_path), "--format", "sarif", "--json")
    assert done.exit_code == 2
    assert "--json and --format sarif are two answers." in done.stderr


@pytest.mark.parametrize(("body", "options", "code"), [("", (), 0), ("", ("--strict",), 1), ("[b](b.md)", (), 1)])
def test_exit_codes(tmp_path: Path, body: str, options: tuple[str, ...], code: int) -> None:
    done = run(make_site(tmp_path, {"content/a.md": article(body=body)}), *options)
    assert done.exit_code == code


def test_quiet_says_errors_alone(tmp_path: Path) -> None:
    done = run(make_site(tmp_path, {"content/a.md": article(body="[b](b.md)")}), "--quiet")
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "content/a.md:6: links to 'b.md', which is not in content/. Links to files start from the article's own folder."
    ]
