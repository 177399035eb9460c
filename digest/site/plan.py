"""All pages of the site from all articles: pure functions of frozen values.

Pages are planned in groups, each by a pure function of one frozen input: a group that was planned of the same before
need not be planned again. How to add a kind of page is told in CONTRIBUTING.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any

import msgspec

from digest.errors import Problem, did_you_mean
from digest.model.article import Article, Held
from digest.model.locales import locale_of
from digest.model.planned import Copy, Group, Page
from digest.model.shown import Body, FeedLink, Link
from digest.model.urls import output_path, tag_slug
from digest.model.views import Site
from digest.settings.config import FILE
from digest.site.addresses import Addresses, readable_urls
from digest.site.articles import article_groups, is_of_article, redirects, standing_pages
from digest.site.collection import Change, Collection, link_to
from digest.site.days import archive_page, calendar_groups
from digest.site.feeds import FEEDS, OPML, feed_of, site_feeds
from digest.site.holding import held_files, names_files
from digest.site.home import home_page, not_found_page
from digest.site.host_files import host_pages, icon_in_root, policy_of
from digest.site.identity import same_ids, same_names
from digest.site.listings import feed_url, index_pages, listing_groups
from digest.site.newest_first import order_of
from digest.site.news import NEWS, news_times
from digest.site.references import CONTENT, Targets, body_of, missing_picture
from digest.site.reports import wrong_reports
from digest.site.sitemap import ROBOTS, SITEMAP, robots_page, sitemap_groups, sitemap_pages
from digest.site.threads import figures_urls, thread_groups, threads_page
from digest.site.weeks import week_groups
from digest.text import composed, texts_in

NO_SCRIPTS: Mapping[str, str] = MappingProxyType({})


class Plan(msgspec.Struct, frozen=True):
    """Every file of the site, the value that all templates share, and what is wrong."""

    site: Site
    groups: tuple[Group[Any], ...]
    copies: tuple[Copy, ...]
    articles: int
    held: tuple[Held, ...]
    problems: tuple[Problem, ...]
    due: frozenset[int]
    """When the site will be another with nothing changed, or was, in seconds since the epoch: the next of these times,
    and the last, are among them."""
    expected: Callable[[], int]
    """About how many pages there are."""
    collection: Collection

    def pages(self) -> Iterator[Page]:
        for group in self.groups:
            yield from group.pages()


def plan(
    collected: Collection,
    assets: Iterable[Copy],
    *,
    options: Mapping[str, Any],
    now: int,
    theme_texts: Iterable[str] = (),
    scripts: Mapping[str, str] = NO_SCRIPTS,
) -> Plan:
    """What the site consists of at `now` (seconds since the epoch), at which its articles were `collected`.

    `assets` are the theme's static files, `options` its options as the site sets them, `scripts` those that may stand
    in pages, by name; `theme_texts` are the texts of the theme's files in which others may be named.
    """
    site, config, words, media = collected, collected.config, collected.words.value, collected.media
    held = held_files(site, chain(theme_texts, texts_in(options)))
    if held:
        waiting = {one.file for one in held}
        site = msgspec.structs.replace(
            site, media={path: media[path] for path in media if CONTENT + path not in waiting}
        )
    problems: list[Problem] = [
        *same_names(site),
        *same_ids(site),
        *wrong_reports((one for one in site.those("is a report", _is_report) if one.path in site.published), site.find),
    ]
    assets = tuple(assets)
    copies = (
        *assets,
        *icon_in_root(assets, site.media),
        *(Copy(path, CONTENT + path, file.digest, CONTENT + path) for path, file in sorted(site.media.items())),
    )
    moved = tuple(redirects(site, problems))
    bodies = _bodies(site, moved, copies)
    problems += chain.from_iterable(bodies.problems.values())

    def others(site: Collection) -> Iterator[Page]:
        yield home_page(site)
        yield archive_page(site)
        yield from index_pages(site)
        yield from threads_page(site)
        yield not_found_page(config.base_url, words)
        yield from standing_pages(site, bodies)
        yield from moved
        tag_feeds = (FeedLink(tag.link.title, feed_url(tag.link), tag.link.url) for tag in site.tags)
        yield from site_feeds(feed_of(site, bodies, config.title, "", range(len(site.articles))), tag_feeds)
        yield from robots_page(site)
        yield from host_pages(config.base_url, site.media)

    anywhere = frozenset((*(page.path for page in moved), *(output_path(page.url) for page in site.standing)))
    groups: tuple[Group[Any], ...] = (
        Group("", "", lambda: site, others, lambda path: path in anywhere or not is_of_article(path)),
        Group("", "sitemap", lambda: site, lambda site: sitemap_pages(site, now)),
        *article_groups(site, bodies),
        *calendar_groups(site),
        *week_groups(site),
        *listing_groups(site, bodies),
        *thread_groups(site),
        *sitemap_groups(site),
    )
    shared = Site(
        title=config.title,
        description=config.description,
        language=config.language,
        base_url=config.base_url,
        publisher=config.publisher.name if config.publisher else "",
        publisher_url=config.publisher.url if config.publisher else "",
        pages=tuple(map(link_to, sorted(site.standing, key=lambda page: page.title))),
        locale=locale_of(config.language),
        sections=tuple(_sections(site, config.sections, problems)),
        options=dict(options),
        index="index.html" if config.links == "file" else "",
        direction=words.direction,
        words=words,
        policy="" if config.markdown.html == "trusted" else policy_of(scripts.values()),
        scripts=dict(scripts),
        threads=bool(site.stories),
        sources=bool(site.sources),
        authors=bool(site.authors),
    )
    return Plan(
        shared,
        groups,
        copies,
        len(site.articles),
        held,
        tuple(dict.fromkeys(problems)),
        due_times(site, now),
        lambda: len(readable_urls(site)) + len(site.tags) + len(site.stories),
        collected,
    )


def _is_report(article: Article) -> bool:
    return article.day is not None and article.same_as is not None


def due_times(site: Collection, now: int) -> frozenset[int]:
    """When an embargo or expiry falls due, and when the sitemap of the news changes around `now`, in seconds since the
    epoch."""
    return frozenset((*site.waits(), *(news_times(site.articles, now) if site.config.base_url else ())))


def _sections(site: Collection, names: Iterable[str], problems: list[Problem]) -> Iterator[Link]:
    """The pages of tags that the settings name."""
    known = {tag.slug: tag for tag in site.tags}
    for name in names:
        if tag := known.get(tag_slug(name)):
            yield tag.link
        else:
            remedy = did_you_mean(name, [tag.link.title for tag in site.tags]) if known else ""
            fact = f"'{name}' in 'sections' is a tag of no article: it is left out."
            problems.append(Problem(FILE, 0, fact, remedy, "warning"))


class _Bodies(msgspec.Struct, frozen=True):
    """What is known of the bodies of published articles: of those with links into the site where these lead, and what
    is wrong with each, by path. `files` are all of the site that links may lead to, beside its pages."""

    files: tuple[str, ...]
    linked: Mapping[str, Body]
    problems: Mapping[str, tuple[Problem, ...]]
    articles: Mapping[str, Article]

    def __getitem__(self, path: str) -> Body:
        return self.linked.get(path) or Body(path, self.articles[path].body)


def _bodies(site: Collection, moved: Iterable[Page], copies: Iterable[Copy]) -> _Bodies:
    """Of a renewed collection what was found of the last one is kept where nothing is other."""
    files = (*(page.path for page in moved), *(copy.path for copy in copies))

    def others() -> Iterator[str]:
        yield from ("404.html", ROBOTS, *figures_urls(site))
        if site.config.base_url:
            yield from (SITEMAP, NEWS, OPML, *(url for url, _ in FEEDS), *(feed_url(tag.link) for tag in site.tags))

    targets = Targets(site, Addresses(site, others, files).__contains__)
    before: _Bodies | None
    before, change = site.memo.last("bodies")
    linked, problems = {}, {}
    articles: Iterable[Article] = (*site.articles, *site.standing)
    if before:
        linked, problems = dict(before.linked), dict(before.problems)
        articles = _other_bodies(site, change, before, files)
        for path in (*change.articles, *(article.path for article in articles)):
            linked.pop(path, None)
            problems.pop(path, None)
    for article in articles:
        told = [
            Problem(CONTENT + article.path, loss.line, loss.fact, loss.remedy, "warning") for loss in article.losses
        ]
        if article.image and article.path not in site.pictures:
            told.append(missing_picture(article, article.image.reference, targets))
        if article.references:
            linked[article.path] = body_of(article, targets, told)
        if told:
            problems[article.path] = tuple(told)
    found = _Bodies(files, linked, problems, site.all_articles)
    site.memo.keep("bodies", found)
    return found


def _other_bodies(site: Collection, change: Change, before: _Bodies, files: Iterable[str]) -> list[Article]:
    """The published articles with what their links lead to, or what is wrong with them, to be found anew, in the order
    in which all have it found."""
    named = change.names | {composed(path) for path in set(files).symmetric_difference(before.files)}
    has_others = change.addresses or files != before.files

    def leads_to_another(article: Article) -> bool:
        links = (*article.references, *([article.image.reference] if article.image else []))
        return any(
            composed(link.path.removeprefix("/")) in named or (has_others and link.path.startswith("/"))
            for link in links
        )

    found = {*change.articles, *before.problems}
    if named or has_others:
        found.update(one.path for one in site.those("names files", names_files) if leads_to_another(one))
    articles = (site.all_articles[path] for path in found & site.published)
    return sorted(articles, key=lambda article: (not article.day, order_of(article)))
