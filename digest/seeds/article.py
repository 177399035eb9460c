"""One seed's text → the draft of an article: pure, the passes in their order.

What a reader wants to know of a draft — why a line is gone, where a date was found — is in its `lines`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import PurePosixPath
from typing import Any

import msgspec

from digest.seeds.byline import Byline, mark_byline, read_byline
from digest.seeds.dates import date_in_name, dateline, find_dates, prose_date
from digest.seeds.debris import mark_captions, mark_furniture, mark_related
from digest.seeds.fields import Fields, Source
from digest.seeds.glued import mark_glued_opening
from digest.seeds.head import host_of, mark_addresses, mark_dates, mark_fields, mark_newswire, mark_tags
from digest.seeds.headline import derive_title, mark_repeated_title, mark_title
from digest.seeds.lines import Lines, number
from digest.seeds.paragraphs import paragraphs
from digest.seeds.sentences import summary_of
from digest.seeds.tags import find_tags


class EmptySeedError(ValueError):
    """The seed holds nothing that could be an article; the message says what it holds."""


class Draft(msgspec.Struct, frozen=True):
    """An article as the seed's text gives it.

    `day` is None where neither the text nor the file's name has a date. `review` has the fields that an
    editor should look at, each with the reason; `lines` is the whole seed, each line with what became of it.
    `kept` is front matter that the seed brings along. Where the seed is Markdown, `markdown` is the body as it is,
    and `body` its paragraphs without a reader's notice of any mark.
    """

    title: str
    day: dt.date | None
    tags: tuple[str, ...]
    summary: str
    authors: tuple[str, ...]
    source: Source
    body: tuple[str, ...]
    review: dict[str, str]
    lines: Lines
    kept: dict[str, Any] = msgspec.field(default_factory=dict)
    markdown: str = ""


def draft_article(name: str, text: str, known: Fields | None = None) -> Draft:
    """The draft for the seed called `name` (a path; only its last part is looked at) with the normalised `text`.

    `known` is what the seed's file says beside its text: the headers of a mail, the metadata of a page. What it only
    guesses counts where the text says nothing.

    Raises EmptySeedError.
    """
    lines = number(text)
    if not any(line.is_text for line in lines):
        raise EmptySeedError("the seed is empty")
    lines = mark_newswire(lines)
    lines, stated = mark_fields(lines)
    known = known or Fields()
    fields, guess = stated.filled_from(known.certain()), known.guessed()
    lines, offered = mark_tags(lines)
    lines, address = mark_addresses(lines)
    lines, glued = mark_glued_opening(lines)
    lines, line_day = mark_dates(lines)
    lines, byline = (lines, glued) if glued else mark_byline(lines)
    lines = mark_furniture(lines)
    lines = mark_related(lines)
    lines = mark_captions(lines)
    headline = fields.title
    if headline:
        lines = mark_repeated_title(lines, headline)
    else:
        lines, headline = mark_title(lines)
    body = _with_datelines(paragraphs(lines))
    if not body and not headline:
        raise EmptySeedError("the seed holds no text of an article, only what belongs to a web page")
    title = headline or guess.title or derive_title(_lead(body))
    why_title = known.doubts["title"] if guess.title else "the text has no headline; made of its first sentence"
    day, why_day = _day(fields, line_day, lines, body, name)
    if guess.day and why_day:
        day, why_day = guess.day, known.doubts["day"]
    why_author = "" if byline.sure else "a name without “by”; only its place tells that it is the author's"
    if author := "" if byline.authors else fields.author or guess.author:
        byline = read_byline(f"By {author}") or Byline((author,))
        why_author = "" if fields.author else known.doubts["author"]
    doubts = {
        "title": "" if headline else why_title,
        "date": why_day,
        "author": why_author,
        "body": "" if body else "the text is only a headline",
    }
    return Draft(
        title=title,
        day=day,
        tags=find_tags(title, body, (*offered, *known.tags)),
        summary=known.summary or summary_of(_lead(body)),
        authors=byline.authors,
        source=_source(fields, address, byline, body),
        body=body,
        review={field: why for field, why in doubts.items() if why},
        lines=lines,
        kept=known.kept,
    )


def _day(
    fields: Fields, line_day: dt.date | None, lines: Lines, body: tuple[str, ...], name: str
) -> tuple[dt.date | None, str]:
    """The article's day, and why it is doubtful ("" if it is not): a field, a date line, the prose, the file's name."""
    stated = fields.day or line_day or _day_in_byline(lines)
    if stated:
        return stated, ""
    told = prose_date(body)
    if told and told.sure:
        return told.day, ""
    named = date_in_name(PurePosixPath(name).name)
    if named:
        return named, ""
    if told:
        return told.day, "taken from the prose, where it may be of something else"
    return None, "the text has none"


def _day_in_byline(lines: Lines) -> dt.date | None:
    for line in lines:
        if line.kind == "byline":
            for span in find_dates(line.text):
                return span.day
    return None


def _source(fields: Fields, address: str, byline: Byline, body: tuple[str, ...]) -> Source:
    line = dateline(body[0]) if body else None
    name = fields.source.name or byline.publisher or (line.agency if line else "") or host_of(address)
    return Source(name, fields.source.url or address)


def _with_datelines(body: tuple[str, ...]) -> tuple[str, ...]:
    """A dateline that stands alone goes before the paragraph that it opens."""
    line = dateline(body[0]) if len(body) > 1 else None
    if line is None or line.end < len(body[0]):
        return body
    return (f"{body[0]} {body[1]}", *body[2:])


def _lead(body: tuple[str, ...]) -> str:
    """The first paragraph without its dateline; "" where there is no text."""
    for paragraph in body[:2]:
        line = dateline(paragraph)
        lead = paragraph[line.end :].strip() if line else paragraph
        if lead:
            return lead
    return ""
