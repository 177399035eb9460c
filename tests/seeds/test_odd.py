"""The project's own odd seeds: what the importer makes of each is held against labels that were written by hand.

`odd/cases` has the seeds, `odd/labels.jsonl` an object for each; `odd/README.md` tells what its keys mean.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from pathlib import Path

import msgspec
import pytest

from digest.seeds.draft import Draft
from digest.seeds.drafting import draft_seed
from digest.seeds.read import read_seed
from digest.seeds.read.decoding import Decoded
from digest.seeds.several import parts_of
from digest.seeds.words.lexicon import SHIPPED

ODD = Path(__file__).parent / "odd"
CASES = ODD / "cases"
MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "\u00ad": None})
ITEM = re.compile(r"^\s*(?:[-*•>#]+|\d+[.)])\s*")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|~$&<])")
ALL_TAGS = 5  # so many right tags are enough for one article
SHARE = 0.85  # of the tags, of recall and of precision over all seeds


class Second(msgspec.Struct, frozen=True):
    """The second article of a seed: its headline, a sentence of it."""

    title: str
    keep: str


class Label(msgspec.Struct, frozen=True):
    """What a careful editor would say of a seed; the strings are exact pieces of it."""

    file: str
    title: str | None
    date: dt.date | None
    author: str | None
    source: str | None
    source_in_text: bool
    boilerplate: tuple[str, ...]
    meta_lines: tuple[str, ...]
    captions: tuple[str, ...]
    keep: tuple[str, ...]
    deck: str | None
    subheads: tuple[str, ...]
    tags_reasonable: tuple[str, ...]
    figures: tuple[str, ...]
    lang: str
    shape: str
    encoding: str = "utf-8"
    title_ok: tuple[str, ...] = ()
    date_ok: tuple[dt.date, ...] = ()
    author_ok: tuple[str, ...] = ()
    source_ok: tuple[str, ...] = ()
    keep_fixed: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    two: bool = False
    second: Second | None = None

    @property
    def left_out(self) -> tuple[str, ...]:
        """Whole lines that must not be lines of the body."""
        return self.boilerplate + self.meta_lines + self.captions


LABELS = tuple(
    msgspec.convert(json.loads(line), Label) for line in (ODD / "labels.jsonl").read_text(encoding="utf-8").splitlines()
)
each = pytest.mark.parametrize("label", LABELS, ids=lambda label: label.file)


def drafts(label: Label) -> tuple[Draft, ...]:
    """The articles that the importer makes of a seed, the first one first."""
    decoded = read_seed(label.file, (CASES / label.file).read_bytes(), SHIPPED)

    def draft(part: Decoded) -> Draft:
        return draft_seed(label.file, part, SHIPPED)

    return tuple(map(draft, parts_of(decoded, SHIPPED, draft)))


def folded(text: str) -> str:
    """Text as it is compared: without Markdown's escapes, kinds of marks and spaces, and case."""
    plain = ESCAPE.sub(r"\1", unicodedata.normalize("NFKC", text).translate(MARKS))
    for reference, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        plain = plain.replace(reference, character)
    return " ".join(plain.split()).casefold()


def lines_of(text: str) -> set[str]:
    """The lines of a text as they are compared, without marks of lists and emphasis."""
    return {folded(ITEM.sub("", line)).strip("*_ ") for line in text.splitlines()} - {""}


def body_of(label: Label) -> str:
    return "\n".join(paragraph for draft in drafts(label) for paragraph in draft.body)


def same_tag(one: str, other: str) -> bool:
    """Tags that say the same: equal, a word of the other, singular and plural, or one within the other."""
    within = len(one) > 4 and len(other) > 4 and (one in other or other in one)
    return within or one in other.split() or other in one.split() or one.rstrip("s") == other.rstrip("s")


@each
def test_title(label: Label) -> None:
    draft = drafts(label)[0]
    if label.title is None:
        assert "title" in draft.review
    else:
        assert folded(draft.title) in {folded(title) for title in (label.title, *label.title_ok)}


def test_a_second_article_has_its_own_title() -> None:
    made = {label.file: [draft.title for draft in drafts(label)[1:]] for label in LABELS}
    wanted = {label.file: [label.second.title] if label.second else [] for label in LABELS}
    assert made == wanted


@each
def test_date(label: Label) -> None:
    draft = drafts(label)[0]
    if label.date is None:
        assert "date" in draft.review or draft.day in label.date_ok
    else:
        assert draft.day in (label.date, *label.date_ok)


@each
def test_author(label: Label) -> None:
    made = folded(", ".join(drafts(label)[0].authors))
    assert made in {folded(author) for author in (label.author or "", *label.author_ok)}


@each
def test_source(label: Label) -> None:
    made = folded(drafts(label)[0].source.name)
    allowed = {folded(name) for name in (label.source or "", *label.source_ok)}
    assert made in (allowed if label.source_in_text else allowed | {""})


@each
def test_nothing_is_lost(label: Label) -> None:
    text = folded(body_of(label) + " " + drafts(label)[0].summary)
    second = (label.second.keep,) if label.second else ()
    assert [piece for piece in (label.keep_fixed or label.keep) + second if folded(piece) not in text] == []


@each
def test_no_boilerplate_is_left(label: Label) -> None:
    body = body_of(label)
    lines, text = lines_of(body), folded(body)
    assert [line for line in label.left_out if lines_of(line) & lines] == []
    assert [piece for piece in label.absent if folded(piece) in text] == []


def test_tags() -> None:
    found = wanted = right = made = 0
    for label in LABELS:
        tags = [folded(tag) for tag in drafts(label)[0].tags]
        reasonable = [folded(tag) for tag in label.tags_reasonable]
        hits = sum(any(same_tag(tag, want) for tag in tags) for want in reasonable)
        found += min(ALL_TAGS, hits)
        wanted += min(ALL_TAGS, len(reasonable))
        right += sum(any(same_tag(tag, want) for want in reasonable) for tag in tags)
        made += len(tags)
    assert found / wanted >= SHARE, f"recall {found}/{wanted}"
    assert right / made >= SHARE, f"precision {right}/{made}"


def test_every_seed_has_a_label() -> None:
    assert [label.file for label in LABELS] == sorted(path.name for path in CASES.glob("*.txt"))


@each
def test_labels_are_of_the_seed(label: Label) -> None:
    seed = (CASES / label.file).read_bytes().decode(label.encoding)
    lines = {line.strip() for line in re.split(r"\r?\n", seed)}
    words = " ".join(seed.split())
    assert [line for line in (*label.left_out, *label.subheads) if line.strip() not in lines] == []
    pieces = (*label.keep, *((label.second.title, label.second.keep) if label.second else ()))
    assert [piece for piece in pieces if " ".join(piece.split()) not in words] == []
    if not label.keep_fixed:
        assert [figure for figure in label.figures if figure.casefold() not in words.casefold()] == []
    kept = {folded(piece) for piece in label.keep}
    assert [line for line in label.left_out if folded(line) in kept] == []
    assert label.two == bool(label.second)
    assert len(label.keep) >= 4
    assert len(label.tags_reasonable) >= 8
