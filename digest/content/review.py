"""What waits for an editor: the fields named in `review`, and how one of them is closed."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from digest.content.front_matter import PAGES, FrontMatter, Head, SourceField, doubts_of, read_front_matter
from digest.content.scan import FOLDER, is_article, scan
from digest.errors import Problem
from digest.text import decode_text, read_text

_GUESS = 60
"""Characters of a value that are shown."""


class Waiting(msgspec.Struct, frozen=True):
    """A field that waits: `file` relative to the site's folder, `line` where its `review` begins, `guess` the value
    that the field has now ("" if it has none), `why` the reason ("" if it is not told)."""

    file: str
    line: int
    field: str
    guess: str
    why: str


def waiting(
    site: Path, zone: ZoneInfo, only: Callable[[str], bool], fields: Collection[str] = ()
) -> tuple[list[Waiting], tuple[Problem, ...]]:
    """The fields that wait in `site`/content, by file, and files whose front matter cannot be read.

    `only` says of a path relative to content/ whether it is looked at; `fields` are those asked for, none for all.
    """
    found = scan(site / FOLDER)
    problems = list(found.problems)
    rows: list[Waiting] = []
    for path in filter(only, filter(is_article, found.files)):
        text, problem = read_text(site / FOLDER / path, f"{FOLDER}/{path}")
        if problem:
            problems.append(problem)
        elif "review" in text:
            head, faults = _head_of(text, path, zone)
            problems += faults
            rows += _rows(head, text, path, fields) if head else []
    return rows, tuple(problems)


def _head_of(text: str, path: str, zone: ZoneInfo) -> tuple[Head | None, tuple[Problem, ...]]:
    return read_front_matter(text, f"{FOLDER}/{path}", zone, dated=not path.startswith(PAGES))


def _rows(head: Head, text: str, path: str, fields: Collection[str]) -> list[Waiting]:
    key = _REVIEW.search(text)
    line = text.count("\n", 0, key.start()) + 1 if key else 1
    return [
        Waiting(f"{FOLDER}/{path}", line, doubt.field, _guess(head.fields, doubt.field), doubt.why)
        for doubt in doubts_of(head.fields.review)
        if not fields or doubt.field in fields
    ]


def _guess(fields: FrontMatter, name: str) -> str:
    value = _shown(getattr(fields, name, ""))
    return value if len(value) <= _GUESS else value[: _GUESS - 1].rstrip() + "…"


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, SourceField):
        return value.name or value.url
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value))
    return _shown(getattr(value, "value", ""))  # a key figure


_REVIEW = re.compile(
    r"^review[ \t]*:[^\r\n]*(?:\r?\n(?:[ \t]+\S|[ \t]*-[ \t])[^\r\n]*)*(?:\r?\n[\]}][ \t]*(?=\r?\n))?", re.M
)
_ENTRY = re.compile(
    r"(?:^|(?<=\n))[ \t]+['\"]?([\w.-]+)['\"]?[ \t]*:.*(?:\n(?![ \t]+['\"]?[\w.-]+['\"]?[ \t]*:)[ \t]+.*)*\n?"
)


def close(path: Path, shown: str, zone: ZoneInfo, fields: Collection[str] = ()) -> tuple[str, ...] | Problem:
    """Takes `fields`, or all, out of the `review` of the article at `path`, and returns those taken out.

    Every other byte stays as it is. Nothing is written unless the file then says all else that it said before.
    `shown` is the path relative to content/.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        return Problem(f"{FOLDER}/{shown}", 0, f"cannot be read: {error.strerror}.")
    text, problem = decode_text(data, f"{FOLDER}/{shown}")
    if problem:
        return problem
    head, problems = _head_of(text, shown, zone)
    if head is None:
        return problems[0]
    listed = [doubt.field for doubt in doubts_of(head.fields.review)]
    unknown = [field for field in fields if field not in listed]
    if unknown:
        fact = f"'{unknown[0]}' is not in its 'review'."
        return Problem(f"{FOLDER}/{shown}", 0, fact, f"There is: {', '.join(listed) or 'nothing'}.")
    taken = tuple(field for field in listed if not fields or field in fields)
    if not taken:
        return ()
    for changed in _without(data.decode("utf-8"), head.fields.review, taken):
        if _says_the_same(changed, shown, zone, head, taken):
            _replace(path, changed.encode("utf-8"))
            return taken
    fact = "its 'review' is written in a way that cannot be changed from here."
    return Problem(f"{FOLDER}/{shown}", 0, fact, f"Take out by hand: {', '.join(taken)}.")


def _without(text: str, review: tuple[str, ...] | dict[str, str], taken: Collection[str]) -> list[str]:
    """The text without some fields of its review, in the ways that may do: lines taken out, or the key written anew."""
    found = _REVIEW.search(text)
    if found is None:
        return []
    before, block, after = text[: found.start()], found.group(), text[found.end() :]
    end = "\r\n" if "\r\n" in block + after[:2] else "\n"
    left = [doubt for doubt in doubts_of(review) if doubt.field not in taken]
    if not left:
        return [before + after.removeprefix(end)]
    first, _, entries = block.partition("\n")
    kept = _ENTRY.sub(lambda entry: "" if entry[1] in taken else entry.group(), entries + "\n").rstrip("\r\n")
    names = [json.dumps(doubt.field, ensure_ascii=False) for doubt in left]
    if isinstance(review, dict):
        whys = (json.dumps(doubt.why, ensure_ascii=False) for doubt in left)
        anew = end.join(["review:", *(f"  {name}: {why}" for name, why in zip(names, whys, strict=True))])
    else:
        anew = f"review: [{', '.join(names)}]"
    return [f"{before}{first}\n{kept}{after}", before + anew + after]


def _says_the_same(text: str, shown: str, zone: ZoneInfo, old: Head, taken: Collection[str]) -> bool:
    """Whether the changed text says what `old` does, but for the fields taken out of its review."""
    plain, _ = decode_text(text.encode("utf-8"), shown)
    new, _ = _head_of(plain, shown, zone)
    left = [doubt for doubt in doubts_of(old.fields.review) if doubt.field not in taken]
    return (
        new is not None
        and list(doubts_of(new.fields.review)) == left
        and new.body == old.body
        and msgspec.structs.replace(new.fields, review=()) == msgspec.structs.replace(old.fields, review=())
    )


def _replace(path: Path, data: bytes) -> None:
    """Writes the whole file or none of it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
