"""What a web page says of its article: title, day, author, publisher, address, keywords.

Its own statements count: `<meta>`, schema.org's JSON-LD, `<time>`. trafilatura's guesses stand in for title and author
where there are none; a day is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from digest.seeds.read.blocks import Block
from digest.seeds.read.page_data import Linked, linked_data, metas_of, names_of_things
from digest.seeds.read.page_day import day_of_page
from digest.seeds.read.stated import Fields, Source
from digest.seeds.words.byline import is_name
from digest.seeds.words.folding import folded
from digest.seeds.words.lexicon import Lexicon

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)", re.I)


def fields_of(
    root: Any, html: str, found: Any, blocks: Sequence[Block], lexicon: Lexicon, address: str = ""
) -> Fields:
    """`root` is the page as lxml has it, `html` its text and `blocks` its blocks, `found` what trafilatura made of it,
    or None; `address` is where it was saved from, if that is known from elsewhere ("" if not)."""

    def guessed(name: str) -> Any:
        return getattr(found, name, None) or ""

    metas = metas_of(root)
    address = _address(metas, root, html, guessed("url")) or address
    first = dict(reversed(metas))
    stated = first.get("og:title") or first.get("twitter:title") or guessed("title")
    linked = linked_data(root, stated)
    site = _site(root, metas, linked, address, guessed("sitename"))
    title = _title(root, blocks, stated, site)
    keywords = [
        word.strip() for tags in (guessed("tags"), guessed("categories")) for tag in tags for word in tag.split(",")
    ]
    day, in_address = day_of_page(root, metas, linked, blocks, title, address, lexicon)
    doubts = {} if day or not in_address else {"day": "the text has none; the day in the page's address"}
    return Fields(
        title=title,
        day=day or in_address,
        author=_author(metas, linked, guessed("author"), site),
        source=Source(site, address),
        tags=tuple(dict.fromkeys(filter(None, map(str.strip, keywords)))),
        doubts=doubts,
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


_HOST = re.compile(r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)+/?", re.A)
_PARTS = re.compile(r"\s+(?:[|–—·»>]|::|-)\s+")
_STATED = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "dcterms.publisher", "publisher")


def _site(root: Any, metas: Sequence[tuple[str, str]], linked: Linked, address: str, guess: str) -> str:
    """The publisher's name, as the page spells it.

    A host (`nato.int`) is no name: what the page itself calls its host is looked for.
    """
    named = [content for wanted in _STATED for name, content in metas if name == wanted]
    stated = [
        *named[:1],
        *names_of_things(one.get("publisher") for one in linked.articles[:1]),
        *named[1:],
        *names_of_things(linked.sites),
    ]
    names = [name for name in (" ".join(one.split()).strip(" @|-–—") for one in stated) if 0 < len(name) <= 80]
    for name in names:
        if not _HOST.fullmatch(name):
            return name
    guess = " ".join(guess.split()).removeprefix("@")
    host = urlsplit(address).hostname or next((name.lower() for name in (*names, guess) if _HOST.fullmatch(name)), "")
    title = next((_words(one) for one in root.iter("title")), "")
    return _spelled(host, title, root) or guess or next(iter(names), "")


_LONGEST_NAME = 60  # characters


def _spelled(host: str, title: str, root: Any) -> str:
    """How the page writes the name that its host is made of; "" if it does not."""
    labels = {label for label in host.removeprefix("www.").split(".")[:-1] if len(label) > 2}
    if not labels:
        return ""
    pictures = [str(one.get("alt") or "") for one in root.iter("img")][:20]
    parts = [part for text in (title, *pictures) for part in _PARTS.split(text)]
    for part in parts:
        if len(part) <= _LONGEST_NAME and {_joined(part), _initials(part)} & labels:
            return part.strip()
    return next((word for word in re.findall(r"\w+", title) if word.lower() in labels and not word.islower()), "")


def _joined(name: str) -> str:
    return folded(name).replace(" ", "")


def _initials(name: str) -> str:
    words = [word for word in re.findall(r"\w+", name) if word[0].isupper()]
    return "".join(word[0] for word in words).lower() if len(words) > 2 else ""


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


_CUT = (" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " > ")


def _title(root: Any, blocks: Sequence[Block], stated: str, site: str) -> str:
    """The headline as the page shows it, without the site's name that stands behind it in the window's title."""
    title = " ".join(stated.split())
    own = [" ".join(block.text.split()) for block in blocks if block.tag == "h1"]
    own = [text for text in own if folded(text) != folded(site)] or list(map(_words, root.iter("h1")))
    for text in own:
        if text and folded(text) != folded(site) and (not title or folded(title).startswith(folded(text))):
            return text
    words = set(folded(title).split())
    for text in own:
        of_it = folded(text).split()
        if len(of_it) > 3 and sum(word in words for word in of_it) * 2 > len(of_it):
            return text
    cut = title
    for mark in _CUT:
        before, found, after = cut.rpartition(mark)
        if found and site and folded(after) == folded(site):
            return before.strip()
    return title


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
