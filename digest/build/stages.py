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
from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from digest.build.finished import finished_from, inputs_of, still_finished
from digest.build.program import program_digest
from digest.build.report import Report, Request, Summary
from digest.build.workers import Workers
from digest.content.bounded import parse_chunk
from digest.content.engines.available import check_markdown
from digest.content.engines.python_markdown import extensions_digest
from digest.content.parse import Parsed, ParseSettings
from digest.content.reading import Content, read_content
from digest.content.scan import Scope
from digest.errors import OutputError, Problem, is_stopped, stop_at
from digest.files.folders import CONTENT
from digest.files.opener import read_regular
from digest.model.article import Article, Media
from digest.model.parts import digest_bytes, encode
from digest.model.urls import tag_slug
from digest.model.views import Site
from digest.model.words import ENGLISH, Words
from digest.output.place import notice_of_strangers
from digest.output.store import Store
from digest.output.tree import Outputs, Staged, Tree, in_the_way
from digest.progress import Progress
from digest.settings import Settings, read_settings
from digest.theme.chain import Fingerprints, Template, Theme, Translated, load_theme
from digest.theme.jobs import Job, Rendered, bodies_of
from digest.typography import TYPOGRAPHY

if TYPE_CHECKING:
    from digest.build.keys import Keying
    from digest.site.identity import File

LONGEST_PATH = 4096
"""Bytes in a whole path where the system does not tell."""

FEW_ARTICLES, FEW_PAGES = 512, 2048
"""Fewer articles are parsed, and fewer pages rendered, sooner than workers are started."""


class Setup(msgspec.Struct, frozen=True):
    """What the site is made with: its settings, and the theme that they name; and what is wrong with either."""

    settings: Settings
    theme: Theme
    problems: tuple[Problem, ...]


class Hint(msgspec.Struct, frozen=True):
    """Where alone something may have changed since a build, and what that build found. `is_output_trusted` tells
    whether its files are taken to be as it left them."""

    changed: frozenset[Path]
    folder: Path  # content/
    setup: Setup
    content: Content
    is_output_trusted: bool

    @property
    def concerns_setup(self) -> bool:
        return not all(path.is_relative_to(self.folder) for path in self.changed)

    def names(self, producer: bytes, settings: Settings) -> set[str] | None:
        """The paths in content/ that may have changed or were faulty; None if that is not known."""
        is_other = self.content.producer != producer or self.setup.settings.rights != settings.rights
        if is_other or self.folder in self.changed or self.content.is_incomplete:
            return None
        inside = (path for path in self.changed if path.is_relative_to(self.folder))
        return {*(path.relative_to(self.folder).as_posix() for path in inside), *self.content.faulty}


Keep = Callable[[Setup, Content], None]
"""Takes what later builds can be spared to find again."""


def run_stages(
    request: Request,
    store: Store,
    workers: Workers,
    hint: Hint | None = None,
    keep: Keep = lambda setup, content: None,
    progress: Progress | None = None,
) -> Report:
    """One build with an open store. Raises ProblemsError and OutputError."""
    started = time.perf_counter()
    progress = progress or Progress()
    with Tree(request.output) as tree:
        setup = read_setup(request.site) if hint is None or hint.concerns_setup else hint.setup
        translated = recall_words(setup, store)
        workers.prepare = partial(prepare, setup, translated.words)
        content = scan_and_parse(request.site, setup, store, workers, hint, progress)
        keep(setup, content)
        progress.enter("look at the output")
        before = tree.compare(store.outputs(), taken_for_granted=hint is not None and hint.is_output_trusted)
        problems = {*setup.problems, *translated.problems, *content.problems}
        inputs = inputs_of(setup.settings, setup.theme, content, request.drafts)
        if not is_stopped(problems) and (summary := still_finished(request, inputs, before, store)):
            progress.enter("")
            return Report(summary, (), (), (), content.changed, (), time.perf_counter() - started)

        from digest.build.keys import Keying  # loaded where something is planned, with the planners: 12 ms
        from digest.site.plan import plan

        progress.enter("plan")
        articles, media = articles_and_media(content, store)
        fingerprints = recall_fingerprints(setup.theme, store)
        planned = plan(
            setup.settings.config,
            articles,
            media,
            setup.theme.assets,
            setup.settings.vocabulary,
            options=setup.theme.options,
            now=request.now,
            drafts=request.drafts,
            faulty=content.faulty,
            digests={path: (row.value, row.card) for path, row in content.rows.items()},
            kinds=partial(recall_kinds, store),
            words=translated.words,
            theme_texts=(*(template.source for template in setup.theme.templates), *setup.theme.styles),
            scripts=setup.theme.scripts,
        )
        linked = fingerprints.missing({copy.path for copy in planned.copies})
        left = fingerprints.untranslated(translated.words, setup.settings.config.theme, setup.theme.catalogues)
        problems |= {*fingerprints.problems, *linked, *left, *planned.problems}
        if is_stopped(problems):
            stop_at({*problems, *wrong_paths([*planned.pages(), *planned.copies], tree.folder)})

        had_output = request.output.exists()
        progress.enter("key and render", len(before.known) or planned.expected())
        keying = Keying(planned, fingerprints, store.planned(), before, tree.has)
        with store.reading():
            made = render(jobs_for(keying, store), setup.theme.templates, planned.site, workers)
            staged = stage_all(keying, made, request.site, tree, before, progress)
        written = commit(tree, store, staged, keying.keys.keys(), before, progress)
        progress.enter("prune")
        removed = prune(tree, store, keying.keys.keys(), before)

        progress.enter("remember")
        progress.reasons = keying.reasons
        summary = Summary(
            articles=planned.articles,
            pages=len(keying.keys),
            review={f"{CONTENT}/{article.path}": len(article.review) for article in articles if article.review},
            drafts=0 if request.drafts else sum(article.draft for article in articles),
            held=planned.held,
            warnings=tuple(sorted(problems)),
        )
        store.put_planned(keying.planned_anew, store.planned().keys() - {group.name for group in planned.groups})
        is_known = store.is_complete(request.output) or not had_output
        strangers = () if is_known else notice_of_strangers(request.output, keying.keys)
        store.finish(inputs, finished_from(summary, planned.due, request.now), request.output)
        progress.enter("")
        return Report(
            site=summary,
            rendered=tuple(keying.reasons),
            written=tuple(written),
            removed=tuple(removed),
            changed=content.changed,
            notices=(*store.tell_notices(), *workers.notices, *strangers),
            seconds=time.perf_counter() - started,
        )


def read_setup(site: Path) -> Setup:
    """Where something is faulty its default stands in, so that the rest of the site can still be checked."""
    settings, problems = read_settings(site)
    config, markdown_problems = check_markdown(site, settings.config)
    theme, theme_problems = load_theme(site, config)
    settings = msgspec.structs.replace(settings, config=config)
    return Setup(settings, theme, (*problems, *markdown_problems, *theme_problems))


def prepare(setup: Setup, words: Words = ENGLISH) -> None:
    """Loads what articles are parsed with, and compiles what pages are rendered with."""
    from digest.theme import render  # noqa: F401 - loaded for the processes that are forked
    from digest.theme.fingerprint import compile_templates

    article = b"---\ntitle: A\ndate: 2023-03-08\n---\n\nText.\n"
    parse_chunk(parse_settings(setup), setup.settings.rights, [("a.md", article)])
    compile_templates(setup.theme.templates, words)


def parse_settings(setup: Setup) -> ParseSettings:
    return ParseSettings.of(setup.settings.config, typography=bool(setup.theme.options.get(TYPOGRAPHY)))


def scan_and_parse(
    site: Path, setup: Setup, store: Store, workers: Workers, hint: Hint | None, progress: Progress
) -> Content:
    progress.enter("scan")
    found, settings = setup.settings, parse_settings(setup)
    producer = digest_bytes(program_digest(), encode(settings), extensions_digest(settings.extensions))

    def parse(files: Iterable[tuple[str, bytes]]) -> Iterator[Parsed]:
        return workers.map(parse_chunk, (settings, found.rights), files, small=FEW_ARTICLES)

    content = read_content(
        Scope.of(site, found.config),
        parse,
        found.rights,
        producer,
        store.sources(),
        store.put_sources,
        named=hint.names(producer, found) if hint else None,
        progress=progress,
    )
    if content.gone:
        store.drop_sources(content.gone)
    return content


def articles_and_media(content: Content, store: Store) -> tuple[list[Article], dict[str, Media]]:
    """What the files in content/ hold."""
    found = store.values(content.rows)
    articles = [value for value in found if isinstance(value, Article)]
    return articles, {value.path: value for value in found if isinstance(value, Media)}


def recall_fingerprints(theme: Theme, store: Store) -> Fingerprints:
    """The fingerprints of the theme's templates: read anew only if one of them changed."""
    key = digest_bytes(program_digest(), encode(theme.templates))
    found = store.recall("fingerprints", key, Fingerprints)
    if found is None:
        from digest.theme.fingerprint import find_fingerprints  # loads Jinja: 40 ms

        found = find_fingerprints(theme.templates)
        store.remember("fingerprints", key, found)
    return found


def recall_words(setup: Setup, store: Store) -> Translated:
    """The theme's words in the site's language: read anew only if one of their files changed."""
    language, catalogues = setup.settings.config.language, setup.theme.catalogues
    if not catalogues:
        return Translated(Words(language))
    key = digest_bytes(program_digest(), encode((language, catalogues)))
    found = store.recall("words", key, Translated)
    if found is None:
        from digest.theme.catalogues import read_catalogues  # loads Babel: 100 ms

        found = read_catalogues(catalogues, language)
        store.remember("words", key, found)
    return found


def recall_kinds(store: Store) -> Mapping[str, str]:
    """The kinds of the tags that the gazetteer knows, by slug: to read them takes 8 ms, to recall them 1."""
    found = store.recall("kinds", program_digest(), dict[str, str])
    if found is None:
        from digest.seeds.data import tag_kinds

        found = {tag_slug(name): kind for name, kind in tag_kinds().items()}
        store.remember("kinds", program_digest(), found)
    return found


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
    keying: Keying, made: Iterable[Rendered], site: Path, tree: Tree, before: Outputs, progress: Progress
) -> list[Staged]:
    """Keeps pages as they are made, beside the site, and files to be copied. Raises ProblemsError if two sources want
    one file, or if a template fails."""
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
    stop_at(obstacles or tree.strangers(planned, store.is_complete(tree.folder)))
    if new:
        store.claim(file.path for file in new)
    rows = []
    try:
        tree.prune(blocking, planned)
        for row in tree.publish_all(staged, intact):
            rows.append(row)
            progress.advance()
        rows = [tree.settle(row) for row in rows]
    except OSError as error:
        what = error.filename2 or error.filename or tree.folder  # of two names, that of the page
        raise OutputError(f"{what} cannot be written: {error.strerror}. The next build goes on from here.") from error
    written = {row.path for row in rows}
    rows += [row for path, row in before.restamped() if path not in written]
    if rows:
        store.record(rows)
    return [file.path for file in new]


def prune(tree: Tree, store: Store, planned: KeysView[str], before: Outputs) -> list[str]:
    """Removes files of earlier builds that nobody plans any more. Returns their paths."""
    stale = sorted(before.known.keys() - planned)
    removed = tree.prune(stale, planned)
    if stale:
        store.forget(stale)
    return removed
