"""All rules, one after the other, over a site that has been read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from digest.check.alike import same_texts, same_titles
from digest.check.elements import elements_of, unnamed_pictures
from digest.check.finding import Finding, of_build
from digest.check.front_matter import future_dates, spellings, without_summary
from digest.check.link_places import Elsewhere, WebLinks, links_of, source_addresses
from digest.check.orphans import orphans
from digest.check.own_links import dead_own_links, own_path
from digest.check.whereabouts import Whereabouts
from digest.errors import Problem
from digest.model.article import Article, Media
from digest.settings.vocabulary import Vocabulary


class Site(msgspec.Struct, frozen=True):
    """A site as it was read at `now` (seconds since the epoch): `articles` and standing pages with drafts and all,
    `media` by path, and the paths of the `files` that its output would have. `theme` are the texts in which the theme
    may name files; `html_of` gives the stored body of the article at a path; `problems` are what its build tells."""

    folder: Path
    base_url: str
    publisher_url: str
    now: int
    articles: Sequence[Article]
    media: Mapping[str, Media]
    files: Collection[str]
    vocabulary: Vocabulary
    theme: Collection[str]
    html_of: Callable[[str], str]
    problems: Sequence[Problem]

    def shown(self, drafts: bool) -> list[Article]:
        """What is shown, or will be: `drafts` too if they are asked for, and nothing that has expired."""
        return [
            one for one in self.articles if (drafts or not one.draft) and (one.expiry == 0 or self.now < one.expiry)
        ]


def findings(site: Site, drafts: bool, wants_web: bool) -> tuple[list[Finding], WebLinks]:
    """What is to be told of a site; and, if that is wanted, what it links to elsewhere."""
    shown = site.shown(drafts)
    dated = [article for article in shown if article.day]
    where = Whereabouts(site.folder)
    found: list[Finding] = [
        *(of_build(problem, line) for problem in site.problems for line in where.of_problem(problem)),
        *without_summary(shown, where.of_field),
        *spellings(shown, site.vocabulary, where.of_field),
        *future_dates(shown, site.now, where.of_field),
    ]
    own_host = urlsplit(site.base_url).netloc
    sign = "//" if wants_web else f"//{own_host}" if own_host else "<img"
    elsewhere: dict[str, Elsewhere] = {}
    named: set[str] = set()
    by_url = {article.url: article for article in site.articles}
    for article in shown:
        elements = elements_of(site.html_of(article.path), sign)
        found += unnamed_pictures(article, elements, where.of_picture, where.of_link)
        of_source = source_addresses(article)
        own = {one: path for one in (*of_source, *elements.web) if (path := own_path(one, site.base_url)) is not None}
        named.update(own.values())
        found += dead_own_links(article, own, site.files, by_url.get, where.of_link)
        elsewhere[article.path] = Elsewhere(
            [one for one in of_source if one not in own], [one for one in elements.web if one not in own]
        )
    found += orphans(site.folder, site.articles, site.media, site.theme, named)
    texts = dict(same_texts(dated, site.html_of, where.of_field))
    found += texts.values()
    found += same_titles(dated, where.of_field, texts)
    if not wants_web:
        return found, WebLinks()
    is_own = own_path(site.publisher_url, site.base_url) is not None
    return found, links_of(site.folder, "" if is_own else site.publisher_url, elsewhere)
