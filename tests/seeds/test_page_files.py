"""Pages that a browser saved as one file, and those that lie on the clipboard."""

from __future__ import annotations

import plistlib
import quopri
from pathlib import Path
from typing import Any

import pytest

from digest.seeds.pasted import save_pasted
from digest.seeds.read import read_seed
from digest.seeds.read.decoding import Decoded
from digest.seeds.read.kinds import sort_of
from digest.seeds.read.stated import Fields
from digest.seeds.refused import SeedError
from digest.seeds.words.lexicon import SHIPPED

PROSE = "The café at the quay was opened on Tuesday by the board of the harbour, which voted for it in May."
ADDRESS = "https://times.example/2023/quay"
PAGE = f"""<html><head><title>The quay opens</title></head><body><div class="menu"><a href="/">Home</a></div>
<h1>The quay opens</h1><p>{PROSE}</p><p>Nobody had voted against the plan in the end, said the board.</p></body>
</html>"""
TEXT = f"The quay opens\n\n{PROSE}\n\nNobody had voted against the plan in the end, said the board."


def fields_of(read: Decoded) -> Fields:
    assert read.fields is not None
    return read.fields


def mht(headers: str, of_page: str, encoding: str = "utf-8", page: str = PAGE) -> bytes:
    boundary = "----MultipartBoundary--x"
    body = quopri.encodestring(page.encode(encoding)).decode("ascii").replace("\n", "\r\n")
    lines = (
        *(*headers.split("\n"), "MIME-Version: 1.0"),
        f'Content-Type: multipart/related; type="text/html"; boundary="{boundary}"',
        *("", "", f"--{boundary}", *of_page.split("\n"), "Content-Transfer-Encoding: quoted-printable", "", body),
        *(f"--{boundary}", "Content-Type: text/css", "Content-Location: cid:css-1@mhtml.blink", "", "p { color: red }"),
        *(f"--{boundary}--", ""),
    )
    return "\r\n".join(lines).encode("ascii")


BLINK = (
    f"From: <Saved by Blink>\nSnapshot-Content-Location: {ADDRESS}\nSubject: The quay\n"
    "Date: Wed, 8 Mar 2023 10:00:00 -0000",
    f"Content-Type: text/html\nContent-ID: <frame-1@mhtml.blink>\nContent-Location: {ADDRESS}",
    "utf-8",
)
EXPLORER = (
    "From: <Saved by Windows Internet Explorer 8>\nSubject: The quay\nDate: Wed, 8 Mar 2023 10:00:00 +0100",
    f'Content-Type: text/html; charset="windows-1252"\nContent-Location: {ADDRESS}',
    "cp1252",
)
NOBODY = (
    "Content-Location: file:///C:/quay.htm",
    f"Content-Type: text/html; charset=utf-8\nContent-Location: {ADDRESS}",
    "utf-8",
)


@pytest.mark.parametrize("form", [BLINK, EXPLORER, NOBODY], ids=["blink", "explorer", "nobody"])
@pytest.mark.parametrize("name", ["a.mht", "a.mhtml"])
def test_mhtml(name: str, form: tuple[str, str, str]) -> None:
    read = read_seed(name, mht(*form), SHIPPED)
    assert read.text == TEXT
    fields = fields_of(read)
    # That it was saved on some day says nothing of when it was published.
    assert (fields.title, fields.source.url, fields.day) == ("The quay opens", ADDRESS, None)


@pytest.mark.parametrize("form", [BLINK, EXPLORER])
def test_mhtml_is_known_by_its_bytes(form: tuple[str, str, str]) -> None:
    assert sort_of("a.txt", mht(*form)).kind == "mail"


def resource(page: str, encoding: str = "", **more: Any) -> dict[str, Any]:
    values = {
        "WebResourceData": page.encode(encoding or "utf-8"),
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": encoding,
        "WebResourceURL": ADDRESS,
    }
    return {**values, **more}


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_a_web_archive(form: plistlib.PlistFormat, encoding: str) -> None:
    data = plistlib.dumps({"WebMainResource": resource(PAGE, encoding), "WebSubresources": [{}]}, fmt=form)
    for name in ("a.webarchive", "a.txt"):
        read = read_seed(name, data, SHIPPED)
        assert (read.text, fields_of(read).source.url) == (TEXT, ADDRESS)


def test_the_frame_of_a_web_archive_whose_page_has_no_text() -> None:
    empty = "<html><body><iframe src='/quay'></iframe></body></html>"
    frames = [{"WebMainResource": resource("<p>Ad</p>")}, {"WebMainResource": resource(PAGE)}, "x"]
    data = plistlib.dumps({"WebMainResource": resource(empty), "WebSubframeArchives": frames}, fmt=plistlib.FMT_BINARY)
    assert read_seed("a.webarchive", data, SHIPPED).text == TEXT


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"bplist00WebMainResource", "damaged"),
        (plistlib.dumps({"WebMainResource": 1}), "without any text"),
        (plistlib.dumps(["WebMainResource"]), "without any text"),
        (plistlib.dumps({"WebMainResource": resource("", WebResourceMIMEType="image/png")}), "without a page"),
        (plistlib.dumps({"WebMainResource": resource("", WebResourceData="text")}), "without any text"),
    ],
)
def test_a_web_archive_that_gives_no_article(data: bytes, what: str) -> None:
    with pytest.raises(SeedError, match=what):
        read_seed("a.webarchive", data, SHIPPED)


def test_what_is_no_web_archive_but_called_so() -> None:
    assert sort_of("a.webarchive", b"The quay is open.").kind == "text"


def clipboard(fragment: str, end: str = "\r\n") -> bytes:
    """As Windows has it; the offsets are left as a program that writes them later leaves them."""
    headers = (
        "Version:0.9",
        "StartHTML:-1",
        "EndHTML:-1",
        "StartFragment:-1",
        "EndFragment:-1",
        f"SourceURL:{ADDRESS}",
    )
    menu = "<p>What stood around the selection, which nobody has copied from the page in question.</p>"
    html = f"<html><body>{menu}<!--StartFragment-->{fragment}<!--EndFragment-->{menu}</body></html>"
    return end.join((*headers, html)).encode()


FRAGMENT = PAGE[PAGE.index("<h1>") : PAGE.index("</body>")]


@pytest.mark.parametrize(
    "data",
    [
        clipboard(FRAGMENT),
        clipboard(FRAGMENT, "\n"),
        f"<meta charset='utf-8'>{FRAGMENT}".encode(),
        f'<meta http-equiv="content-type" content="text/html; charset=utf-8">{FRAGMENT}'.encode(),
        f"<html><body>\r\n<!--StartFragment-->{FRAGMENT}<!--EndFragment-->\r\n</body></html>".encode(),
    ],
)
def test_what_was_copied_from_a_page(tmp_path: Path, data: bytes) -> None:
    read = read_seed("a.txt", data, SHIPPED)
    assert read.text == TEXT
    assert fields_of(read).source.url == (ADDRESS if data.startswith(b"Version") else "")
    assert save_pasted(data, tmp_path).name == "the-quay-opens.html"


def test_a_web_archive_is_pasted_as_one(tmp_path: Path) -> None:
    data = plistlib.dumps({"WebMainResource": resource(PAGE)}, fmt=plistlib.FMT_BINARY)
    assert save_pasted(data, tmp_path).name == "the-quay-opens.webarchive"
