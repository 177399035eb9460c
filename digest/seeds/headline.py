"""Which line is the headline, or what to call a text that has none."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from digest.seeds import data
from digest.seeds.dates import find_dates, weekdays
from digest.seeds.lines import Line, Lines, folded, head, marked
from digest.seeds.paragraphs import blocks, is_broken, wrap_width
from digest.seeds.sentences import cut, sentences

_LONGEST = 180  # characters of a headline
_DERIVED = 90  # characters of a title made from the first sentence
_CANDIDATES = 4  # lines looked at from the top


class Headline(msgspec.Struct, frozen=True):
    """`derived` where the text has no headline and the title is its first words."""

    title: str
    derived: bool


@cache
def _day_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?: late| early)? on (?:{weekdays()})$", re.I)


@cache
def _sections() -> frozenset[str]:
    return frozenset(map(folded, data.words().sections))


@cache
def _small() -> frozenset[str]:
    return frozenset(data.words().small)


def looks_like_headline(text: str) -> bool:
    """Short, and not a sentence with its full stop (`U.S.` at the end is no full stop)."""
    if len(text) > _LONGEST or len(text.split()) > 28 or not re.search(r"\w", text):
        return False
    end = text.rstrip("\"'”’»)]")
    if not end.endswith("."):
        return not end.endswith((":", ";"))
    return bool(re.search(r"(?:\b[A-Z]\.){2,}$|…$|\.\.\.$", end))


def mark_title(lines: Lines) -> tuple[Lines, str]:
    """Mark the headline, and the section's name above it; "" where there is no headline."""
    indices = list(head(lines, _CANDIDATES))
    width = wrap_width(blocks(lines))
    for place, index in enumerate(indices):
        text = lines[index].text
        following = indices[place + 1] if place + 1 < len(indices) else None
        if folded(text) in _sections() and following is not None and looks_like_headline(lines[following].text):
            lines = _at(lines, index, marked(lines[index], "debris", "section-name"))
            continue
        if not looks_like_headline(text):
            return lines, ""
        run = _run(lines, index, width)
        if run is None:
            return lines, ""
        if place == 0 and following is not None and _is_another_story(lines, run, following):
            lines = _at(lines, index, marked(lines[index], "debris", "another-headline"))
            continue
        for part in run:
            lines = _at(lines, part, marked(lines[part], "title", "headline"))
        return lines, " ".join(lines[part].text for part in run).rstrip(" ,")
    return lines, ""


def mark_repeated_title(lines: Lines, title: str) -> Lines:
    """Mark the first lines of the text that are the title, which is known already."""
    known = folded(title)
    for index in head(lines, _CANDIDATES):
        if folded(lines[index].text) == known:
            lines = _at(lines, index, marked(lines[index], "title", "headline"))
    return lines


def _at(lines: Lines, index: int, line: Line) -> Lines:
    return (*lines[:index], line, *lines[index + 1 :])


def _run(lines: Lines, index: int, width: int) -> list[int] | None:
    """The lines of a headline that may be broken over up to three; None if it is the start of a paragraph."""
    block = [index]
    while block[-1] + 1 < len(lines) and lines[block[-1] + 1].is_text:
        block.append(block[-1] + 1)
    texts = [lines[i].text for i in block]
    if len(texts) == 1:
        return block
    if not is_broken(texts[0], texts[1], width):
        return block[:1]
    if len(texts) <= 3 and looks_like_headline(" ".join(texts)):
        return block
    return None


def _content(text: str) -> set[str]:
    return {word for word in folded(text).split() if len(word) > 2 and word not in _small()}


def _is_another_story(lines: Lines, run: list[int], following: int) -> bool:
    """Whether the first line shares no word with the text and the next, a headline too, shares two or more."""
    if len(run) > 1 or not looks_like_headline(lines[following].text) or lines[following].text[0].islower():
        return False
    rest = _content(" ".join(line.text for line in lines[following + 1 :] if line.is_text)[:3000])
    own = _content(lines[run[0]].text)
    return not own & rest and len(_content(lines[following].text) & rest) >= 2


_CLAUSE = re.compile(
    r"(?P<mark>, (?=(?P<word>and|but|so|which|who|whose|where|while|after|as|when|with)\b)|; | [–—-]{1,2} |: )"
)
_RELATIVE = frozenset(("which", "who", "whose", "where"))
_FEWEST = 4  # words of a title


def derive_title(lead: str) -> str:
    """A title from the first sentence of `lead`, the text's opening without its dateline.

    The whole sentence without its full stop if it has at most 90 characters; else as much of it as stands for itself
    (up to `, and …`, `; …`); else its first words. The day that it ends with (`on Tuesday, 7 May 2024`) is left out.
    """
    first = next(sentences(lead), lead)
    whole = first.rstrip(" .,;:–—-") or first
    if len(whole) <= _DERIVED:
        return without_day(whole)
    ends = [match.start() for match in _CLAUSE.finditer(first) if _may_end(first, match)]
    for end in reversed(ends):
        title = without_day(first[:end].rstrip(" ,;:–—-"))
        if len(title) <= _DERIVED and len(title.split()) >= _FEWEST:
            return title
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


def without_day(title: str) -> str:
    """`title` without the day it ends with (`… on Wednesday (8 March 2023)`), if four words are left."""
    words = title.rstrip(" ,)")
    dates = find_dates(words)
    dated = bool(dates) and dates[-1].end == len(words)
    if dated:
        words = words[: dates[-1].start].rstrip(" ,(")
    # Without a full date only `on Friday` is left out: `by Friday` and `until 8 March 2023` say something.
    day = _day_at_end().search(words) or (re.search(r"(?: late| early)? on$", words) if dated else None)
    shorter = words[: day.start()].rstrip(" ,") if day else title
    return shorter if len(shorter.split()) >= _FEWEST else title
