"""Addresses inside the site.

A URL here is relative to the site's root and has no leading slash: "" is the home page, "2023/03/08/" a day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote
from zlib import crc32

from digest.errors import nearest
from digest.text import folded

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_BEHIND_A_WORD = re.compile(r"(?<=\w)[+#]+(?!\w)")
_SPELT = {"+": " plus ", "#": " sharp "}
SLUG_LENGTH = 60


@lru_cache(maxsize=65536)
def slugify(text: str, empty: str = "untitled") -> str:
    """A name for addresses and files: lower-case ASCII words joined by hyphens, at most 60 characters.

    Other scripts are transliterated; a text without letters or digits becomes `empty`.
    """
    return _cut(_slug(text)) or empty


@lru_cache(maxsize=65536)
def tag_slug(name: str) -> str:
    """The name of a tag in addresses: as `slugify`, but what that leaves out makes another name where it tells tags
    apart. `C++` is c-plus-plus and `C#` c-sharp; signs without letters are named by their code points, and what is
    longer than 60 characters ends in eight hexadecimal digits that are made of all of it."""
    slug = _slug(_BEHIND_A_WORD.sub(lambda signs: "".join(map(_SPELT.__getitem__, signs[0])), name))
    slug = slug or "-".join(f"u{ord(sign):04x}" for sign in folded(name)[:SLUG_LENGTH]) or "untitled"
    if len(slug) > SLUG_LENGTH:
        return f"{_cut(slug, SLUG_LENGTH - 9)}-{crc32(folded(name).encode('utf-8', 'replace')):08x}"
    return slug


def _slug(text: str) -> str:
    if not text.isascii():
        from anyascii import anyascii  # loaded only where a text needs it: 10 ms

        # Chinese has no spaces: each sign is a word, so that a long title is not cut inside one.
        text = anyascii(_IDEOGRAPH.sub(r" \g<0> ", text))
    return _NOT_SLUG.sub("-", text.lower().replace("'", "")).strip("-")


def _cut(slug: str, most: int = SLUG_LENGTH) -> str:
    if len(slug) <= most:
        return slug
    head, _, _ = slug[: most + 1].rpartition("-")
    return head or slug[:most]


FOOTNOTES = ("fn:", "fnref")
"""How the ids begin that the engines give to footnotes, and to what refers to them: nobody writes those."""


def place_like(id: str, ids: Iterable[str]) -> str:
    """A remedy for a link to a place that is not there, of those that are."""
    known = [known for known in ids if not known.startswith(FOOTNOTES)]
    near = slugify(id, "") if slugify(id, "") in known else nearest(id[:80], known[:80])
    if near:
        return f"Did you mean '#{near}'?"
    return f"There are: {', '.join(f'#{each}' for each in known[:8])}." if known else "It has no headings."


def day_url(day: dt.date) -> str:
    return f"{day.year:04}/{day.month:02}/{day.day:02}/"


def month_url(year: int, month: int) -> str:
    return f"{year:04}/{month:02}/"


def year_url(year: int) -> str:
    return f"{year:04}/"


def week_url(year: int, week: int) -> str:
    """The address of a week by ISO 8601."""
    return f"weeks/{year:04}-W{week:02}/"


def article_url(day: dt.date, slug: str) -> str:
    return f"{day_url(day)}{slug}/"


def tag_url(slug: str) -> str:
    return f"tags/{slug}/"


def source_url(name: str) -> str:
    """The address of a source's articles, by its name or the slug of that."""
    return f"sources/{tag_slug(name)}/"


def author_url(name: str) -> str:
    """The same of an author."""
    return f"authors/{tag_slug(name)}/"


def listing_year_url(url: str, year: int) -> str:
    """The address of a year of what is listed at `url`, such as tags/nato/."""
    return f"{url}{year:04}/"


def story_url(thread: str) -> str:
    """The address of a running story, by its name or the slug of that."""
    return f"threads/{tag_slug(thread)}/"


def story_figures_url(thread: str) -> str:
    """That of its figures as a table for spreadsheets."""
    return f"{story_url(thread)}figures.csv"


def output_path(url: str) -> str:
    """The file that a URL is served from, relative to the output folder."""
    return f"{url}index.html" if url == "" or url.endswith("/") else url


def root_of(url: str) -> str:
    """The way from the page at `url` up to the site's root: "" on the home page, "../../" two folders down."""
    return "../" * url.count("/")


_URI = re.compile(r"[A-Za-z0-9/?#@!$&'()*+,;=:%._~\[\]-]*")
_NO_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)([^/?#]*)(.*)", re.DOTALL)
_BESIDE_HOST = re.compile(r"(.*@|:\d*$)")


def as_uri(address: str) -> str:
    """An address where a specification wants a URI (RFC 3986), which has ASCII signs alone.

    All else is percent-encoded as UTF-8, and a host in other letters written in its ASCII form (RFC 3987 §3.1). What is
    escaped already stays as it is.
    """
    if _URI.fullmatch(address) and not _NO_ESCAPE.search(address):
        return address
    found = _HOST.match(address)
    scheme, host, rest = found.groups() if found else ("", "", address)
    if not host.isascii():
        host = "".join(map(_ascii, _BESIDE_HOST.split(host)))
    rest = quote(_NO_ESCAPE.sub("%25", rest), safe="/?#@!$&'()*+,;=:%._~-")
    return f"{scheme}{host}{rest}"


def _ascii(part: str) -> str:
    """A host, or what stands before or behind it."""
    try:
        return quote(part, safe="@:%") if part.endswith("@") else part.encode("idna").decode("ascii")
    except UnicodeError:  # no host that there could be: a label that is empty, or too long
        return quote(part)


def quoted(path: str) -> str:
    """A path of the site as it stands in a URL (RFC 3986 §2.1)."""
    return quote(path, safe="/!$&'()*+,;=:@-._~")
