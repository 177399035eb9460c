"""The signs that a text is shown with, in the place of those that it was typed with.

Quotation marks and apostrophes; spaces that do not break between a number and what it counts, in dates and, in French,
around punctuation; hyphens that do not break in designators such as F-35. Nothing else changes: no letter, no code and
no address, and a text that has these signs already stays as it is. Where it is not plain what was meant, what was typed
stays.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from itertools import accumulate, groupby
from typing import NamedTuple

from digest.typography.quotes import BLOCK, Edit, quote_edits
from digest.typography.signs import (
    DOTTED,
    GROUPED,
    JOINED,
    LEADS,
    MONTH_FIRST,
    MONTHS,
    MONTHS_WITH_DE,
    NO_DESIGNATORS,
    QUOTES,
    UNITS,
)

NO_BREAK, NARROW, HYPHEN = "\xa0", "\u202f", "\u2011"


class Signs(NamedTuple):
    """What is looked for in the texts of a language, and what is put there."""

    quotes: tuple[str, ...]  # around a quotation, and around one within it
    joined: str  # words of one letter that are written together with the next
    wanted: re.Pattern[str]  # what a text must have for anything to change
    spaces: re.Pattern[str]  # those behind a number and before what it counts, in group 1; and those before a number
    leads: frozenset[str]  # words that are not parted from the number behind them
    months: frozenset[str]  # nor are these from a day
    is_french: bool


@lru_cache(maxsize=32_768)  # more than the titles and summaries of 10,000 articles
def set_text(text: str, language: str) -> str:
    """A plain text of one paragraph, such as a title, with the signs of its language (a BCP 47 tag).

    It is kept for the pages that show it again: 0.2 µs instead of 5.
    """
    signs = signs_of(language)
    if signs.wanted.search(text) is None:
        return text
    return _edited(text, 0, len(text), _edits(text, signs))


def set_html(html: str, language: str) -> str:
    """HTML with what it says between its tags set as `set_text` does, each paragraph for itself. What is in elements of
    code and the like stays as it is, and so does a span of the class as-typed."""
    signs = signs_of(language)
    pieces = _TAG.split(html)  # a text, a tag, a text …
    if "&" in html:
        pieces[::2] = [_REFERENCE.sub(_sign, piece) if "&" in piece else piece for piece in pieces[::2]]
    parts = pieces.copy()
    parts[1::2] = map(_stands_for, pieces[1::2])
    text = "".join(parts)
    edits = _edits(text, signs) if signs.wanted.search(text) else []
    if not edits:
        return html
    ends = [*accumulate(map(len, parts))]
    for n, those in groupby(edits, key=lambda edit: bisect(ends, edit[0])):
        pieces[n] = _edited(text, ends[n] - len(parts[n]), ends[n], those)
    return "".join(pieces)


def _edited(text: str, start: int, end: int, edits: Iterable[Edit]) -> str:
    """A part of the text with its edits, which are in their order."""
    pieces: list[str] = []
    for place, sign in edits:
        pieces += (text[start:place], sign)
        start = place + 1
    return "".join((*pieces, text[start:end]))


# ---------------------------------------------------------------------------------------------------------------- HTML

ASIDE, OBJECT = "\x1f", "\ufffc"
"""Stand, beside BLOCK, for tags in the text: for those that part what they hold from the text around, and for what is
no text. XML forbids the first, so no source has it."""

_INLINE = "a abbr b bdi bdo big cite data del dfn em font i ins label mark q s small span strike strong time u wbr"
_PARTED = "br rp rt ruby sub sup"
_OBJECTS = "audio button canvas code img input kbd math object picture samp select svg tt var video"
_STANDS_FOR = {
    name: sign for names, sign in ((_INLINE, ""), (_PARTED, ASIDE), (_OBJECTS, OBJECT)) for name in names.split()
}
_LEFT_ALONE = (
    *("code", "pre", "kbd", "samp", "tt", "var", "script", "style", "svg", "math", "textarea", "template", "noscript"),
    *("iframe", "title"),
)
_TO_ITS_END = r"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+(?:>|["'].*+|\Z)"""
"""The rest of a tag; of one that is not closed all that follows, as browsers read it."""

_TAG = re.compile(
    "("
    + "".join(rf"<{name}(?=[\s/>]){_TO_ITS_END}.*?(?:</{name}\s*+>|\Z)|" for name in _LEFT_ALONE)
    + rf'<span class="as-typed"{_TO_ITS_END}.*?(?:</span\s*+>|\Z)|'
    rf"<!--.*?(?:-->|\Z)|</?+[a-zA-Z!?]{_TO_ITS_END}"
    ")",
    re.DOTALL | re.IGNORECASE,
)
_NAME = re.compile(r"</?+([a-zA-Z][a-zA-Z0-9]*+)")
_REFERENCE = re.compile(r"&(?:nbsp|quot|apos|#(?:160|34|39|[xX](?:[aA]0|22|27)));")


def _sign(reference: re.Match[str]) -> str:
    return unescape(reference[0])


@lru_cache(maxsize=512)
def _stands_for(tag: str) -> str:
    """What takes the place of a tag, or of an element that is left alone, in the text."""
    name = _NAME.match(tag)
    if name is None:
        return ""  # a comment
    return OBJECT if tag.startswith('<span class="as-typed"') else _STANDS_FOR.get(name[1].lower(), BLOCK)


# ------------------------------------------------------------------------------------------------------------ the edits

_CAPITAL = "A-ZА-ЯЁІЇЄҐ"


@lru_cache(maxsize=64)
def signs_of(language: str) -> Signs:
    """The signs of a language, by the most that is known of its BCP 47 tag."""
    parts = language.split("-")
    short = parts[0].lower()
    known = ("-".join((short, *parts[1:n])) for n in range(len(parts), 0, -1))
    quotes = QUOTES[next((name for name in known if name in QUOTES), "")].split()
    wanted = rf"[\"'0-9]|-[{_CAPITAL}](?!\w)"
    if is_french := short == "fr":
        wanted += "| [;:!?»]|« "
        quotes = [f"{quotes[0]}{NARROW}", f"{NARROW}{quotes[1]}", *quotes[2:]]
    return Signs(
        quotes=tuple(quotes),
        joined=JOINED.get(short, ""),
        wanted=re.compile(wanted),
        spaces=_spaces_by_numbers(short, language),
        leads=frozenset(LEADS.split()),
        months=frozenset(MONTHS[short].split() if short in MONTH_FIRST.split() else ()),
        is_french=is_french,
    )


def _spaces_by_numbers(short: str, language: str) -> re.Pattern[str]:
    months = MONTHS.get(short, "").split()
    if short in MONTHS_WITH_DE.split():
        months += [f"de_{month}" for month in months]
    months += {month[:size] for month in months for size in (3, 4) if month[:3] != "de_"}
    after = _one_of((*UNITS.split(), *months))
    if {short, language} & {*GROUPED.split()}:
        after += "|[0-9]{3}(?![0-9])(?<![0-9]{4} [0-9]{3})"
    ordinal = rf"|(?<=[0-9]\. )(?={_one_of(months)})" if short in DOTTED.split() and months else ""
    return re.compile(rf" (?:((?<=[0-9] )(?={after}){ordinal})|(?=[0-9]))")


def _one_of(words: Iterable[str]) -> str:
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\*", r"\w*").replace("_", " ") for word in longest) + r")(?!\w)"


def _edits(text: str, signs: Signs) -> list[Edit]:
    """What is put into a text, in its order."""
    text = text.replace("\n", " ")
    edits: dict[int, str] = {}
    has_quotes, has_hyphens = '"' in text or "'" in text, "-" in text
    hyphens = list(_designator_hyphens(text)) if has_hyphens else []
    if has_quotes or hyphens:
        left = {at for start, end in _addresses(text) for at in range(start, end)}
        edits.update((at, HYPHEN) for at in hyphens if at not in left)
        if has_quotes:
            edits.update(quote_edits(text, signs.quotes, signs.joined, left))
    edits.update(_spaces(text, signs))
    return sorted(edits.items())


def _spaces(text: str, signs: Signs) -> Iterator[Edit]:
    for found in signs.spaces.finditer(text):
        at = found.start()
        if found[1] is not None:
            is_narrow = signs.is_french and (text[at + 1] in "%‰" or text[at + 1].isdigit())
            yield at, NARROW if is_narrow else NO_BREAK
            continue
        before = text[max(at - _LONGEST, 0) : at].split()
        word = before[-1].lstrip(_AROUND) if before else ""
        if word in signs.leads or (word in signs.months and _DAY.match(text, at + 1)):
            yield at, NO_BREAK
    if signs.is_french:
        for found in _HIGH.finditer(text):
            yield found.start(), NARROW


_DAY = re.compile(r"[0-9]{1,2}(?![0-9]|[.,][0-9])")
_HIGH = re.compile(r" (?:(?=[!?»]|[;:](?!-?[()DPp/|]))|(?<=« ))")
"""The spaces of French punctuation; not that before a smiling face."""

_HYPHEN = re.compile(
    rf"-(?:(?=[0-9]{{1,4}}(?:[{_CAPITAL}]\w{{0,3}}|[a-z]{{1,2}})?(?![\w%°]|[.,:][0-9]))(?![0-9]+-[0-9])|(?=[{_CAPITAL}](?!\w)))"
)
"""A hyphen before a number, which may end in letters, or before a single capital."""

_NAME_BEFORE = re.compile(rf"(?:^|(?<=[^\w.]))[0-9]{{0,4}}[{_CAPITAL}]\w{{0,11}}$")
_WORDS = frozenset(NO_DESIGNATORS.split())
_LONGEST = 15
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?!\w)")


def _designator_hyphens(text: str) -> Iterator[int]:
    """The hyphens of names such as F-35, Su-57, IRIS-T and AIM-9X-2: not those of words, dates, scores and numbers of
    telephones."""
    last = -1
    for found in _HYPHEN.finditer(text):
        at = found.start()
        before = text[max(at - _LONGEST, 0) : at]
        name = _NAME_BEFORE.search(before)
        if name is None:
            continue
        word = name[0]
        beside = at - len(word) - 1
        if beside >= 0 and text[beside] == "-" and beside != last:
            continue
        is_year = _YEAR.match(text, at + 1) and not (word.isupper() and len(word) < 5)
        if word not in _WORDS and not is_year and (len(word) > 1 or text[at + 1].isdigit()):
            yield (last := at)


_ADDRESS_SIGN = re.compile(r"[@\\_#~:/.](?:(?<=[@\\_#~])|(?<=:)(?=/)|(?<=(?<!\w)/)|(?<=\.)(?=[0-9]?[a-z]))")
"""It begins with one set of signs, so that a text is searched in a third of the time."""

_WORD = re.compile(r"\S+")
_AROUND = "([{<\"'“”„‘’‚«»‹›.,;:!?)]}>…" + NARROW
_ADDRESS = re.compile(
    r"://|^(?:mailto|tel|www\.)|^[@#~./]*[@#~/]\w|\w@\w|\\|\w_|\w\.(?=[0-9]?[a-z])[a-z0-9]{2,}(?:[/:?#]|$)"
)


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where the text has addresses, handles, and names of files."""
    done = 0
    for sign in _ADDRESS_SIGN.finditer(text):
        if sign.start() < done:
            continue
        start = text.rfind(" ", done, sign.start()) + 1 or done
        done = text.find(" ", sign.end())
        done = done if done >= 0 else len(text)
        for found in _WORD.finditer(text, start, done):
            word = found[0].strip(_AROUND)
            if _ADDRESS.search(word):
                first = found.start() + found[0].index(word)
                yield first, first + len(word)
