"""The sitemap of the newest articles: what is in it, and when it is another."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest

from digest.model.article import Article
from digest.model.shown import NewsEntry
from digest.model.views import NewsView
from digest.site import news
from digest.site.plan import Plan
from tests.site.made import CONFIG, article, pages, planned, view

NOON = 1_678_276_800
"""2023-03-08T12:00Z"""
DAY = 86_400


def titles(*articles: Article, now: int = NOON) -> list[str]:
    return [entry.title for entry in view(planned(*articles, now=now), "sitemap-news.xml", NewsView).entries]


def test_articles_of_the_last_two_days_newest_first() -> None:
    some = [
        article("older", "2023-03-06T12:00"),
        article("old", "2023-03-06T12:01"),
        article("new", "2023-03-08T11:59"),
        article("future", "2023-03-08T12:01"),
        article("draft", "2023-03-08T11:00", draft=True),
    ]
    assert titles(*some) == ["new", "old"]
    assert titles(*some, now=NOON + 60) == ["future", "new"]
    assert titles(*some, now=NOON + 3 * DAY) == []


def test_what_it_says_of_an_article() -> None:
    some = [article("a", "2023-03-08T11:00"), article("b", "2023-03-08", lang="fr")]
    config = msgspec.structs.replace(CONFIG, language="en-GB")
    assert view(planned(*some, config=config, now=NOON), "sitemap-news.xml", NewsView).entries == (
        NewsEntry("2023/03/08/a/", "a", "2023-03-08T11:00:00+00:00", "en"),
        NewsEntry("2023/03/08/b/", "b", "2023-03-08T00:00:00+00:00", "fr"),
    )


def test_no_more_than_it_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "MOST_NEWS", 2)
    assert titles(*(article(name, "2023-03-08T11:00") for name in "abc")) == ["a", "b"]


def test_it_is_there_with_nothing_in_it_but_not_without_an_address() -> None:
    assert titles() == []
    assert "sitemap-news.xml" not in pages(planned(config=msgspec.structs.replace(CONFIG, base_url=""), now=NOON))


def news_of(made: Plan) -> NewsView:
    return view(made, "sitemap-news.xml", NewsView)


def test_it_is_another_only_at_times_that_are_due() -> None:
    some = [
        article("a", "2023-03-08T12:00"),
        article("b", "2023-03-08", embargo=NOON + 3600),
        article("c", "2023-03-07T10:00", expiry=NOON + 2 * 3600),
        article("d", draft=True),
    ]
    shown = {time: planned(*some, now=time) for time in range(NOON - 3 * DAY, NOON + 3 * DAY, 3600)}
    steps = list(pairwise(shown))
    changed = [after for before, after in steps if news_of(shown[before]) != news_of(shown[after])]
    assert [(time - NOON) // 3600 for time in changed] == [-26, 0, 1, 2, 36, 48]
    for before, after in steps:
        assert {*shown[before].due} & {*range(before + 1, after + 1)} or after not in changed


def test_without_an_address_nothing_waits_for_the_news() -> None:
    config = msgspec.structs.replace(CONFIG, base_url="")
    assert planned(article("a"), config=config).due == frozenset()
