"""The mark that the import leaves in an article: of which seed it was made, and the digest of what was written.

Whether an editor has changed an article is known from the file alone, in any clone.
"""

from __future__ import annotations

import hashlib
import json
import re

import msgspec

from digest.article_file.split import split
from digest.typed_yaml.load import decode_what_can_be

IMPORTER = 4  # raised when the importer makes other articles of the same seeds

_WRITTEN = re.compile(r"^(seed: \{.*\bwritten: )\"?[0-9a-f]*\"?", re.M)
_SEED_KEY = re.compile(r"^seed:.*(?:\n[ \t]+.*)*", re.M)
_OWN_FORM = re.compile(
    r'seed: \{file: ([\w./-]+|"(?:[^"\\]|\\.)*"), (?:part: (\d{1,4}), )?sha256: "([0-9a-f]{64})", '
    r'importer: \d+, (?:held: true, )?written: "([0-9a-f]{16})"\}\s*'
)


_HELD = re.compile(r"^[ \t]+held[ \t]*:[ \t]*true[ \t]*\r?(?:\n|\Z)|\bheld: true, |, held: true\b", re.M)


class SeedMark(msgspec.Struct, frozen=True):
    """What an article's front matter says of its seed. `file` is relative to the seeds' folder, `sha256` that of the
    seed's bytes, `written` the digest of the article as the importer left it (see `article_digest`).

    `part` tells the articles of one file apart, from 1 on, and `sha256` is that of the part's text then; it is 0 where
    the whole file is one article.
    """

    file: str
    sha256: str
    written: str
    part: int = 0


class _Mark(msgspec.Struct, frozen=True):
    file: str = ""
    part: int = 0
    sha256: str = ""
    written: str = ""


class _Marked(msgspec.Struct, frozen=True):
    seed: _Mark = _Mark()


def seed_of(text: str) -> SeedMark | None:
    """The mark in an article's front matter; None if it is no import. Sound even where other YAML in it is broken.

    `text`, whose line ends must be LF, need not go on beyond the front matter.
    """
    parts = split(text)
    found = _SEED_KEY.search(parts.block) if parts else None
    if found is None:
        return None
    own = _OWN_FORM.fullmatch(found.group())
    if own is not None:
        return SeedMark(json.loads(own[1]) if own[1].startswith('"') else own[1], own[3], own[4], int(own[2] or 0))
    read, _ = decode_what_can_be(found.group(), _Marked, path="")
    if read is None or not read.seed.file:
        return None
    return SeedMark(read.seed.file, read.seed.sha256, read.seed.written, max(read.seed.part, 0))


def article_digest(text: str) -> str:
    """16 hexadecimal digits of the article's SHA-256, its own value left out, line ends counted as LF.

    The same in a fresh clone with other line ends; different as soon as an editor changes anything.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    blank = _WRITTEN.sub(r'\g<1>""', plain, count=1)
    return hashlib.sha256(blank.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def signed(text: str) -> str:
    """The article with the digest of itself in its mark; as it is if it has none."""
    return _WRITTEN.sub(rf'\g<1>"{article_digest(text)}"', text, count=1)


def without_held(block: str) -> str:
    """Front matter whose mark does not say any more that the import made the article a draft."""
    return _SEED_KEY.sub(lambda key: _HELD.sub("", key[0], count=1), block, count=1)


def left_as_imported(old: str, new: str) -> str:
    """`new`, which another program than an editor made of the article `old`: marked as the importer's own if `old`
    still was as the importer had left it."""
    mark = seed_of(old)
    return signed(new) if mark and article_digest(old) == mark.written else new
