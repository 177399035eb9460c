"""Dates in a text: found, read, and told from dates of other things.

Only full dates count (a year is never guessed) and only those that the calendar knows. All dates are plain days:
times of day are recognised so that a date line can be told, and not kept.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache

import msgspec

from digest.seeds import data
from digest.seeds.sentences import sentences


class Span(msgspec.Struct, frozen=True):
    """A full date at `text[start:end]`."""

    start: int
    end: int
    day: dt.date


class Dateline(msgspec.Struct, frozen=True):
    """`KYIV, March 8, 2023 (Reuters) -`: ends at `text[end]`; `day` is None where it has no full date."""

    end: int
    day: dt.date | None
    agency: str


class _Forms(msgspec.Struct, frozen=True):
    date: re.Pattern[str]
    number: dict[str, int]
    noise: re.Pattern[str]
    furniture: frozenset[str]
    weekday: str


def _one_of(names: Sequence[str]) -> str:
    return "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))


@cache
def _forms() -> _Forms:
    table = data.months()
    number = {name: n for n, names in enumerate(table.months, 1) for name in names}
    month, weekday = _one_of(list(number)), _one_of(table.weekdays)
    date = re.compile(
        rf"""(?<![\w/.-])(?:
          (?P<y1>\d{{4}})-(?P<m1>\d{{2}})-(?P<d1>\d{{2}})
          (?:[T ]\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?(?:Z|[+-]\d{{2}}:?\d{{2}})?)?
        | (?P<d2>\d{{1,2}})(?:st|nd|rd|th|er|\.)?[ \xa0-]{{1,3}}(?:(?:of|de)\s+)?
          (?P<m2>{month})\.?,?[ \xa0-]{{1,2}}(?:de\s+)?(?P<y2>\d{{4}})
        | (?P<m3>{month})\.?[ \xa0]{{1,3}}(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?[ \xa0]{{1,2}}(?P<y3>\d{{4}})
        | (?P<y5>\d{{4}})/(?P<m5>\d{{2}})/(?P<d5>\d{{2}})
        | (?P<a4>\d{{1,2}})(?P<s4>[/.])(?P<b4>\d{{1,2}})(?P=s4)(?P<y4>\d{{4}})
        )(?![\w/]|-\d|\.\d)""",
        re.I | re.X,
    )
    noise = re.compile(
        rf"\b\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?(?:\s*[ap]\.?m\b\.?)?|\b\d{{1,2}}\s*[ap]\.?m\b\.?|\b(?:{weekday})\b", re.I
    )
    return _Forms(date, number, noise, frozenset(table.furniture), weekday)


def weekdays() -> str:
    """The names of the days of the week, as alternatives of a regular expression."""
    return _forms().weekday


def find_dates(text: str) -> list[Span]:
    """Every full date in `text`, in order."""
    found = []
    for match in _forms().date.finditer(text):
        day = _day_of(match)
        if day is not None:
            found.append(Span(match.start(), match.end(), day))
    return found


def _day_of(match: re.Match[str]) -> dt.date | None:
    part = match.groupdict()
    if part["y1"]:
        return _calendar(part["y1"], int(part["m1"]), part["d1"])
    if part["y2"]:
        return _calendar(part["y2"], _forms().number[part["m2"].lower()], part["d2"])
    if part["y3"]:
        return _calendar(part["y3"], _forms().number[part["m3"].lower()], part["d3"])
    if part["y5"]:
        return _calendar(part["y5"], int(part["m5"]), part["d5"])
    first, second = int(part["a4"]), int(part["b4"])
    # With full stops the day comes first; with strokes either may, and 04/05/2006 could be two days.
    if part["s4"] == "." or first > 12 or first == second:
        return _calendar(part["y4"], second, first)
    return _calendar(part["y4"], first, second) if second > 12 else None


def _calendar(year: str, month: int, day: str | int) -> dt.date | None:
    if not 1900 <= int(year) <= 2100:
        return None
    try:
        return dt.date(int(year), month, int(day))
    except ValueError:
        return None


def date_line(text: str) -> dt.date | None:
    """The first date of a line that holds nothing but dates, times and words such as `Posted` or `Updated`."""
    if len(text) > 160 or not any(map(str.isdigit, text)):
        return None
    found = find_dates(text)
    return found[0].day if found and not _other_words(text, found) else None


# A place in capitals, or in capitalised words and set off by a comma, at the start of a paragraph.
_PLACE = re.compile(r"[A-Z][\w.'’/-]*(?:(?:, | )(?:[A-Z][\w.'’/-]*|of|de|the|am|an|der|sur|upon|al-\w+)){0,7}")
_LONGEST_PLACE = 3  # words of a place in a line of place and date


def is_place(text: str) -> bool:
    """Whether `text` looks like a place's name: one to three words, capitalised."""
    return len(text.replace(",", " ").split()) <= _LONGEST_PLACE and _PLACE.fullmatch(text) is not None


def place_and_date(text: str) -> dt.date | None:
    """The date of a line such as `The Hague, 25 June 2025`; None where there is more in it, or a dash at its end.

    With a dash the line is a dateline, which belongs to the text that follows.
    """
    if len(text) > 80 or text.endswith(("-", "–", "—")) or not text[-4:].isdigit():
        return None
    found = find_dates(text)
    if len(found) != 1 or found[0].end != len(text):
        return None
    before = re.sub(rf"\b(?:{_forms().weekday}|den|le)\b[.,]*\s*$", "", text[: found[0].start], flags=re.I).rstrip()
    place = before.rstrip(" ,|/•·–—-")
    # `Order 5 March 2020` has nothing between the two.
    if place == before or not is_place(place):
        return None
    return found[0].day if _other_words(place, []) else None


def _other_words(text: str, dates: list[Span]) -> bool:
    """Whether `text` has words beside `dates`, times, weekdays and the furniture of date lines."""
    for span in reversed(dates):
        text = f"{text[: span.start]} {text[span.end :]}"
    rest = re.findall(r"\w+", _forms().noise.sub(" ", text).lower())
    return any(word not in _forms().furniture and not word.isdigit() for word in rest)


def trailing_date(text: str) -> Span | None:
    """The date that begins what is stuck to the end of a headline: `… in Iraq 18 Feb. 2021 - Last updated: …`.

    None where the date belongs to the words before it (`Summary for 8 March 2023`).
    """
    found = find_dates(text)
    if not found:
        return None
    before = text[: found[0].start].rstrip()
    tied = re.search(r"(?:[,;:(–—-]|\b(?:on|of|for|in|at|by|from|to|until|since|the|and|after|before))$", before, re.I)
    if not before or tied or _other_words(text[found[0].start :], [_moved(s, -found[0].start) for s in found]):
        return None
    return found[0]


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by, span.day)


_DASH = re.compile(r"\s*(?:--+|[–—-])(?:\s|$)")
_NO_YEAR = r"(?:(?:{month})\.?\s+\d{{1,2}}|\d{{1,2}}\s+(?:{month})\.?)"


@cache
def _short_date() -> re.Pattern[str]:
    return re.compile(_NO_YEAR.format(month=_one_of(list(_forms().number))), re.I)


def dateline(text: str) -> Dateline | None:
    """The dateline with which a paragraph begins, if it does."""
    dash = _DASH.search(text, 3, 120)
    if dash is None:
        return None
    opening = text[: dash.start()].strip()
    agency = ""
    for name in re.findall(r"\(([^()]{2,40})\)", opening):
        agency = data.people().agencies.get(name, agency)
    found = find_dates(opening)
    bare = opening
    for span in reversed(found):
        bare = bare[: span.start] + bare[span.end :]
    bare = _short_date().sub("", re.sub(r"\([^()]*\)", "", bare) if found or agency else bare).strip(" ,.;:–—-()")
    is_place = bare == "" or _PLACE.fullmatch(bare) is not None
    # Without a date or an agency only a place in capitals tells a dateline from `Washington - long a friend - …`.
    if not is_place or not (found or agency or (bare.isupper() and len(bare) > 3)):
        return None
    return Dateline(dash.end(), found[0].day if found else None, agency)


class ProseDate(msgspec.Struct, frozen=True):
    """`sure` where the text ties the date to the report itself (`on Wednesday (8 March 2023)`)."""

    day: dt.date
    sure: bool


def prose_date(paragraphs: Sequence[str]) -> ProseDate | None:
    """The day that the opening of the text reports from or on; None where its dates may be of other things."""
    for paragraph in paragraphs[:3]:
        line = dateline(paragraph)
        if line and line.day:
            return ProseDate(line.day, True)
    likely = None
    for place, paragraph in enumerate(paragraphs[:3]):
        for sentence in sentences(paragraph):
            for span in find_dates(sentence):
                found = _reported(sentence, span)
                if found and found.sure:
                    return found
                # Further down an unmarked date is as often that of a contract or an event long past.
                if found and likely is None and place < 2:
                    likely = found
    return likely


@cache
def _context() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = data.months()
    tied = re.compile(rf"\b(?:{_forms().weekday}|today)\b\.?[,\s]*\(?(?:the\s+)?$", re.I)
    other = re.compile(rf"\b(?:{_one_of(table.before_other_dates)})\s+$", re.I)
    future = re.compile(rf"\b(?:{_one_of(table.future)})\b", re.I)
    reporting = re.compile(rf"\b(?:{_one_of(table.reporting)})\b", re.I)
    return tied, other, future, reporting


def _reported(sentence: str, span: Span) -> ProseDate | None:
    tied, other, future, reporting = _context()
    before, after = sentence[: span.start], sentence[span.end :]
    if other.search(before) or future.search(before) or re.search(r"\b(?:will|would)\b", after[:40]):
        return None
    by_day = tied.search(before)
    if by_day and not other.search(before[: by_day.start()]):
        return ProseDate(span.day, reporting.search(sentence) is not None)
    if before.endswith("(") and after.startswith(")") and reporting.search(sentence):
        return ProseDate(span.day, False)
    if re.search(r"(?:\bon|^On)\s+(?:the\s+)?$", before) and reporting.search(sentence):
        return ProseDate(span.day, False)
    return None


_IN_NAME = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")


def date_in_name(name: str) -> dt.date | None:
    """The date in a file's name: `2023-03-08 nato.txt`, `20230308_nato.txt`."""
    for match in _IN_NAME.finditer(name):
        day = _calendar(match[1], int(match[3]), match[4])
        if day:
            return day
    return None
