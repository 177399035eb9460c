"""Links in a body, read and changed on parsed attributes: those into the site are marked, for where they lead is known
only when all articles are.

A marker is two private-use characters with a number between them. They are taken out of every source, so that nobody
but this module can write one; and no word of the link is in it, so that nothing has to be escaped.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote

import msgspec

from digest.model.article import Jump, Reference

OPEN, CLOSE = "\ue000", "\ue001"

_LINKS = {
    *(("a", "href"), ("area", "href"), ("img", "src"), ("source", "src"), ("track", "src")),
    *(("video", "src"), ("video", "poster"), ("audio", "src")),
}
_SRCSETS = {("img", "srcset"), ("source", "srcset")}
_ELSEWHERE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|//|[#?]|$)")
"""How a link begins that does not lead to another page or file of the site."""

_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])(\s[^,]*)?(?:,|$)")
"""An address in `srcset` with its width or density: https://html.spec.whatwg.org/multipage/images.html#srcset-attributes"""

_FILE = re.compile(r"[^/\s]\.\w{1,12}$")
_WEB = re.compile(r"https?:|//", re.IGNORECASE)
_CODE = re.compile(r"^(```+|~~~+)|`[^`\n]+`|<!--", re.MULTILINE)


_SAFE_ID = re.compile(r' id="([^"]*)"')
_ID = re.compile(r"""\s(?:id|name)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]++))""", re.IGNORECASE)
_WRITTEN = re.compile(r"""(?:\]\(\s*+<?+|\]:\s*+<?+|=\s*+["']?+\s*+|,\s*+|<)([^\s"'<>()]++)""")
"""Where in Markdown an address may stand."""

SOUGHT = 100
"""So many addresses, at the most, are looked for in other places than those."""


class _Found(msgspec.Struct):
    """A link as it was first written, what stands for it, and the places that it leads to, as they were written."""

    marker: str
    written: str
    jumps: dict[str, str] = {}


class Links:
    """The links of the body of one article: `path` is that of its file, relative to content/."""

    def __init__(self, path: str) -> None:
        self._folder = posixpath.dirname(path)
        self._found: dict[str, _Found] = {}  # by what is meant
        self._own: dict[str, str] = {}  # places in the body itself, as they were written

    def marked(self, tag: str, name: str, value: str) -> str:
        """The value of an attribute, with markers in the place of the links into the site that it holds."""
        if (tag, name) in _LINKS:
            return self._link(value.strip(), name == "href")
        if (tag, name) in _SRCSETS:
            return ", ".join(
                f"{self._link(address)}{size.rstrip()}"
                for address, size in candidates(value)
                if _WEB.match(address) or not _ELSEWHERE.match(address)
            )
        return value

    def _link(self, target: str, may_jump: bool = False) -> str:
        if _ELSEWHERE.match(target):
            if may_jump and target[0:1] == "#":
                self._own.setdefault(target[1:], target)
            return target
        where, mark, fragment = target.partition("#")
        where, query_mark, query = where.partition("?")
        meant = _meant(where, self._folder)
        found = self._found.setdefault(meant, _Found(f"{OPEN}{len(self._found)}{CLOSE}", where))
        if may_jump and fragment:
            found.jumps.setdefault(fragment, target)
        return f"{found.marker}{query_mark}{query}{mark}{fragment}"

    def references(self, body: str, first_line: int) -> tuple[tuple[Reference, ...], tuple[Jump, ...]]:
        """What the markers stand for, and the places in the body itself that links lead to. A path is relative to
        content/; that of a link from the site's root keeps its slash. `body` is the Markdown, which begins on
        `first_line` of the file."""
        if not self._found and not self._own:
            return (), ()
        places = Places(body, first_line)
        references = tuple(
            Reference(found.marker, meant, places.line_of(found.written), tuple(_jumps(found.jumps, places)))
            for meant, found in self._found.items()
        )
        return references, tuple(_jumps(self._own, places))


def candidates(srcset: str) -> list[tuple[str, str]]:
    """The addresses in the value of `srcset`, each with its width or density."""
    return _CANDIDATE.findall(srcset)


def _meant(where: str, folder: str) -> str:
    """What the path of a link means: relative to content/, or from the site's root with its slash."""
    plain = unquote(where)
    if plain.startswith("/"):
        meant = posixpath.normpath(plain) + ("/" if plain.endswith("/") and plain != "/" else "")
        return "/" + meant.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, plain))


def target_of(address: str, path: str) -> tuple[str, str]:
    """What a link in the article at `path` leads to: a file in content/, or a page or file from the site's root without
    its slash; and the place there, which is "" for none and for the top."""
    where, _, fragment = address.partition("#")
    where = where.partition("?")[0]
    id = unquote(fragment.partition(":~:")[0])  # https://wicg.github.io/scroll-to-text-fragment/
    if id.lower() == "top":  # https://html.spec.whatwg.org/multipage/browsing-the-web.html#top-of-the-document
        id = ""
    return (_meant(where, posixpath.dirname(path)).lstrip("/") if where else path), id


def file_meant(target: str, path: str) -> str:
    """The file, relative to content/, that a link in the article at `path` leads to."""
    return _meant(target.strip(), posixpath.dirname(path)).removeprefix("/")


def files_named(values: Iterable[str], path: str) -> Iterator[str]:
    """The files, relative to content/, that values name as links in the article at `path` would: what has the form of
    a file's name, for whether one is there is not known."""
    for value in values:
        where = re.split(r"[?#]", value.strip(), maxsplit=1)[0]
        if not _ELSEWHERE.match(where) and _FILE.search(where):
            yield _meant(where, posixpath.dirname(path)).removeprefix("/")


def _jumps(written: dict[str, str], places: Places) -> Iterator[Jump]:
    for target in written.values():
        _, id = target_of(target, "")
        if id:
            yield Jump(id, places.line_of(target))


def ids_in(html: str, is_safe: bool) -> tuple[str, ...]:
    """The ids of the elements in HTML and, if it is as somebody wrote it, the old names of anchors."""
    found = _SAFE_ID.findall(html) if is_safe else ["".join(given) for given in _ID.findall(html)]
    return tuple(dict.fromkeys(map(unescape, found)))


class Places:
    """Where in a Markdown text links stand."""

    def __init__(self, body: str, first_line: int) -> None:
        self._prose = without_code(body)
        self._first_line = first_line
        self._ends = [found.start() for found in re.finditer("\n", self._prose)]
        self._sought = 0
        self._places: dict[str, int] = {}
        for found in written_in(self._prose):
            for written in (found.address, found.address.partition("#")[0].partition("?")[0]):
                self._places.setdefault(written, found.at)

    def line_of(self, written: str) -> int:
        """The line of the file with a link that is written so; the first one if it is not to be found."""
        forms = dict.fromkeys((written, unquote(written), written.replace("&", "&amp;")))
        at = next((self._places[form] for form in forms if form in self._places), -1)
        if at < 0 and self._sought < SOUGHT:
            self._sought += 1
            at = max(map(self._prose.find, forms))
        return self._first_line + bisect_left(self._ends, max(at, 0))


class Written(msgspec.Struct, frozen=True):
    """What may be the address of a link: `at` is the place in the text of the sign before it. In an indented line it
    may be code (CommonMark §4.4), or go on with an item of a list."""

    address: str
    at: int
    is_indented: bool


def written_in(prose: str) -> list[Written]:
    """The addresses in a Markdown text, which is `without_code`: those first that stand in no indented line."""
    found = []
    start = seen = 0  # of the line, and how far it was looked for
    for one in _WRITTEN.finditer(prose):
        start = prose.rfind("\n", seen, one.start()) + 1 or start
        seen = one.start()
        found.append(Written(one[1], seen, prose.startswith(("    ", "\t"), start)))
    return sorted(found, key=lambda each: each.is_indented)


def without_code(body: str, comments: bool = True) -> str:
    """A Markdown text of the same length, with blanks in the place of code and, if asked, of comments."""
    parts, done, at = [], 0, 0
    endless: set[str] = set()
    while found := _CODE.search(body, at):
        at = found.end()
        closing = f"\n{found[1]}" if found[1] else "-->" if found[0] == "<!--" else ""
        if closing:
            end = -1 if closing in endless else body.find(closing, at)
            if end < 0 or (closing == "-->" and not comments):
                endless.add(closing)
                continue
            at = end + len(closing)
        parts += [body[done : found.start()], re.sub(r"[^\n]", " ", body[found.start() : at])]
        done = at
    return "".join((*parts, body[done:]))
