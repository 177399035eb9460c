"""What has changed on disk since we last looked: watchdog's events, gathered until they rest, and what a patrol finds.

Events are hints: they say when to look again and where, never what is true. A path that is told may be
gone again or unchanged; whoever is called back looks for itself. And some are never sent: of what a link leads to, of a
folder that was moved while it was made. So all files are looked at in idle moments too.
"""

from __future__ import annotations

import errno
import logging
import os
import queue
import sys
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import msgspec
import watchdog.events
import watchdog.observers
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers.api import BaseObserver, ObservedWatch

from digest.files.inode import inode_of
from digest.files.passed_over import is_passed_over
from digest.live.lookouts import Lookout, carries, concerns, lookouts
from digest.live.patrol import Patrol

LONGEST_GATHERING = 0.5  # seconds: a stream of events that never rests is cut here
RECHECK_EVERY = 4.0  # seconds between looks for wanted folders that came or went unseen
BEAT = 0.2  # seconds within which `stop` is noticed and `meanwhile` is called
# The same, once nothing has changed for a while: each time the machine wakes costs something. On Windows nothing ends
# a wait before its time, Ctrl-C neither.
SLOW_BEAT = 0.5 if sys.platform == "win32" else 2.0
SLOW_AFTER = 5.0  # seconds
POLL_EVERY = 1.0  # seconds between looks at all files, where the system does not send events
# Of one core's time in idle moments; with what waking costs it is about a hundredth.
PATROL_SHARE = 0.006  # for looks at files: 10,000 are seen in ten seconds on a quick machine
SPARE_SHARE = 0.001  # for what `meanwhile` may do that nobody waits for

# What the system says when it will not watch (more): its limits, or no such service at all.
_REFUSALS = frozenset({errno.ENOSPC, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSYS})

# "Opened" and "closed without writing" are left out: reading a file must not cause a build. So are changes of
# folders: they only echo what happened to something inside, which may be an editor's dropping.
_EVENTS: list[type[FileSystemEvent]] = [
    getattr(watchdog.events, name)
    for name in (
        "FileCreatedEvent",
        "FileModifiedEvent",
        "FileClosedEvent",
        "FileMovedEvent",
        "FileDeletedEvent",
        "FileAttribEvent",  # since watchdog 7; before, it was told as "modified"
        "DirCreatedEvent",
        "DirMovedEvent",
        "DirDeletedEvent",
    )
    if hasattr(watchdog.events, name)
]
_COMINGS_AND_GOINGS = frozenset({"created", "moved", "deleted"})


class Pause(msgspec.Struct, frozen=True):
    """Nothing has changed just now. `seconds` may be spent on what nobody waits for; `is_over` tells whether something
    has changed since, and `tell_news` tells it to `on_change` at once, if there is any."""

    seconds: float
    is_over: Callable[[], bool]
    tell_news: Callable[[], None]


def watch(
    paths: Callable[[], Sequence[Path]],
    on_change: Callable[[frozenset[Path]], None],
    *,
    stop: threading.Event,
    quiet_for: float = 0.05,
    ignore: Callable[[str], bool] = is_passed_over,
    is_followed: Callable[[Path, Path], bool] = lambda link, real: True,
    ready: Callable[[], None] = lambda: None,
    meanwhile: Callable[[Pause], bool] = lambda pause: False,
    notice: Callable[[str], None] = lambda _: None,
    poll: bool = False,
) -> None:
    """Call `on_change` with what changed in `paths()`, again and again, until `stop` is set.

    `paths()` gives files and folders, which need not exist yet; it is asked again every few seconds.
    Folders are watched with all below them. Once something has happened and then nothing for `quiet_for`
    seconds (0.5 s in all at the most), `on_change` is called in the calling thread, so calls never overlap;
    what happens during a call is kept for the next. It gets absolute paths that begin as `paths()` had
    them: of files mostly, of a folder when it came, went or was replaced.

    `ignore` is asked about the name of each path, and of each folder between it and the wanted one; `is_followed` about
    a link to a folder, and where it leads, whether what is there is looked at too. `ready` is called
    once, when nothing can be missed any more: the place for a first build. `meanwhile` is called in the same thread
    several times a second for some seconds after a change, or after it had something to do and told so with True; and
    every two seconds later; but not during `on_change`, which it may call itself (see `Pause`). `notice` is given one
    line if the system refuses to watch (inotify's limits) and the files are looked at every second instead, as they are
    with `poll`: network disks send no events. Whatever the callables raise is let through.
    """
    # Watchdog 7 says so of folders that are made one in the other; it loses nothing by it.
    warnings.filterwarnings("ignore", "Callback with id .* already exists", RuntimeWarning)
    patrol = Patrol(paths, ignore, is_followed)
    sentry = _Sentry(paths, ignore, notice, poll=poll)
    told_at = polled = 0.0  # monotonic seconds

    def tell(changed: set[Path]) -> None:
        nonlocal told_at
        if changed and not stop.is_set():
            on_change(frozenset(changed))
            told_at = time.monotonic()

    def hear(beat: float) -> None:
        changed = sentry.gather(quiet_for, beat) | sentry.post_if_due()
        patrol.note(list(changed))  # before anybody reads them: what comes later is another change
        tell(changed)

    def poll_if_due() -> None:
        nonlocal polled
        if sentry.is_polling and time.monotonic() - polled >= POLL_EVERY:
            sentry.news |= patrol.look()
            polled = time.monotonic()

    def has_news() -> bool:
        poll_if_due()
        return sentry.has_news()

    try:
        sentry.post()
        patrol.begin()
        ready()
        told_at = looked_at = time.monotonic()
        while not stop.is_set():
            is_slow = not sentry.is_polling and time.monotonic() - told_at >= SLOW_AFTER
            hear(SLOW_BEAT if is_slow else BEAT)
            now = time.monotonic()
            rested, looked_at = min(now - looked_at, SLOW_BEAT), now
            if not sentry.is_polling:
                tell(patrol.look(PATROL_SHARE * rested))
            if not stop.is_set() and meanwhile(Pause(SPARE_SHARE * rested, has_news, partial(hear, 0.0))):
                told_at = time.monotonic()
            poll_if_due()
    finally:
        sentry.dismiss()


class _Sentry:
    """Keeps watchdog's watches where the wanted paths are, and collects what they report.

    All but the putting of events into `_seen` happens in the thread that calls.
    """

    def __init__(
        self,
        paths: Callable[[], Sequence[Path]],
        ignore: Callable[[str], bool],
        notice: Callable[[str], None],
        *,
        poll: bool,
    ) -> None:
        self._paths = paths
        self._ignore = ignore
        self._notice = notice
        self._wanted: frozenset[Path] = frozenset()
        self._watches: dict[Lookout, ObservedWatch] = {}
        self._seen: queue.SimpleQueue[tuple[Lookout, FileSystemEvent] | None] = queue.SimpleQueue()
        self._doubtful: set[Path] = set()  # what came or went, so that a watch on it may be of no use now
        self._crowded = False  # folders were made, so the system's limit may have been reached
        self._due = 0.0  # monotonic seconds of the next look at the wanted paths
        self._posted: list[object] | None = None  # what was there when the watches were set; None if that is not sure
        self.news: set[Path] = set()  # what changed, and was not given yet
        self.is_polling = poll
        self._observer = None if poll else self._start_observer()
        self._complaints = _Complaints(self._seen)
        logging.getLogger("watchdog").addHandler(self._complaints)

    def dismiss(self) -> None:
        """End all watches and threads."""
        if self._observer:
            _end(self._observer)
        logging.getLogger("watchdog").removeHandler(self._complaints)

    def post_if_due(self) -> set[Path]:
        """As `post`, but only if something suggests it or some seconds have passed."""
        if self._doubtful or self._crowded:
            return self.post()
        if time.monotonic() < self._due:
            return set()
        self._due = time.monotonic() + RECHECK_EVERY
        return set() if self._posted == self._view() else self.post()

    def post(self) -> set[Path]:
        """Bring the watches in line with what is wanted and what exists.

        Gives the wanted paths around which a watch was set anew or lost: they may have changed unseen.
        """
        self._posted = self._view()  # before anything else: should it change meanwhile, it is seen next time
        # Made absolute with links left as they are: the caller should know its own paths again.
        self._wanted = frozenset(Path(os.path.abspath(path)) for path in self._paths())
        plan = lookouts(self._wanted)
        try:
            moved = self._set_watches(plan)
            if moved or self._crowded:
                self._try_one_more()
        except OSError as error:
            if error.errno not in _REFUSALS:
                raise
            self._fall_back(error)
            moved = set()
        self._crowded = False
        self._due = time.monotonic() + RECHECK_EVERY
        return {path for path in self._wanted if path in moved or path.parent in moved}

    def _view(self) -> list[object]:
        """The wanted paths and what is there now: where it is as before, the watches are right."""
        return [(path, inode_of(path), inode_of(os.path.dirname(path))) for path in map(os.path.abspath, self._paths())]

    def _set_watches(self, plan: frozenset[Lookout]) -> set[Path]:
        """Drop the watches that are not in the plan or of doubtful use, set those that are missing."""
        if self._observer is None:
            self._doubtful.clear()
            return set()
        stale = [
            one
            for one in self._watches
            if one not in plan or any(carries(path, {one.shown}) for path in self._doubtful)
        ]
        self._doubtful.clear()
        for one in stale:
            self._observer.unschedule(self._watches.pop(one))
        moved = {one.shown for one in stale}
        for one in plan - self._watches.keys():
            try:
                self._watches[one] = self._observer.schedule(
                    _Ear(one, self._seen), str(one.real), recursive=one.recursive, event_filter=_EVENTS
                )
            except (FileNotFoundError, NotADirectoryError):
                self._posted = None  # gone since the plan was made: the next look will tell
                continue
            moved.add(one.shown)
        return moved

    def _try_one_more(self) -> None:
        """Raise OSError if the system's limit is reached.

        Watchdog keeps silent when it can watch a folder but not all below it. One watch more, on a folder
        that is not watched yet, brings it to light.
        """
        if self._observer is None or sys.platform != "linux":
            return
        watched = {str(one.real) for one in self._watches}
        spare = next(folder for folder in ("/", "/usr", "/dev") if folder not in watched)
        self._observer.unschedule(
            self._observer.schedule(FileSystemEventHandler(), spare, recursive=False, event_filter=_EVENTS)
        )

    def _start_observer(self) -> BaseObserver | None:
        try:
            observer = watchdog.observers.Observer()
        except OSError as error:
            if error.errno not in _REFUSALS:
                raise
            self._begin_polling(error)
            return None
        observer.start()
        return observer

    def _begin_polling(self, error: OSError) -> None:
        self.is_polling = True
        self._notice(
            f"The system cannot watch so many folders ({error.strerror or error}): all files are looked at "
            "every second instead. On Linux, raise fs.inotify.max_user_watches or max_user_instances."
        )

    def _fall_back(self, error: OSError) -> None:
        if self._observer:
            _end(self._observer)
        self._watches.clear()
        self._observer = None
        self._begin_polling(error)

    def has_news(self) -> bool:
        """Whether something has changed that was not given yet."""
        while not self._seen.empty():
            self._hear(self._seen.get())
        return bool(self.news)

    def _hear(self, sight: tuple[Lookout, FileSystemEvent] | None) -> None:
        self.news |= self._understood(*sight) if sight else self._wanted

    def gather(self, quiet_for: float, beat: float) -> set[Path]:
        """Wait so many seconds for something to happen; if it does, until it rests. Gives what changed."""
        wait, end = (quiet_for if self.news else beat), float("inf")
        while wait > 0:
            try:
                sight = self._seen.get(timeout=wait)
            except queue.Empty:
                break
            self._hear(sight)
            now = time.monotonic()
            end = min(end, now + LONGEST_GATHERING)
            wait = min(quiet_for, end - now)
        changed, self.news = self.news, set()
        return changed

    def _understood(self, one: Lookout, event: FileSystemEvent) -> set[Path]:
        """The paths of an event that matter; takes note of what it means for the watches."""
        told = [one.translated(path) for path in (event.src_path, event.dest_path) if path]
        paths = {path for path in told if path}
        if event.event_type in _COMINGS_AND_GOINGS:
            self._doubtful.update(path for path in paths if carries(path, self._wanted))
            self._crowded |= event.is_directory
        return {path for path in paths if concerns(path, self._wanted, self._ignore)}


class _Ear(FileSystemEventHandler):
    """Passes a lookout's events on to the thread that waits for them."""

    def __init__(self, one: Lookout, seen: queue.SimpleQueue[tuple[Lookout, FileSystemEvent] | None]) -> None:
        self._one = one
        self._seen = seen

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._seen.put((self._one, event))


class _Complaints(logging.Handler):
    """Takes a warning of watchdog's (events were lost) as "anything may have changed".

    It also keeps watchdog's remarks, which mean nothing to an editor, off the terminal.
    """

    def __init__(self, seen: queue.SimpleQueue[tuple[Lookout, FileSystemEvent] | None]) -> None:
        super().__init__(logging.WARNING)
        self._seen = seen

    def emit(self, record: logging.LogRecord) -> None:
        # Not for errors: it logs one each time a watch is given up while its thread reads.
        if record.levelno == logging.WARNING:
            self._seen.put(None)


_ENDS = 5.0
"""Seconds that watchdog's threads have to end. They are daemons: one that waits for another holds up no Ctrl-C."""


def _end(observer: BaseObserver) -> None:
    def end() -> None:
        observer.stop()
        if observer.is_alive():
            observer.join()

    ending = threading.Thread(target=end, daemon=True)
    ending.start()
    ending.join(_ENDS)
