"""The pictures of docs/screenshots, made of the sample site: `python -m tests.gallery` renews them, in Chromium."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from digest.build.report import Request
from digest.build.session import build
from tests.views_document import ROOT

PICTURES = ROOT / "docs" / "screenshots"
PAGES = {
    "front-page": "",
    "article": "2023/03/08/fuller-stockpiles-joint-orders-natos-message-to-eu-defence/",
    "year": "2023/",
    "topic": "tags/nato/",
    "running-story": "threads/ammunition-race/",
    "topics": "tags/",
}
WIDE, HIGH, SCALE = 1200, 1400, 0.6
NARROW = 360


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        output = Path(folder) / "output"
        build(Request(ROOT, output, 1_800_000_000))
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])

        def take(name: str, url: str, width: int = WIDE, scheme: str = "light") -> None:
            page = browser.new_page(
                viewport={"width": width, "height": HIGH},
                device_scale_factor=SCALE if width == WIDE else 1,
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page.goto((output / url / "index.html").as_uri())
            page.screenshot(path=PICTURES / f"{name}.jpg", type="jpeg", quality=70)
            page.close()

        for name, url in PAGES.items():
            take(name, url)
        take("dark", "", scheme="dark")
        take("phone", "", NARROW)
        browser.close()


if __name__ == "__main__":
    main()
