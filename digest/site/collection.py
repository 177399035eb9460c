"""The published articles, sorted and grouped once for all planners."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from digest.config import Config
from digest.model.article import Article, Media
from digest.model.urls import slugify, tag_url
from digest.model.views import Card, Link


def is_published(article: Article, now: int, drafts: bool) -> bool:
    """Whether an article is shown at `now` (seconds since the epoch)."""
    return (drafts or not article.draft) and article.embargo <= now and (article.expiry == 0 or now < article.expiry)


class Tag(msgspec.Struct, frozen=True):
    slug: str
    link: Link
    articles: tuple[Article, ...]  # newest first


class Collection(msgspec.Struct, frozen=True):
    """What the planners plan from.

    `articles` are the published ones, newest first, by path within one instant; `standing` the standing pages by
    path; `all_articles` has every article and standing page by its path, published or not; `faulty` are the paths of
    files that could not be read; `cards` and `tag_links` are by the article's path.
    """

    config: Config
    articles: tuple[Article, ...]
    standing: tuple[Article, ...]
    all_articles: Mapping[str, Article]
    published: frozenset[str]
    faulty: frozenset[str]
    media: Mapping[str, Media]
    days: Mapping[dt.date, tuple[Article, ...]]  # newest first
    tags: tuple[Tag, ...]  # by name
    tag_links: Mapping[str, tuple[Link, ...]]
    cards: Mapping[str, Card]
    briefs: Mapping[str, Card]  # without summary and tags


def collect(
    config: Config,
    articles: Iterable[Article],
    media: Mapping[str, Media],
    *,
    now: int,
    drafts: bool,
    faulty: frozenset[str] = frozenset(),
) -> Collection:
    everything = {article.path: article for article in articles}
    shown = [article for article in everything.values() if is_published(article, now, drafts)]
    dated = sorted((article for article in shown if article.day), key=lambda article: (-article.instant, article.path))
    days: dict[dt.date, list[Article]] = defaultdict(list)
    for article in dated:
        days[_day(article)].append(article)
    tags = _tags(dated)
    links = {tag.slug: tag.link for tag in tags}
    tag_links = {
        article.path: tuple(links[slug] for slug in dict.fromkeys(map(slugify, article.tags))) for article in dated
    }
    return Collection(
        config=config,
        articles=tuple(dated),
        standing=tuple(sorted((article for article in shown if not article.day), key=lambda page: page.path)),
        all_articles=everything,
        published=frozenset(article.path for article in shown),
        faulty=faulty,
        media=media,
        days={day: tuple(days[day]) for day in sorted(days, reverse=True)},
        tags=tags,
        tag_links=tag_links,
        cards={article.path: _card(article, article.summary, tag_links[article.path]) for article in dated},
        briefs={article.path: _card(article, "", ()) for article in dated},
    )


def _day(article: Article) -> dt.date:
    assert article.day is not None  # standing pages are kept apart
    return article.day


def _card(article: Article, summary: str, tags: tuple[Link, ...]) -> Card:
    return Card(
        article.title,
        article.url,
        _day(article),
        article.published,
        summary,
        tags,
        article.source.name,
        article.lang,
        article.draft,
    )


def _tags(dated: list[Article]) -> tuple[Tag, ...]:
    """The tags of the articles, by name. Spellings that make one address are one tag: the most used spelling wins."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    members: dict[str, dict[str, Article]] = defaultdict(dict)
    for article in dated:
        for name in article.tags:
            slug = slugify(name)
            spellings[slug][name] += 1
            members[slug][article.path] = article
    made = []
    for slug, used in spellings.items():
        name = min(used, key=lambda name: (-used[name], name))
        made.append(Tag(slug, Link(name, tag_url(slug)), tuple(members[slug].values())))
    return tuple(sorted(made, key=lambda tag: (tag.link.title.casefold(), tag.slug)))
