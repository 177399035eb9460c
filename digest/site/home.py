"""The front page, and the page for addresses that do not exist."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from urllib.parse import urlsplit

from digest.model.planned import Page
from digest.model.shown import DayEntries, Link, StoryCount
from digest.model.urls import day_url, output_path, root_of, story_url, year_url
from digest.model.views import HomeView, NotFoundView
from digest.model.words import Words
from digest.site.collection import Collection, day_of
from digest.site.days import week_of
from digest.site.edition import edition_of

TOPICS = 12
STORIES = 5

ENOUGH = 30
"""Articles after which a front page has enough days, if its site does not say how many."""

FEW = 2
"""Articles of a quiet day, which are shown with their summaries; those of others are headlines."""


def home_page(site: Collection) -> Page:
    shown = days_shown(site)
    newest = site.cards.parts(site.by_weight(site.days[shown[0]])).values() if shown else ()
    view = HomeView(
        url="",
        root=root_of(""),
        title=site.config.title,
        description=site.config.description,
        edition=edition_of(shown[0], newest, site.config.timezone) if shown else None,
        days=tuple(_entries(site, day) for day in shown[1:]),
        stories=_stories(site),
        week=week_of(shown[0], site.words.value) if shown else None,
        topics=_topics(site, shown),
        years=tuple(Link(str(span.year), year_url(span.year)) for span in site.years),
    )
    return Page(output_path(""), "home.html", view, "the home page")


def _entries(site: Collection, day: dt.date) -> DayEntries:
    positions = site.by_weight(site.days[day])
    shelf = site.cards if len(positions) <= FEW else site.briefs
    return DayEntries(day=day, url=day_url(day), cards=shelf.parts(positions).values())


def days_shown(site: Collection) -> list[dt.date]:
    """The days on the front page, newest first: as many as the site says, or else those that have enough articles."""
    if most := site.config.home.days:
        return list(islice(site.days, most))
    found, articles = [], 0
    for day, positions in site.days.items():
        if articles >= ENOUGH:
            break
        found.append(day)
        articles += len(positions)
    return found


def _stories(site: Collection) -> tuple[StoryCount, ...]:
    newest = sorted(site.stories, key=lambda story: (story.positions[0], story.slug))[:STORIES]
    return tuple(
        StoryCount(
            title=story.title,
            url=story_url(story.slug),
            count=len(story.positions),
            latest=day_of(site.articles[story.positions[0]]),
        )
        for story in newest
    )


def _topics(site: Collection, days: Iterable[dt.date]) -> tuple[Link, ...]:
    used = Counter(tag for day in days for n in site.days[day] for tag in site.cards[n].tags)
    return tuple(sorted(used, key=lambda link: (-used[link], link.title))[:TOPICS])


def not_found_page(base_url: str, words: Words) -> Page:
    """A host serves this page at any address, so its links start from the path that the site has on its host."""
    view = NotFoundView(url="404.html", root=urlsplit(base_url).path or "/", title=words.text("Page not found"))
    return Page("404.html", "404.html", view, "the page for unknown addresses")
