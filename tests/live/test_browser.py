"""What the preview does in a real browser; left out where there is none.

Nothing is waited for but what shows. `load` marks the document of a page: where the mark is still there, the page was
not loaded again.
"""

from __future__ import annotations

import re
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from playwright import sync_api
from playwright.sync_api import expect

from digest.build.proof import Proof
from digest.live.faults import Fault, fault_of
from digest.live.preview import Preview
from digest.live.served import Source
from tests.live.folder import Folder
from tests.sites import CONFIG, NOW, article, make_site, put

TEXT = "".join(f"<p>Paragraph {n} of a long text.</p>" for n in range(300))


@pytest.fixture
def context(browser: sync_api.Browser) -> Iterator[sync_api.BrowserContext]:
    made = browser.new_context()
    yield made
    made.close()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write(tmp_path, "first")
    return tmp_path


def write(site: Path, title: str, body: str = TEXT, head: str = "", path: str = "index.html") -> None:
    # A policy as strict as sites have it must not stop the script, its styles or its worker.
    policy = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'none'; base-uri 'none'"
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    (site / path).write_text(
        f'<!doctype html><html lang="en"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<link rel="icon" href="data:,"><title>{title}</title>{head}<body><h1>{title}</h1>{body}</body>'
    )


def allow(site: Path, directive: str, source: str) -> None:
    """Another source in the policy of the front page."""
    text = (site / "index.html").read_text()
    (site / "index.html").write_text(text.replace(f"{directive} ", f"{directive} {source} ").replace(" 'none';", ";"))


@contextmanager
def serving(source: Source, **options: str) -> Iterator[Preview]:
    made = Preview(source, port=0, **options)  # type: ignore[arg-type]
    made.start()
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def preview(site: Path) -> Iterator[Preview]:
    with serving(Folder(site)) as made:
        yield made


@pytest.fixture
def page(context: sync_api.BrowserContext, preview: Preview) -> sync_api.Page:
    return load(context.new_page(), preview.url)


def load(page: sync_api.Page, url: str) -> sync_api.Page:
    page.goto(url)
    page.evaluate("document.isMarked = true")
    return page


def is_marked(page: sync_api.Page) -> bool:
    return bool(page.evaluate("document.isMarked === true"))


# Pages


def test_what_changed_is_put_into_the_page_and_all_else_stays(
    page: sync_api.Page, preview: Preview, site: Path
) -> None:
    form = (
        "<details><summary>More</summary>Much more</details><details open><summary>Less</summary>Little</details>"
        '<textarea id="note">As served</textarea><input name="q" value="served"><input type="checkbox">'
    )
    write(site, "second", form + TEXT)
    preview.changed({"index.html"})
    expect(page).to_have_title("second")
    page.get_by_text("More", exact=True).click()
    page.get_by_text("Less", exact=True).click()
    page.locator("input[name=q]").fill("typed")
    page.get_by_role("checkbox").check()
    note = page.locator("textarea")
    note.fill("typed as well")
    note.evaluate("note => { note.focus(); note.setSelectionRange(2, 5) }")
    last = page.get_by_text("Paragraph 250 of")
    last.evaluate("last => scrollTo(0, last.offsetTop - 100)")
    where = last.bounding_box()
    new = "<p>One more at the top.</p><details><summary>New</summary>News</details>"
    write(site, "third", new + form + TEXT.replace("Paragraph 200", "The 200th"))
    preview.changed({"index.html"})
    expect(page.get_by_text("One more at the top.")).to_be_attached()
    expect(page.get_by_role("heading")).to_have_text("third")
    expect(page.get_by_text("The 200th of")).to_be_attached()
    assert page.locator("details").evaluate_all("all => all.map(each => each.open)") == [False, True, False]
    assert page.locator("input[name=q]").input_value() == "typed"
    assert page.get_by_role("checkbox").is_checked()
    assert note.input_value() == "typed as well"
    assert note.evaluate("note => [note === document.activeElement, note.selectionStart, note.selectionEnd]") == [
        True,
        2,
        5,
    ]
    assert last.bounding_box() == where
    last.evaluate("last => getSelection().selectAllChildren(last)")
    write(site, "fourth", form + TEXT)
    preview.changed({"index.html"})
    expect(page).to_have_title("fourth")
    assert page.evaluate("getSelection().toString()") == "Paragraph 250 of a long text."
    assert is_marked(page)


def test_what_is_read_stays_where_it_is_though_the_browser_does_not_see_to_it(
    page: sync_api.Page, preview: Preview, site: Path
) -> None:
    """As Safari never does, and Firefox not within a grid."""
    (site / "style.css").write_text("* { overflow-anchor: none } aside { position: fixed; top: 0 }")
    head = '<link rel="stylesheet" href="style.css">'
    body = f"<div><aside>Fixed</aside>{TEXT}</div>"
    write(site, "second", body, head)
    load(page, preview.url)
    last = page.get_by_text("Paragraph 250 of")
    last.evaluate("last => scrollTo(0, last.offsetTop - 100)")
    where = last.bounding_box()
    gone = "".join(f"<p>Paragraph {n} of a long text.</p>" for n in range(246, 250))
    write(site, "third", f"<p>One more at the top.</p>{body.replace(gone, '')}", head)
    preview.changed({"index.html"})
    expect(page).to_have_title("third")
    assert last.bounding_box() == where
    page.evaluate("scrollTo(0, 0)")
    write(site, "fourth", f"<p>Two more at the top.</p><p>One more at the top.</p>{body}", head)
    preview.changed({"index.html"})
    expect(page.get_by_text("Two more at the top.")).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0
    assert is_marked(page)


@pytest.mark.parametrize("word", ["One", "three"])
def test_what_is_selected_in_a_text_stays_so_while_another_word_of_it_changes(
    page: sync_api.Page, preview: Preview, site: Path, word: str
) -> None:
    write(site, "second", "<p>One two three</p>")
    load(page, preview.url)
    text = page.locator("p")
    text.evaluate(
        """(p, word) => {
            const begin = p.textContent.indexOf(word);
            getSelection().setBaseAndExtent(p.firstChild, begin, p.firstChild, begin + word.length);
        }""",
        word,
    )
    write(site, "second", "<p>One and two and three</p>")
    preview.changed({"index.html"})
    expect(text).to_have_text("One and two and three")
    assert page.evaluate("getSelection().toString()") == word


def test_what_the_source_changes_of_a_field_or_a_box_is_shown_if_nobody_touched_it(
    page: sync_api.Page, preview: Preview, site: Path
) -> None:
    write(site, "second", '<input name="q" value="served"><details id="d"><summary>More</summary></details>')
    preview.changed({"index.html"})
    expect(page.locator("input")).to_have_value("served")
    write(site, "third", '<input name="q" value="other"><details id="d" open><summary>More</summary></details>')
    preview.changed({"index.html"})
    expect(page.locator("input")).to_have_value("other")
    expect(page.locator("details")).to_have_attribute("open", "")
    assert is_marked(page)


def test_what_is_typed_into_an_element_stays(page: sync_api.Page, preview: Preview, site: Path) -> None:
    (site / "a.png").write_bytes(png(1))
    first, second = (
        "<div contenteditable>As <b>served</b></div>",
        '<div contenteditable>Untouched<img src="a.png"></div>',
    )
    write(site, "second", f"<section>{first}{second}</section>{TEXT}")
    load(page, preview.url)
    typed = page.locator("[contenteditable]").first
    typed.press_sequentially("Typed. ")
    assert typed.inner_html() == "Typed. As <b>served</b>"
    with page.expect_response("**/a.png?digest=*"):
        preview.changed({"a.png"})
    typed.evaluate(
        "typed => getSelection().setBaseAndExtent(typed.firstChild, 2, typed.querySelector('b').firstChild, 3)"
    )
    focused = "typed => [typed === document.activeElement, getSelection().toString()]"
    assert typed.evaluate(focused) == [True, "ped. As ser"]
    new, first = "<div contenteditable>New</div>", first.replace("As", "Otherwise")
    second = second.replace("Untouched", "Changed")
    for title, parts in (("third", (first, second)), ("fourth", (new, first, second)), ("fifth", (second, new, first))):
        write(site, title, f"<section>{''.join(parts)}</section>{TEXT}")
        preview.changed({"index.html"})
        expect(page).to_have_title(title)
        texts = {first: "Typed. As served", second: "Changed", new: "New"}
        expect(page.locator("[contenteditable]")).to_have_text([texts[part] for part in parts])
        assert page.get_by_text("Typed.").evaluate(focused) == [True, "ped. As ser"]
    write(site, "sixth", f"<section>{second}{new}<div>Read this</div></section>{TEXT}")
    preview.changed({"index.html"})
    expect(page).to_have_title("sixth")
    assert page.get_by_text("Typed.").count() == 0
    assert is_marked(page)


def test_a_dialog_stays_open_or_closed_as_the_reader_has_it(page: sync_api.Page, preview: Preview, site: Path) -> None:
    def dialogs(text: str, attributes: str = "") -> str:
        modal = f'<dialog id="m"><p>{text}</p><form method="dialog"><button>Done</button></form></dialog>'
        closed = f'<dialog id="c" open><p>{text}</p><form method="dialog"><button>Away</button></form></dialog>'
        return f'{modal}{closed}<dialog id="u" {attributes}>{text}</dialog>'

    write(site, "second", dialogs("Once") + TEXT)
    load(page, preview.url)
    page.get_by_role("button", name="Away").click()
    modal, closed, untouched = (page.locator(f"#{name}") for name in "mcu")
    modal.evaluate("modal => modal.showModal()")
    modal.evaluate("modal => { modal.was = true }")
    for title, body in (
        ("third", dialogs("Twice", "open") + TEXT),
        ("fourth", f"<dialog id='n'>New</dialog>{dialogs('Thrice')}{TEXT}"),
        ("fifth", f"<p>Above</p>{TEXT}{dialogs('Thrice')}"),
    ):
        write(site, title, body)
        preview.changed({"index.html"})
        expect(page).to_have_title(title)
        is_open = "dialog => [dialog.open, dialog.matches(':modal')]"
        assert modal.evaluate(is_open) == [True, True]
        assert modal.evaluate("modal => modal.was && modal.contains(document.activeElement)")
        assert closed.evaluate(is_open) == [False, False]
        assert untouched.evaluate(is_open) == [title == "third", False]
    expect(modal.locator("p")).to_have_text("Thrice")
    page.get_by_role("button", name="Done").click()
    write(site, "sixth", dialogs("Again") + TEXT)
    preview.changed({"index.html"})
    expect(page).to_have_title("sixth")
    assert modal.evaluate(is_open) == [False, False]
    assert is_marked(page)


def test_the_language_the_direction_and_the_head_follow(page: sync_api.Page, preview: Preview, site: Path) -> None:
    (site / "style.css").write_text("h1 { color: rgb(1, 2, 3) }")
    write(site, "second", head='<link rel="stylesheet" href="style.css"><meta name="description" content="d">')
    text = (site / "index.html").read_text().replace('lang="en"', 'lang="ar" dir="rtl"')
    (site / "index.html").write_text(text)
    preview.changed({"index.html"})
    expect(page).to_have_title("second")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("meta[name=description]")).to_have_attribute("content", "d")
    expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
    write(site, "third", "<noscript><p>Without scripts</p></noscript>")
    preview.changed({"index.html"})
    expect(page).to_have_title("third")
    assert page.locator("html").get_attribute("dir") is None
    assert page.locator("noscript p, link[rel=stylesheet], meta[name=description]").count() == 0
    assert is_marked(page)


def test_a_policy_that_only_knows_other_data_by_its_digest_is_no_reason_to_load_again(
    page: sync_api.Page, preview: Preview, site: Path
) -> None:
    def with_data(title: str, digest: str) -> None:
        write(site, title, f'<script type="application/ld+json">"{title}"</script>')
        allow(site, "script-src", digest)

    with_data("second", "'sha256-AA='")
    load(page, preview.url)
    with_data("third", "'sha256-BB='")
    preview.changed({"index.html"})
    expect(page).to_have_title("third")
    assert is_marked(page)
    allow(site, "style-src", "'unsafe-inline'")
    with page.expect_navigation():
        preview.changed({"index.html"})


def test_lists_keep_their_elements_wherever_they_go(page: sync_api.Page, preview: Preview, site: Path) -> None:
    def items(*names: str) -> str:
        return f"<ul>{''.join(f'<li>{name}<input></li>' for name in names)}</ul>"

    write(site, "second", items("a", "b", "c", "d"))
    preview.changed({"index.html"})
    expect(page.locator("li")).to_have_text(["a", "b", "c", "d"])
    page.evaluate("for (const each of document.querySelectorAll('li')) each.was = each.textContent")
    last = page.locator("input").last
    last.fill("typed")
    last.evaluate("last => last.setSelectionRange(1, 3)")
    write(site, "second", items("d", "new", "a", "b", "c"))
    preview.changed({"index.html"})
    expect(page.locator("li")).to_have_text(["d", "new", "a", "b", "c"])
    assert page.locator("li").evaluate_all("all => all.map(each => each.was || '')") == ["d", "", "a", "b", "c"]
    focused = (
        "[document.activeElement.value, document.activeElement.selectionStart, document.activeElement.selectionEnd]"
    )
    assert page.evaluate(focused) == ["typed", 1, 3]


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ("<p>a</p><p>b</p><p>c</p>", "<p>new</p><p>a</p><p>b, edited</p><p>c</p>", ["", "a", "b", "c"]),
        ("<p>a</p><p>b</p>", "<p>a, edited</p><p>new</p>", ["a", "b"]),
        ("<p id='x'>a</p><p id='y'>b</p>", "<p id='y'>b, edited</p><p id='x'>a, edited</p>", ["b", "a"]),
        ("<p>a</p><ul><li>b</li></ul>", "<ul><li>b, edited</li></ul><p>a</p>", ["a"]),
    ],
)
def test_what_is_edited_is_still_the_same_element(
    page: sync_api.Page, preview: Preview, site: Path, before: str, after: str, kept: list[str]
) -> None:
    write(site, "second", before)
    load(page, preview.url)
    page.evaluate("for (const each of document.querySelectorAll('p')) each.was = each.textContent")
    write(site, "third", after)
    preview.changed({"index.html"})
    expect(page).to_have_title("third")
    assert page.evaluate("document.body.innerHTML.replaceAll('\"', \"'\")") == f"<h1>third</h1>{after}"
    assert page.locator("p").evaluate_all("all => all.map(each => each.was || '')") == kept


def test_only_pages_that_changed_are_asked_for_again(
    context: sync_api.BrowserContext, page: sync_api.Page, preview: Preview, site: Path
) -> None:
    write(site, "another", path="another/index.html")
    other = load(context.new_page(), f"{preview.url}another/")
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    write(site, "second")
    write(site, "another, and not told", path="another/index.html")
    with other.expect_response("**/_digest/changes?*"):
        preview.changed({"index.html"})
    expect(page).to_have_title("second")
    write(site, "another, and told", path="another/index.html")
    preview.changed({"another/index.html"})
    expect(other).to_have_title("another, and told")
    assert [url for url in asked if "/_digest/" not in url] == [f"{preview.url}another/"]
    assert is_marked(page)
    assert is_marked(other)


SCRIPT = "<script>document.querySelector('h1').append(' by a script')</script>"


def test_a_page_with_scripts_of_its_own_is_loaded_again_where_it_was(
    page: sync_api.Page, preview: Preview, site: Path
) -> None:
    def with_script(title: str) -> None:
        write(site, title, TEXT + SCRIPT)
        allow(site, "script-src", "'unsafe-inline'")

    with_script("second")
    preview.changed({"index.html"})
    expect(page.get_by_role("heading")).to_have_text("second by a script")
    page.wait_for_load_state()  # before, the browser may put the place back that the page had
    page.evaluate("scrollTo(0, 700)")
    with_script("third")
    preview.changed({"index.html"})
    expect(page.get_by_role("heading")).to_have_text("third by a script")
    expect(page.locator("html")).to_have_js_property("scrollTop", 700)
    assert not is_marked(page)


def test_a_page_that_is_not_there_yet_is_shown_once_it_is(page: sync_api.Page, preview: Preview, site: Path) -> None:
    page.goto(f"{preview.url}new/")
    expect(page).to_have_title("Page not found")
    write(site, "new", path="new/index.html")
    preview.changed({"new/index.html"})
    expect(page).to_have_title("new")
    write(site, "Not here", path="404.html")
    (site / "new/index.html").unlink()
    preview.changed({"new/index.html"})
    expect(page).to_have_title("Not here")
    write(site, "Not here either", path="404.html")
    preview.changed({"404.html"})
    expect(page).to_have_title("Not here either")


def test_a_page_that_moved_is_followed(page: sync_api.Page, preview: Preview, site: Path) -> None:
    write(site, "old name", '<a href="../">home</a><input>' + TEXT, path="old/index.html")
    load(page, f"{preview.url}old/#place")
    page.locator("input").fill("typed")
    page.evaluate("scrollTo(0, 700)")
    write(site, "new name", '<a href="../../">home</a><input>' + TEXT, path="2023/résumé/index.html")
    (site / "old/index.html").unlink()
    preview.changed({"old/index.html", "2023/résumé/index.html"}, {"old/index.html": "2023/résumé/index.html"})
    expect(page).to_have_title("new name")
    expect(page).to_have_url(f"{preview.url}2023/r%C3%A9sum%C3%A9/#place")
    assert page.locator("input").input_value() == "typed"
    assert page.evaluate("scrollY") == 700
    assert page.get_by_role("link").evaluate("link => link.href") == preview.url
    assert is_marked(page)


def test_a_page_goes_along_with_the_site_to_another_path(page: sync_api.Page, preview: Preview, site: Path) -> None:
    (site / "style.css").write_text("h1 { color: rgb(1, 2, 3) }")
    head = '<link rel="stylesheet" href="../style.css">'
    write(site, "old", "<input>" + TEXT, head, path="a/index.html")
    load(page, f"{preview.url}a/#place")
    page.locator("input").fill("typed")
    page.evaluate("scrollTo(0, 700)")
    for base, title in (("/the%20news/", "second"), ("/the%20news/a/", "third"), ("/", "fourth")):
        write(site, title, "<input>" + TEXT, head, path="a/index.html")
        preview.place(f"https://example.org{base}")
        preview.changed({"a/index.html"})
        expect(page).to_have_title(title)
        expect(page).to_have_url(f"{preview.url}a/#place")
        assert page.url.endswith(f"{base}a/#place")
        assert page.locator("input").input_value() == "typed"
        assert page.evaluate("scrollY") == 700
        assert is_marked(page)
    (site / "style.css").write_text("h1 { color: rgb(4, 5, 6) }")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    preview.place("https://example.org/news/")
    preview.changed({"a/index.html", "style.css"})
    expect(page).to_have_url(f"{preview.url}a/#place")
    expect(page.get_by_role("heading")).to_have_css("color", "rgb(4, 5, 6)")
    assert [url for url in asked if "style.css" in url and "/_digest/" not in url] == [f"{preview.url}style.css"]


def test_a_page_goes_along_though_the_preview_is_away_for_a_moment(
    page: sync_api.Page, preview: Preview, site: Path
) -> None:
    page.route("**/news/", lambda route: route.abort())
    preview.place("https://example.org/news/")
    with page.expect_event("requestfailed"):
        preview.changed({"index.html"})
    page.unroute("**/news/")
    write(site, "second")
    preview.changed({"index.html"})
    expect(page).to_have_title("second")
    expect(page).to_have_url(preview.url)
    assert is_marked(page)


def test_what_is_not_there_is_shown_once_the_site_is_at_its_path(
    page: sync_api.Page, preview: Preview, site: Path
) -> None:
    page.goto(f"{preview.url}news/")
    expect(page).to_have_title("Page not found")
    preview.place("https://example.org/news/")
    preview.changed(())
    expect(page).to_have_title("first")


def test_what_changed_while_the_preview_was_away_is_shown_after_its_restart(
    context: sync_api.BrowserContext, preview: Preview, page: sync_api.Page, site: Path
) -> None:
    preview.close()
    write(site, "second")
    again = Preview(Folder(site), port=preview.port)
    again.start()
    try:
        expect(page).to_have_title("second", timeout=20_000)
    finally:
        again.close()


def test_an_answer_that_is_cut_off_leaves_the_page_as_it_is(page: sync_api.Page, preview: Preview, site: Path) -> None:
    """To load it again while the preview goes away would leave nothing of it."""
    page.evaluate(
        """() => {
            const { json, text } = Response.prototype;
            const cut = async () => {
                Object.assign(Response.prototype, { json, text });
                document.documentElement.isCut = true;
                throw new TypeError("network error");
            };
            Object.assign(Response.prototype, { json: cut, text: cut });
        }"""
    )
    preview.changed({"index.html"})
    expect(page.locator("html")).to_have_js_property("isCut", True)
    write(site, "second")
    preview.changed({"index.html"})
    expect(page).to_have_title("second")
    assert is_marked(page)


# Style sheets and pictures


def png(width: int) -> bytes:
    """A picture of one row of black points (PNG, W3C 3rd edition)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(width + 1)))
        + chunk(b"IEND", b"")
    )


def test_style_sheets_are_put_in_the_place_of_the_old_ones(page: sync_api.Page, preview: Preview, site: Path) -> None:
    (site / "style.css").write_text('@import "more.css"; h1 { color: rgb(1, 1, 1) }')
    (site / "more.css").write_text('@import url(most.css) screen; h1 { margin-left: 1px; background: url("b.png") }')
    (site / "most.css").write_text("h1 { margin-right: 1px }")
    (site / "b.png").write_bytes(png(1))
    write(site, "styled", head='<link rel="stylesheet" href="style.css">')
    load(page, preview.url)
    title = page.get_by_role("heading")
    expect(title).to_have_css("margin-right", "1px")
    (site / "style.css").write_text('@import "more.css"; h1 { color: rgb(2, 2, 2) }')
    preview.changed({"style.css"})
    expect(title).to_have_css("color", "rgb(2, 2, 2)")
    (site / "more.css").write_text('@import url(most.css) screen; h1 { margin-left: 2px; background: url("b.png") }')
    preview.changed({"more.css"})
    expect(title).to_have_css("margin-left", "2px")
    (site / "most.css").write_text("h1 { margin-right: 2px }")
    preview.changed({"most.css"})
    expect(title).to_have_css("margin-right", "2px")
    with page.expect_response("**/b.png?digest=*"):
        preview.changed({"b.png"})
    expect(page.locator("link[rel=stylesheet]")).to_have_count(1)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    write(site, "styled anew", head='<link rel="stylesheet" href="style.css">')
    preview.changed({"index.html"})
    expect(page).to_have_title("styled anew")
    expect(title).to_have_css("color", "rgb(2, 2, 2)")
    expect(title).to_have_css("margin-left", "2px")
    expect(title).to_have_css("margin-right", "2px")
    assert "stylesheet" not in asked
    assert is_marked(page)


def test_what_a_style_imports_is_renewed_where_the_browser_keeps_it(
    context: sync_api.BrowserContext, preview: Preview, site: Path
) -> None:
    """As Firefox does, which asks once in a page for what its styles import, and so has no newer entry of it."""
    kept: dict[str, str] = {}

    def keep(route: sync_api.Route) -> None:
        url = route.request.url
        kept[url] = kept.get(url) or route.fetch().text()
        route.fulfill(body=kept[url], content_type="text/css")

    context.route("**/m*.css*", keep)
    context.add_init_script("performance.getEntriesByName = () => []")
    (site / "style.css").write_text("@import 'more.css' screen; h1 { margin-right: 1px }")
    (site / "more.css").write_text("h1 { margin-left: 1px; margin-top: 1px }")
    write(site, "styled", head='<link rel="stylesheet" href="style.css">')
    allow(site, "script-src", "'unsafe-eval'")
    page = load(context.new_page(), preview.url)
    title = page.get_by_role("heading")
    expect(title).to_have_css("margin-left", "1px")
    (site / "more.css").write_text("h1 { margin-left: 2px }")
    preview.changed({"more.css"})
    expect(title).to_have_css("margin-left", "2px")
    expect(title).not_to_have_css("margin-top", "1px")
    (site / "style.css").write_text("@import 'more.css' print; h1 { margin-right: 2px }")
    preview.changed({"style.css"})
    expect(title).to_have_css("margin-right", "2px")
    expect(title).to_have_css("margin-left", "0px")
    rules = "[...document.styleSheets[0].cssRules].map(rule => rule.cssText).join(' ')"
    page.wait_for_function(f"/^@import [^ ]*more.css.digest=[^ ]* print; h1 {{[^}}]*}}$/.test({rules})")
    assert is_marked(page)


def test_what_a_style_in_the_page_imports_is_renewed(page: sync_api.Page, preview: Preview, site: Path) -> None:
    (site / "more.css").write_text("h1 { margin-left: 1px }")
    write(site, "styled", head="<style>@import 'more.css';</style>")
    allow(site, "style-src", "'unsafe-inline'")
    load(page, preview.url)
    expect(page.get_by_role("heading")).to_have_css("margin-left", "1px")
    (site / "more.css").write_text("h1 { margin-left: 2px }")
    preview.changed({"more.css"})
    expect(page.get_by_role("heading")).to_have_css("margin-left", "2px")
    expect(page.locator("style")).to_have_count(1)
    assert is_marked(page)


def test_a_style_that_comes_later_shows_the_newest_picture(page: sync_api.Page, preview: Preview, site: Path) -> None:
    def styled(title: str, rule: str) -> None:
        write(site, title, head=f"<style>h1 {{ background: url(b.png); {rule} }}</style>")
        allow(site, "style-src", "'unsafe-inline'")

    (site / "b.png").write_bytes(png(1))
    styled("second", "color: red")
    load(page, preview.url)
    with page.expect_response("**/b.png?digest=*"):
        preview.changed({"b.png"})
    styled("third", "color: blue")
    preview.changed({"index.html"})
    expect(page).to_have_title("third")
    expect(page.get_by_role("heading")).to_have_css("background-image", re.compile(r"b\.png\?digest="))
    assert is_marked(page)


def test_a_picture_is_put_in_the_place_of_the_old_one(page: sync_api.Page, preview: Preview, site: Path) -> None:
    (site / "a b.png").write_bytes(png(1))
    picture = '<img src="a%20b.png" srcset="a%20b.png 1x, a%20b.png 2x" alt="">'
    write(site, "shown", picture)
    load(page, preview.url)
    expect(page.locator("img")).to_have_js_property("naturalWidth", 1)
    (site / "a b.png").write_bytes(png(7))
    preview.changed({"a b.png"})
    expect(page.locator("img")).to_have_js_property("naturalWidth", 7)
    write(site, "shown again", f"{picture}<p>More</p>")
    preview.changed({"index.html"})
    expect(page.get_by_text("More")).to_be_visible()
    assert page.locator("img").evaluate("img => img.naturalWidth") == 7
    assert is_marked(page)


def test_a_font_or_a_script_that_changed_has_the_page_loaded_again(
    page: sync_api.Page, preview: Preview, site: Path
) -> None:
    (site / "style.css").write_text("@font-face { font-family: own; src: url(own.woff2) } h1 { font-family: own }")
    (site / "own.woff2").write_bytes(b"no font")
    write(site, "styled", head='<link rel="stylesheet" href="style.css">')
    allow(site, "default-src", "'self'")
    with page.expect_response("**/own.woff2"):
        load(page, preview.url)
    with page.expect_navigation():
        preview.changed({"own.woff2"})


# Problems

FAULT = Fault(
    "'tag' is not a key. <img src=x onerror=document.title='hit'>\nDid you mean 'tags'?",
    "content/a.md",
    4,
    2,
    ("title: One", "date: 2023-03-08", "tag: <b>NATO</b>", "---", ""),
)


def test_a_problem_is_shown_with_the_lines_around_and_goes_when_it_is_mended(
    page: sync_api.Page, preview: Preview
) -> None:
    preview.failed([FAULT, Fault("The disk is full.")])
    alert = page.get_by_role("alert")
    expect(alert).to_be_visible()
    expect(alert.get_by_role("heading", level=2)).to_have_text("2 problems")
    assert alert.locator("h3").all_text_contents() == ["content/a.md:4"]
    assert alert.locator("p").all_text_contents() == [FAULT.text, "The disk is full."]
    assert alert.locator(".line").all_text_contents() == [
        f"{n}{text or ' '}" for n, text in enumerate(FAULT.excerpt, FAULT.first)
    ]
    assert alert.locator(".meant").all_text_contents() == ["4tag: <b>NATO</b>"]
    assert alert.evaluate("box => getComputedStyle(box).position") == "fixed"
    assert page.title() == "first"
    preview.changed((), faults=[])
    expect(alert).to_have_count(0)
    assert is_marked(page)


def test_a_problem_can_be_closed_and_another_is_shown(page: sync_api.Page, preview: Preview, site: Path) -> None:
    alert = page.get_by_role("alert")
    preview.failed([FAULT])
    page.get_by_role("button", name="Close").click()
    expect(alert).to_have_count(0)
    write(site, "second")
    preview.changed({"index.html"})
    expect(page).to_have_title("second")
    assert alert.count() == 0  # it is known
    preview.failed([Fault("another")])
    expect(alert).to_contain_text("another")
    page.keyboard.press("Escape")
    expect(alert).to_have_count(0)


def test_a_problem_is_shown_on_a_page_opened_later_and_stays_while_others_change(
    page: sync_api.Page, preview: Preview, site: Path
) -> None:
    preview.failed([Fault("broken")])
    load(page, preview.url)
    expect(page.get_by_role("alert")).to_contain_text("broken")
    write(site, "second")
    preview.changed({"index.html"})
    expect(page).to_have_title("second")
    expect(page.get_by_role("alert")).to_contain_text("broken")
    assert is_marked(page)


BROKEN = "{% if %}"
UNDEFINED = "{% block footer %}{{ nothing.at_all }}{% endblock %}"  # this is found where a page is made


def test_a_page_that_cannot_be_made_stays_as_it_was_under_what_is_wrong(
    context: sync_api.BrowserContext, tmp_path: Path
) -> None:
    body = f'<input aria-label="q">\n\n{TEXT}'
    config = f"{CONFIG}theme: mine\nmarkdown: {{html: trusted}}\n"
    base = "themes/mine/templates/base.html"
    extended = '{% extends "default/base.html" %}'
    site = make_site(tmp_path, {"content/a.md": article(body=body), base: extended}, config)
    alert = "digest-problem section"
    with Proof(site) as proof, serving(proof, base_url="https://example.org/") as preview:

        def change(files: dict[str, str]) -> None:
            put(site, files)
            found = proof.renew(NOW, frozenset(site / name for name in files))
            faults = [fault_of(site, problem) for problem in found.problems if problem.level == "error"]
            preview.changed(found.files, found.moved, faults)

        proof.renew(NOW)
        page = load(context.new_page(), f"{preview.url}2023/03/08/a/")
        page.get_by_label("q").fill("typed")
        page.evaluate("scrollTo(0, 2500)")
        for wrong in (BROKEN, UNDEFINED):
            change({base: extended + wrong})
            expect(page.locator(f"{alert} h3")).to_have_text(f"{base}:1")
            other = load(context.new_page(), page.url)
            expect(other.locator("body > p")).to_contain_text(f"{base}:1: ")
            change({base: extended + "\n" + wrong})
            expect(page.locator(f"{alert} h3")).to_have_text(f"{base}:2")
            expect(other.locator("body > p")).to_contain_text(f"{base}:2: ")
            page.bring_to_front()
            with page.expect_response("**/2023/03/08/a/"):
                change({"content/a.md": article(body=f"{body}\n\nNewer.")})
            page.wait_for_timeout(1_000)  # in which what is told already is not told again
            expect(page.locator(f"{alert} h3")).to_have_text(f"{base}:2")
            assert page.get_by_text("Newer.").count() == 0
            change({base: extended})
            expect(page.get_by_text("Newer.")).to_be_attached()
            expect(other.get_by_text("Newer.")).to_be_attached()
            other.close()
            expect(page.locator(alert)).to_have_count(0)
            change({"content/a.md": article(body=body)})
            expect(page.get_by_text("Newer.")).to_have_count(0)
        assert page.get_by_label("q").input_value() == "typed"
        assert page.evaluate("scrollY") == 2500
        assert is_marked(page)


# Many pages, and others


@pytest.mark.parametrize("worker", ["SharedWorker", "none"])
def test_ten_tabs_hear_what_is_new(context: sync_api.BrowserContext, preview: Preview, site: Path, worker: str) -> None:
    if worker == "none":
        # A tab that is behind others is hidden, and without a worker it lets go of its connection.
        context.add_init_script(
            "delete window.SharedWorker;"
            "Object.defineProperty(document, 'visibilityState', {get: () => window.isInFront ? 'visible' : 'hidden'})"
        )
    tabs = [context.new_page() for _ in range(10)]
    for tab in tabs:
        tab.goto(preview.url)
    write(site, "second")
    preview.changed({"index.html"})
    for tab in tabs:
        if worker == "none":
            tab.evaluate("window.isInFront = true; document.dispatchEvent(new Event('visibilitychange'))")
        expect(tab).to_have_title("second")
        if worker == "none":
            tab.evaluate("window.isInFront = false; document.dispatchEvent(new Event('visibilitychange'))")


def test_a_hidden_page_catches_up_when_it_is_looked_at(
    context: sync_api.BrowserContext, page: sync_api.Page, preview: Preview, site: Path
) -> None:
    look = "state => Object.defineProperty(document, 'visibilityState', {get: () => state, configurable: true})"
    hidden = load(context.new_page(), preview.url)
    hidden.evaluate(look, "hidden")
    for title in ("second", "third"):
        write(site, title)
        preview.changed({"index.html"})
        expect(page).to_have_title(title)
    preview.failed([FAULT])
    expect(hidden.get_by_role("alert")).to_be_visible()  # so all before was heard
    assert hidden.title() == "first"
    hidden.evaluate(look, "visible")
    hidden.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(hidden).to_have_title("third")
    assert is_marked(hidden)


def test_a_page_without_its_worker_hears_alone(context: sync_api.BrowserContext, preview: Preview, site: Path) -> None:
    context.add_init_script(
        "window.SharedWorker = class { port = {}; constructor() { setTimeout(() => this.onerror(new Event(''))) } }"
    )
    page = load(context.new_page(), preview.url)
    write(site, "second")
    preview.changed({"index.html"})
    expect(page).to_have_title("second")
    assert is_marked(page)


HOSTILE = """<!doctype html><title>hostile</title><script>
const target = new URLSearchParams(location.search).get("target");
const fails = (start) => new Promise((done) => {
  setTimeout(done, 5000, "no answer");
  start(() => done("read"), () => done("nothing"));
});
const element = (name, set) => (read, nothing) => {
  const made = document.createElement(name);
  made.onload = read;
  made.onerror = nothing;
  set(made);
  document.head.append(made);
};
const paths = ["", "style.css", "a.png", "_digest/reload.js", "_digest/worker.js", "_digest/changes?edition=x&page=/"];
async function attack() {
  const found = {};
  for (const path of paths) {
    const url = target + path;
    found[`cors ${path}`] = await fails((read, nothing) => fetch(url).then(read, nothing));
    found[`no-cors ${path}`] = await fails((read, nothing) => fetch(url, { mode: "no-cors" }).then(read, nothing));
    found[`script ${path}`] = await fails(element("script", (made) => (made.src = url)));
    found[`style ${path}`] = await fails(element("link", (made) => { made.rel = "stylesheet"; made.href = url; }));
    found[`img ${path}`] = await fails(element("img", (made) => (made.src = url)));
  }
  found.events = await fails((read, nothing) => {
    const source = new EventSource(target + "_digest/events");
    source.onopen = source.onmessage = read;
    source.onerror = nothing;
  });
  found.worker = await fails((read, nothing) => {
    try { new SharedWorker(target + "_digest/worker.js").onerror = nothing; } catch { nothing(); }
  });
  found.frame = await fails((read, nothing) => {
    const frame = document.createElement("iframe");
    frame.onload = () => { try { frame.contentDocument.title; read(); } catch { nothing(); } };
    frame.src = target;
    document.body.append(frame);
  });
  return found;
}
</script><body>"""


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_hostile_page_reads_nothing(
    context: sync_api.BrowserContext, preview: Preview, site: Path, tmp_path_factory: pytest.TempPathFactory, host: str
) -> None:
    """From another site, and from another port of this machine: that is of the same site, yet of another origin."""
    (site / "style.css").write_text("h1 { color: red }")
    (site / "a.png").write_bytes(png(1))
    own = tmp_path_factory.mktemp("hostile")
    (own / "index.html").write_text(HOSTILE)

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *given: object) -> None:
            super().__init__(*given, directory=str(own))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            page = context.new_page()
            page.goto(f"http://{host}:{server.server_port}/?target={preview.url}")
            found = page.evaluate("attack()")
        finally:
            server.shutdown()
            thread.join()
    assert len(found) == 33
    assert {name for name, what in found.items() if what != "nothing"} == set()
