"""What tells who published a text: pieces of evidence that add up, and of which one alone is told to be no more."""

from __future__ import annotations

import re

import pytest

from digest.seeds import data
from digest.seeds.draft import Draft
from digest.seeds.fields.pieces import NAME
from digest.seeds.passes import draft_article
from digest.seeds.words.lexicon import SHIPPED
from digest.seeds.words.publisher_names import goes_on_as, is_short_for, name_key, tidy_name

PROSE = "The committee met in the town hall and looked at the prices of timber over the whole of the year."
LAST = "Timber has been dear since the storm of last autumn, when many trees of the town's forest fell."


def draft(*below: str, above: tuple[str, ...] = ()) -> Draft:
    return draft_article(
        "a.txt", "\n\n".join((*above, "Committee Looks at Timber Prices", PROSE, LAST, *below)), SHIPPED
    )


def named(made: Draft) -> tuple[str, str]:
    return made.source.name, made.review.get("source", "")


@pytest.mark.parametrize(
    ("line", "name", "why"),
    [
        ("© 2024 Sawdust Ledger. All rights reserved.", "Sawdust Ledger", "a copyright line names it"),
        ("© Sawdust Ledger – Tous droits réservés", "Sawdust Ledger", "a copyright line names it"),
        ("Get full access to Sawdust news and more...", "Sawdust", "its newsletter or subscription is offered"),
        ("Sign up for the Sawdust Ledger Newsletter", "Sawdust Ledger", "its newsletter or subscription is offered"),
        ("Download the Sawdust Ledger app", "Sawdust Ledger", "its app is offered"),
        ("Why you can trust Sawdust Ledger", "Sawdust Ledger", "the page speaks of itself by this name"),
        (
            "Comments do not necessarily reflect the views of Sawdust Ledger or its staff.",
            "Sawdust Ledger",
            "the page speaks of itself by this name",
        ),
        ("Sawdust Ledger logo", "Sawdust Ledger", "its logo stands on the page"),
        (
            "Ann Doe writes about forests. Since joining the Sawdust Ledger in 2009, she has covered four towns.",
            "Sawdust Ledger",
            "a note on the author names it",
        ),
        ("Ann Doe is a reporter for the Sawdust Ledger.", "Sawdust Ledger", "a note on the author names it"),
        ("Ann Doe schreibt für den Waldboten über Holz.", "Waldboten", "a note on the author names it"),
        ("Do you know more? Write to tips@sawdustledger.com.", "sawdustledger.com", "an address of mail is its own"),
        ("More from The Sawdust Ledger", "The Sawdust Ledger", "the page points to more of it"),
        ("Forest Guard photo by Pfc. Ann Doe", "Forest Guard", "its own pictures are shown"),
        ("Видавець: Лісова газета", "Лісова газета", "the page speaks of itself by this name"),
    ],
)
def test_one_piece_is_inferred_and_that_is_told(line: str, name: str, why: str) -> None:
    assert named(draft(line)) == (name, why)


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("© 2024 Sawdust Ledger", "Subscribe to the Sawdust Ledger newsletter"), "Sawdust Ledger"),
        (("© 2024 Sawdust Ledger Media Group", "More from Sawdust Ledger"), "Sawdust Ledger"),
        (("Ann Doe covers timber for the Ledger.", "© 2024 Sawdust Ledger"), "Sawdust Ledger"),
        (("Ann Doe is a reporter for the Sawdust Ledger.", "Mail: tips@sawdustledger.com"), "Sawdust Ledger"),
        (("SAWDUST LEDGER", "Sawdust Ledger logo", "© 2024 Sawdust Ledger"), "Sawdust Ledger"),
        (("About The Oak Company", "Contact: Ann Doe, press@oakcompany.com"), "The Oak Company"),
        (("Forests Today", "Mail: desk@foreststoday.example"), "Forests Today"),
    ],
)
def test_two_that_bear_each_other_out_are_no_doubt(lines: tuple[str, ...], name: str) -> None:
    assert named(draft(*lines)) == (name, "")


def test_a_listed_company_that_announces_is_the_source_with_what_it_says_of_itself() -> None:
    opening = "NORHAVEN, March 4, 2025 -- Kestrel Marine (NYSE: KSTM) today announced the delivery of a patrol ship."
    text = "\n\n".join(("Kestrel Delivers First Patrol Ship", opening, PROSE, "About Kestrel Marine", LAST))
    assert named(draft_article("a.txt", text, SHIPPED)) == ("Kestrel Marine", "")
    alone = "\n\n".join(("Kestrel Delivers First Patrol Ship", opening, PROSE, LAST))
    assert named(draft_article("a.txt", alone, SHIPPED)) == ("Kestrel Marine", "it makes the announcement")


def test_most_evidence_wins_over_a_single_line() -> None:
    owner = "© 2024 Hardwood Holdings"
    own = ("About Sawdust Ledger", "Download the Sawdust Ledger app", "Follow Sawdust Ledger on Facebook")
    assert named(draft(owner, *own)) == ("Sawdust Ledger", "")


@pytest.mark.parametrize(
    ("rows", "name", "why"),
    [
        (
            ("Timber Research Institute", "4 March 2025"),
            "Timber Research Institute",
            "a line at the top names it",
        ),
        (("NEWS RELEASE", "Forest Guard District Nine (FGD)"), "Forest Guard District Nine", None),
        (("TEVIOT TIMBER LTD - PRESS NOTICE - 30 JANUARY 2025",), "TEVIOT TIMBER", ""),
        (("Pressmeddelande från Timmerdepartementet", "4 mars 2025"), "Timmerdepartementet", ""),
        (("From: Ministry of Timber",), "Ministry of Timber", "it is said to have sent it"),
        (("De: Prensa Maderas Robledo <prensa@mrobledo.example>",), "Maderas Robledo", "it is said to have sent it"),
        (("Von: Waldbote <post@waldbote.example>",), "Waldbote", ""),
        (("From: Zoe <z.doe@mill.example>",), "mill.example", "an address of mail is its own"),
    ],
)
def test_who_issues_an_official_text_is_named_at_its_top(rows: tuple[str, ...], name: str, why: str | None) -> None:
    made = draft(above=rows)
    assert made.source.name == name
    assert why is None or made.review.get("source", "") == why


def test_a_page_is_rather_its_own_than_its_owners() -> None:
    menu = ("Sawdust Ledger Podcasts", "Sawdust Ledger Crosswords", "Sawdust Ledger Weather")
    owner = ("© 2024 Hardwood Holdings", "Shares: hardwoodholdings.com")
    assert draft(*owner, "About The Sawdust Ledger", "Related articles", *menu).source.name in (
        "Sawdust Ledger",
        "The Sawdust Ledger",
    )


def test_a_weak_piece_that_recurs_in_a_menu_is_no_more_than_inferred() -> None:
    menu = ("Timber Weekly Offer", "Timber Weekly Shelf", "Timber Weekly Prices")
    assert named(draft("Download the Timber Weekly app", "Related articles", *menu))[1] != ""


def test_what_is_told_it_twice_is_inferred_and_once_is_not() -> None:
    told = "“It is dear,” the clerk told The Sawdust Ledger in a letter about the forest of the town."
    again = "Nobody could say why, the mayor told The Sawdust Ledger on the way to the timber market."
    assert named(draft(told)) == ("", "")
    assert named(draft(told, again)) == ("The Sawdust Ledger", "somebody spoke to it")


def test_a_host_is_spelt_as_the_text_spells_it() -> None:
    lines = ("The Sawdust Ledger has asked the mill for its prices since May.", "Write to tips@sawdustledger.com.")
    assert named(draft(*lines)) == ("The Sawdust Ledger", "an address of mail is its own")


def test_a_word_that_the_text_has_in_lower_case_names_nobody() -> None:
    assert named(draft("Download the Timber app")) == ("", "")


def test_the_first_of_several_in_a_field_is_the_source() -> None:
    assert named(draft("Quelle: sawdust.de, ino/apd")) == ("sawdust.de", "")


def test_the_names_of_other_scripts_are_names_too() -> None:
    assert draft("© 2025 Лісова Газета").source.name == "Лісова Газета"


def test_a_name_that_recurs_on_the_page_is_borne_out() -> None:
    one = "© 2024 Sawdust Ledger"
    menu = ("Sawdust Ledger Podcasts", "Sawdust Ledger Crosswords", "Sawdust Ledger Weather", "Share this article")
    assert named(draft(one))[1] != ""
    assert named(draft(one, "Related articles", *menu)) == ("Sawdust Ledger", "")


def test_sections_in_a_menu_far_from_the_article_are_no_publisher() -> None:
    menu = (
        "Viral News",
        "Truck & Trailer Magazine",
        "Programme TV",
        *("Forest", "Mills", "Prices", "Towns", "Letters"),
    )
    assert named(draft("© 2024 Sawdust Ledger", "Sawdust Ledger home", above=menu)) == ("Sawdust Ledger", "")


@pytest.mark.parametrize(
    "line",
    [
        "Follow Ann Doe on Twitter",
        "More from Ann Doe",
        "“It is dear,” the clerk told the Sawdust Ledger in a letter about the forest of the town.",
        "Subscribe to our newsletter",
        "Sign up for Breaking News",
        "Download the free app",
        "© 2024 All rights reserved",
        "Mail us: sawdust@gmail.com",
        "About Norway",
        "Times Staff Writer",
    ],
)
def test_people_sections_and_calls_are_no_publisher(line: str) -> None:
    assert draft(line).source.name == ""


def test_a_list_of_addresses_is_no_source() -> None:
    assert draft("https://forest.example.org/a", "https://mill.example.com/b").source.url == ""
    assert draft("https://forest.example.org/a").source.url == "https://forest.example.org/a"
    assert draft("https://unsplash.com/photos/tree").source.url == ""


def test_names_are_compared_by_what_they_have_in_common() -> None:
    spelt = (
        "The Alder Times",
        "ALDER TIMES",
        "aldertimes.com",
        "www.aldertimes.co.uk",
        "Áldér-Times",
        "thealdertimes.com",
    )
    assert {name_key(name) for name in spelt} == {"aldertimes"}
    assert goes_on_as("Alder Times", "Alder Times Media Group")
    assert not goes_on_as("Alder", "Alder Tree")
    shorts = ("Times", "Alder.com", "AT")
    assert [is_short_for(short, "The Alder Times") for short in shorts] == [True, True, True]
    assert not is_short_for("Alder", "The Alder Times")  # a town
    assert not is_short_for("at", "The Alder Times")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Alder Times, Inc.", "Alder Times"),
        ("Alder Times’s", "Alder Times"),
        ("Copyright Alder Times All Rights Reserved", "Alder Times"),
        ("Alder News U.S.", "Alder News U.S."),
        ("Daily Alder and Daily Alder On Sunday", "Daily Alder"),
    ],
)
def test_what_is_no_part_of_a_name_goes(text: str, name: str) -> None:
    assert tidy_name(text) == name


def test_each_form_is_a_pattern_that_names_somebody() -> None:
    for kind, table in data.evidence().items():
        assert table.weight > 0, kind
        assert table.says, kind
        for form in table.forms:
            assert re.search(r"NAME|OUTLET|\(\?P<name>", form), form
            re.compile(form.replace("NAME", f"(?P<name>{NAME})"))
