"""A web page → the text of its article, a blank line between paragraphs, and what the page says of it.

trafilatura finds the article. Since to lose a paragraph is the worse error, what it left out of the very part of the
page that holds the article is let in again: the passes over the text know a share line from a sentence.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from typing import Any

import msgspec

from digest.seeds import data as tables
from digest.seeds.dates import date_line
from digest.seeds.fields import Fields, Source
from digest.seeds.formats.blocks import Block, blocks_of
from digest.seeds.lines import folded
from digest.seeds.text import Decoded, UnreadableError, decode, normalise, repair_mojibake, told_encoding

_SHORT = 3  # words; a shorter block may stand in the article by chance


def read_page(data: bytes) -> Decoded:
    """The page's article. Raises NotTextError, UnreadableError."""
    found = re.search(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", data[:4096], re.I)
    text, assumed = decode(data, found[1].decode("ascii") if found else "")
    page = page_of(repair_mojibake(text))
    return msgspec.structs.replace(page, notes=(*told_encoding(assumed), *page.notes))


def page_of(html: str) -> Decoded:
    """As `read_page`, of a page that is decoded already. Raises UnreadableError."""
    try:
        import lxml.etree
        import lxml.html
        import trafilatura
    except ImportError:
        raise UnreadableError(
            "It is a web page, and needs the package trafilatura.", "Install it with: pip install 'digest[html]'"
        ) from None
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8")
        root = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        raise UnreadableError("It is a web page without any text.", "Paste its text into a .txt file.") from None
    try:
        # No network is used: the page is given. "fast" is left off, as the fallbacks find more.
        found: Any = trafilatura.bare_extraction(
            copy.deepcopy(root),
            with_metadata=True,
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception:  # whatever a strange page does to it: the page's own blocks are still there
        found = None
    body = root.find("body")
    blocks = blocks_of(root if body is None else body, frozenset(tables.page_margins()))
    kept = chosen(blocks, (found.text or "") if found is not None else "")
    fields = _fields(root, html, found)
    return Decoded(normalise("\n\n".join(f"{block.mark}{block.text}" for block in kept)), fields=fields)


def chosen(blocks: list[Block], extracted: str) -> list[Block]:
    """The blocks that make the article, of which `extracted` is what the extraction found.

    All outside of margins, if it found nothing.
    """
    lines = [folded(line) for line in extracted.split("\n")]
    joined, whole = f" {' '.join(lines)} ", frozenset(lines)
    found = [i for i, block in enumerate(blocks) if _stands_in(block, joined, whole)]
    if not found:
        return [block for block in blocks if not block.margins and block.linked < 0.5] or list(blocks)
    holding = {margin for i in found for margin in blocks[i].margins}
    containers = {blocks[i].container for i in found}
    kept = set(found)
    for i, block in enumerate(blocks):
        near = block.container in containers or found[0] < i < found[-1]
        if near and block.linked < 0.5 and holding.issuperset(block.margins):
            kept.add(i)
    return [blocks[i] for i in sorted(kept)]


def _stands_in(block: Block, joined: str, whole: frozenset[str]) -> bool:
    words = folded(block.text)
    if words.count(" ") + 1 < _SHORT:
        return bool(words) and words in whole
    return f" {words} " in joined


_NOBODY = frozenset(("admin", "administrator", "editor", "webmaster", "staff", "redaktion", "redaction", "redacción"))
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)", re.I)


def _fields(root: Any, html: str, found: Any) -> Fields:
    site = (found.sitename or "").removeprefix("@").strip() if found is not None else ""
    address = (found.url or "") if found is not None else ""
    saved = _SAVED_FROM.search(html[:2000])
    if not address.startswith(("https://", "http://")):
        address = saved[1] if saved else ""
    return Fields(
        title=_title(root, (found.title or "") if found is not None else "", site),
        day=_day(root, html),
        author=_author((found.author or "") if found is not None else "", site),
        source=Source(site, address),
        tags=tuple(dict.fromkeys((*(found.tags or ()), *(found.categories or ())))) if found is not None else (),
    )


def _title(root: Any, title: str, site: str) -> str:
    """The headline, without the site's name that stands behind it in the window's title."""
    title = " ".join(title.split())
    for heading in root.iter("h1"):
        own = " ".join(heading.text_content().split())
        if own and folded(own) != folded(site) and folded(title).startswith(folded(own)):
            return own
    for mark in (" | ", " - ", " – ", " — ", " · ", " :: "):
        before, found, after = title.rpartition(mark)
        if found and site and folded(after) == folded(site):
            return before.strip()
    return title


def _author(author: str, site: str) -> str:
    names = [name.strip() for name in author.split(";")]
    names = [n for n in names if n and folded(n) != folded(site) and n.casefold() not in _NOBODY and "://" not in n]
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


_PUBLISHED = frozenset(
    (
        *("article:published_time", "og:article:published_time", "og:published_time", "article:published"),
        *(
            "datepublished",
            "date",
            "pubdate",
            "publishdate",
            "publish-date",
            "publish_date",
            "published",
            "date.issued",
        ),
        *("dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued", "dcterms.created", "dc.date.created"),
        *("parsely-pub-date", "sailthru.date", "article_date_original", "originalpublicationdate"),
    )
)
_LD_DAY = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')


def _day(root: Any, html: str) -> dt.date | None:
    """The day of publication that the page names for machines; None where it names none, or several."""
    named = []
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in _PUBLISHED and (day := _day_in(meta.get("content") or "")):
            named.append(day)
    if named:
        return named[0]
    items = [e.get("datetime") or e.get("content") or "" for e in root.iterfind(".//*[@itemprop='datePublished']")]
    times = [e.get("datetime") or "" for e in root.iter("time") if not _is_aside(e)]
    for values in (_LD_DAY.findall(html), items, times):
        days = {day for day in map(_day_in, values) if day}
        if len(days) == 1:
            return days.pop()
    return None


def _is_aside(element: Any) -> bool:
    """Whether it stands in a page's margin, or in the teaser of another article."""
    above = [one.tag for one in element.iterancestors()]
    return above.count("article") > 1 or not {"aside", "footer", "nav", "li"}.isdisjoint(above)


def _day_in(text: str) -> dt.date | None:
    iso = re.match(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)", text)
    try:
        return dt.date(*map(int, iso.groups())) if iso else date_line(text.strip())
    except ValueError:
        return None
