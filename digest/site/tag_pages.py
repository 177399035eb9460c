"""Pages of tags: all of them, each one with its feed, and each one's years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import msgspec

from digest.model.parts import Part, Parts
from digest.model.urls import output_path, root_of, tag_slug, tag_year_url
from digest.model.views import (
    Body,
    Card,
    Group,
    Link,
    MonthEntries,
    Page,
    TagCount,
    TagLetter,
    TagsView,
    TagView,
    TagYearView,
    YearCount,
)
from digest.model.words import Words
from digest.site.collection import Collection, Tag
from digest.site.days import neighbours
from digest.site.feeds import Feed, feed_of, feed_page

TAGS = "tags/"

NEWEST = 20
"""How many of its newest articles a tag's page shows; the rest are on the pages of its years."""


class TagInput(msgspec.Struct, frozen=True):
    """What a tag's pages are made of: `newest` are its newest articles, `years` all of them, as briefs; newest first.
    There is no feed without a base URL."""

    slug: str
    link: Link
    kind: str
    description: str
    newest: Parts[Card]
    years: tuple[tuple[int, Parts[Card]], ...]
    feed: Feed | None
    words: Part[Words]


def tag_groups(site: Collection, bodies: Mapping[str, Body]) -> Iterator[Group[TagInput]]:
    """A group for each tag."""
    for tag in site.tags:
        title = f"{site.config.title}: {tag.link.title}"
        made_of = TagInput(
            slug=tag.slug,
            link=tag.link,
            kind=tag.kind,
            description=tag.description,
            newest=site.cards.parts(tag.positions[:NEWEST]),
            years=tuple((year, site.briefs.parts(found)) for year, found in site.years_of(tag)),
            feed=feed_of(site, bodies, title, tag.link.url, tag.positions) if site.config.base_url else None,
            words=site.words,
        )
        yield Group(f"tag {tag.slug}", made_of, tag_pages)


def tag_pages(tag: TagInput) -> Iterator[Page]:
    """A tag's page, one for each of its years, and its feed."""
    yield _tag(tag)
    yield from _tag_years(tag)
    if tag.feed:
        yield feed_page(tag.feed, feed_url(tag.link), "feed.xml", f"the feed of the tag '{tag.link.title}'")


def feed_url(tag: Link) -> str:
    return f"{tag.url}feed.xml"


def tags_page(tags: Iterable[Tag], words: Words) -> Page:
    """The list of all tags, which are given by name."""

    def letter(tag: Tag) -> str:
        first = tag_slug(tag.link.title)[0].upper()
        return first if first.isalpha() else "#"

    ordered = sorted(tags, key=letter)
    letters = tuple(
        TagLetter(key, tuple(TagCount(tag.link.title, tag.link.url, len(tag.positions), tag.kind) for tag in group))
        for key, group in groupby(ordered, key=letter)
    )
    view = TagsView(url=TAGS, root=root_of(TAGS), title=words.text("Topics"), letters=letters)
    return Page(output_path(TAGS), "tags.html", view, "the list of tags")


def _tag(tag: TagInput) -> Page:
    url = tag.link.url
    view = TagView(
        url=url,
        root=root_of(url),
        title=tag.link.title,
        kind=tag.kind,
        description=tag.description,
        cards=tag.newest.values(),
        years=tuple(YearCount(year, tag_year_url(tag.slug, year), len(briefs)) for year, briefs in tag.years),
        feed=feed_url(tag.link) if tag.feed else "",
    )
    return Page(output_path(url), "tag.html", view, f"the tag '{tag.link.title}'")


def _tag_years(tag: TagInput) -> Iterator[Page]:
    links = [Link(str(year), tag_year_url(tag.slug, year)) for year, _ in tag.years]
    for n, (year, briefs) in enumerate(tag.years):
        previous, following = neighbours(links, n)
        view = TagYearView(
            url=links[n].url,
            root=root_of(links[n].url),
            title=tag.words.value.text("{tag} in {year}", tag=tag.link.title, year=year),
            tag=tag.link,
            year=year,
            months=tuple(
                MonthEntries(dt.date(year, month, 1), tuple(group))
                for month, group in groupby(briefs.values(), key=lambda card: card.day.month)
            ),
            previous=previous,
            next=following,
        )
        yield Page(output_path(view.url), "tag-year.html", view, f"the tag '{tag.link.title}' in {year}")
