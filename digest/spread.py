"""Maps over chunks of work: here, or through any concurrent.futures.Executor."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 64
SMALL = 4 * CHUNK
"""With fewer items than this, starting workers would take longer than the work."""

IN_FLIGHT = 16
"""How many chunks wait or are worked on at once: enough to keep workers busy, few enough to bound memory."""


class Spread:
    """A map that spreads large work over an executor. The executor is made when there is large work for the first time,
    and shut down with `stack`."""

    def __init__(self, make: Callable[[], Executor] | None, stack: ExitStack) -> None:
        self._make = make
        self._stack = stack
        self._executor: Executor | None = None

    def map(self, work: Callable[..., list[R]], shared: tuple[Any, ...], items: Iterable[T]) -> Iterator[R]:
        """`work(*shared, chunk)` for chunks of the items: its results, in the order of the items."""
        waiting = iter(items)
        first = list(islice(waiting, SMALL))
        if self._make is None or len(first) < SMALL:
            yield from work(*shared, first)
            while chunk := list(islice(waiting, CHUNK)):
                yield from work(*shared, chunk)
            return
        if self._executor is None:
            self._executor = self._stack.enter_context(self._make())
        running: deque[Future[list[R]]] = deque()
        chunks = (first[n : n + CHUNK] for n in range(0, len(first), CHUNK))
        while chunk := next(chunks, None) or list(islice(waiting, CHUNK)):
            running.append(self._executor.submit(work, *shared, chunk))
            if len(running) >= IN_FLIGHT:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()
