"""A web page → the text of its article, a blank line between paragraphs, and what the page says of it.

trafilatura finds the article, and `choosing` weighs what it found against the page's own tree.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from digest.apart import go_on
from digest.installation import how_to_add
from digest.seeds.read.blocks import Block, blocks_of
from digest.seeds.read.choosing import chosen, is_text
from digest.seeds.read.decoding import Decoded, decode, normalise, repair_mojibake, told_encoding
from digest.seeds.read.evidence import Evidence
from digest.seeds.read.kinds import CLIPBOARD
from digest.seeds.read.page_fields import fields_of
from digest.seeds.refused import PassingError, SeedError, no_article
from digest.seeds.words.lexicon import Lexicon


def read_page(data: bytes, lexicon: Lexicon, *, declared: str = "", address: str = "") -> Decoded:
    """The page's article. `declared` is the encoding that stands beside the page, `address` where it was saved from: ""
    where that is not known. Raises SeedError."""
    data, source = without_clipboard_headers(data)
    found = re.search(rb"<(?:meta[^>]+charset|\?xml[^>]+encoding)\s*=\s*[\"']?\s*([\w-]+)", data[:4096], re.I)
    text, assumed = decode(data, declared or (found[1].decode("ascii") if found else ""))
    page = page_of(repair_mojibake(text), lexicon, address or source)
    return msgspec.structs.replace(page, notes=(*told_encoding(assumed), *page.notes))


_FRAGMENT = re.compile(rb"<!--\s*StartFragment\s*-->(.*?)(?:<!--\s*EndFragment\s*-->|\Z)", re.S)
_SOURCE = re.compile(rb"^SourceURL:(https?://[^\r\n]{1,2000})\r?$", re.M)


def without_clipboard_headers(data: bytes) -> tuple[bytes, str]:
    """Of HTML that a program of Windows put on the clipboard what was selected, and the page's address; any other page
    as it is. The offsets in the headers are those of the clipboard's bytes, which an editor may have saved otherwise:
    the comments that stand around the fragment count."""
    headers = CLIPBOARD.match(data)
    fragment = _FRAGMENT.search(data) if headers or b"<!--StartFragment" in data[:2000] else None
    source = _SOURCE.search(data[:4000]) if headers else None
    address = source[1].decode("utf-8", "replace").strip() if source else ""
    if fragment and re.search(rb"\w", re.sub(rb"<[^>]*>", b"", fragment[1])):
        return fragment[1], address
    return (data[data.find(b"<") :] if headers else data), address


def page_of(html: str, lexicon: Lexicon, address: str = "") -> Decoded:
    """As `read_page`, of a page that is decoded already. Raises SeedError."""
    try:
        import lxml.etree
        import lxml.html
        import trafilatura  # noqa: F401 - told here if it is not there
    except ImportError:
        raise PassingError("It is a web page, and needs the package trafilatura.", how_to_add("html")) from None
    if not _loaded:
        _loaded.append(_extracted(lxml.html.document_fromstring("<p>A page.</p>")))
        go_on()  # what is loaded with the first page is not counted as that page's
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8")
        root = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        raise SeedError("It is a web page without any text.", "Paste its text into a .txt file.") from None
    found = _extracted(copy.deepcopy(root))
    body = root.find("body")
    page = blocks_of(root if body is None else body)
    if not page.blocks:
        raise SeedError("It is a web page without any text.", "Paste its text into a .txt file.")
    if _are_links(page.blocks):
        raise no_article("a page of links", "Open the articles that it links to, save their pages, and import those.")
    fields = fields_of(root, html, found, page.blocks, lexicon, address)
    extracted = (found.text or "") if found is not None else ""
    known = [name for name in ("day", "author") if getattr(fields, name) and name not in fields.doubts]
    kept = chosen(page, extracted, fields.title, known)
    text, evidence = _written(kept)
    return Decoded(text, fields=fields, evidence=evidence)


def _written(blocks: Sequence[Block]) -> tuple[str, tuple[Evidence | None, ...]]:
    """The text, and for each of its lines what the markup says of it: nothing of the empty ones between blocks."""
    lines: list[str] = []
    evidence: list[Evidence | None] = []
    for block in blocks:
        if lines:
            lines.append("")
            evidence.append(None)
        own = normalise(f"{block.mark}{block.text}").split("\n")
        told = Evidence(block.tag, round(block.linked * 10), tuple(sorted(block.hints)), tuple(sorted(block.inside)))
        lines += own
        evidence += [told] * len(own)
    return "\n".join(lines), tuple(evidence)


_loaded: list[Any] = []


def _extracted(root: Any) -> Any:
    """What trafilatura finds in a page, or None."""
    import trafilatura

    try:
        # No network is used: the page is given. "fast" is left off, as the fallbacks find more.
        return trafilatura.bare_extraction(
            root,
            with_metadata=True,
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception:  # whatever a strange page does to it: the page's own blocks are still there
        return None


_LINKS = 10  # blocks that are links, of a page that has hardly any other


def _are_links(blocks: Sequence[Block]) -> bool:
    """Whether a page has next to no words but those of links, and no sentence."""
    linked = [block for block in blocks if block.linked >= 0.5]
    others = [block for block in blocks if block.linked < 0.5]
    words = sum(block.words for block in linked)
    return (
        len(linked) >= _LINKS
        and not any(is_text(block.text) for block in others)
        and sum(block.words for block in others) * 4 < words
    )
