"""A real browser; tests that want one are left out where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright import sync_api


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        try:
            made = playwright.chromium.launch()
        except sync_api.Error:
            path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
            if not path:
                pytest.skip("no Chromium")
            made = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()
