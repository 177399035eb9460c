"""Web pages as seeds: their article whole, and what they say for machines."""

from __future__ import annotations

import datetime as dt
import random
import re
import sys
from pathlib import Path

import pytest

from digest.apart import Apart
from digest.installation import how_to_add
from digest.seeds.drafting import draft_seed
from digest.seeds.read import read_seed
from digest.seeds.read.stated import Source
from digest.seeds.refused import SeedError
from digest.seeds.run import import_seeds
from digest.seeds.words.lexicon import SHIPPED

HEAD = """<meta charset="utf-8"><title>Harbour board votes for a new quay - Example Times</title>
<meta property="og:site_name" content="Example Times"><meta name="author" content="Ann Doe; Bob Roe">
<meta property="article:published_time" content="2023-03-08T23:30:00-05:00">
<link rel="canonical" href="https://times.example/2023/quay">"""
ARTICLE = """<h1>Harbour board votes for a new quay</h1>
<p>The harbour board voted on Tuesday for a <a href="/quay">new quay</a> of oak and <em>stone</em> &amp; iron.</p>
<h2>What is planned</h2>
<ul><li>A quay of oak</li><li>A crane with <b>two</b> arms</li></ul>
<table><tr><th>Year</th><th>Ships</th></tr><tr><td>2021</td><td>40</td></tr></table>
<ol><li><p>Dig.</p></li><li>Build.</li></ol>
<p>First line<br>second line<br><br>After a gap.</p>
<p>Nobody voted against the plan, and the work begins in May if the weather allows it.</p>"""
BOILERPLATE = """<header><a href="/">Example Times</a> All the news of the harbour</header>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>"""
MARGINS = """<div class="share-bar">Share this on your favourite network</div>
<aside><h3>Related</h3><p><a href="/x">Another story of the day, told in full</a></p></aside>
<section id="comments"><p>Carl wrote: I do not like this quay at all, and never will.</p></section>
<footer><p>All rights reserved by Example Times and its many partners.</p></footer>"""
TEXT = """Harbour board votes for a new quay

The harbour board voted on Tuesday for a new quay of oak and stone & iron.

What is planned

- A quay of oak

- A crane with two arms

| Year | Ships |

| 2021 | 40 |

1. Dig.

2. Build.

First line
second line

After a gap.

Nobody voted against the plan, and the work begins in May if the weather allows it."""


LINKED = """{"@graph": [{"@type": ["NewsArticle"], "datePublished": "2023-03-08T10:00Z",
"author": [{"name": "Ann Doe"}, {"name": "Bob Roe"}], "publisher": {"name": "Example Times"}}, {"@type": "Person"}]}"""


def page(body: str, head: str = HEAD) -> bytes:
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'.encode()


def test_an_article_among_boilerplate() -> None:
    read = read_seed("a.html", page(f"{BOILERPLATE}<main><article>{ARTICLE}</article></main>{MARGINS}"), SHIPPED)
    assert read.text == TEXT
    assert read.fields is not None
    assert read.fields.title == "Harbour board votes for a new quay"
    assert read.fields.day == dt.date(2023, 3, 8)
    assert read.fields.author == "Ann Doe and Bob Roe"
    assert read.fields.source == Source("Example Times", "https://times.example/2023/quay")
    assert read.fields.doubts == {}


@pytest.mark.parametrize("around", ["{}", "<div>{}</div>", '<form id="aspnet">{}</form>', "<center>{}</center>"])
def test_an_article_without_a_frame(around: str) -> None:
    assert read_seed("a.html", page(around.format(ARTICLE)), SHIPPED).text == TEXT


def test_an_article_in_a_table_for_layout() -> None:
    body = f'<table><tr><td class="menu"><a href="/">Home</a></td><td>{ARTICLE}</td></tr></table>'
    assert read_seed("a.html", page(body), SHIPPED).text == TEXT


def test_the_draft() -> None:
    read = read_seed("a.html", page(f"{BOILERPLATE}<article>{ARTICLE}</article>{MARGINS}"), SHIPPED)
    draft = draft_seed("a.html", read, SHIPPED)
    assert (draft.title, draft.day, draft.authors) == (
        "Harbour board votes for a new quay",
        dt.date(2023, 3, 8),
        ("Ann Doe", "Bob Roe"),
    )
    assert draft.review == {}
    assert draft.body[0].startswith("The harbour board voted")


WORDS = ("harbour", "board", "votes", "quay", "oak", "stone", "ship", "crane", "north", "wind", "price", "timber")


def random_page(random_: random.Random) -> tuple[bytes, list[str]]:
    """A page of nothing but its article, and its texts in order."""

    def some(least: int, most: int) -> str:
        return " ".join(random_.choice(WORDS) for _ in range(random_.randint(least, most))).capitalize() + "."

    texts: list[str] = []

    def said(least: int, most: int) -> str:
        texts.append(some(least, most))
        return texts[-1].replace("board", "<b>board</b>", 1)

    kinds = [
        lambda: f"<p>{said(15, 60)}</p>",
        lambda: f"<p>{said(1, 5)}</p>",
        lambda: f"<h2>{said(3, 6)}</h2>",
        lambda: f"<ul><li>{said(1, 12)}</li><li>{said(1, 3)}</li></ul>",
        lambda: f"<ol><li><p>{said(3, 12)}</p></li></ol>",
        lambda: f"<blockquote><p>{said(8, 20)}</p></blockquote>",
        lambda: f"<table><tr><td>{said(1, 3)}</td><td>{said(1, 3)}</td></tr></table>",
        lambda: f"<div>{said(12, 30)}</div>",
        lambda: f"<div><div><p>{said(9, 20)}</p></div><p>{said(5, 9)}</p></div>",
        lambda: f"<p>{said(5, 8)}<br>{said(5, 8)}</p>",
        lambda: f"<dl><dt>{said(1, 2)}</dt><dd>{said(5, 9)}</dd></dl>",
        lambda: f"<pre>{said(5, 9)}</pre><hr>",
    ]
    title = f"<h1>{said(4, 8)}</h1>"
    body = "".join(random_.choice(kinds)() for _ in range(random_.randint(3, 14)))
    frame = random_.choice(["<main>{}</main>", "<article>{}</article>", "<div id='content'>{}</div>", "{}"])
    return page(frame.format(title + body), "<title>T</title>"), texts


@pytest.mark.parametrize("seed", range(40))
def test_a_page_without_boilerplate_comes_through_whole(seed: int) -> None:
    data, texts = random_page(random.Random(seed))
    words = " ".join(re.sub(r"^(?:- |\d\. )|\|", "", read_seed("a.html", data, SHIPPED).text, flags=re.M).split())
    assert words == " ".join(texts)


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ('<meta name="DC.date.issued" content="2023-03-08">', "", dt.date(2023, 3, 8)),
        ('<meta name="pubdate" content="20230308">', "", dt.date(2023, 3, 8)),
        ('<meta name="date" content="8 March 2023">', "", dt.date(2023, 3, 8)),
        (
            '<script type="application/ld+json">{"@type": "Article", "datePublished": "2023-03-08"}</script>',
            "",
            dt.date(2023, 3, 8),
        ),
        ("", '<time datetime="2023-03-08T10:00">Wednesday</time>', dt.date(2023, 3, 8)),
        # Two days: one of them is of something else. A day in a margin or a footer is another page's.
        ("", '<time datetime="2023-03-08">A</time><time datetime="2023-03-09">B</time>', None),
        ("", '<aside><time datetime="2023-03-08">A</time></aside>', None),
        ("", "<footer>© 2023, 1 January</footer>", None),
        ('<meta name="date" content="soon">', "", None),
    ],
)
def test_the_day_is_what_the_page_names(head: str, body: str, day: dt.date | None) -> None:
    fields = read_seed(
        "a.html", page(f"<p>The quay is open, said the board of the harbour.</p>{body}", head), SHIPPED
    ).fields
    assert fields is not None
    assert fields.day == day


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ('<meta name="author" content="By Ann Doe, Bob Roe">', "Ann Doe and Bob Roe"),
        ('<meta name="author" content="admin"><meta name="parsely-author" content="Ann Doe">', "Ann Doe"),
        ('<meta property="article:author" content="https://times.example/ann">', ""),
        ('<meta name="author" content="Example Times"><meta property="og:site_name" content="Example Times">', ""),
        (f"<script type='application/ld+json'>{LINKED}</script>", "Ann Doe and Bob Roe"),
        ("<script type='application/ld+json'>{broken</script>", ""),
    ],
)
def test_authors_are_people_that_the_page_names(head: str, author: str) -> None:
    about = "<div class='author-box'>Carl Poe writes by the sea</div>"
    body = f"<p>The quay is open, said the board of the harbour.</p>{about}"
    fields = read_seed("a.html", page(body, head), SHIPPED).fields
    assert fields is not None
    assert fields.author == author


def test_linked_data() -> None:
    head = f"<script type='application/ld+json'>{LINKED}</script><meta name='keywords' content='quay, NATO'>"
    fields = read_seed("a.html", page(ARTICLE, head), SHIPPED).fields
    assert fields is not None
    assert (fields.day, fields.source.name) == (dt.date(2023, 3, 8), "Example Times")
    assert fields.tags == ("quay", "NATO")


def test_encodings() -> None:
    body = "<html><head><meta charset='iso-8859-1'></head><body><p>The café at the quay is open.</p></body></html>"
    assert "café" in read_seed("a.html", body.encode("latin-1"), SHIPPED).text
    greek = body.replace("iso-8859-1", "iso-8859-7").replace("café", "Πειραιάς")
    assert "Πειραιάς" in read_seed("a.html", greek.encode("iso-8859-7"), SHIPPED).text
    xml = '<?xml version="1.0" encoding="iso-8859-7"?>' + greek.replace("<meta charset='iso-8859-7'>", "")
    assert "Πειραιάς" in read_seed("a.html", xml.encode("iso-8859-7"), SHIPPED).text
    assert "café" in read_seed("a.html", body.encode(), SHIPPED).text  # it is UTF-8, whatever it says


@pytest.mark.parametrize("body", ["", "<noscript>Turn on scripts.</noscript><div id=app></div>", "<p hidden>x</p>"])
def test_a_page_without_text(body: str) -> None:
    with pytest.raises(SeedError, match="without any text"):
        read_seed("a.html", page(body), SHIPPED)


def test_a_page_that_a_browser_saved_knows_where_from() -> None:
    data = b"<!DOCTYPE html>\n<!-- saved from url=(0022)https://times.example/q -->\n" + page("<p>It is open.</p>", "")
    fields = read_seed("a.html", data, SHIPPED).fields
    assert fields is not None
    assert fields.source.url == "https://times.example/q"


def test_without_the_package_that_seed_alone_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.html").write_bytes(page(ARTICLE))
    (tmp_path / "seeds/b.txt").write_text("The quay is open\n\n8 March 2023\n\nThe quay was opened by the board.\n")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    monkeypatch.setattr(Apart, "do", lambda self, subject, work, *args: work(*args))  # it would have the package
    one, two = import_seeds([tmp_path / "seeds"], site=tmp_path, into=tmp_path / "content")
    assert str(one.problem) == (
        f"seeds/a.html: It is a web page, and needs the package trafilatura. {how_to_add('html')}"
    )
    assert two.status == "created"
