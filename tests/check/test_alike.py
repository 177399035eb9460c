"""Which titles and texts are nearly one."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from time import process_time

import pytest

from digest.check.alike import same_texts, same_titles
from digest.model.article import Article, Doubt, Reference
from tests.check.asked import told
from tests.site.made import article as made
from tests.sites import article, make_site

LONG = " ".join(f"word{n}" for n in range(60))


def title_line(path: str, field: str) -> int:
    assert field == "title"
    return 2


def titled(*titles: str, days: int = 1) -> list[str]:
    """The paths of those that are told, when they were published so many days apart."""
    first = dt.date(2023, 3, 8)
    articles = [made(f"{n}", str(first + dt.timedelta(days=n * days)), title=title) for n, title in enumerate(titles)]
    return [finding.path.removeprefix("content/") for finding in same_titles(articles, title_line)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Finland joins NATO", "FINLAND JOINS NATO!"),
        ("Finland joins NATO", "Finland joins “Nato”"),
        ("Zelenskyy’s plan", "Zelenskyy's plan"),
        ("Erdoğan agrees to talks", "Erdogan agrees to talks"),
        ("Finland joins NATO", "NATO: Finland joins"),
        ("NATO chief presses for larger stockpiles", "NATO chief presses for much larger stockpiles"),
        ("NATO chief presses for larger stockpiles", "NATO chief presses for larger stockpile"),
        ("Порошенко едет в Брюссель", "ПОРОШЕНКО едет в Брюссель"),
    ],
)
def test_titles_that_are_nearly_one(one: str, other: str) -> None:
    assert titled(one, other) == ["1.md"]
    assert titled(other, one) == ["1.md"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Finland joins NATO", "Sweden joins NATO"),
        ("Finland joins NATO", "Finland joins"),
        ("Germany sends 14 Leopard tanks to Kyiv", "Germany sends 18 Leopard tanks to Kyiv"),
        ("War in Ukraine: what happened on day 412", "War in Ukraine: what happened on day 413"),
        ("Minister to hold long talks with Iran", "Minister to hold long talks with Iraq"),
        ("The long talks with a minister from Oman", "The long talks with a minister from Roman"),
        ("The war in Ukraine, all on one page", "The war in Ukraine, all 413 on one page"),
        ("Germany to send more tanks to Ukraine", "Poland to send more tanks to Ukraine"),
        ("Talks on the next budget in Austria", "Talks on the next budget in Australia"),
        ("!!!", "???"),
    ],
)
def test_titles_that_are_two(one: str, other: str) -> None:
    assert titled(one, other) == []


def test_the_same_title_is_told_whenever_it_was_and_what_is_near_within_a_month() -> None:
    assert titled("Finland joins NATO", "Finland joins NATO", days=900) == ["1.md"]
    near = ("NATO chief presses for larger stockpiles", "NATO chief presses for much larger stockpiles")
    assert titled(*near, days=31) == ["1.md"]
    assert titled(*near, days=33) == []


def test_a_title_of_very_many_words_takes_no_time() -> None:
    title = " ".join("".join(random.Random(n).choices("abcdefghij", k=8)) for n in range(20_000))
    started = process_time()
    assert titled(title, title.upper()) == ["1.md"]
    assert process_time() - started < 2


def test_one_finding_names_the_first_and_counts_the_others() -> None:
    articles = [made(f"{n}", f"2023-03-{8 + n:02}", title="Finland joins NATO") for n in range(4)]
    found = list(same_titles(articles, title_line))
    assert [str(finding) for finding in found] == [
        f"content/{n}.md:2: its title is nearly that of content/0.md, 'Finland joins NATO'. Say what is new. Keep one "
        "of them, or tie them with 'same_as' if both report one event."
        for n in (1, 2, 3)
    ]


def tied(**fields: object) -> list[Article]:
    return [
        made("a", title="Finland joins NATO"),
        made("b", "2023-03-09", title="Finland joins NATO", **fields),
    ]


def test_what_an_editor_has_tied_is_not_told() -> None:
    articles = tied(same_as=Reference("", "/a.md", 5))
    assert list(same_titles(articles, title_line)) == []
    assert list(same_texts(articles, lambda path: f"<p>{LONG}</p>", title_line)) == []


def test_texts_that_are_nearly_one() -> None:
    texts = {"a.md": f"<p>{LONG}</p>", "b.md": f'<p><a href="x">{LONG.upper()}</a> and more &amp; more</p>'}
    ((pair, finding),) = same_texts(tied(), texts.__getitem__, title_line)
    assert pair == {"a.md", "b.md"}
    assert str(finding).startswith("content/b.md:2: 100% of the shorter text is that of content/a.md too.")
    assert list(same_titles(tied(), title_line, [pair])) == []


def test_texts_that_are_two() -> None:
    texts = {"a.md": f"<p>{LONG}</p>", "b.md": f"<p>{' '.join(reversed(LONG.split()))}</p>"}
    assert list(same_texts(tied(), texts.__getitem__, title_line)) == []


def test_what_waits_for_review_as_a_duplicate_is_not_told_again() -> None:
    articles = tied(review=(Doubt("duplicate", "the same text as content/a.md"),))
    assert list(same_texts(articles, lambda path: f"<p>{LONG}</p>", title_line)) == []


def test_a_text_that_is_there_again_is_told_in_a_site(tmp_path: Path) -> None:
    site = make_site(
        tmp_path,
        {
            "content/a.md": article("One", summary="S.", body=LONG),
            "content/b.md": article("“One”", "2023-03-09", summary="S.", body=LONG + " end"),
        },
    )
    assert told(site) == ["same-text content/b.md:2: 100% of the shorter text is that of content/a.md too."]


@pytest.mark.parametrize(
    "form", ["{n}", "The very same title of{t} all", "What we know at noon today {n}", "Word {w} of it all"]
)
def test_many_titles_take_no_time_out_of_proportion(form: str) -> None:
    words = ["".join(random.Random(n).choices("abcdefghij", k=8)) for n in range(8_000)]
    titles = [form.format(n=n, w=word, t=" them" * (n % 2)) for n, word in enumerate(words)]
    titled(*titles[:10])

    def seconds(count: int) -> float:
        """Of CPU: others may be at work on this machine."""
        times = []
        for _ in range(2):
            started = process_time()
            titled(*titles[:count], days=0)
            times.append(process_time() - started)
        return min(times)

    assert seconds(8_000) < 24 * seconds(1_000)  # the square would be 64 times
