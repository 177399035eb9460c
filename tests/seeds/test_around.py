"""What stands around an article on its page: above the headline, between headline and text, and below the text."""

from __future__ import annotations

import datetime as dt

import pytest

from digest.seeds.draft import Draft
from digest.seeds.passes import draft_article
from digest.seeds.words.lexicon import SHIPPED

PROSE = "The committee met in the town hall and looked at the prices of timber over the whole of the year."
MORE = "A second meeting is planned, the chair said, and all who live in the town may come and speak."
LAST = "Timber has been dear since the storm of last autumn, when many trees of the town's forest fell."


def draft(*lines: str) -> Draft:
    return draft_article("a.txt", "\n\n".join(lines), SHIPPED)


def rules(made: Draft) -> dict[str, str]:
    return {line.text: line.rule for line in made.lines if line.kind != "kept" and line.text}


def test_a_whole_page() -> None:
    made = draft(
        *("Skip to content", "Home > News > Town", "Example News", "USD", "41.2", "Friday, 5 December 2025"),
        *("Committee Looks at Timber Prices", "Three trees in four are sold abroad", "By Ann Doe", "8 March 2023"),
        *("A quay in the rain. Photo: John Roe", PROSE, "READ: What does oak cost?", MORE, LAST),
        *("Share on Facebook", "3 Comments", "Reader One", "Dear, all of it is dear, and has been for a year now!"),
        *("More from the town", "Bakers meet"),
    )
    assert (made.title, made.deck) == ("Committee Looks at Timber Prices", "Three trees in four are sold abroad")
    assert (made.authors, made.day, made.source.name) == (("Ann Doe",), dt.date(2023, 3, 8), "Example News")
    assert made.body == (PROSE, MORE, LAST)


def test_the_date_above_the_headline_is_the_pages_where_there_is_one_below() -> None:
    assert draft("5 May 2024", "Timber Prices Rise", "8 March 2023", PROSE, MORE).day == dt.date(2023, 3, 8)
    assert draft("5 May 2024", "Timber Prices Rise", PROSE, MORE).day == dt.date(2024, 5, 5)


def test_what_a_program_wrote_above_the_page() -> None:
    made = draft(" date 2023-03-08 Committee Looks at Timber Prices", PROSE, MORE)
    assert (made.title, made.day, made.body) == ("Committee Looks at Timber Prices", dt.date(2023, 3, 8), (PROSE, MORE))
    other = draft(" date 2023-03-08 Ten recipes for soup", "Committee Looks at Timber Prices", PROSE, MORE)
    assert (other.title, other.day) == ("Committee Looks at Timber Prices", dt.date(2023, 3, 8))


def test_the_month_alone_is_told() -> None:
    made = draft(" date 2023-03 Committee Looks at Timber Prices", PROSE, MORE)
    assert (made.day, made.review["date"]) == (dt.date(2023, 3, 1), "only the month is told, 2023-03")


def test_figures_that_could_be_two_days_are_told() -> None:
    made = draft("Timber Prices Rise", "04/05/2023", PROSE, MORE)
    assert (made.day, made.review["date"]) == (dt.date(2023, 5, 4), "the figures could also be 2023-04-05")
    american = draft("Timber Prices Rise", "04/05/2023 9:00 p.m. EST", PROSE, MORE)
    assert (american.day, "date" in american.review) == (dt.date(2023, 4, 5), False)


def test_a_chronicle_keeps_its_days() -> None:
    entries = ("8 March 2023", PROSE, "9 March 2023", MORE, "10 March 2023", LAST)
    made = draft("A Short Calendar of Timber", "All that happened in the forest of the town, day by day.", *entries)
    assert made.body[-6:] == entries


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "Mit einem Abo weiterlesen",
        "Subscribe to continue reading",
        "12 Kommentare:",
        "Laisser un commentaire",
    ],
)
def test_nothing_of_the_article_stands_below(line: str) -> None:
    made = draft("Timber Prices Rise", PROSE, MORE, LAST, line, "I have seen it all before, and it was dearer then.")
    assert made.body == (PROSE, MORE, LAST)


def test_a_note_on_the_author() -> None:
    note = "Ann Doe is a reporter with Example News and has covered the forest for ten years."
    made = draft("Timber Prices Rise", "By Ann Doe", PROSE, MORE, LAST, note)
    assert (made.body, rules(made)[note]) == ((PROSE, MORE, LAST), "author-bio")
    someone = "John Roe is an analyst of the timber market, and he sees no end of it."
    assert draft("Timber Prices Rise", PROSE, f"Prices rise, said Roe. {MORE}", LAST, someone).body[-1] == someone


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("(Source: Example Ministry; issued March 8, 2023)", "Example Ministry"),
        ("© 2023 Example Timber AG", "Example Timber"),
        ("Published in Example Herald, March 8th, 2023", "Example Herald"),
        ("This article was originally published by Example Wire.", "Example Wire"),
        ("EXAMPLE HERALD", "EXAMPLE HERALD"),
    ],
)
def test_publishers_below_the_text(line: str, name: str) -> None:
    made = draft("Timber Prices Rise", PROSE, MORE, LAST, line)
    assert (made.source.name, made.body) == (name, (PROSE, MORE, LAST))


def test_the_publisher_behind_the_headline() -> None:
    made = draft("Timber Prices Rise Again | Example News", "Timber Prices Rise Again", PROSE, MORE)
    assert (made.title, made.source.name) == ("Timber Prices Rise Again", "Example News")
    assert draft("Timber Prices Rise - and Fall", PROSE, MORE).title == "Timber Prices Rise - and Fall"


def test_a_publisher_that_only_the_pages_form_tells_is_said() -> None:
    made = draft(
        "Allies Look at Timber Prices 08 Mar. 2023 - | Last updated: 08 Mar. 2023 17:48 English French", PROSE, MORE
    )
    assert (made.source.name, "source" in made.review) == ("NATO", True)


def test_a_section_that_ends_in_a_table_stays() -> None:
    rows = ("Town\tTrees felled in all of the year before the storm\tPrice", "Exeter\t400\t12")
    made = draft("Timber Prices Rise", PROSE, MORE, LAST, "What the towns of the county felled", *rows)
    assert made.body == (PROSE, MORE, LAST, "What the towns of the county felled", *rows)


def test_the_caption_of_a_page_that_is_a_picture_is_its_text() -> None:
    caption = "A quay in the rain, and two ships at it that wait for timber. (Photo by John Roe)"
    assert draft("Quay in the Rain", caption).body == (caption,)


def test_points_that_sum_up_the_story_stay_above_a_picture() -> None:
    points = ("- Three trees in four are sold abroad this year", "- The storm of last autumn felled many of them")
    made = draft("Timber Prices Rise", *points, "A quay in the rain. Photo: John Roe", PROSE, MORE)
    assert made.body == (*points, PROSE, MORE)


@pytest.mark.parametrize(
    "caption",
    [
        "Undated photo from the town shows what is said to be the largest of its oaks",
        "Archivo - El muelle en una imagen de 2023 - ARMADA - Archivo",
        "Two trees that fell in the storm, seen from the hall. -EPA",
    ],
)
def test_captions_without_a_photographer(caption: str) -> None:
    made = draft("Timber Prices Rise", caption, PROSE, MORE)
    assert (made.title, made.body) == ("Timber Prices Rise", (PROSE, MORE))


def test_captions_above_lone_credits() -> None:
    lines = ("Two trees are seen in the road after the storm in Exeter on May 3, 2023.", "Ann Doe - pool, Pool AFP")
    assert draft("Timber Prices Rise", "\n".join(lines), PROSE, MORE).body == (PROSE, MORE)


def test_the_banner_of_an_office_is_none_of_the_text() -> None:
    made = draft(
        *("An official website of the United States government", "Here's how you know"),
        "A .mil website belongs to an official U.S. Department of Defense organization in the United States.",
        "A lock (lock ) or https:// means you’ve safely connected to the .mil website.",
        *("Committee Looks at Timber Prices", "• Published", "• By Airman 1st Class Ann Doe", PROSE, MORE),
    )
    assert (made.title, made.authors, made.body) == ("Committee Looks at Timber Prices", ("Ann Doe",), (PROSE, MORE))


@pytest.mark.parametrize("stamp", ["and last updated 2023-03-08 08:17:16-05", "Updated: 9 March 2023, 5 pm"])
def test_a_date_on_two_lines(stamp: str) -> None:
    made = draft("Timber Prices Rise", f"Posted at 6:28 AM, Mar 8, 2023\n{stamp}", PROSE, MORE)
    assert (made.day, made.deck, made.body) == (dt.date(2023, 3, 8), "", (PROSE, MORE))


def test_a_date_behind_a_headline_with_its_label() -> None:
    made = draft("Holzpreise steigen in der ganzen Stadt Stand: 08.03.2023 17:11 Uhr", PROSE, MORE)
    assert (made.title, made.day) == ("Holzpreise steigen in der ganzen Stadt", dt.date(2023, 3, 8))


def test_a_dateline_with_the_state_is_no_part_of_the_summary() -> None:
    made = draft("Timber Prices Rise", f"EXAMPLE AIR BASE, Texas -- {PROSE}", MORE)
    assert (made.summary, made.body[0]) == (PROSE, f"EXAMPLE AIR BASE, Texas -- {PROSE}")


def test_a_word_or_two_above_a_headline_are_a_section() -> None:
    assert (
        draft("Timber Prices", "Committee Looks at Timber Prices", PROSE, MORE).title
        == "Committee Looks at Timber Prices"
    )
    assert draft("Timber Prices", "Ann Doe - 8 March 2023", PROSE, MORE).title == "Timber Prices"
    assert draft("Timber Prices", PROSE, MORE).title == "Timber Prices"


@pytest.mark.parametrize("label", ["Times Staff Writer", "close"])
def test_labels_between_headline_and_text(label: str) -> None:
    made = draft("Timber Prices Rise in Town", label, PROSE, MORE)
    assert (made.body, made.authors, made.source.name, made.deck) == ((PROSE, MORE), (), "", "")


@pytest.mark.parametrize("line", ["Ann Doe /", "VonAnn Doe", "ByAnn Doe", "By Ann Doe By Ann Doe"])
def test_names_as_pages_leave_them(line: str) -> None:
    assert draft("Timber Prices Rise in Town", line, PROSE, MORE).authors == ("Ann Doe",)


GALLERY = (
    "Oak",
    "Oak",
    "An oak as it stands in the forest behind the town. Photo: John Roe",
    "Ash",
    "An ash on the road to the yard, cut down in spring. Photo: John Roe",
)


def test_a_gallery_goes_with_the_words_for_its_pictures() -> None:
    made = draft("Timber Prices Rise in Town", PROSE, "\n".join(GALLERY), MORE, LAST)
    assert made.body == (PROSE, MORE, LAST)
    assert draft("Timber Prices Rise in Town", PROSE, "\n".join(GALLERY[:1]), MORE).body == (PROSE, "Oak", MORE)


@pytest.mark.parametrize(
    "caption",
    [
        "The gate of the yard in the harbour of the town. (Timber Office photo)",
        "Representative Image",
        "(Click photo for screen-resolution image)",
        "Image caption,\n\nThe gate of the yard has been wet since the storm, and so has the timber in it.",
        "Illustrative: The gate of the yard in the harbour of the town.",
        "The gate of the yard, seen from the harbour of the town. (John Roe/Example)",
        "The gate of the yard in the harbour of the town, in 2016. (John Roe, https://flic.kr/p/x; CC BY 2.0)",
        "The gate of the yard, seen from the town. Photo by John Roe Photography LLC",
        "The gate of the yard, seen from the town EPA-EFE/John Roe",
        "The gate of the yard, seen from the town [KSHB]",
        f"{'The gate of the yard is as old as the town, and so is the timber in it, the clerk has found. ' * 4}"
        "(Example Office photo by Petty Officer 3rd Class John Roe)",
        "Nobody has yet told the clerk that the gate of the yard is wet [EPA]",
        "On this photo from the clerk's office the gate of the yard is said to be wet.",
        "The gate of the yard in the harbour of the town, as it was. File photo.",
        "The gate of the yard in the harbour of the town, as it was.\n"
        "Image: John Roe The gate of the yard in the harbour of the town, as it was.",
    ],
)
def test_captions_with_other_credits(caption: str) -> None:
    assert draft("Timber Prices Rise in Town", caption, PROSE, MORE).body == (PROSE, MORE)


def test_a_text_stays_above_a_field_at_its_end() -> None:
    made = draft("Committee Looks at Timber Prices", PROSE, MORE, LAST, "SUBJECT: Best practices")
    assert (made.title, made.body[:3]) == ("Committee Looks at Timber Prices", (PROSE, MORE, LAST))


def test_a_text_in_capitals_has_no_headlines_in_capitals() -> None:
    lines = (PROSE.upper(), MORE.upper(), "THE CLERK OF THE TOWN CAME LATE TO IT", LAST.upper())
    assert "THE CLERK OF THE TOWN CAME LATE TO IT" in draft("COMMITTEE LOOKS AT TIMBER PRICES", *lines).body


def test_a_last_sentence_that_breaks_off_stays() -> None:
    cut = "The clerk of the town had known it for years. He wrote of it in the p"
    assert draft("Committee Looks at Timber Prices", PROSE, MORE, cut).body == (PROSE, MORE, cut)


def test_more_that_is_left_out_than_kept_is_told() -> None:
    comments = (
        f"Reader {n} says that timber was dear for as long as anyone in the town can think back." for n in range(9)
    )
    made = draft("Committee Looks at Timber Prices", PROSE, MORE, "Leave a Reply", *comments)
    assert made.body == (PROSE, MORE)
    assert made.review["body"] == "more was left out, 162 words, than kept, 39; see digest import --explain"
    assert "body" not in draft("Committee Looks at Timber Prices", PROSE, MORE, "Leave a Reply", LAST).review


def test_a_date_above_the_text_is_better_than_none_and_is_told() -> None:
    made = draft("TIMBER ADVISORY 8 March 2023", "Committee Looks at Timber Prices", PROSE, MORE)
    why = "stands above the text, where it may be of something else"
    assert (made.day, made.review["date"]) == (dt.date(2023, 3, 8), why)
    caption = draft("Committee Looks at Timber Prices", "The yard on 8 March 2023. Photo: John Roe", PROSE, MORE)
    assert caption.day is None


def test_the_first_of_several_short_headings_stays() -> None:
    made = draft("Timber Prices Rise in Town", "The Yard", PROSE, "The Forest", MORE, LAST)
    assert made.body == ("The Yard", PROSE, "The Forest", MORE, LAST)


def test_a_caption_with_an_agency_behind_it() -> None:
    caption = "The clerk of the town inspects oak in the yard of the harbour. Reuters"
    assert draft("Timber Prices Rise in Town", caption, PROSE, MORE).body == (PROSE, MORE)
    assert draft("Timber Prices Rise in Town", PROSE, f"{MORE} Reuters").body == (PROSE, f"{MORE} Reuters")


def test_the_date_below_a_last_sentence_of_a_few_words() -> None:
    made = draft("Timber Prices Rise in Town", PROSE, MORE, "That is how it is.", "Updated: March 8, 2023, 5:33 AM")
    assert (made.day, made.body[-1]) == (dt.date(2023, 3, 8), "That is how it is.")


def test_a_page_whose_date_stands_behind_that_of_the_program() -> None:
    made = draft(f" date 2023-02 8.3.2023 Exeter. {PROSE}", MORE)
    assert (made.day, made.body[0]) == (dt.date(2023, 3, 8), f"Exeter. {PROSE}")


def test_a_desk_without_by_beside_a_date() -> None:
    made = draft("Timber Prices Rise in Town", "Example Times News Desk | Updated: 08-03-2023 22:35 IST", PROSE, MORE)
    assert (made.source.name, made.authors, made.day) == ("Example Times", (), dt.date(2023, 3, 8))


def test_a_lead_that_stands_twice_stays_once() -> None:
    lead = f"EXETER (AP) — {PROSE}"
    made = draft(
        "Timber Prices Rise in Town", lead, lead, MORE, LAST, "The clerk of the town has not said when that will be."
    )
    assert made.body[:2] == (lead, MORE)


def test_an_article_that_the_page_has_twice_stays_once() -> None:
    made = draft("Timber Prices Rise in Town", PROSE, MORE, LAST, "Timber Prices Rise in Town", PROSE, MORE, LAST)
    assert (made.title, made.body) == ("Timber Prices Rise in Town", (PROSE, MORE, LAST))


def test_a_sentence_that_is_said_twice_stays() -> None:
    assert draft("Timber Prices Rise in Town", PROSE, MORE, PROSE, LAST).body == (PROSE, MORE, PROSE, LAST)


def test_a_call_below_the_same_button_twice_goes() -> None:
    call = (
        "Subscribe now",
        "Keep abreast of the yards, people and questions that matter to all in the town and farther away.",
    )
    made = draft(*call, "Timber Prices Rise in Town", PROSE, MORE, LAST, *call)
    assert (made.title, made.body) == ("Timber Prices Rise in Town", (PROSE, MORE, LAST))


@pytest.mark.parametrize(
    "line",
    [
        "Help came from the neighbours in the end, the clerk of the town said.",
        "“Become a friend of the yard or sign in to tell your own story,” the clerk said.",
        "Support for the yard has grown in each of the years since then.",
    ],
)
def test_last_sentences_that_are_no_calls(line: str) -> None:
    assert draft("Timber Prices Rise in Town", PROSE, MORE, line).body == (PROSE, MORE, line)


def test_a_name_with_the_date_below_a_standfirst_that_is_a_sentence() -> None:
    made = draft("Timber Prices Rise in Town", PROSE, "Ann Doe 08 Mar 2023", MORE, LAST)
    assert (made.authors, made.day) == (("Ann Doe",), dt.date(2023, 3, 8))
    assert draft("Timber Prices Rise in Town", PROSE, "Ann Doe", MORE, LAST).authors == ()


def test_an_article_is_over_where_its_agency_signs() -> None:
    made = draft(
        "Timber Prices Rise in Town", PROSE, MORE, LAST, "(AFP)", "Bakers Meet", "The bakers of the town met on Monday."
    )
    assert (made.body, made.source.name) == ((PROSE, MORE, LAST), "AFP")


def test_a_first_sentence_that_stands_twice_stays_once() -> None:
    assert draft("Timber Prices Rise in Town", PROSE, PROSE, MORE, LAST).body == (PROSE, MORE, LAST)
