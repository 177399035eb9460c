"""Words and headings of a body."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from digest.content.outline import headings_in, opening_of, words_in
from digest.model.article import Heading
from tests.sites import article, build, make_site, page


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", 0),
        ("<p>One two.</p>\n<p>Three</p>", 3),
        ('<p>One <a href="of many words">two</a>.</p>', 2),
        ("<p>北约秘书长说</p>", 4),
        ("<p>Łódź é</p>", 2),
    ],
)
def test_words(html: str, words: int) -> None:
    assert words_in(html) == words


def test_headings_are_those_to_which_links_lead() -> None:
    html = '<h2 id="a">One &amp; <em>two</em></h2><p>x</p><h3 class="b" id="c">Three</h3><h2>No id</h2><h2 id="d"></h2>'
    assert headings_in(html) == (Heading("a", "One & two", 2), Heading("c", "Three", 3))


@pytest.mark.parametrize(
    ("html", "opening"),
    [
        ("", ""),
        ("<h2>Head</h2>", ""),
        ('<p><img src="a.png"></p><p class="x">One &amp; <em>two</em>.</p><p>Three.</p>', "One & two."),
        (f"<p>One. {'word ' * 40}</p>", "One."),
        (f"<p>{'word ' * 40}</p>", f"{'word ' * 30}word…"),
        (f"<p>{'x' * 300}</p>", f"{'x' * 159}…"),
    ],
)
def test_the_opening_is_the_first_sentences_of_the_text(html: str, opening: str) -> None:
    assert opening_of(html) == opening


@pytest.mark.parametrize("sign", ["<", "<p>", "<p", "</p>", "<h2>", '<h2 id="a">', "<h2 id=", "</h2>"])
def test_hostile_bodies_take_linear_time(sign: str) -> None:
    begun = time.process_time()
    headings_in(sign * 50_000)
    opening_of(sign * 50_000)
    words_in(sign * 50_000)
    assert time.process_time() - begun < 2


def test_a_long_text_has_its_contents(tmp_path: Path) -> None:
    body = "\n\n".join(f"## Part {n}\n\n{'word ' * 250}" for n in range(3))
    files = {"content/a.md": article("Long", body=body), "content/b.md": article("Short", body="## A")}
    site = make_site(tmp_path, files)
    build(site)
    text = page(site, "2023/03/08/long/")
    assert '<a href="#part-1">Part 1</a>' in text
    assert "3 minutes" in text
    assert 'class="contents"' not in page(site, "2023/03/08/short/")
