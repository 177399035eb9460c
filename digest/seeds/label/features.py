"""What is seen of each line of a text: its shape, its words, its place, its neighbours, and what the lexicon knows.

The model knows nothing else of a line. Each thing seen is a short string, as CRFsuite takes them; a name before `=`
says what it is of. Lengths and shares stand in steps, so that few texts suffice to learn from. A word counts in lower
case; of more than three words in a row only a checksum is taken, so that a model holds no sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from zlib import crc32

from digest.seeds import data
from digest.seeds.words.byline import read_byline
from digest.seeds.words.dates import date_line, find_dates
from digest.seeds.words.lexicon import Lexicon, remembered
from digest.seeds.words.outlets import is_known_outlet, is_section, outlet

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|avr|juin|juil|août|déc|ene|abr|ago"
    r"|dic|gen|mag|giu|lug|set|ott|maj)[a-zäéû]*\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_ADDRESS = re.compile(r"https?://|www\.|@\w|\w\.(?:com|org|net|de|co|fr|uk)\b")
_GLUED = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]|\d[A-Za-z]{2,}\s|\d{5,}|[a-z]\d{1,2}\b")
_RIGHTS = ("©", "(c)", "copyright", "all rights reserved", "alle rechte")
_MARKS = frozenset("|·•›»/@#+%()[]<>=&?!")
_QUOTES = frozenset('"“”„«»')
_DIGITS = frozenset("0123456789")

_LENGTHS = (0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 30, 45, 70, 110)  # words
_SHARES = (0, 0.05, 0.12, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9, 0.999)
_DISTANCES = (0, 1, 2, 3, 5, 8, 13, 20, 35, 60, 120)  # lines
_IN_DIGITS = (0.05, 0.15, 0.3, 0.6)
_TO_MEDIAN = (0.1, 0.2, 0.35, 0.6, 1, 1.6, 2.5)

_FEW, _SOME, _MORE = 6, 25, 70  # words of a line of which every word counts, each pair of words, and the rare ones
_AROUND = 4  # lines on either side whose share of prose is taken
_BELOW_HEADING = 25  # lines
_LEAD = 3  # paragraphs of prose
_COMMON = 30  # lines that have a word: what more have tells of none of them


def _steps(edges: Sequence[float], most: int, scale: float = 1) -> tuple[str, ...]:
    return tuple(str(bisect_left(edges, n / scale)) for n in range(most + 1))


_LENGTH, _DISTANCE, _SHARE = _steps(_LENGTHS, 111), _steps(_DISTANCES, 121), _steps(_SHARES, 1000, 1000)


def _far(lines: int) -> str:
    return _DISTANCE[lines] if lines < 121 else _DISTANCE[121]


def _share(part: int, whole: int) -> str:
    return _SHARE[part * 1000 // whole]


@cache
def small_words() -> frozenset[str]:
    """The function words of a dozen languages."""
    return frozenset(data.words().function_words)


@cache
def _openers() -> frozenset[str]:
    """Words with which lines about authors, pictures and days begin."""
    return frozenset(data.words().line_openers)


def _ending(text: str) -> str:
    last, quoted = text[-1], ""
    if last in "\"”’'»)“" and len(text) > 1:
        last, quoted = text[-2], "q"
    if last in ".!?…。":
        return quoted + ("." if last == "…" else last)
    if last in ":;,-–|":
        return quoted + last
    if last.isdigit():
        return quoted + "d"
    return quoted + (("A" if last.isupper() else "a") if last.isalpha() else "o")


def _beginning(text: str) -> str:
    first = text[0]
    if first.isdigit():
        return "d"
    if first.isalpha():
        return "A" if first.isupper() else "a"
    return "q" if first in "\"“„«'‘" else "-" if first in "-*•·‣–" else "o"


def _run(words: Sequence[str]) -> str:
    return " ".join(words) if len(words) <= 3 else f"#{crc32(' '.join(words).encode()):x}"


class Seen:
    """A line by itself: `count` words, in lower case in `words`, the longer ones of them in `content`; `own` is what is
    seen of it."""

    __slots__ = (
        "content",
        "count",
        "end",
        "is_heading",
        "is_prose",
        "key",
        "kind",
        "own",
        "signs",
        "start",
        "text",
        "upper",
        "words",
    )

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        found = _WORD.findall(text)
        lowered = text.lower()
        words = list(map(str.lower, found))
        count = len(words)
        small = small_words()
        in_small = sum(map(small.__contains__, words))
        upper = sum(word[0].isupper() for word in found)
        self.text, self.words, self.count = text, words, count
        self.content = {word for word in words if len(word) > 3 and word not in small}
        self.start, self.end = (_beginning(text), _ending(text)) if text else ("-", "-")
        self.is_prose = (
            count >= 8 and in_small >= 0.15 * count and upper < 0.6 * count and (self.end[-1] in ".!?:" or count >= 20)
        )
        self.upper = _share(upper, count) if count > 1 else "-"
        self.kind = kind = ("p" if self.is_prose else "n") + (_LENGTH[count] if count < 111 else _LENGTH[111])
        self.key = " ".join(words)[:80] or text
        self.is_heading = 0 < count <= _FEW and not self.is_prose
        self.signs = _signs(text, lexicon)
        capitals = sum(map(str.isupper, found)) if upper else 0
        self.own = [
            "b",
            f"k={kind}",
            f"e={self.end}",
            f"s={self.start}",
            f"u={self.upper}",
            f"f={_share(in_small, count) if count else '0'}",
            f"ke={kind}{self.end}",
            f"ks={kind}{self.start}",
            f"ku={kind}{self.upper}",
            f"ca={bisect_left((0, 0.3, 0.6, 0.99), capitals / count) if capitals else 0}",
            *self._characters(lowered, count),
            *self._words(words, upper == count and capitals < 0.6 * count),
            *(f"S={sign}" for sign in self.signs),
        ]

    def _characters(self, lowered: str, count: int) -> Iterable[str]:
        text, kind = self.text, self.kind
        characters = set(text)
        if not characters.isdisjoint(_DIGITS):
            month, year, time = _MONTH.search(lowered), _YEAR.search(text), _TIME.search(text)
            if month or year or time:
                date = f"D={month is not None:d}{year is not None:d}{time is not None:d}"
                yield date
                yield date + kind
            yield f"dg={bisect_left(_IN_DIGITS, sum(map(str.isdigit, text)) / len(text))}"
        if not characters.isdisjoint(".@:") and _ADDRESS.search(lowered):
            yield "url"
            yield f"url{kind}"
        if _GLUED.search(text):
            yield "glue"
            yield f"glue{kind}"
        if any(map(lowered.__contains__, _RIGHTS)):
            yield "copy"
        if characters & _QUOTES:
            yield "q"
            yield f"qk={kind}"
        for character in sorted(characters & _MARKS):
            yield f"ch={character}"

    def _words(self, words: Sequence[str], capitalised: bool) -> Iterable[str]:
        count = len(words)
        if not count:
            yield "no"
            return
        if words[0] in _openers():
            yield "by"
            yield f"by={words[0]}"
        yield f"w0={words[0]}"
        yield f"w9={words[-1]}"
        if count > 1:
            yield f"w01={words[0]} {words[1]}"
        if count <= _FEW:
            yield f"line={_run(words)}"
        if count <= _SOME:
            name = "w" if count <= _FEW else "wm"
            for word in dict.fromkeys(words):
                yield f"{name}={word}"
            for one, two in pairwise(words):
                yield f"w2={one} {two}"
        if 2 <= count <= 4 and capitalised and self.start == "A":
            yield "name"


SHORT = 80  # characters of a line that may be a publisher's name


def _signs(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """What the lexicon knows of a line."""
    signs = []
    if len(text) <= 260 and text:
        if date_line(text, lexicon) is not None:
            signs.append("date")
        elif find_dates(text, lexicon):
            signs.append("fd")
        if (byline := read_byline(text, lexicon)) is not None:
            signs.append("by1" if byline.authors else "by0")
    if 0 < len(text) < SHORT:
        if name := outlet(text, lexicon):
            signs.append("kout" if is_known_outlet(name, lexicon) else "out")
        if is_section(text, lexicon):
            signs.append("sec")
    return tuple(signs)


@remembered
def _seen(text: str, lexicon: Lexicon) -> Seen:
    return Seen(text, lexicon)


class Page:
    """The lines of a text, beside one another. `is_parted` says of each whether an empty line stands before it."""

    def __init__(self, texts: Sequence[str], is_parted: Sequence[bool], lexicon: Lexicon) -> None:
        self.lines = [_seen(text, lexicon) for text in texts]
        self.is_parted = is_parted
        self.first, self.last = self._core()
        self.having: dict[str, list[int]] = {}
        for n, line in enumerate(self.lines):
            for word in line.content:
                self.having.setdefault(word, []).append(n)
        self.count = Counter(line.key for line in self.lines)

    def _core(self) -> tuple[int, int]:
        """The first and the last line of the densest run of prose."""
        best = so_far = start = first = last = 0
        for n, line in enumerate(self.lines):
            if so_far <= 0:
                so_far, start = 0, n
            so_far += line.count if line.is_prose else -min(6, 2 + line.count)
            if so_far > best:
                best, first, last = so_far, start, n
        return first, last

    def alike(self, n: int) -> int:
        """How many other lines of about the same length have most of a line's words."""
        line = self.lines[n]
        need = 0.7 * len(line.content)
        shared: Counter[int] = Counter()
        for word in line.content:
            if 1 < len(having := self.having[word]) <= _COMMON:
                shared.update(having)
        return sum(
            count >= need and other != n and self.lines[other].count <= 2 * line.count + 3
            for other, count in shared.items()
        )

    def features(self) -> list[list[str]]:
        """What is seen of each line, itself and where it stands."""
        lines, size = self.lines, len(self.lines)
        if not size:
            return []
        core = [line for line in lines[self.first : self.last + 1] if line.is_prose]
        words = Counter(word for line in core for word in line.content)
        again = {word for word, count in words.items() if count > 1}
        lead = frozenset().union(*(line.content for line in core[:_LEAD]))
        lengths = sorted(line.count for line in core)
        median = lengths[len(lengths) // 2] if lengths else 1
        prose = [n for n, line in enumerate(lines) if line.is_prose]
        first, last = (prose[0], prose[-1]) if prose else (size, 0)
        prose_before, words_before = [0], [0]
        for line in lines:
            words_before.append(words_before[-1] + line.count)
            prose_before.append(prose_before[-1] + (line.count if line.is_prose else 0))
        total = max(1, prose_before[-1])

        common: list[tuple[str, int]] = []
        for n, line in enumerate(lines):
            own = line.is_prose and self.first <= n <= self.last
            taken = len(line.content & (again if own else words.keys()))
            common.append((_share(taken, len(line.content)) if line.content else "-", taken))

        heading = -_BELOW_HEADING - 1
        found = []
        for n, line in enumerate(lines):
            kind, count, (shared, taken) = line.kind, line.count, common[n]
            place = (
                f"<{_far(self.first - n)}" if n < self.first else f">{_far(n - self.last)}" if n > self.last else "in"
            )
            low, high = max(0, n - _AROUND), min(size, n + _AROUND + 1)
            around = words_before[high] - words_before[low]
            density = _share(prose_before[high] - prose_before[low], around) if around else "0"
            seen = [
                *line.own,
                f"v={shared}",
                f"vs={min(taken, 6)}",
                f"kv={kind}{shared}",
                f"uv={line.upper}{shared}",
                f"c={place}",
                f"ck={place}{kind[0]}",
                f"ce={place}{'.' if line.end[-1] in '.!?' else '-'}{bisect_left((0, 3, 8, 20), count)}",
                f"fp=+{_far(n - first)}" if n >= first else f"fp=-{_far(first - n)}",
                f"lp=+{_far(n - last)}" if n >= last else f"lp=-{_far(last - n)}",
                f"top={_far(n)}",
                f"bot={_far(size - 1 - n)}",
                f"d={density}",
                f"dk={density}{kind}",
                f"pr={_share(prose_before[n], total)}",
                f"m={bisect_left(_TO_MEDIAN, count / median)}",
            ]
            parted = self.is_parted[n]
            parted_below = n + 1 < size and self.is_parted[n + 1]
            if parted:
                seen += ("B", f"Bk={kind}")
            if parted_below:
                seen += ("A", f"Ak={kind}")
            above, below = n > 0 and not parted, n + 1 < size and not parted_below
            seen.append(f"al={above:d}{below:d}")
            if (often := self.count[line.key]) > 1:
                seen += (f"rep={min(often, 4)}", f"repk={kind}")
            if line.content:
                in_lead = _share(len(line.content & lead), len(line.content))
                seen += (f"ld={in_lead}", f"ldk={in_lead}{kind}")
            if _SOME < count <= _MORE and line.content and taken <= 0.6 * len(line.content):
                seen += [f"wl={word}" for word in dict.fromkeys(line.words)]
            if n - heading <= _BELOW_HEADING:
                over = lines[heading].words
                seen += (f"wh={_run(over)}", f"hd={bisect_left((1, 2, 4, 8, 16), n - heading)}")
                seen += [f"whw={word}" for word in dict.fromkeys(over)]
            if line.is_heading and (parted_below or n + 1 >= size):
                heading = n
            if 3 <= count <= 30 and len(line.content) >= 2 and (alike := min(self.alike(n), 3)):
                seen += (f"tt={alike}", f"ttk={alike}{kind}")
            for by in (-2, -1, 1, 2):
                if 0 <= n + by < size:
                    other = lines[n + by]
                    seen += (
                        f"{by}k={other.kind}",
                        f"{by}e={other.end}",
                        f"{by}v={common[n + by][0]}",
                        f"{by}u={other.upper}",
                        f"{by}kk={kind}|{other.kind}",
                    )
                    seen += [f"S{by}={sign}" for sign in other.signs]
            if n > 2:
                seen.append(f"-3k={lines[n - 3].kind}")
            if n + 3 < size:
                seen.append(f"3k={lines[n + 3].kind}")
            found.append(seen)
        return found
