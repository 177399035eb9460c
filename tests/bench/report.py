"""What is shown of the results: results.md, and the block of figures in the README."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from tests.bench.live import LIVE
from tests.bench.measure import Run
from tests.bench.results import DIGEST, FAST, OURS, RIVAL, Import, Machine, Results, Section, memory, seconds
from tests.bench.run import BODY, BUILDS, COLD, HUGE, NOTHING, SCENARIOS, TEMPLATE
from tests.bench.tools import tools

TOOLS = tuple(tool.name for tool in tools().values())
COLUMNS = (*TOOLS, *(f"{tool} ÷ {RIVAL}" for tool in OURS))
NONE = "–"

SHOWN = 10_000
"""Articles of the site that the README and the chart show, if there are results of it."""

Runs = tuple[Run, ...]

SHORT = (COLD, NOTHING, BODY, TEMPLATE)
"""Of the scenarios, those in the README."""

BEGIN, END = "<!-- Figures, written by `make bench` -->\n", "<!-- End of the figures -->\n"

HOW = f"""\
# Benchmark

Written by `make bench`; how it is done, is told in `tests/bench`. Each section has the machine and day of its own run.

- {FAST} is digest with `markdown: {{engine: commonmark}}`.
- A time is the median over the builds or edits. A ratio to {RIVAL} is the median of the ratios, each of two builds of
  one round, or of two edits of one number.
- Memory is the peak of all processes together, in which pages that they share count for each; in brackets the peak of
  the largest one.
- “live” is the time from the writing of a file to the answer that shows it, over HTTP, from `digest serve` and from
  `hugo server --renderToMemory`, the quickest way of {RIVAL}. What is asked for was asked for before, but for the page
  of a new article: the page of the article, the style sheet, and the front page for an article that is deleted.
  `digest serve` reads the style sheet where it is edited; what it builds behind a change of the base template goes on
  during the next one. The memory is that of the serving program, its first build included.
- {NONE} was not measured, and a row without figures is left out: Pelican takes too long for more than {HUGE:,}
  articles, and when it watches it builds the whole site again.
"""


def markdown(results: Results) -> str:
    """The text of results.md."""
    lines = [HOW]
    for count, section in results.sections.items():
        facts = f"{told(section.machine, section.day)}. {section.note}".rstrip()
        lines += [f"## {count:,} articles", "", facts, "", _builds(section), ""]
        times = (_row(section, scenario, seconds, _time) for scenario in measured(section, SCENARIOS))
        peaks = [_row(section, scenario, memory, _peak) for scenario in measured(section, BUILDS)]
        peaks += [["live", *_row(section, edit, memory, _peak)[1:]] for edit in measured(section, LIVE)[:1]]
        lines += [*_table(("Seconds", *COLUMNS), times), ""]
        lines += [*_table(("Peak memory, MB", *COLUMNS), peaks), ""]
    if growth := [*_growth(results, "time", seconds), *_growth(results, "memory", memory)]:
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
    """The plot, a table of one site, one of the live edits of all, and one of their cold builds."""
    count, section = shown(results)
    rows = [_row(section, scenario, seconds, _time) for scenario in measured(section, SHORT)]
    rows += [["peak memory, cold, MB", *_row(section, COLD, memory, _plain_peak)[1:]]]
    sizes = ([f"{number:,}", *_row(other, COLD, seconds, _time)[1:]] for number, other in results.sections.items())
    lines = [
        f"![A chart of the seconds for {count:,} articles](tests/bench/results.svg)",
        "",
        *_table((f"{count:,} articles, seconds", *COLUMNS), rows),
        "",
        *_live(results),
        *_table(("Cold build by articles, seconds", *COLUMNS), sizes),
        "",
        f"{told(section.machine, section.day)}. {section.note}".rstrip(),
    ]
    if made := results.imported:
        lines += ["", f"`digest import`: {imported(made)}"]
    return "\n".join(lines) + "\n"


def measured(section: Section, scenarios: Sequence[str]) -> list[str]:
    """Those that there are runs of."""
    return [scenario for scenario in scenarios if section.runs.get(scenario)]


def _live(results: Results) -> list[str]:
    """A table of what was measured live, with each site beside each other; no lines if there is none."""
    sites = {count: section for count, section in results.sections.items() if measured(section, LIVE)}
    columns = [(count, tool) for count in sites for tool in (DIGEST, RIVAL)]
    rows = [
        [edit.removeprefix("live: "), *(_cell(sites[count].of(edit, tool), _time) for count, tool in columns)]
        for edit in LIVE
        if any(measured(section, [edit]) for section in sites.values())
    ]
    head = ("Live by articles, seconds", *(f"{count:,}: {tool}" for count, tool in columns))
    return [*_table(head, rows), ""] if rows else []


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
    cells = [_cell(section.of(scenario, tool), show) for tool in TOOLS]
    ratios = [section.ratio(scenario, tool, value) for tool in OURS]
    return [scenario, *cells, *(figure(ratio) if ratio else NONE for ratio in ratios)]


def _cell(runs: Runs, show: Callable[[Runs], str]) -> str:
    return show(runs) if runs else NONE


def _builds(section: Section) -> str:
    """How many runs there were of each tool."""
    edits = {tool: max(len(section.of(edit, tool)) for edit in LIVE) for tool in TOOLS}
    made = {tool: (len(section.of(COLD, tool)), edits[tool]) for tool in TOOLS}
    told = [
        f"{tool} {builds}{f' (live edits of each kind: {live})' if live else ''}"
        for tool, (builds, live) in made.items()
        if builds or live
    ]
    return f"Builds of each kind: {', '.join(told)}."


def _growth(results: Results, what: str, value: Callable[[Run], float]) -> Iterator[list[str]]:
    """How a cold build's time or memory grows from each size to the next, where both are of one day and processor."""
    for (small, below), (large, above) in pairwise(results.sections.items()):
        if (below.day, below.machine.processor) != (above.day, above.machine.processor):
            continue
        pairs = [(below.middle(COLD, tool, value), above.middle(COLD, tool, value)) for tool in TOOLS]
        yield [
            f"{large:,} ÷ {small:,}, {what}",
            *(figure(more / less) if less and more else NONE for less, more in pairs),
        ]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] + ["---:"] * (len(head) - 1), *rows)]
