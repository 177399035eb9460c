"""What open pages should know: which edition of the site is served, what changed with each, and what is wrong."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from digest.live.faults import Fault


class Bulletin(msgspec.Struct, frozen=True):
    """`edition` names the state of the site since the last change; there are no `faults` if all is well."""

    edition: str
    faults: tuple[Fault, ...] = ()


class Changes(msgspec.Struct, frozen=True):
    """What of a page, and of what it uses, is not as it was at an earlier edition.

    `is_unknown` says that this edition is none of this run: then anything may have changed.
    `moved` is the file of the page that stands for one that is gone, or "".
    """

    edition: str
    is_unknown: bool = False
    files: frozenset[str] = frozenset()
    moved: str = ""


class BulletinBoard:
    """The bulletin that holds now, and a place to wait for the next one. Safe to use from any thread.

    It remembers of each file that changed when it last did. So what is told to open pages is an edition, however large
    the site, and each of them asks for its own files.
    """

    def __init__(self) -> None:
        # A name that no earlier run has used: pages that were open before a restart see that they are old.
        self._run = secrets.token_hex(4)
        self._count = 0
        self._now = Bulletin(f"{self._run}-0")
        self._changed = threading.Condition()
        self._changed_at: dict[str, int] = {}
        self._moved: dict[str, str] = {}
        self._closed = False

    @property
    def now(self) -> Bulletin:
        return self._now

    @property
    def closed(self) -> bool:
        return self._closed

    def publish(self, files: Collection[str], moved: Mapping[str, str], faults: Sequence[Fault] | None) -> None:
        """The site is another: a new edition, in which `files` are not as they were; and what is wrong with it now, if
        that is not what was.

        `moved` leads from the file of a page that is gone to that of the page that stands for it.
        """
        with self._changed:
            self._count += 1
            if self._moved:
                for file in self._moved.keys() & set(files):
                    del self._moved[file]  # there again, or gone for good
            self._moved.update(moved)
            for other in (files, moved):
                self._changed_at.update(dict.fromkeys(other, self._count))
            faults = self._now.faults if faults is None else tuple(faults)
            self._now = Bulletin(f"{self._run}-{self._count}", faults)
            self._changed.notify_all()

    def report(self, faults: Sequence[Fault]) -> None:
        """The edition stays, with these faults."""
        with self._changed:
            self._now = Bulletin(self._now.edition, tuple(faults))
            self._changed.notify_all()

    def changes(self, edition: str, page: str, used: Iterable[str]) -> Changes:
        """What is other than at `edition` of the file of a page and of the files that it uses."""
        with self._changed:
            now = self._now.edition
            run, _, count = edition.rpartition("-")
            if run != self._run or not count.isdecimal():
                return Changes(now, is_unknown=True)
            changed = frozenset(file for file in {page, *used} if self._changed_at.get(file, 0) > int(count))
            return Changes(now, files=changed, moved=self._moved_to(page))

    def _moved_to(self, file: str) -> str:
        """Where the moves of a page lead in the end; "" if it is where it was."""
        passed = {file}
        while (to := self._moved.get(file)) and to not in passed:
            passed.add(to)
            file = to
        return file if len(passed) > 1 else ""

    def close(self) -> None:
        """Send all who wait home."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait(self, known: Bulletin | None, seconds: float) -> Bulletin:
        """The bulletin, as soon as it is another than `known`, or the board closed, or `seconds` passed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._now != known, seconds)
            return self._now


def news(told: Bulletin | None, now: Bulletin) -> bytes:
    """What one who was told `told` must hear, as an event stream (WHATWG HTML §9.2); a comment if that is nothing.

    The comment finds out whether somebody still listens. The data is JSON, so that it is one line.
    """
    return b": still here\n\n" if told == now else b"event: news\ndata: %s\n\n" % msgspec.json.encode(now)
