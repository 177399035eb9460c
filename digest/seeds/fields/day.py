"""The article's day: which of the dates that its lines state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

import msgspec

from digest.seeds.fields.reported import prose_date
from digest.seeds.label.date_lines import COLUMNS, CRAWL_DATE
from digest.seeds.label.lines import Lines
from digest.seeds.read.stated import Fields
from digest.seeds.words.dates import Span, date_in_name, date_line, find_dates, find_month
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.sentences import is_prose


class Day(msgspec.Struct, frozen=True):
    """An article's day; None where nothing tells. `doubt` says why an editor should look at it, "" if none need."""

    day: dt.date | None
    doubt: str = ""


def day_of(
    fields: Fields,
    lines: Lines,
    body: tuple[str, ...],
    name: str,
    month_first: Callable[[], bool | None],
    lexicon: Lexicon,
) -> Day:
    """The article's day: from a field, a line of date or byline, the prose, the file's name.

    `month_first` tells whether 04/05/2006 is of April in this text; None if nothing does.
    """
    if fields.day:
        return _settled(fields.day, fields.other_day, month_first)
    stated = next(_stated(lines, lexicon), None)
    if stated and not stated.is_month:
        return _settled(stated.day, stated.other, month_first)
    told = prose_date(body, lexicon)
    if told and told.sure:
        return Day(told.day)
    named = date_in_name(PurePosixPath(name).name)
    if named:
        return Day(named)
    if above := _above_text(lines, lexicon):
        return Day(above.day, "stands above the text, where it may be of something else")
    if stated:
        return Day(stated.day, f"only the month is told, {stated.day:%Y-%m}")
    if told:
        return Day(told.day, "taken from the prose, where it may be of something else")
    return Day(None, "the text has none")


def _above_text(lines: Lines, lexicon: Lexicon) -> Span | None:
    """The first full date in what stands above the text: in a headline, beside a label, in a notice."""
    text = next((n for n, line in enumerate(lines) if line.is_text and is_prose(line.text)), 0)
    return next(
        (span for line in lines[:text] if line.kind != "caption" for span in find_dates(line.text, lexicon)), None
    )


def _settled(day: dt.date, other: dt.date | None, month_first: Callable[[], bool | None]) -> Day:
    if other is None or other == day:
        return Day(day)
    by_text = month_first()
    chosen, left = (other, day) if by_text else (day, other)
    return Day(chosen, "" if by_text is not None else f"the figures could also be {left.isoformat()}")


def _stated(lines: Lines, lexicon: Lexicon) -> Iterator[Span]:
    """The dates that lines state: those below the headline first, then those above it, then that of the program that
    fetched the page."""
    title = max((n for n, line in enumerate(lines) if line.kind == "title"), default=-1)
    prose = next((n for n, line in enumerate(lines) if n > title and line.is_text and is_prose(line.text)), len(lines))
    dated = [
        n for n, line in enumerate(lines) if line.kind in ("date", "byline", "source") and _read(line.text, lexicon)
    ]
    near = [n for n in dated if title < n and lines[n].rule != "date-above-page"]
    above = [n for n in dated if n <= title and lines[n].rule != "date-above-page"]
    crawled = [n for n in dated if lines[n].rule == "date-above-page"]
    order = [*(n for n in near if n < prose), *reversed(above), *crawled, *(n for n in near if n >= prose)]
    if title == -1:
        order = [*(n for n in dated if lines[n].rule != "date-above-page"), *crawled]
    # A whole date anywhere is better than a month.
    found = [span for n in order if (span := _read(lines[n].text, lexicon))]
    yield from sorted(found, key=lambda span: span.is_month)


def _read(text: str, lexicon: Lexicon) -> Span | None:
    own = date_line(text, lexicon)
    if own:
        return own
    if crawled := CRAWL_DATE.match(text):
        return next(iter(find_dates(crawled[1], lexicon)), None) or find_month(crawled[1], lexicon)
    if dates := find_dates(text, lexicon):
        return dates[0]
    columns = (date_line(column, lexicon) for column in COLUMNS.split(text) if column)
    return next((span for span in columns if span), None)
