"""The words of a theme in the site's language; and dates and numbers as that language writes them.

Words stand in English in templates and planners, and so they are shown where the language has none. Values go into
places such as {names}. Dates, numbers and directions are those of the Unicode CLDR, by Babel, which is loaded where a
date is wanted in another language than English, and not before: it takes 0.1 s.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from gettext import c2py
from typing import Any, Literal

import msgspec

# fmt: off
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# fmt: on
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

PLACE = re.compile(r"\{(\w+)\}")
"""Where a value goes into a text."""

ENGLISH_RULE = "n != 1"
"""Which form a number wants, as PO files say it (GNU gettext, "Plural forms")."""

_LANGUAGES_TO_THE_LEFT = frozenset(
    "apc ar arc ary bal bgn bqi brh ckb dv fa glk he ks lrc mzn nqo ps rhg sd sdh skr syr trw ug ur yi".split()  # noqa: SIM905
)
_SCRIPTS_TO_THE_LEFT = frozenset(("adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"))

Direction = Literal["ltr", "rtl"]

DateForm = Literal[
    "full_date",
    "long_date",
    "month_name",
    "day_month",
    "month_only",
    "month_short",
    "weekday",
    "weekday_short",
    "weekday_narrow",
]

_ENGLISH: Mapping[DateForm, Callable[[dt.date], str]] = {
    "full_date": lambda day: f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}",
    "long_date": lambda day: f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
    "month_name": lambda day: f"{_MONTHS[day.month - 1]} {day.year}",
    "day_month": lambda day: f"{day.day} {_MONTHS[day.month - 1]}",
    "month_only": lambda day: _MONTHS[day.month - 1],
    "month_short": lambda day: _MONTHS[day.month - 1][:3],
    "weekday": lambda day: _WEEKDAYS[day.weekday()],
    "weekday_short": lambda day: _WEEKDAYS[day.weekday()][:3],
    "weekday_narrow": lambda day: _WEEKDAYS[day.weekday()][0],
}

_SKELETONS = {"month_name": "yMMMM", "day_month": "MMMMd"}
_PATTERNS = {
    "full_date": "full",
    "long_date": "long",
    "month_only": "LLLL",
    "month_short": "LLL",
    "weekday": "cccc",
    "weekday_short": "ccc",
    "weekday_narrow": "ccccc",
}
"""Of CLDR: UTS #35, part 4, "Date Format Patterns"."""


class Words(msgspec.Struct, frozen=True):
    """The words of a theme in one language: `messages` by what they are in English; `plurals`, by the English for one,
    have as many forms as the language; `rule` tells which of them a number wants, as a PO file says it.

    `language` is a tag of BCP 47.
    """

    language: str = "en"
    messages: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    rule: str = ENGLISH_RULE

    def __hash__(self) -> int:
        return hash((self.language, len(self.messages), len(self.plurals), self.rule))

    @property
    def direction(self) -> Direction:
        return direction_of(self.language)

    def text(self, message: str, /, **values: object) -> str:
        """The message with `values` in its places. Raises ValueError if one of these has none."""
        return filled(self.messages.get(message, message), values)

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The form that `number` wants of a message which is `one` and `many` in English; it stands in {count}.

        Raises ValueError as `text` does.
        """
        return filled(self.form(one, many, number), {"count": self.number(number), **values})

    def form(self, one: str, many: str, number: int, /) -> str:
        """The same with its places empty."""
        forms = self.plurals.get(one)
        if forms is None:
            return one if number == 1 else many
        return forms[self.form_of(number)]

    def form_of(self, number: int) -> int:
        """Which form of a plural a number wants, from 0 on. Raises ValueError if the rule is none."""
        return _chosen_by(self.rule)(number)

    def full_date(self, day: dt.date) -> str:
        """Wednesday 8 March 2023"""
        return self.date("full_date", day)

    def long_date(self, day: dt.date) -> str:
        """8 March 2023"""
        return self.date("long_date", day)

    def month_name(self, month: dt.date) -> str:
        """March 2023"""
        return self.date("month_name", month)

    def day_month(self, day: dt.date) -> str:
        """8 March"""
        return self.date("day_month", day)

    def month_only(self, month: dt.date) -> str:
        """March, as it stands alone"""
        return self.date("month_only", month)

    def month_short(self, month: dt.date) -> str:
        """Mar, as it stands alone"""
        return self.date("month_short", month)

    def weekday(self, day: dt.date) -> str:
        """Wednesday, as it stands alone"""
        return self.date("weekday", day)

    def weekday_short(self, day: dt.date) -> str:
        """Wed, as it stands alone"""
        return self.date("weekday_short", day)

    def weekday_narrow(self, day: dt.date) -> str:
        """W, as at the head of a calendar"""
        return self.date("weekday_narrow", day)

    def date(self, form: DateForm, day: dt.date) -> str:
        """A day in one of these forms; in English if CLDR does not know the language."""
        return _date_in(self.language, form, day)

    def number(self, number: int) -> str:
        """1,234"""
        return f"{number:,}" if is_english(self.language) else _number_in(self.language, number)


ENGLISH = Words()
"""The words as they stand in templates."""


def capital(text: str) -> str:
    """The text with a large first letter, as at the beginning of a heading: many languages write months and weekdays
    with a small one."""
    return text[:1].upper() + text[1:]


def filled(text: str, values: Mapping[str, object]) -> str:
    """The text with values in its places. Raises ValueError if one of these has none."""

    def value(place: re.Match[str]) -> str:
        if place[1] not in values:
            raise ValueError(f"'{text}' has a place for '{place[1]}', which is not given")
        return str(values[place[1]])

    return PLACE.sub(value, text) if "{" in text else text


def tags_above(tag: str) -> Iterator[str]:
    """The language and those that it is one of, in small letters: de-AT → de-at, de (RFC 4647 §3.4)."""
    parts = tag.lower().split("-")
    while parts:
        yield "-".join(parts)
        parts.pop()
        if parts and len(parts[-1]) == 1:  # what a single letter introduces goes with it
            parts.pop()


def is_english(tag: str) -> bool:
    return tag.partition("-")[0].lower() == "en"


@lru_cache(maxsize=256)
def direction_of(tag: str) -> Direction:
    """Which way a language is written, by its script if the tag names one: "ltr" or "rtl"."""
    parts = tag.lower().split("-")
    script = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    if script:
        return "rtl" if script in _SCRIPTS_TO_THE_LEFT else "ltr"
    return "rtl" if parts[0] in _LANGUAGES_TO_THE_LEFT else "ltr"


@lru_cache(maxsize=64)
def _chosen_by(rule: str) -> Callable[[int], int]:
    chosen: Callable[[int], int] = c2py(rule)
    return chosen


@lru_cache(maxsize=32)
def locale_of(language: str) -> Any:
    """Babel's locale; None if CLDR knows neither the language nor one that it is one of."""
    from babel import Locale, UnknownLocaleError

    for tag in tags_above(language):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


@lru_cache(maxsize=16_384)
def _date_in(language: str, form: DateForm, day: dt.date) -> str:
    if is_english(language) or (locale := locale_of(language)) is None:
        return _ENGLISH[form](day)
    from babel.dates import format_date

    skeleton = locale.datetime_skeletons.get(_SKELETONS.get(form))
    pattern = skeleton.pattern if skeleton else _PATTERNS.get(form, "long")
    return format_date(day, pattern, locale)


@lru_cache(maxsize=4096)
def _number_in(language: str, number: int) -> str:
    locale = locale_of(language)
    if locale is None:
        return f"{number:,}"
    from babel.numbers import format_decimal

    return format_decimal(number, locale=locale)
