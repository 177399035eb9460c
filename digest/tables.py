"""What commands show in tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import click

from digest.console import counted, told
from digest.course import Profile
from digest.report import Report


def print_imported(rows: Iterable[Any], dry_run: bool) -> None:
    """What became of texts that were imported."""
    shown = [row for row in rows if row.status != "unchanged"]
    cells = [(row.status, row.date, row.title, row.seed, ", ".join(row.review)) for row in shown]
    _print_table(("", "date", "title", "from", "to review"), cells, unbroken=("", "date"))
    counts = {status: sum(row.status == status for row in rows) for status in sorted({row.status for row in rows})}
    would = " (nothing was written: --dry-run)" if dry_run else ""
    click.echo((", ".join(f"{count} {status}" for status, count in counts.items()) or "There are no seeds.") + would)
    for row in shown:
        if row.note:
            click.echo(f"{row.article or row.seed}: {row.note}")


def tell_report(report: Report) -> None:
    """What a build has to say beside its result."""
    for notice in report.notices:
        click.secho(notice, err=True, fg="yellow")
    told(report.site.warnings)


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

    if not rows:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        no_wrap = name in (*numbers, *unbroken)
        table.add_column(name, no_wrap=no_wrap, overflow="fold", justify="right" if name in numbers else "left")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
