"""All pages of the site from all articles: pure functions of frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from digest.config import Config
from digest.errors import Problem
from digest.model.article import Article, Media
from digest.model.urls import output_path
from digest.model.views import Body, Copy, Link, Page, Site
from digest.site.articles import article_pages, redirects, standing_pages
from digest.site.collection import collect
from digest.site.days import calendar_pages
from digest.site.feeds import FEEDS, feed_pages
from digest.site.home import home_page, not_found_page
from digest.site.references import CONTENT, body_of
from digest.site.sitemap import ROBOTS, sitemap_pages
from digest.site.tags import feed_url, tag_pages


class Plan(msgspec.Struct, frozen=True):
    """Every file of the site, the value that all templates share, and what is wrong."""

    site: Site
    pages: tuple[Page, ...]
    copies: tuple[Copy, ...]
    problems: tuple[Problem, ...]


def plan(
    config: Config,
    articles: Iterable[Article],
    media: Mapping[str, Media],
    assets: Iterable[Copy],
    *,
    options: Mapping[str, Any],
    now: int,
    drafts: bool,
    faulty: frozenset[str] = frozenset(),
) -> Plan:
    """What the site consists of at `now` (seconds since the epoch).

    `assets` are the theme's static files, `options` its options as the site sets them; `faulty` are the paths of
    files in content/ that could not be read.
    """
    site = collect(config, articles, media, now=now, drafts=drafts, faulty=faulty)
    problems: list[Problem] = []
    bodies: dict[str, Body] = {}
    linked: set[str] = set()

    def body(article: Article) -> Body:
        if article.path not in bodies:
            bodies[article.path] = body_of(article, site, is_page, problems)
        return bodies[article.path]

    copies = (
        *assets,
        *(Copy(path, CONTENT + path, file.digest, CONTENT + path) for path, file in media.items()),
    )
    fixed = [home_page(site), *calendar_pages(site), *tag_pages(site)]
    linked.update(page.path for page in fixed)
    linked.update(copy.path for copy in copies)
    linked.update(output_path(article.url) for article in (*site.articles, *site.standing))
    moved = tuple(redirects(site, problems))
    linked.update(page.path for page in moved)
    linked.update(("404.html", ROBOTS, *(("sitemap.xml",) if config.base_url else ())))
    if config.base_url:  # feeds hold bodies, so they are planned after the links in those are resolved
        linked.update((*(url for url, _ in FEEDS), *(feed_url(tag) for tag in site.tags)))

    def is_page(url: str) -> bool:
        return output_path(url) in linked

    readable = [*fixed, *article_pages(site, body), *standing_pages(site, body)]
    pages = (
        *readable,
        not_found_page(site),
        *moved,
        *feed_pages(site, body),
        *sitemap_pages(site, readable),
    )
    problems.extend(_collisions(pages, copies))
    shared = Site(
        title=config.title,
        description=config.description,
        language=config.language,
        base_url=config.base_url,
        publisher=config.publisher.name if config.publisher else "",
        publisher_url=config.publisher.url if config.publisher else "",
        pages=tuple(Link(page.title, page.url) for page in sorted(site.standing, key=lambda page: page.title)),
        options=dict(options),
        index="index.html" if config.links == "file" else "",
    )
    return Plan(shared, pages, copies, tuple(dict.fromkeys(problems)))


def _collisions(pages: Iterable[Page], copies: Iterable[Copy]) -> list[Problem]:
    """Two sources for one output file, or a file where another needs a folder."""
    problems = []
    origins: dict[str, str] = {}
    folders: dict[str, str] = {}
    files = [(page.path, page.origin) for page in pages] + [(copy.path, copy.origin) for copy in copies]
    for name, origin in files:
        path = name.casefold()  # on many disks names that differ by case alone are one
        if path in origins:
            problems.append(_collision(path, origin, origins[path]))
            continue
        origins[path] = origin
        folder = path
        while (cut := folder.rfind("/")) != -1:
            folder = folder[:cut]
            if folder in folders:
                break
            folders[folder] = origin
    problems.extend(_collision(path, origins[path], folders[path]) for path in sorted(origins.keys() & folders.keys()))
    return problems


def _collision(path: str, one: str, other: str) -> Problem:
    one, other = sorted((one, other), key=lambda origin: (not origin.startswith(CONTENT), origin))
    where = one.partition(" (")[0] if one.startswith(CONTENT) else ""
    url = path.removesuffix("index.html")
    fact = f"two sources want the address /{url}: {one} and {other}."
    return Problem(where, 0, fact, "Give one of them another 'slug' or name.")
