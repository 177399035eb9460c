"""docs/views.md, made from the view types' own source: `python -m tests.views_document` writes it anew."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "views.md"
SOURCES = tuple(ROOT / "digest" / "model" / f"{name}.py" for name in ("views", "shown", "article"))

_ROW = re.compile(r"^ {4}(\S+\.\w+) +(\w+View) +(.+)$", re.MULTILINE)
_PLAIN = {
    "str": "text",
    "Shown": "text",
    "ListingOf": "text",
    "Period": "text",
    "Direction": "text",
    "Words": "words",
    "int": "whole number",
    "bool": "true or false",
    "bytes": "bytes",
    "dt.date": "date",
    "dict[str, Any]": "mapping",
    "dict[str, str]": "mapping",
}

HEAD = """# What templates see

Made from `digest/model/views.py` by `python -m tests.views_document`; `make test` fails if the two differ.

Every template is given two variables: `site`, a [Site](#site), and `page`, the view of its kind. There is no other
data: no list of all articles, no clock, no files. A name that is not in these tables is an error that names the
template and its line.

Text that is not there is `""` and a list that is empty is `()`, so both can be tested with `{% if … %}`; only what is
marked "or none" can be none. A date is a Python date (`{{ page.day.year }}`); a time is text in the form of RFC 3339.
URLs are relative to the site's root: put them through the filter [link](themes.md#filters) to make a link of them.
"""


class Field(msgspec.Struct, frozen=True):
    name: str
    type: str
    comment: str


class Type(msgspec.Struct, frozen=True):
    """A class of the sources: its docstring and its own fields, without those that it inherits."""

    name: str
    base: str
    about: str
    fields: tuple[Field, ...]


def document(sources: Iterable[str]) -> str:
    """The Markdown of docs/views.md. The first source is that of the views, with its table of templates."""
    texts = list(sources)
    types = {found.name: found for text in texts for found in types_in(text)}
    templates = _ROW.findall(ast.get_docstring(ast.parse(texts[0]), clean=False) or "")
    views = list(dict.fromkeys(view for _, view, _ in templates))
    parts = [HEAD, _templates(templates)]
    parts += [_section(types[name], types) for name in ("Site", "View", *views)]
    parts += ["## Values\n\nWhat stands inside the views.\n"]
    parts += [_section(types[name], types, "###") for name in sorted(_reached(("Site", "View", *views), types))]
    return "\n".join(parts)


def types_in(source: str) -> Iterator[Type]:
    comments = _comments(source)
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            fields = (item for item in node.body if isinstance(item, ast.AnnAssign))
            yield Type(
                node.name,
                ast.unparse(node.bases[0]) if node.bases else "",
                " ".join((ast.get_docstring(node) or "").split()),
                tuple(
                    Field(ast.unparse(field.target), ast.unparse(field.annotation), comments.get(field.lineno, ""))
                    for field in fields
                ),
            )


def _comments(source: str) -> dict[int, str]:
    """Comments by the line (from 1) on which they stand."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}


def _templates(rows: Iterable[tuple[str, str, str]]) -> str:
    lines = [f"| `{template}` | [{view}](#{view.lower()}) | {about} |" for template, view, about in rows]
    return "\n".join(["| template | `page` is a | which makes |", "|---|---|---|", *lines, ""])


def _section(found: Type, types: Mapping[str, Type], level: str = "##") -> str:
    lines = [f"{level} {found.name}", ""]
    if found.about:
        lines += [found.about, ""]
    if found.base == "View":
        lines += ["All of [View](#view), and:" if found.fields else "What every [View](#view) has, and no more.", ""]
    if found.fields:
        lines += ["| name | type | |", "|---|---|---|"]
        lines += [f"| `{field.name}` | {_words(field.type, types)} | {field.comment} |" for field in found.fields]
        lines += [""]
    return "\n".join(lines)


def _words(annotation: str, types: Mapping[str, Type]) -> str:
    """An annotation in words: `tuple[Card, ...]` → list of Card, with a link to it."""
    if annotation.endswith(" | None"):
        return f"{_words(annotation.removesuffix(' | None'), types)} or none"
    if inner := re.fullmatch(r"tuple\[(.+), \.\.\.\]", annotation):
        return f"list of {_words(inner[1], types)}"
    if annotation in types:
        return f"[{annotation}](#{annotation.lower()})"
    return _PLAIN[annotation]


def _reached(names: Iterable[str], types: Mapping[str, Type]) -> set[str]:
    """The types that stand, at any depth, inside the named ones, without these."""
    start = set(names)
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        for field in types[waiting.pop()].fields:
            inside = {word for word in re.findall(r"\w+", field.type) if word in types} - reached - start
            reached |= inside
            waiting.extend(inside)
    return reached


def main() -> None:
    text = document(path.read_text(encoding="utf-8") for path in SOURCES)
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
