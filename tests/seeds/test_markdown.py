"""Plain text survives Markdown: the words that are rendered are the words that were written."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.seeds.passes import draft_article
from digest.seeds.read.decoding import normalise
from digest.seeds.refused import SeedError
from digest.seeds.words.lexicon import SHIPPED
from digest.seeds.write.markdown import body_markdown, escape_markdown
from digest.seeds.write.structure import arranged, rows_of_table
from digest.text import without_controls
from tests.profiles import examples

EXTENSIONS = ["tables", "footnotes", "abbr", "attr_list", "fenced_code", "admonition", "toc", "def_list"]
_TAG = re.compile(r"</?(\w+)[^>]*>")


def rendered(source: str) -> str:
    return markdown.markdown(source, extensions=EXTENSIONS)


_LIST = re.compile(r"<([uo])l>\n(.*?)</\1l>", re.S)
_TABLE = re.compile(r"<table>\n(.*?)</table>", re.S)


def shown_words(page: str) -> list[str]:
    """The words that a reader sees, the marks of lists among them (`•`, `1.`).

    Fails if there is any element but paragraphs, lists of single lines and tables.
    """
    page = _LIST.sub(lambda found: _with_marks(found[1] == "o", found[2]), page)
    page = _TABLE.sub(lambda found: re.sub(r"</?(?:thead|tbody|tr|t[hd])>", "", found[1]), page)
    assert set(_TAG.findall(page)) <= {"p"}, page
    return html.unescape(_TAG.sub(" ", page)).split()


def _with_marks(numbered: bool, items: str) -> str:
    texts = re.findall(r"<li>([^\n]*)</li>\n", items)
    assert "".join(f"<li>{text}</li>\n" for text in texts) == items, items
    return " ".join(f"{f'{n}.' if numbered else '•'} {text}" for n, text in enumerate(texts, 1))


def written_words(paragraphs: Sequence[str]) -> list[str]:
    """The words of the paragraphs, with the marks of lists as `shown_words` gives them; of tables the cells'."""
    words: list[str] = []
    for block in arranged(paragraphs, SHIPPED):
        if block.kind == "table":
            words += " ".join(cell for row in rows_of_table(block.paragraphs) for cell in row).split()
            continue
        for paragraph in block.paragraphs:
            mark, *rest = paragraph.split()
            is_item = block.kind == "list"
            words += [mark.rstrip(".)") + "." if mark[0].isdigit() else "•"] if is_item else [mark]
            words += rest
    return words


TRICKY = [
    "1986. A landmark year",
    "1) One of two",
    "#1 in the world",
    "###",
    "# Heading #",
    "* star",
    "- dash",
    "+ plus",
    "-",
    "+",
    "2*3*4 and **bold** and *em*",
    "_under_ and __init__ and snake_case_name and _",
    "<b>bold</b> <script>alert(1)</script> a < b > c",
    "<https://example.org> <a@example.org>",
    "<!-- comment -->",
    "<?php x ?>",
    "> quoted",
    "| a | b |",
    "--- | ---",
    "&nbsp; &amp; &#8217; &copy AT&T Q&A; R&D",
    "[x]: y",
    "[x]: https://example.org 'title'",
    "[^1]",
    "[^1]: a note",
    "text[^1] with a note",
    "*[NATO]: an alliance",
    ": definition",
    "~ definition",
    "~~~",
    "~~~ python",
    "```",
    "`code` and ``more``",
    "===",
    "---",
    "- - -",
    "***",
    "___",
    "!!! note",
    '!!! danger "title"',
    "![alt](src.png) and [text](url) and [text][id] and [a] [b]",
    "{: .x}",
    "{#id}",
    "Title {#id}",
    "Title {: .x #y}",
    "[TOC]",
    "C:\\temp\\new \\* \\",
    "ends in a backslash\\",
    "https://example.org/a_b_c?x=1&y=2&copy=3",
    "first_last@example.org",
    "10\xa0000 €",
    "١. Arabic digits",
    "(c) 2023 -- text",
    "\x02klzzwxh:0001\x03",
]


@pytest.mark.parametrize("text", TRICKY)
def test_what_looks_like_markdown_is_shown_as_it_stands(text: str) -> None:
    page = rendered(body_markdown([text], SHIPPED))
    assert shown_words(page) == normalise(text).split()


def test_neighbours_do_not_make_something_of_each_other() -> None:
    paragraphs = [text for text in TRICKY if normalise(text) == text]
    assert shown_words(rendered(body_markdown(paragraphs, SHIPPED))) == " ".join(paragraphs).split()


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. said on 8 March 2023 that 155 mm shells (1,648 of them) cost $3,000 – or less!",
        "“We met,” she said; R&D and AT&T, [sic] and F-35A, 50% at 3.5 °C, e-mail: a_b@example.org.",
        "-5 degrees, 3+4 rounds, and/or: see https://example.org/a_b?c=d&e=f",
        "No. 1 of 5. 1986 was a year.",
        "$624.601M #2 and so on",
    ],
)
def test_ordinary_prose_is_not_touched(text: str) -> None:
    assert escape_markdown(text) == text


def test_a_note_mark_stays_text_if_an_editor_adds_a_note() -> None:
    assert escape_markdown("as the report says[^1] and [sic]") == "as the report says\\[^1] and [sic]"


# Letters are rare in what breaks Markdown: mostly its own characters, and pieces that mean something together.
_PIECES = st.sampled_from(
    [*"*_`[](){}<>#+-.!|\\~=:^&;\"'1aB é\t", "  ", "\n", "\n\n", "    ", "http://", "&amp;", "]: ", "](", "1. "]
)
_TEXT = st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=40).map("".join))


@settings(max_examples=examples(quick=150, deep=1500))
@given(st.lists(_TEXT, min_size=1, max_size=4))
@example(["&#x2;"])
@example(["a", "    b"])
@example(["- |", "- -|"])
@example(["- a | b", "- - | -"])
@example(["\ue000"])
def test_any_paragraphs_survive(texts: list[str]) -> None:
    """But for the signs that are taken out of every text when it is read."""
    paragraphs = [" ".join(normalise(without_controls(text)).split()) for text in texts]
    paragraphs = [p for p in paragraphs if p]
    assert shown_words(rendered(body_markdown(paragraphs, SHIPPED))) == written_words(paragraphs)


@pytest.mark.parametrize(
    ("paragraphs", "body"),
    [
        (["- oak", "- ash"], "- oak\n- ash\n"),
        (["• oak", "• ash", "So."], "- oak\n- ash\n\nSo.\n"),
        (["1. oak", "2. ash"], "1. oak\n2. ash\n"),
        (["1) oak", "2) ash"], "1. oak\n2. ash\n"),
        (["- # oak", "- 1. ash", "- - elm"], "- \\# oak\n- 1\\. ash\n- \\- elm\n"),
    ],
)
def test_items_in_a_row_are_a_list(paragraphs: list[str], body: str) -> None:
    assert body_markdown(paragraphs, SHIPPED) == body
    assert shown_words(rendered(body)) == written_words(paragraphs)


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["- oak"],
        ["- oak", "* ash"],
        ["1986. A landmark year", "1987. Another"],
        ["2. oak", "3. ash"],
        ["1. oak", "3. ash"],
        ["-5 degrees", "-6 degrees"],
        ["-", "-"],
        ["– Yes, said the mayor.", "– No, said the chair."],
    ],
)
def test_what_makes_no_list(paragraphs: list[str]) -> None:
    page = rendered(body_markdown(paragraphs, SHIPPED))
    assert "<li>" not in page
    assert shown_words(page) == " ".join(paragraphs).split()


def test_a_list_after_a_list_stays_paragraphs() -> None:
    page = rendered(body_markdown(["- oak", "- ash", "1. elm", "2. fir"], SHIPPED))
    assert shown_words(page) == ["•", "oak", "•", "ash", "1.", "elm", "2.", "fir"]
    assert page.count("<p>") == 2


_PROSE = st.sampled_from(
    [
        "The committee met on 3 May 2022.",
        "Ministers agreed to share the cost.",
        "1986. A landmark year",
        "A Headline Of Sorts",
        "By Ann Doe",
        "- oak",
        "- 1. ash",
        "1. elm",
        "2. fir {: .x}",
        "the long-",
        "term plan",
    ]
)


@settings(max_examples=examples(quick=150, deep=1500))
@given(st.lists(st.one_of(_PROSE, _TEXT), min_size=1, max_size=8).map("\n".join))
def test_the_body_is_the_kept_lines_and_nothing_else(text: str) -> None:
    try:
        draft = draft_article("seed.txt", normalise(text), SHIPPED)
    except SeedError:
        return
    kept = " ".join(line.text for line in draft.lines if line.is_text)
    # Only a word cut at the end of a line is another in the body: `long-` and `term` are one there.
    assert _without_cuts(" ".join(draft.body)) == _without_cuts(kept)
    assert sorted({line.number for line in draft.lines}) == list(range(1, normalise(text).count("\n") + 2))
    for line in draft.lines:
        assert (line.kind == "kept") == (line.rule == "")


def _without_cuts(text: str) -> list[str]:
    return re.sub(r"(?<=[^\W_])- ?(?=[^\W_])", "", " ".join(text.split())).split()
