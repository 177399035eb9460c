"""Pages of articles, standing pages, and the redirects from their former addresses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial
from urllib.parse import unquote

import msgspec

from digest.errors import Problem
from digest.model.article import Article
from digest.model.parts import Part, Parts
from digest.model.planned import Group, Page
from digest.model.shown import Body, Card, Embed, Link, Picture, TagsOfKind
from digest.model.urls import author_url, month_url, output_path, quoted, root_of, source_url, story_url
from digest.model.views import ArticleView, PageView, RedirectView
from digest.site.collection import Collection, Span, brief_of, day_of, link_to, report_of, subjects_of
from digest.site.days import neighbours
from digest.site.edition import zone_name
from digest.site.names import TagNames
from digest.site.references import Bodies, embeds_of

EARLIER = 4
"""How many older articles on the same subjects an article shows."""

LATER = 3
"""How many of those that follow in its running story."""

WORDS_A_MINUTE = 230
LONG = 600
"""Words of a text that has its contents above it, if it has three headings."""

HEADINGS = 3

TAGS = "tags/"
_OF_ARTICLE = re.compile(r"\d{4}/\d\d/\d\d/[^/]+/index\.html")
_PER_TAG = 3


class MonthOfArticles(msgspec.Struct, frozen=True):
    """What the pages of a month's articles are made of.

    `articles` are newest first; `embeds` are what the links in their bodies lead to. `previous` is the article before
    the month's first in time, `next` the one after its last. `recent` has, for each subject of the month, the newest
    ones before it by their places in `older`, a brief card of each. `also` are the other reports of what each article
    reports, `stories` the running ones by their addresses, and `later` what follows each article in its own.
    """

    articles: Parts[Article]
    embeds: tuple[tuple[Embed, ...], ...]
    also: tuple[tuple[Link, ...], ...]
    pictures: tuple[Picture | None, ...]
    previous: Link | None
    next: Link | None
    recent: tuple[tuple[str, tuple[int, ...]], ...]
    older: Parts[Card]
    stories: tuple[tuple[str, Link], ...]
    later: tuple[Parts[Card], ...]
    names: Part[TagNames]
    timezone: str


def article_groups(site: Collection, bodies: Bodies) -> Iterator[Group[MonthOfArticles]]:
    """A group for each month."""
    beside = _Beside(site)
    for n, month in enumerate(site.months):
        make = partial(_month_of, site, bodies, beside, n)
        yield Group(
            f"articles {month.year}-{month.month:02}",
            month_url(month.year, month.month),
            make,
            month_pages,
            is_of_article,
        )


def is_of_article(path: str) -> bool:
    """Whether a path is as those of the pages of articles are."""
    return _OF_ARTICLE.fullmatch(path) is not None


class _Beside:
    """What articles of all months are found by, when it is asked for."""

    def __init__(self, site: Collection) -> None:
        self._site = site

    @cached_property
    def later(self) -> dict[int, tuple[int, ...]]:
        return _later(self._site)

    @cached_property
    def stories(self) -> dict[str, Link]:
        return {story_url(story.slug): Link(story.title, story_url(story.slug)) for story in self._site.stories}


def _month_of(site: Collection, bodies: Bodies, beside: _Beside, n: int) -> MonthOfArticles:
    month = site.months[n]
    recent = _recent(site, month)
    older = sorted({n for _, positions in recent for n in positions})
    place = dict(zip(older, range(len(older)), strict=True)).__getitem__
    positions = range(month.start, month.end)
    return MonthOfArticles(
        articles=site.whole.parts(positions),
        embeds=tuple(embeds_of(site.articles[n], bodies) for n in positions),
        also=tuple(_also(site, n) for n in positions) if site.reports else ((),) * len(positions),
        pictures=tuple(site.pictures.get(site.articles[n].path) for n in positions),
        previous=site.link(month.end),
        next=site.link(month.start - 1),
        recent=tuple((subject, tuple(map(place, found))) for subject, found in recent),
        older=site.briefs.parts(older),
        stories=tuple((url, beside.stories[url]) for url in _stories_of(site, positions)),
        later=tuple(site.briefs.parts(beside.later.get(n, ())) for n in positions),
        names=site.names,
        timezone=site.config.timezone,
    )


def month_pages(month: MonthOfArticles) -> Iterator[Page]:
    """A page for each article."""
    articles = month.articles.values()
    tags = [month.names.value.links(article.tags) for article in articles]
    earlier = _earlier(month, articles, tags)
    here = [link_to(article) for article in articles]
    links = [*filter(None, [month.next]), *here, *filter(None, [month.previous])]
    stories = dict(month.stories)
    for n, (article, embeds) in enumerate(zip(articles, month.embeds, strict=True)):
        previous, following = neighbours(links, n + (month.next is not None))
        view = ArticleView(
            url=article.url,
            root=root_of(article.url),
            title=article.title,
            description=article.summary or article.deck or article.opening,
            deck=article.deck,
            day=day_of(article),
            published=article.published,
            updated=article.updated,
            zone=zone_name(article.published, month.timezone),
            desk=month.names.value.desk_of(tags[n]),
            minutes=max(1, round(article.words / WORDS_A_MINUTE)),
            changed=article.changed,
            authors=article.authors,
            source=article.source,
            shown=article.shown,
            tags=tags[n],
            kinds=tuple(TagsOfKind(kind=kind, tags=found) for kind, found in month.names.value.by_kind(tags[n])),
            figures=article.figures,
            corrections=article.corrections,
            lang=article.lang,
            picture=month.pictures[n],
            image=_image(month.pictures[n], embeds),
            contents=article.headings if article.words >= LONG and len(article.headings) >= HEADINGS else (),
            body=Body(article.path, article.body, embeds),
            also=month.also[n],
            story=stories.get(_story_of(article)),
            later=month.later[n].values(),
            previous=previous,
            next=following,
            earlier=earlier[n],
            draft=article.draft,
            extra=article.extra,
            source_url=source_url(article.source.name) if article.source.name else "",
            author_links=tuple(Link(name, author_url(name)) for name in article.authors),
        )
        yield Page(output_path(article.url), "article.html", view, f"content/{article.path}")


def _story_of(article: Article) -> str:
    """The address of the running story that an article belongs to, or ""."""
    return story_url(article.thread) if article.thread else ""


def _stories_of(site: Collection, positions: Iterable[int]) -> list[str]:
    return list(dict.fromkeys(filter(None, (_story_of(site.articles[n]) for n in positions))))


def _also(site: Collection, n: int) -> tuple[Link, ...]:
    """The other reports of what an article reports."""
    first = site.first_report.get(n, n)
    return tuple(report_of(site.articles[other]) for other in (first, *site.reports.get(first, ())) if other != n)


def _later(site: Collection) -> dict[int, tuple[int, ...]]:
    """What follows each article in its running story, by positions: the first three, oldest first. So a page that has
    its three never changes again."""
    return {
        n: tuple(story.positions[max(place - LATER, 0) : place][::-1])
        for story in site.stories
        for place, n in enumerate(story.positions)
        if place
    }


def _image(picture: Picture | None, embeds: Sequence[Embed]) -> Embed | None:
    if picture:
        return Embed("", picture.url, picture.width, picture.height)
    return next((embed for embed in embeds if embed.width), None)


def _recent(site: Collection, month: Span) -> list[tuple[str, tuple[int, ...]]]:
    """With each subject of a month's articles: the positions of the newest ones before that month."""
    found = []
    for subject, positions in site.subjects:
        if positions[0] < month.end and positions[-1] >= month.start:
            start = bisect_left(positions, month.start)
            if positions[start] < month.end:
                end = bisect_left(positions, month.end, start)
                found.append((subject, positions[end : end + _PER_TAG]))
    return found


def _earlier(
    month: MonthOfArticles, articles: Sequence[Article], tags: list[tuple[Link, ...]]
) -> list[tuple[Card, ...]]:
    """For each article of a month, older ones of its thread and its tags: those that share most first, then the
    newest."""
    cards = [*(brief_of(article) for article in articles), *month.older.values()]  # newest first
    first = len(articles)
    latest = {
        subject: deque((first + place for place in reversed(places)), _PER_TAG) for subject, places in month.recent
    }
    found: list[tuple[Card, ...]] = []
    for n in range(first - 1, -1, -1):
        shared: dict[int, int] = {}
        for subject in subjects_of(articles[n], tags[n]):
            weight = 1 if subject.startswith(TAGS) else 100
            for other in latest[subject]:
                shared[other] = shared.get(other, 0) + weight
            latest[subject].append(n)
        best = sorted(shared, key=lambda other: (-shared[other], other))[:EARLIER]
        found.append(tuple(cards[other] for other in best))
    return found[::-1]


def standing_pages(site: Collection, bodies: Bodies) -> Iterator[Page]:
    for page in site.standing:
        view = PageView(
            url=page.url,
            root=root_of(page.url),
            title=page.title,
            description=page.summary or page.deck or page.opening,
            body=bodies[page.path],
            source=page.source,
            shown=page.shown,
            lang=page.lang,
            updated=page.updated,
            draft=page.draft,
            extra=page.extra,
        )
        yield Page(output_path(page.url), "page.html", view, f"content/{page.path}")


ALIASES = " (aliases)"
"""Ends the origin of a page that leads on from a former address."""

_NO_STEP = re.compile(r"[\x00-\x1f\x7f\\:]")
"""What no step of an address may hold, for it becomes the name of a folder, also on Windows. Nor may one begin with a
dot: web servers read `.htaccess`, and hide others."""


def redirects(site: Collection, problems: list[Problem]) -> Iterator[Page]:
    for article in site.those("has aliases", lambda article: bool(article.aliases)):
        for alias in article.aliases if article.path in site.published else ():
            path = unquote(alias)
            steps = path.removesuffix("/").split("/")
            if _NO_STEP.search(path) or any(step[:1] in ("", ".") for step in steps):
                fact = f"'/{alias}' in 'aliases' is not an address inside the site."
                problems.append(Problem(f"content/{article.path}", 0, fact, "Write it like /2019/old-name/."))
                continue
            if not path.endswith("/") and "." not in path.rpartition("/")[2]:
                path += "/"
            view = RedirectView(
                url=quoted(path), root=root_of(path), title=article.title, target=article.url, lang=article.lang
            )
            yield Page(output_path(path), "redirect.html", view, f"content/{article.path}{ALIASES}")
