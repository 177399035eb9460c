"""Types that values are read into: what is in them, and in words what one takes and what it was given."""

from __future__ import annotations

import difflib
import re
import types
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

Where = tuple[str | int, ...]


@cache
def fields_of(kind: Any) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(kind)


def plain(kind: Any) -> Any:
    """A type without what is said of it beside."""
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def fits(value: Any, kind: Any) -> bool:
    """Whether a value can be read as a type."""
    try:
        msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError:
        return False
    return True


def path_of(error: msgspec.ValidationError) -> Where:
    """Where in a value the error is: msgspec ends its messages with "- at `$[0].url`"."""
    found = re.search(r"at `\$(.*)`$", str(error))
    steps = re.findall(r"\.([^.\[\]]+)|\[(\d+)\]", found.group(1)) if found else []
    return tuple(name or int(number) for name, number in steps)


def name_of(where: Where) -> str:
    """'corrections' item 2 'text'"""
    return " ".join(f"item {step + 1}" if isinstance(step, int) else f"'{step}'" for step in where)


def entries_of(kind: Any) -> Any:
    """What the values of a mapping of names are; None if it is no such type, or its values may be anything."""
    bare = plain(kind)
    values = get_args(bare)[1] if get_origin(bare) is dict else Any
    return None if values is Any else values


def nearest_choice(given: Any, kind: Any) -> str:
    """A remedy where a word is all but one of those that may stand there."""
    choices = [choice for choice in get_args(plain(kind)) if isinstance(choice, str)]
    near = difflib.get_close_matches(str(given), choices, n=1, cutoff=0.85)
    return f"Did you mean '{near[0]}'?" if near else ""


def is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def expected(kind: Any, error: msgspec.ValidationError) -> str:
    """What a field takes, in words: the title its type was given, or a description of the type."""
    for step in path_of(error):
        kind = _inside(kind, step)
    return _words(kind)


def _inside(kind: Any, step: str | int) -> Any:
    origin = get_origin(kind)
    if origin is Annotated:
        return _inside(get_args(kind)[0], step)
    if origin in (Union, types.UnionType):
        for choice in get_args(kind):
            inner = _inside(choice, step)
            if inner is not choice:
                return inner
        return kind
    if isinstance(step, int) and origin in (tuple, list):
        return get_args(kind)[0]
    if isinstance(step, str) and is_struct(kind):
        for field in fields_of(kind):
            if field.encode_name == step:
                return field.type
    return kind


_PLAIN = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    types.NoneType: "empty",
}


def _words(kind: Any) -> str:
    origin = get_origin(kind)
    if origin is Annotated:
        base, *metas = get_args(kind)
        return next((meta.title for meta in metas if getattr(meta, "title", None)), _words(base))
    if origin is Literal:
        return "one of: " + ", ".join(str(choice) for choice in get_args(kind) if choice != "")
    if origin in (Union, types.UnionType):
        return " or ".join(_words(choice) for choice in get_args(kind) if choice is not types.NoneType)
    if origin in (tuple, list):
        return f"a list, each item {_words(get_args(kind)[0])}"
    if is_struct(kind):
        return "a mapping with " + ", ".join(f"'{field.encode_name}'" for field in fields_of(kind))
    return _PLAIN.get(kind, "a mapping")


def got(given: Any, error: msgspec.ValidationError) -> str:
    """What a field was given, in words: to stand behind what it takes."""
    missing = re.search(r"missing required field `(\w+)`|unknown field `(\w+)`", str(error))
    if missing:
        return f" ('{missing.group(1)}' is missing)" if missing.group(1) else f" (not '{missing.group(2)}')"
    for step in path_of(error):
        given = given[step]
    shown = "a list" if isinstance(given, list) else "a mapping" if isinstance(given, dict) else f"'{given}'"
    return f", not {shown}"
