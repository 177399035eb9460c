"""Seeds in, article files out: the one module of this room that writes.

An article that an editor has changed is never overwritten unasked, and a file that is no import of the seed never.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from digest.errors import Problem
from digest.model.urls import slugify
from digest.seeds.article import Draft, EmptySeedError
from digest.seeds.drafting import draft_seed
from digest.seeds.find import Seed, find_seeds, is_pattern, shown
from digest.seeds.formats import read_seed
from digest.seeds.formats.kinds import may_hold_pictures
from digest.seeds.frontmatter import SeedMark, Standing, article_digest, article_text, standing_of
from digest.seeds.known import Known, KnownArticles
from digest.seeds.text import NotTextError, UnreadableError

# Bytes; no article is longer, and a database dump should not be read as one. Pictures make other files larger.
_LARGEST, _LARGEST_WITH_PICTURES = 4_000_000, 50_000_000


class Imported(msgspec.Struct, frozen=True):
    """What became of one seed.

    `seed` and `article` are paths relative to the site's folder (as given, where they lie outside); `date` is ISO
    8601, "" if open; `review` the fields to look at; `note` what else an editor should know.
    """

    seed: str
    status: Literal["created", "updated", "unchanged", "edited", "failed"]
    article: str
    title: str
    date: str
    review: tuple[str, ...]
    note: str = ""
    problem: Problem | None = None


def import_seeds(
    paths: Sequence[Path], *, site: Path, into: Path, force: bool = False, dry_run: bool = False
) -> Iterator[Imported]:
    """Import the files and folders `paths`: one row a seed, given when its article is written.

    `site` is the site's folder and `into` its content folder. `force` rewrites articles that were imported before,
    and keeps the text of edited ones as `.bak`; with `dry_run` nothing is written.
    """
    found = list(find_seeds(paths, site=site, into=into))
    given = frozenset(seed.name for seed in found if isinstance(seed, Seed))
    run = _Run(site, into, force, dry_run, given)
    first: dict[str, Seed] = {}
    for seed in found:
        if isinstance(seed, Path):
            fact = "Nothing matches this pattern." if is_pattern(seed) else "There is no such file or folder."
            yield _failed(shown(seed, site), fact, "Check how the path is spelt.")
        elif first.setdefault(seed.name, seed) is not seed:
            # An article remembers its seed by this name: two of one name would overwrite each other's article.
            fact = f"It has the same name, {seed.name}, as {shown(first[seed.name].path, site)}."
            yield _failed(shown(seed.path, site), fact, "Rename one, or put both into the site's seeds folder.")
        else:
            yield run.bring_in(seed)


def _failed(seed: str, fact: str, remedy: str) -> Imported:
    return Imported(seed, "failed", "", "", "", (), problem=Problem(seed, 0, fact, remedy))


class _Run:
    """One run: its settings, the articles that were there before, and the file names that it has given away."""

    def __init__(self, site: Path, into: Path, force: bool, dry_run: bool, given: frozenset[str]) -> None:
        self.site, self.into, self.force, self.dry_run, self.given = site, into, force, dry_run, given
        self.known = KnownArticles(into)
        self.names: set[str] = set()

    def bring_in(self, seed: Seed) -> Imported:
        where = shown(seed.path, self.site)
        try:
            most = _LARGEST_WITH_PICTURES if may_hold_pictures(seed.name) else _LARGEST
            if seed.path.stat().st_size > most:
                fact = f"It is too large for an article (over {most // 1_000_000} MB)."
                return _failed(where, fact, "Split it into articles.")
            raw = seed.path.read_bytes()
            sha256 = hashlib.sha256(raw).hexdigest()
            known = self.known.claim(seed, sha256, self.given)
            if known is None:
                return self._create(seed, where, sha256, raw)
            return self._again(seed, where, sha256, raw, known)
        except NotTextError as error:
            return _failed(where, f"It is {error}, not text.", "Save its text in a .txt file and import that.")
        except UnreadableError as error:
            return _failed(where, error.fact, error.remedy)
        except EmptySeedError as error:
            return _failed(where, f"There is nothing to import: {error}.", "Paste the article's text into it.")
        except OSError as error:
            fact = f"{error.strerror or error}: {shown(Path(str(error.filename or seed.path)), self.site)}."
            return _failed(where, fact, "Its article was left as it is.")

    def _create(self, seed: Seed, where: str, sha256: str, raw: bytes) -> Imported:
        decoded = read_seed(seed.name, raw)
        draft = draft_seed(seed.name, decoded)
        day, review, notes = _dated(draft, seed, None)
        slug = self._free_slug(day, str(draft.kept.get("slug") or slugify(draft.title)))
        path = self._path(day, slug)
        if not self.dry_run:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, article_text(draft, day, slug, review, SeedMark(seed.name, sha256, "")))
        if self.known.has_namesake(seed):
            notes = (*notes, f"Another text called {seed.name} was imported before: this is a new article beside it.")
        article, note = shown(path, self.site), " ".join((*decoded.notes, *notes))
        return Imported(where, "created", article, draft.title, day.isoformat(), tuple(review), note)

    def _again(self, seed: Seed, where: str, sha256: str, raw: bytes, known: Known) -> Imported:
        """A seed that has an article."""
        old = known.path.read_bytes().decode("utf-8", "replace")
        standing = standing_of(old)
        article = shown(known.path, self.site)
        day = standing.day.isoformat() if standing.day else ""
        renamed = known.mark.file != seed.name
        note = f"The seed was called {known.mark.file} when it was imported." if renamed else ""
        if known.mark.sha256 == sha256 and not self.force:
            return Imported(where, "unchanged", article, standing.title, day, standing.review, note)
        edited = article_digest(old) != known.mark.written
        if edited and not self.force:
            problem = Problem(
                article,
                0,
                f"The seed {where} has changed, and this article was edited since it was imported.",
                f"Merge the two by hand, or run `digest import --force {where}`, which keeps the edited text as .bak.",
            )
            note = f"To keep the article as it is, set sha256 in its seed line to {sha256}."
            return Imported(where, "edited", article, standing.title, day, standing.review, note, problem)
        return self._rewrite(seed, where, SeedMark(seed.name, sha256, ""), raw, known.path, old, standing, edited)

    def _rewrite(
        self,
        seed: Seed,
        where: str,
        mark: SeedMark,
        raw: bytes,
        path: Path,
        old: str,
        standing: Standing,
        edited: bool,
    ) -> Imported:
        decoded = read_seed(seed.name, raw)
        draft = draft_seed(seed.name, decoded)
        day, review, notes = _dated(draft, seed, standing.day)
        slug = standing.slug or str(draft.kept.get("slug") or slugify(draft.title))
        new = article_text(draft, day, slug, review, mark)
        row = Imported(
            where,
            "updated",
            shown(path, self.site),
            draft.title,
            day.isoformat(),
            tuple(review),
            " ".join(decoded.notes),
        )
        if new == old:
            return msgspec.structs.replace(row, status="unchanged")
        if edited:
            backup = _free_backup(path)
            notes = (*notes, f"The edited text is kept as {shown(backup, self.site)}.")
            if not self.dry_run:
                with backup.open("xb") as file:
                    file.write(path.read_bytes())
        if not self.dry_run:
            _write(path, new)
        return msgspec.structs.replace(row, note=" ".join((*decoded.notes, *notes)))

    def _path(self, day: dt.date, slug: str) -> Path:
        return self.into / f"{day.year:04}" / f"{day.isoformat()}-{slug}.md"

    def _free_slug(self, day: dt.date, slug: str) -> str:
        """The slug, or the slug with a number: two articles of one day share neither file nor address."""
        free, n = slug, 1
        while f"{day}-{free}" in self.names or os.path.lexists(self._path(day, free)):
            n += 1
            free = f"{slug}-{n}"
        self.names.add(f"{day}-{free}")
        return free


def _dated(draft: Draft, seed: Seed, known: dt.date | None) -> tuple[dt.date, dict[str, str], tuple[str, ...]]:
    """The article's day, the fields to review, and a note on a day that the seed does not tell.

    An article that has a day already (`known`) keeps it then: its address does not change with a file's time.
    """
    if draft.day is not None:
        return draft.day, draft.review, ()
    if known is not None:
        return known, draft.review, ()
    # A plain day in UTC: the same file gives the same article on every machine.
    changed = dt.datetime.fromtimestamp(seed.path.stat().st_mtime, dt.UTC).date()
    review = {**draft.review, "date": "the text has none; the day on which its file was changed"}
    return changed, review, ("The text has no date of its own: the file's was taken.",)


def _write(path: Path, text: str) -> None:
    """Write the whole file or none of it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(text.encode("utf-8"))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _free_backup(path: Path) -> Path:
    backup, n = path.with_name(path.name + ".bak"), 1
    while os.path.lexists(backup):
        n += 1
        backup = path.with_name(f"{path.name}.bak{n}")
    return backup
