"""From an engine's HTML to HTML that can be shown: safe, with its links into content/ marked."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape

from digest.content.links import Links
from digest.text import without_controls

_MORE_TAGS = {"figure", "figcaption", "picture", "source", "video", "audio", "track", "section"}
_EVERYWHERE = {"id", "class", "title", "lang", "dir", "role"}
_ATTRIBUTES = {
    "*": _EVERYWHERE,
    "div": {"aria-label"},
    "a": {"href", "hreflang", "rel", "download"},
    "img": {"src", "alt", "width", "height", "srcset", "sizes", "loading", "decoding"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan", "headers", "style"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr", "style"},
    "source": {"src", "srcset", "sizes", "type", "media", "width", "height"},
    "video": {"src", "controls", "poster", "width", "height", "loop", "muted", "preload", "playsinline"},
    "audio": {"src", "controls", "loop", "muted", "preload"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "time": {"datetime"},
    "data": {"value"},
}
_BOX = {"div": {"tabindex": {"0"}}}
"""An attribute that has just this value: that of the box around a table."""

SCHEMES = ("http", "https", "mailto", "tel")
"""What links may begin with."""

_READABLE = r"https?://(?![^\s/)]*xn--)(?:[\w-]+\.)+[A-Za-z]{2,}[/)\s?#]"
"""How an address on the web begins that surely is one: see `is_address`."""

MAY_LOSE = re.compile(rf"[<{{\]](?:(?<!\])|\(\s*(?!{_READABLE}|mailto:|tel:)[A-Za-z][\w+.-]*:|:\s*[A-Za-z][\w+.-]*:)")
"""What a Markdown text must hold for anything of it to be taken out: see `losses`. It begins with one set of signs, so
that a text is searched in a quarter of the time: 0.02 s of the 2.3 s of CPU of 1,000 articles."""

_NUMERIC = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})(?![0-9a-fA-F])|0*([0-9]{1,7})(?![0-9]));?")
"""A reference to a character by its number: however many zeros it begins with, HTML reads it whole. One with more other
digits names none."""

_HEADING = re.compile(r"<(/?)h([1-6])\b")


DEPTH = 250
"""Elements in each other: beyond that the parser of HTML takes the square of their number. Browsers end at 512."""

_NOT_CLOSED = (
    *("p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "colgroup", "option", "rt", "rp"),
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"),
)
_ELEMENT = re.compile(rf"<(/?)(?!(?:{'|'.join(_NOT_CLOSED)})\b)[a-z]", re.IGNORECASE)


@cache
def allowed_tags() -> frozenset[str]:
    """The elements that a body may have."""
    import nh3

    return frozenset(nh3.ALLOWED_TAGS | _MORE_TAGS)


@cache
def allowed_attributes() -> Mapping[str, set[str]]:
    """The attributes that each element may have; those of "*" all may."""
    import nh3

    return nh3.ALLOWED_ATTRIBUTES | _ATTRIBUTES


class _Cleaning(threading.local):
    """Makes HTML safe, with the links of one body after another. There is one in each thread, for to make a cleaner
    takes longer than to clean a body: 0.07 s of the 2.3 s of CPU of 1,000 articles."""

    def __init__(self) -> None:
        import nh3  # loaded when the first body is made safe

        self._links: Links | None = None
        self._cleaner = nh3.Cleaner(
            tags=set(allowed_tags()),
            attributes=dict(allowed_attributes()),
            tag_attribute_values=_BOX,
            attribute_filter=self._kept,
            url_schemes={*SCHEMES},
            link_rel=None,
            filter_style_properties={"text-align"},
            strip_comments=True,
        )

    def clean(self, html: str, links: Links | None) -> str:
        self._links = links
        try:
            return self._cleaner.clean(html)
        finally:
            self._links = None

    def _kept(self, tag: str, name: str, value: str) -> str:
        """The value of an attribute that stays."""
        value = without_controls(value)
        return self._links.marked(tag, name, value) if self._links else value


_cleaning = cache(_Cleaning)


def make_safe(html: str, links: Links | None = None) -> str:
    """The HTML without scripts, event handlers, styles, frames and forms. Links keep their schemes http, https,
    mailto and tel; those into the site are marked by `links`. Whoever calls this shows what comes out as it is: it is
    the last thing that happens to a body before its markers are resolved."""
    html = without_controls(html)
    if "&#" in html:
        html = _NUMERIC.sub(_allowed_reference, html)
    return _cleaning().clean(html, links)


@lru_cache(maxsize=1024)
def is_address(address: str) -> bool:
    """Whether an address on the web can be one (https://url.spec.whatwg.org/#url-parsing): others are taken out."""
    return " href=" in make_safe(f'<a href="{escape(address)}">')


def _allowed_reference(found: re.Match[str]) -> str:
    """A numeric character reference, unless it is to a character that is taken out of every source."""
    code = int(found[1], 16) if found[1] else int(found[2])
    return found[0] if code <= sys.maxunicode and without_controls(chr(code)) else ""


def is_too_deep(html: str) -> bool:
    """Whether more than DEPTH elements stand in each other."""
    if html.count("<") <= DEPTH:
        return False
    depth = 0
    for found in _ELEMENT.finditer(html):
        depth = max(depth - 1, 0) if found[1] else depth + 1
        if depth > DEPTH:
            return True
    return False


def below_title(html: str) -> str:
    """Moves all headings one level down where the body has a first-level one: that level is the article's title."""
    if "<h1" not in html:
        return html
    return _HEADING.sub(lambda found: f"<{found[1]}h{min(int(found[2]) + 1, 6)}", html)
