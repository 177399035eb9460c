"""Authors: the line that names them, and what stands in it beside their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from digest.seeds import data
from digest.seeds.dates import date_line, find_dates, is_place
from digest.seeds.lines import Lines, head, marked, tail
from digest.seeds.paragraphs import blocks, is_broken, wrap_width
from digest.seeds.tags import mentions


class Byline(msgspec.Struct, frozen=True):
    """`authors` without rank and role; `publisher` where the line names one ("" if not).

    A desk without a name (`By Staff`, `by our correspondent`) is nobody: both stay empty. `sure` is False where
    nothing but its place tells that a name is the author's.
    """

    authors: tuple[str, ...] = ()
    publisher: str = ""
    sure: bool = True


_READING_TIME = re.compile(r"[\s|•·,-]*\b\d{1,2}[ -]?min(?:ute)?s?\b(?: read)?\s*$", re.I)
_TIME_AT_END = re.compile(r"[\s|•·,@-]*\b\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?\s*$|[\s|•·,–—-]+$", re.I)
_PARTS = re.compile(r"\s*(?:[|•·/]|\s[–—-]+\s)\s*")
_PEOPLE = re.compile(r"\s*(?:,\s*and\s|,|;|&|\band\b)\s*", re.I)
_AFTER_DATE = re.compile(r"(?:^|[\s|•·/,–—-])by\s+(?=\S)", re.I)
_PREPOSITION_AT_END = re.compile(r"\s+(?:on|at)$", re.I)
_COLUMNS = re.compile(r"\s*[|•·]\s*")
_NAME_WORD = re.compile(r"[A-ZÀ-ÞĀ-Ž][\w’'.-]*")


@cache
def _opener() -> re.Pattern[str]:
    names = sorted(data.people().openers, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, names))})\s*[:–—-]*\s+(?=\S)", re.I)


@cache
def _rank() -> re.Pattern[str]:
    ranks = sorted((re.escape(r).replace(r"\ ", r"\.?\ ") for r in data.people().ranks), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(ranks)})\.?\s+", re.I)


@cache
def _lowered(field: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in getattr(data.people(), field))


def read_byline(text: str) -> Byline | None:
    """The byline that `text` is; None if it is none, or holds anything that is not understood."""
    if len(text) > 200:
        return None
    opener = _opener().match(text)
    if opener is not None:
        return _read_names(text[opener.end() :])
    after = _AFTER_DATE.search(text)  # `Posted on 8 March 2023 by Ann Doe`
    if after is not None and date_line(text[: after.start()]) is not None:
        return _read_names(text[after.end() :])
    return None


def _read_names(text: str) -> Byline | None:
    text = _READING_TIME.sub("", text)
    dates = find_dates(text)
    if dates:
        if date_line(text[dates[0].start :]) is None:
            return None
        text = text[: dates[0].start]
    text = _PREPOSITION_AT_END.sub("", _TIME_AT_END.sub("", text).strip(" ,;:"))
    authors: list[str] = []
    publisher, is_desk = "", False
    for position, part in enumerate(_PARTS.split(text)):
        for piece in filter(None, _PEOPLE.split(part)):
            name = _without_rank(piece)
            if piece.casefold().strip(".") in _lowered("suffixes") and authors:
                authors[-1] = f"{authors[-1]} {piece}"
            elif _is_nameless_desk(piece) and not authors:
                is_desk = True
            elif desk := _publisher_of_desk(piece):
                authors.append(piece)
                publisher = publisher or desk
            elif _is_role(piece) and authors:
                continue
            elif _is_organisation(piece):
                publisher = publisher or piece
            elif is_name(name) and not publisher and position == 0:
                authors.append(name)
            elif not (authors or is_desk) or not _NAME_WORD.match(piece):
                return None  # a place or something else after the names is let go; before them it is doubt
    return Byline(tuple(authors), publisher) if authors or publisher or is_desk else None


def _without_rank(name: str) -> str:
    while (rank := _rank().match(name)) and rank.end() < len(name):
        name = name[rank.end() :]
    return name


def _is_nameless_desk(text: str) -> bool:
    """`Staff`, `our correspondent`, `the online desk`; not `The Example Times news desk`, which names a publisher."""
    words = text.strip(".").split()
    if words and words[0].casefold() in ("the", "our", "a"):
        words = words[1:]
    lower = " ".join(words).casefold()
    if not words or lower in _lowered("nameless"):
        return bool(words)
    *before, last = words
    plain = _lowered("desk_kinds") | data.section_words()
    return (
        last.casefold() in _lowered("desk_words")
        and len(before) <= 3
        and all(word.islower() or word.casefold() in plain for word in before)
    )


def _publisher_of_desk(text: str) -> str:
    lower = text.casefold()
    for desk in data.people().desks:
        if lower.endswith(f" {desk}") and text[:1].isupper():
            return text[: -len(desk)].strip()
    return ""


def _is_role(text: str) -> bool:
    lower = text.casefold().strip(".")
    return any(
        lower == role or lower.startswith(f"{role} ") or lower.endswith(f" {role}") for role in _lowered("roles")
    )


def _is_organisation(text: str) -> bool:
    words = text.split()
    known = data.people().organisations
    capitals = [word for word in words if word[0].isupper()]
    return text in data.people().agencies or (
        1 < len(words) <= 8 and len(capitals) * 2 > len(words) and any(word.strip(".,") in known for word in words[1:])
    )


def is_name(text: str) -> bool:
    """Whether `text` looks like a person's name: two to five words, capitalised but for particles."""
    words = text.split()
    if not 2 <= len(words) <= 5 or any(c.isdigit() for c in text):
        return False
    capitals = 0
    for word in words:
        lower = word.casefold().strip(".,")
        if lower in _lowered("not_names"):
            return False
        if lower in _lowered("suffixes") or (lower in _lowered("particles") and word.islower()):
            continue
        if not _NAME_WORD.fullmatch(word):
            return False
        capitals += 1
    # `Smith.` closes a sentence; `J.` and `Jr.` do not.
    closes = text.endswith(".") and words[-1].casefold().strip(".") not in _lowered("suffixes")
    return capitals >= 2 and not (closes and len(words[-1]) > 3)


def mark_byline(lines: Lines) -> tuple[Lines, Byline]:
    """Find the byline among the first or last lines.

    A publisher alone on the line under it (`American Forces Press Service`) belongs to it.
    """
    width = wrap_width(blocks(lines))
    for index in [*head(lines, 12), *tail(lines, 4)]:
        line = lines[index]
        above = lines[index - 1] if index else line
        if not line.is_text or (index and above.is_text and is_broken(above.text, line.text, width)):
            continue
        below = next((i for i in range(index + 1, len(lines)) if lines[i].text), None)
        taken, byline = [index], read_byline(line.text)
        if byline is None and below is not None and lines[below].is_text and _is_opener(line.text):
            taken, byline = [index, below], _read_names(lines[below].text)
        if byline is not None:
            return _with_publisher(_marked(lines, taken, "byline"), taken[-1], byline)
    return _mark_bare_name(lines)


def _is_opener(text: str) -> bool:
    return text.casefold().rstrip(" :–—-") in _lowered("openers")


def _marked(lines: Lines, indices: Sequence[int], rule: str) -> Lines:
    return tuple(marked(line, "byline", rule) if i in indices else line for i, line in enumerate(lines))


def _with_publisher(lines: Lines, index: int, byline: Byline) -> tuple[Lines, Byline]:
    below = next((i for i in range(index + 1, len(lines)) if lines[i].text), None)
    if byline.publisher or below is None or not lines[below].is_text or not _is_organisation(lines[below].text):
        return lines, byline
    name = lines[below].text
    lines = (*lines[:below], marked(lines[below], "source", "publisher-under-byline"), *lines[below + 1 :])
    return lines, Byline(byline.authors, name)


_PLACES_OF_BARE_NAMES = 4  # text lines from the top


def _mark_bare_name(lines: Lines) -> tuple[Lines, Byline]:
    """A name without `by`, below the headline: `Ann Doe | Exeter | 8 March 2023`, or alone beside the date line."""
    for index in list(head(lines, _PLACES_OF_BARE_NAMES))[1:]:
        name, *rest = _COLUMNS.split(lines[index].text)
        if not _may_be_author(name) or not all(map(_stands_beside_name, rest)) or _is_of_words(name, lines):
            continue
        if rest or _touches_date(lines, index):
            return _marked(lines, [index], "bare-name"), Byline((_without_rank(name),), sure=False)
    return lines, Byline()


def _may_be_author(text: str) -> bool:
    words = text.casefold().split()
    known = _lowered("not_authors") | data.section_words()
    return is_name(text) and len(words) <= 4 and known.isdisjoint(words) and not any(mentions(text))


def _is_of_words(name: str, lines: Lines) -> bool:
    """Whether the text has a word of `name` in lower case too: `Rising Costs` is a heading and not a person."""
    words = {word for line in lines if line.is_text for word in line.text.split()}
    return any(word.lower() in words for word in name.split())


def _stands_beside_name(text: str) -> bool:
    return date_line(text) is not None or _is_role(text) or _is_organisation(text) or is_place(text)


def _touches_date(lines: Lines, index: int) -> bool:
    above = next((line for line in reversed(lines[:index]) if line.text), None)
    below = next((line for line in lines[index + 1 :] if line.text), None)
    return any(line is not None and line.rule == "date-line" for line in (above, below))
