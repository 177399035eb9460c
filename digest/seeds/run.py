"""The way of the seeds, one after the other: the same for an import, for one that writes nothing, and for one that is
explained. These differ in what is done with each text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from traceback import extract_tb
from typing import TypeVar

from digest.errors import Problem
from digest.files.folders import CONTENT, STATE
from digest.files.lock import content_locked
from digest.files.whole import remove_unfinished
from digest.progress import Progress
from digest.seeds.find import Seed, find_seeds, is_pattern, shown
from digest.seeds.formats.kinds import may_hold_pictures
from digest.seeds.gazetteer import gazetteer_of
from digest.seeds.into_content import Arrived, Articles
from digest.seeds.known import KnownArticles, part_numbers
from digest.seeds.lexicon import lexicon_of
from digest.seeds.outcomes import Explained, Imported
from digest.seeds.records import read_records
from digest.seeds.refused import SeedError
from digest.seeds.seed_texts import TOGETHER, SeedTexts
from digest.seeds.several import digest_of
from digest.settings.config import ImportSettings
from digest.settings.vocabulary import NO_TAGS, Vocabulary

Row = TypeVar("Row")

# Bytes; no article is longer, and a database dump should not be read as one. Pictures make other files larger.
_LARGEST, _LARGEST_WITH_PICTURES = 4_000_000, 50_000_000


def import_seeds(
    paths: Sequence[Path],
    *,
    site: Path,
    into: Path,
    force: bool = False,
    dry_run: bool = False,
    settings: ImportSettings | None = None,
    vocabulary: Vocabulary = NO_TAGS,
    progress: Progress | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> Iterator[Imported]:
    """Import the files and folders `paths`: one row an article, given when it is written.

    `site` is the site's folder and `into` its content folder. `force` rewrites articles that were imported before,
    and keeps the text of edited ones as `.bak`; with `dry_run` nothing is written. `settings` and `vocabulary` are the
    site's own. `progress` is told how it goes on. If another command writes articles in the site, `tell` is given a
    line and it is waited for.
    """
    settings = settings or ImportSettings()
    with nullcontext() if dry_run else content_locked(site / STATE, tell):
        if not dry_run:
            remove_unfinished(into)
        way = _Way(paths, site, into, settings, vocabulary, progress or Progress(), reads_all=force, writes=not dry_run)
        articles = Articles(
            into,
            way.records,
            way.known,
            site=site,
            lexicon=way.lexicon,
            holds=settings.holds,
            force=force,
            dry_run=dry_run,
        )
        yield from way.go(articles.bring_in, _failed)
        if not dry_run:
            way.texts.remember()


def explain_seeds(
    paths: Sequence[Path],
    *,
    site: Path,
    into: Path | None = None,
    settings: ImportSettings | None = None,
    vocabulary: Vocabulary = NO_TAGS,
    progress: Progress | None = None,
) -> Iterator[Explained]:
    """The drafts that an import of the files and folders `paths` would make, of seeds that have their article too;
    nothing is written."""
    way = _Way(
        paths,
        site,
        into or site / CONTENT,
        settings or ImportSettings(),
        vocabulary,
        progress or Progress(),
        reads_all=True,
        writes=False,
    )
    return way.go(
        lambda text: Explained(text.where, text.draft(), part=text.part),
        lambda problem: Explained(problem.path, None, problem),
    )


def _failed(problem: Problem) -> Imported:
    return Imported(problem.path, "failed", "", "", "", (), problem=problem)


class _Way:
    """The way of the seeds that a run is given.

    With `reads_all` a text is read even if it is as it was when its article was made. `writes` says that what is learnt
    of the articles may be kept in the site's folder.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        site: Path,
        into: Path,
        settings: ImportSettings,
        vocabulary: Vocabulary,
        progress: Progress,
        *,
        reads_all: bool,
        writes: bool,
    ) -> None:
        self._site, self._progress, self._reads_all = site, progress, reads_all
        self._found = list(find_seeds(paths, site=site, into=into))
        self._given = frozenset(seed.name for seed in self._found if isinstance(seed, Seed))
        self._first: dict[str, Seed] = {}
        self.lexicon = lexicon_of(settings)
        self.records = read_records(into, site / STATE / "import.msgpack", dry_run=not writes, progress=progress)
        self.known = KnownArticles(into, self.records)
        self.texts = SeedTexts(site, self.lexicon, gazetteer_of(vocabulary) if vocabulary != NO_TAGS else None)

    def go(self, do: Callable[[Arrived], Row], refuse: Callable[[Problem], Row]) -> Iterator[Row]:
        """What `do` makes of each text, and `refuse` of what keeps a seed from being one."""
        self._progress.enter("import", len(self._found))
        for place, seed in enumerate(self._found):
            if place % TOGETHER == 0:
                self._read_ahead(self._found[place : place + TOGETHER])
            where = shown(seed.path if isinstance(seed, Seed) else seed, self._site)
            try:
                for text in self._arrived(self._admitted(seed), where):
                    yield do(text)
            except Exception as error:  # one seed that the program stumbles over must not keep the others waiting
                yield refuse(self._told(error, where))
            self._progress.advance()

    def _read_ahead(self, seeds: Sequence[Seed | Path]) -> None:
        self.texts.read_ahead([seed for seed in seeds if isinstance(seed, Seed) and not self.known.of_file(seed)])

    def _admitted(self, seed: Seed | Path) -> Seed:
        """Raises SeedError for what is no seed, OSError."""
        if isinstance(seed, Path):
            fact = "Nothing matches this pattern." if is_pattern(seed) else "There is no such file or folder."
            raise SeedError(fact, "Check how the path is spelt.")
        if (first := self._first.setdefault(seed.name, seed)) is not seed:
            # An article remembers its seed by this name: two of one name would overwrite each other's article.
            fact = f"It has the same name, {seed.name}, as {shown(first.path, self._site)}."
            raise SeedError(fact, "Rename one, or put both into the site's seeds folder.")
        status = seed.path.stat()
        if S_ISDIR(status.st_mode):
            raise SeedError("The folder cannot be looked into.", "Check who may read it.")
        if not S_ISREG(status.st_mode):  # to read from a pipe that nobody writes to would take for ever
            raise SeedError("It is no file with a text, but a pipe or a device.", "Put a text file there.")
        most = _LARGEST_WITH_PICTURES if may_hold_pictures(seed.name) else _LARGEST
        if status.st_size > most:
            raise SeedError(f"It is too large for an article (over {most // 1_000_000} MB).", "Split it into articles.")
        return seed

    def _arrived(self, seed: Seed, where: str) -> Iterator[Arrived]:
        """The texts in a seed, each with the article that was made of it. Raises SeedError, OSError."""
        file = self.texts.file(seed)
        known = self.known.claim(seed, file.sha256, self._given)
        if known is not None and known.mark.sha256 == file.sha256 and not self._reads_all:
            yield Arrived(seed, where, file.sha256, known, 0, (), lambda: self.texts.draft(file.texts()[0]))
            return
        texts = file.texts()
        claimed, digests, numbers = [known], [file.sha256], [0]
        if len(texts) > 1 or (known is not None and known.mark.part):
            digests = [digest_of(text.decoded) for text in texts]
            claimed = self.known.claim_parts(seed, digests, self._given)
            numbers = part_numbers(claimed)
        for text, sha256, own, part in zip(texts, digests, claimed, numbers, strict=True):
            yield Arrived(seed, where, sha256, own, part, text.decoded.notes, partial(self.texts.draft, text))

    def _told(self, error: Exception, where: str) -> Problem:
        if isinstance(error, SeedError):
            return Problem(where, 0, error.fact, error.remedy)
        if isinstance(error, OSError):
            file = shown(Path(str(error.filename)), self._site) if error.filename else where
            return Problem(where, 0, f"{error.strerror or error}: {file}.", "Its article was left as it is.")
        at = extract_tb(error.__traceback__)[-1]
        fact = f"{type(error).__name__} in {Path(at.filename).name}, line {at.lineno}: {error}."
        return Problem(where, 0, fact, "That is a mistake in this program: please report it, with the seed.")
