"""No step from a page's elements to its article takes time that grows much faster than the page: each is timed on pages
that were made to be hard, at one and four times a length. So are the lines of a printed page."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable

import lxml.html
import pytest

from digest.seeds.read.blocks import blocks_of
from digest.seeds.read.choosing import chosen
from digest.seeds.read.columns import Line, laid_out
from digest.seeds.read.page_fields import fields_of
from digest.seeds.words.lexicon import SHIPPED
from tests.profiles import examples
from tests.seeds.test_growth import FLOOR, MOST, PROSE

COUNT = examples(quick=150, deep=400)
"""Pieces of the shortest page."""

CARD = f"<h3><a href=/>A link to it</a></h3><p>{PROSE}</p>"
SHAPES: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda n: f"<p>{PROSE}</p>" * n,
    "links": lambda n: "<ul>" + "<li><a href=/x>Some link text here</a></li>" * n,
    "deep": lambda n: "<div>" * 200 + f"<p>{PROSE}</p><div><a href=/>a b c</a></div>" * n,
    "articles": lambda n: "<article>" * 150 + CARD * n,
    "figures": lambda n: "<figure>" * 150 + f"<p>{PROSE}</p>" * n,
    "table": lambda n: "<table>" + "<tr><td>a<td>b<td>c" * n,
    "tables": lambda n: "<table><tr><td>a<td>b<tr><td>c<td>d</table>" * n,
    "layout": lambda n: "<table>" + f"<tr><td><p>{PROSE}<td><ul><li>b</ul>" * n,
    "breaks": lambda n: f"{PROSE}<br><br>" * n,
    "glued": lambda n: "<p>" + "<span class='date'>8 March 2023</span>" * n,
    "times": lambda n: "<h1>a</h1>" + "<time datetime='2023-03-08'>x</time><p>a" * n,
    "metas": lambda n: "<meta name='date' content='8 March 2023'>" * n + "<p>a",
    "linked data": lambda n: '<script type="application/ld+json">{"@type":"Article"}</script>' * n,
    "names": lambda n: "".join(f"<div class='c{i} nav-x{i} AbC{i}'>{PROSE}</div>" for i in range(n)),
    "title": lambda n: "<title>" + " | a b" * n + f"</title><p>{PROSE}",
    "one line": lambda n: "<p>" + PROSE * n,
    "numbers": lambda n: "<ol>" + "<li>a" * n,
}


def page_steps(html: str) -> dict[str, float]:
    """Seconds that each step takes."""
    root = lxml.html.document_fromstring(html)
    times = [time.process_time()]
    page = blocks_of(root)
    times.append(time.process_time())
    chosen(page, " ".join(block.text for block in page.blocks[::2]), "a b")
    times.append(time.process_time())
    fields_of(root, "", None, page.blocks, SHIPPED)
    times.append(time.process_time())
    return {name: times[n + 1] - times[n] for n, name in enumerate(("blocks", "choosing", "fields"))}


def slow(steps: Callable[[int], dict[str, float]]) -> dict[str, float]:
    """The steps that take too long for the longest, each with how many times as long; three times in a row."""
    best: list[dict[str, float]] = [{}, {}]
    found: dict[str, float] = {}
    for _ in range(3):
        for place, count in enumerate((COUNT, 4 * COUNT)):
            gc.collect()
            for name, spent in steps(count).items():
                best[place][name] = min(spent, best[place].get(name, spent))
        one, four = best
        found = {name: spent / max(one[name], 1e-4) for name, spent in four.items() if spent > FLOOR}
        found = {name: round(ratio, 1) for name, ratio in found.items() if ratio > MOST}
        if not found:
            break
    return found


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page(shape: str) -> None:
    assert slow(lambda count: page_steps(f"<html><body>{SHAPES[shape](count)}</body></html>")) == {}


def scattered(count: int) -> list[Line]:
    random_ = random.Random(1)
    places = [(random_.random() * 500, random_.random() * 800) for _ in range(count)]
    return [Line(x, y, x + random_.random() * 100, y + 8, "some words") for x, y in places]


def in_columns(count: int, columns: int, text: str) -> list[Line]:
    width = 500 / columns
    places = [(50 + width * (n % columns), 10.0 * (n // columns)) for n in range(count)]
    return [Line(x, -y, x + width - 20, 9 - y, text) for x, y in places]


@pytest.mark.parametrize(
    "make",
    [
        scattered,
        lambda count: in_columns(count, 5, "cell"),
        lambda count: in_columns(count, 2, "Half a line of prose, and some of it more"),
        lambda count: in_columns(count, 1, "1. A line of prose, and some of it more"),
        lambda count: in_columns(count, 30, "cell"),
    ],
)
def test_a_printed_page(make: Callable[[int], list[Line]]) -> None:
    def steps(count: int) -> dict[str, float]:
        lines = make(6 * count)
        start = time.process_time()
        laid_out(lines)
        return {"laid_out": time.process_time() - start}

    assert slow(steps) == {}


def test_a_step_that_is_slow_is_found() -> None:
    def steps(count: int) -> dict[str, float]:
        start = time.process_time()
        sum(range(16 * count * count))
        return {"slow": time.process_time() - start}

    assert slow(steps)
