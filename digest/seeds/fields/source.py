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
from digest.seeds.fields.pieces import NAME, Piece, hosts_in, may_publish, pieces_of, recurring
from digest.seeds.label.lines import Lines
from digest.seeds.label.publisher_lines import COLUMNS, publisher_in
from digest.seeds.label.running_heads import periodical
from digest.seeds.read.stated import Fields, Source
from digest.seeds.words.byline import Byline
from digest.seeds.words.datelines import dateline
from digest.seeds.words.dates import date_line, find_dates
from digest.seeds.words.hosts import host_of
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.mentions import mentions
from digest.seeds.words.outlets import has_shape_of_outlet, is_known_outlet, is_outlet
from digest.seeds.words.publisher_names import goes_on_as, is_body, is_domain, is_short_for, name_key
from digest.seeds.words.sentences import is_prose

_SURE, _NAMED = 8, 5
_BEFORE_ALL = 100  # what the text says of itself in so many words
_MOST_NAMES = 30  # that are compared


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
    told = [*_in_text(byline, lines, body, behind_title, lexicon), *_on_page(lines, byline, lexicon)]
    best = weigh(told, lines)
    if best is None:
        return Source(host_of(url), url), ""
    return Source(best.name, url), best.doubt


class Weighed(msgspec.Struct, frozen=True):
    """A publisher's name in the spelling that the page prefers, with the weight of its evidence; `doubt` says what it
    is inferred from, "" where the evidence is enough."""

    name: str
    weight: int
    doubt: str


def weigh(pieces: Iterable[Piece], lines: Lines) -> Weighed | None:
    """The publisher for whom most speaks; None where too little speaks for any."""
    by_key: dict[str, list[Piece]] = {}
    for piece in pieces:
        by_key.setdefault(name_key(piece.name), []).append(piece)
    if not by_key:
        return None
    _lighten(by_key)
    heaviest = sorted(by_key, key=lambda key: -_sum(by_key[key]))[:_MOST_NAMES]
    shown = {_spelling(by_key[key]): key for key in heaviest}
    for piece in recurring(lines, shown):
        by_key[shown[piece.name]].append(piece)
    names = {key: _spelling(by_key[key]) for key in heaviest}
    _add_kin(by_key, names)
    best = max(heaviest, key=lambda key: _sum(by_key[key]))
    weight = _sum(by_key[best])
    if weight < _NAMED:
        return None
    own = max(by_key[best], key=lambda piece: piece.weight)
    return Weighed(names[best], weight, "" if weight >= _SURE else own.says)


def _sum(pieces: Sequence[Piece]) -> int:
    """The weight of all kinds of evidence, each counted once; nothing where all of it is ambiguous."""
    if all(piece.ambiguous for piece in pieces):
        return 0
    of_kind: dict[str, int] = {}
    for piece in pieces:
        kind = piece.kind.partition("/")[0]
        of_kind[kind] = max(piece.weight, of_kind.get(kind, 0))
    return sum(of_kind.values())


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
    """As the page itself spells a name most often: rather not as an address, and not in capitals."""
    counted = Counter(piece.name for piece in pieces)
    return max(counted, key=lambda name: (not is_domain(name), not _shouted(name), counted[name]))


def _shouted(name: str) -> bool:
    return name.isupper() and len(name) > 5


def _in_text(byline: Byline, lines: Lines, body: Sequence[str], behind_title: str, lexicon: Lexicon) -> Iterator[Piece]:
    """What the text says of itself: in byline, dateline, headline, signature and lines of their own."""
    if byline.publisher:
        weight = 20 if is_known_outlet(byline.publisher, lexicon) else 12
        yield Piece(byline.publisher, "byline", weight, "")
    near = _near_text(lines)
    for n, line in enumerate(lines):
        if line.kind == "source" and (name := publisher_in(line.text, lexicon)):
            known = is_known_outlet(name, lexicon)
            if n in near:
                sure = known or name.split()[-1].casefold() not in data.outlets().tails
                yield Piece(
                    name, "alone", 12 if known else 10 if sure else 7, "a line of its own names it, or a section"
                )
            else:
                yield Piece(name, "alone", 5 if known else 3, "a line of the page's menu names it")
    yield from _letterhead(lines, lexicon)
    if beside := _beside_date(lines, lexicon, is_signed=bool(byline.authors)):
        yield Piece(beside, "beside-date", 16, "")
    opening = (dateline(paragraph, lexicon) for paragraph in body[:_OPENING])
    if agency := next((line.agency for line in opening if line and line.agency), ""):
        yield Piece(agency, "dateline", 15, "")
    if behind_title:
        yield Piece(behind_title, "title", 14, "")
    if name := periodical(lines):
        yield Piece(name, "periodical", 13, "")
    if name := publisher_signed(body, lexicon):
        yield Piece(name, "signed", 12, "")
    if name := publisher_in_prose(body):
        yield Piece(name, "reports", 6, "named in the text, where it may only be quoted")
    if name := publisher_by_form(lines):
        yield Piece(name, "form", 5, "the text does not say; told by the form of its page")


_HEAD = 8  # lines with text at the top
_ISSUED = re.compile(
    r"(?:for immediate release|(?:press|media|news) (?:release|notice|statement)|pressemitteilung|communiqué"
    r"|nota de prensa|comunicado|pressmeddelande|comunicato stampa|statement|bulletin)\b.{0,60}",
    re.I,
)
_SHORT_NAME = re.compile(r"\s*\(([A-ZÀ-Þ]{2,8})\)$")


def _letterhead(lines: Lines, lexicon: Lexicon) -> Iterator[Piece]:
    """Who issues an official text: an office or a body named at the top, beside a line of date or `Press release`."""
    head = [line for line in lines if line.text][:_HEAD]
    for n, line in enumerate(head):
        name = _SHORT_NAME.sub("", line.text)
        if line.kind in ("title", "byline", "caption") or ":" in name or _ISSUED.match(name):
            continue
        beside = [other.text for other in (*head[max(0, n - 1) : n], *head[n + 1 : n + 2])]
        if not is_body(name) or not may_publish(name, lexicon):
            continue
        if any(_ISSUED.fullmatch(text) or _dated(text, lexicon) for text in beside):
            yield Piece(name, "letterhead", 7, "a line at the top names it beside the date")


def _dated(text: str, lexicon: Lexicon) -> bool:
    return date_line(text, lexicon) is not None or (len(text.split()) <= _HEAD and bool(find_dates(text, lexicon)))


_NEAR = 4  # lines with text above and below headline and first sentence


def _near_text(lines: Lines) -> frozenset[int]:
    """Where a publisher's name belongs to the article and not to the page's menu: close above the headline, down to the
    first sentence, and below the last."""
    with_text = [n for n, line in enumerate(lines) if line.text]
    title = next((place for place, n in enumerate(with_text) if lines[n].kind == "title"), None)
    prose = [place for place, n in enumerate(with_text) if lines[n].kind == "kept" and is_prose(lines[n].text)]
    first, last = (prose[0], prose[-1]) if prose else (0, -1)
    start = max(0, (first if title is None else min(title, first)) - _NEAR)
    stop = max(first, start + 2 * _NEAR if title is None else title + _NEAR)
    return frozenset(with_text[start:stop] + with_text[last + 1 : last + 1 + _NEAR])


def _on_page(lines: Lines, byline: Byline, lexicon: Lexicon) -> Iterator[Piece]:
    """What the page around the text says, in lines that were left out and in those that were kept."""
    authors = {name_key(author) for author in byline.authors if byline.sure}
    for piece in (*pieces_of(lines, lexicon), *hosts_in(lines)):
        if name_key(piece.name) in authors or data.tag_kinds().get(piece.name) == "place":
            continue
        known = is_known_outlet(piece.name, lexicon)
        yield msgspec.structs.replace(piece, weight=_SURE) if known and piece.kind == "copyright" else piece


_CITING = ("with reference to", "with a reference to", "with a link to", "referring to", "citing", "quoting")


_REPORTS = re.compile(
    rf"(?:^|[\s“\"])(?P<name>{NAME}) (?:writes|reports|reported|wrote|informs),? (?:{'|'.join(_CITING)})\b"
)


def publisher_in_prose(body: Sequence[str]) -> str:
    """Who says of itself from whom it has the news: `Example Times writes with reference to Example Agency`."""
    citing = (text for text in body[:_OPENING] if any(word in text for word in _CITING))
    return next((found["name"].strip(" ,.") for text in citing if (found := _REPORTS.search(text))), "")


_OPENING = 4  # paragraphs


def publisher_signed(body: Sequence[str], lexicon: Lexicon) -> str:
    """Who stands behind the last sentence: `… next year. (Example Agency)`, `… next year. -EA`, `(Source: …)`."""
    for text in (*reversed(body[-2:]), *body[:1]):
        closed = _IN_BRACKETS.search(text)
        if closed and all(is_known_outlet(part, lexicon) for part in re.split(r"[/,]\s?", closed["name"])):
            return closed["name"]
        signed = _BEHIND_DASH.search(text)
        if signed and (
            is_known_outlet(signed["name"], lexicon) or (signed["reports"] and is_outlet(signed["name"], lexicon))
        ):
            return signed["name"]
    named = next((found for text in body if (found := _SOURCE.search(text))), None)
    return named["name"].strip() if named else ""


_IN_BRACKETS = re.compile(r"[.!?”\"’»]\s*\((?P<name>[A-ZÀ-Þ][^()]{1,40})\)\.?$")


_BEHIND_DASH = re.compile(r"(?:[.!?”\"’»]\s*[-–—]+\s?|(?P<reports>[.…]\s?reports ))(?P<name>[A-ZÀ-Þ][\w. ]{1,30})$")


_SOURCE = re.compile(r"\((?:Source|Quelle|Fuente|Källa): (?P<name>[A-ZÀ-Þ][^(),;:]{1,40})(?:[,;][^()]{3,30})?\)")


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(form), name) for name, form in data.outlets().forms.items())


def publisher_by_form(lines: Lines) -> str:
    """Whose page has lines of this form; "" where none is known."""
    removed = [line.text for line in lines if line.kind != "kept"]
    return next((name for form, name in _forms() if any(form.search(text) for text in removed)), "")


def _beside_date(lines: Lines, lexicon: Lexicon, *, is_signed: bool) -> str:
    """`PTI | 8 March 2023`: the publisher that shares the date's line, if it is known; or has the shape of one, where
    the author has a line of their own."""
    columns = [column.strip() for line in lines if line.kind == "date" for column in COLUMNS.split(line.text)]
    known = next((column for column in columns if is_known_outlet(column, lexicon)), "")
    return known or next((column for column in columns if is_signed and _may_stand_beside_date(column, lexicon)), "")


def _may_stand_beside_date(text: str, lexicon: Lexicon) -> bool:
    return has_shape_of_outlet(text) and not find_dates(text, lexicon) and text not in mentions(text)
