"""`digest watch` and `digest serve`: what is built and imported as files change, and what is said of it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from digest.build import Builder
from digest.config import FILE, load_config
from digest.console import Context, clock, counted, told
from digest.errors import DigestError, ProblemsError
from digest.sources import FILE as SOURCES
from digest.tables import tell_report, work_of
from digest.vocabulary import TAGS_FILE


def live(
    context: Context,
    builder: Builder,
    site: Path,
    now: Callable[[], int],
    bring_in: Callable[[Sequence[Path]], Sequence[Any]],
    preview: Any,
) -> None:
    """Build, and again whenever something changes, until Ctrl-C.

    `now` gives seconds since the epoch; `bring_in` imports files and folders and gives a row for each seed; `preview`
    is the server that shows the site, or None.
    """
    from digest.live.arrivals import Arrivals
    from digest.live.watch import watch  # watchdog: 30 ms

    seeds = site / "seeds"
    arrivals = Arrivals()
    importing = load_config(site)[0].imports.watch

    def paths() -> list[Path]:
        return [
            site / FILE,
            site / TAGS_FILE,
            site / SOURCES,
            site / "content",
            site / "themes",
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
            _rebuild(context, builder, now, preview, others)

    def bring_in_settled() -> None:
        if importing and (ready := arrivals.settled()):
            _import(context, bring_in, ready)

    def ready() -> None:
        if importing and seeds.is_dir():
            _import(context, bring_in, [seeds])
        _rebuild(context, builder, now, preview, None)
        if preview:
            context.say(f"The site is at {preview.url}  (stop with Ctrl-C)")

    with contextlib.suppress(KeyboardInterrupt), builder:
        watch(
            paths,
            changed,
            stop=threading.Event(),
            quiet_for=0.02,
            ready=ready,
            meanwhile=bring_in_settled,
            notice=context.say,
        )


def _rebuild(
    context: Context, builder: Builder, now: Callable[[], int], preview: Any, changed: frozenset[Path] | None
) -> None:
    try:
        report = builder.build(now(), changed)
    except ProblemsError as error:
        told(error.problems)
        context.say(f"{clock()} {counted(len(error.problems), 'problem')}: the last good site stays.")
        context.answer({"status": "problems", "problems": error.problems})
        if preview:
            preview.failed("\n".join(map(str, error.problems)))
        return
    except DigestError as error:  # another build holds the site, or the disk is full: the next change tries again
        click.secho(str(error), err=True, fg="red")
        if preview:
            preview.failed(str(error))
        return
    tell_report(report)
    names = ", ".join(report.changed[:3]) + (" …" if len(report.changed) > 3 else "")
    names = names or ", ".join(sorted(path.name for path in changed or ())[:3])
    if report.rendered or report.removed or not changed:
        context.say(f"{clock()} {names or 'built'}: {work_of(report)}")
        context.answer({"status": "done", "report": report})
    if preview:
        preview.reload()


def _import(context: Context, bring_in: Callable[[Sequence[Path]], Sequence[Any]], paths: Sequence[Path]) -> None:
    """Import `paths`, and tell a line for each seed of which something was made, and every problem."""
    try:
        rows = bring_in(paths)
    except ProblemsError as error:  # of the settings: the build tells them too, and the next change tries again
        told(error.problems)
        return
    except DigestError as error:
        click.secho(str(error), err=True, fg="red")
        return
    news = [row for row in rows if row.status != "unchanged"]
    for row in news:
        if row.status in ("created", "updated"):
            review = f"; to review: {', '.join(row.review)}" if row.review else ""
            context.say(f"{clock()} {row.seed}: {row.status} {row.article}{review}")
        if row.note:
            context.say(f"  {row.note}")
    problems = [row.problem for row in news if row.problem]
    if news:
        context.answer({"status": "problems" if problems else "done", "imported": news})
    told(problems)
