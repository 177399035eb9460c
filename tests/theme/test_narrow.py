"""The default theme on the narrowest screen, in a real browser; left out where there is none."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.sites import CONFIG, article, build, html_files, make_site

WORD = "Donaudampfschifffahrtsgesellschaft" * 4
SMALL = """[...document.querySelectorAll(".card-meta a, .tags a, .source a, .calendar a, .when a, .letters a")]
    .filter(link => link.getBoundingClientRect().height < 24).map(link => link.textContent)"""

TABLES = f"""<table><tr><th>Country</th><th>Shells</th></tr><tr><td>Norway</td><td>12,000</td></tr></table>

<table><caption>Deliveries</caption><tr><th>Ammunition</th><th>Ammunition</th><th>Ammunition</th></tr></table>

<table><tr><th>{WORD}</th></tr></table>
"""
"""The first is as wide as the page may be, and no more."""

STOPS = """[...document.querySelectorAll(".article-body [tabindex]")]
    .map(box => [box.ariaLabel, box.role, box.scrollWidth > box.clientWidth])"""


def test_no_word_is_wider_than_the_screen_and_topics_are_large_enough(tmp_path: Path, browser_page: Page) -> None:
    """WCAG 2.2: 1.4.10 (320 CSS pixels without scrolling in two directions), 2.5.8 (targets of 24)."""
    names = ("a", "b", "c")
    files: dict[str, str | bytes | None] = {
        f"content/{name}.md": article(
            f"{WORD} {name}",
            f"2023-03-0{n}",
            body=WORD,
            tags=f"[{WORD}, Oak]",
            summary=WORD,
            source=f"{{name: {WORD}}}",
            author=WORD,
            thread=WORD,
            figures=f"[{{value: {WORD}, about: {WORD}}}]",
        )
        for n, name in enumerate(names, 1)
    }
    files["content/pages/long.md"] = f"---\ntitle: {WORD}\n---\n"
    site = make_site(tmp_path, files, f"{CONFIG}sections: [{WORD}]\n")
    build(site)
    styled = [file for file in html_files(site / "output") if file.name != "404.html"]  # it has addresses of the host
    for width in (320, 1280):
        browser_page.set_viewport_size({"width": width, "height": 640})
        for file in styled:
            browser_page.goto(file.as_uri())
            assert browser_page.evaluate("document.documentElement.scrollWidth") <= width, file
            assert browser_page.evaluate(SMALL) == [], file


def test_tables_that_may_be_wide_scroll_and_others_are_no_stop(tmp_path: Path, browser_page: Page) -> None:
    site = make_site(tmp_path, {"content/a.md": article("A", body=TABLES)}, CONFIG)
    build(site)
    browser_page.goto((site / "output/2023/03/08/a/index.html").as_uri())
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 320
    assert browser_page.evaluate("document.querySelectorAll('table').length") == 3
    (_, role, scrolls), (*long, long_scrolls) = browser_page.evaluate(STOPS)
    assert (role, scrolls) == ("group", True)
    assert (long[1], long_scrolls) == ("group", True)
    assert browser_page.evaluate("document.querySelector('td').getClientRects()[0].height") < 40, "one line"
