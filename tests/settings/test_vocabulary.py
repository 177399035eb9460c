"""A site's own tags: what tags.yaml and the settings may say of them, and what is told where they cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.settings.config import FILE, load_config
from digest.settings.vocabulary import NO_TAGS, Tag, Vocabulary, load_vocabulary
from tests.sites import CONFIG, make_site, problems_of

OWN = """\
# our tags
NATO:
European Union: {kind: organisation, aliases: [EU, European Commission]}
F-35:
  kind: system
  description: A fighter.
  aliases: [Lightning II, F 35]
1986: {kind: topic}
Home page: false
"""
TAGS = {
    "NATO": Tag(),
    "European Union": Tag("organisation", "", ("EU", "European Commission")),
    "F-35": Tag("system", "A fighter.", ("Lightning II", "F 35")),
    "1986": Tag("topic"),
}


def load(tmp_path: Path, tags: str | bytes | None, settings: str = "") -> tuple[Vocabulary, list[str]]:
    site = make_site(tmp_path, {} if tags is None else {"tags.yaml": tags}, CONFIG + settings)
    config, problems = load_config(site)
    vocabulary, more = load_vocabulary(site, config)
    return vocabulary, [str(problem) for problem in (*problems, *more)]


def test_all_that_a_file_may_say(tmp_path: Path) -> None:
    assert load(tmp_path, OWN) == (Vocabulary(TAGS, frozenset(("Home page",))), [])


def test_the_same_in_the_settings(tmp_path: Path) -> None:
    settings = "tags:\n" + "".join(f"  {line}\n" for line in OWN.splitlines())
    assert load(tmp_path, None, settings) == (Vocabulary(TAGS, frozenset(("Home page",))), [])


def test_both_files_together(tmp_path: Path) -> None:
    vocabulary, problems = load(tmp_path, "EU: {kind: organisation}\n", "tags: {NATO: {aliases: [OTAN]}}\n")
    assert vocabulary.tags == {"NATO": Tag(aliases=("OTAN",)), "EU": Tag("organisation")}
    assert problems == []


@pytest.mark.parametrize("text", [None, "", "# none yet\n", "{}\n", "\ufeff# none\r\n"])
def test_no_tags(tmp_path: Path, text: str | None) -> None:
    assert load(tmp_path, text) == (NO_TAGS, [])


def test_what_each_name_is_shown_as() -> None:
    found = Vocabulary(TAGS, frozenset(("Home page",))).canonical_slugs()
    assert found == {
        "nato": "nato",
        "european-union": "european-union",
        "eu": "european-union",
        "european-commission": "european-union",
        "f-35": "f-35",
        "lightning-ii": "f-35",
        "1986": "1986",
        "home-page": "",
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A: {aliasse: [B]}", ["1: 'aliasse' is not a key in 'A'. Did you mean 'aliases'?"]),
        (
            "\nA:\n  kind: organization",
            [
                "3: 'A' 'kind' must be one of: person, organisation, place, system, topic, not 'organization'. "
                "Did you mean 'organisation'?"
            ],
        ),
        ("A: {aliases: B}", ["1: 'A' 'aliases' must be a list, each item text, not 'B'."]),
        ("A:\n  aliases:\n  - B\n  - [C]", ["4: 'A' 'aliases' item 2 must be text, not a list."]),
        ("A: {description: [B]}", ["1: 'A' 'description' must be text, not a list."]),
        (
            "A: [B]",
            ["1: 'A' must be empty, or a mapping with 'kind', 'description' and 'aliases', or false, not a list."],
        ),
        ("[A, B]", ["1: this must be a mapping, a line 'key: value' for each setting."]),
        ("A:\nA:", ["2: the key 'A' stands here twice. Keep one of them."]),
        ("F-35:\n\nF 35:", ["3: 'F 35' and 'F-35' (tags.yaml:1) have one address, /tags/f-35/. Keep one of them: "]),
        (
            "A:\nB: {aliases: [C, a]}",
            ["2: 'a', an alias of 'B', is a tag itself (tags.yaml:1). Take out one of the two."],
        ),
        ("A: false\nB: {aliases: [A]}", ["2: 'A', an alias of 'B', is banned (tags.yaml:1). Take out one of the two."]),
        (
            "A: {aliases: [C]}\nB:\n  aliases:\n  - D\n  - c",
            ["5: 'c' is an alias of 'B' and of 'A' (tags.yaml:1). Leave it to one of them."],
        ),
        ('" ": {}', ["1: this tag has no name. Write its name before the colon."]),
        ("A: {knd: x}\nB: yes please", ["1: 'knd' is not a key in 'A'.", "2: 'B' must be empty, or"]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, told: list[str]) -> None:
    problems = load(tmp_path, text)[1]
    assert len(problems) == len(told)
    for problem, beginning in zip(problems, told, strict=True):
        assert problem.startswith(f"tags.yaml:{beginning}")


def test_one_tag_in_both_files(tmp_path: Path) -> None:
    vocabulary, problems = load(tmp_path, "EU:\nNATO: {kind: place}\n", "tags:\n  NATO: {kind: organisation}\n")
    assert problems == ["tags.yaml:2: the tag 'NATO' stands in digest.yaml:5 too. Keep one of them."]
    assert vocabulary.tags["NATO"] == Tag("organisation")


def test_one_alias_in_both_files(tmp_path: Path) -> None:
    settings = "tags:\n  European Union:\n    aliases: [EU]\n"
    problems = load(tmp_path, "Europe: {aliases: [EU]}\n", settings)[1]
    told = "'EU' is an alias of 'Europe' and of 'European Union' (digest.yaml:5). Leave it to one of them."
    assert problems == [f"tags.yaml:1: {told}"]


def test_faulty_tags_in_the_settings_are_told_once(tmp_path: Path) -> None:
    vocabulary, problems = load(tmp_path, None, "tags:\n  NATO: {kin: x}\n  EU: 7\n  UN:\n")
    assert [problem.partition(" must")[0] for problem in problems] == [
        "digest.yaml:5: 'kin' is not a key in 'tags.NATO'. Did you mean 'kind'?",
        "digest.yaml:6: 'tags' 'EU'",
    ]
    assert vocabulary.tags.keys() == {"NATO", "UN"}


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert load(tmp_path, b"A: \xff\n")[1] == ["tags.yaml:1: this is not UTF-8: byte 0xff. Save the file as UTF-8."]


def test_a_build_tells_of_it_with_all_else(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"tags.yaml": "A: {knd: x}\n", "content/a.md": "---\ntitle: A\n---\n"})
    assert problems_of(site) == [
        "content/a.md:2: 'date' is missing. Add a line 'date: 2023-03-08'.",
        "tags.yaml:1: 'knd' is not a key in 'A'. Did you mean 'kind'?",
    ]
    assert not (site / "output").exists()
    assert (site / FILE).exists()
