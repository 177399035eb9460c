"""What a text says of itself by name: fields (`Headline: …`, `Source: …`), lists of tags, addresses."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from digest.seeds import data
from digest.seeds.label.lines import Kind, Line, Lines, head, mark, marked, tail
from digest.seeds.read.stated import Fields, Source
from digest.seeds.words.dates import Span, date_line
from digest.seeds.words.hosts import host_of
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.outlets import outlet
from digest.seeds.words.publisher_names import domain_label
from digest.seeds.words.sentences import is_prose

_HEAD = 12  # lines of text in which fields and date lines are looked for
_TAIL = 6


_ELEMENT = re.compile(r"<([A-Z][A-Z0-9_-]*)(?:\s[^<>]*)?>\s*(.*?)\s*</\1>", re.I)
_TAGS_ONLY = re.compile(r"(?:</?[A-Z][A-Z0-9_-]*(?:\s[^<>]*)?>\s*)+", re.I)
_NEWSWIRE = re.compile(r"</?(?:DOC|TEXT|HEADLINE|BODY|DOCNO)>", re.I)
_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "titel", "titre", "título", "rubrik", "subject"),
    "source": (
        "source",
        "via",
        "quelle",
        "fuente",
        "källa",
        "publisher",
        "publication",
        "originally published by",
        "published by",
    ),
    "date": (
        "date",
        "date_time",
        "published",
        "pubdate",
        "dc:date",
        "publication date",
        "posted",
        "load-date",
        "issued",
        "datum",
        "fecha",
    ),
    "author": (
        "author",
        "byline",
        "dc:creator",
        "creator",
        "reporter",
        "writer",
        "autor",
        "autorin",
        "auteur",
        "författare",
    ),
    "link": ("link", "url", "permalink"),
    "other": (
        "slug",
        "docno",
        "doctype",
        "docid",
        "guid",
        "keyword",
        "dateline",
        "voiced at",
        "accession number",
        "word count",
    ),
    # Too common in prose to be one unless other fields stand beside it.
    "beside": ("category", "comments", "section", "type", "number", "content", "language", "length", "edition"),
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names}
_NAME = "|".join(sorted(map(re.escape, _FIELD_OF), key=len, reverse=True))
_NAMED = re.compile(rf"(?P<name>{_NAME})\s*(?:[:=]\s+|:(?=\S)|=(?=\S))(?P<value>\S.*)", re.I)
_ISSUED = re.compile(
    r"\(?source:\s*(?P<name>[^;()]{2,80}?);\s*(?:issued|published|posted|dated|released)\s+(?P<date>[^()]{4,40}?)\)?",
    re.I,
)
_URL = re.compile(r"https?://[^\s<>\"”]+[^\s<>\"”.,;:)\]]", re.I)


def mark_newswire(lines: Lines) -> Lines:
    """Old SGML newswire: `<HEADLINE>…</HEADLINE>` becomes `HEADLINE: …`; lines of tags alone are boilerplate."""
    if not any(_NEWSWIRE.match(line.text) for line in lines):
        return lines
    return tuple(_without_tags(line) for line in lines)


def _without_tags(line: Line) -> Line:
    if not line.is_text or not line.text.startswith("<"):
        return line
    element = _ELEMENT.fullmatch(line.text)
    if element is None:
        return marked(line, "boilerplate", "markup") if _TAGS_ONLY.match(line.text) else line
    if _NAMED.fullmatch(f"{element[1]}: {element[2] or '-'}"):
        return Line(line.number, f"{element[1]}: {element[2]}")
    return (
        Line(line.number, element[2])
        if element[1].upper() in ("P", "TEXT", "LP")
        else marked(line, "boilerplate", "markup")
    )


def mark_fields(lines: Lines, lexicon: Lexicon) -> tuple[Lines, Fields]:
    """Lines such as `Title: …`, `Source: NATO, https://…`, `Date: 8 March 2023`; the first of a kind counts."""
    out, fields = list(lines), Fields()
    top = frozenset(head(lines, _HEAD))
    for index in sorted({*top, *tail(lines, _TAIL)}):
        line = lines[index]
        if len(line.text) > 300 or not _COLON.search(line.text):
            continue
        found = _issued(line.text, lexicon) or _field(line.text, lexicon)
        if found is not None:
            kind, rule, more = found
            if rule == "beside-field" and not _touches_field(out, index):
                continue
            if kind == "title" and (index not in top or any(is_prose(above.text) for above in lines[:index])):
                continue  # a field of what stands below the text
            out[index] = marked(line, kind, rule)
            fields = fields.filled_from(more)
    return tuple(out), fields


_COLON = re.compile("[:=]")
_FEW = 5  # words of a list of publishers


def _touches_field(lines: Sequence[Line], index: int) -> bool:
    above = next((line for line in reversed(lines[:index]) if line.text), None)
    return above is not None and above.rule.endswith("-field")


def _issued(text: str, lexicon: Lexicon) -> tuple[Kind, str, Fields] | None:
    """`(Source: Prime Minister of Australia; issued October 26, 2019)`."""
    match = _ISSUED.fullmatch(text)
    span = date_line(match["date"], lexicon) if match else None
    if match is None or span is None:
        return None
    return "source", "source-field", Fields(day=span.day, other_day=_other(span), source=Source(match["name"].strip()))


def _other(span: Span) -> dt.date | None:
    return None if span.is_usual else span.other


def _field(text: str, lexicon: Lexicon) -> tuple[Kind, str, Fields] | None:
    """What a line with a field's name says; None if it is prose."""
    match = _NAMED.fullmatch(text)
    if match is None:
        return None
    field, value = _FIELD_OF[match["name"].lower()], match["value"].strip()
    rule = f"{field}-field"
    words = value.split()
    if field == "title":
        return "title", rule, Fields(title=value)
    if field == "source":
        return _source_field(value, rule, lexicon)
    if field == "date":
        span = date_line(value, lexicon)
        return ("date", rule, Fields(day=span.day, other_day=_other(span))) if span else None
    if field == "author":
        return ("byline", rule, Fields(author=value)) if len(words) <= 8 and not value.endswith(".") else None
    if field == "link":
        return ("source", rule, Fields(source=Source(url=value))) if _URL.fullmatch(value) else None
    return ("boilerplate", rule, Fields()) if len(words) <= 12 and not value.endswith((".", "!", "?")) else None


def names_field(text: str, lexicon: Lexicon) -> bool:
    """Whether a line is `Headline: …`, `Source: …` or another field."""
    return len(text) <= 300 and _field(text, lexicon) is not None


def _source_field(value: str, rule: str, lexicon: Lexicon) -> tuple[Kind, str, Fields] | None:
    if _URL.search(value):
        return "source", rule, Fields(source=read_source(value))
    # A sentence after `Source:` is no name: a name is short, and has no full stop at its end.
    words = value.split()
    if outlet(value, lexicon):
        return "source", rule, Fields(source=Source(outlet(value, lexicon)))
    first, _, others = value.partition(",")  # `Quelle: example.de, abc/dpa`
    if others and len(words) <= _FEW and outlet(first, lexicon):
        return "source", rule, Fields(source=Source(outlet(first, lexicon)))
    if words[-1].casefold() in ("video", "photo", "foto", "images", "image"):
        return "caption", "credit-field", Fields()
    if value.casefold().startswith(("read ", "photo", "full ", "click ", "video", "image")):
        return "boilerplate", rule, Fields()
    if len(words) <= 8 and value.count(",") <= 1 and not value.endswith((".", "?", "!", ":")):
        if all(word[0].isupper() or len(word) < 4 or not word[0].isalpha() for word in words):
            return "source", rule, Fields(source=Source(value.strip(" ,;")))
        return "boilerplate", rule, Fields()  # `Source: Overview of all messages`
    return None


_TAGS = re.compile(
    r"(?:tags|tagged(?: (?:with|as))?|topics?|keywords|labels|filed under|etiketter|filed in|posted in|categor(?:y|ies)"
    r"|story ?lines?|archivado en|arkiverad under|classé dans|abgelegt unter"
    r"|schlagwörter|schlagworte|themen|mots[- ]clés|etiquetas|taggar)\s*:\s*(?P<value>\S.*)",
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
            out[index] = marked(line, "boilerplate", "tag-list")
    return tuple(out), tuple(found)


def _tags_of(text: str) -> list[str]:
    """The tags that the line lists; none where an item is too long for a tag, or the line ends as a sentence does."""
    match = _TAGS.fullmatch(text)
    if len(text) > 400 or text.endswith((".", "?", "!", ":")) or not (match or _HASHTAGS.fullmatch(text)):
        return []
    items = [item.strip(" #") for item in _BETWEEN_TAGS.split(match["value"] if match else text)]
    return [] if any(len(item.split()) > 5 for item in items) else [item for item in items if item]


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


def mark_addresses(lines: Lines) -> tuple[Lines, str]:
    """An address alone on one of the first or last lines is where the text comes from, if there is but one.

    Addresses of places where everybody has an account (a picture's, a short link's) are not looked at.
    """
    urls: dict[str, int] = {}
    for index in [*head(lines, _TAIL), *tail(lines, _TAIL)]:
        address = lines[index].text.strip("<>()[] .,;")
        if _URL.fullmatch(address.rstrip("/")) and domain_label(host_of(address)) not in data.outlets().hosts_of_others:
            urls.setdefault(address, index)
    if len(urls) != 1:  # a list of references
        return lines, ""
    ((url, index),) = urls.items()
    return (mark(lines, (index,), "source", "address"), url) if host_of(url) else (lines, "")
