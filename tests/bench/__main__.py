"""The command line of the benchmark: `python -m tests.bench --help`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from tests.bench import report
from tests.bench.measure import FailedError
from tests.bench.run import Sample, compare, import_seeds
from tests.bench.tools import tools

HERE = Path(__file__).parent


def main() -> int:
    known = tools()
    names = os.environ.get("BENCH_TOOLS", ",".join(known))
    numbers = os.environ.get("BENCH_N", "1000 10000").replace(",", " ").split()
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Compares digest with other generators on the same articles."
    )
    parser.add_argument(
        "articles", nargs="*", type=int, default=[int(n) for n in numbers], help="[BENCH_N or %(default)s]"
    )
    parser.add_argument("--tools", default=names, help="[BENCH_TOOLS or %(default)s]")
    parser.add_argument(
        "--rounds",
        type=int,
        default=int(os.environ.get("BENCH_ROUNDS", "0")),
        help="of each scenario [BENCH_ROUNDS, or 3 below 3,000 articles, else 1]",
    )
    parser.add_argument("--seeds", type=int, default=1000, help="raw texts to import; 0 for none [%(default)s]")
    options = parser.parse_args()
    chosen = [known[name.strip().lower()] for name in options.tools.split(",") if name.strip().lower() in known]
    if len(chosen) < len(options.tools.split(",")):
        parser.error(f"--tools takes {', '.join(known)}")
    for tool in chosen:
        if not shutil.which(tool.command[0]):
            parser.error(f"{tool.name} is not installed; `make bench` installs what it needs")

    machine = report.describe_machine(chosen)
    samples: list[Sample] = []
    try:
        for count in sorted(options.articles):
            samples += compare(chosen, count, options.rounds or (3 if count < 3000 else 1))
        imported = (options.seeds, import_seeds(known["digest"].command[0], options.seeds)) if options.seeds else None
    except FailedError as error:
        print(error, file=sys.stderr)
        return 1
    results = report.Results(samples)
    text = report.markdown(results, machine, imported)
    print(text)
    if len(chosen) == len(known):
        (HERE / "results.md").write_text(text, encoding="utf-8")
        (HERE / "results.svg").write_text(report.chart(results, machine), encoding="utf-8")
        print(f"Written to {HERE / 'results.md'} and results.svg beside it.")
    return 0


sys.exit(main())
