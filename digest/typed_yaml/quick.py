"""A mapping with nothing unusual in it, read from the parser's events: front matter mostly is one.

PyYAML's composer and constructor take twice the time: 5 % of the CPU of a cold build of 10,000 articles.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from digest.typed_yaml.budget import DEPTH
from digest.typed_yaml.loaders import Parser

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class _UnusualError(Exception):
    """This YAML has more in it than mappings, lists and text: anchors, tags, merges, keys that stand twice, depths."""


def plain_mapping(text: str) -> dict[str, Any] | None:
    """What `TextLoader` would make of a mapping that has nothing unusual in it, in a third of the time; else None."""
    if not yaml.__with_libyaml__:
        return None
    parser = Parser(text)
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


def _value_of(event: Any, following: Callable[[], Any], depth: int = 0) -> Any:
    kind = type(event)
    if kind is yaml.AliasEvent or event.anchor or event.tag or depth > DEPTH:
        raise _UnusualError
    if kind is yaml.ScalarEvent:
        return None if event.implicit[0] and event.value in _NULLS else event.value
    if kind is yaml.SequenceStartEvent:
        items = []
        while type(event := following()) is not yaml.SequenceEndEvent:
            items.append(_value_of(event, following, depth + 1))
        return items
    mapping: dict[str, Any] = {}
    while type(event := following()) is not yaml.MappingEndEvent:
        key = _value_of(event, following)
        if not isinstance(key, str) or key in mapping or key == "<<":
            raise _UnusualError
        mapping[key] = _value_of(following(), following, depth + 1)
    return mapping
