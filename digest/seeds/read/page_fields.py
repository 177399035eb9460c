"""What a web page says for machines: title, day, author, publisher, address, keywords.

Its own statements count: `<meta>`, schema.org's JSON-LD, `<time>`. trafilatura's guesses stand in for title and author
where there are none; a day is never guessed.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from digest.seeds.read.stated import Fields, Source
from digest.seeds.words.byline import is_name
from digest.seeds.words.dates import date_line
from digest.seeds.words.folding import folded
from digest.seeds.words.lexicon import Lexicon

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)", re.I)


def fields_of(root: Any, html: str, found: Any, lexicon: Lexicon) -> Fields:
    """`root` is the page as lxml has it, `found` what trafilatura made of it, or None."""
    articles = list(_linked_data(root))
    metas = list(_metas(root))

    def guessed(name: str) -> Any:
        return getattr(found, name, None) or ""

    site = guessed("sitename").removeprefix("@").strip() or next(_names(one.get("publisher") for one in articles), "")
    address = guessed("url")
    saved = _SAVED_FROM.search(html[:2000])
    if not address.startswith(("https://", "http://")):
        address = saved[1] if saved else ""
    keywords = [
        word.strip() for tags in (guessed("tags"), guessed("categories")) for tag in tags for word in tag.split(",")
    ]
    return Fields(
        title=_title(root, guessed("title"), site),
        day=_day(root, metas, articles, lexicon),
        author=_author(metas, articles, guessed("author"), site),
        source=Source(site, address),
        tags=tuple(dict.fromkeys(filter(None, map(str.strip, keywords)))),
    )


def _metas(root: Any) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if name and (content := (meta.get("content") or "").strip()):
            yield name.lower(), content


def _linked_data(root: Any) -> Iterator[dict[str, Any]]:
    """The page's article, as schema.org describes it; several, if it describes several."""
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                yield from _articles_in(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):
                continue


def _articles_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from _articles_in(one)
    elif isinstance(value, dict):
        kinds = value.get("@type") or ""
        if any(
            str(kind).endswith(("Article", "Posting", "Report"))
            for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield value
        yield from _articles_in(value.get("@graph"))


def _names(values: Iterable[Any]) -> Iterator[str]:
    """The names of schema.org's people and organisations."""
    for value in values:
        if isinstance(value, list):
            yield from _names(value)
        elif isinstance(value, dict):
            yield from _names([value.get("name")])
        elif isinstance(value, str) and value.strip():
            yield " ".join(value.split())


def _title(root: Any, title: str, site: str) -> str:
    """The headline, without the site's name that stands behind it in the window's title."""
    title = " ".join(title.split())
    for heading in root.iter("h1"):
        own = " ".join(heading.text_content().split())
        if own and folded(own) != folded(site) and folded(title).startswith(folded(own)):
            return own
    for mark in (" | ", " - ", " – ", " — ", " · ", " :: "):
        before, found, after = title.rpartition(mark)
        if found and site and folded(after) == folded(site):
            return before.strip()
    return title


_AUTHOR = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl")
_BETWEEN = re.compile(r"\s*(?:;|,|&|\band\b|\bund\b|\bet\b|\by\b|\boch\b)\s*")


def _author(metas: list[tuple[str, str]], articles: list[dict[str, Any]], guess: str, site: str) -> str:
    """People by their names; a desk, an agency or an account (`admin`) is left to the text to tell."""
    stated = (
        [content for name, content in metas if name in _AUTHOR],
        list(_names(one.get("author") for one in articles)),
        [guess],
    )
    for given in stated:
        parts = [part for text in given for part in _BETWEEN.split(re.sub(r"^by\s+", "", text, flags=re.I))]
        people = list(dict.fromkeys(part for part in parts if is_name(part) and folded(part) != folded(site)))
        if people and (given is not stated[-1] or len(people) == len(parts)):
            return ", ".join(people[:-1]) + " and " + people[-1] if len(people) > 1 else people[0]
    return ""


_PUBLISHED = frozenset(
    (
        *("article:published_time", "og:article:published_time", "og:published_time", "article:published"),
        *("datepublished", "date", "pubdate", "publishdate", "publish-date", "publish_date", "published"),
        *("dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued", "dcterms.created", "dc.date.created"),
        *("date.issued", "parsely-pub-date", "sailthru.date", "article_date_original", "originalpublicationdate"),
    )
)


def _day(root: Any, metas: list[tuple[str, str]], articles: list[dict[str, Any]], lexicon: Lexicon) -> dt.date | None:
    """The day of publication; None where the page names none, or several."""
    for name, content in metas:
        if name in _PUBLISHED and (day := _day_in(content, lexicon)):
            return day
    items = [e.get("datetime") or e.get("content") or "" for e in root.iterfind(".//*[@itemprop='datePublished']")]
    times = [e.get("datetime") or "" for e in root.iter("time") if not _is_aside(e)]
    for values in ([str(one.get("datePublished") or "") for one in articles], items, times):
        days = {day for value in values if (day := _day_in(value, lexicon))}
        if len(days) == 1:
            return days.pop()
    return None


def _is_aside(element: Any) -> bool:
    """Whether it stands in a page's margin, or in the teaser of another article."""
    above = [one.tag for one in element.iterancestors()]
    return above.count("article") > 1 or not {"aside", "footer", "nav", "li"}.isdisjoint(above)


def _day_in(text: str, lexicon: Lexicon) -> dt.date | None:
    iso = re.match(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)", text)
    try:
        line = date_line(text.strip(), lexicon)
        return dt.date(*map(int, iso.groups())) if iso else line.day if line else None
    except ValueError:
        return None
