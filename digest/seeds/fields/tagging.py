"""Tags: what the text is about, of the people, places, organisations, systems and topics that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from digest.seeds import data
from digest.seeds.words.byline import may_be_author
from digest.seeds.words.datelines import dateline
from digest.seeds.words.gazetteer import BREAK, Gazetteer, shipped, words_of
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.mentions import each_tag, find_mentions
from digest.seeds.words.named import persons_named_again, titled_persons

MOST = 8
# What a mention in the title counts, one in the body's opening, one soon after; how many count, and a passing one.
_IN_TITLE, _IN_LEAD, _IN_SECOND, _MOST_COUNTED, _PASSING = 6.0, 2.5, 1.5, 6, 0.3
_LEAD, _SECOND = 60, 140  # words of the body that are its opening, and what is soon after
_PERSON, _TOPIC, _BROAD = 1.2, 0.7, 0.3  # how much more or less their mentions say than those of others
_NEW_PERSON = 0.8
_OPENING = 4  # paragraphs in which a person is named in full
_NAVY = 1.5  # what ships count for a navy that is named too
_IMPLIED, _IMPLIED_MOST = 0.5, 0.9  # what a mention of `Indian Navy` counts for India, if that is not named itself
_OFFERED = 5.0
# What the first tag must be worth, and each after it: five right ones are better than six. All of these were set on 34
# texts of 15 publishers with labelled tags, and tried on 37 of others.
_LEAST = (0.9, 0.9, 1.0, 1.0, 1.5, 2.5, 4.0, 5.0)


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
    score = _scores(title, paragraphs, gazetteer, lexicon)
    for tag in _known_or_borne_out(offered, f"{title}\n{' '.join(paragraphs)}", gazetteer, lexicon):
        score[tag] = score.get(tag, 0.0) + _OFFERED
    best = sorted(score, key=lambda tag: (-score[tag], tag))[:MOST]
    return tuple(tag for n, tag in enumerate(best) if score[tag] >= _LEAST[n])


class _Named(msgspec.Struct):
    """How a text names a tag: in its title or not, how early, and how often."""

    in_title: bool = False
    early: float = 0.0
    often: float = 0.0

    def worth(self) -> float:
        return _IN_TITLE * self.in_title + self.early + min(self.often, _MOST_COUNTED)


def _scores(title: str, paragraphs: Sequence[str], gazetteer: Gazetteer, lexicon: Lexicon) -> dict[str, float]:
    named: dict[str, _Named] = {}
    line = dateline(paragraphs[0], lexicon) if paragraphs else None
    begins = len(words_of(title)) + 1 + (len(words_of(paragraphs[0][: line.end])) if line else 0)
    for mention in find_mentions((title, *paragraphs), gazetteer):
        tag = named.get(mention.tag)
        if tag is None:
            tag = named[mention.tag] = _Named()
        at = mention.start - begins
        if mention.part == 0:
            tag.in_title = True
        elif mention.passing or at < 0:
            tag.often += _PASSING
        else:
            if tag.often < 1:
                tag.early = _IN_LEAD if at < _LEAD else _IN_SECOND if at < _SECOND else 0.0
            tag.often += 1
    score = {tag: how.worth() * _weight(tag, gazetteer) for tag, how in named.items()}
    score |= _persons(title, paragraphs, frozenset(named), gazetteer, lexicon)
    return _implied(score, gazetteer)


def _weight(tag: str, gazetteer: Gazetteer) -> float:
    """Who, where and with what says more of a text than its topics, and some tags say little."""
    kind = gazetteer.kinds.get(tag)
    weight = _TOPIC if kind == "topic" else _PERSON if kind == "person" else 1.0
    return weight * _BROAD if tag in gazetteer.broad else weight


def _implied(score: Mapping[str, float], gazetteer: Gazetteer) -> dict[str, float]:
    """The scores, with what tags say of others: ships of a navy that is named too, and all of their countries, if the
    text does not name these itself. Such a country is worth a tag only where there is hardly one."""
    ships = data.forces().ships
    navies = {navy for tag in score if (navy := ships.get(tag.partition(" ")[0], "")) in score}
    more: dict[str, float] = {}
    for tag in score:
        for country in gazetteer.implied.get(tag, ()):
            if country not in gazetteer.banned:
                more[country] = more.get(country, 0.0) + _IMPLIED * score[tag]
    unnamed = {country: min(worth, _IMPLIED_MOST) for country, worth in more.items()}
    return {**unnamed, **score, **{navy: score[navy] + _NAVY for navy in navies}}


def _persons(
    title: str, paragraphs: Sequence[str], known: frozenset[str], gazetteer: Gazetteer, lexicon: Lexicon
) -> Iterator[tuple[str, float]]:
    """Persons outside the gazetteer whom the text introduces by rank or office, and names again or in its opening; or
    in full in its opening, and then by the surname."""
    text = BREAK.join((title, *paragraphs))
    again = (
        name
        for name in persons_named_again(BREAK.join((title, *paragraphs[:_OPENING])), text)
        if may_be_author(name, lexicon)
    )
    for person in dict.fromkeys((*titled_persons(text), *again)):
        surname = person.split()[-1]
        texts = (title, *paragraphs)
        often = ((part, text.split(surname)) for part, text in enumerate(texts) if surname in text)
        parts = [part for part, pieces in often for after in pieces[1:] if not after[:1].isalnum()]
        is_new = person not in known and person not in gazetteer.banned
        if is_new and (len(parts) > 1 or parts[:1] <= [1]) and not any(each_tag(person, gazetteer)):
            early = _IN_LEAD if 1 in parts else _IN_SECOND if 2 in parts else 0.0
            yield person, _NEW_PERSON * _Named(0 in parts, early, len(parts) - parts.count(0)).worth()


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
