"""A text that was piped in → a seed of its own in seeds/, so that nothing that was pasted is lost."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import msgspec

from digest.files.opener import read_regular
from digest.files.whole import create_whole
from digest.model.urls import slugify
from digest.seeds.read.find import files_below
from digest.seeds.read.kinds import Kind, begins_with_front_matter, largest, sort_of
from digest.seeds.refused import SeedError
from digest.seeds.steps import Reading
from digest.seeds.words.site_words import Words
from digest.settings.config import ImportSettings
from digest.settings.vocabulary import NO_TAGS

_ENDING: dict[Kind, str] = {
    "text": ".txt",
    "markdown": ".md",
    "page": ".html",
    "mail": ".eml",
    "webarchive": ".webarchive",
    "word": ".docx",
    "pdf": ".pdf",
}


class Pasted(msgspec.Struct, frozen=True):
    """Where the text is now, and its name in seeds/; `is_new` is False where a seed with the same bytes was there."""

    path: Path
    name: str
    is_new: bool


def save_pasted(data: bytes, seeds: Path, into: Path | None = None) -> Pasted:
    """Save `data` in `seeds`, or in `into` instead, by its day and title: `2023-03-08-harbour-board-votes.txt`.

    A file that is there is never overwritten, and the same bytes are not saved twice. Raises SeedError for what is
    no text or is no article's, and for more than a file may have.
    """
    if len(data) > largest(".html"):
        raise SeedError("It is too large for an article.", "Save what is the article's in a file, and import that.")
    for file in files_below(seeds):
        if file.is_file() and file.stat().st_size == len(data) and read_regular(file) == data:
            return Pasted(file, file.relative_to(seeds).as_posix(), False)
    kind = sort_of("", data).kind
    if kind == "text" and begins_with_front_matter(data):
        kind = "markdown"
    ending = _ENDING[kind]
    stem, count = _stem(f"pasted{ending}", data), 1
    while True:
        path = (into or seeds) / f"{stem}{f'-{count}' if count > 1 else ''}{ending}"
        count += 1
        if not os.path.lexists(seeds / path.name) and create_whole(path, data):
            return Pasted(path, path.name, True)


def _stem(name: str, data: bytes) -> str:
    """From day and title. A day that is in doubt stays out: in the name it would be one no longer."""
    try:
        with closing(Reading(Words(ImportSettings(), NO_TAGS))) as reading:
            draft = reading.draft(name, reading.texts(name, data)[0])
    except SeedError as error:
        if error.looks_like:
            raise
        return "pasted"
    slug = slugify(draft.title)
    return f"{draft.day.isoformat()}-{slug}" if draft.day and "date" not in draft.review else slug
