"""Names that no gazetteer needs to list, since a word before them says what they are: ships (`USS Mason`), operations
(`Operation Aspides`) and persons (`Capt. Ann Doe`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from digest.seeds import data
from digest.seeds.words.gazetteer import BREAK, words_of

_CAPITALISED = r"[^\W\d_a-zà-öø-ÿ][\w'’-]*"
# A headline's next word may have a capital too: these end a name.
_ENDS = frozenset(
    (
        *("Carrier", "Strike", "Group", "Amphibious", "Ready", "Expeditionary", "Battle", "Class", "Sailors", "Crew"),
        *("Commander", "Captain", "Capt", "And", "The", "In", "On", "At", "To", "For", "As", "By", "With", "From"),
        *("Against", "Near", "After", "During", "Will", "Is", "Has", "Was", "Are", "Center", "Centre", "Command"),
        *("Returns", "Return", "Arrives", "Departs", "Deploys", "Conducts", "Visits", "Completes", "Joins", "Fires"),
        *("Launches", "Shoots", "Sails", "Leaves", "Enters", "Begins", "Participates", "Transits", "Hosts", "Holds"),
        *("Receives", "Makes", "Continues", "Ends", "Starts", "Kills", "Targets", "Room"),
    )
)


def opened_names(text: str) -> dict[tuple[str, str], str]:
    """Ships and operations as the text has them, by their first two words; the shortest of them, since longer ones may
    have run on into a headline."""
    names: dict[tuple[str, str], str] = {}
    for found in _opened().finditer(text):
        prefix, rest = found.groups()
        if text[found.start() - 1 : found.start()].isalnum():
            continue
        if own := _own_words(rest):
            name = " ".join((prefix, *own))
            key = (words_of(prefix)[0], words_of(name)[1])
            if key not in names or len(name) < len(names[key]):
                names[key] = name
    return names


@cache
def _opened() -> re.Pattern[str]:
    forces = data.forces()
    prefixes = _any_of((*forces.ships, *forces.operations))
    small, initial = r"(?:(?:de|la|of|du|von)\s)?", r"(?:[A-Z]\.\s)?"
    return re.compile(rf"({prefixes})\s+({initial}{_CAPITALISED}(?:\s{small}{initial}{_CAPITALISED}){{0,3}})")


def _own_words(rest: str) -> list[str]:
    own: list[str] = []
    for word in rest.split():
        plain = re.sub(r"['’]s$", "", word)
        if plain in _ENDS:
            break
        own.append(plain)
        if plain != word:
            break
    return own


def _any_of(phrases: Iterable[str]) -> str:
    """An expression for the longest of the phrases that stands at a place, by their first letters: a list of
    titles is sought in half the time (0.1 ms of 1,500 words instead of 0.2)."""
    of: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        of.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in of.items())


@cache
def _titled() -> re.Pattern[str]:
    titles = _any_of(data.forces().titles)
    first, last = r"[A-Z][\w'’-]+", r"(?:(?:de|van|von|der|al|bin|el|Al|Bin)[ -])*[A-Z][\w'’-]+"
    return re.compile(rf"(?:{titles}) ({first}(?: [A-Z]\.)?(?: {first})?? {last})(?=[,.;:’' )(\n{BREAK}]|$)")


def titled_persons(text: str) -> list[str]:
    """The persons who are introduced by rank or office, each once, in order: `Capt. Ann Doe` → `Ann Doe`."""
    whole = (found[1] for found in _titled().finditer(text) if not text[found.start() - 1 : found.start()].isalnum())
    return [person for person in dict.fromkeys(whole) if _title_words().isdisjoint(words_of(person))]


_FULL = re.compile(
    r"(?<![\w’'-])(?P<first>[^\W\d_a-zà-öø-ÿ][^\W\d_]+(?: [A-Z]\.)?) "
    r"(?P<last>(?:(?:de|van|von|der|al|bin|el|Al|Bin)[ -])*[^\W\d_a-zà-öø-ÿ][^\W\d_]{2,}(?:-[^\W\d_]+)?)"
    r"(?![\w-]|[ ][^\W\d_a-zà-öø-ÿ])"
)
_ALONE = 2  # times that a surname stands alone
_ARTICLES = frozenset(
    ("the", "a", "an", "this", "der", "die", "das", "den", "dem", "le", "la", "les", "el", "los", "las", "il", "lo")
)


def persons_named_again(opening: str, text: str) -> list[str]:
    """The persons whom the opening names in full, and the text by the surname alone after that: `Ann Doe … Doe said`.

    A surname has no article before it, which tells it from `the Council` of a `Security Council`.
    """
    names = dict.fromkeys((match["first"], match["last"]) for match in _FULL.finditer(opening))
    if not names:
        return []
    before: dict[str, list[str]] = {last.split()[-1]: [] for _, last in names}
    for one, word in pairwise(words_of(text)):
        if word in before:
            before[word].append(one)
    found = []
    for first, last in names:
        *parts, surname = f"{first} {last}".split()
        alone = [word for word in before[surname] if word not in parts]
        if (
            len(alone) >= _ALONE
            and _ENDS.isdisjoint((*parts, surname))
            and _ARTICLES.isdisjoint(map(str.casefold, alone))
        ):
            found.append(f"{first} {last}")
    return found


@cache
def _title_words() -> frozenset[str]:
    """`General Secretary Ann Doe` is no Secretary Ann, and of `Press Secretary Navy Rear Adm. Ann Doe` none is a Navy
    Rear."""
    forces = data.forces()
    services = (word for own in forces.own.values() for name in own for word in words_of(name) if word[0].isupper())
    return (
        frozenset((*(word for title in forces.titles for word in words_of(title)), *services, *_BEFORE_RANKS)) | _ENDS
    )


_BEFORE_RANKS = ("Rear", "Vice", "Lt", "Lieutenant", "Deputy", "Chief", "Master", "Sgt", "Sergeant", "First", "Petty")
