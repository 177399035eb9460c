"""Who published the text: what most independent pieces of evidence say.

Each piece has a weight, and those that name one publisher add up. Eight are enough: one strong piece (a field, a
byline, a line of its own), or two that bear each other out. What has less is inferred, and that is said; what has less
than five is not named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import msgspec

from digest.seeds import data
from digest.seeds.fields.mastheads import set_apart
from digest.seeds.fields.pieces import Piece, hosts_in, piece_of, pieces_of, recurring
from digest.seeds.label.lines import Line, Lines
from digest.seeds.read.stated import Fields, Source
from digest.seeds.words.byline import Byline
from digest.seeds.words.datelines import dateline
from digest.seeds.words.hosts import host_of
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.publisher_names import goes_on_as, is_domain, is_short_for, name_key

_SURE, _NAMED = 8, 5
_OPENING = 4  # paragraphs
_MOST_NAMES = 30  # that are compared
_AGAIN = 2  # lines, and what the second adds
_OWN = 3  # by which a name that recurs is before one that does not: a paper's before its owner's, which is as sure


def source_of(
    fields: Fields,
    address: str,
    byline: Byline,
    lines: Lines,
    body: tuple[str, ...],
    behind_title: str,
    lexicon: Lexicon,
) -> tuple[Source, str]:
    """Where the text was published, and why that is doubtful ("" if it is not)."""
    url = fields.source.url or address
    if fields.source.name:
        return Source(fields.source.name, url), ""
    told = [*_read(byline, lines, body, behind_title, lexicon), *set_apart(lines, byline, lexicon)]
    authors = {name_key(author) for author in byline.authors if byline.sure}
    around = (*pieces_of(lines, lexicon), *hosts_in(lines, lexicon), *_sent(fields.sender, lexicon))
    told += [piece for piece in around if name_key(piece.name) not in authors and not _is_place(piece.name)]
    told += _in_opening(told, lines, body, lexicon)
    name, doubt = _weigh(told, lines, lexicon)
    return Source(name or host_of(url), url), doubt


def _sent(sender: str, lexicon: Lexicon) -> list[Piece]:
    """What a mail's sender tells, where it is no person: its name, and its host."""
    header = (Line(0, f"From: {sender}"),)
    named = list(pieces_of(header, lexicon)) if sender else []
    hosts = list(hosts_in(header, lexicon)) if named else []
    own = {piece.name for piece in hosts}
    return [*named, *hosts] if any(piece.name in own or not piece.ambiguous for piece in named) else []


_ISSUES = ("about", "sender", "sender/press")


def _in_opening(told: Sequence[Piece], lines: Lines, body: Sequence[str], lexicon: Lexicon) -> list[Piece]:
    """Who has sent a text, or tells of itself below it, and stands in headline or first paragraph, has issued it."""
    issues = {piece.name: piece.line for piece in told if piece.kind in _ISSUES and " " in piece.name}
    opening = [(line.number, line.text) for line in lines if line.kind == "title"] + [(0, text) for text in body[:1]]
    found = {name for name, own in issues.items() if any(name in text for n, text in opening if n != own or not n)}
    return [piece_of("opening", name, lexicon) for name in sorted(found)]


def _is_place(name: str) -> bool:
    return data.tag_kinds().get(name) == "place"


def _weigh(pieces: Iterable[Piece], lines: Lines, lexicon: Lexicon) -> tuple[str, str]:
    """The publisher for whom most speaks, as the page spells it, and what it is inferred from, "" where that is enough;
    "" for both where too little speaks for any."""
    by_key: dict[str, list[Piece]] = {}
    for piece in pieces:
        by_key.setdefault(name_key(piece.name), []).append(piece)
    if not by_key:
        return "", ""
    _lighten(by_key)
    heaviest = sorted(by_key, key=lambda key: -_sum(by_key[key]))[:_MOST_NAMES]
    shown = {_spelling(by_key[key]): key for key in heaviest}
    for piece in recurring(lines, shown, lexicon):
        by_key[shown[piece.name]].append(piece)
    names = {key: _spelling(by_key[key]) for key in heaviest}
    _add_kin(by_key, names)
    often = {key for key in heaviest if any(piece.kind == "masthead/recurs" for piece in by_key[key])}
    best = max(heaviest, key=lambda key: _sum(by_key[key]) + (_OWN if key in often else 0))
    weight = _sum(by_key[best])
    if weight < _NAMED:
        return "", ""
    return names[best], "" if weight >= _SURE else max(by_key[best], key=lambda piece: piece.weight).says


def _sum(pieces: Sequence[Piece]) -> int:
    """The weight of all kinds of evidence, each kind and each line counted once; nothing where all of it is ambiguous.

    What the prose says in a second line too (`told the Example Times`) is somewhat surer.
    """
    if all(piece.ambiguous for piece in pieces):
        return 0
    weight, kinds, lines = 0, Counter[str](), set[int]()
    for piece in sorted(pieces, key=lambda piece: -piece.weight):
        kind = piece.kind.partition("/")[0]
        if piece.line and piece.line in lines:
            continue
        kinds[kind] += 1
        again = _AGAIN if kinds[kind] == _AGAIN and data.evidence()[piece.kind].prose else 0
        weight += piece.weight if kinds[kind] == 1 else again
        lines.add(piece.line)
    return weight


_MENU = 3  # names in lines of one kind


def _lighten(by_key: dict[str, list[Piece]]) -> None:
    """A kind of evidence that names many tells little of each."""
    count = Counter(kind for pieces in by_key.values() for kind in {piece.kind for piece in pieces})
    for key, pieces in by_key.items():
        by_key[key] = [
            msgspec.structs.replace(piece, weight=piece.weight // 2) if count[piece.kind] > _MENU else piece
            for piece in pieces
        ]


def _add_kin(by_key: dict[str, list[Piece]], names: dict[str, str]) -> None:
    """What names `Alder Times Media Group` speaks for `Alder Times` too, and so does what has it for short (`Times`,
    `alder.com`)."""
    own = {key: tuple(by_key[key]) for key in names}
    for one in names:
        for other in names:
            if one == other or not (goes_on_as(names[one], names[other]) or is_short_for(names[other], names[one])):
                continue
            by_key[one].extend(own[other])


def _spelling(pieces: Sequence[Piece]) -> str:
    """As the page's weightiest lines spell a name: rather not as an address, and not in capitals."""
    weights = Counter[str]()
    for piece in pieces:
        weights[piece.name] += piece.weight
    return max(weights, key=lambda name: (not is_domain(name), not _shouted(name), weights[name]))


def _shouted(name: str) -> bool:
    return name.isupper() and len(name) > 5


def _read(byline: Byline, lines: Lines, body: Sequence[str], behind_title: str, lexicon: Lexicon) -> Iterator[Piece]:
    """What was read of the text: its byline, its dateline, what stood behind its headline, the form of its page."""
    opening = (dateline(paragraph, lexicon) for paragraph in body[:_OPENING])
    agency = next((line.agency for line in opening if line and line.agency), "")
    names = {"byline": byline.publisher, "dateline": agency, "title": behind_title, "form": publisher_by_form(lines)}
    yield from (piece_of(kind, name, lexicon) for kind, name in names.items() if name)


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(form), name) for name, form in data.outlets().forms.items())


def publisher_by_form(lines: Lines) -> str:
    """Whose page has lines of this form; "" where none is known."""
    removed = [line.text for line in lines if line.kind != "kept"]
    return next((name for form, name in _forms() if any(form.search(text) for text in removed)), "")
