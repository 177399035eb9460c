"""What waits for an editor: the fields named in `review`, and how one of them is closed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from digest.article_file.edit import ArticleFile, Change
from digest.article_file.fields import PAGES, FrontMatter, Head, SourceField, doubts_of, read_front_matter
from digest.article_file.mark import without_held
from digest.article_file.split import split
from digest.errors import Problem
from digest.files.folders import CONTENT
from digest.text import decode_text

_GUESS = 60
"""Characters of a value that are shown."""


class Waiting(msgspec.Struct, frozen=True):
    """A field that waits: `file` relative to the site's folder, `line` where its `review` begins, `guess` the value
    that the field has now ("" if it has none), `why` the reason ("" if it is not told). `held` says that the import
    made the article a draft until then."""

    file: str
    line: int
    field: str
    guess: str
    why: str
    held: bool = False


def waiting(
    files: Iterable[ArticleFile], zone: ZoneInfo, fields: Collection[str] = ()
) -> tuple[list[Waiting], tuple[Problem, ...]]:
    """The fields that wait in articles, by file, and files whose front matter cannot be read. `fields` are those asked
    for, none for all."""
    problems: list[Problem] = []
    rows: list[Waiting] = []
    for file in files:
        text, problem = decode_text(file.data, file.shown)
        if problem:
            problems.append(problem)
        elif "review" in text:
            head, faults = _head_of(text, file.shown, zone)
            problems += faults
            rows += _rows(head, text, file.shown, fields) if head else []
    return rows, tuple(problems)


def _head_of(text: str, shown: str, zone: ZoneInfo) -> tuple[Head | None, tuple[Problem, ...]]:
    return read_front_matter(text, shown, zone, dated=not shown.startswith(f"{CONTENT}/{PAGES}"))


def _rows(head: Head, text: str, shown: str, fields: Collection[str]) -> list[Waiting]:
    key = _review_in(text)
    line = text.count("\n", 0, key.start()) + 1 if key else 1
    held = head.fields.draft and head.fields.seed is not None and head.fields.seed.held
    return [
        Waiting(shown, line, doubt.field, _guess(head.fields, doubt.field), doubt.why, held)
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


def _review_in(text: str) -> re.Match[str] | None:
    parts = split(text)
    return _REVIEW.search(text, parts.start, parts.end) if parts else None


class Closed(msgspec.Struct, frozen=True):
    """The fields that are closed, and what that changes, None if nothing waited; `is_released` says that the article is
    no draft any more."""

    fields: tuple[str, ...]
    change: Change | None
    is_released: bool


def closed(
    file: ArticleFile,
    zone: ZoneInfo,
    fields: Collection[str] = (),
    still_held: Callable[[Iterable[str]], bool] = any,
) -> Closed | Problem:
    """What takes `fields`, or all, out of the `review` of an article.

    If the import made it a draft, it is none any more as soon as `still_held` says no of the fields that are left. A
    draft of an editor's own stays one. Every other byte stays as it is, and the file then says all else that it said
    before.
    """
    text, problem = decode_text(file.data, file.shown)
    if problem:
        return problem
    head, problems = _head_of(text, file.shown, zone)
    if head is None:
        return problems[0]
    listed = [doubt.field for doubt in doubts_of(head.fields.review)]
    unknown = [field for field in fields if field not in listed]
    if unknown:
        fact = f"'{unknown[0]}' is not in its 'review'."
        return Problem(file.shown, 0, fact, f"There is: {', '.join(listed) or 'nothing'}.")
    taken = tuple(field for field in listed if not fields or field in fields)
    seed, fields_then = head.fields.seed, head.fields
    goes = seed is not None and seed.held and not still_held(field for field in listed if field not in taken)
    if not taken and not goes:
        return Closed((), None, False)
    if seed and goes:
        seed = msgspec.structs.replace(seed, held=False)
        fields_then = msgspec.structs.replace(fields_then, draft=False, seed=seed)
    is_released = head.fields.draft and not fields_then.draft
    then = msgspec.structs.replace(head, fields=fields_then)
    raw = file.data.decode("utf-8")
    for changed in _without(raw, head.fields.review, taken) if taken else [raw]:
        new = _released(changed) if goes else changed
        if _says_the_same(new, file.shown, zone, then, taken):
            return Closed(taken, Change(file, new.encode("utf-8")), is_released)
    fact = "its 'review' is written in a way that cannot be changed from here."
    by_hand = (*taken, *(["draft"] if is_released else []))
    return Problem(file.shown, 0, fact, f"Take out by hand: {', '.join(by_hand)}.")


_DRAFT = re.compile(r"^draft[ \t]*:[ \t]*true[ \t]*(?:#[^\r\n]*)?\r?\n", re.M)


def _released(text: str) -> str:
    """The text of an article that the import made a draft without that, as far as it is written as imports do."""
    parts = split(text)
    if parts is None:
        return text
    head = without_held(_DRAFT.sub("", parts.block, count=1))
    return text[: parts.start] + head + text[parts.end :]


def _without(text: str, review: tuple[str, ...] | dict[str, str], taken: Collection[str]) -> list[str]:
    """The text without some fields of its review, in the ways that may do: lines taken out, or the key written anew."""
    found = _review_in(text)
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


def _says_the_same(text: str, shown: str, zone: ZoneInfo, then: Head, taken: Collection[str]) -> bool:
    """Whether the changed text says what `then` does, but for the fields taken out of its review."""
    plain, _ = decode_text(text.encode("utf-8"), shown)
    new, _ = _head_of(plain, shown, zone)
    left = [doubt for doubt in doubts_of(then.fields.review) if doubt.field not in taken]
    return (
        new is not None
        and list(doubts_of(new.fields.review)) == left
        and new.body == then.body
        and msgspec.structs.replace(new.fields, review=()) == msgspec.structs.replace(then.fields, review=())
    )
