"""Several reports of one event: lists name them once, under one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from digest.errors import Problem
from digest.files.folders import CONTENT
from digest.model.article import Article
from digest.text import composed


def first_reports(articles: Sequence[Article]) -> dict[int, int]:
    """The places of those articles that are listed under another one, each with the place of that one. A chain is
    followed to its end; where it leads round, or to what is not among the articles, nobody is listed under another."""
    named = {composed(article.same_as.path) for article in articles if article.same_as}
    if not named:
        return {}
    places = {path: n for n, article in enumerate(articles) if (path := composed(article.path)) in named}
    under = {
        n: places[path]
        for n, article in enumerate(articles)
        if article.same_as and (path := composed(article.same_as.path)) in places and places[path] != n
    }
    found = {}
    for n in under:
        seen, at = {n}, under[n]
        while at in under and at not in seen:
            seen.add(at)
            at = under[at]
        if at not in under:
            found[n] = at
    return found


def reports_by_first(first: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    """The same the other way round: newest first."""
    found: dict[int, list[int]] = {}
    for n in sorted(first):
        found.setdefault(first[n], []).append(n)
    return {n: tuple(others) for n, others in found.items()}


def entries_of(positions: Sequence[int], first_report: Mapping[int, int]) -> Sequence[int]:
    """What a list of articles at these positions has: of the reports of one event it names the first alone, if that is
    among them."""
    if not first_report:
        return positions
    there = frozenset(positions)
    return [n for n in positions if first_report.get(n) not in there]


def wrong_reports(told: Iterable[Article], find: Callable[[str], Article | None]) -> Iterator[Problem]:
    """Articles that say they are the same as what is not there, or as each other in a ring: of `told`, which all say of
    which they are. `find` gives an article, published or not, by its path."""
    for article in told:
        assert article.same_as
        where, line = f"{CONTENT}/{article.path}", article.same_as.line
        other = find(article.same_as.path)
        if other is None or not other.day:
            fact = f"'same_as' names {CONTENT}/{article.same_as.path}, which is no article."
            remedy = "Name its file as a link from here does, or take the line out."
            yield Problem(where, line, fact, remedy, "warning")
            continue
        seen = {article.path}
        while other and other.same_as and other.path not in seen:
            seen.add(other.path)
            other = find(other.same_as.path)
        if other and other.path == article.path:
            fact = "'same_as' leads back to this article."
            remedy = "Take it out of the report under which the others are to stand."
            yield Problem(where, line, fact, remedy, "warning")
