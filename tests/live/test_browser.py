"""The script of the preview in a real browser; left out where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright import sync_api

from digest.live.preview import Preview
from digest.live.served import Folder


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


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write(tmp_path, "first")
    return tmp_path


def write(site: Path, title: str) -> None:
    # A policy without 'unsafe-inline', as careful sites have it, must not stop the script or its styles.
    (site / "index.html").write_text(
        "<!doctype html><meta http-equiv='Content-Security-Policy' content=\"default-src 'self'\">"
        f"<title>{title}</title><body><h1>{title}</h1>" + "<p>text</p>" * 300 + "</body>"
    )


@pytest.fixture
def preview(site: Path) -> Iterator[Preview]:
    made = Preview(Folder(site), port=0)
    made.start()
    yield made
    made.close()


@pytest.fixture
def page(browser: sync_api.Browser, preview: Preview) -> Iterator[sync_api.Page]:
    made = browser.new_page()
    made.goto(preview.url)
    yield made
    made.close()


def test_the_page_loads_again_where_it_was(page: sync_api.Page, preview: Preview, site: Path) -> None:
    page.evaluate("scrollTo(0, 700)")
    write(site, "second")
    preview.changed({"index.html"})
    sync_api.expect(page).to_have_title("second")
    page.wait_for_function("scrollY === 700")


def test_a_problem_is_shown_as_text_and_can_be_closed(page: sync_api.Page, preview: Preview) -> None:
    text = "content/a.md:4: <img src=x onerror=document.title='hit'>\nDid you mean 'tags'?"
    preview.failed(text)
    alert = page.get_by_role("alert")
    sync_api.expect(alert).to_be_visible()
    assert alert.locator("pre").text_content() == text
    assert alert.evaluate("box => getComputedStyle(box).position") == "fixed"
    assert page.title() == "first"
    page.get_by_role("button", name="Close").click()
    sync_api.expect(alert).to_have_count(0)
    preview.failed("another")
    sync_api.expect(alert).to_contain_text("another")
    page.keyboard.press("Escape")
    sync_api.expect(alert).to_have_count(0)


def test_a_problem_is_shown_on_a_page_opened_later_and_goes_with_a_good_build(
    page: sync_api.Page, preview: Preview
) -> None:
    preview.failed("broken")
    page.goto(preview.url + "none/")
    sync_api.expect(page.get_by_role("alert")).to_contain_text("broken")
    preview.changed({"index.html"})
    sync_api.expect(page.get_by_role("alert")).to_have_count(0)


def test_the_page_loads_again_after_a_restart_of_the_preview(page: sync_api.Page, preview: Preview, site: Path) -> None:
    port = int(preview.url.rstrip("/").rpartition(":")[2])
    preview.close()
    write(site, "second")
    again = Preview(Folder(site), port=port)
    again.start()
    try:
        sync_api.expect(page).to_have_title("second", timeout=20_000)
    finally:
        again.close()
