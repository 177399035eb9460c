"""The CommonMark engine: what is added to its HTML is added where it is called for, and changes nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.build.program import program_facts
from digest.content.engines import commonmark
from tests.content.engines.test_both import normalised
from tests.content.test_markdown import PIECES
from tests.profiles import examples
from tests.sites import CONFIG, article, body_of, build, make_site
from tests.views_document import ROOT

TEXTS = st.lists(
    PIECES
    | st.sampled_from(["!!! note\n", '    !!! tip "T"\n', "*[NATO]: x\n", "{.x #head}", "    ", "> ", "- ", "  "])
    | st.text(st.characters(exclude_categories=("Cc", "Cs", "Co")), max_size=4),
    max_size=16,
).map("".join)


@settings(max_examples=examples(quick=150, deep=1500))
@given(TEXTS)
def test_the_short_way_gives_what_the_long_way_does(text: str) -> None:
    assert normalised(commonmark.to_html(text)) == normalised(commonmark.with_everything(text))


@settings(max_examples=examples(quick=150, deep=1500))
@given(TEXTS)
def test_ids_are_unique_and_no_mark_is_left(text: str) -> None:
    html = commonmark.with_everything(text)
    ids = re.findall(r'<h[1-6][^>]* id="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert not {"\ue000", "\ue001"} & set(html)


@pytest.mark.parametrize("before", ["a\n", "- a\n", "[r]: b\n", "> a\n"])
def test_a_line_that_goes_on_with_another_is_no_note(before: str) -> None:
    html = commonmark.to_html(f"{before}    !!! note\n")
    assert "!!! note" in html
    assert "admonition" not in html


def test_a_note_that_is_code_after_all_is_shown_as_it_was() -> None:
    html = commonmark.to_html('[^1]: d\n!!! note "T"\nHead\n===\n\n    !!! tip "U"\n')
    assert "<pre><code>!!! tip U" in html


def test_the_short_ways_are_taken() -> None:
    taken: list[str] = []
    long_way = commonmark.with_everything
    try:
        commonmark.with_everything = lambda text: taken.append(text) or ""  # type: ignore[func-returns-value]
        assert commonmark.to_html("*a* [b](c) | <b>d</b>")
        assert commonmark.to_html("## a\n\n## a") == '<h2 id="a">a</h2>\n<h2 id="a-2">a</h2>\n'
        assert taken == []
        assert commonmark.to_html("a[^1]") == ""
        assert taken == ["a[^1]"]
    finally:
        commonmark.with_everything = long_way


def test_a_site_with_the_fast_engine(tmp_path: Path) -> None:
    body = "## Plan\n\n- a\n  - NATO[^1]\n\n[^1]: [b](b.md)\n\n*[NATO]: North Atlantic"
    files = {"content/a.md": article(body=body), "content/b.md": article("B")}
    site = make_site(tmp_path, files, CONFIG + "markdown: {engine: commonmark}\n")
    build(site)
    html = body_of(site, "2023/03/08/a/")
    assert '<h2 id="plan">Plan</h2>' in html
    assert html.count("<ul>") == 2  # CommonMark's: with the other engine it is one list
    assert 'b/">b</a>' in html
    (site / "digest.yaml").write_text(CONFIG, encoding="utf-8")
    build(site)
    assert body_of(site, "2023/03/08/a/").count("<ul>") == 1


def test_another_version_of_the_engine_is_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    found = set()
    for version in ("90.1", "90.2"):
        (tmp_path / f"pyromark-{version}.dist-info").mkdir()
        found.add(program_facts.__wrapped__()["pyromark"])
    assert len(found) == 2


def test_tests_have_the_engine_that_users_get() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (engine,) = project["project"]["optional-dependencies"]["fast"]
    assert engine in project["dependency-groups"]["test"]
