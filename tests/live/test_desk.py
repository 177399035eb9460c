"""The page that tells an editor what waits."""

from __future__ import annotations

import datetime as dt
import re
import time
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright import sync_api
from playwright.sync_api import expect

from digest.errors import Problem
from digest.live.desk import MOST, Built, desk_page
from digest.live.faults import Fault
from digest.live.preview import Preview
from digest.model.article import Article, Doubt, Held, Reference, Source
from digest.model.overview import Overview
from tests.live.folder import Folder
from tests.sites import NOW

DAY = 86_400  # seconds


def article(path: str, title: str = "A", **fields: object) -> Article:
    values: dict[str, object] = {
        **dict.fromkeys(("updated", "changed", "summary", "deck", "thread", "lang", "id"), ""),
        **dict.fromkeys(("tags", "authors", "figures", "corrections", "aliases", "review", "references"), ()),
        **dict.fromkeys(("embargo", "expiry"), 0),
        "path": path,
        "url": f"2023/03/08/{path.removesuffix('.md')}/",
        "title": title,
        "day": dt.date(2023, 3, 8),
        "published": "2023-03-08T00:00:00+01:00",
        "instant": 1_678_230_000,
        "source": Source(),
        "draft": False,
        "extra": {},
        "body": b"",
        **fields,
    }
    return Article(**values)  # type: ignore[arg-type]


def overview(*articles: Article, shown: set[str] | None = None, **fields: object) -> Overview:
    values: dict[str, object] = {
        "title": "The Digest",
        "language": "en",
        "zone": ZoneInfo("Europe/Brussels"),
        "now": NOW,
        "held": (),
        "articles": articles,
        "shown": frozenset({one.path for one in articles} if shown is None else shown),
        **fields,
    }
    return Overview(**values)  # type: ignore[arg-type]


class Read(HTMLParser):
    """What a page says: its title, its links, its headings, and the text of each section by its id."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.title, self.links, self.ids = "", {}, []
        self.headings: list[str] = []
        self.sections: dict[str, str] = {"": ""}
        self.tags: list[str] = []
        self._in = ""
        self._open: list[str] = []
        self._link = ""
        self.feed(page.decode())

    links: dict[str, str]
    ids: list[str]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if tag not in ("meta", "link"):
            self._open.append(tag)
        if tag == "section":
            self._in = given["id"] or ""
            self.sections[self._in] = ""
        if tag == "a":
            self._link = given["href"] or ""
            self.links[self._link] = ""
        if tag in ("h1", "h2"):
            self.headings.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        if tag == "section":
            self._in = ""
        if tag == "a":
            self._link = ""

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title":
            self.title += data
        elif "body" in self._open:
            self.sections[self._in] = f"{self.sections[self._in]} {data}".strip()
            if self._link:
                self.links[self._link] += data


def read(*given: Article, problems: tuple[Problem, ...] = (), builds: tuple[Built, ...] = (), **fields: object) -> Read:
    return Read(desk_page(overview(*given, **fields), problems, builds))  # type: ignore[arg-type]


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_what_waits_for_review_is_told_with_reasons_page_and_file() -> None:
    doubts = (Doubt("date", "no day is in the text"), Doubt("title"))
    page = read(article("a.md", "Tanks", review=doubts), article("b.md", "No doubt"))
    told = words(page.sections["review"])
    assert "Tanks date : no day is in the text title 2023-03-08 content/a.md" in told
    assert page.links["/2023/03/08/a/"] == "Tanks"
    assert page.links["#review"] == "1 to review"
    assert "No doubt" not in told
    assert page.title == "1 to review – The Digest"


def test_the_summary_leads_to_each_section_that_has_something_in_it() -> None:
    later = NOW + DAY
    page = read(
        article("a.md", "A", review=(Doubt("date"),), draft=True),
        article("b.md", "B", draft=True, embargo=later),
        article("c.md", "C", expiry=later, same_as=Reference("", "a.md", 4)),
        article("d.md", "D", expiry=NOW),
        problems=(Problem("digest.yaml", 2, "is wrong."), Problem("", 0, "w", "", "warning")),
        builds=(Built(NOW, "output/", "1 of 2 pages made in 0.01 s"),),
        held=(Held("content/x.png", "content/b.md", True),),
    )
    summary = {href: text for href, text in page.links.items() if href.startswith("#")}
    assert summary == {
        "#problems": "1 problem",
        "#review": "1 to review",
        "#drafts": "2 drafts",
        "#embargoes": "1 embargo",
        "#expiries": "1 expiry",
        "#near-duplicates": "1 near-duplicate",
        "#held": "1 file held back",
        "#expired": "1 expired",
        "#warnings": "1 warning",
        "#builds": "last builds",
    }
    assert ["", *(href[1:] for href in summary)] == list(page.sections)
    assert page.headings == ["h1", *["h2"] * len(summary)]
    assert page.title == "1 problem, 1 to review, 2 drafts – The Digest"


def test_where_nothing_waits_that_is_said() -> None:
    page = read(article("a.md"), article("b.md", embargo=NOW, expiry=0))
    assert "Nothing waits." in page.sections[""]
    assert page.title == "Nothing waits – The Digest"
    assert list(page.sections) == [""]


def test_before_the_first_look_that_is_said() -> None:
    page = Read(desk_page(None, (), ()))
    assert "is being read for the first time" in page.sections[""]
    assert page.title == "A moment"
    refused = Read(desk_page(None, (Problem("", 0, "the disk is full."),), (Built(NOW, "preview", "No.", ("a",)),)))
    assert "The disk is full." in refused.sections["problems"]


HOSTILE = "</title><script>alert(1)</script>\"' onload=x <img src=x> & &amp;"


def test_nothing_that_strangers_wrote_is_markup() -> None:
    plain = read(
        article("a.md", "T", review=(Doubt("f", "w"),), draft=True, embargo=NOW + 1, expiry=NOW + 2, lang="en"),
        problems=(Problem("a", 1, "f", "r"), Problem("content/a.md", 1, "f", "r", "warning")),
        builds=(Built(NOW, "p", "d", ("f",)), Built(NOW, "p", "d", why="w")),
        held=(Held("content/x", "content/a.md", True),),
    )
    text = HOSTILE
    hostile = desk_page(
        overview(
            article(text, text, review=(Doubt(text, text),), draft=True, embargo=NOW + 1, expiry=NOW + 2, lang=text),
            title=text,
            held=(Held(text, f"content/{text}", True),),
        ),
        (Problem(text, 1, text, text), Problem(f"content/{text}", 1, text, text, "warning")),
        (Built(NOW, text, text, (text,)), Built(NOW, text, text, why=text)),
    )
    page = Read(hostile)
    assert page.tags == plain.tags
    assert page.title.endswith(HOSTILE)
    assert HOSTILE in page.sections["review"]


def test_a_name_that_is_no_utf8_is_shown_all_the_same() -> None:
    page = read(article("a\udcff.md", "Odd", draft=True), shown=set())
    assert "content/a?.md" in page.sections["drafts"]


@pytest.mark.parametrize(
    ("zone", "shown", "iso"),
    [
        ("Europe/Brussels", "2023-11-15 23:13 CET", "2023-11-15T23:13+01:00"),
        ("America/New_York", "2023-11-15 17:13 EST", "2023-11-15T17:13-05:00"),
        ("Asia/Kolkata", "2023-11-16 03:43 IST", "2023-11-16T03:43+05:30"),
    ],
)
def test_times_are_those_of_the_sites_zone(zone: str, shown: str, iso: str) -> None:
    given = overview(article("a.md", embargo=NOW + DAY), zone=ZoneInfo(zone), shown=set())
    page = desk_page(given, (), ())
    assert shown in Read(page).sections["embargoes"]
    assert f'datetime="{iso}"'.encode() in page
    assert f"Times are those of {zone}." in Read(page).sections[""]


def test_a_time_that_the_zone_has_no_year_for_is_shown_in_utc() -> None:
    last = int(dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.UTC).timestamp())
    assert "9999-12-31 23:59 UTC" in read(article("a.md", embargo=last), shown=set()).sections["embargoes"]


def test_embargoes_and_expiries_stand_in_the_order_of_their_times() -> None:
    times = {"soon": NOW + DAY, "later": NOW + 9 * DAY, "last": NOW + 90 * DAY}
    given = [article(f"{name}.md", name, embargo=times[name]) for name in ("last", "soon", "later")]
    given += [article(f"x{name}.md", f"x{name}", expiry=times[name]) for name in ("last", "soon", "later")]
    given += [article("gone.md", "gone", expiry=NOW - 9), article("just.md", "just gone", expiry=NOW)]
    page = read(*given)
    for section, names in (("embargoes", "soon later last"), ("expiries", "xsoon xlater xlast")):
        places = [page.sections[section].index(f"{name} ") for name in names.split()]
        assert places == sorted(places)
    assert page.sections["expired"].index("just gone") < page.sections["expired"].index("gone ", 60)
    assert "just gone" not in page.sections["expiries"]


def test_what_has_no_page_now_is_no_link() -> None:
    page = read(article("a.md", "Later", embargo=NOW + DAY), article("b.md", "Now", draft=True), shown={"b.md"})
    assert "Later" in page.sections["embargoes"]
    assert set(page.links.values()) == {"The Digest", "1 draft", "1 embargo", "Now"}


def test_links_lead_below_the_sites_address() -> None:
    page = Read(desk_page(overview(article("é.md", "E", draft=True)), (), (), "/news/"))
    assert page.links["/news/"] == "The Digest"
    assert page.links["/news/2023/03/08/%C3%A9/"] == "E"


def test_problems_name_file_line_and_remedy_and_lead_to_the_article() -> None:
    page = read(
        article("a.md", "Tanks"),
        problems=(
            Problem("content/a.md", 4, "'tag' is not a key.", "Did you mean 'tags'?"),
            Problem("digest.yaml", 0, "cannot be read."),
            Problem("content/a.md", 7, "links to nothing.", "Check it.", "warning"),
        ),
    )
    told = words(page.sections["problems"])
    assert "'tag' is not a key. Did you mean 'tags'? content/a.md , line 4 Article: Tanks" in told
    assert "Cannot be read. digest.yaml" in told
    assert "line 0" not in told
    assert "Links to nothing. Check it. content/a.md , line 7 Article: Tanks" in words(page.sections["warnings"])
    assert page.links["#problems"] == "2 problems"


def test_near_duplicates_are_those_that_say_so_and_those_that_the_import_found() -> None:
    page = read(
        article("2023/a.md", "First"),
        article("b.md", "Second", same_as=Reference("", "2023/a.md", 4)),
        article("c.md", "Third", review=(Doubt("duplicate", "83% of its words run as in content/b.md"), Doubt("date"))),
        article("d.md", "Fourth", same_as=Reference("", "none.md", 4)),
    )
    told = words(page.sections["near-duplicates"])
    assert "Second 2023-03-08 content/b.md The same event as: First" in told
    assert "Third duplicate : 83% of its words run as in content/b.md 2023" in told
    assert "Fourth 2023-03-08 content/d.md The same event as: content/none.md" in told
    assert page.links["#near-duplicates"] == "3 near-duplicates"


def test_files_that_are_held_back_name_what_they_wait_for() -> None:
    page = read(
        article("a.md", "Later", draft=True),
        held=(Held("content/m.png", "content/a.md", True), Held("content/n.png", "content/a.md", False)),
    )
    told = words(page.sections["held"])
    assert "content/m.png Waits for what refers to it: Later" in told
    assert "content/n.png Waits for what it lies beside: Later" in told


def test_builds_tell_when_what_why_and_what_came_of_it() -> None:
    page = read(
        builds=(
            Built(NOW, "output/", "1 problem: the last good site stays.", ("a.md", "b.md"), 7, is_refused=True),
            Built(NOW - 60, "preview", "shown after 0.03 s", why="all files were looked at"),
        )
    )
    told = words(page.sections["builds"])
    refused = "output/ not built 1 problem: the last good site stays. Why: a.md , b.md and 7 more"
    assert f"2023-11-14 23:13:20 CET : {refused} 2023-11-14 23:12:20 CET : preview shown" in told
    assert told.endswith("shown after 0.03 s Why: all files were looked at")
    assert told.count("not built") == 1


def test_of_ten_thousand_the_first_are_shown_and_all_are_counted() -> None:
    many = 10_000
    given = overview(
        *(
            article(f"{n}.md", f"No {n}", review=(Doubt("date", "why"),), draft=True, instant=n, embargo=NOW + n + 1)
            for n in range(many)
        )
    )
    problems = tuple(Problem(f"content/{n}.md", 1, "is wrong.") for n in range(many))
    desk_page(given, problems, ())  # the template is compiled
    before = time.process_time()
    made = desk_page(given, problems, ())
    took = time.process_time() - before
    page = Read(made)
    for section in ("problems", "review", "drafts", "embargoes"):
        assert f"… and {many - MOST:,} more" in page.sections[section]
    assert page.sections["review"].count("content/") == MOST
    assert "No 9999" in page.sections["review"]  # the newest come first
    assert page.title.startswith("10,000 problems, 10,000 to review, 10,000 drafts")
    assert took < 0.25  # 0.03 s where nothing else runs


def test_a_section_of_no_more_than_is_shown_says_nothing_of_more() -> None:
    page = read(*(article(f"{n}.md", draft=True) for n in range(MOST)))
    assert "more" not in page.sections["drafts"]


# In a browser


WIDE = "https://example.org/" + "LongAddress" * 40


def test_in_a_browser_it_is_read_by_keyboard_at_any_width_and_follows(
    browser: sync_api.Browser, tmp_path: Path
) -> None:
    waiting = [article("a.md", "First", review=(Doubt("date", WIDE),)), article("b.md", WIDE, draft=True)]

    def desk(address: str) -> bytes:
        problems = (Problem(f"content/{WIDE}.md", 3, WIDE, WIDE),)
        return desk_page(overview(*waiting), problems, (Built(NOW, "output/", WIDE, (WIDE,)),), address)

    preview = Preview(Folder(tmp_path), port=0, desk=desk)
    preview.start()
    page = browser.new_page(viewport={"width": 320, "height": 600})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    try:
        page.goto(preview.desk_url)
        expect(page).to_have_title("1 problem, 1 to review, 1 draft – The Digest")
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        # Without an icon that the policy allows Firefox asks for one, and complains.
        icon = page.locator("link[rel=icon]").get_attribute("href")
        told = """icon => new Promise(done => {
            document.addEventListener("securitypolicyviolation", done);
            Object.assign(new Image(), { onload: done, onerror: done, src: icon });
        }).then(({ type }) => type)"""
        assert page.evaluate(told, icon) in ("load", "error")
        for landmark in ("banner", "navigation", "main", "contentinfo"):
            expect(page.get_by_role(landmark)).to_have_count(1)
        levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3')].map((heading) => heading.localName)")
        assert levels == ["h1", "h2", "h2", "h2", "h2"]
        reached = []
        for _ in range(page.get_by_role("link").count()):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
        assert reached == page.evaluate("[...document.links].map((link) => link.getAttribute('href'))")
        page.get_by_role("link", name="1 to review").press("Enter")
        assert page.evaluate("document.querySelector(':target').id") == "review"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "First"
        page.evaluate("document.isMarked = true")
        waiting.append(article("c.md", "Third", review=(Doubt("title"),)))
        preview.failed([Fault("Broken.")])
        preview.changed(())
        expect(page.get_by_role("link", name="2 to review")).to_be_visible()
        expect(page).to_have_title("1 problem, 2 to review, 1 draft – The Digest")
        assert page.evaluate("document.isMarked")  # put into the page, not loaded again
        expect(page.get_by_role("alert")).to_have_count(0)  # what is wrong is told in the page
        assert said == []
    finally:
        page.close()
        preview.close()
