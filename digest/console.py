"""How commands speak to people and machines, and their exit codes: 0 done, 1 problems in the site, 2 wrong usage."""

from __future__ import annotations

import datetime as dt
import functools
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from digest.config import FILE, find_site
from digest.errors import DigestError, OutputError, Problem, ProblemsError, UsageError


class Context(msgspec.Struct, frozen=True):
    """What every command is told: the site's folder, if one was named, and how to speak."""

    site: Path | None
    as_json: bool
    quiet: bool

    def find_site(self) -> Path:
        """The folder named with --site, else the nearest upwards. Raises UsageError if it is no site's."""
        if self.site is None:
            return find_site(Path.cwd())
        if not (self.site / FILE).is_file():
            raise UsageError(f"There is no {FILE} in {self.site}. Name the folder of a site.")
        return self.site.resolve()

    def say(self, text: str) -> None:
        if not self.as_json and not self.quiet:
            click.echo(text)

    def answer(self, value: Any) -> None:
        if self.as_json:
            click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def told(problems: Sequence[Problem]) -> None:
    for problem in problems:
        mark = "warning: " if problem.level == "warning" else ""
        click.secho(f"{mark}{problem}", err=True, fg="yellow" if mark else "red")


def common(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command, and what becomes of errors."""

    @click.option("--site", type=click.Path(path_type=Path), help=f"Folder of the site [nearest upwards with {FILE}].")
    @click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for machines.")
    @click.option("--quiet", "-q", is_flag=True, help="Say nothing but problems.")
    @click.pass_context
    @functools.wraps(command)
    def run(click_context: click.Context, /, site: Path | None, as_json: bool, quiet: bool, **options: Any) -> None:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a terminal or pipe that cannot show a sign shows "?"
                stream.reconfigure(errors="replace")
        context = Context(site or click_context.obj, as_json, quiet)
        try:
            command(context, **options)
        except ProblemsError as error:
            told(error.problems)
            errors = sum(problem.level == "error" for problem in error.problems)
            if not quiet:
                click.echo(f"{counted(errors, 'problem')}: nothing was written.", err=True)
            context.answer({"status": "problems", "problems": error.problems})
            sys.exit(1)
        except OutputError as error:
            context.answer({"status": "output", "message": str(error)})
            click.secho(str(error), err=True, fg="red")
            sys.exit(1)
        except DigestError as error:
            context.answer({"status": "usage", "message": str(error)})
            click.secho(str(error), err=True, fg="red")
            sys.exit(2)
        except KeyboardInterrupt:
            click.echo("\nStopped.", err=True)  # below the ^C of the terminal
            sys.exit(130)

    return run


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def clock() -> str:
    return dt.datetime.now().astimezone().strftime("%H:%M:%S")
