"""Pages of articles, standing pages, and the redirects from their former addresses."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from digest.errors import Problem
from digest.model.article import Article
from digest.model.urls import output_path, quoted, root_of
from digest.model.views import ArticleView, Body, Card, Link, Page, PageView, RedirectView
from digest.site.collection import Collection
from digest.site.days import neighbours

EARLIER = 4
"""How many older articles on the same subjects an article shows."""

_PER_TAG = 3


def article_pages(site: Collection, body_of: Callable[[Article], Body]) -> Iterator[Page]:
    earlier = _earlier(site)
    links = [Link(article.title, article.url) for article in site.articles]
    for n, article in enumerate(site.articles):
        body = body_of(article)
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


def _earlier(site: Collection) -> dict[str, tuple[Card, ...]]:
    """For each article, older ones of its thread and its tags: those that share most first, then the newest."""
    recent: dict[str, deque[int]] = {}
    found: dict[str, tuple[Card, ...]] = {}
    for n in range(len(site.articles) - 1, -1, -1):
        article = site.articles[n]
        subjects = [link.url for link in site.tag_links[article.path]]
        if article.thread:
            subjects.append(f"thread {article.thread}")
        shared: dict[int, int] = {}
        for subject in subjects:
            latest = recent.get(subject)
            if latest is None:
                latest = recent[subject] = deque(maxlen=_PER_TAG)
            weight = 100 if subject.startswith("thread ") else 1
            for other in latest:
                shared[other] = shared.get(other, 0) + weight
            latest.append(n)
        best = sorted(shared, key=lambda other: (-shared[other], other))[:EARLIER]
        found[article.path] = tuple(site.briefs[site.articles[other].path] for other in best)
    return found


def standing_pages(site: Collection, body_of: Callable[[Article], Body]) -> Iterator[Page]:
    for page in site.standing:
        view = PageView(
            url=page.url,
            root=root_of(page.url),
            title=page.title,
            description=page.summary or page.deck,
            body=body_of(page),
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
