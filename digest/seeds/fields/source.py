"""Who published the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from digest.seeds import data
from digest.seeds.label.lines import Lines
from digest.seeds.label.publisher_lines import COLUMNS, publisher_in
from digest.seeds.label.running_heads import periodical
from digest.seeds.read.stated import Fields, Source
from digest.seeds.words.byline import Byline
from digest.seeds.words.datelines import dateline
from digest.seeds.words.dates import find_dates
from digest.seeds.words.hosts import host_of
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.mentions import mentions
from digest.seeds.words.outlets import HOST, has_shape_of_outlet, is_known_outlet, is_outlet, outlet
from digest.seeds.words.sieve import Sieve

_WORD = r"[\w&’'-]*(?:\.[\w-]+)*"


_NAME = rf"(?-i:[A-ZÀ-Þ]{_WORD}(?:\s(?:of|the|de|des|du|for|and|&|[A-ZÀ-Þ]{_WORD})){{0,5}})"


@cache
def _notices() -> tuple[Sieve, tuple[re.Pattern[str], ...]]:
    """How a page's own notices name its publisher."""
    forms = data.outlets().notices
    name, site = f"(?P<name>{_NAME})", f"(?P<name>{HOST}|{_NAME})"
    known = f"(?P<outlet>{_NAME})"
    whole = (form.replace("HOST|NAME", site).replace("NAME", name).replace("OUTLET", known) for form in forms)
    sieve = Sieve([re.sub(r"HOST\|NAME|NAME|OUTLET", r"\\S", form) for form in forms])
    return sieve, tuple(re.compile(form, re.I) for form in whole)


_COMPANY = re.compile(r"(?:,?\s+(?:inc|llc|ltd|limited|verlag|gmbh|co|kg|ag|corp|sas|s\.a|plc|group|&)\.?)+$", re.I)


def publisher_in_footer(lines: Lines, lexicon: Lexicon) -> str:
    """Whom a notice below the article names: `Originally published by …`, `© 2024 …`."""
    sieve, forms = _notices()
    notices = [line.text for line in lines if line.kind == "boilerplate" and len(line.text) < 300]
    # The surest form counts, wherever it stands.
    for place, n in sorted((place, n) for n, text in enumerate(notices) for place in sieve.candidates(text)):
        match = forms[place].search(notices[n])
        found = match.groupdict() if match else {}
        name = _COMPANY.sub("", found.get("name") or "").strip(" ,.") or outlet(found.get("outlet") or "", lexicon)
        if name and not any(c.isdigit() for c in name) and name.casefold() not in data.outlets().nobody:
            return name
    return ""


_CITING = ("with reference to", "with a reference to", "with a link to", "referring to", "citing", "quoting")


_REPORTS = re.compile(
    rf"(?:^|[\s“\"])(?P<name>{_NAME}) (?:writes|reports|reported|wrote|informs),? (?:{'|'.join(_CITING)})\b"
)


def publisher_in_prose(body: Sequence[str]) -> str:
    """Who says of itself from whom it has the news: `Example Times writes with reference to Example Agency`."""
    citing = (text for text in body[:_OPENING] if any(word in text for word in _CITING))
    return next((found["name"].strip(" ,.") for text in citing if (found := _REPORTS.search(text))), "")


_OPENING = 4  # paragraphs


def publisher_signed(body: Sequence[str], lexicon: Lexicon) -> str:
    """Who stands behind the last sentence: `… next year. (Example Agency)`, `… next year. -EA`, `(Source: …)`."""
    for text in (*reversed(body[-2:]), *body[:1]):
        closed = _IN_BRACKETS.search(text)
        if closed and all(is_known_outlet(part, lexicon) for part in re.split(r"[/,]\s?", closed["name"])):
            return closed["name"]
        signed = _BEHIND_DASH.search(text)
        if signed and (
            is_known_outlet(signed["name"], lexicon) or (signed["reports"] and is_outlet(signed["name"], lexicon))
        ):
            return signed["name"]
    named = next((found for text in body if (found := _SOURCE.search(text))), None)
    return named["name"].strip() if named else ""


_IN_BRACKETS = re.compile(r"[.!?”\"’»]\s*\((?P<name>[A-ZÀ-Þ][^()]{1,40})\)\.?$")


_BEHIND_DASH = re.compile(r"(?:[.!?”\"’»]\s*[-–—]+\s?|(?P<reports>[.…]\s?reports ))(?P<name>[A-ZÀ-Þ][\w. ]{1,30})$")


_SOURCE = re.compile(r"\((?:Source|Quelle|Fuente|Källa): (?P<name>[A-ZÀ-Þ][^(),;:]{1,40})(?:[,;][^()]{3,30})?\)")


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(form), name) for name, form in data.outlets().forms.items())


def publisher_by_form(lines: Lines) -> str:
    """Whose page has lines of this form; "" where none is known."""
    removed = [line.text for line in lines if line.kind in ("date", "boilerplate")]
    return next((name for form, name in _forms() if any(form.search(text) for text in removed)), "")


def _beside_date(lines: Lines, lexicon: Lexicon, *, is_signed: bool) -> str:
    """`PTI | 8 March 2023`: the publisher that shares the date's line, if it is known; or has the shape of one, where
    the author has a line of their own."""
    columns = [column.strip() for line in lines if line.kind == "date" for column in COLUMNS.split(line.text)]
    known = next((column for column in columns if is_known_outlet(column, lexicon)), "")
    return known or next((column for column in columns if is_signed and _may_stand_beside_date(column, lexicon)), "")


def _may_stand_beside_date(text: str, lexicon: Lexicon) -> bool:
    return has_shape_of_outlet(text) and not find_dates(text, lexicon) and text not in mentions(text)


def source_of(
    fields: Fields,
    address: str,
    byline: Byline,
    lines: Lines,
    body: tuple[str, ...],
    behind_title: str,
    lexicon: Lexicon,
) -> tuple[Source, str]:
    """Where the text was published, and why that is doubtful ("" if it is not)."""
    line = next((line for paragraph in body[:_OPENING] if (line := dateline(paragraph, lexicon)) and line.agency), None)
    alone = next((name for line in lines if line.kind == "source" and (name := publisher_in(line.text, lexicon))), "")
    alone = alone or _beside_date(lines, lexicon, is_signed=bool(byline.authors))
    url = fields.source.url or address
    found = fields.source.name or byline.publisher or alone or (line.agency if line else "") or behind_title
    found = (
        found
        or periodical(lines)
        or publisher_signed(body, lexicon)
        or publisher_in_footer(lines, lexicon)
        or host_of(url)
    )
    if found:
        return Source(found, url), ""
    if reporting := publisher_in_prose(body):
        return Source(reporting, url), "named in the text, where it may only be quoted"
    inferred = publisher_by_form(lines)
    return Source(inferred, url), "the text does not say; told by the form of its page" if inferred else ""
