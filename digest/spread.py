"""Maps over chunks of work: here, or through any concurrent.futures.Executor."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:  # loaded when there is large work: 14 ms
    from concurrent.futures import Executor, Future

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 64
IN_FLIGHT = 16
"""How many chunks wait or are worked on at once: enough to keep workers busy, few enough to bound memory."""


class Spread:
    """A map that spreads large work over an executor. The executor is made when there is large work for the first time,
    and shut down with `stack`."""

    def __init__(self, make: Callable[[], Executor] | None, stack: ExitStack) -> None:
        self._make = make
        self._stack = stack
        self._executor: Executor | None = None

    def map(
        self, work: Callable[..., list[R]], shared: tuple[Any, ...], items: Iterable[T], *, small: int
    ) -> Iterator[R]:
        """`work(*shared, chunk)` for chunks of the items: its results, in the order of the items.

        With fewer items than `small`, to start workers would take longer than the work: it is done here.
        """
        waiting = iter(items)
        first = list(islice(waiting, small))
        chunks = _chunks(chain(first, waiting))
        if self._make is None or len(first) < small:
            for chunk in chunks:
                yield from work(*shared, chunk)
            return
        if self._executor is None:
            self._executor = self._make()
            self._stack.callback(self._executor.shutdown, cancel_futures=True)
        running: deque[Future[list[R]]] = deque()
        for chunk in chunks:
            with uninterrupted():  # this may start a worker
                running.append(self._executor.submit(work, *shared, chunk))
            if len(running) >= IN_FLIGHT:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Keeps Ctrl-C waiting, where the system can: not on Windows. A process that is started within never gets one."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin_worker() -> None:
    """What a worker's process does first. Ctrl-C, which a terminal sends to it too, is left to its parent; and it ends
    when the parent is killed: else it would wait for work for ever."""
    import multiprocessing
    import signal
    import threading
    from multiprocessing.connection import wait

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := multiprocessing.parent_process():

        def follow() -> None:
            wait([parent.sentinel])
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
