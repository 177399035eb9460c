"""Where in a YAML text keys and items stand."""

from __future__ import annotations

from typing import Any

import yaml

from digest.typed_yaml.budget import check_budget
from digest.typed_yaml.loaders import TextLoader
from digest.typed_yaml.messages import Where


def line_of_key(text: str, key: str) -> int:
    """The line (from 1) on which a key of the outermost mapping stands; 0 if it does not."""
    return next((number for number, line in enumerate(text.splitlines(), 1) if line.startswith(f"{key}:")), 0)


def compose(text: str) -> Any:
    """The root of the nodes of a YAML text, or None, with the places where they stand. Raises yaml.YAMLError."""
    check_budget(text)
    return yaml.compose(text, TextLoader)


def line_of(text: str, where: Where) -> int:
    """The line (from 1) of a key or list item, or of what is nearest around it, in a text that is valid YAML."""
    lines = lines_of_keys(text)
    return 1 + next(lines[where[:n]] for n in range(len(where), -1, -1) if where[:n] in lines)


def lines_of_keys(text: str) -> dict[Where, int]:
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

    root = yaml.compose(text, TextLoader)
    if root is not None:
        walk(root, ())
    return lines
