"""What pages say of their articles: the day, in the many ways to say it, the headline, the publisher."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest

from digest.seeds.drafting import draft_seed
from digest.seeds.read import read_seed
from digest.seeds.read.decoding import Decoded
from digest.seeds.read.evidence import Evidence
from digest.seeds.read.stated import Fields
from digest.seeds.words.lexicon import SHIPPED
from digest.seeds.write.markdown import body_markdown

PROSE = "The quay is open, said the board of the harbour, which had voted for it in the spring."
DAY = dt.date(2023, 3, 8)
TITLE = "The quay of the old harbour opens"


def read(head: str, body: str) -> Decoded:
    return read_seed("a.html", f"<html><head>{head}</head><body>{body}<p>{PROSE}</p></body></html>".encode(), SHIPPED)


def fields_of(head: str, body: str = f"<h1>{TITLE}</h1>") -> Fields:
    fields = read(head, body).fields
    assert fields is not None
    return fields


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize(
    "head",
    [
        *(meta(name, "2023-03-08T10:00:00Z") for name in ("article:published_time", "og:article:published_time")),
        *(meta(name, "2023-03-08") for name in ("parsely-pub-date", "publish-date", "cXenseParse:recs:publishtime")),
        *(meta(name, "2023-03-08") for name in ("dc.date.issued", "dcterms.created", "DC.Date", "sailthru.date")),
        *(meta(name, "2023/03/08") for name in ("citation_publication_date", "govuk:first-published-at", "date")),
        *(meta("pubdate", day) for day in ("20230308", "1678269600", "1678269600000", "Wed, 08 Mar 2023 10:00:00 GMT")),
        *(meta("pubdate", day) for day in ("Wed Mar 08 10:00:00 EST 2023", "08.03.2023", "March 8, 2023, 10:00 am")),
        linked('[{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "datePublished": "2023-03-08"}}]'),
        linked('{"@graph": [{"@type": "WebPage", "datePublished": "2023-03-08T10:00:00+01:00"}]}'),
        linked(
            f'[{{"@type": "Article", "headline": "x", "datePublished": "2020-01-01"}}, '
            f'{{"@type": "Article", "headline":'
            f' "{TITLE}", "datePublished": "2023-03-08"}}]'
        )
        + meta("og:title", TITLE),
        # The day of a change, or of what else is no publication, is none.
        meta("article:modified_time", "2023-05-01") + meta("date", "2023-03-08") + meta("last-modified", "2023-05-01"),
        meta("publisher", "2020-01-01") + meta("release_type", "20200101") + meta("pubdate", "2023-03-08"),
        meta("article:expiration_time", "2029-01-01") + meta("publication_date", "8 March 2023"),
    ],
)
def test_a_day_for_machines(head: str) -> None:
    fields = fields_of(head)
    assert (fields.day, fields.doubts) == (DAY, {})


@pytest.mark.parametrize(
    "body",
    [
        f'<h1>{TITLE}</h1><span itemprop="datePublished" content="2023-03-08">today</span>',
        f'<h1>{TITLE}</h1><div itemprop="datePublished">8 March 2023</div>',
        f'<h1>{TITLE}</h1><time datetime="2023-03-08T10:00">Wednesday</time><p>{PROSE}</p><time '
        'datetime="2023-03-09">x</time>',
        f'<time datetime="2023-05-05">Today</time><h1>{TITLE}</h1><time>8 March 2023</time>',
        f'<h1>{TITLE}</h1><time class="updated" datetime="2023-05-01">May</time><time class="entry-date" '
        'datetime="2023-03-08">x</time>',
        f'<h1>{TITLE}</h1><time class="modified" datetime="2023-05-01">x</time><time datetime="2023-03-08">x</time>',
        f"<h1>{TITLE}</h1><p>Published 8 March 2023, updated 1 May 2023</p>",
        f"<p>8 March 2023</p><h1>{TITLE}</h1>",
        f"<div>1 May 2023</div><h1>{TITLE}</h1><p>Last updated: 1 May 2023</p><p>8 March 2023 | 10:15</p>",
        f'<h1>{TITLE}</h1><ul class="toolbar"><li>8 March 2023</li></ul>',
        # The one moment for machines is of another article.
        f'<h1>{TITLE}</h1><div class="info">Published 8 March 2023 by the harbour</div><p>{PROSE}</p><div>'
        '<time datetime="2023-05-01">May</time></div>',
        f'<h1>{TITLE}</h1><time>8 March 2023</time><div class="related"><time datetime="2023-05-01">x</time></div>',
    ],
)
def test_a_day_that_readers_see(body: str) -> None:
    fields = fields_of("", body)
    assert (fields.day, fields.doubts) == (DAY, {})


@pytest.mark.parametrize(
    ("stated", "shown", "day"),
    [
        ("2023-03-08T23:30:00Z", "9 March 2023", 9),  # in Berlin it was past midnight
        ("2023-03-08T03:30:00+00:00", "7 March 2023", 7),  # in New York it was evening
        ("2023-03-08T23:30:00-05:00", "", 8),
        ("2023-03-08T23:30:00Z", "", 8),
        ("2023-03-08T23:30:00+01:00", "9 March 2023", 8),  # it is no moment in UTC: the other day is of something else
        ("2023-03-08", "9 March 2023", 8),
        ("2023-03-08T23:30:00Z", "12 March 2023", 8),
    ],
)
def test_a_moment_in_utc_gives_way_to_the_day_next_to_it_that_readers_see(stated: str, shown: str, day: int) -> None:
    fields = fields_of(meta("article:published_time", stated), f"<h1>{TITLE}</h1><p>{shown}</p>")
    assert fields.day == dt.date(2023, 3, day)


def test_figures_that_may_be_two_days_stay_both() -> None:
    fields = fields_of(
        "", f'<h1>{TITLE}</h1><p>10/04/2016 05:07 AM</p><p>{PROSE}</p><time datetime="2022-10-17">x</time>'
    )
    assert (fields.day, fields.other_day) == (dt.date(2016, 4, 10), dt.date(2016, 10, 4))


def test_of_several_days_that_which_readers_see_or_the_address_has_too() -> None:
    two = meta("article:published_time", "2023-05-01") + linked('{"@type": "Article", "datePublished": "2023-03-08"}')
    assert fields_of(two).day == dt.date(2023, 5, 1)
    assert fields_of(two, f"<h1>{TITLE}</h1><p>8 March 2023</p>").day == DAY
    assert fields_of(two + meta("og:url", "https://times.example/2023/3/8/quay")).day == DAY


@pytest.mark.parametrize("path", ["2023/03/08/quay", "2023-03-08-quay.html", "news/20230308/quay", "a/quay-20230308"])
def test_the_day_in_the_address_is_weak_evidence(path: str) -> None:
    decoded = read(meta("og:url", f"https://times.example/{path}"), f"<h1>{TITLE}</h1>")
    draft = draft_seed("a.html", decoded, SHIPPED)
    assert draft.day == DAY
    assert draft.review["date"] == "the text has none; the day in the page's address"


@pytest.mark.parametrize("path", ["2023/13/08/quay", "2023/quay", "120230308", "news/99999999"])
def test_what_is_no_day_in_an_address(path: str) -> None:
    assert fields_of(meta("og:url", f"https://times.example/{path}")).day is None


@pytest.mark.parametrize(
    ("head", "body", "site"),
    [
        (meta("og:site_name", "Example Times"), "", "Example Times"),
        (meta("og:site_name", "TIMES.example"), "", "TIMES.example"),
        (meta("og:site_name", "Times.example") + f"<title>{TITLE} - The Times - TIMES</title>", "", "TIMES"),
        (meta("publisher", "https://social.example/times") + f"<title>{TITLE} - The Times</title>", "", "The Times"),
        (
            meta("og:site_name", "times.example") + linked('{"@type": "WebSite", "name": "Example Times"}'),
            "",
            "Example Times",
        ),
        (linked('{"@type": "Article", "publisher": {"name": "Example Times"}}'), "", "Example Times"),
        (meta("application-name", "Example Times"), "", "Example Times"),
        (f"<title>{TITLE} | Harbour News | Example Times</title>", "", "Example Times"),
        (f"<title>{TITLE} &gt; Example Times &gt; Releases</title>", '<a href="/">Example Times</a>', "Example Times"),
        (f"<title>Example Times: {TITLE}</title>", "", "Example Times"),
        (f'<title>ALNO - News: {TITLE}</title><link rel="canonical" href="https://www.alno.int/x">', "", "ALNO"),
        (
            '<title>x</title><link rel="canonical" href="https://exampletimes.example/x">',
            '<img alt="Example Times">',
            "Example Times",
        ),
    ],
)
def test_a_publisher_is_spelt_as_it_spells_itself(head: str, body: str, site: str) -> None:
    fields = fields_of(head, f"{body}<h1>{TITLE}</h1>")
    assert (fields.source.name, fields.title) == (site, TITLE)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (meta("og:title", f"{TITLE} today"), f"<h1>{TITLE}</h1>"),
        (meta("og:title", TITLE), "<h1>Example Times</h1>"),
        (meta("og:title", "Quay of old harbour opens at last"), f"<h1>{TITLE}</h1>"),
        (f"<title>{TITLE} - Example Times</title>", f"<b>{TITLE}</b><br><br>"),
        (f"<title>Example Times - {TITLE}</title>", f"<h2>{TITLE}</h2>"),
        (f"<title>Harbour: {TITLE}</title>" + meta("og:title", TITLE), f"<h2><span>Harbour </span>{TITLE}</h2>"),
        (linked(f'{{"@type": "Article", "headline": "{TITLE}"}}'), f"<h1>Example Times</h1><h2>{TITLE}</h2>"),
        ("", f"<h1>{TITLE}</h1>"),
    ],
)
def test_a_headline_is_what_the_page_shows(head: str, body: str) -> None:
    assert fields_of(meta("og:site_name", "Example Times") + head, body).title == TITLE


def test_each_line_has_the_evidence_of_its_markup() -> None:
    body = (
        f'<main><article><header><h1>{TITLE}</h1><div class="byline">By <a href="/a">Ann Doe</a></div></header><div>'
        f"<p>{PROSE}</p><blockquote>{PROSE}</blockquote><ul><li>One<br>two</li><li>Three</li></ul><table><tr>"
        "<td>a</td><td>b</td></tr>"
        "<tr><td>c</td><td>d</td></tr></table></div></article></main>"
    )
    decoded = read("", body)
    lines = decoded.text.split("\n")
    assert len(decoded.evidence) == len(lines)
    assert [line for line, told in zip(lines, decoded.evidence, strict=True) if told is None] == [""] * lines.count("")
    told = dict(zip(lines, decoded.evidence, strict=True))
    assert told["By Ann Doe"] == Evidence("div", 7, ("byline",), ("article", "body", "header", "main"))
    assert told["- One"] == told["two"] == Evidence("li", 0, (), ("article", "body", "main"))
    assert told["| a | b |"] == Evidence("tr", 0, (), ("article", "body", "main"))
    assert pickle.loads(pickle.dumps(decoded)) == decoded


def test_headings_of_the_page_are_those_of_the_article() -> None:
    quoted = "Who pays for the quay?"
    body = (
        f"<main><article><h1>{TITLE}</h1><p>{PROSE}</p><h2>{quoted}</h2><ul><li>The town</li><li>The boats</li></ul>"
        f"<p>{PROSE} Again.</p><p>Nobody asked</p><p>{PROSE} Anew.</p></article></main>"
    )
    draft = draft_seed("a.html", read("", body), SHIPPED)
    assert quoted in draft.body
    shown = body_markdown(draft.body, SHIPPED, draft.headings)
    assert f"\n\n## {quoted}\n\n" in shown
    assert f"\n\n## {quoted}\n\n" not in body_markdown(draft.body, SHIPPED)


def test_text_without_markup_has_no_evidence() -> None:
    assert read_seed("a.txt", PROSE.encode(), SHIPPED).evidence == ()
