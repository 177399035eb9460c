"""The site shown and built again and again while its files change."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from digest.build.finished import NEVER
from digest.build.report import Report
from digest.build.session import Session
from digest.commands.console import Context, amounts, clock, counted, in_words
from digest.commands.journal import Journal
from digest.commands.said import Said
from digest.commands.tables import print_notices, work_of
from digest.errors import DigestError, Problem, ProblemsError
from digest.files.folders import PREVIEW
from digest.live.faults import Fault, fault_of
from digest.model.article import Held
from digest.progress import GivenUpError, Progress
from digest.text import in_one_line

if TYPE_CHECKING:  # with the planners: 20 ms
    from digest.build.proof import Proof

RIPE = 0.4  # seconds for which a file must have rested before it is told what is wrong with it: it may be half-written
BREATH = 0.3  # seconds after a change in which the public build leaves the machine to whoever looks at the change
LISTEN_EVERY = 0.02  # seconds, while files are written: after each of thousands it would cost more than they do
PATIENCE = 60.0  # seconds for which a file that changes all the time, a download say, may hold up the public build
RETRY = 5.0  # seconds until what the system refused is tried again


class Pages(Protocol):
    """What shows the site in a browser: `digest.live.preview.Preview`."""

    @property
    def url(self) -> str: ...

    def changed(
        self, paths: Collection[str], moved: Mapping[str, str] = ..., faults: Sequence[Fault] | None = None
    ) -> None: ...

    def failed(self, faults: Sequence[Fault]) -> None: ...


class Place(msgspec.Struct, frozen=True):
    """A folder for the site's pages, and what builds into it."""

    folder: Path
    session: Session

    @property
    def name(self) -> str:
        return f"{self.folder.name}/"


class Follower:
    """Shows a site and builds it, again when it is called, for as long as its files are watched.

    `proof` is what `pages` show: it is brought up to date at once. `public`, if there is any, is built at once where
    nothing is shown, and else in idle moments; then newer changes end the build, and it begins again. `now` gives
    seconds since the epoch. What was done is noted in `journal`.
    """

    def __init__(
        self,
        context: Context,
        site: Path,
        public: Place | None,
        proof: Proof | None,
        now: Callable[[], int],
        pages: Pages | None,
        said: Said,
        journal: Journal | None = None,
    ) -> None:
        self._context, self._site, self._public, self._proof = context, site, public, proof
        self._now, self._pages, self._said, self._journal = now, pages, said, journal or Journal(site)
        self._owed = _Owed()  # to the public site
        self._unripe = _Owed()  # to be looked at again
        self._missed: dict[str, dict[str, float]] = {}  # by who found it: since when what is not there, by its path
        self._waits_until = 0.0  # monotonic seconds, for what is owed
        self._until = NEVER  # seconds since the epoch
        self._faults: list[Fault] = []  # of the site's files, that `pages` show
        self._obstacles: dict[Path, object] = {}  # what stands where files must go, and how it was
        self._told_of_last = ""  # that the last good site stays, and why
        # Otherwise a look would wait for the build that it comes in between of.
        self._looks_apart = bool(proof and public and public.folder.resolve() != (site / PREVIEW).resolve())

    def renew(self, changed: frozenset[Path] | None, why: str = "all files were looked at") -> None:
        """`changed` are the paths of the site where alone something may have changed since the last time; None if that
        is not known. `why` tells what led to this if no file did."""
        self._owed.add(changed, why=why)
        if self._proof:
            self._look(self._proof, changed, why)
            self._waits_until = time.monotonic() + BREATH
        else:
            self._publish()

    def go_on(
        self,
        is_news: Callable[[], bool] = lambda: False,
        tell_news: Callable[[], object] = lambda: None,
        seconds: float = 0.0,
    ) -> bool:
        """What can be done while nothing changes. If `is_news`, it ends early; where it cannot, and something is shown,
        it calls `tell_news`, which leads to `renew`. `seconds` may go into looks at what was built. False if there was
        nothing to do."""
        if self._keep_up(is_news):
            return True
        if self._owed.is_any and (self._is_rested or self._owed.is_overdue):
            self._publish(is_news, tell_news)
            return True
        if any(_sight_of(path) != sight for path, sight in self._obstacles.items()):
            self._obstacles = {}
            self._owed.add(frozenset(), why="what stood in the way is gone, or another")
            return True
        if self._public and self._public.session.is_output_altered(seconds):
            self._owed.add(frozenset(), why="files that were built are gone or altered")
            return True
        return False

    def _keep_up(self, is_news: Callable[[], bool]) -> bool:
        """The next thing that whoever looks at the site waits for. False if there is none."""
        if self._unripe.is_due:
            self.renew(self._unripe.take())
        elif self._proof and self._proof.is_lost and not self._unripe.is_any:
            self._look(self._proof, None, "what was kept of the site is gone")
        elif self._now() >= self._until:  # an embargo ends, or something expires
            self._until = NEVER  # until it is known anew
            self.renew(frozenset(), "the time of an embargo, an expiry or the sitemap of news came")
        elif self._proof and self._proof.is_looking:
            self._look_on(self._proof, is_news)
        else:
            return False
        return True

    @property
    def _is_rested(self) -> bool:
        return time.monotonic() >= self._waits_until

    def _look(self, proof: Proof, changed: frozenset[Path] | None, why: str) -> None:
        """Brings what is shown up to date."""
        began = time.monotonic()
        try:
            with in_words():
                renewed = proof.renew(self._now(), changed)
        except DigestError as error:  # the next change tries again, and if there is none we do
            self._refused("preview", str(error), changed, why)
            self._unripe.add(changed, RETRY)
            return
        self._until = renewed.until
        self._granted("preview")
        ripe = self._ripe("preview", renewed.problems)
        self._found("preview", ripe, renewed.held)
        errors = _errors(ripe)
        done = f"shown after {time.monotonic() - began:.3f} s"
        done += f"; {counted(len(renewed.files), 'open file')} renewed" * bool(renewed.files)
        done += f"; {amounts(errors)}" * bool(errors)
        self._journal.note("preview", done, changed, why, renewed.changed)
        if self._pages:
            self._faults = [fault_of(self._site, problem) for problem in errors]
            self._pages.changed(renewed.files, renewed.moved, self._all_faults())
        if errors and not self._public:
            self._context.print_json({"status": "problems", "problems": errors})

    def _look_on(self, proof: Proof, is_news: Callable[[], bool]) -> None:
        while proof.is_looking and not is_news():
            if (files := proof.look_on()) and self._pages:
                self._pages.changed(files)

    def _publish(
        self, is_news: Callable[[], bool] = lambda: False, tell_news: Callable[[], object] = lambda: None
    ) -> None:
        why, is_overdue, since = self._owed.why, self._owed.is_overdue, self._owed.since
        changed = self._owed.take()  # what is owed from now on is for the next build
        if self._public is None:
            return

        listens_at = 0.0  # monotonic seconds

        def look_between() -> None:
            nonlocal listens_at
            if time.monotonic() < listens_at:
                return
            listens_at = time.monotonic() + LISTEN_EVERY
            if not is_news():
                self._keep_up(is_news)
            elif self._is_rested:  # else changes that never rest would let nothing be written
                tell_news()

        meanwhile = look_between if self._looks_apart else lambda: None
        progress = Progress(is_wanted=lambda: is_overdue or not is_news(), meanwhile=meanwhile)
        try:
            with in_words():
                report = self._public.session.build(self._now(), changed, progress)
        except GivenUpError:
            self._owed.add(changed, why=why)
            self._owed.since = since
            return
        except ProblemsError as error:
            self._failed(error.problems, changed, why)
            return
        except DigestError as error:  # another build holds the site, or the disk is full
            self._owed.add(changed, why=why)
            self._refused(self._public.name, str(error), changed, why)
            self._waits_until = time.monotonic() + RETRY
            return
        self._granted(self._public.name)
        self._obstacles, self._told_of_last = {}, ""
        self._until = min(self._until if self._proof else NEVER, report.until)
        print_notices(report, self._context.quiet)
        self._found("output", report.site.warnings, None if self._proof else report.site.held)
        self._journal.note(self._public.name, work_of(report), changed, why, report.changed)
        self._tell(report, changed)
        self._renew_desk()

    def _renew_desk(self) -> None:
        """No page of the site is another, but what is told of it."""
        if self._pages:
            self._pages.changed(())

    def _failed(self, problems: Sequence[Problem], changed: frozenset[Path] | None, why: str) -> None:
        assert self._public is not None
        self._granted(self._public.name)
        ripe = self._ripe("output", problems)
        errors = _errors(ripe)
        self._obstacles = {
            path: _sight_of(path)
            for path in (self._site / one.path for one in errors)
            if self._public.folder in path.parents
        }
        if not errors:  # it is looked at again in a moment
            return
        self._found("output", ripe)
        stays = "the last good site stays" if self._public.folder.exists() else "there is none yet"
        told = f"{amounts(ripe)}: {stays} in {self._public.name}."
        self._journal.note(self._public.name, told, changed, why, is_refused=True)
        self._renew_desk()
        if told != self._told_of_last:
            self._context.say(f"{clock()} {told}")
        self._told_of_last = told
        self._context.print_json({"status": "problems", "problems": ripe})

    def _found(self, where: str, problems: Sequence[Problem], held: tuple[Held, ...] | None = None) -> None:
        self._said.found(where, problems, held)
        self._note_problems()

    def _note_problems(self) -> None:
        self._journal.problems = (*(Problem("", 0, one) for one in self._said.refusals), *self._said.problems)

    def _refused(self, place: str, text: str, changed: frozenset[Path] | None, why: str) -> None:
        self._said.refused(place, text)
        self._note_problems()
        self._journal.note(place, text, changed, why, is_refused=True)
        self._show_faults()
        self._renew_desk()

    def _granted(self, place: str) -> None:
        """What the system refused, it did this time."""
        if self._said.granted(place):
            self._note_problems()
            self._show_faults()

    def _show_faults(self) -> None:
        if self._pages:
            self._pages.failed(self._all_faults())

    def _all_faults(self) -> list[Fault]:
        return [*self._faults, *map(Fault, self._said.refusals)]

    def _tell(self, report: Report, changed: frozenset[Path] | None) -> None:
        files = report.changed
        names = ", ".join(files[:3]) + (" …" if len(files) > 3 else "")
        names = in_one_line(names or ", ".join(sorted(path.name for path in changed or ())[:3]))
        if report.rendered or report.removed or not changed:
            self._context.say(f"{clock()} {names or 'built'}: {work_of(report)}")
            self._context.print_json({"status": "done", "report": report})
        elif report.changed:
            self._context.say(f"{clock()} {names}: the site stays as it is.")

    def _ripe(self, where: str, problems: Sequence[Problem]) -> list[Problem]:
        """The problems, without errors in files that came, went or changed just now: these are looked at again. `where`
        tells who found them."""
        faulty = {problem.path for problem in _errors(problems) if problem.path}
        ages = {path: _age(self._site / path) for path in faulty}
        now = time.monotonic()
        known = self._missed.get(where, {})
        missed = self._missed[where] = {path: known.get(path, now) for path, age in ages.items() if age is None}
        fresh = {path for path, age in ages.items() if (now - missed[path] if age is None else abs(age)) < RIPE}
        if fresh:
            self._unripe.add(frozenset(self._site / path for path in fresh), RIPE)
        return [problem for problem in problems if problem.level == "warning" or problem.path not in fresh]


class _Owed:
    """Paths that may have changed, for somebody who has not looked there yet."""

    def __init__(self) -> None:
        self.is_any = False
        self.paths: frozenset[Path] | None = frozenset()  # None: they may be any
        self.why = ""  # in words
        self.since = 0.0  # monotonic seconds
        self._from = 0.0  # monotonic seconds

    def add(self, paths: frozenset[Path] | None, after: float = 0.0, why: str = "") -> None:
        """They are due `after` so many seconds. `why` tells what led to this if no path did."""
        if not self.is_any:
            self.since = time.monotonic()
        self.is_any = True
        self.why = why
        self.paths = None if paths is None or self.paths is None else self.paths | paths
        self._from = time.monotonic() + after

    @property
    def is_overdue(self) -> bool:
        """Whether they have waited for so long that changes which never rest shall not hold them up any more."""
        return self.is_any and time.monotonic() - self.since >= PATIENCE

    @property
    def is_due(self) -> bool:
        return self.is_any and time.monotonic() >= self._from

    def take(self) -> frozenset[Path] | None:
        paths, self.paths, self.is_any = self.paths, frozenset(), False
        return paths


def _age(file: Path) -> float | None:
    """Seconds since it changed; None of one that is not there, or not under this name."""
    try:
        return time.time() - file.stat().st_mtime
    except OSError:
        return None


def _sight_of(path: Path) -> object:
    """What stands there, as far as can be told from outside; None for nothing."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _errors(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.level == "error"]
