"""Hostile lines: no pass over a text takes more than the time in proportion to its length, or what does is bounded."""

from __future__ import annotations

import time
from itertools import count
from typing import get_args

import pytest

from digest.apart import BY_THE_CLOCK
from digest.content.bounded import APART, may_take_long, parse_chunk
from digest.content.parse import Parsed, ParseSettings, parse
from digest.settings.config import Engine
from digest.settings.sources import Rights, Terms
from tests.profiles import PROFILE, examples
from tests.sites import article

SIGNS = [*"[](){}<>*_`~&!|\\#=-+.,:;?'\"/1é"]
UNITS: list[str] = [
    *SIGNS,
    *(f"{sign} " for sign in SIGNS),
    *(f"a{sign}" for sign in SIGNS),
    *(f"{sign}a" for sign in SIGNS),
    *(f"{sign}\n" for sign in SIGNS),
    *(f"a{sign}b\n\n" for sign in SIGNS),
    *("[[", "![", "![a](", "[a](", "[a][", "](", "[a](<b", "[a](((", "[a]: b\n", "[^a]", "[^a]: b\n\n", "*[a]: b\n"),
    *("<a ", "<a href='", "<b ", "<!--", "<!-- -->", "<?", "<![CDATA[", "<!a ", "</a>", "<a>", "<p>", "<div>", "<svg>"),
    *("<div>\n\n", "<table>", "<td style='text-align:", "<script>", "<http://a", "<a@b", "<a onx=1>"),
    *("<img srcset='a, b, ", "&#x41;", "&amp", "&lt;b&gt;", "text-align:", "[x](#y) ", "[x](a.md#y) "),
    *("**a*", "*_", "a**_b__*", "***a ", "__a", "_a ", "``a`", "`a``", "\\*", "a  \n", "\t", "\n", " ", " \n"),
    *("> a\n", ">> a\n", "- a\n", "1. a\n", "- - ", "1. ", "* * ", "- a\n\n    b\n", "    a\n\n", "| a ", "a | b\n"),
    *("|-", "# a\n", "## a\n\n", "a\n=\n", "a\n-\n", "```\n", "~~~\n~\n", "!!! note\n", "!!! a\n    b\n"),
    *("{: .a }", "a {#b}", "{: ", "[TOC]\n\n", "Gen. ", "A b. ", "“A.” ", "...!", "。"),
]  # fmt: skip
NUMBERED: list[str] = [
    *("[a](b{}.md) ", "[{}]: b\n", "[^{}]: b\n\n", "[^{}] ", "*[A{}]: b\n", "[a](ftp://{}) ", "<x{}>", "<a on{}=1>"),
    *("[a](#b{}) ", "![a](b{}.png)\n", "a {{#b{}}}\n\n", "## {}\n\n", "[a](b?{}) "),
    "<img srcset='a{}.png 1x, b.png 2x'> ",
]  # fmt: skip
NESTED = ["    ", "  ", ">", "> ", "- ", "1. "]
SHAPES: dict[str, str] = {
    **{repr(unit): unit for unit in UNITS},
    **{f"{unit!r} numbered": unit for unit in NUMBERED},
    **{f"{unit!r} nested": unit for unit in NESTED},
}
ENGINES: tuple[Engine, ...] = get_args(Engine)
TERMS = (Terms(), Terms("excerpt", 120))


def text_of(name: str, size: int) -> str:
    """So many characters of a shape."""
    unit: str = SHAPES[name]
    if name.endswith("numbered"):
        parts, length = [], 0
        for number in count():
            parts.append(unit.format(number))
            length += len(parts[-1])
            if length >= size:
                return "".join(parts)
    if name.endswith("nested"):
        deep = int((2 * size / len(unit)) ** 0.5)
        return "\n".join(f"{unit * number}- a" for number in range(deep))
    return unit * (size // len(unit) + 1)


def seconds(engine: Engine, terms: Terms, text: str) -> float:
    """Of the processor, to read an article with this body."""
    data = article(body=text).encode()
    settings, rights = ParseSettings("UTC", (), True, engine), Rights(unlisted=terms)
    started = time.process_time()
    parse(settings, "a.md", data, rights)
    return time.process_time() - started


SQUARE = frozenset(map(repr, ("<!--", "<?", "<td style='text-align:")))
"""Of these Python's own `html.parser` takes the square of the length: they are bounded, not quick."""


@pytest.mark.parametrize("name", [name for name in [*SHAPES][:: examples(quick=2, deep=1)] if name not in SQUARE])
def test_time_grows_as_the_text_does(name: str) -> None:
    """With the engine that is no cause for more: all else is our own code, and what makes HTML safe."""
    size = examples(quick=4_000, deep=16_000)
    for terms in TERMS:
        before, after = (seconds("commonmark", terms, text_of(name, size * times)) for times in (1, 4))
        if after > 8 * before and after > 0.2:  # of a square it is 16 times
            before, after = (seconds("commonmark", terms, text_of(name, size * times)) for times in (1, 4))
        assert after <= max(8 * before, 0.2), (terms, before, after)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", SHAPES if PROFILE == "deep" else [*SHAPES][::5])
def test_what_is_read_in_place_is_read_at_once(name: str, engine: Engine) -> None:
    """The longest text of each shape that is not given to a process of its own."""
    size = 20_000
    while may_take_long(article(body=text_of(name, size)).encode()):
        size = size * 7 // 8
    assert seconds(engine, TERMS[0], text_of(name, size)) < 3


def read(engine: Engine, data: bytes) -> Parsed:
    (made,) = parse_chunk(ParseSettings("UTC", (), True, engine), Rights(), [("a.md", data)])
    return made


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "name", [*SHAPES][::6] if PROFILE == "deep" else [*map(repr, ("[", "<a href='", "> ")), "'*[A{}]: b\\n' numbered"]
)
def test_no_text_holds_up_a_build(name: str, engine: Engine) -> None:
    APART.close()
    read(engine, article(body="a\n\n" * 10_000).encode())  # the process is there
    started = time.monotonic()
    made = read(engine, article(body=text_of(name, 200_000)).encode())
    assert time.monotonic() - started < BY_THE_CLOCK + 2
    assert made.article or made.problems[0].line
