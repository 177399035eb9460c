"""The command line of the benchmark: `python -m tests.bench --help`."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import sys
from pathlib import Path

import msgspec

from tests.bench.chart import chart
from tests.bench.measure import FailedError
from tests.bench.report import markdown, readme
from tests.bench.results import DIGEST, SEEDS, SIZES, Import, Results, load, rounded, save, section_of, this_machine
from tests.bench.run import WORK, Sample, compare, compare_live, import_seeds
from tests.bench.tools import OLD, tools

HERE = Path(__file__).parent
README = HERE.parents[1] / "README.md"


def main() -> int:
    known = tools()
    names = os.environ.get("BENCH_TOOLS", ",".join(known))
    numbers = os.environ.get("BENCH_N", "1000 10000").replace(",", " ").split()
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Compares digest with other generators on the same articles.",
        epilog=f"Results of all tools with {', '.join(f'{size:,}' for size in SIZES)} articles, and of {SEEDS:,} raw "
        "texts, are kept, and written into results.md, results.svg and the README; all others are but printed.",
    )
    parser.add_argument(
        "articles", nargs="*", type=int, default=[int(n) for n in numbers], help="[BENCH_N or %(default)s]"
    )
    parser.add_argument("--tools", default=names, help="[BENCH_TOOLS or %(default)s]")
    parser.add_argument(
        "--rounds",
        type=int,
        default=int(os.environ.get("BENCH_ROUNDS", "0")),
        help="of all scenarios [BENCH_ROUNDS, or 3 up to 20,000 articles, else 1]",
    )
    parser.add_argument(
        "--scenarios", type=int, default=None, help="only the first so many of each round, none of them live"
    )
    parser.add_argument("--only-live", action="store_true", help="none but the live scenarios, and no import")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="raw texts to import; 0 for none [%(default)s]")
    parser.add_argument("--only-seeds", action="store_true", help="import them and build nothing")
    options = parser.parse_args()
    keys = [name.strip().lower() for name in options.tools.split(",")]
    if not set(keys) <= known.keys():
        parser.error(f"--tools takes {', '.join(known)}")
    chosen = [tool for key, tool in known.items() if key in keys]
    for tool in chosen:
        if not shutil.which(tool.command[0]):
            parser.error(f"{tool.name} is not installed; `make bench` installs what it needs")

    today, machine = dt.datetime.now(dt.UTC).date(), this_machine(chosen)
    trial, kept = Results(), load()
    is_whole = len(chosen) == len(known) and options.scenarios is None and not options.only_live
    if options.only_seeds:
        machine = this_machine([known[DIGEST]])
    try:
        for count in sorted(set(options.articles)) if not options.only_seeds else ():
            samples: list[Sample] = []
            try:
                if options.only_live:
                    samples.extend(compare_live(chosen, count))
                else:
                    samples.extend(compare(chosen, count, options.rounds, scenarios=options.scenarios))
            finally:  # what there is of a run that failed is shown, though not kept
                section = section_of(samples, machine, today)
                trial = trial.with_section(count, section)
            if is_whole and count in SIZES:
                kept = kept.with_section(count, section)
                write(kept)
        if options.seeds and not options.only_live:
            took = rounded(import_seeds(known[DIGEST].command[0], options.seeds))
            made = Import(today, machine, options.seeds, took)
            trial = msgspec.structs.replace(trial, imported=made)
            is_kept = options.only_seeds or (is_whole and trial.sections.keys() & {*SIZES})
            if is_kept and options.seeds == SEEDS:
                write(msgspec.structs.replace(kept, imported=made))
    except FailedError as error:
        print(markdown(trial))
        print(error, file=sys.stderr)
        return 1
    finally:
        for old in WORK.glob(f"*/{OLD}"):
            shutil.rmtree(old)
    print(markdown(trial))
    return 0


def write(results: Results) -> None:
    """Keeps the results, and renews all that shows them."""
    save(results)
    (HERE / "results.md").write_text(markdown(results), encoding="utf-8")
    (HERE / "results.svg").write_text(chart(results), encoding="utf-8")
    README.write_text(readme(README.read_text(encoding="utf-8"), results), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
