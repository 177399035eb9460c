"""PyYAML's loaders as we need them: scalars are text, and no key stands twice."""

from __future__ import annotations

import re
from typing import Any

import yaml

_Base: Any = yaml.SafeLoader
if yaml.__with_libyaml__:
    Parser: Any = yaml.cyaml.CParser  # type: ignore[attr-defined]

    class _CBase(Parser, yaml.constructor.SafeConstructor, yaml.resolver.Resolver):  # type: ignore[misc]
        def __init__(self, stream: str) -> None:
            Parser.__init__(self, stream)
            yaml.constructor.SafeConstructor.__init__(self)
            yaml.resolver.Resolver.__init__(self)

    _Base = _CBase

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


class TextLoader(_Base):  # type: ignore[misc]
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


class CoreLoader(TextLoader):
    """Plain scalars have the types of YAML 1.2's core schema."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's


for _loader, _rules in ((TextLoader, (_NULL, _MERGE)), (CoreLoader, (_NULL, _MERGE, *_CORE))):
    for _tag, _pattern, _first in _rules:
        _loader.add_implicit_resolver(_tag, _pattern, _first)

TextLoader.add_constructor(_MERGE[0], TextLoader.construct_yaml_str)  # in the place of a value it is text
