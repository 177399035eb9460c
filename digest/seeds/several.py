"""A file with several articles in it, one below the other → the text of each.

A row of signs between two texts parts them only if each is an article for itself: it has a headline, and a date or a
byline. All else is one text with an ornament.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import msgspec

from digest.seeds.draft import Draft
from digest.seeds.label.head import names_field
from digest.seeds.read.decoding import Decoded
from digest.seeds.refused import SeedError
from digest.seeds.words.datelines import dateline
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.sentences import is_prose

_ROW = re.compile(r"[^\S\n]*([=*_#~—–-])(?:[ \t]?\1){4,}[^\S\n]*")
_DOCUMENT = re.compile(r"[^\S\n]*<DOC(?:\s[^<>]*)?>", re.I)
_TITLE = re.compile(r"[^\S\n]*(?:title|headline|titel|titre|título|rubrik)\s*:\s*\S", re.I)
_MAY_PART = re.compile(f"^(?:{_ROW.pattern}$|{_DOCUMENT.pattern}|{_TITLE.pattern})", re.I | re.M)
_FEWEST = 30  # words of an article; less is a hint at one


def parts_of(decoded: Decoded, lexicon: Lexicon, draft: Callable[[Decoded], Draft]) -> tuple[Decoded, ...]:
    """The articles in a file, mostly one. Lines keep the numbers that they have in the file.

    `draft` is asked for the draft of a text that may be one of them; it may raise SeedError.
    """
    if decoded.markdown or decoded.fields is not None or not _MAY_PART.search(decoded.text):
        return (decoded,)
    rows = decoded.text.split("\n")
    may_start = (*_starts(rows, lexicon), len(rows))

    def between(start: int, end: int) -> Decoded:
        return msgspec.structs.replace(decoded, text="\n".join(rows[start:end]), first_line=start + 1)

    def is_article(start: int, end: int) -> bool:
        if sum(len(row.split()) for row in rows[start:end]) < _FEWEST:
            return False
        try:
            return _is_article(draft(between(start, end)), lexicon)
        except SeedError:
            return False

    starts = [0, *(start for start, end in pairwise(may_start) if is_article(start, end))]
    if len(starts) == 1 or not is_article(0, may_start[0]):
        return (decoded,)
    return tuple(between(start, end) for start, end in pairwise((*starts, len(rows))))


def digest_of(part: Decoded) -> str:
    """The SHA-256, in hexadecimal digits, of one of several texts, wherever in its file it stands."""
    return hashlib.sha256(part.text.strip().encode("utf-8")).hexdigest()


def _starts(rows: Sequence[str], lexicon: Lexicon) -> Iterator[int]:
    """Where another article may begin: below a row of signs, at another `<DOC>`, at another block of fields."""
    documents = fields = 0
    begins = next((n for n in range(len(rows)) if _is_text(rows, n)), len(rows))
    for n, row in enumerate(rows):
        if _ROW.fullmatch(row) and not _is_text(rows, n - 1) and not _is_text(rows, n + 1):
            yield n + 1
        elif _DOCUMENT.match(row):
            documents += 1
            if documents > 1:
                yield n
        elif _is_text(rows, n) and not _is_text(rows, n - 1) and _is_block_of_fields(rows, n, lexicon):
            fields += 1
            if fields > 1:
                yield n
            elif begins < n:  # the first text has none: it is of another form
                fields = -len(rows)


def _is_text(rows: Sequence[str], n: int) -> bool:
    return 0 <= n < len(rows) and bool(rows[n].strip())


def _is_block_of_fields(rows: Sequence[str], start: int, lexicon: Lexicon) -> bool:
    """Whether `Title: …` and another field stand in the lines from `start` to the next empty one."""
    end = next((n for n in range(start, len(rows)) if not rows[n].strip()), len(rows))
    found = [row for row in rows[start : min(end, start + 8)] if names_field(row.strip(), lexicon)]
    return len(found) > 1 and any(map(_TITLE.match, found))


def _is_article(draft: Draft, lexicon: Lexicon) -> bool:
    """Whether a text has what makes it an article, and is not cut as a hint at one is."""
    words = sum(len(paragraph.split()) for paragraph in draft.body)
    if words < _FEWEST or not any(map(is_prose, draft.body)) or draft.body[-1].endswith(("…", "...")):
        return False
    first = dateline(draft.body[0], lexicon)
    dated = any(line.kind in ("date", "byline") for line in draft.lines) or (
        first is not None and first.day is not None
    )
    return dated and any(line.kind == "title" for line in draft.lines)
