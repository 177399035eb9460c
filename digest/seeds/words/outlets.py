"""Names of papers, agencies, stations and offices that publish, where they stand alone in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from digest.seeds import data
from digest.seeds.words.folding import folded
from digest.seeds.words.lexicon import Lexicon, of_lexicon, remembered

_LONGEST = 8  # words of a publisher's name
HOST = r"(?:www\.)?[A-Za-z0-9-]{2,30}\.(?:com|org|net|co\.uk|gov|mil|info|news|ua|de|fr|es|se|eu|tv|in|pk|il)"
_HOST = re.compile(HOST, re.I)
_VERB = re.compile(r"(?:watch|follow|via|from) (?=[A-Z])", re.I)
_TWICE = re.compile(r"(\S.{3,40})\1\b.{0,30}")  # `Example TimesExample Times news desk`: a logo, and its name
_NOT_IN_NAME = re.compile(r"[|•·:;,?!]|\.$|\d{4}")
_SHAPE = re.compile(r"(?:The )?[A-ZÀ-Þ][\w&.’'-]+(?: [A-ZÀ-Þ&][\w&.’'-]*){1,3}")
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z])")  # `NewsLocal News`
_AGENCIES = re.compile(r"[A-ZÀ-Þ]{2,6}(?:/[A-ZÀ-Þ]{2,6})+(?= [Ss]taff$|$)")  # `AFP/AP`
_COUNTRY = re.compile(r"^(?:U\.S\.|U\.K\.|US|UK) (?=[A-Z])")
# Words that sections are named by too.
_LISTED = frozenset(("news", "nachrichten", "nyheter", "media", "today", "press", "service"))
AROUND = " |•·/–—-,;:()[]"


# What an American station calls itself: `Fox 13`, `ABC7 News`, `NewsChannel 5`, `WAVY-TV 10`.
_STATION = re.compile(
    r"(?:(?:ABC|NBC|CBS|FOX|Fox|CW|TV|News|Channel|News ?Channel|Eyewitness News|Action News) ?\d{1,2}"
    r"|[KW][A-Z]{2,3}-(?:TV|FM)(?: \d{1,2})?)"
    r"(?: News)?"
)
_CAPITALS = 5  # letters and digits of an acronym that may be a word, or another's, in lower case: `APP`, `UNI`, `PRIO`


@of_lexicon
def _known(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """Names of outlets that are known, folded, without `the`: how they have to be written, or nothing for anyhow."""
    written: dict[str, set[str]] = {}
    for name in (*lexicon.publishers, *lexicon.agencies.values()):
        written.setdefault(_key(name), set()).add(name)
    everyday = data.outlets().everyday
    return {
        key: frozenset(_as_written(names)) if key in everyday or all(map(_is_acronym, names)) else frozenset()
        for key, names in written.items()
    }


def _key(name: str) -> str:
    return folded(name).removeprefix("the ").removesuffix(" com")


def _is_acronym(name: str) -> bool:
    return name.isupper() and name.isalnum() and len(name) <= _CAPITALS


def _as_written(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield name
        if " " in name:  # `THE NATION`
            yield name.upper()


@remembered
def outlet(text: str, lexicon: Lexicon) -> str:
    """The publisher's name that `text` is, as it stands there; "" if it is none that is known, or looks like one.

    `Example News`, `The Example Times`, `example.com`, `Example News bureau`.
    """
    name = _VERB.sub("", text.strip(AROUND))
    twice = _TWICE.fullmatch(name)
    if twice and is_outlet(twice[1], lexicon):
        return twice[1]
    if is_outlet(name, lexicon):
        return name
    agencies = _AGENCIES.match(name)
    if agencies and any(is_known_outlet(name, lexicon) for name in agencies.group().split("/")):
        return agencies.group()
    words = name.split()
    if len(words) > 1 and words[-1].casefold().strip(".") in data.outlets().desks:
        for count in (1, 2):  # `Example News bureau`, `Example News Exeter bureau`
            shorter = " ".join(words[:-count])
            if is_outlet(shorter, lexicon):
                return shorter
    return ""


def is_outlet(name: str, lexicon: Lexicon) -> bool:
    return (
        is_known_outlet(name, lexicon)
        or _HOST.fullmatch(name) is not None
        or _STATION.fullmatch(name) is not None
        or looks_like_outlet(name, lexicon)
    )


def is_known_outlet(name: str, lexicon: Lexicon) -> bool:
    if not 1 < len(name) < 60 or is_section(name, lexicon):
        return False
    written = _known(lexicon).get(_key(name))
    return written is not None and (not written or name in written)


def is_section(text: str, lexicon: Lexicon) -> bool:
    """Whether a line names the section that an article stood in."""
    return folded(text) in _sections(lexicon)


@of_lexicon
def _sections(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(map(folded, lexicon.sections))


def has_shape_of_outlet(text: str) -> bool:
    """Whether the text is two to four capitalised words, `The` before them not counted.

    Names of people and places have that shape too: ask only of a text that stands where publishers do.
    """
    return _SHAPE.fullmatch(text) is not None


def looks_like_outlet(name: str, lexicon: Lexicon) -> bool:
    """Whether capitalised words end, or begin, as a publisher's name does: `… Times`, `Ministry of …`."""
    glued = _GLUED.split(name)
    own = folded(name).split()
    if own and own[0] in data.words().calls:  # `GET LIVE NEWS`
        return False
    if (len(glued) > 1 and all(is_section(part, lexicon) for part in glued)) or (
        len(own) > 2 and lexicon.section_words.issuperset(own)
    ):
        return False
    words = _COUNTRY.sub("", name.title() if name.isupper() else name).split()
    table = data.outlets()
    if (
        not words
        or len(words) > _LONGEST
        or not (words[0][0].isupper() or words[0][0].isdigit())
        or _NOT_IN_NAME.search(name)
    ):
        return False
    if table.general.issuperset(word.casefold() for word in words[:-1]) and words[-1].casefold() in _LISTED:
        return False
    if len(words) <= 3 and any(len(word) > 6 and word.casefold().endswith(table.endings) for word in words):
        return True
    if len(words) == 1:
        return False
    capitals = [word for word in words if word[0].isupper()]
    if len(capitals) * 2 <= len(words):
        return False
    if " ".join(words[-2:]).strip(".,") in table.last_pairs:
        return True
    return words[-1].strip(".,") in table.last_words or words[0] in table.first_words
