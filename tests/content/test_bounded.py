"""No article holds up a build: what takes too long, or stands too deeply in itself, is a problem of its own."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest import apart
from digest.content.bounded import APART, may_take_long, parse_chunk
from digest.content.engines import python_markdown
from digest.content.engines.headings import Names
from digest.content.losses import MOST
from digest.content.parse import ParseSettings, parse
from digest.settings.config import Engine
from digest.settings.sources import Rights
from tests.bench.corpus import articles
from tests.sites import CONFIG, article, body_of, build, differences_from_clean, make_site, problems_of, put

SETTINGS = ParseSettings("UTC", (), True)
SLOW = "Text.\n\n" + "[" * 30_000


@pytest.fixture
def shorter(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    APART.close()
    monkeypatch.setattr(apart, "SECONDS", 1)
    monkeypatch.setattr(apart, "BY_THE_CLOCK", 5)
    yield
    APART.close()


@pytest.mark.usefixtures("shorter")
def test_a_text_that_takes_too_long_is_a_problem_with_its_line(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(), "content/slow.md": article("B", body=SLOW)})
    for _ in range(2):
        assert problems_of(site) == [
            "content/slow.md:8: it takes longer to read than any article does. "
            "Divide it into several, and take out what repeats a sign such as [, < or > very often."
        ]
    assert not list((site / "output").glob("*.html"))
    put(site, {"content/slow.md": article("B", body="Text.")})
    build(site)
    assert body_of(site, "2023/03/08/b/") == "<p>Text.</p>"
    assert differences_from_clean(site) == []


@pytest.mark.usefixtures("shorter")
def test_one_slow_text_does_not_stop_the_others() -> None:
    long = article("C", body="Text.\n\n" * 4000)
    files = [("slow.md", article("B", body=SLOW).encode()), ("long.md", long.encode()), ("a.md", article().encode())]
    slow, other, short = parse_chunk(SETTINGS, Rights(), files)
    assert slow.problems
    assert slow.article is None
    assert other.article
    assert short.article


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
def test_a_long_text_is_read_as_it_is_here(engine: Engine) -> None:
    settings = ParseSettings("UTC", (), True, engine)
    body = "## One\n\n[a](b.md) ![c](d.png) <i onclick='x()'>e</i> [f](#g)\n\nText & *more*.\n\n" * 400
    data = article(body=body).encode()
    assert may_take_long(data)
    (made,) = parse_chunk(settings, Rights(), [("a.md", data)])
    assert made.seconds > 0
    again = parse(settings, "a.md", data)
    assert (made.article, made.html, made.problems) == (again.article, again.html, again.problems)
    assert made.article
    assert made.article.references
    assert made.article.losses


def test_a_process_that_ends_is_a_problem_and_the_next_text_has_another(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [("a.md", article(body="Text.\n\n" * 4000).encode())]
    first = parse_chunk(SETTINGS, Rights(), files)[0]
    assert APART._process
    APART._process.kill()
    (killed,) = parse_chunk(SETTINGS, Rights(), files)
    assert [problem.fact for problem in killed.problems] == ["it cannot be read to the end."]
    assert parse_chunk(SETTINGS, Rights(), files)[0].html == first.html


def test_without_room_for_a_process_a_text_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("no room")

    APART.close()
    monkeypatch.setattr("subprocess.Popen", refused)
    assert parse_chunk(SETTINGS, Rights(), [("a.md", article(body="Text.\n\n" * 4000).encode())])[0].article


def test_ordinary_articles_are_read_in_place() -> None:
    assert not any(may_take_long(made.body.encode()) for made in articles(1000))


NESTED = {
    "quotations": ">" * 3000 + " a",
    "quotations apart": "> " * 3000 + "a",
    "numbers": "1. " * 3000 + "a",
    "signs": "- " * 3000 + "a",
    "elements": "<div>" * 3000 + "a",
    "elements in a line": "a " + "<span>" * 3000,
    "lists": "\n".join(f"{'    ' * n}- a" for n in range(400)),
}


@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
@pytest.mark.parametrize("body", NESTED.values(), ids=NESTED.keys())
def test_what_stands_deeply_in_itself_is_told_or_shown(body: str, engine: Engine) -> None:
    settings = ParseSettings("UTC", (), True, engine)
    started = time.process_time()
    made = parse(settings, "a.md", article(body=body).encode())
    assert time.process_time() - started < 5
    told = ["quotations, lists or elements stand too deeply in each other to be read."]
    assert made.article or [problem.fact for problem in made.problems] == told


def test_what_is_as_deep_as_browsers_take_it_is_shown() -> None:
    for tag, deep in (("div", 240), ("p", 3000), ("b", 240)):
        body = f"<{tag}>" * deep + "a"
        assert parse(SETTINGS, "a.md", article(body=body).encode()).article, tag


def test_a_text_that_fails_leaves_no_trace_in_the_next(tmp_path: Path) -> None:
    text = "- a\n\n    b\n\n> c\n\n1. d\n\nText[^1]\n\n[^1]: e"
    alone = python_markdown.to_html(text)
    with pytest.raises(RecursionError):
        python_markdown.to_html("1. " * 3000 + "a\n\n" + text)
    assert python_markdown.to_html(text) == alone


def test_what_is_deeper_than_browsers_take_it_is_told() -> None:
    for body in ("<div>" * 260 + "a", "> " * 260 + "a"):
        settings = ParseSettings("UTC", (), True, "commonmark")
        assert [problem.line for problem in parse(settings, "a.md", article(body=body).encode()).problems] == [5]


def test_many_headings_of_one_text_take_their_time_and_no_more() -> None:
    names = Names()
    started = time.process_time()
    assert [names.of("a") for _ in range(20_000)][-1] == "a-20000"
    assert time.process_time() - started < 3


def test_of_very_many_losses_the_first_are_told() -> None:
    body = " ".join(f"<b on{n}='x'>a</b>" for n in range(MOST + 10))
    made = parse(SETTINGS, "a.md", article(body=body).encode())
    assert made.article
    assert len(made.article.losses) == MOST + 1
    assert made.article.losses[-1].fact == "and 10 more such things are taken out."


def test_the_process_ends_with_the_one_that_asks(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(body="Text.\n\n" * 4000)}, CONFIG)
    build(site)
    process = APART._process
    assert process
    assert process.poll() is None
    APART.close()
    assert process.poll() is not None
    assert os.getpid() != process.pid
