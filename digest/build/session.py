"""Builds: one, or one after another with what the last one knew kept in memory."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from digest.build.planning import Hint, Memory, Setup
from digest.build.report import Report, Request
from digest.build.stages import run_stages
from digest.build.workers import Maker, Workers
from digest.content.reading import Content
from digest.errors import OutputError, ProblemsError
from digest.files.folders import CONTENT, PREVIEW
from digest.files.inode import inode_of
from digest.output.database import IN_MEMORY, StoreDamagedError
from digest.output.place import check_place, in_place, open_store, or_anew, output_locked, remove_store
from digest.output.store import OutputRow, Store
from digest.output.tree import Tree, differences, is_as_written
from digest.progress import GivenUpError, Progress

if TYPE_CHECKING:  # loaded when there is large work: 14 ms
    from concurrent.futures import Executor

FEW_FILES = 2048
"""So many files of the output are looked at in every build: 10 ms."""

AT_ONCE = 8
"""So many are looked at between two looks at the clock in idle moments."""


def build(request: Request, executor: Maker | None = None) -> Report:
    """Brings the output folder up to date with the site's files.

    `executor` makes what large work is spread over; it is called only if there is any. Raises ProblemsError if
    something is wrong in the site's files, and UsageError if the output folder cannot be used; then nothing was
    written.
    """
    with Session(request, executor) as session:
        return session.build(request.now)


class Session:
    """Builds a site again and again, and keeps in memory what it knows of it."""

    def __init__(
        self, request: Request, executor: Maker | None = None, tell: Callable[[str], None] = lambda line: None
    ) -> None:
        """`tell` is given a line if another build has to be waited for."""
        check_place(request.site, request.output)
        self._request = request
        self._executor = executor
        self._tell = tell
        self._store: Store | None = None
        self._found: tuple[Setup, Content] | None = None
        self._memory = Memory()
        self._unseen: Iterator[OutputRow] | None = None  # of the files of the last build; None if they are not known
        self._folder: tuple[int, int] | None = None  # the output folder's inode
        self._left: Executor | None = None  # of a build that was given up

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        if self._store:
            self._store.close()
        if self._left:
            self._left.shutdown(cancel_futures=True)

    def build(self, now: int, changed: frozenset[Path] | None = None, progress: Progress | None = None) -> Report:
        """As `build`, at `now`. `changed` are the paths of the site where alone something may have changed since the
        last time: no other file is looked at then. In the output folder all are looked at, unless they are many: then
        `is_output_altered` looks at them by and by, and here it is seen only that the folder is another. Raises
        GivenUpError if `progress` says so: then the next build wants to know of these paths as well."""
        request = msgspec.structs.replace(self._request, now=now)
        progress = progress or Progress()
        found, self._found = self._found, None  # should this fail, what changed is not known any more
        unseen, self._unseen = self._unseen, None
        with ExitStack() as stack, without_collection():
            stack.enter_context(output_locked(request.site, request.output, self._tell))
            store = self._store = in_place(self._store, request.site, request.output, request.site / PREVIEW)
            workers = Workers(self._executor and self._next_executor, stack, progress.go_on, self._keep_executor)

            def run(is_anew: bool) -> Report:
                hint, is_trusted = None, False
                if not is_anew and store.is_current() and changed is not None and found:
                    hint, is_trusted = Hint(changed, request.site / CONTENT, *found), self._is_trusted(unseen, store)
                else:
                    self._memory.forget()
                return run_stages(
                    request,
                    store,
                    workers,
                    hint,
                    self._keep,
                    progress,
                    is_output_trusted=is_trusted,
                    memory=self._memory,
                )

            try:
                return self._done(or_anew(store, run))
            except GivenUpError:
                self._found, self._unseen = self._found or found, unseen
                raise
            except ProblemsError:  # the files of the last build stay
                self._unseen = unseen
                raise

    def is_output_altered(self, seconds: float = 0.0) -> bool:
        """Looks at the next files of the last build for about so long, and tells whether one is missing or altered, or
        what is known of them: then it is to be built again. Not while another program builds.

        For idle moments: with 1 ms a second, the 18,083 of 10,000 articles are seen in some two minutes. To look at all
        in each build would add 0.12 s of CPU to the 0.4 s of an edit.
        """
        end = time.perf_counter() + seconds
        store = self._store
        if store is None or self._unseen is None:
            return False
        if not store.is_in_place:
            self._unseen = None
            return True
        try:
            if not store.is_current():
                self._found = self._unseen = None
                return False
            while rows := list(islice(self._unseen, AT_ONCE)):
                if not all(is_as_written(self._request.output, row) for row in rows):
                    self._unseen = None  # told once, not until it is put right
                    return True
                if time.perf_counter() >= end:
                    return False
            self._unseen = iter(store.outputs().values())
        except (StoreDamagedError, OutputError):
            self._unseen = None
        return False

    def _is_trusted(self, unseen: Iterator[OutputRow] | None, store: Store) -> bool:
        """Whether the output need not be looked at."""
        is_known = unseen is not None and self._folder == inode_of(self._request.output)
        return is_known and len(store.outputs()) > FEW_FILES

    def _done(self, report: Report) -> Report:
        self._unseen = iter(())
        self._folder = inode_of(self._request.output)
        return report

    def _next_executor(self) -> Executor:
        assert self._executor
        left, self._left = self._left, None
        return left or self._executor()

    def _keep_executor(self, executor: Executor) -> None:
        """Of a build that was given up: another one follows, and workers begin slowly."""
        self._left = executor

    def _keep(self, setup: Setup, content: Content) -> None:
        self._found = (setup, content)
        self._memory.saw(content)


@contextmanager
def without_collection() -> Iterator[None]:
    """Without the search for garbage in cycles: a build makes next to none, and very many values to search. With it the
    build after an edit of one body takes 1.35 times the time at 1,000 articles; a cold one takes what it takes. What is
    there in the end is not searched later either: at 100,000 articles that took 70 ms after each edit."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def verify(request: Request, executor: Maker | None = None) -> list[str]:
    """Builds the site from nothing in a scratch folder: the paths that differ from those in the output folder."""
    with tempfile.TemporaryDirectory(prefix="digest-verify-") as scratch, ExitStack() as stack:
        store = Store(IN_MEMORY)
        stack.callback(store.close)
        run_stages(msgspec.structs.replace(request, output=Path(scratch)), store, Workers(executor, stack))
        return differences(request.output, Path(scratch))


def clean(request: Request) -> list[str]:
    """Removes every file that builds into this output folder wrote, and what they knew; and the same of the preview.
    Returns the paths removed from the output folder."""
    with ExitStack() as stack:
        places = dict.fromkeys((request.output, request.site / PREVIEW))
        for place in places:
            stack.enter_context(output_locked(request.site, place))
        removed, *_ = [_cleaned(request.site, place) for place in places]
        return removed


def _cleaned(site: Path, output: Path) -> list[str]:
    """Cleans a folder that is locked. Returns the paths removed."""
    with closing(open_store(site, output)) as store, Tree(output) as tree:
        removed = tree.prune(or_anew(store, lambda _: store.outputs()), ())
    remove_store(site, output)
    return removed
