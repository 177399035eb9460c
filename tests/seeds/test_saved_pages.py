"""Pages as browsers save them: the article alone, all of it, and what they say of it."""

from __future__ import annotations

import re

import pytest

from digest.seeds.drafting import draft_seed
from digest.seeds.read import read_seed
from digest.seeds.words.folding import folded
from digest.seeds.words.lexicon import SHIPPED
from tests.seeds.saved_pages import PAGES, Saved


def words(texts: list[str]) -> str:
    return f" {folded(' '.join(re.sub(r'^(?:- |[0-9][.] )', '', text) for text in texts))} "


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_article_is_whole_and_in_order(page: Saved) -> None:
    read = read_seed("a.html", page.data, SHIPPED).text
    at = 0
    for text in page.texts:
        at = folded(read).find(folded(text), at)
        assert at >= 0, text
    draft = draft_seed("a.html", read_seed("a.html", page.data, SHIPPED), SHIPPED)
    body = words([draft.deck, *draft.body])
    assert [text for text in page.texts if f" {folded(text)} " not in body] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nothing_of_the_page_is_left_in_it(page: Saved) -> None:
    body = draft_seed("a.html", read_seed("a.html", page.data, SHIPPED), SHIPPED).body
    right = words(page.texts)
    assert [text for text in body if words([text]) not in right] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_the_page_says_of_it(page: Saved) -> None:
    draft = draft_seed("a.html", read_seed("a.html", page.data, SHIPPED), SHIPPED)
    assert (draft.title, str(draft.day), draft.source.name) == (page.title, page.day, page.site)
