"""Passes that mark what is no part of an article: the page's furniture, and captions.

The phrases are data (`data/phrases.yaml`); each rule hits whole lines only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

import msgspec

from digest.seeds import data
from digest.seeds.lines import Line, Lines, folded, marked, tail
from digest.seeds.paragraphs import blocks, is_broken, wrap_width
from digest.seeds.sentences import is_prose

_TAIL = 10  # lines of text at the end of a seed where a rule with `tail: true` looks
_ROW = 12  # words in the longest row of share buttons


class _Rules(msgspec.Struct, frozen=True):
    whole: dict[str, str]
    below: dict[str, frozenset[str]]
    rows: tuple[tuple[str, frozenset[str]], ...]
    patterns: tuple[tuple[str, re.Pattern[str], int, bool], ...]


@cache
def _rules() -> _Rules:
    table = data.phrases()
    return _Rules(
        whole={folded(line): rule for rule, phrases in table.items() for line in phrases.lines},
        below={rule: frozenset(map(folded, phrases.below)) for rule, phrases in table.items() if phrases.below},
        rows=tuple((rule, frozenset(phrases.words)) for rule, phrases in table.items() if phrases.words),
        patterns=tuple(
            (rule, re.compile("|".join(f"(?:{p})" for p in phrases.patterns), re.I), phrases.longest, phrases.tail)
            for rule, phrases in table.items()
            if phrases.patterns
        ),
    )


def mark_furniture(lines: Lines) -> Lines:
    """Comment forms, share rows, newsletter calls and the like."""
    at_end = frozenset(tail(lines, _TAIL))
    width = wrap_width(blocks(lines))
    out: list[Line] = []
    seen: set[str] = set()
    for index, line in enumerate(lines):
        # A line with which the sentence above goes on is never furniture: `…they had agreed to / share.`
        goes_on = bool(out) and out[-1].is_text and line.is_text and is_broken(out[-1].text, line.text, width)
        rule = _furniture(line.text, index in at_end, seen) if line.is_text and not goes_on else ""
        if rule:
            seen.add(rule)
        out.append(marked(line, "debris", rule) if rule else line)
    return tuple(out)


_MOST_WORDS = 25  # of a headline in a list of other stories


def mark_related(lines: Lines) -> Lines:
    """Headlines of other stories under a heading such as `Related News` or `Most read`.

    Only those that touch the heading, or all down to the end if nothing else follows: no line that ends as a
    sentence does, and none that the article might go on from.
    """
    out = list(lines)
    below_prose = False
    for index, line in enumerate(lines):
        below_prose = below_prose or (line.is_text and is_prose(line.text))
        if below_prose and line.kind == "debris" and folded(line.text) in _headings():
            for i in _other_stories(out, index + 1):
                out[i] = marked(out[i], "debris", "related-items")
    return tuple(out)


def _other_stories(lines: Sequence[Line], start: int) -> list[int]:
    rest = [i for i in range(start, len(lines)) if lines[i].is_text]
    if all(_may_be_headline(lines[i].text) for i in rest):
        return rest
    block = list(takewhile(lambda i: lines[i].is_text, range(start, len(lines))))
    return block if all(_may_be_headline(lines[i].text) for i in block) else []


@cache
def _headings() -> frozenset[str]:
    return frozenset(map(folded, data.words().headings_of_lists))


def _may_be_headline(text: str) -> bool:
    words = text.split()
    ends_as_sentence = text.rstrip("\"'”’»)]").endswith((".", ":", ";", ","))
    return len(words) <= _MOST_WORDS and not ends_as_sentence and not text[0].islower()


def _furniture(text: str, at_end: bool, seen: set[str]) -> str:
    """The name of the rule that removes the line; "" if none does. `seen` are the rules met above it."""
    if len(text) > 500:
        return ""
    rules = _rules()
    words = folded(text)
    if not words:
        return "no-words"
    if words in rules.whole:
        return rules.whole[words]
    for rule, phrases in rules.below.items():
        if rule in seen and words in phrases:
            return rule
    several = words.split(" ")
    for rule, vocabulary in rules.rows:
        if len(several) <= _ROW and vocabulary.issuperset(several) and not words.replace(" ", "").isdigit():
            return rule
    for rule, pattern, longest, only_tail in rules.patterns:
        if len(several) <= longest and (at_end or not only_tail) and pattern.search(text):
            return rule
    return ""


_CREDIT_AT_END = re.compile(
    r"\((?:[^()]*\b)?(?:photo(?:graph)?s?|images?|picture|video|illustration|graphic|courtesy)"
    r"(?:\b[^()]*\b(?:by|of|via|from|courtesy)\b|\s*[:/]|\s+courtesy)[^()]*\)\.?$"
    r"|\([^()]*/(?:AP|AFP|Reuters|Getty(?: Images)?|EPA|released)\)\.?$",
    re.I,
)
_CREDIT = re.compile(
    r"^(?:(?:file |archive )?(?:photo|image|picture|photograph|illustration|graphic)s?(?: credits?| by|:| courtesy)"
    r"|credits?:|caption:|courtesy (?:of|photo)|(?:photo|image) ©)",
    re.I,
)


def mark_captions(lines: Lines) -> Lines:
    """Captions that end in a photographer's credit, and credits standing alone."""
    return tuple(
        marked(line, "caption", "photo-credit") if line.is_text and _is_caption(line.text) else line for line in lines
    )


def _is_caption(text: str) -> bool:
    if len(text) > 700:
        return False
    return bool(_CREDIT_AT_END.search(text)) or (len(text) <= 120 and bool(_CREDIT.match(text)))
