"""Addresses inside the site.

A URL here is relative to the site's root and has no leading slash: "" is the home page, "2023/03/08/" a day.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from urllib.parse import quote

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
SLUG_LENGTH = 60


@lru_cache(maxsize=65536)
def slugify(text: str, empty: str = "untitled") -> str:
    """A name for addresses and files: lower-case ASCII words joined by hyphens, at most 60 characters.

    Other scripts are transliterated; a text without letters or digits becomes `empty`.
    """
    if not text.isascii():
        from anyascii import anyascii  # loaded only where a text needs it: 10 ms

        # Chinese has no spaces: each sign is a word, so that a long title is not cut inside one.
        text = anyascii(_IDEOGRAPH.sub(r" \g<0> ", text))
    slug = _NOT_SLUG.sub("-", text.lower().replace("'", "")).strip("-")
    if len(slug) > SLUG_LENGTH:
        head, _, _ = slug[: SLUG_LENGTH + 1].rpartition("-")
        slug = head or slug[:SLUG_LENGTH]
    return slug or empty


def day_url(day: dt.date) -> str:
    return f"{day.year:04}/{day.month:02}/{day.day:02}/"


def month_url(year: int, month: int) -> str:
    return f"{year:04}/{month:02}/"


def year_url(year: int) -> str:
    return f"{year:04}/"


def article_url(day: dt.date, slug: str) -> str:
    return f"{day_url(day)}{slug}/"


def tag_url(slug: str) -> str:
    return f"tags/{slug}/"


def tag_year_url(slug: str, year: int) -> str:
    return f"tags/{slug}/{year:04}/"


def output_path(url: str) -> str:
    """The file that a URL is served from, relative to the output folder."""
    return f"{url}index.html" if url == "" or url.endswith("/") else url


def root_of(url: str) -> str:
    """The way from the page at `url` up to the site's root: "" on the home page, "../../" two folders down."""
    return "../" * url.count("/")


def quoted(path: str) -> str:
    """A path of the site as it stands in a URL (RFC 3986 §2.1)."""
    return quote(path, safe="/!$&'()*+,;=:@-._~")
