"""The front matter that is written can be read back, whatever the text."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.article_file.mark import IMPORTER, SeedMark, article_digest, seed_of
from digest.article_file.standing import standing_of
from digest.article_file.write import NewArticle, article_text, scalar
from digest.model.article import Figure
from digest.text import without_controls
from tests.profiles import examples

AWKWARD = [
    "Yes",
    "no",
    "null",
    "~",
    "1986",
    "1e3",
    "0x10",
    "2023-03-08",
    "12:30:45",
    "- a",
    "a: b",
    "a #b",
    "#a",
    "",
    " a ",
    "'a'",
    '"a"',
]
AWKWARD += [
    "@a",
    "`a",
    "%a",
    "!a",
    "&a",
    "*a",
    "? a",
    "[a]",
    "{a}",
    "a, b",
    "a\\n",
    "😀 a",
    "a\xa0b",
    "a\x85b",
    "a\u2028b",
    "\ufeffa",
    "---",
]
AWKWARD += [
    "a]",
    "a}",
    "a:",
    ": a",
    "|",
    ">",
    "a\ttab",
    "\uffff",
    "=",
    "<<",
    ".",
    ".5",
    "'It's', \"he\" said: x",
    "é",
    "No. 5, and: so",
]
_TITLES = st.one_of(st.sampled_from(AWKWARD), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))


def made(title: str, tags: tuple[str, ...] = (), name: str = "", file: str = "a.txt") -> str:
    day = dt.date(2023, 3, 8)
    return article_text(
        NewArticle(
            title=title,
            day=day,
            slug="a",
            seed=SeedMark(file, "ab" * 32, ""),
            tags=tags,
            summary=title,
            authors=(title,) if title else (),
            source=name,
            review={"date": title},
            body="Text.\n",
        )
    )


@settings(max_examples=examples(quick=150, deep=1500))
@given(_TITLES, st.lists(_TITLES, max_size=3).map(tuple), _TITLES, _TITLES.filter(bool))
@example("a", ("a: b", "c, d"), "x]", 'we"ird: file}.txt')
def test_any_text_is_read_back(title: str, tags: tuple[str, ...], name: str, file: str) -> None:
    text = made(title, tags, name, file)
    _, head, body = text.split("---\n", 1)[0], *text[4:].split("\n---\n", 1)
    front = yaml.safe_load(head)
    assert front["title"] == title
    assert front["date"] == dt.date(2023, 3, 8)
    assert front.get("tags", []) == list(tags)
    assert front.get("source", {}).get("name", "") == name
    assert front["review"] == {"date": title}
    assert front["seed"] == {"file": file, "sha256": "ab" * 32, "importer": IMPORTER, "written": article_digest(text)}
    assert body == "\nText.\n"
    assert seed_of(text) == SeedMark(file, "ab" * 32, article_digest(text))
    assert standing_of(text).title == without_controls(title).strip()  # as the build reads it


@pytest.mark.parametrize(
    "text", ["A plain title", "Ministers meet, agree and leave", "R&D at 50%", "U.S. Army's plan (draft)"]
)
def test_ordinary_text_needs_no_quotation_marks(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize(
    "change",
    [("Text.", "Text"), ("date: 2023", "date: 2024"), ("\n\n", "\n"), (f"importer: {IMPORTER}", "importer: 1")],
)
def test_any_change_is_seen(change: tuple[str, str]) -> None:
    text = made("A title")
    assert article_digest(text.replace(*change)) != article_digest(text)


@pytest.mark.parametrize(
    "text", ["", "no front matter", "---\ntitle: x\n---\nseed: {file: a}", "---\nseed: 5\n---\n", "---\nseed: {\n---\n"]
)
def test_files_that_are_no_imports(text: str) -> None:
    assert seed_of(text) is None


def test_a_deck_and_figures_are_written_and_what_is_not_known_is_left_out() -> None:
    day = dt.date(2023, 3, 8)
    figures = (Figure("€5 million: a", "b, c}"), Figure("31 tanks"))
    mark = SeedMark("a.txt", "ab" * 32, "")
    made = NewArticle(title="A", day=day, slug="a", seed=mark, figures=figures, deck="A deck: short.", held=True)
    front = yaml.safe_load(article_text(made).split("---\n")[1])
    assert front["deck"] == "A deck: short."
    assert front["figures"] == [{"value": "€5 million: a", "about": "b, c}"}, {"value": "31 tanks"}]
    assert front["draft"] is True
    assert front["seed"]["held"] is True
    assert list(front) == ["title", "date", "slug", "deck", "draft", "figures", "seed"]
    text = article_text(made)
    found = seed_of(text)
    assert found == SeedMark("a.txt", "ab" * 32, article_digest(text))  # held or not, it is known for an import
    own = NewArticle(title="A", day=day, slug="a", seed=mark, kept={"draft": True}, held=True)
    front = yaml.safe_load(article_text(own).split("---\n")[1])
    assert (front["draft"], "held" in front["seed"]) == (True, False)  # a draft of its own, whatever is reviewed
