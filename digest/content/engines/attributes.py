"""Lists of attributes in Markdown, `{: .class #id key=value }`: those of Python-Markdown's extension attr_list."""

from __future__ import annotations

import re

START = re.compile(r"\{:? *(?=[^} ])")
START_NEAR_END = re.compile(r" +" + START.pattern)
_ATTRIBUTE = re.compile(r"""([^ =}]+)=(?:"(.*?)"|'(.*?)'|([^ =}]+))|([^ =}]+)| """)
_NOT_IN_A_NAME = re.compile(r"[^\w:.-]+")


def attributes_at(text: str, start: re.Match[str] | None) -> tuple[dict[str, str], int] | None:
    """The attributes of the list that `start` opens in a text, and where the text goes on. None if it is not one."""
    if not start:
        return None
    found: dict[str, str] = {}
    at = start.end()
    while part := _ATTRIBUTE.match(text, at):
        at = part.end()
        name, word = part[1], part[5]
        if name:
            found[_NOT_IN_A_NAME.sub("_", name)] = next(value for value in part.groups()[1:4] if value is not None)
        elif word and word[0] == ".":
            found["class"] = f"{found['class']} {word[1:]}" if "class" in found else word[1:]
        elif word and word[0] == "#":
            found["id"] = word[1:]
        elif word:
            found[_NOT_IN_A_NAME.sub("_", word)] = ""
    return (found, at + 1) if text[at : at + 1] == "}" else None
