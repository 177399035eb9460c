"""What is learnt → learned.yaml with it, in place: entries, comments and order that are there stay as they are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml

from digest.article_file.write import scalar
from digest.errors import Problem
from digest.files.whole import create_whole, write_whole
from digest.seeds.label.learned_lines import FILE
from digest.seeds.memory.learned import Entry, Lesson, read_learned
from digest.text import read_text, without_controls
from digest.typed_yaml.load import read_mapping
from digest.typed_yaml.places import compose

HEAD = """\
# What imports have learnt of each source. It is yours too: imports go by what stands here, and by nothing else that
# they have learnt, so keep it in git. Below a source's name stand
#   out            lines that are left out
#   in             lines that stay, whatever else says
#   source         how the publisher's name is spelt
#   title_without  what is cut off the ends of titles
#   author         authors as texts have them, each with how the name is spelt
# `digest import` adds to it when you have corrected an article that it made, and when a line recurs in the texts of a
# source. To undo what it learnt, delete the line; so that it is never learnt again, put it below `in`.
"""


def add_lessons(site: Path, lessons: Sequence[Lesson]) -> Problem | None:
    """Puts lessons into `site`/learned.yaml, which is made if need be. What keeps it from taking them is given: then it
    is as it was."""
    path = site / FILE
    try:
        if not os.path.lexists(path) and create_whole(path, with_lessons(HEAD, lessons).encode()):
            return None
        old = path.read_bytes()
        text, problem = read_text(path, FILE)
        if problem:
            return problem
        new = with_lessons(text, lessons).replace("\n", "\r\n" if b"\r\n" in old else "\n").encode()
        write_whole(path, b"\xef\xbb\xbf" * old.startswith(b"\xef\xbb\xbf") + new)
    except OSError as error:
        return Problem(FILE, 0, f"cannot be written: {error.strerror}.", "What was learnt is learnt again next time.")
    except (yaml.YAMLError, ValueError):
        told = "; ".join(map(str, lessons))
        return Problem(FILE, 0, f"in its form it cannot take what was learnt: {told}.", "Put it there by hand.")
    return None


def with_lessons(text: str, lessons: Sequence[Lesson]) -> str:
    """The text of learned.yaml with lessons in it. Raises ValueError where it cannot take them, yaml.YAMLError if it is
    no YAML."""
    groups: dict[tuple[str, str], list[Lesson]] = {}
    for lesson in lessons:
        groups.setdefault((lesson.source, lesson.what), []).append(lesson)
    there = _entries(text)
    wanted = with_entries(there, lessons)
    for (source, what), group in groups.items():
        if source in there:
            text = _added(text, source, what, group)
    if text and not text.endswith("\n"):
        text += "\n"
    new: dict[str, str] = {}
    for (source, what), group in groups.items():
        if source not in there:
            new[source] = new.get(source, f"{scalar(source)}:\n") + _block(what, group, 2)
    text += "".join(new.values())
    if _entries(text) != wanted:
        raise ValueError(text)
    return text


def with_entries(entries: Mapping[str, Entry], lessons: Iterable[Lesson]) -> dict[str, Entry]:
    """What learned.yaml says with lessons in it."""
    found = dict(entries)
    for lesson in lessons:
        found[lesson.source] = _with(found.get(lesson.source, Entry()), lesson)
    return found


def _entries(text: str) -> dict[str, Entry]:
    entries, problems = read_learned(text)
    if any(problem.level == "error" for problem in problems):
        raise ValueError(problems)
    empty = {name: Entry() for name in read_mapping(text) if name not in entries}
    return {**empty, **entries}


def _with(entry: Entry, lesson: Lesson) -> Entry:
    text = _tidy(lesson.text)
    match lesson.what:
        case "out":
            return msgspec.structs.replace(entry, out=(*entry.out, text))
        case "in":
            return msgspec.structs.replace(entry, stay=(*entry.stay, text))
        case "source":
            return msgspec.structs.replace(entry, source=text)
        case "title_without":
            return msgspec.structs.replace(entry, title_without=(*entry.title_without, text))
        case "author":
            return msgspec.structs.replace(entry, author={**entry.author, text: _tidy(lesson.spelt)})


def _tidy(text: str) -> str:
    return without_controls(text).strip()


def _added(text: str, source: str, what: str, lessons: Sequence[Lesson]) -> str:
    """The text with lessons of one source that is there, which stand below one key."""
    text += "\n" * (not text.endswith("\n"))
    key, entry = _find(compose(text), source)
    if not isinstance(entry, yaml.MappingNode):  # nothing stands below the name
        return _insert(text, key.end_mark.line + 1, _block(what, lessons, key.start_mark.column + 2))
    own, value = _find(entry, what)
    if entry.flow_style:
        inside = _flow(what, lessons, whole=own is None)
        return _into_flow(text, entry if value is None else value, inside)
    if own is None or value is None:
        column = entry.value[0][0].start_mark.column if entry.value else key.start_mark.column + 2
        return _insert(text, _last_line(entry) + 1, _block(what, lessons, column))
    if isinstance(value, yaml.SequenceNode | yaml.MappingNode) and value.flow_style:
        return _into_flow(text, value, _flow(what, lessons, whole=False))
    if isinstance(value, yaml.SequenceNode | yaml.MappingNode):
        column = value.start_mark.column
        return _insert(text, _last_line(value) + 1, _rows(what, lessons, column))
    return _insert(text, own.end_mark.line + 1, _rows(what, lessons, own.start_mark.column + 2))


def _find(mapping: yaml.Node, name: str) -> tuple[Any, Any]:
    """The key of a mapping, and what stands there; None for both if it has none of this name."""
    pairs = mapping.value if isinstance(mapping, yaml.MappingNode) else ()
    return next(((key, value) for key, value in pairs if _tidy(key.value) == name), (None, None))


def _last_line(node: yaml.Node) -> int:
    """The last line, from 0, on which something of a block stands."""
    last: Any = node
    while isinstance(last, yaml.MappingNode | yaml.SequenceNode) and not last.flow_style and last.value:
        last = last.value[-1]
        if isinstance(last, tuple):
            last = last[1] if last[1].value else last[0]
    is_block = isinstance(last, yaml.ScalarNode) and last.style in ("|", ">")
    return int(last.end_mark.line) - is_block


def _insert(text: str, line: int, more: str) -> str:
    rows = [f"{row}\n" for row in text.split("\n")[:-1]]
    return "".join((*rows[:line], more, *rows[line:]))


def _into_flow(text: str, node: yaml.Node, more: str) -> str:
    """The text with `more` before the bracket that closes a node."""
    end = node.end_mark.index - 1
    before = text[:end].rstrip()
    comma = "" if before.endswith(("[", "{", ",")) else ","
    blank = "" if before.endswith(("[", "{")) else " "
    return f"{text[: len(before)]}{comma}{blank}{more}{text[len(before) :]}"


def _block(what: str, lessons: Sequence[Lesson], column: int) -> str:
    """Key and values in lines of their own."""
    if what == "source":
        return f"{' ' * column}source: {scalar(_tidy(lessons[-1].text))}{_comment(lessons[-1])}\n"
    return f"{' ' * column}{what}:\n{_rows(what, lessons, column + 2)}"


def _rows(what: str, lessons: Sequence[Lesson], column: int) -> str:
    def row(lesson: Lesson) -> str:
        text = scalar(_tidy(lesson.text))
        return f"{text}: {scalar(_tidy(lesson.spelt))}" if what == "author" else f"- {text}"

    return "".join(f"{' ' * column}{row(lesson)}{_comment(lesson)}\n" for lesson in lessons)


def _comment(lesson: Lesson) -> str:
    """Why it is there: a file's name may hold what ends a line."""
    return f"  # {''.join(sign if sign.isprintable() else '?' for sign in lesson.why)}"


def _flow(what: str, lessons: Sequence[Lesson], *, whole: bool) -> str:
    """Values, or the `whole` of key and values, inside of brackets."""
    texts = [scalar(_tidy(lesson.text), flow=True) for lesson in lessons]
    if what == "source":
        return f"source: {texts[-1]}"
    if what == "author":
        spelt = (scalar(_tidy(lesson.spelt), flow=True) for lesson in lessons)
        inside = ", ".join(f"{text}: {name}" for text, name in zip(texts, spelt, strict=True))
        return f"author: {{{inside}}}" if whole else inside
    return f"{what}: [{', '.join(texts)}]" if whole else ", ".join(texts)
