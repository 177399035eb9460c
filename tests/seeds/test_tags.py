"""Tags are found as whole words, the longest name first, the most telling kept."""

from __future__ import annotations

import pytest

from digest.seeds import data
from digest.seeds.tags import MOST, find_tags, mentions


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("NATO met.", ["NATO"]),
        ("The North Atlantic Alliance met.", ["NATO"]),
        ("Ukraine's ports", ["Ukraine"]),
        ("UKRAINE", ["Ukraine"]),
        ("the U.S. Army and the US Navy", ["US Army", "US Navy"]),
        ("the US and the U.S. today", ["United States", "United States"]),
        ("missiles, a Missile", ["Missiles", "Missiles"]),
        ("cruise missiles", ["Missiles"]),
        ("an F-35A and an F-16", ["F-35", "F-16"]),
        ("Secretary General Jens Stoltenberg", ["Jens Stoltenberg"]),
        ("let us go; the patriot; a javelin thrower; naton; eu", []),
        ("rocket launcher", []),
    ],
)
def test_mentions(text: str, tags: list[str]) -> None:
    assert list(mentions(text)) == tags


def test_title_weighs_more_than_a_mention_in_passing() -> None:
    body = ["Ministers met.", "They spoke.", "France was named once.", "Germany, Germany, and Germany again."]
    assert find_tags("NATO ministers meet", body) == ("NATO", "Germany")


def test_no_more_than_the_best() -> None:
    title = "NATO, Ukraine, Russia, Germany, France, Poland, Italy and Spain meet"
    tags = find_tags(title, ["Spain and Italy met.", "Then Spain left."])
    assert len(tags) == MOST
    assert tags[:2] == ("Spain", "Italy")


def test_the_gazetteer_names_nothing_twice() -> None:
    seen: dict[str, str] = {}
    for tags in data.gazetteer().values():
        for tag, aliases in tags.items():
            for alias in (tag, *aliases):
                assert seen.setdefault(alias, tag) == tag, alias
    assert sum(len(tags) for tags in data.gazetteer().values()) >= 200
