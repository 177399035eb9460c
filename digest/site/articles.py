"""Pages of articles, standing pages, and the redirects from their former addresses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

import msgspec

from digest.errors import Problem
from digest.model.article import Article
from digest.model.parts import Part
from digest.model.urls import output_path, quoted, root_of
from digest.model.views import ArticleView, Body, Card, Embed, Group, Link, Page, PageView, RedirectView
from digest.site.collection import Collection, Span, TagNames, brief_of, day_of, subjects_of
from digest.site.days import neighbours

EARLIER = 4
"""How many older articles on the same subjects an article shows."""

_PER_TAG = 3


class MonthOfArticles(msgspec.Struct, frozen=True):
    """What the pages of a month's articles are made of.

    `articles` are newest first, each with what the links in its body lead to; `previous` is the article before the
    month's first in time, `next` the one after its last. `recent` has, for each subject of the month, the newest ones
    before it by their places in `older`.
    """

    articles: tuple[tuple[Part[Article], tuple[Embed, ...]], ...]
    previous: Link | None
    next: Link | None
    recent: Mapping[str, tuple[int, ...]]
    older: tuple[Part[Card], ...]
    names: Part[TagNames]


def article_groups(site: Collection, bodies: Mapping[str, Body]) -> Iterator[Group[MonthOfArticles]]:
    """A group for each month."""
    for month in site.months:
        recent = _recent(site, month)
        older = sorted({n for positions in recent.values() for n in positions})
        place = {n: i for i, n in enumerate(older)}
        positions = range(month.start, month.end)
        made_of = MonthOfArticles(
            articles=tuple((site.whole[n], embeds_of(site.articles[n], bodies)) for n in positions),
            previous=site.link(month.end),
            next=site.link(month.start - 1),
            recent={subject: tuple(place[n] for n in found) for subject, found in recent.items()},
            older=tuple(site.briefs[n] for n in older),
            names=site.names,
        )
        yield Group(f"articles {month.year}-{month.month:02}", made_of, month_pages)


def month_pages(month: MonthOfArticles) -> Iterator[Page]:
    """A page for each article."""
    articles = [part.value for part, _ in month.articles]
    tags = [month.names.value.links(article.tags) for article in articles]
    earlier = _earlier(month, articles, tags)
    here = [Link(article.title, article.url) for article in articles]
    links = [*filter(None, [month.next]), *here, *filter(None, [month.previous])]
    for n, (article, (_, embeds)) in enumerate(zip(articles, month.articles, strict=True)):
        previous, following = neighbours(links, n + (month.next is not None))
        view = ArticleView(
            url=article.url,
            root=root_of(article.url),
            title=article.title,
            description=article.summary or article.deck,
            deck=article.deck,
            day=day_of(article),
            published=article.published,
            updated=article.updated,
            authors=article.authors,
            source=article.source,
            shown=article.shown,
            tags=tags[n],
            figures=article.figures,
            corrections=article.corrections,
            lang=article.lang,
            image=next((embed for embed in embeds if embed.width), None),
            body=Body(article.path, article.body, embeds),
            previous=previous,
            next=following,
            earlier=earlier[n],
            draft=article.draft,
            extra=article.extra,
        )
        yield Page(output_path(article.url), "article.html", view, f"content/{article.path}")


def embeds_of(article: Article, bodies: Mapping[str, Body]) -> tuple[Embed, ...]:
    """What the links in an article's body lead to."""
    return bodies[article.path].embeds if article.references else ()


def _recent(site: Collection, month: Span) -> dict[str, tuple[int, ...]]:
    """For each subject of a month's articles: the positions of the newest ones before that month."""
    found = {}
    for subject, positions in site.subjects:
        end = bisect_left(positions, month.end)
        if end and positions[end - 1] >= month.start:
            found[subject] = positions[end : end + _PER_TAG]
    return found


def _earlier(month: MonthOfArticles, articles: list[Article], tags: list[tuple[Link, ...]]) -> list[tuple[Card, ...]]:
    """For each article of a month, older ones of its thread and its tags: those that share most first, then the
    newest."""
    cards = [*(brief_of(article) for article in articles), *(card.value for card in month.older)]  # newest first
    first = len(articles)
    latest = {
        subject: deque((first + place for place in reversed(places)), _PER_TAG)
        for subject, places in month.recent.items()
    }
    found: list[tuple[Card, ...]] = []
    for n in range(first - 1, -1, -1):
        shared: dict[int, int] = {}
        for subject in subjects_of(articles[n], tags[n]):
            weight = 100 if subject.startswith("/") else 1
            for other in latest[subject]:
                shared[other] = shared.get(other, 0) + weight
            latest[subject].append(n)
        best = sorted(shared, key=lambda other: (-shared[other], other))[:EARLIER]
        found.append(tuple(cards[other] for other in best))
    return found[::-1]


def standing_pages(site: Collection, bodies: Mapping[str, Body]) -> Iterator[Page]:
    for page in site.standing:
        view = PageView(
            url=page.url,
            root=root_of(page.url),
            title=page.title,
            description=page.summary or page.deck,
            body=bodies[page.path],
            source=page.source,
            shown=page.shown,
            lang=page.lang,
            updated=page.updated,
            draft=page.draft,
            extra=page.extra,
        )
        yield Page(output_path(page.url), "page.html", view, f"content/{page.path}")


_NO_STEP = re.compile(r"[\x00-\x1f\x7f\\:]")
"""What no step of an address may hold, for it becomes the name of a folder, also on Windows. Nor may one begin with a
dot: web servers read `.htaccess`, and hide others."""


def redirects(site: Collection, problems: list[Problem]) -> Iterator[Page]:
    for article in (*site.articles, *site.standing):
        for alias in article.aliases:
            path = unquote(alias)
            steps = path.removesuffix("/").split("/")
            if _NO_STEP.search(path) or any(step[:1] in ("", ".") or len(step.encode()) > 200 for step in steps):
                fact = f"'/{alias}' in 'aliases' is not an address inside the site."
                problems.append(Problem(f"content/{article.path}", 0, fact, "Write it like /2019/old-name/."))
                continue
            if not path.endswith("/") and "." not in path.rpartition("/")[2]:
                path += "/"
            view = RedirectView(url=quoted(path), root=root_of(path), title=article.title, target=article.url)
            yield Page(output_path(path), "redirect.html", view, f"content/{article.path} (aliases)")
