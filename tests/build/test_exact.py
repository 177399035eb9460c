"""After any series of edits, one field at a time, the output is byte for byte that of a build from nothing."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import ParamSpec, TypeVar

import pytest
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from digest.build import planning, stages
from digest.build import workers as workers_module
from digest.build.workers import begin_worker
from tests.build.edits import (
    BODIES,
    DAYS,
    ENGINES,
    FIELDS,
    FILES,
    NAMES,
    OF_PAGES,
    OWN_PARTIAL,
    OWN_TEMPLATE,
    PICTURES,
    SETTINGS,
    SOURCES,
    TAGS,
    TAGS_FILE,
    TITLES,
    VOCABULARIES,
    EditedSite,
    change_address_alone,
    change_field,
    change_file,
    change_holding,
    change_news,
    change_option,
    change_page,
    change_shown_draft,
    change_sources,
    change_title_alone,
    values_of,
)
from tests.profiles import examples

P = ParamSpec("P")
T = TypeVar("T")

PARTS = range(4)
"""The parts of a test of many series, each on its own, so that they can be shared out."""


class Workers(ProcessPoolExecutor):
    """Processes that outlive a build, so that hundreds of builds need not start any; `tasks` were given to them."""

    tasks = 0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        self.tasks += 1
        return super().submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """A build is done."""

    def close(self) -> None:
        super().shutdown()


class Edits(RuleBasedStateMachine):
    """Each rule is one edit that an editor could make; after each the site is built both ways."""

    def __init__(self, engine: str, workers: Workers | None, watched: bool, site: type[EditedSite]) -> None:
        super().__init__()
        self.made = site(engine, workers, watched)

    def teardown(self) -> None:
        self.made.close()

    @invariant()
    def incremental_is_clean(self) -> None:
        event("built" if self.made.compare() else "problems")

    @initialize(day=st.sampled_from(DAYS), body=st.sampled_from(BODIES))
    def begin(self, day: str, body: str) -> None:
        self.made.begin(day, body)

    @rule(
        name=st.sampled_from(NAMES),
        title=st.sampled_from(TITLES),
        day=st.sampled_from(DAYS),
        tags=st.sampled_from(TAGS),
        body=st.sampled_from(BODIES),
    )
    def add(self, name: str, title: str, day: str, tags: list[str], body: str) -> None:
        self.made.set_article(name, {"title": title, "date": day, "tags": tags, "body": body})

    @precondition(lambda self: self.made.articles)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.made.articles)))
        del self.made.articles[name]
        self.made.file(name).unlink()

    @precondition(lambda self: self.made.articles)
    @rule(data=st.data(), to=st.sampled_from(NAMES))
    def rename(self, data: st.DataObject, to: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.made.articles)))
        self.made.articles[to] = self.made.articles.pop(name)
        self.made.file(to).parent.mkdir(parents=True, exist_ok=True)
        os.replace(self.made.file(name), self.made.file(to))
        self.made.written[self.made.file(to)] = dict(self.made.articles[to])

    @precondition(lambda self: self.made.articles)
    @rule(data=st.data(), field=st.sampled_from([*FIELDS, "body", "title", "date", "tags", "draft"]))
    def draw_field(self, data: st.DataObject, field: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.made.articles)))
        self.made.set_field(name, field, data.draw(st.sampled_from(values_of(field, FIELDS))))

    @rule(data=st.data(), option=st.sampled_from(sorted(SETTINGS)))
    def draw_option(self, data: st.DataObject, option: str) -> None:
        self.made.set_option(option, data.draw(st.sampled_from(values_of(option, SETTINGS))))

    @rule(text=st.sampled_from(VOCABULARIES))
    def edit_vocabulary(self, text: bytes | None) -> None:
        self.made.write_or_remove(TAGS_FILE, text)

    @rule(text=st.sampled_from(["", "One.", "{{ page.title }}", '{% include "_note.html" ignore missing %}']))
    def edit_template(self, text: str) -> None:
        block = f"{{% block body %}}{text}{{{{ super() }}}}{{% endblock %}}"
        self.made.write(OWN_TEMPLATE, f'{{% extends "default/article.html" %}}\n{block}\n'.encode())

    @rule(text=st.sampled_from([None, "Note.", "{{ site.options.shade }}", "{{ 'photo.png'|link }}"]))
    def edit_partial(self, text: str | None) -> None:
        self.made.write_or_remove(OWN_PARTIAL, text)

    @rule(
        path=st.sampled_from(["themes/mine/static/a.css", "themes/mine/static/style.css"]),
        text=st.sampled_from([None, "a{}", "b{}"]),
    )
    def edit_static(self, path: str, text: str | None) -> None:
        self.made.write_or_remove(path, text)

    @rule(
        path=st.sampled_from(
            ["photo.png", "sub/photo.png", "sub/deep/photo.png", "robots.txt", "_headers", "2023", "tags/file"]
        ),
        which=st.none() | st.sampled_from(PICTURES),
    )
    def edit_media(self, path: str, which: bytes | None) -> None:
        self.made.write_or_remove(f"content/{path}", which)

    @rule(text=st.sampled_from(SOURCES))
    def edit_sources(self, text: str | None) -> None:
        self.made.write_or_remove("sources.yaml", text)

    @precondition(lambda self: self.made.past)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """An older state of a file comes back with its older time, as from a backup."""
        path = data.draw(st.sampled_from(sorted(self.made.past)))
        if path.exists():
            self.made.restore(path)

    @precondition(lambda self: self.made.outputs() and not self.made.watched)  # watching trusts its own files
    @rule(data=st.data(), how=st.sampled_from(["delete", "edit", "same size and time", "touch", "folder"]))
    def spoil_output(self, data: st.DataObject, how: str) -> None:
        path = data.draw(st.sampled_from(self.made.outputs()))
        before = path.stat()
        if how == "delete":
            path.unlink()
        elif how == "edit":
            path.write_bytes(b"spoilt")
        elif how == "same size and time":
            path.write_bytes(b"x" * before.st_size)
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        elif how == "touch":
            path.touch()
        else:
            shutil.rmtree(self.made.site / "output")

    @rule()
    def show_drafts(self) -> None:
        self.made.drafts = not self.made.drafts

    @rule(now=st.sampled_from([1_678_276_799, 1_678_276_800, 1_685_577_600, 1_900_000_000]))
    def let_time_pass(self, now: int) -> None:
        self.made.now = now

    @rule()
    def lose_store(self) -> None:
        """The store and the output are lost."""
        for path in (self.made.site / ".digest").glob("*.sqlite*"):
            path.unlink()
        shutil.rmtree(self.made.site / "output", ignore_errors=True)


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    """Two processes, to which even a page and an article are large work."""
    monkeypatch.setattr(planning, "FEW_ARTICLES", 1)
    monkeypatch.setattr(stages, "FEW_PAGES", 1)
    monkeypatch.setattr(workers_module, "CHUNK", 2)
    made = Workers(2, multiprocessing.get_context("spawn"), begin_worker)
    yield made
    made.close()


def try_edits(
    engine: str, workers: Workers | None, series: int, watched: bool = False, site: type[EditedSite] = EditedSite
) -> None:
    class Given(Edits):
        def __init__(self) -> None:
            super().__init__(engine, workers, watched, site)

    health = list(HealthCheck)
    limits = settings(max_examples=series, stateful_step_count=12, deadline=None, suppress_health_check=health)
    run_state_machine_as_test(Given, settings=limits)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("engine", ENGINES)
def test_any_series_of_edits(engine: str, part: int) -> None:
    try_edits(engine, None, examples(quick=10, deep=75))


@pytest.mark.parametrize("part", PARTS)
def test_any_series_of_edits_while_watched(part: int) -> None:
    try_edits(ENGINES[0], None, examples(quick=10, deep=75), watched=True)


@pytest.mark.parametrize("engine", ENGINES)
def test_any_series_of_edits_spread_over_processes(engine: str, workers: Workers) -> None:
    series = examples(quick=10, deep=75)
    try_edits(engine, workers, series)
    assert workers.tasks > 4 * series


@pytest.fixture
def edits(request: pytest.FixtureRequest) -> Iterator[EditedSite]:
    """A parameter names its Markdown engine."""
    made = EditedSite(getattr(request, "param", ENGINES[0]))
    made.begin_with_all()
    made.compare()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("edits", "field"),
    [*((ENGINES[0], field) for field in FIELDS), *((engine, "body") for engine in ENGINES[1:])],
    indirect=["edits"],
)
def test_one_field_at_a_time(field: str, edits: EditedSite) -> None:
    for _ in change_field(edits, field):
        edits.compare()


@pytest.mark.parametrize("field", OF_PAGES)
def test_one_field_of_a_page_at_a_time(field: str, edits: EditedSite) -> None:
    for _ in change_page(edits, field):
        edits.compare()


@pytest.mark.parametrize("change", [change_title_alone, change_address_alone, change_shown_draft, change_news])
def test_one_field_beside_another_at_a_time(change: Callable[[EditedSite], Iterator[None]], edits: EditedSite) -> None:
    for _ in change(edits):
        edits.compare()


@pytest.mark.parametrize("watched", [False, True])
def test_files_that_wait_for_articles(edits: EditedSite, watched: bool) -> None:
    edits.watched = watched
    for out in change_holding(edits):
        assert edits.compare()
        assert [name for name in ("sub/deep/note.txt", "sub/map.png") if (edits.site / "output" / name).exists()] == out


@pytest.mark.parametrize(
    ("edits", "option"),
    [*((ENGINES[0], option) for option in SETTINGS), *((engine, "markdown") for engine in ENGINES[1:])],
    indirect=["edits"],
)
def test_one_setting_at_a_time(option: str, edits: EditedSite) -> None:
    for _ in change_option(edits, option):
        edits.compare()


@pytest.mark.parametrize("path", FILES)
def test_one_file_at_a_time(path: str, edits: EditedSite) -> None:
    for _ in change_file(edits, path):
        edits.compare()


@pytest.mark.parametrize("watched", [False, True])
@pytest.mark.parametrize("edits", ENGINES, indirect=True)
def test_one_source_at_a_time(edits: EditedSite, watched: bool) -> None:
    edits.watched = watched
    for _ in change_sources(edits):
        edits.compare()
