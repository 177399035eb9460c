"""A build that is killed, at whatever moment, costs the next one work and never truth."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from digest.files.folders import STATE
from digest.model import article as stamps
from tests.fork_server import STEPS, TICK_NS, ForkServer, Order, Outcome
from tests.oracle import apart, clean_build, tree
from tests.profiles import examples
from tests.sites import CONFIG, Files, article, build, make_site, png, put, request_for

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")

CASES = examples(quick=4, deep=10)
TURNS = examples(quick=10, deep=20)
"""So many sites, each edited and its build killed so many times."""

SEED = os.environ.get("KILLS_SEED")

ARTICLES = 48
OWN_TEMPLATE = "themes/mine/templates/article.html"


@pytest.fixture(scope="module")
def fork_server() -> Iterator[ForkServer]:
    made = ForkServer()
    yield made
    made.close()


class EditedSite:
    """A site of some fifty articles, and an editor who is one of chance."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.chance = chance
        self.site = make_site(folder, {"themes/mine/theme.yaml": "name: mine\n", OWN_TEMPLATE: template("")})
        put(self.site, {f"content/{number}.md": self.article() for number in range(ARTICLES)})
        put(self.site, {"digest.yaml": settings("News."), "content/photo.png": png(2, 2)})
        self.scratch = folder / "scratch"
        self.log: list[str] = []

    def article(self) -> str:
        """An article with a title, a day, tags and a body of chance; its address is made of the first two."""
        number, day = self.chance.randrange(10**6), self.chance.randrange(1, 29)
        tags = ", ".join(self.chance.sample(["NATO", "EU", "Ukraine", "Navy", "155 mm"], 2))
        date = f"2023-{self.chance.choice(['03', '04'])}-{day:02}"
        return article(f"Number {number}", date, f"Text {number}.\n\n![photo](photo.png)", tags=f"[{tags}]")

    def articles(self) -> list[str]:
        return sorted(f"content/{path.name}" for path in (self.site / "content").glob("*.md"))

    def edit(self) -> tuple[str, Files]:
        """The kind of an edit of chance, and what undoes it."""
        name = self.chance.choice(list(EDITS))
        files = EDITS[name](self)
        undone = {path: (self.site / path).read_bytes() if (self.site / path).exists() else None for path in files}
        put(self.site, files)
        self.log.append(f"edit: {name} ({', '.join(files)})")
        return name, undone

    def compare(self) -> float:
        """Builds on from what a killed build left, and from nothing, and compares. Returns the seconds it took."""
        report = build(self.site)
        assert report.notices == ()
        assert {path.name for path in (self.site / STATE).iterdir()} <= {"output.sqlite", "output.lock"}
        shutil.rmtree(self.scratch, ignore_errors=True)
        assert clean_build(replace(request_for(self.site), output=self.scratch)) == ()
        assert apart(tree(self.site / "output"), tree(self.scratch)) == {}
        return report.seconds


def template(text: str) -> str:
    return f'{{% extends "default/article.html" %}}\n{{% block body %}}{text}{{{{ super() }}}}{{% endblock %}}\n'


def settings(description: str) -> str:
    return f"{CONFIG}description: {description}\ntheme: mine\n"


def changed(made: EditedSite, old: str, new: str) -> Files:
    path = made.chance.choice(made.articles())
    return {path: (made.site / path).read_text(encoding="utf-8").replace(old, new)}


def renamed(made: EditedSite) -> Files:
    path = made.chance.choice(made.articles())
    return {f"content/{made.chance.randrange(10**6)}.md": (made.site / path).read_bytes(), path: None}


EDITS: dict[str, Callable[[EditedSite], Files]] = {
    "body": lambda made: changed(made, "Text ", f"Text {made.chance.randrange(10**6)} "),
    "title": lambda made: changed(made, "Number ", f"Number {made.chance.randrange(10**6)} "),
    "another article": lambda made: {made.chance.choice(made.articles()): made.article()},
    "add": lambda made: {f"content/{made.chance.randrange(10**6)}.md": made.article()},
    "delete": lambda made: {made.chance.choice(made.articles()): None},
    "rename": renamed,
    "template": lambda made: {OWN_TEMPLATE: template(f"{made.chance.random()}")},
    "static file": lambda made: {"themes/mine/static/style.css": f"a{{top:{made.chance.random()}}}"},
    "picture": lambda made: {"content/photo.png": png(*made.chance.sample(range(1, 30), 2))},
    "settings": lambda made: {"digest.yaml": settings(f"News of {made.chance.random()}.")},
}


@pytest.mark.parametrize("case", range(CASES))
def test_what_a_killed_build_left_is_made_good(
    case: int, tmp_path: Path, fork_server: ForkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "TICK_NS", TICK_NS)
    seed = int(SEED) if SEED else random.randrange(2**32)
    print(f"KILLS_SEED={seed}")
    chance = random.Random(seed)
    made = EditedSite(tmp_path, chance)
    jobs = 2 if case % 4 == 3 else 1
    assert build(made.site).site.pages > 100
    seconds = dict.fromkeys(EDITS, 0.1)
    outcomes: list[Outcome] = []
    for turn in range(2 * TURNS):
        # Where a kill falls is chance: there are more turns, until enough of them fell where they hurt.
        if turn >= TURNS and _hurt(outcomes):
            break
        name, undone = made.edit()
        order = Order(str(made.site), jobs)
        if turn % 2 == 0:
            order = replace(order, step=chance.choice(STEPS), share=chance.random())
        elif turn % 4 == 1:
            order = replace(order, after=chance.uniform(0, seconds[name]))
        else:
            order = replace(order, after=chance.uniform(0, seconds[name] / 20), since="claimed")
        outcome = fork_server.build(order)
        print(made.log[-1], order, outcome.status, *outcome.reached[-1:])
        assert outcome.status == 0 or outcome.was_killed
        assert not outcome.orphans, "workers live on after the build was killed"
        outcomes.append(outcome)
        then = chance.choice(["", "undo", "undo", "edit"])
        if then == "undo":
            put(made.site, undone)
        elif then == "edit":
            made.edit()
        took = made.compare()
        if not then:
            seconds[name] = took
    assert _hurt(outcomes)


def _hurt(outcomes: list[Outcome]) -> bool:
    """Whether half of the builds were killed, and two in five of all while they wrote."""
    killed = sum(outcome.was_killed for outcome in outcomes)
    return killed >= len(outcomes) * 0.5 and sum(outcome.was_committing for outcome in outcomes) >= len(outcomes) * 0.4
