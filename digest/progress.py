"""How far long work is: its stages, what of each is done, and what took how long."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable

import msgspec

SLOWEST = 10

WRITES_NOTHING = frozenset(("scan", "parse", "look at the output", "plan", "key and render"))
"""The stages in which a build can be given up as if it had not begun."""


class Slow(msgspec.Struct, frozen=True):
    """An article and the seconds that it took to parse."""

    path: str
    seconds: float


class TemplateTime(msgspec.Struct, frozen=True):
    """A template, how many pages were made with it, and the seconds that they took together."""

    name: str
    pages: int
    seconds: float


class Profile(msgspec.Struct, frozen=True):
    """What took how long, in seconds: stages as the clock on the wall has it; articles and templates by the processes
    that worked on them, several at a time. `reasons` say of each page that was rendered why it was."""

    stages: dict[str, float]
    articles: tuple[Slow, ...]  # slowest first
    templates: tuple[TemplateTime, ...]  # slowest first
    reasons: dict[str, str]


class GivenUpError(Exception):
    """The work is wanted no more: newer work is."""


class Progress:
    """Told by the stages of a build how they go on. `show` is called with a stage, how much of it is done, and of how
    much (0 where that is not known). As long as nothing is written `is_wanted` is asked whether to go on: if not, the
    work ends with GivenUpError. Later `meanwhile` is called instead, between two files: for what cannot wait for the
    end."""

    def __init__(
        self,
        show: Callable[[str, int, int], None] = lambda stage, done, total: None,
        is_wanted: Callable[[], bool] = lambda: True,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> None:
        self._show = show
        self._is_wanted = is_wanted
        self._meanwhile = meanwhile
        self._stage = ""
        self._since = time.perf_counter()
        self._done = self._total = 0
        self._stages: dict[str, float] = {}
        self._articles: list[Slow] = []
        self._templates: dict[str, tuple[int, float]] = {}
        self.reasons: dict[str, str] = {}

    def enter(self, stage: str, total: int = 0) -> None:
        """Ends the stage before."""
        now = time.perf_counter()
        if self._stage:
            self._stages[self._stage] = self._stages.get(self._stage, 0.0) + now - self._since
        self._stage, self._since, self._done, self._total = stage, now, 0, total
        self._show(stage, 0, total)
        self.go_on()

    def advance(self, by: int = 1) -> None:
        self._done += by
        self._show(self._stage, self._done, self._total)
        self.go_on()

    def go_on(self) -> None:
        """Asks whether to. Raises GivenUpError."""
        if self._stage not in WRITES_NOTHING:
            self._meanwhile()
        elif not self._is_wanted():
            raise GivenUpError

    def parsed(self, path: str, seconds: float) -> None:
        self._articles.append(Slow(path, seconds))
        self.advance()

    def rendered(self, template: str, seconds: float) -> None:
        pages, before = self._templates.get(template, (0, 0.0))
        self._templates[template] = (pages + 1, before + seconds)
        self.advance()

    def profile(self) -> Profile:
        templates = [TemplateTime(name, *taken) for name, taken in self._templates.items()]
        return Profile(
            stages=dict(self._stages),
            articles=tuple(heapq.nlargest(SLOWEST, self._articles, key=lambda slow: slow.seconds)),
            templates=tuple(sorted(templates, key=lambda taken: -taken.seconds)),
            reasons=self.reasons,
        )
