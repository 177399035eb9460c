"""Languages as other programs name them."""

from __future__ import annotations

import pytest

from digest.model.locales import TERRITORIES, locale_of, news_language


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("en", "en_US"),
        ("en-GB", "en_GB"),
        ("EN-gb", "en_GB"),
        ("uk", "uk_UA"),
        ("sr-Latn", "sr_RS"),
        ("sr-Latn-ME", "sr_ME"),
        ("zh-Hant", "zh_TW"),
        ("es-419", "es_ES"),
        ("de-1996", "de_DE"),
        ("tlh", ""),
    ],
)
def test_a_language_for_open_graph(tag: str, locale: str) -> None:
    assert locale_of(tag) == locale


def test_the_languages_are_those_of_most_readers() -> None:
    assert {"en", "de", "fr", "es", "pl", "uk", "ar"} <= TERRITORIES.keys()
    assert all(len(language) in (2, 3) and len(territory) == 2 for language, territory in TERRITORIES.items())


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en-GB", "en"),
        ("fil", "fil"),
        ("zh", "zh-cn"),
        ("zh-Hans-SG", "zh-cn"),
        ("zh-Hant", "zh-tw"),
        ("zh-HK", "zh-tw"),
    ],
)
def test_a_language_for_google_news(tag: str, language: str) -> None:
    assert news_language(tag) == language
