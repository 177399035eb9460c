"""The pages of a printed text that was pasted as it is: their headers, footers and numbers.

A line is none of these only because it recurs: at least once it must stand where a page is known to end, at a numbered
page's number or in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from digest.seeds.label.lines import Lines, mark
from digest.seeds.label.paragraphs import PAGE_HEADER, ends_open
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.outlets import outlet
from digest.seeds.words.sentences import is_prose

_LONGEST = 120  # characters of a header
_APART = 20  # words of text, at least, between two pages' ends
_NUMBER = re.compile(
    r"(?:(?P<label>page|seite|página|sida|pagina|p\.|s\.)\s*(?P<page>\d{1,4})(?:\s*(?:/|of|von|de|sur|av)\s*\d{1,4})?"
    r"|(?P<dash>[-–—])\s?(?P<dashed>\d{1,4})\s?(?P=dash)"
    r"|(?P<part>\d{1,3})\s?(?:/|of|von|de|sur|av)\s?(?P<whole>\d{1,3})"
    r"|(?P<bare>\d{1,4}))(?:\s*\|)?",
    re.I,
)
# `Page 1 GAO-06-257T`: the number with the document's name beside it.
_LABELLED = re.compile(r"(?:page|seite|página|sida)\s(\d{1,4})\b(?:\s\S.{0,60})?", re.I)
# `Vol. 7, No. 2`, `Example Review          8 April 2010`: what no headline has.
_ISSUE = re.compile(
    r"\b(?:vol|volume|band|bd|tome|jahrgang|årgång)\b\.?\s?[\dIVX]+|\b(?:no|nr|issue|heft|n[°º])\.?\s?\d", re.I
)
_COLUMNS = re.compile(r"\S(?:\s{3,}|\t+)\S")
_LETTER = re.compile(r"[^\W\d_]")
_ITEM = re.compile(r"[-•*–—▪●|]\s")


class _Break(msgspec.Struct, frozen=True):
    """A run of lines that may be a page's edge, with no other text between them.

    `before` is how many words of text stand above it; `cuts` says that a sentence goes on below it.
    """

    indices: tuple[int, ...]
    before: int
    cuts: bool
    at_top: bool
    at_end: bool


def mark_running_heads(lines: Lines, lexicon: Lexicon) -> Lines:
    """Headers, footers and numbers of pages.

    `Page 3`, `- 3 -` or `3 / 12` is a page's number if more of the kind follow in order, with text between them, or if
    it cuts a sentence in two. A line that recurs, digits aside, is a header if it stands beside a page's number or cuts
    a sentence. A bare number counts only beside such a line, or if bare numbers cut sentences again and again.
    """
    shapes = {n: _shape(line.text) for n, line in enumerate(lines) if line.is_text and len(line.text) <= _LONGEST}
    counts = Counter(filter(None, shapes.values()))
    numbers = {n: match for n in shapes if (match := _number(lines[n].text))}
    labelled = {n for n, match in numbers.items() if not match["bare"]}
    recurring = {n for n, shape in shapes.items() if counts[shape] > 1 and n not in numbers}
    if not recurring and len(numbers) < 2 and not labelled:
        return lines
    breaks = _breaks(lines, recurring | set(numbers))
    sure = _numbers(lines, numbers, breaks) | _labelled(lines, recurring, breaks)
    sure |= _beside_numbers(numbers, recurring, shapes, breaks)
    heads = _heads(lines, recurring, shapes, sure, breaks)
    found = heads | sure
    for one in breaks:
        if found.intersection(one.indices):
            found |= {n for n in one.indices if n in numbers}
    found -= _no_heads(lines, found, breaks, lexicon)
    return mark(lines, frozenset(found), "boilerplate", PAGE_HEADER) if found else lines


def _shape(text: str) -> str:
    """What is compared of a line; "" for one that can be no header."""
    if is_prose(text) or not _LETTER.search(text) or _ITEM.match(text):
        return ""
    return re.sub(r"\d+", "#", " ".join(text.casefold().split()))


def _number(text: str) -> re.Match[str] | None:
    return _NUMBER.fullmatch(text) if len(text) <= 30 and any(c.isdigit() for c in text) else None


def _breaks(lines: Lines, candidates: set[int]) -> tuple[_Break, ...]:
    return tuple(_found_breaks([n for n, line in enumerate(lines) if line.is_text], lines, candidates))


def _found_breaks(text: Sequence[int], lines: Lines, candidates: set[int]) -> Iterator[_Break]:
    words, start = 0, 0
    while start < len(text):
        end = start
        while end < len(text) and text[end] in candidates:
            end += 1
        if end == start:
            words += len(lines[text[start]].text.split())
            start += 1
            continue
        above = lines[text[start - 1]].text if start else ""
        below = lines[text[end]].text if end < len(text) else ""
        cuts = bool(below) and below[0].islower() and ends_open(above)
        yield _Break(tuple(text[start:end]), words, cuts, start == 0, end == len(text))
        start = end


def _value(match: re.Match[str]) -> int:
    return int(match["page"] or match["dashed"] or match["part"] or match["bare"])


def _numbers(lines: Lines, numbers: dict[int, re.Match[str]], breaks: Sequence[_Break]) -> set[int]:
    """The numbers of pages that are so without a header beside them."""
    forms = defaultdict[str, list[tuple[_Break, int, int]]](list)
    for one in breaks:
        for n in one.indices:
            if n in numbers:
                match = numbers[n]
                form = (match["label"] or match["dash"] or match["whole"] or "bare").casefold()
                forms[form].append((one, n, _value(match)))
    found = set[int]()
    for form, places in forms.items():
        cutting = sum(one.cuts for one, _, _ in places)
        in_order = len(places) > 1 and _in_order([(one.before, value) for one, _, value in places])
        if form == "bare":
            values = [value for _, _, value in places]
            if in_order and cutting > 1 and 2 * cutting >= len(places) and values[-1] - values[0] < len(values):
                found |= {n for _, n, _ in places}
        elif in_order:
            found |= {n for _, n, _ in places}
        else:
            found |= {n for one, n, _ in places if one.cuts}
    return found


def _labelled(lines: Lines, recurring: set[int], breaks: Sequence[_Break]) -> set[int]:
    """`Page 1 GAO-06-257T`, again and again with another number."""
    forms = defaultdict[str, list[tuple[int, int, int]]](list)
    for one in breaks:
        for n in one.indices:
            if n in recurring and (match := _LABELLED.fullmatch(lines[n].text)):
                forms[_shape(lines[n].text)].append((one.before, int(match[1]), n))
    return {n for places in forms.values() if _in_order([p[:2] for p in places]) for _, _, n in places}


def _in_order(places: Sequence[tuple[int, int]]) -> bool:
    """Whether numbers rise, with text between them; each with the words above it."""
    pairs = pairwise(places)
    return len(places) > 1 and all(one[1] < two[1] and two[0] - one[0] >= _APART for one, two in pairs)


def _beside_numbers(
    numbers: dict[int, re.Match[str]], recurring: set[int], shapes: dict[int, str], breaks: Sequence[_Break]
) -> set[int]:
    """Numbers without a label, one more at each place where the same line stands beside one."""
    beside = defaultdict[str, list[tuple[int, int, int]]](list)
    for one in breaks:
        bare = [n for n in one.indices if n in numbers and numbers[n]["bare"]]
        for shape in {shapes[i] for i in one.indices if i in recurring} if bare else ():
            # Of several the second tells already that they are not one a page.
            beside[shape] += [(one.before, _value(numbers[n]), n) for n in bare[:2]]
    found = set[int]()
    for places in beside.values():
        if _in_order([p[:2] for p in places]) and places[-1][1] - places[0][1] == len(places) - 1:
            found |= {n for _, _, n in places}
    return found


def _heads(
    lines: Lines, recurring: set[int], shapes: dict[int, str], sure: set[int], breaks: Sequence[_Break]
) -> set[int]:
    """The lines that recur at the ends of pages, there and at the text's own."""
    at: dict[str, list[tuple[_Break, int, bool]]] = defaultdict(list)
    for one in breaks:
        is_hard = one.cuts or not sure.isdisjoint(one.indices)
        for n in one.indices:
            if n in recurring:
                at[shapes[n]].append((one, n, is_hard))
    found = set[int]()
    for shape, places in at.items():
        hard = [n for _, n, is_hard in places if is_hard]
        apart = all(two[0].before - one[0].before >= _APART for one, two in pairwise(places))
        if not hard or not apart or (len(shape.split()) < 2 and len(shape) < 8 and not sure):
            continue
        found |= set(hard) | {n for one, n, _ in places if one.at_top or one.at_end}
        if (len(hard) > 1 and 2 * len(hard) >= len(places)) or _are_counted([lines[n].text for _, n, _ in places]):
            found |= {n for _, n, _ in places}
    return found


def _are_counted(texts: Sequence[str]) -> bool:
    """Whether a number in the lines goes up by one from each to the next: `Example Review 3`, `Example Review 4`."""
    columns = zip(*(map(int, re.findall(r"\d{1,4}", text)) for text in texts), strict=False)
    return any(column == tuple(range(column[0], column[0] + len(texts))) for column in columns)


def _no_heads(lines: Lines, found: set[int], breaks: Sequence[_Break], lexicon: Lexicon) -> set[int]:
    """The first of the lines that recur, unless it is plain that it is no headline: many headers repeat the title."""
    top = next((one for one in breaks if found.intersection(one.indices)), None)
    if top is None or top.before >= _APART:
        return set()
    return {n for n in top.indices if n in found and not _is_no_headline(lines[n].text, lexicon)}


def _is_no_headline(text: str, lexicon: Lexicon) -> bool:
    return bool(_number(text) or _ISSUE.search(text) or _COLUMNS.search(text) or outlet(text, lexicon))
