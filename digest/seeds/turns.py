"""One import at a time in a site: two at once would each make an article of one seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def turn(state: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Waits for another import, of which `tell` is given a line, as long as that takes; one that was killed holds
    nothing up. `state` is the folder in which the program keeps what it knows; where it cannot be made, nobody waits.
    """
    from filelock import FileLock, Timeout  # 10 ms

    try:
        state.mkdir(parents=True, exist_ok=True)
        lock = FileLock(state / "import.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            tell("Another import is at work in this site: this one waits for it.")
            lock.acquire()
    except OSError:  # what can be written is told by what is written
        yield
        return
    try:
        yield
    finally:
        lock.release()
