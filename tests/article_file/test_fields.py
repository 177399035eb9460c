"""Front matter: every key, every form of a date, and where the body begins."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec
import pytest

from digest.article_file.fields import FrontMatter, Head, read_front_matter, read_moment
from digest.content.parse import Parsed, ParseSettings, parse
from digest.model.article import Article, Correction, Doubt, Figure, Image, Reference, Source
from digest.model.parts import digest_bytes

BRUSSELS = ZoneInfo("Europe/Brussels")
SAFE = ParseSettings("Europe/Brussels", (), True)

FULL = """\
---
title: "NATO chief: more shells"
date: 2023-03-08T14:30:15+02:00
updated: 2023-03-09
slug: more-shells
tags: [NATO, ' Ukraine ', NATO]
summary: One or two sentences.
deck: Standfirst.
author: [Jane Doe, John Roe]
source: {name: NATO, url: "https://nato.int/a", licence: CC BY}
seed: {file: 000.txt, sha256: abc, importer: 1}
review: [date]
figures: [{value: €150 billion, about: allied support}, {value: 3}]
thread: ammunition-race
rank: 2
image: {file: ../map.png, alt: A map, credit: Navy, caption: The coast.}
same_as: other.md
corrections: [{date: 2023-03-10, text: A name was wrong.}]
draft: true
publish: 2023-03-10T06:00+01:00
expires: 2024-01-01
aliases: [/old/, /older.html]
lang: no
id: urn:x:1
extra: {priority: 3, map: [a, b]}
---
See [this](other.md).
"""


def article_of(text: str, path: str = "a.md", settings: ParseSettings = SAFE) -> Article:
    parsed = parse_text(text, path, settings)
    assert parsed.problems == ()
    assert parsed.article
    return parsed.article


def parse_text(text: str, path: str = "a.md", settings: ParseSettings = SAFE) -> Parsed:
    return parse(settings, path, text.encode())


def head_of(text: str) -> Head:
    head, problems = read_front_matter(text, "a.md", BRUSSELS, dated=True)
    assert problems == ()
    assert head
    return head


def test_every_key() -> None:
    parsed = parse_text(FULL, "2023/nato.md")
    marker = "\ue0000\ue001"
    assert parsed.html == f'<p>See <a href="{marker}">this</a>.</p>'
    assert parsed.article == Article(
        path="2023/nato.md",
        url="2023/03/08/more-shells/",
        title="NATO chief: more shells",
        day=dt.date(2023, 3, 8),
        published="2023-03-08T13:30:15+01:00",
        instant=1678278615,
        updated="2023-03-09T00:00:00+01:00",
        changed="2023-03-10T00:00:00+01:00",
        summary="One or two sentences.",
        deck="Standfirst.",
        tags=("NATO", "Ukraine"),
        authors=("Jane Doe", "John Roe"),
        source=Source("NATO", "https://nato.int/a", "CC BY"),
        figures=(Figure("€150 billion", "allied support"), Figure("3")),
        corrections=(Correction(dt.date(2023, 3, 10), "A name was wrong."),),
        thread="ammunition-race",
        aliases=("old/", "older.html"),
        lang="no",
        id="urn:x:1",
        review=(Doubt("date"),),
        draft=True,
        embargo=1678424400,
        expiry=1704063600,
        extra={"priority": 3, "map": ["a", "b"]},
        body=digest_bytes(parsed.html.encode()),
        references=(Reference(marker, "2023/other.md", 27),),
        rank=2,
        image=Image(Reference("", "map.png", 16), "A map", "Navy", "The coast."),
        same_as=Reference("", "2023/other.md", 17),
        words=2,
    )


def test_least() -> None:
    found = article_of("---\ntitle: Žižka’s M-10\ndate: 2023-03-08\n---")
    assert found.url == "2023/03/08/zizkas-m-10/"
    assert (found.published, found.instant) == ("2023-03-08T00:00:00+01:00", 1678230000)
    assert (found.updated, found.tags, found.authors, found.draft) == ("", (), (), False)
    assert (found.embargo, found.expiry) == (0, 0)


def test_short_forms() -> None:
    found = article_of("---\ntitle: T\ndate: 2023-03-08\nauthor: Jane Doe\nsource: NATO\n---\n")
    assert found.authors == ("Jane Doe",)
    assert found.source == Source("NATO")


@pytest.mark.parametrize(
    ("typed", "utc", "day"),
    [
        ("2023-03-08", "2023-03-07T23:00:00", "2023-03-08"),
        ("2023-03-08T14:30", "2023-03-08T13:30:00", "2023-03-08"),
        ("2023-03-08 14:30:59", "2023-03-08T13:30:59", "2023-03-08"),
        ("2023-03-08t14:30:59.123", "2023-03-08T13:30:59", "2023-03-08"),
        ("2023-03-08T14:30Z", "2023-03-08T14:30:00", "2023-03-08"),
        ("2023-03-08 14:30:00 z", "2023-03-08T14:30:00", "2023-03-08"),
        ("2023-03-08T14:30-0500", "2023-03-08T19:30:00", "2023-03-08"),
        ("2023-03-08T23:30Z", "2023-03-08T23:30:00", "2023-03-09"),  # after midnight in Brussels
        ("2023-03-08T00:30+03:00", "2023-03-07T21:30:00", "2023-03-07"),
        ("2024-02-29", "2024-02-28T23:00:00", "2024-02-29"),
        # Summer time began on 26 March 2023 at 02:00 and ended on 29 October at 03:00.
        ("2023-03-26", "2023-03-25T23:00:00", "2023-03-26"),
        ("2023-03-26T03:00", "2023-03-26T01:00:00", "2023-03-26"),
        ("2023-03-27", "2023-03-26T22:00:00", "2023-03-27"),
        ("2023-10-29", "2023-10-28T22:00:00", "2023-10-29"),
        ("2023-10-29T02:30", "2023-10-29T00:30:00", "2023-10-29"),  # the first of the two
        ("2023-10-29T02:30+01:00", "2023-10-29T01:30:00", "2023-10-29"),
        ("2023-10-30", "2023-10-29T23:00:00", "2023-10-30"),
    ],
)
def test_dates(typed: str, utc: str, day: str) -> None:
    moment = read_moment(typed, BRUSSELS)
    assert moment.instant == dt.datetime.fromisoformat(f"{utc}+00:00").timestamp()
    assert moment.day == dt.date.fromisoformat(day)


def test_an_hour_that_summer_time_skips_is_shown_as_it_was() -> None:
    """02:30 was never on the clocks that night: the stamp in pages must be a time that was, of the same instant."""
    found = article_of("---\ntitle: T\ndate: 2023-03-26T02:30\n---\n")
    assert dt.datetime.fromisoformat(found.published).timestamp() == found.instant


@pytest.mark.parametrize(
    "typed",
    [
        "2023-02-29",
        "2023-13-01",
        "2023-00-10",
        "2023-03-08T24:01",
        "2023-03-08T12:60",
        "2023-03-08T10:00+25:00",
    ],
)
def test_days_that_are_none(typed: str) -> None:
    found = parse_text(f"---\ntitle: T\ndate: {typed}\n---\n").problems
    assert [str(problem) for problem in found] == [f"content/a.md:3: 'date' is {typed}: there is no such day or time."]


@pytest.mark.parametrize(
    "typed", ["8 March 2023", "0203-03-08", "2023-3-8", "20230308", "2023-03", "2023-03-08T14", "2023-03-08x", "-1"]
)
def test_dates_in_other_forms(typed: str) -> None:
    found = parse_text(f"---\ntitle: T\ndate: {typed}\n---\n").problems
    assert [problem.line for problem in found] == [3]
    assert found[0].fact.startswith("'date' must be a date such as 2023-03-08")


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31T23:59", "1970-01-01", "1950-06-01"])
def test_far_dates_do_not_break_the_parse(typed: str) -> None:
    parsed = parse_text(f"---\ntitle: T\ndate: {typed}\n---\n")
    assert (parsed.article is None) == bool(parsed.problems)


def test_day_depends_on_the_zone_of_the_site() -> None:
    text = "---\ntitle: T\ndate: 2023-03-08T23:30Z\n---\n"
    urls = [article_of(text, settings=ParseSettings(zone, (), True)).url for zone in ("UTC", "Asia/Tokyo")]
    assert urls == ["2023/03/08/t/", "2023/03/09/t/"]


@pytest.mark.parametrize(
    "change", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text], ids=["CRLF", "BOM"]
)
def test_files_from_windows_are_the_same_article(change) -> None:  # type: ignore[no-untyped-def]
    assert article_of(change(FULL)) == article_of(FULL)
    assert parse_text(change(FULL)).html == parse_text(FULL).html


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("---\ntitle: T\ndate: 2023-03-08\n---\nBody.\n", "Body.\n", 5),
        ("---\ntitle: T\ndate: 2023-03-08\n---\n\n\nBody.\n---\nMore.\n", "\n\nBody.\n---\nMore.\n", 5),
        ("---\ntitle: T\ndate: 2023-03-08\n---  \nBody.", "Body.", 5),
        ("---\ntitle: T\ndate: 2023-03-08\n---", "", 4),
        ("---\ntitle: T\nsummary: |\n  a\n  ----\n  b\ndate: 2023-03-08\n---\nBody.\n", "Body.\n", 9),
        ("---\ntitle: T\ndate: 2023-03-08\nextra:\n  x: |\n    ---\n---\n----\n", "----\n", 8),
    ],
)
def test_where_the_body_begins(text: str, body: str, line: int) -> None:
    head = head_of(text)
    assert (head.body, head.body_line) == (body, line)


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (
            "slug: Not A Slug",
            "'slug' must be lower-case words joined by hyphens, such as nato-stockpiles, not 'Not A Slug'.",
        ),
        ("slug: ../up", "'slug' must be lower-case words joined by hyphens, such as nato-stockpiles, not '../up'."),
        ("tags: NATO", "'tags' must be a list, each item text, not 'NATO'."),
        ("lang: Norwegian", "'lang' must be a language tag such as en or en-GB (BCP 47), not 'Norwegian'."),
        (
            "aliases: [old/]",
            "'aliases' item 1 must be a former address such as /2019/old-name/ or /old-name.html, not 'old/'.",
        ),
        (
            "aliases: [/a/../../b]",
            "'aliases' item 1 must be a former address such as /2019/old-name/ or /old-name.html, not '/a/../../b'.",
        ),
        (
            "aliases: ['/a?b=c']",
            "'aliases' item 1 must be a former address such as /2019/old-name/ or /old-name.html, not '/a?b=c'.",
        ),
        (
            "corrections: [{date: 2023-03-10}]",
            "'corrections' item 1 must be a mapping with 'date', 'text' ('text' is missing).",
        ),
        ("figures: [{about: x}]", "'figures' item 1 must be a mapping with 'value', 'about' ('value' is missing)."),
        ("extra: 3", "'extra' must be a mapping, not '3'."),
    ],
)
def test_values_that_will_not_do(field: str, message: str) -> None:
    found = parse_text(f"---\ntitle: T\n{field}\ndate: 2023-03-08\n---\n").problems
    assert [str(problem) for problem in found] == [f"content/a.md:3: {message}"]


def test_source_that_is_no_web_address() -> None:
    found = parse_text(
        "---\ntitle: T\ndate: 2023-03-08\nsource:\n  name: N\n  url: javascript:alert(1)\n---\n"
    ).problems
    assert [problem.line for problem in found] == [6]


def test_signs_that_no_page_can_show_are_taken_out() -> None:
    parsed = parse_text("---\ntitle: T\ndate: 2023-03-08\n---\nA\x00\x08B \ue000C\ue001 \uffffD\n")
    assert parsed.html == "<p>AB C D</p>"


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("pages/about.md", "about/"),
        ("pages/legal/privacy.md", "legal/privacy/"),
        ("pages/Legal Texts/Our Privacy.md", "legal-texts/our-privacy/"),
        ("pages/help/index.md", "help/"),
        ("pages/help/a/index.markdown", "help/a/"),
    ],
)
def test_standing_pages(path: str, url: str) -> None:
    found = article_of("---\ntitle: T\n---\n", path)
    assert (found.url, found.day, found.published) == (url, None, "")


def test_date_of_a_standing_page_makes_no_article_of_it() -> None:
    found = article_of("---\ntitle: T\ndate: 2023-03-08\nslug: who-we-are\n---\n", "pages/about.md")
    assert found.url == "who-we-are/"
    assert found.day is None


UNUSED = {
    "date": "2023-03-08",
    "tags": "[NATO]",
    "author": "Desk",
    "figures": "[{value: '1'}]",
    "thread": "shells",
    "rank": "1",
    "image": "{file: a.png}",
    "same_as": "b.md",
    "corrections": "[{date: 2023-03-08, text: x}]",
    "id": "urn:x:1",
}


@pytest.mark.parametrize("name", UNUSED)
def test_a_standing_page_tells_of_what_it_does_not_use(name: str) -> None:
    text = f"---\ntitle: About\nlang: en\n{name}: {UNUSED[name]}\nextra: {{a: 1}}\n---\n"
    made = parse(SAFE, "pages/about.md", text.encode())
    assert made.article
    assert [(loss.line, loss.fact) for loss in made.article.losses] == [(4, f"standing pages do not use '{name}'.")]
    dated = text if name == "date" else text.replace("lang: en", "date: 2023-03-08")
    dated_article = parse(SAFE, "about.md", dated.encode()).article
    assert dated_article
    assert dated_article.losses == ()


def test_a_standing_page_uses_the_rest() -> None:
    rest = {
        "updated": "2023-03-08",
        "slug": "a",
        "summary": "",
        "deck": "D.",
        "source": "NATO",
        "tags": "[]",
        "review": "[title]",
        "draft": "true",
        "publish": "2023-03-08",
        "expires": "2033-03-08",
        "aliases": "[/old/]",
        "lang": "de",
        "extra": "{a: 1}",
        "seed": "{file: x.txt}",
    }
    head = "\n".join(f"{key}: {value}" for key, value in rest.items())
    made = parse(SAFE, "pages/about.md", f"---\ntitle: About\n{head}\n---\n".encode())
    assert made.article
    assert made.article.losses == ()
    assert {*rest, *UNUSED, "title"} == {field.name for field in msgspec.structs.fields(FrontMatter)}
    made = parse(SAFE, "pages/about.md", b"---\ntitle: About\nsummary: S.\ndeck: D.\n---\n")
    assert made.article
    assert [loss.fact for loss in made.article.losses] == ["standing pages do not use 'deck'."]


@pytest.mark.parametrize("id", ["https://example.org/a?b#c", "urn:uuid:1", "tag:example.org,2023:a", "URN:ü:1"])
def test_ids_for_feeds(id: str) -> None:
    assert parse(SAFE, "a.md", f"---\ntitle: A\ndate: 2023-03-08\nid: '{id}'\n---\n".encode()).article


@pytest.mark.parametrize("id", ["x", "1", "a b:c", "urn: x", "/a/", "http:", "urn:<a>", 'urn:"', "1a:b"])
def test_ids_that_are_no_address_and_no_urn(id: str) -> None:
    made = parse(SAFE, "a.md", f"---\ntitle: A\ndate: 2023-03-08\nid: '{id}'\n---\n".encode())
    assert [problem.line for problem in made.problems] == [4]
    assert "'id' must be an address or a urn" in made.problems[0].fact


def test_no_article_has_a_thousand_tags() -> None:
    head = "---\ntitle: A\ndate: 2023-03-08\ntags: [{}]\n---\n"
    assert head_of(head.format(", ".join(f"t{n}" for n in range(100))))
    told = read_front_matter(head.format(", ".join(f"t{n}" for n in range(1000))), "a.md", BRUSSELS, dated=True)[1]
    assert [str(problem) for problem in told] == [
        "a.md:4: it has 1,000 tags. More than 100 tell nothing, and each page of one shows all. "
        "Keep those that it is about."
    ]
