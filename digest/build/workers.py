"""The processes that share large work: a map over chunks of it, and what makes executors, by name."""

from __future__ import annotations

import os
import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from digest.errors import UsageError
from digest.files.whole import uninterrupted
from digest.installation import how_to_add
from digest.progress import GivenUpError

if TYPE_CHECKING:  # loaded when there is large work: 14 ms
    from concurrent.futures import Executor, Future

Maker: TypeAlias = "Callable[[], Executor]"

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 64
IN_FLIGHT = 16
"""How many chunks wait or are worked on at once: enough to keep workers busy, few enough to bound memory."""

BEAT = 0.02
"""Seconds."""

GIVES_WAY = 10
"""How nice a worker is then (nice(2)): of a core for which another process waits it has a tenth."""

PER_WORKER = 4
"""The same for each worker, if an executor tells with `workers` how many it has and they are many."""


class Workers:
    """A map that spreads large work over an executor. The executor is made when there is large work for the first time,
    and shut down with `stack`.

    Workers may die. A chunk that was lost with one (`BrokenExecutor`) is done here; an executor that takes no more is
    replaced by a new one. `notices` says so.

    For each chunk, and fifty times a second while results are waited for, `go_on` is called: it may end the work with
    GivenUpError. Then nobody waits for what the workers are at.

    `prepare` is called before processes are forked from this one: what all of them need and is done here is done once.
    For 1,000 articles on 2 cores that spares 0.3 s of the 3.3 s of CPU.
    """

    def __init__(
        self,
        make: Maker | None,
        stack: ExitStack,
        go_on: Callable[[], object] = lambda: None,
        leave: Callable[[Executor], object] | None = None,
    ) -> None:
        """`leave` takes the executor if the work is given up, for whoever begins it anew."""
        self.prepare: Callable[[], object] = lambda: None
        self._make = make
        self._go_on = go_on
        self._leave = leave
        self._executor: Executor | None = None
        stack.push(self._end)
        self._lost = 0
        self._reason = ""

    @property
    def notices(self) -> tuple[str, ...]:
        if not self._lost:
            return ()
        what = "1 chunk of work was" if self._lost == 1 else f"{self._lost} chunks of work were"
        return (f"{what} lost with a worker and done again here: {self._reason}",)

    def map(
        self,
        work: Callable[..., list[R]],
        shared: tuple[Any, ...],
        items: Iterable[T],
        *,
        small: int,
        chunk: int = 0,
    ) -> Iterator[R]:
        """`work(*shared, part)` for parts of the items, of `chunk` each (64 if that is not said): its results, in the
        order of the items.

        With fewer items than `small`, to start workers would take longer than the work: it is done here.
        """
        waiting = iter(items)
        first = list(islice(waiting, small))
        parts = _parts(chain(first, waiting), chunk or CHUNK)
        if self._make is None or len(first) < small:
            for part in parts:
                yield from work(*shared, part)
            return
        from concurrent.futures import BrokenExecutor, wait

        running: deque[tuple[Future[list[R]], list[T]]] = deque()

        def result() -> list[R]:
            future, part = running.popleft()
            while not wait([future], BEAT).done:
                self._go_on()
            try:
                return future.result()
            except BrokenExecutor as error:
                self._lost += 1
                self._reason = str(error)
                return work(*shared, part)

        try:
            for part in parts:
                self._go_on()
                executor = self._executor or self._begin(self._make)
                with uninterrupted():  # this may start a worker
                    try:
                        future = executor.submit(work, *shared, part)
                    except BrokenExecutor:
                        executor.shutdown()
                        executor = self._begin(self._make)
                        future = executor.submit(work, *shared, part)
                running.append((future, part))
                if len(running) >= max(IN_FLIGHT, PER_WORKER * getattr(executor, "workers", 0)):
                    yield from result()
            while running:
                yield from result()
        finally:
            for future, _ in running:
                future.cancel()

    def _begin(self, make: Maker) -> Executor:
        executor = self._executor = make()
        if getattr(executor, "forks", False):
            self.prepare()
        return executor

    def _end(self, kind: type[BaseException] | None, *_: object) -> None:
        executor, self._executor = self._executor, None
        if executor and self._leave and kind and issubclass(kind, GivenUpError):
            self._leave(executor)
        elif executor:
            executor.shutdown(cancel_futures=True)


def begin_worker(gives_way: bool = False) -> None:
    """What a worker's process does first. Ctrl-C, which a terminal sends to it too, is left to its parent; and it ends
    when the parent is killed: else it would wait for work for ever."""
    import multiprocessing
    import signal
    import threading
    from multiprocessing.connection import wait

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if gives_way and hasattr(os, "nice"):
        os.nice(GIVES_WAY)
    if parent := multiprocessing.parent_process():

        def follow() -> None:
            wait([parent.sentinel])
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()


def _parts(items: Iterable[T], chunk: int) -> Iterator[list[T]]:
    rest = iter(items)
    while part := list(islice(rest, chunk)):
        yield part


_CLUSTER = re.compile(r"(dask|tls)://((?:\[[0-9a-fA-F:.]+\]|[^/:@\s\[\]]+):[0-9]{1,5})")
"""`tls` is Dask's own scheme for an encrypted cluster; its certificates are named in Dask's settings."""


def executor_maker(address: str | None, jobs: int | None, site: Path, *, gives_way: bool = False) -> Maker | None:
    """What makes the executor for large work; None for one job, which needs none.

    Without an address they are processes here, `jobs` of them, or one for each core; `gives_way` tells whether they let
    all others of this machine go first. `dask://HOST:PORT` is a Dask
    cluster; nobody asks there before there is large work. Raises UsageError if the address cannot be one.
    """
    if address is None:
        count = jobs or os.cpu_count() or 1
        return None if count == 1 else lambda: _processes(count, gives_way=gives_way)
    if jobs is not None:
        raise UsageError("--jobs counts processes of this machine, --executor names a cluster. Leave one of them out.")
    found = _CLUSTER.fullmatch(address)
    if not found:
        raise UsageError(f"'{address}' is not an executor. It is an address such as dask://HOST:PORT.")
    if not find_spec("distributed"):
        raise UsageError(f"{address} needs the package 'distributed'. {how_to_add('cluster')}")

    def connect() -> Executor:
        from digest.build.cluster import connect

        return connect(address, f"{'tls' if found[1] == 'tls' else 'tcp'}://{found[2]}", site)

    return connect


def _processes(count: int, *, gives_way: bool) -> Executor:
    import multiprocessing
    import threading
    from concurrent.futures import ProcessPoolExecutor

    # To fork is quickest and safe where there is but one thread; elsewhere workers load the program anew.
    fork = sys.platform == "linux" and threading.active_count() == 1

    class Processes(ProcessPoolExecutor):
        workers = count
        forks = fork

    return Processes(count, multiprocessing.get_context("fork" if fork else "spawn"), begin_worker, (gives_way,))
