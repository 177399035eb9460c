"""What is shown of the results: a table, a chart, and the machine they are from."""

from __future__ import annotations

import datetime as dt
import math
import os
import platform
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median

from tests.bench.measure import Run
from tests.bench.run import SCENARIOS, Sample
from tests.bench.tools import Tool

FIRST, RIVAL = "digest", "Hugo"


class Results:
    """The samples, by number of articles, scenario and tool."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        self._runs: dict[tuple[int, str, str], list[Run]] = {}
        for sample in samples:
            self._runs.setdefault((sample.articles, sample.scenario, sample.tool), []).append(sample.run)
        self.counts = sorted({count for count, _, _ in self._runs})
        self.tools = list(dict.fromkeys(tool for _, _, tool in self._runs))

    def middle(self, count: int, scenario: str, tool: str, value: Callable[[Run], float]) -> float | None:
        """The median over the builds of a scenario; None if there was none."""
        runs = self._runs.get((count, scenario, tool))
        return median(map(value, runs)) if runs else None

    def seconds(self, count: int, scenario: str, tool: str) -> float | None:
        return self.middle(count, scenario, tool, lambda run: run.seconds)

    def builds(self, count: int, scenario: str) -> int:
        """How many builds a scenario's medians are of."""
        return max((len(runs) for key, runs in self._runs.items() if key[:2] == (count, scenario)), default=0)


def describe_machine(tools: Sequence[Tool]) -> list[str]:
    """Facts that the figures depend on, one a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    return [
        f"{_processor()}, {os.cpu_count()} cores{load}",
        f"{memory:.0f} GB of memory, {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}",
        ", ".join(f"{tool.name} {_version(tool)}" for tool in tools),
        f"{dt.datetime.now(dt.UTC):%d %B %Y}",
    ]


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", info.read_text(encoding="utf-8")) if info.exists() else None
    return found[1] if found else platform.processor() or platform.machine()


def _version(tool: Tool) -> str:
    said = subprocess.run(tool.ask_version, capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+(\.\d+)+", said)
    return found[0] if found else "?"


def markdown(results: Results, machine: Sequence[str], imported: tuple[int, Run] | None) -> str:
    lines = ["# Benchmark", "", "Made by `make bench`; how, is told in `tests/bench`.", ""]
    lines += [f"- {fact}" for fact in machine]
    head = ("", "builds", *results.tools, f"{FIRST} ÷ {RIVAL}")
    for count in results.counts:
        lines += ["", f"## {count:,} articles", "", "Seconds, median of the builds:", ""]
        lines += _table(head, _times(results, count))
        lines += ["", "Peak memory in MB of all processes together, and of the largest one:", ""]
        lines += _table(head, _memory(results, count))
    if imported:
        number, run = imported
        lines += ["", "## Import", "", f"{number:,} raw texts: {run.seconds:.2f} s, {_megabytes(run.tree)} MB."]
    return "\n".join(lines) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] + ["---:"] * (len(head) - 1), *rows)]


def _times(results: Results, count: int) -> Iterator[list[str]]:
    for scenario in SCENARIOS:
        seconds = [results.seconds(count, scenario, tool) for tool in results.tools]
        shown = [f"{value:.2f}" if value is not None else "–" for value in seconds]
        yield [
            scenario,
            str(results.builds(count, scenario)),
            *shown,
            _ratio(results, count, scenario, lambda run: run.seconds),
        ]


def _memory(results: Results, count: int) -> Iterator[list[str]]:
    for scenario in SCENARIOS:
        cells = []
        for tool in results.tools:
            tree = results.middle(count, scenario, tool, lambda run: run.tree)
            largest = results.middle(count, scenario, tool, lambda run: run.largest)
            cells.append(f"{_megabytes(tree)} ({_megabytes(largest)})" if tree and largest else "–")
        yield [
            scenario,
            str(results.builds(count, scenario)),
            *cells,
            _ratio(results, count, scenario, lambda run: run.tree),
        ]


def _ratio(results: Results, count: int, scenario: str, value: Callable[[Run], float]) -> str:
    ours, theirs = (results.middle(count, scenario, tool, value) for tool in (FIRST, RIVAL))
    return f"{ours / theirs:.3f}" if ours and theirs else "–"


def _megabytes(size: float) -> str:
    return f"{size / 1e6:.0f}"


LEFT, RIGHT, TOP, BAR, GAP = 170, 90, 64, 15, 14
WIDTH = 760
STYLE = """\
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.panel { fill: #ffffff } .grid { stroke: #d1d9e0 } .small { font-size: 11px; fill: #59636e } .title { font-weight: 600 }
.tool0 { fill: #b3261e } .tool1 { fill: #4f76b8 } .tool2 { fill: #8c959f }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.panel { fill: #0d1117 } .grid { stroke: #30363d } .small { fill: #9198a1 }
.tool0 { fill: #ff7b72 } .tool1 { fill: #79a5f0 } .tool2 { fill: #848d97 }
}"""


def chart(results: Results, machine: Sequence[str]) -> str:
    """A bar chart (SVG 1.1) of the largest site: seconds on a logarithmic scale, a bar a tool in each scenario."""
    count = results.counts[-1]
    bars = [
        (scenario, place, seconds)
        for scenario in SCENARIOS
        for place, tool in enumerate(results.tools)
        if (seconds := results.seconds(count, scenario, tool))
    ]
    low = math.floor(math.log10(min(seconds for _, _, seconds in bars)))
    high = math.ceil(math.log10(max(seconds for _, _, seconds in bars)))
    group = len(results.tools) * BAR + GAP
    bottom = TOP + len(SCENARIOS) * group

    def x(seconds: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(seconds) - low) / (high - low)

    def parts() -> Iterator[str]:
        yield f'<rect class="panel" width="{WIDTH}" height="{bottom + 46}" rx="6"/>'
        yield f'<text class="title" x="16" y="26">Building {count:,} articles: seconds, logarithmic scale</text>'
        for place, tool in enumerate(results.tools):
            yield f'<rect class="tool{place}" x="{LEFT + place * 100}" y="38" width="11" height="11"/>'
            yield f'<text x="{LEFT + place * 100 + 17}" y="48">{tool}</text>'
        for power in range(low, high + 1):
            yield f'<path class="grid" d="M{x(10**power):.1f} {TOP - 4}V{bottom}"/>'
            where = f'x="{x(10**power):.1f}" y="{bottom + 14}" text-anchor="middle"'
            yield f'<text class="small" {where}>{10**power:g} s</text>'
        for number, scenario in enumerate(SCENARIOS):
            y = TOP + number * group + len(results.tools) * BAR / 2 + 5
            yield f'<text x="{LEFT - 10}" y="{y:.1f}" text-anchor="end">{scenario}</text>'
        for scenario, place, seconds in bars:
            y = TOP + SCENARIOS.index(scenario) * group + place * BAR
            yield f'<rect class="tool{place}" x="{LEFT}" y="{y}" width="{x(seconds) - LEFT:.1f}" height="{BAR - 2}"/>'
            yield f'<text class="small" x="{x(seconds) + 5:.1f}" y="{y + 11}">{seconds:.2f} s</text>'
        yield f'<text class="small" x="16" y="{bottom + 36}">{_escaped(", ".join((machine[0], *machine[2:])))}</text>'

    label = f"Seconds to build {count:,} articles with {', '.join(results.tools)}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom + 46}" role="img" aria-label="{label}">'
    )
    return "\n".join((head, f"<style>{STYLE}</style>", *parts(), "</svg>")) + "\n"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
