"""What is said of a site while it is followed: each thing once, and when it is mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from digest.commands.console import Context, counted, print_line, print_problems
from digest.commands.tables import held_lines
from digest.errors import Problem, is_stopped
from digest.model.article import Held
from digest.text import in_one_line


class Said:
    """What was said of a site, so that each thing is told once, and again when it is mended or comes back."""

    def __init__(self, context: Context, site: Path) -> None:
        self._context, self._site = context, site
        self._told: dict[str, dict[tuple[str, str], Problem]] = {}  # by who found it
        self._held: tuple[Held, ...] = ()
        self._refusals: dict[str, str] = {}  # by what was to be made

    def found(self, where: str, problems: Sequence[Problem], held: tuple[Held, ...] | None = None) -> None:
        """What is wrong now by one who looked at all, `where` tells who; `held` if they know."""
        before = self._known()
        was_stopped = is_stopped(before.values())
        self._told[where] = {_known_by(problem): problem for problem in problems}
        now = self._known()
        print_problems([problem for known, problem in now.items() if known not in before], self._context.quiet)
        self._say_mended(before, now, was_stopped=was_stopped)
        if held is not None and held != self._held:
            self._held = held
            for line in held_lines(held) or ["No file is held back any more."]:
                self._context.say(line)

    def refused(self, place: str, text: str) -> None:
        """What the system would not do, so that something was not made."""
        if text not in self._refusals.values():
            print_line(text)
        self._refusals[place] = text

    def granted(self, place: str) -> bool:
        """That it was made. Whether that was refused before."""
        return self._refusals.pop(place, None) is not None

    @property
    def refusals(self) -> tuple[str, ...]:
        """What the system would not do last, each once."""
        return tuple(dict.fromkeys(self._refusals.values()))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong now."""
        return tuple(sorted(self._known().values()))

    def _known(self) -> dict[tuple[str, str], Problem]:
        return {known: problem for told in self._told.values() for known, problem in told.items()}

    def _say_mended(
        self, before: Mapping[tuple[str, str], Problem], now: Mapping[tuple[str, str], Problem], *, was_stopped: bool
    ) -> None:
        faulty = {problem.path for problem in now.values()}
        mended = {problem.path for problem in before.values()} - faulty
        there = sorted(path for path in mended if path and (self._site / path).exists())
        if there:
            self._context.say(f"{_listed(there)} {'is' if len(there) == 1 else 'are'} right again.")
        elif was_stopped and not is_stopped(now.values()):
            self._context.say("The site can be built again.")


def _known_by(problem: Problem) -> tuple[str, str]:
    """By what a problem is known again: not its line, which changes with what stands above."""
    return problem.path, problem.fact


def _listed(names: Sequence[str]) -> str:
    more = f" and {counted(len(names) - 3, 'other')}" if len(names) > 3 else ""
    return f"{in_one_line(', '.join(names[:3]))}{more}"
