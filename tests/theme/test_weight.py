"""How much a reader fetches: gzip, as hosts send it."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

from tests.sites import CONFIG, article, build, make_site

SAMPLE = Path(__file__).parents[2]
SHEET = re.compile(r'<link rel="stylesheet" href="(?:\.\./)*(static/[^"]+)"')
KILOBYTE = 1024


def fetched(output: Path, page: str) -> tuple[list[str], int]:
    """The style sheets of a page, and the bytes of it with them."""
    sheets = SHEET.findall((output / page).read_text(encoding="utf-8"))
    return sheets, sum(len(gzip.compress((output / path).read_bytes(), 9)) for path in (page, *sheets))


def test_an_article_is_fetched_in_two_requests_of_six_kilobytes(tmp_path: Path) -> None:
    site = make_site(tmp_path, {}, (SAMPLE / "digest.yaml").read_text(encoding="utf-8"))
    shutil.copytree(SAMPLE / "content", site / "content", dirs_exist_ok=True)
    build(site)
    pages = [path.relative_to(site / "output").as_posix() for path in (site / "output").glob("2*/*/*/*/index.html")]
    assert len(pages) > 10
    for page in pages:
        sheets, size = fetched(site / "output", page)
        assert sheets == ["static/style.css"]
        assert size <= 6 * KILOBYTE, page


def test_the_front_page_of_a_full_day_is_nine_kilobytes(tmp_path: Path) -> None:
    """17 stories, and as many of the day before."""
    acts = ("orders", "tests", "delays", "unveils", "grounds", "upgrades")
    files = {
        f"content/{day}-{n}.md": article(
            f"Country {n} {acts[n % 6]} {n * 7 + day} vehicles of make {n * day}, and says why in parliament",
            f"2023-03-0{day}T{n + 5:02}:30",
            tags=f"[Desk {n % 7}, Country {n}]",
            summary=f"The contract of {n * 31 + day} million runs until 20{n + 23}, with an option for {n % 9} more.",
            source=f"{{name: Ministry {n}, url: 'https://example.org/{n}'}}",
            figures=f"[{{value: {n * 31 + day} million, about: value of the contract}}]",
        )
        for day in (7, 8)
        for n in range(1, 18)
    }
    site = make_site(tmp_path, files, CONFIG)
    build(site)
    sheets, size = fetched(site / "output", "index.html")
    assert sheets == ["static/style.css", "static/lists.css"]
    assert size <= 9 * KILOBYTE
