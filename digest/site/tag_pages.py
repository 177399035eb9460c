"""Pages of tags: all of them, each one, and each one's years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from digest.model.article import Article
from digest.model.urls import output_path, root_of, slugify, tag_year_url
from digest.model.views import (
    Card,
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
from digest.site.collection import Collection, Tag
from digest.site.days import neighbours

TAGS = "tags/"

NEWEST = 20
"""How many of its newest articles a tag's page shows; the rest are on the pages of its years."""


def tag_pages(site: Collection, tag: Tag) -> Iterator[Page]:
    """A tag's page, and one for each of its years."""
    years = site.years_of(tag)
    yield _tag(site, tag, years)
    yield from _tag_years(site, tag, years)


def feed_url(tag: Tag) -> str:
    return f"{tag.link.url}feed.xml"


def _month(article: Article) -> int:
    return article.day.month if article.day else 0


def tags_page(site: Collection) -> Page:
    """The list of all tags."""

    def letter(tag: Tag) -> str:
        first = slugify(tag.link.title)[0].upper()
        return first if first.isalpha() else "#"

    ordered = sorted(site.tags, key=letter)
    letters = tuple(
        TagLetter(key, tuple(TagCount(tag.link.title, tag.link.url, len(tag.positions), tag.about[0]) for tag in tags))
        for key, tags in groupby(ordered, key=letter)
    )
    view = TagsView(url=TAGS, root=root_of(TAGS), title="Topics", letters=letters)
    return Page(output_path(TAGS), "tags.html", view, "the list of tags")


def _tag(site: Collection, tag: Tag, years: list[tuple[int, tuple[int, ...]]]) -> Page:
    url = tag.link.url
    kind, description = tag.about
    view = TagView(
        url=url,
        root=root_of(url),
        title=tag.link.title,
        kind=kind,
        description=description,
        cards=tuple(site.cards[site.articles[n].path] for n in tag.positions[:NEWEST]),
        years=tuple(YearCount(year, tag_year_url(tag.slug, year), len(positions)) for year, positions in years),
        feed=feed_url(tag) if site.config.base_url else "",
    )
    return Page(output_path(url), "tag.html", view, f"the tag '{tag.link.title}'")


def _tag_years(site: Collection, tag: Tag, years: list[tuple[int, tuple[int, ...]]]) -> Iterator[Page]:
    links = [Link(str(year), tag_year_url(tag.slug, year)) for year, _ in years]
    for n, (year, positions) in enumerate(years):
        previous, following = neighbours(links, n)
        view = TagYearView(
            url=links[n].url,
            root=root_of(links[n].url),
            title=f"{tag.link.title} in {year}",
            tag=tag.link,
            year=year,
            months=tuple(
                MonthEntries(dt.date(year, month, 1), tuple(_briefs(site, group)))
                for month, group in groupby((site.articles[n] for n in positions), key=_month)
            ),
            previous=previous,
            next=following,
        )
        yield Page(output_path(view.url), "tag-year.html", view, f"the tag '{tag.link.title}' in {year}")


def _briefs(site: Collection, articles: Iterator[Article]) -> Iterator[Card]:
    return (site.briefs[article.path] for article in articles)
