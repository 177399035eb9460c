"""Which files wait for their articles."""

from __future__ import annotations

from typing import Any

import pytest

from digest.model.article import Article, Held, Media, Reference
from digest.site.collecting import collect
from digest.site.plan import plan
from tests.site import made
from tests.site.made import CONFIG, planned, standing

NOW = 2_000_000_000
WAITS: list[dict[str, Any]] = [{"draft": True}, {"embargo": NOW + 1}, {"expiry": NOW}]


def article(path: str, *named: str, **fields: Any) -> Article:
    """The article with this path, with links to other files."""
    references = tuple(Reference(f"<{name}>", name, 7) for name in named)
    return made.article(path.removesuffix(".md").replace("/", "-"), path=path, references=references, **fields)


def held(*articles: Article, files: str) -> list[str]:
    return [
        one.file.removeprefix("content/") for one in planned(*articles, media=map(media, files.split()), now=NOW).held
    ]


def media(path: str) -> Media:
    return Media(path, b"digest")


@pytest.mark.parametrize("waits", WAITS)
def test_a_file_waits_for_the_article_that_refers_to_it(waits: dict[str, Any]) -> None:
    told = planned(
        article("x/a.md", "x/map.png", "/x/brief.pdf", **waits), media=map(media, ("x/map.png", "x/brief.pdf"))
    )
    assert told.held == (
        Held("content/x/brief.pdf", "content/x/a.md", True),
        Held("content/x/map.png", "content/x/a.md", True),
    )
    assert told.copies == ()


def test_a_file_goes_out_with_the_first_article_that_refers_to_it() -> None:
    waiting = article("x/a.md", "x/map.png", draft=True)
    files = "x/map.png"
    assert held(waiting, article("x/b.md", "x/map.png", draft=True), files=files) == ["x/map.png"]
    assert held(waiting, article("x/b.md", "x/map.png"), files=files) == []
    assert held(waiting, standing("about", references=(Reference("<1>", "/x/map.png", 7),)), files=files) == []
    assert held(waiting, article("y/b.md", mentions=("x/map.png",)), files=files) == []
    assert held(waiting, article("x/b.md"), files=files) == ["x/map.png"]


def test_what_is_named_elsewhere_than_in_the_body_waits_too() -> None:
    assert held(article("x/a.md", mentions=("img/map.png",), draft=True), files="img/map.png img/b.png") == [
        "img/map.png"
    ]


def test_a_file_is_known_however_its_accents_are_written() -> None:
    composed, apart = "x/caf\u00e9.png", "x/cafe\u0301.png"
    waits = article("a/a.md", composed, draft=True)
    assert held(waits, article("x/b.md"), files=apart) == [apart]
    assert held(waits, article("x/b.md", composed), files=apart) == []


def test_a_file_to_which_nothing_refers_waits_while_all_articles_in_its_folder_do() -> None:
    waiting = article("x/a.md", draft=True)
    assert held(waiting, article("y/b.md"), files="x/map.png y/map.png z/map.png") == ["x/map.png"]
    assert held(waiting, article("x/b.md"), files="x/map.png") == []
    assert held(waiting, article("x/y/b.md"), files="x/map.png x/y/map.png") == ["x/map.png"]
    (one,) = planned(waiting, media=[media("x/map.png")]).held
    assert one == Held("content/x/map.png", "content/x/a.md", False)


def test_a_folder_without_articles_belongs_to_those_above_it_but_for_the_root() -> None:
    waiting = article("x/a.md", draft=True)
    assert held(waiting, files="x/img/map.png x/img/deep/map.png z/map.png") == ["x/img/deep/map.png", "x/img/map.png"]
    assert held(waiting, article("x/img/b.md"), files="x/img/map.png") == []
    root = article("a.md", draft=True)
    assert held(root, files="map.png img/map.png") == ["map.png"]


def test_what_hosts_ask_for_by_name_belongs_to_no_article() -> None:
    names = "CNAME favicon.ico robots.txt _headers site.webmanifest .well-known/security.txt"
    assert held(article("a.md", draft=True), files=f"{names} brief.pdf") == ["brief.pdf"]
    assert held(article("x/a.md", draft=True), files="x/CNAME") == ["x/CNAME"]


def test_drafts_that_are_shown_bring_their_files() -> None:
    assert planned(article("x/a.md", "x/map.png", draft=True), media=[media("x/map.png")], drafts=True).held == ()


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("""<img src="{{ 'x/map.png'|link }}">""", True),
        ('<img src="{{ page.root }}x/map.png">', True),
        ("body { background: url(../x/map.png) }", True),
        ('<img src="/x/map.png">', True),
        ("x/map.pngs", False),
        ("y/x/map.png", False),
        ("ax/map.png", False),
        ("x/mapApng", False),
    ],
)
def test_what_the_theme_refers_to_goes_out(text: str, is_named: bool) -> None:
    articles = [article("x/a.md", "x/map.png", draft=True)]
    files = {"x/map.png": media("x/map.png")}
    collected = collect(CONFIG, articles, files, now=NOW, drafts=False)
    told = plan(collected, (), options={}, now=NOW, theme_texts=["", text])
    assert (told.held == ()) is is_named
    told = plan(collected, (), options={"logo": {"src": text}}, now=NOW)
    assert (told.held == ()) is is_named


def test_a_site_s_own_robots_txt_that_waits_leaves_the_program_s() -> None:
    told = planned(article("a.md", "robots.txt", draft=True), media=[media("robots.txt")])
    assert "robots.txt" in made.pages(told)
