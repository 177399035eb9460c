"""The command `digest doctor`: what stands in a report of a mistake."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

import digest
from digest.build.planning import Setup, read_setup
from digest.check.machine import disks, in_bytes, system, watching, without_home
from digest.commands.console import Context, amounts, common, counted, print_problems
from digest.content.scan import Found, Scope, is_article, scan
from digest.errors import Problem, UsageError, is_stopped
from digest.files.folders import CONTENT, OUTPUT, SEEDS, STATE, THEMES
from digest.installation import how_to_add, installed_by, versions
from digest.output.database import SQLITE, condition_of
from digest.output.place import check_place, store_name
from digest.settings.config import find_site
from digest.text import in_one_line
from digest.theme.chain import theme_names

_AGAIN = "it is made again."

Facts = dict[str, dict[str, str]]
"""What is told, by heading and name."""


@click.command()
@common
def doctor(context: Context) -> None:
    """Tell what a report of a mistake should say.

    Versions, what is installed, the machine, the site's settings and theme, what is known of its builds, and what of
    this would stop one; none of the site's texts, and ~ for your home folder. To see what is wrong with articles:
    digest check

    \b
    Example:
      digest doctor
    """
    facts: Facts = {"program": _program(), "machine": system()}
    problems: list[Problem] = []
    try:
        site = context.find_site()
    except UsageError as error:
        if context.site or _is_in_site():
            raise
        facts["site"] = {"folder": str(error)}
    else:
        facts["site"] = dict(_site(site, problems))
    shown = {heading: {name: _line(value) for name, value in rows.items()} for heading, rows in facts.items()}
    told = [_without_home(problem) for problem in sorted(set(problems))]
    context.print_json({"status": "problems" if is_stopped(told) else "done", "facts": shown, "problems": told})
    for text in (*_lines(shown), _verdict(told, has_site="settings" in shown["site"]), *_told(told)):
        context.say(in_one_line(text))
    if context.quiet:
        print_problems(told, quiet=True)
    if is_stopped(told):
        sys.exit(1)


def _is_in_site() -> bool:
    """Whether there is a site here, even if it is one that no command works on."""
    try:
        find_site(Path.cwd())
    except UsageError:
        return False
    return True


def _program() -> dict[str, str]:
    found = versions()
    always = found.pop("", {})
    facts = {
        "digest": f"{digest.__version__}, in {Path(digest.__file__).parent}",
        "installed by": installed_by(),
        "Python": f"{platform.python_version()} ({platform.python_implementation()}), {sys.executable}",
        "SQLite": SQLITE,
        "libraries": ", ".join(f"{name} {there or 'is missing'}" for name, there in always.items()),
    }
    for extra, packages in found.items():
        named = ", ".join(f"{name} {there or 'is missing'}" for name, there in packages.items())
        facts[f"extra {extra}"] = named if all(packages.values()) else f"{named}. {how_to_add(extra)}"
    return facts


def _site(site: Path, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Names and facts; `problems` are told what would stop a build, and what slows down."""
    setup = read_setup(site)
    problems += setup.problems
    config = setup.settings.config
    yield "folder", str(site)
    yield "settings", amounts(setup.problems) or "nothing wrong"
    extensions = f", {', '.join(config.markdown.extensions)}" if config.markdown.extensions else ""
    yield "Markdown", f"{config.markdown.engine}{extensions}, HTML {config.markdown.html}"
    yield "language", f"{config.language}, time zone {config.timezone}"
    yield "base_url", "set" if config.base_url else "not set: no feeds, no sitemap"
    yield "theme", _theme(site, setup)
    found = scan(Scope.of(site, config))
    problems += found.problems
    yield CONTENT, _content(found)
    folders = sum(_folders(site / name) for name in (CONTENT, SEEDS, THEMES))
    watched, limit = watching(folders)
    problems += [limit] if limit else []
    yield "watched", watched
    room, full = disks({"disk": site, "temporary files": Path(tempfile.gettempdir())})
    problems += full
    yield from room.items()
    problems += _refusals(site)
    yield from _stores(site, problems)


def _theme(site: Path, setup: Setup) -> str:
    there, missing = theme_names(site, setup.settings.config)
    if missing:
        why = "leads round in a circle" if missing in there else "is not there"
        return f"{' → '.join((*there, missing))}, which {why}"
    return f"{' → '.join(there)}, {counted(len(setup.theme.templates), 'template')}"


def _content(found: Found) -> str:
    articles = sum(map(is_article, found.files))
    return f"{counted(articles, 'article')}, {counted(len(found.files) - articles, 'other file')}"


def _folders(folder: Path) -> int:
    return sum(1 for _ in os.walk(folder))


def _refusals(site: Path) -> Iterator[Problem]:
    """Why nothing could be written."""
    try:
        check_place(site, site / OUTPUT)
    except UsageError as error:
        yield Problem(OUTPUT, 0, str(error))
    state, lock = site / STATE, f"{STATE}/{store_name(site, site / OUTPUT)}.lock"
    if not _is_folder(state):
        yield Problem(STATE, 0, "cannot be used: it is a file, and a folder is needed.", f"Take it away: {_AGAIN}")
    elif not _may_write(state):
        yield Problem(STATE, 0, "cannot be written.", "Make it yours: every build writes what it knows there.")
    elif not _may_lock(site / lock):
        yield Problem(lock, 0, "cannot be used as a lock.", f"Take it away: {_AGAIN}")
    if _is_folder(site / OUTPUT) and not _may_write(site / OUTPUT):
        yield Problem(OUTPUT, 0, "cannot be written.", "Make it yours, or name another with --output.")


def _is_folder(path: Path) -> bool:
    """Whether it is one, or can be made."""
    return path.is_dir() or not os.path.lexists(path)


def _may_write(folder: Path) -> bool:
    """Into a folder, or into that in which it would be made."""
    return os.access(folder if folder.exists() else folder.parent, os.W_OK | os.X_OK)


def _may_lock(path: Path) -> bool:
    return os.access(path, os.W_OK) if path.is_file() else not os.path.lexists(path)


def _stores(site: Path, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """What is known of builds: a store for each folder that was built into. One that cannot be used stops builds into
    its folder; `problems` are told of it."""
    found = sorted((site / STATE).glob("*.sqlite"))
    for path in found:
        size = sum(each.stat().st_size for each in path.parent.glob(f"{path.name}*") if each.is_file())
        condition, shown = condition_of(path), f"{STATE}/{path.name}"
        yield shown, f"{in_bytes(size)}, {condition.told}"
        if not condition.is_usable:
            is_own = path.stem == store_name(site, site / OUTPUT)
            remedy = f"Make it yours, end what else uses it, or take it away: {_AGAIN}"
            problems.append(Problem(shown, 0, f"{condition.told}.", remedy, "error" if is_own else "warning"))
    if not found:
        yield STATE, "no build yet" if _is_folder(site / STATE) else "no folder, so nothing is known of builds"


def _line(text: str) -> str:
    return without_home(" ".join(text.split()))


def _without_home(problem: Problem) -> Problem:
    return Problem(
        without_home(problem.path),
        problem.line,
        without_home(problem.fact),
        without_home(problem.remedy),
        problem.level,
    )


def _lines(facts: Facts) -> Iterator[str]:
    widest = max(len(name) for rows in facts.values() for name in rows)
    for heading, rows in facts.items():
        yield heading
        yield from (f"  {name:<{widest}}  {value}" for name, value in rows.items())


def _verdict(problems: list[Problem], *, has_site: bool) -> str:
    if not has_site:
        return "there is no site here, so nothing of one was looked at"
    if is_stopped(problems):
        return "a build would stop"
    looked_at = "settings, theme, folders, disks and stores"
    return f"nothing in {looked_at} would stop a build; articles are looked at by: digest check"


def _told(problems: list[Problem]) -> Iterator[str]:
    yield from (f"  {'warning: ' if one.level == 'warning' else ''}{one}" for one in problems)
