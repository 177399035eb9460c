"""Headline and body among the lines of a page: what the model says of them, and what keeps it from saying too
much."""

from __future__ import annotations

import textwrap

import pytest

from digest.seeds.draft import Draft
from digest.seeds.label import order, page_lines
from digest.seeds.label.lines import Lines, mark, number
from digest.seeds.label.model import Labels
from digest.seeds.label.page_lines import KEEP, KEEP_OUTSIDE, PAGE, Labelled, going, headline_of, page_around
from digest.seeds.label.paragraphs import Unit
from digest.seeds.label.state import marking
from digest.seeds.passes import draft_article
from digest.seeds.words.lexicon import SHIPPED, Lexicon

PROSE = (
    "The board of the harbour decided on Tuesday that the old quay will be built anew in oak, for the third time.",
    "Work begins in May, said the chair of the board, and the boats will lie across the river until then.",
    "The town pays half of what it costs. The other half is borrowed, and paid back from the fees of the boats.",
    "In the winter the river had carried off a part of the quay, and with it the hut of the clerk of the harbour.",
)
MENU = ("Home", "Town", "Harbour", "Sport", "Weather", "Sign in", "Subscribe")
FOOT = ("Most read", "Bakers of the town bake again", "Terms of use", "Privacy policy", "Contact us", "Cookie settings")


def draft(*lines: str) -> Draft:
    return draft_article("a.txt", "\n\n".join(lines), SHIPPED)


def test_a_whole_page_is_the_article() -> None:
    made = draft(*MENU, "Harbour Board Builds the Quay Anew", "By Ann Doe", "8 March 2023", *PROSE, *FOOT)
    assert made.title == "Harbour Board Builds the Quay Anew"
    assert made.body == PROSE
    assert all(line.kind != "kept" for line in made.lines if line.text in (*MENU, *FOOT))


def test_every_line_says_how_surely_it_is_of_the_body() -> None:
    made = draft(*MENU, "Harbour Board Builds the Quay Anew", *PROSE, *FOOT)
    body = {line.text: line.body for line in made.lines}
    assert min(body[text] for text in PROSE) > 0.9
    assert max(body[text] for text in MENU) < 0.2


def found(*texts: str, body: tuple[float, ...], titles: tuple[tuple[float, int], ...] = ()) -> Labelled:
    units = tuple(Unit((n,), text) for n, text in enumerate(texts))
    return Labelled(units, Labels(tuple((p, 0.0, 0.0, 0.0, 1 - p) for p in body), body, titles))


def lines_of(*texts: str) -> Lines:
    return number("\n".join(texts))


@pytest.mark.parametrize(
    ("texts", "titles", "title", "is_sure"),
    [
        (("Quay Is Built Anew", "Oak is dear", PROSE[0]), ((0.9, 0), (0.05, 1)), "Quay Is Built Anew", True),
        (("Quay Is Built Anew", "Oak is dear", PROSE[0]), ((0.5, 0), (0.05, 1)), "Quay Is Built Anew", False),
        (("Quay Is Built Anew", "Oak Is Dear Again", PROSE[0]), ((0.9, 0), (0.4, 1)), "Quay Is Built Anew", False),
        # a deck never beats its headline
        (("Quay Is Built Anew", "The town pays half.", PROSE[0]), ((0.9, 1), (0.05, 0)), "Quay Is Built Anew", False),
        # nor a kicker
        (("Harbour", "Quay Is Built Anew in Oak", PROSE[0]), ((0.9, 0), (0.05, 1)), "Quay Is Built Anew in Oak", False),
        # nor the end of a breadcrumb
        (("Town > Quay Is Built Anew", "Quay Is Built Anew", "Oak"), ((0.9, 0), (0.1, 1)), "Quay Is Built Anew", False),
        # nor an agency's word for the story, nor a byline, nor what leads to a list
        (("BC-US--Quay, 1st Ld", "Quay Is Built Anew", PROSE[0]), ((0.9, 0), (0.2, 1)), "Quay Is Built Anew", False),
        (("By Ann Doe", "Quay Is Built Anew", PROSE[0]), ((0.9, 0), (0.2, 1)), "Quay Is Built Anew", False),
        (("Here is why:", "Quay Is Built Anew", PROSE[0]), ((0.9, 0), (0.2, 1)), "Quay Is Built Anew", False),
        ((PROSE[1], "Quay Is Built Anew", PROSE[0]), ((0.9, 0), (0.2, 1)), "Quay Is Built Anew", False),
    ],
)  # fmt: skip
def test_headlines_compete(
    texts: tuple[str, ...], titles: tuple[tuple[float, int], ...], title: str, is_sure: bool
) -> None:
    best = headline_of(lines_of(*texts), found(*texts, body=(0.1, 0.1, 0.99), titles=titles), SHIPPED)
    assert best is not None
    assert (best.unit.text, not best.rival) == (title, is_sure)


def test_a_text_may_have_no_headline() -> None:
    assert headline_of(lines_of(*PROSE), found(*PROSE, body=(0.9,) * 4, titles=((0.05, 0),)), SHIPPED) is None


@pytest.mark.parametrize(
    "line", ["The Harbour Office          https://example.org", "The gate in the rain. Photo: Ann Doe"]
)
def test_neither_a_letterhead_nor_a_caption_is_the_headline(line: str) -> None:
    texts = (line, "Quay Is Built Anew", PROSE[0])
    best = headline_of(lines_of(*texts), found(*texts, body=(0.1, 0.1, 0.99), titles=((0.9, 0), (0.2, 1))), SHIPPED)
    assert best is not None
    assert best.unit.text == "Quay Is Built Anew"


WRAPPED = [line for text in PROSE for line in (*textwrap.wrap(text, 60), "")]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            ("Harbour Board Builds the Quay Anew in", "Oak of the Town"),
            "Harbour Board Builds the Quay Anew in Oak of the Town",
        ),
        (("Harbour Board Builds the Quay Anew", "", "Oak of the Town"), "Harbour Board Builds the Quay Anew"),
        (("Harbour Board Builds the Quay Anew", "8 March 2023"), "Harbour Board Builds the Quay Anew"),
    ],
)
def test_a_headline_of_a_wrapped_text_may_stand_on_two_lines(head: tuple[str, ...], title: str) -> None:
    assert draft_article("a.txt", "\n".join((*head, "", *WRAPPED)), SHIPPED).title == title


def test_where_no_page_is_around_it_nothing_goes() -> None:
    odd = found(*PROSE[:3], "So be it", body=(0.99, 0.99, 0.99, 0.001))
    assert page_around(odd, None) == 0
    assert KEEP[0] == KEEP_OUTSIDE[0] == 0
    assert list(going(lines_of(*PROSE[:3], "So be it"), odd, None)) == []


@pytest.mark.parametrize(
    ("texts", "body"),
    [
        (("- oak", "- ash"), (0.01, 0.01)),
        (("1. Oak is dear", "2. Ash is not"), (0.01, 0.01)),
        (("Tree\tPrice", "Oak\t5"), (0.01, 0.01)),
        (("So it ended, as it had begun.",), (0.01,)),
    ],
)
def test_lists_rows_and_sentences_below_the_text_are_safe(texts: tuple[str, ...], body: tuple[float, ...]) -> None:
    page = found(*MENU, *PROSE, *texts, *FOOT, body=(*[0.0] * 7, *[0.99] * 4, *body, *[0.0] * 6))
    assert page_around(page, None) == len(PAGE) - 1
    gone = set(going(lines_of(*MENU, *PROSE, *texts, *FOOT), page, None))
    below = 11 + len(texts)
    assert gone == {*range(7), *range(below, below + len(FOOT))}


def test_what_stays_in_doubt_is_told_with_its_line_and_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def label(texts: tuple[str, ...], is_parted: tuple[bool, ...], lexicon: Lexicon) -> Labels:
        body = tuple(0.99 if text in PROSE else 0.5 if text == doubtful else 0.0 for text in texts)
        titles = ((0.99, next(n for n, text in enumerate(texts) if text.startswith("Harbour Board"))),)
        return Labels(tuple((p, 0.0, 0.0, 0.0, 1 - p) for p in body), body, titles)

    doubtful = "The hut of the clerk as it was"
    monkeypatch.setattr(page_lines, "label", label)
    made = draft(*MENU, "Harbour Board Builds the Quay Anew", *PROSE[:2], doubtful, *PROSE[2:], *FOOT)
    assert made.body == (*PROSE[:2], doubtful, *PROSE[2:])
    line = 2 * (len(MENU) + 3) + 1
    assert made.review["body"] == f"line {line} of the seed may belong to the page around it, and stayed"
    assert "body" in made.minor


def test_lists_that_a_browser_reads_aloud_go() -> None:
    read = (
        "Keep reading",
        "list of 2 items",
        "list 1 of 2",
        "Bakers bake again",
        "list 2 of 2",
        "Oak is dear",
        "end of list",
    )
    made = draft("Harbour Board Builds the Quay Anew", *PROSE[:2], *read, *PROSE[2:])  # fmt: skip
    assert made.body == PROSE


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("“It was time”Board Builds the Quay Anew", "Board Builds the Quay Anew"),
        ("Soon at last!Board Builds the Quay Anew", "Board Builds the Quay Anew"),
        ("“It was time” says Board on Quay", "“It was time” says Board on Quay"),
        ("ThyssenKrupp Builds the Quay Anew", "ThyssenKrupp Builds the Quay Anew"),
        ("Press Release: Board Builds the Quay Anew", "Board Builds the Quay Anew"),
        ("Fwd: Board Builds the Quay Anew", "Board Builds the Quay Anew"),
        ("Board Builds the Quay Anew (Reuters)", "Board Builds the Quay Anew"),
        ("(Washington Post) Board Builds the Quay Anew", "Board Builds the Quay Anew"),
        ("Board Builds the Quay Anew (and again)", "Board Builds the Quay Anew (and again)"),
        ("Pressemitteilung: Board Builds the Quay Anew", "Board Builds the Quay Anew"),
        ("Harbour: Board Builds the Quay Anew", "Harbour: Board Builds the Quay Anew"),
    ],
)
def test_what_is_run_together_with_a_headline_is_cut_off(line: str, title: str) -> None:
    assert draft(line, *PROSE).title == title


def test_a_pass_of_ones_own_can_be_put_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def mark_huts(lines: Lines) -> Lines:
        return mark(lines, {n for n, line in enumerate(lines) if "hut" in line.text}, "boilerplate", "hut")

    monkeypatch.setattr(order, "ORDER", (*order.ORDER, marking(mark_huts)))
    assert draft("Harbour Board Builds the Quay Anew", *PROSE).body == PROSE[:3]


def test_a_text_that_a_mail_quotes_is_read_without_its_marks() -> None:
    text = "\n".join(f"> {line}" if line else ">" for line in ("Harbour Board Builds the Quay Anew", "", *PROSE))
    assert draft_article("a.txt", f"Have you seen this?\n\n{text}\n", SHIPPED).body[-1] == PROSE[-1]
    one = "> 5 m of oak were bought, he said, and that was not enough for a quay that is as long as this one was."
    assert one in draft("Harbour Board Builds the Quay Anew", *PROSE[:2], one, *PROSE[2:]).body
