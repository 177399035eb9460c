"""On which line of an article's file something stands: read only where there is something to tell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from digest.article_file.fields import FrontMatter, line_of_field
from digest.article_file.split import Split, split
from digest.check.alt_texts import DECORATION, UNNAMED, words_of
from digest.content.links import Places, Written, target_of, without_code, written_in
from digest.content.scan import is_article
from digest.errors import Problem
from digest.files.folders import CONTENT
from digest.text import read_text

_SUBJECT = re.compile(r"^the (tag|source|author) '")
_QUOTED = re.compile(r"'(\w+)'")
_LINK = re.compile(r"links to (.*), which is ", re.DOTALL)


class Whereabouts:
    """Of the articles of the site in the folder `site`. Lines count from 1; 0 where a file cannot be read any more."""

    def __init__(self, site: Path) -> None:
        self._content = site / CONTENT
        self._text = lru_cache(maxsize=1)(self._read)
        self._body = lru_cache(maxsize=1)(self._find_body)

    def of_field(self, path: str, field: str) -> int:
        """Where a field of the front matter begins."""
        text = self._text(path)
        return line_of_field(text, field) if text else 0

    def of_link(self, path: str, address: str) -> Sequence[int]:
        """Where an address on the web stands as a link, in the body or as that of the source; the first place that has
        it, or the body's first line, where that is not known."""
        body = self._body(path)
        if body is None:
            return [0]
        forms = dict.fromkeys((address, unquote(address), address.replace("&", "&amp;")))
        if lines := body.lines(one for form in forms for one in body.by_address.get(form, ())):
            return lines
        url = re.search(rf"\b(?:url|licence):\s*[\"']?{re.escape(address)}(?=[\"'\s,}}]|$)", body.parts.block)
        if url:
            return [body.parts.block.count("\n", 0, url.start()) + 2]
        return [Places(body.parts.body_text, body.parts.body_line).line_of(address)]

    def of_picture(self, path: str, picture: str, line: int) -> Sequence[int]:
        """Where the body of the article at `path` shows a `picture`, which is a file in content/ or an address on the
        web, without a word on it; `line` if that is not known. Nowhere if HTML says that it needs none (alt="")."""
        body = self._body(path)
        if body is None:
            return [line]
        places = body.by_address.get(picture) or body.by_name.get(f"'{picture.strip('/')}'") or []
        words = [(one, words_of(body.prose, one)) for one in places]
        if lines := body.lines(one for one, state in words if state == UNNAMED):
            return lines
        return [] if any(state == DECORATION for _, state in words) else [line]

    def of_problem(self, problem: Problem) -> Sequence[int]:
        """Where what a build tells stands: each place of a link, where it names the first; and where it names a field
        of the front matter and not its line, that."""
        path = problem.path.removeprefix(f"{CONTENT}/")
        if path == problem.path or not is_article(path):
            return [problem.line]
        if problem.line:
            return self._of_same_links(path, problem)
        named = [*_SUBJECT.findall(problem.fact)[:1], *_QUOTED.findall(problem.text)]
        fields = {"tag": "tags", **{field: field for field in FrontMatter.__struct_fields__}}
        lines = (self.of_field(path, fields[word]) for word in named if word in fields)
        return [next((line for line in lines if line > 1), 0)]

    def _of_same_links(self, path: str, problem: Problem) -> Sequence[int]:
        named = _LINK.match(problem.fact)
        body = self._body(path) if named else None
        lines = body.lines(body.by_name.get(named[1], ())) if body and named else []
        return lines if problem.line in lines else [problem.line]

    def _read(self, path: str) -> str:
        return read_text(self._content / path, path)[0]

    def _find_body(self, path: str) -> _Body | None:
        parts = split(self._text(path))
        return _Body(path, parts) if parts else None


class _Body:
    """The links that an article's body may have, as they are written: by their addresses, and by what is told of them
    (see `site.references`)."""

    def __init__(self, path: str, parts: Split) -> None:
        self.parts = parts
        self.prose = without_code(parts.body_text)
        self.by_address: dict[str, list[Written]] = defaultdict(list)
        self.by_name: dict[str, list[Written]] = defaultdict(list)
        self._ends = [found.start() for found in re.finditer("\n", self.prose)]
        for one in written_in(self.prose):
            self.by_address[one.address].append(one)
            for name in _names_of(one.address, path):
                self.by_name[name].append(one)

    def lines(self, places: Iterable[Written]) -> list[int]:
        """The lines on which they stand; of those in indented lines, which may be code, if there are no others."""
        found = list(places)
        sure = [one for one in found if not one.is_indented]
        return sorted({self.parts.body_line + bisect_left(self._ends, one.at) for one in sure or found})


def _names_of(address: str, path: str) -> tuple[str, ...]:
    """How what is told of a link may name what it leads to."""
    target, id = target_of(address, path)
    place = () if not id else (f"'#{id}'",) if address.startswith("#") else (f"'#{id}' in {CONTENT}/{target}",)
    return f"'{target}'", f"{CONTENT}/{target}", f"/{target}", *place
