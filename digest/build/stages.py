"""The build: the one module that knows the order of the stages.

    scan     which files changed
    parse    changed files → articles
    plan     all articles → groups of pages
    key      a page's key: the digests of its template's fingerprint, of what all pages share, and of its view
    render   pages whose key changed, or whose file is missing or altered
    commit   claim the files, move them into place, record them
    prune    files that we wrote and nobody plans any more

Problems are collected through `render`; with one of them nothing is written, and the last good site stays.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, KeysView, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from digest.build.finished import finished_from, inputs_of, still_finished
from digest.build.planning import Hint, Memory, Setup, draw, prepare, read_setup, recall_words, scan_and_parse
from digest.build.report import Report, Request, Summary
from digest.build.workers import Workers
from digest.content.reading import Content
from digest.errors import OutputError, Problem, is_stopped, stop_at
from digest.files.folders import CONTENT
from digest.files.opener import read_regular
from digest.model.parts import digest_bytes
from digest.model.views import Site
from digest.output.place import notice_of_strangers
from digest.output.store import Store
from digest.output.tree import Outputs, Staged, Tree, in_the_way
from digest.progress import Progress
from digest.theme.chain import Template
from digest.theme.jobs import Job, Rendered, bodies_of

if TYPE_CHECKING:
    from digest.build.keys import Keying
    from digest.site.identity import File

LONGEST_PATH = 4096
"""Bytes in a whole path where the system does not tell."""

FEW_PAGES = 2048
"""Fewer are rendered sooner than workers are started."""

IN_ONE_TRANSACTION = 2048
"""So many rows are kept at once: some 30 ms."""

T = TypeVar("T")

Keep = Callable[[Setup, Content], None]
"""Takes what later builds can be spared to find again."""


def run_stages(
    request: Request,
    store: Store,
    workers: Workers,
    hint: Hint | None = None,
    keep: Keep = lambda setup, content: None,
    progress: Progress | None = None,
    *,
    is_output_trusted: bool = False,
    memory: Memory | None = None,
) -> Report:
    """One build with an open store. `is_output_trusted` tells whether the files of the last one are taken to be as it
    left them; `memory` is of the last build, if it is at hand. Raises ProblemsError and OutputError."""
    started = time.perf_counter()
    progress = progress or Progress()
    with Tree(request.output) as tree:
        setup = read_setup(request.site) if hint is None or hint.concerns_setup else hint.setup
        translated = recall_words(setup, store)
        workers.prepare = partial(prepare, setup, translated.words)
        content = scan_and_parse(request.site, setup, store, workers, hint, progress)
        keep(setup, content)
        progress.enter("look at the output")
        before = tree.compare(store.outputs(), taken_for_granted=is_output_trusted)
        inputs = inputs_of(setup.settings, setup.theme, content, request.drafts)
        known = (*setup.problems, *translated.problems, *content.problems)
        if not is_stopped(known) and (last := still_finished(request, inputs, before, store)):
            progress.enter("")
            seconds = time.perf_counter() - started
            return Report(last.summary, (), (), (), content.changed, (), last.until, seconds)

        from digest.build.keys import Keying  # loaded where something is planned, with the planners: 12 ms

        progress.enter("plan")
        memory = memory or Memory()
        drawn = draw(setup, translated, content, store, memory, now=request.now, drafts=request.drafts)
        planned, problems = drawn.planned, drawn.problems
        if is_stopped(problems):
            stop_at({*problems, *wrong_paths([*planned.pages(), *planned.copies], tree.folder)})

        had_output = request.output.exists()
        progress.enter("key and render", len(before.known) or planned.expected())
        keying = Keying(planned, drawn.fingerprints, store.planned(), before, tree.has, progress.go_on)
        were_good = hint is not None and store.is_finished()
        with store.reading():
            made = render(jobs_for(keying, store), setup.theme.templates, planned.site, workers)
            staged = stage_all(keying, made, request.site, tree, before, progress, were_good=were_good)
        written = commit(tree, store, staged, keying.keys.keys(), before, progress)
        progress.enter("prune")
        removed = prune(tree, store, keying.keys.keys(), before)

        progress.enter("remember")
        progress.reasons = keying.reasons
        summary = Summary(
            articles=planned.articles,
            pages=len(keying.keys),
            review={f"{CONTENT}/{article.path}": len(article.review) for article in drawn.articles if article.review},
            drafts=0 if request.drafts else sum(article.draft for article in drawn.articles),
            held=planned.held,
            warnings=tuple(sorted(problems)),
        )
        store.drop_planned(store.planned().keys() - {group.name for group in planned.groups})
        for groups in _in_pieces(keying.planned_anew, progress):
            store.put_planned(groups)
        is_known = store.is_complete(request.output) or not had_output
        strangers = () if is_known else notice_of_strangers(request.output, keying.keys)
        finished = finished_from(summary, planned.due, request.now)
        store.finish(inputs, finished, request.output)
        progress.enter("")
        return Report(
            site=summary,
            rendered=tuple(keying.reasons),
            written=tuple(written),
            removed=tuple(removed),
            changed=content.changed,
            notices=(*store.tell_notices(), *workers.notices, *strangers),
            until=finished.until,
            seconds=time.perf_counter() - started,
        )


def jobs_for(keying: Keying, store: Store) -> Iterator[Job]:
    """The pages to be rendered, each with the bodies that it shows."""
    for page, view in keying.stale_pages():
        bodies = store.bodies(bodies_of(page.view))
        yield Job(page.path, page.template, type(page.view).__name__, view, bodies, page.origin)


def render(jobs: Iterator[Job], templates: tuple[Template, ...], site: Site, workers: Workers) -> Iterator[Rendered]:
    first = next(jobs, None)
    if first is None:
        return
    from digest.theme.render import render_chunk  # loads Jinja: 40 ms

    yield from workers.map(render_chunk, (templates, site), chain((first,), jobs), small=FEW_PAGES)


def stage_all(
    keying: Keying,
    made: Iterable[Rendered],
    site: Path,
    tree: Tree,
    before: Outputs,
    progress: Progress,
    *,
    were_good: bool,
) -> list[Staged]:
    """Keeps pages as they are made, beside the site, and files to be copied. Raises ProblemsError if two sources want
    one file, or if a template fails. `were_good` tells whether the paths of the files that are there were good all
    together for this very program."""
    from digest.build.keys import key_of_copy

    staged: list[Staged] = []
    problems: dict[tuple[str, int, str], Problem] = {}
    for page in made:
        progress.rendered(page.template, page.seconds)
        if problem := page.problem:
            problems.setdefault((problem.path, problem.line, problem.fact.partition(" (while")[0]), problem)
        else:
            staged.append(tree.stage(page.path, keying.keys[page.path], page.data, before))
    for copy in keying.stale_copies():
        try:
            data = read_regular(site / copy.file)
            # Keyed by what was read: should that be newer than what was planned, the next build sees it.
            key = key_of_copy(digest_bytes(data))
            staged.append(tree.stage(copy.path, key, data, before))
        except OSError as error:
            problems[copy.origin, 0, ""] = Problem(copy.origin, 0, f"cannot be read: {error.strerror}.")
    if problems or not (were_good and keying.has_paths_of_before()):
        progress.go_on()
        stop_at([*problems.values(), *wrong_paths(keying.files, tree.folder)])
    return staged


def wrong_paths(files: Sequence[File], output: Path) -> Iterator[Problem]:
    """Files that cannot be put into the output folder, or not all of them."""
    from digest.site.identity import collisions, too_long

    longest = os.pathconf("/", "PC_PATH_MAX") if hasattr(os, "pathconf") else LONGEST_PATH
    yield from too_long(files, longest - len(os.fsencode(output)) - len("/\0"))
    yield from collisions(files)


def commit(
    tree: Tree,
    store: Store,
    staged: Sequence[Staged],
    planned: KeysView[str],
    before: Outputs,
    progress: Progress,
) -> list[str]:
    """Moves staged files into place. A file is claimed before it is touched and recorded after: a build that is
    killed in between leaves files that the next one makes again or removes. Returns the paths written."""
    progress.enter("commit", len(staged))
    known, intact = before.known, before.intact
    new = [file for file in staged if file.is_new]
    blocking = in_the_way(known.keys() - planned, planned)
    obstacles = tree.obstacles([file.path for file in new], blocking, intact)
    progress.go_on()
    stop_at(obstacles or tree.strangers(planned, store.is_complete(tree.folder)))
    for files in _in_pieces(new, progress):
        store.claim(file.path for file in files)
    rows = []
    try:
        tree.prune(blocking, planned)
        for row in tree.publish_all(staged, intact):
            rows.append(row)
            progress.advance()
        rows = [tree.settle(row) for some in _in_pieces(rows, progress) for row in some]
    except OSError as error:
        what = error.filename2 or error.filename or tree.folder  # of two names, that of the page
        raise OutputError(f"{what} cannot be written: {error.strerror}. The next build goes on from here.") from error
    written = {row.path for row in rows}
    rows += [row for path, row in before.restamped() if path not in written]
    for some in _in_pieces(rows, progress):
        store.record(some)
    return [file.path for file in new]


def _in_pieces(rows: Sequence[T], progress: Progress) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), IN_ONE_TRANSACTION):
        yield rows[start : start + IN_ONE_TRANSACTION]
        progress.go_on()


def prune(tree: Tree, store: Store, planned: KeysView[str], before: Outputs) -> list[str]:
    """Removes files of earlier builds that nobody plans any more. Returns their paths."""
    stale = sorted(before.known.keys() - planned)
    removed = tree.prune(stale, planned)
    if stale:
        store.forget(stale)
    return removed
