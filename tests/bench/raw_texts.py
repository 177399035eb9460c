"""Raw texts as editors paste them: the made-up news of the corpus, as six kinds of pages and files have it.

One in fifty is an earlier one again, with another headline and two paragraphs less.
"""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Callable
from random import Random

from tests.bench.corpus import DAYS, LAST_DAY, WORDS, headline, one_of, paragraph, sentence

AGAIN = 50


def raw_text(number: int) -> str:
    """Raw text `number`: the same at each call, whatever else was made."""
    random = Random(f"seed {number}")
    title = f"{headline(random)} ({number})"
    story = story_of(number)
    if is_again(number):
        story = story_of(number - 7)
        del story[2], story[-2]
    day = LAST_DAY - dt.timedelta(days=number % DAYS)
    return KINDS[number % len(KINDS)](random, title, day, story)


def is_again(number: int) -> bool:
    return number % AGAIN == AGAIN - 1


def story_of(number: int) -> list[str]:
    random = Random(f"story {number}")
    return [varied(random, paragraph(random, plain=True)) for _ in range(random.randint(7, 9))]


_PLAIN = re.compile(r"[a-z]{4,}")
_PLAIN_WORDS = sorted({*_PLAIN.findall(" ".join(phrase for kind in ("did", "what", "how") for phrase in WORDS[kind]))})


def varied(random: Random, text: str) -> str:
    """The text with two words in five replaced: as in real news, hardly any five in a row recur in another text."""
    words = text.split(" ")
    for at, word in enumerate(words):
        if _PLAIN.fullmatch(word) and random.random() < 0.4:
            words[at] = random.choice(_PLAIN_WORDS)
    return " ".join(words)


def _blog(random: Random, title: str, day: dt.date, story: list[str]) -> str:
    """With share line and comment form."""
    head = f"{title}\n\nBy {one_of(random, 'people')}\n\n{day:%B} {day.day}, {day.year}"
    return "\n\n".join((head, *story, *WORDS["boilerplate"])) + "\n"


def _agency(random: Random, title: str, day: dt.date, story: list[str]) -> str:
    """No byline; place, date and agency stand before the first words."""
    place = one_of(random, "places").upper()
    first = f"{place}, {day:%B} {day.day}, {day.year} (Example Wire) - {story[0]}"
    reporters = f"(Reporting by {one_of(random, 'people')}; Editing by {one_of(random, 'people')})"
    return "\n\n".join((title, first, *story[1:], reporters)) + "\n"


def _mail(random: Random, title: str, day: dt.date, story: list[str]) -> str:
    """Broken into lines of 72 characters."""
    wrapped = [textwrap.fill(each, 72, break_on_hyphens=False) for each in story]
    names = f"By {one_of(random, 'people')} and {one_of(random, 'people')}"
    return "\n\n".join((title, names, f"{day.day} {day:%B} {day.year}", *wrapped)) + "\n"


def _archive(random: Random, title: str, day: dt.date, story: list[str]) -> str:
    """Fields with names, from a database."""
    tags = f"{one_of(random, 'subjects')}, {one_of(random, 'regions')}"
    fields = f"Title: {title}\nAuthor: {one_of(random, 'people')}\nDate: {day.isoformat()}"
    source = "Source: Example Times, https://example.org/news/"
    return "\n\n".join((f"{fields}\n{source}", *story, f"Tags: {tags}")) + "\n"


def _portal(random: Random, title: str, day: dt.date, story: list[str]) -> str:
    """All that a large page has around and between the paragraphs."""
    top = f"Home\nNews\n{one_of(random, 'subjects')}\n\n{title}\n\n{sentence(random)}"
    byline = f"By {one_of(random, 'people')} | Example Times\nPublished {day:%B} {day.day}, {day.year} 5:04 pm"
    caption = f"{sentence(random)} (Photo by {one_of(random, 'people')}/Example Times)"
    promo = f"READ MORE: {headline(random)}"
    related = "\n".join(("Related News", *(headline(random) for _ in range(4))))
    parts = (top, byline, caption, *story[:3], promo, *story[3:], related)
    return "\n\n".join((*parts, f"© {day.year} Example Times. All rights reserved.")) + "\n"


def _bare(random: Random, title: str, day: dt.date, story: list[str]) -> str:
    """A line a paragraph, and no blank lines."""
    return "\n".join((title, f"{day:%d.%m.%Y}", *story)) + "\n"


KINDS: tuple[Callable[[Random, str, dt.date, list[str]], str], ...] = (_blog, _agency, _mail, _archive, _portal, _bare)
