"""Pages of tags, sources and authors."""

from __future__ import annotations

from typing import Any

import pytest

from digest.model.article import Article, Reference, Source
from digest.model.shown import Link, LinkCount, YearCount
from digest.model.views import ArticleView, ListingsView, ListingView, ListingYearView
from digest.site.listings import BESIDE, LONG, NEWEST, initial, level_of
from digest.site.names import LISTED_BY_YEAR
from digest.site.plan import Plan
from tests.site.made import article, day, pages, planned, view


def titles(links: object) -> list[str]:
    return [link.title for link in links]  # type: ignore[attr-defined]


def many(count: int, **fields: Any) -> list[Article]:
    """Articles n00, n01 and so on, one every ten days from 1 January 2022 on."""
    days = (f"{2022 + n // 36}-{1 + n // 3 % 12:02}-{1 + n % 3 * 10:02}" for n in range(count))
    return [article(f"n{n:02}", when, **fields) for n, when in enumerate(days)]


OF: dict[str, dict[str, Any]] = {
    "tag": {"tags": ("X",)},
    "source": {"source": Source("X")},
    "author": {"authors": ("X",)},
}
"""What an article says that is of X."""


def index(made: Plan, path: str) -> list[tuple[str, int, list[tuple[str, list[str]]]]]:
    kinds = view(made, path, ListingsView).kinds
    return [
        (group.kind, group.count, [(letter.letter, titles(letter.links)) for letter in group.letters])
        for group in kinds
    ]


def test_tags_by_kind() -> None:
    entries = [article("a", tags=("NATO", "Élysée", "155 mm", "Kyiv")), article("b", tags=("NATO",))]
    found = index(planned(*entries, kinds={"nato": "organisation", "kyiv": "place"}), "tags/index.html")
    assert found == [
        ("place", 1, [("", ["Kyiv"])]),
        ("organisation", 1, [("", ["NATO"])]),
        ("topic", 2, [("", ["155 mm", "Élysée"])]),
    ]


def test_many_tags_of_a_kind_have_letters() -> None:
    names = [f"{letter} {n}" for letter in "BA" for n in range(LONG // 2)]
    made = planned(article("a", tags=(*names, "155 mm", "Élysée", "C")), kinds={"c": "place"})
    (_, _, place), (_, _, topics) = index(made, "tags/index.html")
    assert place == [("", ["C"])]
    assert [(letter, len(found)) for letter, found in topics] == [
        ("#", 1),
        ("A", LONG // 2),
        ("B", LONG // 2),
        ("E", 1),
    ]


@pytest.mark.parametrize(
    ("count", "fewest", "most", "level"),
    [
        *[(1, 1, 300, 1), (2, 1, 300, 1), (4, 1, 300, 2), (40, 1, 300, 3), (300, 1, 300, 5)],
        *[(28, 19, 142, 1), (64, 19, 142, 3), (142, 19, 142, 4)],
        *[(1, 1, 3, 1), (3, 1, 3, 2), (7, 7, 7, 1)],
    ],
)
def test_a_name_is_as_large_as_it_is_frequent(count: int, fewest: int, most: int, level: int) -> None:
    assert level_of(count, fewest, most) == level


def test_levels_are_those_of_the_whole_list() -> None:
    entries = [article(f"n{n}", tags=("Most", "Some") if n < 4 else ("Most",)) for n in range(40)]
    (group,) = view(planned(*entries), "tags/index.html", ListingsView).kinds
    (letter,) = group.letters
    found = {link.title: (link.count, link.level) for link in letter.links}
    assert found == {"Most": (40, 4), "Some": (4, 1)}


def test_names_of_one_article_are_small() -> None:
    (group,) = view(planned(article("a", tags=("NATO",))), "tags/index.html", ListingsView).kinds
    assert [link.level for letter in group.letters for link in letter.links] == [1]


def test_a_list_is_described_by_what_it_has_most_of() -> None:
    made = planned(article("a", tags=("EU",)), article("b", tags=("NATO",)), article("c", tags=("NATO",)))
    assert view(made, "tags/index.html", ListingsView).description == "NATO, EU"


def test_there_is_no_list_of_what_no_article_has() -> None:
    assert not {"sources/index.html", "authors/index.html"} & pages(planned(article("a", tags=("NATO",)))).keys()
    made = planned(article("a", source=Source("NATO")))
    assert "authors/index.html" not in pages(made)
    assert (made.site.sources, made.site.authors) == (True, False)
    assert index(made, "sources/index.html") == [("", 1, [("", ["NATO"])])]


@pytest.mark.parametrize("of", OF)
def test_of_few_articles_the_page_shows_all(of: str) -> None:
    made = planned(*many(LISTED_BY_YEAR - 1, **OF[of]))
    found = view(made, f"{of}s/x/index.html", ListingView)
    assert (found.of, len(found.cards), found.years, found.count) == (of, LISTED_BY_YEAR - 1, (), LISTED_BY_YEAR - 1)
    assert f"{of}s/x/2022/index.html" not in pages(made)
    assert found.coverage is not None
    assert {bar.url for bar in found.coverage.bars} == {""}


@pytest.mark.parametrize("of", OF)
def test_of_many_articles_the_page_leads_to_its_years_which_show_all(of: str) -> None:
    made = planned(*many(50, **OF[of]))
    found = view(made, f"{of}s/x/index.html", ListingView)
    assert titles(found.cards) == [f"n{n}" for n in range(49, 49 - NEWEST, -1)]
    assert found.years == (YearCount(2023, f"{of}s/x/2023/", 14), YearCount(2022, f"{of}s/x/2022/", 36))
    assert found.coverage is not None
    assert found.coverage.bars[1].url == f"{of}s/x/2022/#2022-02"
    year = view(made, f"{of}s/x/2023/index.html", ListingYearView)
    assert (year.title, year.year, year.count) == ("X in 2023", 2023, 14)
    assert (year.index.url, year.listing) == (f"{of}s/", Link("X", f"{of}s/x/"))
    assert (year.previous, year.next) == (Link("2022", f"{of}s/x/2022/"), None)
    assert (year.months[-1].month, titles(year.months[-1].entries)) == (day("2023-01-01"), ["n38", "n37", "n36"])
    both = [year, view(made, f"{of}s/x/2022/index.html", ListingYearView)]
    shown = [card.title for each in both for month in each.months for card in month.entries]
    assert shown == [f"n{n:02}" for n in range(49, -1, -1)]


def test_reports_of_one_event_are_one_entry_and_count_as_one() -> None:
    entries = many(LISTED_BY_YEAR - 1, tags=("X",), source=Source("A"))
    other = article("other", "2022-01-02", tags=("X",), source=Source("B"), same_as=Reference("", "n00.md", 1))
    made = planned(*entries, other)
    found = view(made, "tags/x/index.html", ListingView)
    assert (found.count, found.years) == (LISTED_BY_YEAR - 1, ())
    assert titles(found.cards[-1].also) == ["B"]
    assert titles(view(made, "sources/b/index.html", ListingView).cards) == ["other"]


def test_a_tag_is_named_with_those_that_share_most_of_its_articles() -> None:
    made = planned(
        article("a", tags=("NATO", "Kyiv", "EU")),
        article("b", tags=("NATO", "EU")),
        article("c", tags=("Kyiv", "UN")),
        kinds={"kyiv": "place", "eu": "organisation"},
    )
    found = view(made, "tags/nato/index.html", ListingView).named
    assert [(group.kind, [(one.tag.title, one.count) for one in group.tags]) for group in found] == [
        ("place", [("Kyiv", 1)]),
        ("organisation", [("EU", 2)]),
    ]


def test_a_tag_s_kind_and_what_it_is() -> None:
    made = planned(article("a", title="News", tags=("NATO",)), kinds={"nato": "organisation"})
    found = view(made, "tags/nato/index.html", ListingView)
    assert (found.kind, found.about, found.description) == ("organisation", "", "News")


def test_a_source_names_its_authors_and_an_author_their_sources() -> None:
    made = planned(
        article("a", authors=("Jane", "John"), source=Source("NATO")),
        article("b", authors=("John", "John"), source=Source("NATO")),
        article("c", authors=("John",), source=Source("EU")),
        article("d", authors=("John",)),
    )
    assert view(made, "sources/nato/index.html", ListingView).beside == (
        LinkCount(title="John", url="authors/john/", count=2),
        LinkCount(title="Jane", url="authors/jane/", count=1),
    )
    found = view(made, "authors/john/index.html", ListingView)
    assert [(one.title, one.count) for one in found.beside] == [("NATO", 2), ("EU", 1)]
    assert found.count == 4


def test_a_source_names_no_more_authors_than_there_is_room_for() -> None:
    made = planned(article("a", authors=tuple(f"A {n:02}" for n in range(BESIDE + 1)), source=Source("NATO")))
    assert titles(view(made, "sources/nato/index.html", ListingView).beside) == [f"A {n:02}" for n in range(BESIDE)]


@pytest.mark.parametrize(
    ("sources", "site", "licence"),
    [
        ([Source("X", "https://x.org/1", "CC BY"), Source("X", "https://x.org/2", "CC BY")], "https://x.org/", "CC BY"),
        ([Source("X", "https://www.x.org/1"), Source("X", "http://x.org"), Source("X")], "http://x.org/", ""),
        ([Source("X", "https://x.org/1", "CC BY"), Source("X", "https://y.org/1")], "", ""),
        ([Source("X", "http://["), Source("X")], "", ""),
    ],
)
def test_a_source_s_site_and_licence_are_those_on_which_its_articles_agree(
    sources: list[Source], site: str, licence: str
) -> None:
    entries = [article(f"n{n}", f"2023-03-{20 - n}", source=source) for n, source in enumerate(sources)]
    found = view(planned(*entries), "sources/x/index.html", ListingView)
    assert (found.site, found.licence) == (site, licence)


def test_a_tag_has_a_feed_and_a_source_has_none() -> None:
    made = planned(article("a", tags=("NATO",), source=Source("EU"), authors=("Jane",)))
    feeds = [path for path in pages(made) if path.endswith("/feed.xml")]
    assert feeds == ["tags/nato/feed.xml"]
    assert view(made, "tags/nato/index.html", ListingView).feed == "tags/nato/feed.xml"
    assert view(made, "sources/eu/index.html", ListingView).feed == ""


def test_a_new_article_renews_no_year_before_it() -> None:
    old = many(40, tags=("X",))
    before, after = planned(*old), planned(*old, article("new", "2023-05-01", tags=("X",)))
    assert pages(before)["tags/x/2022/index.html"] == pages(after)["tags/x/2022/index.html"]
    assert pages(before)["tags/x/index.html"] != pages(after)["tags/x/index.html"]


def test_an_article_leads_to_its_source_and_its_authors() -> None:
    made = planned(article("a", authors=("Jane Doe",), source=Source("NATO")), article("b"))
    found = view(made, "2023/03/08/a/index.html", ArticleView)
    assert (found.source_url, found.author_links) == ("sources/nato/", (Link("Jane Doe", "authors/jane-doe/"),))
    assert {f"{found.source_url}index.html", "authors/jane-doe/index.html"} <= pages(made).keys()
    assert view(made, "2023/03/08/b/index.html", ArticleView).source_url == ""


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Łódź", "L"),
        ("«édition»", "E"),
        ("Збройні сили", "З"),
        ("їжак", "Ї"),
        ("الناتو", "ا"),
        ("155 mm", "#"),
        ("…", "#"),
    ],
)
def test_a_name_is_under_the_letter_of_its_script(name: str, letter: str) -> None:
    assert initial(name) == letter
