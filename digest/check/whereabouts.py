"""On which line of an article's file something stands: read only where there is something to tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from digest.article_file.fields import FrontMatter, line_of_field
from digest.article_file.split import Split, split
from digest.check.alt_texts import DECORATION, UNNAMED, words_of
from digest.content.links import Places, Written, is_indented, target_of, without_code, written_in
from digest.content.scan import is_article
from digest.errors import Problem
from digest.files.folders import CONTENT
from digest.text import read_text

_SUBJECT = re.compile(r"^the (tag|source|author) '")
_QUOTED = re.compile(r"'(\w+)'")
_OF_LINK = "links to "


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
        forms = {address, unquote(address), address.replace("&", "&amp;")}
        if lines := body.lines(lambda one: one.address in forms):
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
        words = [
            (words_of(body.prose, one), one)
            for one in body.written
            if one.address == picture or target_of(one.address, path)[0] == picture
        ]
        if lines := body.lines(lambda one: (UNNAMED, one) in words):
            return lines
        return [] if any(state == DECORATION for state, _ in words) else [line]

    def of_problem(self, problem: Problem) -> Sequence[int]:
        """Where what a build tells stands: each place of a link, where it names the first; and where it names a field
        of the front matter and not its line, that."""
        path = problem.path.removeprefix(f"{CONTENT}/")
        if path == problem.path or not is_article(path):
            return [problem.line]
        if problem.line:
            return self._of_same_links(path, problem)
        named = [*_SUBJECT.findall(problem.fact)[:1], *_QUOTED.findall(f"{problem.fact} {problem.remedy}")]
        fields = {"tag": "tags", **{field: field for field in FrontMatter.__struct_fields__}}
        lines = (self.of_field(path, fields[word]) for word in named if word in fields)
        return [next((line for line in lines if line > 1), 0)]

    def _of_same_links(self, path: str, problem: Problem) -> Sequence[int]:
        def is_told(one: Written) -> bool:
            target, id = target_of(one.address, path)
            if problem.fact.startswith(f"{_OF_LINK}'#"):
                where = "," if one.address.startswith("#") else f" in {CONTENT}/{target},"
                return problem.fact.startswith(f"{_OF_LINK}'#{id}'{where}")
            return any(problem.fact.startswith(f"{_OF_LINK}{name},") for name in _names_of(target))

        body = self._body(path) if problem.fact.startswith(_OF_LINK) else None
        lines = body.lines(is_told) if body else []
        return lines if problem.line in lines else [problem.line]

    def _read(self, path: str) -> str:
        return read_text(self._content / path, path)[0]

    def _find_body(self, path: str) -> _Body | None:
        parts = split(self._text(path))
        return _Body(parts) if parts else None


def _names_of(target: str) -> tuple[str, ...]:
    """How what is told of a link may name what it leads to: see `site.references`."""
    return f"'{target}'", f"{CONTENT}/{target}", f"/{target}"


class _Body:
    """The links that an article's body may have, as they are written."""

    def __init__(self, parts: Split) -> None:
        self.parts = parts
        self.prose = without_code(parts.body_text)
        self.written = written_in(self.prose)

    def lines(self, is_one: Callable[[Written], bool]) -> list[int]:
        """The lines on which such ones stand; of those in indented lines, which may be code, if there are no others."""
        found = list(filter(is_one, self.written))
        sure = [one for one in found if not is_indented(self.prose, one.at)]
        return sorted({self._line(one) for one in sure or found})

    def on(self, line: int) -> list[Written]:
        return [one for one in self.written if self._line(one) == line]

    def _line(self, one: Written) -> int:
        return self.parts.body_line + self.prose.count("\n", 0, one.at)
