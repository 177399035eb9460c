"""The build: the one module that knows the order of the stages.

    scan     which files changed
    parse    changed files → articles
    plan     all articles → groups of pages
    key      a page's key: the digests of its template's closure, of what all pages share, and of its view
    render   pages whose key changed, or whose file is missing or altered
    commit   claim the files, move them into place, record them
    prune    files that we wrote and nobody plans any more

Problems are collected through `render`; with one of them nothing is written, and the last good site stays.
"""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from digest.content.engine import extensions_digest
from digest.content.parse import ParseSettings
from digest.content.reading import Content, read_content
from digest.content.scan import FOLDER
from digest.course import Course
from digest.errors import OutputError, Problem, ProblemsError
from digest.keys import Keying, key_of_copy
from digest.model.article import Article, Media
from digest.model.parts import digest_bytes, encode
from digest.output.files import Staged, Tree, differences, in_the_way
from digest.output.place import check_place, notice_of_strangers, open_store, remove_store, take_lock
from digest.output.store import IN_MEMORY, OutputRow, PlannedGroup, Store, StoreDamagedError
from digest.program import program_digest
from digest.report import Report, Request, Summary
from digest.settings import Settings, read_settings
from digest.settled import inputs_of, settled_from, still_settled
from digest.site.plan import Plan, collisions, plan
from digest.sources import Rights
from digest.spread import Spread
from digest.theme.chain import Closures, Theme
from digest.theme.jobs import Job, bodies_of

if TYPE_CHECKING:  # loaded when there is large work: 14 ms
    from concurrent.futures import Executor


SMALL = 2048
"""Fewer pages than this are rendered sooner than workers are started."""


class Hint(msgspec.Struct, frozen=True):
    """Where alone something may have changed since a build, and what that build found."""

    changed: frozenset[Path]
    folder: Path  # content/
    settings: Settings
    content: Content

    @property
    def concerns_settings(self) -> bool:
        return not all(path.is_relative_to(self.folder) for path in self.changed)

    def names(self, producer: bytes, rights: Rights) -> set[str] | None:
        """The paths in content/ that may have changed or were faulty; None if that is not known."""
        is_other = self.content.producer != producer or self.settings.rights != rights
        if is_other or self.folder in self.changed or self.content.is_incomplete:
            return None
        inside = (path for path in self.changed if path.is_relative_to(self.folder))
        return {*(path.relative_to(self.folder).as_posix() for path in inside), *self.content.faulty}


class Rendered(msgspec.Struct, frozen=True):
    """Pages that wait to be put into place, and what is to be known of all."""

    staged: tuple[Staged, ...]
    keys: dict[str, bytes]
    reasons: dict[str, str]  # of those that were made
    groups: tuple[PlannedGroup, ...]  # that were planned anew


def build(request: Request, executor: Callable[[], Executor] | None = None) -> Report:
    """Brings the output folder up to date with the site's files.

    `executor` makes what large work is spread over; it is called only if there is any. Raises ProblemsError if
    something is wrong in the site's files, and UsageError if the output folder cannot be used; then nothing was
    written.
    """
    with Builder(request, executor) as builder:
        return builder.build(request.now)


class Builder:
    """Builds a site again and again, and keeps in memory what it knows of it."""

    def __init__(
        self,
        request: Request,
        executor: Callable[[], Executor] | None = None,
        tell: Callable[[str], None] = lambda line: None,
    ) -> None:
        """`tell` is given a line if another build has to be waited for."""
        check_place(request.site, request.output)
        self._request = request
        self._executor = executor
        self._tell = tell
        self._store: Store | None = None
        self._found: tuple[Settings, Content] | None = None

    def __enter__(self) -> Builder:
        return self

    def __exit__(self, *_: object) -> None:
        if self._store:
            self._store.close()

    def build(self, now: int, changed: frozenset[Path] | None = None, course: Course | None = None) -> Report:
        """As `build`, at `now`. `changed` are the paths of the site where alone something may have changed since the
        last time: no other file is looked at then, and none in the output folder."""
        request = msgspec.structs.replace(self._request, now=now)
        found, self._found = self._found, None  # should this fail, what changed is not known any more
        with ExitStack() as stack, without_collection():
            take_lock(request.site, request.output, stack, self._tell)
            if self._store and not self._store.path.exists():
                self._store.close()
                self._store = None
            store = self._store = self._store or open_store(request.site, request.output)
            hint = None
            if store.is_current() and changed is not None and found:
                hint = Hint(changed, request.site / FOLDER, *found)
            spread = Spread(self._executor, stack)
            try:
                return run_stages(request, store, spread, hint, self._keep, course)
            except (StoreDamagedError, msgspec.DecodeError):
                store.set_aside()
                return run_stages(request, store, spread, None, self._keep, course)

    def _keep(self, settings: Settings, content: Content) -> None:
        self._found = (settings, content)


@contextmanager
def without_collection() -> Iterator[None]:
    """Without the search for garbage in cycles: a build makes next to none, and very many values to search."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def verify(request: Request, executor: Callable[[], Executor] | None = None) -> list[str]:
    """Builds the site from nothing in a scratch folder: the paths that differ from those in the output folder."""
    with tempfile.TemporaryDirectory(prefix="digest-verify-") as scratch, ExitStack() as stack:
        store = Store(IN_MEMORY)
        stack.callback(store.close)
        run_stages(msgspec.structs.replace(request, output=Path(scratch)), store, Spread(executor, stack))
        return differences(request.output, Path(scratch))


def clean(request: Request) -> list[str]:
    """Removes every file that builds into this output folder wrote, and what they knew. Returns the paths removed."""
    with ExitStack() as stack:
        take_lock(request.site, request.output, stack)
        store = open_store(request.site, request.output)
        stack.callback(store.close)
        try:
            known = store.outputs()
        except StoreDamagedError:
            store.set_aside()
            known = store.outputs()
        with Tree(request.output) as tree:
            removed = tree.prune(known, ())
        store.close()
        remove_store(request.site, request.output)
        return removed


def run_stages(
    request: Request,
    store: Store,
    spread: Spread,
    hint: Hint | None = None,
    keep: Callable[[Settings, Content], None] = lambda settings, content: None,
    course: Course | None = None,
) -> Report:
    """One build with an open store. `keep` is given what later builds can be spared to find again."""
    started = time.perf_counter()
    course = course or Course()
    with Tree(request.output) as tree:
        settings = read_settings(request.site) if hint is None or hint.concerns_settings else hint.settings
        content = scan_and_parse(request, settings, store, spread, hint, course)
        keep(settings, content)
        course.enter("look at the output")
        known = store.outputs()
        problems = {*settings.problems, *content.problems}
        inputs = inputs_of(settings, content, request.drafts)
        intact = still_good(tree, known, hint)
        if not is_stopped(problems) and (settled := still_settled(request, inputs, known, intact, store)):
            course.enter("")
            return Report(settled, (), (), (), content.changed, (), time.perf_counter() - started)

        course.enter("plan")
        articles, media = articles_and_media(content, store)
        closures = recall_closures(settings.theme, store)
        planned = plan(
            settings.config,
            articles,
            media,
            settings.theme.assets,
            settings.vocabulary,
            options=settings.theme.options,
            now=request.now,
            drafts=request.drafts,
            faulty=content.faulty,
            digests={path: (row.value, row.card) for path, row in content.rows.items()},
        )
        problems |= {*closures.problems, *planned.problems}
        if is_stopped(problems):
            stop_at({*problems, *collisions([*planned.pages(), *planned.copies])})

        had_output = request.output.exists()
        rendered = render(request, planned, settings.theme, closures, known, intact, tree, store, spread, course)
        written = commit(tree, store, rendered, known, intact, course)
        course.enter("prune")
        removed = prune(tree, store, known, rendered.keys)

        course.enter("remember")
        summary = Summary(
            articles=planned.articles,
            pages=len(rendered.keys),
            review={f"{FOLDER}/{article.path}": len(article.review) for article in articles if article.review},
            drafts=0 if request.drafts else sum(article.draft for article in articles),
            warnings=tuple(sorted(problems)),
        )
        store.put_planned(rendered.groups, store.planned().keys() - {group.name for group in planned.groups})
        store.remember("settled", inputs, settled_from(summary, articles, request.now))
        course.enter("")
        strangers = notice_of_strangers(request.output, rendered.keys) if store.is_new and had_output else ()
        return Report(
            site=summary,
            rendered=tuple(rendered.reasons),
            written=tuple(written),
            removed=tuple(removed),
            changed=content.changed,
            notices=(*store.tell_notices(), *spread.notices, *strangers),
            seconds=time.perf_counter() - started,
        )


def stop_at(problems: Iterable[Problem]) -> None:
    """Raises ProblemsError with all of the problems if one of them is more than a warning."""
    found = set(problems)
    if is_stopped(found):
        raise ProblemsError(found)


def is_stopped(problems: Iterable[Problem]) -> bool:
    return any(problem.level == "error" for problem in problems)


def scan_and_parse(
    request: Request, found: Settings, store: Store, spread: Spread, hint: Hint | None, course: Course
) -> Content:
    course.enter("scan")
    settings = ParseSettings.of(found.config)
    producer = digest_bytes(program_digest(), encode(settings), extensions_digest(settings.extensions))
    named = hint.names(producer, found.rights) if hint else None
    known, keep = store.sources(), store.put_sources
    content = read_content(
        request.site, settings, found.rights, producer, known, keep, spread, named=named, course=course
    )
    if content.gone:
        store.drop_sources(content.gone)
    return content


def articles_and_media(content: Content, store: Store) -> tuple[list[Article], dict[str, Media]]:
    """What the files in content/ hold."""
    values = store.values()
    found = [values[path] for path in content.rows]
    articles = [value for value in found if isinstance(value, Article)]
    return articles, {value.path: value for value in found if isinstance(value, Media)}


def recall_closures(theme: Theme, store: Store) -> Closures:
    """The closures of the theme's templates: read anew only if one of them changed."""
    key = digest_bytes(program_digest(), encode(theme.templates))
    found = store.recall("closures", key, Closures)
    if found is None:
        from digest.theme.closure import find_closures  # loads Jinja: 40 ms
        from digest.theme.environment import environment_for

        found = find_closures(theme.templates, environment_for(theme.templates))
        store.remember("closures", key, found)
    return found


def still_good(tree: Tree, known: Mapping[str, OutputRow], hint: Hint | None) -> dict[str, OutputRow]:
    """The files of the last build that were not altered since. With a hint that is taken for granted."""
    looked = ((path, row if hint else tree.look(row)) for path, row in known.items() if row.key)
    return {path: row for path, row in looked if row}


def render(
    request: Request,
    planned: Plan,
    theme: Theme,
    closures: Closures,
    known: Mapping[str, OutputRow],
    intact: Mapping[str, OutputRow],
    tree: Tree,
    store: Store,
    spread: Spread,
    course: Course,
) -> Rendered:
    """Finds the keys of all pages, group by group, and makes those pages, beside the site, whose key is not that of
    the file that is there. Raises ProblemsError if two sources want one file, or if a template fails."""
    course.enter("key and render", len(known) or planned.expected())
    keying = Keying(planned, closures, store.planned(), known, intact, tree.has)
    staged: list[Staged] = []
    problems: dict[tuple[str, int, str], Problem] = {}
    jobs = (
        Job(page.path, page.template, type(page.view).__name__, view, store.bodies(bodies_of(page.view)), page.origin)
        for page, view in keying.stale_pages()
    )
    with store.reading():
        if first := next(jobs, None):
            from digest.theme.render import render_chunk  # loads Jinja: 40 ms

            for made in spread.map(render_chunk, (theme.templates, planned.site), chain((first,), jobs), small=SMALL):
                course.rendered(made.template, made.seconds)
                if problem := made.problem:
                    problems.setdefault((problem.path, problem.line, problem.fact.partition(" (while")[0]), problem)
                else:
                    staged.append(tree.stage(made.path, keying.keys[made.path], made.data, intact.get(made.path)))
    for copy in keying.stale_copies():
        try:
            data = (request.site / copy.file).read_bytes()
            # Keyed by what was read: should that be newer than what was planned, the next build sees it.
            staged.append(tree.stage(copy.path, key_of_copy(digest_bytes(data)), data, intact.get(copy.path)))
        except OSError as error:
            problems[copy.origin, 0, ""] = Problem(copy.origin, 0, f"cannot be read: {error.strerror}.")
    stop_at([*problems.values(), *collisions(keying.files)])
    course.reasons = keying.reasons
    return Rendered(tuple(staged), keying.keys, keying.reasons, tuple(keying.planned_anew))


def commit(
    tree: Tree,
    store: Store,
    rendered: Rendered,
    known: Mapping[str, OutputRow],
    intact: Mapping[str, OutputRow],
    course: Course,
) -> list[str]:
    """Moves staged files into place. A file is claimed before it is touched and recorded after: a build that is
    killed in between leaves files that the next one makes again or removes. Returns the paths written."""
    course.enter("commit", len(rendered.staged))
    keys = rendered.keys
    new = [file for file in rendered.staged if file.is_new]
    blocking = in_the_way(known.keys() - keys.keys(), keys)
    stop_at(tree.obstacles((file.path for file in new if file.path not in known), blocking))
    if new:
        store.claim(file.path for file in new)
    rows = []
    try:
        tree.prune(blocking, keys)
        for row in tree.publish_all(rendered.staged, intact):
            rows.append(row)
            course.advance()
        rows = [tree.settle(row) for row in rows]
    except OSError as error:
        what = error.filename or tree.folder
        raise OutputError(f"{what} cannot be written: {error.strerror}. The next build goes on from here.") from error
    settled = {row.path for row in rows}
    rows += [row for path, row in intact.items() if path not in settled and row is not known[path]]
    if rows:
        store.record(rows)
    return [file.path for file in new]


def prune(tree: Tree, store: Store, known: Mapping[str, OutputRow], keys: Mapping[str, bytes]) -> list[str]:
    """Removes files of earlier builds that nobody plans any more. Returns their paths."""
    stale = sorted(known.keys() - keys.keys())
    removed = tree.prune(stale, keys)
    if stale:
        store.forget(stale)
    return removed
