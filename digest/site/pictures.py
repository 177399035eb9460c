"""The pictures of articles, as files in content/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from digest.model.article import Article, Media
from digest.model.shown import Picture
from digest.model.urls import quoted
from digest.text import composed


def pictures_of(articles: Iterable[Article], media: Mapping[str, Media]) -> dict[str, Picture]:
    """The pictures that are there, by the paths of their articles."""
    given = [(article.path, article.image) for article in articles if article.image]
    accented = {composed(path): file for path, file in media.items() if not path.isascii()} if given else {}
    found = {}
    for path, image in given:
        file = media.get(image.reference.path) or accented.get(composed(image.reference.path))
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
