"""Seeds in, article files out: the one module of this room that writes.

An article that an editor has changed is never overwritten unasked, and a file that is no import of the seed never.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISREG
from traceback import extract_tb
from typing import Literal

import msgspec

from digest.article_file.mark import SeedMark, article_digest
from digest.article_file.standing import Standing, standing_of
from digest.article_file.write import NewArticle, article_text
from digest.errors import Problem
from digest.files.folders import STATE
from digest.files.lock import content_locked
from digest.files.whole import create_whole, remove_unfinished, write_whole
from digest.model.urls import article_url, slugify
from digest.progress import Progress
from digest.seeds.decoding import Decoded
from digest.seeds.drafting import draft_seed
from digest.seeds.drafts import LEARNT, TOGETHER, Drafts
from digest.seeds.find import Seed, find_seeds, is_pattern, shown
from digest.seeds.formats.kinds import may_hold_pictures
from digest.seeds.gazetteer import gazetteer_of
from digest.seeds.known import Known, KnownArticles, part_numbers
from digest.seeds.lexicon import Lexicon, lexicon_of
from digest.seeds.markdown import body_markdown
from digest.seeds.near_duplicates import Others
from digest.seeds.outcomes import Imported, Like, Removed
from digest.seeds.passes import Draft
from digest.seeds.records import read_records
from digest.seeds.refused import SeedError
from digest.seeds.several import digest_of
from digest.seeds.shingles import runs_of
from digest.settings.config import ImportSettings
from digest.settings.vocabulary import NO_TAGS, Vocabulary

# Bytes; no article is longer, and a database dump should not be read as one. Pictures make other files larger.
_LARGEST, _LARGEST_WITH_PICTURES = 4_000_000, 50_000_000


class _Text(msgspec.Struct, frozen=True):
    """The text of an article to be: of a whole seed, or of a part of it."""

    seed: Seed
    where: str
    sha256: str
    decoded: Decoded
    part: int = 0

    @property
    def mark(self) -> SeedMark:
        return SeedMark(self.seed.name, self.sha256, "", self.part)


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
    progress, settings = progress or Progress(), settings or ImportSettings()
    with nullcontext() if dry_run else content_locked(site / STATE, tell):
        found = list(find_seeds(paths, site=site, into=into))
        given = frozenset(seed.name for seed in found if isinstance(seed, Seed))
        run = _Run(site, into, force, dry_run, given, settings, vocabulary, progress)
        first: dict[str, Seed] = {}
        progress.enter("import", len(found))
        for place, seed in enumerate(found):
            if place % TOGETHER == 0:
                run.look_over(found[place : place + TOGETHER])
            if isinstance(seed, Path):
                fact = "Nothing matches this pattern." if is_pattern(seed) else "There is no such file or folder."
                yield _failed(shown(seed, site), fact, "Check how the path is spelt.")
            elif first.setdefault(seed.name, seed) is not seed:
                # An article remembers its seed by this name: two of one name would overwrite each other's article.
                fact = f"It has the same name, {seed.name}, as {shown(first[seed.name].path, site)}."
                yield _failed(shown(seed.path, site), fact, "Rename one, or put both into the site's seeds folder.")
            else:
                yield from run.bring_in(seed)
            progress.advance()
        if not dry_run:
            run.drafts.remember()


def _failed(seed: str, fact: str, remedy: str) -> Imported:
    return Imported(seed, "failed", "", "", "", (), problem=Problem(seed, 0, fact, remedy))


def _unforeseen(seed: str, error: Exception) -> Imported:
    at = extract_tb(error.__traceback__)[-1]
    fact = f"{type(error).__name__} in {Path(at.filename).name}, line {at.lineno}: {error}."
    return _failed(seed, fact, "That is a mistake in this program: please report it, with the seed.")


def _unfit(seed: Seed, where: str) -> Imported | None:
    """The row of a seed that is not even read. Raises OSError."""
    status = seed.path.stat()
    if S_ISDIR(status.st_mode):
        return _failed(where, "The folder cannot be looked into.", "Check who may read it.")
    if not S_ISREG(status.st_mode):  # to read from a pipe that nobody writes to would take for ever
        return _failed(where, "It is no file with a text, but a pipe or a device.", "Put a text file there.")
    most = _LARGEST_WITH_PICTURES if may_hold_pictures(seed.name) else _LARGEST
    if status.st_size > most:
        return _failed(
            where, f"It is too large for an article (over {most // 1_000_000} MB).", "Split it into articles."
        )
    return None


class _Run:
    """One run: its settings, the articles that were there before, and the file names that it has given away."""

    def __init__(
        self,
        site: Path,
        into: Path,
        force: bool,
        dry_run: bool,
        given: frozenset[str],
        settings: ImportSettings,
        vocabulary: Vocabulary,
        progress: Progress,
    ) -> None:
        self.site, self.into, self.force, self.dry_run, self.given = site, into, force, dry_run, given
        self.settings = settings
        self.lexicon = lexicon_of(settings)
        self.gazetteer = gazetteer_of(vocabulary) if vocabulary != NO_TAGS else None
        if not dry_run:
            remove_unfinished(into)
        keep = site / STATE / "import.msgpack"
        records = read_records(into, keep, dry_run=dry_run, progress=progress)
        self.known = KnownArticles(into, records)
        self.others = Others(into, records, shown(into, site))
        self.drafts = Drafts(site / LEARNT, self.lexicon, self._draft)
        self.names = {name.casefold() for name in records}
        self.addresses = {record.address for record in records.values()}

    def _draft(self, name: str, decoded: Decoded, recurring: frozenset[str]) -> Draft:
        if recurring:
            return draft_seed(name, decoded, self.lexicon, self.gazetteer, recurring)
        return draft_seed(name, decoded, self.lexicon, self.gazetteer)

    def look_over(self, seeds: Sequence[Seed | Path]) -> None:
        """Draft the seeds that have no article yet, and learn from them."""
        new = [seed for seed in seeds if isinstance(seed, Seed) and not self.known.of_file(seed)]
        self.drafts.look_over(new)

    def bring_in(self, seed: Seed) -> Iterator[Imported]:
        where = shown(seed.path, self.site)
        try:
            unfit = _unfit(seed, where)
            if unfit is not None:
                yield unfit
                return
            for text, known in self._texts(seed, where):
                yield self._create(text) if known is None else self._again(text, known)
        except SeedError as error:
            yield _failed(where, error.fact, error.remedy)
        except OSError as error:
            fact = f"{error.strerror or error}: {shown(Path(str(error.filename or seed.path)), self.site)}."
            yield _failed(where, fact, "Its article was left as it is.")
        except Exception as error:  # one seed that the program stumbles over must not keep the others waiting
            yield _unforeseen(where, error)

    def _texts(self, seed: Seed, where: str) -> list[tuple[_Text, Known | None]]:
        """The texts in a seed, each with the article that was made of it. One that is as it was is not even read."""
        raw = seed.path.read_bytes()
        sha256 = hashlib.sha256(raw).hexdigest()
        known = self.known.claim(seed, sha256, self.given)
        if known is not None and known.mark.sha256 == sha256 and not self.force:
            return [(_Text(seed, where, sha256, Decoded("")), known)]
        parts = self.drafts.parts(seed, sha256, raw)
        if len(parts) == 1 and (known is None or not known.mark.part):
            return [(_Text(seed, where, sha256, parts[0]), known)]
        claimed = self.known.claim_parts(seed, [digest_of(part) for part in parts], self.given)
        texts = []
        for part, decoded, number in zip(claimed, parts, part_numbers(claimed), strict=True):
            texts.append((_Text(seed, where, digest_of(decoded), decoded, number), part))
        return texts

    def _create(self, text: _Text) -> Imported:
        seed = text.seed
        draft = self.drafts.draft(seed, text.sha256, text.decoded)
        day, review = _dated(draft, seed, None)
        runs = runs_of("\n".join(draft.body))
        like = self.others.most_like(runs)
        review, notes = _with_like(review, text.decoded.notes, like)
        while True:
            slug = self._free_slug(day, _slug(draft, seed))
            name = _name(day, slug)
            path = self.into / name
            if self.dry_run or create_whole(path, self._text(draft, day, slug, review, text.mark)):
                break
        self.others.add(name, runs, like, written=not self.dry_run)
        if not seed.is_own and self.known.of_file(seed):
            notes = (*notes, f"Another text called {seed.name} was imported before: this is a new article beside it.")
        return self._row(text, "created", shown(path, self.site), draft, day, review, notes, like)

    def _text(self, draft: Draft, day: dt.date, slug: str, review: dict[str, str], mark: SeedMark) -> bytes:
        return file_of(draft, day, slug, review, mark, self.lexicon, held=self._holds(review)).encode()

    def _holds(self, review: dict[str, str]) -> bool:
        return self.settings.hold and bool(review)

    def _row(
        self,
        text: _Text,
        status: Literal["created", "updated"],
        article: str,
        draft: Draft,
        day: dt.date,
        review: dict[str, str],
        notes: tuple[str, ...],
        like: Like | None,
    ) -> Imported:
        return Imported(
            text.where,
            status,
            article,
            draft.title,
            day.isoformat(),
            tuple(review),
            " ".join(notes),
            whys=tuple(review.values()),
            held=self._holds(review),
            like=like,
            removed=tuple(Removed(line.number, line.text, line.rule) for line in draft.lines if line.is_removed),
            part=text.part,
        )

    def _again(self, text: _Text, known: Known) -> Imported:
        """A text that has an article."""
        found = known.path.read_bytes()
        old = found.decode("utf-8", "replace")
        standing = standing_of(old)
        article = shown(known.path, self.site)
        day = standing.day.isoformat() if standing.day else ""
        note = f"The seed was called {known.mark.file} when it was imported." * (known.mark.file != text.seed.name)
        row = Imported(
            text.where, "unchanged", article, standing.title, day, tuple(standing.review), note, part=text.part
        )
        if known.mark.sha256 == text.sha256 and not self.force:
            return row
        edited = article_digest(old) != known.mark.written
        if edited and not self.force:
            problem = Problem(
                article,
                0,
                f"The seed {text.where} has changed, and this article was edited since it was imported.",
                f"Merge the two by hand, or run `digest import --force {text.where}`, which keeps the edited text as"
                " .bak.",
            )
            note = f"To keep the article as it is, set sha256 in its seed line to {text.sha256}."
            return msgspec.structs.replace(row, status="edited", note=note, problem=problem)
        return self._rewrite(text, known.path, found, standing, edited)

    def _rewrite(self, text: _Text, path: Path, old: bytes, standing: Standing, edited: bool) -> Imported:
        seed = text.seed
        draft = self.drafts.draft(seed, text.sha256, text.decoded)
        day, review = _dated(draft, seed, standing.day)
        own, runs = path.relative_to(self.into).as_posix(), runs_of("\n".join(draft.body))
        like = self.others.most_like(runs, own)
        review, notes = _with_like(review, text.decoded.notes, like)
        new = self._text(draft, day, standing.slug or _slug(draft, seed), review, text.mark)
        row = self._row(text, "updated", shown(path, self.site), draft, day, review, notes, like)
        if new == old:
            return msgspec.structs.replace(row, status="unchanged")
        if edited:
            backup = _free_backup(path)
            notes = (*notes, f"The edited text is kept as {shown(backup, self.site)}.")
            if not self.dry_run:
                create_whole(backup, old)
        if not self.dry_run:
            if path.read_bytes() != old:  # an editor has just saved it
                fact = f"{shown(path, self.site)} was changed while its seed was imported."
                return _failed(text.where, fact, "Import the seed again.")
            write_whole(path, new)
        self.others.add(own, runs, like, written=not self.dry_run)
        return msgspec.structs.replace(row, note=" ".join(notes))

    def _free_slug(self, day: dt.date, slug: str) -> str:
        """The slug, or the slug with a number: two articles of one day share neither file nor address, not even where
        file names that differ in capitals are one."""
        free, n = slug, 1
        while self._is_taken(_name(day, free), article_url(day, free)):
            n += 1
            free = f"{slug}-{n}"
        self.names.add(_name(day, free))
        self.addresses.add(article_url(day, free))
        return free

    def _is_taken(self, name: str, address: str) -> bool:
        return name in self.names or address in self.addresses or os.path.lexists(self.into / name)


def file_of(
    draft: Draft,
    day: dt.date,
    slug: str,
    review: dict[str, str],
    mark: SeedMark,
    lexicon: Lexicon,
    *,
    held: bool = False,
) -> str:
    """The text of a draft's article file; `held` makes the article a draft of the site's too."""
    return article_text(
        NewArticle(
            title=draft.title,
            day=day,
            slug=slug,
            seed=mark,
            tags=draft.tags,
            deck=draft.deck,
            summary=draft.summary,
            authors=draft.authors,
            source=draft.source.name,
            source_url=draft.source.url,
            figures=draft.figures,
            review=review,
            draft=held,
            kept=draft.kept,
            body=draft.markdown or body_markdown(draft.body, lexicon),
        )
    )


def _free_backup(path: Path) -> Path:
    backup, n = path.with_name(path.name + ".bak"), 1
    while os.path.lexists(backup):
        n += 1
        backup = path.with_name(f"{path.name}.bak{n}")
    return backup


def _name(day: dt.date, slug: str) -> str:
    """The path of a new article's file in the content folder."""
    return f"{day.year:04}/{day.isoformat()}-{slug}.md"


def _with_like(
    review: dict[str, str], notes: tuple[str, ...], like: Like | None
) -> tuple[dict[str, str], tuple[str, ...]]:
    if like is None:
        return review, notes
    told = str(like)
    return {**review, "duplicate": told}, (*notes, f"{told[0].upper()}{told[1:]}.")


def _slug(draft: Draft, seed: Seed) -> str:
    """The one it brings along, or that of the title, or of the seed's name where that has no letter and no digit."""
    return str(draft.kept.get("slug", "")) or slugify(draft.title, "") or slugify(PurePosixPath(seed.name).stem)


def _dated(draft: Draft, seed: Seed, known: dt.date | None) -> tuple[dt.date, dict[str, str]]:
    """The article's day, and the fields to review with the reason for each.

    An article that has a day already (`known`) keeps it then: its address does not change with a file's time.
    """
    if draft.day is not None:
        return draft.day, draft.review
    if known is not None:
        return known, draft.review
    # A plain day in UTC: the same file gives the same article on every machine.
    changed = dt.datetime.fromtimestamp(seed.path.stat().st_mtime, dt.UTC).date()
    review = {**draft.review, "date": "the text has none; the day on which its file was changed"}
    return changed, review
