"""The way of the seeds, one after the other: the same for an import, for one that writes nothing, and for one that is
explained. These differ in what is done with each text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TypeVar

import msgspec

from digest.errors import Problem
from digest.files.folders import CONTENT, SEEDS, STATE
from digest.files.lock import content_locked
from digest.files.opener import NO_FILE, NotOpenedError
from digest.files.whole import remove_unfinished
from digest.progress import Progress
from digest.seeds.ahead import Workers
from digest.seeds.corrected import Corrected
from digest.seeds.learning import Learning
from digest.seeds.memory.known import KnownArticles, part_numbers
from digest.seeds.memory.learned import Lesson
from digest.seeds.memory.records import read_records
from digest.seeds.memory.set_aside import SetAside
from digest.seeds.outcomes import Explained, Imported
from digest.seeds.read.find import Seed, address_of, find_seeds, is_pattern, shown
from digest.seeds.read.kinds import largest
from digest.seeds.refused import SeedError, SetAsideError, mistake
from digest.seeds.seed_texts import TOGETHER, SeedTexts
from digest.seeds.several import digest_of
from digest.seeds.words.site_words import words_of
from digest.seeds.write.into_content import Arrived, Articles
from digest.settings.config import ImportSettings
from digest.settings.vocabulary import NO_TAGS, Vocabulary

Row = TypeVar("Row")


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
    follow: Sequence[Path] = (),
    tell: Callable[[str], None] = lambda line: None,
    learnt: Callable[[Lesson], None] = lambda lesson: None,
    workers: Workers | None = None,
) -> Iterator[Imported]:
    """Import the files and folders `paths`: one row an article, given when it is written.

    `site` is the site's folder and `into` its content folder. `force` rewrites articles that were imported before,
    keeps the text of edited ones as `.bak`, and tries again what earlier imports refused; with `dry_run` nothing is
    written. `settings` and `vocabulary` are the site's own, `follow` the real paths outside of it to which links may
    lead. `progress` is told how it goes on. If another command writes articles in the site, `tell` is given a line and
    it is waited for. `learnt` is given what is learnt of sources on the way. `workers` share the work on many seeds.
    Raises ProblemsError, before anything is written, if learned.yaml is faulty.
    """
    settings = settings or ImportSettings()
    with nullcontext() if dry_run else content_locked(site / STATE, tell):
        if not dry_run:
            remove_unfinished(into)
        found = list(find_seeds(paths, site=site, into=into, follow=follow))
        learning = Learning(site, writes=not dry_run, tell=tell, learnt=learnt)
        way = _Way(
            found,
            site,
            into,
            settings,
            vocabulary,
            progress or Progress(),
            learning,
            follow,
            workers,
            reads_all=force,
            writes=not dry_run,
        )
        articles = Articles(
            into,
            way.records,
            way.known,
            site=site,
            lexicon=way.words.lexicon,
            holds=settings.holds,
            force=force,
            dry_run=dry_run,
        )
        for row in way.go(articles.bring_in, _failed):
            learning.made(row)
            yield row
        if not dry_run:
            way.texts.remember()
            learning.remember(shown(into / name, site) for name in way.records)


def explain_seeds(
    paths: Sequence[Path],
    *,
    site: Path,
    into: Path | None = None,
    settings: ImportSettings | None = None,
    vocabulary: Vocabulary = NO_TAGS,
    progress: Progress | None = None,
    follow: Sequence[Path] = (),
    workers: Workers | None = None,
) -> Iterator[Explained]:
    """The drafts that an import of the files and folders `paths` would make, of seeds that have their article too;
    nothing is written."""
    into = into or site / CONTENT
    way = _Way(
        list(find_seeds(paths, site=site, into=into, follow=follow)),
        site,
        into,
        settings or ImportSettings(),
        vocabulary,
        progress or Progress(),
        Learning(site, writes=False),
        follow,
        workers,
        reads_all=True,
        writes=False,
    )
    return way.go(
        lambda text: Explained(text.where, text.draft(), part=text.part),
        lambda problem, part, _: Explained(problem.path, None, problem, part),
    )


def _failed(problem: Problem, part: int, is_told: bool) -> Imported:
    """`is_told` says that an earlier import has told the problem: then it is no failure of this one."""
    if not is_told:
        return Imported(problem.path, "failed", "", "", "", (), problem=problem, part=part)
    note = f"{problem.fact} {problem.remedy} To try it again: digest import --force {problem.path}"
    return Imported(problem.path, "set aside", "", "", "", (), note, part=part)


class _Way:
    """The way of the seeds that a run is given.

    With `reads_all` a text is read even if it is as it was when its article was made. `writes` says that what is learnt
    of the articles may be kept in the site's folder.
    """

    def __init__(
        self,
        found: Sequence[Seed | Path],
        site: Path,
        into: Path,
        settings: ImportSettings,
        vocabulary: Vocabulary,
        progress: Progress,
        learning: Learning,
        follow: Sequence[Path],
        workers: Workers | None,
        *,
        reads_all: bool,
        writes: bool,
    ) -> None:
        self._site, self._progress, self._reads_all = site, progress, reads_all
        self._found = found
        self._given = frozenset(seed.name for seed in self._found if isinstance(seed, Seed))
        self._first: dict[str, Seed] = {}
        self.words = words_of(settings, vocabulary)
        self.records = read_records(into, site / STATE / "import.msgpack", dry_run=not writes, progress=progress)
        self.known = KnownArticles(into, self.records)
        made_by = msgspec.msgpack.encode(settings)
        set_aside = SetAside(site / STATE / "set_aside.msgpack", made_by, tries_all=reads_all)
        self.texts = SeedTexts(self.words, set_aside, learning, workers)
        self._learning = learning
        home = site / SEEDS
        self._corrected = Corrected(into, self.records, self._found, site=site, home=home, follow=follow)

    def go(self, do: Callable[[Arrived], Row], refuse: Callable[[Problem, int, bool], Row]) -> Iterator[Row]:
        """What `do` makes of each text, and `refuse` of what keeps a seed, or its part of a number, from being one;
        the third that it is given says that an earlier import has told it."""
        try:
            self._corrected.teach(self._learning, self.texts, self._progress)
            self._progress.enter("import", len(self._found))
            self.texts.expect(self._new(self._found))
            ahead = frozenset[Path]()
            for place, seed in enumerate(self._found):
                if place % TOGETHER == 0:
                    ahead = self.texts.read_ahead(
                        self._new(self._found[place : place + TOGETHER]), self._progress.advance
                    )
                yield from self._rows(seed, do, refuse)
                if not (isinstance(seed, Seed) and seed.path in ahead):  # of the others that is told by now
                    self._progress.advance()
        finally:
            self.texts.close()

    def _rows(
        self, seed: Seed | Path, do: Callable[[Arrived], Row], refuse: Callable[[Problem, int, bool], Row]
    ) -> Iterator[Row]:
        where = address_of(seed) or shown(seed.path if isinstance(seed, Seed) else seed, self._site)
        part = 0
        texts = self._arrived(seed, where)
        while True:
            try:
                text = next(texts, None)
                if text is None:
                    return
                part = text.part
                row = do(text)
            except Exception as error:  # one seed that the program stumbles over must not keep the others waiting
                row = refuse(self._told(error, where), part, isinstance(error, SetAsideError))
            yield row

    def _new(self, seeds: Sequence[Seed | Path]) -> list[Seed]:
        return [seed for seed in seeds if isinstance(seed, Seed) and not self.known.of_file(seed)]

    def _admitted(self, seed: Seed | Path) -> Seed:
        """Raises SeedError for what is no seed, OSError."""
        if address_of(seed):
            remedy = "Open it in a browser, save the page, and import that file: digest import page.html"
            raise SeedError("Pages are not fetched.", remedy)
        if isinstance(seed, Path):
            fact = "Nothing matches this pattern." if is_pattern(seed) else "There is no such file or folder."
            raise SeedError(fact, "Check how the path is spelt.")
        if (first := self._first.setdefault(seed.name, seed)) is not seed:
            # An article remembers its seed by this name: two of one name would overwrite each other's article.
            fact = f"It has the same name, {seed.name}, as {shown(first.path, self._site)}."
            raise SeedError(fact, "Rename one, or put both into the site's seeds folder.")
        if seed.leads_to:
            fact = f"It is a link out of the folder, to {seed.leads_to}."
            remedy = f"Add '{seed.leads_to}' to 'follow' in digest.yaml, or name the link: digest import "
            raise SeedError(fact, remedy + shown(seed.path, self._site))
        status = seed.path.stat()
        if S_ISDIR(status.st_mode):
            if seed.path.is_symlink():
                raise SeedError("It is a link to a folder, which is not gone into.", "Import that folder itself.")
            raise SeedError("The folder cannot be looked into.", "Check who may read it.")
        if not S_ISREG(status.st_mode):
            raise NotOpenedError(seed.path, NO_FILE)
        if status.st_size > (most := largest(seed.name)):
            raise SeedError(f"It is too large for an article (over {most // 1_000_000} MB).", "Split it into articles.")
        return seed

    def _arrived(self, found: Seed | Path, where: str) -> Iterator[Arrived]:
        """The texts in a seed, each with the article that was made of it. Raises SeedError, OSError."""
        seed = self._admitted(found)
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
            return Problem(where, error.line, error.fact, error.remedy)
        if isinstance(error, NotOpenedError):
            return Problem(where, 0, f"It is not read: {error.strerror}.", "Put a text file there.")
        if isinstance(error, OSError):
            file = shown(Path(str(error.filename)), self._site) if error.filename else where
            return Problem(where, 0, f"{error.strerror or error}: {file}.", "Its article was left as it is.")
        told = mistake(error)
        return Problem(where, 0, told.fact, told.remedy)
