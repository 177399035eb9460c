"""Who wrote the text, where no line that stays in it says so: told by the lines around the headline and below the text,
whatever they were taken for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from digest.seeds import data
from digest.seeds.label.bylines import is_of_words
from digest.seeds.label.lines import Line, Lines, mark
from digest.seeds.words.byline import (
    Byline,
    is_organisation,
    is_role,
    may_be_author,
    read_byline,
    read_names,
    tidy_byline,
    without_agencies,
    without_rank,
    without_role,
)
from digest.seeds.words.datelines import is_place
from digest.seeds.words.dates import date_line, find_dates, one_of, without_date_words
from digest.seeds.words.folding import folded
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.mentions import mentions
from digest.seeds.words.outlets import outlet
from digest.seeds.words.sentences import is_prose

_BELOW, _ABOVE = 14, 4  # rows below and above the headline in which the author is named
_PAST = 3  # rows behind the first sentence of the text, which may be a standfirst
_TAIL = 6  # rows below the last sentence
_NOTES = 15  # rows below it in which a note on the author stands
_LONGEST = 160  # characters of a line that names authors
_LONGEST_NOTE = 600  # and of one that tells of them
_NEXT = 6  # lines, empty ones too
_LIKELY = 0.5  # the probability that a line names the author


def mark_authors(lines: Lines, byline: Byline, lexicon: Lexicon) -> tuple[Lines, Byline]:
    """The authors that no byline names for sure, with the lines that name them marked.

    A name without `by` is sure where the page tells of it as an author's (`Ann Doe is a reporter`, `More from Ann Doe`)
    and the text does not; one that a note below the text alone names never is.
    """
    if byline.authors and byline.sure:
        return lines, byline
    places = _places_of(lines)
    if asked := next(_interviewers(lines, (*places.near, *places.below), lexicon), None):
        return mark(lines, (asked[0],), "byline", "interviewer"), _together(byline, asked[1])
    for index in (*places.near, *places.below):
        if found := _with_opener(lines[index], lexicon):
            return mark(lines, (index,), "byline", "byline"), _together(byline, found)
    if byline.authors:
        return lines, Byline(byline.authors, byline.publisher, _is_told_of(byline.authors[0], lines))
    bare = [(n, found) for n in places.near if (found := bare_byline(lines[n].text, lexicon))]
    bare = [(n, it) for n, it in bare if not (_is_subject(it.authors, n, lines) or is_of_words(it.authors, lines))]
    told = next(((n, it) for n, it in bare if _is_told_of(it.authors[0], lines)), None)
    if told is not None:
        index, found = told
        sure = Byline(found.authors, found.publisher)
        return mark(lines, (index,), "byline", "bare-name"), _together(byline, sure)
    for index, found in bare:
        is_near = index in places.between and (places.has_title or _beside_date(lines, index, lexicon))
        if is_near or lines[index].author > _LIKELY or find_dates(lines[index].text, lexicon):
            return mark(lines, (index,), "byline", "bare-name"), _together(byline, found)
    roles = {
        n for n in places.between if lines[n].is_text and _LONE_ROLE.fullmatch(lines[n].text) and is_role(lines[n].text)
    }
    lines = mark(lines, roles, "byline", "role-alone")
    noted = next((name for n in places.notes if (name := noted_author(lines[n].text, lexicon))), "")
    return lines, _together(byline, Byline((noted,), sure=False)) if noted else byline


_LONE_ROLE = re.compile(r"[A-ZÀ-Þ]\S*(?: [A-ZÀ-Þ]\S*){1,3}")  # `Times Staff Writer`, with the name gone


def _together(known: Byline, found: Byline) -> Byline:
    return Byline(found.authors, known.publisher or found.publisher, found.sure)


def _interviewers(lines: Lines, indices: Sequence[int], lexicon: Lexicon) -> Iterator[tuple[int, Byline]]:
    """Who asked the questions, where the text has some: `Interview: Ann Doe`."""
    asks = _asks()
    for index in indices:
        opener = asks.match(lines[index].text)
        if opener and sum(line.kind == "kept" and line.text.endswith("?") for line in lines) >= _QUESTIONS:
            found = read_names(tidy_byline(lines[index].text[opener.end() :].rstrip(".")), lexicon)
            if found and found.authors:
                yield index, found


_QUESTIONS = 3  # lines that an interview has of them


@cache
def _asks() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of(data.people().interviewers)})\s*[:–—-]?\s+(?=\S)", re.I)


class _Places(msgspec.Struct, frozen=True):
    """Indices of lines: `near` the headline, the best first, those `between` it and the text, those right `below` the
    text, and those in which a note on the author may stand."""

    near: tuple[int, ...]
    between: frozenset[int]
    below: tuple[int, ...]
    notes: tuple[int, ...]
    has_title: bool


def _places_of(lines: Lines) -> _Places:
    rows = [n for n, line in enumerate(lines) if line.text]
    title = max((row for row, n in enumerate(rows) if lines[n].kind == "title"), default=-1)
    prose = [row for row, n in enumerate(rows) if lines[n].is_text and is_prose(lines[n].text)]
    first = next((row for row in prose if row > title), len(rows))
    last = prose[-1] if prose else len(rows)
    start = title + 1 if title >= 0 else max(0, first - _ABOVE)
    between = rows[start : min(first, start + _BELOW)]
    behind = rows[first : first + _PAST] if first < start + _BELOW else []
    above = reversed(rows[max(0, start - 1 - _ABOVE) : max(0, start - 1)])
    return _Places(
        near=tuple(n for n in (*between, *behind, *above) if _may_name(lines[n])),
        between=frozenset(between),
        below=tuple(n for n in rows[last + 1 : last + 1 + _TAIL] if _may_name(lines[n])),
        notes=tuple(rows[last + 1 : last + 1 + _NOTES]),
        has_title=title >= 0 and first - title <= _BELOW,
    )


def _beside_date(lines: Lines, index: int, lexicon: Lexicon) -> bool:
    """Whether the line itself, or one of the next two above or below it, is one of date."""
    if find_dates(lines[index].text, lexicon):
        return True
    above = [line for line in reversed(lines[:index][-_NEXT:]) if line.text]
    below = [line for line in lines[index + 1 : index + 1 + _NEXT] if line.text]
    return any(line.kind == "date" or date_line(line.text, lexicon) is not None for line in (*above[:2], *below[:2]))


def _may_name(line: Line) -> bool:
    return (
        len(line.text) <= _LONGEST
        and line.kind not in ("title", "caption")
        and not (line.kind in ("kept", "deck") and is_prose(line.text))
        and not _QUOTED.match(line.text)
    )


_QUOTED = re.compile(r"[—–-].*\(@\w+\)")  # whose words a page shows from elsewhere: `— Ann Doe (@anndoe) March 8, 2023`


def _with_opener(line: Line, lexicon: Lexicon) -> Byline | None:
    found = read_byline(line.text, lexicon)
    return found if found and found.authors and not _MORE.match(line.text) else None


_MORE = re.compile(
    r"\W*(?:more|read|see|recent|other|weitere|mehr|plus|más|photos?|fotos?|images?|edited|editing)\b", re.I
)
_COLUMNS = re.compile(r"\s*[|•·/]\s*|\s[–—-]\s|\s{2,}|\t")


def bare_byline(text: str, lexicon: Lexicon) -> Byline | None:
    """The byline, never sure, that a line without an opener is: names with nothing beside them but dates, roles, places
    and outlets."""
    if len(text) > _LONGEST or not any(map(str.isupper, text[:40])):
        return None
    text = tidy_byline(text)
    for span in reversed(find_dates(text, lexicon)):
        text = f"{text[: span.start]} | {text[span.end :]}"
    parts = [part for part in map(_without_dates, _COLUMNS.split(text)) if part]
    if not parts or len(parts) > _MOST_PARTS:
        return None
    first = next((n for n, part in enumerate(parts) if names_of(part, lexicon)), None)
    if first is None or not all(_stands_beside(part, lexicon) for n, part in enumerate(parts) if n != first):
        return None
    others = [part for n, part in enumerate(parts) if n != first]
    others += [piece.strip() for piece in parts[first].split(",")[1:]]
    publisher = next((name for piece in others if not is_role(piece) and (name := outlet(piece, lexicon))), "")
    return Byline(names_of(parts[first], lexicon), publisher, sure=False)


_MOST_PARTS = 4


def _without_dates(part: str) -> str:
    return without_date_words(part).strip(" ,;:|/–—-")


def names_of(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """`Ann Doe and John Roe`, `Ann Doe, Staff Writer`, `Ann Doe Wellness Writer`; () for anything else."""
    text = without_agencies(text)
    parts = [part for part in re.split(r"\s*(?:,|&|\b(?:and|und|et|y|og|och|e|en)\b)\s*", text) if part]
    names: list[str] = []
    for part in parts:
        name = without_rank(part)
        if names and (
            is_role(part) or is_organisation(part, lexicon) or outlet(part, lexicon) or part in lexicon.agencies
        ):
            continue
        name = without_role(name)
        if not (may_be_author(name, lexicon) and not any(mentions(name))):
            return ()
        names.append(name)
    return tuple(names) if len(names) <= 4 else ()


def _stands_beside(part: str, lexicon: Lexicon) -> bool:
    return (
        date_line(part, lexicon) is not None
        or is_role(part)
        or is_organisation(part, lexicon)
        or is_place(part)
        or bool(outlet(part, lexicon))
        or len(part.split()) == 1
    )


def _is_told_of(name: str, lines: Lines) -> bool:
    """Whether a line of the page tells of somebody as an author: a note, a list of more by them, an address."""
    words = folded(name)
    own = re.compile(
        rf"(?:\b(?:by|von|par|por|from|about|follow|contact|über)\s+|@|mail:?\s+){re.escape(name)}\b", re.I
    )
    handles = ("@" + words.replace(" ", ""), words.replace(" ", ".") + "@", f"{words[0]}{words.split()[-1]}@")
    for line in lines:
        text = line.text
        if not text or len(text) > _LONGEST_NOTE or line.kind in ("title", "deck"):
            continue
        if _is_note(text, name) or own.search(text) or ("@" in text and any(h in text.casefold() for h in handles)):
            return True
    return False


def _is_subject(names: Sequence[str], at: int, lines: Lines) -> bool:
    """Whether headline or text name the person of line `at` elsewhere, or it does not begin with the name: it is whom
    they are about."""
    told = [
        f" {folded(line.text)} "
        for n, line in enumerate(lines)
        if (line.kind in ("title", "deck") or (line.kind == "kept" and is_prose(line.text)))
        and not (n == at and line.text.startswith(names[0]))
    ]
    return any(f" {folded(name)} " in text and not _is_note(text.strip(), name) for name in names for text in told)


def _is_note(text: str, name: str) -> bool:
    return folded(text[: len(name) + 40]).startswith(folded(name)) and _says().search(text) is not None


@cache
def _says() -> re.Pattern[str]:
    """What a sentence says that tells of an author."""
    professions = "|".join(data.people().professions)
    verbs = (
        r"is|was|has|ist|war|est|es|är|covers|writes|schreibt|berichtet|arbeitet|reports|joined|works|writes|verfasst"
    )
    return re.compile(
        rf"^\W*[\w.’' -]{{4,60}}?,?\s(?:{verbs})\b.{{0,200}}?\b(?:{professions}|joined|joining|berichtet|schreibt)\b",
        re.I,
    )


def noted_author(text: str, lexicon: Lexicon) -> str:
    """Whom a note below the text tells of: `Ann Doe is a reporter …`, `Ann Doe writes about ships`; "" for no note."""
    words = text.split()
    for count in (2, 3, 4):
        name = " ".join(words[:count]).rstrip(",")
        if len(words) > count + 2 and may_be_author(name, lexicon) and words[count][:1].islower():
            return name if _is_note(text, name) and not any(mentions(name)) else ""
    return ""
