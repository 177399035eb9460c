"""An import that anything may happen to: others at work, things in the way, a kill, a mistake in a pass."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from digest.article_file.mark import article_digest, seed_of
from digest.progress import Progress
from digest.seeds import steps
from digest.seeds.draft import Draft
from digest.seeds.drafting import draft_seed
from digest.seeds.run import import_seeds
from tests.seeds.plain_texts import paragraphs, seed
from tests.seeds.test_import import ARTICLE, MEETING, articles, put, run, site, statuses

__all__ = ["site"]  # the fixture

SECOND = ARTICLE.replace(".md", "-2.md")


def many(site: Path, count: int) -> None:
    for number in range(count):
        put(site, f"{number:03}.txt", seed(f"Title of the Text {number}", paragraphs(number)))


# names


def test_two_seeds_of_one_title_get_two_files_in_two_runs_as_in_one(site: Path) -> None:
    for number, name in enumerate(("a.txt", "b.txt", "c.txt")):
        put(site, name, MEETING + f"Item {number} was left for another day.\n")
        run(site)
    assert articles(site) == sorted((ARTICLE, SECOND, ARTICLE.replace(".md", "-3.md")))
    assert statuses(run(site)) == ["unchanged"] * 3


def test_names_that_differ_in_capitals_alone_are_one(site: Path) -> None:
    other = site / ARTICLE.replace("committee", "Committee")
    other.parent.mkdir()
    other.write_text("mine", encoding="utf-8")
    put(site, "a.txt", MEETING)
    for dry_run in (True, False):
        assert [row.article for row in run(site, dry_run=dry_run)] == [SECOND]
    assert other.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("front", ["", "slug: committee-meets-to-discuss-timber-prices\n"], ids=["title", "slug"])
def test_the_address_of_an_article_elsewhere_is_taken_too(site: Path, front: str) -> None:
    title = "By Hand" if front else "Committee Meets to Discuss Timber Prices"
    text = f"---\ntitle: {title}\ndate: 2023-03-08\n{front}---\n\nOther words.\n"
    (site / "content" / "own.md").write_text(text, encoding="utf-8")
    put(site, "a.txt", MEETING)
    (row,) = run(site)
    assert row.article == SECOND
    assert "slug: committee-meets-to-discuss-timber-prices-2\n" in (site / SECOND).read_text(encoding="utf-8")


def test_a_folder_in_place_of_the_article_is_gone_round(site: Path) -> None:
    (site / ARTICLE).mkdir(parents=True)
    put(site, "a.txt", MEETING)
    assert [row.article for row in run(site)] == [SECOND]


def test_a_file_that_appears_at_the_last_moment_is_not_overwritten(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(site, "a.txt", MEETING)
    link = os.link

    def late(source: Path, target: Path) -> None:
        if not target.exists() and target.name == Path(ARTICLE).name:
            target.write_text("mine", encoding="utf-8")
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    assert [row.article for row in run(site)] == [SECOND]
    assert (site / ARTICLE).read_text(encoding="utf-8") == "mine"
    assert articles(site) == sorted((ARTICLE, SECOND))


def test_where_there_are_no_links_it_works_as_well(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(source: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    put(site, "a.txt", MEETING)
    assert [row.article for row in run(site)] == [ARTICLE]
    assert articles(site) == [ARTICLE]


# what editors do between imports


def test_an_article_that_was_deleted_is_made_again(site: Path) -> None:
    put(site, "a.txt", MEETING)
    run(site)
    (site / ARTICLE).unlink()
    assert [(row.status, row.article) for row in run(site)] == [("created", ARTICLE)]


def test_the_article_of_a_seed_that_was_deleted_stays(site: Path) -> None:
    put(site, "a.txt", MEETING).unlink()
    put(site, "a.txt", MEETING)
    run(site)
    (site / "seeds" / "a.txt").unlink()
    before = (site / ARTICLE).read_bytes()
    assert run(site) == []
    put(site, "b.txt", seed("Another Title", paragraphs(1)))
    assert statuses(run(site)) == ["created"]
    assert (site / ARTICLE).read_bytes() == before


def test_what_an_editor_saves_in_the_midst_of_it_is_kept(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(site, "a.txt", MEETING)
    run(site)
    put(site, "a.txt", MEETING + "More.\n")

    def slow(*given: object) -> Draft:
        (site / ARTICLE).write_text("mine", encoding="utf-8")
        return draft_seed(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(steps, "draft_seed", slow)
    (row,) = run(site)
    assert row.status == "failed"
    assert "was changed while its seed was imported" in str(row.problem)
    assert (site / ARTICLE).read_text(encoding="utf-8") == "mine"
    assert articles(site) == [ARTICLE]


# seeds that cannot be read, and passes that stumble


def test_what_is_no_text_file_is_told_and_stops_nothing(site: Path) -> None:
    put(site, "z.txt", MEETING)
    (site / "seeds" / "a.txt").symlink_to(site / "nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(site / "seeds" / "b.txt")
    rows = run(site)
    assert statuses(rows) == ["failed"] * (len(rows) - 1) + ["created"]
    assert str(rows[0].problem).startswith("seeds/a.txt: No such file or directory")
    if len(rows) == 3:
        assert "no file, but a pipe, a socket or a device" in str(rows[1].problem)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anything")
def test_a_seed_that_may_not_be_read_is_told_and_stops_nothing(site: Path) -> None:
    put(site, "a.txt", MEETING).chmod(0)
    put(site, "b.txt", MEETING)
    rows = run(site)
    assert statuses(rows) == ["failed", "created"]
    assert "Permission denied" in str(rows[0].problem)


def test_a_folder_that_cannot_be_looked_into_is_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(site, "a/b.txt", MEETING)
    put(site, "c.txt", MEETING)
    scandir = os.scandir

    def refused(path: str) -> Any:
        if str(path).endswith("seeds/a"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    rows = run(site)
    assert [(row.seed, row.status) for row in rows] == [("seeds/a", "failed"), ("seeds/c.txt", "created")]


def test_a_mistake_in_a_pass_costs_its_own_seed_alone(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbling(name: str, *given: object) -> Draft:
        if name == "b.txt":
            raise KeyError("width")
        return draft_seed(name, *given)  # type: ignore[arg-type]

    for name in ("a.txt", "b.txt", "c.txt"):
        put(site, name, seed(f"Title in {name[0].upper()}", paragraphs(ord(name[0]))))
    run(site, site / "seeds" / "b.txt")
    before = {name: (site / name).read_bytes() for name in articles(site)}
    monkeypatch.setattr(steps, "draft_seed", stumbling)
    put(site, "b.txt", MEETING)
    rows = run(site)
    assert statuses(rows) == ["created", "failed", "created"]
    assert rows[1].problem is not None
    assert rows[1].problem.path == "seeds/b.txt"
    assert rows[1].problem.fact.startswith("KeyError in test_again.py, line ")
    assert all((site / name).read_bytes() == text for name, text in before.items())


def test_ctrl_c_is_no_mistake(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*given: object) -> Draft:
        raise KeyboardInterrupt

    put(site, "a.txt", MEETING)
    monkeypatch.setattr(steps, "draft_seed", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(site)
    assert articles(site) == []


def test_ctrl_c_while_an_article_is_written_leaves_nothing_of_it(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(source: Path, target: Path) -> None:
        raise KeyboardInterrupt

    put(site, "a.txt", MEETING)
    monkeypatch.setattr(os, "link", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(site)
    assert articles(site) == []


# kills, and others at work

_CODE = """
import sys
from pathlib import Path
from digest.seeds.run import import_seeds
site = Path(sys.argv[1])
for row in import_seeds([site / "seeds"], site=site, into=site / "content", tell=lambda line: print(line, flush=True)):
    print(row.status, row.article, flush=True)
    if sys.argv[2:]:
        sys.stdin.readline()
"""


def start(site: Path, *halting: str) -> subprocess.Popen[str]:
    """An import in a process of its own, which may be `halting` after each row until it is given a line."""
    command = [sys.executable, "-c", _CODE, str(site), *halting]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def whole(site: Path) -> Iterator[bool]:
    for path in (site / "content").rglob("*.md"):
        if not path.name.startswith("."):
            text = path.read_text(encoding="utf-8")
            mark = seed_of(text)
            yield mark is not None and article_digest(text) == mark.written


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal")
def test_a_killed_import_leaves_whole_articles_and_the_next_one_goes_on(site: Path) -> None:
    many(site, 60)
    for stop in (3, 20):
        with start(site) as killed:
            assert killed.stdout
            for _ in range(stop):
                killed.stdout.readline()
            killed.kill()
        assert all(whole(site))
    (site / "content" / "2023" / ".2023-03-08-title.md.4711.tmp").write_text("ha", encoding="utf-8")
    rows = run(site)
    assert {*statuses(rows)} <= {"created", "unchanged"}
    assert len(articles(site)) == 60
    assert all(name.endswith(".md") and "-title-of-the-text-" in name for name in articles(site))
    assert list(whole(site)) == [True] * 60


def test_of_two_imports_at_once_one_waits_for_the_other(site: Path) -> None:
    many(site, 40)
    with start(site, "halting") as first:
        assert first.stdout
        assert first.stdout.readline().startswith("created")
        with start(site) as second:
            assert second.stdout
            told = second.stdout.readline()
            first.communicate("\n" * 40, timeout=60)
            rows = second.communicate(timeout=60)[0].splitlines()
    assert told == "Another command writes articles in this site: this one waits for it.\n"
    assert [line.split()[0] for line in rows] == ["unchanged"] * 40
    assert len(articles(site)) == 40


def test_a_trial_waits_for_nobody(site: Path) -> None:
    put(site, "a.txt", MEETING)
    rows = import_seeds([site / "seeds"], site=site, into=site / "content")
    next(rows)
    assert statuses(run(site, dry_run=True)) == ["unchanged"]
    rows.close()  # type: ignore[attr-defined]


def test_where_nothing_can_be_kept_seeds_are_imported_all_the_same(site: Path) -> None:
    (site / ".digest").write_text("a file, no folder", encoding="utf-8")
    put(site, "a.txt", MEETING)
    assert statuses(run(site)) == ["created"]
    time.sleep(0.15)
    assert statuses(run(site)) == ["unchanged"]


def test_the_course_is_told_how_far_it_is(site: Path) -> None:
    shown: list[tuple[str, int, int]] = []
    many(site, 3)
    put(site, "empty.txt", "")
    progress = Progress(lambda stage, done, total: shown.append((stage, done, total)))
    list(import_seeds([site / "seeds"], site=site, into=site / "content", progress=progress))
    assert shown == [("read content", 0, 0), *(("import", done, 4) for done in range(5))]
