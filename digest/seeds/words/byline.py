"""Authors: the line that names them, and what stands in it beside their names."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from digest.seeds import data
from digest.seeds.words.dates import date_line, find_dates, without_date_words
from digest.seeds.words.lexicon import Lexicon, of_lexicon, remembered
from digest.seeds.words.mentions import mentions
from digest.seeds.words.outlets import has_shape_of_outlet, is_known_outlet, is_outlet


class Byline(msgspec.Struct, frozen=True):
    """`authors` without rank and role; `publisher` where the line names one ("" if not).

    A desk without a name (`By Staff`, `by our correspondent`) is nobody: both stay empty. `sure` is False where
    nothing but its place tells that a name is the author's.
    """

    authors: tuple[str, ...] = ()
    publisher: str = ""
    sure: bool = True


_READING_TIME = re.compile(r"[\s|•·,-]*\b\d{1,2}[ -]?min(?:ute)?s?\b(?: read)?\s*$", re.I)
_TIME_AT_END = re.compile(r"[\s|•·,@-]*\b\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?\s*$|[\s|•·,–—-]+$", re.I)
_PARTS = re.compile(r"\s*(?:[|•·/]|\s[–—-]+\s|\s{3,})\s*|\s+(?:in|aus|à|en|i)\s+(?=[A-ZÀ-Þ])")
_PEOPLE = re.compile(r"\s*(?:,\s*and\s|,|;|&|\b(?:and|und|et|y|och)\b)\s*", re.I)
_AFTER_DATE = re.compile(r"(?:^|[\s|•·/,–—-])(?:by|von|par|por|av)\s+(?=\S)", re.I)
_PUBLISHED = re.compile(r"[\s|•·,–—-]+(?:last )?(?:published|posted|updated|created)\b", re.I)
_PREPOSITION_AT_END = re.compile(r"\s+(?:on|at)$", re.I)
_IN_ONE_WORD = re.compile(r"[A-Z][a-z]+[A-Z][a-z]{2,}\w*")  # `ExampleTimes`
_THE_PAPER = re.compile(r"The(?: [A-Z][\w’'.-]+){1,3}")
_NAME_WORD = re.compile(r"[A-ZÀ-ÞĀ-ŽŁŚŻŠČĐА-ЯЁІЇЄҐ][\w’'.-]*")


@of_lexicon
def _opener(lexicon: Lexicon) -> re.Pattern[str]:
    names = sorted(lexicon.openers, key=len, reverse=True)
    glued = r"(?-i:(?:By|Von|Par|Por|Av)(?=[A-ZÀ-Þ][A-Za-zà-ÿ.]+ [A-ZÀ-Þ]))"  # `VonAnn Doe`
    twice = r"by\s*by\s*:?\s*(?-i:(?=[A-ZÀ-Þ]))"  # `ByBy Ann Doe`
    return re.compile(rf"{twice}|(?:{'|'.join(map(re.escape, names))})\s*[:–—-]*\s+(?=\S)|{glued}", re.I)


@of_lexicon
def _opener_words(lexicon: Lexicon) -> re.Pattern[str]:
    """How an opener's first word begins, whatever stands before it."""
    first = {name.split()[0] for name in lexicon.openers}
    return re.compile(rf"[\W_]*(?:{'|'.join(sorted(map(re.escape, first)))})", re.I)


@cache
def _rank() -> re.Pattern[str]:
    ranks = sorted((re.escape(r).replace(r"\ ", r"\.?\ ") for r in data.people().ranks), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(ranks)})\.?\s+", re.I)


@cache
def _lower() -> dict[str, frozenset[str]]:
    people = data.people()
    return {name: frozenset(word.casefold() for word in getattr(people, name)) for name in people.__struct_fields__}


def _lowered(field: str) -> frozenset[str]:
    return _lower()[field]


@remembered
def read_byline(text: str, lexicon: Lexicon) -> Byline | None:
    """The byline that `text` is; None if it is none, or holds anything that is not understood."""
    if len(text) > 260 or not _may_be_byline(text, lexicon):
        return None
    text = tidy_byline(text)
    twice = _TWICE.fullmatch(text)
    text = twice[1] if twice else text
    reporting = _REPORTING.fullmatch(text)
    if reporting is not None:
        return _read_names(_FROM_PLACE.sub("", reporting["names"]), lexicon)
    opener = _opener(lexicon).match(text)
    if opener is not None:
        return read_names(_GLUED.sub(" | ", text[opener.end() :]), lexicon)
    after = _AFTER_DATE.search(text)  # `Posted on 8 March 2023 by Ann Doe`
    if after is not None and date_line(text[: after.start()], lexicon) is not None:
        return read_names(re.split(r"\s\|\s|\s(?:in|unter|dans|en) [A-Z]", text[after.end() :])[0], lexicon)
    return None


def tidy_byline(text: str) -> str:
    """A line of names without what pages glue to it: links, handles, addresses of mail, counts, who took the pictures.

    What is glued to a name without a space (`Ann DoePublished: …`, `Ann DoeJohn Roe`) is set apart.
    """
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "@" in text:
        text = _HANDLE.sub(" ", _EMAIL.sub(" ", text))
    if any(c.isdigit() for c in text):
        text = _COUNT.sub(" ", _NUMBER_GLUED.sub(" ", text))
    text = _NO_PART.sub(" ", text)
    if _PICTURE.search(text):
        text = _PICTURES.sub("", text)
    return _TWO_NAMES.sub(_apart, _ROLE_GLUED.sub(" | ", text)).strip(" *_•·▪/|:,")


def _apart(match: re.Match[str]) -> str:
    return ", " if " " in match.string[: match.start()] else ""  # not in `VonAnn Doe`


_LINK = re.compile(r"!?\[([^\[\]]{1,80})\]\([^()\s]{0,300}\)")
_HANDLE = re.compile(r"\(?@\w{2,40}\)?")
_COUNT = re.compile(
    r"\b\d+\s+(?:comments?|kommentare?|ergänzungen|views?|shares?)\b"
    r"|\b(?:an?|\d+) (?:minute|hour|day|week|month|year)s?(?: ago)?\s*$",
    re.I,
)
_NUMBER_GLUED = re.compile(r"(?<=\d{4})\d{1,4}$|(?<=[a-zà-ÿ])(?=\d)")
_NO_PART = re.compile(
    r"\b(?:archive page|comment now|sponsored|see all posts|see more|follow(?: on)?(?: twitter)?|view profile"
    r"|long read)\b!?\s*$"
    r"|\((?:text|texte|texto|words|he/him|she/her|they/them)\)|(?<=[a-zà-ÿ])(?:archive page|long Read)$",
    re.I,
)
_PHOTOS = r"(?:photos?|photographs?|photography|pictures?|illustrations?|video|fotos?|bilder?|fotografías?|fotografie)"
_PICTURE = re.compile(r"photo|picture|illustration|video|foto|bild", re.I)
_PICTURES = re.compile(
    rf"(?:\s*(?:[;,/|&]|\band\b|\bund\b|\bet\b|\by\b|\boch\b))?\s*(?-i:[A-ZÀ-Þ][\w.’'-]*(?:\s[A-ZÀ-Þ][\w.’'-]*){{1,3}})\s*\({_PHOTOS}\)"
    rf"|(?:\s*[;,/|.–—-]|\s+(?:and|und))?\s*\b{_PHOTOS}\s*(?:by|von|par|de|di|:)\s.*$",
    re.I,
)
_ROLE_GLUED = re.compile(
    r"(?<=[a-zà-ÿ])(?=(?:Published|Updated|Posted|Staff|Senior|Contributing|Contributor|Editor|Reporter|Correspondent|Korrespondent|Redakteur"
    r"|Writer|Columnist|Political|Politics|City|National|Chief|Associate|Deputy|Special|Freelance|Autor)\b|(?:Korrespondent|Redakteur)in\b)"
)
_TWO_NAMES = re.compile(r"(?<=[a-zà-ÿ]{2})(?<!Mac)(?<!Van)(?<!Fitz)(?<!Del)(?=[A-ZÀ-Þ][a-zà-ÿ]+ [A-ZÀ-Þ][a-zà-ÿ]+)")


def _may_be_byline(text: str, lexicon: Lexicon) -> bool:
    """Whether a line has what every byline has, an opener at its start, or one behind a date, or `reporting`: most have
    none."""
    return (
        _opener_words(lexicon).match(text) is not None
        or (_DIGIT.search(text) is not None and _AFTER_DATE.search(text) is not None)
        or "reporting" in text.casefold()
    )


_DIGIT = re.compile(r"\d")


# `(Reporting by Ann Doe in Exeter; Editing by John Roe)`
_REPORTING = re.compile(
    r"\(?(?:additional )?reporting (?:and writing )?by (?P<names>[^();]{5,120}?)(?: in [A-Z][\w ]{2,30})?"
    r"(?:\s*[;,.]\s*(?:(?:additional )?(?:reporting|writing|editing|compiled).{2,160}))?\.?\)?\.?",
    re.I,
)
_FROM_PLACE = re.compile(r" in (?-i:(?:The )?[A-ZÀ-Þ][\w.’-]*(?: [A-ZÀ-Þ][\w.’-]*){0,2})(?=\s*(?:,|;|and\b|$))")
_TWICE = re.compile(r"(\S.{5,80}?)\s+\1")  # `By Ann Doe By Ann Doe`
_EMAIL = re.compile(r"[(<\[]?\b[\w.+-]+@[\w-]+\.[\w.]{2,}[)>\]]?")
# `Ann DoeWARSAWJuly 8, 2016`
_GLUED = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ]{4,})|(?<=[A-ZÀ-Þ]{3})(?=[A-Z][a-z]{2,8} \d)")
_FOR = re.compile(r"\s*,?\s+(?:for|für|pour|para|för)\s+(?-i:the\s+)?(?-i:(?=[A-ZÀ-Þ]))", re.I)


@cache
def _agencies_too() -> re.Pattern[str]:
    names = "|".join(map(re.escape, data.people().agencies_too))
    return re.compile(rf"\s*(?:,|\b(?:and|und|et|y|och|with|mit|avec|con|med))\s+(?:the )?(?:{names})\.?$", re.I)


def without_agencies(text: str) -> str:
    """`Ann Doe with agencies` without what follows the name."""
    return _agencies_too().sub("", text)


def read_names(text: str, lexicon: Lexicon) -> Byline | None:
    """The names behind an opener such as `By`, with what may stand behind them: outlet, role, place, date, time."""
    text = _READING_TIME.sub("", text)
    dates = find_dates(text, lexicon)
    if dates:
        if date_line(text[dates[0].start :], lexicon) is None:
            return None
        text = _PUBLISHED.split(text[: dates[0].start], maxsplit=1)[0]
        text = text if is_known_outlet(text.strip(), lexicon) else without_date_words(text, "end")
    text = _PREPOSITION_AT_END.sub("", _TIME_AT_END.sub("", text).strip(" ,;:"))
    text = _role_behind().sub("", without_agencies(text))
    written_for = _FOR.search(text)
    if written_for is not None and (found := _read_names(text[: written_for.start()], lexicon)):
        name = text[written_for.end() :].strip(" ,.")
        return Byline(found.authors, name, found.sure)
    return _read_names(text, lexicon)


def _read_names(text: str, lexicon: Lexicon) -> Byline | None:
    authors: list[str] = []
    publisher, is_desk = "", False
    for position, part in enumerate(_PARTS.split(text)):
        for piece in filter(None, _PEOPLE.split(part)):
            name = without_rank(piece)
            if piece.casefold().strip(".") in _lowered("suffixes") and authors:
                authors[-1] = f"{authors[-1]} {piece}"
            elif is_nameless_desk(piece, lexicon) and not authors:
                is_desk = True
            elif desk := publisher_of_desk(piece):
                authors.append(piece)
                publisher = publisher or desk
            elif is_role(piece) and authors:
                continue
            elif is_organisation(piece, lexicon) or is_known_outlet(piece, lexicon):
                publisher = publisher or piece
            elif is_name(name) and not publisher and position == 0:
                authors.append(without_role(name))
            elif (
                (_is_the_paper(piece) and not any(mentions(piece)))
                or (not authors and _IN_ONE_WORD.fullmatch(piece))
                or (authors and position and _may_publish(piece))
            ):
                publisher = publisher or piece
            elif not (authors or is_desk) or not _NAME_WORD.match(piece):
                return None  # a place or something else after the names is let go; before them it is doubt
    return Byline(tuple(authors), publisher) if authors or publisher or is_desk else None


_ROLE_AT_END = re.compile(
    r"\s+(?:Staff |Senior |Chief |Contributing )?"
    r"(?:Writer|Reporter|Correspondent|Editor|Contributor|Columnist|Critic|Korrespondent(?:in)?|Redakteur(?:in)?)$"
)


@cache
def _role_behind() -> re.Pattern[str]:
    """What an author is, in words behind a comma: `Ann Doe, staff editor at the Example who joined in 2017`."""
    roles = "|".join(map(re.escape, sorted(data.people().roles, key=len, reverse=True)))
    return re.compile(
        rf",\s+(?:an?\s|the\s)?(?:[\w&’'-]+\s){{0,3}}(?:{roles})\b(?:\s(?:at|for|of|in|with|bei|für|and|who|on)\b.*)$",
        re.I,
    )


def _is_the_paper(text: str) -> bool:
    return _THE_PAPER.fullmatch(text) is not None and _lowered("not_names").isdisjoint(text.casefold().split()[1:])


def _may_publish(text: str) -> bool:
    """Whether what stands apart behind names could be who published them, and is no place that is known."""
    named = has_shape_of_outlet(text) and _lowered("not_authors").isdisjoint(text.casefold().split())
    return named and not any(mentions(text))


def without_rank(name: str) -> str:
    while (rank := _rank().match(name)) and rank.end() < len(name):
        name = name[rank.end() :]
    return name


def is_nameless_desk(text: str, lexicon: Lexicon) -> bool:
    """`Staff`, `our correspondent`, `the online desk`; not `The Example Times news desk`, which names a publisher."""
    words = text.strip(".").split()
    if words and words[0].casefold() in ("the", "our", "a"):
        words = words[1:]
    lower = " ".join(words).casefold()
    if not words or lower in _lowered("nameless"):
        return bool(words)
    *before, last = words
    plain = _lowered("desk_kinds") | lexicon.section_words
    return (
        last.casefold() in _lowered("desk_words")
        and len(before) <= 3
        and all(word.islower() or word.casefold() in plain for word in before)
    )


def publisher_of_desk(text: str) -> str:
    """Whose desk `Example Times News Desk` is; "" for anything else."""
    lower = text.casefold()
    for desk in data.people().desks:
        if lower.endswith(f" {desk}") and text[:1].isupper():
            return text[: -len(desk)].strip()
    return ""


def is_role(text: str) -> bool:
    lower = text.casefold().strip(".")
    return any(
        lower == role or lower.startswith(f"{role} ") or lower.endswith(f" {role}") for role in _lowered("roles")
    )


_UNIT = re.compile(r"\d{1,4}(?:st|nd|rd|th) [A-Z]")  # `41st Sustainment Brigade`


def is_organisation(text: str, lexicon: Lexicon) -> bool:
    words = text.split()
    known = data.people().organisations
    capitals = [word for word in words if word[0].isupper()]
    return (
        text in lexicon.agencies
        or is_outlet(text, lexicon)
        or _UNIT.match(text) is not None
        or (
            1 < len(words) <= 8
            and len(capitals) * 2 > len(words)
            and any(word.strip(".,") in known for word in words[1:])
        )
    )


def is_opener(text: str, lexicon: Lexicon) -> bool:
    return text.casefold().rstrip(" :–—-|") in _lowered_openers(lexicon)


@of_lexicon
def _lowered_openers(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(map(str.casefold, lexicon.openers))


def may_be_author(text: str, lexicon: Lexicon) -> bool:
    """Whether `text` looks like a person's name, and not like a section's, a place's or a heading."""
    words = text.casefold().split()
    known = _lowered("not_authors") | lexicon.section_words
    # `CBC Arts`; a surname may stand in capitals, a first name alone does not.
    shouted = _ACRONYM.match(text) is not None and not text.isupper()
    return is_name(text) and len(words) <= 4 and known.isdisjoint(words) and not is_role(text) and not shouted


_ACRONYM = re.compile(r"[A-ZÀ-Þ]{3,}\s")


def without_role(name: str) -> str:
    """`Ann Doe Staff Writer` and `Ann Doe Wellness Writer` without what she is."""
    shorter = _ROLE_AT_END.sub("", name)
    words = shorter.split()
    if shorter == name or len(words) < _NAME_WORDS:
        return name
    return " ".join(words[:_NAME_WORDS]) if len(words) == _NAME_WORDS + 1 and not words[1].endswith(".") else shorter


_NAME_WORDS = 2


_INITIAL_GLUED = re.compile(r"^([A-Z]\.)(?=[A-Z][a-z])")


def is_name(text: str) -> bool:
    """Whether `text` looks like a person's name: two to five words, capitalised but for particles."""
    words = _INITIAL_GLUED.sub(r"\1 ", text).split()
    if not 2 <= len(words) <= 5 or any(c.isdigit() for c in text):
        return False
    capitals = 0
    for word in words:
        lower = word.casefold().strip(".,")
        if lower in _lowered("not_names"):
            return False
        if lower in _lowered("suffixes") or (lower in _lowered("particles") and word.islower()):
            continue
        if not _NAME_WORD.fullmatch(word):
            return False
        capitals += 1
    # `Smith.` closes a sentence; `J.` and `Jr.` do not.
    closes = text.endswith(".") and words[-1].casefold().strip(".") not in _lowered("suffixes")
    if len(words) > 3 and text.isupper():
        return False
    return capitals >= 2 and not (closes and len(words[-1]) > 3)
