"""What is known of imported articles beside their text: as which they were last looked at for corrections, what the
import left out of them, and what one of them alone has taught.

It is kept in `.digest/`. No article depends on it: it only keeps a correction from being learnt twice, and joins two
that say the same. Without it corrected articles are looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path
from zlib import crc32

import msgspec

from digest.files.opener import read_regular
from digest.files.whole import write_whole
from digest.seeds.memory.corrections import Correction
from digest.seeds.memory.learned import Lesson
from digest.seeds.words.folding import folded

_FORM = 1  # raised when it is another in form or meaning
_MOST = 5_000  # corrections of one article that wait for another's


class _Row(msgspec.Struct, array_like=True):
    """`edited` is the digest of the article as it was looked at, "" if it was not; `gone` has two bytes for each line
    that the import left out."""

    edited: str = ""
    gone: bytes | None = None


class _Kept(msgspec.Struct, array_like=True):
    form: int
    rows: dict[str, _Row]
    waiting: dict[str, str]


class LookedAt:
    """Articles are called by their paths relative to the site's folder."""

    def __init__(self, keep: Path) -> None:
        self._keep = keep
        self._is_changed = False
        kept = self._load()
        self._rows, self._waiting = kept.rows, kept.waiting
        self._made: set[str] = set()

    def is_new(self, article: str, edited: str) -> bool:
        row = self._rows.get(article)
        return row is None or row.edited != edited

    def was_left_out(self, article: str) -> Callable[[str], bool] | None:
        """Whether the import left out a line, given by its words, when it made the article; None if it is not known,
        for it was another site's folder, or another clone of this, in which it was made."""
        row = self._rows.get(article)
        if row is None or row.gone is None:
            return None
        gone = {row.gone[n : n + 2] for n in range(0, len(row.gone), 2)}
        return lambda words: _short(words) in gone

    def made(self, article: str, left_out: Iterable[str]) -> None:
        """An import has made the article, and left out lines of these words."""
        self._rows[article] = _Row("", b"".join(map(_short, left_out)))
        self._made.add(article)
        self._is_changed = True

    def looked(self, article: str, edited: str) -> None:
        self._rows.setdefault(article, _Row()).edited = edited
        self._is_changed = True

    def lessons(self, found: Iterable[tuple[str, Correction]]) -> list[Lesson]:
        """What articles teach: what is sure, and what two of them say; nothing in which they contradict each other."""
        lessons = []
        for article, one in found:
            key = "\n".join((folded(one.source), one.what, folded(one.text), one.spelt))
            first = self._waiting.get(key, article)
            if not one.is_sure and first == article:
                self._waiting[key] = article
                self._is_changed = True
            else:
                self._is_changed |= self._waiting.pop(key, None) is not None
                why = article if first == article else f"{first}, {article}"
                lessons.append(Lesson(one.source, one.what, one.text, why, one.spelt))
        said = {(lesson.source, lesson.what, folded(lesson.text)) for lesson in lessons}
        return [
            lesson
            for lesson in lessons
            if (lesson.source, {"out": "in", "in": "out"}.get(lesson.what, ""), folded(lesson.text)) not in said
        ]

    def save(self, articles: Collection[str]) -> None:
        """Keep it for later imports: of `articles`, those that were there, and of those that this one made."""
        if self._is_changed:
            there = {*articles, *self._made}
            rows = {article: row for article, row in self._rows.items() if article in there}
            kept = _Kept(_FORM, rows, dict(list(self._waiting.items())[-_MOST:]))
            with suppress(OSError, UnicodeEncodeError):
                self._keep.parent.mkdir(exist_ok=True)
                write_whole(self._keep, msgspec.msgpack.encode(kept))

    def _load(self) -> _Kept:
        with suppress(OSError, msgspec.DecodeError):
            kept = msgspec.msgpack.decode(read_regular(self._keep), type=_Kept)
            if kept.form == _FORM:
                return kept
        return _Kept(_FORM, {}, {})


def _short(words: str) -> bytes:
    return (crc32(words.encode("utf-8", "replace")) & 0xFFFF).to_bytes(2, "big")
