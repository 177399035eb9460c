"""The sieve lets through every expression that matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.seeds import data
from digest.seeds.words.sieve import Sieve, alternatives, needed
from tests.profiles import examples

PATTERNS = [pattern for phrases in data.phrases().values() for pattern in phrases.patterns]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("^read (more|on)$", {"read "}),
        ("^(tel|fax)\\b", {"tel", "fax"}),
        ("(please )?subscribe( now)?", {"subscribe"}),
        ("colou?rs?", {"colo"}),
        ("^(a|bcd) efg{0,3}", {" ef"}),
        ("[»›]$", {"»", "›"}),
        ("^\\d+ ?© ?\\d+", {"©"}),
        ("^(?-i:READ|WATCH) it", {"read", "watch"}),
        ("x+y*z", set()),
        ("a|bcd", set()),
        ("(?=abc)\\w+", set()),
        (r"\x41bcd", {"bcd"}),
        ("(?P<q>['\"])abcd(?P=q)", {"abcd"}),
        ("(?i)abcd", {"abcd"}),
        ("(?x)ab cd", set()),
        ("(a)?(?(1)bcd|efg)", set()),
    ],
)
def test_words_that_a_pattern_cannot_do_without(pattern: str, words: set[str]) -> None:
    assert needed(pattern) == words


def test_bars_in_brackets_part_nothing() -> None:
    assert alternatives(r"^a(b|c)[|]\||^d(?:e|f)") == [r"^a(b|c)[|]\|", "^d(?:e|f)"]


@settings(max_examples=examples(quick=150, deep=1500), suppress_health_check=list(HealthCheck))
@given(st.sampled_from(range(len(PATTERNS))).flatmap(lambda n: st.tuples(st.just(n), _texts(PATTERNS[n]))))
def test_every_text_that_a_phrase_matches_is_let_through(found: tuple[int, str]) -> None:
    place, text = found
    assert place in SIEVE.candidates(text)


SIEVE = Sieve(PATTERNS)


def _texts(pattern: str) -> st.SearchStrategy[str]:
    return st.from_regex(re.compile(pattern, re.I), alphabet=st.characters(codec="utf-8", exclude_characters="\n"))


def test_most_lines_pass_few_expressions() -> None:
    tried = SIEVE.candidates("The ministry said on Tuesday that the second ship would be delivered next spring.")
    assert len(tried) < len(PATTERNS) / 10


@pytest.mark.parametrize(
    ("patterns", "text", "places"),
    [
        # A site's own pattern may have flags, groups of any name, and may speak of its groups by their number.
        (["(?i)\\d+x", "\\d+y"], "12X", [0]),
        (["^(a)$", r"^(\w)\1$"], "bb", [1]),
        ([r"(?P<n>\d)(?P=n)", r"(?P<n>\w)!"], "b!", [1]),
    ],
)
def test_patterns_without_a_word_are_each_tried_by_themselves(
    patterns: list[str], text: str, places: list[int]
) -> None:
    assert set(places) <= set(Sieve(patterns).candidates(text))
