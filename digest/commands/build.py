"""The command `digest build`, and what all commands that build are told."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from digest.build.report import Report, Request
from digest.build.session import Session
from digest.build.session import verify as differences
from digest.build.workers import executor_maker
from digest.commands.console import Bar, Context, common, counted
from digest.commands.tables import held_lines, print_profile, print_report_notes, work_of
from digest.errors import UsageError
from digest.files.folders import OUTPUT
from digest.progress import Progress
from digest.settings.config import load_config

F = TypeVar("F", bound=Callable[..., Any])


def building_options(command: F) -> F:
    for option in (
        click.option("--output", type=click.Path(path_type=Path), help="Folder for the site's pages [output]."),
        click.option("--drafts", is_flag=True, help="Show drafts too."),
        click.option("--now", "now_text", metavar="TIME", help="Build as if it were TIME: 2023-03-08T06:00+01:00."),
        click.option("--jobs", type=click.IntRange(1), help="Processes for large builds [one per core]."),
        click.option("--executor", metavar="ADDRESS", help="Cluster for large builds: dask://HOST:PORT."),
    ):
        command = option(command)
    return command


@click.command()
@building_options
@click.option("--verify", is_flag=True, help="Build once more from nothing, and compare.")
@click.option("--profile", "profiled", is_flag=True, help="Tell what took long, and why pages were made again.")
@common
def build(
    context: Context,
    output: Path | None,
    drafts: bool,
    now_text: str | None,
    jobs: int | None,
    executor: str | None,
    verify: bool,
    profiled: bool,
) -> None:
    """Bring the pages in output/ up to date.

    \b
    Examples:
      digest build
      digest build --drafts --output /tmp/preview
      digest build --now 2023-03-10T06:00+01:00   with what is embargoed until then
      digest build --profile
    """
    request = request_for(context, output, drafts=drafts, now_text=now_text)
    make = executor_maker(executor, jobs, request.site)
    with Bar(context) as bar, Session(request, make, context.note) as session:
        progress = Progress(bar.show)
        report = session.build(request.now, progress=progress)
    print_report_notes(report)
    context.say(_summary(report, request))
    if profiled and not context.as_json and not context.quiet:
        print_profile(progress.profile(), report)
    different = differences(request, make) if verify else []
    if verify:
        text = f"{counted(len(different), 'file')} differ from a build from nothing: {', '.join(different[:10])}"
        context.say(text if different else "A build from nothing gives the same files.")
    answer = {"status": "done", "report": report, "output": str(request.output), "different": different}
    context.print_json({**answer, "profile": progress.profile()} if profiled else answer)
    if different:
        sys.exit(1)


def request_for(
    context: Context, output: Path | None, *, drafts: bool, now_text: str | None, default: str = OUTPUT
) -> Request:
    """What the options of a command ask for. Raises UsageError."""
    site = context.find_site()
    folder = output.resolve() if output else site / default
    return Request(site, folder, now_of(context, now_text), drafts)


def now_of(context: Context, text: str | None) -> int:
    """The only clock: seconds since the epoch, as --now or SOURCE_DATE_EPOCH say, else as it is."""
    text = text or os.environ.get("SOURCE_DATE_EPOCH")
    if not text:
        return int(time.time())
    if text.isdigit():
        return int(text)
    from digest.article_file.fields import read_moment

    config, _ = load_config(context.find_site())
    try:
        return read_moment(text, config.zone).instant
    except ValueError:
        raise UsageError(f"'{text}' is not a time such as 2023-03-08 or 2023-03-08T06:00+01:00.") from None


def _summary(report: Report, request: Request) -> str:
    text = f"{counted(report.site.articles, 'article')}, {work_of(report)} → {request.output}"
    if report.site.review:
        fields = counted(sum(report.site.review.values()), "field")
        text += f"\n{counted(len(report.site.review), 'article')} to review, with {fields}: digest review lists them."
    if report.site.drafts:
        text += f"\n{counted(report.site.drafts, 'draft')} left out; --drafts shows them."
    return "\n".join((text, *held_lines(report.site.held)))
