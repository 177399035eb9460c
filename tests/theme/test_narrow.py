"""The default theme on the narrowest screen, in a real browser; left out where there is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright import sync_api

from tests.sites import CONFIG, article, build, html_files, make_site

WORD = "Donaudampfschifffahrtsgesellschaft" * 4
SMALL = """[...document.querySelectorAll(".card-meta a, .tags a")]
    .filter(link => link.getBoundingClientRect().height < 24).map(link => link.textContent)"""


def test_no_word_is_wider_than_the_screen_and_topics_are_large_enough(tmp_path: Path) -> None:
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
        )
        for n, name in enumerate(names, 1)
    }
    site = make_site(tmp_path, files, CONFIG)
    build(site)
    with sync_api.sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        if not path:
            pytest.skip("no Chromium")
        page = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"]).new_page(
            viewport={"width": 320, "height": 640}
        )
        for file in html_files(site / "output"):
            page.goto(file.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, file
            assert page.evaluate(SMALL) == [], file
