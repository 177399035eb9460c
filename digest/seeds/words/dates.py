"""Dates in a text: found and read.

Only dates that the calendar knows count, and a year is never guessed. All dates are plain days: a time of day is
known, so that a line of date and time is one, and is let go.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache

import msgspec

from digest.seeds import data
from digest.seeds.words.lexicon import Lexicon, of_lexicon, remembered


class Span(msgspec.Struct, frozen=True):
    """A date at `text[start:end]`.

    `04/05/2006` has two readings: `day` takes the day first, and `other` the month. In `04.05.2006` the day comes first
    as a rule, which `is_usual` says. Where only the month is known, `day` is its first day, and `is_month` says so.
    """

    start: int
    end: int
    day: dt.date
    other: dt.date | None = None
    is_month: bool = False
    is_usual: bool = False


class _Forms(msgspec.Struct, frozen=True):
    full: re.Pattern[str]
    short: re.Pattern[str]
    month: re.Pattern[str]
    number: dict[str, int]


class _Words(msgspec.Struct, frozen=True):
    noise: re.Pattern[str]
    beside: frozenset[str]
    updated: frozenset[str]
    weekday: str


def one_of(names: Sequence[str]) -> str:
    """The alternatives of a regular expression, the longest first."""
    return "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))


# A date may be glued to the word before or behind it: `Example NewsMarch 8, 2023`, `8 March 2023No comments`.
_START = (
    r"(?:(?<![\w/.-])|(?-i:(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\d)(?=[A-Z])|(?<=[a-z])(?=\d))"
    r"|(?<=[^\W\d]-)(?=\d\d?[/.]\d\d?[/.])|(?<=(?:19|20)\d\d)(?=\d))"  # `Exeter-8/3/2023`, `8 March 20238 March 2023`
)
_END = r"(?![\d/]|(?-i:[a-z])|-\d|\.\d)"
# Behind a year in a date with a month's name: a time of day or another date may be glued to it, `March 8, 20239:53 AM`.
_AFTER_YEAR = r"(?:{end}|(?=/?\d{{1,2}}:\d\d)|(?=\d{{1,2}}\.?[ \xa0](?:{month})\b))"


@of_lexicon
def _forms(lexicon: Lexicon) -> _Forms:
    number = {name: n for n, names in enumerate(lexicon.months, 1) for name in names}
    month = one_of(list(number))
    after_year = _AFTER_YEAR.format(end=_END, month=month)
    full = re.compile(
        rf"""{_START}(?:
          (?P<y1>\d{{4}})-(?P<m1>\d{{2}})-(?P<d1>\d{{2}})
          (?:[T ]\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?(?:Z|[+-]\d{{2}}:?\d{{2}})?)?{_END}
        | (?P<d2>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.|\d{{4}}Z?)?,?(?:[ \xa0-]{{1,3}}|(?<=\.))(?:(?:day[ ])?(?:of|de)\s+)?
          (?P<m2>{month})\.?,?(?:[ \xa0-]{{1,2}}|(?<=\.))(?:de[l]?\s+)?(?P<y2>\d{{4}}){after_year}
        | (?P<m3>{month})\.?,?[ \xa0]{{1,3}}(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?[ \xa0]{{1,2}}(?P<y3>\d{{4}}){after_year}
        | (?P<y5>\d{{4}})(?P<s5>[/.])(?P<m5>\d{{2}})(?P=s5)(?P<d5>\d{{2}}){_END}
        | (?P<a4>\d{{1,2}})(?P<s4>[/.-])(?P<b4>\d{{1,2}})(?P=s4)(?P<y4>\d{{4}}){_END}
        )""",
        re.I | re.X,
    )
    # A year of two digits is one only where the line is sure to be about a date. Agencies and staffs write the day with
    # the time of day, `081412 Apr 26`.
    short = re.compile(
        rf"""{_START}(?:
          (?P<d2>\d{{1,2}})(?:\d{{4}}Z?)?[ -](?P<m2>{month})[ -](?P<y2>\d{{2}})
        | (?P<a4>\d{{1,2}})(?P<s4>[/.-])(?P<b4>\d{{1,2}})(?P=s4)(?P<y4>\d{{2}})
        ){_END}""",
        re.I | re.X,
    )
    of_month = re.compile(
        rf"\b(?:(?P<m>{month})\.?,? (?:de )?(?P<y>\d{{4}})|(?P<y2>\d{{4}})-(?P<m2>\d\d))(?![\d-])", re.I
    )
    return _Forms(full, short, of_month, number)


@cache
def _words() -> _Words:
    table = data.months()
    weekday = one_of(table.weekdays)
    noise = re.compile(
        rf"\b\d{{1,2}}[:.h]\d{{2}}(?::\d{{2}})?(?:\s*[ap]\.?m\b\.?|\s*uhr\b)?|\b\d{{1,2}}\s*(?:[ap]\.?m\b\.?|h\b|uhr\b)"
        rf"|(?<=\d)[+-]\d\d(?::?\d\d)?\b|\b(?:an?|\d+) (?:second|minute|hour|day|week|month|year)s? ago\b"
        rf"|\b(?:{weekday})\b|\bZ\b|[+-]\d\d:?\d\d\b",
        re.I,
    )
    return _Words(noise, frozenset(table.beside), frozenset(table.updated), weekday)


def weekdays() -> str:
    """The names of the days of the week, as alternatives of a regular expression."""
    return _words().weekday


def month_names(lexicon: Lexicon) -> str:
    """The names of the months, as alternatives of a regular expression."""
    return one_of(list(_forms(lexicon).number))


@remembered
def find_dates(text: str, lexicon: Lexicon) -> tuple[Span, ...]:
    """Every full date in `text`, in order."""
    return _found(_forms(lexicon).full, text, lexicon) if _YEAR.search(text) else ()


# Quickly told of most lines: without the one no full date is in them, without the other none of any form.
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_TWO_DIGITS = re.compile(r"\d\d")


def _found(form: re.Pattern[str], text: str, lexicon: Lexicon) -> tuple[Span, ...]:
    return tuple(span for match in form.finditer(text) if (span := _span(match, lexicon)) is not None)


def _span(match: re.Match[str], lexicon: Lexicon) -> Span | None:
    part = match.groupdict()
    for n in ("1", "2", "3", "5"):
        if part.get(f"y{n}"):
            month = part[f"m{n}"].lower()
            day = _calendar(part[f"y{n}"], _forms(lexicon).number.get(month) or int(month), part[f"d{n}"])
            return Span(match.start(), match.end(), day) if day else None
    first, second = part["a4"], part["b4"]
    day_first, month_first = _calendar(part["y4"], second, first), _calendar(part["y4"], first, second)
    # With full stops the day comes first if it can; with strokes either may.
    if day_first and (month_first is None or first == second):
        return Span(match.start(), match.end(), day_first)
    if day_first and part["s4"] == ".":
        return Span(match.start(), match.end(), day_first, month_first, is_usual=True)
    if day_first is None:
        return Span(match.start(), match.end(), month_first) if month_first else None
    return Span(match.start(), match.end(), day_first, month_first)


def _calendar(year: str, month: int | str, day: str | int) -> dt.date | None:
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= 70 else 2000
    if not 1900 <= number <= 2100:
        return None
    try:
        return dt.date(number, int(month), int(day))
    except ValueError:
        return None


def find_month(text: str, lexicon: Lexicon) -> Span | None:
    """The first month with its year: `April 2017`, `2017-04`."""
    match = _forms(lexicon).month.search(text) if _YEAR.search(text) else None
    if match is None:
        return None
    name = (match["m"] or match["m2"]).lower()
    day = _calendar(match["y"] or match["y2"], _forms(lexicon).number.get(name) or name, 1)
    return Span(match.start(), match.end(), day, is_month=True) if day else None


@remembered
def date_line(text: str, lexicon: Lexicon) -> Span | None:
    """The date of publication on a line that holds nothing but dates, times and words such as `Posted` or `Updated`.

    Of several dates it is the first that is not said to be that of a later change. A line may have a month alone.
    """
    if len(text) > 160 or not _TWO_DIGITS.search(text):
        return None
    found = find_dates(text, lexicon) or _found(_forms(lexicon).short, text, lexicon) or _month_alone(text, lexicon)
    return _published(text, found) if found and not other_words(text, found) else None


def _month_alone(text: str, lexicon: Lexicon) -> tuple[Span, ...]:
    found = find_month(text, lexicon)
    return (found,) if found else ()


def _published(text: str, found: Sequence[Span]) -> Span:
    end = 0
    for span in found:
        words = re.findall(r"\w+", text[end : span.start].lower())
        if not _words().updated.intersection(words):
            return span
        end = span.end
    return found[0]


def other_words(text: str, dates: Sequence[Span]) -> list[str]:
    """The words of `text` beside `dates`, times, weekdays and other words of date lines, in lower case."""
    for span in reversed(dates):
        text = f"{text[: span.start]} {text[span.end :]}"
    rest = re.findall(r"\w+", _words().noise.sub(" ", _GLUED.sub(" ", text)).lower())
    return [word for word in rest if word not in _words().beside and not word.isdigit()]


_GLUED = re.compile(
    r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z][A-Z])(?=[A-Z][a-z])|(?<=[ap]m)(?=[A-Z])"
)  # `UTCUpdated`, `5 pmUpdated`


def without_date_words(text: str, where: str = "both") -> str:
    """`text` without words of date lines (`Posted on`, `le`), times and weekdays at its ends, or only at its end."""
    text = _words().noise.sub(" ", text)
    words = text.split()
    while words and is_date_word(words[-1]):
        words.pop()
    while where == "both" and words and is_date_word(words[0]):
        words.pop(0)
    return " ".join(words)


def is_date_word(word: str) -> bool:
    """Whether a word may stand beside a date and tells nothing of the article: `Posted`, `Stand:`."""
    bare = word.strip(".,:;|/•·–—-()[]«»").casefold()
    return not bare or bare in _words().beside


_IN_NAME = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")


def date_in_name(name: str) -> dt.date | None:
    """The date in a file's name: `2023-03-08 nato.txt`, `20230308_nato.txt`."""
    for match in _IN_NAME.finditer(name):
        day = _calendar(match[1], int(match[3]), match[4])
        if day:
            return day
    return None
