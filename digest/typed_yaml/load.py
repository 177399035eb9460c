"""YAML text → a typed, frozen value, or every problem in it with its line.

Scalars reach the types as the text that was typed: `lang: no` is Norwegian and not false, `title: 1986` a
title and not a number, and a date is read by us and not by YAML 1.1's rules. Only what stands below a free
mapping (`extra:`, `theme_options:`) is given the types of YAML 1.2's core schema.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar, get_args

import msgspec
import yaml

from digest.errors import Problem, ProblemsError, is_stopped
from digest.text import without_controls
from digest.typed_yaml.budget import NotReadError, check_budget
from digest.typed_yaml.check import Check
from digest.typed_yaml.loaders import CoreLoader, TextLoader
from digest.typed_yaml.messages import entries_of, fields_of, is_struct, plain
from digest.typed_yaml.quick import plain_mapping
from digest.typed_yaml.slips import slips_in

T = TypeVar("T")

_NO_MAPPING = "this must be a mapping, a line 'key: value' for each setting."


def decode(text: str, kind: type[T], *, path: str, first_line: int = 1) -> T:
    """The YAML mapping in `text` as a `kind` (a msgspec Struct).

    `path` and `first_line` (of the text, from 1) say where the text stands, for the messages. A key that is
    left empty counts as absent. Raises ProblemsError with every problem, one for each faulty key.
    """
    value, problems = decode_what_can_be(text, kind, path=path, first_line=first_line)
    if value is None or is_stopped(problems):
        raise ProblemsError(problems)
    return value


def decode_what_can_be(
    text: str, kind: type[T], *, path: str, first_line: int = 1
) -> tuple[T | None, tuple[Problem, ...]]:
    """As `decode`, but keys that are faulty fall back to their defaults beside the problems told; those of a mapping
    of names (`dict[str, X]`, which `kind` may be too) are left out.

    The value is None when a required key is missing or faulty, or the text is no YAML mapping.
    """
    try:
        data = read_mapping(text, _free_fields(kind))  # type: ignore[arg-type]
        slips = tuple(slips_in(text, path, first_line))
    except yaml.YAMLError as error:
        return None, (yaml_problem(error, text, path, first_line),)
    keeps_empty = types.NoneType in get_args(plain(entries_of(kind)))
    data = {key: value for key, value in data.items() if value is not None or keeps_empty}
    try:
        return msgspec.convert(data, kind, strict=False), slips
    except msgspec.ValidationError:
        check = Check(text, path, first_line)
        return check.read(data, kind), (*check.problems, *slips)


def read_mapping(text: str, free: Iterable[str] = ()) -> dict[str, Any]:
    """The YAML mapping in `text`: each value as the text that was typed, or None, but what stands below the keys
    `free` with its type. Raises yaml.YAMLError for whatever is wrong with the text: see `budget`."""
    data = plain_mapping(text)
    if data is None:
        check_budget(text)
        data = yaml.load(text, TextLoader)
    if data is None:
        data = {}
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise yaml.MarkedYAMLError(problem=_NO_MAPPING)
    typed = [name for name in free if name in data]
    if typed:
        core = yaml.load(text, CoreLoader)
        data.update((name, core[name]) for name in typed)
    return {key: _tidy(value) for key, value in data.items()}


def decode_each(text: str, kind: type[T], *, path: str) -> tuple[dict[str, T], tuple[Problem, ...]]:
    """The YAML mapping in `text`, whose keys may be any, with each of its values as a `kind` (a msgspec Struct)."""
    found, problems = decode_what_can_be(text, dict[str, kind], path=path)  # type: ignore[valid-type]
    return found or {}, problems


def _tidy(value: Any) -> Any:
    """The value with what can be kept: text without control characters and white space at its ends, keys that are
    text."""
    if isinstance(value, str):
        return without_controls(value).strip()
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _tidy(item) for key, item in value.items()}
    return value


@cache
def _free_fields(kind: Any) -> tuple[str, ...]:
    fields = fields_of(kind) if is_struct(kind) else ()
    return tuple(field.encode_name for field in fields if plain(field.type) == dict[str, Any])


_GLUED = re.compile(r"[ \t]*(?:([A-Za-z_][\w-]*:)(?=[^\s:/])|(-)(?=[^\s-]))")
"""A key or the sign of an item with its value straight behind it: for YAML all of it is text."""


def yaml_problem(error: yaml.YAMLError, text: str, path: str, first_line: int) -> Problem:
    """What `read_mapping` has raised, of a text that begins on `first_line` of the file at `path`."""
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    lines = text.splitlines()
    at = min(mark.line, max(len(lines) - 1, 0)) if mark else 0
    if isinstance(error, NotReadError):
        return Problem(path, first_line + at, what, error.remedy)
    if "stands here twice" in what:
        return Problem(path, first_line + at, f"{what}.", "Keep one of them.")
    fact = what if what == _NO_MAPPING else f"this is not valid YAML: {what}."
    for line in range(at, -1, -1) if mark else range(len(lines)):
        if glued := _GLUED.match(lines[line]) if lines else None:
            sign = "colon" if glued[1] else "dash"
            remedy = f"Write a blank behind the {sign}: '{glued[1] or glued[2]} …'."
            return Problem(path, first_line + line, fact, remedy)
        if mark and line < at and lines[line].strip():
            break
    if what == _NO_MAPPING:
        return Problem(path, first_line, fact)
    remedy = "Check the indentation, and put values that hold ': ' or start with a sign in quotes."
    return Problem(path, first_line + at, fact, remedy)
