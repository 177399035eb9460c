"""Pages of tags, sources and authors: lists of all of them, each one, and each one's years; and the tags' feeds."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from urllib.parse import urlsplit

import msgspec

from digest.model.article import Article
from digest.model.parts import Part, Parts
from digest.model.planned import Group, Page
from digest.model.shown import (
    Card,
    Link,
    LinkCount,
    ListingKind,
    ListingLetter,
    ListingLink,
    ListingOf,
    MonthEntries,
    Period,
    YearCount,
)
from digest.model.urls import author_url, listing_year_url, output_path, root_of, source_url, tag_slug
from digest.model.views import ListingsView, ListingView, ListingYearView
from digest.model.words import Words
from digest.settings.sources import host_of
from digest.site.collection import Collection
from digest.site.coverage import coverage_of
from digest.site.days import neighbours
from digest.site.edition import named_in
from digest.site.feeds import Feed, feed_of, feed_page
from digest.site.names import KINDS, LISTED_BY_YEAR, TOPIC, Listing, TagNames
from digest.site.references import Bodies

TAGS = "tags/"
SOURCES = "sources/"
AUTHORS = "authors/"

NEWEST = 10
"""How many of its newest articles a listing shows that has pages of its years."""

BESIDE = 12
"""Authors of a source that its page names, and sources of an author."""

LONG = 40
"""From so many links on a list has letters."""

LEVELS = 5
"""Sizes of the links on a list: what is one larger has at least twice as many articles."""


class ListingInput(msgspec.Struct, frozen=True):
    """What a listing's pages are made of: all its entries, newest first, of which `briefs` are the cards without
    summary and tags. There is no feed without a base URL."""

    of: ListingOf
    link: Link
    kind: str
    about: str
    site: str
    licence: str
    beside: tuple[LinkCount, ...]
    cards: Parts[Card]
    briefs: Parts[Card]
    names: Part[TagNames]
    feed: Feed | None
    words: Part[Words]

    @property
    def what(self) -> str:
        """How messages name it."""
        return f"the {self.of} '{self.link.title}'"


def index_of(of: ListingOf, words: Words) -> Link:
    """The list of all tags, sources or authors."""
    titles = {"tag": words.text("Topics"), "source": words.text("Sources"), "author": words.text("Authors")}
    return Link(titles[of], {"tag": TAGS, "source": SOURCES, "author": AUTHORS}[of])


def index_urls(site: Collection) -> list[str]:
    """The lists that there are: that of tags always."""
    return [TAGS, *([SOURCES] if site.sources else []), *([AUTHORS] if site.authors else [])]


def listing_groups(site: Collection, bodies: Bodies) -> Iterator[Group[ListingInput]]:
    """A group for each tag, source and author."""
    links = {listing.link.url: listing.link for listing in (*site.sources, *site.authors)}
    for listing in site.listings:
        make = partial(_input_of, site, bodies, links, listing)
        yield Group(f"{listing.of} {listing.slug}", listing.link.url, make, listing_pages)


def _input_of(site: Collection, bodies: Bodies, links: Mapping[str, Link], listing: Listing) -> ListingInput:
    articles = [site.articles[n] for n in listing.entries] if listing.of != "tag" else []
    title = f"{site.config.title}: {listing.link.title}"
    has_feed = bool(listing.of == "tag" and site.config.base_url)
    return ListingInput(
        of=listing.of,
        link=listing.link,
        kind=listing.kind,
        about=listing.description,
        site=_site_of(articles) if listing.of == "source" else "",
        licence=_licence_of(articles) if listing.of == "source" else "",
        beside=link_counts((links[url] for article in articles for url in _beside(listing.of, article)), BESIDE),
        cards=site.cards.parts(listing.entries),
        briefs=site.briefs.parts(listing.entries),
        names=site.names,
        feed=feed_of(site, bodies, title, listing.link.url, listing.positions) if has_feed else None,
        words=site.words,
    )


def listing_pages(listing: ListingInput) -> Iterator[Page]:
    """The page of a tag, a source or an author, one for each of its years, and a tag's feed."""
    years = _years(listing)
    yield _listing(listing, years)
    yield from _listing_years(listing, years)
    if listing.feed:
        yield feed_page(listing.feed, feed_url(listing.link), "feed.xml", f"the feed of {listing.what}")


def feed_url(tag: Link) -> str:
    return f"{tag.url}feed.xml"


def index_pages(site: Collection) -> Iterator[Page]:
    """The lists of all tags, sources and authors."""
    there = index_urls(site)
    by: Mapping[ListingOf, Sequence[Listing]] = {"tag": site.tags, "source": site.sources, "author": site.authors}
    for of, listings in by.items():
        index = index_of(of, site.words.value)
        if index.url in there:
            most = sorted(listings, key=lambda listing: -len(listing.entries))[:BESIDE]
            view = ListingsView(
                url=index.url,
                root=root_of(index.url),
                title=index.title,
                description=site.words.value.text(", ").join(listing.link.title for listing in most),
                of=of,
                kinds=tuple(_kinds(listings)),
            )
            yield Page(output_path(index.url), "listings.html", view, f"the list of {of}s")


def _kinds(listings: Sequence[Listing]) -> Iterator[ListingKind]:
    """Listings, which are given by name, by their kinds; a tag of none is a topic."""
    found: dict[str, list[Listing]] = {kind: [] for kind in (*KINDS, "")}
    for listing in listings:
        found[(listing.kind or TOPIC) if listing.of == "tag" else ""].append(listing)
    counts = [len(listing.entries) for listing in listings]
    for kind, those in found.items():
        if those:
            letters = _letters(those, min(counts), max(counts))
            yield ListingKind(kind=kind, count=len(those), letters=tuple(letters))


def _letters(listings: Sequence[Listing], fewest: int, most: int) -> Iterator[ListingLetter]:
    def letter(listing: Listing) -> str:
        return initial(listing.link.title)

    is_long = len(listings) >= LONG
    ordered = sorted(listings, key=letter) if is_long else listings
    for key, group in groupby(ordered, key=letter if is_long else lambda listing: ""):
        links = (
            ListingLink(
                title=listing.link.title,
                url=listing.link.url,
                count=len(listing.entries),
                level=level_of(len(listing.entries), fewest, most),
            )
            for listing in group
        )
        yield ListingLetter(letter=key, links=tuple(links))


def level_of(count: int, fewest: int, most: int) -> int:
    """How large a number is between the smallest and the largest, from 1 to 5. It goes by powers of two, for a few
    names have most of the news."""
    lowest, steps = fewest.bit_length(), LEVELS - 1
    span = max(most.bit_length() - lowest, steps)
    return 1 + (count.bit_length() - lowest) * steps // span


def initial(name: str) -> str:
    """The letter under which readers look for a name: of Latin ones without accents (Łódź is under L), of other scripts
    as they are (Збройні сили under З); # for what begins with no letter."""
    first = next((sign for sign in unicodedata.normalize("NFC", name) if sign.isalnum()), "#")
    if "LATIN" in unicodedata.name(first, ""):
        first = tag_slug(name)[0]
    return first.upper() if first.isalpha() else "#"


def link_counts(links: Iterable[Link], most: int) -> tuple[LinkCount, ...]:
    """The links that there are most of, with how many times each is there."""
    counts = Counter(links)
    ordered = sorted(counts, key=lambda link: (-counts[link], link.title, link.url))[:most]
    return tuple(LinkCount(title=link.title, url=link.url, count=counts[link]) for link in ordered)


def _beside(of: ListingOf, article: Article) -> list[str]:
    """What a listing names beside an article: who wrote it, on the page of its source; its source on theirs."""
    if of == "source":
        return list(dict.fromkeys(map(author_url, article.authors)))
    return [source_url(article.source.name)] if of == "author" and article.source.name else []


def _site_of(articles: Iterable[Article]) -> str:
    """The site on which all articles of a source were published, if they say so and agree."""
    found = {host_of(article.source.url): article.source.url for article in articles if article.source.url}
    ((host, url),) = found.items() if len(found) == 1 else (("", ""),)
    return f"{url.partition('://')[0]}://{urlsplit(url).netloc}/" if host else ""


def _licence_of(articles: Iterable[Article]) -> str:
    found = {article.source.licence for article in articles}
    return found.pop() if len(found) == 1 else ""


def _years(listing: ListingInput) -> list[tuple[Link, list[Card]]]:
    """The years that have a page, newest first."""
    briefs = listing.briefs.values() if len(listing.briefs) >= LISTED_BY_YEAR else ()
    return [
        (Link(str(year), listing_year_url(listing.link.url, year)), list(group))
        for year, group in groupby(briefs, key=lambda card: card.day.year)
    ]


def month_anchor(month: dt.date) -> str:
    """The id that the heading of a month has: 2023-03."""
    return month.isoformat()[:7]


def _listing(listing: ListingInput, years: list[tuple[Link, list[Card]]]) -> Page:
    url = listing.link.url
    cards = listing.cards.values()

    def place_of(period: dt.date, by: Period) -> str:
        year = listing_year_url(url, period.year) if years else ""
        return f"{year}#{month_anchor(period)}" if years and by == "month" else year

    view = ListingView(
        url=url,
        root=root_of(url),
        title=listing.link.title,
        description=listing.about or cards[0].title,
        of=listing.of,
        index=index_of(listing.of, listing.words.value),
        kind=listing.kind,
        about=listing.about,
        site=listing.site,
        licence=listing.licence,
        count=len(cards),
        cards=cards[:NEWEST] if years else cards,
        years=tuple(YearCount(briefs[0].day.year, year.url, len(briefs)) for year, briefs in years),
        coverage=coverage_of([card.day for card in cards], place_of),
        named=named_in(cards, listing.names.value, without=listing.link),
        beside=listing.beside,
        feed=feed_url(listing.link) if listing.feed else "",
    )
    return Page(output_path(url), "listing.html", view, listing.what)


def _listing_years(listing: ListingInput, years: list[tuple[Link, list[Card]]]) -> Iterator[Page]:
    links = [link for link, _ in years]
    for n, (link, briefs) in enumerate(years):
        previous, following = neighbours(links, n)
        view = ListingYearView(
            url=link.url,
            root=root_of(link.url),
            title=listing.words.value.text("{name} in {year}", name=listing.link.title, year=link.title),
            description=briefs[0].title,
            index=index_of(listing.of, listing.words.value),
            listing=listing.link,
            year=briefs[0].day.year,
            count=len(briefs),
            months=by_month(briefs),
            previous=previous,
            next=following,
        )
        yield Page(output_path(view.url), "listing-year.html", view, f"{listing.what} in {link.title}")


def by_month(cards: Iterable[Card]) -> tuple[MonthEntries, ...]:
    months = groupby(cards, key=lambda card: card.day.replace(day=1))
    return tuple(MonthEntries(month, tuple(group)) for month, group in months)
