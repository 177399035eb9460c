"""For search engines: sitemaps, an index with a file a year, and robots.txt.

https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from digest.model.urls import output_path
from digest.model.views import Page, RobotsView, SitemapEntry, SitemapIndexView, SitemapView
from digest.site.collection import Collection

ROBOTS = "robots.txt"


def sitemap_pages(site: Collection, pages: list[Page]) -> Iterator[Page]:
    """Sitemaps of `pages`, the HTML pages that readers should find. None without a base URL."""
    if site.config.base_url:
        modified = {article.url: article.updated or article.published for article in site.articles}

        def part(page: Page) -> str:
            first = page.view.url.partition("/")[0]
            return first if len(first) == 4 and first.isdigit() else "pages"

        urls = []
        for name, group in groupby(sorted(pages, key=part), key=part):
            entries = sorted(page.view.url for page in group)
            url = f"sitemap-{name}.xml"
            urls.append(url)
            yield Page(
                output_path(url),
                "sitemap.xml",
                SitemapView(
                    url=url,
                    root=site.config.base_url,
                    title="Sitemap",
                    entries=tuple(SitemapEntry(entry, modified.get(entry, "")) for entry in entries),
                ),
                f"the sitemap {url}",
            )
        index = SitemapIndexView(
            url="sitemap.xml",
            root=site.config.base_url,
            title="Sitemap",
            entries=tuple(map(SitemapEntry, urls)),
        )
        yield Page("sitemap.xml", "sitemap-index.xml", index, "the sitemap")
    if ROBOTS not in site.media:  # a site may bring its own
        sitemap = "sitemap.xml" if site.config.base_url else ""
        view = RobotsView(url=ROBOTS, root=site.config.base_url, title=ROBOTS, sitemap=sitemap)
        yield Page(ROBOTS, "robots.txt", view, ROBOTS)
