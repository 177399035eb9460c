"""The build as a whole: what it reports, what it loads, and that many hands make the same site."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from digest.build import session as building
from digest.build.planning import FEW_ARTICLES as SMALL
from digest.build.workers import Workers
from digest.model.article import FINE_TICK_NS, HUNDREDTH_NS, TICK_NS, Stamp
from digest.site import plan as planning
from tests.sites import (
    CONFIG,
    NOW,
    article,
    build,
    differences_from_clean,
    make_site,
    page,
    put,
    request_for,
    tree,
    warnings_of,
)

FILES = {
    "content/a.md": article(tags="[NATO]"),
    "content/b.md": article("B", "2023-03-09", body="- So\n- it is"),
    "content/map.svg": "<svg/>",
}

REPORT_MODULES = """
import json, sys
from digest.commands.main import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
print(json.dumps(sorted(sys.modules)))
"""


def modules_after(*arguments: str | Path) -> set[str]:
    """The modules that a command has loaded when it is done."""
    command = [sys.executable, "-c", REPORT_MODULES, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONUTF8": "1"})
    return set(json.loads(done.stdout.splitlines()[-1]))


HEAVY = {
    "ahocorasick_rs",
    "anyascii",
    "charset_normalizer",
    "concurrent.futures",
    "email",
    "html.parser",
    "http.server",
    "imagesize",
    "jinja2",
    "markdown",
    "multiprocessing.pool",
    "nh3",
    "pyromark",
    "rich",
    "watchdog",
}


def test_a_build_with_nothing_to_do_loads_nothing_that_it_does_not_use(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    first = modules_after("build", "--site", site, "--jobs", "1")
    assert {"jinja2", "markdown", "nh3"} <= first
    assert modules_after("build", "--site", site) & HEAVY == set()


def test_only_the_engine_that_is_asked_for_is_loaded(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES, CONFIG + "markdown: {engine: commonmark}\n")
    assert modules_after("build", "--site", site, "--jobs", "1") & {"markdown", "pyromark"} == {"pyromark"}
    assert modules_after("build", "--site", site) & HEAVY == set()


def test_help_loads_nothing_that_it_does_not_use() -> None:
    assert modules_after("--help") & HEAVY == set()


def test_an_edit_of_a_file_that_is_no_article_loads_no_markdown(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    put(site, {"content/map.svg": "<svg></svg>"})
    assert modules_after("build", "--site", site) & {"markdown", "nh3"} == set()


# Reports


def test_report(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    first = build(site)
    assert first.site.articles == 2
    assert first.site.pages == len(tree(site / "output")) == len(first.rendered) == len(first.written)
    assert first.changed == ("a.md", "b.md", "map.svg")
    put(
        site,
        {"content/a.md": article("A", tags="[NATO]", body="New."), "content/b.md": None, "content/c.md": article("C")},
    )
    second = build(site)
    assert second.changed == ("a.md", "b.md", "c.md")
    assert "2023/03/09/b/index.html" in second.removed
    assert "2023/03/08/c/index.html" in second.written
    assert second.site.articles == 2


def test_warnings_stay_until_their_cause_goes(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(body="[x](/nowhere/)")})
    assert len(warnings_of(site)) == 1
    assert len(warnings_of(site)) == 1
    put(site, {"content/a.md": article(body="[x](/)")})
    assert warnings_of(site) == []


def test_notice_of_strangers_is_given_with_a_new_store_only(tmp_path: Path) -> None:
    site = make_site(tmp_path, {**FILES, "output/old.html": "x"})
    assert build(site).notices == (
        f"{site / 'output'} holds a file that no page needs, such as old.html. "
        "If they are of earlier builds, delete them.",
    )
    assert build(site).notices == ()


def test_a_rename_that_turns_two_of_one_day_round_reaches_what_shows_both(tmp_path: Path) -> None:
    files = {
        "content/a.md": article("A", tags="[NATO]"),
        "content/b.md": article("B", tags="[EU]"),
        "content/next.md": article("Next", "2023-03-09"),
        "content/late.md": article("Late", "2023-04-08", tags="[NATO, EU]"),
    }
    site = make_site(tmp_path, files)
    build(site)
    put(site, {"content/a.md": None, "content/z.md": files["content/a.md"]})
    build(site)
    assert differences_from_clean(site) == []
    shown = page(site, "2023/04/08/late/").partition("Earlier on this")[2]
    assert 0 < shown.index("2023/03/08/b/") < shown.index("2023/03/08/a/")


# Time


def test_a_finished_build_wakes_when_an_embargo_or_expiry_falls_due(tmp_path: Path) -> None:
    files = {
        "content/a.md": article("A", publish="2023-06-01T00:00Z"),
        "content/b.md": article("B", expires="2023-07-01T00:00Z"),
        "content/c.md": article("C", publish="2023-08-01T00:00Z", draft="true"),
    }
    june, july, august = 1685577600, 1688169600, 1690848000
    site = make_site(tmp_path, files)
    for now in (june - 1, june, july - 1, july, august, july, june - 1, NOW, june):
        build(site, now=now)
        shown = [name for name in "abc" if (site / f"output/2023/03/08/{name}/index.html").exists()]
        assert shown == [name for name, good in (("a", now >= june), ("b", now < july)) if good], now
        assert differences_from_clean(site, now=now) == []


def test_a_finished_build_wakes_when_the_news_are_others(tmp_path: Path) -> None:
    """An article is news for two days, from its own time on, whichever way the clock goes."""
    noon, day = 1_678_276_800, 86_400  # 2023-03-08T12:00Z
    files = {
        "content/a.md": article("A", "2023-03-08T12:00Z"),
        "content/b.md": article("B", "2023-03-01", body="[a](a.md)"),
    }
    site = make_site(tmp_path, files)
    for now in (noon - 1, noon, noon + 2 * day - 1, noon + 2 * day, noon, noon - 1, noon + 2 * day):
        rendered = build(site, now=now).rendered
        assert ("/2023/03/08/a/" in page(site, "sitemap-news.xml")) is (noon <= now < noon + 2 * day), now
        assert differences_from_clean(site, now=now) == []
        assert now == noon - 1 or rendered in (("sitemap-news.xml",), ()), now


def test_a_finished_build_sees_drafts_asked_for(tmp_path: Path) -> None:
    site = make_site(tmp_path, {**FILES, "content/d.md": article("D", draft="true")})
    for drafts in (False, True, False, True):
        build(site, drafts=drafts)
        assert (site / "output/2023/03/08/d/index.html").exists() == drafts


def test_an_edit_of_the_words_of_the_import_plans_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path, {"content/a.md": article()})
    build(site)
    put(site, {"digest.yaml": f"{CONFIG}import: {{hold: true, phrases: [Our app is here]}}\n"})
    with monkeypatch.context() as patch:
        patch.setattr(planning, "plan", None)
        assert build(site).rendered == ()
    put(site, {"digest.yaml": f"{CONFIG}description: News.\n"})
    assert len(build(site).rendered) > 10


def test_a_file_that_was_restored_with_an_older_time_is_seen(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    path = site / "content/a.md"
    path.write_text(article("An older one"), encoding="utf-8")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    build(site)
    assert "An older one" in page(site, "")


def assert_a_change_behind_its_stamp_is_seen(tmp_path: Path) -> None:
    """Of an article that gets another body of the same size, and its old time back."""
    site = make_site(tmp_path, {"content/a.md": article(body="One.")})
    path = site / "content/a.md"
    build(site)
    stat = path.stat()
    path.write_text(article(body="Two."), encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    build(site)
    assert "Two." in page(site, "2023/03/08/a/")


def test_a_change_of_the_same_size_at_the_same_time_is_seen(tmp_path: Path) -> None:
    assert_a_change_behind_its_stamp_is_seen(tmp_path)


def test_a_change_that_a_coarse_file_system_hides_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where stamps tell size and clock tick alone, a stamp that was taken in the tick of a write proves nothing."""
    coarse = classmethod(lambda cls, stat: cls(stat.st_size, stat.st_mtime_ns, 0, 0))
    monkeypatch.setattr(Stamp, "of", coarse)
    assert_a_change_behind_its_stamp_is_seen(tmp_path)


@pytest.mark.parametrize(
    ("mtime", "ctime", "settled"), [(0, 0, True), (1, 0, False), (0, 1, False), (-1, -1, True), (10, 10, False)]
)
def test_a_stamp_is_settled_when_it_is_older_than_a_tick(mtime: int, ctime: int, settled: bool) -> None:
    """On a file system with a fine clock, and on one whose times are round."""
    seen = 1_700_000_000_000_000_000
    fine = seen - FINE_TICK_NS - 1
    assert Stamp(1, fine + mtime, fine + ctime, 1).is_settled(seen) == settled
    coarse = seen - TICK_NS - HUNDREDTH_NS
    stamp = Stamp(1, coarse + mtime * HUNDREDTH_NS, coarse + ctime * HUNDREDTH_NS, 1)
    assert stamp.is_settled(seen) == settled
    assert not Stamp(1, coarse, fine, 1).is_settled(seen), "one of its times is round, and the other not long ago"


def test_a_file_that_is_touched_changes_nothing(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    os.utime(site / "content/a.md", (1_000_000_000, 1_000_000_000))
    report = build(site)
    assert (report.changed, report.rendered, report.written) == ((), (), ())


# Many hands


def many(number: int) -> dict[str, str]:
    return {
        f"content/{n}.md": article(f"Story {n}", f"2023-{1 + n % 12:02}-{1 + n % 28:02}", tags=f"[T{n % 5}]")
        for n in range(number)
    }


def test_through_an_executor_the_site_is_the_same(tmp_path: Path) -> None:
    site = make_site(tmp_path, many(SMALL + 10))
    made: list[Executor] = []

    def executor() -> Executor:
        made.append(ThreadPoolExecutor(2))
        return made[-1]

    building.build(request_for(site), executor)
    assert len(made) == 1
    assert differences_from_clean(site) == []
    before = tree(site / "output")
    put(site, {"content/1.md": article("Edited")})
    building.build(request_for(site), executor)
    assert len(made) == 1, "small work needs no workers"
    assert tree(site / "output") != before


def test_through_processes_problems_are_told_as_well(tmp_path: Path) -> None:
    files = {**many(SMALL + 10), "content/7.md": "---\ntitle: X\ndate: never\n---\n", "content/200.md": "no head"}
    site = make_site(tmp_path, files)
    script = "from digest.commands.main import main; main()"
    command = [sys.executable, "-c", script, "build", "--site", str(site), "--jobs", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    told = [line.partition(": ")[0] for line in done.stderr.splitlines()]
    assert told == ["content/200.md:1", "content/7.md:3", "2 problems"]
    put(site, {name: many(201)[name] for name in ("content/7.md", "content/200.md")})
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert differences_from_clean(site) == []


@pytest.mark.parametrize("number", [0, 1, 63, 64, 65, SMALL - 1, SMALL, SMALL + 1, 3000])
@pytest.mark.parametrize("with_executor", [True, False])
def test_workers_give_every_result_in_order(number: int, with_executor: bool) -> None:
    make: Callable[[], Executor] | None = (lambda: ThreadPoolExecutor(3)) if with_executor else None
    with ExitStack() as stack:
        found = list(Workers(make, stack).map(_add, (1000,), iter(range(number)), small=SMALL))
    assert found == [n + 1000 for n in range(number)]


def _add(more: int, chunk: list[int]) -> list[int]:
    return [n + more for n in chunk]


def test_workers_tell_what_their_work_raises() -> None:
    def fail(chunk: list[int]) -> list[int]:
        raise ValueError("no")

    with ExitStack() as stack, pytest.raises(ValueError, match="no"):
        list(Workers(lambda: ThreadPoolExecutor(2), stack).map(fail, (), range(SMALL), small=SMALL))
