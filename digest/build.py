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
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack
from pathlib import Path

import msgspec

from digest.config import Config, load_config
from digest.content.media import read_media
from digest.content.parse import ParseSettings, parse_chunk
from digest.content.scan import FOLDER, is_article, scan
from digest.errors import Problem, ProblemsError, UsageError
from digest.model.article import Article, Media, Stamp
from digest.model.parts import digest_bytes, digest_of, encode
from digest.output.files import Staged, Tree, differences, in_the_way
from digest.output.store import IN_MEMORY, OutputRow, SourceRow, Store, StoreDamagedError
from digest.program import program_digest
from digest.site.plan import Plan, plan
from digest.spread import Spread
from digest.theme.chain import Theme, load_theme
from digest.theme.closure import Closures, find_closures
from digest.theme.render import Job, bodies_of, render_chunk

STATE = ".digest"
"""The folder in the site's folder where the build keeps what it knows."""

OUTPUT = "output"
LOCK_SECONDS = 20


class Request(msgspec.Struct, frozen=True):
    """What is to be built: `now` in seconds since the epoch decides embargoes and expiries."""

    site: Path
    output: Path
    now: int
    drafts: bool = False


class Report(msgspec.Struct, frozen=True):
    """What a build did. Paths of pages are relative to the output folder, those of changed files to content/."""

    articles: int
    pages: int
    rendered: tuple[str, ...]
    written: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    review: int  # articles with fields that wait for an editor
    drafts: int  # articles left out as drafts
    warnings: tuple[Problem, ...]
    seconds: float


class Content(msgspec.Struct, frozen=True):
    """The files in content/ as they are now, those that changed, and what is wrong with them."""

    rows: Mapping[str, SourceRow]
    changed: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def articles(self) -> list[Article]:
        return [row.value for row in self.rows.values() if isinstance(row.value, Article)]

    @property
    def media(self) -> dict[str, Media]:
        return {path: row.value for path, row in self.rows.items() if isinstance(row.value, Media)}


def build(request: Request, executor: Callable[[], Executor] | None = None) -> Report:
    """Brings the output folder up to date with the site's files.

    `executor` makes what large work is spread over; it is called only if there is any. Raises ProblemsError if
    something is wrong in the site's files, and UsageError if the output folder cannot be used; then nothing was
    written.
    """
    _check_places(request)
    with ExitStack() as stack:
        store = _open_store(request, stack)
        try:
            return _build(request, store, Spread(executor, stack))
        except StoreDamagedError:
            store.set_aside()
            return _build(request, store, Spread(executor, stack))


def verify(request: Request, executor: Callable[[], Executor] | None = None) -> list[str]:
    """Builds the site from nothing in a scratch folder: the paths that differ from those in the output folder."""
    with tempfile.TemporaryDirectory(prefix="digest-verify-") as scratch, ExitStack() as stack:
        store = Store(IN_MEMORY)
        stack.callback(store.close)
        _build(msgspec.structs.replace(request, output=Path(scratch)), store, Spread(executor, stack))
        return differences(request.output, Path(scratch))


def clean(request: Request) -> list[str]:
    """Removes every file that builds into this output folder wrote, and what they knew. Returns the paths removed."""
    with ExitStack() as stack:
        store = _open_store(request, stack)
        tree = Tree(request.output)
        tree.discard()
        removed = tree.prune(store.outputs(), ())
        store.close()
        for path in (request.site / STATE).glob(f"{_store_name(request)}.sqlite*"):
            path.unlink()
        return removed


def _build(request: Request, store: Store, spread: Spread) -> Report:
    started = time.perf_counter()
    config, config_problems = load_config(request.site)
    theme, theme_problems = load_theme(request.site, config)
    content = read_content(request.site, config, store, spread)
    closures = recall_closures(theme, store)
    planned = plan(
        config,
        content.articles,
        content.media,
        theme.assets,
        options=theme.options,
        now=request.now,
        drafts=request.drafts,
    )
    problems = {*config_problems, *theme_problems, *content.problems, *closures.problems, *planned.problems}
    stop_at(problems)

    tree = Tree(request.output)
    known = store.outputs()
    _check_output(request, store, tree, known)
    keys = keys_of(planned, closures)
    intact = still_good(tree, known, keys)
    todo = [path for path, key in keys.items() if path not in intact or intact[path].key != key]
    staged = render(request, planned, theme, keys, todo, intact, tree, store, spread)
    written = commit(tree, store, staged, intact, known, keys)
    removed = prune(tree, store, known, keys)

    warnings = {problem for problem in problems if problem.level == "warning"}
    if store.is_new:
        warnings |= _strangers(tree, keys)
    return Report(
        articles=sum(page.template == "article.html" for page in planned.pages),
        pages=len(keys),
        rendered=tuple(todo),
        written=tuple(written),
        removed=tuple(removed),
        changed=content.changed,
        review=sum(bool(article.review) for article in content.articles),
        drafts=0 if request.drafts else sum(article.draft for article in content.articles),
        warnings=tuple(sorted(warnings)),
        seconds=time.perf_counter() - started,
    )


def stop_at(problems: Iterable[Problem]) -> None:
    """Raises ProblemsError with all of the problems if one of them is more than a warning."""
    found = set(problems)
    if any(problem.level == "error" for problem in found):
        raise ProblemsError(found)


def read_content(site: Path, config: Config, store: Store, spread: Spread) -> Content:
    """scan and parse: a file is opened only if its stamp changed, or was taken too soon after a change."""
    known = store.sources()
    seen = time.time_ns()
    found = scan(site / FOLDER)
    problems = list(found.problems)
    settings = ParseSettings.of(config)
    producer = digest_bytes(program_digest(), encode(settings))
    rows: dict[str, SourceRow] = {}
    waiting: dict[str, Stamp] = {}
    for path, stamp in found.files.items():
        row = known.get(path)
        if row and row.producer == producer and row.stamp == stamp and stamp.is_settled(row.seen):
            rows[path] = row
        else:
            waiting[path] = stamp

    digests: dict[str, bytes] = {}
    media: list[Media] = []
    touched: list[SourceRow] = []

    def changed_articles() -> Iterator[tuple[str, bytes]]:
        for path, stamp in waiting.items():
            try:
                data = (site / FOLDER / path).read_bytes()
            except OSError as error:
                problems.append(Problem(f"{FOLDER}/{path}", 0, f"cannot be read: {error.strerror}."))
                continue
            row = known.get(path)
            digests[path] = digest_bytes(data)
            if row and row.producer == producer and row.digest == digests[path]:
                touched.append(msgspec.structs.replace(row, stamp=stamp, seen=seen))
            elif is_article(path):
                yield path, data
            else:
                media.append(read_media(path, data))

    def row_of(value: Article | Media) -> SourceRow:
        return SourceRow(value.path, waiting[value.path], seen, digests[value.path], producer, value)

    fresh: list[SourceRow] = []
    bodies: list[tuple[str, str]] = []
    for parsed in spread.map(parse_chunk, (settings,), changed_articles()):
        problems.extend(parsed.problems)
        if parsed.article:
            fresh.append(row_of(parsed.article))
            bodies.append((parsed.path, parsed.html))
        if len(bodies) >= 1000:
            store.put_sources(fresh[-len(bodies) :], bodies)
            bodies = []
    store.put_sources(fresh[len(fresh) - len(bodies) :], bodies)
    pictures = [row_of(file) for file in media]
    store.put_sources(pictures, ())
    store.restamp_sources(touched)
    rows.update((row.path, row) for row in (*touched, *fresh, *pictures))
    gone = known.keys() - rows.keys()
    store.drop_sources(gone)
    changed = sorted({*digests, *gone} - {row.path for row in touched})
    return Content(rows, tuple(changed), tuple(problems))


def recall_closures(theme: Theme, store: Store) -> Closures:
    """The closures of the theme's templates: read anew only if one of them changed."""
    key = digest_bytes(program_digest(), encode(theme.templates))
    found = store.recall("closures", key, Closures)
    if found is None:
        from digest.theme.environment import environment_for  # loads Jinja: 40 ms

        found = find_closures(theme.templates, environment_for(theme.templates))
        store.remember("closures", key, found)
    return found


def keys_of(planned: Plan, closures: Closures) -> dict[str, bytes]:
    """The key of every output file, by its path."""
    shared = digest_bytes(program_digest(), encode(planned.site))
    keys = {
        page.path: digest_bytes(closures.digests[page.template], shared, encode(page.view)) for page in planned.pages
    }
    keys.update((copy.path, digest_of(("copy", copy.digest))) for copy in planned.copies)
    return keys


def still_good(tree: Tree, known: Mapping[str, OutputRow], keys: Mapping[str, bytes]) -> dict[str, OutputRow]:
    """The files of the last build that are planned again and were not altered since."""
    looked = ((path, tree.look(row)) for path, row in known.items() if path in keys)
    return {path: row for path, row in looked if row}


def render(
    request: Request,
    planned: Plan,
    theme: Theme,
    keys: Mapping[str, bytes],
    todo: Iterable[str],
    intact: Mapping[str, OutputRow],
    tree: Tree,
    store: Store,
    spread: Spread,
) -> list[Staged]:
    """Makes the files at the paths in `todo`, beside the site. Raises ProblemsError if a template fails."""
    wanted = set(todo)
    staged: list[Staged] = []
    problems: dict[tuple[str, int, str], Problem] = {}

    def jobs() -> Iterator[Job]:
        for page in planned.pages:
            if page.path in wanted:
                bodies = store.bodies(bodies_of(page.view))
                kind = type(page.view).__name__
                yield Job(page.path, page.template, kind, encode(page.view), bodies, page.origin)

    for made in spread.map(render_chunk, (theme.templates, planned.site), jobs()):
        if made.problem:
            where = made.problem
            problems.setdefault((where.path, where.line, where.fact.partition(" (while")[0]), where)
        else:
            staged.append(tree.stage(made.path, keys[made.path], made.data, intact.get(made.path)))
    for copy in planned.copies:
        if copy.path in wanted:
            try:
                source = request.site / copy.file
                staged.append(tree.stage_copy(copy.path, keys[copy.path], source, intact.get(copy.path)))
            except OSError as error:
                where = Problem(copy.origin, 0, f"cannot be read: {error.strerror}.")
                problems[copy.origin, 0, ""] = where
    if problems:
        tree.discard()
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
    new = [file for file in staged if file.file]
    blocking = in_the_way(known.keys() - keys.keys(), keys)
    tree.prune(blocking, keys)
    obstacles = tree.obstacles(file.path for file in new if file.path not in known)
    if obstacles:
        tree.discard()
        raise ProblemsError(obstacles)
    store.claim(file.path for file in new)
    rows = [tree.publish(file, intact.get(file.path)) for file in staged]
    settled = {row.path for row in rows}
    restamped = (row for path, row in intact.items() if path not in settled and row is not known[path])
    store.record((*rows, *restamped))
    tree.discard()
    return [file.path for file in new]


def prune(tree: Tree, store: Store, known: Mapping[str, OutputRow], keys: Mapping[str, bytes]) -> list[str]:
    """Removes files of earlier builds that nobody plans any more. Returns their paths."""
    stale = sorted(known.keys() - keys.keys())
    removed = tree.prune(stale, keys)
    store.forget(stale)
    return removed


def _store_name(request: Request) -> str:
    if request.output == request.site / OUTPUT:
        return OUTPUT
    return f"{OUTPUT}-{digest_bytes(str(request.output).encode()).hex()[:12]}"


def _open_store(request: Request, stack: ExitStack) -> Store:
    """The store for this output folder, locked against other builds until `stack` ends."""
    from filelock import FileLock, Timeout

    state = request.site / STATE
    state.mkdir(exist_ok=True)
    lock = FileLock(state / f"{_store_name(request)}.lock", timeout=LOCK_SECONDS)
    try:
        stack.enter_context(lock)
    except Timeout:
        raise UsageError(
            f"Another build has been writing {request.output} for {LOCK_SECONDS} seconds. Wait until it is done."
        ) from None
    store = Store(state / f"{_store_name(request)}.sqlite")
    stack.callback(store.close)
    return store


def _check_places(request: Request) -> None:
    """The output folder is the program's own: it must not hold, or be held by, what the editor owns."""
    output = request.output
    owned = [request.site / name for name in (FOLDER, "seeds", "themes", STATE)]
    if request.site.is_relative_to(output) or any(output.is_relative_to(folder) for folder in owned):
        raise UsageError(f"The output cannot be put into {output}: the site's own files are there. Name another.")
    if output.exists() and not output.is_dir():
        raise UsageError(f"The output cannot be put into {output}: it is a file. Name a folder.")


def _check_output(request: Request, store: Store, tree: Tree, known: Mapping[str, OutputRow]) -> None:
    """A folder that the editor names must be empty, or made by us: what is there could be somebody's work."""
    if store.is_new and not known and request.output != request.site / OUTPUT and tree.strangers(()):
        raise UsageError(
            f"{request.output} is not empty, and what is in it was not made by earlier builds of this site. "
            "Name an empty folder, or empty that one first."
        )


def _strangers(tree: Tree, keys: Mapping[str, bytes]) -> set[Problem]:
    found = tree.strangers(keys)
    if not found:
        return set()
    fact = f"holds {len(found)} files that no page needs, such as {found[0]}."
    return {Problem(tree.folder.name, 0, fact, "If they are of earlier builds, delete them.", "warning")}
