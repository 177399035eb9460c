"""When the pages in sitemaps last changed: from what they show, and nothing else."""

from __future__ import annotations

from digest.model.views import SitemapIndexView, SitemapView
from digest.site.plan import Plan
from tests.site.made import article, planned, standing, view


def changes(made: Plan, path: str) -> dict[str, str]:
    return {entry.url: entry.modified[:10] for entry in view(made, path, SitemapView).entries}


MADE = planned(
    article("a", "2022-12-31", tags=("NATO",), updated="2023-05-05T00:00:00+00:00"),
    article("b", "2023-03-08T09:00", tags=("NATO", "EU")),
    article("c", "2023-03-08T10:00"),
    article("d", "2023-03-20", tags=("EU",)),
    article("e", "2023-05-01", tags=("NATO",), changed="2023-05-03T00:00:00+00:00"),
    standing("about", updated="2021-01-01T00:00:00+00:00"),
    standing("old"),
)


def test_days_months_and_years_changed_with_what_they_show() -> None:
    assert changes(MADE, "sitemap-2023.xml") == {
        "2023/": "2023-05-03",
        "2023/03/": "2023-03-20",
        "2023/03/08/": "2023-03-08",
        "2023/03/08/b/": "2023-03-08",
        "2023/03/08/c/": "2023-03-08",
        "2023/03/20/": "2023-03-20",
        "2023/03/20/d/": "2023-03-20",
        "2023/05/": "2023-05-03",
        "2023/05/01/": "2023-05-03",
        "2023/05/01/e/": "2023-05-03",
    }
    assert set(changes(MADE, "sitemap-2022.xml").values()) == {"2023-05-05"}


def test_other_pages_changed_with_what_they_show() -> None:
    assert changes(MADE, "sitemap-pages.xml") == {
        "": "2023-05-05",
        "about/": "2021-01-01",
        "archive/": "2023-05-01",
        "old/": "",
        "tags/": "2023-05-01",
        "tags/eu/": "2023-03-20",
        "tags/nato/": "2023-05-05",
        "weeks/2022-W52/": "2023-05-05",
        "weeks/2023-W10/": "2023-03-08",
        "weeks/2023-W12/": "2023-03-20",
        "weeks/2023-W18/": "2023-05-03",
    }


def test_the_index_says_when_each_sitemap_did() -> None:
    found = {entry.url: entry.modified[:10] for entry in view(MADE, "sitemap.xml", SitemapIndexView).entries}
    assert found == {
        "sitemap-2022.xml": "2023-05-05",
        "sitemap-2023.xml": "2023-05-03",
        "sitemap-pages.xml": "2023-05-05",
    }


def test_the_last_change_is_found_across_offsets() -> None:
    """As text, 02:30+02:00 is greater than 01:30+00:00; it is an hour earlier."""
    one = article("a", "2023-10-29", changed="2023-10-29T02:30:00+02:00")
    two = article("b", "2023-10-29", changed="2023-10-29T01:30:00+00:00")
    (day,) = (
        entry.modified
        for entry in view(planned(one, two), "sitemap-2023.xml", SitemapView).entries
        if entry.url == "2023/10/29/"
    )
    assert day == "2023-10-29T01:30:00+00:00"


def test_an_empty_site_never_changed() -> None:
    assert set(changes(planned(), "sitemap-pages.xml").values()) == {""}


def test_years_of_a_tag_changed_with_what_they_show() -> None:
    many = [article(f"n{n}", f"2023-03-{n + 1:02}", tags=("NATO",)) for n in range(12)]
    late = [
        article(f"o{n}", f"2022-03-{n + 1:02}", tags=("NATO",), changed="2023-06-01T00:00:00+00:00") for n in range(12)
    ]
    found = changes(planned(*many, *late), "sitemap-pages.xml")
    years = {url: changed for url, changed in found.items() if url.startswith("tags/nato/")}
    assert years == {
        "tags/nato/": "2023-06-01",
        "tags/nato/2022/": "2023-06-01",
        "tags/nato/2023/": "2023-03-12",
    }
