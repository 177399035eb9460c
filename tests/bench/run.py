"""The scenarios, in turn for each tool, each build checked for what it should have made.

Each edit is made and then taken back, and both builds count: so every scenario starts from the same state, a site that
is up to date. All tools are given the edit, then they build one after the other.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bench.corpus import Article, article, articles, seed
from tests.bench.measure import FailedError, Run, run
from tests.bench.tools import SETTINGS, Tool

WORK = Path(__file__).parent / ".work"
"""Hidden, for its ten thousands of folders are nothing that pytest and mypy should walk through."""

MARK = "Tripwire-4711"
"""What an edit puts in, to be found in the output. No word of the corpus."""

SETTLING = 2.2
"""Seconds between a write and the build after it. A tool that goes by time stamps cannot trust one that is younger than
the file system's clock tick (2 s on FAT) and has to read the file: an editor's last save is mostly older than that."""

COLD, NOTHING, BODY = "cold", "nothing changed", "one body edited"
TITLE, ADDED, DELETED = "one title edited", "one article added", "one article deleted"
TEMPLATE = "base template changed"
SCENARIOS = (COLD, NOTHING, BODY, TITLE, ADDED, DELETED, TEMPLATE)


@dataclass(frozen=True)
class Sample:
    articles: int
    tool: str
    scenario: str
    run: Run


@dataclass(frozen=True)
class Step:
    """An edit, and whether the output shows it."""

    scenario: str
    edit: Callable[[Tool, Path], None]
    shows: Callable[[Tool, Path], bool]


def compare(tools: Sequence[Tool], count: int, rounds: int) -> Iterator[Sample]:
    """Builds the site of `count` articles with each tool in each scenario. Raises FailedError for a build that failed
    or did not make what it should."""
    WORK.mkdir(exist_ok=True)
    (WORK / ".gitignore").write_text("*\n", encoding="utf-8")
    sites = {tool.name: WORK / str(count) / tool.name.lower() for tool in tools}
    for tool in tools:
        _say(f"{count:,} articles for {tool.name}")
        tool.make_site(sites[tool.name], articles(count))
    for number in range(rounds):
        for step in steps(count):
            for tool in tools:
                step.edit(tool, sites[tool.name])
            time.sleep(SETTLING)
            for tool in tools:
                site = sites[tool.name]
                took = run(tool.command, site)
                _check(tool, site, step, count)
                _say(f"{number + 1}/{rounds} {step.scenario}: {tool.name} {took.seconds:.2f} s")
                yield Sample(count, tool.name, step.scenario, took)


def import_seeds(digest: str, count: int) -> Run:
    """`digest import` of `count` raw texts into an empty site."""
    site = WORK / "import"
    shutil.rmtree(site, ignore_errors=True)
    (site / "seeds").mkdir(parents=True)
    (site / "digest.yaml").write_text(SETTINGS, encoding="utf-8")
    for number in range(count):
        (site / "seeds" / f"{number:05d}.txt").write_text(seed(number), encoding="utf-8", newline="\n")
    took = run((digest, "import"), site)
    made = sum(1 for _ in (site / "content").rglob("*.md"))
    if made != count:
        raise FailedError(f"{count} seeds gave {made} articles in {site}.")
    return took


def steps(count: int) -> tuple[Step, ...]:
    """One round, from no output at all to a site that is as it was."""
    middle = article(count // 2, count)
    news = article(count, count)
    body = replace(middle, body=f"{middle.body}\n{MARK}\n")
    title = replace(middle, title=f"{middle.title} {MARK}")

    def writing(text: Article) -> Callable[[Tool, Path], None]:
        return lambda tool, site: tool.write(site, text)

    def in_page(tool: Tool, site: Path) -> bool:
        return MARK in _text(tool.page(site, middle))

    def in_list(tool: Tool, site: Path) -> bool:
        return in_page(tool, site) and MARK in _text(tool.list_of(site, middle))

    def unmarked(tool: Tool, site: Path) -> bool:
        page, day = _text(tool.page(site, middle)), _text(tool.list_of(site, middle))
        return middle.slug in day and MARK not in page + day

    def is_there(tool: Tool, site: Path) -> bool:
        return news.slug in _text(tool.page(site, news)) and news.slug in _text(tool.list_of(site, news))

    def is_gone(tool: Tool, site: Path) -> bool:
        stale = tool.prunes and tool.page(site, news).exists()
        return not stale and news.slug not in _text(tool.list_of(site, news))

    def on_every_kind(tool: Tool, site: Path) -> bool:
        pages = (tool.page(site, middle), tool.list_of(site, middle), site / tool.output / "index.html")
        return all(MARK in _text(page) for page in pages)

    def none(tool: Tool, site: Path) -> None:
        return None

    return (
        Step(COLD, Tool.forget, unmarked),
        Step(NOTHING, none, unmarked),
        Step(NOTHING, none, unmarked),
        Step(BODY, writing(body), in_page),
        Step(BODY, writing(middle), unmarked),
        Step(TITLE, writing(title), in_list),
        Step(TITLE, writing(middle), unmarked),
        Step(ADDED, writing(news), is_there),
        Step(DELETED, lambda tool, site: tool.delete(site, news), is_gone),
        Step(
            TEMPLATE,
            lambda tool, site: _change(site / tool.template, "</body>", f"<p>{MARK}</p>\n</body>"),
            on_every_kind,
        ),
        Step(
            TEMPLATE, lambda tool, site: _change(site / tool.template, f"<p>{MARK}</p>\n</body>", "</body>"), unmarked
        ),
    )


def _check(tool: Tool, site: Path, step: Step, count: int) -> None:
    made = tool.pages(site)
    if made < count:
        raise FailedError(f"{tool.name}, {step.scenario}: {made} pages of {count} articles in {site}.")
    if not step.shows(tool, site):
        raise FailedError(f"{tool.name}, {step.scenario}: the output in {site} does not show it.")


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise FailedError(f"{path} has no {old!r}.")
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def _text(path: Path) -> str:
    """The text of a page, "" if there is none."""
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
