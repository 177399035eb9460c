"""The article's day: which of the dates that its lines state.

A date is judged by where it stands: between headline and text, right above the headline, in a notice below the text, or
anywhere else. Any line may hold it, whatever it was taken for. What stands farther off is of the page, not of the
article, and is taken with doubt, if nothing else tells.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import PurePosixPath

import msgspec

from digest.seeds import data
from digest.seeds.fields.reported import prose_date
from digest.seeds.label.date_lines import COLUMNS, CRAWL_DATE
from digest.seeds.label.lines import Line, Lines
from digest.seeds.read.stated import Fields
from digest.seeds.words.datelines import place_and_date
from digest.seeds.words.dates import Span, date_in_name, date_line, find_dates, find_month, one_of, without_date_words
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
    stated = sorted(_stated(lines, lexicon), key=lambda found: found.rank)
    if stated and stated[0].rank < _DOUBTFUL:
        span = stated[0].span
        if span.is_usual and span.other and month_first():  # `03.09.2025` of an American office
            return Day(span.day, _could_be(span.other))
        return _settled(span.day, None if span.is_usual else span.other, month_first)
    told = prose_date(body, lexicon)
    if told and told.sure:
        return Day(told.day)
    named = date_in_name(PurePosixPath(name).name)
    if named:
        return Day(named)
    if stated and stated[0].rank < _MONTH:
        return Day(stated[0].span.day, stated[0].doubt)
    if above := _above_text(lines, lexicon):
        return Day(above.day, _ABOVE)
    if stated:
        return Day(stated[0].span.day, f"only the month is told, {stated[0].span.day:%Y-%m}")
    if told:
        return Day(told.day, "taken from the prose, where it may be of something else")
    return Day(None, "the text has none")


_ABOVE = "stands above the text, where it may be of something else"
_BELOW = "stands below the text, where it may be of something else"
_HEAD_OF_PAGE = "stands at the head of the page, where it may be that of another day"


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
    return Day(chosen, "" if by_text is not None else _could_be(left))


def _could_be(day: dt.date) -> str:
    return f"the figures could also be {day.isoformat()}"


class _Stated(msgspec.Struct, frozen=True):
    """A date that a line states; the lower the rank, the likelier it is the article's."""

    rank: tuple[float, int]
    span: Span
    doubt: str = ""


_DOUBTFUL, _MONTH = (50.0, 0), (100.0, 0)  # ranks from which on a date is told as a doubt, and of a month alone
_CLOSE, _FAR = 4, 10  # rows above the headline in which a date is the article's: any, and one that was marked
_PAST = 3  # rows behind the first sentence, which may be a standfirst
_OPENING = 12  # rows below the headline
_TAIL = 8  # rows below the last sentence in which a notice tells when the article was published
_NEAR = 80  # characters before a date, in which the word stands that says what day it is
_LONGEST = 200  # characters of a line whose date is looked at


def _stated(lines: Lines, lexicon: Lexicon) -> Iterator[_Stated]:
    """The dates that lines state, each with how likely it is the article's by its form and its place."""
    rows = [n for n, line in enumerate(lines) if line.text]
    row_of = {n: row for row, n in enumerate(rows)}
    title = max((n for n, line in enumerate(lines) if line.kind == "title"), default=-1)
    prose = [row_of[n] for n in rows if lines[n].is_text and is_prose(lines[n].text)]
    head = row_of.get(title, -1)
    first = next((row for row in prose if row > head), len(rows))
    last = prose[-1] if prose else len(rows)
    chronicle = sum(_is_entry(lines[n], lexicon) for n in rows[first:last]) > 1
    for row, n in enumerate(rows):
        line = lines[n]
        if len(line.text) > _LONGEST or not _DIGITS.search(line.text) or line.kind in ("caption", "title", "deck"):
            continue
        found = _read(line, lexicon)
        if found is None or (chronicle and (line.kind == "kept" or row > first + _PAST)):
            continue
        span, form = found
        place = _place(row, head, first, last, line)
        rank = _RANKS.get((place, form))
        if rank is None or (line.kind == "kept" and (place, form) == ("opening", "column")):  # a row of a table
            continue
        later = 5.0 if form != "labelled" and _is_later(line.text, span) else 0.0
        doubt = {"above": _ABOVE, "top": _HEAD_OF_PAGE, "opening": _ABOVE, "between": _ABOVE}.get(place, _BELOW)
        months = _MONTH[0] if span.is_month else 0.0
        yield _Stated((rank + later + months, -row if place in ("above", "top") else row), span, doubt)


_DIGITS = re.compile(r"\d\d")

# How likely a date is the article's, by its place and form: from 50 on it is doubtful, what is not here is not read.
_RANKS: dict[tuple[str, str], float] = {
    ("between", "marked"): 0,
    ("between", "labelled"): 1,
    ("between", "whole"): 1,
    ("above", "marked"): 2,
    ("above", "labelled"): 3,
    ("above", "whole"): 3,
    ("between", "column"): 4,
    ("opening", "labelled"): 5,
    ("opening", "marked"): 6,
    ("opening", "whole"): 6,
    ("opening", "column"): 7,
    ("crawled", "marked"): 7,
    ("tail", "labelled"): 8,
    ("tail", "marked"): 9,
    ("elsewhere", "first"): 10,
    ("tail", "first"): 8,
    ("between", "first"): 1,
    ("opening", "first"): 5,
    ("above", "first"): 3,
    ("above", "column"): 51,
    ("between", "part"): 52,
    ("above", "part"): 53,
    ("top", "marked"): 54,
    ("top", "labelled"): 55,
    ("top", "whole"): 56,
    ("elsewhere", "marked"): 58,
}


def _place(row: int, head: int, first: int, last: int, line: Line) -> str:
    """Where a row stands to the headline (-1 if there is none) and the text's first and last sentence."""
    if line.rule == "date-above-page":
        return "crawled"
    if head < 0 and row < first:
        return "between"
    if row < head:
        near = _FAR if line.kind in ("date", "byline") else _CLOSE
        return "above" if head - row <= near else "top"
    if row < first and row - head <= _OPENING:
        return "between"
    if row < last and row <= (head + _OPENING if head >= 0 else first + _CLOSE):
        return "opening"
    return "tail" if last < row <= last + _TAIL else "elsewhere"


def _is_entry(line: Line, lexicon: Lexicon) -> bool:
    """Whether a line is nothing but a date, and none that was marked: an entry of a chronicle stands below it."""
    return line.kind in _UNMARKED and len(line.text) < _LONGEST and date_line(line.text, lexicon) is not None


_UNMARKED = ("kept", "boilerplate")


def _is_later(text: str, span: Span) -> bool:
    """Whether the date is said to be that of a change, of a print or of a correction."""
    return _later().search(text[: span.start]) is not None


@cache
def _later() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{one_of(data.months().updated)})\b", re.I)


@cache
def _labels() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a date that is said to be that of the publication, and of the first publication."""
    published = one_of(sorted(data.months().published))
    behind = r"\W{0,3}(?:\b(?:on|at|in|le|el|am|il|on the|den|em|op|date|by .{2,40} on)\b\W{0,3}){0,2}$"
    between = r"(?:\W+\w+){0,4}?"  # a weekday, a time, `by Ann Doe on`
    return (
        re.compile(rf"\b(?:{published})\b{between}{behind}", re.I),
        re.compile(
            rf"\b(?:first|originally|zuerst|ursprünglich|initialement|originalmente)\W+(?:{published})\b{between}{behind}",
            re.I,
        ),
    )


def _read(line: Line, lexicon: Lexicon) -> tuple[Span, str] | None:
    """The date that a line states, and in which form: `marked` as a line of date, byline or source, `whole` where the
    line is nothing else, `labelled` behind a word that says so (`first` if of the first publication), a `column` of
    it, or a `part`."""
    text = line.text
    if _QUOTED.match(text):
        return None
    own = date_line(text, lexicon)
    is_marked = line.kind in ("date", "byline", "source")
    if own is not None and is_marked:
        return own, "marked"
    if crawled := CRAWL_DATE.match(text):
        day = next(iter(find_dates(crawled[1], lexicon)), None) or find_month(crawled[1], lexicon)
        return (day, "marked") if day and is_marked else None
    dates = find_dates(text, lexicon)
    published, first = _labels()
    for span in dates if line.kind != "kept" or not is_prose(text) or _NOTICE.match(text) else ():
        before = text[max(0, span.start - _NEAR) : span.start]
        if published.search(before):
            return span, "first" if first.search(before) else "labelled"
    if own is not None:
        return own, "whole"
    if is_marked and dates:
        return dates[0], "marked"
    columns = (date_line(column, lexicon) for column in _COLUMNS.split(text) if column and "\t" not in text)
    if column := next((span for span in columns if span), None):
        return column, "marked" if is_marked else "column"
    if is_prose(text) or not dates:
        return None
    return dates[0], "whole" if place_and_date(without_date_words(text, "end").rstrip(" ,"), lexicon) else "part"


_QUOTED = re.compile(r"[—–-].*\(@\w+\)")  # words from elsewhere: `— Ann Doe (@anndoe) March 8, 2023`
# How a sentence begins that tells of the article itself.
_NOTICE = re.compile(
    r"\W*(?:(?:first|originally|last|zuerst|ursprünglich)\s+)?(?:published|posted|veröffentlicht|erschienen|publié|publicado|publicerad|pubblicato)\b"
    r"|\W*(?:this|the|an?|dieser?|dieses|cet(?:te)?|este|esta|den här|denna|questo)\s+(?:\w+\s+){0,2}?"
    r"(?:article|story|post|piece|report|interview|column|essay|version|text|artikel|beitrag|bericht|artículo|articolo|noticia|texte)\b",
    re.I,
)
_COLUMNS = re.compile(rf"{COLUMNS.pattern}|\s/\s|\s{{2,}}")
