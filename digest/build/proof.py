"""The site as its files are now, for whoever writes it: held in memory, and each page made when it is asked for.

A build is all or nothing; a proof goes on. Where a file is faulty, what was last good of it stands in: an article as it
was, the settings as they were. What is wrong is told beside.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import ExitStack
from functools import partial
from html import escape
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from digest.build.finished import NEVER, next_of
from digest.build.keys import Keys, key_of_copy
from digest.build.planning import Drawn, Hint, Memory, Setup, draw, prepare, read_setup, recall_words, scan_and_parse
from digest.build.renamed import Look
from digest.build.session import without_collection
from digest.build.workers import Maker, Workers
from digest.content.reading import Content
from digest.errors import OutputError, Problem, is_stopped
from digest.files.folders import CONTENT, OUTPUT, PREVIEW
from digest.model.article import Article, Held
from digest.model.overview import Overview
from digest.model.parts import digest_bytes, encode
from digest.model.planned import Copy, Group, Page
from digest.model.urls import output_path
from digest.output.database import StoreDamagedError
from digest.output.place import in_place, or_anew, output_locked
from digest.output.store import Store
from digest.progress import Progress
from digest.site.collection import Memo, is_published
from digest.site.holding import held_files
from digest.text import texts_in
from digest.theme.jobs import Job, bodies_of

ASKED, MADE, AT_ONCE = 1024, 256, 16
"""So many files are remembered that were asked for last, those of open pages among them; so many pages that were made;
and so many files are looked at together."""

UNMADE = b"unmade"
"""The key of what is shown in the place of a page until that can be made."""


class Renewed(msgspec.Struct, frozen=True):
    """What came of a look at the site's files.

    `changed` are the files in content/ that are other, new or gone; `files` those files of the site that had been asked
    for and are other now, by their paths; `moved` leads from the file of an article's page to the one that it has now.
    `until` is when the site will be another with nothing changed, in seconds since the epoch.
    """

    problems: tuple[Problem, ...]
    changed: tuple[str, ...] = ()
    files: frozenset[str] = frozenset()
    moved: Mapping[str, str] = MappingProxyType({})
    held: tuple[Held, ...] = ()
    until: int = NEVER


class _State(msgspec.Struct, frozen=True):
    """What pages are made of until the next look."""

    now: int
    setup: Setup
    content: Content
    drawn: Drawn
    keys: Keys
    copies: Mapping[str, Copy]

    @property
    def all_articles(self) -> Mapping[str, Article]:
        return self.drawn.planned.collection.all_articles


class _Pages:
    """The pages of a group which has a digest, planned as far as they were asked for."""

    def __init__(self, digest: bytes, pages: Iterable[Page]) -> None:
        self.digest = digest
        self._known: dict[str, Page] = {}
        self._rest = iter(pages)

    def at(self, path: str) -> Page | None:
        if path not in self._known:
            for page in self._rest:
                self._known[page.path] = page
                if page.path == path:
                    break
        return self._known.get(path)


class Proof:
    """The pages of a site, with its drafts. Safe to use from any thread.

    What was read of the site's files is kept in a store of its own, so that it need not be read again the next time.
    """

    def __init__(
        self, site: Path, executor: Maker | None = None, tell: Callable[[str], None] = lambda line: None
    ) -> None:
        """`executor` makes what large work is spread over. `tell` is given a line if another program has to be waited
        for."""
        self._site = site
        self._executor = executor
        self._tell = tell
        self._store: Store | None = None
        self._is_unsure = self._is_damaged = False  # what is kept of the site: it could not be read, and why
        self._memory = Memory()
        self._state: _State | None = None
        self._read: tuple[Setup, Content] | None = None  # as they are, faulty or not; None if that is not known
        self._planned: dict[str, _Pages] = {}  # by group
        self._current: set[str] = set()  # the groups of which that is known to be what it is now
        self._asked: dict[str, bytes] = {}  # the keys of what was given, the last one last; b"" of what is not there
        self._waiting: list[str] = []  # what of these is still to be looked at
        self._made: dict[str, tuple[bytes, bytes]] = {}  # by path: the key, and the page
        self._lock = threading.RLock()

    def __enter__(self) -> Proof:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            if self._store:
                self._store.close()

    # Looking

    def renew(self, now: int, changed: frozenset[Path] | None = None) -> Renewed:
        """Looks at the site's files, at `now` (seconds since the epoch). `changed` are the paths where alone something
        may have changed since the last time; None if that is not known. Raises OutputError and UsageError; then it is
        what it was."""
        with self._lock, ExitStack() as stack, without_collection():
            stack.enter_context(output_locked(self._site, self._site / PREVIEW, self._tell))
            is_damaged = self._is_damaged and self._store is not None and self._store.is_in_place
            self._is_damaged = self._is_unsure = False
            store = self._opened()
            if is_damaged:
                store.set_aside()
            return or_anew(store, lambda is_anew: self._renew(store, now, None if is_anew else changed, stack))

    def _opened(self) -> Store:
        self._store = in_place(self._store, self._site, self._site / PREVIEW, self._site / OUTPUT)
        return self._store

    @property
    def is_lost(self) -> bool:
        """Whether what was kept of the site is damaged, could not be read, or was taken away: then pages are shown as
        before, but all is to be looked at again."""
        return self._is_unsure or (self._store is not None and not self._store.is_in_place)

    def _renew(self, store: Store, now: int, changed: frozenset[Path] | None, stack: ExitStack) -> Renewed:
        read, self._read = self._read, None
        hint = None
        if store.is_current() and changed is not None and read:
            hint = Hint(changed, self._site / CONTENT, *read)
        else:
            self._memory.forget()
        as_read = read_setup(self._site) if hint is None or hint.concerns_setup else hint.setup
        before = self._state
        setup = as_read
        if before and is_stopped(as_read.problems):
            setup = msgspec.structs.replace(before.setup, problems=as_read.problems)
        translated = recall_words(setup, store)
        workers = Workers(self._executor, stack)
        workers.prepare = partial(prepare, setup, translated.words)
        look = Look(before.content, before.all_articles, self._was_shown) if before else None
        content = scan_and_parse(self._site, setup, store, workers, hint, Progress(), look.note if look else None)
        renamed = look.renamed(content, store, self._site) if look else {}
        whole = _with_last_good(content, store)
        self._memory.saw(content)
        drawn = draw(setup, translated, whole, store, self._memory, now=now, drafts=True)
        state = _State(
            now=now,
            setup=setup,
            content=whole,
            drawn=drawn,
            keys=Keys(drawn.planned.site, drawn.fingerprints),
            copies={copy.path: copy for copy in drawn.planned.copies},
        )
        self._state, self._read = state, (as_read, content)
        self._current.clear()
        moved, left = _moved(before, state, renamed) if before else ({}, [])
        gone = self._asked.keys() & left
        self._asked.update(dict.fromkeys(gone, b""))
        self._waiting = sorted(self._asked, key=lambda path: bool(self._asked[path]))
        return Renewed(
            problems=tuple(sorted(drawn.problems)),
            changed=content.changed,
            files=self.look_on().union(gone),
            moved=moved,
            held=drawn.planned.held,
            until=next_of(drawn.planned.due, now),
        )

    def _was_shown(self, article: Article) -> bool:
        """Whether somebody asked for an article's page, and it was there."""
        return bool(self._asked.get(output_path(article.url)))

    def look_on(self) -> frozenset[str]:
        """Looks at the next few of the files that were asked for, the last ones first: those that are other than when
        they were given. For idle moments after a look at the site's files, as long as `is_looking`."""
        with self._lock:
            some: list[str] = []
            # That there is nothing at a path is known when all pages are planned: these come last, one by one.
            while self._waiting and len(some) < AT_ONCE and (not some or self._asked.get(self._waiting[-1])):
                some.append(self._waiting.pop())
            keys = {path: self._key_at(path) for path in some if path in self._asked}
            other = frozenset(path for path, key in keys.items() if key != self._asked[path])
            self._asked.update(keys)
            return other

    @property
    def is_looking(self) -> bool:
        return bool(self._waiting)

    # Giving

    def overview(self) -> Overview | None:
        """The site as it was looked at last; None before the first look. It does not wait for a look that goes on."""
        state = self._state
        return _overview(state) if state else None

    def read(self, path: str) -> bytes | Path | None:
        """The file of the site at a path relative to its folder: its bytes, a file that has them, or None if the site
        has none there."""
        with self._lock:
            state = self._state
            found = self._at(state, path) if state else None
            key = self._key_of(state, found) if state else b""  # the first look tells what is there
            self._asked.pop(path, None)
            self._asked[path] = key
            if len(self._asked) > ASKED:
                del self._asked[next(iter(self._asked))]
            if isinstance(found, Copy):
                return self._site / found.file
            return self._page(state, found, key) if state and found else None

    def follows(self, path: str) -> bool:
        """Whether looks tell when the file at a path is another than it was given."""
        return path in self._asked

    def _key_at(self, path: str) -> bytes:
        assert self._state is not None
        return self._key_of(self._state, self._at(self._state, path))

    def _key_of(self, state: _State, found: Page | Copy | None) -> bytes:
        """What the bytes of a file depend on; b"" of none."""
        if isinstance(found, Copy):
            return key_of_copy(found.digest)
        return state.keys.of(found.template, digest_bytes(encode(found.view))) if found else b""

    def _at(self, state: _State, path: str) -> Page | Copy | None:
        """What the site has at a path."""
        if copy := state.copies.get(path):
            return copy
        near = (group for group in state.drawn.planned.groups if path.startswith(group.start) and group.among(path))
        for group in sorted(near, key=lambda group: -len(group.start)):
            if page := self._pages_of(group).at(path):
                return page
        return None

    def _pages_of(self, group: Group[Any]) -> _Pages:
        key = group.name or group.start
        if key not in self._current:
            digest = group.digest()
            known = self._planned.get(key)
            if known is None or known.digest != digest or not group.name:
                self._planned[key] = _Pages(digest, group.pages())
            self._current.add(key)
        return self._planned[key]

    def _page(self, state: _State, page: Page, key: bytes) -> bytes:
        """The bytes of a page. One that cannot be made says why."""
        from digest.theme.render import render_chunk  # loads Jinja: 40 ms

        made = self._made.get(page.path)
        if made and made[0] == key:
            return made[1]
        shown = bodies_of(page.view)
        try:
            bodies = self._bodies(shown)
        except OutputError as error:
            self._is_unsure = True
            self._asked[page.path] = UNMADE
            return page_that_tells(Problem("", 0, str(error)))
        job = Job(page.path, page.template, type(page.view).__name__, encode(page.view), bodies, page.origin)
        (rendered,) = render_chunk(state.setup.theme.templates, state.drawn.planned.site, [job])
        if rendered.problem:
            return page_that_tells(rendered.problem)
        self._made.pop(page.path, None)
        self._made[page.path] = (key, rendered.data)
        if len(self._made) > MADE:
            del self._made[next(iter(self._made))]
        return rendered.data

    def _bodies(self, shown: Collection[str]) -> dict[str, str]:
        """Raises OutputError, also of a damaged store: then all is to be read again."""
        assert self._store is not None
        try:
            return self._store.bodies(shown) if shown else {}
        except StoreDamagedError as error:
            self._is_damaged = True  # it is set aside by who has the lock
            raise OutputError(f"{self._store.path} was damaged ({error}). The site is read again.") from error


def _overview(state: _State) -> Overview:
    config, drawn, theme = state.setup.settings.config, state.drawn, state.setup.theme
    site = drawn.planned.collection
    published = frozenset(one.path for one in drawn.articles if is_published(one, state.now, drafts=False))
    public = msgspec.structs.replace(site, published=published, memo=Memo(site.memo))
    return Overview(
        title=config.title,
        language=config.language,
        zone=config.zone,
        now=state.now,
        articles=tuple(drawn.articles),
        shown=site.published,
        held=held_files(public, chain(theme.texts(), texts_in(theme.options))),
    )


def _with_last_good(content: Content, store: Store) -> Content:
    """The content with what the store has of files that are faulty now."""
    known = store.sources() if content.faulty else {}
    kept = {path: known[path] for path in content.faulty if path in known}
    rows = {**content.rows, **kept} if kept else content.rows
    return msgspec.structs.replace(content, rows=rows, faulty=content.faulty - kept.keys())


def _moved(before: _State, state: _State, renamed: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Where the pages of articles are now that had another address, by their files of which some are `renamed`; and the
    old addresses, and those of articles that are gone: whether there is anything else now is not known."""
    moved: dict[str, str] = {}
    gone: list[str] = []
    for path in state.content.changed:
        old, new = before.all_articles.get(path), state.all_articles.get(renamed.get(path, path))
        if old and (new is None or new.url != old.url):
            gone.append(output_path(old.url))
        if old and new and new.url != old.url:
            moved[output_path(old.url)] = output_path(new.url)
    return moved, gone


def page_that_tells(problem: Problem) -> bytes:
    """A page in the place of one that cannot be made. Its element has the problem as JSON: a page that is open stays as
    it was, with that over it."""
    told = {"text": problem.text, "path": problem.path, "line": problem.line}
    return f"""<!doctype html>
<html lang="en" data-digest-problem="{escape(msgspec.json.encode(told).decode())}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>This page cannot be made</title>
<body style="font: 1.125rem/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 42rem; padding: 0 1rem">
<h1>This page cannot be made</h1>
<p style="overflow-wrap: anywhere">{escape(str(problem))}</p>
</body>
</html>
""".encode()
