"""Pages of a printed text: headers, footers and numbers go, and the sentence that they cut is whole again."""

from __future__ import annotations

import pytest

from digest.seeds.draft import Draft
from digest.seeds.passes import draft_article
from digest.seeds.words.lexicon import SHIPPED

OPENING = "The committee met in the town hall and looked at the prices of timber over the whole of the year."
CUT = "Its members agreed that they would share their notes, follow the market in the towns around and look"
REST = "at the prices again before the winter comes, when the yards on the river lay in what they need for the year."
MORE = "A second meeting is planned for the autumn, the chair said, and all who live in the town may come and speak."
END = "The minutes lie in the hall until the end of the month, where the clerk shows them to whoever asks for them."
WHOLE = f"{CUT} {REST}"
HEADER = "Example Review of Timber    Vol. 7, No. 2"


def draft(*blocks: str) -> Draft:
    return draft_article("a.txt", "\n\n".join(blocks), SHIPPED)


def rules(made: Draft) -> dict[str, str]:
    return {line.text: line.rule for line in made.lines if line.kind != "kept"}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Page 3", "Page 4"),
        ("page 3 of 12", "page 4 of 12"),
        ("Seite 3", "Seite 4"),
        ("- 3 -", "- 4 -"),
        ("– 3 –", "– 4 –"),
        ("3 / 12", "4 / 12"),
        ("Page 3 ABC-06-257T", "Page 4 ABC-06-257T"),
        ("3\n\nTimber in Town", "4\n\nTimber in Town"),
        ("Timber in Town 3", "Timber in Town 4"),
    ],
)
def test_a_page_with_its_number_ends_in_a_sentence(one: str, two: str) -> None:
    made = draft("Committee Looks at Prices", OPENING, CUT, one, REST, MORE, two, END)
    assert made.body == (OPENING, WHOLE, MORE, END)
    assert {rules(made)[line] for line in f"{one}\n\n{two}".split("\n\n")} == {"page-header"}


def test_a_single_number_goes_where_it_cuts_a_sentence() -> None:
    assert draft("Committee Looks at Prices", OPENING, CUT, "Page 3", REST, MORE).body == (OPENING, WHOLE, MORE)


def test_lines_are_joined_where_no_blank_line_stands_between() -> None:
    text = "\n".join(("Committee Looks at Prices", "", OPENING, CUT, "- 3 -", REST, MORE))
    assert draft_article("a.txt", text, SHIPPED).body == (OPENING, WHOLE, MORE)


def test_wrapped_lines_and_a_cut_word() -> None:
    made = draft_article(
        "a.txt",
        "Example Review of Timber            Vol. 7, No. 2\n\nCommittee Looks at Prices\n\n"
        "The committee met in the town hall and looked at the\n"
        "prices of timber over the year. Its members agreed\n"
        "that they would share their notes, and follow the mar-\n"
        "ket in the towns around with the help of Mr. Roe and\n"
        "                      Page 1\n\n"
        "Example Review of Timber            Vol. 7, No. 2\n\n"
        "Doe, who know the market and buy wood every year for\n"
        "the yards on the river, where it is sawn in winter.\n\n"
        "                      Page 2\n",
        SHIPPED,
    )
    (body,) = made.body
    assert "with the help of Mr. Roe and Doe, who know the market" in body
    assert (made.title, made.source.name) == ("Committee Looks at Prices", "Example Review of Timber")


def test_no_header_is_the_title() -> None:
    made = draft(HEADER, "Committee Looks at Prices", OPENING, CUT, "Page 3", HEADER, REST, MORE)
    assert (made.title, made.body) == ("Committee Looks at Prices", (OPENING, WHOLE, MORE))
    assert made.source.name == "Example Review of Timber"


def test_a_title_that_heads_each_page_stays_the_title() -> None:
    title = "Committee Looks at Prices"
    made = draft(title, OPENING, CUT, "Page 3", title, REST, MORE, "Page 4", title, END)
    assert (made.title, made.body) == (title, (OPENING, WHOLE, MORE, END))
    assert made.lines[0].rule == "headline"


def test_a_page_that_ends_with_a_sentence_parts_paragraphs() -> None:
    made = draft("Committee Looks at Prices", OPENING, "Page 3", MORE, "Page 4", END)
    assert made.body == (OPENING, MORE, END)


@pytest.mark.parametrize(
    "lines",
    [
        ("Page 3",),
        ("- 30 -",),
        ("3",),
        ("3 / 12",),
        ("Page 4", "Page 3"),
        ("Round 1", "Round 2"),
        ("Background", "Background"),
        ("Germany", "12", "France", "13", "Germany", "14"),
        ("1", "2", "3"),
        ("* none", "* none"),
    ],
)
def test_lines_that_are_no_edges_of_pages(lines: tuple[str, ...]) -> None:
    """With and without text between them; other rules may say that one is boilerplate."""
    mixed = [
        text
        for line, text in zip(lines, (OPENING, MORE, END, OPENING, MORE, END), strict=False)
        for text in (line, text)
    ]
    for blocks in ((OPENING, *lines, MORE), (OPENING, *mixed, MORE)):
        made = draft("Committee Looks at Prices", *blocks)
        assert "page-header" not in rules(made).values()
        assert OPENING in made.body
        assert MORE in made.body


def test_numbered_parts_of_a_text_are_no_pages() -> None:
    made = draft("Committee Looks at Prices", OPENING, "1", MORE, "2", END, "3", OPENING)
    assert "page-header" not in rules(made).values()


def test_numbers_alone_that_cut_sentences_again_and_again_are_those_of_pages() -> None:
    half, rest = "In the lower town nobody has bought a board of oak", "since the bridge over the river was closed."
    made = draft("Committee Looks at Prices", OPENING, CUT, "3", REST, MORE, half, "4", rest, END)
    assert made.body == (OPENING, WHOLE, MORE, f"{half} {rest}", END)


def test_a_table_of_contents_is_none() -> None:
    made = draft("Committee Looks at Prices", OPENING, "The first part\nPage 3\nThe second part\nPage 9", MORE)
    assert "page-header" not in rules(made).values()
