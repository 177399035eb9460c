"""What is shown of the results: results.md, and the block of figures in the README."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from tests.bench.measure import Run
from tests.bench.results import FAST, OURS, RIVAL, Import, Machine, Results, Section, memory, seconds
from tests.bench.run import BODY, COLD, HUGE, LIVE, NOTHING, SCENARIOS, TEMPLATE
from tests.bench.tools import tools

TOOLS = tuple(tool.name for tool in tools().values())
COLUMNS = (*TOOLS, *(f"{tool} ÷ {RIVAL}" for tool in OURS))
NONE = "–"

SHOWN = 10_000
"""Articles of the site that the README and the chart show, if there are results of it."""

Runs = tuple[Run, ...]

SHORT = (COLD, NOTHING, BODY, TEMPLATE, LIVE)
"""Of the scenarios, those in the README."""

BEGIN, END = "<!-- Figures, written by `make bench` -->\n", "<!-- End of the figures -->\n"

HOW = f"""\
# Benchmark

Written by `make bench`; how it is done, is told in `tests/bench`. Each section has the machine and day of its own run.

- {FAST} is digest with `markdown: {{engine: commonmark}}`.
- A time is the median over the builds. A ratio to {RIVAL} is the median of the ratios, each of two builds of one round.
- Memory is the peak of all processes together, in which pages that they share count for each; in brackets the peak of
  the largest one.
- “{LIVE}” is the time from the writing of an article to its new page: in the output folder with `digest watch`, over
  HTTP from `hugo server --renderToMemory`, the quickest way of {RIVAL}. The memory is that of the watching program,
  its first build included.
- {NONE} was not measured: Pelican takes too long for more than {HUGE:,} articles, and when it watches it builds the
  whole site again.
"""


def markdown(results: Results) -> str:
    """The text of results.md."""
    lines = [HOW]
    for count, section in results.sections.items():
        facts = f"{told(section.machine, section.day)}. {section.note}".rstrip()
        lines += [f"## {count:,} articles", "", facts, "", _builds(section), ""]
        times = (_row(section, scenario, seconds, _time) for scenario in SCENARIOS)
        peaks = (_row(section, scenario, memory, _peak) for scenario in SCENARIOS)
        lines += [*_table(("Seconds", *COLUMNS), times), ""]
        lines += [*_table(("Peak memory, MB", *COLUMNS), peaks), ""]
    if len(results.sections) > 1:
        growth = (*_growth(results, "time", seconds), *_growth(results, "memory", memory))
        lines += ["## Growth", "", "How many times as much a cold build of the larger site takes:", ""]
        lines += [*_table(("Articles", *TOOLS), growth), ""]
    if made := results.imported:
        lines += ["## Import", "", f"{told(made.machine, made.day)}.", ""]
        lines += [imported(made), ""]
    return "\n".join(lines)


def imported(made: Import) -> str:
    each = figure(made.run.seconds / made.texts * 1000)
    return f"{made.texts:,} raw texts: {figure(made.run.seconds)} s, {each} ms each, {_megabytes(made.run.tree)} MB."


def readme(text: str, results: Results) -> str:
    """The README with its block of figures made anew."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"The README has no lines {BEGIN.strip()} and {END.strip()}.")
    return f"{before}{BEGIN}\n{block(results)}\n{END}{after}"


def block(results: Results) -> str:
    """The plot, a table of one site, and one of the cold builds of all."""
    count, section = shown(results)
    rows = [_row(section, scenario, seconds, _time) for scenario in SHORT]
    rows += [["peak memory, cold, MB", *_row(section, COLD, memory, _plain_peak)[1:]]]
    sizes = ([f"{number:,}", *_row(other, COLD, seconds, _time)[1:]] for number, other in results.sections.items())
    lines = [
        f"![A chart of the seconds for {count:,} articles](tests/bench/results.svg)",
        "",
        *_table((f"{count:,} articles, seconds", *COLUMNS), rows),
        "",
        *_table(("Cold build by articles, seconds", *COLUMNS), sizes),
        "",
        f"{told(section.machine, section.day)}. {section.note}".rstrip(),
    ]
    if made := results.imported:
        lines += ["", f"`digest import`: {imported(made)}"]
    return "\n".join(lines) + "\n"


def shown(results: Results) -> tuple[int, Section]:
    """The site that is shown first."""
    count = SHOWN if SHOWN in results.sections else max(results.sections)
    return count, results.sections[count]


def told(machine: Machine, day: dt.date) -> str:
    programs = ", ".join(f"{name} {version}" for name, version in machine.tools.items() if name != FAST)
    return (
        f"{machine.processor}, {machine.cores} cores, {machine.memory:.0f} GB of memory, "
        f"load {machine.load:.1f} before; {machine.system}, Python {machine.python}, {programs}; {day.day} {day:%B %Y}"
    )


def figure(value: float) -> str:
    """Seconds or a ratio, with about three digits."""
    return f"{value:.{0 if value >= 100 else 2 if value >= 0.1 else 3}f}"


def _time(runs: Runs) -> str:
    return figure(median(map(seconds, runs)))


def _peak(runs: Runs) -> str:
    return f"{_plain_peak(runs)} ({_megabytes(median(run.largest for run in runs))})"


def _plain_peak(runs: Runs) -> str:
    return _megabytes(median(map(memory, runs)))


def _megabytes(size: float) -> str:
    return f"{size / 1e6:.0f}"


def _row(section: Section, scenario: str, value: Callable[[Run], float], show: Callable[[Runs], str]) -> list[str]:
    cells = [show(runs) if (runs := section.of(scenario, tool)) else NONE for tool in TOOLS]
    ratios = [section.ratio(scenario, tool, value) for tool in OURS]
    return [scenario, *cells, *(figure(ratio) if ratio else NONE for ratio in ratios)]


def _builds(section: Section) -> str:
    """How many runs there were of each tool."""
    made = {tool: (len(section.of(COLD, tool)), len(section.of(LIVE, tool))) for tool in TOOLS}
    told = [
        f"{tool} {builds}{f' (live edits: {live})' if live else ''}" for tool, (builds, live) in made.items() if builds
    ]
    return f"Builds of each kind: {', '.join(told)}."


def _growth(results: Results, what: str, value: Callable[[Run], float]) -> Iterator[list[str]]:
    """How a cold build's time or memory grows from each size to the next."""
    for (small, below), (large, above) in pairwise(results.sections.items()):
        pairs = [(below.middle(COLD, tool, value), above.middle(COLD, tool, value)) for tool in TOOLS]
        yield [
            f"{large:,} ÷ {small:,}, {what}",
            *(figure(more / less) if less and more else NONE for less, more in pairs),
        ]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] + ["---:"] * (len(head) - 1), *rows)]
