"""The filters of words, dates and languages: each is made for the words of one site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape

from digest.model.words import Words, capital, direction_of, filled


def word_filters(words: Words) -> dict[str, Callable[..., Any]]:
    """The filters by their names. None asks for the page: what they make of constants is made once."""

    def t(message: str, /, **values: object) -> str:
        """The message in the site's language, with values in its places."""
        return _filled(words.messages.get(message, message), values)

    def tn(one: str, many: str, number: int, /, **values: object) -> str:
        """The same of a message that counts something, with the number in {count}."""
        return _filled(words.form(one, many, number), {"count": words.number(number), **values})

    def fulldate(value: dt.date | str) -> str:
        """Wednesday 8 March 2023. Takes a date or an RFC 3339 time, as all of dates do."""
        return words.full_date(_date(value))

    def longdate(value: dt.date | str) -> str:
        """8 March 2023"""
        return words.long_date(_date(value))

    def monthname(value: dt.date | str) -> str:
        """March 2023"""
        return words.month_name(_date(value))

    def daymonth(value: dt.date | str) -> str:
        """8 March"""
        return words.day_month(_date(value))

    def monthonly(value: dt.date | str) -> str:
        """March"""
        return words.month_only(_date(value))

    def monthshort(value: dt.date | str) -> str:
        """Mar"""
        return words.month_short(_date(value))

    def weekday(value: dt.date | str) -> str:
        """Wednesday"""
        return words.weekday(_date(value))

    def weekdayshort(value: dt.date | str) -> str:
        """Wed"""
        return words.weekday_short(_date(value))

    def weekdaynarrow(value: dt.date | str) -> str:
        """W"""
        return words.weekday_narrow(_date(value))

    def number(value: int) -> str:
        """1,234"""
        return words.number(value)

    def lang(tag: str, within: str = words.language) -> str:
        """The attributes of what is written in the language `tag`, inside of what is written in `within`: ' lang="de"',
        with dir where the direction is another one; nothing where it is the same language or `tag` is ""."""
        if not tag or not within or tag == within:
            return ""
        direction = direction_of(tag)
        attributes = f' lang="{escape(tag)}"'
        return Markup(attributes if direction == direction_of(within) else f'{attributes} dir="{direction}"')

    dates = (fulldate, longdate, monthname, daymonth, monthonly, monthshort)
    made = (t, tn, *dates, weekday, weekdayshort, weekdaynarrow, number, lang, capital)
    return {one.__name__: one for one in made}


def _filled(text: str, values: Mapping[str, object]) -> str:
    """The text with values in its places. Where one of them is markup all is: the rest of it is escaped."""
    if any(isinstance(value, Markup) for value in values.values()):
        return Markup(filled(escape(text), {name: escape(value) for name, value in values.items()}))
    return filled(text, values)


def _date(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value[:10]) if isinstance(value, str) else value
