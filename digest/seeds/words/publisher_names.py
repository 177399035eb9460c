"""Names of publishers compared: how two of them are told to be one, and what in a notice is no part of a name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from digest.seeds import data

_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,12}", re.I)
_SECOND_LEVEL = frozenset(("co", "com", "org", "net", "gov", "ac", "edu", "mil", "gob", "gouv", "or", "ne"))
_COMPANY = re.compile(
    r"(?:,?\s+(?:inc|llc|ltd|limited|verlag|gmbh|mbh|co|kg|ag|a\.?s|corp|corporation|sas|s\.?a|s\.?l|slu|plc|pvt|lp|l\.p|bv|ab|oy|&)\.?)+$",
    re.I,
)
_POSSESSIVE = re.compile(r"[’']s?$")


def is_domain(name: str) -> bool:
    """`example.com`, `www.example.co.uk`; `S.Paulo` is none."""
    return " " not in name and _DOMAIN.fullmatch(name) is not None


def domain_label(host: str) -> str:
    """The word by which a host is known: `example` of `news.example.co.uk`."""
    parts = host.casefold().removeprefix("www.").split(".")
    at = -2
    if len(parts) > 2 and parts[-2] in _SECOND_LEVEL and len(parts[-1]) == 2:
        at = -3
    return parts[at] if len(parts) >= -at else parts[0]


@lru_cache(maxsize=2048)
def name_key(name: str) -> str:
    """What two spellings of one publisher's name have in common: `The Alder Times`, `ALDER TIMES`, `aldertimes.com`."""
    if is_domain(name):
        name = domain_label(name)
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    words = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split()
    key = "".join(words)
    return key[3:] if key.startswith(_ARTICLES) and len(key) > _SHORTEST + 3 else key


_ARTICLES = ("the", "der", "die", "das")
_SHORTEST = 2  # letters of a name behind its article, which is not told from other beginnings in `theexample.com`


def tidy_name(text: str) -> str:
    """A name as a notice has it, without what is no part of it: `Inc.`, `’s`, `All Rights Reserved`."""
    name = _POSSESSIVE.sub("", _COMPANY.sub("", text.strip(" ,|-–—"))).strip(" ,|-–—")
    words = name.split()
    while len(words) > 1 and words[-1].casefold().strip(".,") in data.outlets().never_last:
        words.pop()
    while words and words[0].casefold() in data.outlets().never_first:
        words.pop(0)
    name = _TWICE.sub(r"\1", _POSSESSIVE.sub("", " ".join(words)).strip(" ,"))
    return name if _INITIALS.search(name) else name.rstrip(".")


_TWICE = re.compile(r"^(\S.{2,40}) and \1\b.*")  # `Daily Alder and Daily Alder on Sunday`
_INITIALS = re.compile(r"(?:\b[A-Z]\.)+$")


def is_nobody(name: str) -> bool:
    """Whether what stands in a name's place in a notice is no publisher's name."""
    folded = name.casefold()
    own = folded.removeprefix("the ")
    return (
        len(name_key(name)) < 2
        or (folded.split()[0] in data.outlets().no_name_after and not name.split()[0].isupper())
        or folded in data.outlets().nobody
        or own in data.outlets().nobody
        or own.isdigit()
    )


def is_body(name: str) -> bool:
    """Whether a name is that of an office, a force or another body that issues statements: `Ministry of …`."""
    words = name.split()
    if not 2 <= len(words) <= _MOST_WORDS or not (words[0][0].isupper() or words[0][0].isdigit()):
        return False
    return not data.outlets().bodies.isdisjoint(word.casefold().strip(".,") for word in words)


_MOST_WORDS = 9  # of a body's name


def is_everyday(name: str) -> bool:
    """Whether a name is a word of headings too (`Times`, `Star`), so that by itself it names nobody."""
    return name.casefold() in data.outlets().everyday


def goes_on_as(shorter: str, longer: str) -> bool:
    """Whether the second name is the first with words behind it that say what kind of business it is: `Alder Times`,
    `Alder Times Media Group`."""
    rest = longer.casefold().removeprefix("the ").split()[len(shorter.casefold().removeprefix("the ").split()) :]
    return (
        bool(rest)
        and data.outlets().tails.issuperset(word.strip(".,") for word in rest)
        and name_key(longer).startswith(name_key(shorter))
    )


def is_short_for(shorter: str, longer: str) -> bool:
    """Whether the first name is what the second is called for short: `Times` and `alder.com` of `Alder Times`, `AT` and
    `alt.com`, of which each letter begins a word."""
    words = [name_key(word) for word in longer.split()]
    key = name_key(shorter)
    if len(words) < 2 or key == name_key(longer):
        return False
    own = [word for word in words if word and word not in _SMALL]
    if (is_domain(shorter) or shorter.isupper()) and len(key) > 1 and key == "".join(word[0] for word in own):
        return True
    whole = "".join(own)
    begins = is_domain(shorter) and len(key) >= _STEM and whole.startswith(key)
    return begins or (len(key) >= _LAST and key == "".join(own[-len(shorter.split()) :]))


_SMALL = frozenset(("the", "of", "and", "de", "des", "der", "und", "et", "y", "for"))
_STEM, _LAST = 5, 4  # letters of a name's beginning, and of its last word, by which it is known
