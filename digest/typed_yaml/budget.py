"""What a YAML text may hold before anything is made of it: no tags, nothing that holds itself, and only so much.

A few hundred bytes of aliases can stand for more values than there is memory for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from digest.typed_yaml.loaders import TextLoader

VALUES = 100_000
"""Values in all, each as often as an alias repeats it. A tags.yaml of 10,000 tags has 60,000."""

DEPTH = 50
"""Mappings and lists in each other."""


class NotReadError(yaml.MarkedYAMLError):
    """What is refused, and where: `problem` is a whole sentence, `remedy` another."""

    def __init__(self, event: Any, fact: str, remedy: str = "") -> None:
        super().__init__(None, None, fact, event.start_mark)
        self.remedy = remedy


def check_budget(text: str) -> None:
    """Reads a text's events alone. Raises NotReadError, and yaml.YAMLError if it is no YAML."""
    sizes: dict[str, int] = {}  # of what has an anchor, once it is whole
    around: list[tuple[str, int]] = []  # the anchors of what stands around, and the values before in it
    total = 0
    events: Iterator[Any] = yaml.parse(text, TextLoader)
    for event in events:
        total += _size_of(event, sizes, around)
        if total > VALUES:
            raise NotReadError(event, f"this holds more than {VALUES:,} values.", "Repeat less of it with aliases.")
        if isinstance(event, yaml.CollectionStartEvent):
            around.append((event.anchor or "", total))
            if len(around) > DEPTH:
                raise NotReadError(event, "this is nested too deeply to be read.")
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = around.pop()
            sizes[anchor] = total - before + 1
        elif isinstance(event, yaml.ScalarEvent) and event.anchor:
            sizes[event.anchor] = 1


def _size_of(event: Any, sizes: dict[str, int], around: list[tuple[str, int]]) -> int:
    """How many values an event stands for. Raises NotReadError for one that may not be there."""
    if isinstance(event, yaml.AliasEvent):
        if any(anchor == event.anchor for anchor, _ in around):
            raise NotReadError(event, f"this holds itself: '*{event.anchor}' stands within '&{event.anchor}'.")
        return sizes.get(str(event.anchor), 1)
    if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
        return 0
    if event.tag is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        fact = f"'{tag}' is a tag of YAML, and tags are not read."
        raise NotReadError(event, fact, "Take it out, or put the value into quotes.")
    return 1
