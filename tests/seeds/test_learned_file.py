"""learned.yaml is written in place: what an editor has put there stays, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.seeds.memory.learned import Entry, Lesson, Sources, load_learned, read_learned
from digest.seeds.memory.learned_file import HEAD, add_lessons, with_lessons
from digest.seeds.read.stated import Source

LINES = (Lesson("Wire", "out", "Voices: the valley", "a.md"), Lesson("Wire", "out", "- b", "b.md"))
ADDED = '- "Voices: the valley"  # a.md\n{0}- "- b"  # b.md\n'


def added(indent: int) -> str:
    return " " * indent + ADDED.format(" " * indent)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"Wire:\n  out:\n{added(4)}"),
        ("# a", f"# a\nWire:\n  out:\n{added(4)}"),
        ("A: {out: [x]}\n", f"A: {{out: [x]}}\nWire:\n  out:\n{added(4)}"),
        ("Wire:\n", f"Wire:\n  out:\n{added(4)}"),
        ("Wire:  # mine\nB:\n  in: [x]\n", f"Wire:  # mine\n  out:\n{added(4)}B:\n  in: [x]\n"),
        ("Wire:\n  out:\n  - x  # mine\n  in: [y]\n", f"Wire:\n  out:\n  - x  # mine\n{added(2)}  in: [y]\n"),
        (
            "Wire:\n  in:\n    - y  # mine\n\n# b\nB: {}\n",
            f"Wire:\n  in:\n    - y  # mine\n  out:\n{added(4)}\n# b\nB: {{}}\n",
        ),
        ("Wire:\n   out:  # mine\n   in: [y]\n", f"Wire:\n   out:  # mine\n{added(5)}   in: [y]\n"),
        ("Wire:\n  out: [x]  # mine\n", 'Wire:\n  out: [x, "Voices: the valley", "- b"]  # mine\n'),
        ("Wire:\n  out: [\n    x,\n  ]\n", 'Wire:\n  out: [\n    x, "Voices: the valley", "- b"\n  ]\n'),
        ("Wire: {out: []}\n", 'Wire: {out: ["Voices: the valley", "- b"]}\n'),
        ("Wire: {in: [y]}\n", 'Wire: {in: [y], out: ["Voices: the valley", "- b"]}\n'),
        ("Wire: {}\n", 'Wire: {out: ["Voices: the valley", "- b"]}\n'),
        ("'Wire':\n  out:\n    - |\n      x\n  in: [y]\n", f"'Wire':\n  out:\n    - |\n      x\n{added(4)}  in: [y]\n"),
    ],
)
def test_lines_are_put_where_those_of_the_source_stand(before: str, after: str) -> None:
    assert with_lessons(before, LINES) == after


def test_other_lessons_have_their_places() -> None:
    lessons = (
        Lesson("Wire", "source", "The Wire", "a.md"),
        Lesson("Wire", "title_without", "| Wire", "a.md"),
        Lesson("Wire", "author", "Ann Doe Wire", "a.md", "Ann Doe"),
        Lesson("Wire", "author", "DOE", "a.md", "Ann Doe"),
        Lesson("Hill", "in", "x", "b.md"),
    )
    entry = Entry(source="The Wire", title_without=("| Wire",), author={"Ann Doe Wire": "Ann Doe", "DOE": "Ann Doe"})
    for before in ("", "Wire:\n", "Wire: {}\n", "Wire: {author: {}}\n", "Wire:\n  author:\nHill: {}\n"):
        assert read_learned(with_lessons(before, lessons)) == ({"Wire": entry, "Hill": Entry(stay=("x",))}, ())


def test_a_file_s_name_ends_no_line() -> None:
    text = with_lessons("", [Lesson("Wire", "out", "a", "content/a\n  in: [b].md")])
    assert text == "Wire:\n  out:\n    - a  # content/a?  in: [b].md\n"


def test_a_file_is_made_with_what_it_is_at_its_head_and_the_editor_s_bytes_are_kept(tmp_path: Path) -> None:
    assert add_lessons(tmp_path, LINES) is None
    path = tmp_path / "learned.yaml"
    assert path.read_text(encoding="utf-8") == f"{HEAD}Wire:\n  out:\n{added(4)}"
    path.write_bytes("\ufeff# Anführung\r\nWire:\r\n  out:\r\n    - ä\r\n".encode())
    assert add_lessons(tmp_path, LINES) is None
    assert (
        path.read_bytes() == ("\ufeff# Anführung\nWire:\n  out:\n    - ä\n" + added(4)).replace("\n", "\r\n").encode()
    )


@pytest.mark.parametrize("text", ["Wire: [", "Wire:\n  outt: [x]\n", "Wire: {out: [x # a\n ]}\n", "- a\n"])
def test_what_cannot_take_a_lesson_is_left_as_it_is_and_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "learned.yaml"
    path.write_text(text, encoding="utf-8")
    problem = add_lessons(tmp_path, LINES)
    assert problem is not None
    assert problem.path == "learned.yaml"
    assert path.read_text(encoding="utf-8") == text


TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).map(str.strip).filter(bool)


@given(source=TEXTS, lines=st.lists(TEXTS, min_size=1, max_size=3, unique=True), before=st.sampled_from(("", HEAD)))
def test_whatever_is_learnt_is_read_as_it_was_or_refused(source: str, lines: list[str], before: str) -> None:
    sources = Sources({})
    lessons = sources.new([Lesson(source, "out", line, "a.md") for line in lines])
    try:
        text = with_lessons(before, lessons)
    except ValueError:
        return
    entries, problems = read_learned(text)
    assert problems == ()
    assert sum(len(entry.out) for entry in entries.values()) == len(lessons)


def test_a_source_is_known_by_its_name_as_it_is_spelt_or_by_its_host() -> None:
    sources = Sources(
        {"Valley Wire": Entry(source="The Valley Post", out=("a b",)), "news.example.org": Entry(stay=("c d",))}
    )
    for source in (Source("VALLEY WIRE"), Source("The Valley Post"), Source("Valley Wire", "https://example.org/")):
        assert sources.of(source).out == {"a b"}
    both = sources.of(Source("Valley Wire", "https://www.news.example.org/a"))
    assert (both.name, sorted(both.out | both.stay)) == ("Valley Wire", ["a b", "c d"])
    assert sources.of(Source("news.example.org", "https://news.example.org/a")).stay == {"c d"}
    assert sources.of(Source()) == sources.of(Source("Other")) == Sources({}).of(Source("Valley Wire"))


def test_what_an_editor_has_put_down_is_not_contradicted() -> None:
    entry = Entry(
        out=("Item 1 of the list",), stay=("Voices",), source="Wire", title_without=("| W",), author={"A": "B"}
    )
    sources = Sources({"wire": entry})
    old = [
        Lesson("Wire", "out", "VOICES", ""),
        Lesson("Wire", "out", "Item 2 of the list", ""),
        Lesson("Wire", "in", "voices!", ""),
        Lesson("Wire", "source", "The Wire", ""),
        Lesson("Wire", "title_without", "| W", ""),
        Lesson("Wire", "author", "A", "", "C"),
    ]
    assert sources.new(old) == []
    new = [Lesson("Wire", "in", "Item 1 of the list", "a"), Lesson("WIRE", "in", "ITEM 1 of the list", "b")]
    assert sources.new(new) == [Lesson("wire", "in", "Item 1 of the list", "a")]


def test_two_entries_for_one_source_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "learned.yaml").write_text("Wire: {out: [a]}\nWIRE: {out: [b]}\n", encoding="utf-8")
    _, problems = load_learned(tmp_path)
    assert list(map(str, problems)) == [
        "learned.yaml:2: 'WIRE' is the same source as 'Wire'. Put what stands below them together."
    ]
