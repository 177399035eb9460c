"""Plain text → Markdown that shows exactly that text.

Each paragraph, and each item of a list, becomes one line, which rules out everything that Markdown does across lines
(setext headings, tables, hard breaks). What is left to guard: the start of the line, and the few characters that mean
something inside it.
Escapes are those that Python-Markdown and CommonMark share; where the former has none (`<`, `&`, `~`, `:`), a
character reference stands in. Ordinary prose comes out as it went in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_SPACES = re.compile(r"[ \t]+")
# * ` \ { always; _ except inside a word; < always; & where it would start a reference; runs of ~ .
_INLINE = re.compile(
    r"[*`\\{]"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|<"
    r"|&(?=\#|[A-Za-z][-.A-Za-z0-9]*;)"
    r"|~{2,}"
    r"|\[(?=\^)"
)
_GUARDED = re.compile(
    r"[*`\\{_<&~\[]"
)  # a character of one of these; most lines have none, and a look at that is quick
_LINK = re.compile(r"\]\s?[(\[]")
_LIST_NUMBER = re.compile(r"(\d+)([.)])(?= |$)")
_MARKER = re.compile(r"[-+](?= |$)|-(?=[- ]*$)|[#>\[]|!(?=!!)")
_DEFINITION = re.compile(r"[:~](?= )")


def escape_markdown(text: str) -> str:
    """One paragraph of plain text as one line of Markdown."""
    line = text.replace("\n", " ")
    if "  " in line or "\t" in line:
        line = _SPACES.sub(" ", line)
    line = line.strip()
    if _GUARDED.search(line):
        line = _INLINE.sub(_escape_inline, line)
    if "]" in line and _LINK.search(line):
        line = re.sub(r"(?<!\\)\[", r"\\[", line)
    return _escape_start(line)


def _escape_inline(match: re.Match[str]) -> str:
    found = match.group()
    if found == "<":
        return "&lt;"
    if found == "&":
        return "&amp;"
    if found[0] == "~":
        return "&#126;" * len(found)
    return "\\" + found


def _escape_start(line: str) -> str:
    numbered = _LIST_NUMBER.match(line)
    if numbered:
        return f"{numbered[1]}\\{line[numbered.end(1) :]}"
    if _MARKER.match(line):
        return "\\" + line
    if _DEFINITION.match(line):
        return f"&#{ord(line[0])};{line[1:]}"
    return line


_ITEM = re.compile(r"(?P<mark>[-*•‣▪●·])\s+(?=\S)|(?P<number>\d{1,2})(?P<point>[.)])\s+(?=\S)")


def body_markdown(paragraphs: Iterable[str]) -> str:
    """The body of an article: paragraphs with a blank line between them, a newline at the end.

    Two or more paragraphs in a row that each begin with one and the same mark, or are numbered from 1, are a list.
    """
    return "".join(f"{_block(group)}\n\n" for group in groups(list(paragraphs)))[:-1]


def groups(paragraphs: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The paragraphs one by one, those that make a list together.

    A list directly after a list stays paragraphs: Markdown would make one of the two.
    """
    start, after_list = 0, False
    while start < len(paragraphs):
        end = start + (1 if after_list else _run(paragraphs[start:]))
        after_list = end - start > 1
        yield tuple(paragraphs[start:end])
        start = end


def _run(paragraphs: Sequence[str]) -> int:
    """How many of the first paragraphs make a list; 1 if they make none."""
    first = _ITEM.match(paragraphs[0])
    if first is None or (first["number"] and first["number"] != "1"):
        return 1
    count = 1
    for paragraph in paragraphs[1:]:
        item = _ITEM.match(paragraph)
        same = item is not None and (item["mark"], item["point"]) == (first["mark"], first["point"])
        if item is None or not same or (item["number"] and item["number"] != str(count + 1)):
            break
        count += 1
    return count


def _block(group: tuple[str, ...]) -> str:
    if len(group) == 1:
        return escape_markdown(group[0])
    numbered = group[0][0].isdigit()
    items = (escape_markdown(_ITEM.sub("", paragraph, count=1)) for paragraph in group)
    return "\n".join(f"{f'{n}.' if numbered else '-'} {item}" for n, item in enumerate(items, 1))
