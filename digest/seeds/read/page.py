"""A web page → the text of its article, a blank line between paragraphs, and what the page says of it.

trafilatura finds the article. What it leaves out of that part of the page which holds the article is let in again, for
to lose a paragraph is the worse error: the passes over the text know a share line from a sentence.
"""

from __future__ import annotations

import copy
import re
from typing import Any

import msgspec

from digest.apart import go_on
from digest.installation import how_to_add
from digest.seeds import data as tables
from digest.seeds.read.blocks import Block, blocks_of
from digest.seeds.read.decoding import Decoded, decode, normalise, repair_mojibake, told_encoding
from digest.seeds.read.page_fields import fields_of
from digest.seeds.refused import PassingError, SeedError, no_article
from digest.seeds.words.folding import folded
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.sentences import is_prose

_SHORT = 3  # words; a shorter block may stand in the article by chance


def read_page(data: bytes, lexicon: Lexicon) -> Decoded:
    """The page's article. Raises SeedError."""
    found = re.search(rb"<(?:meta[^>]+charset|\?xml[^>]+encoding)\s*=\s*[\"']?\s*([\w-]+)", data[:4096], re.I)
    text, assumed = decode(data, found[1].decode("ascii") if found else "")
    page = page_of(repair_mojibake(text), lexicon)
    return msgspec.structs.replace(page, notes=(*told_encoding(assumed), *page.notes))


def page_of(html: str, lexicon: Lexicon) -> Decoded:
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
    blocks = blocks_of(root if body is None else body, frozenset(tables.page_margins()))
    if not blocks:
        raise SeedError("It is a web page without any text.", "Paste its text into a .txt file.")
    if _are_links(blocks):
        raise no_article("a page of links", "Open the articles that it links to, save their pages, and import those.")
    kept = chosen(blocks, (found.text or "") if found is not None else "")
    text = normalise("\n\n".join(f"{block.mark}{block.text}" for block in kept))
    return Decoded(text, fields=fields_of(root, html, found, lexicon))


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


def _are_links(blocks: list[Block]) -> bool:
    """Whether a page has next to no words but those of links, and no sentence."""
    linked = [block for block in blocks if block.linked >= 0.5]
    others = [block for block in blocks if block.linked < 0.5]
    words = sum(len(block.text.split()) for block in linked)
    return (
        len(linked) >= _LINKS
        and not any(is_prose(block.text) for block in others)
        and sum(len(block.text.split()) for block in others) * 4 < words
    )


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
