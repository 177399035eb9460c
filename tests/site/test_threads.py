"""Running stories: the list of all, and each with its figures."""

from __future__ import annotations

import msgspec

from digest.model.article import Article, Figure, Reference, Source
from digest.model.shown import LinkCount
from digest.model.views import ArticleView, FiguresView, HomeView, ThreadsView, ThreadView
from digest.settings.config import ThreadSettings
from tests.site.made import CONFIG, article, day, pages, planned, view


def titles(links: object) -> list[str]:
    return [link.title for link in links]  # type: ignore[attr-defined]


def some() -> list[Article]:
    return [
        article("a", "2022-12-30", thread="shell-race", source=Source("NATO"), figures=(Figure("€1", "cost"),)),
        article("b", "2023-03-01", thread="shell-race", source=Source("EU"), tags=("EU", "NATO")),
        article("c", "2023-03-08", thread="Shell race", source=Source("EU"), figures=(Figure("€2"), Figure("€3"))),
        article("d", "2023-03-09", thread="ships"),
        article("e", "2023-03-10"),
    ]


def test_a_running_story_has_all_its_articles_and_figures() -> None:
    found = view(planned(*some()), "threads/shell-race/index.html", ThreadView)
    assert (found.title, found.index.title, found.index.url) == ("Shell race", "Running stories", "threads/")
    assert (found.count, found.first, found.last) == (3, day("2022-12-30"), day("2023-03-08"))
    assert (found.about, found.description) == ("", "c")
    assert [(month.month, titles(month.entries)) for month in found.months] == [
        (day("2023-03-01"), ["c", "b"]),
        (day("2022-12-01"), ["a"]),
    ]
    assert [(one.day, one.figure.value, one.article.title, one.source) for one in found.figures] == [
        (day("2022-12-30"), "€1", "a", "NATO"),
        (day("2023-03-08"), "€2", "c", "EU"),
        (day("2023-03-08"), "€3", "c", "EU"),
    ]
    assert found.sources == (
        LinkCount(title="EU", url="sources/eu/", count=2),
        LinkCount(title="NATO", url="sources/nato/", count=1),
    )
    assert [one.tag.title for group in found.named for one in group.tags] == ["EU", "NATO"]
    assert found.coverage is not None
    assert [bar.url for bar in found.coverage.bars if bar.url] == [
        "threads/shell-race/#2022-12",
        "threads/shell-race/#2023-03",
    ]


def test_figures_are_a_table_of_their_own_where_there_are_some() -> None:
    made = planned(*some())
    found = view(made, "threads/shell-race/index.html", ThreadView)
    assert found.table == "threads/shell-race/figures.csv"
    assert view(made, found.table, FiguresView).figures == found.figures
    assert view(made, "threads/ships/index.html", ThreadView).table == ""
    assert "threads/ships/figures.csv" not in pages(made)


def test_the_list_has_the_story_with_the_newest_article_first() -> None:
    found = view(planned(*some()), "threads/index.html", ThreadsView)
    assert found.description == "Ships, Shell race"
    assert [(one.title, one.url, one.count, one.first, one.last, one.newest.title) for one in found.threads] == [
        ("Ships", "threads/ships/", 1, day("2023-03-09"), day("2023-03-09"), "d"),
        ("Shell race", "threads/shell-race/", 3, day("2022-12-30"), day("2023-03-08"), "c"),
    ]


def test_a_site_without_running_stories_has_no_page_of_them() -> None:
    made = planned(article("a"))
    assert not made.site.threads
    assert not [path for path in pages(made) if path.startswith("threads/")]
    assert planned(*some()).site.threads


def test_editors_name_a_story_and_tell_what_it_is() -> None:
    threads = {"Shell Race": ThreadSettings(title="Ammunition", description="Who makes shells.")}
    made = planned(*some(), config=msgspec.structs.replace(CONFIG, threads=threads))
    found = view(made, "threads/shell-race/index.html", ThreadView)
    assert (found.title, found.about, found.description) == ("Ammunition", "Who makes shells.", "Who makes shells.")
    one = view(made, "threads/index.html", ThreadsView).threads[1]
    assert (one.title, one.about) == ("Ammunition", "Who makes shells.")
    assert "Ammunition" in titles(view(made, "index.html", HomeView).stories)
    story = view(made, "2023/03/01/b/index.html", ArticleView).story
    assert story is not None
    assert story.title == "Ammunition"


def test_reports_of_one_event_are_one_entry_of_a_story() -> None:
    other = article("other", "2023-03-08", thread="shell-race", source=Source("A"), same_as=Reference("", "c.md", 1))
    found = view(planned(*some(), other), "threads/shell-race/index.html", ThreadView)
    assert found.count == 3
    assert titles(found.months[0].entries[0].also) == ["A"]
    assert titles(found.sources) == ["EU", "A", "NATO"], "who reports it is counted all the same"


def test_a_story_s_group_is_planned_again_for_its_own_articles_alone() -> None:
    def groups(*entries: Article) -> dict[str, bytes]:
        return {group.name: group.digest() for group in planned(*entries).groups}

    before = groups(*some())
    after = groups(*some(), article("f", "2023-03-11", thread="ships"))
    assert before["thread shell-race"] == after["thread shell-race"]
    assert before["thread ships"] != after["thread ships"]
