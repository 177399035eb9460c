"""The day on which a web page says that its article was published.

The page's own statements count, those for machines first; a date that is only of a change of it is none. A statement
is a moment in the zone that it names, and the day is the one that it has there, as the paper printed it; only a moment
in UTC, which most programs write whatever the paper's zone, gives way to the day next to it that readers see.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec

from digest.seeds import data
from digest.seeds.read.blocks import Block, names_of
from digest.seeds.read.page_data import Linked
from digest.seeds.words.dates import Span, date_line, find_dates
from digest.seeds.words.folding import folded
from digest.seeds.words.lexicon import Lexicon


class Told(msgspec.Struct, frozen=True):
    """A day that the page names; `is_utc` if as a moment in UTC, `is_weak` if it may be that of another article."""

    day: dt.date
    is_utc: bool = False
    is_weak: bool = False


_PUBLISHED = re.compile(
    r"publish|publicat|pubdate|pub[-_.]date|issued|release|first[-_]?pub|(?:citation|eprints)[\w.]*date|originalpub"
)
_OTHER = re.compile(
    r"modif|updat|expir|unpublish|publisher|revis|type|tier|format|status|flag|by$|release[-_]?(?:type|id|number)"
)
_PLAIN = re.compile(
    r"(?:og:|article:|dc\.|dcterms\.|dcterms:|sailthru\.|last)?(?:date|displaydate|article_date_original|dc\.date|date\.created)"
)
_CREATED = re.compile(r"(?:dc|dcterms)[.:](?:date\.)?created|datecreated")


class Day(msgspec.Struct, frozen=True):
    """`day` as the page states it, None where it does not; `other` is what its figures are too, month first.
    `in_address` is the day in the page's address."""

    day: dt.date | None = None
    other: dt.date | None = None
    in_address: dt.date | None = None


def day_of_page(
    root: Any,
    metas: Sequence[tuple[str, str]],
    linked: Linked,
    blocks: Sequence[Block],
    title: str,
    address: str,
    lexicon: Lexicon,
) -> Day:
    """What is told for machines; of several days that which readers see too, or stands in the address, else the one
    that is to be trusted most. Then what readers see, in a line of date near the headline."""
    shown = _shown(blocks, title, lexicon)
    in_address = _day_in_address(address)
    told = list(_told(root, metas, linked, lexicon))
    if not told:
        return Day(shown.day, shown.other, in_address) if shown else Day(in_address=in_address)
    seen = {shown.day, shown.other} if shown else set()
    if agreed := next((one for one in told if one.day in seen or one.day == in_address), None):
        return Day(agreed.day, in_address=in_address)
    first = told[0]
    if shown and (first.is_weak or (first.is_utc and abs(shown.day - first.day) == dt.timedelta(1))):
        return Day(shown.day, shown.other, in_address)
    return Day(first.day, in_address=in_address)


def _told(root: Any, metas: Sequence[tuple[str, str]], linked: Linked, lexicon: Lexicon) -> Iterator[Told]:
    """The days that are told for machines, what is to be trusted most first."""
    for name, content in metas:
        if _PUBLISHED.search(name) and not _OTHER.search(name):
            yield from _read(content, lexicon)
    around = {one for heading in islice(root.iter("h1"), 20) for one in heading.iterancestors()}
    items = [e for e in root.iterfind(".//*[@itemprop='datePublished']") if not _is_aside(e, around)]
    for values in (
        [str(one.get("datePublished") or "") for one in linked.articles[:1]],
        [e.get("datetime") or e.get("content") or _words(e) for e in items[:1]],
    ):
        for value in values:
            yield from _read(value, lexicon)
    for form in (_PLAIN, _CREATED):
        for name, content in metas:
            if form.fullmatch(name):
                yield from _read(content, lexicon)
    yield from (Told(one.day, one.is_utc, is_weak=True) for one in _of_times(root, around, lexicon))
    for page in linked.pages[:1]:
        yield from _read(str(page.get("datePublished") or ""), lexicon)
    for article in linked.articles[:1]:
        yield from _read(str(article.get("dateCreated") or ""), lexicon)


_TIMES = 200  # of a page that are looked at


def _of_times(root: Any, around_headline: Collection[Any], lexicon: Lexicon) -> Iterator[Told]:
    """Of the `<time>` of a page: that which is called the day of publication, else that next below the headline, else
    the only one."""
    below = None
    called, others = list[Told](), list[Told]()
    seen = 0
    for element in root.iter("h1", "time"):
        if element.tag == "h1":
            below = len(others)
            continue
        seen += 1
        names = names_of(f"{element.get('class', '')} {element.get('itemprop', '')} {element.get('id', '')}")
        parent = element.getparent()
        around = names if parent is None else names | names_of(parent.get("class", ""))
        if seen > _TIMES or _is_aside(element, around_headline) or not around.isdisjoint(_CHANGED):
            continue
        found = list(_read(element.get("datetime") or _words(element), lexicon))
        others += found
        if element.get("pubdate") is not None or not names.isdisjoint(_CALLED):
            called += found
    if called:
        yield called[0]
    elif below is not None and below < len(others):
        yield others[below]
    elif len({one.day for one in others}) == 1:
        yield others[0]


_CHANGED = frozenset(("updated", "modified", "update", "lastmod", "modification", "revised"))
_CALLED = frozenset(("published", "publish", "pubdate", "posted", "entry-date", "post-date", "date-published"))


def _is_aside(element: Any, around_headline: Collection[Any]) -> bool:
    """Whether it stands in a page's margin, or in the teaser of another article."""
    ancestors = list(element.iterancestors())
    above = [one.tag for one in ancestors]
    if above.count("article") > 1 or not {"aside", "footer", "nav", "li"}.isdisjoint(above):
        return True
    margins = data.pages().margins
    inner = (one for one in ancestors if one.tag in ("div", "section", "ul", "ol") and one not in around_headline)
    return any(not margins.isdisjoint(names_of(one.get("class", ""))) for one in islice(inner, 4))


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())[:200]


_ISO = re.compile(r"\s*(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?!\d)(?P<rest>.*)", re.S)
_UTC = re.compile(r"[T\s]\d{1,2}:?\d{2}.*(?:Z|[+-]00:?00|UTC|GMT)\s*$", re.I)
_EPOCH = re.compile(r"\s*(1\d{9})(?:\d{3})?\s*")
_JAVA = re.compile(r"\w{3} (\w{3} \d{1,2}) [\d:]{8} [\w:+-]+ (\d{4})")  # Wed Mar 08 10:00:00 EST 2023


def _read(text: str, lexicon: Lexicon) -> Iterator[Told]:
    """The one day that a statement for machines names: ISO 8601, RFC 822, seconds since 1970, or in words."""
    text = text.strip()[:200]
    if not text:
        return
    is_utc = _UTC.search(text) is not None
    try:
        if epoch := _EPOCH.fullmatch(text):
            yield Told(dt.datetime.fromtimestamp(int(epoch[1]), dt.UTC).date(), True)
        elif (iso := _ISO.match(text)) and (iso[2] or len(iso[3] + iso[4]) == 4):
            yield Told(dt.date(int(iso[1]), int(iso[3]), int(iso[4])), is_utc)
        else:
            line = date_line(text, lexicon)
            java = _JAVA.fullmatch(text)
            days = {span.day for span in find_dates(f"{java[1]}, {java[2]}" if java else text, lexicon)}
            if line is not None:
                yield Told(line.day, is_utc)
            elif len(days) == 1:
                yield Told(days.pop(), is_utc)
    except ValueError:
        return


_NEAR = 8  # blocks from the headline
_HEADS = 3  # headings that may be the headline
_LONGEST = 160  # characters of a line of date
_CHANGES = re.compile(
    r"\b(?:updated?|modified|changed|revised|aktualisiert|geändert|mis à jour|actualizado|uppdaterad)\b", re.I
)
_PUBLISHES = re.compile(r"\b(?:published|posted|issued|released|veröffentlicht|publié|publicado|publicerad)\b", re.I)
_MOST_WORDS = 16  # of a line that tells more than the date


def _shown(blocks: Sequence[Block], title: str, lexicon: Lexicon) -> Span | None:
    """The day in the line of date that stands near the headline, below it or else above; that of a change, if there is
    no other."""
    wanted = folded(title)
    heads = [i for i, block in enumerate(blocks) if block.tag in ("h1", "h2") and folded(block.text) == wanted]
    heads = heads or [i for i, block in enumerate(blocks) if block.tag == "h1"]
    changed: Span | None = None
    for head in heads[:_HEADS]:
        below = range(head + 1, min(len(blocks), head + _NEAR))
        for i in (*below, *range(head - 1, max(-1, head - _NEAR), -1)):
            for line in blocks[i].text.split("\n") if blocks[i].linked < 0.5 else ():
                found = _stated_in(line, blocks[i], lexicon) if len(line) <= _LONGEST else None
                if found is not None and not found.is_month:
                    if len(_CHANGES.findall(line)) < len(find_dates(line, lexicon)):
                        return found
                    changed = changed or found
    return changed


def _stated_in(line: str, block: Block, lexicon: Lexicon) -> Span | None:
    """The date of a line of date, or of one that says more, if it is called so or says `published`."""
    if (found := date_line(line, lexicon)) is not None:
        return found
    called = not block.hints.isdisjoint(("byline", "date")) or _PUBLISHES.search(line)
    dates = find_dates(line, lexicon) if called and len(line.split()) <= _MOST_WORDS else ()
    return dates[0] if len(dates) == 1 else None


_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/_-]|$)|[/-]((?:19|20)\d{2})(\d{2})(\d{2})(?=[/_-]|$)"
)


def _day_in_address(address: str) -> dt.date | None:
    for found in _IN_ADDRESS.finditer(address):
        try:
            return dt.date(*(int(part) for part in found.groups() if part))
        except ValueError:
            continue
    return None
