"""No file of the output has more of a text than its source allows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pytest

from digest.settings.config import Engine
from tests.sites import CONFIG, NOW, article, attributes_in, build, links_in, make_site, page, png, tree

ENGINES: tuple[Engine, ...] = get_args(Engine)

EARLY, LATE = "Early words stand first.", "Late words stand last."
LATE_SUMMARY, LATE_DECK = "Overlong summaries end here.", "Overlong standfirsts end here."
BODY = f"""{EARLY} {"Some words more. " * 10}

![Near](near.png)

{"Some words more. " * 10}{LATE}

## Late heading

![Far](far.png)

> {LATE}

[late link](https://late.example/)
"""
SECRETS = (LATE, LATE_SUMMARY, LATE_DECK, "Late heading", "late-heading", "late.example", 'src="../../../../far.png"')
SOURCES = """\
Example Times:
  url: https://times.example/
  licence: https://times.example/licence
  republish: excerpt
  length: 40
Gazette:
  republish: summary
  length: 12
"""


def text_of(source: str, **fields: str) -> str:
    summary = f'"Short summary of it. {"Many words are here. " * 12}{LATE_SUMMARY}"'
    deck = f'"Short standfirst of it. {"Many words are here. " * 12}{LATE_DECK}"'
    return article("News", body=BODY, source=source, summary=summary, deck=deck, tags="[NATO]", **fields)


def site_with(tmp_path: Path, engine: Engine, text: str, settings: str = "", path: str = "content/a.md") -> Path:
    files = {path: text, "sources.yaml": SOURCES}
    pictures = {f"{Path(path).parent}/near.png": png(2, 3), f"{Path(path).parent}/far.png": png(4, 5)}
    config = settings if "markdown:" in settings else f"{settings}markdown: {{engine: {engine}}}\n"
    return make_site(tmp_path, {**files, **pictures}, f"{CONFIG}{config}")


def leaks(folder: Path) -> set[tuple[str, str]]:
    """(file, what should not be in it)"""
    return {
        (path, secret)
        for path, data in tree(folder).items()
        for secret in SECRETS
        if secret.encode() in data or json.dumps(secret)[1:-1].encode() in data
    }


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("source", ["Example Times", "{name: X, url: 'https://www.times.example/a'}", "gazette"])
def test_nothing_leaks(tmp_path: Path, engine: Engine, source: str) -> None:
    site = site_with(tmp_path, engine, text_of(source))
    build(site)
    assert leaks(site / "output") == set()
    assert ("Short standfirst" in page(site, "2023/03/08/news/")) is (source != "gazette")


@pytest.mark.parametrize("engine", ENGINES)
def test_what_may_be_shown_is(tmp_path: Path, engine: Engine) -> None:
    """So the check can fail: each of these is in some file of a site that may show all."""
    site = site_with(tmp_path, engine, text_of("Somebody"))
    build(site)
    assert {secret for _, secret in leaks(site / "output")} == set(SECRETS)
    own = site_with(tmp_path / "own", engine, article("News", body=BODY), "unlisted_sources: {republish: summary}\n")
    build(own)
    assert LATE in page(own, "2023/03/08/news/")


@pytest.mark.parametrize(
    ("settings", "fields"),
    [
        ("feeds: {content: summary}\n", {}),
        ("markdown: {html: trusted}\n", {}),
        ("links: file\n", {}),
        ("", {"draft": "true"}),
        ("", {"lang": "fi"}),
    ],
)
def test_nothing_leaks_with_these_settings(tmp_path: Path, settings: str, fields: dict[str, str]) -> None:
    site = site_with(tmp_path, "markdown", text_of("Example Times", **fields), settings)
    build(site, now=NOW, drafts=True)
    assert leaks(site / "output") == set()
    assert EARLY in page(site, "2023/03/08/news/")


@pytest.mark.parametrize("republish", ["excerpt", "summary"])
def test_the_default_of_the_site_holds_for_what_is_not_listed(tmp_path: Path, republish: str) -> None:
    settings = f"unlisted_sources: {{republish: {republish}, length: 40}}\n"
    site = site_with(tmp_path, "markdown", text_of("Somebody"), settings)
    build(site)
    assert leaks(site / "output") == set()


def test_a_standing_page_is_cut_too_and_says_so(tmp_path: Path) -> None:
    site = site_with(tmp_path, "markdown", text_of("Example Times"), path="content/pages/reprint.md")
    build(site)
    assert leaks(site / "output") == set()
    shown = page(site, "reprint/")
    assert "This is an excerpt." in shown
    assert "https://times.example/licence" in links_in(shown)


def test_trusted_html_is_made_safe_where_it_is_cut(tmp_path: Path) -> None:
    hidden = f"<script>var late = '{LATE}'</script><!-- {LATE} -->\n\n{EARLY}"
    text = article("News", body=hidden, source="Example Times")
    site = site_with(tmp_path, "markdown", text, "markdown: {html: trusted}\n")
    build(site)
    assert leaks(site / "output") == set()
    assert EARLY in page(site, "2023/03/08/news/")


def test_attribution(tmp_path: Path) -> None:
    site = site_with(tmp_path, "markdown", text_of("Example Times"))
    build(site)
    shown = page(site, "2023/03/08/news/")
    link = '<a rel="external" href="https://times.example/">Read the whole text at Example Times</a>'
    assert f'<p class="excerpt">This is an excerpt. {link}</p>' in shown
    assert '<a rel="license" href="https://times.example/licence">Licence</a>' in shown
    assert '"license":"https://times.example/licence"' in shown
    assert [value for tag, name, value in attributes_in(shown) if tag == "meta" and name == "content"].count("2") <= 1

    atom = ElementTree.fromstring(page(site, "feed.xml"))
    entry = "{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}"
    assert link in (atom.findtext(f"{entry}content") or "")
    assert atom.findtext(f"{entry}rights") == "https://times.example/licence"
    rss = ElementTree.fromstring(page(site, "rss.xml"))
    assert link in (rss.findtext("channel/item/{http://purl.org/rss/1.0/modules/content/}encoded") or "")
    assert rss.findtext("channel/item/{http://purl.org/dc/elements/1.1/}rights") == "https://times.example/licence"
    (item,) = json.loads(page(site, "feed.json"))["items"]
    assert link in item["content_html"]
    assert item["external_url"] == "https://times.example/"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Somebody", None),
        (
            "{name: Example Times, url: 'https://times.example/a', licence: CC BY}",
            'This is an excerpt. <a rel="external" href="https://times.example/a">'
            "Read the whole text at Example Times</a>",
        ),
        ("Gazette", "This is a summary. The whole text was published by Gazette."),
    ],
)
def test_what_readers_are_told(tmp_path: Path, source: str, expected: str | None) -> None:
    site = site_with(tmp_path, "markdown", text_of(source))
    build(site)
    shown = page(site, "2023/03/08/news/")
    assert (expected is None and 'class="excerpt"' not in shown) or f'<p class="excerpt">{expected}</p>' in shown
    assert "<small>CC BY</small>" in shown or "CC BY" not in source


def test_the_picture_in_previews_is_one_that_is_shown(tmp_path: Path) -> None:
    def picture(source: str, folder: str) -> list[str]:
        site = site_with(tmp_path / folder, "markdown", text_of(source).replace("![Near](near.png)", ""))
        build(site)
        shown = attributes_in(page(site, "2023/03/08/news/"))
        return [value for tag, _, value in shown if tag == "meta" and value.endswith(".png")]

    assert picture("Somebody", "all") == ["https://example.org/news/far.png"]
    assert picture("Example Times", "cut") == []


def test_a_text_that_fits_is_shown_as_it_is(tmp_path: Path) -> None:
    site = site_with(tmp_path, "markdown", article("News", body=EARLY, source="Example Times"))
    build(site)
    shown = page(site, "2023/03/08/news/")
    assert EARLY in shown
    assert 'class="excerpt"' not in shown
    assert "https://times.example/licence" in links_in(shown)
