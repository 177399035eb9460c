"""What the model says of the lines: which of them is the headline, and which belong to the page around the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from digest.seeds.label.learned_lines import RULE as LEARNED
from digest.seeds.label.lines import Line, Lines
from digest.seeds.label.model import Labels, label
from digest.seeds.label.paragraphs import Unit, units
from digest.seeds.words.byline import read_byline
from digest.seeds.words.datelines import dateline
from digest.seeds.words.dates import date_line
from digest.seeds.words.folding import folded
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.sentences import is_prose


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


KEEP = (0.0, 0.0, 0.3, 0.5, 0.6, 0.7, 0.7, 0.7)
"""A line goes of which the model is less sure than this that it is of the body: by how many lines above and below the
text, none of them a sentence or an item of a list, are beyond doubt none of it, from none to seven. Where no page is
around an article, what looks odd is its own."""

DOUBT = 0.7
"""A line of which it is less sure than this stays, and is told."""

KEEP_INSIDE = 0.15
"""The same of a line between two that are of the body beyond doubt: sub-headings, heads of lists, quotations."""

KEEP_DECKS = 0.001
"""The same of a line of some length between headline and text."""

KEEP_SENTENCES = 0.0005
"""The same of a sentence right below a line that is of the body beyond doubt."""

_BEYOND_DOUBT = 0.9
_SURELY_NONE = 0.05


OF_FORM, OF_PLACE = 0.999, 0.8
"""A rule that knows a line by its words is overruled where the model is surer than this that the line is of the body;
one that goes by where it stands, sooner."""

_FEW = 16  # paragraphs: of a text with fewer the model knows less than the rules


def may_overrule(found: Labelled) -> bool:
    return len(found.units) >= _FEW


def weighed(lines: Lines, found: Labelled) -> Lines:
    """The lines, each with the probability that it is of the body. What a rule has removed, and is of it beyond doubt,
    is there again."""
    out, overrules = list(lines), may_overrule(found)
    for unit, probability in zip(found.units, found.labels.body, strict=True):
        for index in unit.indices:
            line = out[index]
            if overrules and line.rule != LEARNED and line.is_removed and probability > OF_FORM:
                line = Line(line.number, line.text)
            out[index] = msgspec.structs.replace(line, body=round(probability, 3))
    return tuple(out)


def _text(found: Labelled) -> tuple[int, int]:
    """The first and the last paragraph that is of the body beyond doubt; both the first of all if none is."""
    likely = [n for n, probability in enumerate(found.labels.body) if probability > _BEYOND_DOUBT] or [0]
    return likely[0], likely[-1]


def threshold(found: Labelled) -> float:
    """The probability below which a line of the text goes: see `KEEP`."""
    body, units = found.labels.body, found.units
    first, last = _text(found)
    outside = (*range(first), *range(last + 1, len(body)))
    none = sum(
        body[n] < _SURELY_NONE and not units[n].text.endswith((".", "!", "?", ":")) and not _ITEM.match(units[n].text)
        for n in outside
    )
    return KEEP[min(none, len(KEEP) - 1)]


def going(lines: Lines, found: Labelled, title: Unit | None) -> Iterator[int]:
    """The paragraphs of which the model says that they belong to the page around the article."""
    body, units = found.labels.body, found.units
    keep, (first, end) = threshold(found), _text(found)
    days = [n for n in range(first, end) if _is_day(found, n)]
    chronicle = frozenset(days if len(days) > 1 else ())
    stays: list[bool] = []
    last = -1  # of those above that no rule has taken out
    for n, probability in enumerate(body):
        above, below = stays[n - 1] if n else False, units[n + 1].text if n + 1 < len(units) else ""
        inside = 0 < n < len(body) - 1 and min(body[n - 1], body[n + 1]) > 0.8
        is_list = _ITEM.match(units[n].text) is not None and above
        leads = units[n].text.endswith(":") and _ITEM.match(below) and units[n].text.count(" ") >= _LEADS
        if is_list or leads or n in chronicle:
            least = 0.0
        elif last >= 0 and stays[last] and body[last] > 0.5 and _SENTENCE_ALONE.fullmatch(units[n].text):
            least = KEEP_SENTENCES if keep == KEEP[-1] else 0.0
        elif (
            title is not None and title.last < units[n].first < units[first].first and units[n].text.count(" ") >= _DECK
        ):
            least = min(keep, KEEP_DECKS)
        else:
            least = min(keep, KEEP_INSIDE) if inside else keep
        stays.append(probability >= least)
        if lines[units[n].first].is_text:
            last = n
        if not stays[n]:
            yield n


def _is_day(found: Labelled, n: int) -> bool:
    text = found.units[n].text
    return len(text) <= _DAY and found.labels.found[n][3] > 0.5


_SENTENCE_ALONE = re.compile(r"[^\W\d_a-zà-ÿ].*\w[.!?][\"”’»)]?")
_ITEM = re.compile(r"[-•*–—▪●]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s|\||[^\t|]{1,60}(?:\t| \| )[^\t|]")
"""An item of a list, a row of a table."""

_DECK = 6  # spaces in a line that may be a deck
_LEADS = 4  # spaces in a line that leads to a list
_DAY = 40  # characters of a line that is the day of an entry in a chronicle


def named_around(found: Labelled, title: Unit | None) -> frozenset[int]:
    """The paragraphs around headline and text, where author, date and publisher are named."""
    first, last = _text(found)
    start = next((n for n, unit in enumerate(found.units) if unit is title), first)
    return frozenset((*range(max(0, start - _ABOVE), first), *range(last + 1, last + 1 + _BELOW)))


_ABOVE, _BELOW = 6, 3  # paragraphs above the headline, and below the text


class Headline(msgspec.Struct, frozen=True):
    """The paragraph that is the headline, and the text of the one that could be it too, if that is not settled."""

    unit: Unit
    rival: str = ""


LEAST = 0.12
"""The probability from which on a line is taken for the headline."""

SURE = 0.7
"""That from which on nobody need look at it."""

SENTENCES = 0.05
"""That of a line that is no sentence, from which on none that is one is the headline."""

RIVAL = 0.3
"""That of another line, from which on the headline is doubted."""

_LONGEST_TITLE = 250  # characters


def headline_of(lines: Lines, found: Labelled, lexicon: Lexicon) -> Headline | None:
    """The best of the lines that could be the headline; None if a text has none."""
    chances = {
        n: probability
        for probability, n in found.labels.titles
        if lines[found.units[n].first].is_text and _may_be_headline(found.units[n].text, lexicon)
    }
    if not chances:
        return None
    # A sentence is the headline where nothing else could be.
    likely = {n: p for n, p in chances.items() if p >= SENTENCES and not is_prose(found.units[n].text)} or {
        n: p for n, p in chances.items() if not (is_prose(found.units[n].text) and _is_of_text(found, n))
    }
    if not likely:
        return None
    best = max(likely, key=lambda n: (likely[n], -n))
    if chances[best] < LEAST:
        return None
    own = _own_line(found.units, chances, best)
    taken = folded(found.units[own].text)
    others = [unit.text for n in chances if folded((unit := found.units[n]).text) != taken]
    rivals = max((p for n, p in chances.items() if folded(found.units[n].text) != taken), default=0.0)
    is_sure = own == best and chances[best] >= SURE and rivals < RIVAL
    return Headline(found.units[own], "" if is_sure else others[0] if others else "-")


def _is_of_text(found: Labelled, n: int) -> bool:
    return found.labels.body[n] > 0.5 or not may_overrule(found)


def _may_be_headline(text: str, lexicon: Lexicon) -> bool:
    return (
        len(text) <= _LONGEST_TITLE
        and not text.endswith((":", ";"))
        and not _SLUG.match(text)
        and not text.endswith(_OPEN_ENDS)
        and dateline(text, lexicon) is None
        and date_line(text, lexicon) is None
        and read_byline(text, lexicon) is None
    )


_SLUG = re.compile(r"[A-Z]{2,}--?[\w-]+(?:,.*)?$")
"""What agencies call a story among themselves: `BC-US--Example-Quay, 2nd Ld`."""

_OPEN_ENDS = tuple(
    f" {word}" for word in ("the", "a", "an", "of", "and", "or", "with", "at", "its", "der", "des", "und", "et")
)
"""With which a line ends that goes on on the next."""

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
    # The page's name for the story, at the end of a breadcrumb, and a kicker.
    for n in range(best + _NEAR, best + 1, -1):
        if chances.get(n, 0) >= RIVAL and not units[n].text.endswith(_SENTENCE):
            return n
    if words <= _KICKER and chances.get(below, 0) >= _CHANCE and not units[below].text.endswith(_SENTENCE):
        return below if len(units[below].text.split()) >= _HEADLINE else best
    for n in chances:
        other = units[n].text
        is_end = n != best and len(other.split()) > _KICKER and len(other) < len(text) and text.endswith(other)
        if is_end and _PATH.search(text[: -len(other)] + other[0]):
            return n
    return best


_PATH = re.compile(r"(?:[>»›/|]\s*|[a-zà-ÿ])[^\W\d_a-zà-ÿ].?$")
"""`Home > News > `, or the same run together, before a headline's first letter."""


_NEAR = 3  # lines
_CHANCE = 0.02
_MOST_WORDS = 28
