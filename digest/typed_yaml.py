"""YAML text → a typed, frozen value, or every problem in it with its line.

Scalars reach the types as the text that was typed: `lang: no` is Norwegian and not false, `title: 1986` a
title and not a number, and a date is read by us and not by YAML 1.1's rules. Only what stands below a free
mapping (`extra:`, `theme_options:`) is given the types of YAML 1.2's core schema.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar, get_args

import msgspec
import yaml

from digest.errors import Problem, ProblemsError, did_you_mean
from digest.text import without_controls
from digest.typed_words import (
    Where as Where,
)
from digest.typed_words import (
    entries_of,
    expected,
    fields_of,
    fits,
    got,
    is_struct,
    name_of,
    nearest_choice,
    path_of,
    plain,
)

_Base: Any = yaml.SafeLoader
if yaml.__with_libyaml__:
    _Parser: Any = yaml.cyaml.CParser  # type: ignore[attr-defined]

    class _CBase(_Parser, yaml.constructor.SafeConstructor, yaml.resolver.Resolver):  # type: ignore[misc]
        def __init__(self, stream: str) -> None:
            _Parser.__init__(self, stream)
            yaml.constructor.SafeConstructor.__init__(self)
            yaml.resolver.Resolver.__init__(self)

    _Base = _CBase


T = TypeVar("T")

_NULL = ("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
_MERGE = ("tag:yaml.org,2002:merge", re.compile(r"^(?:<<)$"), ["<"])
_CORE = (  # https://yaml.org/spec/1.2.2/#1032-tag-resolution
    ("tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")),
    ("tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789")),
    (
        "tag:yaml.org,2002:float",
        re.compile(r"^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?$"),
        list("-+.0123456789"),
    ),
)


class _TextLoader(_Base):  # type: ignore[misc]
    """Every plain scalar is text, but null."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "this key is not a word", key.start_mark)
            if key.value in seen and key.tag != _MERGE[0]:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key '{key.value}' stands here twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


class _CoreLoader(_TextLoader):
    """Plain scalars have the types of YAML 1.2's core schema."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's


for _loader, _rules in ((_TextLoader, (_NULL, _MERGE)), (_CoreLoader, (_NULL, _MERGE, *_CORE))):
    for _tag, _pattern, _first in _rules:
        _loader.add_implicit_resolver(_tag, _pattern, _first)


def decode(text: str, kind: type[T], *, path: str, first_line: int = 1) -> T:
    """The YAML mapping in `text` as a `kind` (a msgspec Struct).

    `path` and `first_line` (of the text, from 1) say where the text stands, for the messages. A key that is
    left empty counts as absent. Raises ProblemsError with every problem, one for each faulty key.
    """
    value, problems = decode_what_can_be(text, kind, path=path, first_line=first_line)
    if value is None or problems:
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
        data = _plain_mapping(text)
        if data is None:
            data = yaml.load(text, _TextLoader)
    except yaml.YAMLError as error:
        return None, (_yaml_problem(error, text, path, first_line),)
    except RecursionError:
        return None, (Problem(path, first_line, "this is nested too deeply to be read."),)
    if data is None:
        data = {}
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        fact = "this must be a mapping, a line 'key: value' for each setting."
        return None, (Problem(path, first_line, fact),)
    keeps_empty = types.NoneType in get_args(plain(entries_of(kind)))
    data = {key: _tidy(value) for key, value in data.items() if value is not None or keeps_empty}
    free = [name for name in _free_fields(kind) if name in data]  # type: ignore[arg-type]
    if free:
        core = yaml.load(text, _CoreLoader)
        data.update((name, _tidy(core[name])) for name in free)
    try:
        return msgspec.convert(data, kind, strict=False), ()
    except msgspec.ValidationError:
        return _salvage(text, data, kind, path, first_line)


def decode_each(text: str, kind: type[T], *, path: str) -> tuple[dict[str, T], tuple[Problem, ...]]:
    """The YAML mapping in `text`, whose keys may be any, with each of its values as a `kind` (a msgspec Struct)."""
    found, problems = decode_what_can_be(text, dict[str, kind], path=path)  # type: ignore[valid-type]
    return found or {}, problems


_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class _UnusualError(Exception):
    """This YAML has more in it than mappings, lists and text: anchors, tags, merges, keys that stand twice."""


def _plain_mapping(text: str) -> dict[str, Any] | None:
    """What `_TextLoader` would make of a mapping that has nothing unusual in it, in a third of the time; else None."""
    if not yaml.__with_libyaml__:
        return None
    parser = _Parser(text)
    try:
        start, document, event = parser.get_event(), parser.get_event(), parser.get_event()
        if type(event) is not yaml.MappingStartEvent:
            return None
        found = _value_of(event, parser.get_event)
        ends = type(parser.get_event()), type(parser.get_event())
    except (_UnusualError, yaml.YAMLError, RecursionError):  # whatever is wrong is found again, and told
        return None
    finally:
        parser.dispose()
    plain = (type(start), type(document), *ends) == _WHOLE and not document.version and not document.tags
    return found if plain else None


_WHOLE = (yaml.StreamStartEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent, yaml.StreamEndEvent)


def _value_of(event: Any, following: Callable[[], Any]) -> Any:
    kind = type(event)
    if kind is yaml.AliasEvent or event.anchor or event.tag:
        raise _UnusualError
    if kind is yaml.ScalarEvent:
        return None if event.implicit[0] and event.value in _NULLS else event.value
    if kind is yaml.SequenceStartEvent:
        items = []
        while type(event := following()) is not yaml.SequenceEndEvent:
            items.append(_value_of(event, following))
        return items
    mapping: dict[str, Any] = {}
    while type(event := following()) is not yaml.MappingEndEvent:
        key = _value_of(event, following)
        if not isinstance(key, str) or key in mapping or key == "<<":
            raise _UnusualError
        mapping[key] = _value_of(following(), following)
    return mapping


def _tidy(value: Any) -> Any:
    """The value with what can be kept: text without control characters and white space at its ends, keys that are
    text, and integers that are too large for 64 bits as text."""
    if isinstance(value, str):
        return without_controls(value).strip()
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _tidy(item) for key, item in value.items()}
    return str(value) if isinstance(value, int) and not -(2**63) <= value < 2**63 else value


@cache
def _free_fields(kind: Any) -> tuple[str, ...]:
    fields = fields_of(kind) if is_struct(kind) else ()
    return tuple(field.encode_name for field in fields if plain(field.type) == dict[str, Any])


def line_of_key(text: str, key: str) -> int:
    """The line (from 1) on which a key of the outermost mapping stands; 0 if it does not."""
    return next((number for number, line in enumerate(text.splitlines(), 1) if line.startswith(f"{key}:")), 0)


def compose(text: str) -> Any:
    """The root of the nodes of a YAML text, or None, with the places where they stand. Raises yaml.YAMLError."""
    return yaml.compose(text, _TextLoader)


def line_of(text: str, where: Where) -> int:
    """The line (from 1) of a key or list item, or of what is nearest around it, in a text that is valid YAML."""
    lines = _lines_of_keys(text)
    return 1 + next(lines[where[:n]] for n in range(len(where), -1, -1) if where[:n] in lines)


def _yaml_problem(error: yaml.YAMLError, text: str, path: str, first_line: int) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = first_line + (min(mark.line, max(len(text.splitlines()) - 1, 0)) if mark else 0)
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    remedy = "Check the indentation, and put values that hold ': ' or start with a sign in quotes."
    if "stands here twice" in what:
        return Problem(path, line, f"{what}.", "Keep one of them.")
    return Problem(path, line, f"this is not valid YAML: {what}.", remedy)


def _salvage(
    text: str, data: Mapping[str, Any], kind: type[T], path: str, first_line: int
) -> tuple[T | None, tuple[Problem, ...]]:
    lines = _lines_of_keys(text)
    problems: list[Problem] = []

    def tell(where: Where, fact: str, remedy: str = "") -> None:
        line = next((lines[where[:n]] for n in range(len(where), -1, -1) if where[:n] in lines), 0)
        problems.append(Problem(path, first_line + line, fact, remedy))

    def check(value: Mapping[str, Any], struct: Any, where: Where) -> dict[str, Any]:
        fields = {field.encode_name: field for field in fields_of(struct)}
        good: dict[str, Any] = {}
        label = ".".join(map(str, where))
        for key, given in value.items():
            if key not in fields:
                of = f" in '{label}'" if label else ""
                tell((*where, key), f"'{key}' is not a key{of}.", did_you_mean(key, fields))
            elif given is not None:  # left empty
                check_one(good, given, fields[key].type, (*where, key))
        for name, field in fields.items():
            if field.required and name not in value:
                of = f" in '{label}'" if label else ""
                tell(where, f"'{name}' is missing{of}.", f"Add a line '{name}: …'.")
        return good

    def check_entries(value: Mapping[str, Any], kind: Any, where: Where) -> dict[str, Any]:
        struct = next((choice for choice in (kind, *get_args(plain(kind))) if is_struct(choice)), None)
        good: dict[str, Any] = {}
        for key, given in value.items():
            check_one(good, given, struct if struct and isinstance(given, dict) else kind, (*where, key))
        return {key: each for key, each in good.items() if fits(each, kind)}

    def check_one(good: dict[str, Any], given: Any, kind: Any, where: Where) -> None:
        entries = entries_of(kind)
        if isinstance(given, dict) and is_struct(kind):
            good[str(where[-1])] = check(given, kind, where)
        elif isinstance(given, dict) and entries:
            good[str(where[-1])] = check_entries(given, entries, where)
        else:
            try:
                msgspec.convert(given, kind, strict=False)
                good[str(where[-1])] = given
            except msgspec.ValidationError as error:
                at = (*where, *path_of(error))
                fact = f"{name_of(at)} must be {expected(kind, error)}{got(given, error)}."
                tell(at, fact, nearest_choice(given, kind))

    entries = entries_of(kind)
    good = check_entries(data, entries, ()) if entries else check(data, kind, ())
    try:
        return msgspec.convert(good, kind, strict=False), tuple(problems)
    except msgspec.ValidationError as error:
        if not problems:
            tell(path_of(error), f"{error}.")
        return None, tuple(problems)


def _lines_of_keys(text: str) -> dict[Where, int]:
    """The line (from 0) of every key and list item in a YAML text."""
    lines: dict[Where, int] = {(): 0}

    def walk(node: yaml.Node, where: Where) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                lines[(*where, key.value)] = key.start_mark.line
                walk(value, (*where, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value):
                lines[(*where, number)] = item.start_mark.line
                walk(item, (*where, number))

    root = yaml.compose(text, _TextLoader)
    if root is not None:
        walk(root, ())
    return lines
