"""Names for addresses, of titles in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.urls import SLUG_LENGTH, slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Finland joins NATO", "finland-joins-nato"),
        ("The Army’s plan, at 50%", "the-armys-plan-at-50"),
        ("Rüstung für Österreich: größer", "rustung-fur-osterreich-grosser"),
        ("Оборона: новые танки", "oborona-novye-tanki"),
        ("Οι αποφάσεις", "oi-apofaseis"),
        ("国防部", "guo-fang-bu"),
        ("日本の防衛省", "ri-ben-no-fang-wei-sheng"),
        ("🚀", "rocket"),
        ("!!!", "untitled"),
        ("", "untitled"),
        ("x" * 90, "x" * SLUG_LENGTH),
    ],
)
def test_slugs(title: str, slug: str) -> None:
    assert slugify(title) == slug


def test_arabic_has_letters() -> None:
    assert slugify("وزارة الدفاع", "").replace("-", "").isalpha()


def test_a_long_title_is_cut_between_words() -> None:
    title = "国防部宣布新的预算将增加百分之七以上用于海军舰艇建设以及空军战斗机的采购计划"
    words = slugify(title).split("-")
    assert all(word in ("guo", "xuan") or len(word) <= 5 for word in words)
    whole = slugify(title[:10])
    assert slugify(title).startswith(whole + "-")


def test_what_stands_for_nothing() -> None:
    assert slugify("—", "") == ""


@given(st.text())
def test_any_title_has_a_slug(title: str) -> None:
    slug = slugify(title)
    assert 0 < len(slug) <= SLUG_LENGTH
    assert all(word and word.isascii() and word.isalnum() and word == word.lower() for word in slug.split("-"))
