"""Seeds of many shapes → drafts: headline, byline, date, source, paragraphs, and above all nothing lost."""

from __future__ import annotations

import datetime as dt
import textwrap

import pytest

from digest.seeds.draft import Draft
from digest.seeds.passes import draft_article
from digest.seeds.read.stated import Source
from digest.seeds.words.lexicon import SHIPPED
from digest.seeds.words.sentences import summary_of

PROSE = (
    "The committee met in the town hall and looked at the prices of timber over the year. Its members agreed that "
    "they would share their notes and follow the market."
)
MORE = "A second meeting is planned, the chair said, and all who live in the town may come and speak."


def draft(text: str, name: str = "a.txt") -> Draft:
    return draft_article(name, text, SHIPPED)


def removed(made: Draft) -> dict[str, str]:
    """What is not in the body, with the rule that says why."""
    return {line.text: line.rule for line in made.lines if line.kind != "kept"}


def test_headline_and_paragraphs() -> None:
    made = draft(f"Committee Looks at Timber\n\n{PROSE}\n\n{MORE}\n")
    assert (made.title, made.body, tuple(made.review)) == ("Committee Looks at Timber", (PROSE, MORE), ("date",))
    assert removed(made) == {"Committee Looks at Timber": "headline"}


def test_a_text_without_headline_gets_one_from_its_first_sentence_and_keeps_it() -> None:
    made = draft(f"{PROSE}\n\n{MORE}")
    assert made.title == "The committee met in the town hall and looked at the prices of timber over the year"
    assert made.body == (PROSE, MORE)
    assert tuple(made.review) == ("title", "date")


def test_a_long_first_sentence_is_cut_at_a_clause() -> None:
    made = draft(f"{MORE}")
    assert made.title == "A second meeting is planned, the chair said"
    assert made.body == (MORE,)


def test_a_title_is_derived_without_the_dateline() -> None:
    made = draft(f"EXETER, March 8, 2023 (Reuters) - {PROSE}")
    assert made.title == "The committee met in the town hall and looked at the prices of timber over the year"


def test_each_line_is_a_paragraph_where_lines_are_long() -> None:
    assert draft(f"Timber Prices\n\n{PROSE}\n{MORE}\n{PROSE}").body == (PROSE, MORE, PROSE)
    assert draft(f"Timber Prices\n{PROSE}\n{MORE}").body == (PROSE, MORE)


@pytest.mark.parametrize("width", [60, 72, 90])
def test_wrapped_text_is_joined(width: int) -> None:
    text = "\n\n".join(textwrap.fill(p, width) for p in (PROSE, MORE, PROSE))
    assert draft(f"Timber Prices\n\n{text}").body == (PROSE, MORE, PROSE)
    made = draft(text)
    assert made.body == (PROSE, MORE, PROSE)
    assert tuple(made.review) == ("title", "date")


def test_wrapped_text_without_blank_lines_is_parted_where_a_line_ends_early() -> None:
    text = "\n".join(textwrap.fill(p, 72) for p in (PROSE, MORE, PROSE))
    assert draft(f"Timber Prices\n\n{text}").body == (PROSE, MORE, PROSE)


def test_a_headline_over_two_lines() -> None:
    title = "The committee of the town looks at the prices of timber over the year and finds them low"
    text = "\n\n".join(textwrap.fill(p, 60) for p in (title, PROSE, MORE))
    assert draft(text).title == title


def test_indented_text_is_no_code() -> None:
    assert draft(f"Timber Prices\n\n    {PROSE}\n\n\t{MORE}").body == (PROSE, MORE)


def test_items_of_a_list_stay_apart() -> None:
    made = draft(f"Timber Prices\n\n{PROSE}\n\n- oak\n- ash\n- elm\n")
    assert made.body == (PROSE, "- oak", "- ash", "- elm")


@pytest.mark.parametrize(
    ("line", "authors", "publisher"),
    [
        ("By Ann Doe", ("Ann Doe",), ""),
        ("by Ann B. Doe", ("Ann B. Doe",), ""),
        ("By Ann Doe and John Roe", ("Ann Doe", "John Roe"), ""),
        ("By Ann Doe, John Roe and Max van der Moe", ("Ann Doe", "John Roe", "Max van der Moe"), ""),
        ("By Ann Doe, Staff Writer", ("Ann Doe",), ""),
        ("By Ann Doe, Example News Service", ("Ann Doe",), "Example News Service"),
        ("by Ann Doe | Example News", ("Ann Doe",), "Example News"),
        ("By Ann Doe | March 8, 2023 8:59 PM | 3 min read", ("Ann Doe",), ""),
        ("Written by Ann Doe", ("Ann Doe",), ""),
        ("Author: Ann Doe", ("Ann Doe",), ""),
        ("By Sgt. 1st Class Ann Doe Jr.", ("Ann Doe Jr.",), ""),
        ("By The Example Times news desk", ("The Example Times news desk",), "The Example Times"),
    ],
)
def test_bylines(line: str, authors: tuple[str, ...], publisher: str) -> None:
    made = draft(f"Timber Prices\n\n{line}\n\n{PROSE}")
    assert (made.authors, made.source.name, made.body) == (authors, publisher, (PROSE,))


def test_a_byline_at_the_end() -> None:
    made = draft(f"Timber Prices\n\n{PROSE}\n{MORE}\nStory by Army Sgt. Ann Doe, Example Press Service")
    assert (made.authors, made.source.name, made.body) == (("Ann Doe",), "Example Press Service", (PROSE, MORE))


def test_the_date_in_a_byline_is_the_articles() -> None:
    assert draft(f"Timber Prices\n\nBy Ann Doe March 8, 2023 8:59 PM\n\n{PROSE}").day == dt.date(2023, 3, 8)


@pytest.mark.parametrize(
    "line",
    [
        "By Land and by Sea",
        "By the Numbers",
        "By Monday",
        "By The End of March",
        "By far the best year",
        "By Ann Doe the price was known.",
    ],
)
def test_lines_that_only_look_like_bylines(line: str) -> None:
    made = draft(f"Timber Prices\n\n{PROSE}\n\n{line}\n\n{MORE}")
    assert made.authors == ()
    assert made.body == (PROSE, line, MORE)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Source: Example News", Source("Example News")),
        ("Source: Example News, https://example.org/a", Source("Example News", "https://example.org/a")),
        ("Source: Example News <https://example.org/a>", Source("Example News", "https://example.org/a")),
        ("Source: Example News (https://example.org/a).", Source("Example News", "https://example.org/a")),
        ("Source: Example News [https://example.org/a]", Source("Example News", "https://example.org/a")),
        ("Source: [Example News](https://example.org/a)", Source("Example News", "https://example.org/a")),
        ("Source: Ministry (MoD), https://example.org/a;", Source("Ministry (MoD)", "https://example.org/a")),
        ("Source: https://example.org/a_(b)", Source("example.org", "https://example.org/a_(b)")),
        ("<https://www.example.org/a>", Source("example.org", "https://www.example.org/a")),
        ("Source: https://www.example.org/a", Source("example.org", "https://www.example.org/a")),
        ("https://www.example.org/a_b?c=1", Source("example.org", "https://www.example.org/a_b?c=1")),
    ],
)
@pytest.mark.parametrize("at_end", [True, False])
def test_sources(line: str, source: Source, at_end: bool) -> None:
    text = f"Timber Prices\n\n{PROSE}\n\n{line}" if at_end else f"Timber Prices\n\n{line}\n\n{PROSE}"
    made = draft(text)
    assert (made.source, made.body) == (source, (PROSE,))


def test_a_broken_address_is_text() -> None:
    assert draft(f"Timber Prices\n\n{PROSE}\n\nhttp://[a").body == (PROSE, "http://[a")


def test_a_sentence_after_source_is_no_source() -> None:
    line = "Source: the committee would not say where its numbers came from."
    assert draft(f"Timber Prices\n\n{PROSE}\n\n{line}").body == (PROSE, line)


def test_the_dateline_stays_and_gives_date_and_agency() -> None:
    opening = f"EXETER, March 8, 2023 (Reuters) - {PROSE}"
    made = draft(f"Timber Prices\n\n{opening}\n\n{MORE}")
    assert (made.day, made.source.name, made.body[0]) == (dt.date(2023, 3, 8), "Reuters", opening)
    assert made.summary.startswith("The committee met")
    assert "date" not in made.review


def test_a_dateline_on_its_own_line_goes_before_the_opening() -> None:
    made = draft(f"Timber Prices\n\nEXETER, March 8, 2023 --\n\n{PROSE}\n\n{MORE}")
    assert made.body == (f"EXETER, March 8, 2023 -- {PROSE}", MORE)


def test_old_newswire() -> None:
    made = draft(
        "<DOC>\n<DOCNO> 0001 </DOCNO>\n<DATE_TIME>03/18/2005</DATE_TIME>\n<BODY>\n<HEADLINE>Timber Prices</HEADLINE>\n"
        f"<TEXT>\n{PROSE}\n</TEXT>\n</BODY>\n</DOC>\n"
    )
    assert (made.title, made.day, made.body) == ("Timber Prices", dt.date(2005, 3, 18), (PROSE,))


@pytest.mark.parametrize("kicker", ["News", "DEFENCE", "Press release", "World News"])
def test_the_section_above_the_headline(kicker: str) -> None:
    made = draft(f"{kicker}\n\nCommittee Looks at Timber\n\n{PROSE}")
    assert (made.title, made.body) == ("Committee Looks at Timber", (PROSE,))


def test_another_storys_headline_on_line_one() -> None:
    made = draft(f"Ten recipes for soup\nCommittee looks at timber prices\n\n{PROSE}\n\n{MORE}")
    assert made.title == "Committee looks at timber prices"
    assert removed(made)["Ten recipes for soup"] == "above-headline"


BOILERPLATE = [
    ("Leave a Reply", "comment-form"),
    ("Your email address will not be published. Required fields are marked *", "comment-form"),
    ("12 Comments", "comment-form"),
    ("Share this:", "share"),
    ("Facebook Twitter LinkedIn Email", "share"),
    ("Share on Facebook", "share"),
    ("Click to share on Twitter (Opens in new window)", "share"),
    ("Follow us on Twitter @example for more.", "follow"),
    ("Sign up for our weekly newsletter", "newsletter"),
    ("Get the best stories sent to your inbox", "newsletter"),
    ("Please consider supporting our work.", "support"),
    ("Advertisement", "advertisement"),
    ("READ MORE", "navigation"),
    ("5 min read", "audio"),
    ("© 2023 Example News. All rights reserved.", "copyright"),
]


@pytest.mark.parametrize(("line", "rule"), BOILERPLATE)
def test_boilerplate_of_the_page(line: str, rule: str) -> None:
    made = draft(f"Timber Prices\n\n{PROSE}\n\n{line}")
    assert made.body == (PROSE,)
    assert removed(made)[line] == rule


def test_form_fields_go_only_below_a_form() -> None:
    assert draft(f"Timber Prices\n\n{PROSE}\n\nWebsite\n\n{MORE}").body == (PROSE, "Website", MORE)
    assert draft(f"Timber Prices\n\n{PROSE}\n\nLeave a comment\n\nName *\n\nWebsite").body == (PROSE,)


@pytest.mark.parametrize(
    "sentence",
    [
        "Share prices of the yard rose by a tenth on Tuesday.",
        "Follow the money, the auditor told the committee.",
        "Members who subscribe to the plan will get a newsletter, the chair said on Tuesday, and nothing else.",
        "Comments by the chair were not recorded.",
        "The mayor said: “Sign up for the service.”",
        "Allies should consider supporting the plan, he said.",
        "Related costs were left out of the account.",
        "He wrote it on Facebook and on Twitter.",
        "Copyright law was not discussed.",
        "Photo reconnaissance was carried out by two aircraft (see the photo).",
        "Read more books, the teacher said.",
        "Advertisement of the contract began in May.",
        "Next year the yard will build two ships.",
        "What comes next?",
        "3 replies were received.",
    ],
)
def test_ordinary_sentences_stay(sentence: str) -> None:
    assert draft(f"Timber Prices\n\n{PROSE}\n\n{sentence}\n\n{MORE}").body == (PROSE, sentence, MORE)
    assert draft(f"Timber Prices\n\n{PROSE}\n\n{sentence}").body == (PROSE, sentence)


def test_a_heading_in_capitals_stays() -> None:
    assert draft(f"Timber Prices\n\n{PROSE}\n\nTHE ROAD AHEAD\n\n{MORE}").body == (PROSE, "THE ROAD AHEAD", MORE)


def test_the_end_of_a_wrapped_sentence_is_no_button() -> None:
    opening = textwrap.fill(PROSE, 72)
    made = draft(
        f"Timber Prices\n\n{opening}\n\nThe members had talked about it for a year before they agreed to\nshare\n"
    )
    assert made.body[-1].endswith("agreed to share")


@pytest.mark.parametrize(
    "caption",
    [
        "Two ships at sea, May 3, 2022. (U.S. Navy photo by Ann Doe)",
        "The hall before the meeting. (Photo: Ann Doe/Example News)",
        "Photo by Ann Doe",
        "Image credit: Example News",
    ],
)
def test_captions(caption: str) -> None:
    made = draft(f"Timber Prices\n\n{caption}\n\n{PROSE}\n\n{caption} \n\n{MORE}")
    assert made.body == (PROSE, MORE)
    assert (3, caption, "caption", "photo-credit") in [
        (line.number, line.text, line.kind, line.rule) for line in made.lines
    ]


def test_a_sentence_that_leads_to_a_list_is_not_in_the_summary() -> None:
    assert draft("Timber Prices\n\nThe town buys timber. The plan:\n\n- oak\n- ash").summary == "The town buys timber."


def test_summary_is_cut_at_a_sentence() -> None:
    made = draft(f"Timber Prices\n\n{PROSE} {MORE}")
    assert made.summary == PROSE


@pytest.mark.parametrize(
    "short", ["the U.S. Army", "Gen. Doe", "Lt. Col. J. B. Doe", "No. 5 on the list", "St. Mary", "Mr. Doe"]
)
def test_abbreviations_end_no_summary(short: str) -> None:
    opening = f"The committee met {short} and then talked at length " + "about it " * 20 + "again."
    assert draft(f"Timber Prices\n\n{opening}").summary.startswith(f"The committee met {short} and then")


def test_every_line_of_the_seed_is_accounted_for() -> None:
    text = f"News\n\nTimber Prices\n\nBy Ann Doe\n\n8 March 2023\n\n{PROSE}\n\nShare\n\nPhoto by Ann Doe"
    assert [(line.number, line.kind) for line in draft(text).lines if line.text] == [
        (1, "boilerplate"),
        (3, "title"),
        (5, "byline"),
        (7, "date"),
        (9, "kept"),
        (11, "boilerplate"),
        (13, "caption"),
    ]


@pytest.mark.parametrize(
    ("lead", "summary"),
    [
        ("Signed at last. The committee took note of it.", "Signed at last. The committee took note of it."),
        (
            "Gen. Roe met U.S. officers in the town hall. He left.",
            "Gen. Roe met U.S. officers in the town hall. He left.",
        ),
        ("The committee met. It found the following:", "The committee met."),
        (f"Signed at last. The committee {'met and ' * 40}left.", None),
    ],
)
def test_summaries_end_with_a_sentence_and_are_no_stubs(lead: str, summary: str | None) -> None:
    made = summary_of(lead)
    if summary is None:
        assert 100 < len(made) <= 240
        assert made.endswith(("met…", "and…"))
    else:
        assert made == summary


def test_what_stands_above_the_lead_is_no_summary() -> None:
    made = draft_article("a.txt", f"Committee Looks at Timber\n\n8 March 2023\n\nConnect\n\n{PROSE}\n", SHIPPED)
    assert made.summary == PROSE
