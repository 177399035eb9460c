"""Builds: one, or one after another with what the last one knew kept in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import msgspec

from digest.build.report import Report, Request
from digest.build.stages import Hint, Setup, run_stages
from digest.build.workers import Maker, Workers
from digest.content.reading import Content
from digest.errors import OutputError
from digest.files.folders import CONTENT
from digest.output.database import IN_MEMORY, StoreDamagedError
from digest.output.place import check_place, open_store, output_locked, remove_store
from digest.output.store import Store
from digest.output.tree import Tree, differences
from digest.progress import Progress


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

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        if self._store:
            self._store.close()

    def build(self, now: int, changed: frozenset[Path] | None = None, progress: Progress | None = None) -> Report:
        """As `build`, at `now`. `changed` are the paths of the site where alone something may have changed since the
        last time: no other file is looked at then, and none in the output folder."""
        request = msgspec.structs.replace(self._request, now=now)
        found, self._found = self._found, None  # should this fail, what changed is not known any more
        with ExitStack() as stack:
            stack.enter_context(output_locked(request.site, request.output, self._tell))
            if self._store and not self._store.path.exists():
                self._store.close()
                self._store = None
            store = self._store = self._store or open_store(request.site, request.output)
            workers = Workers(self._executor, stack)
            try:
                hint = None
                if store.is_current() and changed is not None and found:
                    hint = Hint(changed, request.site / CONTENT, *found)
                return run_stages(request, store, workers, hint, self._keep, progress)
            except (StoreDamagedError, msgspec.DecodeError):
                store.set_aside()
            try:
                return run_stages(request, store, workers, None, self._keep, progress)
            except StoreDamagedError as error:  # one that was made just now: the disk does not keep what is written
                raise OutputError(f"{store.path} cannot be used: {error}. Look at the disk.") from error

    def _keep(self, setup: Setup, content: Content) -> None:
        self._found = (setup, content)


def verify(request: Request, executor: Maker | None = None) -> list[str]:
    """Builds the site from nothing in a scratch folder: the paths that differ from those in the output folder."""
    with tempfile.TemporaryDirectory(prefix="digest-verify-") as scratch, ExitStack() as stack:
        store = Store(IN_MEMORY)
        stack.callback(store.close)
        run_stages(msgspec.structs.replace(request, output=Path(scratch)), store, Workers(executor, stack))
        return differences(request.output, Path(scratch))


def clean(request: Request) -> list[str]:
    """Removes every file that builds into this output folder wrote, and what they knew. Returns the paths removed."""
    with ExitStack() as stack:
        stack.enter_context(output_locked(request.site, request.output))
        store = open_store(request.site, request.output)
        stack.callback(store.close)
        try:
            known = store.outputs()
        except StoreDamagedError:
            store.set_aside()
            known = store.outputs()
        with Tree(request.output) as tree:
            removed = tree.prune(known, ())
        store.close()
        remove_store(request.site, request.output)
        return removed
