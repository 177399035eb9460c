"""The benchmark: digest, Hugo and Pelican make the same site of the same articles, and are timed at it.

    python -m tests.bench                        1,000 and 10,000 articles
    BENCH_N=100000 python -m tests.bench         another number; several with commas or spaces
    python -m tests.bench --tools digest 500     a trial, which is printed but not kept
    python -m tests.bench --only-live 10000      no builds, only edits while the site is served; not kept either

corpus.py    the articles, and raw texts to import        pure: the same number gives the same bytes
tools.py     how each generator is set up and run
measure.py   time and memory of one process and all that it starts
live.py      edits while a tool serves the site, until it shows them
run.py       the scenarios, in turn, each build checked for what it should have made
results.py   what was measured, kept in results.json, with the machine and the day
report.py    results.md and the figures in the README, made from it
chart.py     results.svg, made from it
"""
