"""The build: the one module that knows the order of the stages.

    scan     which files changed
    parse    changed files → articles
    plan     all articles → pages
    key      a page's key: the digest of its template's closure and of its view
    render   pages whose key changed, or whose file is missing or altered
    commit   claim the files, move them into place, record them
    prune    files that we wrote and nobody plans any more

Problems are collected through `render`; with one of them nothing is written, and the last good site stays.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from digest.config import Config, load_config
from digest.content.engine import extensions_digest
from digest.content.parse import ParseSettings, extension_problems
from digest.content.reading import Content, read_content
from digest.content.scan import FOLDER
from digest.errors import OutputError, Problem, ProblemsError
from digest.model.article import Article
from digest.model.parts import digest_bytes, digest_of, encode
from digest.output.files import Staged, Tree, differences, in_the_way
from digest.output.place import check_place, notice_of_strangers, open_store, remove_store
from digest.output.store import IN_MEMORY, OutputRow, Store, StoreDamagedError
from digest.program import program_digest
from digest.site.plan import Plan, plan
from digest.spread import Spread
from digest.theme.chain import Closures, Theme, load_theme
from digest.theme.jobs import Job, bodies_of

if TYPE_CHECKING:  # loaded when there is large work: 14 ms
    from concurrent.futures import Executor


SMALL = 2048
"""Fewer pages than this are rendered sooner than workers are started."""


class Request(msgspec.Struct, frozen=True):
    """What is to be built: `now` in seconds since the epoch decides embargoes and expiries."""

    site: Path
    output: Path
    now: int
    drafts: bool = False


class Summary(msgspec.Struct, frozen=True):
    """What a site is, whatever its last build had to do."""

    articles: int
    pages: int
    review: tuple[str, ...]  # files of articles with fields that wait for an editor
    drafts: int  # articles left out as drafts
    warnings: tuple[Problem, ...]


class Report(msgspec.Struct, frozen=True):
    """What a build did. Paths of pages are relative to the output folder, those of changed files to content/."""

    site: Summary
    rendered: tuple[str, ...]
    written: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    notices: tuple[str, ...]  # of the store and the output folder
    seconds: float


class Settled(msgspec.Struct, frozen=True):
    """A finished build: it stands while its inputs are the same and the time is within [`since`, `until`)."""

    since: int
    until: int
    summary: Summary


def build(request: Request, executor: Callable[[], Executor] | None = None) -> Report:
    """Brings the output folder up to date with the site's files.

    `executor` makes what large work is spread over; it is called only if there is any. Raises ProblemsError if
    something is wrong in the site's files, and UsageError if the output folder cannot be used; then nothing was
    written.
    """
    check_place(request.site, request.output)
    with ExitStack() as stack:
        store = open_store(request.site, request.output, stack)
        try:
            return run_stages(request, store, Spread(executor, stack))
        except (StoreDamagedError, msgspec.DecodeError):
            store.set_aside()
            return run_stages(request, store, Spread(executor, stack))


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
        store = open_store(request.site, request.output, stack)
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


def run_stages(request: Request, store: Store, spread: Spread) -> Report:
    """One build with an open store."""
    with Tree(request.output) as tree:
        return _run_stages(request, store, tree, spread)


def _run_stages(request: Request, store: Store, tree: Tree, spread: Spread) -> Report:
    started = time.perf_counter()
    config, config_problems = load_config(request.site)
    if unknown := extension_problems(config):  # the rest is checked without them
        config_problems = (*config_problems, *unknown)
        config = msgspec.structs.replace(config, markdown=msgspec.structs.replace(config.markdown, extensions=()))
    theme, theme_problems = load_theme(request.site, config)
    content = scan_and_parse(request, config, store, spread)
    known = store.outputs()
    problems = {*config_problems, *theme_problems, *content.problems}
    inputs = inputs_of(config, theme, content, request.drafts)
    if not is_stopped(problems) and (settled := still_settled(request, inputs, tree, known, store)):
        return Report(settled, (), (), (), content.changed, (), time.perf_counter() - started)

    articles = content.articles()
    closures = recall_closures(theme, store)
    planned = plan(
        config,
        articles,
        content.media(),
        theme.assets,
        options=theme.options,
        now=request.now,
        drafts=request.drafts,
        faulty=content.faulty,
    )
    problems |= {*closures.problems, *planned.problems}
    stop_at(problems)

    keys = keys_of(planned, closures)
    had_output = request.output.exists()
    intact = still_good(tree, known, keys)
    todo = [path for path, key in keys.items() if path not in intact or intact[path].key != key]
    staged = render(request, planned, theme, keys, todo, intact, tree, store, spread)
    written = commit(tree, store, staged, intact, known, keys)
    removed = prune(tree, store, known, keys)

    summary = Summary(
        articles=sum(page.template == "article.html" for page in planned.pages),
        pages=len(keys),
        review=tuple(f"{FOLDER}/{article.path}" for article in articles if article.review),
        drafts=0 if request.drafts else sum(article.draft for article in articles),
        warnings=tuple(sorted(problems)),
    )
    store.remember("settled", inputs, settled_from(summary, articles, request.now))
    return Report(
        site=summary,
        rendered=tuple(todo),
        written=tuple(written),
        removed=tuple(removed),
        changed=content.changed,
        notices=(
            *store.notices,
            *spread.notices,
            *(notice_of_strangers(request.output, keys) if store.is_new and had_output else ()),
        ),
        seconds=time.perf_counter() - started,
    )


def stop_at(problems: Iterable[Problem]) -> None:
    """Raises ProblemsError with all of the problems if one of them is more than a warning."""
    found = set(problems)
    if is_stopped(found):
        raise ProblemsError(found)


def is_stopped(problems: Iterable[Problem]) -> bool:
    return any(problem.level == "error" for problem in problems)


def scan_and_parse(request: Request, config: Config, store: Store, spread: Spread) -> Content:
    settings = ParseSettings.of(config)
    producer = digest_bytes(program_digest(), encode(settings), extensions_digest(settings.extensions))
    content = read_content(request.site, settings, producer, store.sources(), store.put_sources, spread)
    store.restamp_sources(content.touched)
    store.drop_sources(content.gone)
    return content


def inputs_of(config: Config, theme: Theme, content: Content, drafts: bool) -> bytes:
    """The digest of all that a site is made of, but for the time."""
    files = b"".join(part for path, row in content.rows.items() for part in (path.encode(), b"\0", row.digest))
    return digest_bytes(program_digest(), encode((config, theme, drafts)), files)


def still_settled(
    request: Request, inputs: bytes, tree: Tree, known: Mapping[str, OutputRow], store: Store
) -> Summary | None:
    """The last build's summary, if it was of the same inputs and all of its files are there unaltered: then nothing
    need be planned."""
    settled = store.recall("settled", inputs, Settled)
    if settled is None or not settled.since <= request.now < settled.until or len(known) != settled.summary.pages:
        return None
    intact = still_good(tree, known, known)
    if len(intact) != len(known) or not all(row.key for row in intact.values()):
        return None
    store.record(row for path, row in intact.items() if row is not known[path])
    return settled.summary


def settled_from(summary: Summary, articles: Iterable[Article], now: int) -> Settled:
    """The summary with the time around `now` in which no embargo and no expiry falls due."""
    due = {time for article in articles for time in (article.embargo, article.expiry) if time}
    since = max((time for time in due if time <= now), default=-(2**62))
    return Settled(since, min((time for time in due if time > now), default=2**62), summary)


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


def keys_of(planned: Plan, closures: Closures) -> dict[str, bytes]:
    """The key of every output file, by its path."""
    shared = digest_bytes(program_digest(), encode(planned.site))
    within = {template: closure + shared for template, closure in closures.digests.items()}
    keys = {page.path: digest_of(page.view, within[page.template]) for page in planned.pages}
    keys.update((copy.path, key_of_copy(copy.digest)) for copy in planned.copies)
    return keys


def key_of_copy(digest: bytes) -> bytes:
    return digest_of(("copy", digest))


def still_good(tree: Tree, known: Mapping[str, OutputRow], keys: Collection[str]) -> dict[str, OutputRow]:
    """The files of the last build that are planned again and were not altered since."""
    looked = ((path, tree.look(row)) for path, row in known.items() if path in keys)
    return {path: row for path, row in looked if row}


def render(
    request: Request,
    planned: Plan,
    theme: Theme,
    keys: Mapping[str, bytes],
    todo: list[str],
    intact: Mapping[str, OutputRow],
    tree: Tree,
    store: Store,
    spread: Spread,
) -> list[Staged]:
    """Makes the files at the paths in `todo`, beside the site. Raises ProblemsError if a template fails."""
    if not todo:
        return []
    from digest.theme.render import render_chunk  # loads Jinja: 40 ms

    wanted = set(todo)
    staged: list[Staged] = []
    problems: dict[tuple[str, int, str], Problem] = {}

    def jobs() -> Iterator[Job]:
        for page in planned.pages:
            if page.path in wanted:
                bodies = store.bodies(bodies_of(page.view))
                kind = type(page.view).__name__
                yield Job(page.path, page.template, kind, encode(page.view), bodies, page.origin)

    for made in spread.map(render_chunk, (theme.templates, planned.site), jobs(), small=SMALL):
        if problem := made.problem:
            problems.setdefault((problem.path, problem.line, problem.fact.partition(" (while")[0]), problem)
        else:
            staged.append(tree.stage(made.path, keys[made.path], made.data, intact.get(made.path)))
    for copy in planned.copies:
        if copy.path in wanted:
            try:
                data = (request.site / copy.file).read_bytes()
                # Keyed by what was read: should that be newer than what was planned, the next build sees it.
                key = key_of_copy(digest_bytes(data))
                staged.append(tree.stage(copy.path, key, data, intact.get(copy.path)))
            except OSError as error:
                problems[copy.origin, 0, ""] = Problem(copy.origin, 0, f"cannot be read: {error.strerror}.")
    stop_at(problems.values())
    return staged


def commit(
    tree: Tree,
    store: Store,
    staged: Iterable[Staged],
    intact: Mapping[str, OutputRow],
    known: Mapping[str, OutputRow],
    keys: Mapping[str, bytes],
) -> list[str]:
    """Moves staged files into place. A file is claimed before it is touched and recorded after: a build that is
    killed in between leaves files that the next one makes again or removes. Returns the paths written."""
    new = [file for file in staged if file.is_new]
    blocking = in_the_way(known.keys() - keys.keys(), keys)
    stop_at(tree.obstacles((file.path for file in new if file.path not in known), blocking))
    store.claim(file.path for file in new)
    try:
        tree.prune(blocking, keys)
        rows = [tree.publish(file, intact.get(file.path)) for file in staged]
        rows = [tree.settle(row) for row in rows]
    except OSError as error:
        what = error.filename or tree.folder
        raise OutputError(f"{what} cannot be written: {error.strerror}. The next build goes on from here.") from error
    settled = {row.path for row in rows}
    restamped = (row for path, row in intact.items() if path not in settled and row is not known[path])
    store.record((*rows, *restamped))
    return [file.path for file in new]


def prune(tree: Tree, store: Store, known: Mapping[str, OutputRow], keys: Mapping[str, bytes]) -> list[str]:
    """Removes files of earlier builds that nobody plans any more. Returns their paths."""
    stale = sorted(known.keys() - keys.keys())
    removed = tree.prune(stale, keys)
    store.forget(stale)
    return removed
