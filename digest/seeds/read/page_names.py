"""What a web page calls its article and its publisher: both as they are spelt there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec

from digest.seeds.read.blocks import Block
from digest.seeds.read.page_data import Linked, names_of_things
from digest.seeds.words.folding import folded

_HOST = re.compile(r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)+/?", re.A)
_MARK = re.compile(r"\s+(?:[|–—·»«>•~]|::|-+)\s+|:\s+|\s*\|\s*")
_LONGEST = 300  # characters of the window's title that are looked at
_LONGEST_NAME = 70  # characters
_FIRST = 60  # blocks among which the headline is looked for
_STATED = (
    *("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "dcterms.publisher"),
    *("publisher", "citation_publisher"),
)


class Window(msgspec.Struct, frozen=True):
    """The window's title (`<title>`), in two: the `headline`, if one of the page's blocks says it too, and what stands
    `beside` it: the site, and a section. All is beside it where none does."""

    headline: str = ""
    beside: tuple[str, ...] = ()


def window_of(root: Any, blocks: Sequence[Block]) -> Window:
    """The window's title of a page with these blocks."""
    title = next((_words(one) for one in root.iter("title") if getattr(one.getparent(), "tag", "") == "head"), "")
    title = title[:_LONGEST]
    marks = list(_MARK.finditer(title))
    first = [block for block in blocks[:_FIRST] if block.linked < 0.5 or block.tag in ("h1", "h2", "h3")]
    shown = {folded(text) for block in first for text in (block.text, *block.text.split("\n"))}
    heads = {folded(block.text) for block in blocks[:_FIRST] if block.tag in ("h1", "h2")}
    first_heads = {folded(block.text) for block in blocks[:_FIRST] if block.tag == "h1"}
    starts, ends = [0, *(mark.end() for mark in marks)], [*(mark.start() for mark in marks), len(title)]
    # The longest stretch from mark to mark that is shown; a word alone is a section's as often as not.
    stretches = ((start, end) for start in starts for end in ends if start < end)
    for start, end in sorted(stretches, key=lambda one: one[0] - one[1]):
        words = folded(title[start:end])
        is_shown = words in shown or (words.count(" ") > 2 and any(one.endswith(f" {words}") for one in heads))
        is_most = (words.count(" ") + 1) * 2 >= folded(title).count(" ") + 1 or words in first_heads
        if " " in words and is_shown and is_most and (start, end) != (0, len(title)):
            rest = (*_MARK.split(title[:start].strip()), *_MARK.split(title[end:].strip()))
            beside = tuple(part for one in rest if (part := one.strip(" |-–—:·»>•")))
            return Window(title[start:end].strip(), beside)
    return Window("", tuple(_MARK.split(title)) if marks else ())


def site_of(
    root: Any, metas: Sequence[tuple[str, str]], linked: Linked, address: str, window: Window, guess: str
) -> str:
    """The publisher's name, as the page spells it; `guess` if it says none.

    A host (`nato.int`) is no name if the page itself calls its host something else; one in capitals is better than
    none.
    """
    named = [content for wanted in _STATED for name, content in metas if name == wanted]
    stated = [
        *named[:1],
        *names_of_things(one.get("publisher") for one in linked.articles[:1]),
        *named[1:],
        *names_of_things(linked.sites),
    ]
    names = [name for name in (" ".join(one.split()).strip(" @|-–—") for one in stated) if 0 < len(name) <= 80]
    names = [name for name in names if "://" not in name]
    for name in names:
        if not _HOST.fullmatch(name):
            return name
    guess = " ".join(guess.split()).removeprefix("@")
    host = urlsplit(address).hostname or next((one.lower() for one in (*names, guess) if _HOST.fullmatch(one)), "")
    own = list(_own_names(root))
    capitals = [name for name in names if not name.islower()]
    if spelled := _spelled(host, (*window.beside, *own)) or next(iter(capitals), "") or _word(host, window):
        return spelled
    if window.headline and (beside := [part for part in window.beside if len(part) <= _LONGEST_NAME]):
        known = set(map(folded, own))
        return next((part for part in beside if folded(part) in known), beside[-1])
    return guess or next(iter(names), "")


def _own_names(root: Any) -> Iterator[str]:
    """What may be the site's name: pictures' texts, what leads to its first page."""
    for number, one in enumerate(root.iter("img", "a")):
        if number > 40:
            return
        text = one.get("alt") if one.tag == "img" else _words(one) if one.get("href") in ("/", "./", "#") else ""
        if text and len(text) <= _LONGEST_NAME:
            yield " ".join(text.split())


def _spelled(host: str, names: Sequence[str]) -> str:
    """How the page writes the name that its host is made of; "" if it does not."""
    labels = _labels(host)
    for name in names if labels else ():
        if {folded(name).replace(" ", ""), _initials(name)} & labels:
            return name.strip()
    return ""


def _labels(host: str) -> set[str]:
    return {label for label in host.removeprefix("www.").split(".")[:-1] if len(label) > 2}


def _word(host: str, window: Window) -> str:
    """The name of its host that stands in capitals in the window's title."""
    labels = _labels(host)
    words = (word for part in (window.headline, *window.beside) for word in re.findall(r"\w+", part))
    return next((word for word in words if word.lower() in labels and word.isupper()), "")


def _initials(name: str) -> str:
    words = [word for word in re.findall(r"\w+", name) if word[0].isupper()]
    return "".join(word[0] for word in words).lower() if len(words) > 2 else ""


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def titles_of(root: Any, metas: Sequence[tuple[str, str]], guess: str) -> list[str]:
    """What the page calls itself, each as it stands there; the window's title, and a guess, last."""
    named = [content for wanted in ("og:title", "twitter:title") for name, content in metas if name == wanted]
    windows = [_words(one) for one in root.iter("title") if getattr(one.getparent(), "tag", "") == "head"]
    return [title for title in (*named, *windows[:1], " ".join(guess.split())) if title]


_CUT = (" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " > ")


def title_of(blocks: Sequence[Block], titles: Sequence[str], linked: Linked, window: Window, site: str) -> str:
    """The headline as the page shows it, without the site's name that stands behind it in the window's title."""
    stated = [*titles[:1], *(str(one.get("headline") or "") for one in linked.articles[:1]), *titles[1:]]
    stated = [" ".join(title.split()) for title in stated if title]
    first = [text for text in _shown(blocks, ("h1",)) if folded(text) != folded(site)]
    second = [text for text in _shown(blocks, ("h2",)) if folded(text) != folded(site)]
    for title in stated[:1]:  # below a kicker
        if title.count(" ") > 2 and any(folded(text).endswith(f" {folded(title)}") for text in (*first, *second)):
            return title
    for title in stated:
        if whole := [text for text in (*first, *second) if _begins_with(title, text)]:
            return max(whole, key=len)
    if window.headline:
        return window.headline
    for text in first:
        if any(_are_alike(title, text) for title in (*stated, *window.beside)):
            return text
    if not stated:
        return first[0] if len(first) == 1 else ""
    for mark in _CUT:
        before, found, after = stated[0].rpartition(mark)
        if found and site and folded(after) == folded(site):
            return before.strip()
    return stated[0]


def _are_alike(title: str, text: str) -> bool:
    """Whether a heading is a title in other words: most words of the one are in the other."""
    own, words = folded(text).split(), folded(title).split()
    if len(own) < 4:
        return False
    return sum(word in words for word in own) * 2 > len(own) or sum(word in own for word in words) * 10 > 7 * len(words)


def _shown(blocks: Sequence[Block], tags: Sequence[str]) -> list[str]:
    return [" ".join(block.text.split()) for block in blocks if block.tag in tags]


def _begins_with(title: str, text: str) -> bool:
    """Whether a title is the text, or the text with something behind it; one word may be a section's name."""
    words = folded(text)
    return folded(title) == words or (" " in words and f"{folded(title)} ".startswith(f"{words} "))
