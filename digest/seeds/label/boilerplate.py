"""Passes that mark the boilerplate of web pages: buttons, forms, calls, notices, and what stands below the article.

The phrases are data (`data/phrases.yaml`); each rule hits whole lines only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

import msgspec

from digest.seeds import data
from digest.seeds.label.lines import Line, Lines, mark, marked, tail
from digest.seeds.label.paragraphs import is_broken
from digest.seeds.words.folding import folded
from digest.seeds.words.lexicon import Lexicon, of_lexicon
from digest.seeds.words.sentences import is_prose
from digest.seeds.words.sieve import Sieve, alternatives

_TAIL = 12  # lines of text at the end of a seed where a rule with `tail: true` looks
_LONGEST, _MOST_WORDS_OF_ALL = 600, 101  # characters and words of the longest line that a rule looks at
_ROW = 14  # words in the longest row of share buttons


class _Pattern(msgspec.Struct, frozen=True):
    """`anchored`: it can only match a line's start, where alone it is tried then."""

    rule: str
    form: re.Pattern[str]
    anchored: bool
    longest: int
    tail: bool

    def is_in(self, text: str) -> bool:
        return (self.form.match(text) if self.anchored else self.form.search(text)) is not None


class _Rules(msgspec.Struct, frozen=True):
    whole: dict[str, str]
    longest: int  # characters of the longest of the whole lines
    below: dict[str, frozenset[str]]
    rows: tuple[tuple[str, frozenset[str]], ...]
    patterns: tuple[_Pattern, ...]
    sieve: Sieve
    ends: dict[str, str]


@of_lexicon
def _rules(lexicon: Lexicon) -> _Rules:
    table = lexicon.phrases
    whole = {folded(line): rule for rule, phrases in table.items() for line in phrases.lines}
    patterns = [(rule, phrases, pattern) for rule, phrases in table.items() for pattern in phrases.patterns]
    return _Rules(
        whole=whole,
        longest=max(map(len, whole)),
        below={rule: frozenset(map(folded, phrases.below)) for rule, phrases in table.items() if phrases.below},
        rows=tuple((rule, frozenset(phrases.words)) for rule, phrases in table.items() if phrases.words),
        patterns=tuple(
            _Pattern(rule, re.compile(pattern, re.I), _is_anchored(pattern), phrases.longest, phrases.tail)
            for rule, phrases, pattern in patterns
        ),
        sieve=Sieve([pattern for _, _, pattern in patterns]),
        ends={rule: phrases.ends for rule, phrases in table.items() if phrases.ends},
    )


def _is_anchored(pattern: str) -> bool:
    """Whether it can only match at a line's start."""
    return all(part.startswith("^") for part in alternatives(pattern))


def mark_boilerplate(lines: Lines, width: int, lexicon: Lexicon) -> Lines:
    """Comment forms, share rows, newsletter calls and the like."""
    at_end = frozenset(tail(lines, _TAIL))
    all_capitals, below_prose = _is_in_capitals(lines), False
    out: list[Line] = []
    seen: set[str] = set()
    for index, line in enumerate(lines):
        # A line with which the sentence above goes on is never boilerplate: `…they had agreed to / share.`
        above = out[-1].text if out and out[-1].is_text else ""
        goes_on = line.is_text and len(above.split()) > 3 and is_broken(above, line.text, width)
        rule = _rule_for(line.text, index in at_end, seen, lexicon) if line.is_text and not goes_on else ""
        below_prose = below_prose or (line.is_text and is_prose(line.text) and not _is_shouted(line.text))
        rule = "" if rule == _IN_CAPITALS and (all_capitals or not below_prose) else rule
        if rule:
            seen.add(rule)
        out.append(marked(line, "boilerplate", rule) if rule else line)
    return tuple(out)


_SHOUTED = 7  # words of a headline in capitals, which is a link to another story if it stands below the text's first
# sentence; a sub-heading has fewer


_IN_CAPITALS = "headline-in-capitals"


def _is_in_capitals(lines: Lines) -> bool:
    """Whether the text itself is, as that of a teleprinter."""
    long = [line.text for line in lines if line.is_text and line.text.count(" ") >= _SHOUTED]
    return sum(map(str.isupper, long)) * 2 > len(long)


def _is_shouted(text: str) -> bool:
    return text.isupper() and len(text.split()) >= _SHOUTED and not text.endswith((".", "!", "?", ":"))


_TWICE = re.compile(r"(\w+ \w+ .+) \1")  # a logo's name, and what is to be read where it cannot be shown


def _rule_for(text: str, at_end: bool, seen: set[str], lexicon: Lexicon) -> str:
    """The name of the rule that removes the line; "" if none does. `seen` are the rules met above it."""
    count = text.count(" ") + 1
    if len(text) > _LONGEST or count > _MOST_WORDS_OF_ALL:
        return ""
    rules = _rules(lexicon)
    if len(text) < 2 * rules.longest and (rule := _by_its_words(folded(text), rules, seen)):
        return rule
    if _is_shouted(text):
        return _IN_CAPITALS
    for place in rules.sieve.candidates(text):
        pattern = rules.patterns[place]
        if count <= pattern.longest and (at_end or not pattern.tail) and pattern.is_in(text):
            return pattern.rule
    return ""


def _by_its_words(words: str, rules: _Rules, seen: set[str]) -> str:
    """The rule for a line that consists of these words, `folded`."""
    if not words.strip("_ "):
        return "no-words"
    if words in rules.whole:
        return rules.whole[words]
    if len(words) < 120 and _TWICE.fullmatch(words) and not words.startswith("by "):
        return "said-twice"
    for rule, phrases in rules.below.items():
        if rule in seen and words in phrases:
            return rule
    several = words.split(" ")
    plain = [word for word in several if not word.isdigit()] if len(several) <= _ROW else []
    return next((rule for rule, vocabulary in rules.rows if plain and vocabulary.issuperset(plain)), "")


_MOST_WORDS = 25  # of a headline in a list of other stories


def mark_related(lines: Lines) -> Lines:
    """Headlines of other stories under a heading such as `Related News` or `Most read`.

    Only those that touch the heading, or all down to the end if nothing but headlines follows. A line that ends as a
    sentence does is no headline.
    """
    out = list(lines)
    below_prose = False
    for index, line in enumerate(lines):
        below_prose = below_prose or (line.is_text and is_prose(line.text))
        if below_prose and line.kind == "boilerplate" and folded(line.text) in _headings():
            for i in _other_stories(out, index + 1):
                out[i] = marked(out[i], "boilerplate", "related-items")
    return tuple(out)


def _other_stories(lines: Sequence[Line], start: int) -> list[int]:
    rest = [i for i in range(start, len(lines)) if lines[i].is_text]
    if all(may_be_headline(lines[i].text) for i in rest):
        return rest
    block = list(takewhile(lambda i: lines[i].is_text, range(start, len(lines))))
    return block if all(may_be_headline(lines[i].text) for i in block) else []


@cache
def _headings() -> frozenset[str]:
    return frozenset(map(folded, data.words().headings_of_lists))


def may_be_headline(text: str) -> bool:
    words = text.split()
    ends_as_sentence = text.rstrip("\"'”’»)]").endswith((".", ":", ";", ","))
    return len(words) <= _MOST_WORDS and not ends_as_sentence and not text[0].islower()


_ENOUGH = {"always": 20, "late": 40}  # words of prose after which an article may be over
_MOST_OF_IT = 0.66  # of the seed's prose
_CERTAIN = 0.995  # the probability that a sentence is of the body
_GOES_ON = 1 / 3  # of the prose above: with so much of such sentences an article goes on


def mark_below(lines: Lines, overrules: bool, lexicon: Lexicon) -> Lines:
    """All that follows a line with which an article is over: the form for comments, the offer to subscribe, `###`.

    A rule's `ends` says how sure that is: `always` where such a line never stands in an article, `late` where it
    may, so that two thirds of the prose must stand above it. It is not over where the model is certain of much below.
    """
    if not any(line.rule in _rules(lexicon).ends for line in lines):
        return lines
    prose = [line.is_text and is_prose(line.text) for line in lines]
    words = [len(line.text.split()) if own else 0 for line, own in zip(lines, prose, strict=True)]
    certain = [count if overrules and line.body > _CERTAIN else 0 for line, count in zip(lines, words, strict=True)]
    total, above = sum(words), 0
    for index, line in enumerate(lines):
        ends = _rules(lexicon).ends.get(line.rule) if line.kind == "boilerplate" else None
        is_over = ends and above >= _ENOUGH[ends] and (ends == "always" or above >= _MOST_OF_IT * total)
        if is_over and sum(certain[index:]) < _GOES_ON * above:
            below = (i for i in range(index + 1, len(lines)) if lines[i].is_text)
            return mark(lines, frozenset(below), "boilerplate", f"below-{line.rule}")
        above += words[index]
    return lines
