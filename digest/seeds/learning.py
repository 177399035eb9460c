"""What a run learns of the site's sources: from articles that an editor has corrected, and from lines that recur.

All of it goes into learned.yaml before an article depends on it. So the same seed, settings and learned.yaml always
make the same article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from digest.errors import stop_at
from digest.files.folders import STATE
from digest.seeds.memory.corrections import words_of_line
from digest.seeds.memory.learned import Lesson, Sources, load_learned
from digest.seeds.memory.learned_file import add_lessons, with_entries
from digest.seeds.memory.looked_at import LookedAt
from digest.seeds.outcomes import Imported


class Learning:
    """What the site has learnt, with what this run adds. It `writes` that down, or only goes by it; `tell` is given a
    line if it cannot be written, and `learnt` each lesson. Raises ProblemsError if learned.yaml is faulty."""

    def __init__(
        self,
        site: Path,
        *,
        writes: bool,
        tell: Callable[[str], None] = lambda line: None,
        learnt: Callable[[Lesson], None] = lambda lesson: None,
    ) -> None:
        entries, problems = load_learned(site)
        stop_at(problems)
        self.sources = Sources(entries)
        self.looked_at = LookedAt(site / STATE / "looked_at.msgpack")
        self._site, self._writes, self._tell, self._learnt = site, writes, tell, learnt

    def learn(self, lessons: Iterable[Lesson]) -> bool:
        """Learn what is new of it. Tells whether it could be written down: else it is not gone by either."""
        new = self.sources.new(lessons)
        if not new:
            return True
        if self._writes and (problem := add_lessons(self._site, new)):
            self._tell(str(problem))
            return False
        entries, problems = load_learned(self._site) if self._writes else ({}, ())
        self.sources = Sources(with_entries(self.sources.entries, new) if problems or not entries else entries)
        for lesson in new:
            self._learnt(lesson)
        return True

    def made(self, row: Imported) -> None:
        """An article was made, or is as the import would make it."""
        if row.status in ("created", "updated"):
            self.looked_at.made(row.article, (words_of_line(line.text) for line in row.removed))

    def remember(self, articles: Iterable[str]) -> None:
        if self._writes:
            self.looked_at.save(set(articles))
