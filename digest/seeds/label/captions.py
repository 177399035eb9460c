"""Captions: lines that tell what a picture shows, with who took it, or beside a line that does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from digest.seeds import data
from digest.seeds.label.lines import Lines, mark
from digest.seeds.label.paragraphs import Unit, indices_of, units
from digest.seeds.words.datelines import dateline
from digest.seeds.words.dates import date_line, find_dates
from digest.seeds.words.folding import begin_alike, folded
from digest.seeds.words.lexicon import Lexicon, remembered
from digest.seeds.words.sentences import is_prose

_CREDIT_IN_CASE = re.compile(
    r"\s\|\s[A-ZÀ-Þ]{2,}(?:[ .-]+[A-ZÀ-Þ]{1,}\.?){1,3}$|[a-zà-ÿ]\. [A-ZÀ-Þ]{3,} [A-ZÀ-Þ]{3,}(?: [A-ZÀ-Þ]{3,})?$"
)
_AGENCY_BEHIND = re.compile(r"\. (?:AAP|AFP|AP|Bloomberg|dpa|EFE|EPA|Getty(?: Images)?|PA|Reuters|Xinhua)$")
_SURE_CREDIT = re.compile(
    r"\((?:[^()]*\b)?(?:photo|photograph|image|video)s? (?:courtesy of|by) [^()]{3,80}\)\.?$", re.I
)
_LONGEST_SURE = 600
_LONGEST = 900  # characters; what is longer is a story
_LABEL, _LONG = 6, 45  # words


@cache
def _starts() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in data.captions().starts), re.I)


@cache
def _ends() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in data.captions().ends), re.I)


@cache
def _shows() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(data.captions().verbs)})\b")


def mark_captions(lines: Lines, width: int, lexicon: Lexicon) -> Lines:
    """Lines with a photographer's credit, credits standing alone, and what belongs to them: the same text once more,
    or its beginning, and the words for a picture right above its caption."""
    paragraphs = units(lines, width)
    found = [unit for unit in paragraphs if has_credit(unit.text)]
    lines = mark(lines, indices_of(found), "caption", "photo-credit")
    above = [*_above_lone_credits(paragraphs, found, lines, lexicon), *_above_gallery(paragraphs, found)]
    lines = mark(lines, indices_of(above), "caption", "above-photo-credit")
    lines = mark(lines, indices_of(_below_lone_credits(paragraphs, found, lexicon)), "caption", "below-photo-credit")
    lines = mark(lines, indices_of(_twice_in_head(units(lines, width), lexicon)), "caption", "caption-again")
    lines = mark(lines, indices_of(_below_labels(units(lines, width))), "caption", "picture-described")
    repeated = _repeated(paragraphs, [unit.text for unit in (*found, *above)])
    lines = mark(lines, indices_of(repeated), "caption", "caption-again")
    return mark(lines, indices_of(_shown_in_head(units(lines, width), lexicon)), "caption", "picture-described")


@remembered
def has_credit(text: str) -> bool:
    """Whether a line names a photographer, or says by its words that a picture is meant."""
    if len(text) > _LONGEST:
        return False
    if _starts().match(text):
        return True
    if _closes_as_prose(text):
        return False
    if len(text) < _LONGEST_SURE and _SURE_CREDIT.search(text):
        return True
    if _ends().search(text[-140:]) or _CREDIT_IN_CASE.search(text[-60:]):
        return len(text) < 350 or _shows().search(text[:160]) is not None
    return False


def _closes_as_prose(text: str) -> bool:
    """Whether the line ends as a sentence does, with no sign of a credit before it: most lines, told quickly."""
    if not text.endswith((".", ".”", '."')) or text.endswith((").", " photo.", " picture.", " image.")):
        return False
    return ":" not in text[-100:] and "©" not in text


def _above_lone_credits(
    paragraphs: Sequence[Unit], found: Sequence[Unit], lines: Lines, lexicon: Lexicon
) -> list[Unit]:
    """What stands, without a gap, above a credit that is alone on its line."""
    credits = {unit.first for unit in found if len(unit.text.split()) <= 8}
    return [
        unit
        for unit in paragraphs
        if unit.last + 1 in credits
        and lines[unit.first].is_text
        and len(unit.text.split()) <= 40
        and (not _is_more(unit.text, lexicon) or _shows().search(unit.text[:160]))
    ]


def _above_gallery(paragraphs: Sequence[Unit], found: Sequence[Unit]) -> list[Unit]:
    """The words for who cannot see the pictures, a few above each of several captions, with no gap between."""
    credits = {unit.first for unit in found}
    above = [unit for unit in paragraphs if unit.last + 1 in credits and unit.first not in credits]
    labels = [unit for unit in above if len(unit.text.split()) <= _LABEL and unit.text[-1].isalnum()]
    places = {unit.first for unit in labels}
    again = [unit for unit, below in pairwise(paragraphs) if below.first in places and unit.text == below.text]
    return [*labels, *again] if len(labels) > 1 else []


def _below_lone_credits(paragraphs: Sequence[Unit], found: Sequence[Unit], lexicon: Lexicon) -> list[Unit]:
    """A few words between a credit that is alone on its line and the beginning of the text."""
    credits = {unit.first for unit in found}
    for place, unit in enumerate(paragraphs[:-2]):
        below, text = paragraphs[place + 1], paragraphs[place + 2]
        lone = unit.first in credits and len(unit.text.split()) <= 6
        if lone and len(below.text.split()) <= 12 and not _is_more(below.text, lexicon) and is_prose(text.text):
            return [below]
        if is_prose(unit.text):
            break
    return []


def _twice_in_head(paragraphs: Sequence[Unit], lexicon: Lexicon) -> list[Unit]:
    """A caption that stands twice, once as the words for who cannot see the picture, above a text of its own."""
    for one, two in pairwise(paragraphs[:_IN_HEAD]):
        if _tells_the_same(one, two) and one is not paragraphs[0]:
            return [one, two]
        if not begin_alike(one.text, two.text):
            continue
        first, second = folded(one.text), folded(two.text)
        short, long = sorted((first, second), key=len)
        same = len(short.split()) >= 8 and long.startswith(short) and len(long) < 1.5 * len(short)
        tells = one.text.rstrip().endswith(".") or _shows().search(one.text[:160]) is not None
        if same and (dateline(two.text, lexicon) or len(short.split()) > _LONG):  # the text's own beginning
            return [one]
        if same and tells and sum(is_prose(unit.text) for unit in paragraphs) >= 4:
            # Where nothing tells that a picture is described it may be the text's own, which stays once.
            return [one, two] if _shows().search(one.text[:160]) or first != second else [one]
    return []


_CAPTION_LABEL = re.compile(r"(?:image|media|video|photo) caption\W*", re.I)
_LONGEST_BELOW_LABEL = 60  # words


def _below_labels(paragraphs: Sequence[Unit]) -> list[Unit]:
    """`Image caption,` alone on its line, and the caption below it."""
    return [
        unit
        for label, caption in pairwise(paragraphs)
        if _CAPTION_LABEL.fullmatch(label.text) and len(caption.text.split()) <= _LONGEST_BELOW_LABEL
        for unit in (label, caption)
    ]


def _tells_the_same(one: Unit, two: Unit) -> bool:
    """Whether of two lines without a gap, neither a sentence, one has all the words of the other and some more."""
    if one.last + 1 != two.first or not all(unit.text[-1].isalnum() for unit in (one, two)):
        return False
    short, long = sorted((folded(one.text).split(), folded(two.text).split()), key=len)
    return 4 <= len(short) < len(long) <= 15 and set(short) < set(long) and long[: len(short)] != short


def _is_more(text: str, lexicon: Lexicon) -> bool:
    return is_prose(text) or date_line(text, lexicon) is not None


def _repeated(paragraphs: Sequence[Unit], captions: Sequence[str]) -> list[Unit]:
    """Paragraphs that are a caption without its credit, or its beginning (`…` behind it)."""
    known = [words for text in captions[:_MOST_CAPTIONS] if len(words := folded(text)) > 12]
    if not known:
        return []
    found = []
    for unit in paragraphs:
        words = folded(unit.text.rstrip(".… "))
        if len(words) > 12 and words not in known and any(_has(caption, words) for caption in known):
            found.append(unit)
    return found


def _has(caption: str, words: str) -> bool:
    return caption.startswith(words) or (len(words) > _SURE and words in caption)


_SURE = 40  # characters
_MOST_CAPTIONS = 200  # of a text: each of its paragraphs is held against all of them
_IN_HEAD = 4  # paragraphs from the top in which a caption without credit is looked for


def _shown_in_head(paragraphs: Sequence[Unit], lexicon: Lexicon) -> list[Unit]:
    """A caption as agencies write them, above the text: in the present tense, with the full date of the picture or an
    agency's name behind it."""
    found = []
    for unit in paragraphs[:_IN_HEAD]:
        text = unit.text
        by_agency = _AGENCY_BEHIND.search(text) is not None and unit is not paragraphs[-1]
        dates = find_dates(text, lexicon) if len(text) <= 400 else ()
        dated = bool(dates) and (not text[dates[-1].end :].strip(" .)") or text.startswith(("In this", "FILE")))
        if (by_agency or dated) and ";" not in text and _shows().search(text[:160]):
            found.append(unit)
    return found
