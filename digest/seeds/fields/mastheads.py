"""Evidence of who published a text: names that stand apart, at its top and foot and in its pages' heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from digest.seeds import data
from digest.seeds.fields.pieces import Piece, may_publish, piece_of
from digest.seeds.label.lines import Line, Lines
from digest.seeds.label.paragraphs import PAGE_HEADER
from digest.seeds.label.publisher_lines import COLUMNS, publisher_in
from digest.seeds.words.byline import Byline, is_nameless_desk, is_role, may_be_author, read_byline
from digest.seeds.words.dates import find_dates, find_month, is_date_word
from digest.seeds.words.lexicon import Lexicon, remembered
from digest.seeds.words.mentions import mentions
from digest.seeds.words.outlets import is_outlet
from digest.seeds.words.publisher_names import is_body, name_key, tidy_name
from digest.seeds.words.sentences import is_prose

_LONGEST, _MOST_WORDS = 120, 9  # characters of such a line, words of a name in it
_NEAR = 4  # lines with text above and below headline and first sentence; words of what says what a text is
_HEAD, _MENU = 8, 12  # lines with text that may be a letter's head; more of them above the article are a page's menu
_CAPITALISED, _IN_LOWER_CASE = 5, 3  # words of a name, so that it is no sentence
_FIRST = 2  # lines with text, at the top
_WORDS = 8  # of a line that was broken
_SMALL = 3  # letters of a word that a name may have in lower case
_LATIN = "\u0400"  # after which scripts begin whose languages write names in lower case, but for the first word
_SHORT_NAME = re.compile(r"\s*\([A-ZÀ-ÞА-ЯЄІЇҐ]{2,8}\)$")


class _Row(msgspec.Struct, frozen=True):
    """A line in columns: the `names` in it, those of publishers first, and what stands beside them. `dated`: a date;
    `numbered`: the number of an issue, or what kind of text it is; `signed`: an author. `set_off`: by a mark; a place
    has a comma."""

    names: tuple[str, ...]
    dated: bool
    numbered: bool
    signed: bool
    set_off: bool

    @property
    def is_beside(self) -> bool:
        """Whether it may stand beside the line that names who issues the text."""
        return (self.dated or self.numbered) and not self.names


class _Place(msgspec.Struct, frozen=True):
    """Where a line stands: `near` the text, `first` on a page without a menu, in a letter's `head`; or below."""

    near: bool
    first: bool
    head: bool
    below: bool


def set_apart(lines: Lines, byline: Byline, lexicon: Lexicon) -> Iterator[Piece]:
    """The names that stand apart, each by the kind of its place."""
    text = [line for line in lines if line.text]
    prose = [n for n, line in enumerate(text) if line.kind in ("kept", "deck") and _is_text(line.text)]
    first, last = (prose[0], prose[-1]) if prose else (len(text), len(text))
    near = _near(text, first, last)
    authors = {name_key(author) for author in byline.authors if byline.sure}
    heads = {n for n, line in enumerate(text) if line.rule == PAGE_HEADER}
    own = {n for n, line in enumerate(text) if line.kind == "source"} | heads
    edges = {*range(min(_MENU, first)), *range(max(last + 1, len(text) - _MENU), len(text))}
    outside = {n for n in near if not first <= n <= last and n < len(text)}
    rows = {n: _row(text[n], lexicon) for n in sorted(own | edges | outside) if _may_stand(text[n])}
    top = next((n for n, row in rows.items() if row.names), _FIRST)
    for n, row in rows.items():
        line = text[n]
        around = (rows[other] for other in range(n - 2, n + 4) if other in rows)
        is_head = n < _HEAD and any(other.is_beside for other in around)
        place = _Place(n in near or n in heads, n == top < _FIRST and first <= _MENU, is_head, n > last)
        if line.kind == "source" and (name := publisher_in(line.text, lexicon)):
            is_sure = is_body(name) or name.startswith("The ") or "/" in name
            kind = "alone/menu" if not place.near else "alone" if is_sure else "alone/section"
            yield piece_of(kind, name, lexicon, line.number)
        for name in [name for name in row.names if name_key(name) not in authors][:1]:
            kind, ambiguous = _kind(name, row, place, lexicon)
            if kind and (line.kind != "title" or row.numbered or (row.dated and _says(name, lexicon))):
                yield piece_of(kind, name, lexicon, line.number, ambiguous=ambiguous)


def _kind(name: str, row: _Row, place: _Place, lexicon: Lexicon) -> tuple[str, bool]:
    """The kind of evidence that a name is in its place, "" for none; and whether it may be anybody's."""
    says = _says(name, lexicon)
    is_person = _is_person(name, lexicon)
    if row.dated or row.numbered:
        is_name = says or _is_title_like(name) or (row.numbered and len(name.split()) < _IN_LOWER_CASE)
        kind = "imprint" if row.set_off else "imprint/comma"
        return kind if is_name and place.near else "", is_person and not row.numbered
    if row.signed or len(row.names) > 1:
        return "byline/beside" if says and row.signed and place.near and not place.below else "", False
    if place.below:
        return "masthead/foot", not says
    if place.head and is_body(name):
        return "letterhead", False
    if place.first and (says or (_is_title_like(name) and len(name.split()) > 1 + is_person)):
        return "masthead/first", False
    return "masthead", not says


@remembered
def _says(name: str, lexicon: Lexicon) -> bool:
    """Whether a name says by itself that it is a publisher's."""
    return is_outlet(name, lexicon) or is_body(name)


def _is_title_like(name: str) -> bool:
    """Whether two to five words are all capitalised that are not small, what is no sentence; in a script that writes
    names in lower case, two or three words."""
    words = [word for word in name.split() if len(word) > _SMALL]
    if name[0] > _LATIN:
        return 1 < len(words) <= _IN_LOWER_CASE
    return 1 < len(words) <= _CAPITALISED and all(word[0].isupper() for word in words) and not name.isupper()


def _is_text(text: str) -> bool:
    return is_prose(text) or text.count(" ") >= _WORDS


def _near(text: Sequence[Line], first: int, last: int) -> frozenset[int]:
    """Where a publisher's name belongs to the article and not to the page's menu: close above the headline, down to the
    first sentence, and below the last."""
    title = next((n for n, line in enumerate(text) if line.kind == "title"), None)
    start = max(0, (first if title is None else min(title, first)) - _NEAR)
    stop = max(first, start + 2 * _NEAR if title is None else title + _NEAR)
    return frozenset((*range(start, stop), *range(last + 1, last + 1 + _NEAR)))


def _may_stand(line: Line) -> bool:
    is_short = len(line.text) <= _LONGEST and not is_prose(line.text)
    return is_short and line.kind != "caption" and line.rule not in data.phrases()


@cache
def _issue() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(data.outlets().issues, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{words})\.?\s?#?\d[\d./-]*(?!\w)|(?<!\w)\d{{1,3}}/(?:19|20)\d\d(?!\w)", re.I)


def _row(line: Line, lexicon: Lexicon) -> _Row:
    names: list[str] = []
    people: list[bool] = []
    dated = numbered = set_off = False
    for column in COLUMNS.split(line.text):
        undated = _without_dates(column, lexicon)
        rest = _issue().sub(" ", undated)
        dated |= undated != column
        numbered |= rest != undated
        parts = rest.split(", ")
        apart = line.kind == "byline" or _is_person(parts[0], lexicon)  # `Ann Doe, Example Times`
        for part in parts if apart else (rest,):
            name = tidy_name(_SHORT_NAME.sub("", " ".join(part.split())).strip(" :;"))
            people.append(_is_person(name, lexicon))
            if _says_what(name) and not is_outlet(name, lexicon):
                numbered = True
            elif _may_be_name(name, lexicon):
                names.append(name)
                set_off |= rest == column
    names.sort(key=lambda name: not _says(name, lexicon))
    return _Row(tuple(names), dated, numbered, any(people) and len(people) > 1, set_off)


@remembered
def _is_person(name: str, lexicon: Lexicon) -> bool:
    if _says(name, lexicon):
        return False
    return may_be_author(name, lexicon) or read_byline(name, lexicon) is not None


def _without_dates(text: str, lexicon: Lexicon) -> str:
    month = find_month(text, lexicon)
    for span in reversed(find_dates(text, lexicon) or ((month,) if month else ())):
        text = f"{text[: span.start]} {text[span.end :]}"
    return text


def _says_what(text: str) -> bool:
    """`Policy Brief`, `Half-Year Report`, `Pressestelle`: words that say what a text is."""
    words = re.findall(r"\w+", text.casefold())
    return 0 < len(words) <= _NEAR and not data.outlets().documents.isdisjoint(words)


def _may_be_name(name: str, lexicon: Lexicon) -> bool:
    words = name.split()
    if not 0 < len(words) <= _MOST_WORDS or len(name) < _SMALL or not (name[0].isupper() or name[0].isdigit()):
        return False
    if name[-1] in ".?!…" or any(c in name for c in ":;?!>@›/") or not any(c.isalpha() for c in words[0]):
        return False
    if is_date_word(words[0]) and not any(word[0].isupper() for word in words[1:2]):
        return False  # `Updated 3 hours ago`
    if is_nameless_desk(name, lexicon) or is_role(name) or not may_publish(name, lexicon):
        return False
    if is_outlet(name, lexicon):
        return True
    places = {name_key(tag) for tag in mentions(name) if data.tag_kinds().get(tag) == "place"}
    is_place = bool(places) and (len(words) == 1 or name_key(name) in places)
    is_glued = _GLUED.search(name) or _TIME.search(name)
    is_titled = any(word in data.forces().titles for word in words[:-1])  # `Minister Ann Doe`
    return not (is_place or is_glued or is_titled or read_byline(name, lexicon))


_GLUED = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]")  # `NewsLocal News`
_TIME = re.compile(r"\d[.:h]\d\d|\d\s?[ap]m\b", re.I)
