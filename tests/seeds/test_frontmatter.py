"""The front matter that is written can be read back, whatever the text."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.model.article import Figure
from digest.seeds.article import Draft
from digest.seeds.fields import Source
from digest.seeds.frontmatter import SeedMark, article_digest, article_text, scalar, seed_of, standing_of

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
    draft = Draft(title, day, tags, title, (title,) if title else (), Source(name), ("Text.",), {}, ())
    return article_text(draft, day, "a", {"date": title}, SeedMark(file, "ab" * 32, ""))


@settings(max_examples=400, deadline=None)
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
    assert front["seed"] == {"file": file, "sha256": "ab" * 32, "importer": 2, "written": article_digest(text)}
    assert body == "\nText.\n"
    assert seed_of(text) == SeedMark(file, "ab" * 32, article_digest(text))
    assert standing_of(text).title == title


@pytest.mark.parametrize(
    "text", ["A plain title", "Ministers meet, agree and leave", "R&D at 50%", "U.S. Army's plan (draft)"]
)
def test_ordinary_text_needs_no_quotation_marks(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize(
    "change", [("Text.", "Text"), ("date: 2023", "date: 2024"), ("\n\n", "\n"), ("importer: 2", "importer: 1")]
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
    draft = Draft("A", day, (), "", (), Source(), ("Text.",), {}, (), figures, "A deck: short.")
    front = yaml.safe_load(
        article_text(draft, day, "a", {}, SeedMark("a.txt", "ab" * 32, ""), held=True).split("---\n")[1]
    )
    assert front["deck"] == "A deck: short."
    assert front["figures"] == [{"value": "€5 million: a", "about": "b, c}"}, {"value": "31 tanks"}]
    assert front["draft"] is True
    assert list(front) == ["title", "date", "slug", "deck", "draft", "figures", "seed"]
