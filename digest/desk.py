"""The commands of the editor's desk: what waits there."""

from __future__ import annotations

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from digest.config import load_config
from digest.console import Context, common, counted, told
from digest.errors import Problem, ProblemsError, UsageError
from digest.tables import print_waiting


@click.command()
@click.argument("what", nargs=-1)
@click.option("--field", "fields", multiple=True, metavar="NAME", help="Only this field; may be given more than once.")
@click.option(
    "--done", metavar="FILE", type=click.Path(path_type=Path), help="Close the fields of FILE that WHAT names, or all."
)
@common
def review(context: Context, what: tuple[str, ...], fields: tuple[str, ...], done: Path | None) -> None:
    """List the fields that the import was not sure of. WHAT are files or folders in content/ [all of it].

    The guess is what the field says now. To close one: put the field right and delete its line below review: in the
    article; or let --done delete it, which changes nothing else.

    \b
    Examples:
      digest review
      digest review content/2023 --field date
      digest review --done content/2023/2023-04-04-finland-joins-nato.md date
    """
    site = context.find_site()
    config, problems = load_config(site)
    errors = [problem for problem in problems if problem.level == "error"]
    if errors:
        raise ProblemsError(errors)
    if done:
        _close(context, site, config.zone, done, what or fields)
        return
    from digest.content.review import waiting

    places = [_in_content(site, Path(place)) for place in what]
    rows, faults = waiting(site, config.zone, lambda path: not places or _is_in(path, places), fields)
    if not context.as_json and not context.quiet:
        print_waiting(rows)
    if rows:
        files = counted(len({row.file for row in rows}), "article")
        context.say(
            f"{counted(len(rows), 'field')} in {files}. Put the field right and delete its line below 'review:', "
            "or run: digest review --done FILE [FIELD]"
        )
    else:
        context.say("Nothing waits for an editor.")
    context.answer({"status": "done", "waiting": rows, "problems": faults})
    told(faults)


def _close(context: Context, site: Path, zone: ZoneInfo, done: Path, fields: tuple[str, ...]) -> None:
    from digest.content.review import close

    shown = _in_content(site, done)
    closed = close(site / "content" / shown, shown, zone, fields)
    if isinstance(closed, Problem):
        told([closed])
        context.answer({"status": "problems", "problems": [closed]})
        sys.exit(1)
    context.say(f"content/{shown}: {', '.join(closed) + ' closed' if closed else 'nothing waits in it'}.")
    context.answer({"status": "done", "file": f"content/{shown}", "closed": closed})


def _in_content(site: Path, path: Path) -> str:
    """A path as given, from the working folder or from the site's, as one relative to content/. Raises UsageError."""
    content = (site / "content").resolve()
    for full in (path.absolute(), site / path, content / path):
        if full.exists() and full.resolve().is_relative_to(content):
            return full.resolve().relative_to(content).as_posix()
    raise UsageError(f"There is no {path} in {content}. Name a file or folder in it.")


def _is_in(path: str, places: list[str]) -> bool:
    return any(place == "." or path == place or path.startswith(f"{place}/") for place in places)
