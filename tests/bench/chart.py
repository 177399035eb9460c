"""results.svg: bars of the seconds that each tool takes in each scenario, on a logarithmic scale.

It is shown by an <img>, which takes its style alone: light or dark, and larger letters where it is narrow.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape
from itertools import accumulate

from tests.bench.report import TOOLS, figure, measured, shown
from tests.bench.results import OURS, Results, seconds
from tests.bench.run import SCENARIOS

WIDTH, LEFT, RIGHT, TOP = 480, 148, 62, 84
BAR, GAP = 14, 12

STYLE = """\
text { font: 13px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: #1f2328 }
.title { font-weight: 600 } .small { font-size: 11px; fill: #59636e }
.panel { fill: #ffffff; stroke: #d1d9e0 } .grid { stroke: #d1d9e0 }
.value { stroke: #ffffff; stroke-width: 2px; paint-order: stroke }
.tool0 { fill: #b3261e } .tool1 { fill: #d9730d } .tool2 { fill: #4f76b8 } .tool3 { fill: #8c959f }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.small { fill: #9198a1 } .value { stroke: #0d1117 } .panel { fill: #0d1117; stroke: #30363d } .grid { stroke: #30363d }
.tool0 { fill: #ff7b72 } .tool1 { fill: #f0a04b } .tool2 { fill: #79a5f0 } .tool3 { fill: #848d97 }
}
@media (max-width: 380px) { text { font-size: 16px } .small { font-size: 14px } }
"""


def chart(results: Results) -> str:
    """An SVG 1.1 of the site that is shown first."""
    count, section = shown(results)
    bars = {
        scenario: [(tool, value) for tool in TOOLS if (value := section.middle(scenario, tool, seconds))]
        for scenario in measured(section, SCENARIOS)
    }
    values = [value for of_scenario in bars.values() for _, value in of_scenario]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    *tops, bottom = accumulate((len(each) * BAR + GAP for each in bars.values()), initial=TOP)
    height = bottom + 60

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(value) - low) / (high - low)

    def parts() -> Iterator[str]:
        yield f'<rect class="panel" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="6"/>'
        yield f'<text class="title" x="14" y="27">Seconds for {count:,} articles (log scale)</text>'
        left = 14
        for place, tool in enumerate(TOOLS):
            yield f'<rect class="tool{place}" x="{left}" y="43" width="12" height="12"/>'
            yield f'<text x="{left + 17}" y="54">{escape(tool)}</text>'
            left += 45 + 9 * len(tool)
        for power in range(low, high + 1):
            yield f'<path class="grid" d="M{x(10**power):.1f} {TOP - 8}V{bottom}"/>'
            where = f'x="{x(10**power):.1f}" y="{bottom + 15}" text-anchor="middle"'
            yield f'<text class="small" {where}>{10**power:g} s</text>'
        for top, (scenario, of_scenario) in zip(tops, bars.items(), strict=True):
            lines = _broken(scenario)
            y = top + len(of_scenario) * BAR / 2 + 5 - 9 * (len(lines) - 1)
            for place, line in enumerate(lines):
                yield f'<text x="{LEFT - 8}" y="{y + 18 * place:.1f}" text-anchor="end">{line}</text>'
            for place, (tool, value) in enumerate(of_scenario):
                y, color = top + place * BAR, TOOLS.index(tool)
                width = max(x(value) - LEFT, 1)
                yield f'<rect class="tool{color}" x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR - 2}"/>'
                yield f'<text class="small value" x="{LEFT + width + 5:.1f}" y="{y + 10}">{figure(value)} s</text>'
        machine = section.machine
        facts = f"{machine.processor}, {machine.cores} cores, {machine.memory:.0f} GB"
        versions = ", ".join(f"{tool} {version}" for tool, version in machine.tools.items() if tool not in OURS)
        day = f"{section.day.day} {section.day:%B %Y}"
        yield f'<text class="small" x="14" y="{bottom + 36}">{escape(facts)}</text>'
        yield f'<text class="small" x="14" y="{bottom + 52}">{escape(versions)}; {day}</text>'

    label = f"Seconds for {count:,} articles with {', '.join(TOOLS)}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" aria-label="{label}">'
    )
    return "\n".join((head, f"<style>\n{STYLE}</style>", *parts(), "</svg>")) + "\n"


def _broken(text: str) -> list[str]:
    """A label in two lines: broken at the space nearest to its middle."""
    at = min(
        (place for place, letter in enumerate(text) if letter == " "),
        key=lambda place: abs(place - len(text) / 2),
        default=0,
    )
    return [text[:at], text[at + 1 :]] if at else [text]
