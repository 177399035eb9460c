"""Authors whom only lines around the article name, whatever these were taken for, and what pages glue to names."""

from __future__ import annotations

import pytest

from digest.seeds.label.author_lines import bare_byline, mark_authors, noted_author
from digest.seeds.label.lines import Line, number
from digest.seeds.passes import draft_article
from digest.seeds.words.byline import Byline, read_byline
from digest.seeds.words.lexicon import SHIPPED

TITLE = "Committee Looks at Timber Prices"
PROSE = "The committee met in the town hall and looked at the prices of timber over the whole of the year."
LAST = "Timber has been dear since the storm of last autumn, when many trees of the town's forest fell."
NOTE = "Ann Doe is a reporter who covers forests, mills and the towns around them."


def found(*rows: str, known: Byline | None = None) -> tuple[tuple[str, ...], bool]:
    """The authors of a page whose rows are all boilerplate but for headline and prose, and whether they are sure."""
    kinds = {TITLE: "title", PROSE: "kept", LAST: "kept"}
    lines = tuple(
        Line(line.number, line.text, kinds.get(line.text, "boilerplate"), "")  # type: ignore[arg-type]
        for line in number("\n".join(rows))
    )
    byline = mark_authors(lines, known or Byline(), SHIPPED)[1]
    return byline.authors, byline.sure


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("ByBy Ann Doe", ("Ann Doe",)),
        ("ByAnn Doe", ("Ann Doe",)),
        ("By Ann DoePublished: December 20, 2023", ("Ann Doe",)),
        ("By Ann Doe20 Dec 2023651", ("Ann Doe",)),
        ("By Ann DoeStaff Writer", ("Ann Doe",)),
        ("By Ann DoeJohn Roe", ("Ann Doe", "John Roe")),
        ("By Ann Doe Contributor", ("Ann Doe",)),
        ("By Ann Doe 59 comments", ("Ann Doe",)),
        ("By Ann Doe@anndoe", ("Ann Doe",)),
        ("By Ann Doe (@anndoe)", ("Ann Doe",)),
        ("By [Ann Doe](https://example.org/author/ann)", ("Ann Doe",)),
        ("By Ann Doe, staff editor at the Example who joined it in 2017", ("Ann Doe",)),
        ("By Ann Doe and John Roe (photos)", ("Ann Doe",)),
        ("Von Ann Doe (Text) und John Roe (Fotos)", ("Ann Doe",)),
        ("By Ann Doe; photos by John Roe", ("Ann Doe",)),
        ("Review by Ann Doe", ("Ann Doe",)),
        ("Kolumne von Ann Doe", ("Ann Doe",)),
        ("di Ann Doe", ("Ann Doe",)),
        ("By Sqn Ldr Ann Doe", ("Ann Doe",)),
        ("By PV2 Ann Doe:", ("Ann Doe",)),
        ("Автор: Анна Доу", ("Анна Доу",)),
        ("By Ann McDonald Smith", ("Ann McDonald Smith",)),
    ],
)
def test_what_pages_glue_to_names_is_no_part_of_them(text: str, authors: tuple[str, ...]) -> None:
    read = read_byline(text, SHIPPED)
    assert read is not None
    assert read.authors == authors


@pytest.mark.parametrize(
    ("text", "authors", "publisher"),
    [
        ("Ann Doe", ("Ann Doe",), ""),
        ("Ann Doe and John Roe", ("Ann Doe", "John Roe"), ""),
        ("Ann Doe / ALDERTIMES.COM / Mar 4, 2025, 17:07 IST", ("Ann Doe",), "ALDERTIMES.COM"),
        ("Ann Doe   Alder Times", ("Ann Doe",), "Alder Times"),
        ("Ann Doe, Alder Times", ("Ann Doe",), "Alder Times"),
        ("Ann Doe Wellness Writer", ("Ann Doe",), ""),
        ("Ann Doe | Senior Correspondent", ("Ann Doe",), ""),
        ("December 20, 2023 / Ann Doe", ("Ann Doe",), ""),
        ("Ann Doe 2 months ago", ("Ann Doe",), ""),
    ],
)
def test_names_that_stand_without_by(text: str, authors: tuple[str, ...], publisher: str) -> None:
    assert bare_byline(text, SHIPPED) == Byline(authors, publisher, sure=False)


@pytest.mark.parametrize(
    "text", ["Latest News", "CBC Arts", "New York", "Photo Gallery", "Ann Doe sees prices rise", ""]
)
def test_other_lines_name_nobody(text: str) -> None:
    assert bare_byline(text, SHIPPED) is None


def test_a_byline_is_read_whatever_its_line_was_taken_for() -> None:
    assert found(TITLE, "By Ann Doe", PROSE, LAST) == (("Ann Doe",), True)
    assert found("By Ann Doe", TITLE, PROSE, LAST) == (("Ann Doe",), True)
    assert found(TITLE, PROSE, "By Ann Doe", LAST) == (("Ann Doe",), True)
    assert found(TITLE, PROSE, LAST, "By Ann Doe") == (("Ann Doe",), True)


def test_a_byline_far_from_the_article_is_another_storys() -> None:
    menu = [f"Row {n} of the menu" for n in range(20)]
    assert found("By Ann Doe", *menu, TITLE, PROSE, LAST, *menu, "By John Roe")[0] == ()


def test_a_bare_name_is_sure_where_the_page_tells_of_an_author() -> None:
    assert found(TITLE, "Ann Doe", PROSE, LAST) == (("Ann Doe",), False)
    assert found(TITLE, "Ann Doe", PROSE, LAST, NOTE) == (("Ann Doe",), True)
    assert found(TITLE, "Ann Doe", PROSE, LAST, "More from Ann Doe") == (("Ann Doe",), True)
    assert found(TITLE, "Ann Doe", PROSE, LAST, "ann.doe@example.org") == (("Ann Doe",), True)
    unsure = Byline(("Ann Doe",), sure=False)
    assert found(TITLE, PROSE, LAST, NOTE, known=unsure) == (("Ann Doe",), True)


def test_whom_the_text_is_about_is_not_its_author() -> None:
    told = f"{PROSE[:-1]}, said Ann Doe."
    text = "\n\n".join((TITLE, "Ann Doe", "8 March 2023", told, LAST))
    assert draft_article("a.txt", text.replace("Ann Doe\n\n8", "Towns\n\n8"), SHIPPED).authors == ()
    lines = (Line(1, TITLE, "title", ""), Line(2, "Ann Doe", "boilerplate", ""), Line(3, told))
    assert mark_authors(lines, Byline(), SHIPPED)[1].authors == ()


def test_a_note_below_the_text_is_no_more_than_a_hint() -> None:
    assert found(TITLE, PROSE, LAST, NOTE) == (("Ann Doe",), False)
    assert noted_author(NOTE, SHIPPED) == "Ann Doe"
    assert (
        noted_author("Ann Doe writes about ships and ports. Since 2009 she has covered four yards.", SHIPPED)
        == "Ann Doe"
    )
    assert noted_author("Ann Doe bought the mill when it was closed.", SHIPPED) == ""


def test_who_asks_is_the_author_of_an_interview_alone() -> None:
    asked = ("What does timber cost?", "Why is that so?", "Will it be so next year?")
    answers = (PROSE, LAST, f"{LAST[:-1]} then.")
    questions = [row for pair in zip(asked, answers, strict=True) for row in pair]
    interview = draft_article("a.txt", "\n\n".join((TITLE, "Interview: Ann Doe", *questions)), SHIPPED)
    assert interview.authors == ("Ann Doe",)
    report = draft_article("a.txt", "\n\n".join((TITLE, "Interview: Ann Doe", *answers)), SHIPPED)
    assert report.authors == ()


def test_photographers_and_editors_are_no_authors() -> None:
    assert found(TITLE, PROSE, LAST, "Photos by Ann Doe", "Edited by John Roe")[0] == ()


def test_who_is_quoted_from_elsewhere_is_no_author() -> None:
    assert found(TITLE, "— Ann Doe (@anndoe) March 8, 2023", PROSE, LAST)[0] == ()


def test_a_name_in_the_place_of_a_standfirst_is_the_authors() -> None:
    wrapped = "The committee met in the town hall and looked at the prices\nof timber over the whole of the year.\n"
    made = draft_article("a.txt", f"{TITLE}\n\nAnn Doe, Sawdust Courier\n{wrapped * 4}", SHIPPED)
    assert (made.authors, made.source.name, made.deck) == (("Ann Doe",), "Sawdust Courier", "")
