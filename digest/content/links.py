"""Links in a body, read and changed on parsed attributes: those into the site are marked, for where they lead is known
only when all articles are.

A marker is two private-use characters with a number between them. They are taken out of every source, so that nobody
but this module can write one; and no word of the link is in it, so that nothing has to be escaped.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

import msgspec

from digest.model.article import Reference

OPEN, CLOSE = "\ue000", "\ue001"

_LINKS = {
    *(("a", "href"), ("area", "href"), ("img", "src"), ("source", "src"), ("track", "src")),
    *(("video", "src"), ("video", "poster"), ("audio", "src")),
}
_SRCSETS = {("img", "srcset"), ("source", "srcset")}
_ELSEWHERE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|//|[#?]|$)")
"""How a link begins that does not lead to another page or file of the site."""

_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(\s[^,]*)?(?:,|$)")
"""An address in `srcset` with its width or density: https://html.spec.whatwg.org/multipage/images.html#srcset-attributes"""

_FILE = re.compile(r"[^/\s]\.\w{1,12}$")
_WEB = re.compile(r"https?:|//", re.IGNORECASE)
_CODE = re.compile(r"^(```+|~~~+).*?^\1|`[^`\n]+`|<!--.*?-->", re.MULTILINE | re.DOTALL)


class _Found(msgspec.Struct, frozen=True):
    """A link as it was first written, and what stands for it."""

    marker: str
    written: str


class Links:
    """The links of the body of one article: `path` is that of its file, relative to content/."""

    def __init__(self, path: str) -> None:
        self._folder = posixpath.dirname(path)
        self._found: dict[str, _Found] = {}  # by what is meant

    def marked(self, tag: str, name: str, value: str) -> str:
        """The value of an attribute, with markers in the place of the links into the site that it holds."""
        if (tag, name) in _LINKS:
            return self._link(value.strip())
        if (tag, name) in _SRCSETS:
            candidates = _CANDIDATE.findall(value)
            return ", ".join(
                f"{self._link(address)}{size.rstrip()}"
                for address, size in candidates
                if _WEB.match(address) or not _ELSEWHERE.match(address)
            )
        return value

    def _link(self, target: str) -> str:
        if _ELSEWHERE.match(target):
            return target
        where, mark, fragment = target.partition("#")
        where, query_mark, query = where.partition("?")
        meant = _meant(where, self._folder)
        found = self._found.setdefault(meant, _Found(f"{OPEN}{len(self._found)}{CLOSE}", where))
        return f"{found.marker}{query_mark}{query}{mark}{fragment}"

    def references(self, body: str, first_line: int) -> tuple[Reference, ...]:
        """What the markers stand for. A path is relative to content/; that of a link from the site's root keeps its
        slash. `body` is the Markdown, which begins on `first_line` of the file."""
        if not self._found:
            return ()
        prose = without_code(body)
        return tuple(
            Reference(found.marker, meant, first_line + prose.count("\n", 0, _place(found.written, prose)))
            for meant, found in self._found.items()
        )


def _meant(where: str, folder: str) -> str:
    """What the path of a link means: relative to content/, or from the site's root with its slash."""
    plain = unquote(where)
    if plain.startswith("/"):
        meant = posixpath.normpath(plain) + ("/" if plain.endswith("/") and plain != "/" else "")
        return "/" + meant.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, plain))


def files_named(values: Iterable[str], path: str) -> Iterator[str]:
    """The files, relative to content/, that values name as links in the article at `path` would: what has the form of
    a file's name, for whether one is there is not known."""
    for value in values:
        where = re.split(r"[?#]", value.strip(), maxsplit=1)[0]
        if not _ELSEWHERE.match(where) and _FILE.search(where):
            yield _meant(where, posixpath.dirname(path)).removeprefix("/")


def without_code(body: str) -> str:
    """A Markdown text of the same length, with blanks in the place of code and comments."""
    return _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), body)


def _place(written: str, prose: str) -> int:
    """Where in a Markdown text a link to `written` stands; 0 if it is not to be found."""
    forms = dict.fromkeys((written, unquote(written), written.replace("&", "&amp;")))
    names = "|".join(map(re.escape, forms))
    link = re.search(rf"""(?:\]\(\s*<?|\]:\s*<?|=\s*["']?\s*|,\s*|<)(?:{names})(?![\w.-])""", prose)
    if link:
        return link.start()
    return max((prose.find(form) for form in forms), default=0) if any(form in prose for form in forms) else 0
