"""Which files in content/ wait for their articles: what is beside a draft is no more public than the draft."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from digest.model.article import Article, Held
from digest.site.collection import Collection
from digest.site.references import CONTENT
from digest.text import composed

SITE_FILES = re.compile(
    r"(?:robots|humans|ads|app-ads|security)\.txt|CNAME|_headers|_redirects|(?:favicon|apple-touch-icon).*\.\w+"
    r"|browserconfig\.xml|.+\.webmanifest|manifest\.json|\.well-known/.+"
)
"""Files that hosts, browsers and crawlers ask for by name in the root: they belong to no article."""


def held_files(site: Collection, theme: Iterable[str]) -> tuple[Held, ...]:
    """The files that are not published now, by path; `theme` are the texts in which the theme may name files.

    A file to which articles or standing pages refer waits until one of these is published, unless the theme refers to
    it. One to which nothing refers waits while all articles in its folder do; if that has none, while all in the
    nearest folder above it do that has some, but for content/ itself: its folders are the whole site's.
    """
    waiting = [one for one in site.those("can wait", _can_wait) if one.path not in site.published]
    if not waiting or not site.media:
        return ()
    files = {composed(path): path for path in site.media}
    held: dict[str, Held] = {}
    folders: dict[str, str] = {}
    for article in waiting:
        folders.setdefault(posixpath.dirname(article.path), article.path)
        for path in filter(None, map(files.get, named_by(article))):
            held.setdefault(path, Held(CONTENT + path, CONTENT + article.path, True))
    beside = [path for path in site.media.keys() - held.keys() if _folder_of(path, folders) in folders]
    shown = {posixpath.dirname(path) for path in site.published} if beside else frozenset()
    for path in beside:
        folder = _folder_of(path, shown | folders.keys())
        if folder in folders and folder not in shown and not SITE_FILES.fullmatch(path):
            held[path] = Held(CONTENT + path, CONTENT + folders[folder], False)
    if held:
        for article in site.those("names files", names_files):
            if article.path in site.published:
                for named in named_by(article):
                    held.pop(files.get(named, ""), None)
    texts = tuple(theme) if held else ()
    return tuple(held[path] for path in sorted(held) if not _is_named_in(path, texts))


def _can_wait(article: Article) -> bool:
    return article.draft or bool(article.embargo or article.expiry)


def names_files(article: Article) -> bool:
    return bool(article.references or article.image or article.mentions)


def named_by(article: Article) -> Iterator[str]:
    """Paths relative to content/ of files to which an article refers, as `composed` has them."""
    for reference in article.references:
        yield composed(reference.path.removeprefix("/"))
    if article.image:
        yield composed(article.image.reference.path)
    yield from map(composed, article.mentions)


def _folder_of(path: str, with_articles: Iterable[str]) -> str | None:
    """The folder whose articles decide about a file; None if it is no matter to any."""
    folder = posixpath.dirname(path)
    while folder and folder not in with_articles:
        folder = posixpath.dirname(folder)
    return folder if folder or "/" not in path else None


def _is_named_in(path: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts has this path as a whole: not as the end of a longer one."""
    pattern = re.compile(rf"(?<![\w.-])(?<![\w-]/){re.escape(path)}(?![\w-])")
    return any(path in text and pattern.search(text) for text in texts)
