"""The day that a text reports from, told from the dates of other things in its prose."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache

import msgspec

from digest.seeds import data
from digest.seeds.words.datelines import dateline
from digest.seeds.words.dates import Span, find_dates, one_of, weekdays
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.sentences import sentences


class ProseDate(msgspec.Struct, frozen=True):
    """`sure` where the text ties the date to the report itself (`on Wednesday (8 March 2023)`)."""

    day: dt.date
    sure: bool


def prose_date(paragraphs: Sequence[str], lexicon: Lexicon) -> ProseDate | None:
    """The day that the opening of the text reports from or on; None where its dates may be of other things."""
    for paragraph in paragraphs[:3]:
        line = dateline(paragraph, lexicon)
        if line and line.day:
            return ProseDate(line.day, True)
    likely = None
    for place, paragraph in enumerate(paragraphs[:3]):
        for sentence in sentences(paragraph):
            for span in find_dates(sentence, lexicon)[:_MOST_DATES]:
                found = _reported(sentence, span)
                if found and found.sure:
                    return found
                # Further down an unmarked date is as often that of a contract or an event long past.
                if found and likely is None and place < 2:
                    likely = found
    return likely


_MOST_DATES = 20  # of a sentence; one that has more lists them
_NEAR = 80  # characters before a date, in which the words stand that tie it to the report


@cache
def _context() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = data.months()
    tied = re.compile(rf"\b(?:{weekdays()}|today)\b\.?[,\s]*\(?(?:the\s+)?$", re.I)
    other = re.compile(rf"\b(?:{one_of(table.before_other_dates)})\s+$", re.I)
    future = re.compile(rf"\b(?:{one_of(table.future)})\b", re.I)
    reporting = re.compile(rf"\b(?:{one_of(table.reporting)})\b", re.I)
    return tied, other, future, reporting


def _reported(sentence: str, span: Span) -> ProseDate | None:
    tied, other, future, reporting = _context()
    before, after = sentence[max(0, span.start - _NEAR) : span.start], sentence[span.end :]
    if other.search(before) or future.search(sentence, 0, span.start) or re.search(r"\b(?:will|would)\b", after[:40]):
        return None
    by_day = tied.search(before)
    if by_day and not other.search(before[: by_day.start()]):
        return ProseDate(span.day, reporting.search(sentence) is not None)
    if before.endswith("(") and after.startswith(")") and reporting.search(sentence):
        return ProseDate(span.day, False)
    if re.search(r"(?:\bon|^On)\s+(?:the\s+)?$", before) and reporting.search(sentence):
        return ProseDate(span.day, False)
    return None
