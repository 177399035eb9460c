"""Names for addresses, of titles in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.urls import SLUG_LENGTH, as_uri, place_like, slugify, tag_slug
from digest.text import folded


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


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("NATO", "nato"),
        ("155 mm", "155-mm"),
        ("Київ", "kiiv"),
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("A+B #1", "a-b-1"),
        ("★", "u2605"),
        ("☆", "u2606"),
        ("☆ ☆", "u2606-u0020-u2606"),
        ("", "untitled"),
    ],
)
def test_slugs_of_tags(name: str, slug: str) -> None:
    assert tag_slug(name) == slug


@given(st.text(), st.text())
def test_slugs_of_tags_are_names_of_folders(one: str, other: str) -> None:
    for name in (one, other, one * 40):
        assert 0 < len(tag_slug(name)) <= SLUG_LENGTH
        assert all((sign.isalnum() and sign.isascii()) or sign == "-" for sign in tag_slug(name))
    long = "The armed forces of the United Kingdom and of the Republic of "
    if folded(repr(one)) != folded(repr(other)):
        assert tag_slug(f"{long}{one!r}") != tag_slug(f"{long}{other!r}")


def test_the_place_that_is_likely_meant() -> None:
    ids = ("kiiv", "costs-2024", "fn:1", "fnref:1")
    assert place_like("Київ", ids) == "Did you mean '#kiiv'?"
    assert place_like("cost-2024", ids) == "Did you mean '#costs-2024'?"
    assert place_like("zzz", ids) == "There are: #kiiv, #costs-2024."
    assert place_like("zzz", ids[2:]) == "It has no headings."


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("https://example.org/a%20b/?q=1&r=[2]#x", "https://example.org/a%20b/?q=1&r=[2]#x"),
        ("https://example.org/Łódź/100%/a|b", "https://example.org/%C5%81%C3%B3d%C5%BA/100%25/a%7Cb"),
        ("https://münchen.example:8080/ü", "https://xn--mnchen-3ya.example:8080/%C3%BC"),
        ("https://jürgen@münchen.example/", "https://j%C3%BCrgen@xn--mnchen-3ya.example/"),
        ("https://..é/", "https://..%C3%A9/"),
        ("2023/map é.png", "2023/map%20%C3%A9.png"),
        ("", ""),
    ],
)
def test_an_address_as_a_uri(address: str, uri: str) -> None:
    """RFC 3987 §3.1; what is one already stays."""
    assert as_uri(address) == uri
    assert as_uri(uri) == uri
