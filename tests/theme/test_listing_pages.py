"""Pages of tags, sources, authors and running stories, as the default theme shows them."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from digest.model.words import ENGLISH
from digest.theme.chain import Template
from digest.theme.environment import environment_for
from tests.sites import CONFIG, article, attributes_in, build, make_site, page, png

FIELDS = {
    "source": "{name: NATO, url: 'https://www.nato.int/a', licence: CC BY}",
    "author": "[Jane Doe, John & Co]",
    "thread": "shells",
    "figures": "[{value: €150 billion, about: support}, {value: '=1+1', about: '+x, \"y\"'}]",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files: dict[str, str | bytes | None] = {
        f"content/n{n:02}.md": article(f"Number {n:02}", f"2022-{n:02}-07", tags="[NATO, EU]", **FIELDS)
        for n in range(1, 12)
    }
    files["content/fr.md"] = article("Nouvelle", "2023-03-08", tags="[EU]", lang="fr", thread="shells")
    files["tags.yaml"] = "NATO: {kind: organisation, description: An alliance.}\n"
    made = make_site(tmp_path, files, CONFIG + "threads: {shells: {title: The race, description: Who makes shells.}}\n")
    build(made)
    return made


def main_of(site: Path, path: str) -> str:
    return page(site, path).partition("<main")[2].partition("</main>")[0]


def test_a_topic_is_told_and_leads_to_its_years(site: Path) -> None:
    text = main_of(site, "tags/nato/")
    for shown in (
        "An alliance.",
        "Organisation",
        "11 articles",
        "Most often named with",
        'href="../../tags/nato/2022/"',
    ):
        assert shown in text, shown
    year = main_of(site, "tags/nato/2022/")
    assert [f"Number {n:02}" in year for n in range(1, 12)] == [True] * 11
    assert 'id="2022-02"' in year


def test_a_chart_says_the_same_as_its_table(site: Path) -> None:
    text = main_of(site, "tags/eu/")
    bars = re.findall(r"M\d+ 100v-(\d+)h8", text)
    rows = re.findall(r"<th scope=\"row\">(?:<a[^>]*>)?([^<]+)(?:</a>)?</th>\n<td>(\d+)</td>", text)
    assert len(bars) == len(rows) == 12
    assert rows[0] == ("March 2023", "1")
    assert 'viewBox="0 0 150 100"' in text, "fifteen months, the empty ones too"
    assert 'href="../../tags/eu/2022/#2022-02"' in text


def test_a_source_names_its_site_its_licence_and_its_authors(site: Path) -> None:
    text = main_of(site, "sources/nato/")
    for shown in ('href="https://www.nato.int/">www.nato.int</a>', "CC BY", "Written by", "John &amp; Co"):
        assert shown in text, shown
    assert "Published by" in main_of(site, "authors/jane-doe/")
    assert 'href="../authors/"' in main_of(site, "sources/")


def test_an_article_leads_to_its_source_and_its_authors_here_and_to_the_original(site: Path) -> None:
    text = main_of(site, "2022/03/07/number-03/")
    links = [value for tag, name, value in attributes_in(text) if (tag, name) == ("a", "href")]
    up = "../../../../"
    assert {f"{up}sources/nato/", f"{up}authors/jane-doe/", f"{up}authors/john-co/", "https://www.nato.int/a"} <= {
        *links
    }


def test_a_story_has_a_timeline_and_its_figures(site: Path) -> None:
    text = main_of(site, "threads/shells/")
    for shown in ("The race", "Who makes shells.", "12 articles", "7 January 2022 to 8 March 2023", 'href="#_first"'):
        assert shown in text, shown
    assert text.count('id="_first"') == 1
    assert '<h3 class="card-title" lang="fr">' in text
    assert text.count("<b>€150\u00a0billion</b>") == 11
    assert 'href="../../threads/shells/figures.csv"' in text
    assert "Who makes shells." in main_of(site, "threads/")


def test_figures_open_in_a_spreadsheet(site: Path) -> None:
    """RFC 4180, in UTF-8 with a mark by which Excel knows it; and nothing is a formula."""
    data = (site / "output/threads/shells/figures.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfDay,Figure,")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 23
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    address = "https://example.org/news/2022/01/07/number-01/"
    assert rows[1] == ["2022-01-07", "€150 billion", "support", "Number 01", "NATO", address]
    assert rows[2] == ["2022-01-07", "'=1+1", '\'+x, "y"', "Number 01", "NATO", address]


@pytest.mark.parametrize("text", ["=A1", "+1", "-1", "@x", "\tx", "\rx", "＝A1"])
def test_what_would_be_a_formula_is_a_text(text: str) -> None:
    template = environment_for((Template("a.html", "a.html", "{{ [text, 'a=1']|csv }}"),), ENGLISH).get_template(
        "a.html"
    )
    (row,) = csv.reader(io.StringIO(template.render(text=text), newline=""))
    assert row == [f"'{text}", "a=1"]


def test_the_frame_leads_to_what_there_is(site: Path, tmp_path: Path) -> None:
    header = page(site, "").partition("<nav")[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]*)"', header) == ["./", "threads/", "tags/", "sources/", "archive/"]
    assert 'href="authors/"' in page(site, "").partition("<footer")[2]
    other = make_site(tmp_path / "other", {"content/a.md": article("A"), "content/p.png": png(1, 1)})
    build(other)
    header = page(other, "").partition("<nav")[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]*)"', header) == ["./", "tags/", "archive/"]
    assert "authors/" not in page(other, "")
