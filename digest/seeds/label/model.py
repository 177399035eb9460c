"""The model: it looks at the lines of a text twice, and says of each how probably it is what.

First a linear-chain conditional random field (Lafferty et al., 2001; CRFsuite's own format) labels the lines in their
order. Then boosted trees (Friedman, 2001; flat lists in JSON) look again at each line that is not settled, with what
was found of those around it; and others rank the lines that could be the headline. `train` makes them of labelled
lines.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from digest.seeds.label.features import Page
from digest.seeds.label.numbers import Probabilities, SecondLook
from digest.seeds.words.lexicon import Lexicon

if TYPE_CHECKING:
    import pycrfsuite

LABELS = "BTAEX"
"""Body, title, author, date, other: the labels of the first look, as the data has them."""

_SETTLED = 0.01
"""A line that the first look gives less than this to be of the body, or to be none, is not looked at again."""


class Labels(msgspec.Struct, frozen=True):
    """What a text's lines are: `found` says of each what the first look found, `body` how probably it is of the body,
    `titles` the lines that could be the headline, each with the probability that it is, the best first."""

    found: tuple[Probabilities, ...]
    body: tuple[float, ...]
    titles: tuple[tuple[float, int], ...]


class Tree(msgspec.Struct, frozen=True, array_like=True):
    """At node n a row goes to `left[n]` if its number `feature[n]` is at most `threshold[n]`, else to `right[n]`; below
    zero stands the leaf."""

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    leaf: tuple[float, ...]


class Trees(msgspec.Struct, frozen=True):
    body: tuple[Tree, ...]
    title: tuple[Tree, ...]


def probability(trees: Sequence[Tree], row: Sequence[float]) -> float:
    """What the trees say of a row: the sum of the leaves that it comes to, as a probability."""
    total = 0.0
    for tree in trees:
        node, feature, threshold, left, right = 0, tree.feature, tree.threshold, tree.left, tree.right
        while node >= 0:
            node = left[node] if row[feature[node]] <= threshold[node] else right[node]
        total += tree.leaf[-node - 1]
    return 1 / (1 + math.exp(-total))


def first_look(tagger: pycrfsuite.Tagger, features: list[list[str]]) -> list[Probabilities]:
    """What the random field says of lines of which this is seen. A label that it was never shown nothing is."""
    if not features:
        return []
    tagger.set(features)
    known, ask = tagger.labels(), tagger.marginal
    rows = [[ask(label, n) if label in known else 0.0 for label in LABELS] for n in range(len(features))]
    return [(b, t, a, e, x) for b, t, a, e, x in rows]


class Model:
    """A model in a folder: `lines.crfsuite` and `trees.json`."""

    def __init__(self, folder: Path) -> None:
        import pycrfsuite  # loaded with the first text that is labelled

        self._tagger: pycrfsuite.Tagger = pycrfsuite.Tagger()
        self._tagger.open(str(folder / "lines.crfsuite"))
        self._trees = msgspec.json.decode((folder / "trees.json").read_bytes(), type=Trees)

    def first_look(self, page: Page) -> list[Probabilities]:
        return first_look(self._tagger, page.features())

    def label(self, page: Page) -> Labels:
        found = self.first_look(page)
        look = SecondLook(page, found)
        body = [
            p[0] if min(p[0], 1 - p[0]) < _SETTLED else probability(self._trees.body, look.numbers(n))
            for n, p in enumerate(found)
        ]
        candidates = look.candidates()
        ranked = [
            (probability(self._trees.title, row), n)
            for row, n in zip(look.title_numbers(candidates), candidates, strict=True)
        ]
        return Labels(tuple(found), tuple(body), tuple(sorted(ranked, key=lambda item: (-item[0], item[1]))))


@cache
def shipped() -> Model:
    """The model that comes with the program. It lies in a folder of its own: a program in a ZIP file has none."""
    with resources.as_file(resources.files(__package__).joinpath("model")) as folder:
        return Model(folder)


def label(texts: Sequence[str], is_parted: Sequence[bool], lexicon: Lexicon) -> Labels:
    """What the lines of a text are. `is_parted` says of each whether an empty line stands before it."""
    return shipped().label(Page(texts, is_parted, lexicon))
