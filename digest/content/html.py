"""From an engine's HTML to HTML that can be shown: safe, with its links into content/ marked."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec

from digest.model.article import Reference

if TYPE_CHECKING:  # loaded when the first body is made safe
    import nh3

OPEN, CLOSE = "\ue000", "\ue001"
"""Stand around a reference in stored HTML. They are private-use characters, and are taken out of every source."""

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
_TAG = re.compile(r"<(?:a|img|source|video|audio|track)\b[^>]*>", re.IGNORECASE)
_LINK = re.compile(r"""(\s(?:href|src|poster)=)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:|//|#)")
_TABLE = re.compile(r"<table(?=[\s/>])", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_HEADING = re.compile(r"<(/?)h([1-6])\b")


class Marked(msgspec.Struct, frozen=True):
    """HTML in which each link into the site is a marker, and what the markers mean."""

    html: str
    references: tuple[tuple[str, str], ...]  # (marker, path relative to content/)


@cache
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=nh3.ALLOWED_TAGS | _MORE_TAGS,
        attributes={tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()} | _ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        filter_style_properties={"text-align"},
        strip_comments=True,
    )


def make_safe(html: str) -> str:
    """The HTML without scripts, event handlers, styles, frames and forms. Links keep their schemes http, https,
    mailto and tel."""
    return _cleaner().clean(html)


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


def mark_references(html: str, path: str) -> Marked:
    """Puts a marker in the place of each link that leads into the site.

    `path` is that of the article, relative to content/: relative links start from its folder, those with a
    leading slash from the site's root. The meaning of a marker is a path relative to content/; the latter kind
    keeps its slash.
    """
    references: dict[str, str] = {}

    def replace(found: re.Match[str]) -> str:
        head, target = found[1], found[2] or found[3]
        if not target or _SCHEME.match(target):
            return found[0]
        where, mark, fragment = target.replace("&amp;", "&").partition("#")
        where, query_mark, query = where.partition("?")
        plain = unquote(where)
        if plain.startswith("/"):
            meant = posixpath.normpath(plain) + ("/" if plain.endswith("/") and plain != "/" else "")
            meant = "/" + meant.lstrip("/")
        else:
            meant = posixpath.normpath(posixpath.join(posixpath.dirname(path), plain))
        marker = f"{OPEN}{meant}{CLOSE}"
        references.setdefault(marker, meant)
        rest = (query_mark + query + mark + fragment).replace("&", "&amp;").replace('"', "&quot;")
        return f'{head}"{marker}{rest}"'

    marked = _TAG.sub(lambda tag: _LINK.sub(replace, tag[0]), html)
    return Marked(marked, tuple(references.items()))


def line_of(reference: str, body: str, first_line: int) -> int:
    """The line of the file on which a body first names the end of a reference; else the first of the body."""
    name = posixpath.basename(reference.rstrip("/")) or "/"
    at = body.find(name)
    if at == -1:
        at = max(body.find(name.replace(" ", "%20")), 0)
    return first_line + body.count("\n", 0, at)


def to_references(marked: Marked, body: str, first_line: int) -> tuple[Reference, ...]:
    return tuple(Reference(marker, path, line_of(path, body, first_line)) for marker, path in marked.references)
