"""Ids of headings: made of their own text, the same with both engines, and lasting."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.content.engines import commonmark, python_markdown
from tests.profiles import examples

ENGINES = (commonmark.to_html, python_markdown.to_html)


def ids(html: str) -> list[str]:
    return re.findall(r'<h2 id="([^"]*)"', html)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Київ", "kiiv"),
        ("Сили оборони", "sili-oboroni"),
        ("北约", "bei-yue"),
        ("Über & *Co.* <b>y</b>", "uber-co-y"),
        ("!!!", "section"),
        ("155 mm", "155-mm"),
        ("It’s `x`", "its-x"),
        ("x" * 90, "x" * 60),
    ],
)
def test_ids_are_made_as_slugs_are(text: str, made: str) -> None:
    for to_html in ENGINES:
        assert ids(to_html(f"## {text}")) == [made]


def test_arabic_is_transliterated() -> None:
    for to_html in ENGINES:
        (made,) = ids(to_html("## وزارة الدفاع"))
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", made)


def test_ids_that_were_written_stay() -> None:
    for to_html in ENGINES:
        assert ids(to_html("## One\n\n## Two {#one}\n\n## One\n\n## Three {: #Drei }")) == [
            "one-2",
            "one",
            "one-3",
            "Drei",
        ]


HEADINGS = st.lists(
    st.sampled_from(["One", "one", "Two", "Київ", "!!", "***a***", "Three & four", "x{#y}"]), max_size=8
)


@settings(max_examples=examples(quick=60, deep=600))
@given(HEADINGS, st.integers(0, 8), st.sampled_from(["Something else", "Ще одна", "Two words"]))
def test_a_heading_above_changes_no_id(headings: list[str], at: int, other: str) -> None:
    for to_html in ENGINES:
        before = ids(to_html("\n\n".join(f"## {heading}" for heading in headings)))
        more = [*headings[:at], other, *headings[at:]]
        after = ids(to_html("\n\n".join(f"## {heading}" for heading in more)))
        at = min(at, len(headings))
        assert after[:at] + after[at + 1 :] == before
        assert len(set(after)) == len(after) or headings.count("x{#y}") > 1


def test_an_extension_that_is_named_again_changes_no_id() -> None:
    for name in ("toc", "markdown.extensions.toc"):
        assert ids(python_markdown.to_html("## Київ\n\n## Київ", (name,))) == ["kiiv", "kiiv-2"]
