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
from digest.seeds.formats import read_seed
from digest.seeds.formats.kinds import ENDINGS, begins_with_front_matter, sort_of
from digest.seeds.lexicon import SHIPPED
from digest.seeds.refused import SeedError
from tests.profiles import examples

PAGE = b"<!DOCTYPE html>\n<html><body><p>The quay is open.</p></body></html>"
MAIL = b"From: ann@example.org\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n\r\nThe quay is open.\r\n"


def archive(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr(name, "<x/>")
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
        ("a.docx", archive("content.xml"), "a ZIP archive or office document"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "an old office document"),
    ],
)
def test_what_is_not_read_says_what_it_is(name: str, data: bytes, what: str) -> None:
    with pytest.raises(SeedError) as raised:
        read_seed(name, data, SHIPPED)
    assert raised.value.looks_like == what


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
        "import sys, digest.commands.main, digest.seeds; from digest.seeds.formats import read_seed;"
        "from digest.seeds.lexicon import SHIPPED;"
        "read_seed('a.txt', b'The quay is open.', SHIPPED);"
        "print(sorted({'lxml', 'docx', 'pdfminer', 'trafilatura', 'email.parser'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
