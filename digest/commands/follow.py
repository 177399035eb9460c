"""The site built again and again while its files change, and what is said of it: a warning once, a mistake when it is
mended."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import click
import msgspec

from digest.build.report import Report
from digest.build.session import Session
from digest.commands.console import Context, amounts, clock, counted, in_words, print_problems
from digest.commands.tables import held_lines, print_notices, work_of
from digest.errors import DigestError, Problem, ProblemsError
from digest.live.served import Folder, Source
from digest.model.article import Held


class Pages(Protocol):
    """What shows the site in a browser: `digest.live.preview.Preview`."""

    url: str

    def show(self, source: Source) -> None: ...

    def changed(self, paths: Collection[str], moved: Mapping[str, str] = ...) -> None: ...

    def failed(self, text: str) -> None: ...


class Built(msgspec.Struct, frozen=True):
    """What came of a build: a report, or the problems with the site, or in words what kept it from being built."""

    report: Report | None = None
    problems: tuple[Problem, ...] = ()
    refusal: str = ""

    def __str__(self) -> str:
        return self.refusal or "\n".join(map(str, self.problems))


class Place(msgspec.Struct, frozen=True):
    """A folder for the site's pages, and what builds into it."""

    folder: Path
    session: Session


class Follower:
    """Builds the site, and again when it is called, for as long as its files are watched.

    `public` is what is published. `preview`, if there is any, shows drafts too: it is built while there are some, first
    of the two, and `pages` shows it then. `now` gives seconds since the epoch.
    """

    def __init__(
        self,
        context: Context,
        public: Place,
        preview: Place | None,
        now: Callable[[], int],
        pages: Pages | None,
        said: Said,
    ) -> None:
        self._context, self._public, self._preview = context, public, preview
        self._now, self._pages, self._said = now, pages, said
        self._are_drafts = False

    def renew(self, changed: frozenset[Path] | None) -> None:
        """`changed` are the paths of the site where alone something may have changed since the last time; None if that
        is not known."""
        shown = self._build(self._preview, changed) if self._preview and self._are_drafts else None
        if shown and self._preview:
            self._tell(shown, changed, self._preview)
        public = self._build(self._public, changed)
        were_drafts, report = self._are_drafts, public.report
        if report and self._preview:
            self._are_drafts = report.site.drafts > 0
        if report and self._preview and self._are_drafts and not were_drafts:
            shown = self._build(self._preview, None)
            self._tell(shown, changed, self._preview, report.changed)
        if shown is None or (report is None and str(public) != str(shown)):
            self._tell(public, changed, self._public)
        elif report and shown.report is None:
            self._context.say(f"{clock()} {self._public.folder.name}/ has no drafts, and is built: {work_of(report)}")
        if self._pages and report and not self._are_drafts:
            self._pages.show(Folder(self._public.folder))

    def is_output_altered(self) -> bool:
        """Whether somebody removed or changed what was built."""
        places = (self._public, self._preview if self._are_drafts else None)
        return any(place.session.is_output_altered() for place in places if place)

    def _build(self, place: Place, changed: frozenset[Path] | None) -> Built:
        try:
            with in_words():
                return Built(place.session.build(self._now(), changed))
        except ProblemsError as error:
            return Built(problems=error.problems)
        except DigestError as error:  # another build holds the site, or the disk is full: the next change tries again
            return Built(refusal=str(error))

    def _tell(
        self, built: Built, changed: frozenset[Path] | None, place: Place, files: Sequence[str] | None = None
    ) -> None:
        """`files` are those in content/ that changed, if others than to this build."""
        report = built.report
        if report is None:
            self._said.failed(built)
            if self._pages:
                self._pages.failed(str(built))
            return
        self._said.done(report)
        files = report.changed if files is None else files
        names = ", ".join(files[:3]) + (" …" if len(files) > 3 else "")
        names = names or ", ".join(sorted(path.name for path in changed or ())[:3])
        if report.rendered or report.removed or not changed:
            self._context.say(f"{clock()} {names or 'built'}: {work_of(report)}")
            self._context.print_json({"status": "done", "report": report})
        if self._pages:
            self._pages.show(Folder(place.folder))
            self._pages.changed({*report.written, *report.removed})


class Said:
    """What was said of a site, so that a warning that stays is told once, and a mistake when it is mended."""

    def __init__(self, context: Context, site: Path) -> None:
        self._context, self._site = context, site
        self._warned: set[tuple[str, str]] = set()
        self._faulty: set[str] = set()
        self._is_stopped = False
        self._held: tuple[Held, ...] = ()

    def failed(self, built: Built) -> None:
        """Errors are told as long as they are there. Whether one that is told no more is mended is not known before
        all is read."""
        self._is_stopped = True
        if built.refusal:
            click.secho(built.refusal, err=True, fg="red")
            return
        errors = [problem for problem in built.problems if problem.level == "error"]
        self._faulty.update(problem.path for problem in errors)
        print_problems([*errors, *self._new(built.problems)], self._context.quiet)
        self._context.say(f"{clock()} {amounts(built.problems)}: the last good site stays.")
        self._context.print_json({"status": "problems", "problems": built.problems})

    def done(self, report: Report) -> None:
        """What has changed since the last time."""
        warnings = report.site.warnings
        print_notices(report, self._context.quiet)
        print_problems(self._new(warnings), self._context.quiet)
        self._say_mended({warning.path for warning in warnings})
        self._warned = set(map(_known_by, warnings))
        self._faulty, self._is_stopped = set(), False
        if report.site.held != self._held:
            self._held = report.site.held
            for line in held_lines(self._held) or ["No file is held back any more."]:
                self._context.say(line)

    def _new(self, problems: Iterable[Problem]) -> list[Problem]:
        """The warnings that were not told."""
        new = [one for one in problems if one.level == "warning" and _known_by(one) not in self._warned]
        self._warned.update(map(_known_by, new))
        return new

    def _say_mended(self, faulty: set[str]) -> None:
        before = self._faulty | {path for path, _ in self._warned}
        mended = sorted(path for path in before - faulty if path and (self._site / path).exists())
        if mended:
            self._context.say(f"{_listed(mended)} {'is' if len(mended) == 1 else 'are'} right again.")
        elif self._is_stopped:
            self._context.say("The site can be built again.")


def _known_by(warning: Problem) -> tuple[str, str]:
    """By what a warning is known again: not its line, which changes with what stands above."""
    return warning.path, warning.fact


def _listed(names: Sequence[str]) -> str:
    more = f" and {counted(len(names) - 3, 'other')}" if len(names) > 3 else ""
    return f"{', '.join(names[:3])}{more}"
