"""Which line is the headline, or what to call a text that has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from digest.seeds import data
from digest.seeds.byline import may_be_author
from digest.seeds.datelines import dateline, is_place
from digest.seeds.dates import find_dates, weekdays
from digest.seeds.lexicon import Lexicon
from digest.seeds.lines import Lines, begin_alike, folded, mark
from digest.seeds.outlets import is_section, outlet
from digest.seeds.paragraphs import Unit, units
from digest.seeds.sentences import cut, is_prose, sentences

_LONGEST = 180  # characters of a headline
_OPENING = 3  # words of a sentence that could be a title: `BERLIN. The …` begins with a place
_DERIVED, _WHOLE = 90, 130  # characters of a title made from the first sentence, and of one that is the whole of it
_CANDIDATES = 24  # paragraphs looked at from the top


@cache
def _day_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?: late| early)? on (?:{weekdays()})$", re.I)


@cache
def _small() -> frozenset[str]:
    return frozenset(data.words().small)


def looks_like_headline(text: str) -> bool:
    """Short, and not a sentence with its full stop (`U.S.` at the end is no full stop)."""
    if len(text) > _LONGEST or len(text.split()) > 28 or not re.search(r"\w", text):
        return False
    end = text.rstrip("\"'”’»)]")
    if not end.endswith("."):
        return not end.endswith((":", ";"))
    return bool(re.search(r"(?:\b[A-Z]\.){2,}$|…$|\.\.\.$", end))


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
        return lines, ""
    # The first of those that are about as good: a standfirst has the text's words too. But a word or two above a
    # headline are the name of a section.
    unit, *others = [unit for score, unit in scored if score > max(best - _AS_GOOD, least)]
    if (
        others
        and len(unit.text.split()) <= _KICKER < len(others[0].text.split())
        and not find_dates(others[0].text, lexicon)
    ):
        unit = others[0]
    return mark(lines, frozenset(unit.indices), "title", "headline"), _TEMPLATE.sub("", unit.text).strip(" ,*_#")


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
    own = _stems(text)
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


def _stems(text: str) -> frozenset[str]:
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


_CLAUSE = re.compile(
    r"(?P<mark>, (?=(?P<word>and|but|so|which|who|whose|where|while|after|as|when|with)\b)|; | [–—-]{1,2} |: )"
)
# `…, base officials said.`, `…, Minister of Defence Ann Doe has said on Monday.`
_ATTRIBUTION = re.compile(
    r", [^,.]{2,90} (?:(?:has |have )?(?:said|announced|reported|confirmed)|says|reports)"
    r"(?: (?:on|late|early) [^,.]{3,40})?\.?$"
)
_RELATIVE = frozenset(("which", "who", "whose", "where"))
_FEWEST = 4  # words of a title
_CLAUSES = 300  # characters of a sentence in which a title could end, with the day that it may end with


def derive_title(lead: str, lexicon: Lexicon) -> str:
    """A title from the first sentence of `lead`, the text's opening without its dateline.

    The whole sentence without its full stop if it has at most 90 characters; else as much of it as stands for itself
    (up to `, and …`, `; …`), without who said it; else all of it after all, up to 130 characters; else its first words.
    The day that it ends with (`on Tuesday, 7 May 2024`) is left out.
    """
    first = next((sentence for sentence in sentences(lead) if len(sentence.split()) >= _OPENING), lead)
    first = _ATTRIBUTION.sub("", first)
    whole = first.rstrip(" .,;:–—-") or first
    if len(whole) <= _DERIVED:
        return without_day(whole, lexicon)
    ends = [match.start() for match in _CLAUSE.finditer(first, 0, _CLAUSES) if _may_end(first, match)]
    for end in reversed(ends):
        title = without_day(first[:end].rstrip(" ,;:–—-"), lexicon)
        if len(title) <= _DERIVED and len(title.split()) >= _FEWEST:
            return title
    if len(whole) <= _WHOLE:
        return without_day(whole, lexicon)
    return cut(first, _DERIVED).rstrip(" .,;:–—-") or first


def _may_end(sentence: str, match: re.Match[str]) -> bool:
    """Whether what stands before the mark is a whole clause, so far as its form tells."""
    before, after = sentence[: match.start()], sentence[match.end() :]
    if match["word"] in _RELATIVE:
        return "," not in after  # a comma that closes the clause: the sentence's verb is still to come
    if match["mark"].strip() and match["mark"].strip() in "–—--":
        return not _CLAUSE.search(before) and not re.search(r" [–—-]{1,2} ", after)
    if match["word"] == "and":  # the last of a list (`Germany, France, and Italy`)?
        return "," not in before or len(before.rpartition(",")[2].split()) > 2
    return True


def without_day(title: str, lexicon: Lexicon) -> str:
    """`title` without the day it ends with (`… on Wednesday (8 March 2023)`), if four words are left."""
    words = title.rstrip(" ,)")
    dates = find_dates(words, lexicon)
    dated = bool(dates) and dates[-1].end == len(words)
    if dated:
        words = words[: dates[-1].start].rstrip(" ,(")
    # Without a full date only `on Friday` is left out: `by Friday` and `until 8 March 2023` say something.
    day = _day_at_end().search(words) or (re.search(r"(?: late| early)? on$", words) if dated else None)
    shorter = words[: day.start()].rstrip(" ,") if day else title
    return shorter if len(shorter.split()) >= _FEWEST else title
