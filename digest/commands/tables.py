"""What commands show in tables."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING, Protocol

import click

from digest.build.report import Report
from digest.commands.console import counted, print_line
from digest.model.article import Held
from digest.progress import Profile
from digest.settings.config import FILE
from digest.text import in_one_line

if TYPE_CHECKING:  # loaded with an import: 3 ms
    from digest.seeds.memory.learned import Lesson
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
    names = ("", "date", "title", "from", "to review")
    _print_table(names, cells, unbroken=("", "date", "from"), head="from")
    if shown and len(news) > len(shown):
        click.echo(f"… and {len(news) - len(shown):,} more")
    counts = {status: sum(row.status == status for row in rows) for status in sorted({row.status for row in rows})}
    would = " (nothing was written: --dry-run)" if dry_run else ""
    click.echo((", ".join(f"{count:,} {status}" for status, count in counts.items()) or "There are no seeds.") + would)
    _tell_set_aside([row for row in rows if row.status == "set aside"], are_all=len(news) == 0)
    for row in shown:
        doubts = "; ".join(f"{field}: {why}" for field, why in zip(row.review, row.whys, strict=False) if why)
        what = "a draft until you have looked at" if row.held else "to review:"
        told = [*([f"{what} {doubts}."] if doubts else []), *([row.note] if row.note else [])]
        if told:
            click.echo(f"{row.article or row.seed}: {' '.join(told)}")
    held = [row for row in rows if row.held]
    if held and not dry_run:
        whose = "is a draft until it is reviewed" if len(held) == 1 else "are drafts until they are reviewed"
        click.echo(
            f"{counted(len(held), 'article')} {whose} ('hold' in {FILE}). digest serve shows what is held, "
            f"digest review tells why, and this releases it:\n  digest review --done {held[0].article}"
        )


def print_learned(lessons: Sequence[Lesson], dry_run: bool) -> None:
    """What an import has learnt of sources, and how that is undone."""
    if not lessons:
        return
    click.echo("This would be learnt, and stand in learned.yaml:" if dry_run else "Learnt, and put into learned.yaml:")
    for lesson in lessons[:MOST]:
        click.echo(f"  {lesson}")
    if len(lessons) > MOST:
        click.echo(f"  … and {len(lessons) - MOST:,} more")
    if not dry_run:
        click.echo("What is not right is undone when you delete its line there.")


def print_unlisted(sources: Mapping[str, int], there_is_a_list: bool) -> None:
    """The sources of new articles of which nobody has said how much is shown, each with the number of articles."""
    if sources:
        named = ", ".join(f"{name} ({counted(number, 'article')})" for name, number in sources.items())
        why = (
            "though sources.yaml does not list it"
            if there_is_a_list
            else "as there is no sources.yaml that says otherwise"
        )
        click.echo(f"Shown in full, {why}: {named}")


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
                why = line.why or (line.rule if line.kind in ("boilerplate", "caption") else "")
                what = f"{line.kind} ({why})" if why else line.kind
                click.secho(
                    f"{line.number:>4} {what:<34} {line.text}",
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
            told = draft.review.get(field) or draft.learned.get(field)
            doubt = f"  ← {told}" if told else ""
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
    _print_table(("file", "field", "guess", "why"), cells, unbroken=("file", "field"))


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
    _print_table(("articles", "tag", "kind", ""), cells, numbers=("articles",), unbroken=("tag",), head="tag")
    click.echo("" if cells else "No article has tags.", nl=not cells)


def print_notices(report: Report, quiet: bool) -> None:
    """What a build has to say of the store and the output folder."""
    for notice in report.notices if not quiet else ():
        print_line(notice, "yellow")


_NAMED = 3
"""Files that are named of those that wait."""


def held_lines(held: Sequence[Held]) -> list[str]:
    """The files that a build kept back with articles, in lines for an editor."""
    if not held:
        return []
    named = [
        f"  {one.file} ({'to which' if one.is_referred else 'beside'} {one.article}{' refers' * one.is_referred})"
        for one in held[:_NAMED]
    ]
    more = [f"  … and {len(held) - _NAMED:,} more; --json lists them all."] if len(held) > _NAMED else []
    return [f"{counted(len(held), 'file')} held back with articles that are not published now:", *named, *more]


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


_GAP = 3
"""Characters between two columns, as Rich has them."""


def _print_table(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Collection[str] = (),
    unbroken: Collection[str] = (),
    head: str = "",
) -> None:
    """Nothing, if there are no rows. In a file or a pipe each row is one line. On a terminal no word is broken, and
    what is `unbroken`, such as a path, stands in one line: where it is too narrow for that there are lists instead,
    with `head` above the rest of a row."""
    from rich.cells import cell_len

    if not rows:
        return
    rows = [[in_one_line(cell) for cell in row] for row in rows]
    width = get_terminal_size().columns if sys.stdout.isatty() else 0
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    most = {name: max(map(cell_len, (name, *column))) for name, column in columns.items()}
    least = {
        name: most[name]
        if not width or name in numbers or name in unbroken
        else max(map(cell_len, (name, *chain.from_iterable(map(str.split, column)))))
        for name, column in columns.items()
    }
    room = width - _GAP * len(names)
    if width and sum(least.values()) > room:
        _print_lists(columns, head or names[0], width)
    else:
        _print_rich(columns, numbers, _shared_out(room, least, most) if width else most)


def _shared_out(room: int, least: Mapping[str, int], most: Mapping[str, int]) -> dict[str, int]:
    """The widths of columns that have so much room, which is enough for the least: none gets more than it can use."""
    widths = dict(least)
    for left, name in zip(
        range(len(most), 0, -1), sorted(most, key=lambda name: most[name] - least[name]), strict=True
    ):
        widths[name] += min(most[name] - least[name], (room - sum(widths.values())) // left)
    return widths


def _print_rich(columns: Mapping[str, Sequence[str]], numbers: Collection[str], widths: Mapping[str, int]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, width=widths[name], justify="right" if name in numbers else "left")
    for row in zip(*columns.values(), strict=True):
        table.add_row(*map(Text, row))
    console = Console(width=sum(widths.values()) + _GAP * len(widths), highlight=False)
    with console.capture() as drawn:
        console.print(table)
    for line in drawn.get().splitlines():
        click.echo(line.rstrip())


def _print_lists(columns: Mapping[str, Sequence[str]], head: str, width: int) -> None:
    """Each row below what stands in its column `head`, which is not said again while it stays."""
    rest = [name for name in columns if name != head]
    longest = max(map(len, rest))
    above = None
    for row in zip(*columns.values(), strict=True):
        cells = dict(zip(columns, row, strict=True))
        if cells[head] != above:
            above = cells[head]
            click.echo(above)
        for name in rest:
            if cells[name]:
                lines = wrap(cells[name], max(width - longest - 4, 1), break_long_words=False, break_on_hyphens=False)
                label = f"{name:<{longest}}  " if name else ""
                click.echo(f"  {label}" + f"\n{' ' * (longest + 4)}".join(lines))
