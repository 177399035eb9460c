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

NEWEST = 20
"""How many of its newest articles a tag's page shows; the rest are on the pages of its years."""


def tag_pages(site: Collection) -> Iterator[Page]:
    yield _index(site)
    for tag in site.tags:
        years = [(year, tuple(articles)) for year, articles in groupby(tag.articles, key=_year)]
        yield _tag(site, tag, years)
        yield from _tag_years(site, tag, years)


def feed_url(tag: Tag) -> str:
    return f"{tag.link.url}feed.xml"


def _year(article: Article) -> int:
    return article.day.year if article.day else 0


def _index(site: Collection) -> Page:
    def letter(tag: Tag) -> str:
        first = slugify(tag.link.title)[0].upper()
        return first if first.isalpha() else "#"

    ordered = sorted(site.tags, key=letter)
    letters = tuple(
        TagLetter(key, tuple(TagCount(tag.link.title, tag.link.url, len(tag.articles)) for tag in tags))
        for key, tags in groupby(ordered, key=letter)
    )
    url = "tags/"
    return Page(
        output_path(url),
        "tags.html",
        TagsView(url=url, root=root_of(url), title="Topics", letters=letters),
        "the list of tags",
    )


def _tag(site: Collection, tag: Tag, years: list[tuple[int, tuple[Article, ...]]]) -> Page:
    url = tag.link.url
    view = TagView(
        url=url,
        root=root_of(url),
        title=tag.link.title,
        cards=tuple(site.cards[article.path] for article in tag.articles[:NEWEST]),
        years=tuple(YearCount(year, tag_year_url(tag.slug, year), len(articles)) for year, articles in years),
        feed=feed_url(tag) if site.config.base_url else "",
    )
    return Page(output_path(url), "tag.html", view, f"the tag '{tag.link.title}'")


def _tag_years(site: Collection, tag: Tag, years: list[tuple[int, tuple[Article, ...]]]) -> Iterator[Page]:
    links = [Link(str(year), tag_year_url(tag.slug, year)) for year, _ in years]
    for n, (year, articles) in enumerate(years):
        previous, following = neighbours(links, n)
        view = TagYearView(
            url=links[n].url,
            root=root_of(links[n].url),
            title=f"{tag.link.title} in {year}",
            tag=tag.link,
            year=year,
            months=tuple(
                MonthEntries(dt.date(year, month, 1), tuple(_briefs(site, group)))
                for month, group in groupby(articles, key=lambda article: article.day.month if article.day else 0)
            ),
            previous=previous,
            next=following,
        )
        yield Page(output_path(view.url), "tag-year.html", view, f"the tag '{tag.link.title}' in {year}")


def _briefs(site: Collection, articles: Iterator[Article]) -> Iterator[Card]:
    return (site.briefs[article.path] for article in articles)
