"""Which line of a seed is its byline: a pass over the lines above the text, and right below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.seeds.label.lines import Lines, head, mark, tail
from digest.seeds.label.paragraphs import is_broken
from digest.seeds.words.byline import (
    Byline,
    is_name,
    is_opener,
    is_organisation,
    is_role,
    may_be_author,
    publisher_of_desk,
    read_byline,
    read_names,
    without_agencies,
    without_rank,
)
from digest.seeds.words.datelines import is_place
from digest.seeds.words.dates import date_line, find_dates, other_words, without_date_words
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.mentions import mentions
from digest.seeds.words.outlets import is_known_outlet, is_outlet, outlet
from digest.seeds.words.sentences import is_prose

_HEAD, _TAIL = 16, 5  # lines of text from the top and from the end
_BELOW_HEADLINE = (
    4  # lines from the top: a byline there does not go on from the line above, however the text is wrapped
)


def mark_byline(lines: Lines, width: int, lexicon: Lexicon) -> tuple[Lines, Byline]:
    """Find the byline among the first or last lines.

    What stands under it, a publisher or what the author is, belongs to it.
    """
    found: Byline | None = None
    titled = any(line.kind == "title" for line in lines)
    for place, index in enumerate([*head(lines, _HEAD), *tail(lines, _TAIL)]):
        line = lines[index]
        above = lines[index - 1] if index else line
        if not line.is_text:
            continue
        goes_on = index > 0 and above.is_text and is_broken(above.text, line.text, width)
        if goes_on and (place >= _BELOW_HEADLINE or is_prose(above.text) or read_byline(line.text, lexicon) is None):
            continue
        if place == 0 and not titled and not line.text.startswith(("By ", "by ", "BY ")):
            continue  # `Von der Leyen Visits Kyiv` is a headline
        below = next((i for i in range(index + 1, len(lines)) if lines[i].text), None)
        taken, byline = [index], read_byline(line.text, lexicon)
        if byline is None and below is not None and lines[below].is_text and is_opener(line.text, lexicon):
            taken, byline = [index, below], read_names(lines[below].text, lexicon)
        if byline is None:
            continue
        lines = mark(lines, frozenset(taken), "byline", "byline")
        lines, byline = _with_lines_below(lines, taken[-1], byline, lexicon)
        found = _together(found, byline)
        if found.authors and found.publisher:
            break
    return lines, found or Byline()


def mark_bare_name(lines: Lines, byline: Byline, lexicon: Lexicon) -> tuple[Lines, Byline]:
    """Where no byline names an author: a name that its place alone tells, below the headline or at the end."""
    if byline.authors:
        return lines, byline
    lines, bare = _mark_bare_name(lines, lexicon)
    return lines, _together(byline, bare)


def _together(first: Byline | None, second: Byline) -> Byline:
    if first is None:
        return second
    sure = first.sure if first.authors else second.sure
    return Byline(first.authors or second.authors, first.publisher or second.publisher, sure)


def _with_lines_below(lines: Lines, index: int, byline: Byline, lexicon: Lexicon) -> tuple[Lines, Byline]:
    """Take up to two lines under the byline that name the publisher, or say what the author is."""
    publisher = byline.publisher
    for _ in range(2):
        below = next((i for i in range(index + 1, len(lines)) if lines[i].text), None)
        if below is None or not lines[below].is_text:
            break
        text = lines[below].text.strip("•·▪ ")
        if len(text.split()) > 9 or (text.endswith((".", "?", "!", ":")) and not is_role(text)):
            break
        name = outlet(text, lexicon) or (text if is_organisation(text, lexicon) else "")
        if name and not is_role(text):
            publisher = publisher or name
            lines = mark(lines, frozenset((below,)), "source", "publisher-under-byline")
        elif is_role(text):
            publisher = publisher or _employer(text, lexicon)
            lines = mark(lines, frozenset((below,)), "byline", "role-under-byline")
        elif _CAPITALISED.fullmatch(text) and _above_date(lines, below, lexicon) and not any(mentions(text)):
            publisher = publisher or text
            lines = mark(lines, frozenset((below,)), "source", "publisher-under-byline")
        else:
            break
        index = below
    return lines, Byline(byline.authors, publisher, byline.sure)


def _above_date(lines: Lines, index: int, lexicon: Lexicon) -> bool:
    below = next((line for line in lines[index + 1 :] if line.text), None)
    return below is not None and date_line(below.text, lexicon) is not None


_ROLE_AT_END = re.compile(
    r"\s+(?:senior |chief |foreign )?(?:staff )?(?:writer|reporter|correspondent|editor|bureau chief)s?$", re.I
)


def _employer(role: str, lexicon: Lexicon) -> str:
    """`Example Times Staff Writer` names the paper."""
    shorter = _ROLE_AT_END.sub("", role)
    return shorter if shorter != role and is_outlet(shorter, lexicon) else ""


_COLUMNS = re.compile(r"\s*[|•·]\s*|\s[–—/-]\s|\s{3,}")
_PLACES_OF_BARE_NAMES = 10  # lines of text from the top


def _mark_bare_name(lines: Lines, lexicon: Lexicon) -> tuple[Lines, Byline]:
    """A name without `by`, below the headline: `Ann Doe | Exeter | 8 March 2023`, `Ann Doe, Example News`,
    `Ann Doe, le 24.10.2019`, or alone between headline and text or beside the date line."""
    title = next((n for n, line in enumerate(lines) if line.kind == "title"), -1)
    for index in [i for i in head(lines, _PLACES_OF_BARE_NAMES) if i > title]:
        text = lines[index].text
        if is_prose(text):
            if sum(line.is_text and is_prose(line.text) for line in lines[:index]) > 1:
                break
            continue
        # Below a standfirst that is a sentence only a name with the date is sure to be one.
        below_prose = any(line.is_text and is_prose(line.text) for line in lines[title + 1 : index])
        byline = None if below_prose and not find_dates(text, lexicon) else _bare(lines, index, lexicon)
        if byline is not None:
            return mark(lines, frozenset((index,)), "byline", "bare-name"), byline
    for index in tail(lines, 1):
        name = lines[index].text.rstrip(".")
        if (
            may_be_author(name, lexicon)
            and len(name.split()) < 4
            and not any(mentions(name))
            and not is_of_words((name,), lines)
        ):
            return mark(lines, frozenset((index,)), "byline", "signed"), Byline((name,), sure=False)
    for index in tail(lines, 2):
        found = _SIGNED.fullmatch(lines[index].text)
        if found and _may_publish(found["outlet"], lexicon) and is_name(found["name"]):
            return mark(lines, frozenset((index,)), "byline", "signed"), Byline((found["name"],), found["outlet"])
    return lines, Byline()


# `Ann DOE : LE COMBAT`, `Ann Doe/Example News`
_SIGNED = re.compile(r"(?P<name>[^:/|]{5,40}?)\s*[:/|]\s*(?P<outlet>[^:/|]{2,40})")


def _may_publish(text: str, lexicon: Lexicon) -> bool:
    return is_outlet(text, lexicon) or (text.isupper() and len(text) > 2)


def _bare(lines: Lines, index: int, lexicon: Lexicon) -> Byline | None:
    text = lines[index].text.rstrip(" /|•·,")
    dates = find_dates(text, lexicon)
    if dates and not other_words(text[dates[0].start :], find_dates(text[dates[0].start :], lexicon)):
        # What is glued to the date is a name, or a name with what stands beside names.
        text = without_date_words(text[: dates[0].start])
        name, *rest = [part for part in _COLUMNS.split(text) if part] or [""]
        authors = _names(name, lexicon)
        if authors and all(_stands_beside_name(part, lexicon) for part in rest) and not is_of_words(authors, lines):
            return Byline(
                authors, next((outlet(part, lexicon) for part in rest if outlet(part, lexicon)), ""), sure=False
            )
        if desk := publisher_of_desk(name):
            return Byline((), desk)
        name, _, behind = text.partition(",")
        authors = _names(name, lexicon)
        if authors and behind and (outlet(behind, lexicon) or is_role(behind.strip()) or is_place(behind.strip())):
            return Byline(authors, outlet(behind, lexicon), sure=False)
        return None
    name, *rest = _COLUMNS.split(text)
    if rest:
        authors = _names(name, lexicon)
        if authors and all(_stands_beside_name(part, lexicon) for part in rest) and not is_of_words(authors, lines):
            return Byline(
                authors, next((outlet(part, lexicon) for part in rest if outlet(part, lexicon)), ""), sure=False
            )
        return None
    name, _, behind = text.partition(",")
    authors = _names(name, lexicon)
    if authors and behind and (is_known_outlet(outlet(behind, lexicon), lexicon) or is_role(behind.strip())):
        return Byline(authors, outlet(behind, lexicon), sure=False)
    near = _touches_date(lines, index) or _between(lines, index)
    several = _names(text, lexicon)
    if len(several) > 1 and near and not is_of_words(several, lines):
        return Byline(several, sure=False)
    if authors and near and _CAPITALISED.fullmatch(behind.strip()):
        return Byline(authors, behind.strip(), sure=False)
    authors = _names(without_agencies(text), lexicon)
    if authors and not is_of_words(authors, lines) and (near or _above_role(lines, index)):
        return Byline(authors, sure=False)
    return None


_CAPITALISED = re.compile(r"(?:The )?[A-ZÀ-Þ][\w&.’'-]+(?: [A-ZÀ-Þ&][\w&.’'-]*){1,4}")


def _above_role(lines: Lines, index: int) -> bool:
    below = next((line for line in lines[index + 1 :] if line.text), None)
    return below is not None and below.is_text and len(below.text.split()) <= 8 and is_role(below.text)


def _names(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The people that `text` names and nothing else: `Ann Doe and John Roe`; () if there is anything more in it."""
    parts = [part for part in re.split(r"\s*(?:,|&|\b(?:and|und|et|y|och)\b)\s*", text.strip(" ,")) if part]
    names = tuple(without_rank(part) for part in parts)
    known = all(may_be_author(name, lexicon) and not any(mentions(name)) for name in names)
    return names if 0 < len(names) <= 4 and known else ()


def is_of_words(names: Sequence[str], lines: Lines) -> bool:
    """Whether the text has a word of a name in lower case too: `Rising Costs` is a heading and not a person."""
    words = {word.strip(".,;:") for line in lines if line.is_text for word in line.text.split()}
    return any(word.lower() in words and not word.islower() for name in names for word in name.split())


def _stands_beside_name(text: str, lexicon: Lexicon) -> bool:
    return (
        date_line(text, lexicon) is not None
        or is_role(text)
        or is_organisation(text, lexicon)
        or is_place(text)
        or bool(outlet(text, lexicon))
    )


def _touches_date(lines: Lines, index: int) -> bool:
    above = next((line for line in reversed(lines[:index]) if line.text), None)
    below = next((line for line in lines[index + 1 :] if line.text), None)
    return any(line is not None and line.kind == "date" and line.rule != "date-above-page" for line in (above, below))


def _between(lines: Lines, index: int) -> bool:
    """Whether the line stands right below a headline and right above the text."""
    above = next(
        (line for line in reversed(lines[:index]) if line.text and line.kind not in ("boilerplate", "caption")), None
    )
    below = next((line for line in lines[index + 1 :] if line.text), None)
    return (
        above is not None
        and above.kind in ("title", "deck", "source")
        and below is not None
        and below.is_text
        and (is_prose(below.text) or len(below.text.split()) > 20)
    )
