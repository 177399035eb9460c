"""Datelines: place, date and agency with which a report begins (`KYIV, March 8 (Reuters) -`)."""

from __future__ import annotations

import datetime as dt
import re

import msgspec

from digest.seeds.words.dates import Span, find_dates, is_date_word, month_names, other_words, weekdays
from digest.seeds.words.lexicon import Lexicon, of_lexicon, remembered
from digest.seeds.words.outlets import is_known_outlet, is_outlet


class Dateline(msgspec.Struct, frozen=True):
    """`KYIV, March 8, 2023 (Reuters) -`: ends at `text[end]`; `day` is None where it has no full date."""

    end: int
    day: dt.date | None
    agency: str


# A place in capitals, or in capitalised words and set off by a comma, at the start of a paragraph.
_PLACE = re.compile(r"[A-Z][\w.'’/-]*(?:(?:, | )(?:[A-Z][\w.'’/-]*|of|de|the|am|an|der|sur|upon|al-\w+)){0,7}")
_LONGEST_PLACE = 3  # words of a place in a line of place and date


def is_place(text: str) -> bool:
    """Whether `text` looks like a place's name: one to three words, capitalised."""
    return len(text.replace(",", " ").split()) <= _LONGEST_PLACE and _PLACE.fullmatch(text) is not None


def place_and_date(text: str, lexicon: Lexicon) -> dt.date | None:
    """The date of a line such as `The Hague, 25 June 2025`; None where there is more in it, or a dash at its end.

    With a dash the line is a dateline, which belongs to the text that follows.
    """
    if len(text) > 80 or text.endswith(("-", "–", "—")) or not text[-4:].isdigit():
        return None
    found = find_dates(text, lexicon)
    if len(found) != 1 or found[0].end != len(text):
        return None
    before = re.sub(rf"\b(?:{weekdays()}|den|le)\b[.,]*\s*$", "", text[: found[0].start], flags=re.I).rstrip()
    place = before.rstrip(" ,|/•·–—-")
    # `Order 5 March 2020` has nothing between the two.
    if place == before or not is_place(place):
        return None
    return found[0].day if other_words(place, []) else None


def trailing_date(text: str, lexicon: Lexicon) -> Span | None:
    """The date with which a date line begins that is stuck to the end of a headline: `… in Iraq 18 Feb. 2021 - Last
    updated: …`.

    None where the date belongs to the words before it (`Summary for 8 March 2023`).
    """
    found = find_dates(text, lexicon)
    if not found:
        return None
    before = text[: found[0].start].rstrip()
    label = _LABEL.search(before)
    if label and is_date_word(label[1]):  # `… Stand: 8.3.2023`
        before = before[: label.start()].rstrip()
    tied = re.search(r"(?:[,;:(–—-]|\b(?:on|of|for|in|at|by|from|to|until|since|the|and|after|before))$", before, re.I)
    if not before or tied or other_words(text[found[0].start :], [_moved(s, -found[0].start) for s in found]):
        return None
    return msgspec.structs.replace(found[0], start=len(before))


_LABEL = re.compile(r"\s(\w+):$")


def _moved(span: Span, by: int) -> Span:
    return msgspec.structs.replace(span, start=span.start + by, end=span.end + by)


# What closes a dateline: a dash, also one glued to the text; a colon or nothing behind an agency's brackets, strokes.
_CLOSE = re.compile(r"\s*(?:-{2,}|[–—])\s*|\s+-\s*(?=\S)|\s+-$|\.\s?-(?!-)\s*|(?<=\)):?\s+(?![-–—])|(?<=/)[.:]?\s+")
_NO_YEAR = r"(?:(?:{month})\.?\s+\d{{1,2}}|\d{{1,2}}\.?\s+(?:de\s+)?(?:{month}))(?![\w])\.?"
_BRACKETS = re.compile(r"\(([^()]{2,60})\)|/([^/]{2,30})/")
_LONGEST = 120  # characters of a dateline
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,3}[A-Z]{1,6}|(?:[A-Z][a-z]{2,}){2,3}")  # `UNI`, `TrustLaw`


@of_lexicon
def _short_date(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(_NO_YEAR.format(month=month_names(lexicon)), re.I)


@remembered
def dateline(text: str, lexicon: Lexicon) -> Dateline | None:
    """The dateline with which a paragraph begins, if it does."""
    for close in _CLOSE.finditer(text, 2, _LONGEST):
        found = _dateline(text[: close.start()].strip(), close, lexicon)
        if found is not None:
            return found
    return None


def _dateline(opening: str, close: re.Match[str], lexicon: Lexicon) -> Dateline | None:
    agency, is_known = "", False
    for match in _BRACKETS.finditer(opening):
        name = _agency(match[1] or match[2], lexicon)
        if name:
            agency, is_known = name, (match[1] or match[2]) in lexicon.agencies
    found = find_dates(opening, lexicon)
    bare = opening
    for span in reversed(found):
        bare = bare[: span.start] + bare[span.end :]
    has_day = bool(found) or _short_date(lexicon).search(bare) is not None
    if found or agency:
        bare = _BRACKETS.sub("", bare)
        bare = re.sub(rf"\b(?:{weekdays()})\b", "", _short_date(lexicon).sub("", bare), flags=re.I)
    bare = re.sub(r"\s*\[[A-Z][\w ]+\]", "", bare).strip(" ,.;:–—-()")
    is_place = bare == "" or _PLACE.fullmatch(bare) is not None
    if bare.casefold().startswith("the ") and not found:
        is_place = False  # `The Air Force (AFP) …`
    if not agency and is_known_outlet(bare, lexicon) and not found:  # `Example Times – The …`
        return Dateline(close.end(), None, bare)
    # Without a date or an agency only a place in capitals tells a dateline from `Washington - long a friend - …`.
    if not is_place or not (found or agency or _is_in_capitals(bare)):
        return None
    # Brackets that nothing closes are a dateline's only with an agency that is known, or beside a day.
    if not set(close.group()) & set("-–—:") and not (is_known or (agency and (has_day or bare.isupper()))):
        return None
    return Dateline(close.end(), found[0].day if found else None, agency)


def _is_in_capitals(place: str) -> bool:
    """`KYIV`; `EXAMPLE AIR BASE, Texas`, of which only the place itself is."""
    own = place.partition(",")[0]
    return own.isupper() and len(own) > 3


def _agency(text: str, lexicon: Lexicon) -> str:
    """The agency or paper that brackets in a dateline name; "" for anything else."""
    known = lexicon.agencies.get(text)
    if known:
        return known
    for span in reversed(find_dates(text, lexicon)):
        text = text[: span.start] + text[span.end :]
    name = text.strip(" ,;–—-/")
    known = lexicon.agencies.get(name, "")
    if known:
        return known
    return name if is_outlet(name, lexicon) or _ACRONYM.fullmatch(name) else ""
