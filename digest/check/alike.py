"""Articles that are one, or nearly: by their titles and by their texts."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import unescape

from digest.check.finding import Finding, warning
from digest.model.article import Article
from digest.seeds.memory.shingles import LEAST, Sketches, share, shingles_of, sketch_of
from digest.site.references import CONTENT

LineOf = Callable[[str, str], int]
Pair = frozenset[str]

_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<[^>]*>")

NEAR_DAYS = 31
"""Titles that are nearly one are told of articles of one month; those of the same words always."""

_FEWEST = 5
"""Words of a title in which one more, or one letter more, makes no other: 'Finland joins NATO' and 'Sweden joins NATO'
are two."""

_MOST = 40
"""Words of a title that are looked at: each of them is left out once."""

_LONG = 6
"""Letters of a word in which one more or less is a slip: Iran and Iraq are two words."""

_FORMULA = 8
"""So many titles that differ in one word only are a form, which is filled in."""

_REMEDY = "Keep one of them, or tie them with 'same_as' if both report one event."


def same_texts(
    articles: Sequence[Article], html_of: Callable[[str], str], line_of: LineOf
) -> Iterator[tuple[Pair, Finding]]:
    """Articles whose text is that of an earlier one, or half of it, as the import knows it. Those that an editor has
    tied, or that wait for review as duplicates, are known."""
    sketches = Sketches()
    known: dict[str, tuple[Article, array[int]]] = {}  # a set is ten times as large
    for article in sorted(articles, key=lambda one: (one.instant, one.path)):
        shingles = shingles_of(_plain(html_of(article.path)))
        if not shingles:
            continue
        sketch = sketch_of(shingles)
        shares = {
            name: share(shingles, frozenset(known[name][1]))
            for name in sketches.near(sketch)
            if not _are_tied(article, known[name][0])
        }
        sketches.add(article.path, sketch)
        known[article.path] = article, array("q", shingles)
        best = max(shares, key=lambda name: shares[name], default="")
        if best and shares[best] >= LEAST and not any(doubt.field == "duplicate" for doubt in article.review):
            fact = f"{int(shares[best] * 100)}% of the shorter text is that of {CONTENT}{best} too."
            line = line_of(article.path, "title")
            yield frozenset((article.path, best)), warning("same-text", CONTENT + article.path, line, fact, _REMEDY)


def same_titles(articles: Sequence[Article], line_of: LineOf, told: Iterable[Pair] = ()) -> Iterator[Finding]:
    """Articles whose title is nearly that of an earlier one; pairs that are `told` already are left out."""
    known = frozenset(told)
    titles = {article.path: tuple(_words(article.title)) for article in articles}
    by_path = {article.path: article for article in articles}
    for path, others in sorted(_near(titles, by_path).items()):
        article = by_path[path]
        others = [one for one in others if frozenset((path, one)) not in known and not _are_tied(article, by_path[one])]
        if others:
            first = min(others, key=lambda one: (by_path[one].instant, one))
            more = f", and {len(others) - 1:,} more" if len(others) > 1 else ""
            fact = f"its title is nearly that of {CONTENT}{first}, '{by_path[first].title}'{more}."
            yield warning("same-title", CONTENT + path, line_of(path, "title"), fact, "Say what is new. " + _REMEDY)


def _near(titles: Mapping[str, tuple[str, ...]], articles: Mapping[str, Article]) -> dict[str, list[str]]:
    """Of each article the earlier ones with nearly its title."""
    whole: dict[tuple[str, ...], list[str]] = defaultdict(list)
    without: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)  # a word: path and that word
    for path, words in titles.items():
        if words:
            whole[tuple(sorted(words))].append(path)
        if len(words) >= _FEWEST:
            for word in set(words):
                if word.isalpha():
                    rest = list(words)
                    rest.remove(word)
                    without[tuple(sorted(rest))].append((path, word))
    pairs: set[Pair] = set()
    for paths in whole.values():
        first, *rest = sorted(paths, key=lambda path: (articles[path].instant, path))
        pairs.update(frozenset((first, path)) for path in rest)
    for key, one_more in without.items():
        near = [(path, other) for path, _ in one_more for other in whole.get(key, ())[:1] if len(key) >= _FEWEST]
        if len(one_more) <= _FORMULA:
            near += [(one, other) for one, a in one_more for other, b in one_more if one < other and _is_slip(a, b)]
        pairs.update(frozenset(pair) for pair in near if _days_between(*(articles[path] for path in pair)) <= NEAR_DAYS)
    found: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        earlier, later = sorted(pair, key=lambda path: (articles[path].instant, path))
        found[later].append(earlier)
    return found


def _days_between(one: Article, other: Article) -> int:
    return abs(one.instant - other.instant) // 86_400


def _is_slip(one: str, other: str) -> bool:
    """Whether two words differ in a letter that is too much, and no more."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _LONG and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def _words(title: str) -> list[str]:
    plain = unicodedata.normalize("NFD", title.casefold().replace("'", "").replace("’", ""))
    return _WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))[:_MOST]


def _plain(html: str) -> str:
    return unescape(_TAG.sub(" ", html))


def _are_tied(one: Article, other: Article) -> bool:
    """Whether an editor has said that two articles report one event."""
    leads = [each.same_as.path.removeprefix("/") if each.same_as else "" for each in (one, other)]
    return leads[0] == other.path or leads[1] == one.path or (leads[0] == leads[1] != "")
