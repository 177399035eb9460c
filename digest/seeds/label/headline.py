"""Which line is the headline, or what to call a text that has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from digest.seeds import data
from digest.seeds.label.lines import Lines, mark
from digest.seeds.label.paragraphs import Unit, units
from digest.seeds.read.mail_text import subject_of
from digest.seeds.words.byline import may_be_author
from digest.seeds.words.datelines import dateline, is_place
from digest.seeds.words.dates import find_dates
from digest.seeds.words.folding import begin_alike, folded
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.mentions import mentions
from digest.seeds.words.outlets import is_section, outlet
from digest.seeds.words.sentences import is_prose, looks_like_headline

_CANDIDATES = 24  # paragraphs looked at from the top


@cache
def _small() -> frozenset[str]:
    return frozenset(data.words().small)


def mark_title(lines: Lines, width: int, lexicon: Lexicon) -> tuple[Lines, str]:
    """Mark the headline among the first paragraphs; "" where there is none.

    It is the one whose words the text takes up, near its beginning; a headline of another story shares none with it.
    """
    paragraphs = units(lines, width)
    scored = []
    for place, unit in enumerate(paragraphs[:_CANDIDATES]):
        if is_prose(unit.text) and place >= 3:
            break
        scored.append((_score(lines, paragraphs, place, lexicon), unit))
    best = max((score for score, _ in scored), default=0.0)
    # Of a whole list of headlines above a text only one that is plainly its own is taken.
    is_alone = sum(0 < score <= best for score, _ in scored) < 2
    least = _ALONE if is_alone else _LEAST
    several = sum(score > 0.5 and len(unit.text.split()) > 5 for score, unit in scored)
    if best <= (least if several < _A_LIST else _LEAST + _SHARED * 0.5):
        label = paragraphs[0] if _is_word_above_text(paragraphs, lexicon) else None
        return (mark(lines, frozenset(label.indices), "title", "headline"), label.text) if label else (lines, "")
    # The first of those that are about as good: a standfirst has the text's words too. But a word or two above a
    # headline are the name of a section.
    unit, *others = [unit for score, unit in scored if score > max(best - _AS_GOOD, least)]
    if (
        others
        and len(unit.text.split()) <= _KICKER < len(others[0].text.split())
        and not find_dates(others[0].text, lexicon)
    ):
        unit = others[0]
    return mark(lines, frozenset(unit.indices), "title", "headline"), tidied(unit.text)


def _is_word_above_text(paragraphs: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Whether a text begins with a word or two that are no section's, publisher's, place's or person's name, right
    above its first sentence: for want of a better one its headline."""
    if len(paragraphs) < 2 or not is_prose(paragraphs[1].text):
        return False
    text = paragraphs[0].text
    named = is_section(text, lexicon) or outlet(text, lexicon) or any(mentions(text)) or may_be_author(text, lexicon)
    return len(text.split()) <= _KICKER and text[0].isupper() and text[-1].isalnum() and not (named or text.isupper())


def _score(lines: Lines, paragraphs: Sequence[Unit], place: int, lexicon: Lexicon) -> float:
    """How much speaks for the paragraph at `place` being the headline: `_LEAST` or less means none."""
    unit = paragraphs[place]
    text = unit.text
    if (
        len(unit.indices) > 3
        or not looks_like_headline(text)
        or _NO_HEADLINE.match(text)
        or dateline(text, lexicon)
        or is_section(text, lexicon)
    ):
        return 0.0
    words = text.split()
    own = stems(text)
    prose = [other for other in paragraphs if other is not unit and is_prose(other.text)]
    prose = prose or [other for other in paragraphs[place + 1 :] if other.text.endswith((".", ":", "!", "?"))]
    taken_up = [f" {folded(other.text)} " for other in prose]
    shared = sum(any(stem in words for words in taken_up) for stem in own) / max(len(own), 3)
    score = _SHARED * shared + (1.0 if 4 <= len(words) <= 22 else 0.0) - _DOWN * place
    score -= {1: 2.5, 2: 0.8, 3: 0.2}.get(len(words), 0.0) + (1.0 if text.isupper() and len(words) <= 3 else 0.0)
    if any(_is_again(text, other.text) for other in paragraphs[place + 1 : place + 6]):
        score += 1.5
    below = next((line for line in lines[unit.last + 1 :] if line.text), None)
    if below is not None and (below.kind in ("byline", "date", "source", "caption") or is_prose(below.text)):
        score += 0.8
    if _QUOTED.fullmatch(text):
        score -= 1.0 if len(words) < 14 else 3.0  # as often a motto, or a pulled quotation
    if text[0].islower() or (place > 0 and may_be_author(text, lexicon)):
        score -= 1.5
    if outlet(text, lexicon) or (is_place(text) and len(words) < 4 and (text.isupper() or "," in text)):
        score -= 2.0
    # Prose above it: a sub-heading, unless all speaks for it.
    above = [other for other in paragraphs[:place] if is_prose(other.text)]
    dated = max((n for n in range(unit.first) if lines[n].kind in ("date", "byline")), default=-1)
    if sum(len(other.text.split()) for other in above if other.last < dated) < _MOTTO:
        above = [other for other in above if other.first > dated]
    if above:
        is_close = below is not None and below.kind in ("byline", "date")
        score -= 0.5 if is_close and sum(len(other.text.split()) for other in above) < 70 else 9.0
    elif place == 0 and len(words) >= 2 and len(paragraphs) > 1:
        score += 0.6
    return score


_LEAST, _ALONE = 1.2, 0.3
_AS_GOOD = 1.3
_A_LIST = 4
_KICKER = 2  # words
_MOTTO = 40  # words of a notice or motto above the date
_TEMPLATE = re.compile(r"\s*\(?\{\{.*?\}\}\)?")  # `({{commentsTotal}})`: what a page's script should have filled in
_SHARED, _DOWN = 3.5, 0.12
_QUOTED = re.compile(r"[“\"„«][^“”\"]{1,160}[”\"“»]")
_NO_HEADLINE = re.compile(r"[-•*–]\s|\d{1,2}[.)]\s|https?:|\S+@\S+$|.*\(…\)$|\W*$")


def _is_again(text: str, other: str) -> bool:
    """Whether `other` is the same headline once more, also as a page's title with the publisher's name behind it."""
    if not begin_alike(text, other):
        return False
    one, two = folded(text), folded(other)
    return one == two or (len(one) > 20 and (two.startswith(one) or one.startswith(two)) and len(two) > 20)


def stems(text: str) -> frozenset[str]:
    """The content words of `text`, folded, by which another text that takes them up is known: of longer words the first
    five letters, so that `missile` is in `missiles` and `Gripen` in `Gripenarbete`."""
    words = [word for word in folded(text).split() if len(word) > 2 and word not in _small()]
    return frozenset(f" {word[:5]}" if len(word) >= 5 else f" {word} " for word in words)


def mark_repeated_title(lines: Lines, title: str, width: int) -> Lines:
    """Mark the paragraphs above the text, and its first, that are the title once more."""
    for unit in units(lines, width)[:_CANDIDATES]:
        if len(unit.text) < len(title) + 40 and _is_again(title, unit.text):
            lines = mark(lines, frozenset(unit.indices), "title", "headline-again")
    return lines


def tidied(title: str) -> str:
    """A headline without what a page's script should have filled in, signs at its ends, and a mail's `Fwd:`."""
    return subject_of(_TEMPLATE.sub("", title).strip(" ,*_#"))


_KICKER_GLUED = re.compile(r"(?:[\"”“»][\w ,.'’!?–-]{3,60}[\"”“«]|[\w ,'’–-]{3,60}[!?])(?=[^\W\d_a-zà-ÿ][a-zà-ÿ]+ )")
_FEWEST_BEHIND_KICKER = 4  # words


def without_kicker(title: str) -> str:
    """A headline without a quotation or call that is run together with it: `"Soon"Yard lays first keel of the year`;
    and without the words for what kind of text it stands above: `Press release: Yard lays first keel`."""
    glued = _KICKER_GLUED.match(title)
    rest = title[glued.end() :] if glued else ""
    if not rest and folded((named := title.partition(":"))[0]) in _kinds():
        rest = named[2].strip()
    return rest if len(rest.split()) >= _FEWEST_BEHIND_KICKER else title


@cache
def _kinds() -> frozenset[str]:
    return frozenset(map(folded, data.words().releases))
