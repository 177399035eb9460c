"""On which line of an article's file something stands: read only where there is something to tell."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from digest.article_file.fields import FrontMatter, line_of_field
from digest.article_file.split import split
from digest.content.links import Places
from digest.content.scan import is_article
from digest.errors import Problem
from digest.files.folders import CONTENT
from digest.text import read_text

_SUBJECT = re.compile(r"^the (tag|source|author) '")
_QUOTED = re.compile(r"'(\w+)'")


class Whereabouts:
    """Of the articles of the site in the folder `site`. Lines count from 1; 0 where a file cannot be read any more."""

    def __init__(self, site: Path) -> None:
        self._content = site / CONTENT
        self._text = lru_cache(maxsize=1)(self._read)
        self._places = lru_cache(maxsize=1)(self._find_places)

    def of_field(self, path: str, field: str) -> int:
        """Where a field of the front matter begins."""
        text = self._text(path)
        return line_of_field(text, field) if text else 0

    def of_link(self, path: str, address: str) -> int:
        """Where an address stands, in the front matter or in the body; the body's first line, if that is not known."""
        parts = split(self._text(path))
        if parts and (at := parts.block.find(address)) >= 0:
            return parts.block.count("\n", 0, at) + 2
        places = self._places(path)
        return places.line_of(address) if places else 0

    def of_problem(self, problem: Problem) -> int:
        """Where what a build tells stands, as far as it names the field of the front matter and not its line."""
        path = problem.path.removeprefix(f"{CONTENT}/")
        if problem.line or path == problem.path or not is_article(path):
            return problem.line
        named = [*_SUBJECT.findall(problem.fact)[:1], *_QUOTED.findall(f"{problem.fact} {problem.remedy}")]
        fields = {"tag": "tags", **{field: field for field in FrontMatter.__struct_fields__}}
        lines = (self.of_field(path, fields[word]) for word in named if word in fields)
        return next((line for line in lines if line > 1), 0)

    def _read(self, path: str) -> str:
        return read_text(self._content / path, path)[0]

    def _find_places(self, path: str) -> Places | None:
        parts = split(self._text(path))
        return Places(parts.body_text, parts.body_line) if parts else None
