"""Pages of articles, standing pages, and the redirects from their former addresses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Mapping
from functools import partial
from urllib.parse import unquote

from digest.errors import Problem
from digest.model.article import Article
from digest.model.urls import output_path, quoted, root_of
from digest.model.views import ArticleView, Body, Card, Group, Link, Page, PageView, RedirectView
from digest.site.collection import Collection, Span, slugs_of
from digest.site.days import neighbours
from digest.site.references import embeds_in

EARLIER = 4
"""How many older articles on the same subjects an article shows."""

_PER_TAG = 3


def article_groups(site: Collection, bodies: Mapping[str, Body]) -> Iterator[Group]:
    """A group for each month. Its pages show that month's articles, what is next to them, and older ones on the same
    subjects."""
    for month in site.months:
        around = (max(month.start - 1, 0), min(month.end, len(site.articles) - 1))
        recent = _recent(site, month)
        older = sorted({n for positions in recent.values() for n in positions})
        place = {n: i for i, n in enumerate(older)}
        on_subjects = [(subject, [place[n] for n in positions]) for subject, positions in sorted(recent.items())]
        embeds = embeds_in(site.articles[month.start : month.end], bodies)
        inputs = site.inputs((*around, *older), on_subjects, embeds, whole=range(month.start, month.end))
        pages = partial(_article_pages, site, month, recent, bodies)
        yield Group(f"articles {month.year}-{month.month:02}", inputs, pages)


def _article_pages(
    site: Collection, month: Span, recent: dict[str, tuple[int, ...]], bodies: Mapping[str, Body]
) -> Iterator[Page]:
    earlier = _earlier(site, month, recent)
    first = max(month.start - 1, 0)
    around = site.articles[first : month.end + 1]
    links = [Link(article.title, article.url) for article in around]
    for n in range(month.start - first, month.end - first):
        article = around[n]
        body = bodies[article.path]
        previous, following = neighbours(links, n)
        assert article.day is not None
        view = ArticleView(
            url=article.url,
            root=root_of(article.url),
            title=article.title,
            description=article.summary or article.deck,
            deck=article.deck,
            day=article.day,
            published=article.published,
            updated=article.updated,
            authors=article.authors,
            source=article.source,
            shown=article.shown,
            tags=site.tag_links[article.path],
            figures=article.figures,
            corrections=article.corrections,
            lang=article.lang,
            image=next((embed for embed in body.embeds if embed.width), None) if body.embeds else None,
            body=body,
            previous=previous,
            next=following,
            earlier=earlier[article.path],
            draft=article.draft,
            extra=article.extra,
        )
        yield Page(output_path(article.url), "article.html", view, f"content/{article.path}")


def _subjects(site: Collection, article: Article) -> list[str]:
    """What an article is about: the slugs of its tags, and its thread as in `Collection.subjects`."""
    subjects = slugs_of(article, site.slugs)
    return [*subjects, f"/{article.thread}"] if article.thread else subjects


def _recent(site: Collection, month: Span) -> dict[str, tuple[int, ...]]:
    """For each subject of a month's articles: the positions of the newest ones before that month."""
    found = {}
    for subject, positions in site.subjects:
        end = bisect_left(positions, month.end)
        if end and positions[end - 1] >= month.start:
            found[subject] = positions[end : end + _PER_TAG]
    return found


def _earlier(site: Collection, month: Span, recent: dict[str, tuple[int, ...]]) -> dict[str, tuple[Card, ...]]:
    """For each article of a month, older ones of its thread and its tags: those that share most first, then the
    newest."""
    latest = {subject: deque(reversed(positions), _PER_TAG) for subject, positions in recent.items()}
    found: dict[str, tuple[Card, ...]] = {}
    for n in range(month.end - 1, month.start - 1, -1):
        article = site.articles[n]
        shared: dict[int, int] = {}
        for subject in _subjects(site, article):
            weight = 100 if subject.startswith("/") else 1
            for other in latest[subject]:
                shared[other] = shared.get(other, 0) + weight
            latest[subject].append(n)
        best = sorted(shared, key=lambda other: (-shared[other], other))[:EARLIER]
        found[article.path] = tuple(site.briefs[site.articles[other].path] for other in best)
    return found


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
"""What no step of an address may hold, for it becomes the name of a folder, also on Windows."""


def redirects(site: Collection, problems: list[Problem]) -> Iterator[Page]:
    for article in (*site.articles, *site.standing):
        for alias in article.aliases:
            path = unquote(alias)
            steps = path.removesuffix("/").split("/")
            if _NO_STEP.search(path) or {".", "..", ""} & set(steps) or max(len(step.encode()) for step in steps) > 200:
                fact = f"'/{alias}' in 'aliases' is not an address inside the site."
                problems.append(Problem(f"content/{article.path}", 0, fact, "Write it like /2019/old-name/."))
                continue
            if not path.endswith("/") and "." not in path.rpartition("/")[2]:
                path += "/"
            view = RedirectView(url=quoted(path), root=root_of(path), title=article.title, target=article.url)
            yield Page(output_path(path), "redirect.html", view, f"content/{article.path} (aliases)")
