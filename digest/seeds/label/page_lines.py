"""What the model says of the lines: which of them is the headline, and which belong to the page around the article."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence

import msgspec

from digest.seeds.label.captions import has_credit
from digest.seeds.label.headline import stems
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
    is_wrapped: bool = False


def labelled(lines: Lines, width: int, lexicon: Lexicon) -> Labelled:
    own = list(units(lines, width))
    taken = {index for unit in own for index in unit.indices}
    own += [Unit((n,), line.text) for n, line in enumerate(lines) if line.text and n not in taken]
    own.sort(key=lambda unit: unit.first)
    parted = [unit.first > 0 and not lines[unit.first - 1].text for unit in own]
    return Labelled(tuple(own), label([unit.text for unit in own], parted, lexicon), width > 0)


PAGE = (2, 7, 15)
"""How many lines above and below headline and text, none of them a sentence, an item of a list or the author's, are
beyond doubt none of it: by these steps the thresholds go, from an article alone to a whole page. Where no page is
around an article, what looks odd is its own."""

KEEP = (0.0, 0.5, 0.6, 0.75)
"""A line goes of which the model is less sure than this that it is of the body, between the first line and the last
that are of it beyond doubt."""

KEEP_OUTSIDE = (0.0, 0.5, 0.5, 0.5)
"""The same of a line above and below those."""

DOUBT = 0.7
"""A line of which it is less sure than this stays, and is told."""

KEEP_BETWEEN = 0.15
"""The same of a line right between two that are of the body beyond doubt: sub-headings, heads of lists, quotations."""

KEEP_MARKED = 0.003
"""The same of a sentence, or an item of a list, that the markup of a saved page makes text of the article."""

KEEP_DECKS = 0.001
"""The same of a line of some length between headline and text."""

KEEP_LABELS = 0.6
"""The same of a word or two between headline and text, where a page is around them."""

KEEP_SENTENCES = 0.0005
"""The same of a sentence right below a line that is of the body beyond doubt."""

_BEYOND_DOUBT = 0.9
_SURELY_NONE = 0.05
_LIKELY_AUTHOR = 0.5


OF_FORM, OF_PLACE = 0.99, 0.8
"""A rule that knows a line by its words is overruled where the model is surer than this that the line is of the body;
one that goes by where it stands, sooner."""

_FEW = 16  # paragraphs: of a text with fewer the model knows less than the rules


def may_overrule(found: Labelled) -> bool:
    return len(found.units) >= _FEW


def weighed(lines: Lines, found: Labelled) -> Lines:
    """The lines, each with the probabilities that it is of the body, and that it names the author. What a rule has
    removed, and is of the body beyond doubt, is there again."""
    out, overrules = list(lines), may_overrule(found)
    for unit, probability, (*_, author, _, _) in zip(found.units, found.labels.body, found.labels.found, strict=True):
        for index in unit.indices:
            line = out[index]
            if overrules and line.rule != LEARNED and line.is_removed and probability > OF_FORM:
                line = Line(line.number, line.text)
            out[index] = msgspec.structs.replace(line, body=round(probability, 3), author=round(author, 3))
    return tuple(out)


def _text(found: Labelled) -> tuple[int, int]:
    """The first and the last paragraph that is of the body beyond doubt; both the first of all if none is."""
    likely = [n for n, probability in enumerate(found.labels.body) if probability > _BEYOND_DOUBT] or [0]
    return likely[0], likely[-1]


def page_around(found: Labelled, title: Unit | None) -> int:
    """How much of a page is around headline and text: a place in `KEEP` and `KEEP_OUTSIDE`."""
    body, units = found.labels.body, found.units
    first, last = _text(found)
    outside = (*range(first), *range(last + 1, len(body)))
    none = sum(
        body[n] < _SURELY_NONE
        and not (title and units[n].first in title.indices)
        and found.labels.found[n][2] < _LIKELY_AUTHOR
        and not units[n].text.endswith((".", "!", "?", ":"))
        and not _ITEM.match(units[n].text)
        for n in outside
    )
    return bisect_right(PAGE, none)


def going(lines: Lines, found: Labelled, title: Unit | None, marked: Container[str] = frozenset()) -> Iterator[int]:
    """The paragraphs of which the model says that they belong to the page around the article. `marked` are those that
    its markup makes text of the article."""
    body, units = found.labels.body, found.units
    page, (first, end) = page_around(found, title), _text(found)
    days = [n for n in range(first, end) if _is_day(found, n)]
    chronicle = frozenset(days if len(days) > 1 else ())
    stays: list[bool] = []
    last = -1  # of those above that no rule has taken out
    for n, probability in enumerate(body):
        above, below = stays[n - 1] if n else False, units[n + 1].text if n + 1 < len(units) else ""
        keep = KEEP[page] if first < n < end else KEEP_OUTSIDE[page]
        between = 0 < n < len(body) - 1 and min(body[n - 1], body[n + 1]) > 0.8
        between = between or (first < n < end and units[n].text in marked)
        is_below_title = title is not None and title.last < units[n].first < units[first].first
        is_label = units[n].text.count(" ") < _LABEL
        is_list = _ITEM.match(units[n].text) is not None and above
        leads = units[n].text.endswith(":") and _ITEM.match(below) and units[n].text.count(" ") >= _LEADS
        if is_list or leads or n in chronicle:
            least = 0.0
        elif last >= 0 and stays[last] and body[last] > 0.5 and _SENTENCE_ALONE.fullmatch(units[n].text):
            least = KEEP_SENTENCES if page == len(PAGE) else 0.0
        elif is_below_title and units[n].text.count(" ") >= _DECK:
            least = min(keep, KEEP_DECKS)
        elif is_label and ((is_below_title and page) or (n < first and units[n].text in marked)):
            least = KEEP_LABELS
        else:
            least = min(keep, KEEP_BETWEEN) if between else keep
        if units[n].text in marked and (is_prose(units[n].text) or _ITEM.match(units[n].text)):
            least = min(least, KEEP_MARKED)
        stays.append(probability >= least)
        if lines[units[n].first].is_text:
            last = n
        if not stays[n]:
            yield n


def _is_day(found: Labelled, n: int) -> bool:
    text = found.units[n].text
    return len(text) <= _DAY and (found.labels.found[n][3] > 0.5 or _IN_FIGURES.fullmatch(text) is not None)


_IN_FIGURES = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{2,4}")  # `18.12.2014`


_SENTENCE_ALONE = re.compile(r"[^\W\d_a-zà-ÿ].*\w[.!?][\"”’»)]?")
_ITEM = re.compile(r"[-•*–—▪●]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s|\||[^\t|]{1,60}(?:\t| \| )[^\t|]")
"""An item of a list, a row of a table."""

_DECK, _LABEL = 6, 2  # spaces in a line that may be a deck, words in a label
_LEADS = 4  # spaces in a line that leads to a list
_DAY = 40  # characters of a line that is the day of an entry in a chronicle


def named_around(found: Labelled, title: Unit | None) -> frozenset[int]:
    """The paragraphs around headline and text, where author, date and publisher are named."""
    first, last = _text(found)
    start = next((n for n, unit in enumerate(found.units) if title and unit.first == title.first), first)
    return frozenset((*range(max(0, start - _ABOVE), first), *range(last + 1, last + 1 + _BELOW)))


_ABOVE, _BELOW = 6, 3  # paragraphs above the headline, and below the text


class Headline(msgspec.Struct, frozen=True):
    """The paragraph that is the headline, and the text of the one that could be it too, if that is not settled."""

    unit: Unit
    rival: str = ""


LEAST = 0.12
"""The probability from which on a line is taken for the headline."""

SURE = 0.75
"""That from which on nobody need look at it."""

SENTENCES = 0.05
"""That of a line that is no sentence, from which on none that is one is the headline."""

RIVAL = 0.2
"""That of another line, from which on the headline is doubted."""

_LONGEST_TITLE, _MOST_LINES = 250, 3  # characters, lines


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
    best = _taken_up(found, likely, best)
    own = _own_line(found.units, chances, best)
    taken = folded(found.units[own].text)
    others = [unit.text for n in chances if folded((unit := found.units[n]).text) != taken]
    rivals = max((p for n, p in chances.items() if folded(found.units[n].text) != taken), default=0.0)
    is_sure = own == best and chances[best] >= SURE and rivals < RIVAL
    return Headline(_whole(found, own, lines, lexicon), "" if is_sure else others[0] if others else "-")


def _whole(found: Labelled, n: int, lines: Lines, lexicon: Lexicon) -> Unit:
    """A headline with the lines, right above and below it, on which it stands too: in a wrapped text, whose paragraphs
    are parted by empty lines, those that stand together are one."""
    units = found.units

    def belongs(line: int) -> bool:
        text = units[line].text
        is_open = lines[units[line].first].is_text and len(units[line].indices) == 1 and not text.endswith(_SENTENCE)
        return is_open and not is_prose(text) and _may_be_headline(text, lexicon)

    if not found.is_wrapped or not belongs(n):
        return units[n]
    first = last = n
    while first > 0 and units[first - 1].last + 1 == units[first].first and belongs(first - 1):
        first -= 1
    while last + 1 < len(units) and units[last].last + 1 == units[last + 1].first and belongs(last + 1):
        last += 1
    own = units[first : last + 1]
    # What touches them besides, a date or a sentence, says that they are no block of their own.
    above = first > 0 and units[first - 1].last + 1 == own[0].first
    below = last + 1 < len(units) and own[-1].last + 1 == units[last + 1].first
    if not 1 < len(own) <= _MOST_LINES or above or below:
        return units[n]
    return Unit(tuple(index for unit in own for index in unit.indices), " ".join(unit.text for unit in own))


def _taken_up(found: Labelled, chances: Mapping[int, float], best: int) -> int:
    """The best of the lines whose words the text takes up by half, where it takes up none of the best line's: that is
    another story's."""
    text = [(m, f" {folded(found.units[m].text)} ") for m, p in enumerate(found.labels.body) if p > _BEYOND_DOUBT]

    def share(n: int) -> float:
        own = stems(found.units[n].text)
        return sum(any(stem in words for m, words in text if m != n) for stem in own) / len(own) if own else 0.0

    if not text or share(best) > 0:
        return best
    return max(
        (n for n, p in chances.items() if p >= _CHANCE and share(n) >= _HALF), key=chances.__getitem__, default=best
    )


def _is_of_text(found: Labelled, n: int) -> bool:
    return found.labels.body[n] > 0.5 or not may_overrule(found)


def _may_be_headline(text: str, lexicon: Lexicon) -> bool:
    return (
        len(text) <= _LONGEST_TITLE
        and not text.endswith((":", ";"))
        and not _SLUG.match(text)
        and not _COLUMNS.search(text)
        and not _POINT.match(text)
        and not text.endswith(_OPEN_ENDS)
        and dateline(text, lexicon) is None
        and date_line(text, lexicon) is None
        and not has_credit(text)
        and read_byline(text, lexicon) is None
    )


_SLUG = re.compile(r"[A-Z]{2,}--?[\w-]+(?:,.*)?$")
"""What agencies call a story among themselves: `BC-US--Example-Quay, 2nd Ld`."""

_POINT = re.compile(r"[-•*–—▪●]\s|\(?\d{1,2}[.)]\s")
_COLUMNS = re.compile(r"\S(?: {4,}|\t)\S")

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
        if chances.get(n, 0) >= _AS_LIKELY and not units[n].text.endswith(_SENTENCE):
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
_CHANCE, _AS_LIKELY = 0.02, 0.3
_HALF = 0.5
_MOST_WORDS = 28
