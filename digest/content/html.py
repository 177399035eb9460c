"""From an engine's HTML to HTML that can be shown: safe, with its links into content/ marked."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from digest.content.links import Links
from digest.text import without_controls

if TYPE_CHECKING:  # loaded when the first body is made safe
    import nh3

_MORE_TAGS = {"figure", "figcaption", "picture", "source", "video", "audio", "track", "section"}
_EVERYWHERE = {"id", "class", "title", "lang", "dir", "role"}
_ATTRIBUTES = {
    "*": _EVERYWHERE,
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
_BOX = {"div": {"tabindex": {"0"}, "aria-label": {"Table"}}}
"""Attributes that have just these values: those of the box around tables."""

SCHEMES = ("http", "https", "mailto", "tel")
"""What links may begin with."""

MAY_LOSE = re.compile(rf"[<{{]|\]\(\s*(?!(?:{'|'.join(SCHEMES)}):)[A-Za-z][\w+.-]*:|\]:\s*[A-Za-z][\w+.-]*:")
"""What a Markdown text must hold for anything of it to be taken out: see `losses`."""

_MAY_LINK = re.compile(r"\b(?:href|src|srcset|poster)\b", re.IGNORECASE)
_FORBIDDEN = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,16})|([0-9]{1,16}));?")
_TABLE = re.compile(r"<table(?=[\s/>])", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
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


def _cleaner(attribute: Callable[[str, str, str], str]) -> nh3.Cleaner:
    """What makes HTML safe, and hands the value of each attribute that stays to `attribute`."""
    import nh3

    return nh3.Cleaner(
        tags=allowed_tags(),
        attributes=allowed_attributes(),
        tag_attribute_values=_BOX,
        attribute_filter=attribute,
        url_schemes={*SCHEMES},
        link_rel=None,
        filter_style_properties={"text-align"},
        strip_comments=True,
    )


@cache
def _plain_cleaner() -> nh3.Cleaner:
    return _cleaner(lambda tag, name, value: without_controls(value))


def make_safe(html: str, links: Links | None = None) -> str:
    """The HTML without scripts, event handlers, styles, frames and forms. Links keep their schemes http, https,
    mailto and tel; those into the site are marked by `links`. Whoever calls this shows what comes out as it is: it is
    the last thing that happens to a body before its markers are resolved."""
    html = without_controls(html)
    if "&#" in html:
        html = _FORBIDDEN.sub(_allowed_reference, html)
    if links is None or not _MAY_LINK.search(html):
        return without_controls(_plain_cleaner().clean(html))
    marked = links.marked
    return _cleaner(lambda tag, name, value: marked(tag, name, without_controls(value))).clean(html)


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


def scrollable_tables(html: str) -> str:
    """Puts each table into a box that scrolls where the screen is too narrow for it, and that the keyboard can reach
    (WCAG 2.1.1)."""
    if not (opened := _TABLE.findall(html)) or len(opened) != len(_TABLE_END.findall(html)):
        return html  # trusted HTML may leave one open
    box = '<div class="table-scroll" role="region" aria-label="Table" tabindex="0">'
    return _TABLE_END.sub(r"\g<0></div>", _TABLE.sub(rf"{box}\g<0>", html))


def below_title(html: str) -> str:
    """Moves all headings one level down where the body has a first-level one: that level is the article's title."""
    if "<h1" not in html:
        return html
    return _HEADING.sub(lambda found: f"<{found[1]}h{min(int(found[2]) + 1, 6)}", html)
