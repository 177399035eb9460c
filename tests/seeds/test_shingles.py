"""Which texts are told to be one: by what they share, not by what was cut or added."""

from __future__ import annotations

import subprocess
import sys

import pytest

from digest.seeds.memory.shingles import LEAST, Sketches, share, shingles_of, sketch_of
from tests.seeds.plain_texts import paragraphs


def text(number: int, count: int = 8) -> str:
    return "\n\n".join(paragraphs(number, count))


def test_a_shingle_is_five_words() -> None:
    assert len(shingles_of(" ".join(map(str, range(20))))) == 16


def test_capitals_marks_and_line_breaks_do_not_count() -> None:
    plain = "They said: “It’s done” and went to the old mill, then on to the river and back again."
    other = (
        'THEY SAID - "It\'s DONE"\nand  went to the *old* mill;\n\n'
        "then _on_ to the [river](https://example.org/a) and back again"
    )
    assert shingles_of(plain) == shingles_of(other)


def test_references_of_markdown_are_their_characters() -> None:
    words = "one two three four five six seven eight nine ten eleven twelve thirteen"
    assert shingles_of(f"{words} <b> fourteen") == shingles_of(f"{words} &lt;b> fourteen")


def test_a_text_of_a_few_words_is_like_none() -> None:
    assert shingles_of("This text can be read by subscribers alone.") == frozenset()
    assert share(frozenset(), frozenset()) == share(frozenset(), shingles_of(text(1))) == 0


def test_the_share_is_of_the_shorter_text() -> None:
    whole = paragraphs(1)
    long, cut = shingles_of("\n\n".join(whole)), shingles_of("\n\n".join(whole[:6]))
    assert share(long, cut) == share(cut, long) == 1
    half = shingles_of("\n\n".join((*whole[:4], *paragraphs(2)[4:])))
    assert 0.45 < share(long, half) < 0.55
    assert share(long, shingles_of(text(2))) < 0.1


def test_the_numbers_are_the_same_in_every_process() -> None:
    code = f"from digest.seeds.memory.shingles import *; print(sketch_of(shingles_of({text(3)!r})))"
    said = [
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}, text=True,
            capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert said[0] == said[1] == f"{sketch_of(shingles_of(text(3)))}\n"


def test_a_sketch_is_small_and_never_empty() -> None:
    shingles = shingles_of(text(1, 100))
    assert 0.04 * len(shingles) < len(sketch_of(shingles)) < 0.08 * len(shingles)
    assert set(sketch_of(shingles)) <= shingles
    assert len(sketch_of(shingles_of(text(1, 1)))) == 16


@pytest.mark.parametrize("count", [1, 2, 8, 40], ids="{} paragraphs".format)
def test_of_many_texts_the_one_that_is_like_is_found(count: int) -> None:
    """And of those that are like none, hardly one is looked at."""
    sketches = Sketches()
    for number in range(300):
        sketches.add(str(number), sketch_of(shingles_of(text(number, count))))
    found, looked_at = 0, 0
    for number in range(300):
        parts = paragraphs(number, count)
        kept = parts[: max(1, count * 3 // 4)]
        found += str(number) in sketches.near(
            sketch_of(shingles_of("\n\n".join((*kept, *paragraphs(number + 1000, count // 4)))))
        )
        looked_at += len(sketches.near(sketch_of(shingles_of(text(number + 5000, count)))))
    assert found >= 297
    assert looked_at < 30


def test_a_short_text_is_found_in_a_long_one() -> None:
    sketches = Sketches()
    for number in range(100):
        sketches.add(str(number), sketch_of(shingles_of(text(number, 40))))
    found = [str(number) in sketches.near(sketch_of(shingles_of(text(number, 4)))) for number in range(100)]
    assert sum(found) >= 95


def test_a_set_phrase_in_many_texts_makes_none_of_them_alike() -> None:
    phrase = "This text was first made known by the clerk and may be handed on with his name below it."
    sketches = Sketches()
    for number in range(200):
        sketches.add(str(number), sketch_of(shingles_of(f"{text(number)}\n\n{phrase}")))
    assert sketches.near(sketch_of(shingles_of(f"{text(500)}\n\n{phrase}"))) == []


def test_half_is_the_least() -> None:
    assert LEAST == 0.5
