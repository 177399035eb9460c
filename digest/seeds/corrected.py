"""The articles that an editor has corrected since they were last looked at → what they teach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from digest.article_file.mark import IMPORTER, SeedMark
from digest.progress import Progress
from digest.seeds.learning import Learning
from digest.seeds.memory.corrections import Correction, corrections, left_out
from digest.seeds.memory.records import Record, read_article
from digest.seeds.read.find import Seed, find_seeds, shown
from digest.seeds.refused import SeedError
from digest.seeds.seed_texts import SeedText, SeedTexts

_OF_THIS_IMPORTER = re.compile(rf"^seed:.*\bimporter: {IMPORTER}\b", re.M)


class Corrected:
    """Articles below `into` of which `records` say that they are not as they were imported. Their seeds lie in `home`,
    the site's own, or are among those `found` for a run."""

    def __init__(
        self,
        into: Path,
        records: Mapping[str, Record],
        found: Sequence[Seed | Path],
        *,
        site: Path,
        home: Path,
        follow: Sequence[Path],
    ) -> None:
        self._into, self._records, self._site, self._home = into, records, site, home
        self._given = {seed.name: seed for seed in found if isinstance(seed, Seed) and not seed.leads_to}
        self._inside = (site.resolve(), *follow)

    def teach(self, learning: Learning, texts: SeedTexts, progress: Progress) -> None:
        """Learn of them, once of each."""
        new = {
            shown(self._into / name, self._site): (self._into / name, record.mark, record.edited)
            for name, record in self._records.items()
            if record.edited and learning.looked_at.is_new(shown(self._into / name, self._site), record.edited)
        }
        if not new:
            return
        progress.enter("look at corrections", len(new))
        found: list[tuple[str, Correction]] = []
        seen: dict[str, str] = {}
        for article, (path, mark, edited) in new.items():
            with suppress(SeedError, OSError):  # told when the seed itself is imported
                if mark is not None and (text := self._text(mark, texts)):
                    seen[article] = edited
                    found += [(article, one) for one in self._found(article, path, text, learning, texts)]
            progress.advance()
        if learning.learn(learning.looked_at.lessons(found)):
            for article, edited in seen.items():
                learning.looked_at.looked(article, edited)

    def _text(self, mark: SeedMark, texts: SeedTexts) -> SeedText | None:
        """The text that an article was made of; None if it is not there as it was. Raises SeedError, OSError."""
        for seed in self._seeds(mark.file):
            file = texts.file(seed)
            if mark.part or file.sha256 == mark.sha256:
                return next((text for text in file.texts() if text.sha256 == mark.sha256), None)
        return None

    def _seeds(self, name: str) -> Iterator[Seed]:
        own = self._home / name
        if own.is_file() and any(map(own.resolve().is_relative_to, self._inside)):
            found = next(find_seeds([own], site=self._site, into=self._into))
            if isinstance(found, Seed) and found.name == name:
                yield found
        elif name in self._given:
            yield self._given[name]

    def _found(
        self, article: str, path: Path, text: SeedText, learning: Learning, texts: SeedTexts
    ) -> list[Correction]:
        first = text.draft()
        draft = texts.draft(text)
        now = read_article(path)
        was_left_out = learning.looked_at.was_left_out(article)
        if was_left_out is None and _OF_THIS_IMPORTER.search(now):  # made in another clone, as it would be here
            was_left_out = left_out(draft, learned=False).__contains__
        return corrections(first, draft, learning.sources.of(first.source), now, was_left_out)
