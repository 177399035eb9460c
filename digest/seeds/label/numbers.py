"""What the second look is told of a line, in numbers: how sure the first one was of it and of those around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeAlias

from digest.seeds.label.features import Page, Seen

Probabilities: TypeAlias = tuple[float, float, float, float, float]
"""That a line is of the body, the title, the author's, the date's, or any other line: together 1."""

BODY, TITLE = 0, 1

_SIGNS = ("date", "fd", "by0", "by1", "kout", "out", "sec")
_BESIDE = (-4, -3, -2, -1, 1, 2, 3, 4)
_WINDOWS = (3, 8, 20)
_FAR = 99
_NOBODY = (-1.0, -1.0, -1.0, -1.0, -1.0)
_ENOUGH_OF_LEAD = 60  # words


class SecondLook:
    """A page with what was found at the first look."""

    def __init__(self, page: Page, found: Sequence[Probabilities]) -> None:
        self.page, self.found = page, found
        lines = page.lines
        self.body = [probabilities[BODY] for probabilities in found]
        self.title = [probabilities[TITLE] for probabilities in found]
        self._sums = list(accumulate(self.body, initial=0.0))
        self._words = list(accumulate((p * line.count for p, line in zip(self.body, lines, strict=True)), initial=0.0))
        self._likely = [n for n, p in enumerate(self.body) if p > 0.5]
        self._beside = [
            (p[BODY], p[TITLE], float(line.count), float(line.is_prose), float(parted))
            for p, line, parted in zip(found, lines, page.is_parted, strict=True)
        ]
        prose = [line for line, p in zip(lines, self.body, strict=True) if p > 0.7 and line.is_prose]
        self._taken = Counter(word for line in prose for word in line.content)
        self._taken_again = {word for word, count in self._taken.items() if count > 1}
        self._lead: set[str] = set()
        self._text = self._likely[0] if self._likely else len(lines)  # where the text begins
        for n in reversed(self._likely):
            self._text = n if lines[n].is_prose else self._text
        for n in self._likely:
            if lines[n].is_prose and len(self._lead) < _ENOUGH_OF_LEAD:
                self._lead |= lines[n].content
        self.best_title = max(range(len(lines)), key=self.title.__getitem__, default=0)
        self._most_titles = sorted(range(len(lines)), key=self.title.__getitem__, reverse=True)

    def _of_body(self, line: Seen, own: bool) -> float:
        """The share of a line's words that the body's other lines have."""
        if not line.content:
            return 0.0
        return len(line.content & (self._taken_again if own else self._taken.keys())) / len(line.content)

    def numbers(self, n: int) -> list[float]:
        """Of a line, for telling whether it is of the body."""
        page, size = self.page, len(self.found)
        line = page.lines[n]
        total, words = self._words[-1] + 1e-9, self._words
        row: list[float] = [
            *self.found[n],
            line.count,
            len(line.text),
            -1.0 if line.upper == "-" else float(line.upper),
            line.is_prose,
            "." in line.end,
            line.end == "a",
            line.start == "A",
            line.start == "d",
            line.start == "q",
            page.is_parted[n],
            sum(map(str.isdigit, line.text)),
            *(sign in line.signs for sign in _SIGNS),
            n,
            size - 1 - n,
            n / size,
            words[n + 1] / total,
            1 - words[n] / total,
        ]
        for by in _BESIDE:
            row += self._beside[n + by] if 0 <= n + by < size else _NOBODY
        sums = self._sums
        for width in _WINDOWS:
            low, high = max(0, n - width), min(size, n + width + 1)
            row += ((sums[high] - sums[low]) / (high - low), (sums[high] - sums[n + 1]) / max(1, high - n - 1))
        likely = self._likely
        place = bisect_left(likely, n)
        before = n - likely[place - 1] if place else _FAR
        after_place = bisect_right(likely, n)
        after = likely[after_place] - n if after_place < len(likely) else _FAR
        row += (
            n - likely[0] if likely else n - size,
            n - likely[-1] if likely else n,
            n - self.best_title,
            min(before, _FAR),
            min(after, _FAR),
            sums[-1],
            size,
            self._of_body(line, line.is_prose and self.body[n] > 0.7),
            page.count[line.key],
        )
        return row

    def candidates(self) -> list[int]:
        """The lines that could be the headline, in order: also those beside the likeliest one."""
        if not self.found:
            return []
        beside = range(max(0, self.best_title - 2), min(len(self.found), self.best_title + 3))
        return sorted({n for n in self._most_titles[:_MOST] if self.title[n] > _LEAST} | set(beside))

    def title_numbers(self, candidates: Sequence[int]) -> list[list[float]]:
        """Of lines, for telling which of them is the headline."""
        lines, title, total = self.page.lines, self.title, sum(self.title) + 1e-9
        in_lead = {n: len(lines[n].content & self._lead) / max(1, len(lines[n].content)) for n in candidates}
        rank = {n: place for place, n in enumerate(self._most_titles)}
        rows = []
        for n in candidates:
            line = lines[n]
            same = self._same(n)
            rows.append(
                [
                    *self.numbers(n),
                    rank[n],
                    title[n] / total,
                    in_lead[n],
                    in_lead[n] - max((in_lead[m] for m in candidates if m != n), default=0.0),
                    self._of_body(line, own=True),
                    len(same),
                    sum(lines[m].count > line.count for m in same),
                    min(same) - n if same else 0,
                    any(mark in line.text for mark in ("|", "»", " - ", " – ")),
                    n - self._text,
                    abs(n - self._text),
                    line.text.endswith("?"),
                    line.text.endswith("."),
                    line.text.count(" "),
                    line.text.isupper(),
                    max((title[m] for m in self._most_titles[:12] if m != n), default=0.0),
                    max((in_lead[m] for m in range(n + 1, n + 5) if m in in_lead), default=-1.0),
                    max((in_lead[m] for m in range(n - 4, n) if m in in_lead), default=-1.0),
                    max(title[n + 1 : n + 5], default=0.0),
                    max(title[max(0, n - 4) : n], default=0.0),
                    any("sec" in other.signs for other in lines[max(0, n - 2) : n]),
                    any("sec" in other.signs for other in lines[n + 1 : n + 3]),
                    n + 1 < len(lines) and lines[n + 1].end == ".",
                    sum(title[max(0, n - 3) : n]),
                    sum(title[n + 1 : n + 4]),
                    any("date" in other.signs for other in lines[n + 1 : n + 4]),
                    any("by1" in other.signs for other in lines[n + 1 : n + 4]),
                    any(
                        line.text in other.text
                        for other in lines[max(0, n - 3) : n]
                        if len(other.text) > len(line.text)
                    ),
                ]
            )
        return rows

    def _same(self, n: int) -> list[int]:
        """The other lines of about a line's length that have most of its words."""
        line, lines = self.page.lines[n], self.page.lines
        need = 0.8 * len(line.content)
        if len(line.content) < 2:
            return []
        shared: Counter[int] = Counter()
        for word in line.content:
            shared.update(self.page.having[word])
        return [
            other
            for other, count in shared.items()
            if other != n and count >= need and abs(lines[other].count - line.count) <= line.count
        ]


_LEAST, _MOST = 0.002, 40  # of a line that could be the headline, and how many could
