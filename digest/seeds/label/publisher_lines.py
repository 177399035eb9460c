"""Who published the text: lines that name it alone, what closes the headline, footers, datelines."""

from __future__ import annotations

import re

from digest.seeds.label.lines import Lines, mark
from digest.seeds.label.paragraphs import indices_of, units
from digest.seeds.words.byline import is_nameless_desk, is_role
from digest.seeds.words.datelines import is_place
from digest.seeds.words.dates import find_dates
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.outlets import AROUND, is_known_outlet, is_outlet, outlet
from digest.seeds.words.sentences import is_prose

_HEAD, _TAIL = 20, 6  # lines of text from the top and from the end
COLUMNS = re.compile(r"\s*[|•·]\s*|\s[-–—/]\s|\s{3,}")


def mark_publishers(lines: Lines, width: int, lexicon: Lexicon) -> Lines:
    """Lines that are nothing but a publisher's name: above the prose any, below it that of a known publisher.

    `Kyiv • UNN` is one too: names of places beside it, and labels.
    """
    paragraphs = units(lines, width)
    first = next((n for n, unit in enumerate(paragraphs) if is_prose(unit.text)), len(paragraphs))
    last = max((n for n, unit in enumerate(paragraphs) if is_prose(unit.text)), default=-1)
    above = [
        unit
        for unit in paragraphs[: min(first, _HEAD)]
        if (name := publisher_in(unit.text, lexicon)) and not is_role(name)
    ]
    below = [unit for unit in paragraphs[last + 1 :][:_TAIL] if last >= 0 and _signs(unit.text, lexicon)]
    titled = any(line.kind == "title" for line in lines)
    if len(above) == first and first <= 1:  # all that could be a headline
        above = [unit for unit in above if titled and not find_dates(unit.text, lexicon)]
    return mark(lines, indices_of([*above, *below]), "source", "publisher-alone")


def _signs(text: str, lexicon: Lexicon) -> bool:
    """Whether a line below the text is a publisher's name: one that is known, or any in capitals."""
    name = outlet(text, lexicon)
    # `Example Times news desk` says by its desk that it is one.
    return is_known_outlet(name, lexicon) or (bool(name) and (name.isupper() or len(name) < len(text.strip(AROUND))))


def publisher_in(text: str, lexicon: Lexicon) -> str:
    """The publisher that a line names, alone or beside a place; "" for any other line."""
    if len(text) > 80:
        return ""
    name = outlet(text, lexicon) if not _SPACES.search(text) else ""
    if name:
        return name
    columns = [column.strip() for column in COLUMNS.split(text) if column.strip()]
    if len(columns) == 2 and any(is_nameless_desk(column, lexicon) and not is_role(column) for column in columns):
        return next((c for c in columns if _may_publish(c, lexicon)), "")
    if not 1 < len(columns) <= 3:
        return ""
    names = [column for column in columns if is_known_outlet(outlet(column, lexicon), lexicon)]
    return outlet(names[0], lexicon) if names and all(c in names or is_place(c) for c in columns) else ""


_SPACES = re.compile(r"\s{3,}")  # with which a page sets apart what stands side by side


def _may_publish(text: str, lexicon: Lexicon) -> bool:
    words = text.split()
    return text[0].isupper() and len(words) <= 4 and not is_nameless_desk(text, lexicon)


_BEHIND_TITLE = re.compile(r"\s+(?:[|»•·]|[-–—]{1,2})\s+(?P<name>[^|»•·]{2,50})$")


_BRACKETED = re.compile(r"(?:\((?P<before>[^()]{2,40})\) )?(?P<title>[^()].{15,}?)(?: \((?P<behind>[^()]{2,40})\))?")
"""`(Example Times) Yard lays keel`, `Yard lays keel (Reuters)`."""


_LATIN = "\u0400"  # after which scripts begin whose languages write names in lower case, but for the first word


def cut_publisher(title: str, lexicon: Lexicon) -> tuple[str, str]:
    """A headline without the publisher's name that a page's title closes with (`… | Example News`), or that stands in
    brackets at one of its ends, and that name."""
    bracketed = _BRACKETED.fullmatch(title)
    name = (bracketed["before"] or bracketed["behind"] or "") if bracketed else ""
    if bracketed and name and (name in lexicon.agencies or is_known_outlet(name, lexicon)):
        return bracketed["title"], lexicon.agencies.get(name, name)
    match = _BEHIND_TITLE.search(title)
    name = match["name"].strip() if match else ""
    if match is None or len(title[: match.start()].split()) < 3:
        return title, ""
    bar = match.group().strip()[0] in "|»•·"
    if (
        is_known_outlet(name, lexicon)
        or (is_outlet(name, lexicon) and bar)
        or (bar and name[0].isupper() and len(name.split()) <= 3 and (name.istitle() or name[0] > _LATIN))
    ):
        return title[: match.start()].rstrip(" |-–—"), name if is_outlet(name, lexicon) else ""
    return title, ""
