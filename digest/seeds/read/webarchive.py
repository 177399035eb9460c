"""A page that Safari saved as one file, a property list → the text of its article."""

from __future__ import annotations

import plistlib
from typing import Any

from digest.seeds.read.decoding import Decoded
from digest.seeds.read.page import read_page
from digest.seeds.refused import SeedError
from digest.seeds.words.lexicon import Lexicon

_REMEDY = "Open it in Safari, save it as Page Source, and import that."


def read_webarchive(data: bytes, lexicon: Lexicon) -> Decoded:
    """The article of the archive's main page: of the frames in it, if it has no text of its own, the longest.

    Raises SeedError, and what the page's reader raises.
    """
    try:
        loaded = plistlib.loads(data)
    except Exception:  # whatever a broken file makes of the library
        raise SeedError("It is a damaged web archive.", _REMEDY) from None
    archive = loaded if isinstance(loaded, dict) else {}
    page, encoding, address, kind = _parts_of(archive.get("WebMainResource"))
    if kind not in ("text/html", "application/xhtml+xml"):
        raise SeedError("It is a web archive without a page.", _REMEDY)
    try:
        return read_page(page, lexicon, declared=encoding, address=address)
    except SeedError:
        frames = [_parts_of(one.get("WebMainResource")) for one in _dicts(archive.get("WebSubframeArchives"))]
        pages = [frame for frame in frames if frame[3] == "text/html"]
        if not pages:
            raise
        page, encoding, address, _ = max(pages, key=lambda frame: len(frame[0]))
        return read_page(page, lexicon, declared=encoding, address=address)


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _parts_of(resource: Any) -> tuple[bytes, str, str, str]:
    """A resource's bytes, encoding, address and kind; empty where it has none."""
    values = resource if isinstance(resource, dict) else {}
    data = values.get("WebResourceData")
    encoding, address, kind = (
        value if isinstance(value := values.get(f"WebResource{name}"), str) else ""
        for name in ("TextEncodingName", "URL", "MIMEType")
    )
    return data if isinstance(data, bytes) else b"", encoding, address, kind or "text/html"
