"""Tags: what the text is about, of the people, places, organisations, systems and topics that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from digest.seeds.words.gazetteer import BREAK, Gazetteer, shipped, words_of
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.mentions import each_tag, find_mentions
from digest.seeds.words.named import titled_persons

MOST = 8
_IN_TITLE, _IN_LEAD, _IN_SECOND, _MOST_COUNTED = 6.0, 2.5, 1.5, 5
_IMPLIED = 0.5  # what a mention of `Indian Navy` counts for India
_TOPIC, _BROAD = 0.7, 0.3
_ENOUGH = 3.0  # a score below this is a mention in passing
_FEW, _ENOUGH_OF_FEW = 6, 1.0  # where so little is named, a mention in passing is worth a tag


def find_tags(
    title: str,
    paragraphs: Sequence[str],
    lexicon: Lexicon,
    offered: Sequence[str] = (),
    gazetteer: Gazetteer | None = None,
) -> tuple[str, ...]:
    """At most eight tags, the best first: a mention in the title weighs most, then one in the opening.

    `offered` are those that the seed itself lists: each counts as a tag; one that the gazetteer does not know only
    if the text has it too, as it is written. `gazetteer` is the shipped one unless a site has its own.
    """
    gazetteer = gazetteer or shipped()
    score = _scores(title, paragraphs, gazetteer)
    for tag in _known_or_borne_out(offered, f"{title}\n{' '.join(paragraphs)}", gazetteer, lexicon):
        score[tag] = score.get(tag, 0.0) + _ENOUGH
    best = sorted(score, key=lambda tag: (-score[tag], tag))[:MOST]
    return tuple(tag for n, tag in enumerate(best) if score[tag] >= (_ENOUGH if n >= _FEW else _ENOUGH_OF_FEW))


def _scores(title: str, paragraphs: Sequence[str], gazetteer: Gazetteer) -> dict[str, float]:
    places: dict[str, list[int]] = {}
    for mention in find_mentions((title, *paragraphs), gazetteer):
        places.setdefault(mention.tag, []).append(mention.part)
    places |= dict(_persons(title, paragraphs, frozenset(places), gazetteer))
    score = {tag: _score(parts) * _weight(tag, gazetteer) for tag, parts in places.items()}
    return score | _implied(score, gazetteer)


def _weight(tag: str, gazetteer: Gazetteer) -> float:
    """Who, where and with what says more of a text than its topics, and some tags say little."""
    weight = _TOPIC if gazetteer.kinds.get(tag) == "topic" else 1.0
    return weight * _BROAD if tag in gazetteer.broad else weight


def _implied(score: Mapping[str, float], gazetteer: Gazetteer) -> dict[str, float]:
    """The countries that tags stand for, with their scores: one that the text does not name itself is at most worth
    what a mention in passing is."""
    implied: dict[str, float] = {}
    for tag in score:
        for country in gazetteer.implied.get(tag, ()):
            if country not in gazetteer.banned:
                implied[country] = implied.get(country, 0.0) + _IMPLIED * score[tag]
    return {c: score[c] + more if c in score else min(more, _ENOUGH - 0.1) for c, more in implied.items()}


def _persons(
    title: str, paragraphs: Sequence[str], known: frozenset[str], gazetteer: Gazetteer
) -> Iterator[tuple[str, list[int]]]:
    """Persons outside the gazetteer whom the text introduces by rank or office, and names again or in its opening."""
    for person in titled_persons(BREAK.join((title, *paragraphs))):
        surname = person.split()[-1]
        texts = (title, *paragraphs)
        often = ((part, text.split(surname)) for part, text in enumerate(texts) if surname in text)
        parts = [part for part, pieces in often for after in pieces[1:] if not after[:1].isalnum()]
        is_new = person not in known and person not in gazetteer.banned
        if is_new and (len(parts) > 1 or parts[:1] <= [1]) and not any(each_tag(person, gazetteer)):
            yield person, parts


def _score(parts: Sequence[int]) -> float:
    """The worth of a tag that is named in these parts; part 0 is the title."""
    in_title, in_lead, in_second = parts.count(0), parts.count(1), parts.count(2)
    worth = float(min(len(parts) - in_title, _MOST_COUNTED))
    if in_title:
        worth += _IN_TITLE
    if in_lead:
        worth += _IN_LEAD
    elif in_second:
        worth += _IN_SECOND
    return worth


def _known_or_borne_out(offered: Sequence[str], text: str, gazetteer: Gazetteer, lexicon: Lexicon) -> set[str]:
    if not offered:
        return set()
    sections = frozenset(name.casefold() for name in lexicon.sections)
    words = f" {' '.join(words_of(text.casefold()))} "
    tags = set()
    for item in offered:
        own = " ".join(words_of(item.casefold()))
        if known := next(each_tag(item, gazetteer), ""):
            tags.add(known)
        elif item.casefold() not in sections and f" {own} " in words and item not in gazetteer.banned:
            tags.add(item[:1].upper() + item[1:])
    return tags
