"""Made-up defence news: N articles of some 430 words over ten years, with tags by Zipf's law over 300 names.

Each article has a random generator of its own, seeded with its number: the same call gives the same text in any
order and on any machine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, product
from pathlib import Path
from random import Random

import yaml

LAST_DAY = dt.date(2024, 12, 31)
"""Of the corpus. In the past on any clock, since Hugo leaves out what is dated ahead of it."""

DAYS = 3653

WORDS: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))

TAGS = tuple(f"{region} {subject}" for subject, region in product(WORDS["subjects"], WORDS["regions"]))[:300]
ZIPF = tuple(accumulate(1 / rank for rank in range(1, len(TAGS) + 1)))


@dataclass(frozen=True)
class Article:
    slug: str
    title: str
    day: dt.date
    tags: tuple[str, ...]
    summary: str
    source: str
    body: str  # Markdown


def articles(count: int) -> Iterator[Article]:
    """The corpus, oldest first."""
    return (article(number, count) for number in range(count))


def article(number: int, count: int) -> Article:
    """Article `number` of a corpus of `count`. One past the end is news of the last day."""
    random = Random(f"article {number}")
    age = max(count - 1 - number, 0) * DAYS // count
    return Article(
        slug=f"story-{number:06d}",
        title=headline(random),
        day=LAST_DAY - dt.timedelta(days=age),
        tags=_tags(random),
        summary=sentence(random),
        source=f"Wire {random.randrange(17)}",
        body=_body(random),
    )


def one_of(random: Random, kind: str) -> str:
    return random.choice(WORDS[kind])


def _tags(random: Random) -> tuple[str, ...]:
    wanted = random.randint(3, 6)
    chosen: dict[str, None] = {}
    while len(chosen) < wanted:
        chosen[random.choices(TAGS, cum_weights=ZIPF)[0]] = None
    return tuple(chosen)


def _filled(random: Random, text: str) -> str:
    who = one_of(random, "who")
    return text.format(
        count=random.randint(2, 90),
        money=random.randint(3, 950),
        who=who[0].lower() + who[1:],
        did=one_of(random, "did"),
    )


def sentence(random: Random) -> str:
    parts = [one_of(random, "who"), one_of(random, "did"), one_of(random, "what")]
    if random.random() < 0.7:
        parts.append(one_of(random, "how"))
    if random.random() < 0.35:
        parts[-1] += "; " + one_of(random, "added")
    return _filled(random, " ".join(parts)) + "."


def headline(random: Random) -> str:
    place, who, did, what = (one_of(random, kind) for kind in ("places", "who", "did", "what"))
    return _filled(random, f"{place}: {who.removeprefix('The ')} {did} {what}")


def _marked(random: Random, plain: str) -> str:
    """The sentence, with what authors put into one now and then: stress, or a link."""
    chance = random.random()
    words = plain.split(" ")
    at = random.randrange(1, len(words) - 1)
    if chance < 0.08:
        words[at] = f"**{words[at]}**"
    elif chance < 0.14:
        words[at] = f"*{words[at]}*"
    elif chance < 0.22:
        words[at] = f"[{words[at]}](https://example.org/{random.randrange(10_000)}/)"
    return " ".join(words)


def paragraph(random: Random, *, plain: bool = False) -> str:
    sentences = (sentence(random) for _ in range(random.randint(2, 4)))
    return " ".join(each if plain else _marked(random, each) for each in sentences)


def _heading(random: Random) -> str:
    return f"## {one_of(random, 'regions')} {one_of(random, 'subjects').lower()}"


def _quotation(random: Random) -> str:
    return f"> “{sentence(random)}”"


def _list(random: Random) -> str:
    return "\n".join(f"- {sentence(random)}" for _ in range(3))


def _table(random: Random) -> str:
    rows = (f"| {one_of(random, 'subjects')} | {random.randint(2, 900)} |" for _ in range(4))
    return "\n".join(("| Item | Number |", "|---|---:|", *rows))


def _note(random: Random) -> str:
    return f"{sentence(random)}[^1]\n\n[^1]: {sentence(random)}"


RARER: tuple[tuple[float, Callable[[Random], str]], ...] = (
    (0.55, _quotation),
    (0.45, _heading),
    (0.3, _list),
    (0.05, _table),
    (0.05, _note),
)
"""What stands between the paragraphs of this share of the articles."""


def _body(random: Random) -> str:
    parts = [paragraph(random) for _ in range(random.randint(7, 9))]
    for share, make in RARER:
        if random.random() < share:
            parts.insert(random.randint(1, len(parts) - 1), make(random))
    return "\n\n".join(parts) + "\n"
