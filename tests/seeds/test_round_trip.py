"""From a seed's bytes to the article's page: the words of the kept lines, in order, and no element that nobody meant.

The way is that of an import and a build: read, draft, written as an article's file, parsed with either engine, made
safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.seeds.draft import Draft
from digest.seeds.passes import draft_article
from digest.seeds.read.decoding import read_text
from digest.seeds.refused import SeedError
from digest.seeds.words.lexicon import SHIPPED
from digest.seeds.write.structure import Block, arranged, cells_of_row, is_rule
from digest.settings.config import Engine
from digest.text import without_controls
from tests.profiles import examples
from tests.seeds.rendered import ENGINES, ITEM, PROSE, body, page_of, page_with

LIST_MARK = re.compile(r"[-*•‣▪●·]|\d{1,2}[.)]")


def kept_words(draft: Draft, blocks: Sequence[Block]) -> list[tuple[str, bool]]:
    """The words of the kept lines, each with whether it ends its line. A row of a table has its cells' alone."""
    rows = [(text, block.kind) for block in blocks for text in block.paragraphs if cells_of_row(text)]
    found = []
    for line in draft.lines:
        text = without_controls(line.text).strip()
        words = text.split() if line.is_text else []
        if line.is_text and rows and text == rows[0][0] and rows.pop(0)[1] == "table":
            cells = cells_of_row(text)
            words = [] if is_rule(cells) else " ".join(cells).split()
        found += [(word, at == len(words)) for at, word in enumerate(words, 1)]
    return found


def aligned(shown: Sequence[object], kept: list[tuple[str, bool]]) -> bool:
    """Whether the words are the same: a mark is an item, and a word cut at a line's end is whole again."""
    words = iter(kept)
    for word in shown:
        first = next(words, None)
        if first is None:
            return False
        if word is ITEM:
            if not LIST_MARK.fullmatch(first[0]):
                return False
        elif all(word != whole for whole in _wholes(first, words)):
            return False
    return next(words, None) is None


def _wholes(first: tuple[str, bool], words: Iterator[tuple[str, bool]]) -> Iterator[str]:
    """The word; then, if it ends a line in a hyphen, with the next one, with the hyphen and without, and so on."""
    texts, ends = [first[0]], first[1]
    while True:
        yield from texts
        if not ends or not texts[0].endswith("-"):
            return
        following = next(words, None)
        if following is None:
            return
        texts = [text[:cut] + following[0] for text in texts for cut in (len(text), -1)]
        ends = following[1]


def holds(data: bytes) -> None:
    """The round trip of one seed with both engines."""
    try:
        draft = draft_article("seed.txt", read_text(data).text, SHIPPED)
    except SeedError:
        return
    shown = [text for paragraph in draft.body if (text := without_controls(paragraph).strip())]
    blocks = list(arranged(shown, SHIPPED))
    kept, meant = kept_words(draft, blocks), [block.kind for block in blocks]
    for engine in ENGINES:
        page = page_of(draft, engine)
        assert aligned(page.words, kept), (engine, page.words, kept)
        assert page.kinds == meant, engine


# Pieces that mean something to Markdown, to HTML, or to one of the extensions.
PIECES = (
    *"*_`[](){}<>#+-.!|\\~=:^&;\"'/$%@1aB é\t",
    "  ", "    ", "\n", "\n", "\n\n", "\n    ", "\\\n", "  \n", "http://a.example/b_c_d?e=f&copy=g", "<https://a.example>",
    "ann@example.org", "<ann@example.org>", "&amp;", "&nbsp;", "&#35;", "&lt;b&gt;", "]: ", "](", "][", "![", "[^1]",
    "[^1]: ", "*[HTML]: ", "HTML", "\n1. ", "\n2. ", "\n1) ", "\n- ", "\n* ", "\n+ ", "\n• ", "\n> ", "\n# ", "\n## ",
    "1986. ", "#1", "\n---\n", "\n===\n", "\n***\n", "\n~~~\n", "\n```\n", "\n:::\n", "\n!!! note\n", "\n??? note\n",
    "\n[TOC]\n", "{: .x}", "{.x}", "{#x}", "\n: ", "\n~ ", "\n| a | b |\n", "\n|---|---|\n", "a\tb\n", "c\td\n", "<b>",
    "</b>", "<p>", "<div>", "<script>", "<!--", "-->", "<?x", "<![CDATA[", "long-\nterm", "“", "”", "’", "…",
    "\u202bשלום\u202c", "👩\u200d🚀", "🇺🇦", "\u00a0", "\u3000", "\u2028", "\ufeff", "\x02", "\x03", "\ue000", "\ue002",
    "///Footnotes Go Here///",
)  # fmt: skip
LINES = (
    *PROSE,
    "The committee met on 3 May 2022 and agreed on the cost.",
    "Ministers share what it takes, and nobody paid more than asked for.",
    "1986. A landmark year",
    "A Headline Of Sorts",
    "WHAT IT MEANS",
    "What does it cost?",
    *PROSE,
    "By Ann Doe",
    "BRUSSELS, May 3 (Example) -",
    "3 May 2022",
    "- oak",
    "• ash",
    "1. elm",
    "2. fir {: .x}",
    "State\tDay\tMembers",
    "Albania\t1 April 2009\t28",
    "Croatia\t1 April 2009\t28 | *",
    "the long-",
    "term plan of the committee holds until a later",
    "    indented by four",
    "<b>Bold</b> &amp; plain",
    "",
)
_SALAD = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
_LINE = st.sampled_from(LINES)
_NEWS = st.lists(st.sampled_from((*PROSE, *LINES[4:9])), min_size=4, max_size=12)


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    """Lines of news with pieces put in, anywhere."""
    text = draw(st.sampled_from(("\n", "\n\n"))).join(draw(_NEWS | st.lists(_LINE, min_size=3, max_size=14)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(PIECES)) + text[at:]
    return text


_TEXT = st.one_of(_mutated(), _mutated(), _SALAD, st.text(max_size=120), st.lists(_LINE | _SALAD).map("\n".join))
# Both engines look for less in a text that has none of these.
_TAIL = st.sampled_from(("", "\n\nSo {x}, *[a], [^1] and !!! stay."))


@settings(max_examples=examples(quick=200, deep=2000))
@given(_TEXT, _TAIL)
@example("\n".join(("Of Boards", PROSE[0], "| a | b |", "| c | d |", PROSE[1], PROSE[2])), "")
@example("\n".join(("Of Boards", PROSE[0], "| a | b |", "| --- | --- |", PROSE[1], PROSE[2])), "")
@example("\n".join(("Of Boards", PROSE[0], "| a | b |", "| --- | --- |", "| c | d |", PROSE[1], PROSE[2])), "")
@example("0A\n| 0 | 0 |\n| 0 | |\n0\n| 0 | 0 |", "")
@example("\n".join(("The board", "| a | b |", " o", "| a | b |", "f" + PROSE[0], PROSE[1], PROSE[2])), "")
def test_the_words_of_any_text_are_on_the_page(text: str, tail: str) -> None:
    holds((text + tail).encode("utf-8", "ignore"))


TRAPS = [
    "1986. A landmark year",
    "1) One",
    "1.",
    "0. None",
    "#1",
    "# One #",
    "####### Seven",
    "*",
    "* oak",
    "2*3*4, *oak* and **ash**",
    "_",
    "_oak_ and __ash__ and oak_ash_elm",
    "+",
    "+ oak",
    "- oak",
    "> oak",
    "<b>",
    "<b>oak</b> <script>ash</script> a < b",
    "<!-- oak -->",
    "<https://a.example/> and <ann@example.org>",
    "<details open>",
    "|",
    "| oak | ash |",
    "oak | ash",
    "--- | ---",
    "&nbsp;",
    "R&D; &copy; &#35; &amp;lt;",
    ":::",
    "::: oak",
    "!!! note",
    '!!! note "Oak"',
    "??? note",
    "/// note",
    "///Footnotes Go Here///",
    "{: .x}",
    "oak {: .x}",
    "oak{.x}",
    "Oak {#x}",
    "[TOC]",
    "[^1]",
    "oak[^1]",
    "[^1]: oak",
    "*[HTML]: oak",
    "[oak]: https://a.example 'Ash'",
    "[oak](ash), [oak][ash], [oak] and ![oak](ash.png)",
    "~~~",
    "~~~ oak",
    "```",
    "``oak`` and `ash`",
    "~~oak~~ ~ash~ ==elm== ^fir^",
    "    oak",
    "\toak",
    "---",
    "===",
    "- - -",
    "* * *",
    "___",
    ": oak",
    "~ oak",
    "https://a.example/b_c_d?e=f&copy=g#h",
    "www.a.example and ann_doe@example.org",
    "\\",
    "oak\\",
    "C:\\oak\\*ash \\\\ \\[elm\\]",
    "“oak” ‘ash’ «elm» ... -- (c)",
    "\u202bשלום, עולם\u202c",
    "مرحبا",
    "👩\u200d🚀 🇺🇦 :smile:",
    "{{ oak }} {% ash %}",
    "$x_1$ and $$y^2$$",
    "1.\ue000",
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("tail", ["", "So {x}, *[a], [^1], !!! and [TOC] stay."])
def test_what_looks_like_markdown_is_a_paragraph_as_it_stands(trap: str, tail: str, engine: Engine) -> None:
    for paragraphs in ((trap, tail), body(trap, tail), ("Oak", trap, "Ash", tail)):
        page = page_with(tuple(filter(None, map(str.strip, paragraphs))), engine)
        assert set(page.kinds) == {"paragraph"}
        assert page.words == without_controls(" ".join(paragraphs)).split()


def test_traps_come_through_an_import() -> None:
    for trap in TRAPS:
        holds(f"The Board Met\nBy Ann Doe\n3 May 2022\n\n{PROSE[0]}\n{trap}\n{PROSE[1]}\n\n{trap}\n".encode())
