"""The command `digest build`, and what all commands that build are told."""

from __future__ import annotations

import functools
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import msgspec

from digest.build.report import Report, Request
from digest.build.session import Session
from digest.build.session import verify as differences
from digest.build.workers import Maker, executor_maker
from digest.commands.console import Bar, Context, common, counted, print_problems
from digest.commands.tables import held_lines, print_notices, print_profile, work_of
from digest.errors import UsageError
from digest.files.folders import OUTPUT
from digest.progress import Progress
from digest.settings.config import load_config


class Asked(msgspec.Struct, frozen=True):
    """What the options of a command that builds say."""

    output: Path | None
    drafts: bool
    now_text: str | None
    jobs: int | None
    executor: str | None

    def request(self, context: Context) -> Request:
        """Raises UsageError."""
        return request_for(context, self.output, drafts=self.drafts, now_text=self.now_text)

    def maker(self, site: Path, *, gives_way: bool = False) -> Maker | None:
        """What makes the processes for large builds. Raises UsageError."""
        return executor_maker(self.executor, self.jobs, site, gives_way=gives_way)


def building_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that builds, which it is given as one `Asked`."""

    @click.option("--output", type=click.Path(path_type=Path), help="Folder for the site's pages [output].")
    @click.option("--drafts", is_flag=True, help="Show drafts too.")
    @click.option("--now", "now_text", metavar="TIME", help="Build as if it were TIME: 2023-03-08T06:00+01:00.")
    @click.option("--jobs", type=click.IntRange(1), help="Processes for large builds [one per core].")
    @click.option("--executor", metavar="ADDRESS", help="Cluster for large builds: dask://HOST:PORT.")
    @functools.wraps(command)
    def run(
        context: Context,
        output: Path | None,
        drafts: bool,
        now_text: str | None,
        jobs: int | None,
        executor: str | None,
        **options: Any,
    ) -> None:
        command(context, Asked(output, drafts, now_text, jobs, executor), **options)

    return run


@click.command()
@click.option("--verify", is_flag=True, help="Build once more from nothing, and compare.")
@click.option("--profile", "profiled", is_flag=True, help="Tell what took long, and why pages were made again.")
@common
@building_options
def build(context: Context, asked: Asked, verify: bool, profiled: bool) -> None:
    """Bring the pages in output/ up to date.

    \b
    Examples:
      digest build
      digest build --drafts --output /tmp/preview
      digest build --now 2023-03-10T06:00+01:00   with what is embargoed until then
      digest build --profile
    """
    request = asked.request(context)
    make = asked.maker(request.site)
    with Bar(context) as bar, Session(request, make, context.note) as session:
        progress = Progress(bar.show)
        report = session.build(request.now, progress=progress)
    print_notices(report, context.quiet)
    print_problems(report.site.warnings, context.quiet)
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


def request_for(context: Context, output: Path | None, *, drafts: bool, now_text: str | None) -> Request:
    """What the options of a command ask for. Raises UsageError."""
    site = context.find_site()
    folder = output.resolve() if output else site / OUTPUT
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
