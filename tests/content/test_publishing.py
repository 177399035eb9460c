"""What is published when and where: drafts, embargoes, expiries, former addresses, standing pages, folders."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.sites import (
    CONFIG,
    NOW,
    article,
    build,
    differences_from_clean,
    links_in,
    make_site,
    page,
    problems_of,
    put,
    tree,
)


def mentions(site: Path, word: str) -> list[str]:
    return sorted(path for path, data in tree(site / "output").items() if word.encode() in data or word in path)


def test_drafts_are_left_out_everywhere(tmp_path: Path) -> None:
    files = {"content/a.md": article(tags="[NATO]"), "content/b.md": article("Zebra", draft="true", tags="[NATO, Gnu]")}
    site = make_site(tmp_path, files)
    assert build(site).site.drafts == 1
    assert mentions(site, "ebra") == []
    assert not (site / "output/tags/gnu").exists()
    report = build(site, drafts=True)
    assert report.site.drafts == 0
    assert "2023/03/08/zebra/index.html" in mentions(site, "ebra")
    assert "not yet published" in page(site, "2023/03/08/zebra/")
    build(site)
    assert mentions(site, "ebra") == []
    assert differences_from_clean(site) == []


def test_files_beside_what_is_not_published_wait_with_it(tmp_path: Path) -> None:
    secret = {"body": "[brief](brief.pdf) ![map](/x/img/map.png)", "publish": "2030-01-01"}
    files = {"content/x/a.md": article("Zebra", **secret), "content/y/b.md": article()}
    beside = {"content/x/brief.pdf": "zebra", "content/x/img/map.png": "zebra", "content/x/data.csv": "zebra"}
    site = make_site(tmp_path, {**files, **beside, "content/y/other.pdf": "out"})
    report = build(site)
    assert [one.file for one in report.site.held] == sorted(beside)
    assert mentions(site, "ebra") == []
    assert (site / "output/y/other.pdf").exists()
    assert build(site).site.held == report.site.held  # told though there is nothing to do
    report = build(site, now=2_000_000_000)
    assert report.site.held == ()
    assert {"x/brief.pdf", "x/img/map.png", "x/data.csv"} <= set(mentions(site, "ebra"))
    assert differences_from_clean(site, now=2_000_000_000) == []


@pytest.mark.parametrize(
    ("config", "fields"),
    [
        ("", {"extra": "{pictures: [{src: map.png, alt: x}]}"}),
        ("markdown: {html: trusted}\n", {"body": '<object data="map.png"></object>'}),
        ("unlisted_sources: {republish: excerpt, length: 1}\n", {"source": "X", "body": "One two.\n\n![map](map.png)"}),
    ],
)
def test_a_file_that_is_named_out_of_sight_waits_with_the_article(
    tmp_path: Path, config: str, fields: dict[str, str]
) -> None:
    files = {
        "content/a.md": article("Zebra", draft="true", **fields),
        "content/b.md": article(),
        "content/map.png": "x",
    }
    site = make_site(tmp_path, files, CONFIG + config)
    assert [(one.file, one.article, one.is_referred) for one in build(site).site.held] == [
        ("content/map.png", "content/a.md", True)
    ]
    assert not (site / "output/map.png").exists()
    assert build(site, drafts=True).site.held == ()
    assert (site / "output/map.png").exists()


def test_a_theme_s_style_sheet_names_files(tmp_path: Path) -> None:
    files = {"content/x/a.md": article("Zebra", draft="true", body="![map](map.png)"), "content/x/map.png": "x"}
    site = make_site(tmp_path, {**files, "themes/mine/static/x.css": "a{background:url(../x/map.png)}"}, CONFIG)
    assert len(build(site).site.held) == 1
    put(site, {"digest.yaml": CONFIG + "theme: mine\n"})
    assert build(site).site.held == ()
    assert (site / "output/x/map.png").exists()


def test_embargo_ends_at_its_second(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article("Zebra", publish="2023-03-10T06:00+01:00")})
    second = 1678424400
    build(site, now=second - 1)
    assert mentions(site, "ebra") == []
    build(site, now=second)
    assert (site / "output/2023/03/08/zebra/index.html").is_file()
    build(site, now=second - 1)
    assert mentions(site, "ebra") == []


def test_expiry_begins_at_its_second(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article("Zebra", expires="2023-03-10T06:00+01:00", aliases="[/old/]")})
    second = 1678424400
    build(site, now=second - 1)
    assert (site / "output/2023/03/08/zebra/index.html").is_file()
    assert (site / "output/old/index.html").is_file()
    build(site, now=second)
    assert mentions(site, "ebra") == []
    assert not (site / "output/old").exists()
    assert not (site / "output/2023").exists()


def test_bare_dates_of_embargo_and_expiry_are_midnights_of_the_site(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article("Zebra", publish="2023-03-10", expires="2023-03-11")})
    midnight = 1678402800  # 2023-03-10T00:00+01:00
    shown = []
    for now in (midnight - 1, midnight, midnight + 86399, midnight + 86400):
        build(site, now=now)
        shown.append((site / "output/2023/03/08/zebra/index.html").exists())
    assert shown == [False, True, True, False]


def test_standing_pages_can_be_drafts_and_embargoed(tmp_path: Path) -> None:
    files = {
        "content/pages/a.md": article("Zebra", None, draft="true"),
        "content/pages/b.md": article("Zebu", None, publish="2030-01-01"),
    }
    site = make_site(tmp_path, files)
    build(site, now=NOW)
    assert mentions(site, "Zeb") == []


def test_former_addresses_lead_to_the_new_one(tmp_path: Path) -> None:
    aliases = "[/2019/old-name/, /old.html, /plain, '/caf%C3%A9/']"
    site = make_site(tmp_path, {"content/a.md": article(aliases=aliases)})
    build(site)
    for path, target in {
        "2019/old-name/": "../../2023/03/08/a/",
        "old.html": "2023/03/08/a/",
        "plain/": "../2023/03/08/a/",
        "café/": "../2023/03/08/a/",
    }.items():
        assert set(links_in(page(site, path))) - {"https://example.org/news/2023/03/08/a/"} == {target}
        assert '<link rel="canonical" href="https://example.org/news/2023/03/08/a/">' in page(site, path)
    assert "old-name" not in page(site, "sitemap-2023.xml")


def test_former_addresses_follow_a_move(tmp_path: Path) -> None:
    site = make_site(
        tmp_path,
        {"content/a.md": article(aliases="[/old/]"), "content/pages/b.md": article("B", None, aliases="[/b-was/]")},
    )
    build(site)
    put(site, {"content/a.md": article(date="2023-03-09", aliases="[/old/]")})
    build(site)
    assert "../2023/03/09/a/" in links_in(page(site, "old/"))
    assert "../b/" in links_in(page(site, "b-was/"))
    put(site, {"content/a.md": article(date="2023-03-09")})
    build(site)
    assert not (site / "output/old").exists()


def test_standing_pages_at_any_depth(tmp_path: Path) -> None:
    files = {
        "content/pages/about.md": article("About us", None),
        "content/pages/legal/privacy.md": article("Privacy", None),
        "content/pages/legal/index.md": article("Legal", None),
        "content/pages/dated.md": article("Dated", "2023-03-08"),
    }
    site = make_site(tmp_path, files)
    assert build(site).site.articles == 0
    for path in ("about/", "legal/privacy/", "legal/", "dated/"):
        assert (site / "output" / path / "index.html").is_file()
    assert "../../about/" in links_in(page(site, "legal/privacy/"))
    assert not (site / "output/2023").exists()
    assert "Dated" not in page(site, "feed.xml")


@pytest.mark.parametrize(
    "path", ["a.md", "2023/a.md", "war/east/a.markdown", "Ünïcode folder/x y.md", "2023/2023-03-08-a.md"]
)
def test_any_folder_will_do(tmp_path: Path, path: str) -> None:
    site = make_site(tmp_path, {f"content/{path}": article("The same")})
    build(site)
    assert (site / "output/2023/03/08/the-same/index.html").is_file()


def test_moved_file_is_the_same_page(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(id="urn:x:a")})
    build(site)
    before = tree(site / "output")
    (site / "content/deep").mkdir()
    (site / "content/a.md").rename(site / "content/deep/b.md")
    build(site)
    assert tree(site / "output") == before


def test_without_its_content_folder_a_site_is_not_emptied(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article()})
    build(site)
    before = tree(site / "output")
    (site / "content").rename(tmp_path / "elsewhere")
    (told,) = problems_of(site)
    assert told.startswith("content: there is no folder content/")
    assert tree(site / "output") == before


@pytest.mark.parametrize("name", ["a.md.bak", "a.md.bak2", "a.md~", "#a.md#", "a.md.swp", ".a.md"])
def test_what_editors_leave_behind_is_not_published(name: str, tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(), f"content/{name}": article("Old")})
    build(site)
    assert not (site / "output" / name).exists()


def test_an_article_is_one_whatever_the_case_of_its_ending(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/A.MD": article(draft="true")})
    assert build(site).site.drafts == 1
    assert not (site / "output" / "A.MD").exists()


def test_a_name_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article()})
    try:
        (site / "content" / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert problems_of(site) == ["content/caf\\udce9.txt: its name is not UTF-8. Rename the file."]


def test_addresses_that_differ_by_case_alone_are_one(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(slug="a", aliases="[/2023/03/08/A/]")})
    (told,) = problems_of(site)
    assert "two sources want the address" in told


@pytest.mark.parametrize("alias", ["/old%00/", "/a%5Cb/", "/c:/"])
def test_an_alias_that_no_disk_takes_is_a_problem(alias: str, tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(aliases=f'["{alias}"]')})
    (told,) = problems_of(site)
    assert "is not an address inside the site" in told
    assert not (site / "output").exists() or not any((site / "output").iterdir())


@pytest.mark.parametrize("extra", ["{n: 123456789012345678901234567890}", "{years: {2023: a, b: c}}", '{a: "x\\x07y"}'])
def test_extra_may_hold_anything(extra: str, tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(extra=extra)})
    build(site)
    assert differences_from_clean(site) == []


def test_control_characters_reach_no_feed(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article('"Bad \\x07 bell"', body="Text &#1; and &#xE000;.")})
    build(site)
    feed = (site / "output" / "feed.xml").read_text(encoding="utf-8")
    assert ElementTree.fromstring(feed).find("{*}entry/{*}title").text == "Bad  bell"  # type: ignore[union-attr]


def test_articles_to_review_are_counted(tmp_path: Path) -> None:
    files = {
        "content/a.md": article(review="[date]"),
        "content/b.md": article("B"),
        "content/c.md": article("C", review="[]"),
    }
    assert build(make_site(tmp_path, files)).site.review == {"content/a.md": 1}


def test_files_that_are_linked_into_content_are_read(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/a.md").write_text(article("Linked"), encoding="utf-8")
    site = make_site(tmp_path, config=CONFIG + "follow: [../elsewhere]\n")
    (site / "content/folder").symlink_to(tmp_path / "elsewhere")
    build(site)
    assert (site / "output/2023/03/08/linked/index.html").is_file()
    put(site, {"digest.yaml": CONFIG})
    assert problems_of(site) == [
        f"content/folder: is a link out of the site, to {tmp_path / 'elsewhere'}. "
        f"Put the file itself here, or add '{tmp_path / 'elsewhere'}' to 'follow' in digest.yaml."
    ]


def test_language_of_an_article(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(lang="no")}, CONFIG + "language: en\n")
    build(site)
    assert '<html lang="no" dir="ltr">' in page(site, "2023/03/08/a/")
    assert '<html lang="en" dir="ltr">' in page(site, "")


@pytest.mark.parametrize("alias", ["/.htaccess", "/.well-known/x", "/old/.hidden/", "/%2ehtaccess", "/a/%2Egit/config"])
def test_no_former_address_has_a_name_that_begins_with_a_dot(tmp_path: Path, alias: str) -> None:
    """Web servers take orders from `.htaccess`."""
    site = make_site(tmp_path, {"content/a.md": article(aliases=f"['{alias}']")})
    (told,) = problems_of(site)
    assert "aliases" in told
    assert not (site / "output").exists()
