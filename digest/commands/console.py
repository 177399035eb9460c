"""How commands speak to people and machines, and their exit codes: 0 done, 1 problems in the site or with the
disk, 2 wrong usage, 130 Ctrl-C."""

from __future__ import annotations

import datetime as dt
import errno
import functools
import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click
import msgspec

from digest.errors import DigestError, OutputError, Problem, ProblemsError, UsageError
from digest.files.folders import STATE
from digest.settings.config import FILE, find_site
from digest.text import in_one_line


class Context(msgspec.Struct, frozen=True):
    """What every command is told: the site's folder, if one was named, and how to speak."""

    site: Path | None
    as_json: bool
    quiet: bool

    def find_site(self) -> Path:
        """The folder named with --site, else the nearest upwards. Raises UsageError if it is no site's."""
        if self.site is None:
            site = find_site(Path.cwd())
        elif not (self.site / FILE).is_file():
            raise UsageError(f"There is no {FILE} in {self.site}. Name the folder of a site.")
        else:
            site = self.site.resolve()
        state = site / STATE
        if state.is_symlink() and not state.resolve().is_relative_to(site.resolve()):
            raise UsageError(
                f"{state} is a link out of the site, to {state.resolve()}. Take it away: it is made again."
            )
        return site

    def say(self, text: str) -> None:
        if not self.as_json and not self.quiet:
            click.echo(text)

    def note(self, text: str) -> None:
        """As `say`, but on standard error: also to who asked for JSON."""
        if not self.quiet:
            click.echo(text, err=True)

    def print_json(self, value: object) -> None:
        if not self.as_json:
            return
        try:
            text = msgspec.json.encode(value).decode()
        except UnicodeEncodeError:  # a path or an argument that is no UTF-8: shown as on a terminal
            text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False).encode("utf-8", "replace").decode()
        click.echo(msgspec.json.format(text, indent=2))


@contextmanager
def in_words() -> Iterator[None]:
    """Makes of what the system refuses, and of want of memory, an OutputError: a line, not a traceback."""
    try:
        yield
    except OSError as error:
        raise OutputError(_refusal(error)) from error
    except MemoryError as error:
        raise OutputError("There is not enough memory for this. What was written is whole.") from error


def _refusal(error: OSError) -> str:
    what = error.filename2 or error.filename
    why = error.strerror or str(error) or type(error).__name__
    if error.errno in (errno.EMFILE, errno.ENFILE):
        why += ". Allow this program more open files: ulimit -n 1024"
    return f"{what}: {why}." if isinstance(what, str | os.PathLike) else f"{why}."


@contextmanager
def without_traceback() -> Iterator[None]:
    """What no command has told: a line on standard error and an exit code, 130 for Ctrl-C, else 1.

    A mistake in the program is told so too; with DIGEST_TRACEBACK=1 in the environment it shows where it is. Who closed
    the pipe that is written to has read enough: see `outlet`.
    """
    try:
        with in_words():
            try:
                yield
            finally:
                _flush()
    except KeyboardInterrupt:
        say_stopped()
        sys.exit(130)
    except OutputError as error:
        _tell(str(error))
        _give_up_streams()
        sys.exit(1)
    except Exception as error:
        if os.environ.get("DIGEST_TRACEBACK"):
            raise
        what = " ".join(f"{type(error).__name__}: {error}".split())
        _tell(f"A mistake in this program: {what}. To see where, set DIGEST_TRACEBACK=1 and run it again.")
        _give_up_streams()
        sys.exit(1)


def has_colours() -> bool | None:
    """False where none are wanted (https://no-color.org) or the terminal has none; else None: only a terminal has them.

    It holds for all that Click writes within a command; Rich keeps to the same itself.
    """
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def print_line(text: str, colour: str = "red") -> None:
    """A line on standard error, whatever stands in the names that it tells."""
    click.secho(in_one_line(text), err=True, fg=colour, color=has_colours())


def _tell(text: str) -> None:
    with suppress(OSError):
        print_line(text)


def say_stopped() -> None:
    with suppress(OSError):
        click.echo("\nStopped.", err=True)  # below the ^C of the terminal


def _flush() -> None:
    """Now, where it can be told: at its very end, Python would show a full disk as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def _give_up_streams() -> None:
    """Lets Python's last flush of what cannot be written go to nowhere."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            with suppress(OSError, ValueError), open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), stream.fileno())


class Bar:
    """Shows how far long work is: its stage, what is done, how fast it goes, and the time that is left. On a terminal
    that can move its cursor only, and not before it has taken a while."""

    PATIENCE = 0.7  # seconds
    PACE = 0.1  # seconds between two looks of the bar

    def __init__(self, context: Context) -> None:
        is_terminal = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._wanted = is_terminal and not context.as_json and not context.quiet
        self._due = time.monotonic() + self.PATIENCE
        self._bars: Any = None
        self._task: Any = None
        self._stage = ""

    def show(self, stage: str, done: int, total: int) -> None:
        """As `Progress` calls it."""
        if self._wanted and (now := time.monotonic()) >= self._due:
            self._due = now + self.PACE
            self._draw(stage, done, total)

    def _draw(self, stage: str, done: int, total: int) -> None:
        from rich import progress  # 40 ms
        from rich.console import Console

        if self._bars is None:
            rate = progress.TextColumn("{task.fields[rate]}")
            columns = (
                *(progress.TextColumn("{task.description}"), progress.BarColumn(), progress.MofNCompleteColumn()),
                *(rate, progress.TimeRemainingColumn()),
            )
            # Drawn from here alone: another thread would keep workers from being forked.
            self._bars = progress.Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
            self._bars.start()
        if stage != self._stage:
            if self._task is not None:
                self._bars.remove_task(self._task)
            self._task = self._bars.add_task(stage, total=total or None, rate="")
            self._stage = stage
        speed = self._bars.tasks[0].speed
        self._bars.update(
            self._task, completed=done, total=max(total, done) or None, rate=f"{speed:,.0f}/s" if speed else ""
        )
        self._bars.refresh()

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        """Takes the bar away."""
        if self._bars is not None:
            self._bars.stop()


def print_problems(problems: Sequence[Problem], quiet: bool = False) -> None:
    """Each in a line of its own, on standard error; if `quiet`, errors alone."""
    for problem in problems:
        if quiet and problem.level == "warning":
            continue
        mark = "warning: " if problem.level == "warning" else ""
        print_line(f"{mark}{problem}", "yellow" if mark else "red")


def common(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command, and what becomes of errors."""

    @click.option("--site", type=click.Path(path_type=Path), help=f"Folder of the site [nearest upwards with {FILE}].")
    @click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for machines.")
    @click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
    @click.pass_context
    @functools.wraps(command)
    def run(click_context: click.Context, /, site: Path | None, as_json: bool, quiet: bool, **options: Any) -> None:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a terminal or pipe that cannot show a sign shows "?"
                stream.reconfigure(errors="replace")
        context = Context(site or click_context.obj, as_json, quiet)
        try:
            with in_words():
                command(context, **options)
        except ProblemsError as error:
            print_problems(error.problems, quiet)
            context.note(f"{amounts(error.problems)}: nothing was written.")
            context.print_json({"status": "problems", "problems": error.problems})
            sys.exit(1)
        except OutputError as error:
            context.print_json({"status": "output", "message": str(error)})
            print_line(str(error))
            sys.exit(1)
        except DigestError as error:
            context.print_json({"status": "usage", "message": str(error)})
            print_line(str(error))
            sys.exit(2)
        except KeyboardInterrupt:
            say_stopped()
            sys.exit(130)

    return run


def amounts(problems: Sequence[Problem]) -> str:
    """How many they are: 1 problem, 2 warnings."""
    errors = sum(problem.level == "error" for problem in problems)
    counts = ((errors, "problem"), (len(problems) - errors, "warning"))
    return ", ".join(counted(number, noun) for number, noun in counts if number)


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def clock() -> str:
    return dt.datetime.now().astimezone().strftime("%H:%M:%S")
