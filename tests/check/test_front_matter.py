"""What articles say at their heads."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from digest.check.own_links import own_path
from digest.commands.main import main
from tests.check.asked import answer_of, told
from tests.sites import article, make_site

NEW = "2030-01-01"  # after NOW


@pytest.mark.parametrize(
    "tags_yaml",
    ["NATO: {description: An alliance.}", "Alliance: {aliases: [nato]}", "NATO: false"],
)
def test_spellings_that_the_sites_tags_join_are_meant(tmp_path: Path, tags_yaml: str) -> None:
    files = {"content/a.md": article(tags="[NATO]"), "content/b.md": article("B", tags="[Nato]")}
    assert told(make_site(tmp_path, files), "tag-spelling") != []
    (tmp_path / "other").mkdir()
    assert told(make_site(tmp_path / "other", {**files, "tags.yaml": tags_yaml}), "tag-spelling") == []


def test_each_spelling_is_told_once_where_it_is_first(tmp_path: Path) -> None:
    used = ["air defence", "Air-Defence", "Air defence", "Air defence", "Air-Defence", "Air defence"]
    files = {f"content/{n}.md": article(str(n), tags=f"[NATO, {tag}]") for n, tag in enumerate(used)}
    shown = "which is shown as 'Air defence' (3 articles)."
    assert told(make_site(tmp_path, files), "tag-spelling") == [
        f"content/0.md:4: has the tag 'air defence' (1 article), {shown}",
        f"content/1.md:4: has the tag 'Air-Defence' (2 articles), {shown}",
    ]


def test_the_remedy_for_a_spelling_works(tmp_path: Path) -> None:
    files = {"content/a.md": article(tags="[Kyiv's, NATO]"), "content/b.md": article("B", tags='["KYIVS", NATO]')}
    files["content/b.md"] = files["content/b.md"].replace("KYIVS", "KYIV's")
    site = make_site(tmp_path, files)
    (problem,) = [one for one in answer_of(site)["problems"] if one["rule"] == "tag-spelling"]
    command = problem["remedy"].partition("digest ")[2]
    assert CliRunner().invoke(main, [*shlex.split(command), "--site", str(site)]).exit_code == 0
    assert told(site, "tag-spelling") == []


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"date": NEW}, 3),
        ({"date": "2023-11-14T23:13:21+01:00"}, 3),  # a second after NOW
        ({"updated": NEW}, 4),
        ({"corrections": f"[{{date: {NEW}, text: T}}]"}, 4),
        ({"date": NEW, "publish": "2023-03-01"}, 3),
    ],
)
def test_dates_in_the_future(tmp_path: Path, fields: dict[str, str], line: int) -> None:
    (found,) = told(make_site(tmp_path, {"content/a.md": article(**fields)}), "future-date")
    assert found.startswith(f"content/a.md:{line}: '")


@pytest.mark.parametrize(
    "fields",
    [
        {"date": "2023-11-14T23:13:20+01:00"},  # NOW
        {"updated": "2023-11-14", "corrections": "[{date: 2023-11-14, text: T}]"},
        {"date": NEW, "publish": NEW},
        {"date": NEW, "draft": "true"},
    ],
)
def test_dates_that_are_not_in_the_future(tmp_path: Path, fields: dict[str, str]) -> None:
    assert told(make_site(tmp_path, {"content/a.md": article(**fields)}), "future-date") == []


def test_a_standing_page_needs_no_summary(tmp_path: Path) -> None:
    assert told(make_site(tmp_path, {"content/pages/about.md": article("About", None)})) == []


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://example.org/news/2023/a%20b/?x=1#y", "2023/a b/"),
        ("http://EXAMPLE.org/news", ""),
        ("//example.org/news/a.png", "a.png"),
        ("https://example.org/newspaper/", None),
        ("https://example.org/", None),
        ("https://www.example.org/news/", None),
        ("https://example.org:8443/news/", None),
        ("https:///news/a/", None),
        ("https://[::1/", None),
        ("https://example.org:port/news/", None),
    ],
)
def test_which_addresses_are_the_sites_own(address: str, path: str | None) -> None:
    assert own_path(address, "https://example.org/news/") == path
    assert own_path(address, "") is None


def test_full_addresses_of_the_site_that_lead_somewhere(tmp_path: Path) -> None:
    names = ("", "2023/03/08/a", "2023/03/08/a/#head", "feed.xml", "tags/nato/", "about/", "old/", "map.svg")
    body = "## Head\n\n" + " ".join(f"<https://example.org/news/{name}>" for name in names)
    files = {
        "content/a.md": article(tags="[NATO]", aliases="[/old/]", body=body),
        "content/pages/about.md": article("About", None),
        "content/map.svg": "<svg/>",
    }
    assert told(make_site(tmp_path, files), "own-link") == []


def test_an_address_is_told_where_all_of_it_stands(tmp_path: Path) -> None:
    own = "https://example.org/news/gone"
    fields = {"summary": f"Of {own}.", "source": f'{{name: N, url: "{own}/long"}}'}
    body = f"Text.\n\n[a]({own}/longer) `{own}`\n\n[a]({own}) and <{own}>\n\n[b]: {own}\n[a][b]"
    found = told(make_site(tmp_path, {"content/a.md": article(**fields, body=body)}), "own-link")
    lines = [(one.partition(": ")[0], one.partition("news")[2].partition(",")[0]) for one in found]
    assert lines == [
        ("content/a.md:5", "/gone/long"),
        ("content/a.md:10", "/gone/longer"),
        ("content/a.md:12", "/gone"),
        ("content/a.md:14", "/gone"),
    ]
