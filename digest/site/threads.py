"""Running stories: the list of all, and each with its figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import msgspec

from digest.model.parts import Part, Parts
from digest.model.planned import Group, Page
from digest.model.shown import Card, DatedFigure, Link, LinkCount, Period, ThreadEntry
from digest.model.urls import output_path, root_of, source_url, story_figures_url, story_url
from digest.model.views import FiguresView, ThreadsView, ThreadView
from digest.model.words import Words
from digest.site.collection import Collection, Story, day_of, link_to
from digest.site.coverage import coverage_of
from digest.site.edition import named_in
from digest.site.listings import BESIDE, by_month, link_counts, month_anchor
from digest.site.names import TagNames

THREADS = "threads/"

NAMED_IN_DESCRIPTION = 8
"""Stories that the list of all names where search engines show what it is."""


class ThreadInput(msgspec.Struct, frozen=True):
    """What a running story's pages are made of: the cards of all its entries, newest first."""

    slug: str
    title: str
    about: str
    cards: Parts[Card]
    sources: tuple[LinkCount, ...]
    names: Part[TagNames]
    words: Part[Words]


def thread_groups(site: Collection) -> Iterator[Group[ThreadInput]]:
    """A group for each running story."""
    links = {source.link.url: source.link for source in site.sources}
    for story in site.stories:
        make = partial(_input_of, site, links, story)
        yield Group(f"thread {story.slug}", story_url(story.slug), make, thread_pages)


def _input_of(site: Collection, links: Mapping[str, Link], story: Story) -> ThreadInput:
    names = (site.articles[n].source.name for n in story.positions)
    return ThreadInput(
        slug=story.slug,
        title=story.title,
        about=story.description,
        cards=site.cards.parts(story.entries),
        sources=link_counts((links[source_url(name)] for name in names if name), BESIDE),
        names=site.names,
        words=site.words,
    )


def thread_urls(site: Collection) -> list[str]:
    """The list of running stories, if there are any, and each."""
    return [THREADS, *(story_url(story.slug) for story in site.stories)] if site.stories else []


def figures_urls(site: Collection) -> list[str]:
    """The tables of those that have figures."""
    return [
        story_figures_url(story.slug) for story in site.stories if any(site.articles[n].figures for n in story.entries)
    ]


def threads_page(site: Collection) -> Iterator[Page]:
    """The list of running stories, if there are any."""
    if site.stories:
        stories = sorted(site.stories, key=lambda story: (story.positions[0], story.slug))
        view = ThreadsView(
            url=THREADS,
            root=root_of(THREADS),
            title=_title(site.words.value),
            description=", ".join(story.title for story in stories[:NAMED_IN_DESCRIPTION]),
            threads=tuple(_entry(site, story) for story in stories),
        )
        yield Page(output_path(THREADS), "threads.html", view, "the list of running stories")


def _title(words: Words) -> str:
    return words.text("Running stories")


def _entry(site: Collection, story: Story) -> ThreadEntry:
    newest, oldest = site.articles[story.entries[0]], site.articles[story.entries[-1]]
    return ThreadEntry(
        title=story.title,
        url=story_url(story.slug),
        about=story.description,
        count=len(story.entries),
        first=day_of(oldest),
        last=day_of(newest),
        newest=link_to(newest),
    )


def thread_pages(thread: ThreadInput) -> Iterator[Page]:
    """A running story's page, and its figures for spreadsheets."""
    what = f"the running story '{thread.title}'"
    url, table = story_url(thread.slug), story_figures_url(thread.slug)
    cards = thread.cards.values()
    figures = _figures(cards)

    def place_of(period: dt.date, by: Period) -> str:
        return f"{url}#{month_anchor(period)}" if by == "month" else url

    view = ThreadView(
        url=url,
        root=root_of(url),
        title=thread.title,
        description=thread.about or cards[0].title,
        index=Link(_title(thread.words.value), THREADS),
        about=thread.about,
        count=len(cards),
        first=cards[-1].day,
        last=cards[0].day,
        months=by_month(cards),
        figures=figures,
        table=table if figures else "",
        coverage=coverage_of([card.day for card in cards], place_of),
        named=named_in(cards, thread.names.value),
        sources=thread.sources,
    )
    yield Page(output_path(url), "thread.html", view, what)
    if figures:
        rows = FiguresView(url=table, root=root_of(table), title=thread.title, figures=figures)
        yield Page(output_path(table), "figures.csv", rows, f"the figures of {what}")


def _figures(cards: Sequence[Card]) -> tuple[DatedFigure, ...]:
    """The figures of articles, which are given newest first: the oldest first."""
    return tuple(
        DatedFigure(day=card.day, figure=figure, article=Link(card.title, card.url, card.lang), source=card.source)
        for card in reversed(cards)
        for figure in card.figures
    )
