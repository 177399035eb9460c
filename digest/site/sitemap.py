"""For search engines: sitemaps, an index with a file a year, and robots.txt.

https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from digest.model.urls import output_path
from digest.model.views import Group, Page, RobotsView, SitemapEntry, SitemapIndexView, SitemapView
from digest.site.addresses import other_urls, urls_of_year
from digest.site.collection import Collection, Span

ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"


def sitemap_groups(site: Collection) -> Iterator[Group]:
    """Sitemaps of the HTML pages that readers should find: a group for each year. None without a base URL."""
    if site.config.base_url:
        for year in site.years:
            inputs = site.inputs((), whole=range(year.start, year.end))
            yield Group(f"sitemap {year.year}", inputs, partial(_year_pages, site, year))


def sitemap_pages(site: Collection) -> Iterator[Page]:
    """The sitemap of what belongs to no year, the index of all, and robots.txt."""
    if site.config.base_url:
        rest = _sitemap(site, "pages", other_urls(site), {})
        parts = (*(_name(str(year.year)) for year in reversed(site.years)), rest.view.url)
        index = SitemapIndexView(
            url=SITEMAP,
            root=site.config.base_url,
            title="Sitemap",
            entries=tuple(map(SitemapEntry, parts)),
        )
        yield rest
        yield Page(SITEMAP, "sitemap-index.xml", index, "the sitemap")
    if ROBOTS not in site.media:  # a site may bring its own
        sitemap = SITEMAP if site.config.base_url else ""
        view = RobotsView(url=ROBOTS, root=site.config.base_url, title=ROBOTS, sitemap=sitemap)
        yield Page(ROBOTS, "robots.txt", view, ROBOTS)


def _year_pages(site: Collection, year: Span) -> Iterator[Page]:
    modified = {article.url: article.updated or article.published for article in site.articles[year.start : year.end]}
    yield _sitemap(site, str(year.year), urls_of_year(site, year), modified)


def _sitemap(site: Collection, name: str, urls: Iterable[str], modified: Mapping[str, str]) -> Page:
    url = _name(name)
    view = SitemapView(
        url=url,
        root=site.config.base_url,
        title="Sitemap",
        entries=tuple(SitemapEntry(entry, modified.get(entry, "")) for entry in sorted(urls)),
    )
    return Page(output_path(url), "sitemap.xml", view, f"the sitemap {url}")


def _name(part: str) -> str:
    return f"sitemap-{part}.xml"
