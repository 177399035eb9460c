"""What a day's, a week's or a year's news come to: what counts most, the desks, the figures, and who is named."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from zoneinfo import ZoneInfo

from digest.model.article import clock_of
from digest.model.shown import Card, Desk, Edition, FigureOf, Link, NamedCount, NamedKind
from digest.site.names import TagNames

TOP = 5
"""Articles beside the lead."""

FIGURES = 5
NAMED = 8
"""Tags of a kind that a page names."""


def edition_of(day: dt.date, cards: Sequence[Card], timezone: str) -> Edition:
    """A day's news; `cards` are those of the day by their weight, one at least; `timezone` is the site's (IANA)."""
    timed = [card.published for card in cards if clock_of(card.published)]
    last = max(timed, key=dt.datetime.fromisoformat, default="")
    return Edition(
        day=day,
        count=len(cards),
        last=last,
        zone=zone_name(last, timezone),
        lead=cards[0],
        top=tuple(cards[1 : 1 + TOP]),
        desks=desks_of(newest_first(cards[1 + TOP :])),
        figures=figures_of(cards),
    )


@lru_cache(maxsize=4096)
def zone_name(stamp: str, timezone: str) -> str:
    """What a time zone is called at a time (RFC 3339): CET, CEST; UTC-3 where it has no letters of its own."""
    if not stamp:
        return ""
    at = dt.datetime.fromisoformat(stamp).astimezone(ZoneInfo(timezone))
    name = at.tzname() or ""
    return name if name.isalpha() else f"UTC{name[:1]}{name[1:].lstrip('0') or '0'}"


def desks_of(cards: Iterable[Card]) -> tuple[Desk, ...]:
    """The cards by desk: the fullest first, and those of no desk at the end."""
    found: dict[Link | None, list[Card]] = {}
    for card in cards:
        found.setdefault(card.desk, []).append(card)
    order = sorted(found, key=lambda desk: (desk is None, -len(found[desk]), desk.title if desk else ""))
    return tuple(Desk(tag=desk, cards=tuple(found[desk])) for desk in order)


def newest_first(cards: Iterable[Card]) -> list[Card]:
    return sorted(cards, key=lambda card: dt.datetime.fromisoformat(card.published), reverse=True)


def figures_of(cards: Iterable[Card]) -> tuple[FigureOf, ...]:
    """The figures that articles give: the first of each, by the order of the articles, then their others."""
    given = [card for card in cards if card.figures]
    firsts = [(card, card.figures[0]) for card in given]
    others = [(card, figure) for card in given for figure in card.figures[1:]]
    return tuple(
        FigureOf(figure=figure, article=Link(card.title, card.url, card.lang))
        for card, figure in (firsts + others)[:FIGURES]
    )


def named_in(cards: Iterable[Card], names: TagNames, without: Link | None = None) -> tuple[NamedKind, ...]:
    """The tags that articles name most often, but for one, by kind."""
    counts = Counter(chain.from_iterable(card.tags for card in cards))
    most_named = sorted(counts.keys() - {without}, key=lambda tag: (-counts[tag], tag.title, tag.url))
    return tuple(
        NamedKind(kind=kind, tags=tuple(NamedCount(tag=tag, count=counts[tag]) for tag in tags[:NAMED]))
        for kind, tags in names.by_kind(most_named)
    )
