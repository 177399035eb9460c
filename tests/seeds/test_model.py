"""The model that comes with the program: what is in it, what it loads, and that prose comes through it whole."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pycrfsuite
import pytest

from digest.seeds.drafting import draft_seed, prose_of
from digest.seeds.label import model
from digest.seeds.label.features import Page
from digest.seeds.label.model import LABELS, Model, Tree, Trees, label, probability, shipped
from digest.seeds.label.numbers import SecondLook
from digest.seeds.read.decoding import Decoded
from digest.seeds.words.lexicon import SHIPPED
from digest.seeds.words.sentences import is_prose
from tests.profiles import PROFILE
from tests.views_document import ROOT

FOLDER = Path(model.__file__).with_name("model")
MOST = 1_500_000  # bytes
LONGEST = 60  # characters of what is seen of a line

TEXTS = (
    "The board votes for a new quay",
    "By Ann Doe",
    "The board of the harbour voted on the new quay in the morning, and it was over soon.",
    "Share this",
)


def seen(count: int = len(TEXTS)) -> Page:
    return Page(TEXTS[:count], [False, *[True] * (count - 1)], SHIPPED)


def test_the_model_is_small_and_of_two_files() -> None:
    files = {path.name: path.stat().st_size for path in FOLDER.iterdir()}
    assert files.keys() == {"lines.crfsuite", "trees.json"}
    assert sum(files.values()) <= MOST


def test_no_sentence_is_in_the_model() -> None:
    """Nor any run of more than three words."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(FOLDER / "lines.crfsuite"))
    names = {name for name, _ in tagger.info().state_features}
    assert len(names) > 1000
    assert {name for name in names if len(name) > LONGEST} == set()
    assert {name for name in names if len(re.findall(r"[^\W\d_]+", name.partition("=")[2])) > 3} == set()


def test_the_labels_are_those_of_the_data() -> None:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(FOLDER / "lines.crfsuite"))
    assert set(tagger.labels()) == set(LABELS)


def test_the_trees_ask_for_numbers_that_there_are() -> None:
    trees = msgspec.json.decode((FOLDER / "trees.json").read_bytes(), type=Trees)
    page = seen()
    look = SecondLook(page, shipped().first_look(page))
    (row,) = {len(look.numbers(n)) for n in range(len(TEXTS))}
    (title_row,) = {len(numbers) for numbers in look.title_numbers(look.candidates())}
    for some, length in ((trees.body, row), (trees.title, title_row)):
        assert some
        assert {feature for tree in some for feature in tree.feature} <= set(range(length))
        for tree in some:
            assert len(tree.feature) == len(tree.threshold) == len(tree.left) == len(tree.right)
            # Every node and every leaf is come to in one way.
            ways = sorted((*tree.left, *tree.right))
            assert ways in (
                [*range(-len(tree.leaf), 0), *range(1, len(tree.feature))],
                [-1, -1],  # a tree of one leaf
            )


def test_a_tree_is_walked_to_its_leaf() -> None:
    tree = Tree((1, 0), (2.0, 5.0), (-1, -2), (1, -3), (0.0, 1.0, -1.0))
    chances = [probability([tree], row) for row in ([0.0, 2.0], [5.0, 3.0], [6.0, 3.0])]
    assert [round(chance, 3) for chance in chances] == [0.5, 0.731, 0.269]


def test_a_text_without_lines_has_no_labels() -> None:
    assert label([], [], SHIPPED) == model.Labels((), (), ())


def test_a_line_alone_is_labelled() -> None:
    found = label(["Ümläute"], [False], SHIPPED)
    assert len(found.found) == len(found.body) == len(found.titles) == 1


def test_probabilities_are_probabilities() -> None:
    found = label(TEXTS, [False, True, True, True], SHIPPED)
    assert all(abs(sum(of_line) - 1) < 1e-6 for of_line in found.found)
    assert all(0 <= p <= 1 for p in (*found.body, *(p for p, _ in found.titles)))
    assert found.body[2] > 0.9
    assert found.titles == tuple(sorted(found.titles, key=lambda item: -item[0]))
    assert found.titles[0][1] == 0


def test_the_same_text_has_the_same_labels() -> None:
    assert Model(FOLDER).label(seen()) == Model(FOLDER).label(seen())


def test_nothing_that_trains_is_loaded_to_import() -> None:
    """And what labels is, with the first text."""
    program = f"""
import sys
import digest.seeds.run
from digest.seeds.label.model import label
from digest.seeds.words.lexicon import SHIPPED
print("pycrfsuite" in sys.modules)
label({TEXTS!r}, (False, True, True, True), SHIPPED)
print(*sorted({{"pycrfsuite", "numpy", "scipy", "sklearn", "lightgbm"}} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split("\n") == ["False", "pycrfsuite", ""]


WRAPPED = 12  # breaks that a text has for the program that wraps its lines


def own_prose() -> Iterator[tuple[str, str, list[str]]]:
    """(file, headline, paragraphs of prose) of what the project itself has written, but for what tells its reader to do
    something, as the pages around articles do."""
    for path in sorted([*ROOT.glob("content/**/*.md"), ROOT / "ARCHITECTURE.md"]):
        text = path.read_text(encoding="utf-8")
        stated = re.search(r"^(?:title:|#) (.+)$", text, re.MULTILINE)
        body = text.split("---\n", 2)[2] if text.startswith("---\n") else text
        found = [" ".join(paragraph.split()) for paragraph in prose_of(body)]
        # What begins with a command's name may as well go on from the line above.
        whole = (text for text in found if text.endswith(".") and is_prose(text) and not text[0].islower())
        if paragraphs := list(whole):
            assert stated
            yield path.relative_to(ROOT).as_posix(), stated[1].strip("\"'"), paragraphs


def cuts(paragraphs: list[str]) -> Iterator[list[str]]:
    """Pieces of a text, of several lengths."""
    for size in (1, 3, 8, len(paragraphs)) if PROFILE == "quick" else (1, 2, 3, 5, 8, 13, 21, len(paragraphs)):
        for start in range(0, max(1, len(paragraphs) - size + 1), size if PROFILE == "quick" else max(1, size // 2)):
            yield paragraphs[start : start + size]


@pytest.mark.parametrize("layout", ["blank lines between", "line by line", "hard-wrapped"])
@pytest.mark.parametrize("has_headline", [True, False], ids=["headline", "no headline"])
def test_prose_without_a_page_around_it_comes_through_whole(layout: str, has_headline: bool) -> None:
    between = "\n" if layout == "line by line" else "\n\n"
    lost = []
    for name, headline, paragraphs in own_prose():
        for part in cuts(paragraphs):
            rows = [textwrap.fill(text, 72) if layout == "hard-wrapped" else text for text in part]
            if layout == "hard-wrapped" and sum(row.count("\n") for row in rows) < WRAPPED:
                continue  # of a few lines nothing tells that they are wrapped
            text = between.join([headline, *rows] if has_headline else rows) + "\n"
            draft = draft_seed("a.txt", Decoded(text), SHIPPED)
            gone = [line for line in draft.lines if line.text not in ("", headline)]
            lost += [
                f"{name}, {len(part)} from {part[0][:40]!r}: {line.kind} ({line.rule}, {line.body}) {line.text}"
                for line in gone
                if line.kind not in ("kept", "deck")
            ]
            words = " ".join((draft.deck, *draft.body)).split()
            assert lost or words == " ".join(part).split(), (name, part[0])
    assert lost == []
