"""Watching real files. Waits are for a condition, with a limit that a slow machine keeps."""

from __future__ import annotations

import errno
import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import watchdog.observers
from watchdog.observers.api import BaseObserver

from digest.live import watch as watching
from digest.live.patrol import Patrol
from digest.live.watch import Pause, watch

LIMIT = 20.0  # seconds


class Watched:
    """A site that is being watched by `watch` in a thread of its own."""

    def __init__(self, site: Path, **options: Any) -> None:
        self.site = site
        self.wanted = ["content", "seeds", "themes/mine", "digest.yaml"]
        self.calls: list[frozenset[Path]] = []
        self.notices: list[str] = []
        self.during: Callable[[], None] = lambda: None  # what happens during the next call, once
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._run, kwargs=options)
        self._thread.start()
        assert self._ready.wait(LIMIT)

    def _run(self, **options: Any) -> None:
        watch(
            lambda: [self.site / path for path in self.wanted],
            self._changed,
            stop=self._stop,
            ready=self._ready.set,
            notice=self.notices.append,
            **options,
        )

    def _changed(self, paths: frozenset[Path]) -> None:
        during, self.during = self.during, lambda: None
        during()
        with self._news:
            self.calls.append(paths)
            self._news.notify_all()

    def told(self) -> set[str]:
        return {path.relative_to(self.site).as_posix() for call in self.calls for path in call}

    def wait_for(self, *paths: str) -> None:
        """Until each of the paths was told since the last `forget`."""
        with self._news:
            assert self._news.wait_for(lambda: set(paths) <= self.told(), LIMIT), (paths, self.told())

    def forget(self) -> None:
        """Drop what is under way; after this, `content` is surely watched."""
        self._catch_up()
        with self._news:
            self.calls.clear()

    def settle(self) -> set[str]:
        """What was told since the last `forget`, once all that happened before now must have arrived."""
        self._catch_up()
        return {path for path in self.told() if "/mark-" not in path}

    def _catch_up(self) -> None:
        """Wait until a mark that is written now is told: events come in order."""
        mark = self.site / "content" / f"mark-{time.monotonic_ns()}.md"
        mark.parent.mkdir(exist_ok=True)
        self.edit_until_told(mark)

    def edit_until_told(self, file: Path) -> None:
        """By its own name. An edit may come before the folder is watched, or be told with the folder."""
        end = time.monotonic() + LIMIT
        with self._news:
            while file.relative_to(self.site).as_posix() not in self.told():
                assert time.monotonic() < end, self.told()
                file.write_text(f"mark {time.monotonic_ns()}")
                self._news.wait(0.3)

    def close(self) -> None:
        self._stop.set()
        self._thread.join(LIMIT)
        assert not self._thread.is_alive()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text("a")
    (tmp_path / "digest.yaml").write_text("title: A")
    return tmp_path


@pytest.fixture
def watched(site: Path) -> Iterator[Watched]:
    made = Watched(site)
    yield made
    made.close()


def test_an_edit_a_new_file_and_a_removal_are_told(watched: Watched) -> None:
    (watched.site / "content" / "a.md").write_text("b")
    watched.wait_for("content/a.md")
    (watched.site / "content" / "b.md").write_text("b")
    watched.wait_for("content/b.md")
    watched.forget()
    (watched.site / "content" / "b.md").unlink()
    watched.wait_for("content/b.md")
    assert all(path.is_absolute() for call in watched.calls for path in call)


def test_a_rename_tells_both_names(watched: Watched) -> None:
    (watched.site / "content" / "a.md").rename(watched.site / "content" / "z.md")
    watched.wait_for("content/a.md", "content/z.md")


def test_a_file_that_is_moved_out_of_sight_is_told(watched: Watched) -> None:
    (watched.site / "content" / "a.md").rename(watched.site / "a.md")
    watched.wait_for("content/a.md")


def test_a_file_is_watched_though_editors_replace_it(watched: Watched) -> None:
    for title in "BC":
        (watched.site / "digest.yaml.tmp").write_text(f"title: {title}")
        (watched.site / "digest.yaml.tmp").replace(watched.site / "digest.yaml")
        watched.wait_for("digest.yaml")
        watched.forget()


def test_reading_causes_nothing(watched: Watched) -> None:
    watched.forget()
    for path in (watched.site / "content" / "a.md", watched.site / "digest.yaml"):
        path.read_text()
    list((watched.site / "content").iterdir())
    assert watched.settle() == set()


def test_droppings_and_output_cause_nothing(watched: Watched) -> None:
    watched.forget()
    content = watched.site / "content"
    (content / ".a.md.swp").write_text("x")
    (content / "4913").write_text("x")
    (content / "4913").unlink()
    (content / "a.md~").write_text("x")
    (content / ".git").mkdir()
    (content / ".git" / "index").write_text("x")
    (watched.site / "output").mkdir()
    (watched.site / "output" / "index.html").write_text("x")
    assert watched.settle() == set()


def test_what_is_ignored_can_be_chosen(site: Path) -> None:
    watched = Watched(site, ignore=lambda name: name == "private")
    try:
        (site / "content" / "private").mkdir()
        (site / "content" / "private" / "p.md").write_text("x")
        (site / "content" / ".now-heard.md").write_text("x")
        watched.wait_for("content/.now-heard.md")
        assert "content/private/p.md" not in watched.settle()
    finally:
        watched.close()


def test_a_folder_made_later_is_told_and_then_watched(watched: Watched) -> None:
    (watched.site / "seeds").mkdir()
    watched.wait_for("seeds")
    watched.forget()
    watched.edit_until_told(watched.site / "seeds" / "s.txt")


def test_a_folder_made_later_with_those_above_it(watched: Watched) -> None:
    (watched.site / "themes" / "mine").mkdir(parents=True)
    watched.wait_for("themes/mine")
    watched.forget()
    watched.edit_until_told(watched.site / "themes" / "mine" / "theme.yaml")


def test_a_new_folder_inside_is_watched(watched: Watched) -> None:
    folder = watched.site / "content" / "2023" / "03"
    folder.mkdir(parents=True)
    (folder / "n.md").write_text("n")
    watched.wait_for("content/2023/03/n.md")


@pytest.mark.parametrize("again", [1, 2, 3])
def test_a_folder_that_is_removed_and_made_again_stays_watched(watched: Watched, again: int) -> None:
    for _ in range(again):
        shutil.rmtree(watched.site / "content")
        (watched.site / "content").mkdir()
    watched.wait_for("content")
    watched.forget()
    watched.edit_until_told(watched.site / "content" / "n.md")


def test_a_folder_that_is_gone_for_a_while_stays_wanted(watched: Watched) -> None:
    shutil.rmtree(watched.site / "content")
    watched.wait_for("content")
    watched.forget()  # makes it again
    watched.edit_until_told(watched.site / "content" / "n.md")


def test_another_folder_moved_into_the_place_is_watched_and_the_old_one_no_more(watched: Watched) -> None:
    (watched.site / "new").mkdir()
    (watched.site / "content").rename(watched.site / "old")
    (watched.site / "new").rename(watched.site / "content")
    watched.wait_for("content")
    watched.forget()
    (watched.site / "old" / "o.md").write_text("o")
    watched.edit_until_told(watched.site / "content" / "n.md")
    assert "content/o.md" not in watched.settle()


def test_a_linked_folder_is_watched(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "content").symlink_to(tmp_path / "vault")
    watched = Watched(tmp_path / "site")
    try:
        (tmp_path / "vault" / "v.md").write_text("v")
        watched.wait_for("content/v.md")
    finally:
        watched.close()


def test_many_changes_at_once_are_one_call(site: Path) -> None:
    watched = Watched(site, quiet_for=0.4)
    try:
        names = [f"content/{number}.md" for number in range(30)]
        for name in names:
            (site / name).write_text("x")
        watched.wait_for(*names)
        assert len(watched.calls) < 5
    finally:
        watched.close()


def test_changes_that_never_rest_are_told_all_the_same(site: Path) -> None:
    watched = Watched(site, quiet_for=5.0)
    busy = threading.Event()

    def write() -> None:
        while not busy.wait(0.02):
            (site / "content" / "a.md").write_text("again")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        watched.wait_for("content/a.md")
    finally:
        busy.set()
        writer.join()
        watched.close()


def test_what_happens_during_a_call_is_told_in_the_next(watched: Watched) -> None:
    def build() -> None:
        (watched.site / "content" / "meanwhile.md").write_text("x")
        (watched.site / "seeds").mkdir()
        (watched.site / "seeds" / "s.txt").write_text("x")

    watched.during = build
    (watched.site / "content" / "a.md").write_text("b")
    watched.wait_for("content/a.md", "content/meanwhile.md", "seeds")
    assert watched.site / "content" / "meanwhile.md" not in watched.calls[0]


def test_a_failure_of_the_caller_is_let_through_and_leaves_no_thread(site: Path) -> None:
    def edit() -> None:
        (site / "content" / "a.md").write_text("b")

    def fail(paths: frozenset[Path]) -> None:
        raise ZeroDivisionError

    before = threading.active_count()
    with pytest.raises(ZeroDivisionError):
        watch(lambda: [site / "content"], fail, stop=threading.Event(), ready=edit)
    assert threading.active_count() == before


def test_lost_events_make_everything_doubtful(watched: Watched) -> None:
    watched.forget()
    logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
    watched.wait_for("content", "digest.yaml")


def _limited(monkeypatch: pytest.MonkeyPatch, refused: Callable[[str], bool]) -> None:
    """Make the system's observer refuse some paths as inotify does at its limit."""
    schedule = BaseObserver.schedule

    def refuse(self: BaseObserver, handler: Any, path: str, **options: Any) -> Any:
        if not refused(path):
            return schedule(self, handler, path, **options)
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(BaseObserver, "schedule", refuse)
    monkeypatch.setattr(watching, "POLL_EVERY", 0.05)


def _falls_back(watched: Watched) -> None:
    try:
        (watched.site / "content" / "n.md").write_text("n")
        watched.wait_for("content/n.md")
        (watched.site / "seeds").mkdir()
        watched.wait_for("seeds")
        (notice,) = watched.notices
        assert "inotify watch limit reached" in notice
        assert "\n" not in notice
    finally:
        watched.close()


def test_at_the_systems_limit_files_are_polled(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _limited(monkeypatch, lambda path: path.endswith("content"))
    _falls_back(Watched(site))


@pytest.mark.skipif("sys.platform != 'linux'")
def test_a_limit_that_watchdog_hides_is_found(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _limited(monkeypatch, lambda path: path == "/")
    _falls_back(Watched(site))


def test_without_an_observer_files_are_polled(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> BaseObserver:
        raise OSError(errno.EMFILE, "inotify watch limit reached")

    monkeypatch.setattr(watchdog.observers, "Observer", refuse)
    monkeypatch.setattr(watching, "POLL_EVERY", 0.05)
    _falls_back(Watched(site))


def test_another_failure_of_the_system_is_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(BaseObserver, "schedule", refuse)
    with pytest.raises(OSError, match="broken"):
        watch(lambda: [site / "content"], lambda _: None, stop=threading.Event())


def test_a_folder_that_was_moved_while_it_was_made_stays_watched(watched: Watched) -> None:
    for number in range(5):
        (watched.site / "content" / f"a{number}" / "x").mkdir(parents=True)
        (watched.site / "content" / f"a{number}").rename(watched.site / "content" / f"b{number}")
        (watched.site / "content" / f"b{number}" / "x" / "c.md").write_text("c")
        watched.edit_until_told(watched.site / "content" / f"b{number}" / "x" / "c.md")


def test_what_a_link_leads_to_is_told(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "a.md"
    outside.write_text("a")
    (site / "content" / "linked.md").symlink_to(outside)
    watched = Watched(site)
    try:
        outside.write_text("other")
        watched.wait_for("content/linked.md")
    finally:
        watched.close()


def test_files_are_polled_where_that_is_asked_for(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> BaseObserver:
        raise AssertionError

    monkeypatch.setattr(watchdog.observers, "Observer", refuse)
    monkeypatch.setattr(watching, "POLL_EVERY", 0.05)
    watched = Watched(site, poll=True)
    try:
        (watched.site / "content" / "n.md").write_text("n")
        watched.wait_for("content/n.md")
        assert watched.notices == []
    finally:
        watched.close()


def test_what_is_wanted_later_is_watched(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "RECHECK_EVERY", 0.05)
    monkeypatch.setattr(Patrol, "look", lambda self, seconds=0.0: set())  # by events alone
    (site / "words").mkdir()
    watched = Watched(site)
    try:
        watched.wanted.append("words")
        watched.wait_for("words")
        (site / "words" / "n.md").write_text("n")
        watched.wait_for("words/n.md")
    finally:
        watched.close()


def test_in_idle_moments_little_time_is_given_and_changes_are_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "SLOW_AFTER", 0.0)
    monkeypatch.setattr(watching, "SLOW_BEAT", 0.1)
    given: list[float] = []

    def meanwhile(pause: Pause) -> bool:
        given.append(pause.seconds)
        return False

    watched = Watched(site, meanwhile=meanwhile)
    try:
        for number in range(3):
            (site / "content" / f"{number}.md").write_text("n")
            watched.wait_for(f"content/{number}.md")
    finally:
        watched.close()
    assert 0 < max(given) <= 0.1 * watching.SPARE_SHARE


@pytest.mark.parametrize("poll", [False, True])
def test_what_changes_in_a_pause_can_be_told_in_it(site: Path, monkeypatch: pytest.MonkeyPatch, poll: bool) -> None:
    """And is not told again after it."""
    monkeypatch.setattr(watching, "POLL_EVERY", 0.05)
    told: list[frozenset[Path]] = []
    begun, ended = threading.Event(), threading.Event()

    def meanwhile(pause: Pause) -> bool:
        if begun.is_set() and not ended.is_set():
            (site / "content" / "b.md").write_text("b")
            end = time.monotonic() + LIMIT
            while not pause.is_over() and time.monotonic() < end:
                time.sleep(0.01)
            pause.tell_news()
            told.extend(one.calls)
            pause.tell_news()
            ended.set()
        return False

    one = Watched(site, meanwhile=meanwhile, poll=poll)
    begun.set()
    try:
        assert ended.wait(LIMIT)
        assert told == [frozenset([site / "content" / "b.md"])]
        one.settle()
        assert [call for call in one.calls if site / "content" / "b.md" in call] == told
    finally:
        one.close()


def test_what_follows_a_long_first_build_does_not_wait_for_a_slow_beat(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "SLOW_AFTER", 0.5)
    monkeypatch.setattr(watching, "SLOW_BEAT", 4.0)
    called = [threading.Event(), threading.Event()]

    def ready() -> None:
        time.sleep(0.6)
        called[0].set()

    def meanwhile(pause: Pause) -> bool:
        called[1].set()
        return False

    stop = threading.Event()
    thread = threading.Thread(
        target=lambda: watch(
            lambda: [site / "content"], lambda paths: None, stop=stop, ready=ready, meanwhile=meanwhile
        )
    )
    thread.start()
    try:
        assert called[0].wait(LIMIT)
        assert called[1].wait(3.0)
    finally:
        stop.set()
        thread.join(LIMIT)
