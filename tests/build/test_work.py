"""How much work an edit costs: which pages are rendered, and no others."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.build.report import Report, Request
from digest.build.session import build

SETTINGS = """\
title: Site
base_url: https://example.org/
home: {days: 2}
feeds: {limit: 2}
"""
ARTICLES = {
    # newest last; the feeds and the home page reach back to e
    "a": ("2022-05-01", "NATO"),
    "b": ("2022-05-03", "NATO, Ukraine"),
    "c": ("2023-03-08", "Ukraine"),
    "d": ("2023-03-09", "NATO"),
    "e": ("2023-04-01", "Ukraine"),
    "f": ("2023-04-02", "EU"),
}
FEEDS = {"feed.xml", "rss.xml", "feed.json"}
TAG_FEEDS = {f"tags/{tag}/feed.xml" for tag in ("nato", "ukraine", "eu")}
DAYS = {"2022/05/01", "2022/05/03", "2023/03/08", "2023/03/09", "2023/04/01", "2023/04/02"}
MONTHS = {"2022/05", "2023/03", "2023/04"}
PAGES = {f"{day}/{slug}" for slug, day in zip("abcdef", sorted(DAYS), strict=True)}
WEEKS = {"weeks/2022-W17", "weeks/2022-W18", "weeks/2023-W10", "weeks/2023-W13"}
READABLE = (
    {"", "about", "archive", "tags", "tags/nato", "tags/ukraine", "tags/eu", "2022", "2023"}
    | DAYS
    | MONTHS
    | PAGES
    | WEEKS
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content" / "pages").mkdir(parents=True)
    (tmp_path / "digest.yaml").write_text(SETTINGS)
    for name, (day, tags) in ARTICLES.items():
        text = f"---\ntitle: {name}\ndate: {day}\ntags: [{tags}]\nsummary: About {name}.\n---\nBody of {name}.\n"
        (tmp_path / "content" / f"{name}.md").write_text(text)
    (tmp_path / "content" / "pages" / "about.md").write_text("---\ntitle: About\n---\nText.\n")
    (tmp_path / "content" / "note.txt").write_text("A file.\n")
    (tmp_path / "themes" / "mine" / "templates").mkdir(parents=True)
    build(Request(tmp_path, tmp_path / "output", 1_800_000_000))
    return tmp_path


def again(site: Path) -> Report:
    return build(Request(site, site / "output", 1_800_000_000))


def replace(site: Path, path: str, old: str, new: str) -> None:
    text = (site / path).read_text()
    assert old in text
    (site / path).write_text(text.replace(old, new))


def names(paths: tuple[str, ...]) -> set[str]:
    """Paths as they stand in addresses: without index.html."""
    return {path.removesuffix("index.html").rstrip("/") for path in paths}


def body(name: str) -> Callable[[Path], None]:
    return lambda site: replace(site, f"content/{name}.md", "Body", "New body")


def title(name: str) -> Callable[[Path], None]:
    # The slug is kept, as the importer does, so that the address stays.
    return lambda site: replace(site, f"content/{name}.md", f"title: {name}", f"title: New {name}\nslug: {name}")


def write(path: str, text: str) -> Callable[[Path], None]:
    def edit(site: Path) -> None:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)

    return edit


def spoil(path: str) -> Callable[[Path], None]:
    return lambda site: (site / "output" / path).unlink()


EDITS: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "nothing": (lambda site: None, set()),
    "a body, in no feed": (body("a"), {"2022/05/01/a"}),
    "a body, in a tag's feed": (body("b"), {"2022/05/03/b", "tags/nato/feed.xml"}),
    "a body, in the feeds": (body("f"), {"2023/04/02/f", "tags/eu/feed.xml"} | FEEDS),
    "a standing page's body": (lambda site: replace(site, "content/pages/about.md", "Text", "More"), {"about"}),
    "a title": (
        title("c"),
        {"2023/03/08/c", "2022/05/03/b", "2023/03/09/d", "2023/04/01/e"}  # itself, its neighbours, one after it
        | {"2023/03/08", "2023/03", "2023", "weeks/2023-W10"}
        | {"tags/ukraine", "tags/ukraine/feed.xml"},
    ),
    "a summary": (
        lambda site: replace(site, "content/c.md", "About c", "All about c"),
        {"2023/03/08/c", "2023/03/08", "weeks/2023-W10", "tags/ukraine", "tags/ukraine/feed.xml"},
    ),
    "a deck, which only its own page shows": (
        lambda site: replace(site, "content/c.md", "summary:", "deck: More\nsummary:"),
        {"2023/03/08/c"},
    ),
    "a tag added": (
        lambda site: replace(site, "content/d.md", "[NATO]", "[NATO, EU]"),
        {"2023/03/09/d", "2023/03/09", "2023/03", "2023", "weeks/2023-W10", "tags", "tags/nato", "tags/nato/feed.xml"}
        | {"2023/04/02/f", "tags/eu", "tags/eu/feed.xml"},
    ),
    "a new article today": (
        write("content/g.md", "---\ntitle: g\ndate: 2023-04-03\ntags: [EU]\n---\nBody.\n"),
        {"2023/04/03/g", "2023/04/03", "2023/04/02/f", "2023/04/02", "2023/04", "2023", "archive", "", "tags"}
        | {"weeks/2023-W14", "weeks/2023-W13"}  # its own, and the one before, which leads to it
        | {"tags/eu", "tags/eu/feed.xml", "sitemap-2023.xml", "sitemap-pages.xml", "sitemap.xml"}
        | FEEDS,
    ),
    "an article deleted": (
        lambda site: (site / "content/d.md").unlink(),
        {"2023/03/08/c", "2023/04/01/e"}  # its neighbours
        | {"2023/03/08", "2023/04/01", "2023/03", "2023", "weeks/2023-W10", "archive", "sitemap-2023.xml"}
        | {"tags", "tags/nato", "tags/nato/feed.xml", "sitemap-pages.xml"},
    ),
    "a file renamed: another name in feeds, the same address": (
        lambda site: os.replace(site / "content/f.md", site / "content/z.md"),
        {"2023/04/02/f", "tags/eu/feed.xml"} | FEEDS,
    ),
    "an alias": (
        lambda site: replace(site, "content/a.md", "summary:", "aliases: [/old/]\nsummary:"),
        {"old"},
    ),
    "a draft": (
        write("content/g.md", "---\ntitle: g\ndate: 2023-04-03\ndraft: true\n---\nBody.\n"),
        set(),
    ),
    "a file beside the articles": (write("content/note.txt", "Another file.\n"), {"note.txt"}),
    "a page of the output deleted": (spoil("tags/nato/index.html"), {"tags/nato"}),
    "the description, on the home page and in feeds": (
        lambda site: write("digest.yaml", SETTINGS + "description: News.\n")(site),
        READABLE
        | FEEDS
        | TAG_FEEDS
        | {"404.html", "robots.txt", "_headers", ".nojekyll", "feeds.opml", "sitemap-news.xml"}
        | {"sitemap.xml", "sitemap-2022.xml", "sitemap-2023.xml", "sitemap-pages.xml"},
    ),
    "a tag's description, and its kind": (
        write("tags.yaml", "NATO: {kind: topic, description: An alliance.}\n"),
        # now it is a desk
        {"tags/nato", "tags", "tags/ukraine", "2022/05/01/a", "2022/05/03/b", "2023/03/09/d"}
        | {"2022/05/01", "2022/05/03", "2023/03/09", "2022/05", "2023/03", "2022", "2023"}
        | {"weeks/2022-W17", "weeks/2022-W18", "weeks/2023-W10"},
    ),
    "a tag's description in the settings": (
        lambda site: write("digest.yaml", SETTINGS + "tags: {NATO: {description: An alliance.}}\n")(site),
        {"tags/nato"},
    ),
    "a tag that no article has": (write("tags.yaml", "IAEA: {description: An agency., aliases: [Agency]}\n"), set()),
    "a tag that is an alias of a new one": (
        write("tags.yaml", "European Union: {aliases: [EU]}\n"),
        {
            "2023/04/02/f",
            "2023/04/02",
            "2023/04",
            "2023",
            "weeks/2023-W13",
            "",
            "tags",
            "sitemap-pages.xml",
            "feeds.opml",
        }
        | {"tags/european-union", "tags/european-union/feed.xml"}
        | FEEDS,
    ),
    "a tag that is an alias of another": (
        write("tags.yaml", "Ukraine: {aliases: [EU]}\n"),
        {
            "2023/04/02/f",
            "2023/04/02",
            "2023/04",
            "2023",
            "weeks/2023-W13",
            "",
            "tags",
            "sitemap-pages.xml",
            "feeds.opml",
        }
        | {"tags/ukraine", "tags/ukraine/feed.xml"}
        | FEEDS,
    ),
    "a banned tag": (
        write("tags.yaml", "EU: false\n"),
        {
            "2023/04/02/f",
            "2023/04/02",
            "2023/04",
            "2023",
            "weeks/2023-W13",
            "",
            "tags",
            "sitemap-pages.xml",
            "feeds.opml",
        }
        | FEEDS,
    ),
    "more days on the home page": (
        lambda site: replace(site, "digest.yaml", "days: 2", "days: 3"),
        {""},
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_renders_these_pages(edit: str, site: Path) -> None:
    change, expected = EDITS[edit]
    change(site)
    assert names(again(site).rendered) == expected


def test_a_template_renders_the_pages_it_makes(site: Path) -> None:
    (site / "digest.yaml").write_text(SETTINGS + "theme: mine\n")
    again(site)
    override = '{% extends "default/listing.html" %}{% block main %}{{ page.title }}{% endblock %}'
    (site / "themes/mine/templates/listing.html").write_text(override)
    assert names(again(site).rendered) == {"tags/nato", "tags/ukraine", "tags/eu"}


def test_a_touched_file_is_read_but_renders_nothing(site: Path) -> None:
    (site / "content/a.md").touch()
    report = again(site)
    assert report.rendered == report.changed == ()


def test_bytes_that_come_out_the_same_are_not_written(site: Path) -> None:
    (site / "digest.yaml").write_text(SETTINGS.replace("days: 2", "days: 7"))
    before = (site / "output/index.html").stat().st_mtime_ns
    assert names(again(site).written) == {""}
    assert (site / "output/index.html").stat().st_mtime_ns > before
    (site / "digest.yaml").write_text(SETTINGS.replace("days: 2", "days: 8"))
    assert again(site).written == ()


def test_a_source_reads_and_renders_its_own_articles(site: Path) -> None:
    replace(site, "content/a.md", "summary:", "source: Example Times\nsummary:")
    replace(site, "content/c.md", "summary:", "source: {name: NATO, url: 'https://www.nato.int/'}\nsummary:")
    again(site)
    for text in ("example times: {republish: excerpt, length: 2}\n", "Other: {republish: summary}\n"):
        write("sources.yaml", text)(site)
        report = again(site)
        assert report.changed == ("a.md",)
        assert names(report.rendered) == {"2022/05/01/a"}
    write("sources.yaml", "Other: {url: 'https://nato.int', republish: excerpt, length: 2}\n")(site)
    assert again(site).changed == ("c.md",)


def test_a_new_title_renders_the_year_of_what_has_many_articles_and_what_shows_it(site: Path) -> None:
    """Of a tag, a source, an author and a running story that have twenty articles, each with its year's page."""
    for n in range(20):
        day = f"20{10 + n}-05-01"
        fields = "tags: [Tanks]\nsource: Wire\nauthor: Jane\nthread: tanks\nfigures: [{value: €1}]"
        write(f"content/m{n}.md", f"---\ntitle: m{n}\ndate: {day}\n{fields}\n---\nBody.\n")(site)
    again(site)
    replace(site, "content/m2.md", "title: m2", "title: New m2\nslug: m2")
    calendar = {"2012/05/01", "2012/05", "2012", "weeks/2012-W18", "archive"}
    articles = {f"20{10 + n}/05/01/m{n}" for n in range(6)}  # those that it follows, itself, and what follows it
    years = {f"{listing}/2012" for listing in ("tags/tanks", "sources/wire", "authors/jane")}
    story = {"threads/tanks", "threads/tanks/figures.csv"}
    assert names(again(site).rendered) == calendar | articles | years | story
