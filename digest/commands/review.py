"""The command `digest review`: the fields that wait for an editor."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from digest.article_file.edit import ArticleFile, rewrite
from digest.commands.console import Context, common, counted, print_problems
from digest.commands.tables import print_waiting
from digest.content.scan import Scope, article_files
from digest.errors import Problem, ProblemsError, UsageError, stop_at
from digest.files.folders import CONTENT, STATE
from digest.files.lock import content_locked
from digest.files.opener import LARGEST_TEXT, read_regular
from digest.settings.config import Config, ImportSettings, load_config


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
    stop_at(problem for problem in problems if problem.level == "error")
    if done:
        with content_locked(site / STATE, context.note):
            _close(context, site, config, done, what or fields)
        return
    from digest.article_file.edit_review import waiting

    places = [_in_content(site, Path(place)) for place in what]
    unread: list[Problem] = []
    files = article_files(Scope.of(site, config), unread, lambda path: not places or _is_in(path, places))
    rows, faults = waiting(files, config.zone, fields)
    if not context.as_json and not context.quiet:
        print_waiting(rows)
    if rows:
        articles, held = ({row.file for row in rows if row.held or every} for every in (True, False))
        drafts = (
            f", of which {len(held):,} {'is a draft' if len(held) == 1 else 'are drafts'} until then" if held else ""
        )
        context.say(
            f"{counted(len(rows), 'field')} in {counted(len(articles), 'article')}{drafts}. Put the field right and "
            "delete its line below 'review:', or run: digest review --done FILE [FIELD]"
        )
    else:
        context.say("Nothing waits for an editor.")
    context.print_json({"status": "done", "waiting": rows, "problems": (*unread, *faults)})
    print_problems((*unread, *faults), context.quiet)


def _close(context: Context, site: Path, config: Config, done: Path, fields: tuple[str, ...]) -> None:
    from digest.article_file.edit_review import closed

    path = site / CONTENT / _in_content(site, done)
    shown = path.relative_to(site).as_posix()
    try:
        file = ArticleFile(path, shown, read_regular(path, LARGEST_TEXT))
        holding = config.imports if config.imports.hold else ImportSettings()  # for what was held before
        found = closed(file, config.zone, fields, holding.holds)
    except OSError as error:
        found = Problem(shown, 0, f"cannot be read: {error.strerror}.")
    if isinstance(found, Problem):
        print_problems([found], context.quiet)
        context.print_json({"status": "problems", "problems": [found]})
        sys.exit(1)
    _, problems = rewrite([found.change] if found.change else [])
    if problems:
        raise ProblemsError(problems)
    released = " It is no draft any more." if found.is_released else ""
    context.say(f"{shown}: {', '.join(found.fields) + ' closed' if found.fields else 'nothing waits in it'}.{released}")
    context.print_json({"status": "done", "file": shown, "closed": found.fields, "released": found.is_released})


def _in_content(site: Path, path: Path) -> str:
    """A path as given, from the working folder or from the site's, as one relative to content/. Raises UsageError."""
    content = (site / CONTENT).resolve()
    for full in (path.absolute(), site / path, content / path):
        if full.exists() and full.resolve().is_relative_to(content):
            return full.resolve().relative_to(content).as_posix()
    raise UsageError(f"There is no {path} in {content}. Name a file or folder in it.")


def _is_in(path: str, places: list[str]) -> bool:
    return any(place == "." or path == place or path.startswith(f"{place}/") for place in places)
