"""Feeds: what they carry, and that nothing makes old news new."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from digest.model.article import Article
from digest.model.shown import Body, FeedEntry, FeedLink
from digest.model.views import FeedView, OpmlView
from digest.settings.config import FeedSettings
from digest.site import feeds
from tests.site.made import CONFIG, article, pages, planned, standing, view


def entries(*articles: Article, path: str = "feed.xml") -> tuple[FeedEntry, ...]:
    return view(planned(*articles), path, FeedView).entries


def test_newest_first_up_to_the_limit() -> None:
    config = msgspec.structs.replace(CONFIG, feeds=FeedSettings(limit=2))
    many = [article(f"n{n}", f"2023-03-0{n}", tags=("NATO",)) for n in range(1, 5)]
    for path in ("feed.xml", "rss.xml", "feed.json", "tags/nato/feed.xml"):
        found = view(planned(*many, config=config), path, FeedView)
        assert [entry.title for entry in found.entries] == ["n4", "n3"]


def test_feed_of_a_tag_has_its_articles_only() -> None:
    found = entries(article("a", tags=("NATO",)), article("b", "2023-03-09"), path="tags/nato/feed.xml")
    assert [entry.title for entry in found] == ["a"]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "New"},
        {"url": "2023/03/08/renamed/"},
        {"url": "2023/04/01/a/", "published": "2023-04-01T00:00:00+00:00", "instant": 1680307200},
        {"tags": ("EU",)},
        {"updated": "2023-05-01T00:00:00+00:00"},
        {"body": b"another"},
    ],
    ids=str,
)
def test_ids_outlive_edits(change: dict[str, Any]) -> None:
    one = article("a", tags=("NATO",))
    assert entries(one)[0].id == entries(msgspec.structs.replace(one, **change))[0].id


def test_ids_differ_and_are_uris() -> None:
    found = [entry.id for entry in entries(article("a"), article("b"), article("c", id="tag:example.org,2023:c"))]
    assert len(set(found)) == 3
    assert "tag:example.org,2023:c" in found
    assert all(":" in name for name in found)


def test_id_that_the_editor_gives_outlives_a_move_of_the_file() -> None:
    moved = article("a", id="urn:x", path="elsewhere/z.md")
    assert entries(article("a", id="urn:x"))[0].id == entries(moved)[0].id


def test_times() -> None:
    one = article("a", "2023-03-08T10:00", updated="2023-03-09T00:00:00+00:00")
    two = article("b", "2023-03-08T12:00")
    found = view(planned(one, two), "feed.xml", FeedView)
    assert [tuple(map(to_the_second, (entry.published, entry.changed))) for entry in found.entries] == [
        ("2023-03-08T12:00:00+00:00", "2023-03-08T12:00:00+00:00"),
        ("2023-03-08T10:00:00+00:00", "2023-03-09T00:00:00+00:00"),
    ]
    assert [entry.published == entry.changed for entry in found.entries] == [True, False]
    assert found.updated == found.entries[1].changed


def to_the_second(stamp: str) -> str:
    """A time without its fraction, of which there must be one."""
    whole = re.sub(r"\.\d{6}(?=[+-]\d\d:\d\d$)", "", stamp)
    assert whole != stamp
    return whole


def test_no_two_entries_have_one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bare dates are all of midnight. What tells two apart is made of each alone: a third one changes neither."""
    many = [article(f"n{n}") for n in range(60)]
    config = msgspec.structs.replace(CONFIG, feeds=FeedSettings(limit=100))

    def times(*shown: Article) -> dict[str, str]:
        found = view(planned(*shown, config=config), "feed.xml", FeedView).entries
        return {entry.title: entry.changed for entry in found}

    before, after = times(*many[:59]), times(*many)
    assert len(set(after.values())) == 60
    assert {to_the_second(time) for time in after.values()} == {"2023-03-08T00:00:00+00:00"}
    assert before.items() <= after.items()
    monkeypatch.setattr(feeds, "crc32", lambda data: 999_999)  # the rarest case of all: each has the same fraction
    assert sorted(times(*many[:3]).values()) == [
        "2023-03-08T00:00:00.000000+00:00",
        "2023-03-08T00:00:00.000001+00:00",
        "2023-03-08T00:00:00.999999+00:00",
    ]


def test_newest_time_is_found_across_offsets() -> None:
    """As text, 02:30+02:00 is greater than 01:30+00:00; it is an hour earlier."""
    one = article("a", published="2023-10-29T02:30:00+02:00", instant=1698539400)
    two = article("b", published="2023-10-29T01:30:00+00:00", instant=1698543000)
    assert to_the_second(view(planned(one, two), "feed.xml", FeedView).updated) == "2023-10-29T01:30:00+00:00"


def test_empty_feed_has_a_time_of_no_clock() -> None:
    assert view(planned(), "feed.xml", FeedView).updated == "1970-01-01T00:00:00+00:00"


def test_full_text_or_summary() -> None:
    one = article("a", summary="S.", deck="D.")
    assert entries(one)[0].body == Body("a.md", b"digest of the body")
    config = msgspec.structs.replace(CONFIG, feeds=FeedSettings(content="summary"))
    found = view(planned(one, config=config), "feed.xml", FeedView).entries[0]
    assert (found.body, found.summary) == (None, "S.")
    assert entries(article("b", deck="D."))[0].summary == "D."


def test_a_new_body_leaves_feeds_of_summaries_alone() -> None:
    config = msgspec.structs.replace(CONFIG, feeds=FeedSettings(content="summary"))
    one, two = (planned(article("a", body=body), config=config) for body in (b"1", b"2"))
    assert pages(one)["feed.xml"] == pages(two)["feed.xml"]


def test_feeds_have_articles_only() -> None:
    assert entries(standing("about"), article("a", draft=True)) == ()


def test_links_in_feeds_start_from_the_address_of_the_site() -> None:
    for page in planned(article("a", tags=("NATO",))).pages():
        if isinstance(page.view, FeedView):
            assert page.view.root == "https://example.org/news/"


def test_the_hub_of_the_site_is_that_of_each_feed() -> None:
    config = msgspec.structs.replace(CONFIG, feeds=FeedSettings(hub="https://hub.example/"))
    for path in ("feed.xml", "rss.xml", "feed.json", "tags/nato/feed.xml"):
        found = view(planned(article("a", tags=("NATO",)), config=config), path, FeedView)
        assert found.hub == "https://hub.example/"


def test_one_list_of_all_feeds() -> None:
    found = view(planned(article("a", tags=("NATO", "EU"))), "feeds.opml", OpmlView)
    assert found.site_feed == FeedLink("Test", "feed.xml", "")
    assert found.other_feeds == (
        FeedLink("EU", "tags/eu/feed.xml", "tags/eu/"),
        FeedLink("NATO", "tags/nato/feed.xml", "tags/nato/"),
    )
