"""What is more than a paragraph, and what only looks like it."""

from __future__ import annotations

import pytest

from digest.seeds.words.lexicon import SHIPPED
from digest.seeds.write.markdown import body_markdown
from digest.seeds.write.structure import arranged
from digest.settings.config import Engine
from tests.seeds.rendered import ENGINES, PROSE, body, page_with


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "line",
    [
        "What it costs",
        "WHAT IT COSTS",
        "What does it cost?",
        "“Nobody asked us”",
        "Ein neuer Kai für C#",
        "¿Y ahora?",
        "Étape suivante",
        "R&D *and* a_b_",
        "Quay Costs",
    ],
)
def test_a_short_line_between_prose_is_a_sub_heading(line: str, engine: Engine) -> None:
    paragraphs = (PROSE[0], line, PROSE[1], "All quay and costs are his own.")
    page = page_with(paragraphs, engine)
    assert page.kinds == ["paragraph", "heading", "paragraph", "paragraph"]
    assert page.words == " ".join(paragraphs).split()


@pytest.mark.parametrize(
    "line",
    [
        "It was done.",
        "What follows:",
        "Of all this;",
        "Oak, ash,",
        "Ash…",
        "more to come",
        "- Oak",
        "1. Oak",
        "1986",
        "3 May 2022",
        "May 3, 2022",
        "BRUSSELS, May 3 (Example) –",
        "By Ann Doe and John Roe",
        "Ann Doe",
        "Source: Example Times",
        "Oak | Ash",
        "Oak\tAsh",
        "Ann at ann@example.org",
        "See https://a.example/",
        "Oak {.x}",
        "One Two Three Four Five Six Seven Eight Nine Ten Eleven",
        "Oak and",
    ],
)
def test_what_is_no_sub_heading_for_its_looks(line: str) -> None:
    below = "who had voted for it, nobody knew at the end of the day." if line == "Oak and" else PROSE[1]
    assert kinds(PROSE[0], line, below, PROSE[2]) == ["paragraph"] * 4


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("What it costs", *PROSE[:3]),
        (*PROSE[:3], "What it costs"),
        (PROSE[0], "What it costs", "When it comes", *PROSE[1:3]),
        (PROSE[0], "What it costs", "Nothing.", *PROSE[1:3]),
        (PROSE[0].rstrip("."), "What it costs", *PROSE[1:3]),
        ("Nothing.", "What it costs", *PROSE[1:3]),
    ],
)
def test_what_is_no_sub_heading_for_its_place(paragraphs: tuple[str, ...]) -> None:
    assert "heading" not in kinds(*paragraphs)


def test_in_an_interview_nothing_is_a_sub_heading() -> None:
    answers = [paragraph for n, prose in enumerate(PROSE[:3]) for paragraph in (f"Who asked {n} times?", prose)]
    assert kinds(PROSE[3], *answers) == ["paragraph"] * 7
    assert kinds(PROSE[3], *answers, *PROSE[:2]) == [
        "paragraph",
        *["heading", "paragraph"] * 3,
        "paragraph",
        "paragraph",
    ]


def kinds(*paragraphs: str) -> list[str]:
    return [block.kind for block in arranged(paragraphs, SHIPPED)]


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_that_tabs_part_stay_paragraphs(engine: Engine) -> None:
    rows = ("Board\tFor\tAgainst", "Harbour | quay\t2,000\t*", "Yard\t\t[^1]: 1 {.x}", "# One\t---\t|---|")
    page = page_with(body(*rows), engine)
    assert set(page.kinds) == {"paragraph"}
    assert page.words == " ".join(body(*rows)).split()


def test_items_with_tabs_are_a_list() -> None:
    assert body_markdown(("•\tOak", "•\tAsh"), SHIPPED) == "- Oak\n- Ash\n"


ROWS = ("| Year | Ships |", "| 2021 | 40 *new* \\| old |", "| - | 1. |", "|  | #3 |")


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_become_a_table(engine: Engine) -> None:
    page = page_with(body(*ROWS), engine)
    assert page.kinds == ["paragraph", "paragraph", "table", "paragraph", "paragraph"]
    cells = ["Year", "Ships", "2021", "40", "*new*", "|", "old", "-", "1.", "#3"]
    assert page.words == [*" ".join(PROSE[:2]).split(), *cells, *" ".join(PROSE[1:3]).split()]


def test_the_rule_below_the_heads_of_a_pasted_table_is_no_row_of_it() -> None:
    assert (
        body_markdown(("| a | b |", "| :-- | --- |", "| c | d |"), SHIPPED) == "| a | b |\n| --- | --- |\n| c | d |\n"
    )


@pytest.mark.parametrize(
    "rows",
    [
        ("| a | b |",),  # one row
        ("| a | b |", "| c | d | e |"),
        ("| a |", "| b |"),
        ("Home | News", "Board | Quay"),  # no row: a trail
        ("| a | b |", "| --- | --- |"),
    ],
)
def test_what_is_no_table(rows: tuple[str, ...]) -> None:
    page = page_with(body(*rows), "commonmark")
    assert set(page.kinds) == {"paragraph"}
    assert page.words == " ".join(body(*rows)).split()
