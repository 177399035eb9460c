"""What an editor has corrected in an imported article: the draft of its seed, compared with the article as it is.

A line that is left out of one article may be a page's, which every text of its source has, or an editor's cut. It is
the page's if it is no sentence, or stands above or below the sentences and speaks of its source; of any other sentence
only two articles tell. An article that was cut down or written anew tells nothing for itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

import msgspec

from digest.article_file.split import split
from digest.seeds.draft import Draft
from digest.seeds.label.learned_lines import RULE, Learned
from digest.seeds.memory.learned import What, key_of
from digest.seeds.read.unmark import plain
from digest.seeds.words.folding import folded
from digest.seeds.words.hosts import host_of
from digest.seeds.words.sentences import is_prose
from digest.typed_yaml.load import decode_what_can_be


class Correction(msgspec.Struct, frozen=True):
    """What one article teaches of its `source` (as learned.yaml calls it), as in `Lesson`. `is_sure` says that it does
    so alone; else another article has to say the same."""

    source: str
    what: What
    text: str
    spelt: str = ""
    is_sure: bool = True


class _Name(msgspec.Struct, frozen=True):
    name: str = ""
    url: str = ""


class _Fields(msgspec.Struct, frozen=True):
    title: str = ""
    deck: str = ""
    author: str | tuple[str, ...] = ()
    source: str | _Name = ""


class _Article(msgspec.Struct, frozen=True):
    """An article as it is: title, authors and source, all words of its `head`, and the words of each line of its body,
    for themselves and together."""

    title: str
    authors: tuple[str, ...]
    source: str
    head: str
    lines: frozenset[str]
    body: str

    def has_line(self, words: str) -> bool:
        return words in self.lines

    def has_within(self, words: str) -> bool:
        """Whether the words stand in a line or paragraph."""
        return f" {words} " in self.body


def corrections(
    first: Draft, draft: Draft, learned: Learned, article: str, was_left_out: Callable[[str], bool] | None
) -> list[Correction]:
    """What the text of an article's file teaches.

    `first` is the draft of its seed without, and `draft` with what is `learned` of its source. `was_left_out` says of a
    line, by its words, whether the import left it out when it made the article; it is None where that is not known, and
    then lines teach nothing: what an article has not, or has, may be an older import's doing.
    """
    now = _read(article)
    if now is None:
        return []
    of = learned.name or key_of(first.source) or now.source
    if not of:
        return []
    found = [*_title(of, draft, now), *_author(of, draft, now), *_source(of, first, draft, now)]
    if not draft.markdown and was_left_out is not None:
        found += [*_out(of, draft, now, was_left_out), *_in(of, draft, now, was_left_out)]
    return found


_AUTOLINK = re.compile(r"<(https?://[^<>\s]+|[^<>\s@]+@[^<>\s]+)>")
_BEGINS = re.compile(r"(?:#{1,6}|[-*+>•]|\d{1,2}[.)])\s+")


def words_of_line(text: str) -> str:
    """The words alone, without the number of an item."""
    return folded(_BEGINS.sub("", text.strip(), count=1))


def left_out(draft: Draft, *, learned: bool = True) -> frozenset[str]:
    """The words of each line of a draft that is nowhere in its article; of those, where it is not wanted, that are left
    out for they were `learned`, none."""
    gone = (line for line in draft.lines if line.is_removed and (learned or line.rule != RULE))
    return frozenset(words_of_line(line.text) for line in gone)


def _read(article: str) -> _Article | None:
    """None if its front matter cannot be read."""
    parts = split(article)
    fields, _ = decode_what_can_be(parts.block, _Fields, path="") if parts else (None, ())
    if parts is None or fields is None:
        return None
    body = _AUTOLINK.sub(r" \1 ", parts.body_text)
    # `&lt;` is unescaped last: else what stands in angle brackets would be an element, and gone.
    rows = (html.unescape(plain(_BEGINS.sub("", row.strip(), count=1))) for row in body.split("\n"))
    lines = dict.fromkeys(words for row in rows if (words := folded(row)))
    authors = (fields.author,) if isinstance(fields.author, str) else fields.author
    source = fields.source if isinstance(fields.source, str) else fields.source.name
    head = folded("\n".join((fields.title, fields.deck, *authors, source)))
    return _Article(fields.title, authors, source, head, frozenset(lines), "\n".join(f" {line} " for line in lines))


def _out(of: str, draft: Draft, now: _Article, was_left_out: Callable[[str], bool]) -> Iterator[Correction]:
    """Lines that the import kept and the editor took out."""
    body = draft.body
    gone = _missing([words_of_line(text) for text in body], now)
    sentences = [n for n, text in enumerate(body) if is_prose(text)]
    own = [n for n in sentences if n not in gone]
    is_heavy = bool(sentences) and _count(body, sentences) > _HEAVY * _count(body, own)
    lines = {words_of_line(line.text): line.text for line in draft.lines if line.is_text}
    for n in sorted(gone):
        text = lines.get(words_of_line(body[n]), "")  # "" for what was broken over several lines
        if not any(word.isalpha() for word in folded(text).split()) or was_left_out(words_of_line(text)):
            continue
        is_around = bool(own) and not own[0] < n < own[-1]
        is_page_s = not is_prose(text) or (is_around and _speaks_of(text, of))
        yield Correction(of, "out", text, is_sure=is_page_s and bool(own) and not is_heavy)
    if title := _wrong_title(draft, now):
        yield Correction(of, "out", title, is_sure=not is_heavy)


_HEAVY = 1.5  # times as many words of sentences in the draft as are left of it
_SHORT = 4  # words; of fewer, other lines may have the same by chance
_MOST = 300  # lines that are not in an article as they were: it is another text, or was cut for reasons of its own


def _missing(body: Sequence[str], now: _Article) -> set[int]:
    """Which of the lines, given by their words, are nowhere in the article, not even in other words."""
    around = ("", *body, "")
    moved = [n for n, words in enumerate(body) if not now.has_line(words)]
    gone = {
        n
        for n in (moved if len(moved) <= _MOST else ())
        if not (
            f" {body[n]} " in f" {now.head} "
            or (body[n].count(" ") + 1 >= _SHORT and now.has_within(body[n]))
            or now.has_within(" ".join((*around[n].split()[-_SHORT:], body[n])))
            or now.has_within(" ".join((body[n], *around[n + 2].split()[:_SHORT])))
        )
    }
    had = set(body)
    new = [_Words.of(row) for row in now.lines if row not in had] if gone else []
    return (
        {n for n in gone if not any(_Words.of(body[n]).is_anew_in(row) for row in new)} if len(new) <= _MOST else set()
    )


class _Words(msgspec.Struct, frozen=True):
    """The words of a line, and which of them follow each other."""

    text: str
    count: int
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    @staticmethod
    def of(text: str) -> _Words:
        words = text.split()
        return _Words(text, len(words), frozenset(words), frozenset(pairwise(words)))

    def is_anew_in(self, row: _Words) -> bool:
        """Whether a line was written anew as another one: that has half of its words, and not many more, or a third of
        its pairs of words, or is a part of it."""
        if row.count <= 2 * self.count + _SHORT and 2 * len(self.words & row.words) >= len(self.words):
            return True
        if self.count >= _SHORT and 3 * len(self.pairs & row.pairs) >= len(self.pairs):
            return True
        is_part = _SHORT * row.count >= self.count or row.count >= _SHORT
        return is_part and f" {row.text} " in f" {self.text} "


def _count(body: Sequence[str], which: Collection[int]) -> int:
    return sum(len(body[n].split()) for n in which)


_PAGES_OWN = re.compile(r"https?://|www\.|\S@\S|©|\(c\)", re.I)


def _speaks_of(text: str, source: str) -> bool:
    """Whether a line is a page's own: it names the source, or an address."""
    name = folded(source).removeprefix("the ")
    return f" {name} " in f" {folded(text)} " or _PAGES_OWN.search(text) is not None


def _wrong_title(draft: Draft, now: _Article) -> str:
    """The line that was taken for the title, where that stands below it and the editor kept nothing of the line."""
    title, lines = folded(now.title), [folded(line.text) for line in draft.lines]
    wrong = next((n for n, line in enumerate(draft.lines) if line.kind == "title"), len(lines))
    if title not in lines[wrong + 1 :] or lines[wrong] != folded(draft.title) or is_prose(draft.title):
        return ""
    return "" if now.has_line(lines[wrong]) or f" {lines[wrong]} " in f" {now.head} " else draft.lines[wrong].text


def _in(of: str, draft: Draft, now: _Article, was_left_out: Callable[[str], bool]) -> Iterator[Correction]:
    """Lines that the import left out and the editor has put back."""
    kept = {words_of_line(line.text) for line in draft.lines if not line.is_removed}
    gone = {words_of_line(line.text): line.text for line in draft.lines if line.is_removed}
    gone = {words: text for words, text in gone.items() if any(map(str.isalpha, words)) and words not in kept}
    long = [words for words in gone if words.count(" ") + 1 >= 2 * _SHORT][:_MOST]
    back = {words for words in gone if now.has_line(words)} | {words for words in long if now.has_within(words)}
    yield from (Correction(of, "in", text) for words, text in gone.items() if words in back and was_left_out(words))


_BARS = "|·•»"
_BEHIND = re.compile(rf"\s*(?P<sign>[{_BARS}]|(?<=\s)[-–—/])\s*\S.{{0,58}}")
_BEFORE = re.compile(rf"\S.{{0,38}}\s*(?P<sign>[{_BARS}:–—])\s*")


def _title(of: str, draft: Draft, now: _Article) -> Iterator[Correction]:
    """What was cut off an end of the title, behind a sign that parts it from the headline. What is no publisher's name
    and stands behind a dash or before a colon may be the headline's: of that two articles tell."""
    for end, form in ((draft.title.removeprefix(now.title), _BEHIND), (draft.title.removesuffix(now.title), _BEFORE)):
        cut = form.fullmatch(end) if now.title and end != draft.title else None
        if cut:
            is_sure = cut["sign"] in _BARS or _speaks_of(end, of)
            yield Correction(of, "title_without", end.strip(), is_sure=is_sure)


def _author(of: str, draft: Draft, now: _Article) -> Iterator[Correction]:
    """An author's name that is spelt otherwise."""
    if len(draft.authors) == len(now.authors):
        for name, spelt in zip(draft.authors, now.authors, strict=True):
            if name != spelt and _likeness(name, spelt):
                yield Correction(of, "author", name, spelt)


def _source(of: str, first: Draft, draft: Draft, now: _Article) -> Iterator[Correction]:
    """How the source is spelt; or, of a source that its address tells, what it is called. Another name is none of it:
    a text may name who is not its source, and other texts are that one's."""
    if not now.source or now.source == draft.source.name or now.source == first.source.name:
        return
    host = host_of(first.source.url) or (first.source.name if "." in first.source.name else "")
    likeness = max(_likeness(name, now.source) for name in (first.source.name, host.partition(".")[0]))
    if first.source.name and likeness:
        yield Correction(of, "source", now.source, is_sure=likeness > 1)
    elif host:
        yield Correction(host, "source", now.source)


_NEAR = 0.85
_LONGEST = 100  # characters of a name


def _likeness(name: str, other: str) -> int:
    """How surely two names are one, spelt in two ways: 2 if so (`Example Wire`, `The Example Wire`, `EXAMPLEWIRE`,
    `EW`), 1 if one has words more (`Example Wire Weekly` may be another paper), else 0."""
    one, two = (folded(text).removeprefix("the ") for text in (name, other))
    if not one or not two or len(one) + len(two) > 2 * _LONGEST:
        return 0
    short, long = sorted((one.split(), two.split()), key=len)
    initials = "".join(word[0] for word in long)
    is_acronym = len(short) == 1 and len(initials) > 1 and short[0] == initials
    is_near = SequenceMatcher(None, one, two, autojunk=False).ratio() >= _NEAR and len(short) == len(long)
    if one.replace(" ", "") == two.replace(" ", "") or is_acronym or is_near:
        return 2
    return int(set(short) <= set(long))
