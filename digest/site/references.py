"""Links in bodies → the addresses they lead to."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Callable, Mapping

from digest.errors import Problem
from digest.model.article import Article, Reference
from digest.model.urls import quoted
from digest.model.views import Body, Embed
from digest.site.collection import Collection

CONTENT = "content/"


def body_of(article: Article, site: Collection, is_page: Callable[[str], bool], problems: list[Problem]) -> Body:
    """The body with its links resolved. `is_page` tells whether the site has a page or file at a URL.

    A link to a file that is not there is a problem; one to an article that is not published now, and one from
    the root to an unknown address, are warnings.
    """
    embeds = tuple(_embed(reference, article, site, is_page, problems) for reference in article.references)
    return Body(article.path, article.body, embeds)


def embeds_of(article: Article, bodies: Mapping[str, Body]) -> tuple[Embed, ...]:
    """What the links in an article's body lead to."""
    return bodies[article.path].embeds if article.references else ()


def _embed(
    reference: Reference,
    article: Article,
    site: Collection,
    is_page: Callable[[str], bool],
    problems: list[Problem],
) -> Embed:
    where = CONTENT + article.path
    target = reference.path.removeprefix("/")
    from_root = reference.path.startswith("/")
    if found := site.all_articles.get(target):
        if target in site.published:
            return Embed(reference.marker, found.url)
        fact = f"links to {CONTENT}{target}, which is not published now."
        problems.append(Problem(where, reference.line, fact, "The link is left out until it is.", "warning"))
        return Embed(reference.marker, None)
    if target in site.faulty:  # told already
        return Embed(reference.marker, None)
    if file := site.media.get(target):
        return Embed(reference.marker, quoted(target), file.width, file.height)
    if from_root:
        if not target.endswith("/") and not is_page(target) and is_page(target + "/"):
            target += "/"
        if not is_page(target):
            fact = f"links to /{target}, which is not a page of this site."
            problems.append(Problem(where, reference.line, fact, "Check the address.", "warning"))
        return Embed(reference.marker, quoted(target))
    fact = f"links to '{target}', which is not in {CONTENT}."
    problems.append(Problem(where, reference.line, fact, _nearest(target, article, site)))
    return Embed(reference.marker, None)


def _nearest(target: str, article: Article, site: Collection) -> str:
    known = [*site.all_articles, *site.media]
    same_name = [path for path in known if posixpath.basename(path) == posixpath.basename(target)]
    near = same_name or difflib.get_close_matches(target, known, n=1, cutoff=0.7)
    if not near:
        return "Links to files start from the article's own folder."
    return f"Did you mean '{posixpath.relpath(near[0], posixpath.dirname(article.path) or '.')}'?"
