"""From the files of a site to its plan: what it is made with, its articles, and what of both is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from digest.build.finished import next_of
from digest.build.program import program_digest
from digest.build.workers import Workers
from digest.content.bounded import parse_chunk
from digest.content.engines.available import check_markdown
from digest.content.engines.python_markdown import extensions_digest
from digest.content.parse import Parsed, ParseSettings
from digest.content.reading import Content, read_content
from digest.content.scan import Scope
from digest.errors import Problem
from digest.model.article import Article, Media
from digest.model.parts import digest_bytes, encode
from digest.model.urls import tag_slug
from digest.model.words import ENGLISH, Words
from digest.output.store import Store
from digest.progress import Progress
from digest.settings import Settings, read_settings
from digest.theme.chain import Fingerprints, Theme, Translated, load_theme
from digest.typography import TYPOGRAPHY

if TYPE_CHECKING:  # loaded where something is planned, with the planners: 12 ms
    from digest.site.collecting import Digests
    from digest.site.collection import Collection
    from digest.site.plan import Plan

FEW_ARTICLES = 512
"""Fewer are parsed sooner than workers are started."""


class Setup(msgspec.Struct, frozen=True):
    """What the site is made with: its settings, and the theme that they name; and what is wrong with either."""

    settings: Settings
    theme: Theme
    problems: tuple[Problem, ...]


class Hint(msgspec.Struct, frozen=True):
    """Where alone something may have changed since a build, and what that build found."""

    changed: frozenset[Path]
    folder: Path  # content/
    setup: Setup
    content: Content

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
    site: Path,
    setup: Setup,
    store: Store,
    workers: Workers,
    hint: Hint | None,
    progress: Progress,
    note: Callable[[Content, Store], object] | None = None,
) -> Content:
    """What content/ holds now. `note` is called before the store forgets the files that are gone."""
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
        last=hint.content.rows if hint else {},
        progress=progress,
    )
    if note:
        note(content, store)
    if gone := content.gone - content.faulty:  # what a faulty file was before may be asked for
        store.drop_sources(gone)
    return content


def articles_and_media(content: Content, store: Store) -> tuple[list[Article], dict[str, Media]]:
    """What the files in content/ hold."""
    found = store.values(sorted(content.rows))
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


class Drawn(msgspec.Struct, frozen=True):
    """A site's plan, with what its templates are known by, and all that is wrong so far."""

    planned: Plan
    fingerprints: Fingerprints
    problems: frozenset[Problem]

    @property
    def articles(self) -> Iterable[Article]:
        """All articles and standing pages, published or not."""
        return self.planned.collection.all_articles.values()


FEW_CHANGES = 64
"""Of more articles that changed at once all are collected anew."""


class _Kept(msgspec.Struct, frozen=True):
    collection: Collection
    settings: Settings
    words: Words
    now: int


class Memory:
    """What was collected of a site's articles, for the next time: after an edit of the theme, or of a few articles,
    that costs next to nothing. Whoever has one tells it of each look at content/, and has it forget where one may have
    been missed."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None
        self._changed: set[str] = set()

    def saw(self, content: Content) -> None:
        self._changed.update(content.changed)

    def forget(self) -> None:
        self._kept = None

    def collect(
        self, setup: Setup, words: Words, content: Content, store: Store, *, now: int, drafts: bool
    ) -> Collection:
        """The articles as they are at `now`. `content` is what was seen last."""
        from digest.site.collecting import collect

        found = self._renewed(setup, words, content, store, now=now, drafts=drafts)
        if found is None:
            articles, media = articles_and_media(content, store)
            found = collect(
                setup.settings.config,
                articles,
                media,
                setup.settings.vocabulary,
                now=now,
                drafts=drafts,
                faulty=content.faulty,
                digests=_digests_in(content),
                kinds=partial(recall_kinds, store),
                words=words,
            )
        self._kept = _Kept(found, setup.settings, words, now)
        self._changed.clear()
        return found

    def _renewed(
        self, setup: Setup, words: Words, content: Content, store: Store, *, now: int, drafts: bool
    ) -> Collection | None:
        """What was collected, with what changed since; None if that is another now."""
        from digest.site.renewing import renewed

        kept = self._kept
        if kept is None or (kept.settings, kept.words) != (setup.settings, words):
            return None
        # What was faulty may be what it was before.
        changed = sorted(self._changed | (kept.collection.faulty ^ content.faulty))
        if len(changed) > FEW_CHANGES:
            return None
        if not kept.now <= now < next_of(kept.collection.waits(), kept.now):
            return None
        if not changed:
            return kept.collection
        there = [path for path in changed if path in content.rows]
        return renewed(
            kept.collection,
            store.values(there),
            set(changed).difference(there),
            _digests_in(content),
            now=now,
            drafts=drafts,
            faulty=content.faulty,
            kinds=partial(recall_kinds, store),
        )


def _digests_in(content: Content) -> Digests:
    rows = content.rows

    def digests_of(path: str) -> tuple[bytes, bytes]:
        return rows[path].value, rows[path].card

    return digests_of


def draw(
    setup: Setup,
    translated: Translated,
    content: Content,
    store: Store,
    memory: Memory,
    *,
    now: int,
    drafts: bool,
) -> Drawn:
    """Plans the site at `now` (seconds since the epoch)."""
    from digest.site.plan import plan

    collected = memory.collect(setup, translated.words, content, store, now=now, drafts=drafts)
    fingerprints = recall_fingerprints(setup.theme, store)
    planned = plan(
        collected,
        setup.theme.assets,
        options=setup.theme.options,
        now=now,
        theme_texts=setup.theme.texts(),
        scripts=setup.theme.scripts,
    )
    linked = fingerprints.missing({copy.path for copy in planned.copies})
    left = fingerprints.untranslated(translated.words, setup.settings.config.theme, setup.theme.catalogues)
    known = (*setup.problems, *translated.problems, *content.problems)
    problems = frozenset((*known, *fingerprints.problems, *linked, *left, *planned.problems))
    return Drawn(planned, fingerprints, problems)
