"""Which of a page's dates is the article's, whatever its lines were taken for, and what is told as a doubt."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from digest.seeds.fields.day import day_of
from digest.seeds.label.lines import Line, number
from digest.seeds.passes import draft_article
from digest.seeds.read.stated import Fields
from digest.seeds.words.dates import date_line, find_dates
from digest.seeds.words.lexicon import SHIPPED

FOURTH = dt.date(2025, 3, 4)
TITLE = "Committee Looks at Timber Prices"
PROSE = "The committee met in the town hall and looked at the prices of timber over the whole of the year."
LAST = "Timber has been dear since the storm of last autumn, when many trees of the town's forest fell."
MENU = ("Forest", "Mills", "Prices", "Towns", "Letters", "Weather", "Sports", "Games", "Jobs", "Cars", "Houses", "Shop")


def found(*rows: str, **kinds: str) -> tuple[dt.date | None, str]:
    """The day, and its doubt, of a page whose rows are boilerplate but for headline and prose; `kinds` says others, by
    the row's first word."""
    lines = []
    for line in number("\n".join(rows)):
        own = {TITLE: "title", PROSE: "kept", LAST: "kept"}.get(line.text, "boilerplate")
        lines.append(Line(line.number, line.text, kinds.get(line.text.split()[0].lower(), own), ""))  # type: ignore[arg-type]
    made = day_of(Fields(), tuple(lines), (PROSE, LAST), "a.txt", lambda: None, SHIPPED)
    return made.day, made.doubt


@pytest.mark.parametrize(
    "text",
    [
        "4 Mar 20254 Mar 2025",
        "Published On 4 Mar 20254 Mar 2025",
        "March 4, 20259:53 AM UTC",
        "March 4, 20259:53 AM UTCUpdated ago",
        "March 4, 2025/9:43 p.m. ET",
        "4.mar.2025 às 12h55",
        "4 de março de 2025",
        "4 marzo 2025 alle ore 10:30",
        "4 maart 2025 om 10:30",
        "Offentliggjort tirsdag 04. marts 2025 17:25",
        "4. maaliskuuta 2025",
        "4 marca 2025, godz. 10:30",
        "4 марта 2025 в 12:30",
        "4 березня 2025, 12:30",
        "4 Mart 2025",
        "Giriş: 04.03.2025 - 18:24 Güncelleme: 05.03.2025 - 18:57",
        "Selasa, 4 Maret 2025",
        "Tuesday, 4 Mar 2025 4:55 PM MYT",
        "Publiziert: 04.03.2025, 11:16",
        "Published Mar 04, 2025  •  Last updated 1 day ago  •  2 minute read",
    ],
)
def test_lines_that_are_only_a_date(text: str) -> None:
    line = date_line(text, SHIPPED)
    assert line is not None
    assert line.day == FOURTH


def test_a_place_may_be_glued_to_figures() -> None:
    assert [span.day for span in find_dates("Exeter-04/03/2025 20:00", SHIPPED)] == [FOURTH]


def test_figures_with_full_stops_have_the_day_first_but_for_americans() -> None:
    lines = number(f"{TITLE}\n\n03.09.2025\n\n{PROSE}")
    days = [day_of(Fields(), lines, (PROSE,), "a.txt", partial(bool, text), SHIPPED) for text in ("", "program")]
    assert {made.day for made in days} == {dt.date(2025, 9, 3)}
    assert [made.doubt for made in days] == ["", "the figures could also be 2025-03-09"]


@pytest.mark.parametrize("text", ["12025 March 3", "4 Mar 202512", "version-4/3/20255"])
def test_figures_that_go_on_are_no_date(text: str) -> None:
    assert find_dates(text, SHIPPED) == ()


def test_figures_with_a_year_of_two_digits() -> None:
    assert found(TITLE, "18/07/12", PROSE, LAST) == (dt.date(2012, 7, 18), "")


@pytest.mark.parametrize("kind", ["boilerplate", "date", "kept"])
def test_between_headline_and_text_it_is_the_articles_whatever_the_line_was_taken_for(kind: str) -> None:
    assert found(TITLE, "March 4, 2025", PROSE, LAST, march=kind) == (FOURTH, "")


def test_words_beside_it_may_say_that_it_is_that_of_publication() -> None:
    assert found(TITLE, "Author Date published March 4, 2025 Categories", PROSE, LAST) == (FOURTH, "")
    assert found(TITLE, "Alder Inquirer / 05:42 AM March 4, 2025", PROSE, LAST) == (FOURTH, "")
    assert found(TITLE, "Exeter, March 4, 2025, 3:48: Uhr", PROSE, LAST) == (FOURTH, "")
    day, doubt = found(TITLE, "Prices as of March 4, 2025 by mills", PROSE, LAST)
    assert (day, doubt != "") == (FOURTH, True)


def test_the_pages_own_date_does_not_beat_the_articles() -> None:
    head = ("Sunday, 9 March 2025", *MENU)
    assert found(*head, TITLE, "March 4, 2025", PROSE, LAST) == (FOURTH, "")
    assert found(*head, TITLE, PROSE, LAST, "This story was originally published March 4, 2025, 12:20 PM.") == (
        FOURTH,
        "",
    )
    day, doubt = found(*head, TITLE, PROSE, LAST)
    assert (day, "head of the page" in doubt) == (dt.date(2025, 3, 9), True)


@pytest.mark.parametrize(
    "notice",
    [
        "This article was first published on 4 March 2025.",
        "This story was originally published March 4, 2025, 12:20 PM.",
        "Published 4 March 2025",
        "Last updated 9 March 2025, published 4 March 2025",
        "Dieser Artikel wurde am Dienstag, 4. März 2025 veröffentlicht: erschienen am 4. März 2025",
    ],
)
@pytest.mark.parametrize("kind", ["boilerplate", "kept"])
def test_a_notice_below_the_text(notice: str, kind: str) -> None:
    assert found(TITLE, PROSE, LAST, notice, **{notice.split()[0].lower(): kind}) == (FOURTH, "")


@pytest.mark.parametrize(
    "row", ["Correction: March 9, 2025", "March 9, 2025", "Page printed on 9 March 2025", "© 9 March 2025"]
)
def test_other_dates_below_the_text_are_not_the_articles(row: str) -> None:
    assert found(TITLE, PROSE, LAST, row)[0] is None


def test_a_published_day_goes_before_that_of_a_change() -> None:
    assert found(TITLE, "Updated 9 March 2025", "Published 4 March 2025", PROSE, LAST) == (FOURTH, "")
    assert found(TITLE, "Updated 9 March 2025", PROSE, LAST) == (dt.date(2025, 3, 9), "")


def test_a_table_is_no_date_line() -> None:
    rows = "\n".join(("Oak\t1 April 2009\t28", "Elm\t5 June 2017\t29"))
    text = f"{TITLE}\n\n{PROSE}\n\nTree\tDay\tPrice\n{rows}\n\n{LAST}"
    assert draft_article("a.txt", text, SHIPPED).day is None


def test_a_sentence_that_says_when_something_was_published_is_no_notice() -> None:
    sentence = "Prices head the list of the year which the town published on March 4, 2025."
    made = draft_article("a.txt", f"{TITLE}\n\nBy Ann Doe\n\n{sentence}\n\n{LAST}", SHIPPED)
    assert made.review["date"] == "taken from the prose, where it may be of something else"
