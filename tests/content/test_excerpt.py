"""What is left of a text that may not be shown in full."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.content import html
from digest.content.engines import commonmark, python_markdown
from digest.content.excerpt import allowed, excerpt, shorten, words_in
from digest.model.article import Texts
from digest.settings.config import Engine
from digest.settings.sources import Terms

ENGINES: tuple[Engine, ...] = get_args(Engine)


def body(text: str, name: Engine = "markdown") -> str:
    return html.make_safe(commonmark.to_html(text) if name == "commonmark" else python_markdown.to_html(text)).strip()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("One two, three.", 3),
        ("one\u00a0two\nthree", 3),
        ("word—word", 2),
        ("北約組織", 4),
        ("NATO 北約", 3),
        ("прем'єр сказав", 2),
    ],
)
def test_words(text: str, words: int) -> None:
    assert words_in(text) == words


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("One two. Three four.", 4, "One two. Three four."),
        ("One two. Three four.", 3, "One two."),
        ("One two! “Three four.” Five.", 4, "One two! “Three four.”"),
        ("One two three four.", 2, "One two…"),
        ("One, two three.", 1, "One…"),
        ("One two.", 0, ""),
        ("", 5, ""),
        ("He met Gen. Roe in the U.S. Senate. Then he left.", 8, "He met Gen. Roe in the U.S. Senate."),
        ("He met Gen. Roe in the U.S. Senate. Then he left.", 5, "He met Gen. Roe in…"),
        ("It cost 1.5 million. More was spent.", 5, "It cost 1.5 million."),
        ("一二三。四五六。", 6, "一二三。"),
        ("It went on. 'Go on,' she said.", 4, "It went on."),
        ("It rose. €5 more.", 3, "It rose."),
    ],
)
def test_shorten(text: str, words: int, expected: str) -> None:
    assert shorten(text, words) == expected


TEXT = "One **two.** Three [four](https://example.org/) five. *Six seven. Eight.* Nine."


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (9, None),
        (
            8,
            '<p>One <strong>two.</strong> Three <a href="https://example.org/">four</a> five. '
            "<em>Six seven. Eight.</em></p>",
        ),
        (7, '<p>One <strong>two.</strong> Three <a href="https://example.org/">four</a> five.</p>'),
        (4, "<p>One <strong>two.</strong></p>"),
        (1, "<p>One…</p>"),
        (0, ""),
    ],
)
def test_a_paragraph_ends_with_a_sentence_and_outside_of_marks(name: Engine, words: int, expected: str | None) -> None:
    whole = body(TEXT, name)
    assert excerpt(whole, words) == (whole if expected is None else expected)


CASES: dict[str, tuple[str, int, str]] = {
    "whole paragraphs": ("A b.\n\nC d.\n\nE f.", 5, "<p>A b.</p>\n<p>C d.</p>"),
    "a heading stays with what is below it": ("A b.\n\n## C\n\nD e f.", 4, "<p>A b.</p>"),
    "items of a list": ("A:\n\n- b c\n- d e\n- f g h", 6, "<p>A:</p>\n<ul>\n<li>b c</li>\n<li>d e</li>\n</ul>"),
    "sentences of a quotation": ("> A b. C d e.\n\nF.", 3, "<blockquote>\n<p>A b.</p>\n</blockquote>"),
    "a table that does not fit": ("A.\n\n|b|c|\n|-|-|\n|d|e|\n\nF.\n\nG.", 2, "<p>A.</p>\n\n<p>F.</p>"),
    "code that does not fit": ("A.\n\n    b c d\n\nE.", 2, "<p>A.</p>\n\n<p>E.</p>"),
    "a picture above text": ("![x](a.png)\n\nA b.\n\nC d.", 3, '<p><img src="a.png" alt="x"></p>\n<p>A b.</p>'),
    "a picture below it": ("A b.\n\n![](a.png)\n\nC d.", 3, "<p>A b.</p>"),
    "words in a picture": ("![x y z](a.png) A.\n\nB.", 2, "<p>A.</p>"),
    "a note": ("A b.[^1] C d e.\n\n[^1]: F g.", 3, "<p>A b.</p>"),
    "contents": ("[TOC]\n\n# A\n\nB c.\n\n# D\n\nE f g.", 4, '<h1 id="a">A</h1>\n<p>B c.</p>'),
    "signs": ("A < b &amp; c. D e.", 6, "<p>A &lt; b &amp; c.</p>"),
    "a link to what is left out": ("A [b](#c).\n\n# C\n\nD e f.", 3, "<p>A <a>b</a>.</p>"),
    "words of a first paragraph with marks": ("*A b < c d*", 3, "<p>A b &lt;…</p>"),
    "text in no paragraph": ("<div>A b. C <b>d</b> e.</div>", 2, "<div>A b.</div>"),
}


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("case", CASES)
def test_what_an_excerpt_is(case: str, name: Engine) -> None:
    text, words, expected = CASES[case]
    made = excerpt(body(text, name), words).replace('<img alt="x" src="a.png">', '<img src="a.png" alt="x">')
    assert made.replace("\n", "") == expected.replace("\n", "")


PIECES = st.sampled_from(
    [
        *("One two. ", "Three ", "*four five.* ", "**Six.** Seven. ", "[eight nine.](#ten) ", "![ten](a.png) "),
        *(
            "\n\n",
            "\n\n# Head\n\n",
            "\n\n> Quoted. More.\n\n",
            "\n- item one. Two.\n- item two.\n",
            "\n\n    code it\n\n",
        ),
        *(
            "\n\n|a|b|\n|-|-|\n|c d|e f|\n\n",
            "<div>In a. Box.</div>",
            "<b>open ",
            "</p>",
            "a < b & c. ",
            "[^1]\n\n[^1]: Note.\n\n",
        ),
    ]
)


@pytest.mark.parametrize("name", ENGINES)
@given(st.lists(PIECES, max_size=14), st.integers(0, 30))
def test_any_excerpt_is_short_and_well_formed(name: Engine, pieces: list[str], words: int) -> None:
    whole = body("".join(pieces), name)
    made = excerpt(whole, words)
    assert open_elements(made) == []
    assert made == html.make_safe(made)
    shown, of = words_of(made), words_of(whole)
    assert len(shown) <= words or made == ""
    rest = iter(word.rstrip(".…") for word in of)
    assert all(word.rstrip(".…") in rest for word in shown if word != "…")  # in their order


def words_of(made: str) -> list[str]:
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            found.extend(data.split())

    reader = Reader()
    reader.feed(re.sub(r"</?(?:b|em|strong|a|sup|img)\b[^>]*>", "", made))
    reader.close()
    return found


def open_elements(made: str) -> list[str]:
    around: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in ("br", "hr", "img"):
                around.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert around.pop() == tag

    reader = Reader()
    reader.feed(made)
    reader.close()
    return around


@pytest.mark.parametrize(
    ("terms", "given_texts", "expected"),
    [
        (Terms("excerpt", 3), ("S.", "D.", "<p>A b.</p>"), Texts("S.", "D.", "<p>A b.</p>", "full")),
        (Terms("excerpt", 2), ("S.", "D.", "<p>First. Second.</p>"), Texts("S.", "D.", "<p>First.</p>", "excerpt")),
        (
            Terms("excerpt", 2),
            ("First. T u.", "Second. E f.", "<p>A b.</p>"),
            Texts("First.", "Second.", "<p>A…</p>", "excerpt"),
        ),
        (
            Terms("excerpt", 1),
            ("", "", "<table><tbody><tr><td>A b</td></tr></tbody></table>"),
            Texts("", "", "", "title"),
        ),
        (Terms("summary", 3), ("S & t.", "D.", "<p>A.</p>"), Texts("S & t.", "", "<p>S &amp; t.</p>", "summary")),
        (Terms("summary", 2), ("S.", "Second. E.", "<p>A.</p>"), Texts("S.", "Second.", "<p>S.</p>", "summary")),
        (Terms("summary", 2), ("", "D. E.", "<p>A.</p>"), Texts("", "D. E.", "", "summary")),
        (Terms("summary", 2), ("", "", "<p>A.</p>"), Texts("", "", "", "title")),
    ],
)
def test_terms(terms: Terms, given_texts: tuple[str, str, str], expected: Texts) -> None:
    assert allowed(terms, *given_texts) == expected
