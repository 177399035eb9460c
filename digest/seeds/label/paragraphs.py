"""Kept lines → paragraphs of plain text.

A blank line parts paragraphs. Inside a block, a line break is either one too (each line a paragraph) or was put
there by a program that wraps lines. A wrapping program breaks a line only when the next word does not fit: that
is what is tested here.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise

import msgspec

from digest.seeds import data
from digest.seeds.label.lines import Lines
from digest.seeds.words.sentences import is_prose

WRAPPED_AT_LEAST = 40
_SHORTEST = 24  # characters of a line that another program may have broken; what is shorter is a label
WRAPPED_AT_MOST = 100  # characters; mail is wrapped at 72 to 80, text from PDF files at up to about 95
_BULLET = re.compile(r"[-*+•‣▪●–—]\s|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s")


PAGE_HEADER = "page-header"  # the rule of what stands between two pages of one text
_OPEN = re.compile(r"[^\W_][\"'”’»)\]]*[,–—-]?$|[,–—-]$")


def ends_open(text: str) -> bool:
    """Whether a line of some words ends in the middle of a sentence, so far as its last character tells."""
    return len(text) >= _SHORTEST and len(text.split()) > 3 and _OPEN.search(text) is not None


def blocks(lines: Lines) -> list[list[str]]:
    """Runs of kept lines with nothing between them, or between two halves of a sentence only the end of a page."""
    found: list[list[str]] = []
    open_block = False
    between = set[str]()
    for line in lines:
        if line.is_text:
            if not open_block and not (found and between == {PAGE_HEADER} and ends_open(found[-1][-1])):
                found.append([])
            found[-1].append(line.text)
            between.clear()
        elif line.text:
            between.add(line.rule)
        open_block = line.is_text
    return found


class Unit(msgspec.Struct, frozen=True):
    """A paragraph: the indices of its lines, and its text with the breaks between them undone."""

    indices: tuple[int, ...]
    text: str

    @property
    def first(self) -> int:
        return self.indices[0]

    @property
    def last(self) -> int:
        return self.indices[-1]


def indices_of(found: Iterable[Unit]) -> frozenset[int]:
    """The indices of all lines of some paragraphs, as `mark` takes them."""
    return frozenset(index for unit in found for index in unit.indices)


def units(lines: Lines, width: int) -> tuple[Unit, ...]:
    """The kept lines as paragraphs; `width` is that of a wrapped text (see `wrap_width`)."""
    return _units(lines, width)


@lru_cache(maxsize=1)  # a dozen passes in a row ask it of the same lines: a tenth of a whole import
def _units(lines: Lines, width: int) -> tuple[Unit, ...]:
    parts = blocks(lines)
    drop = _dropped_hyphens(parts, width)
    texts = (group for block in parts for group in _joined(block, width, drop))
    kept = (index for index, line in enumerate(lines) if line.is_text)
    return tuple(Unit(tuple(next(kept) for _ in range(count)), text) for text, count in texts)


def paragraphs(lines: Lines, width: int) -> tuple[str, ...]:
    return tuple(unit.text for unit in units(lines, width))


def wrap_width(parts: Sequence[list[str]]) -> int:
    """The length at which the text is wrapped, in characters; 0 if it is not wrapped."""
    lengths = [len(line) for block in parts if len(block) > 1 for line in block]
    longest = max(lengths, default=0)
    # A line or two may be long by chance; a program that wraps fills every line but a paragraph's last, and cuts
    # sentences.
    full = sum(len(line) > 0.8 * longest for block in parts for line in block[:-1])
    cut = any(
        len(line) > 0.8 * longest and ends_open(line) and _goes_on(line, following)
        for block in parts
        for line, following in pairwise(block)
    )
    if not WRAPPED_AT_LEAST <= longest <= WRAPPED_AT_MOST or full < (1 if cut else 3):
        return 0
    # Paragraphs that are longer stand on a line each: what is short beside them are labels.
    too_long = any(len(line) > 1.25 * longest and is_prose(line) for block in parts for line in block)
    return 0 if too_long else longest


def _goes_on(line: str, following: str) -> bool:
    """Whether a sentence goes on from one line to the next: that begins small, or this ends with `the` or the like."""
    return following[0].islower() or line.rpartition(" ")[2].casefold() in _small_words()


_STANDS_ALONE = re.compile(
    r"\S(?: {4,}|\t)\S|^\W+$|^(?:[^\W\d_]{3,10},? )?(?:[^\W\d_]{3,10}\.? )?\d{1,2}(?:[.,/-]| [^\W\d_]{3,10},?)? ?"
    r"(?:\d{1,2}[./-])?(?:19|20)\d\d(?:[ ,|–-]+\d\d?[:.]\d\d.{0,12})?$|^(?:19|20)\d\d-\d\d-\d\d$"
    r"|\s[|·•–—-] \d{1,2}\.? (?:de )?[^\W\d_]{3,10} (?:de )?(?:19|20)\d\d$"
)


@lru_cache(maxsize=4096)  # each pass asks it of the same lines
def _stands_alone(text: str) -> bool:
    """Whether a line is a row of columns, a rule of signs, a date: no sentence goes on in it."""
    return _STANDS_ALONE.search(text) is not None


def is_broken(line: str, following: str, width: int) -> bool:
    """Whether the text goes on from `line` to `following`, so that the break between them means nothing."""
    if _BULLET.match(following) or _stands_alone(line) or _stands_alone(following):
        return False
    first = following.split(maxsplit=1)[0]
    if width and len(line) + 1 + len(first) > width:
        return True
    return following[0].islower() and (len(line) >= _SHORTEST or line[-1] == "-") and line[-1] not in ".!?:;”\"'»"


def _joined(block: list[str], width: int, drop: Container[str]) -> Iterable[tuple[str, int]]:
    """The paragraphs of a block, each with the number of its lines."""
    current = last = block[0]
    count = 1
    for line in block[1:]:
        if is_broken(last, line, width):
            current = _across_break(current, line, drop)
            count += 1
        else:
            yield current, count
            current, count = line, 1
        last = line
    yield current, count


_CUT_WORD = re.compile(r"(?<![^\W_])[^\W_]+(?:-[^\W_]+)*-$")
_WORD_AT_START = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_CONJUNCTIONS = frozenset(("and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "och", "eller"))
_LONGEST_WORD = 200  # characters
_CERTAIN = 3  # words cut at a line's end, from which on a text is one that cuts words


def _across_break(text: str, following: str, drop: Container[str]) -> str:
    cut = _cut_word(text, following) if text.endswith("-") else ""
    if not cut:
        return f"{text} {following}"
    return f"{text[:-1] if cut in drop else text}{following}"


def _cut_word(text: str, following: str) -> str:
    """The word, with its hyphen, that the break goes through; "" if it goes through none.

    `mid- and long-term` is none, and neither is a dash (`the yard -`).
    """
    before, after = _CUT_WORD.search(text[-_LONGEST_WORD:]), _WORD_AT_START.match(following)
    if before is None or after is None or after.group().casefold() in _CONJUNCTIONS:
        return ""
    return before.group() + after.group()


def _dropped_hyphens(parts: Sequence[list[str]], width: int) -> frozenset[str]:
    """The cut words whose hyphen was put there by the program that broke the lines (`ammu-` / `nition`).

    Most programs break lines only at hyphens that are the author's (`long-` / `term`). One that cuts words is known
    by what it leaves: a cut word stands whole elsewhere in the text, or many lines end so.
    """
    cut = {
        word
        for block in parts
        for line, following in pairwise(block)
        if line.endswith("-") and is_broken(line, following, width) and (word := _cut_word(line, following))
    }
    if not cut:
        return frozenset()
    words = set(re.findall(r"[^\W_]+(?:-[^\W_]+)*", " ".join(line for block in parts for line in block).casefold()))
    whole = {word for word in cut if word.replace("-", "").casefold() in words}
    cuts_words = bool(whole) or len(cut) >= _CERTAIN
    candidates = (w for w in cut if cuts_words and w.islower() and w.casefold() not in words and w.count("-") == 1)
    # A name is cut after its first letters (`Am-` / `herd`); `Al-`, `Ex-` and their like begin a name of their own.
    before = data.words().before_names
    names = {w for w in cut if _CUT_NAME.fullmatch(w) and w.partition("-")[0] not in before}
    return frozenset(whole | names | {w for w in candidates if w.partition("-")[0] not in _prefixes()})


_CUT_NAME = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]{1,2}-[a-zà-ÿ]{3,}")


@cache
def _small_words() -> frozenset[str]:
    return frozenset(data.words().function_words)


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(data.words().before_hyphen)
