"""Key figures: what is one, what is none, and the words that are taken with it."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.seeds.fields.figures import MOST, find_figures
from digest.seeds.passes import draft_article
from digest.seeds.words.lexicon import SHIPPED
from digest.seeds.words.phrase import LENGTH, phrase_around
from tests.profiles import examples


def values(*paragraphs: str, title: str = "Example Times") -> list[str]:
    return [figure.value for figure in find_figures(title, paragraphs)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The order is worth $624.601M in all.", "$624.601M"),
        ("The order is worth nearly €150 billion in all.", "€150 billion"),
        ("The order is worth 150 billion euros in all.", "150 billion euros"),
        ("The order is worth £2.5bn in all.", "£2.5bn"),
        ("The order is worth US$1.2 billion in all.", "US$1.2 billion"),
        ("The order is worth US$ 5.4 billion in all.", "US$ 5.4 billion"),
        ("The order is worth SEK 300m in all.", "SEK 300m"),
        ("The order is worth up to $300 million in all.", "$300 million"),
        ("The order is worth $40-50 million in all.", "$40-50 million"),
        ("The order is worth $606,800,000 in all.", "$606,800,000"),
        ("The order is worth Rs 6,000 crore in all.", "Rs 6,000 crore"),
        ("The order is worth one billion euros in all.", "one billion euros"),
        ("A 600-million-dollar order was placed.", "600-million-dollar"),
        ("The order is worth Dh5.8 billion ($1.58 billion) in all.", "Dh5.8 billion ($1.58 billion)"),
        ("Der Auftrag kostet rund 1,5 Milliarden Euro.", "1,5 Milliarden Euro"),
        ("Le contrat vaut 500 millions d'euros.", "500 millions d'euros"),
        ("Le contrat vaut trois milliards d’euros.", "trois milliards d’euros"),
        ("El contrato vale 2.500 millones de euros.", "2.500 millones de euros"),
        ("Ordern är värd 300 miljoner kronor.", "300 miljoner kronor"),
        ("The option procured 1,648 missiles for the army.", "1,648 missiles"),
        ("The plant will send 31 Abrams tanks next year.", "31 Abrams tanks"),
        ("About 4,000 personnel took part.", "4,000 personnel"),
        ("The yard will deliver five ships by then.", "five ships"),
        ("Thirty-six aircraft were ordered.", "Thirty-six aircraft"),
        ("One hundred aircraft were ordered.", "One hundred aircraft"),
        ("They plan to buy 72 F-35 joint strike fighter jets.", "72 F-35 joint strike fighter jets"),
        ("They plan to buy up to 65 F-35s soon.", "65 F-35s"),
        ("They ask for one million shells a year.", "one million shells"),
        ("Die Armee erhält 1.000 Kampfpanzer.", "1.000 Kampfpanzer"),
        ("L'armée recevra 1 872 véhicules.", "1 872 véhicules"),
        ("The ship has a range of 5,000 nautical miles.", "5,000 nautical miles"),
        ("The 393-foot ship lay at the pier.", "393-foot"),
        ("Members should spend 2% of GDP on defence.", "2%"),
        ("The firm will own a 55 per cent stake.", "55 per cent"),
    ],
)
def test_figures(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 missiles were short; by 2024 troops had more.",
        "On 8 March 2023 soldiers met at 14:30.",
        "Leopard 2 tanks and Type 26 frigates were on show.",
        "The destroyer DDG 108 sailed under resolution 1701.",
        "An F-16 and a PAC3 battery stood on the field.",
        "Article 5 and chapter 12 were read.",
        "Ann Doe, 53, won by 3-1.",
        "Call +44 20 7946 0000 for tickets.",
        "A ticket costs $15, and a cap €20.",
        "The village lies 40 km north of the town.",
        "Of the ships 15 of the larger kind were sold.",
        "A five-year plan of ships and a three-star officer.",
        "Two ships met, and two soldiers waved.",
        "It is 100% certain.",
    ],
)
def test_numbers_that_are_none(text: str) -> None:
    assert values(text) == []


def test_an_amount_is_told_once() -> None:
    assert values("It costs €150 billion.", "Those 150 billion euros are a loan.") == ["€150 billion"]
    assert values("It is worth more than $600 million.", "The $606,800,000 will be paid.") == ["$600 million"]
    assert values("They buy 114 F-35 aircraft.", "The 114 jets come later.") == ["114 F-35 aircraft"]


def test_money_comes_first_and_few_are_kept() -> None:
    text = "The yard builds five ships, 20 drones, 30 tanks, 40 guns and 50 trucks for $5 million."
    found = values(text)
    assert found[0] == "$5 million"
    assert len(found) == MOST


def test_the_opening_goes_before_the_rest() -> None:
    body = ["It costs $2 million.", *["Nothing new."] * 4, "In another case $90 million were paid."]
    assert values(*body) == ["$2 million", "$90 million"]


def test_what_a_headline_says_is_told_in_the_words_below() -> None:
    (figure,) = find_figures("Town Buys 31 Tanks", ["The town will pay for 31 old tanks from its own museum."])
    assert (figure.value, figure.about) == ("31 old tanks", "The town will pay for 31 old tanks from its own museum")


@pytest.mark.parametrize(
    ("text", "value", "about"),
    [
        (
            "He said that $300 million in aid for schools, and no more, would do.",
            "$300 million",
            "He said that $300 million in aid for schools",
        ),
        ("Then came, late, $300 million in aid for schools, and more.", "$300 million", "in aid for schools"),
        (
            "Help is worth €150 billion, of which €65 billion is for arms.",
            "€65 billion",
            "of which €65 billion is for arms",
        ),
        ("The deal, which was signed, is worth $5 million.", "$5 million", "is worth $5 million"),
        ("$5 million.", "$5 million", ""),
        ("The missile (with a range of 300 km, as built) flew.", "300 km", "with a range of 300 km"),
    ],
)
def test_the_words_around(text: str, value: str, about: str) -> None:
    at = text.index(value)
    assert phrase_around(text, at, at + len(value)) == about


def test_a_long_clause_is_cut_at_its_joints() -> None:
    text = (
        "The General Purchasing Agency of Example Town awarded a contract worth $5 million to the old and well-known "
        "firm of Doe and Sons in the north of the country"
    )
    at = text.index("$5 million")
    about = phrase_around(text, at, at + len("$5 million"))
    assert "$5 million" in about
    assert not re.search(r" (?:of|and|the|to|in)$|^(?:of|the|Agency|Town)\b", about)


@settings(max_examples=examples(quick=150, deep=1500))
@given(
    st.lists(
        st.sampled_from(
            ("The", "$5 million", "31 tanks", "and,", "(of", "“", "”", ")", "U.S.", "it", "—", "2% of GDP;", "x.")
        ),
        max_size=40,
    )
)
def test_a_phrase_is_a_piece_of_its_sentence(words: list[str]) -> None:
    text = " ".join(words)
    for figure in find_figures("", [text]):
        plain = re.sub(r"[“”()\s]", "", text)
        assert len(figure.about) <= max(LENGTH, len(figure.value))
        assert re.sub(r"[“”()\s]", "", figure.about) in plain
        assert set(re.findall(r"\w+", figure.about)) <= set(re.findall(r"\w+", text))


@settings(max_examples=examples(quick=150, deep=1500))
@given(st.text(st.sampled_from("0123456789.,'’ \xa0$€-–%m()abnillionEURtanks\n"), max_size=60))
def test_any_text_is_looked_through(text: str) -> None:
    find_figures(text, [text, text])


def test_a_text_without_figures_has_none() -> None:
    made = draft_article(
        "a.txt", "Committee Looks at Timber\n\n8 March 2023\n\nThe committee met and talked for hours.\n", SHIPPED
    )
    assert made.figures == ()


def test_it_takes_no_time() -> None:
    body = ["The committee met in the town hall in 2019 and looked at the 31 old tanks and $5 million in notes."] * 22
    began = time.process_time()
    for _ in range(20):
        find_figures("Committee Meets", body)
    assert (time.process_time() - began) / 20 < 0.01  # it takes a twentieth of that
