"""Tags: what the text is about, of the people, places, organisations, systems and topics that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from digest.seeds import data
from digest.seeds.gazetteer import Gazetteer, shipped, words_of
from digest.seeds.mentions import each_tag, find_mentions

MOST = 8
_IN_TITLE, _IN_LEAD, _IN_SECOND, _MOST_COUNTED = 6.0, 2.5, 1.5, 5
_IMPLIED = 0.5  # what a mention of `Indian Navy` counts for India
_ENOUGH = 3.0  # a score below this is a mention in passing
_SHORT, _ENOUGH_IN_SHORT = 150, 2.0  # a text of so few words names little in passing


def mentions(text: str, gazetteer: Gazetteer | None = None) -> Iterator[str]:
    """The tag of every name in `text`, in order, as often as it stands there."""
    return each_tag(text, gazetteer or shipped())


def find_tags(
    title: str, paragraphs: Sequence[str], offered: Sequence[str] = (), gazetteer: Gazetteer | None = None
) -> tuple[str, ...]:
    """At most eight tags, the best first: a mention in the title weighs most, then one in the opening.

    `offered` are those that the seed itself lists: each counts as a tag; one that the gazetteer does not know only
    if the text has it too, as it is written. `gazetteer` is the shipped one unless a site has its own.
    """
    gazetteer = gazetteer or shipped()
    score = _scores(title, paragraphs, gazetteer)
    for tag in _known_or_borne_out(offered, f"{title}\n{' '.join(paragraphs)}", gazetteer):
        score[tag] = score.get(tag, 0.0) + _ENOUGH
    length = sum(len(paragraph.split()) for paragraph in paragraphs)
    enough = _ENOUGH if length > _SHORT else _ENOUGH_IN_SHORT
    best = sorted((tag for tag in score if score[tag] >= enough), key=lambda tag: (-score[tag], tag))
    return tuple(best[:MOST])


def _scores(title: str, paragraphs: Sequence[str], gazetteer: Gazetteer) -> dict[str, float]:
    places: dict[str, list[int]] = {}
    for mention in find_mentions((title, *paragraphs), gazetteer):
        places.setdefault(mention.tag, []).append(mention.part)
    score = {tag: _score(parts) for tag, parts in places.items()}
    for tag, parts in places.items():
        for country in gazetteer.implied.get(tag, ()):
            if country not in gazetteer.banned:
                score[country] = score.get(country, 0.0) + _IMPLIED * min(len(parts), _MOST_COUNTED)
    return score


def _score(parts: Sequence[int]) -> float:
    """The worth of a tag that is named in these parts; part 0 is the title."""
    often = Counter(parts)
    in_body = len(parts) - often[0]
    worth = min(in_body, _MOST_COUNTED) * 1.0
    if often[0]:
        worth += _IN_TITLE
    if often[1]:
        worth += _IN_LEAD
    elif often[2]:
        worth += _IN_SECOND
    return worth


def _known_or_borne_out(offered: Sequence[str], text: str, gazetteer: Gazetteer) -> set[str]:
    if not offered:
        return set()
    sections = frozenset(name.casefold() for name in data.words().sections)
    words = f" {' '.join(words_of(text.casefold()))} "
    tags = set()
    for item in offered:
        own = " ".join(words_of(item.casefold()))
        if known := next(each_tag(item, gazetteer), ""):
            tags.add(known)
        elif item.casefold() not in sections and f" {own} " in words and item not in gazetteer.banned:
            tags.add(item[:1].upper() + item[1:])
    return tags
