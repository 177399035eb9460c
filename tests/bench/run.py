"""The scenarios, in rounds, each build checked for what it should have made.

A round begins with nothing and makes one edit after the other, each seen by one build of each tool. All tools are given
the edit, then they build in turn: in an order that changes, so that none always runs in the wake of the same other.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bench.corpus import Article, article, articles
from tests.bench.live import LIVE, edit_live
from tests.bench.measure import FailedError, Run, run
from tests.bench.raw_texts import raw_text
from tests.bench.tools import SETTINGS, Tool

WORK = Path(__file__).parent / ".work"
"""Hidden, for its ten thousands of folders are nothing that pytest and mypy should walk through."""

MARK = "Tripwire4711"
"""What an edit puts in, to be found in the output. No word of the corpus."""

IN_BODY, IN_TITLE, IN_BASE = (f"{MARK}{where}" for where in ("body", "title", "base"))

SETTLING = 2.2
"""Seconds between a write and the build after it. A tool that goes by time stamps cannot trust one that is younger than
the file system's clock tick (2 s on FAT) and has to read the file: an editor's last save is mostly older than that."""

LARGE, HUGE = 3_000, 20_000
"""Above these numbers of articles a slow tool builds in one round only, and not at all."""

COLD, NOTHING, BODY = "cold", "nothing changed", "one body edited"
TITLE, ADDED, DELETED = "one title edited", "one article added", "one article deleted"
TEMPLATE = "base template changed"
BUILDS = (COLD, NOTHING, BODY, TITLE, ADDED, DELETED, TEMPLATE)
SCENARIOS = (*BUILDS, *LIVE)

LIVE_EDITS = 5
"""Of each kind, after the last round."""


@dataclass(frozen=True)
class Sample:
    scenario: str
    tool: str
    run: Run


@dataclass(frozen=True)
class Step:
    """An edit, and whether the output shows it."""

    scenario: str
    edit: Callable[[Tool, Path], None]
    shows: Callable[[Tool, Path], bool]


def compare(
    tools: Sequence[Tool], count: int, rounds: int = 0, settling: float = SETTLING, scenarios: int | None = None
) -> Iterator[Sample]:
    """Builds the site of `count` articles with each tool in each scenario, or in the first `scenarios` of them.

    There are so many `rounds` (0: as is usual for such a number). Raises FailedError for a build that failed or did not
    make what it should.
    """
    rounds = rounds or (3 if count <= HUGE else 1)
    sites = make_sites(tools, count)
    for number in range(rounds):
        taking_part = [tool for tool in tools if number < rounds_of(tool, count, rounds)]
        said = f"{count:,} articles, round {number + 1} of {rounds}"
        for place, step in enumerate(steps(count)[:scenarios]):
            for tool in taking_part:
                step.edit(tool, sites[tool.key])
            time.sleep(settling)
            for tool in in_turn(taking_part, number + place):
                site = sites[tool.key]
                took = run(tool.command, site)
                _check(tool, site, step, count)
                _say(f"{said}, {step.scenario}: {tool.name} {took.seconds:.2f} s")
                yield Sample(step.scenario, tool.name, took)
    if scenarios is None:
        _, _, last = versions(count)
        yield from _edit_live(tools, sites, last, count)


def compare_live(tools: Sequence[Tool], count: int) -> Iterator[Sample]:
    """The live scenarios alone. Raises FailedError as `compare` does."""
    sites = make_sites([tool for tool in tools if tool.watching], count)
    as_made, _, _ = versions(count)
    yield from _edit_live(tools, sites, as_made, count)


def _edit_live(tools: Sequence[Tool], sites: dict[str, Path], edited: Article, count: int) -> Iterator[Sample]:
    """`edited` is the article as the sites have it."""
    news = [article(count + 1 + number, count) for number in range(LIVE_EDITS)]
    for tool in tools:
        if tool.watching:
            site = sites[tool.key]
            edits = edit_live(tool, tool.watching, site, edited, news, f"{MARK}live", patience=60 + count / 25)
            for scenario, took in edits:
                _say(f"{count:,} articles, {scenario}: {tool.name} {took.seconds:.3f} s")
                yield Sample(scenario, tool.name, took)


def rounds_of(tool: Tool, count: int, rounds: int) -> int:
    """In how many of the rounds a tool takes part."""
    if not tool.is_slow or count <= LARGE:
        return rounds
    return 1 if count <= HUGE else 0


def in_turn(tools: Sequence[Tool], turn: int) -> list[Tool]:
    """The tools in the order of a turn. Over as many turns as there are tools (twice as many if their number is odd)
    each comes in each place equally often, and equally often right after each other one: a Williams design."""
    number = len(tools)
    zigzag = [(-place // 2 if place % 2 else place // 2) % number for place in range(number)]
    order = [tools[(place + turn) % number] for place in zigzag]
    return order[::-1] if number % 2 and turn // number % 2 else order


def make_sites(tools: Sequence[Tool], count: int) -> dict[str, Path]:
    """The corpus, written for each tool into a folder of its own."""
    _say(f"{count:,} articles are written")
    WORK.mkdir(exist_ok=True)
    (WORK / ".gitignore").write_text("*\n", encoding="utf-8")
    sites = {tool.key: WORK / str(count) / tool.key for tool in tools if rounds_of(tool, count, 1)}
    for tool in tools:
        if tool.key in sites:
            tool.begin(sites[tool.key])
    for each in articles(count):
        for tool in tools:
            if tool.key in sites:
                tool.write(sites[tool.key], each)
    return sites


def import_seeds(digest: str, count: int) -> Run:
    """`digest import` of `count` raw texts into an empty site."""
    site = WORK / "import"
    shutil.rmtree(site, ignore_errors=True)
    (site / "seeds").mkdir(parents=True)
    (site / "digest.yaml").write_text(SETTINGS, encoding="utf-8")
    for number in range(count):
        (site / "seeds" / f"{number:05d}.txt").write_text(raw_text(number), encoding="utf-8", newline="\n")
    took = run((digest, "import"), site)
    made = sum(1 for _ in (site / "content").rglob("*.md"))
    if made != count:
        raise FailedError(f"{count} seeds gave {made} articles in {site}.")
    return took


def versions(count: int) -> tuple[Article, Article, Article]:
    """The article that is edited: as it is in the corpus, with another body, and then with another title as well."""
    middle = article(count // 2, count)
    body = replace(middle, body=f"{middle.body}\n{IN_BODY}\n")
    return middle, body, replace(body, title=f"{middle.title} {IN_TITLE}")


def steps(count: int) -> tuple[Step, ...]:
    """One round: each step's edit comes on top of those before it, and the first takes all of the last round back."""
    middle, body, title = versions(count)
    news = article(count, count)
    end, marked_end = "</body>", f"<p>{IN_BASE}</p>\n</body>"

    def begin(tool: Tool, site: Path) -> None:
        tool.forget(site)
        tool.write(site, middle)
        _change(site / tool.template, marked_end, end)

    def change_base(tool: Tool, site: Path) -> None:
        _change(site / tool.template, end, marked_end)
        if IN_BASE not in _text(site / tool.template):
            raise FailedError(f"{site / tool.template} has no {end}.")

    def nothing(tool: Tool, site: Path) -> None:
        return None

    def unmarked(tool: Tool, site: Path) -> bool:
        page, day = _text(tool.page(site, middle)), _text(tool.list_of(site, middle))
        return middle.slug in day and MARK not in page + day

    def everywhere(mark: str) -> Callable[[Tool, Path], bool]:
        """On its page and on that of its day."""
        return lambda tool, site: all(mark in _text(find(site, middle)) for find in (tool.page, tool.list_of))

    def is_there(tool: Tool, site: Path) -> bool:
        return all(news.slug in _text(find(site, news)) for find in (tool.page, tool.list_of))

    def is_gone(tool: Tool, site: Path) -> bool:
        stale = tool.prunes and tool.page(site, news).exists()
        return not stale and news.slug not in _text(tool.list_of(site, news))

    return (
        Step(COLD, begin, unmarked),
        Step(NOTHING, nothing, unmarked),
        Step(
            BODY, lambda tool, site: tool.write(site, body), lambda tool, site: IN_BODY in _text(tool.page(site, body))
        ),
        Step(TITLE, lambda tool, site: tool.write(site, title), everywhere(IN_TITLE)),
        Step(ADDED, lambda tool, site: tool.write(site, news), is_there),
        Step(DELETED, lambda tool, site: tool.delete(site, news), is_gone),
        Step(
            TEMPLATE,
            change_base,
            lambda tool, site: everywhere(IN_BASE)(tool, site) and IN_BASE in _text(site / tool.output / "index.html"),
        ),
    )


def _check(tool: Tool, site: Path, step: Step, count: int) -> None:
    made = tool.pages(site)
    if made < count:
        raise FailedError(f"{tool.name}, {step.scenario}: {made} pages of {count} articles in {site}.")
    if not step.shows(tool, site):
        raise FailedError(f"{tool.name}, {step.scenario}: the output in {site} does not show it.")


def _change(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8", newline="\n")


def _text(path: Path) -> str:
    """The text of a page, "" if there is none."""
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
