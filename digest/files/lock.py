"""One program at a time writes: a lock on a file, which a program that is killed gives up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

_WAITING = "Another command writes articles in this site: this one waits for it."


class StillLockedError(Exception):
    """Another program did not give the lock up in time."""


@contextmanager
def locked(path: Path, waiting: Callable[[], None], seconds: float = -1) -> Iterator[None]:
    """Holds the lock at `path`, whose folder is made if need be. If another program has it, `waiting` is called, and it
    is waited for: as long as it takes, or `seconds`. Raises StillLockedError, and OSError if the lock cannot be made.
    """
    from filelock import FileLock, Timeout  # 10 ms

    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting()
            lock.acquire(timeout=seconds)
    except Timeout:
        raise StillLockedError from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def content_locked(state: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Keeps all others that write articles (imports, `review`, `tags`, `new`) out of a site's content: two at once
    would undo each other's work.

    `state` is the folder in which the program keeps what it knows of the site. Another one is waited for, of which
    `tell` is given a line; where the lock cannot be made nobody waits, for what can be written is told by the writing.
    """
    with ExitStack() as stack:
        with suppress(OSError):
            stack.enter_context(locked(state / "content.lock", lambda: tell(_WAITING)))
        yield
