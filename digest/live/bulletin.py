"""What open pages should know: which edition of the site is served, and what stopped the last build."""

from __future__ import annotations

import secrets
import threading

import msgspec


class Bulletin(msgspec.Struct, frozen=True):
    """`edition` names the state of the site since the last good build; `problem` is empty if all is well."""

    edition: str
    problem: str = ""


class BulletinBoard:
    """The bulletin that holds now, and a place to wait for the next one. Safe to use from any thread."""

    def __init__(self) -> None:
        # A name that no earlier run has used: pages that were open before a restart see that they are old.
        self._run = secrets.token_hex(4)
        self._count = 0
        self._now = Bulletin(f"{self._run}-0")
        self._changed = threading.Condition()
        self._closed = False

    @property
    def now(self) -> Bulletin:
        return self._now

    @property
    def closed(self) -> bool:
        return self._closed

    def publish(self) -> None:
        """The site was built: a new edition, and no problem."""
        with self._changed:
            self._count += 1
            self._now = Bulletin(f"{self._run}-{self._count}")
            self._changed.notify_all()

    def report(self, problem: str) -> None:
        """The site could not be built: the edition stays, with this text."""
        with self._changed:
            self._now = Bulletin(self._now.edition, problem)
            self._changed.notify_all()

    def close(self) -> None:
        """Send all who wait home."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait(self, known: Bulletin, seconds: float) -> Bulletin:
        """The bulletin, as soon as it is another than `known`, or the board closed, or `seconds` passed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._now != known, seconds)
            return self._now


def news(told: Bulletin, now: Bulletin) -> bytes:
    """What a page that was told `told` must hear, as an event stream; a comment if there is nothing to say.

    The comment finds out whether the page still listens.
    """
    events = b""
    if now.edition != told.edition:
        events += _event("reload", now.edition)
    if now.problem != told.problem:
        events += _event("problem", now.problem)
    return events or b": still here\n\n"


def _event(name: str, data: str) -> bytes:
    """One message of an event stream (WHATWG HTML §9.2); the data as JSON, so that it is one line."""
    return b"event: %s\ndata: %s\n\n" % (name.encode("ascii"), msgspec.json.encode(data))
