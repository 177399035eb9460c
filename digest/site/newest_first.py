"""The places of articles among the others, newest first, and how these change when a few come and go."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from digest.model.article import Article

Order = tuple[int, str]


def order_of(article: Article) -> Order:
    """By what articles are sorted: the newest first, and by path within one instant."""
    return -article.instant, article.path


def place_of(articles: Sequence[Article], article: Article) -> int:
    """Where it stands, or would stand, among sorted ones."""
    return bisect_left(articles, order_of(article), key=order_of)


class Shift:
    """How places change when what stood at some `left`, and what stands at others `came`; both sorted."""

    def __init__(self, left: Sequence[int] = (), came: Sequence[int] = ()) -> None:
        self.left = left
        self.came = came
        self._pieces = _pieces(left, came)
        self._starts = [start for start, _, _ in self._pieces]

    def __bool__(self) -> bool:
        return bool(self.left or self.came)

    def at(self, place: int) -> int:
        """The new place of one that stayed."""
        return place + self._pieces[bisect_right(self._starts, place) - 1][2]

    def of(self, places: tuple[int, ...]) -> tuple[int, ...]:
        """The new places of those that stayed; `places` are sorted."""
        _, end, by = self._pieces[0]
        if not places or (not by and (end is None or places[-1] < end)):
            return places
        found: list[int] = []
        at = 0
        for start, end, by in self._pieces:
            at = bisect_left(places, start, at)
            stop = len(places) if end is None else bisect_left(places, end, at)
            found += [place + by for place in places[at:stop]] if by else places[at:stop]
            at = stop
        return tuple(found)


def _pieces(left: Sequence[int], came: Sequence[int]) -> list[tuple[int, int | None, int]]:
    """Runs of old places that move by as much: from the first up to one behind the last, or to the end of all. None has
    one of `left` in it."""
    starts = [0, *(place + 1 for place in left)]
    pieces: list[tuple[int, int | None, int]] = [
        (start, end, -n) for n, (start, end) in enumerate(zip(starts, [*left, None], strict=True))
    ]
    for place in came:
        found: list[tuple[int, int | None, int]] = []
        for start, end, by in pieces:
            split = max(start, place - by)
            if end is not None and split >= end:
                found.append((start, end, by))
            else:
                found += [(start, split, by)] * (split > start) + [(split, end, by + 1)]
        pieces = found
    return pieces
