"""Words, dates and numbers in the site's language."""

from __future__ import annotations

import subprocess
import sys

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from digest.model.words import ENGLISH, Words, capital, direction_of, tags_above
from tests.site.made import day

MARCH = day("2023-03-08")
POLISH_RULE = "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"
POLISH = Words(
    "pl",
    {"Front page": "Strona główna", "By {names}": "Autor: {names}"},
    {"{count} article": ("{count} artykuł", "{count} artykuły", "{count} artykułów")},
    POLISH_RULE,
)


def test_a_message_without_a_translation_stays_english() -> None:
    assert POLISH.text("Front page") == "Strona główna"
    assert POLISH.text("Archive") == "Archive"


def test_values_stand_in_their_places() -> None:
    assert POLISH.text("By {names}", names="Jane {x} Doe") == "Autor: Jane {x} Doe"
    assert ENGLISH.text("{tag} in {year}", tag="NATO", year=2023) == "NATO in 2023"


def test_a_value_that_is_not_given_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"'Autor: \{names\}' has a place for 'names', which is not given"):
        POLISH.text("By {names}", name="Jane")


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1 artykuł"), (3, "3 artykuły"), (5, "5 artykułów"), (22, "22 artykuły"), (1234, "1\xa0234 artykuły")],
)
def test_a_plural_has_the_form_that_its_number_wants(number: int, text: str) -> None:
    assert POLISH.count("{count} article", "{count} articles", number) == text


@pytest.mark.parametrize(("number", "text"), [(0, "0 articles"), (1, "1 article"), (1234, "1,234 articles")])
def test_english_plurals_need_no_catalogue(number: int, text: str) -> None:
    assert ENGLISH.count("{count} article", "{count} articles", number) == text


@pytest.mark.parametrize(
    ("tag", "dates"),
    [
        ("en", ["8 March 2023", "March 2023", "8 March", "March", "Mar", "Wednesday", "Wed", "1,234"]),
        ("en-GB", ["8 March 2023", "March 2023", "8 March", "March", "Mar", "Wednesday", "Wed", "1,234"]),
        ("de", ["8. März 2023", "März 2023", "8. März", "März", "Mär", "Mittwoch", "Mi", "1.234"]),
        ("de-CH", ["8. März 2023", "März 2023", "8. März", "März", "Mär", "Mittwoch", "Mi", "1'234"]),
        ("fr", ["8 mars 2023", "mars 2023", "8 mars", "mars", "mars", "mercredi", "mer.", "1\u202f234"]),
        ("pl", ["8 marca 2023", "marzec 2023", "8 marca", "marzec", "mar", "środa", "śr.", "1\xa0234"]),
        ("tlh", ["8 March 2023", "March 2023", "8 March", "March", "Mar", "Wednesday", "Wed", "1,234"]),
    ],
)
def test_dates_and_numbers_are_those_of_the_language(tag: str, dates: list[str]) -> None:
    words = Words(tag)
    forms = ("long_date", "month_name", "day_month", "month_only", "month_short", "weekday", "weekday_short")
    assert [*(getattr(words, form)(MARCH) for form in forms), words.number(1234)] == dates


@pytest.mark.parametrize(
    ("tag", "text", "initial"),
    [
        ("en", "Wednesday 8 March 2023", "W"),
        ("de", "Mittwoch, 8. März 2023", "M"),
        ("es", "miércoles, 8 de marzo de 2023", "X"),
        ("ar", "الأربعاء، 8 مارس 2023", "ر"),
        ("tlh", "Wednesday 8 March 2023", "W"),
    ],
)
def test_a_date_with_its_weekday_is_written_as_the_language_does(tag: str, text: str, initial: str) -> None:
    assert (Words(tag).full_date(MARCH), Words(tag).weekday_narrow(MARCH)) == (text, initial)


def test_english_does_not_load_babel() -> None:
    code = (
        "import sys, datetime, digest.site.plan, digest.theme.render; from digest.model.words import ENGLISH as w;"
        "w.long_date(datetime.date(2023, 3, 8)), w.count('a', 'b', 2); sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_language_is_looked_for_with_those_that_it_is_one_of() -> None:
    assert list(tags_above("zh-Hant-TW")) == ["zh-hant-tw", "zh-hant", "zh"]
    assert list(tags_above("de-x-easy")) == ["de-x-easy", "de"]


def test_directions_are_those_of_cldr() -> None:
    """But for Mongolian in its own script, which goes downwards: CLDR and HTML have no word for that."""
    wrong = [
        name
        for name in locale_identifiers()
        if "Mong" not in name and direction_of(name.replace("_", "-")) != Locale.parse(name).text_direction
    ]
    assert wrong == []
    assert (direction_of("uz-Arab"), direction_of("ar-Latn"), direction_of("AR-eg")) == ("rtl", "ltr", "rtl")


def test_a_heading_begins_with_a_capital() -> None:
    assert [capital("mars 2023"), capital("8 mars"), capital("")] == ["Mars 2023", "8 mars", ""]
