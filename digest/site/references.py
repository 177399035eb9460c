"""Links in bodies → the addresses they lead to."""

from __future__ import annotations

import difflib
import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Protocol

from digest.errors import Problem
from digest.model.article import Article, Reference
from digest.model.shown import Body, Embed
from digest.model.urls import place_like, quoted
from digest.site.collection import Collection
from digest.text import folded

CONTENT = "content/"

LIKE = 2_000
"""So many names, at the most, are compared with one that is not there: 20 ms."""

SOUGHT = 50
"""For so many that are not there, at the most: a second. Of more the reason is another than a slip."""


class Targets:
    """What links can lead to. `is_page` tells whether the site has a page or file at a URL."""

    def __init__(self, site: Collection, is_page: Callable[[str], bool]) -> None:
        self.site = site
        self.is_page = is_page
        self._sought = 0

    def article_at(self, url: str) -> Article | None:
        return self._by_url.get(url)

    def like(self, path: str) -> str:
        """The path that is nearest to one that is not there; "" if there is none."""
        if same := [other for other in self._by_name.get(folded(posixpath.basename(path)), ()) if other != path]:
            return next((other for other in same if folded(other) == folded(path)), same[0])
        self._sought += 1
        if self._sought > SOUGHT:
            return ""
        beside = [other for other in self._paths if posixpath.dirname(other) == posixpath.dirname(path)]
        near = difflib.get_close_matches(path, (beside or self._paths)[:LIKE], n=5, cutoff=0.7)
        return next((other for other in near if _have_like_names(other, path)), "")

    @cached_property
    def waiting(self) -> frozenset[str]:
        """The addresses of what is not published now."""
        site = self.site
        return frozenset(article.url for path, article in site.all_articles.items() if path not in site.published)

    @cached_property
    def _paths(self) -> list[str]:
        return [*sorted(self.site.all_articles), *sorted(self.site.media)]

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        found = defaultdict(list)
        for path in self._paths:
            found[folded(posixpath.basename(path))].append(path)
        return found

    @cached_property
    def _by_url(self) -> Mapping[str, Article]:
        return {article.url: article for article in (*self.site.articles, *self.site.standing)}


def _have_like_names(one: str, other: str) -> bool:
    """Whether two paths are alike in more than their folders and what many names have at their end."""
    first, second = (posixpath.splitext(posixpath.basename(path))[0] for path in (one, other))
    return difflib.SequenceMatcher(None, first, second).ratio() >= 0.5


def body_of(article: Article, targets: Targets, problems: list[Problem]) -> Body:
    """The body with its links resolved.

    A link to a file that is not there is a problem; one to an article that is not published now, one from
    the root to an unknown address, and one to a place that an article does not have, are warnings.
    """
    embeds = tuple(_embed(reference, article, targets, problems) for reference in article.references)
    return Body(article.path, article.body, embeds)


def missing_picture(article: Article, picture: Reference, targets: Targets) -> Problem:
    """What to say of an article whose picture is not there."""
    fact = f"'image' names '{picture.path}', which is not in {CONTENT}."
    return Problem(CONTENT + article.path, picture.line, fact, _nearest(picture.path, article, targets))


class Bodies(Protocol):
    """The bodies of published articles, by path."""

    def __getitem__(self, path: str, /) -> Body: ...


def embeds_of(article: Article, bodies: Bodies) -> tuple[Embed, ...]:
    """What the links in an article's body lead to."""
    return bodies[article.path].embeds if article.references else ()


def _embed(reference: Reference, article: Article, targets: Targets, problems: list[Problem]) -> Embed:
    site, where = targets.site, CONTENT + article.path
    from_root = reference.path.startswith("/")
    target = targets.site.path_of(reference.path.removeprefix("/"))
    if found := site.all_articles.get(target):
        if target in site.published:
            problems += _dead_jumps(reference, article, found)
            return Embed(reference.marker, found.url)
        fact = f"links to {CONTENT}{target}, which is not published now."
        problems.append(Problem(where, reference.line, fact, "The link is left out until it is.", "warning"))
        return Embed(reference.marker, None)
    if target in site.faulty:  # told already
        return Embed(reference.marker, None)
    if file := site.media.get(target):
        return Embed(reference.marker, quoted(target), file.width, file.height)
    if from_root:
        if not target.endswith("/") and not targets.is_page(target) and targets.is_page(target + "/"):
            target += "/"
        if not targets.is_page(target):
            fact, remedy = f"links to /{target}, which is not a page of this site.", "Check the address."
            if targets.waiting & {target, f"{target}/"}:
                fact, remedy = f"links to /{target}, which is not published now.", "It leads nowhere."
            problems.append(Problem(where, reference.line, fact, remedy, "warning"))
        elif reference.jumps and (found := targets.article_at(target)):
            problems += _dead_jumps(reference, article, found)
        return Embed(reference.marker, quoted(target))
    fact = f"links to '{target}', which is not in {CONTENT}."
    problems.append(Problem(where, reference.line, fact, _nearest(target, article, targets)))
    return Embed(reference.marker, None)


def _dead_jumps(reference: Reference, article: Article, found: Article) -> Iterator[Problem]:
    known = frozenset(found.ids) if reference.jumps else ()
    for jump in reference.jumps:
        if jump.id not in known:
            fact = f"links to '#{jump.id}' in {CONTENT}{found.path}, which is no place there."
            yield Problem(CONTENT + article.path, jump.line, fact, place_like(jump.id, found.ids), "warning")


def _nearest(target: str, article: Article, targets: Targets) -> str:
    near = targets.like(target)
    if not near:
        return "Links to files start from the article's own folder."
    return f"Did you mean '{posixpath.relpath(near, posixpath.dirname(article.path) or '.')}'?"
