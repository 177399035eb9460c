"""`digest watch` and `digest serve`: what is built and imported as files change, and what is said of it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from digest.build.report import Request
from digest.build.session import Session
from digest.build.workers import Maker, executor_maker
from digest.commands.build import building_options, now_of, request_for
from digest.commands.console import Context, clock, common, counted, in_words, print_problems
from digest.commands.import_ import importer
from digest.commands.tables import print_report_notes, work_of
from digest.errors import DigestError, ProblemsError
from digest.files.folders import CONTENT, OUTPUT, PREVIEW, SEEDS, THEMES
from digest.output.place import check_place
from digest.settings.config import FILE, load_config
from digest.settings.sources import FILE as SOURCES
from digest.settings.vocabulary import TAGS_FILE

if TYPE_CHECKING:  # loaded with an import: 3 ms
    from digest.seeds.outcomes import Imported


class Pages(Protocol):
    """What shows the site in a browser: `digest.live.preview.Preview`."""

    url: str

    def reload(self) -> None: ...

    def failed(self, text: str) -> None: ...


@click.command()
@building_options
@common
def watch(
    context: Context, output: Path | None, drafts: bool, now_text: str | None, jobs: int | None, executor: str | None
) -> None:
    """Build, and build again whenever a file of the site changes.

    \b
    Example:
      digest watch --drafts
    """
    request = request_for(context, output, drafts=drafts, now_text=now_text, default=PREVIEW if drafts else OUTPUT)
    make = executor_maker(executor, jobs, request.site)
    _live(context, request, make, now_text, preview=None)


@click.command()
@building_options
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@common
def serve(
    context: Context,
    output: Path | None,
    drafts: bool,
    now_text: str | None,
    jobs: int | None,
    executor: str | None,
    port: int,
    host: str,
) -> None:
    """Watch, and show the site in your browser, renewed at each change.

    \b
    Example:
      digest serve --drafts
    """
    from digest.live.preview import Preview

    request = request_for(context, output, drafts=drafts, now_text=now_text, default=PREVIEW if drafts else OUTPUT)
    make = executor_maker(executor, jobs, request.site)
    check_place(request.site, request.output)
    request.output.mkdir(parents=True, exist_ok=True)
    preview = Preview(request.output, host, port)
    try:
        preview.start()
        _live(context, request, make, now_text, preview)
    finally:
        preview.close()


def _live(context: Context, request: Request, make: Maker | None, now_text: str | None, preview: Pages | None) -> None:
    session = Session(request, make, context.note)
    live(context, session, request.site, lambda: now_of(context, now_text), importer(context, request.site), preview)


def live(
    context: Context,
    session: Session,
    site: Path,
    now: Callable[[], int],
    bring_in: Callable[[Sequence[Path]], Sequence[Imported]],
    preview: Pages | None,
) -> None:
    """Build, and again whenever something changes, until Ctrl-C.

    `now` gives seconds since the epoch; `bring_in` imports files and folders and gives a row for each seed; `preview`
    is the server that shows the site, or None.
    """
    from digest.live.arrivals import Arrivals
    from digest.live.watch import watch as follow  # watchdog: 30 ms

    seeds = site / SEEDS
    arrivals = Arrivals()
    importing = load_config(site)[0].imports.watch

    def paths() -> list[Path]:
        return [
            site / FILE,
            site / TAGS_FILE,
            site / SOURCES,
            site / CONTENT,
            site / THEMES,
            *([seeds] if importing else []),
        ]

    def changed(found: frozenset[Path]) -> None:
        nonlocal importing
        if site / FILE in found:
            importing = load_config(site)[0].imports.watch
            arrivals.saw([seeds] if importing else [])  # with other settings they may be imported now
        arrived = {path for path in found if path.is_relative_to(seeds)}
        arrivals.saw(arrived if importing else ())
        if others := found - arrived:
            _rebuild(context, session, now, preview, others)

    def bring_in_settled() -> None:
        if importing and (ready := arrivals.settled()):
            _import(context, bring_in, ready)

    def in_idle_moments() -> None:
        bring_in_settled()
        if session.is_output_altered():  # somebody removed or changed what was built
            _rebuild(context, session, now, preview, frozenset())

    def ready() -> None:
        if importing and seeds.is_dir():
            _import(context, bring_in, [seeds])
        _rebuild(context, session, now, preview, None)
        if preview:
            context.say(f"The site is at {preview.url}  (stop with Ctrl-C)")

    with contextlib.suppress(KeyboardInterrupt), session:
        follow(
            paths,
            changed,
            stop=threading.Event(),
            quiet_for=0.02,
            ready=ready,
            meanwhile=in_idle_moments,
            notice=context.say,
        )


def _rebuild(
    context: Context, session: Session, now: Callable[[], int], preview: Pages | None, changed: frozenset[Path] | None
) -> None:
    try:
        with in_words():
            report = session.build(now(), changed)
    except ProblemsError as error:
        print_problems(error.problems)
        context.say(f"{clock()} {counted(len(error.problems), 'problem')}: the last good site stays.")
        context.print_json({"status": "problems", "problems": error.problems})
        if preview:
            preview.failed("\n".join(map(str, error.problems)))
        return
    except DigestError as error:  # another build holds the site, or the disk is full: the next change tries again
        click.secho(str(error), err=True, fg="red")
        if preview:
            preview.failed(str(error))
        return
    print_report_notes(report)
    names = ", ".join(report.changed[:3]) + (" …" if len(report.changed) > 3 else "")
    names = names or ", ".join(sorted(path.name for path in changed or ())[:3])
    if report.rendered or report.removed or not changed:
        context.say(f"{clock()} {names or 'built'}: {work_of(report)}")
        context.print_json({"status": "done", "report": report})
    if preview:
        preview.reload()


def _import(context: Context, bring_in: Callable[[Sequence[Path]], Sequence[Imported]], paths: Sequence[Path]) -> None:
    """Import `paths`, and tell a line for each seed of which something was made, and every problem."""
    try:
        with in_words():
            rows = bring_in(paths)
    except ProblemsError as error:  # of the settings: the build tells them too, and the next change tries again
        print_problems(error.problems)
        return
    except DigestError as error:
        click.secho(str(error), err=True, fg="red")
        return
    news = [row for row in rows if row.is_news]
    for row in news:
        if row.status in ("created", "updated"):
            review = f"; to review: {', '.join(row.review)}" if row.review else ""
            context.say(f"{clock()} {row.seed}: {row.status} {row.article}{review}")
        if row.note:
            context.say(f"  {row.note}")
    problems = [row.problem for row in news if row.problem]
    if news:
        context.print_json({"status": "problems" if problems else "done", "imported": news})
    print_problems(problems)
