"""`digest tags`: what is listed, what is refused, and what is left to remember."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from digest.commands.main import main
from digest.commands.remember import entry_line
from digest.settings.config import load_config
from digest.settings.vocabulary import Tag, load_vocabulary
from tests.sites import article, make_site, tree

FILES = {
    "content/a.md": article("A", tags="[EU, NATO, Zanzibari matters]"),
    "content/b.md": article("B", "2023-03-09", tags="[EU, nato]"),
    "content/c.md": article("C", "2023-03-10", tags="[NATO, Home page]"),
}
OWN = "European Union: {kind: organisation, aliases: [EU]}\nHome page: false\n"


def run(site: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["--site", str(site), "tags", *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path, FILES)


def test_a_list(site: Path) -> None:
    (site / "tags.yaml").write_text(OWN)
    result = run(site)
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert [line for line in lines if line[:1].isdigit()] == [
        "3 NATO organisation",
        "2 EU organisation shown as European Union",
        "1 Home page banned",
        "1 Zanzibari matters not a known tag",
    ]
    rows = json.loads(run(site, "--json").stdout)["tags"]
    assert list(rows[1].values()) == ["EU", "organisation", 2, "European Union", True]
    assert [row["is_known"] for row in rows] == [True, True, True, False]


def test_no_tags(tmp_path: Path) -> None:
    assert run(make_site(tmp_path)).stdout == "No article has tags.\n"


def test_what_cannot_be_read_is_told_and_the_rest_is_done(site: Path) -> None:
    (site / "content/d.md").write_text(article("D", tags="NATO"))
    for arguments in ((), ("merge", "EU", "European Union")):
        result = run(site, *arguments)
        assert result.exit_code == 1
        assert result.stderr == "content/d.md:4: 'tags' is no list of names. It was left as it is.\n"
    assert "tags: [European Union, NATO, Zanzibari matters]" in (site / "content/a.md").read_text()


def test_merge(site: Path) -> None:
    result = run(site, "merge", "nato", "EU", "Allies")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "content/a.md: EU, NATO, Zanzibari matters → Allies, Zanzibari matters",
        "content/b.md: EU, nato → Allies",
        "content/c.md: NATO, Home page → Allies, Home page",
        "3 articles changed.",
        "So that imports use it too, put this into tags.yaml:",
        "  Allies: {aliases: [nato, EU]}",
    ]
    assert "tags: [Allies, Zanzibari matters]" in (site / "content/a.md").read_text()
    assert not (site / "tags.yaml").exists()


def test_on_trial_nothing_is_written(site: Path) -> None:
    before = tree(site)
    result = run(site, "merge", "EU", "European Union", "--dry-run", "--remember")
    assert "2 articles changed. (nothing was written: --dry-run)" in result.stdout
    assert tree(site) == before


def test_in_json(site: Path) -> None:
    answer = json.loads(run(site, "rename", "Home page", "Front", "--json").stdout)
    assert answer == {
        "status": "done",
        "articles": [{"article": "content/c.md", "before": ["NATO", "Home page"], "after": ["NATO", "Front"]}],
        "advice": {"file": "tags.yaml", "line": "Front: {aliases: [Home page]}", "replaces": []},
        "remembered": False,
        "problems": [],
    }


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("merge", "Natto", "Alliance"), "No article has the tag 'Natto'. Did you mean 'NATO'?"),
        (("merge", "EU", "Pfnord", "Alliance"), "No article has the tag 'Pfnord'. To see those that there are: "),
        (("rename", "EU", "nato"), "'NATO' is a tag of 3 articles already. To make one of the two: digest tags merge"),
        (("rename", "NATO", "EU"), "The site shows 'EU' as 'European Union'. Take that name, or"),
        (("rename", "NATO", "european union"), "The site shows 'european union' as 'European Union'."),
        (("rename", "NATO", "Home page"), "'Home page' is banned in the site's tags, so no page would show it."),
        (("rename", "NATO", " "), "The new name must be text in one line."),
        (("rename", "NATO", "a\nb"), "The new name must be text in one line."),
    ],
)
def test_what_makes_no_sense_is_refused(site: Path, arguments: tuple[str, ...], told: str) -> None:
    (site / "tags.yaml").write_text(OWN)
    before = tree(site)
    result = run(site, *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(told)
    assert tree(site) == before


def test_faulty_tags_are_told_first(site: Path) -> None:
    (site / "tags.yaml").write_text("NATO: {kin: x}\n")
    before = tree(site)
    result = run(site, "rename", "EU", "Europe")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (
        1,
        "tags.yaml:1: 'kin' is not a key in 'NATO'. Did you mean 'kind'?",
    )
    assert tree(site) == before


# what is remembered


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "Europe: {aliases: [EU]}\n"),
        ("# ours", "# ours\nEurope: {aliases: [EU]}\n"),
        ("NATO:  # kept\r\n", "NATO:  # kept\r\nEurope: {aliases: [EU]}\r\n"),
        ("\ufeffNATO:\n  kind: organisation\n\n", "\ufeffNATO:\n  kind: organisation\n\nEurope: {aliases: [EU]}\n"),
    ],
)
def test_a_line_is_put_at_the_end(site: Path, before: str | None, after: str) -> None:
    if before is not None:
        (site / "tags.yaml").write_bytes(before.encode())
    result = run(site, "rename", "EU", "Europe", "--remember")
    assert result.stdout.endswith("tags.yaml has a new line:\n  Europe: {aliases: [EU]}\n")
    assert (site / "tags.yaml").read_bytes() == after.encode()
    vocabulary, problems = load_vocabulary(site, load_config(site)[0])
    assert problems == ()
    assert vocabulary.tags["Europe"] == Tag(aliases=("EU",))


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("{NATO: {}}\n", "put this into tags.yaml:\n  Europe: {aliases: [EU]}\n"),
        (
            "EU: {kind: place, aliases: [E.U.]}\nEurope: {description: 'A: b'}\n",
            "put this into tags.yaml in place of 'EU', 'Europe':\n"
            '  Europe: {description: "A: b", aliases: [E.U., EU]}\n',
        ),
        ("EU: false\n", "put this into tags.yaml in place of 'EU':\n  Europe: {aliases: [EU]}\n"),
    ],
)
def test_what_stands_there_already_is_left_to_the_editor(site: Path, before: str, told: str) -> None:
    (site / "tags.yaml").write_text(before)
    result = run(site, "rename", "EU", "Europe", "--remember")
    assert result.exit_code == 0
    assert result.stdout.endswith(told)
    assert (site / "tags.yaml").read_text() == before


def test_what_is_in_the_settings_is_left_there(site: Path) -> None:
    with (site / "digest.yaml").open("a") as file:
        file.write("tags: {Europe: {kind: place}}\n")
    result = run(site, "rename", "EU", "Europe", "--remember")
    assert result.stdout.endswith(
        "put this into digest.yaml, below 'tags:' in place of 'Europe':\n  Europe: {kind: place, aliases: [EU]}\n"
    )
    assert not (site / "tags.yaml").exists()


def test_nothing_is_said_of_what_the_site_knows(site: Path) -> None:
    (site / "tags.yaml").write_text(OWN)
    assert run(site, "merge", "EU", "European Union").stdout.endswith("2 articles changed.\n")


def test_a_line_can_be_read_back(tmp_path: Path) -> None:
    tags = {
        "NATO": Tag(),
        "no": Tag("place"),
        "155 mm: a calibre": Tag("system", 'Of "shells", {such}', ("a, b", "[c]", "# d", "~")),
        "ЗСУ": Tag("", "", ("'x'", 'say "y"')),
    }
    lines = "\n".join(entry_line(name, tag) for name, tag in tags.items())
    site = make_site(tmp_path, {"tags.yaml": lines})
    vocabulary, problems = load_vocabulary(site, load_config(site)[0])
    assert problems == ()
    assert vocabulary.tags == tags
