"""What to call a text that has no headline."""

from __future__ import annotations

import re
from functools import cache

from digest.seeds.words.dates import find_dates, weekdays
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.sentences import cut, sentences

_OPENING = 3  # words of a sentence that could be a title: `BERLIN. The …` begins with a place


_DERIVED, _WHOLE = 90, 130  # characters of a title made from the first sentence, and of one that is the whole of it


@cache
def _day_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?: late| early)? on (?:{weekdays()})$", re.I)


_CLAUSE = re.compile(
    r"(?P<mark>, (?=(?P<word>and|but|so|which|who|whose|where|while|after|as|when|with)\b)|; | [–—-]{1,2} |: )"
)


# `…, base officials said.`, `…, Minister of Defence Ann Doe has said on Monday.`
_ATTRIBUTION = re.compile(
    r", [^,.]{2,90} (?:(?:has |have )?(?:said|announced|reported|confirmed)|says|reports)"
    r"(?: (?:on|late|early) [^,.]{3,40})?\.?$"
)


_RELATIVE = frozenset(("which", "who", "whose", "where"))


_FEWEST = 4  # words of a title


_CLAUSES = 300  # characters of a sentence in which a title could end, with the day that it may end with


def derive_title(lead: str, lexicon: Lexicon) -> str:
    """A title from the first sentence of `lead`, the text's opening without its dateline.

    The whole sentence without its full stop if it has at most 90 characters; else as much of it as stands for itself
    (up to `, and …`, `; …`), without who said it; else all of it after all, up to 130 characters; else its first words.
    The day that it ends with (`on Tuesday, 7 May 2024`) is left out.
    """
    first = next((sentence for sentence in sentences(lead) if len(sentence.split()) >= _OPENING), lead)
    first = _ATTRIBUTION.sub("", first)
    whole = first.rstrip(" .,;:–—-") or first
    if len(whole) <= _DERIVED:
        return without_day(whole, lexicon)
    ends = [match.start() for match in _CLAUSE.finditer(first, 0, _CLAUSES) if _may_end(first, match)]
    for end in reversed(ends):
        title = without_day(first[:end].rstrip(" ,;:–—-"), lexicon)
        if len(title) <= _DERIVED and len(title.split()) >= _FEWEST:
            return title
    if len(whole) <= _WHOLE:
        return without_day(whole, lexicon)
    return cut(first, _DERIVED).rstrip(" .,;:–—-") or first


def _may_end(sentence: str, match: re.Match[str]) -> bool:
    """Whether what stands before the mark is a whole clause, so far as its form tells."""
    before, after = sentence[: match.start()], sentence[match.end() :]
    if match["word"] in _RELATIVE:
        return "," not in after  # a comma that closes the clause: the sentence's verb is still to come
    if match["mark"].strip() and match["mark"].strip() in "–—--":
        return not _CLAUSE.search(before) and not re.search(r" [–—-]{1,2} ", after)
    if match["word"] == "and":  # the last of a list (`Germany, France, and Italy`)?
        return "," not in before or len(before.rpartition(",")[2].split()) > 2
    return True


def without_day(title: str, lexicon: Lexicon) -> str:
    """`title` without the day it ends with (`… on Wednesday (8 March 2023)`), if four words are left."""
    words = title.rstrip(" ,)")
    dates = find_dates(words, lexicon)
    dated = bool(dates) and dates[-1].end == len(words)
    if dated:
        words = words[: dates[-1].start].rstrip(" ,(")
    # Without a full date only `on Friday` is left out: `by Friday` and `until 8 March 2023` say something.
    day = _day_at_end().search(words) or (re.search(r"(?: late| early)? on$", words) if dated else None)
    shorter = words[: day.start()].rstrip(" ,") if day else title
    return shorter if len(shorter.split()) >= _FEWEST else title
