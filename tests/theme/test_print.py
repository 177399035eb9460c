"""Pages on paper (A4), printed by a real browser; left out where there is none."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer
from playwright.sync_api import Page

from tests.sites import CONFIG, article, build, make_site

WIDE = f"|{'Ammunition|' * 14}\n|{'---|' * 14}\n|{'delivered|' * 14}\n"
STORIES = {
    f"content/{n}.md": article(
        f"Story {n}",
        "2023-03-08",
        body=WIDE if n == 1 else "Text.",
        tags=f"[Oak {n % 3}]",
        summary="It is so. " * 9,
    )
    for n in range(1, 25)
} | {
    f"content/elm-{n}.md": article(f"Story {n}", f"2023-02-{n}", tags="[Elm]", summary="It is so. " * 9)
    for n in range(10, 25)
}


@pytest.mark.parametrize(
    "address", ["2023/03/08/", "weeks/2023-W10/", "2023/03/", "2023/03/08/story-1/", "", "tags/elm/"]
)
def test_a_page_begins_on_the_first_sheet_and_nothing_of_it_is_cut_off(
    tmp_path: Path, browser_page: Page, address: str
) -> None:
    site = make_site(tmp_path, STORIES, CONFIG)
    build(site)
    browser_page.goto((site / f"output/{address}index.html").as_uri())
    sheets = list(extract_pages(io.BytesIO(browser_page.pdf(format="A4"))))
    lines = [[box for box in sheet if isinstance(box, LTTextContainer)] for sheet in sheets]
    widths = [(box.x0, box.x1, sheet.width) for sheet, boxes in zip(sheets, lines, strict=True) for box in boxes]
    assert all(left >= 0 and right <= width for left, right, width in widths)
    assert min(box.y0 for box in lines[0]) < sheets[0].height / 3 or len(sheets) == 1
    text = "".join("".join(box.get_text() for boxes in lines for box in boxes).split())
    assert "Skiptothetext" not in text
    assert text.count("delivered") == (14 if "story" in address else 0)
    assert ("Story1" if "story" in address else "Story24") in text
