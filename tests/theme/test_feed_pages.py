"""Feeds as readers get them: what was changed is seen in each, and the rules of the W3C's feed validator are kept.

The rules are those of https://github.com/w3c/feedvalidator, by the names that it gives to what breaks them.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.sites import CONFIG, article, build, links_in, make_site, page

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
DC = "{http://purl.org/dc/elements/1.1/}"
BASE = "https://example.org/news/"

CORRECTED = {
    "corrections": "[{date: 2023-03-10, text: It was 5 & is <6>.}, {date: 2023-03-11, text: Second.}]",
    "updated": "2023-03-09T14:30",
}
FILES = {
    "content/a.md": article("A", body="Text. See [there](#x).\n\n# X", summary="About.", tags="[NATO]", **CORRECTED),
    "content/b.md": article("B", body="Autre.", lang="fr", tags="[NATO]", updated="2023-03-09"),
    "content/c.md": article("C", body="", tags="[NATO]"),
    "content/d.md": article("D", date="1950-01-01", body="Old.", tags="[NATO]"),
    "content/e.md": article(
        "E", date="2023-03-08T10:00", body="Text.", tags="[NATO]", source="{name: N, url: 'https://n.int/ł'}"
    ),
}


@pytest.fixture(params=["full", "summary"])
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    made = make_site(tmp_path, FILES, f"{CONFIG}feeds: {{content: {request.param}, hub: 'https://hub.example/ł'}}\n")
    build(made)
    return made


def atom_entries(site: Path, path: str = "feed.xml") -> list[ET.Element]:
    return ET.fromstring(page(site, path)).findall(f"{ATOM}entry")


def items(site: Path) -> list[ET.Element]:
    return list(ET.fromstring(page(site, "rss.xml")).iter("item"))


def others(site: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(page(site, "feed.json"))["items"]
    return found


def texts(site: Path) -> dict[str, dict[str, str]]:
    """Of each feed, the whole of what is shown of each entry, by its title."""
    return {
        **{
            path: {
                str(one.findtext(f"{ATOM}title")): one.findtext(f"{ATOM}content") or str(one.findtext(f"{ATOM}summary"))
                for one in atom_entries(site, path)
            }
            for path in ("feed.xml", "tags/nato/feed.xml")
        },
        "rss.xml": {
            str(one.findtext("title")): one.findtext(CONTENT) or str(one.findtext("description")) for one in items(site)
        },
        "feed.json": {one["title"]: one.get("content_html") or one["content_text"] for one in others(site)},
    }


def as_read(path: str, text: str) -> str:
    """What a reader sees of what is shown of an entry: in RSS that is always HTML."""
    return unescape(re.sub("<.*?>", "", text)) if path == "rss.xml" or text.startswith("<") else text


def test_what_was_changed_is_seen_in_every_feed(site: Path) -> None:
    for path, shown in texts(site).items():
        for told in (
            "Updated 9 March 2023",
            "Correction, 10 March 2023: It was 5 & is <6>.",
            "Correction, 11 March 2023: Second.",
        ):
            assert told in as_read(path, shown["A"]), path
        assert "Updated 9 March 2023" in shown["B"], path
        assert "Updated" not in shown["E"], path
        assert "Correction" not in shown["E"], path


def test_the_last_change_moves_with_a_correction(site: Path) -> None:
    changed = {one.findtext(f"{ATOM}title"): str(one.findtext(f"{ATOM}updated")) for one in atom_entries(site)}
    assert changed == {one["title"]: one["date_modified"] for one in others(site)}
    assert [changed[name][:10] for name in "ABE"] == ["2023-03-11", "2023-03-09", "2023-03-08"]


def test_an_entry_says_its_language(site: Path) -> None:
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    atom = {one.findtext(f"{ATOM}title"): one.get(lang) for one in atom_entries(site)}
    assert atom == {one.findtext("title"): one.findtext(f"{DC}language") for one in items(site)}
    assert atom == {one["title"]: one.get("language") for one in others(site)}
    assert {name: language for name, language in atom.items() if language} == {"B": "fr"}
    for path, shown in texts(site).items():
        if "<p>" in shown["B"]:
            assert '<div lang="fr">\n<p>Autre.</p>' in shown["B"], path
            assert '<p lang="en">Updated' in shown["B"], path


def test_the_hub_is_named(site: Path) -> None:
    hub = "https://hub.example/%C5%82"
    for path in ("feed.xml", "tags/nato/feed.xml"):
        feed = ET.fromstring(page(site, path))
        assert [link.get("href") for link in feed.findall(f"{ATOM}link[@rel='hub']")] == [hub]
    rss = ET.fromstring(page(site, "rss.xml"))
    assert [link.get("href") for link in rss.findall(f"channel/{ATOM}link[@rel='hub']")] == [hub]
    assert json.loads(page(site, "feed.json"))["hubs"] == [{"type": "WebSub", "url": hub}]


def test_rules_of_atom(site: Path) -> None:
    for path in ("feed.xml", "tags/nato/feed.xml"):
        feed = ET.fromstring(page(site, path))
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) == 5
        for name in ("id", "updated"):  # DuplicateEntries, DuplicateUpdated
            assert len({entry.findtext(f"{ATOM}{name}") for entry in entries}) == 5
        for entry in entries:
            parts = [entry.find(f"{ATOM}{name}") for name in ("summary", "content")]
            assert any(part is not None for part in parts)  # MissingTextualContent
            assert all(part is None or (part.text or "").strip() for part in parts)  # NotBlank
        self = feed.find(f"{ATOM}link[@rel='self']")
        assert self is not None
        assert self.get("href") == BASE + path  # SelfDoesntMatchLocation
        times = [one.text or "" for name in ("published", "updated") for one in feed.iter(f"{ATOM}{name}")]
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d", time) for time in times)


def test_rules_of_rss(site: Path) -> None:
    assert len({item.findtext("guid") for item in items(site)}) == 5
    for item in items(site):
        names = [part.tag for part in item]
        assert names.count("description") == 1  # NeedDescriptionBeforeContent
        assert CONTENT not in names or names.index("description") < names.index(CONTENT)
        assert (item.findtext("description") or "").strip()
        assert re.search(r" [+-]\d\d[03]0$", item.findtext("pubDate") or "")  # ProblematicalRFC822Date


def test_links_in_entries_are_whole(site: Path) -> None:
    """ContainsRelRef"""
    for path, shown in texts(site).items():
        for text in shown.values():
            assert all(link.startswith("https://") for link in links_in(text)), path
    assert texts(site)["feed.xml"]["A"].count(f'{BASE}2023/03/08/a/#x"') == ("<p>" in texts(site)["feed.xml"]["A"])


def test_times_with_odd_offsets_are_told_in_utc(tmp_path: Path) -> None:
    site = make_site(
        tmp_path,
        {"content/a.md": article(date="2023-03-08T10:00")},
        CONFIG.replace("Europe/Brussels", "Asia/Kathmandu"),
    )
    build(site)
    assert "<pubDate>Wed, 08 Mar 2023 04:15:00 +0000</pubDate>" in page(site, "rss.xml")
    assert "<published>2023-03-08T10:00:00." in page(site, "feed.xml")


def test_the_list_of_feeds(tmp_path: Path) -> None:
    """https://opml.org/spec2.opml"""
    site = make_site(tmp_path, {"content/a.md": article(tags="['R&D', NATO]")})
    build(site)
    opml = ET.fromstring(page(site, "feeds.opml"))
    assert (opml.tag, opml.get("version")) == ("opml", "2.0")
    found = {
        one.get("text"): (one.get("xmlUrl"), one.get("htmlUrl"))
        for one in opml.iter("outline")
        if one.get("type") == "rss"
    }
    assert found == {
        "Test Digest": (BASE + "feed.xml", BASE),
        "NATO": (BASE + "tags/nato/feed.xml", BASE + "tags/nato/"),
        "R&D": (BASE + "tags/r-d/feed.xml", BASE + "tags/r-d/"),
    }
    for feed, _ in found.values():
        assert (site / "output" / str(feed).removeprefix(BASE)).is_file()
    assert 'href="../feeds.opml"' in page(site, "tags/")


def test_the_sitemap_of_the_news(tmp_path: Path) -> None:
    """https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap"""
    files = {
        "content/a.md": article("A & b", "2023-11-14T10:00"),
        "content/b.md": article("B", "2023-11-14", lang="uk"),
        "content/c.md": article("C", "2023-11-01"),
    }
    site = make_site(tmp_path, files)
    build(site)  # at 2023-11-14T22:13:20Z
    news = "{http://www.google.com/schemas/sitemap-news/0.9}"
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    names = (f"{space}loc", f".//{news}name", f".//{news}language", f".//{news}publication_date", f".//{news}title")
    found = [[url.findtext(name) for name in names] for url in ET.fromstring(page(site, "sitemap-news.xml"))]
    assert found == [
        [f"{BASE}2023/11/14/a-b/", "Test Digest", "en", "2023-11-14T10:00:00+01:00", "A & b"],
        [f"{BASE}2023/11/14/b/", "Test Digest", "uk", "2023-11-14", "B"],
    ]
