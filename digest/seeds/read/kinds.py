"""What a file is: its bytes tell, and where they don't, its name."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

import msgspec

from digest.article_file.split import split
from digest.seeds.read.no_article import beginning_of

Kind: TypeAlias = Literal["text", "markdown", "page", "mail", "webarchive", "word", "pdf"]

ENDINGS: dict[str, Kind] = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), "markdown"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "page"),
    **dict.fromkeys((".eml", ".mbox", ".mht", ".mhtml"), "mail"),
    ".webarchive": "webarchive",
    ".docx": "word",
    ".pdf": "pdf",
}
NAMES: dict[Kind, str] = {
    "text": "plain text",
    "markdown": "Markdown",
    "page": "a web page",
    "mail": "an e-mail",
    "webarchive": "a web archive",
    "word": "a Word document",
    "pdf": "a PDF file",
}
_LOOK = 4096  # bytes


class Sort(msgspec.Struct, frozen=True):
    """`note` is a sentence for the editor where the name says something else than the bytes."""

    kind: Kind
    note: str = ""


def sort_of(name: str, data: bytes) -> Sort:
    """What the file called `name` is."""
    claimed = ENDINGS.get(PurePosixPath(name).suffix.lower(), "text")
    found = _by_bytes(data)
    if found is None and claimed in ("word", "pdf", "webarchive"):
        return Sort("text", f"It is no {NAMES[claimed].removeprefix('a ')}, though its name says so.")
    if found is None or found == claimed or (found == "page" and claimed == "mail"):
        return Sort(claimed)
    # Markdown may begin with HTML, and a page that was saved as text is no surprise worth a word.
    if claimed == "markdown" and found != "pdf" and found != "word":
        return Sort(claimed)
    return Sort(found, f"It is {NAMES[found]}, and was read as one.")


def largest(name: str) -> int:
    """How many bytes a file called so may have. No article is longer, and a database dump should not be read as one;
    pictures make files of other kinds than text larger."""
    kind = ENDINGS.get(PurePosixPath(name).suffix.lower(), "text")
    return 4_000_000 if kind in ("text", "markdown") else 50_000_000


def begins_with_front_matter(data: bytes) -> bool:
    """Whether the bytes begin with front matter, YAML or TOML, that names a title or a date."""
    text = data[: 4 * _LOOK].decode("utf-8", "replace")
    parts = split(text)
    toml = re.match(r"\ufeff?\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*\r?$", text, re.S | re.M)
    block = parts.block if parts else toml[1] if toml else ""
    return re.search(r"^(?:title|date)\s*[:=]", block, re.M) is not None


_PAGE = re.compile(r"\s*(?:<!doctype\s+html|<(?:html|head|body)[\s>]|<meta\s+(?:charset|http-equiv))", re.I)
CLIPBOARD = re.compile(rb"Version:\d\.\d\r?\n(?:\w+:[^\n]*\n)*?StartHTML:-?\d+\r?\n", re.I)
"""The headers of HTML that a program of Windows put on the clipboard (Microsoft's "HTML Clipboard Format", CF_HTML)."""

_HEADER = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
# What mail programs write and no one types; two of these with a sender are a mail.
_MACHINE_MADE = re.compile(
    rb"^(?:mime-version|message-id|received|return-path|delivered-to|content-type|content-transfer-encoding|x-mailer"
    rb"|dkim-signature|snapshot-content-location):",
    re.I | re.M,
)


def _by_bytes(data: bytes) -> Kind | None:
    """None where the bytes do not tell."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "word" if _is_word(data) else None
    if data.startswith((b"bplist00", b"<?xml")) and b"WebMainResource" in data:
        return "webarchive"
    if CLIPBOARD.match(data):
        return "page"
    text = _as_text(data[:_LOOK])
    if _PAGE.match(text, beginning_of(text)):
        return "page"
    lines = data[: 16 * _LOOK].replace(b"\r\n", b"\n")
    if lines.startswith(b"From ") and b"\n" in lines:  # a mailbox with one mail
        lines = lines.partition(b"\n")[2]
    header = _HEADER.match(lines)
    if header and re.search(rb"^from:", header[0], re.I | re.M):
        named = {name.lower() for name in _MACHINE_MADE.findall(header[0])}
        return "mail" if len(named) >= 2 else None
    return None


def _as_text(data: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[2:].decode(encoding, "ignore")
    return data.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _is_word(data: bytes) -> bool:
    try:
        return "word/document.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
