"""Makes the model from labelled lines: python -m digest.seeds.label.train FOLDER [--into FOLDER] [--check]

FOLDER holds files `*.jsonl` or `*.jsonl.gz`, one object a line for each page: `publisher`, `title`, and `lines`, a list
of `[text, label, 1 if an empty line stands before it]`; the labels are B body, T title, A author, E date, X other.
`cov` is the share of the article's text that was found on the page, 1 if it is left out.
Needs the group `train`: pip install --group train. The same data make the same bytes. docs/import-model.md tells more.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal

import msgspec

from digest.files.whole import write_whole
from digest.seeds.label.features import Page
from digest.seeds.label.lines import Line
from digest.seeds.label.model import Labels, Model, Tree, Trees, first_look
from digest.seeds.label.numbers import Probabilities, SecondLook
from digest.seeds.label.paragraphs import blocks, units, wrap_width
from digest.seeds.words.folding import folded
from digest.seeds.words.lexicon import SHIPPED

FOLDS = 5
_OTHER_LABELS_TO_LEARN, _OTHER_LABELS_TO_TRUST = 0.2, 0.1
_LONG = 20  # words of a line that is rather prose than a button
_PUBLISHERS = 4
"""That must have a word for it to be learnt: what one of them says is no rule, and nobody else's to keep."""

_CRF = {"c1": 0.3, "c2": 0.3, "max_iterations": 150, "feature.minfreq": 3, "feature.possible_transitions": True}
_TREES = {
    "objective": "binary",
    "learning_rate": 0.12,
    "lambda_l2": 1.0,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "seed": 1,
    "verbosity": -1,
}
_ROUNDS = 80
_LEAVES, _FEWEST_IN_LEAF = {"body": 16, "title": 10}, {"body": 30, "title": 15}


class Labelled(msgspec.Struct, frozen=True, gc=False):
    """A page whose lines are labelled. `title` is what it is called elsewhere; `covered` is how much of the article's
    text was found on it, so far as whoever made the labels knows."""

    publisher: str
    title: str
    texts: tuple[str, ...]
    labels: tuple[str, ...]
    is_parted: tuple[bool, ...]
    covered: float = 1.0

    @property
    def fold(self) -> int:
        """Pages of one publisher are all in one fold."""
        return int(hashlib.md5(self.publisher.encode()).hexdigest(), 16) % FOLDS

    def is_trusted(self, share: float) -> bool:
        """Whether the words of long lines that are none of the body are at most this share of the body's: where they
        are more, whoever made the labels has forgotten paragraphs."""
        words = [len(text.split()) for text in self.texts]
        body = sum(n for n, label in zip(words, self.labels, strict=True) if label == "B")
        other = sum(n for n, label in zip(words, self.labels, strict=True) if label == "X" and n >= _LONG)
        return body > 0 and other <= share * body and self.covered >= 1 - share

    def alone(self, most: int) -> Labelled:
        """The article as an editor pastes it who has left the page behind: title, author, date and at most so many
        lines of the body, with an empty line between them all or nowhere."""
        body = [n for n, label in enumerate(self.labels) if label == "B"][:most]
        last = body[-1] if body else 0
        own = [n for n, label in enumerate(self.labels) if n <= last and label != "X"]
        parted = len(self.labels) % 2 == 0
        return msgspec.structs.replace(
            self,
            texts=tuple(self.texts[n] for n in own),
            labels=tuple(self.labels[n] for n in own),
            is_parted=(False, *[parted] * (len(own) - 1)),
        )

    def has_title(self, text: str) -> bool:
        return folded(text)[:40] == folded(self.title)[:40]


class _Row(msgspec.Struct):
    publisher: str
    lines: Annotated[
        list[tuple[str, Literal["B", "T", "A", "E", "X"], bool | Literal[0, 1]]], msgspec.Meta(min_length=1)
    ]
    title: str | None = None
    cov: float = 1.0


def read_labelled(folder: Path) -> list[Labelled]:
    """The pages in a folder's files, in order. Raises ValueError naming file and line."""
    return [page for path in sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")]) for page in _read(path)]


def _read(path: Path) -> Iterator[Labelled]:
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as rows:
            for n, row in enumerate(rows, 1):
                try:
                    yield _labelled(msgspec.json.decode(row, type=_Row))
                except (msgspec.MsgspecError, ValueError) as error:
                    raise ValueError(f"{path}, line {n}: no page of labelled lines. {error}.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"{path} cannot be read to its end: {error}") from error


def _labelled(row: _Row) -> Labelled:
    """The page's paragraphs, as the import makes them of its lines. One has the label of most of its lines."""
    lines: list[Line] = []
    labels: dict[int, str] = {}
    for text, label, parted in row.lines:
        lines += [Line(0, "")] if parted and lines else []
        labels[len(lines)] = label
        lines.append(Line(0, text.strip()))
    whole = tuple(lines)
    own = units(whole, wrap_width(blocks(whole)))
    return Labelled(
        row.publisher,
        row.title or "",
        tuple(unit.text for unit in own),
        tuple(Counter(labels[n] for n in unit.indices).most_common(1)[0][0] for unit in own),
        tuple(unit.first > 0 and not whole[unit.first - 1].text for unit in own),
        row.cov,
    )


_MOST_ALONE = (1000, 6)  # lines of the body: all, and a short report's


def _alone(pages: Sequence[Labelled]) -> Iterator[Labelled]:
    """The articles of trusted pages without what is around them, for texts that come so: each once, however often its
    page was rendered."""
    seen = set()
    for page in pages:
        key = page.publisher, page.title
        if key not in seen and page.is_trusted(_OTHER_LABELS_TO_LEARN):
            seen.add(key)
            yield from map(page.alone, _MOST_ALONE)


class Trainer:
    """Trains on pages whose features are taken once."""

    def __init__(self, pages: Sequence[Labelled], work: Path) -> None:
        self.pages, self._work = pages, work
        self.seen = [Page(page.texts, page.is_parted, SHIPPED) for page in pages]
        self._features = [seen.features() for seen in self.seen]

    def train(self, into: Path, chosen: Sequence[int]) -> None:
        """A model of the pages at these places, in the folder `into`. The trees learn from first looks at pages of
        publishers that whoever took them had not seen. Raises ValueError if there are too few."""
        import pycrfsuite

        first: dict[int, list[Probabilities]] = {}
        for fold in sorted({self.pages[n].fold for n in chosen}):
            path = self._work / "part.crfsuite"
            self._train_first(path, [n for n in chosen if self.pages[n].fold != fold])
            tagger = pycrfsuite.Tagger()
            tagger.open(str(path))
            first |= {n: first_look(tagger, self._features[n]) for n in chosen if self.pages[n].fold == fold}
        looks = {n: SecondLook(self.seen[n], found) for n, found in first.items()}
        trees = Trees(self._body_trees(looks), self._title_trees(looks))
        into.mkdir(parents=True, exist_ok=True)
        self._train_first(into / "lines.crfsuite", chosen)
        write_whole(into / "trees.json", msgspec.json.encode(trees))

    def _train_first(self, path: Path, chosen: Sequence[int]) -> None:
        import pycrfsuite

        learnt = [n for n in chosen if self.pages[n].is_trusted(_OTHER_LABELS_TO_LEARN)]
        if not learnt:
            raise ValueError(_TOO_FEW)
        common = self._common_words(learnt)
        trainer = pycrfsuite.Trainer(verbose=False)
        trainer.set_params(_CRF)
        for n in learnt:
            rows = [[name for name in row if not _is_of_words(name) or name in common] for row in self._features[n]]
            trainer.append(rows, self.pages[n].labels)
        trainer.train(str(path))

    def _common_words(self, chosen: Iterable[int]) -> frozenset[str]:
        """The features of words that several publishers' pages have."""
        having: dict[str, set[str]] = defaultdict(set)
        for n in chosen:
            for row in self._features[n]:
                for name in filter(_is_of_words, row):
                    having[name].add(self.pages[n].publisher)
        return frozenset(name for name, publishers in having.items() if len(publishers) >= _PUBLISHERS)

    def _body_trees(self, looks: dict[int, SecondLook]) -> tuple[Tree, ...]:
        rows, wanted = [], []
        for n, look in looks.items():
            page = self.pages[n]
            if page.is_trusted(_OTHER_LABELS_TO_TRUST):
                rows += [look.numbers(line) for line in range(len(page.texts))]
                wanted += [label == "B" for label in page.labels]
        return _boosted(rows, wanted, "body")

    def _title_trees(self, looks: dict[int, SecondLook]) -> tuple[Tree, ...]:
        rows, wanted = [], []
        for n, look in looks.items():
            page = self.pages[n]
            if page.title and any(map(page.has_title, page.texts)):
                candidates = look.candidates()
                rows += look.title_numbers(candidates)
                wanted += [page.has_title(page.texts[line]) for line in candidates]
        return _boosted(rows, wanted, "title")


_TOO_FEW = (
    "There are too few pages to learn from: they must be of more publishers, with the lines of title and body "
    "labelled, and no paragraph of the body forgotten."
)


def _is_of_words(name: str) -> bool:
    return name.startswith(("w", "line="))


def _boosted(rows: list[list[float]], wanted: list[bool], which: str) -> tuple[Tree, ...]:
    import lightgbm
    import numpy as np

    if not any(wanted):
        raise ValueError(_TOO_FEW)
    params = {**_TREES, "num_leaves": _LEAVES[which], "min_data_in_leaf": _FEWEST_IN_LEAF[which]}
    data = lightgbm.Dataset(np.array(rows, dtype=np.float64), np.array(wanted, dtype=np.float64))
    told = lightgbm.train(params, data, num_boost_round=_ROUNDS).dump_model()
    return tuple(_flat(tree["tree_structure"]) for tree in told["tree_info"])


def _flat(root: dict[str, Any]) -> Tree:
    """A tree as lists: see `Tree`."""
    feature: list[int] = []
    threshold: list[float] = []
    sides: tuple[list[int], list[int]] = [], []
    leaves: list[float] = []

    def place(node: dict[str, Any]) -> int:
        if "leaf_value" in node:
            leaves.append(round(node["leaf_value"], 5))
            return -len(leaves)
        here = len(feature)
        feature.append(node["split_feature"])
        threshold.append(float(f"{node['threshold']:.6g}"))
        for side in sides:
            side.append(0)
        for side, child in zip(sides, ("left_child", "right_child"), strict=True):
            side[here] = place(node[child])
        return here

    if place(root) < 0:  # a tree of one leaf
        return Tree((0,), (0.0,), (-1,), (-1,), tuple(leaves))
    return Tree(tuple(feature), tuple(threshold), tuple(sides[0]), tuple(sides[1]), tuple(leaves))


KEEPS = (0.3, 0.4, 0.5, 0.6)
SURE = (0.5, 0.7, 0.8, 0.9)


def measured(judged: Sequence[tuple[Labelled, Labels]]) -> Iterator[str]:
    """How many titles are right, and how many wrong at a probability of at least `SURE`; and which share of the body's
    words stays, and of the other lines of two words and more, if lines below `KEEPS` go: means over the pages."""
    count = len(judged)
    best = [(labels.titles[0][0], page.has_title(page.texts[labels.titles[0][1]])) for page, labels in judged]
    sure = ", ".join(f"{sum(p >= at and not right for p, right in best) / count:.3f} at {at}" for at in SURE)
    doubted = ", ".join(f"{sum(p < at for p, _ in best) / count:.3f}" for at in SURE)
    yield f"{count} pages; titles right {sum(right for _, right in best) / count:.3f}; wrong {sure}; doubted {doubted}"
    for keeps in KEEPS:
        kept, leaked = [], []
        for page, labels in judged:
            words = [len(text.split()) for text in page.texts]
            stays = [p >= keeps for p in labels.body]
            told = {folded(text) for text, stay in zip(page.texts, stays, strict=True) if stay}
            body = {folded(text) for text, label in zip(page.texts, page.labels, strict=True) if label == "B"}
            own = [
                (n, folded(t) in told)
                for n, t, label in zip(words, page.texts, page.labels, strict=True)
                if label == "B"
            ]
            kept.append(sum(n for n, stay in own if stay) / sum(n for n, _ in own))
            others = [
                folded(text) in told
                for text, label in zip(page.texts, page.labels, strict=True)
                if label == "X" and " " in folded(text) and folded(text) not in body
            ]
            leaked += [sum(others) / len(others)] if others else []
        yield f"    from {keeps}: keep {sum(kept) / len(kept):.4f} leaked {sum(leaked) / max(1, len(leaked)):.4f}"


def main(args: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m digest.seeds.label.train", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("folder", type=Path, help="with *.jsonl or *.jsonl.gz")
    parser.add_argument("--into", type=Path, default=Path(__file__).with_name("model"), help="the folder of the model")
    parser.add_argument(
        "--check", action="store_true", help="judge by publishers left out, fold by fold; nothing is kept"
    )
    parser.add_argument(
        "--leave-out",
        type=int,
        metavar="FOLD",
        choices=range(FOLDS),
        help="keep a model that has not seen these publishers",
    )
    given = parser.parse_args(args)
    try:
        _run(given.folder, given.into, given.check, given.leave_out)
    except ValueError as error:
        sys.exit(str(error))


def _run(folder: Path, into: Path, check: bool, leave_out: int | None) -> None:
    pages = read_labelled(folder)
    if not pages:
        raise ValueError(f"{folder} has no *.jsonl or *.jsonl.gz.")
    with TemporaryDirectory() as work:
        trainer = Trainer([*pages, *_alone(pages)], Path(work))
        if check:
            _check(trainer, Path(work) / "model")
        else:
            trainer.train(into, [n for n, page in enumerate(trainer.pages) if page.fold != leave_out])


def _check(trainer: Trainer, into: Path) -> None:
    judged: list[tuple[Labelled, Labels]] = []
    for fold in sorted({page.fold for page in trainer.pages}):
        trainer.train(into, [n for n, page in enumerate(trainer.pages) if page.fold != fold])
        model = Model(into)
        own = [
            (page, model.label(seen))
            for page, seen in zip(trainer.pages, trainer.seen, strict=True)
            if page.fold == fold
            and page.is_trusted(_OTHER_LABELS_TO_TRUST)
            and any(map(page.has_title, page.texts))
            and "X" in page.labels
        ]
        print(f"fold {fold}", *measured(own), sep="\n", flush=True)
        judged += own
    print("all", *measured(judged), sep="\n")


if __name__ == "__main__":
    main()
