"""What a build would find, without one: the site's files read and planned, and nothing written.

What the last build knew is taken from its store, as far as it is still so; what is parsed anew is kept in memory alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import partial
from typing import TypeVar

import msgspec

from digest.build.planning import (
    Memory,
    Setup,
    articles_and_media,
    draw,
    prepare,
    read_setup,
    recall_words,
    scan_and_parse,
)
from digest.build.report import Request
from digest.build.session import without_collection
from digest.build.stages import wrong_paths
from digest.build.workers import Maker, Workers
from digest.content.reading import Content
from digest.errors import Problem
from digest.files.folders import CONTENT
from digest.model.article import Article, Media
from digest.model.planned import Copy
from digest.output.database import IN_MEMORY, StoreDamagedError
from digest.output.place import store_to_read
from digest.output.store import PlannedPage, Store
from digest.progress import Progress
from digest.theme.chain import Translated

T = TypeVar("T")


class Survey(msgspec.Struct, frozen=True):
    """The site as it is read: `articles` and standing pages by path, drafts and all; `media` by path; `files` are the
    paths of those that the output would have. `problems` are a build's. `bodies` gives the stored HTML of articles,
    by path."""

    setup: Setup
    articles: tuple[Article, ...]
    media: Mapping[str, Media]
    files: frozenset[str]
    problems: tuple[Problem, ...]
    bodies: Callable[[Iterable[str]], Mapping[str, str]]


def survey(
    request: Request, look: Callable[[Survey], T], executor: Maker | None = None, progress: Progress | None = None
) -> T:
    """What `look` makes of the site. The bodies can be had only until it is done."""
    progress = progress or Progress()
    with without_collection():
        try:
            return _with(store_to_read(request.site, request.output), request, look, executor, progress)
        except (StoreDamagedError, msgspec.DecodeError):
            return _with(Store(IN_MEMORY), request, look, executor, progress)


def _with(store: Store, request: Request, look: Callable[[Survey], T], executor: Maker | None, progress: Progress) -> T:
    with ExitStack() as stack:
        stack.callback(store.close)
        workers = Workers(executor, stack)
        setup = read_setup(request.site)
        translated = recall_words(setup, store)
        workers.prepare = partial(prepare, setup, translated.words)
        content = scan_and_parse(request.site, setup, store, workers, None, progress)
        progress.enter("plan")
        files, found = _plan(request, setup, translated, content, store)
        articles, media = articles_and_media(content, store)
        if waiting := _waiting(articles, request):
            # What will stop a build at its time is told before; but not what is only another warning then.
            at = msgspec.structs.replace(request, now=max(article.embargo for article in waiting))
            _, then = _plan(at, setup, translated, content, store)
            own = {f"{CONTENT}/{article.path}" for article in waiting}
            found |= {problem for problem in then if problem.level == "error" or problem.path in own}
        progress.enter("check")
        return look(Survey(setup, tuple(articles), media, files, tuple(sorted(found)), store.bodies))


def _plan(
    request: Request, setup: Setup, translated: Translated, content: Content, store: Store
) -> tuple[frozenset[str], frozenset[Problem]]:
    """The paths of the files that the output would have, and what is wrong."""
    drawn = draw(setup, translated, content, store, Memory(), now=request.now, drafts=request.drafts)
    # A page's view is large, and nobody looks at it here.
    files: list[PlannedPage | Copy] = [
        PlannedPage(page.path, page.template, b"", page.origin) for page in drawn.planned.pages()
    ]
    files += drawn.planned.copies
    return frozenset(file.path for file in files), drawn.problems.union(wrong_paths(files, request.output))


def _waiting(articles: Iterable[Article], request: Request) -> list[Article]:
    """Those that are shown from a later time on."""
    return [one for one in articles if one.embargo > request.now and (request.drafts or not one.draft)]
