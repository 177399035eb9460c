"""What a wrong benchmark would rest on: the corpus and the measuring."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.bench import tools as setups
from tests.bench.corpus import LAST_DAY, TAGS, article, articles
from tests.bench.measure import PROC, FailedError, run
from tests.bench.run import MARK, steps


def test_an_article_is_the_same_in_any_order_and_its_tags_follow_zipf() -> None:
    made = list(articles(600))
    assert made[400] == article(400, 600)
    assert made[-1].day == LAST_DAY
    assert (LAST_DAY - made[0].day).days // 365 == 9
    words = [len(text.body.split()) for text in made]
    assert 380 < sum(words) / len(words) < 480
    used = Counter(tag for text in made for tag in text.tags)
    assert 1.5 < used[TAGS[0]] / used[TAGS[1]] < 2.5
    assert not any(MARK in text.body for text in made)


def test_a_run_counts_the_memory_of_children_together(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    child = "held = bytearray(60_000_000); print(flush=True); input()"
    parent = f"""
import subprocess, sys, time
runs = [subprocess.Popen([sys.executable, "-c", {child!r}], stdin=-1, stdout=-1) for _ in "ab"]
[run.stdout.readline() for run in runs]
time.sleep(0.4)
[run.communicate(b"\\n") for run in runs]
"""
    took = run((sys.executable, "-c", parent), site)
    assert took.seconds > 0.4
    assert 60e6 < took.largest < 120e6
    if PROC.exists():
        assert took.tree > 120e6


def test_a_run_that_fails_is_no_figure(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    with pytest.raises(FailedError, match="ended with 3:\nno such theme"):
        run((sys.executable, "-c", "print('no such theme'); raise SystemExit(3)"), site)


def test_every_scenario_is_seen_in_the_output_and_not_before(tmp_path: Path) -> None:
    """All scenarios with digest; and a build that never ran would be noticed in each that changes something."""
    digest = setups.tools()["digest"]
    count = 12
    digest.make_site(tmp_path, articles(count))
    for step in steps(count):
        step.edit(digest, tmp_path)
        if step.scenario not in ("cold", "nothing changed"):
            assert not step.shows(digest, tmp_path), step.scenario
        run(digest.command, tmp_path)
        assert step.shows(digest, tmp_path), step.scenario
        assert digest.pages(tmp_path) >= count
