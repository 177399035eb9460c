"""The commands."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

import digest
from digest import build as building
from digest.config import FILE, load_config
from digest.console import Bar, Context, common, counted
from digest.course import Course
from digest.desk import review
from digest.errors import UsageError
from digest.executors import Maker, executor_maker
from digest.importing import import_, importer
from digest.output.place import OUTPUT, PREVIEW, check_place
from digest.report import Report, Request
from digest.tables import print_profile, tell_report, work_of
from digest.tag_commands import tags

F = TypeVar("F", bound=Callable[..., Any])


@click.group(epilog="Begin with: digest init my-site", context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--site", type=click.Path(path_type=Path), help=f"Folder of the site [nearest upwards with {FILE}].")
@click.version_option(digest.__version__, prog_name="digest")
@click.pass_context
def main(context: click.Context, site: Path | None) -> None:
    """Makes a dated, tagged news site of pasted articles.

    \b
    Examples:
      digest init my-site        a new site
      digest import              texts in seeds/ become articles in content/
      digest serve               the site in your browser, renewed as you write
      digest build               the site in output/, for any web host
    """
    context.obj = site


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@common
def init(context: Context, folder: Path) -> None:
    """Make a new site in FOLDER that builds at once.

    \b
    Example:
      digest init my-site && cd my-site && digest serve
    """
    from digest.skeleton import make_site

    made = make_site(folder)
    context.say(f"A new site is in {folder}. Next:\n  cd {folder}\n  digest serve")
    context.answer({"status": "done", "site": str(folder), "files": made})


main.add_command(import_)
main.add_command(tags)


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


@main.command()
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
    request = _request(context, output, drafts, now_text)
    make = executor_maker(executor, jobs, request.site)
    with Bar(context) as bar, building.Builder(request, make, context.whisper) as builder:
        course = Course(bar.show)
        report = builder.build(request.now, course=course)
    tell_report(report)
    context.say(_summary(report, request))
    if profiled and not context.as_json and not context.quiet:
        print_profile(course.profile(), report)
    different = building.verify(request, make) if verify else []
    if verify:
        text = f"{counted(len(different), 'file')} differ from a build from nothing: {', '.join(different[:10])}"
        context.say(text if different else "A build from nothing gives the same files.")
    answer = {"status": "done", "report": report, "output": str(request.output), "different": different}
    context.answer({**answer, "profile": course.profile()} if profiled else answer)
    if different:
        sys.exit(1)


@main.command()
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
    request = _request(context, output, drafts, now_text, PREVIEW if drafts else OUTPUT)
    make = executor_maker(executor, jobs, request.site)
    _live(context, request, make, now_text, preview=None)


@main.command()
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
    from digest.live.server import Preview

    request = _request(context, output, drafts, now_text, PREVIEW if drafts else OUTPUT)
    make = executor_maker(executor, jobs, request.site)
    check_place(request.site, request.output)
    request.output.mkdir(parents=True, exist_ok=True)
    preview = Preview(request.output, host, port)
    try:
        preview.start()
        _live(context, request, make, now_text, preview)
    finally:
        preview.close()


def _live(context: Context, request: Request, make: Maker | None, now_text: str | None, preview: Any) -> None:
    from digest.watching import live

    builder = building.Builder(request, make, context.whisper)
    live(context, builder, request.site, lambda: _now(context, now_text), importer(context, request.site), preview)


main.add_command(review)


@main.command()
@click.argument("title")
@common
def new(context: Context, title: str) -> None:
    """Begin an article with today's date, as a draft.

    \b
    Example:
      digest new "Finland joins NATO"
    """
    from digest.content.drafting import begin_article

    site = context.find_site()
    config, problems = load_config(site)
    building.stop_at(problems)
    today = dt.datetime.fromtimestamp(_now(context, None), config.zone).date()
    path = begin_article(site / "content", title, today)
    context.say(f"{path.relative_to(site)} is there to be written. See it with: digest serve --drafts")
    context.answer({"status": "done", "article": path.relative_to(site).as_posix()})


@main.command()
@click.option("--output", type=click.Path(path_type=Path), help="Folder of the site's pages [output].")
@common
def clean(context: Context, output: Path | None) -> None:
    """Remove every page that builds have written, and what they remember.

    Files that this program did not write stay.

    \b
    Example:
      digest clean && digest build
    """
    removed = building.clean(_request(context, output, False, None))
    context.say(f"{counted(len(removed), 'file')} removed.")
    context.answer({"status": "done", "removed": removed})


@main.command()
@click.argument("what", type=click.Choice(["front-matter", "config", "sources", "tags"]))
def schema(what: str) -> None:
    """Print the JSON Schema of front matter, digest.yaml, sources.yaml or tags.yaml, for editors that complete as
    you type.

    \b
    Example:
      digest schema config > digest.schema.json
    """
    from digest.config import Config, TagEntries
    from digest.content.front_matter import FrontMatter
    from digest.sources import Listed

    kinds: dict[str, Any] = {
        "front-matter": FrontMatter,
        "config": Config,
        "sources": dict[str, Listed],
        "tags": TagEntries,
    }
    made = msgspec.json.schema(kinds[what])
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
    click.echo(msgspec.json.format(msgspec.json.encode(made), indent=2).decode())


def _request(
    context: Context, output: Path | None, drafts: bool, now_text: str | None, default: str = OUTPUT
) -> Request:
    site = context.find_site()
    folder = output.resolve() if output else site / default
    return Request(site, folder, _now(context, now_text), drafts)


def _now(context: Context, text: str | None) -> int:
    """The only clock: seconds since the epoch, as --now or SOURCE_DATE_EPOCH say, else as it is."""
    text = text or os.environ.get("SOURCE_DATE_EPOCH")
    if not text:
        return int(time.time())
    if text.isdigit():
        return int(text)
    from digest.content.front_matter import read_moment

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
    return text
