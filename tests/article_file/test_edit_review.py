"""What waits for an editor, and how it is closed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from digest.article_file.edit import ArticleFile, rewrite
from digest.article_file.edit_review import Closed, Waiting, closed, waiting
from digest.commands.main import main
from digest.content.scan import Scope, article_files
from digest.errors import Problem
from tests.sites import article, make_site, put

UTC = ZoneInfo("UTC")
HEAD = 'title: "A: b"\ndate: 2023-03-08\nauthor: [Ann Doe, Jo Roe]\nsource: {name: Example Times, url: "https://example.org/"}\n'
TWO = "review:\n  date: the text has none\n  author: a name alone\n"


def file(review: str, tail: str = "draft: true\n") -> str:
    return f"---\n{HEAD}{review}{tail}---\n\nText.\n"


def rows_of(site: Path, *fields: str) -> list[Waiting]:
    unread: list[Problem] = []
    rows, problems = waiting(article_files(Scope(site / "content"), unread), UTC, fields)
    assert (unread, problems) == ([], ())
    return rows


def close(path: Path, *fields: str, still_held: Callable[[Iterable[str]], bool] = any) -> Closed:
    """Closes fields in a file."""
    found = closed(ArticleFile(path, "content/a.md", path.read_bytes()), UTC, fields, still_held)
    assert isinstance(found, Closed)
    assert rewrite([found.change] if found.change else [])[1] == ()
    return found


def refused(path: Path, *fields: str) -> Problem:
    """Why they cannot be closed."""
    found = closed(ArticleFile(path, "content/a.md", path.read_bytes()), UTC, fields)
    assert isinstance(found, Problem)
    return found


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_fields_that_wait(tmp_path: Path) -> None:
    files = {
        "content/a.md": file(TWO),
        "content/b.md": article(review="[source, body, figures]", figures='[{value: "$5 million"}]'),
        "content/c.md": article(summary="A review of the fleet."),
        "content/d.md": article(title="x" * 90, review="[title]"),
    }
    rows = rows_of(make_site(tmp_path, files))
    assert rows[:2] == [
        Waiting("content/a.md", 6, "date", "2023-03-08", "the text has none"),
        Waiting("content/a.md", 6, "author", "Ann Doe, Jo Roe", "a name alone"),
    ]
    assert [(row.field, row.guess, row.why) for row in rows[2:5]] == [
        ("source", "", ""),
        ("body", "", ""),
        ("figures", "$5 million", ""),
    ]
    assert rows[5].guess == "x" * 59 + "…"
    assert len(rows) == 6


def test_only_some_fields_or_files(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": file(TWO), "content/2023/b.md": file(TWO)})
    assert [row.field for row in rows_of(site, "date")] == ["date", "date"]
    code, text = run("review", "--site", site, "content/2023", "--field", "author", "--json")
    assert code == 0
    assert [(row["file"], row["field"]) for row in json.loads(text)["waiting"]] == [("content/2023/b.md", "author")]
    assert run("review", "--site", site, "content/none.md")[0] == 2


def test_faulty_files_are_told_and_the_rest_is_listed(tmp_path: Path) -> None:
    site = make_site(
        tmp_path, {"content/a.md": file(TWO), "content/bad.md": "---\ntitle: x\ndate: never\nreview: [a]\n---\n"}
    )
    code, text = run("review", "--site", site)
    assert code == 0
    assert "content/bad.md:3: " in text
    assert "the text has none" in " ".join(text.split())
    assert "2 fields in 1 article." in text
    assert not (site / "output").exists()


def test_nothing_waits(tmp_path: Path) -> None:
    code, text = run("review", "--site", make_site(tmp_path, {"content/a.md": article()}))
    assert (code, text) == (0, "Nothing waits for an editor.\n")


def test_a_build_says_how_many_wait(tmp_path: Path) -> None:
    site = make_site(
        tmp_path, {"content/a.md": article(review="[date, title]"), "content/b.md": article("B", review="[date]")}
    )
    _, text = run("build", "--site", site)
    assert "2 articles to review, with 3 fields: digest review lists them." in text


LEFT = {
    TWO: "review:\n  author: a name alone\n",
    'review:\n  "date": "one\n    two"\n  author: a name alone\n': "review:\n  author: a name alone\n",
    "review: [date, author]\n": 'review: ["author"]\n',
    "review:\n- date\n- author\n": 'review: ["author"]\n',
    "review: {date: the text has none, author: a name alone}\n": 'review:\n  "author": "a name alone"\n',
    "review: {\n  date: x,\n  author: a name alone\n}\n": "review: {\n  author: a name alone\n}\n",
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(("before", "after"), LEFT.items())
def test_one_field_is_closed_and_every_other_byte_stays(
    tmp_path: Path, before: str, after: str, end: str, mark: str
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes((mark + file(before)).replace("\n", end).encode())
    assert close(path, "date").fields == ("date",)
    assert path.read_bytes() == (mark + file(after)).replace("\n", end).encode()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("tail", ["", "# a note\ndraft: true\n"])
@pytest.mark.parametrize("before", LEFT)
def test_all_fields_are_closed(tmp_path: Path, before: str, tail: str, end: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(file(before, tail).replace("\n", end).encode())
    assert close(path).fields == ("date", "author")
    assert path.read_bytes() == file("", tail).replace("\n", end).encode()
    assert close(path).change is None
    assert [found.name for found in tmp_path.iterdir()] == ["a.md"]


SEED = 'seed: {file: a.txt, sha256: "ab", importer: 2, held: true, written: "cd"}\n'
FREE = 'seed: {file: a.txt, sha256: "ab", importer: 2, written: "cd"}\n'
ASIDE = "deck: 'He said: held: true, and left'\n"


def holds(left: Iterable[str]) -> bool:
    return "date" in left


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{ASIDE}draft: true\n{SEED}", f"{ASIDE}{FREE}"),
        (f"draft: true  # mine\n{SEED}", FREE),
        ("seed:\n  file: a.txt\n  held: true\n  importer: 2\ndraft: true\n", "seed:\n  file: a.txt\n  importer: 2\n"),
        ("seed: {file: a.txt, held: true}\ndraft: true\n", "seed: {file: a.txt}\n"),
        (SEED, FREE),  # published by hand before
    ],
)
def test_what_the_import_held_is_released_with_the_last_field_that_holds_it(
    tmp_path: Path, before: str, after: str, end: str
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(file(TWO, before).replace("\n", end).encode())
    found = close(path, "author", still_held=holds)
    assert (found.fields, found.is_released) == (("author",), False)
    assert path.read_bytes() == file("review:\n  date: the text has none\n", before).replace("\n", end).encode()
    found = close(path, "date", still_held=holds)
    assert (found.fields, found.is_released) == (("date",), "draft" in before)
    assert path.read_bytes() == file("", after).replace("\n", end).encode()


def test_what_is_held_with_nothing_in_review_is_released_too(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(file("", f"draft: true\n{SEED}"))
    found = close(path)
    assert (found.fields, found.is_released) == ((), True)
    assert path.read_text() == file("", FREE)


@pytest.mark.parametrize("tail", ["draft: true\n", f"draft: true\n{FREE}"])
def test_a_draft_of_an_editor_s_own_stays_one(tmp_path: Path, tail: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(file(TWO, tail))
    assert not close(path).is_released
    assert path.read_text() == file("", tail)


def test_a_draft_that_cannot_be_released_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(file(TWO, f'"draft": true\n{SEED}'))
    assert "Take out by hand: date, author, draft." in str(refused(path))


@pytest.mark.parametrize(("hold", "released"), [("auto", True), ("true", False), ("false", True)])
def test_which_fields_hold_is_what_the_site_says(tmp_path: Path, hold: str, released: bool) -> None:
    files = {"content/a.md": file(TWO, f"draft: true\n{SEED}")}
    site = make_site(tmp_path, files, f"title: x\nimport: {{hold: {hold}}}\n")
    (row, _) = rows_of(site)
    assert row.held
    assert (
        json.loads(run("review", "--site", site, "--json", "--done", "content/a.md", "author")[1])["released"] is False
    )
    put(site, files)
    answer = json.loads(run("review", "--site", site, "--json", "--done", "content/a.md", "date")[1])
    assert (answer["closed"], answer["released"]) == (["date"], released)
    assert ("draft: true" in (site / "content/a.md").read_text()) is not released


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (file(TWO), "'title' is not in its 'review'. There is: date, author."),
        ("---\ntitle: x\n---\n", "'date' is missing."),
        (file('"review":\n  title: x\n'), "cannot be changed from here. Take out by hand: title."),
    ],
)
def test_what_cannot_be_closed_stays(tmp_path: Path, text: str, fact: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    assert fact in str(refused(path, "title"))
    assert path.read_text(encoding="utf-8") == text


def test_closing_by_command(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": file(TWO)})
    assert run("review", "--site", site, "--done", site / "content/a.md", "date") == (0, "content/a.md: date closed.\n")
    assert run("review", "--site", site, "--done", "content/a.md", "title")[0] == 1
    assert run("review", "--site", site, "--done", "content/a.md") == (0, "content/a.md: author closed.\n")
    assert run("review", "--site", site, "--done", "content/a.md") == (0, "content/a.md: nothing waits in it.\n")
    assert (site / "content/a.md").read_text(encoding="utf-8") == file("")
