"""Leaving out what a text does not call for never changes its HTML."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.content.engines.named_headings import NamedHeadings
from digest.content.engines.python_markdown import ALWAYS, EXTENSIONS, INLINE, to_html
from tests.profiles import examples

ALL: list[str | markdown.Extension] = [*ALWAYS, *(name for name in EXTENSIONS if name != "toc"), NamedHeadings()]
"""All that a text may call for."""

WHOLE = markdown.Markdown(extensions=ALL, output_format="html")

SAMPLES = {
    "table": "| a | b |\n|---|--:|\n| 1 | 2 |",
    "footnote": "Text[^1].\n\n[^1]: A note.",
    "abbreviation": "NATO met.\n\n*[NATO]: North Atlantic Treaty Organization",
    "heading": "## Head\n\nText",
    "underlined heading": "Head\n----\n\nText",
    "contents": "[TOC]",
    "fence": "```python\nx < 1\n```",
    "attributes": "Text\n{: .note #id }",
    "admonition": "!!! note\n    Text",
    "code": "`x`",
    "escape": r"1986\. A year \* \_",
    "link": "[a](b) [c][d] [e]\n\n[d]: f\n[e]: g",
    "image": "![a](b) ![c][d]\n\n[d]: f",
    "addresses": "<https://example.org> <me@example.org> <b>x</b>",
    "line break": "a  \nb",
    "line break by a tab": "a\t\nb",
    "entity": "&copy; & &lt;",
    "emphasis": "*a* **b** _c_ __d__ * e",
    "lists": "1. a\n2. b\n\n- c\n- d",
}
PIECES = [*"abc |-=#^*_`~\\[]{}()<>!&:.+\n\t", "\n\n", "  \n", "    ", "word ", *SAMPLES.values()]


def whole(text: str) -> str:
    WHOLE.reset()
    return WHOLE.convert(text)


@pytest.mark.parametrize("name", SAMPLES)
def test_each_kind_of_syntax_is_heeded(name: str) -> None:
    assert to_html(SAMPLES[name]) == whole(SAMPLES[name])
    assert whole(SAMPLES[name]) != f"<p>{SAMPLES[name]}</p>", "the sample shows something"


@settings(max_examples=examples(quick=200, deep=2000))
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_random_texts(text: str) -> None:
    assert to_html(text) == whole(text)


def test_every_inline_pattern_of_the_library_has_a_trigger() -> None:
    """A pattern that a new version of Python-Markdown brings is always on until it is named here."""
    ours = {name for names in INLINE.values() for name in names}
    registered = vars(markdown.Markdown().inlinePatterns)["_priority"]
    assert {item.name for item in registered} <= ours
