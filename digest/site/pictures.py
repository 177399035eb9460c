"""The pictures of articles, as files in content/."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from digest.errors import Problem
from digest.files.folders import CONTENT
from digest.model.article import Article, Media
from digest.model.shown import Picture
from digest.model.urls import quoted
from digest.text import composed


def pictures_of(articles: Iterable[Article], media: Mapping[str, Media]) -> dict[str, Picture]:
    """The pictures that are there, by the paths of their articles."""
    given = [(article.path, article.image) for article in articles if article.image]
    by_composed = {composed(path): file for path, file in media.items()} if given else {}
    found = {}
    for path, image in given:
        file = by_composed.get(composed(image.reference.path))
        if file:
            found[path] = Picture(
                url=quoted(file.path),
                width=file.width,
                height=file.height,
                alt=image.alt,
                credit=image.credit,
                caption=image.caption,
            )
    return found


def missing_pictures(
    articles: Iterable[Article], pictures: Mapping[str, Picture], like: Mapping[str, Media]
) -> Iterator[Problem]:
    """Articles whose picture is not there."""
    from digest.errors import nearest

    for article in articles:
        if article.image and article.path not in pictures:
            reference = article.image.reference
            near = nearest(reference.path, like)
            remedy = f"Did you mean {CONTENT}/{near}?" if near else "Its path begins at the article's own folder."
            fact = f"'image' names {CONTENT}/{reference.path}, which is not there."
            yield Problem(f"{CONTENT}/{article.path}", reference.line, fact, remedy)
