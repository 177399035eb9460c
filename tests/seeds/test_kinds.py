"""What a file is: by its bytes, and where they do not tell, by its name."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.seeds.drafting import draft_seed
from digest.seeds.read import read_seed
from digest.seeds.read.kinds import ENDINGS, begins_with_front_matter, sort_of
from digest.seeds.refused import SeedError
from digest.seeds.words.lexicon import SHIPPED
from tests.profiles import examples

PAGE = b"<!DOCTYPE html>\n<html><body><p>The quay is open.</p></body></html>"
MAIL = b"From: ann@example.org\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n\r\nThe quay is open.\r\n"


def archive(name: str, text: str = "<x/>") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr(name, text)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"The quay is open.", "text"),
        ("a", b"The quay is open.", "text"),
        ("a.md", b"The quay is *open*.", "markdown"),
        ("a.MD", b"<p>The quay is *open*.</p>", "markdown"),
        ("a.html", b"<p>The quay is open.</p>", "page"),
        ("a.txt", PAGE, "page"),
        ("a.txt", b'<?xml version="1.0"?>\n<!-- x -->\n<html lang="en"><body>', "page"),
        ("a.txt", b"<meta charset='utf-8'><p>What a browser copies.</p>", "page"),
        ("a.txt", PAGE.decode().encode("utf-16"), "page"),
        ("a.txt", MAIL, "mail"),
        ("a.txt", b"From ann Wed Mar  8 10:00:00 2023\n" + MAIL, "mail"),
        ("a.eml", b"Subject: x\n\nThe quay is open.", "mail"),
        ("a.txt", archive("word/document.xml"), "word"),
        ("a.docx", PAGE, "page"),
        ("a.md", b"%PDF-1.4", "pdf"),
        ("a.pdf", PAGE, "page"),
        # None of these is what it resembles.
        ("a.txt", b"<DOC>\n<HEADLINE>The quay is open</HEADLINE>\n</DOC>", "text"),
        ("a.txt", b"From: Ann Doe\nDate: 8 March 2023\nSubject: The quay\n\nIt is open.", "text"),
        ("a.txt", b"Use <html> with care.", "text"),
        ("a.txt", b"---\ntitle: The quay\n---\n\nIt is open.", "text"),
    ],
)
def test_kinds(name: str, data: bytes, kind: str) -> None:
    assert sort_of(name, data).kind == kind


def test_a_wrong_name_is_told() -> None:
    assert read_seed("a.txt", PAGE, SHIPPED).notes == ("It is a web page, and was read as one.",)
    assert read_seed("a.html", PAGE, SHIPPED).notes == ()
    assert read_seed("a.pdf", b"The quay is open.", SHIPPED).notes == ("It is no PDF file, though its name says so.",)


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.rtf", b"{\\rtf1 The quay is open.}", "a rich-text (RTF) file"),
        ("a.docx", archive("content.xml"), "a ZIP archive"),
        ("a.docx", archive("content.xml")[:40], "a damaged ZIP archive or office document"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "an old office document"),
        ("a.odt", archive("mimetype", "application/vnd.oasis.opendocument.text"), "an OpenDocument text (ODT)"),
        ("a.txt", archive("mimetype", "application/epub+zip"), "an e-book (EPUB)"),
        ("a.docx", archive("xl/workbook.xml"), "an Excel workbook"),
        ("a.pdf", archive("ppt/presentation.xml"), "a PowerPoint presentation"),
        ("a.txt", b"\x1f\x8b\x08\0\0", "a gzip archive"),
        ("a.txt", b"7z\xbc\xaf\x27\x1c\0", "a 7-Zip archive"),
        ("a.txt", b"\0" * 257 + b"ustar\0", "a tar archive"),
        ("a.md", b"\x89PNG\r\n\x1a\n", "a PNG image"),
        ("a.html", b"\xff\xd8\xff\xe0\0", "a JPEG image"),
        ("a.txt", b"RIFF\0\0\0\0WEBPVP8 ", "a WebP image"),
        ("a.txt", b"\0\0\0\x18ftypheic", "a HEIC or AVIF image"),
        ("a.txt", b"\0\0\0\x18ftypmp42", "a video (MP4)"),
        ("a.txt", b"\x1aE\xdf\xa3\x93", "a video (Matroska or WebM)"),
        ("a.eml", b"ID3\x04\0\0", "a sound (MP3)"),
        ("a.txt", b"\x7fELF\2\1", "a program"),
        ("a.txt", b"bplist00\xd1", "a page that Safari saved as a web archive"),
        ("a.txt", bytes(range(256)), "a binary file"),
        ("a.xml", b"<?xml version='1.0'?>\n<!-- x -->\n<rss version='2.0'><channel>", "an RSS feed"),
        ("a.html", b"\xef\xbb\xbf<feed xmlns='http://www.w3.org/2005/Atom'>", "an Atom feed"),
        ("a.txt", b"<rdf:RDF xmlns:rdf='x'>", "an RSS feed"),
        ("a.txt", "<?xml version='1.0'?><rss>".encode("utf-16"), "an RSS feed"),
        ("a.xml", b'<rss xmlns:wp="http://wordpress.org/export/1.2/">', "a WordPress export (WXR)"),
        ("a.xml", b"<?xml version='1.0'?><urlset>", "a sitemap"),
        ("a.opml", b"<opml version='2.0'>", "a list of feeds (OPML)"),
        ("a.svg", b"<!DOCTYPE svg PUBLIC 'x' [<!ENTITY a 'b'>]>\n<svg>", "an SVG image"),
        ("a.json", b'{"title": "The quay", "n": ' + b"1" * 5000 + b"}", "data in JSON"),
        ("a.txt", b'[{"title": "The quay"},\n {"title": "The pier"}]\n', "data in JSON"),
        ("a.txt", b'{"title": "The quay"}\n{"title": "The pier"}\n', "data in JSON"),
        ("a.json", b"[" * 100_000 + b"]" * 100_000, "data in JSON"),
        ("a.csv", b"title,date\nThe quay,2023-03-08\n", "a table of values (CSV)"),
        (
            "a.txt",
            b"title,date,source\nThe quay,2023-03-08,Example\nThe pier,2023-03-09,Times\n",
            "a table of values (CSV)",
        ),
        ("a.txt", b"id\ttitle\tday\n1\tThe quay\t8\n2\tThe pier\t9\n", "a table of values (CSV)"),
        ("a.csv", b'title;text\n"The quay";"It is open.\n\nFor all."\n', "a table of values (CSV)"),
        ("a.txt", b"https://times.example/quay\n\n- https://times.example/pier\n", "a list of addresses"),
        ("a.txt", b"https://times.example/quay\n", "an address"),
        ("a.url", b"[InternetShortcut]\r\nURL=https://times.example/quay\r\n", "a link to a page"),
        ("a.html", b"<html><body><ul>" + b"<li><a href='/a'>The quay is open now</a>" * 12, "a page of links"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_read_says_what_it_is_and_what_to_do(name: str, data: bytes, what: str) -> None:
    with pytest.raises(SeedError) as raised:
        read_seed(name, data, SHIPPED)
    assert raised.value.looks_like == what
    assert raised.value.fact.startswith(f"It is {what}")
    assert raised.value.remedy.endswith(".")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.eml", "a.docx", "a.pdf"])
def test_an_empty_file_is_told(name: str) -> None:
    with pytest.raises(SeedError) as raised:
        draft_seed(name, read_seed(name, b"", SHIPPED), SHIPPED)
    assert raised.value.remedy


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "[The board's note, as it was read out.]"),
        ("a.txt", "{Note: the quay is open.}"),
        ("a.txt", "Ann, Bob, and Cid\nsaid, after all, that\nthe quay, now, is open.\n"),
        ("a.txt", "The quay is open.\nhttps://times.example/quay\n"),
        ("a.txt", "Ship\tLength\nOak\t300 m\n\nThe two are in the harbour.\n"),
        ("a.md", "<svg><path/></svg>\n\nThe quay is open.\n"),
        ("a.md", "https://times.example/quay\n"),
        ("a.txt", "<news>The quay is open.</news>"),
    ],
)
def test_what_resembles_data_is_read(name: str, text: str) -> None:
    assert read_seed(name, text.encode(), SHIPPED).text.strip() == text.strip()


def test_a_page_with_an_article_and_many_links_is_read() -> None:
    links = "<li><a href='/a'>The quay is open now</a>" * 30
    text = "The board said on Wednesday that all ships will leave the harbour at noon."
    data = f"<html><body><ul>{links}</ul><article><p>{text}</p></article></body></html>"
    assert text in read_seed("a.html", data.encode(), SHIPPED).text


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        (b"---\ntitle: A\n---\nB", True),
        (b"\xef\xbb\xbf+++\r\ndate = 2023-03-08\r\n+++\r\nB", True),
        (b"---\nA line\n---\nB", False),
        (b"A\n---\ntitle: A\n---\n", False),
    ],
)
def test_front_matter_is_seen(text: bytes, is_so: bool) -> None:
    assert begins_with_front_matter(text) is is_so


BYTES = st.text().map(str.encode)
STARTS = (b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<!doctype html>", MAIL[:70], b"---\ntitle: x\n", b"+++\n", b"\xff\xfe")


@settings(max_examples=examples(quick=100, deep=1000))
@given(st.sampled_from([".txt", *ENDINGS]), st.sampled_from(STARTS), st.binary(max_size=300) | BYTES)
@example(".html", b"", b"<p><table><tr><td></td></tr><li>")
@example(".docx", b"", archive("word/document.xml"))
@example(".md", b"---\n", b"a: [\n---\n")
@example(".md", b"---\n", b"date: 2023-02-31\ntitle: 1986\n---\nText.")
def test_whatever_comes_is_read_or_refused(ending: str, start: bytes, data: bytes) -> None:
    with contextlib.suppress(SeedError):
        draft_seed(f"a{ending}", read_seed(f"a{ending}", start + data, SHIPPED), SHIPPED)


def test_no_reader_is_loaded_unless_it_is_needed() -> None:
    program = (
        "import sys, digest.commands.main, digest.seeds; from digest.seeds.read import read_seed;"
        "from digest.seeds.words.lexicon import SHIPPED;"
        "read_seed('a.txt', b'The quay is open.', SHIPPED);"
        "print(sorted({'lxml', 'docx', 'pdfminer', 'trafilatura', 'email.parser'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
