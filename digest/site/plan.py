"""All pages of the site from all articles: pure functions of frozen values.

Pages are planned in groups, each by a pure function of one frozen input: a group that was planned of the same before
need not be planned again. How to add a kind of page is told in CONTRIBUTING.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
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
from digest.settings.vocabulary import NO_TAGS, Vocabulary
from digest.site.addresses import readable_urls
from digest.site.articles import article_groups, redirects, standing_pages
from digest.site.collection import Collection, link_to
from digest.site.days import archive_page, calendar_groups
from digest.site.feeds import FEEDS, OPML, feed_of, site_feeds
from digest.site.holding import held_files
from digest.site.home import home_page, not_found_page
from digest.site.host_files import host_pages, icon_in_root, policy_of
from digest.site.identity import same_ids, same_names
from digest.site.listings import feed_url, index_pages, listing_groups
from digest.site.news import NEWS, news_times
from digest.site.references import CONTENT, Targets, body_of, missing_picture
from digest.site.reports import wrong_reports
from digest.site.sitemap import ROBOTS, SITEMAP, sitemap_groups, sitemap_pages
from digest.site.threads import figures_urls, thread_groups, threads_page
from digest.site.weeks import week_groups
from digest.text import texts_in

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
    """When the site will be another with nothing changed, or was, in seconds since the epoch."""
    expected: Callable[[], int]
    """About how many pages there are."""
    collection: Collection

    def pages(self) -> Iterator[Page]:
        for group in self.groups:
            yield from group.pages()


def plan(
    collected: Collection,
    assets: Iterable[Copy],
    vocabulary: Vocabulary = NO_TAGS,
    *,
    options: Mapping[str, Any],
    now: int,
    theme_texts: Iterable[str] = (),
    scripts: Mapping[str, str] = NO_SCRIPTS,
) -> Plan:
    """What the site consists of at `now` (seconds since the epoch), at which its articles were `collected`.

    `assets` are the theme's static files, `options` its options as the site sets them, `scripts` those that may stand
    in pages, by name; `vocabulary` are the site's tags; `theme_texts` are the texts of the theme's files in which
    others may be named.
    """
    site, config, words, media = collected, collected.config, collected.words.value, collected.media
    held = held_files(site, chain(theme_texts, texts_in(options)))
    if held:
        waiting = {one.file for one in held}
        site = msgspec.structs.replace(
            site, media={path: media[path] for path in media if CONTENT + path not in waiting}
        )
    problems: list[Problem] = [
        *same_names(site, vocabulary),
        *same_ids(site),
        *wrong_reports(site.articles, site.all_articles),
    ]
    assets = tuple(assets)
    copies = (
        *assets,
        *icon_in_root(assets, site.media),
        *(Copy(path, CONTENT + path, file.digest, CONTENT + path) for path, file in site.media.items()),
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
        yield from sitemap_pages(site, now)
        yield from host_pages(config.base_url, site.media)

    groups: tuple[Group[Any], ...] = (
        Group("", "", lambda: site, others),
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
        site.memo.once("due", lambda: due_times(site)),
        lambda: len(readable_urls(site)) + len(site.tags) + len(site.stories),
        collected,
    )


def due_times(site: Collection) -> frozenset[int]:
    """When an embargo or expiry falls due, or the sitemap of the news changes, in seconds since the epoch."""
    articles = site.all_articles.values()
    times = {time for article in articles for time in (article.embargo, article.expiry) if time}
    return frozenset(times.union(news_times(site.articles) if site.config.base_url else ()))


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
    """All of them, but those again that are the same as when this was last asked of what the site was made of."""
    files = (*(page.path for page in moved), *(copy.path for copy in copies))

    @cache
    def known() -> frozenset[str]:
        urls = {*readable_urls(site), *figures_urls(site), "404.html", ROBOTS}
        if site.config.base_url:
            urls.update((SITEMAP, NEWS, OPML, *(url for url, _ in FEEDS), *(feed_url(tag.link) for tag in site.tags)))
        return frozenset((*map(output_path, urls), *files))

    targets = Targets(site, lambda url: output_path(url) in known())
    before: _Bodies | None = site.memo.get("bodies")
    linked, problems = {}, {}
    articles: Iterable[Article] = (*site.articles, *site.standing)
    if before and before.files == files:
        linked, problems = dict(before.linked), dict(before.problems)
        articles = [site.all_articles[path] for path in site.memo.get("others", ())]
    for article in articles:
        told = [
            Problem(CONTENT + article.path, loss.line, loss.fact, loss.remedy, "warning") for loss in article.losses
        ]
        linked.pop(article.path, None)
        problems.pop(article.path, None)
        if article.image and article.path not in site.pictures:
            told.append(missing_picture(article, article.image.reference, targets))
        if article.references:
            linked[article.path] = body_of(article, targets, told)
        if told:
            problems[article.path] = tuple(told)
    found = site.memo["bodies"] = _Bodies(files, linked, problems, site.all_articles)
    return found
