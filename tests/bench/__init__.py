"""The benchmark: digest, Hugo and Pelican make the same site of the same articles, and are timed at it.

    python -m tests.bench                        1,000 and 10,000 articles
    BENCH_N=100000 python -m tests.bench         another number; several with commas or spaces
    python -m tests.bench --tools digest 500

corpus.py    the articles, and raw texts to import        pure: the same number gives the same bytes
tools.py     how each generator is set up and run
measure.py   time and memory of one process and all that it starts
run.py       the scenarios, in turn, each build checked for what it should have made
report.py    table, chart, description of the machine
"""
