"""What commands show in tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

import click

from digest.build.report import Report
from digest.commands.console import counted, print_problems
from digest.progress import Profile

if TYPE_CHECKING:  # loaded with an import: 3 ms
    from digest.seeds.outcomes import Explained, Imported

MOST = 50
"""Rows of a table that an editor would read."""


def print_imported(rows: Sequence[Imported], dry_run: bool) -> None:
    """What became of texts that were imported: of each that is new, or, where they are many, of those that an editor
    has to look at."""
    news = [row for row in rows if row.is_news]
    several = news if len(news) <= MOST else [row for row in news if row.review or row.status in ("failed", "edited")]
    shown = several[:MOST]
    cells = [(row.status, row.date, row.title, _from(row), ", ".join(row.review)) for row in shown]
    _print_table(("", "date", "title", "from", "to review"), cells, unbroken=("", "date"))
    if shown and len(news) > len(shown):
        click.echo(f"… and {len(news) - len(shown):,} more")
    counts = {status: sum(row.status == status for row in rows) for status in sorted({row.status for row in rows})}
    would = " (nothing was written: --dry-run)" if dry_run else ""
    click.echo((", ".join(f"{count:,} {status}" for status, count in counts.items()) or "There are no seeds.") + would)
    _tell_set_aside([row for row in rows if row.status == "set aside"], are_all=len(news) == 0)
    held = sum(row.held for row in rows)
    if held:
        click.echo(f"{held:,} of them kept as drafts until their doubtful fields are looked at (import: hold).")
    for row in shown:
        doubts = "; ".join(f"{field}: {why}" for field, why in zip(row.review, row.whys, strict=False) if why)
        told = [*([f"to review: {doubts}."] if doubts else []), *([row.note] if row.note else [])]
        if told:
            click.echo(f"{row.article or row.seed}: {' '.join(told)}")


_FEW = 5


def _tell_set_aside(rows: Sequence[Imported], *, are_all: bool) -> None:
    """Seeds whose fault an earlier import has told: their names, and the fault too if they are few and all there is."""
    if are_all and len(rows) <= _FEW:
        for row in rows:
            click.echo(f"{_from(row)}: {row.note}")
    elif rows:
        names = ", ".join(map(_from, rows[:_FEW])) + ", …" * (len(rows) > _FEW)
        click.echo(
            f"Set aside, as an earlier import told: {names}. To try one again: digest import --force {rows[0].seed}"
        )


def _from(row: Imported | Explained) -> str:
    """The seed, with the number of the article in it if it holds several."""
    return f"{row.seed} ({row.part})" if row.part else row.seed


_COLOURS = {
    "title": "green",
    "deck": "green",
    "date": "cyan",
    "byline": "magenta",
    "source": "blue",
    "caption": "yellow",
    "boilerplate": "red",
}


def print_explained(rows: Iterable[Explained]) -> None:
    """Each line of a seed with its number and what it is taken for; what is no part of the article with the rule."""
    for row in rows:
        if row.draft is None:
            continue
        draft = row.draft
        click.secho(_from(row), bold=True)
        for line in draft.lines:
            if line.text:
                why = f"{line.kind} ({line.why or line.rule})" if line.kind in ("boilerplate", "caption") else line.kind
                click.secho(
                    f"{line.number:>4} {why:<34} {line.text}",
                    fg=_COLOURS.get(line.kind),
                    bold=line.kind == "title" or None,
                )
        found = {
            "title": draft.title,
            "deck": draft.deck,
            "date": draft.day.isoformat() if draft.day else "",
            "author": ", ".join(draft.authors),
            "source": draft.source.name,
            "tags": ", ".join(draft.tags),
        }
        for field, value in found.items():
            doubt = f"  ← {draft.review[field]}" if field in draft.review else ""
            if value or doubt:
                click.echo(f"     {field:<34} {value}{doubt}")


class WaitingRow(Protocol):
    """As `digest.article_file.edit_review.Waiting`, which takes long to load."""

    @property
    def file(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def guess(self) -> str: ...
    @property
    def why(self) -> str: ...


def print_waiting(rows: Iterable[WaitingRow]) -> None:
    """The fields that wait for an editor."""
    cells = [(row.file, row.field, row.guess, row.why) for row in rows]
    _print_table(("file", "field", "guess", "why"), cells, unbroken=("field",))


class TagRow(Protocol):
    """As `digest.commands.tags.TagRow`."""

    @property
    def tag(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def articles(self) -> int: ...
    @property
    def shown_as(self) -> str: ...
    @property
    def is_known(self) -> bool: ...


def print_tags(rows: Iterable[TagRow]) -> None:
    """The tags of articles."""
    cells = []
    for row in rows:
        otherwise = "banned" if not row.shown_as else f"shown as {row.shown_as}" if row.shown_as != row.tag else ""
        cells.append((str(row.articles), row.tag, row.kind, otherwise or ("" if row.is_known else "not a known tag")))
    _print_table(("articles", "tag", "kind", ""), cells, numbers=("articles",))
    click.echo("" if cells else "No article has tags.", nl=not cells)


def print_report_notes(report: Report) -> None:
    """What a build has to say beside its result."""
    for notice in report.notices:
        click.secho(notice, err=True, fg="yellow")
    print_problems(report.site.warnings)


def work_of(report: Report) -> str:
    removed = f", {len(report.removed)} removed" if report.removed else ""
    return f"{len(report.rendered)} of {counted(report.site.pages, 'page')} made{removed} in {report.seconds:.2f} s"


def print_profile(profile: Profile, report: Report) -> None:
    """What took long in a build, and why pages were made."""
    stages = [(stage, f"{seconds:.3f}") for stage, seconds in profile.stages.items()]
    _print_table(("stage", "seconds"), stages, numbers=("seconds",))
    slow = [(f"{article.seconds * 1000:.2f}", article.path) for article in profile.articles]
    _print_table(("ms", "articles that took longest to parse"), slow, numbers=("ms",))
    used = [(f"{one.seconds:.3f}", str(one.pages), one.name) for one in profile.templates]
    _print_table(("seconds", "pages", "template"), used, numbers=("seconds", "pages"))
    why: dict[str, list[str]] = {}
    for path, reason in profile.reasons.items():
        why.setdefault(reason, []).append(path)
    told = [(str(len(paths)), reason, ", ".join(paths[:3])) for reason, paths in why.items()]
    skipped = report.site.pages - len(profile.reasons)
    told.append((str(skipped), "not made: nothing changed", ""))
    _print_table(("pages", "why", "such as"), told, numbers=("pages",), unbroken=("why",))


def _print_table(
    names: Sequence[str], rows: Sequence[Sequence[str]], numbers: Collection[str] = (), unbroken: Collection[str] = ()
) -> None:
    """Nothing, if there are no rows."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    class Terminal(Console):
        def on_broken_pipe(self) -> None:
            raise  # what is on its way: Rich would end the program with exit code 1

    if not rows:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        no_wrap = name in (*numbers, *unbroken)
        table.add_column(name, no_wrap=no_wrap, overflow="fold", justify="right" if name in numbers else "left")
    for row in rows:
        table.add_row(*row)
    Terminal().print(table)
