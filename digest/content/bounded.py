"""Files in content/ → articles, of which none takes for ever.

Markdown's engines, the parser of HTML and what makes it safe are other people's code, and there are texts on which each
of them takes the square of the text's length: 8,000 brackets take Python-Markdown a quarter of a minute. A text that
may be one is read by a process of its own, which ends if it takes too long. Ordinary articles are read here.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import msgspec

from digest.apart import Apart, TooMuchError
from digest.content.parse import Parsed, ParseSettings, parse
from digest.errors import Problem
from digest.files.folders import CONTENT
from digest.settings.sources import Rights

LONG, WORK = 20_000, 4_000_000
"""A text of more bytes may take long, and one whose bytes times its signs are more: 2,000 brackets in 2,000 bytes take
Python-Markdown half a second. Of the benchmark's 1,000 articles none comes to either."""

_SIGNS = (b"[", b"<", b"`")
"""What Python-Markdown, and the parser of HTML, look for the other end of."""

_FACTS = {
    "time": "it takes longer to read than any article does.",
    "memory": "it takes more memory to read than any article does.",
    "broke": "it cannot be read to the end.",
}

APART = Apart()


def parse_chunk(settings: ParseSettings, rights: Rights, files: Sequence[tuple[str, bytes]]) -> list[Parsed]:
    """Parses files, each a path relative to content/ and its bytes. One bad file does not stop the others."""
    parsed = []
    for path, data in files:
        started = time.perf_counter()
        made = (_parse_apart if may_take_long(data) else parse)(settings, path, data, rights)
        parsed.append(msgspec.structs.replace(made, seconds=time.perf_counter() - started))
    return parsed


def may_take_long(data: bytes) -> bool:
    """Whether a file may be one that takes more than the time in proportion to its length."""
    return len(data) > LONG or len(data) * sum(map(data.count, _SIGNS)) > WORK


def _parse_apart(settings: ParseSettings, path: str, data: bytes, rights: Rights) -> Parsed:
    try:
        return APART.do(path, parse, settings, path, data, rights)
    except TooMuchError as error:
        if error.what == "started":  # the system has no room for another process
            return parse(settings, path, data, rights)
        fact = _FACTS[error.what]
    remedy = "Divide it into several, and take out what repeats a sign such as [, < or > very often."
    return Parsed(path, None, "", (Problem(f"{CONTENT}/{path}", _worst_line(data), fact, remedy),))


def _worst_line(data: bytes) -> int:
    """The line on which the paragraph begins that is likely to take longest."""
    blocks = data.replace(b"\r\n", b"\n").split(b"\n\n")
    costs = [len(block) * (1 + block.count(b"[") + block.count(b"<") + block.count(b">")) for block in blocks]
    worst = costs.index(max(costs))
    return 1 + sum(block.count(b"\n") + 2 for block in blocks[:worst])
