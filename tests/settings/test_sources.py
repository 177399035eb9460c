"""sources.yaml: what it may say, whose articles it means, and what is told of mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.settings.config import load_config
from digest.settings.sources import Rights, Terms, load_sources, origin_of
from tests.sites import build, make_site, page, problems_of, put

FULL = """\
Example Times:
  url: https://www.times.example/about
  licence: All rights reserved
  republish: excerpt
  length: 80
  aliases: [The Example Times, ET]
Gazette:
  republish: summary
Wire:
  licence: CC BY 4.0
"""
TIMES = Terms("excerpt", 80, "https://www.times.example/about", "All rights reserved")


def load(tmp_path: Path, text: str | None, settings: str = "") -> tuple[Rights, list[str]]:
    site = make_site(tmp_path, {"sources.yaml": text} if text is not None else {}, f"title: Test\n{settings}")
    rights, problems = load_sources(site, load_config(site)[0])
    return rights, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("name", "url", "expected"),
    [
        ("Example Times", "", TIMES),
        ("example  TIMES", "", TIMES),
        ("The Example Times", "https://elsewhere.example/a", TIMES),
        ("et", "", TIMES),
        ("Somebody", "https://times.example/2023/a", TIMES),
        ("Somebody", "http://WWW.TIMES.EXAMPLE:8080/a", TIMES),
        ("Gazette", "https://times.example/a", Terms("summary", 60)),
        ("Wire", "", Terms("excerpt", 30, "", "CC BY 4.0")),
        ("Somebody", "https://news.times.example/a", Terms("excerpt", 30)),
        ("Somebody", "https://[", Terms("excerpt", 30)),
        ("Somebody", "", Terms("excerpt", 30)),
        ("", "", Terms()),
    ],
)
def test_whose_terms(tmp_path: Path, name: str, url: str, expected: Terms) -> None:
    rights, problems = load(tmp_path, FULL, "unlisted_sources: {republish: excerpt, length: 30}\n")
    assert problems == []
    assert rights.terms_of(origin_of(name, url)) == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", Terms()),
        ("unlisted_sources: {republish: excerpt}", Terms("excerpt", 120)),
        ("unlisted_sources: {republish: summary}", Terms("summary", 60)),
        ("unlisted_sources: {republish: summary, length: 9}", Terms("summary", 9)),
    ],
)
def test_what_is_not_listed(tmp_path: Path, settings: str, expected: Terms) -> None:
    for text in (None, "", "NATO:\n"):
        rights, problems = load(tmp_path, text, settings)
        assert (rights.terms_of(origin_of("NATO", "")), problems) == (expected, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NATO:\n  republsh: full\n", "2: 'republsh' is not a key in 'NATO'. Did you mean 'republish'?"),
        (
            "NATO:\n  republish: part\n",
            "2: 'NATO' 'republish' must be one of: full, excerpt, summary, not 'part'.",
        ),
        ("NATO:\n  length: 0\n", "2: 'NATO' 'length' must be a number of words from 1 to 100000, not '0'."),
        (
            "NATO:\n  url: nato.int\n",
            "2: 'NATO' 'url' must be a web address such as https://example.org/, not 'nato.int'.",
        ),
        ("A: {}\nA: {}\n", "2: the key 'A' stands here twice. Keep one of them."),
        ("NATO: {}\nnato: {}\n", "2: 'nato' is the same source as 'NATO'. Keep one of them."),
        (
            "A: {aliases: [C]}\nB:\n  aliases:\n  - X\n  - c\n",
            "5: 'c' in 'aliases' of 'B' is a name of 'A' too. Keep one of them.",
        ),
        ("A: {}\nB: {aliases: [a]}\n", "2: 'a' in 'aliases' of 'B' is a name of 'A' too. Keep one of them."),
        ("B: {aliases: [a]}\nA: {}\n", "1: 'a' in 'aliases' of 'B' is a name of 'A' too. Keep one of them."),
        (
            "A: {url: 'https://a.example/x'}\nB:\n  licence: x\n  url: http://www.a.example/y\n",
            "4: 'B' has an address on a.example, and so has 'A'. "
            "Leave 'url' out of one of them: its articles are known by its name.",
        ),
        ("- NATO\n", "1: this must be a mapping, a line 'key: value' for each setting."),
    ],
)
def test_mistakes(tmp_path: Path, text: str, expected: str) -> None:
    assert load(tmp_path, text)[1] == [f"sources.yaml:{expected}"]


def test_a_name_twice_within_one_source_is_no_matter(tmp_path: Path) -> None:
    assert load(tmp_path, "NATO: {aliases: [Nato, nato]}")[1] == []


def test_nothing_is_written_while_there_is_a_mistake(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": "---\ntitle: A\ndate: 2023-03-08\nsource: NATO\n---\nOne. Two.\n"})
    put(site, {"sources.yaml": "NATO: {republish: excerpt, length: 1}"})
    build(site)
    put(site, {"sources.yaml": "NATO: {republish: excerpt, length: many}"})
    assert len(problems_of(site)) == 1
    assert "Two." not in page(site, "2023/03/08/a/")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    (site / "sources.yaml").mkdir()
    assert problems_of(site) == ["sources.yaml: cannot be read: Is a directory."]
