"""Each kind of finding, in a small whole site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.check.asked import answer_of, told
from tests.profiles import examples
from tests.sites import CONFIG, article, build, make_site, png, put, snapshot
from tests.views_document import ROOT

GOOD = article(summary="S.")
NEW = "2030-01-01"  # after NOW


def test_nothing_is_told_of_a_site_without_faults(tmp_path: Path) -> None:
    site = make_site(
        tmp_path,
        {
            "content/a.md": article(summary="S.", tags="[NATO]", body="See [b](b.md#head). ![A map](map.png)"),
            "content/b.md": article("B", summary="S.", tags="[NATO]", body="## Head\n\nText."),
            "content/map.png": png(2, 2),
            "content/pages/about.md": article("About", None),
            "content/CNAME": "example.org",
        },
    )
    assert answer_of(site) == {"status": "done", "articles": 3, "problems": []}


def test_the_sample_site_has_nothing_to_tell() -> None:
    assert told(ROOT, "", "--now", "2030-01-01") == []


CASES: Mapping[str, tuple[dict[str, str | bytes], list[str]]] = {
    "a link to a file that is not there": (
        {"content/a.md": article(summary="S.", body="One.\n\nSee [b](nowhere.md).")},
        ["build content/a.md:9: links to 'nowhere.md', which is not in content/."],
    ),
    "a link to a heading that is not there": (
        {
            "content/a.md": article(summary="S.", body="See [b](b.md#nosuch)."),
            "content/b.md": article("B", summary="S."),
        },
        ["build content/a.md:7: links to '#nosuch' in content/b.md, which is no place there."],
    ),
    "one link that leads nowhere in several places": (
        {
            "content/a.md": article(
                summary="S.",
                body="    [x](nowhere.md)\n\nSee [x](nowhere.md), `[x](nowhere.md)`.\n\n[x]: nowhere.md\n",
            )
        },
        [
            "build content/a.md:9: links to 'nowhere.md', which is not in content/.",
            "build content/a.md:11: links to 'nowhere.md', which is not in content/.",
        ],
    ),
    "one heading that is not there in several places": (
        {
            "content/a.md": article(summary="S.", body="[b](b.md#nosuch)\n\n[b](b.md?x=1#nosuch), [b](b.md#other)"),
            "content/b.md": article("B", summary="S.", body="[b](#no)\n\n[b](b.md#no)"),
        },
        [
            "build content/a.md:7: links to '#nosuch' in content/b.md, which is no place there.",
            "build content/a.md:9: links to '#nosuch' in content/b.md, which is no place there.",
            "build content/a.md:9: links to '#other' in content/b.md, which is no place there.",
            "build content/b.md:7: links to '#no', which is no place on this page.",
            "build content/b.md:9: links to '#no' in content/b.md, which is no place there.",
        ],
    ),
    "links to what is not published": (
        {
            "content/a.md": article(
                summary="S.",
                body="[b](/2023/03/08/b/)\n\n[b](/2023/03/08/b)\n\n<https://example.org/news/2023/03/08/b/>",
            ),
            "content/b.md": article("B", summary="S.", draft="true"),
        },
        [
            "build content/a.md:7: links to /2023/03/08/b/, which is not published now.",
            "build content/a.md:9: links to /2023/03/08/b, which is not published now.",
            "own-link content/a.md:11: links to https://example.org/news/2023/03/08/b/, which is not published now.",
        ],
    ),
    "an address that an article has": (
        {
            "content/a.md": article(summary="S."),
            "content/b.md": article("B", summary="S.", aliases="[/old/, /2023/03/08/a/]"),
        },
        ["build content/b.md:5: two sources want the address /2023/03/08/a/: content/b.md (aliases) and content/a.md."],
    ),
    "an address that no browser reads": (
        {"content/a.md": article(summary="S.", body="Text.\n\n[a](http://[bad) and [b](https://h.example:99999/)")},
        [
            "build content/a.md:9: the address 'http://[bad' is taken out: no browser could read it.",
            "build content/a.md:9: the address 'https://h.example:99999/' is taken out: no browser could read it.",
        ],
    ),
    "an alias that two articles have": (
        {
            "content/a.md": article(summary="S.", aliases="[/old/]"),
            "content/b.md": article("B", summary="S.", aliases="[/old/]"),
        },
        [
            "build content/a.md:5: two sources want the address /old/: "
            "content/a.md (aliases) and content/b.md (aliases)."
        ],
    ),
    "an id that two articles have": (
        {
            "content/a.md": article(summary="S.", id="urn:x:1"),
            "content/b.md": article("B", summary="S.", id="urn:x:1"),
        },
        ["build content/b.md:5: has the 'id' of content/a.md, 'urn:x:1': feed readers would show one of the two."],
    ),
    "two tags of one address": (
        {
            "content/a.md": article(summary="S.", tags="[Erdogan]"),
            "content/b.md": article("B", summary="S.", tags="[Erdoğan]"),
        },
        [
            "build content/a.md:5: the tag 'Erdogan' would have one address, /tags/erdogan/, with 'Erdoğan' "
            "(content/b.md).",
        ],
    ),
    "pictures, some with words": (
        {
            "content/a.md": article(
                summary="S.",
                body="![Map](map.png)\n\n[Map](map.png)\n\n![](map.png)\n\n![](map.png){role=none}\n\n"
                '<p><img src="map.png" alt="Map"> <img alt="" src="map.png"></p>\n\n'
                '<p><img\nsrc="map.png"></p>\n\n<p><img src="line.png" alt=""></p>',
            ),
            "content/map.png": png(2, 2),
            "content/line.png": png(2, 2),
        },
        [
            "image-alt content/a.md:11: the picture 'map.png' has no text in its place ('alt').",
            "image-alt content/a.md:18: the picture 'map.png' has no text in its place ('alt').",
        ],
    ),
    "a picture without words": (
        {"content/a.md": article(summary="S.", body="Text.\n\n![](map.png)"), "content/map.png": png(2, 2)},
        ["image-alt content/a.md:9: the picture 'map.png' has no text in its place ('alt')."],
    ),
    "the picture of an article without words": (
        {"content/a.md": article(summary="S.", image="{file: map.png}"), "content/map.png": png(2, 2)},
        ["image-alt content/a.md:5: the picture 'map.png' has no text in its place ('alt')."],
    ),
    "no summary": (
        {"content/a.md": article()},
        ["summary content/a.md:2: has no 'summary': lists show its title alone."],
    ),
    "a tag in two spellings": (
        {
            "content/a.md": article(summary="S.", tags="[NATO]"),
            "content/b.md": article("B", summary="S.", tags="[Nato]"),
            "content/c.md": article("C", summary="S.", tags="[NATO]"),
        },
        ["tag-spelling content/b.md:5: has the tag 'Nato' (1 article), which is shown as 'NATO' (2 articles)."],
    ),
    "a date in the future": (
        {"content/a.md": article(summary="S.", date=NEW)},
        ["future-date content/a.md:3: 'date' is 2030-01-01, which is still to come, and the article is shown already."],
    ),
    "a file to which nothing refers": (
        {"content/a.md": GOOD, "content/old/map.png": png(2, 2)},
        ["orphan content/old/map.png:0: nothing refers to it."],
    ),
    "a full address of the site that leads nowhere": (
        {"content/a.md": article(summary="S.", body="<https://example.org/news/2023/03/09/gone/>")},
        [
            "own-link content/a.md:7: links to https://example.org/news/2023/03/09/gone/, which is not a page of this "
            "site."
        ],
    ),
    "a place in the site, by its full address, that is not there": (
        {
            "content/a.md": article(
                summary="S.",
                body="## Head\n\n<https://example.org/news/2023/03/08/a/#head>, <https://example.org/news/2023/03/08/a/#top>\n\n"
                "[a](https://example.org/news/2023/03/08/a/#nosuch)",
            )
        },
        [
            "own-link content/a.md:11: links to https://example.org/news/2023/03/08/a/#nosuch, and '#nosuch' is no "
            "place there."
        ],
    ),
    "a title that is there": (
        {
            "content/a.md": article("Finland joins NATO", summary="S."),
            "content/b.md": article("“Finland joins NATO”", "2023-09-01", summary="S."),
        },
        [
            "same-title content/b.md:2: its title is nearly that of content/a.md, 'Finland joins NATO'.",
        ],
    ),
    "an article that cannot be read": (
        {"content/a.md": GOOD, "content/b.md": b"---\ntitle: \xff\n---\n", "content/c.md": article("C")},
        [
            "build content/b.md:2: this is not UTF-8: byte 0xff.",
            "summary content/c.md:2: has no 'summary': lists show its title alone.",
        ],
    ),
    "a mistake in the settings": (
        {"content/a.md": GOOD, "digest.yaml": "title: T\nbase_ulr: https://example.org/\n"},
        [
            "build digest.yaml:0: 'base_url' is not set: feeds, the sitemap, canonical links and link previews are "
            "left out.",
            "build digest.yaml:2: 'base_ulr' is not a key.",
        ],
    ),
    "a mistake in a template": (
        {
            "content/a.md": GOOD,
            "digest.yaml": "title: T\nbase_url: https://example.org/\ntheme: mine\n",
            "themes/mine/templates/article.html": "{% if %}",
        },
        [
            "build themes/mine/templates/article.html:1: template error: Expected an expression, got 'end of "
            "statement block'."
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_told(tmp_path: Path, case: str) -> None:
    files, expected = CASES[case]
    assert told(make_site(tmp_path, files)) == expected


def test_what_is_told_is_the_same_after_a_build_and_nothing_is_written(tmp_path: Path) -> None:
    site = make_site(
        tmp_path,
        {
            "content/a.md": article(tags="[Nato]", body="![](map.png) See [b](b.md#no)."),
            "content/b.md": article("B", tags="[NATO]"),
            "content/map.png": png(2, 2),
        },
    )
    before = answer_of(site)
    assert len(before["problems"]) == 5
    assert not (site / ".digest").exists()
    build(site)
    then = snapshot(site)
    assert answer_of(site) == before
    now = snapshot(site)
    now[".digest"] = then[".digest"]  # SQLite has files beside the store while that is read
    assert now == then


def test_what_changed_since_the_last_build_is_seen(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": GOOD})
    build(site)
    put(site, {"content/a.md": article(), "content/b.md": article("B", summary="S.", body="[c](c.md)")})
    assert [line.partition(":")[0] for line in told(site)] == ["summary content/a.md", "build content/b.md"]


def test_a_damaged_store_is_no_matter(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(body="![](https://pictures.example/1.png)")})
    build(site)
    store = site / ".digest" / "output.sqlite"
    before = told(site)
    data = store.read_bytes()
    for damaged in (b"no database", data[:5000], data.replace(b"pictures.example", b"pictures.exomple")):
        store.write_bytes(damaged)
        assert told(site) == before
        assert store.read_bytes() == damaged
        assert not store.with_name("output.sqlite.damaged").exists()


def test_drafts_are_checked_if_asked_for(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(draft="true", body="[b](b.md)")})
    assert told(site) == []
    assert [line.split()[0] for line in told(site, "", "--drafts")] == ["summary", "build"]


def test_what_is_embargoed_is_checked_before_its_time(tmp_path: Path) -> None:
    """Its mistakes would stop the build at just that time."""
    site = make_site(
        tmp_path,
        {
            "content/a.md": article(summary="S.", id="urn:x:1"),
            "content/b.md": article("B", NEW, summary="S.", publish=NEW, id="urn:x:1", body="[c](c.md)"),
        },
    )
    assert told(site) == [
        "build content/b.md:6: has the 'id' of content/a.md, 'urn:x:1': feed readers would show one of the two.",
        "build content/b.md:9: links to 'c.md', which is not in content/.",
    ]


def test_what_will_expire_is_no_problem_before(tmp_path: Path) -> None:
    """At the time of the embargo `a` is gone; that the link to it is left out then is told then."""
    site = make_site(
        tmp_path,
        {
            "content/a.md": article(summary="S.", expires="2025-01-01"),
            "content/b.md": article("B", summary="S.", body="[a](a.md)"),
            "content/c.md": article("C", NEW, summary="S.", publish=NEW),
        },
    )
    assert told(site) == []


def test_an_article_that_has_expired_is_not_checked(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(expires="2023-04-01")})
    assert answer_of(site) == {"status": "done", "articles": 0, "problems": []}


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
def test_both_engines(tmp_path: Path, engine: str) -> None:
    body = "![](map.png)\n\n![ ](https://p.example/x.png)\n\n![](line.png){role=presentation}\n\n<img src='map.png'>"
    site = make_site(
        tmp_path,
        {"content/a.md": article(summary="S.", body=body), "content/map.png": png(1, 1), "content/line.png": png(1, 1)},
        CONFIG + f"markdown: {{engine: {engine}}}\n",
    )
    fact = "has no text in its place ('alt')."
    assert told(site, "image-alt") == [
        f"content/a.md:7: the picture 'map.png' {fact}",
        f"content/a.md:9: the picture 'https://p.example/x.png' {fact}",
        f"content/a.md:13: the picture 'map.png' {fact}",
    ]


def test_ten_thousand_links_in_one_file(tmp_path: Path) -> None:
    lines = "\n".join(
        f"[{n}](file-{n}.md#p) <https://example.org/news/gone-{n}/>" for n in range(examples(quick=2_000, deep=10_000))
    )
    site = make_site(tmp_path, {"content/a.md": article(summary="S.", body=lines), "content/b.md": article("B")})
    found = told(site)
    assert len(found) == examples(quick=4_001, deep=20_001)
    assert "build content/a.md:2006: links to 'file-1999.md', which is not in content/." in found
    assert (
        "own-link content/a.md:2006: links to https://example.org/news/gone-1999/, which is not a page of this site."
        in found
    )
