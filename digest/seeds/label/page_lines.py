"""What the model says of the lines: which of them is the headline, and which belong to the page around the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from digest.seeds.label.lines import Line, Lines
from digest.seeds.label.model import Labels, label
from digest.seeds.label.paragraphs import Unit, units
from digest.seeds.words.folding import folded
from digest.seeds.words.lexicon import Lexicon


class Labelled(msgspec.Struct, frozen=True):
    """The paragraphs of a text, in order, with what the model says of them. Lines that were marked before stand among
    them, one by one: what stands beside a line tells of it."""

    units: tuple[Unit, ...]
    labels: Labels


def labelled(lines: Lines, width: int, lexicon: Lexicon) -> Labelled:
    own = list(units(lines, width))
    taken = {index for unit in own for index in unit.indices}
    own += [Unit((n,), line.text) for n, line in enumerate(lines) if line.text and n not in taken]
    own.sort(key=lambda unit: unit.first)
    parted = [unit.first > 0 and not lines[unit.first - 1].text for unit in own]
    return Labelled(tuple(own), label([unit.text for unit in own], parted, lexicon))


KEEP = (0.05, 0.1, 0.2, 0.35)
"""A line goes of which the model is less sure than this that it is of the body: by how many lines of the text are
beyond doubt none of it, from none to three. Where no page is around an article, what looks odd is the author's."""

KEEP_INSIDE = 0.1
"""The same of a line between two that are of the body beyond doubt: sub-headings, heads of lists, quotations."""

_BEYOND_DOUBT = 0.9
_SURELY_NONE = 0.05


def weighed(lines: Lines, found: Labelled) -> Lines:
    """The lines, each with the probability that it is of the body; where nothing around it is any other, of all."""
    out = list(lines)
    for unit, probability in zip(found.units, found.labels.body, strict=True):
        for index in unit.indices:
            line = out[index]
            out[index] = Line(line.number, line.text, line.kind, line.rule, line.why, round(probability, 3))
    return tuple(out)


def threshold(found: Labelled) -> float:
    """The probability below which a line of the text goes: see `KEEP`."""
    none = sum(probability < _SURELY_NONE for probability in found.labels.body)
    return KEEP[min(none, len(KEEP) - 1)]


def going(found: Labelled, title: Unit | None) -> Iterator[int]:
    """The paragraphs of which the model says that they belong to the page; but for those around headline and text, where
    author, date and publisher are named: who reads these comes first."""
    body = found.labels.body
    keep = threshold(found)
    likely = [n for n, probability in enumerate(body) if probability > _BEYOND_DOUBT] or [0]
    start = next((n for n, unit in enumerate(found.units) if unit is title), likely[0])
    stays: list[bool] = []
    for n, probability in enumerate(body):
        inside = 0 < n < len(body) - 1 and min(body[n - 1], body[n + 1]) > _BEYOND_DOUBT
        item = _ITEM.match(found.units[n].text) is not None and n > 0 and stays[n - 1]
        named = start - _ABOVE <= n < likely[0] or likely[-1] < n <= likely[-1] + _BELOW
        stays.append(probability >= (min(keep, KEEP_INSIDE) if inside or item else keep))
        if not (named or stays[n]):
            yield n


_ITEM = re.compile(r"[-•*–—▪●]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s")
_ABOVE, _BELOW = 3, 3  # paragraphs above the headline, and below the text


class Headline(msgspec.Struct, frozen=True):
    """The paragraph that is the headline, and the text of the one that could be it too, if that is not settled."""

    unit: Unit
    rival: str = ""


LEAST = 0.12
"""The probability from which on a line is taken for the headline."""

SURE = 0.7
"""That from which on nobody need look at it."""

_LONGEST_TITLE = 250  # characters


def headline_of(lines: Lines, found: Labelled) -> Headline | None:
    """The best of the lines that could be the headline; None if a text has none."""
    chances = {
        n: probability
        for probability, n in found.labels.titles
        if lines[found.units[n].first].is_text
        and len(found.units[n].text) <= _LONGEST_TITLE
        and not _SLUG.match(found.units[n].text)
    }
    if not chances:
        return None
    best = max(chances, key=lambda n: (chances[n], -n))
    if chances[best] < LEAST:
        return None
    own = _own_line(found.units, chances, best)
    taken = folded(found.units[own].text)
    others = [unit.text for n in chances if folded((unit := found.units[n]).text) != taken]
    is_sure = own == best and chances[best] >= SURE
    return Headline(found.units[own], "" if is_sure else others[0] if others else "-")


_SLUG = re.compile(r"[A-Z]{2,}--?[\w-]+(?:,.*)?$")
"""What agencies call a story among themselves: `BC-US--Example-Quay, 2nd Ld`."""

_KICKER, _HEADLINE = 3, 5  # words
_SENTENCE = (".", "!", "…", ".”", '."')


def _own_line(units: Sequence[Unit], chances: Mapping[int, float], best: int) -> int:
    """The headline itself, where what looks most like one is the deck below it, the kicker above it, or a line that
    closes with it."""
    text, words = units[best].text, len(units[best].text.split())
    above, below = best - 1, best + 1
    if text.endswith(_SENTENCE) and chances.get(above, 0) >= _CHANCE:
        over = units[above].text
        if _KICKER < len(over.split()) <= _MOST_WORDS and not over.endswith(_SENTENCE):
            return above
    if words <= _KICKER and chances.get(below, 0) >= _CHANCE and not units[below].text.endswith(_SENTENCE):
        return below if len(units[below].text.split()) >= _HEADLINE else best
    for n in chances:
        other = units[n].text
        if n != best and len(other.split()) > _KICKER and len(other) < len(text) and text.endswith(other):
            if _PATH.search(text[: -len(other)] + other[0]):
                return n
    return best


_PATH = re.compile(r"(?:[>»›/|]\s*|[a-zà-ÿ])[^\W\d_a-zà-ÿ].?$")
"""`Home > News > `, or the same run together, before a headline's first letter."""


_CHANCE = 0.02
_MOST_WORDS = 28
