"""Texts about nothing, as many as a test wants: no two have a sentence in common."""

from __future__ import annotations

from random import Random

_WORDS = (
    "ash beam birch bolt bough box cedar chair clerk clock cork desk door elm fence fir flag floor gate glue hinge"
    " kettle ladder lamp larch ledger lime maple minute nail oak panel paint pear pencil pine plank poplar post roof"
    " rope rule sand saw screw shed shelf stair stove table timber tray vote wall wax willow window wire"
)


def sentence(random: Random) -> str:
    """No five words in a row are all those of the pattern, or but for one."""
    words = random.choices(_WORDS.split(), k=12)
    return "The {} {} weighed {} {} against {} {}, and {} {} noted {} {} in {} {}, list {}.".format(
        *words, random.randint(100, 999)
    )


def paragraphs(number: int, count: int = 8) -> list[str]:
    """The paragraphs of text `number`: three sentences each, some 20 words a sentence."""
    random = Random(f"text {number}")
    return [" ".join(sentence(random) for _ in range(3)) for _ in range(count)]


def seed(title: str, paragraphs: list[str], day: str = "8 March 2023") -> str:
    return "\n\n".join((title, "By Ann Doe", day, *paragraphs)) + "\n"
