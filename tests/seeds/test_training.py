"""Training: the same data make the same model, what is left out is not in it, and its measure is what it says."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pycrfsuite
import pytest

from digest.seeds.label.features import Page
from digest.seeds.label.model import Labels, Model
from digest.seeds.label.train import FOLDS, Labelled, Trainer, main, measured, read_labelled
from digest.seeds.words.lexicon import SHIPPED
from tests.seeds.plain_texts import sentence
from tests.views_document import ROOT

LEFT_OUT = 2
AROUND = ("Home", "News", "Share this", "Follow us", "Sign up for our newsletter", "More stories", "Read more", "Terms")


def publishers(fold: int, count: int) -> list[str]:
    """Invented ones whose pages are in this fold."""
    names = (f"The Harbour Paper {n}" for n in range(1000))
    return list(islice((name for name in names if Labelled(name, "", (), (), ()).fold == fold), count))


def page_of(publisher: str, number: int, *more: str) -> dict[str, Any]:
    """A page as the training wants it. Among its body's lines are short ones, and others that are like them but for
    their first word, which is one of `more`."""
    random = Random(f"{publisher} {number}")
    title = " ".join(sentence(random).split()[:7])
    body = [" ".join(sentence(random) for _ in range(2)) for _ in range(random.randrange(3, 6))]
    lines = [[text, "X", random.randrange(2)] for text in random.sample(AROUND, 4)]
    lines += [[title, "T", 1], ["By Ann Doe", "A", 1], [f"{random.randrange(1, 28)} March 2023", "E", 0]]
    for text in body:
        lines.append([text, "B", 1])
        for first in random.sample([*more, "Oaken", "Cedar", "Beech"], len(more) + 3):
            lines.append(
                [f"{first} gates stand {random.randrange(100, 999)} in the wall.", "X" if first in more else "B", 1]
            )
    lines += [[text, "X", random.randrange(2)] for text in random.sample(AROUND, 4)]
    return {"id": f"{publisher}/{number}", "publisher": publisher, "title": title, "lines": lines}


def write_pages(folder: Path, pages: list[dict[str, Any]]) -> Path:
    folder.mkdir()
    rows = [json.dumps(page) + "\n" for page in pages]
    (folder / "a.jsonl").write_text("".join(rows[::2]), encoding="utf-8")
    with gzip.open(folder / "b.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(rows[1::2])
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of four publishers in each of three folds, with a word of each fold's own, and one of three publishers."""
    pages = []
    for fold in (1, LEFT_OUT, 3):
        for n, name in enumerate(publishers(fold, 4)):
            own = [f"Own{'abcd'[fold]}", *(["Seldomly"] if n == 0 else [])]
            pages += [page_of(name, number, *own) for number in range(3)]
    return write_pages(tmp_path_factory.mktemp("data") / "lines", pages)


def words_of(folder: Path) -> set[str]:
    """The features of a model."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(folder / "lines.crfsuite"))
    return {name for name, _ in tagger.info().state_features}


@pytest.fixture(scope="module")
def trained(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("trained")
    main([str(data), "--into", str(into)])
    return into


def test_the_same_data_make_the_same_bytes(data: Path, trained: Path, tmp_path: Path) -> None:
    """In another process too, where sets have another order."""
    command = [sys.executable, "-m", "digest.seeds.label.train", str(data), "--into", str(tmp_path / "again")]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7"})
    for name in ("lines.crfsuite", "trees.json"):
        assert (tmp_path / "again" / name).read_bytes() == (trained / name).read_bytes(), name
    assert {path.name for path in trained.iterdir()} == {"lines.crfsuite", "trees.json"}


def test_what_was_trained_labels(trained: Path) -> None:
    lines = page_of("A paper that nobody has met", 1)["lines"]
    found = Model(trained).label(Page([line[0] for line in lines], [bool(line[2]) for line in lines], SHIPPED))
    assert [p > 0.5 for p in found.body] == [line[1] == "B" for line in lines]
    assert lines[found.titles[0][1]][1] == "T"


def test_publishers_that_are_left_out_are_not_in_the_model(data: Path, trained: Path, tmp_path: Path) -> None:
    owns = {"w0=owna", "w0=ownb", "w0=ownc", "w0=ownd"}
    assert words_of(trained) & owns == {"w0=ownb", "w0=ownc", "w0=ownd"}
    main([str(data), "--into", str(tmp_path), "--leave-out", str(LEFT_OUT)])
    assert words_of(tmp_path) & owns == {"w0=ownb", "w0=ownd"}


def test_words_of_three_publishers_are_not_learnt(trained: Path) -> None:
    assert {name for name in words_of(trained) if "seldomly" in name} == set()


def test_a_check_judges_every_fold_and_keeps_nothing(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(data), "--into", str(tmp_path / "none"), "--check"])
    told = capsys.readouterr().out.splitlines()
    assert [line for line in told if not line.startswith((" ", "12 ", "36 "))] == ["fold 1", "fold 2", "fold 3", "all"]
    assert told[-5].startswith("36 pages; titles right ")
    assert not (tmp_path / "none").exists()


def test_the_example_in_the_document_is_read(tmp_path: Path) -> None:
    document = (ROOT / "docs" / "import-model.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```json\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
    (tmp_path / "a.jsonl").write_text(example.replace("\n", "") + "\n", encoding="utf-8")
    (page,) = read_labelled(tmp_path)
    assert page.labels == tuple("XTAEBX")
    assert page.has_title(page.texts[1])
    assert page.is_parted == (False, True, True, False, True, True)


GOOD = json.dumps(page_of("A", 1))


@pytest.mark.parametrize(
    ("row", "fact"),
    [
        ("{", "truncated"),
        ("[]", "Expected `object`, got `array`"),
        ('{"lines": [["A", "B", 0]]}', "missing required field `publisher`"),
        ('{"publisher": "A", "lines": []}', "length >= 1 - at `$.lines`"),
        ('{"publisher": "A", "lines": [["A", "Z", 0]]}', "Invalid enum value 'Z' - at `$.lines[0][1]`"),
        ('{"publisher": "A", "lines": [["A", "B"]]}', "length 3 - at `$.lines[0]`"),
        ('{"publisher": "A", "lines": [[5, "B", 0]]}', "Expected `str`, got `int` - at `$.lines[0][0]`"),
        ('{"publisher": "A", "lines": [["A", "B", 2]]}', "Invalid enum value 2 - at `$.lines[0][2]`"),
    ],
)
def test_a_mistake_in_the_data_is_told_with_its_line(tmp_path: Path, row: str, fact: str) -> None:
    (tmp_path / "a.jsonl").write_text(f"{GOOD}\n{row}\n", encoding="utf-8")
    with pytest.raises(SystemExit) as told:
        main([str(tmp_path), "--into", str(tmp_path / "model")])
    assert str(told.value).startswith(f"{tmp_path / 'a.jsonl'}, line 2: no page of labelled lines. ")
    assert fact in str(told.value)
    assert not (tmp_path / "model").exists()


def test_bytes_that_are_no_text_and_files_that_are_cut_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(GOOD.encode() + b'\n{"publisher": "\xff", "lines": [["A", "B", 0]]}\n')
    with pytest.raises(ValueError, match=r"a\.jsonl, line 2: "):
        read_labelled(tmp_path)
    (tmp_path / "a.jsonl").unlink()
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(f"{GOOD}\n".encode())[:-12])
    with pytest.raises(ValueError, match=r"b\.jsonl\.gz cannot be read to its end: "):
        read_labelled(tmp_path)


def test_too_little_to_train_on_is_told(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"has no \*\.jsonl or \*\.jsonl\.gz"):
        main([str(tmp_path)])
    one = publishers(1, 1)[0]
    folder = write_pages(tmp_path / "lines", [page_of(one, number) for number in range(3)])
    with pytest.raises(SystemExit, match="more publishers"):
        main([str(folder), "--into", str(tmp_path / "model")])
    assert not (tmp_path / "model").exists()


def test_data_need_not_have_authors_and_dates(tmp_path: Path) -> None:
    pages = [page_of(name, number) for fold in (1, 3) for name in publishers(fold, 4) for number in range(2)]
    for page in pages:
        page["lines"] = [line for line in page["lines"] if line[1] not in "AE"]
    main([str(write_pages(tmp_path / "lines", pages)), "--into", str(tmp_path / "model")])
    found = Model(tmp_path / "model").first_look(Page(["Home", "By Ann Doe"], [False, True], SHIPPED))
    assert [line[2:4] for line in found] == [(0.0, 0.0)] * 2


@pytest.fixture
def page() -> Labelled:
    return Labelled(
        "A paper",
        "The board votes",
        ("My home", "The board votes", "By Ann Doe", "It was over soon.", "Tell us", "Then she left.", "Go on", "Up"),
        ("X", "T", "A", "B", "X", "B", "X", "X"),
        (False, True, True, True, False, True, True, True),
    )  # fmt: skip


def test_the_article_alone(page: Labelled) -> None:
    whole = page.alone(1000)
    assert whole.texts == ("The board votes", "By Ann Doe", "It was over soon.", "Then she left.")
    assert whole.labels == ("T", "A", "B", "B")
    assert len(set(whole.is_parted[1:])) == 1
    assert not whole.is_parted[0]
    short = page.alone(1)
    assert short.texts == ("The board votes", "By Ann Doe", "It was over soon.")
    assert (short.publisher, short.title) == (page.publisher, page.title)


def test_pages_of_one_publisher_are_in_one_fold(page: Labelled) -> None:
    assert page.fold == page.alone(1).fold
    assert {Labelled(f"Paper {n}", "", (), (), ()).fold for n in range(50)} == set(range(FOLDS))


def test_a_page_whose_paragraphs_were_forgotten_is_not_trusted(page: Labelled) -> None:
    assert page.is_trusted(0)
    long = " ".join(["word"] * 20)
    forgotten = Labelled("A", "", (long, long), ("B", "X"), (False, True))
    assert forgotten.is_trusted(1)
    assert not forgotten.is_trusted(0.9)
    assert not Labelled("A", "", (long,), ("X",), (False,)).is_trusted(1)
    half = Labelled("A", "", (long,), ("B",), (False,), covered=0.5)
    assert half.is_trusted(0.5)
    assert not half.is_trusted(0.4)


def test_how_much_of_an_article_was_found_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"publisher": "A", "cov": 0.8, "lines": [["A b", "B", 0]]}\n' + GOOD + "\n")
    assert [page.covered for page in read_labelled(tmp_path)] == [0.8, 1.0]


def test_articles_alone_are_learnt_too(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Labelled] = []
    monkeypatch.setattr(Trainer, "train", lambda self, _, chosen: taken.extend(self.pages[n] for n in chosen))
    main([str(data), "--into", str(tmp_path), "--leave-out", str(LEFT_OUT)])
    whole = [page for page in taken if "X" in page.labels]
    alone = [page for page in taken if "X" not in page.labels]
    assert len(whole) == 24
    assert {page.texts for page in alone} == {page.alone(most).texts for page in whole for most in (6, 1000)}


def test_the_measure(page: Labelled) -> None:
    """Of one page all is right; of the other three of the body's seven words are lost, a line of three stays (one word
    is no line), and the title is wrong at .75."""
    none = ((0.2, 0.2, 0.2, 0.2, 0.2),) * 8
    right = Labels(none, (0.0, 0.1, 0.1, 0.9, 0.2, 0.9, 0.0, 0.9), ((0.95, 1), (0.2, 0)))
    wrong = Labels(none, (0.0, 0.1, 0.1, 0.9, 0.55, 0.35, 0.0, 0.9), ((0.75, 0), (0.2, 1)))
    told = list(measured([(page, right), (page, wrong)]))
    assert told[0] == (
        "2 pages; titles right 0.500; wrong 0.500 at 0.5, 0.500 at 0.7, 0.000 at 0.8, 0.000 at 0.9; "
        "doubted 0.000, 0.000, 0.500, 0.500"
    )
    assert told[1:] == [
        "    from 0.3: keep 1.0000 leaked 0.1667",
        "    from 0.4: keep 0.7857 leaked 0.1667",
        "    from 0.5: keep 0.7857 leaked 0.1667",
        "    from 0.6: keep 0.7857 leaked 0.0000",
    ]


def test_lines_that_were_wrapped_are_learnt_as_the_paragraphs_they_are(tmp_path: Path) -> None:
    wrapped: list[list[Any]] = [
        ["The board of the harbour met in the morning, and nobody had asked for", "B", 1],
        ["more than a year what the quay would cost, and who was to pay for it", "B", 0],
        ["in the end.", "B", 0],
    ]
    page = {"publisher": "a", "title": "Quay", "lines": [["Quay", "T", 0], *wrapped, ["Share", "X", 1]]}
    (tmp_path / "a.jsonl").write_text(json.dumps(page), encoding="utf-8")
    (read,) = read_labelled(tmp_path)
    assert read.texts == ("Quay", " ".join(text for text, _, _ in wrapped), "Share")
    assert (read.labels, read.is_parted) == (("T", "B", "X"), (False, True, True))
