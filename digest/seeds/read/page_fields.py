"""What a web page says of its article: title, day, author, publisher, address, keywords.

Its own statements count: `<meta>`, schema.org's JSON-LD, `<time>`. trafilatura's guesses stand in for title and author
where there are none; a day is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from digest.seeds.read.blocks import Block
from digest.seeds.read.page_data import Linked, linked_data, metas_of, names_of_things
from digest.seeds.read.page_day import day_of_page
from digest.seeds.read.page_names import site_of, title_of, titles_of, window_of
from digest.seeds.read.stated import Fields, Source
from digest.seeds.words.byline import is_name
from digest.seeds.words.folding import folded
from digest.seeds.words.lexicon import Lexicon

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)", re.I)


def fields_of(root: Any, html: str, found: Any, blocks: Sequence[Block], lexicon: Lexicon, address: str = "") -> Fields:
    """`root` is the page as lxml has it, `html` its text and `blocks` its blocks, `found` what trafilatura made of it,
    or None; `address` is where it was saved from, if that is known from elsewhere ("" if not)."""

    def guessed(name: str) -> Any:
        return getattr(found, name, None) or ""

    metas = metas_of(root)
    address = _address(metas, root, html, guessed("url")) or address
    titles = titles_of(root, metas, guessed("title"))
    linked = linked_data(root, titles[0] if titles else "")
    window = window_of(root, blocks)
    site = site_of(root, metas, linked, address, window, guessed("sitename"))
    title = title_of(blocks, titles, linked, window, site)
    keywords = [
        word.strip() for tags in (guessed("tags"), guessed("categories")) for tag in tags for word in tag.split(",")
    ]
    found_day = day_of_page(root, metas, linked, blocks, title, address, lexicon)
    doubts = {}
    if found_day.in_address and not found_day.day:
        doubts["day"] = "the text has none; the day in the page's address"
    return Fields(
        title=title,
        day=found_day.day or found_day.in_address,
        author=_author(metas, linked, guessed("author"), site),
        source=Source(site, address),
        tags=tuple(dict.fromkeys(filter(None, map(str.strip, keywords)))),
        doubts=doubts,
        other_day=found_day.other,
    )


def _address(metas: Sequence[tuple[str, str]], root: Any, html: str, guessed: str) -> str:
    """Where the page says that it stands; "" if it says nothing."""
    saved = _SAVED_FROM.search(html[:4000])
    canonical = [str(link.get("href") or "") for link in root.iter("link") if link.get("rel") == "canonical"]
    stated = [content for name, content in metas if name == "og:url"]
    for address in (guessed, *canonical, *stated, saved[1] if saved else ""):
        if address.startswith(("https://", "http://")):
            return address.strip()
    return ""


_AUTHOR = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl")
_BETWEEN = re.compile(r"\s*(?:;|,|&|\band\b|\bund\b|\bet\b|\by\b|\boch\b)\s*")


def _author(metas: Sequence[tuple[str, str]], linked: Linked, guess: str, site: str) -> str:
    """People by their names; a desk, an agency or an account (`admin`) is left to the text to tell."""
    stated = (
        [content for name, content in metas if name in _AUTHOR],
        list(names_of_things(one.get("author") for one in linked.articles)),
        [guess],
    )
    for given in stated:
        parts = [part for text in given for part in _BETWEEN.split(re.sub(r"^by\s+", "", text, flags=re.I))]
        people = list(dict.fromkeys(part for part in parts if is_name(part) and folded(part) != folded(site)))
        if people and (given is not stated[-1] or len(people) == len(parts)):
            return ", ".join(people[:-1]) + " and " + people[-1] if len(people) > 1 else people[0]
    return ""
