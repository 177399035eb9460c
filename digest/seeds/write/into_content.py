"""A text and its draft → an article's file in content/: created, written again, or left as it is.

An article that an editor has changed is never overwritten unasked, and a file that is no import of the seed never.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec

from digest.article_file.mark import SeedMark, article_digest
from digest.article_file.standing import Standing, standing_of
from digest.article_file.write import NewArticle, article_text
from digest.errors import Problem
from digest.files.folders import CONTENT
from digest.files.opener import read_regular
from digest.files.whole import create_whole, write_whole
from digest.model.urls import article_url, slugify
from digest.seeds.draft import Draft
from digest.seeds.memory.known import Known, KnownArticles
from digest.seeds.memory.near_duplicates import Others
from digest.seeds.memory.records import Record
from digest.seeds.memory.shingles import shingles_of
from digest.seeds.outcomes import Imported, Like, Removed
from digest.seeds.read.find import Seed, shown
from digest.seeds.refused import SeedError
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.write.markdown import body_markdown


class Arrived(msgspec.Struct, frozen=True):
    """A text that becomes an article: of a whole seed, or the part of it with that number.

    `where` is the seed's path for the editor, `known` the article that was made of the text before, `notes` tell what
    was assumed to read it. `draft` gives its draft, or raises SeedError: most texts have their article, and need none.
    """

    seed: Seed
    where: str
    sha256: str
    known: Known | None
    part: int
    notes: tuple[str, ...]
    draft: Callable[[], Draft]

    @property
    def mark(self) -> SeedMark:
        return SeedMark(self.seed.name, self.sha256, "", self.part)


class Articles:
    """The articles below the content folder `into`, as `records` and `known` tell of them, and those that a run adds.

    `force` rewrites articles that were imported before, and keeps the text of edited ones as `.bak`; `holds` tells of
    the fields that an editor should look at whether the article is a draft until then; with `dry_run` nothing is
    written.
    """

    def __init__(
        self,
        into: Path,
        records: Mapping[str, Record],
        known: KnownArticles,
        *,
        site: Path,
        lexicon: Lexicon,
        holds: Callable[[Iterable[str]], bool],
        force: bool,
        dry_run: bool,
    ) -> None:
        self._into, self._site, self._known, self._lexicon = into, site, known, lexicon
        self._holds, self._force, self._dry_run = holds, force, dry_run
        self._others = Others(into, records, shown(into, site))
        self._names = {name.casefold() for name in records}
        self._addresses = {record.address for record in records.values()}

    def bring_in(self, text: Arrived) -> Imported:
        """Raises SeedError, OSError."""
        return self._create(text) if text.known is None else self._again(text, text.known)

    def _create(self, text: Arrived) -> Imported:
        seed = text.seed
        draft = text.draft()
        day, review = _dated(draft, seed, None)
        shingles = shingles_of("\n".join(draft.body))
        like = self._others.most_like(shingles)
        review, notes = _with_like(review, text.notes, like)
        while True:
            slug = self._free_slug(day, _slug(draft, seed))
            name = _name(day, slug)
            path = self._into / name
            if self._dry_run or create_whole(path, self._text(draft, day, slug, review, text.mark, like)):
                break
        self._others.add(name, shingles, like, written=not self._dry_run)
        if not seed.is_own and self._known.of_file(seed):
            notes = (*notes, f"Another text called {seed.name} was imported before: this is a new article beside it.")
        return self._row(text, "created", shown(path, self._site), draft, day, review, notes, like)

    def _text(
        self, draft: Draft, day: dt.date, slug: str, review: dict[str, str], mark: SeedMark, like: Like | None
    ) -> bytes:
        held, same_as = self._is_held(draft, review), _same_as(like)
        return file_of(draft, day, slug, review, mark, self._lexicon, held=held, same_as=same_as).encode()

    def _is_held(self, draft: Draft, review: Mapping[str, str]) -> bool:
        return self._holds(field for field in review if field not in draft.minor)

    def _row(
        self,
        text: Arrived,
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
            held=self._is_held(draft, review),
            like=like,
            removed=tuple(Removed(line.number, line.text, line.rule) for line in draft.lines if line.is_removed),
            part=text.part,
            source=(draft.source.name, draft.source.url),
        )

    def _again(self, text: Arrived, known: Known) -> Imported:
        """A text that has an article."""
        found = read_regular(known.path)
        old = found.decode("utf-8", "replace")
        standing = standing_of(old)
        article = shown(known.path, self._site)
        day = standing.day.isoformat() if standing.day else ""
        note = f"The seed was called {known.mark.file} when it was imported." * (known.mark.file != text.seed.name)
        row = Imported(
            text.where, "unchanged", article, standing.title, day, tuple(standing.review), note, part=text.part
        )
        if known.mark.sha256 == text.sha256 and not self._force:
            return row
        edited = article_digest(old) != known.mark.written
        if edited and not self._force:
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

    def _rewrite(self, text: Arrived, path: Path, old: bytes, standing: Standing, edited: bool) -> Imported:
        seed = text.seed
        draft = text.draft()
        day, review = _dated(draft, seed, standing.day)
        own, shingles = path.relative_to(self._into).as_posix(), shingles_of("\n".join(draft.body))
        like = self._others.most_like(shingles, own)
        review, notes = _with_like(review, text.notes, like)
        new = self._text(draft, day, standing.slug or _slug(draft, seed), review, text.mark, like)
        row = self._row(text, "updated", shown(path, self._site), draft, day, review, notes, like)
        if new == old:
            return msgspec.structs.replace(row, status="unchanged")
        if edited:
            backup = _free_backup(path)
            notes = (*notes, f"The edited text is kept as {shown(backup, self._site)}.")
            if not self._dry_run:
                create_whole(backup, old)
        if not self._dry_run:
            if path.read_bytes() != old:  # an editor has just saved it
                fact = f"{shown(path, self._site)} was changed while its seed was imported."
                raise SeedError(fact, "Import the seed again.")
            write_whole(path, new)
        self._others.add(own, shingles, like, written=not self._dry_run)
        return msgspec.structs.replace(row, note=" ".join(notes))

    def _free_slug(self, day: dt.date, slug: str) -> str:
        """The slug, or the slug with a number: two articles of one day share neither address nor file.

        Names of files that differ in capitals alone are one name on some systems, and so here.
        """
        free, n = slug, 1
        while self._is_taken(_name(day, free), article_url(day, free)):
            n += 1
            free = f"{slug}-{n}"
        self._names.add(_name(day, free))
        self._addresses.add(article_url(day, free))
        return free

    def _is_taken(self, name: str, address: str) -> bool:
        return name in self._names or address in self._addresses or os.path.lexists(self._into / name)


def file_of(
    draft: Draft,
    day: dt.date,
    slug: str,
    review: dict[str, str],
    mark: SeedMark,
    lexicon: Lexicon,
    *,
    held: bool = False,
    same_as: str = "",
) -> str:
    """The text of a draft's article file; `held` makes the article a draft of the site's until it is reviewed, and
    `same_as` is the file of another report of the same event."""
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
            same_as=same_as,
            figures=draft.figures,
            review=review,
            held=held,
            kept=draft.kept,
            body=draft.markdown or body_markdown(draft.body, lexicon, draft.headings),
        )
    )


def _same_as(like: Like | None) -> str:
    """How front matter names the article that is the same text, or nearly: from content/ on."""
    return like.article.removeprefix(CONTENT) if like and like.article.startswith(f"{CONTENT}/") else ""


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

    Where the text has no day, an article that was there before keeps its own (`known`), so that its address does not
    change with a file's time.
    """
    if draft.day is not None:
        return draft.day, draft.review
    if known is not None:
        return known, draft.review
    # A plain day in UTC: the same file gives the same article on every machine.
    changed = dt.datetime.fromtimestamp(seed.path.stat().st_mtime, dt.UTC).date()
    review = {**draft.review, "date": "the text has none; the day on which its file was changed"}
    return changed, review
