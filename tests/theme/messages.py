"""The messages that the shipped theme and the planners have: what a catalogue must translate, and nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2 import nodes

import digest
from digest.theme.chain import shipped_themes
from digest.theme.environment import parsed

TEMPLATES = shipped_themes() / "default" / "templates"
PLANNERS = Path(digest.__file__).parent / "site"

Message = tuple[str, ...]
"""What is translated: a text, or the singular and the plural of one."""


def messages_in_template(source: str, file: str) -> Iterator[Message]:
    """What goes through the filters `t` and `tn`. Raises TypeError where it is no constant."""
    for one in parsed(source, file).find_all(nodes.Filter):
        if one.name in ("t", "tn"):
            yield tuple(_constant(node, f"{file}:{one.lineno}") for node in (one.node, *one.args[: len(one.name) - 1]))


def _constant(node: nodes.Expr | None, where: str) -> str:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return node.value
    raise TypeError(f"{where}: a message is no constant")


def messages_in_code(source: str) -> Iterator[Message]:
    """What `words.text` and `words.count` are called with."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            wanted = {"text": 1, "count": 2}.get(node.func.attr, 0)
            given = [one.value for one in node.args[:wanted] if isinstance(one, ast.Constant)]
            texts = tuple(one for one in given if isinstance(one, str))
            if wanted and len(texts) == wanted:
                yield texts


def all_messages() -> set[Message]:
    found: set[Message] = set()
    for path in sorted(TEMPLATES.iterdir()):
        found.update(messages_in_template(path.read_text(encoding="utf-8"), path.name))
    for path in sorted(PLANNERS.glob("*.py")):
        found.update(messages_in_code(path.read_text(encoding="utf-8")))
    return found


if __name__ == "__main__":
    for message in sorted(all_messages()):
        print(message)
