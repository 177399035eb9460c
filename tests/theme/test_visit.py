"""The front page marks what is new since the last visit, in a real browser; left out where there is none."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.sites import CONFIG, article, build, make_site, put

NEW = """[...document.querySelectorAll(".new")].map(mark => mark.previousElementSibling.textContent)"""
KEY = "digest-front-page"
AN_HOUR_LATER = f"""localStorage.setItem("{KEY}", JSON.stringify(
    {{...JSON.parse(localStorage.getItem("{KEY}")), at: Date.now() - 36e5}}))"""


def test_what_is_new_since_the_last_visit_is_marked(tmp_path: Path, browser_page: Page) -> None:
    site = make_site(tmp_path, {f"content/{n}.md": article(f"Story {n}", f"2023-03-0{n}") for n in (1, 2)}, CONFIG)
    build(site)
    home = (site / "output/index.html").as_uri()
    errors: list[str] = []
    browser_page.on("console", lambda message: errors.append(message.text))
    browser_page.goto(home)
    assert browser_page.evaluate(NEW) == []  # a first visit has nothing to go by
    put(site, {"content/3.md": article("Story 3", "2023-03-03"), "content/4.md": article("Story 4", "2023-03-02")})
    build(site)
    browser_page.evaluate(AN_HOUR_LATER)
    for _ in range(2):  # a page that is loaded again goes on with the same visit
        browser_page.goto(home)
        assert browser_page.evaluate(NEW) == ["Story 3", "Story 4"]
    browser_page.evaluate(AN_HOUR_LATER)
    browser_page.goto(home)
    assert browser_page.evaluate(NEW) == []
    browser_page.evaluate(f"localStorage.setItem('{KEY}', 'spoilt')")
    browser_page.goto(home)
    assert (browser_page.evaluate(NEW), errors) == ([], [])
