"""The pages of a whole site in the default theme: every link leads somewhere, wherever the site is put."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.sites import (
    CONFIG,
    article,
    attributes_in,
    build,
    differences_from_clean,
    html_files,
    links_in,
    make_site,
    page,
    png,
    put,
    tags_in,
)

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://example.org/news/"
FILES: dict[str, str | bytes | None] = {
    "content/2023/a.md": article(
        "Ammunition & <more>",
        "2023-03-08T14:30",
        body="# Head\n\nSee [b](b.md#x), [about](../pages/about.md), [year](/2023/).\n\n"
        "![A map](map%201.png)\n\nSaid.[^1]\n\n[^1]: So.",
        tags="[NATO, 'Łódź', 155 mm]",
        summary="About 5 < 6 & 'quotes' \"too\".",
        deck="Deck.",
        source="{name: NATO, url: 'https://nato.int/?a=1&b=2', licence: CC BY}",
        author="[Jane, John]",
        figures="[{value: €150 billion, about: support}]",
        corrections="[{date: 2023-03-10, text: Was wrong.}]",
        aliases="[/old/, /deep/old name.html]",
        updated="2023-03-10",
        thread="shells",
    ),
    "content/2023/b.md": article("B", "2023-03-07", body="## X\n\nMore.\n", tags="[NATO]", thread="shells", lang="fr"),
    "content/c.md": article("Ґрунт", "2022-12-31", tags="[nato, EU]", body="[a](2023/a.md) ![m](/2023/map%201.png)"),
    "content/2023/map 1.png": png(30, 20),
    "content/pages/about.md": article("About", None, body="[a](../2023/a.md)"),
    "content/pages/legal/privacy.md": article("Privacy", None, body="[up](../about.md)", aliases="[/p/]"),
}


def whole_site(tmp_path: Path, config: str = CONFIG) -> Path:
    site = make_site(tmp_path, FILES, config)
    assert [str(warning) for warning in build(site).site.warnings if "base_url" not in str(warning)] == []
    return site


def local_links(site: Path) -> Iterator[tuple[str, str]]:
    """(page, link) of every link that is not a full address. Pages are relative to the output folder."""
    for path in html_files(site / "output"):
        for link in links_in(path.read_text(encoding="utf-8")):
            if not urlsplit(link).scheme:
                yield path.relative_to(site / "output").as_posix(), link


def is_there(output: Path, path: str) -> bool:
    """Whether a host serves a file at this path of the site."""
    target = output / unquote(path)
    return target.is_file() or ((path.endswith("/") or path == "") and (target / "index.html").is_file())


@pytest.mark.parametrize("prefix", ["/", "/sub/path/"])
@pytest.mark.parametrize("config", [CONFIG, "title: No address\n"], ids=["address", "no address"])
def test_every_link_leads_to_a_file(tmp_path: Path, prefix: str, config: str) -> None:
    site = whole_site(tmp_path, config.replace("https://example.org/news/", f"https://example.org{prefix}"))
    links = [(where, link) for where, link in local_links(site) if where != "404.html"]
    assert len(links) > 200
    for where, link in links:
        at = urljoin(f"https://host{prefix}{where.removesuffix('index.html')}", link)
        path = urlsplit(at).path
        assert path.startswith(prefix), (where, link)
        assert is_there(site / "output", path.removeprefix(prefix)), (where, link)


def test_no_decoration_of_text_is_written_in_a_way_that_safari_passes_over(tmp_path: Path) -> None:
    """It has `text-decoration` of one value, and all others in properties of their own (CSS Text Decoration 3 §2.4)."""
    site = make_site(tmp_path, FILES, CONFIG)
    build(site)
    sheets = {sheet.name: sheet.read_text() for sheet in (site / "output/static").glob("*.css")}
    assert "text-decoration-color:" in sheets["style.css"]
    assert {name for name, text in sheets.items() if re.search(r"text-decoration:\s*[^\s;}]+\s+[^\s;}]", text)} == set()


def test_every_fragment_has_its_target(tmp_path: Path) -> None:
    site = whole_site(tmp_path)
    fragments = [(where, link) for where, link in local_links(site) if link.startswith("#")]
    assert "2023/03/08/ammunition-more/index.html" in {where for where, _ in fragments}, "it has a footnote"
    for where, link in fragments:
        text = (site / "output" / where).read_text(encoding="utf-8")
        assert link[1:] in {value for _, name, value in attributes_in(text) if name == "id"}, (where, link)


def test_ids_are_unique(tmp_path: Path) -> None:
    site = whole_site(tmp_path)
    for path in html_files(site / "output"):
        ids = [value for _, name, value in attributes_in(path.read_text(encoding="utf-8")) if name == "id"]
        assert len(ids) == len(set(ids)), path


def test_every_link_names_its_file(tmp_path: Path) -> None:
    site = whole_site(tmp_path, CONFIG + "links: file\n")
    output = site / "output"
    links = [(where, link) for where, link in local_links(site) if where != "404.html" and not link.startswith("#")]
    assert len(links) > 100
    for where, link in links:
        target = (output / where).parent / unquote(link.partition("#")[0].partition("?")[0])
        assert target.is_file(), (where, link)


@pytest.mark.parametrize(("address", "start"), [(BASE, "/news/"), ("https://example.org/", "/"), ("", "/")])
def test_page_for_unknown_addresses_works_at_any_address(tmp_path: Path, address: str, start: str) -> None:
    site = whole_site(tmp_path, CONFIG.replace(BASE, address or '""'))
    links = [link for where, link in local_links(site) if where == "404.html" and not link.startswith("#")]
    assert len(links) > 5
    for link in links:
        assert link.startswith(start), link
        assert is_there(site / "output", link.removeprefix(start)), link


def xml(site: Path, path: str) -> ET.Element:
    return ET.fromstring(page(site, path))


@pytest.mark.parametrize("path", ["feed.xml", "tags/nato/feed.xml"])
def test_atom(tmp_path: Path, path: str) -> None:
    """RFC 4287 §4.1: what a feed and an entry must have."""
    site = whole_site(tmp_path)
    feed = xml(site, path)
    assert feed.tag == ATOM + "feed"
    for element in (feed, *feed.iter(ATOM + "entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1
    hrefs = [link.get("href", "") for link in feed.iter(ATOM + "link")]
    assert hrefs
    assert all(href.startswith(("https://example.org/news/", "https://nato.int/")) for href in hrefs)
    assert feed.findtext(f"{ATOM}link[@rel='self']") is not None
    assert next(link.get("href") for link in feed.findall(ATOM + "link") if link.get("rel") == "self") == BASE + path
    first = next(entry for entry in feed.iter(ATOM + "entry") if "Ammunition" in str(entry.findtext(ATOM + "title")))
    assert first.findtext(ATOM + "title") == "Ammunition & <more>"
    assert first.findtext(ATOM + "summary") == "About 5 < 6 & ‘quotes’ “too”."
    _check_content(str(first.findtext(ATOM + "content")))


def _check_content(html: str) -> None:
    """Every link is whole, those to places in the text too: they lead to its own page."""
    assert "h2" in tags_in(html)
    own = BASE + "2023/03/08/ammunition-more/"
    assert links_in(html) == [
        BASE + "2023/03/07/b/#x",
        BASE + "about/",
        BASE + "2023/",
        BASE + "2023/map%201.png",
        own + "#fn:1",
        own + "#fnref:1",
    ]


def test_rss(tmp_path: Path) -> None:
    site = whole_site(tmp_path)
    channel = xml(site, "rss.xml").find("channel")
    assert channel is not None
    assert [channel.findtext(name) for name in ("title", "link")] == ["Test Digest", BASE]
    item = next(item for item in channel.iter("item") if "Ammunition" in str(item.findtext("title")))
    assert item.findtext("link") == BASE + "2023/03/08/ammunition-more/"
    assert item.findtext("pubDate") == "Wed, 08 Mar 2023 14:30:00 +0100"
    assert item.findtext("guid") == xml(site, "feed.xml").findtext(f"{ATOM}entry/{ATOM}id")
    _check_content(str(item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")))


def test_json_feed(tmp_path: Path) -> None:
    """https://www.jsonfeed.org/version/1.1/"""
    site = whole_site(tmp_path)
    feed = json.loads(page(site, "feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["home_page_url"], feed["feed_url"]) == (BASE, BASE + "feed.json")
    item = feed["items"][0]
    assert item["title"] == "Ammunition & <more>"
    assert item["url"] == BASE + "2023/03/08/ammunition-more/"
    assert re.fullmatch(r"2023-03-08T14:30:00\.\d{6}\+01:00", item["date_published"])
    assert item["id"] == xml(site, "feed.xml").findtext(f"{ATOM}entry/{ATOM}id")
    assert item["tags"] == ["NATO", "Łódź", "155 mm"]
    _check_content(item["content_html"])


def test_feeds_of_summaries(tmp_path: Path) -> None:
    site = whole_site(tmp_path, CONFIG + "feeds: {content: summary}\n")
    assert xml(site, "feed.xml").find(f"{ATOM}entry/{ATOM}content") is None
    assert "content_html" not in json.loads(page(site, "feed.json"))["items"][0]


@pytest.mark.parametrize("body", ["<p>&nbsp;", "]]>", "\x0b", "&lt;b&gt;", "<!-- x", "\ud7ff\U0001f600"])
def test_feeds_stay_whole_whatever_a_body_holds(tmp_path: Path, body: str) -> None:
    site = make_site(tmp_path, {"content/a.md": article("T ]]> &amp; \U0001f600", body=body)})
    build(site)
    for path in ("feed.xml", "rss.xml"):
        ET.fromstring(page(site, path))
    json.loads(page(site, "feed.json"))


def test_sitemap(tmp_path: Path) -> None:
    site = whole_site(tmp_path)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    parts = [str(part.text) for part in xml(site, "sitemap.xml").iter(space + "loc")]
    assert parts == [BASE + f"sitemap-{part}.xml" for part in ("2022", "2023", "pages")]
    found = {str(loc.text) for part in parts for loc in xml(site, part.removeprefix(BASE)).iter(space + "loc")}
    for url in found:
        assert is_there(site / "output", url.removeprefix(BASE)), url
    served = {
        BASE + path.relative_to(site / "output").as_posix().removesuffix("index.html")
        for path in html_files(site / "output")
        if 'http-equiv="refresh"' not in path.read_text(encoding="utf-8") and path.name != "404.html"
    }
    assert {unquote(url) for url in found} == served
    assert page(site, "robots.txt").endswith(f"\nSitemap: {BASE}sitemap.xml\nSitemap: {BASE}sitemap-news.xml\n")


def test_metadata_of_an_article(tmp_path: Path) -> None:
    """https://developers.google.com/search/docs/appearance/structured-data/article"""
    site = whole_site(tmp_path)
    text = page(site, "2023/03/08/ammunition-more/")
    url = BASE + "2023/03/08/ammunition-more/"
    facts = json.loads(text.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert facts["@type"] == "NewsArticle"
    assert facts["headline"] == "Ammunition & <more>"
    assert facts["mainEntityOfPage"]["@id"] == url
    crumbs = facts["mainEntityOfPage"]["breadcrumb"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in crumbs] == [
        (1, "2023", BASE + "2023/"),
        (2, "March", BASE + "2023/03/"),
        (3, "8", BASE + "2023/03/08/"),
    ]
    assert facts["correction"] == [
        {"@type": "CorrectionComment", "datePublished": "2023-03-10", "text": "Was wrong."},
    ]
    assert facts["isBasedOn"] == "https://nato.int/?a=1&b=2"
    assert facts["isPartOf"] == {"@type": "WebSite", "name": "Test Digest", "url": BASE}
    assert facts["publisher"]["logo"] == BASE + "static/icon.svg"
    assert is_there(site / "output", "static/icon.svg")
    assert (facts["datePublished"], facts["dateModified"]) == ("2023-03-08T14:30:00+01:00", "2023-03-10T00:00:00+01:00")
    assert [person["name"] for person in facts["author"]] == ["Jane", "John"]
    assert facts["image"] == BASE + "2023/map%201.png"
    found = attributes_in(text)
    assert ("link", "href", url) in found
    assert ("meta", "content", url) in found
    assert ("meta", "content", BASE + "2023/map%201.png") in found
    assert ("meta", "content", "About 5 < 6 & ‘quotes’ “too”.") in found


@pytest.mark.parametrize(
    ("fields", "author"),
    [
        ({"author": "[Jane]", "source": "{name: NATO}"}, [{"@type": "Person", "name": "Jane"}]),
        ({"source": "{name: NATO}"}, {"@type": "Organization", "name": "NATO"}),
        ({}, None),
    ],
)
def test_who_wrote_an_article_is_never_the_site_that_passes_it_on(
    fields: dict[str, str], author: object, tmp_path: Path
) -> None:
    site = make_site(tmp_path, {"content/a.md": article("A", "2023-03-08", **fields)}, CONFIG)
    build(site)
    text = page(site, "2023/03/08/a/")
    facts = json.loads(text.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert facts.get("author") == author


def test_a_topics_page_has_no_link_to_itself_on_its_cards(tmp_path: Path) -> None:
    site = whole_site(tmp_path)
    assert page(site, "tags/nato/").count('tags/eu/"') == 1
    assert 'tags/nato/">' not in page(site, "tags/nato/").partition("<main")[2].partition("</main>")[0]
    assert 'tags/nato/">' in page(site, "2023/03/08/ammunition-more/").partition("<main")[2]


def test_article_shows_what_its_front_matter_says(tmp_path: Path) -> None:
    site = whole_site(tmp_path)
    text = page(site, "2023/03/08/ammunition-more/")
    for shown in (
        "Deck.",
        "Jane",
        "John",
        "€150\xa0billion",
        "support",
        "Was wrong.",
        "CC BY",
        "8 March 2023, 14:30",
        "10 March 2023",
    ):
        assert shown in text, shown
    assert "Earlier on this" in text
    assert ("a", "href", "https://nato.int/?a=1&b=2") in attributes_in(text)
    assert 'rel="prev" href="../../../../2023/03/07/b/"' in text


def test_without_an_address_no_page_names_a_feed(tmp_path: Path) -> None:
    site = whole_site(tmp_path, "title: No address\n")
    for path in html_files(site / "output"):
        text = path.read_text(encoding="utf-8")
        assert "canonical" not in text
        assert "og:url" not in text
        assert not [link for link in links_in(text) if link.endswith((".xml", ".json"))], path


def test_pages_are_whole(tmp_path: Path) -> None:
    site = whole_site(tmp_path)
    for path in html_files(site / "output"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("<!doctype html>\n"), path
        assert text.endswith("</html>\n"), path
        assert "\ue000" not in text, path
        assert text.count("<h1") == 1 or "http-equiv" in text, path
        tags = tags_in(text)
        assert tags.count("main") == 1, path
        assert ("html", "lang") in {(tag, name) for tag, name, value in attributes_in(text) if value}, path


def test_no_page_needs_a_script_or_another_host(tmp_path: Path) -> None:
    site = whole_site(tmp_path)
    for path in html_files(site / "output"):
        for tag, name, value in attributes_in(path.read_text(encoding="utf-8")):
            loads = (tag in ("img", "script", "iframe", "source") and name == "src") or (tag, name) == ("link", "href")
            if loads and urlsplit(value).scheme:
                assert value.startswith(BASE), (path, value)
    for sheet in ("style", "lists", "archive"):
        css = page(site, f"static/{sheet}.css")
        assert "@import" not in css
        assert "url(http" not in css


def test_page_does_not_change_with_the_clock(tmp_path: Path) -> None:
    site = whole_site(tmp_path)
    assert build(site, now=2_100_000_000).rendered == ()


def test_what_one_page_counts_no_other_sees(tmp_path: Path) -> None:
    """An imported template begins anew on each page: the order in which pages are made leaves no trace."""
    count = "{% set ns = namespace(n=0) %}{% macro number() %}{% set ns.n = ns.n + 1 %}no. {{ ns.n }}{% endmacro %}"
    use = (
        '{% extends "default/article.html" %}{% block meta %}'
        '{% import "_count.html" as count %}{{ count.number() }}{% endblock %}'
    )
    site = make_site(
        tmp_path,
        {
            "content/a.md": article("A"),
            "content/b.md": article("B"),
            "themes/mine/templates/_count.html": count,
            "themes/mine/templates/article.html": use,
        },
        CONFIG + "theme: mine\n",
    )
    build(site)
    assert [("no. 1" in page(site, f"2023/03/08/{slug}/")) for slug in "ab"] == [True, True]
    put(site, {"content/b.md": article("B", deck="More")})
    build(site)
    assert differences_from_clean(site) == []


def metas(text: str) -> dict[str, str]:
    """What the page's <meta> say, by their names."""
    values = [(name, value) for tag, name, value in attributes_in(text) if tag == "meta"]
    return {value: content for (name, value), (_, content) in pairwise(values) if name in ("name", "property")}


def test_what_social_networks_are_told(tmp_path: Path) -> None:
    """https://ogp.me/, https://developer.x.com/en/docs/x-for-websites/cards/overview/markup"""
    site = whole_site(tmp_path, CONFIG + "language: en-GB\n")
    with_picture, foreign = (metas(page(site, path)) for path in ("2023/03/08/ammunition-more/", "2023/03/07/b/"))
    assert with_picture["twitter:card"] == "summary_large_image"
    assert with_picture["og:locale"] == "en_GB"
    assert with_picture["article:modified_time"] == "2023-03-10T00:00:00+01:00"
    assert foreign["twitter:card"] == metas(page(site, "tags/"))["twitter:card"] == "summary"
    assert foreign["og:locale"] == "fr_FR"
    assert "article:modified_time" not in foreign


def test_a_language_without_a_country_is_left_out(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article()}, CONFIG + "language: tlh\n")
    build(site)
    assert "og:locale" not in metas(page(site, ""))


@pytest.mark.parametrize("path", ["index.html", "2023/index.html", "feed.xml", "sitemap-2023.xml", "feeds.opml"])
def test_addresses_outside_of_pages_are_uris(path: str, tmp_path: Path) -> None:
    """RFC 3986: ASCII alone, whatever the settings say."""
    site = whole_site(tmp_path, CONFIG.replace(BASE, "https://zażółć.example/nowości/"))
    text = page(site, path)
    addresses = re.findall(r"https?://[^<>\"\s]+", text)
    assert any(one.startswith("https://xn--za-6ja4f8n1l.example/nowo%C5%9Bci/") for one in addresses), addresses
    assert all(map(str.isascii, addresses))
