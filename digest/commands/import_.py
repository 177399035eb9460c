"""The command `digest import`: what it reads, what it says, and what it explains."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import click
import msgspec

from digest.build.workers import Workers, executor_maker
from digest.commands.console import Bar, Context, common, print_problems
from digest.commands.tables import print_explained, print_imported, print_learned, print_unlisted
from digest.errors import UsageError, stop_at
from digest.files.folders import CONTENT, SEEDS
from digest.progress import Progress
from digest.settings.config import followed, load_config
from digest.settings.sources import FILE as SOURCES
from digest.settings.sources import load_sources
from digest.settings.vocabulary import load_vocabulary

if TYPE_CHECKING:  # loaded with an import: 3 ms
    from digest.seeds.memory.learned import Lesson
    from digest.seeds.outcomes import Explained, Imported

Row = TypeVar("Row")


class Importer(Protocol):
    """Imports files and folders, and gives a row for each article."""

    def __call__(
        self, paths: Sequence[Path], into: Path | None = None, force: bool = False, dry_run: bool = False
    ) -> tuple[Imported, ...]: ...


@click.command("import")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), help="Folder for the articles [content].")
@click.option("--dry-run", is_flag=True, help="Only say what would be made.")
@click.option("--force", is_flag=True, help="Import again over edited articles, each kept as .bak.")
@click.option("--explain", is_flag=True, help="Only show what each line of a text is taken for, and why.")
@click.option("--jobs", type=click.IntRange(1), help="Processes for many texts [one per core].")
@common
def import_(
    context: Context,
    paths: tuple[Path, ...],
    into: Path | None,
    dry_run: bool,
    force: bool,
    explain: bool,
    jobs: int | None,
) -> None:
    """Turn raw texts into articles. PATHS are files, folders or patterns [seeds]; - is standard input.

    An article that you have changed is never overwritten; what you have corrected in it the import learns.

    \b
    Examples:
      digest import                      all of seeds/
      digest import clip.txt --dry-run   what would become of one text
      digest import --explain clip.txt   its lines, and what became of each
      digest import 'inbox/*.html'       pages that you saved
      pbpaste | digest import -          what you have just copied, kept in seeds/
    """
    site = context.find_site()
    names: dict[str, str] = {}
    with contextlib.ExitStack() as stack:
        given = [
            stack.enter_context(_pasted(context, site, dry_run or explain, names))
            if str(path) == "-"
            else path.absolute()
            for path in paths
        ]
        if explain:
            _explain(context, site, given or [site / SEEDS], into, jobs)
            return
        lessons: list[Lesson] = []
        rows = importer(context, site, jobs, lessons.append)(given or [site / SEEDS], into, force, dry_run)
    rows = tuple(msgspec.structs.replace(row, seed=names.get(row.seed, row.seed)) for row in rows)
    unlisted = unlisted_sources(site, rows)
    if not context.as_json and not context.quiet:
        print_imported(rows, dry_run)
        print_learned(lessons, dry_run)
        print_unlisted(unlisted, (site / SOURCES).exists())
    _finish(context, "imported", rows, {"learned": lessons, "unlisted": unlisted})


def _finish(
    context: Context,
    told: str,
    rows: Sequence[Imported] | Sequence[Explained],
    more: Mapping[str, object] = {},
) -> None:
    """Tells machines of the rows and everybody of their problems; with one of them the command has failed."""
    problems = [row.problem for row in rows if row.problem]
    context.print_json({"status": "problems" if problems else "done", told: rows, **more})
    print_problems(problems, context.quiet)
    if problems:
        sys.exit(1)


def unlisted_sources(site: Path, rows: Iterable[Imported]) -> dict[str, int]:
    """The sources of new articles that are shown in full though sources.yaml does not say so, and how many are."""
    config, _ = load_config(site)
    rights, _ = load_sources(site, config)
    fresh = (row.source for row in rows if row.status in ("created", "updated"))
    named = Counter(name or url for name, url in fresh if rights.is_full_unasked(name, url))
    return dict(named.most_common())


def importer(context: Context, site: Path, jobs: int | None, learnt: Callable[[Lesson], None]) -> Importer:
    """What imports files and folders into a site, with `jobs` processes for many, None for one a core. `learnt` is
    given what was learnt of sources, when all is done."""

    def bring_in(
        paths: Sequence[Path], into: Path | None = None, force: bool = False, dry_run: bool = False
    ) -> tuple[Imported, ...]:
        from digest.seeds.run import import_seeds

        lessons: list[Lesson] = []
        run = partial(import_seeds, force=force, dry_run=dry_run, tell=context.note, learnt=lessons.append)
        try:
            return _go(context, site, paths, into, run, jobs)
        finally:  # also of an import that was stopped
            for lesson in lessons:
                learnt(lesson)

    return bring_in


def _go(
    context: Context,
    site: Path,
    paths: Sequence[Path],
    into: Path | None,
    run: Callable[..., Iterable[Row]],
    jobs: int | None,
) -> tuple[Row, ...]:
    """What `run` makes of seeds, `import_seeds` or `explain_seeds`, with all that the site says of its imports. Raises
    ProblemsError."""
    config, problems = load_config(site)
    vocabulary, tag_problems = load_vocabulary(site, config)
    stop_at((*problems, *tag_problems))
    with Bar(context) as bar, contextlib.ExitStack() as stack:
        workers = Workers(executor_maker(None, jobs, site), stack)
        rows = tuple(
            run(
                paths,
                site=site,
                into=into.absolute() if into else site / CONTENT,
                settings=config.imports,
                vocabulary=vocabulary,
                follow=followed(site, config),
                progress=Progress(bar.show),
                workers=workers,
            )
        )
    for notice in workers.notices:
        context.note(notice)
    return rows


def _explain(context: Context, site: Path, paths: Sequence[Path], into: Path | None, jobs: int | None) -> None:
    from digest.seeds.run import explain_seeds

    rows: tuple[Explained, ...] = _go(context, site, paths, into, explain_seeds, jobs)
    if not context.as_json and not context.quiet:
        print_explained(rows)
    _finish(context, "explained", rows)


_MOST_PASTED = 50_000_001  # bytes: one more than a seed may have


@contextlib.contextmanager
def _pasted(context: Context, site: Path, dry_run: bool, names: dict[str, str]) -> Iterator[Path]:
    """What comes on standard input, as a seed; with `dry_run` only for as long as it is needed.

    `names` is told what the seed is called then, by its path.
    """
    from tempfile import TemporaryDirectory

    from digest.seeds.pasted import save_pasted
    from digest.seeds.refused import SeedError

    data = b""
    if sys.stdin is not None:  # None if it is closed
        if sys.stdin.isatty():
            context.note("Paste the text, then press Ctrl-D (Windows: Ctrl-Z and Enter).")
        data = sys.stdin.buffer.read(_MOST_PASTED)
    if not data.strip():
        raise UsageError("There is nothing on standard input. Pipe a text into it: pbpaste | digest import -")
    with TemporaryDirectory() as scratch:
        try:
            pasted = save_pasted(data, site / SEEDS, Path(scratch) if dry_run else None)
        except SeedError as error:
            raise UsageError(str(error).replace("It is", "Standard input is", 1)) from None
        said = "would be saved" if dry_run else "is saved"
        context.say(f"The text {said if pasted.is_new else 'was there before'}: {SEEDS}/{pasted.name}")
        names[pasted.path.as_posix()] = f"{SEEDS}/{pasted.name}"
        yield pasted.path
