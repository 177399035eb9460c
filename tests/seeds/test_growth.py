"""No step from a seed's bytes to its article takes time that grows much faster than the text: every pass, and every
other step, is timed on texts that were made to be hard, at one, two and four times a length.

What the steps are is read from the modules that take them, so a new pass is tried as well.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import inspect
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial, wraps
from itertools import islice
from typing import Any, TypeAlias

import pytest

from digest.article_file.mark import SeedMark
from digest.seeds import drafting, passes, several
from digest.seeds.label import learned_lines as marking
from digest.seeds.label import order, page_lines
from digest.seeds.label.lines import Lines
from digest.seeds.label.state import marking as marking_of
from digest.seeds.memory import corrections, recurring, shingles
from digest.seeds.read import by_kind, read_seed
from digest.seeds.refused import SeedError
from digest.seeds.words.lexicon import SHIPPED
from digest.seeds.write import into_content
from tests.profiles import examples

Clock: TypeAlias = dict[str, float]

TAKERS = (by_kind, several, drafting, passes, recurring, marking, corrections, into_content, order, page_lines)
"""The modules whose functions, and those of ours that they import, are timed."""

LENGTH = examples(quick=4_000, deep=6_000)
"""Characters of the shortest text."""

FLOOR = examples(quick=40, deep=60) / 1000
"""Seconds: what takes less for the longest text is not looked at, for chance would decide."""

MOST = 7.0
"""How many times as long the longest text may take as one of a quarter of its length: 4.6 is n log n here, 16 n²."""

PROSE = "The board said on Wednesday that the ships will leave the harbour of Exeter at noon, as was planned before. "

ATOMS = (
    *("a", "A", " ", "\t", ".", ". ", "1", "1 ", "[", "](", "[a](b)", "(", ")", ",", ", ", '"', "“", "”", "<!--", "<"),
    *("&", "&amp;", "*", "**a** ", "_", "`", "\\", "~~", "=", "-", "- ", " -- ", " – ", " | ", "/", "@", "a@b.", ";"),
    *(": ", "… ", "! ", "? A", "#", "#a ", "# ", "{{", "> ", "<b>", "<a ", "e\u0301", "\u05d0\u05d1 ", "\U0001f680"),
    *("\xa0", "â€", "É", "UPPER CASE WORDS ", "Ann Doe ", "Ann Doe, ", "By Ann Doe ", "Gen. Ann Doe ", "U.S. ", "A."),
    *("X y. ", "Ab.Cd", "Ab-", "'s ", "The ", "of ", " and ", ", and", "Von ", " for A", "in A", "USS Mason ", "10h"),
    *("8 March 2023 ", "8.3.2023, ", "2023-03-08 ", "March 8 ", "1/2/", "$1.5 million ", "1,000,000", "5 % ", "5 km "),
    *("1 billion euros, ", "Page 3 ", "Vol. 1 No. 2 ", "Title: a ", "Fwd: ", "Tags: a, ", "https://example.org/a "),
    *("www.a.", "(Reuters) - ", "(Source: A", "© 2024 ", "(AP Photo/A) ", "Photo: ", "10:30 ", "5 min ", "Read more "),
    *("#Ab ", "KYIV, ", "to 5 to ", PROSE),
)


def texts(atom: str, length: int) -> Iterator[str]:
    """Texts of about this length that are made of one piece."""
    row = (atom * (80 // len(atom) + 1))[:80].strip() or atom
    short = atom.strip() or atom
    yield (atom * (length // len(atom) + 1))[:length]
    yield f"{short}\n" * (length // (len(short) + 1))
    yield f"{PROSE}\n\n" + f"{row}\n\n" * (length // (len(row) + 2)) + PROSE
    yield "".join(f"{row[:40]} {n}\n" for n in range(length // 45))
    yield f"The board votes\n\nBy Ann Doe\n8 March 2023\n\n{PROSE}\n\n{(atom * (length // len(atom)))}\n\n{PROSE}"
    yield "".join(f"{PROSE}{n}.\n\n{row}{n}\n\n" for n in range(length // 200))
    yield f"{row}\n" * (length // (len(row) + 1))
    yield f"{short}\n\n" * (length // (len(short) + 2))


def text_of(atom: str, shape: int, length: int) -> str:
    return next(islice(texts(atom, length), shape, None))


def take_all_steps(name: str, text: str) -> None:
    """From bytes to the text of the article's file, as `digest.seeds.seed_texts` and `into_content` do it."""
    with contextlib.suppress(SeedError):
        decoded = by_kind.read_seeds(name, text.encode(), SHIPPED)[0]
        part = several.parts_of(decoded, SHIPPED, lambda part: drafting.draft_seed(name, part, SHIPPED))[0]
        draft = drafting.draft_seed(name, part, SHIPPED)
        tally = recurring.Tally()
        tally.add("example", draft.lines)
        known = [line.text for line in draft.lines]
        learned = marking.Learned(
            "a", marking.lines_known_by(known[::2]), marking.lines_known_by(known[1::3]), title_without=("a",)
        )
        marking.concerns(draft.lines, learned)
        marking.restore_learned(marking.mark_learned(draft.lines, learned), learned)
        shingles.sketch_of(shingles.shingles_of("\n".join(draft.body)))
        day = dt.date(2023, 3, 8)
        article = into_content.file_of(draft, day, "a", draft.review, SeedMark(name, "0" * 64, ""), SHIPPED)
        rows = [row[: -len(row) // 2] if n % 3 else row for n, row in enumerate(article.split("\n")) if n % 5]
        corrections.corrections(draft, draft, learned, "---\ntitle: a\n---\n" + "\n".join(rows), lambda words: True)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Seconds of the processor's time for each step, by its name, with what it calls."""
    spent = defaultdict[str, float](float)

    def timed(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(step)
        def run(*args: Any, **more: Any) -> Any:
            start = time.process_time()
            try:
                return step(*args, **more)
            finally:
                spent[name] += time.process_time() - start

        return run

    for module in TAKERS:
        for name, step in list(vars(module).items()):
            if inspect.isfunction(step) and step.__module__.startswith("digest.seeds."):
                monkeypatch.setattr(module, name, timed(f"{module.__name__.rpartition('.')[2]}.{name}", step))

    passes_in_order = tuple(timed(f"order.{step.__name__}", step) for step in order.ORDER)
    monkeypatch.setattr(order, "ORDER", passes_in_order)
    return spent


def slow_steps(clock: Clock, make: Callable[[int], str], name: str) -> dict[str, float]:
    """The steps that take too long for the longest text, each with how many times as long; five times in a row."""
    found: dict[str, float] = {}
    best: list[dict[str, float]] = [{}, {}, {}]
    for _ in range(5):
        for place, times in enumerate((1, 2, 4)):
            clock.clear()
            gc.collect()
            gc.disable()  # when it runs is chance, and long where a step before has left much
            take_all_steps(name, make(times * LENGTH))
            gc.enable()
            for step, spent in clock.items():
                best[place][step] = min(spent, best[place].get(step, spent))
        one, _, four = best
        ratios = {step: spent / max(one.get(step, 0), 1e-4) for step, spent in four.items() if spent > FLOOR}
        found = {step: round(ratio, 1) for step, ratio in ratios.items() if ratio > MOST}
        if not found:
            break
    return found


@pytest.mark.parametrize("atom", ATOMS[:: examples(quick=3, deep=1)], ids=ascii)
def test_no_step_grows_much_faster_than_the_text(atom: str, clock: Clock) -> None:
    take_all_steps("a.txt", PROSE)  # tables are loaded
    place, shapes = ATOMS.index(atom), len(list(texts(atom, 100)))
    for n in range(place, place + examples(quick=1, deep=2)):
        for name, shape in (("a.txt", n % shapes), ("a.md", (n + 3) % shapes)):
            found = slow_steps(clock, partial(text_of, atom, shape), name)
            assert not found, f"{atom!r}, shape {shape}, {name}: {found}"


def test_a_pass_that_is_slow_is_found(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    def mark_slowly(lines: Lines) -> Lines:
        text = " ".join(line.text for line in lines)
        sum(text.count("!", start) for start in range(0, len(text), 2))
        return lines

    monkeypatch.setattr(order, "ORDER", (*order.ORDER, marking_of(mark_slowly)))
    clock = request.getfixturevalue("clock")
    take_all_steps("a.txt", PROSE)
    assert "order.mark_slowly" in slow_steps(clock, lambda length: (PROSE * length)[: 4 * length], "a.txt")


def test_every_pass_is_timed(clock: Clock) -> None:
    take_all_steps("a.txt", f"The quay\n\nBy Ann Doe\n\n8 March 2023\n\n{PROSE * 3}\n\n{PROSE}\n\nShare this\n")
    steps = {f"order.{step.__name__}" for step in order.ORDER} | {"order.labelled", "page_lines.label"}
    assert len(steps) > 20
    assert steps - {step for step, _ in clock.items()} == set()


EXPONENTIAL = ("<!---->" * 30, "<!-- -->\n" * 25 + "<p", "<?xml ?>" * 40, "<!--" * 300, " " * 4000 + "<!-- a -->" * 20)


@pytest.mark.parametrize("start", EXPONENTIAL, ids=range(len(EXPONENTIAL)))
def test_what_a_file_is_is_told_at_once(start: str) -> None:
    """209 bytes of comments took 14 seconds."""
    before = time.process_time()
    with contextlib.suppress(SeedError):
        read_seed("a.txt", start.encode(), SHIPPED)
    assert time.process_time() - before < 1
