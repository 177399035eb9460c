"""What of an article may be shown, where its source does not allow all of it.

Words are counted as a reader would: of running text, figures, tables and notes, and of the descriptions of pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from itertools import takewhile

import msgspec

from digest.model.article import Texts
from digest.settings.sources import Terms


def allowed(terms: Terms, summary: str, deck: str, html: str) -> Texts:
    """What terms leave that do not allow all. `html` is a body that was made safe: it is well-formed, and stays so.

    The summary is no longer than the length, and so are deck and body together, for one page shows both. Of an excerpt
    the deck is no more than half.
    """
    short = shorten(summary, terms.length)
    if terms.republish == "summary":
        first = shorten(deck, terms.length - words_in(short))
        body = f"<p>{_escaped(short)}</p>" if short else ""
        return Texts(short, first, body, "summary" if short or first else "title")
    if words_in(deck) + _count(html) <= terms.length:
        return Texts(short, deck, html, "full")
    first = shorten(deck, terms.length // 2)
    body = excerpt(html, terms.length - words_in(first))
    return Texts(short, first, body, "excerpt" if first or body else "title")


_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts without spaces between words, from Thai to Chinese: each character counts as a word."""

_WORD = re.compile(rf"[{_UNSPACED}]|[^\s—{_UNSPACED}]+")
_SENTENCE_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s++[\"'“‘«(\[„¿¡$€£]*+[^\W_a-zß-ÿ]|\s*+$)|[。！？]++[」』”）]*+"
)
_SHORT_NAME = re.compile(r"(?:^|[\s(\[“‘\"'])(?:[A-Z]\w{0,3}|(?:\w\.)+\w)$")
"""Abbreviations such as `Gen`, `U.S` and `J`: the full stop behind them seldom ends a sentence."""


def words_in(text: str) -> int:
    return len(_WORD.findall(text))


def sentence_ends(text: str) -> Iterator[int]:
    """Where in a paragraph sentences end. One too few is found rather than one too many."""
    for found in _SENTENCE_END.finditer(text):
        is_last = not text[found.end() :].strip()
        if is_last or not (found[0] == "." and _SHORT_NAME.search(text[max(found.start() - 24, 0) : found.start()])):
            yield found.end()


def shorten(text: str, words: int) -> str:
    """The first sentences of a text that have at most so many words; of a first sentence that has more, its first
    words and an ellipsis."""
    if words <= 0:
        return ""
    if words_in(text) <= words:
        return text
    found = list(_WORD.finditer(text))
    room = found[words].start()  # the next word, which is one too many
    fitting = 0
    for end in sentence_ends(text):
        if end > room:
            break
        fitting = end
    if fitting:
        return text[:fitting].strip()
    return text[: found[words - 1].end()].strip().rstrip(",;:–-.(“‘\"'") + "…"


_TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:[^<>"]|"[^"]*")*)>')
_TEXT_IN_TAG = re.compile(r'\s(?:alt|title)="([^"]*)"')
_VOID = frozenset(("area", "br", "col", "hr", "img", "source", "track", "wbr"))
_INLINE = re.compile(
    r"a|abbr|acronym|area|b|bd[io]|br|cite|code|data|del|dfn|em|i|img|ins|kbd|map|mark|picture|q|rp|rt|rtc|ruby|s|samp|"
    r"small|source|span|strike|strong|su[bp]|time|tt|u|var|wbr"
)
_AROUND = re.compile(r"article|aside|blockquote|center|div|footer|header|li|main|nav|ol|section|ul")
_LEADING = re.compile(r'^(?:h[1-6]|hr)$|^p[^>]*class="admonition-title"')
_ELSEWHERE = re.compile(r'\sclass="(?:toc|footnotes?)"')
_NOTE_SIGN = re.compile(r'<sup\b[^>]*>\s*<a\b[^>]*class="footnote-ref"[^>]*>[^<]*</a>\s*</sup>')
_ID = re.compile(r'\sid="([^"]*)"')
_JUMP = re.compile(r'\shref="#([^"]*)"')


class _Element(msgspec.Struct, gc=False):
    """A node of the body. Text, and marks within it, that stand in no paragraph are an element without a tag."""

    tag: str
    opening: str
    inside: list[_Element | str]

    def html(self) -> str:
        closing = f"</{self.tag}>" if self.tag and self.tag not in _VOID else ""
        return "".join((self.opening, _html(self.inside), closing))


_Node = _Element | str


def excerpt(html: str, words: int) -> str:
    """The beginning of a body in at most so many words.

    It ends with a paragraph, or with a sentence that ends in no mark of its own. A figure, a table or code is there
    whole or not at all; contents, footnotes and what would stand below the last text are left out.
    """
    if _count(html) <= words:
        return html
    nodes = _tree(_NOTE_SIGN.sub("", html))
    kept, _, _ = _fitting(nodes, words)
    made = _html(kept).strip()
    if not words_in(_plain(made)):
        first = shorten(next(filter(words_in, _paragraphs(nodes)), ""), words)
        made = f"<p>{_escaped(first)}</p>" if first else ""
    ids = set(_ID.findall(made))
    return _JUMP.sub(lambda jump: jump[0] if jump[1] in ids else "", made)


def _count(html: str) -> int:
    return words_in(f"{_plain(html)} {unescape(' '.join(_TEXT_IN_TAG.findall(html)))}")


def _plain(html: str) -> str:
    """The text that is shown, with a space where a block begins or ends."""
    return unescape(_TAG.sub(lambda tag: "" if tag[2] != "br" and _INLINE.fullmatch(tag[2]) else " ", html))


def _html(nodes: Sequence[_Node]) -> str:
    return "".join(node if isinstance(node, str) else node.html() for node in nodes)


def _tree(html: str) -> list[_Node]:
    whole: list[_Node] = []
    around = [_Element("", "", whole)]
    at = 0
    for found in _TAG.finditer(html):
        if found.start() > at:
            around[-1].inside.append(html[at : found.start()])
        at = found.end()
        closes, tag, _ = found.groups()
        if closes:
            if len(around) > 1:
                around.pop()
            continue
        element = _Element(tag, found[0], [])
        around[-1].inside.append(element)
        if tag not in _VOID:
            around.append(element)
    whole.append(html[at:])
    return whole


def _runs(nodes: Sequence[_Node]) -> Iterator[_Element]:
    """The blocks among the nodes, and what stands between them, as one each."""
    run: list[_Node] = []
    for node in nodes:
        if isinstance(node, str) or _INLINE.fullmatch(node.tag):
            run.append(node)
            continue
        if run:
            yield _Element("", "", run)
            run = []
        yield node
    if run:
        yield _Element("", "", run)


def _fitting(nodes: Sequence[_Node], left: int) -> tuple[list[_Node], int, bool]:
    """Those of the nodes in a block that may be shown, the words that are left then, and whether the excerpt ends."""
    kept: list[_Node] = []
    ends = False
    for node in _runs(nodes):
        size = _count(node.html())
        if _ELSEWHERE.search(node.opening):
            continue
        if size <= left:
            kept.append(node)
            left -= size
        elif _AROUND.fullmatch(node.tag):
            inside, left, ends = _fitting(node.inside, left)
            if inside:
                kept.append(_Element(node.tag, node.opening, inside))
        elif not node.tag or node.tag == "p" or _LEADING.search(node.tag):
            text = _sentences(node.inside, left)
            kept.extend([_Element(node.tag, node.opening, text)] if text else [])
            ends = True
        if ends:
            break
    while kept and (isinstance(last := kept[-1], _Element) and _leads(last)):
        kept.pop()
    return kept, left, ends


def _leads(node: _Element) -> bool:
    """Whether it has a meaning only with text below it: a heading, a picture, white space."""
    return bool(_LEADING.search(node.opening[1:-1] if node.tag == "p" else node.tag)) or not words_in(
        _plain(node.html())
    )


def _sentences(nodes: Sequence[_Node], left: int) -> list[_Node]:
    """The first sentences of a paragraph in at most so many words. A sentence that ends inside of an element, and not
    with it, is not taken for one."""
    parts = [_plain(node if isinstance(node, str) else node.html()) for node in nodes]
    text = "".join(parts)
    words = [found.start() for found in _WORD.finditer(text)]
    room = words[left] if left < len(words) else len(text)
    ends = list(takewhile(lambda end: end <= room, sentence_ends(text)))
    for end in reversed(ends):
        kept: list[_Node] = []
        at = 0
        for node, part in zip(nodes, parts, strict=True):
            if at + len(part) > end:
                if isinstance(node, str):
                    kept.append(_escaped(part[: end - at]))
                    at = end
                break
            kept.append(node)
            at += len(part)
        if at == end and _count(_html(kept)) <= left:
            return kept
    return []


def _paragraphs(nodes: Sequence[_Node]) -> Iterator[str]:
    """The plain text of each paragraph that is not part of a figure or table."""
    for node in _runs(nodes):
        if not node.tag or node.tag == "p":
            yield _plain(node.html()).strip()
        elif _AROUND.fullmatch(node.tag) and not _ELSEWHERE.search(node.opening):
            yield from _paragraphs(node.inside)


def _escaped(text: str) -> str:
    """Text as HTML is written: https://html.spec.whatwg.org/multipage/parsing.html#escapingString"""
    return escape(text, quote=False).replace("\xa0", "&nbsp;")
