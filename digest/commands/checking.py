"""The command `digest check`: what is wrong with the site, and what is to be looked at."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

import digest
from digest.build.report import Request
from digest.build.survey import Survey, survey
from digest.build.workers import executor_maker
from digest.check.finding import Finding
from digest.commands.build import now_of
from digest.commands.console import Bar, Context, amounts, common, counted, print_problems
from digest.errors import UsageError, is_stopped
from digest.files.folders import OUTPUT, STATE
from digest.progress import Progress
from digest.text import texts_in

if TYPE_CHECKING:  # loaded where the site is read: not for --help
    from digest.check.link_places import WebLinks
    from digest.check.web_links import Unknown


class _Checked(msgspec.Struct, frozen=True):
    articles: int
    base_url: str
    findings: Sequence[Finding]
    links: WebLinks


@click.command()
@click.option("--external", is_flag=True, help="Ask other sites too whether what is linked to is there.")
@click.option("--drafts", is_flag=True, help="Check drafts too.")
@click.option("--now", "now_text", metavar="TIME", help="Check as if it were TIME: 2023-03-08T06:00+01:00.")
@click.option("--strict", is_flag=True, help="Exit with 1 if there are warnings too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "sarif", "github"]),
    default="text",
    help="For CI: SARIF or annotations.",
)
@click.option("--jobs", type=click.IntRange(1), help="Processes for large sites [one per core].")
@common
def check(
    context: Context,
    external: bool,
    drafts: bool,
    now_text: str | None,
    strict: bool,
    form: str,
    jobs: int | None,
) -> None:
    """Tell what is wrong with the site, without building it.

    What stops a build is an error, and all else a warning: links that lead nowhere, pictures without 'alt', articles
    without a summary, tags in two spellings, titles and texts that are nearly one, files to which nothing refers,
    dates in the future. Nothing is written but, with --external, the answers of other sites into .digest/.

    \b
    Examples:
      digest check
      digest check --external
      digest check --format github     annotations in GitHub Actions
      digest check --format sarif > digest.sarif
    """
    if context.as_json and form != "text":
        raise UsageError(f"--json and --format {form} are two answers. Leave one of them out.")
    site = context.find_site()
    request = Request(site, site / OUTPUT, now_of(context, now_text), drafts)
    with Bar(context) as bar:
        progress = Progress(bar.show)
        found = survey(
            request, lambda seen: _look(request, seen, wants_web=external), executor_maker(None, jobs, site), progress
        )
        asked, unknown = _ask(site, found, progress) if external else ((), ())
    told = tuple(sorted({*found.findings, *asked}))
    _print(context, told, form, site)
    context.print_json(
        {"status": "problems" if is_stopped(told) else "done", "articles": found.articles, "problems": told}
        | ({"unknown": unknown} if external else {})
    )
    summary = f"{counted(found.articles, 'article')} checked: {amounts(told) or 'nothing to tell'}."
    if unknown:
        links = counted(len(unknown), "link")
        summary += f" Of {links} to other sites it cannot be said whether they lead anywhere: --json lists them."
    (context.say if form == "text" else context.note)(summary)
    if is_stopped(told) or (strict and told):
        sys.exit(1)


def _look(request: Request, seen: Survey, wants_web: bool) -> _Checked:
    from digest.check.everything import Site, findings  # not for --help: 10 ms

    config = seen.setup.settings.config
    site = Site(
        folder=request.site,
        base_url=config.base_url,
        publisher_url=config.publisher.url if config.publisher else "",
        now=request.now,
        articles=seen.articles,
        media=seen.media,
        files=seen.files,
        vocabulary=seen.setup.settings.vocabulary,
        theme=(*seen.setup.theme.texts(), *texts_in(seen.setup.theme.options)),
        html_of=lambda path: seen.bodies([path])[path],
        problems=seen.problems,
    )
    found, links = findings(site, request.drafts, wants_web)
    return _Checked(len(site.shown(request.drafts)), config.base_url, found, links)


def _ask(site: Path, checked: _Checked, progress: Progress) -> tuple[Sequence[Finding], Sequence[Unknown]]:
    """What other sites answer, and of which links it cannot be said."""
    from digest.check.web import Guest  # loads asyncio and TLS: 60 ms
    from digest.check.web_links import KEPT, Answers, unknown_links, web_findings
    from digest.check.whereabouts import Whereabouts

    home = f"; {checked.base_url}" if checked.base_url else ""
    agent = f"digest/{digest.__version__} (link check{home})"
    wanted = checked.links.addresses()
    progress.enter("ask other sites", len(wanted))
    where = Whereabouts(site)
    answers = Answers(site / STATE / KEPT, int(time.time())).of(wanted, lambda: Guest(agent), progress.advance)
    asked = list(web_findings(checked.links, answers, site, where.of_link))
    return asked, unknown_links(checked.links, answers, site, where.of_link)


def _print(context: Context, told: Iterable[Finding], form: str, site: Path) -> None:
    if form == "text":
        print_problems(tuple(told), context.quiet)
        return
    from digest.check.annotations import github, place_in_repository, sarif

    place = place_in_repository(site)
    if form == "github":
        for line in github(told, place):
            click.echo(line)
    else:
        click.echo(msgspec.json.format(msgspec.json.encode(sarif(told, place)), indent=2).decode())
