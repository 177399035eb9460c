"""The results, as they are kept in results.json: a section for each number of articles, with its machine and day."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median

import msgspec
from msgspec import Struct

from tests.bench.measure import Run
from tests.bench.run import Sample
from tests.bench.tools import Tool

FILE = Path(__file__).with_name("results.json")

SIZES = (1_000, 10_000, 100_000)
"""Of the sites whose results are kept and shown; other numbers of articles are for a trial."""

SEEDS = 10_000
"""Raw texts, of which the same is true."""

OURS = DIGEST, FAST = "digest", "digest fast"
RIVAL = "Hugo"


class Machine(Struct, frozen=True):
    """What the figures of a section depend on."""

    processor: str
    cores: int
    memory: float  # GB
    load: float  # processes that wanted to run in the minute before
    system: str
    python: str
    tools: dict[str, str]  # name and version of those that were compared, in the order in which they are shown


class Section(Struct, frozen=True):
    """The runs with one number of articles, by scenario and tool, in the order in which they were made."""

    day: dt.date
    machine: Machine
    runs: dict[str, dict[str, tuple[Run, ...]]]
    note: str = ""  # what else there is to know of the figures

    def of(self, scenario: str, tool: str) -> tuple[Run, ...]:
        return self.runs.get(scenario, {}).get(tool, ())

    def middle(self, scenario: str, tool: str, value: Callable[[Run], float]) -> float | None:
        """The median of the runs; None if there were none."""
        runs = self.of(scenario, tool)
        return median(map(value, runs)) if runs else None

    def ratio(self, scenario: str, tool: str, value: Callable[[Run], float]) -> float | None:
        """The median of a tool's ratios to Hugo, each of two runs of the same round."""
        pairs = zip(self.of(scenario, tool), self.of(scenario, RIVAL), strict=False)
        ratios = [value(ours) / value(theirs) for ours, theirs in pairs]
        return median(ratios) if ratios else None


class Import(Struct, frozen=True):
    """`digest import` of a number of raw texts."""

    day: dt.date
    machine: Machine
    texts: int
    run: Run


class Results(Struct, frozen=True):
    sections: dict[int, Section] = {}  # by the number of articles
    imported: Import | None = None

    def with_section(self, count: int, section: Section) -> Results:
        """The same, but for this number of articles."""
        sections = dict(sorted({**self.sections, count: section}.items()))
        return msgspec.structs.replace(self, sections=sections)


def seconds(run: Run) -> float:
    return run.seconds


def memory(run: Run) -> float:
    return run.tree


def section_of(samples: Iterable[Sample], machine: Machine, day: dt.date) -> Section:
    """The machine keeps only the tools that there are samples of."""
    runs: dict[str, dict[str, tuple[Run, ...]]] = {}
    for sample in samples:
        of_scenario = runs.setdefault(sample.scenario, {})
        of_scenario[sample.tool] = (*of_scenario.get(sample.tool, ()), rounded(sample.run))
    ran = {tool for of_scenario in runs.values() for tool in of_scenario}
    tools = {name: version for name, version in machine.tools.items() if name in ran}
    return Section(day, msgspec.structs.replace(machine, tools=tools), runs)


def rounded(run: Run) -> Run:
    """To what can be told: tenths of a millisecond, and of a second of the processor's hundredths."""
    return msgspec.structs.replace(run, seconds=round(run.seconds, 4), cpu=round(run.cpu, 2))


def load(path: Path = FILE) -> Results:
    """What was kept; nothing if there is no such file."""
    return msgspec.json.decode(path.read_bytes(), type=Results) if path.exists() else Results()


def save(results: Results, path: Path = FILE) -> None:
    """A run a line."""
    text = msgspec.json.format(msgspec.json.encode(results), indent=1).decode()
    path.write_text(re.sub(r"\[[^][{}]*\]", lambda run: " ".join(run[0].split()), text) + "\n", encoding="utf-8")


def this_machine(tools: Sequence[Tool]) -> Machine:
    has_facts = hasattr(os, "sysconf")
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1) if has_facts else 0,
        load=round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0,
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        tools={tool.name: _version(tool) for tool in tools},
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", info.read_text(encoding="utf-8")) if info.exists() else None
    return found[1] if found else platform.processor() or platform.machine()


def _version(tool: Tool) -> str:
    said = subprocess.run(tool.ask_version, capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+(\.\d+)+", said)
    return found[0] if found else "?"
