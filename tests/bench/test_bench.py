"""What a wrong benchmark would rest on: the corpus and the measuring."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from digest.seeds.run import import_seeds
from digest.settings.config import MarkdownSettings, load_config
from tests.bench import __main__ as command
from tests.bench import live, report
from tests.bench import run as scenarios
from tests.bench.chart import chart
from tests.bench.corpus import LAST_DAY, TAGS, Article, article, articles
from tests.bench.live import LIVE, LIVE_BODY, LIVE_TEMPLATE
from tests.bench.measure import PROC, FailedError, Program, Run, run
from tests.bench.raw_texts import raw_text
from tests.bench.results import Machine, Results, Section, load, save, seconds, section_of
from tests.bench.run import BODY, BUILDS, COLD, MARK, NOTHING, Sample, in_turn, rounds_of, steps, versions
from tests.bench.tools import FAST, SETTINGS, Tool, Watching, tools

DIGEST = tools()["digest"]
MACHINE = Machine(
    "A <chip>", 2, 24.0, 0.5, "Linux 6", "3.12", {"digest": "1", "digest fast": "1", "Hugo": "2", "Pelican": "4"}
)
DAY = dt.date(2026, 11, 3)
NO_TIME = Run(0.001, 1, 1, 1.0)


def site_of(folder: Path, count: int, tool: Tool = DIGEST) -> Path:
    site = folder / "site"
    tool.begin(site)
    for each in articles(count):
        tool.write(site, each)
    return site


def test_an_article_is_the_same_in_any_order_and_its_tags_follow_zipf() -> None:
    made = list(articles(600))
    assert made[400] == article(400, 600)
    assert made[-1].day == LAST_DAY
    assert (LAST_DAY - made[0].day).days // 365 == 9
    words = [len(text.body.split()) for text in made]
    assert 380 < sum(words) / len(words) < 480
    used = Counter(tag for text in made for tag in text.tags)
    assert 1.5 < used[TAGS[0]] / used[TAGS[1]] < 2.5
    assert not any(MARK in text.body for text in made)


def test_raw_texts_become_articles_and_those_that_are_there_again_are_told(tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / "seeds").mkdir(exist_ok=True)
        (tmp_path / "seeds" / f"{number:03}.txt").write_text(raw_text(number), encoding="utf-8")
    rows = list(import_seeds([tmp_path / "seeds"], site=tmp_path, into=tmp_path / "content"))
    assert {row.status for row in rows} == {"created"}
    assert sum(row.date == (LAST_DAY - dt.timedelta(days=number)).isoformat() for number, row in enumerate(rows)) > 90
    assert [number for number, row in enumerate(rows) if row.like] == [49, 99]
    assert [row.like.article for row in rows if row.like] == [rows[42].article, rows[92].article]


MEASURE = """
import subprocess
import sys
from pathlib import Path
import msgspec
from tests.bench.measure import run
sys.stdout.buffer.write(msgspec.json.encode(run((sys.executable, "-c", sys.argv[1]), Path(sys.argv[2]))))
"""


def test_a_run_counts_the_memory_of_children_together(tmp_path: Path) -> None:
    """Measured by a process as small as the benchmark's own: that of the tests may be larger than what it measures."""
    site = tmp_path / "site"
    site.mkdir()
    child = "held = bytearray(60_000_000); print(flush=True); input()"
    parent = f"""
import subprocess, sys, time
runs = [subprocess.Popen([sys.executable, "-c", {child!r}], stdin=-1, stdout=-1) for _ in "ab"]
[run.stdout.readline() for run in runs]
time.sleep(0.4)
[run.communicate(b"\\n") for run in runs]
"""
    measuring = [sys.executable, "-c", MEASURE, parent, str(site)]
    said = subprocess.run(measuring, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, check=True)
    took = msgspec.json.decode(said.stdout, type=Run)
    assert took.seconds > 0.4
    assert 60e6 < took.largest < 120e6
    if PROC.exists():
        assert took.tree > 120e6


def test_a_run_that_fails_is_no_figure(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    with pytest.raises(FailedError, match="ended with 3:\nno such theme"):
        run((sys.executable, "-c", "print('no such theme'); raise SystemExit(3)"), site)


def test_every_scenario_is_seen_in_the_output_and_not_before(tmp_path: Path) -> None:
    """Two rounds of all scenarios with digest; where something changes, a build that never ran would be noticed."""
    count = 12
    site = site_of(tmp_path, count)
    for step in (*steps(count), *steps(count)):
        step.edit(DIGEST, site)
        if step.scenario != NOTHING:
            assert not step.shows(DIGEST, site), step.scenario
        run(DIGEST.command, site)
        assert step.shows(DIGEST, site), step.scenario
        assert DIGEST.pages(site) >= count


@pytest.mark.skipif("engine" not in MarkdownSettings.__struct_fields__, reason="there is one engine")
def test_digest_fast_has_the_other_engine(tmp_path: Path) -> None:
    config, problems = load_config(site_of(tmp_path, 1, tools()["digest-fast"]))
    assert problems == ()
    assert msgspec.to_builtins(config)["markdown"]["engine"] == "commonmark"


def test_a_program_is_killed_with_all_that_it_started(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    code = """
import os, subprocess, sys, time
print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid, flush=True)
time.sleep(60)
"""
    with Program((sys.executable, "-c", code), site) as program:
        program.wait_until(lambda: "\n" in program.said(), "it was there", 20)
        with pytest.raises(FailedError, match=r"took more than 0.5 s: it spoke"):
            program.wait_until(lambda: "words" in program.said(), "it spoke", 0.5)
    child = int(program.said())
    assert program.code == -9
    end = time.monotonic() + 20
    while is_running(child):
        assert time.monotonic() < end
        time.sleep(0.01)


def is_running(number: int) -> bool:
    """Whether there is such a process that has not ended."""
    if (PROC / "self").exists():
        stat = PROC / str(number) / "stat"
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_watcher_that_ends_is_not_waited_for(tmp_path: Path) -> None:
    with (
        pytest.raises(FailedError, match="ended with 3 before the first build:\nno such theme"),
        Program((sys.executable, "-c", "print('no such theme'); raise SystemExit(3)"), tmp_path) as program,
    ):
        program.wait_until(lambda: False, "the first build", 60)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("PAUSE", 0.1), ("BEAT", 0.0)):
        monkeypatch.setattr(live, name, value)


def files_of(site: Path) -> dict[Path, bytes]:
    """What an author has of a site."""
    folders = (site / "content", site / "themes")
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("hasty")
def test_live_each_edit_is_waited_for_and_all_files_are_as_they_were(tmp_path: Path) -> None:
    count = 12
    site = site_of(tmp_path, count)
    before = files_of(site)
    assert DIGEST.watching
    middle, _, _ = versions(count)
    took = live.edit_live(DIGEST, DIGEST.watching, site, middle, [article(count, count)], MARK, patience=30)
    assert [scenario for scenario, _ in took] == [*LIVE]
    assert all(0 < one.seconds < 30 and one.largest > 1e6 for _, one in took)
    assert files_of(site) == before


SERVER = """
import pathlib, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
port, how, base, style = sys.argv[1:]
def read(name):
    return pathlib.Path(name).read_text()
first = read(base)
first_slugs = {file.stem for file in pathlib.Path("content").glob("*.md")}
front = {}
class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        texts = {file.stem: read(file) for file in pathlib.Path("content").glob("*.md")}
        if how == "closed":
            texts = {slug: text for slug, text in texts.items() if slug in first_slugs}
        front.update(texts)
        if how != "hoarding":
            [front.pop(slug) for slug in front.keys() - texts.keys()]
        slug = self.path.strip("/").rpartition("/")[2]
        text = texts.get(slug) if self.path != "/" else " ".join(front.values())
        page = text and text + (first if how == "stale" else read(base))
        page = read(style) if slug == "style.css" else page
        body = (page or "no such page").encode()
        self.send_response(200 if page else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
server = HTTPServer(("127.0.0.1", int(port)), Page)
print("ready", flush=True)
server.serve_forever()
"""


def edits_seen(site: Path, how: str, patience: float) -> Counter[str]:
    """How many edits were seen, by their kind, with a server that renews all pages (`fresh`), has no page of
    a new article (`closed`), goes on to list one that was deleted (`hoarding`), or does not follow the template
    (`stale`)."""
    assert DIGEST.watching
    style = DIGEST.watching.style
    program = (sys.executable, "-c", SERVER, "{port}", how, DIGEST.template, style)
    watching = Watching(program, "ready", style, "style.css")
    news = [article(number, 1) for number in (1, 2)]
    took = live.edit_live(DIGEST, watching, site, article(0, 1), news, MARK, patience)
    return Counter(scenario for scenario, _ in took)


@pytest.mark.usefixtures("hasty")
def test_live_each_edit_is_made_as_often_as_there_are_news(tmp_path: Path) -> None:
    assert edits_seen(site_of(tmp_path, 1), "fresh", patience=20) == dict.fromkeys(LIVE, 2)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    ("how", "unseen"),
    [
        ("closed", "one article added, 1"),
        ("hoarding", "one article deleted, 1"),
        ("stale", "base template changed, 1"),
    ],
)
def test_live_an_edit_that_a_server_does_not_show_is_no_figure(tmp_path: Path, how: str, unseen: str) -> None:
    site = site_of(tmp_path, 1)
    before = files_of(site)
    with pytest.raises(FailedError, match=rf"took more than 1 s: it showed “live: {unseen}”"):
        edits_seen(site, how, patience=1)
    assert files_of(site) == before


@pytest.mark.usefixtures("hasty")
def test_live_what_is_shown_before_an_edit_is_no_figure(tmp_path: Path) -> None:
    site = site_of(tmp_path, 1)
    known = article(0, 1)
    DIGEST.write(site, replace(known, body=f"{MARK}body0x"))
    with pytest.raises(FailedError, match=r"took more than 1 s: “live: one body edited, 1” could be done"):
        edits_seen(site, "fresh", patience=1)


def test_no_tool_is_always_in_the_wake_of_the_same_other() -> None:
    for number in (2, 3, 4):
        chosen = list(tools().values())[:number]
        turns = [[tool.name for tool in in_turn(chosen, turn)] for turn in range(number * (1 + number % 2))]
        assert all(sorted(turn) == sorted(tool.name for tool in chosen) for turn in turns)
        wakes = Counter(pair for turn in turns for pair in pairwise(turn))
        assert len(wakes) == number * (number - 1)
        assert len(set(wakes.values())) == 1
        assert len(set(Counter(turn[0] for turn in turns).values())) == 1


def test_pelican_is_spared_the_large_sites() -> None:
    rounds = {count: [rounds_of(tool, count, 3) for tool in tools().values()] for count in (1_000, 10_000, 100_000)}
    assert rounds == {1_000: [3, 3, 3, 3], 10_000: [3, 3, 3, 1], 100_000: [3, 3, 3, 0]}


def test_a_comparison_has_all_scenarios_of_each_tool_in_each_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With builds that make nothing, and are not looked at."""
    monkeypatch.setattr(scenarios, "WORK", tmp_path)
    monkeypatch.setattr(scenarios, "run", lambda command, site: Run(1.0, 1, 1, 1.0))
    monkeypatch.setattr(scenarios, "edit_live", served)
    monkeypatch.setattr(scenarios, "_check", lambda *what: None)
    samples = list(scenarios.compare([*tools().values()], 3, rounds=2, settling=0))
    made = Counter((sample.scenario, sample.tool) for sample in samples)
    builds = {(scenario, tool.name): 2 for scenario in BUILDS for tool in tools().values()}
    assert made == builds | dict.fromkeys(product(LIVE, ("digest", "digest fast", "Hugo")), 5)
    parts = list(scenarios.compare([DIGEST], 3, rounds=1, settling=0, scenarios=2))
    assert [sample.scenario for sample in parts] == [*BUILDS[:2]]
    assert (tmp_path / "3" / "digest-fast" / "digest.yaml").read_text(encoding="utf-8") == SETTINGS + FAST


def served(
    tool: Tool,
    watching: Watching,
    site: Path,
    edited: Article,
    news: Sequence[Article],
    mark: str,
    patience: float,
) -> list[tuple[str, Run]]:
    """Edits in the place of `edit_live`. Where the article is not as the site has it, the first is no edit of it alone;
    where one of the news was there before, a server may know it."""
    assert tool.file(site, edited).read_text(encoding="utf-8") == tool.text(edited)
    assert not {each.slug for each in news} & {article(number, 3).slug for number in range(4)}
    assert mark.isalnum()
    return [(scenario, Run(0.1, 1, 1, 1.0)) for scenario in LIVE for _ in news]


def test_the_live_scenarios_can_be_had_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenarios, "WORK", tmp_path)
    monkeypatch.setattr(scenarios, "edit_live", served)
    samples = scenarios.compare_live([*tools().values()], 3)
    made = Counter((sample.scenario, sample.tool) for sample in samples)
    assert made == dict.fromkeys(product(LIVE, ("digest", "digest fast", "Hugo")), 5)
    assert not (tmp_path / "3" / "pelican").exists()


def section(*, ours: list[float], theirs: list[float], live_edit: float = 0.1) -> Section:
    samples = [
        *(Sample(COLD, "digest", Run(each, 10_000_000, 20_000_000, 1.0)) for each in ours),
        *(Sample(COLD, "Hugo", Run(each, 40_000_000, 40_000_000, 1.0)) for each in theirs),
        Sample(LIVE_BODY, "digest", Run(live_edit, 1_000_000, 1_000_000, 1.0)),
        Sample(LIVE_BODY, "Hugo", Run(1.0, 2_000_000, 2_000_000, 1.0)),
    ]
    return section_of(samples, MACHINE, DAY)


def test_a_ratio_is_of_builds_of_the_same_round() -> None:
    made = section(ours=[2.0, 9.0, 4.0], theirs=[1.0, 6.0, 1.0])
    assert made.middle(COLD, "digest", seconds) == 4.0
    assert made.ratio(COLD, "digest", seconds) == 2.0
    assert made.ratio(BODY, "digest", seconds) is None
    assert made.machine.tools == {"digest": "1", "Hugo": "2"}


def test_a_section_takes_the_place_of_that_of_its_size_alone(tmp_path: Path) -> None:
    first, second = section(ours=[1.0], theirs=[2.0]), section(ours=[30.0], theirs=[20.0])
    file = tmp_path / "results.json"
    assert load(file) == Results()
    save(Results().with_section(10_000, first).with_section(1_000, first).with_section(10_000, second), file)
    assert list(load(file).sections.items()) == [(1_000, first), (10_000, second)]


def test_the_tables_show_times_ratios_growth_and_what_was_not_measured() -> None:
    results = (
        Results()
        .with_section(1_000, section(ours=[1.5], theirs=[2.0]))
        .with_section(10_000, section(ours=[12.0, 18.0], theirs=[10.0, 10.0], live_edit=0.0621))
    )
    text = report.markdown(results)
    small, large = text.split("## 10,000 articles")
    assert "| cold | 1.50 | – | 2.00 | – | 0.75 | – |" in small
    assert "| cold | 15.00 | – | 10.00 | – | 1.50 | – |" in large
    assert "| cold | 20 (10) | – | 40 (40) | – | 0.50 | – |" in large
    assert "| live: one body edited | 0.062 | – | 1.00 | – | 0.062 | – |" in large
    assert "| one body edited |" not in large
    assert "| live | 1 (1) | – | 2 (2) | – | 0.50 | – |" in large
    assert "| 10,000 ÷ 1,000, time | 10.00 | – | 5.00 | – |" in large
    assert "| 10,000 ÷ 1,000, memory | 1.00 | – | 1.00 | – |" in large
    assert "Builds of each kind: digest 2 (live edits of each kind: 1), Hugo 2 (live edits of each kind: 1)." in large
    assert (
        "A <chip>, 2 cores, 24 GB of memory, load 0.5 before; Linux 6, Python 3.12, digest 1, Hugo 2; 3 November 2026."
        in large
    )


def test_growth_is_told_of_one_day_alone() -> None:
    one = section(ours=[1.5], theirs=[2.0])
    results = Results().with_section(1_000, one)
    assert "## Growth" in report.markdown(results.with_section(10_000, one))
    other = msgspec.structs.replace(one, day=one.day.replace(day=1))
    assert "## Growth" not in report.markdown(results.with_section(10_000, other))


def test_the_readme_gets_its_figures_between_the_marks_alone() -> None:
    results = Results().with_section(10_000, section(ours=[12.0], theirs=[10.0]))
    text = f"Before\n\n{report.BEGIN}old figures\n{report.END}\nAfter\n"
    made = report.readme(text, results)
    assert made.startswith(f"Before\n\n{report.BEGIN}\n![")
    assert made.endswith(f"{report.END}\nAfter\n")
    assert "old figures" not in made
    assert "| cold | 12.00 | – | 10.00 | – | 1.20 | – |" in made
    assert "| 10,000 | 12.00 | – | 10.00 | – | 1.20 | – |" in made
    assert report.readme(made, results) == made
    with pytest.raises(ValueError, match="has no lines"):
        report.readme("Before\nAfter\n", results)


def test_the_chart_is_of_10_000_articles_with_a_bar_for_each_time() -> None:
    results = (
        Results()
        .with_section(10_000, section(ours=[12.0], theirs=[10.0]))
        .with_section(100_000, section(ours=[150.0], theirs=[110.0]))
    )
    made = chart(results)
    drawn = ElementTree.fromstring(made)
    texts = [each.text for each in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert "Seconds for 10,000 articles (log scale)" in texts
    assert [text for text in texts if text in ("12.00 s", "10.00 s", "0.10 s", "1.00 s")] == [
        "12.00 s",
        "10.00 s",
        "0.10 s",
        "1.00 s",
    ]
    assert "A <chip>, 2 cores, 24 GB" in texts
    bars = [
        each
        for each in drawn.iter("{http://www.w3.org/2000/svg}rect")
        if each.get("height") == "12" and each.get("y") != "43"
    ]
    assert [bar.get("class") for bar in bars] == ["tool0", "tool2", "tool0", "tool2"]
    assert "nothing" not in texts, "a scenario that was not measured has no place"
    assert float(bars[0].get("width", "")) > float(bars[1].get("width", "")) > float(bars[3].get("width", ""))


def test_the_readme_has_the_live_edits_of_all_sites_beside_each_other() -> None:
    more = [Sample(LIVE_TEMPLATE, "digest", Run(0.25, 1, 1, 1.0)), Sample(LIVE_TEMPLATE, "digest fast", NO_TIME)]
    small, large = section(ours=[1.0], theirs=[2.0]), section(ours=[12.0], theirs=[10.0], live_edit=0.0621)
    large = msgspec.structs.replace(large, runs=large.runs | section_of(more, MACHINE, DAY).runs)
    never = section_of([Sample(COLD, "digest", NO_TIME)], MACHINE, DAY)
    results = Results().with_section(1_000, small).with_section(10_000, large).with_section(100_000, never)
    lines = report.block(results).splitlines()
    start = lines.index("| Live by articles, seconds | 1,000: digest | 1,000: Hugo | 10,000: digest | 10,000: Hugo |")
    assert lines[start + 2 : start + 5] == [
        "| one body edited | 0.10 | 1.00 | 0.062 | 1.00 |",
        "| base template changed | – | – | 0.25 | – |",
        "",
    ]
    assert "Live by articles" not in report.block(Results().with_section(10_000, never))


BEFORE = Results().with_section(10_000, section(ours=[12.0], theirs=[10.0]))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Results]:
    """What the command writes, where no tool is run and all builds take 4.321 s."""
    made: list[Results] = []
    took = Sample(COLD, "digest", Run(4.321, 1, 1, 1.0))
    monkeypatch.setattr(command, "load", lambda: BEFORE)
    monkeypatch.setattr(command, "write", made.append)
    monkeypatch.setattr(command, "this_machine", lambda chosen: MACHINE)
    monkeypatch.setattr(command, "compare", lambda chosen, count, rounds, scenarios: [took])
    monkeypatch.setattr(command, "compare_live", lambda chosen, count: [Sample(LIVE_BODY, "digest", NO_TIME)])
    monkeypatch.setattr(command, "import_seeds", lambda digest, count: Run(2.5, 1, 1, 1.0))
    monkeypatch.setattr(shutil, "which", lambda name: name)
    for name in ("BENCH_N", "BENCH_TOOLS", "BENCH_ROUNDS"):
        monkeypatch.delenv(name, raising=False)
    return made


@pytest.mark.parametrize(
    ("arguments", "kept"), [(["1000"], [1_000, 10_000]), (["200"], [10_000]), (["--tools", "digest", "1000"], [10_000])]
)
def test_only_whole_runs_of_the_shown_sizes_are_kept(
    arguments: list[str],
    kept: list[int],
    written: list[Results],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", *arguments])
    assert command.main() == 0
    assert "| cold | 4.32 |" in capsys.readouterr().out
    assert [*(written[-1] if written else BEFORE).sections] == kept
    assert all(results.sections[10_000] == BEFORE.sections[10_000] for results in written)


@pytest.mark.parametrize(("count", "is_kept"), [("10000", True), ("500", False)])
def test_the_import_alone_can_be_measured(
    count: str,
    is_kept: bool,
    written: list[Results],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "--only-seeds", "--seeds", count])
    assert command.main() == 0
    said = capsys.readouterr().out
    assert f"{int(count):,} raw texts: 2.50 s, {2500 / int(count):.2f} ms each, 0 MB." in said
    assert "| cold |" not in said
    assert [results.imported is not None for results in written] == [True] * is_kept
    assert all(results.sections == BEFORE.sections for results in written)


@pytest.mark.parametrize(
    ("option", "shown"),
    [(["--only-live"], "| live: one body edited | 0.001 |"), (["--scenarios", "1"], "| cold | 4.32 |")],
)
def test_a_part_of_the_scenarios_is_shown_but_not_kept(
    option: list[str],
    shown: str,
    written: list[Results],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", *option, "10000"])
    assert command.main() == 0
    said = capsys.readouterr().out
    assert shown in said
    assert ("raw texts" in said) == (option != ["--only-live"])
    assert written == []


def test_a_run_that_fails_is_shown_but_not_kept(
    written: list[Results], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(chosen: list[Tool], count: int, rounds: int, scenarios: int | None) -> Iterator[Sample]:
        yield Sample(COLD, "digest", Run(4.321, 1, 1, 1.0))
        raise FailedError("Hugo ended with 1.")

    monkeypatch.setattr(command, "compare", fail)
    monkeypatch.setattr(sys, "argv", ["bench", "1000"])
    assert command.main() == 1
    said = capsys.readouterr()
    assert "| cold | 4.32 |" in said.out
    assert said.err == "Hugo ended with 1.\n"
    assert written == []
