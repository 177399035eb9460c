"""Plain text → Markdown that shows exactly that text.

Each paragraph, and each item of a list, becomes one line, which rules out everything that Markdown does across lines
(setext headings, hard breaks); a table is made of rows alone. What is left to guard: the start of the line, and the few
characters that mean something inside it.
Escapes are those that Python-Markdown and CommonMark share; where the former has none (`<`, `&`, `~`, `:`), a
character reference stands in. Ordinary prose comes out as it went in.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from digest.seeds.words.lexicon import Lexicon
from digest.seeds.write.structure import ITEM, Block, arranged, rows_of_table
from digest.text import without_controls

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
    if line == "[TOC]":  # alone in its paragraph, the CommonMark engine takes it for the contents however escaped
        return r"\[TOC]&nbsp;"
    numbered = _LIST_NUMBER.match(line)
    if numbered:
        return f"{numbered[1]}\\{line[numbered.end(1) :]}"
    if _MARKER.match(line):
        return "\\" + line
    if _DEFINITION.match(line):
        return f"&#{ord(line[0])};{line[1:]}"
    return line


def body_markdown(paragraphs: Iterable[str], lexicon: Lexicon, headings: Container[str] = ()) -> str:
    """The body of an article: its blocks with a blank line between them, a newline at the end. Those paragraphs are
    headings that are among `headings`, beside those that look so."""
    # What no page shows would hide from us what Markdown sees: `1.` and a private-use character are a list's item.
    shown = [text for paragraph in paragraphs if (text := without_controls(paragraph).strip())]
    return "".join(f"{_block(block)}\n\n" for block in arranged(shown, lexicon, headings))[:-1]


def _block(block: Block) -> str:
    match block.kind:
        case "heading":
            return f"## {_escape_hashes(escape_markdown(block.paragraphs[0]))}"
        case "list":
            return _list(block.paragraphs)
        case "table":
            return _table(block.paragraphs)
        case _:
            return escape_markdown(block.paragraphs[0])


def _without_rule(item: str) -> str:
    """An item of nothing but dashes and bars would be the rule of a table whose heading is the item above it."""
    return item if any(map(str.isalnum, item)) else item.replace("|", "&#124;")


def _escape_hashes(heading: str) -> str:
    """Hashes at a heading's end would go: as `C#` does."""
    text = heading.rstrip("#")
    return text + heading[len(text) :].replace("#", "\\#")


def _list(items: Sequence[str]) -> str:
    numbered = items[0][0].isdigit()
    texts = (_without_rule(escape_markdown(ITEM.sub("", item, count=1))) for item in items)
    return "\n".join(f"{f'{n}.' if numbered else '-'} {text}" for n, text in enumerate(texts, 1))


def _table(paragraphs: Sequence[str]) -> str:
    """The first row has the heads of the columns."""
    rows = rows_of_table(paragraphs)
    lines = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join((lines[0], f"|{' --- |' * len(rows[0])}", *lines[1:]))


def _cell(text: str) -> str:
    """What stands in a cell begins no list or heading; a bar would end the cell."""
    return escape_markdown(text).replace("|", "&#124;")
