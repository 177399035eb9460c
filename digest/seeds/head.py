"""What stands around the article's text: fields with a name (`Headline: …`), date lines, sources."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit

import msgspec

from digest.seeds.dates import date_line, find_dates, place_and_date, trailing_date
from digest.seeds.fields import Fields, Source
from digest.seeds.headline import looks_like_headline
from digest.seeds.lines import Kind, Line, Lines, head, marked, replaced, tail
from digest.seeds.paragraphs import blocks, is_broken, wrap_width
from digest.seeds.sentences import is_prose

_HEAD = 12  # lines of text in which fields and date lines are looked for
_TAIL = 6


_ELEMENT = re.compile(r"<([A-Z][A-Z0-9_-]*)(?:\s[^<>]*)?>\s*(.*?)\s*</\1>", re.I)
_TAGS_ONLY = re.compile(r"(?:</?[A-Z][A-Z0-9_-]*(?:\s[^<>]*)?>\s*)+", re.I)
_NEWSWIRE = re.compile(r"</?(?:DOC|TEXT|HEADLINE|BODY|DOCNO)>", re.I)
_NAMED = re.compile(
    r"(?P<name>title|headline|source|via|author|date|date_time|published|slug|docno|doctype|docid|dateline|byline|keyword)"
    r"\s*:\s+(?P<value>\S.*)",
    re.I,
)
_URL = re.compile(r"https?://[^\s<>\"”]+[^\s<>\"”.,;:)\]]", re.I)


def mark_newswire(lines: Lines) -> Lines:
    """Old SGML newswire: `<HEADLINE>…</HEADLINE>` becomes `HEADLINE: …`; lines of tags alone are debris."""
    if not any(_NEWSWIRE.match(line.text) for line in lines):
        return lines
    return tuple(_without_tags(line) for line in lines)


def _without_tags(line: Line) -> Line:
    if not line.is_text or not line.text.startswith("<"):
        return line
    element = _ELEMENT.fullmatch(line.text)
    if element is None:
        return marked(line, "debris", "markup") if _TAGS_ONLY.match(line.text) else line
    if _NAMED.fullmatch(f"{element[1]}: {element[2] or '-'}"):
        return Line(line.number, f"{element[1]}: {element[2]}")
    return (
        Line(line.number, element[2]) if element[1].upper() in ("P", "TEXT", "LP") else marked(line, "debris", "markup")
    )


def mark_fields(lines: Lines) -> tuple[Lines, Fields]:
    """Lines such as `Title: …`, `Source: NATO, https://…`, `Date: 8 March 2023`; the first of a kind counts."""
    out, fields = list(lines), Fields()
    tail_indices = set(tail(lines, _TAIL))
    for index in sorted({*head(lines, _HEAD), *tail_indices}):
        line = lines[index]
        match = _NAMED.fullmatch(line.text)
        if match is None or len(line.text) > 300:
            continue
        name, value = match["name"].lower(), match["value"].strip()
        kind: Kind | None = None
        if name in ("title", "headline"):
            kind, fields = "title", _with(fields, title=fields.title or value)
        elif name in ("source", "via"):
            # A sentence after `Source:` is no name: a name is short and has no full stop at its end.
            if _URL.search(value) or (len(value.split()) <= 8 and not value.endswith((".", "?", "!", ":"))):
                kind = "source"
                fields = _with(fields, source=fields.source if fields.source.name else read_source(value))
        elif name in ("date", "date_time", "published"):
            day = date_line(value)
            if day is not None:
                kind, fields = "date", _with(fields, day=fields.day or day)
        elif name in ("author", "byline"):
            if len(value.split()) <= 8 and not value.endswith("."):
                kind, fields = "byline", _with(fields, author=fields.author or value)
        elif name in ("slug", "docno", "doctype", "docid", "keyword"):
            kind = "debris"
        if kind is not None:
            out[index] = marked(line, kind, f"{name}-field")
    return tuple(out), fields


_TAGS = re.compile(
    r"(?:tags|tagged(?: (?:with|as))?|topics?|keywords|labels|filed under|filed in|posted in|categor(?:y|ies)"
    r"|schlagwörter|schlagworte|themen|mots[- ]clés|etiquetas|taggar)\s*:\s+(?P<value>\S.*)",
    re.I,
)
_HASHTAGS = re.compile(r"#[^\W\d]\w*(?:[\s,]+#[^\W\d]\w*)+")
_BETWEEN_TAGS = re.compile(r"\s*[,;|•·]\s*|\s+#")


def mark_tags(lines: Lines) -> tuple[Lines, tuple[str, ...]]:
    """Lines of tags (`Tags: NATO, ammunition`, `#NATO #Ukraine`) above or below the prose, never in between."""
    prose = [i for i, line in enumerate(lines) if line.is_text and is_prose(line.text)]
    first, last = (prose[0], prose[-1]) if prose else (0, -1)
    found: list[str] = []
    out = list(lines)
    for index, line in enumerate(lines):
        if first <= index <= last or not line.is_text:
            continue
        tags = _tags_of(line.text)
        if tags:
            found += [tag for tag in tags if tag not in found]
            out[index] = marked(line, "debris", "tag-list")
    return tuple(out), tuple(found)


def _tags_of(text: str) -> list[str]:
    """The tags that the line lists; none where an item is too long for a tag, or the line ends as a sentence does."""
    match = _TAGS.fullmatch(text)
    if len(text) > 400 or text.endswith((".", "?", "!", ":")) or not (match or _HASHTAGS.fullmatch(text)):
        return []
    items = [item.strip(" #") for item in _BETWEEN_TAGS.split(match["value"] if match else text)]
    return [] if any(len(item.split()) > 5 for item in items) else [item for item in items if item]


def _with(fields: Fields, **changes: object) -> Fields:
    return msgspec.structs.replace(fields, **changes)


def read_source(text: str) -> Source:
    """`NATO, https://…`, `NATO (https://…)`, `NATO <https://…>`, a name or an address alone."""
    found = _URL.search(text)
    if found is None or not host_of(found.group()):
        return Source(text.strip(" ,;"))
    address = found.group()
    if address.count("(") > address.count(")") and text[found.end() : found.end() + 1] == ")":
        address += ")"
    # `EDA <https://…>`, `EDA (https://…)`, `[EDA](https://…)`: the brackets are not the name's.
    before = text[: found.start()].rstrip(" ,;:<([–—-|")
    if before.startswith("[") and before.endswith("]"):
        before = before[1:-1]
    after = text[found.start() + len(address) :].lstrip(" ,;:>)].–—-|")
    name = f"{before} {after}".strip(" ,;:–—-|")
    return Source(name or host_of(address), address)


def host_of(url: str) -> str:
    """The host of an address without `www.`; "" for what only looks like an address (`http://[`)."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def mark_addresses(lines: Lines) -> tuple[Lines, str]:
    """An address alone on one of the first or last lines is where the text comes from."""
    url = ""
    out = list(lines)
    for index in [*head(lines, _TAIL), *tail(lines, _TAIL)]:
        address = lines[index].text.strip("<>()[] .,;")
        if url or not _URL.fullmatch(address.rstrip("/")):
            continue
        if host_of(address):
            out[index] = marked(lines[index], "source", "address")
            url = address
    return tuple(out), url


_CRAWL_DATE = re.compile(r"date:?\s+\d{4}-\d{2}-\d{2}\b", re.I)
_SAYS_PUBLISHED = re.compile(r"(?:first )?(?:published|posted|released|issued|date)\b", re.I)
_OPENING = 100  # words of text after which a date line tells of the page and not of the article


def mark_dates(lines: Lines) -> tuple[Lines, dt.date | None]:
    """Date lines among the first lines; the first one is the article's date.

    A headline with a date glued to its end is cut in two. A line that begins `date 2023-03-08` is what a program
    wrote above the page: what follows the date there is the page's, and not looked at.
    """
    day: dt.date | None = None
    out, words = lines, 0
    for index in list(head(lines, _HEAD)):
        line = lines[index]
        if _CRAWL_DATE.match(line.text) and len(line.text) < 200:
            found = find_dates(line.text)[:1]
            if found:
                day = day or found[0].day
                out = replaced(out, index, marked(line, "date", "date-above-page"))
        elif words > _OPENING and not _SAYS_PUBLISHED.match(line.text):
            continue  # the day on which the page was printed, or last looked at
        elif (own := date_line(line.text)) is not None:
            day = day or own
            out = replaced(out, index, marked(line, "date", "date-line"))
        elif (own := place_and_date(line.text)) is not None and _stands_alone(lines, index):
            day = day or own
            out = replaced(out, index, marked(line, "date", "place-and-date"))
        words += len(line.text.split())
    return _glued_to_headline(out, day)


def _stands_alone(lines: Lines, index: int) -> bool:
    """Whether the line is neither a piece of a wrapped paragraph nor the text's only headline."""
    width = wrap_width(blocks(lines))
    text = lines[index].text
    above = lines[index - 1] if index else None
    below = lines[index + 1] if index + 1 < len(lines) else None
    if above is not None and above.is_text and is_broken(above.text, text, width):
        return False
    if below is not None and below.is_text and is_broken(text, below.text, width):
        return False
    first, second, *_ = [*head(lines, 2), -1, -1]
    return index != first or (second != -1 and looks_like_headline(lines[second].text))


def _glued_to_headline(lines: Lines, day: dt.date | None) -> tuple[Lines, dt.date | None]:
    first = next(head(lines, 1), None)
    if first is None or len(lines[first].text) >= 250:
        return lines, day
    line = lines[first]
    glued = trailing_date(line.text)
    if glued is None or len(line.text[: glued.start].split()) < 4:
        return lines, day
    pieces = (
        Line(line.number, line.text[: glued.start].strip(" |•·-–—")),
        Line(line.number, line.text[glued.start :], "date", "date-glued-to-headline"),
    )
    return replaced(lines, first, *pieces), day or glued.day
