"""Planners: articles in, pages out."""

from __future__ import annotations

import msgspec
import pytest

from digest.model.article import Article, Figure, Heading, Image, Media, Reference
from digest.model.parts import digest_of
from digest.model.shown import Body, Embed, Link, Picture, SitemapEntry
from digest.model.views import (
    ArchiveView,
    ArticleView,
    DayView,
    HomeView,
    ListingView,
    MonthView,
    NotFoundView,
    RedirectView,
    RobotsView,
    SitemapIndexView,
    SitemapView,
    WeekView,
    YearView,
)
from digest.settings.config import HomeSettings, ImportSettings, Publisher
from digest.site import sitemap
from digest.site.addresses import readable_urls
from digest.site.collecting import collect
from digest.site.identity import collisions
from digest.site.plan import Plan
from tests.site.made import CONFIG, article, day, pages, planned, standing, view

NO_ADDRESS = msgspec.structs.replace(CONFIG, base_url="")


def titles(links: object) -> list[str]:
    return [link.title for link in links]  # type: ignore[attr-defined]


def around(found: ArticleView | DayView | MonthView | YearView) -> tuple[str | None, str | None]:
    return (found.previous.title if found.previous else None, found.next.title if found.next else None)


def test_pages_of_one_article() -> None:
    assert set(pages(planned(article("a", tags=("NATO",))))) == {
        "index.html",
        "404.html",
        "robots.txt",
        "_headers",
        ".nojekyll",
        "2023/index.html",
        "2023/03/index.html",
        "2023/03/08/index.html",
        "2023/03/08/a/index.html",
        "archive/index.html",
        "tags/index.html",
        "tags/nato/index.html",
        "tags/nato/feed.xml",
        "weeks/2023-W10/index.html",
        "feed.xml",
        "rss.xml",
        "feed.json",
        "feeds.opml",
        "sitemap.xml",
        "sitemap-news.xml",
        "sitemap-2023.xml",
        "sitemap-pages.xml",
    }


def test_without_an_address_there_is_nothing_that_needs_one() -> None:
    found = set(pages(planned(article("a", tags=("NATO",)), config=NO_ADDRESS)))
    assert not [path for path in found if path.endswith((".xml", ".json"))]
    assert (
        view(planned(article("a", tags=("NATO",)), config=NO_ADDRESS), "tags/nato/index.html", ListingView).feed == ""
    )
    assert view(planned(config=NO_ADDRESS), "robots.txt", RobotsView).sitemap == ""


def test_before_and_after() -> None:
    made = planned(
        article("a", "2023-03-07"),
        article("b", "2023-03-08T09:00"),
        article("c", "2023-03-08T10:00"),
        article("d", "2024-01-01"),
    )
    found = {page.view.title: around(page.view) for page in made.pages() if isinstance(page.view, ArticleView)}
    assert found == {"a": (None, "b"), "b": ("a", "c"), "c": ("b", "d"), "d": ("c", None)}


def test_a_link_to_a_neighbour_holds_nothing_else_of_it() -> None:
    """A new summary of one article must not renew the pages of those beside it."""
    one = planned(article("a", "2023-03-07"), article("b", "2023-03-08", summary="Old."))
    two = planned(article("a", "2023-03-07"), article("b", "2023-03-08", summary="New.", deck="D", extra={"x": 1}))
    path = "2023/03/07/a/index.html"
    assert digest_of(pages(one)[path].view) == digest_of(pages(two)[path].view)


def earlier(made: Plan, name: str) -> list[str]:
    return next(
        titles(page.view.earlier)
        for page in made.pages()
        if isinstance(page.view, ArticleView) and page.view.title == name
    )


def test_earlier_on_this_is_older_only() -> None:
    made = planned(*(article(f"n{n}", f"2023-03-0{n}", tags=("NATO",)) for n in range(1, 7)))
    assert earlier(made, "n1") == []
    assert earlier(made, "n2") == ["n1"]
    assert earlier(made, "n6") == ["n5", "n4", "n3"]


def test_a_new_article_changes_no_older_page_but_the_neighbours_link() -> None:
    old = [article(f"n{n}", f"2023-03-0{n}", tags=("NATO", "EU")) for n in range(1, 6)]
    before, after = planned(*old), planned(*old, article("new", "2023-03-06", tags=("NATO", "EU")))
    for n in range(1, 5):
        path = f"2023/03/0{n}/n{n}/index.html"
        assert pages(before)[path] == pages(after)[path]
    assert pages(before)["2023/03/05/n5/index.html"] != pages(after)["2023/03/05/n5/index.html"]


def test_what_happened_next_is_the_first_three_of_the_running_story() -> None:
    """A page that has its three never changes again; one that has not changes with the next."""
    old = [article(f"n{n}", f"2023-03-0{n}", thread="shells") for n in range(1, 6)]
    before, after = planned(*old), planned(*old, article("new", "2023-07-20", thread="Shells"))

    def later(made: Plan, n: int) -> list[str]:
        return titles(view(made, f"2023/03/0{n}/n{n}/index.html", ArticleView).later)

    assert [later(before, n) for n in (1, 2, 3, 5)] == [["n2", "n3", "n4"], ["n3", "n4", "n5"], ["n4", "n5"], []]
    assert [later(after, n) for n in (1, 2, 3, 5)] == [
        ["n2", "n3", "n4"],
        ["n3", "n4", "n5"],
        ["n4", "n5", "new"],
        ["new"],
    ]
    for n, changes in ((1, False), (2, False), (3, True), (4, True)):
        path = f"2023/03/0{n}/n{n}/index.html"
        assert (pages(before)[path] != pages(after)[path]) == changes, n


def test_earlier_prefers_what_shares_most() -> None:
    made = planned(
        article("both", "2023-03-01", tags=("NATO", "EU")),
        article("one", "2023-03-02", tags=("NATO",)),
        article("other", "2023-03-03", tags=("EU",)),
        article("none", "2023-03-04", tags=("UN",)),
        article("now", "2023-03-05", tags=("EU", "NATO")),
    )
    assert earlier(made, "now") == ["both", "other", "one"]


def test_earlier_puts_the_running_story_first() -> None:
    made = planned(
        article("thread", "2023-03-01", thread="shells"),
        article("tags", "2023-03-02", tags=("NATO", "EU", "UN")),
        article("now", "2023-03-05", tags=("NATO", "EU", "UN"), thread="shells"),
    )
    assert earlier(made, "now") == ["thread", "tags"]


def test_an_article_without_subject_has_nothing_earlier() -> None:
    made = planned(article("a", "2023-03-01"), article("b", "2023-03-02"))
    assert earlier(made, "b") == []


SOME = (
    article("a", "2022-12-31"),
    article("b", "2023-03-08T09:00"),
    article("c", "2023-03-08T10:00"),
    article("d", "2023-03-20"),
    article("e", "2023-05-01"),
)


def test_days() -> None:
    found = view(planned(*SOME), "2023/03/08/index.html", DayView)
    assert (found.title, found.day, found.description) == ("8 March 2023", day("2023-03-08"), "c")
    assert (found.edition.lead.title, titles(found.edition.top), found.edition.count) == ("c", ["b"], 2)
    assert found.week == Link("Week 10 of 2023", "weeks/2023-W10/")
    assert found.previous == Link("31 December 2022", "2022/12/31/")
    assert found.next == Link("20 March 2023", "2023/03/20/")


def test_months() -> None:
    found = view(planned(*SOME), "2023/03/index.html", MonthView)
    assert (found.title, found.description, found.month.month) == ("March 2023", "d", day("2023-03-01"))
    assert [(one.day, one.url, titles(one.cards)) for one in found.days] == [
        (day("2023-03-20"), "2023/03/20/", ["d"]),
        (day("2023-03-08"), "2023/03/08/", ["c", "b"]),
    ]
    assert (found.previous, found.next) == (Link("December 2022", "2022/12/"), Link("May 2023", "2023/05/"))


def test_the_calendar_of_a_month_has_its_days_and_how_many_articles_they_have() -> None:
    month = view(planned(*SOME), "2023/03/index.html", MonthView).month
    assert (month.count, [week.number for week in month.weeks]) == (3, [9, 10, 11, 12, 13])
    assert [week.url for week in month.weeks] == ["", "weeks/2023-W10/", "", "weeks/2023-W12/", ""]
    assert [cell.number for cell in month.weeks[0].days] == [0, 0, 1, 2, 3, 4, 5]
    assert [cell.number for cell in month.weeks[-1].days] == [27, 28, 29, 30, 31, 0, 0]
    cells = {cell.number: (cell.url, cell.count, cell.level) for week in month.weeks for cell in week.days}
    assert cells[8] == ("2023/03/08/", 2, 5)
    assert cells[20] == ("2023/03/20/", 1, 3)
    assert cells[9] == ("", 0, 0)


def test_years_and_archive() -> None:
    made = planned(*SOME)
    found = view(made, "2023/index.html", YearView)
    assert (found.title, found.year, around(found)) == ("2023", 2023, ("2022", None))
    assert (found.count, found.days, found.busiest.day, found.busiest.count) == (4, 3, day("2023-03-08"), 2)
    assert [(month.url, month.count, titles(month.leads)) for month in found.months] == [
        ("2023/03/", 3, ["d", "c", "b"]),
        ("2023/05/", 1, ["e"]),
    ]
    shades = {cell.url: cell.level for month in found.months for week in month.weeks for cell in week.days if cell.url}
    assert shades == {"2023/03/08/": 5, "2023/03/20/": 3, "2023/05/01/": 3}
    archive = view(made, "archive/index.html", ArchiveView)
    assert archive.description == "All articles since 2022, by year and month"
    assert [(one.year, one.url, one.count, titles(one.leads)) for one in archive.years] == [
        (2023, "2023/", 4, ["e", "d", "c"]),
        (2022, "2022/", 1, ["a"]),
    ]
    assert [(month.url, month.count, month.level) for one in archive.years for month in one.months] == [
        ("2023/03/", 3, 5),
        ("2023/05/", 1, 2),
        ("2022/12/", 1, 2),
    ]


def test_weeks() -> None:
    """ISO 8601: the first days of January may be of the last week of the year before."""
    made = planned(
        article("a", "2020-12-31", tags=("NATO",)),
        article("b", "2021-01-03", tags=("NATO", "EU"), figures=(Figure("€1", "cost"),)),
        article("c", "2021-01-04", rank=1),
        *(article(f"d{n}", f"2021-01-0{n}", tags=("EU",)) for n in range(4, 10)),
    )
    assert {path for path in pages(made) if path.startswith("weeks/")} == {
        "weeks/2020-W53/index.html",
        "weeks/2021-W01/index.html",
    }
    first = view(made, "weeks/2020-W53/index.html", WeekView)
    assert (first.title, first.year, first.week) == ("Week 53 of 2020", 2020, 53)
    assert (first.first, first.last, first.count) == (day("2020-12-28"), day("2021-01-03"), 2)
    assert (titles(first.top), first.figures[0].article.title, first.desks) == (["b", "a"], "b", ())
    assert [(one.day, one.count, one.level) for one in first.days] == [
        (day("2020-12-31"), 1, 5),
        (day("2021-01-03"), 1, 5),
    ]
    assert [(one.tag.title, one.count) for group in first.named for one in group.tags] == [("NATO", 2), ("EU", 1)]
    assert (first.previous, first.next) == (None, Link("Week 1 of 2021", "weeks/2021-W01/"))
    second = view(made, "weeks/2021-W01/index.html", WeekView)
    assert titles(second.top) == ["c", "d9", "d8", "d7", "d6", "d5"]
    assert [(desk.tag, titles(desk.cards)) for desk in second.desks] == [(Link("EU", "tags/eu/"), ["d4"])]


def test_every_prefix_of_an_article_is_a_page() -> None:
    paths = set(pages(planned(*SOME)))
    for path in [path for path in paths if path[:4].isdigit()]:
        parts = path.split("/")[:-1]
        assert {"/".join([*parts[:n], "index.html"]) for n in range(len(parts))} <= paths


def test_home() -> None:
    config = msgspec.structs.replace(CONFIG, home=HomeSettings(days=2))
    entries = [
        article("a", "2022-12-31", tags=("Old",), thread="shells"),
        article("b", "2023-03-08", tags=("NATO",)),
        article("c", "2023-03-09T07:00", tags=("EU", "NATO")),
        article("d", "2023-03-09T06:00", tags=("Estonia",), thread="shells"),
        article("e", "2023-03-10", tags=("Estonia",)),
    ]
    found = view(planned(*entries, config=config), "index.html", HomeView)
    assert found.edition
    assert (found.edition.day, found.edition.lead.title, found.edition.last) == (day("2023-03-10"), "e", "")
    assert [(one.day, titles(one.cards)) for one in found.days] == [(day("2023-03-09"), ["d", "c"])]
    assert found.days[0].cards[0].tags == (Link("Estonia", "tags/estonia/"),)
    assert titles(found.topics) == ["Estonia", "EU", "NATO"]
    assert found.years == (Link("2023", "2023/"), Link("2022", "2022/"))
    assert found.week == Link("Week 10 of 2023", "weeks/2023-W10/")
    assert [(story.title, story.url, story.count, story.latest) for story in found.stories] == [
        ("Shells", "threads/shells/", 2, day("2023-03-09"))
    ]


def test_a_day_of_bare_dates_has_no_last_time_also_before_standard_time() -> None:
    found = view(planned(article("a", "1880-03-08", published="1880-03-08T00:00:30+00:18")), "index.html", HomeView)
    assert found.edition
    assert (found.edition.last, found.edition.zone) == ("", "")


def test_home_has_whole_days_until_it_has_enough() -> None:
    many = [article(f"n{n}", f"2023-03-{20 - n // 8:02}T{n % 8 + 8:02}:00", summary="A summary.") for n in range(60)]
    found = view(planned(*many), "index.html", HomeView)
    assert found.edition
    assert [found.edition.count, *(len(one.cards) for one in found.days)] == [8, 8, 8, 8]
    assert {card.summary for one in found.days for card in one.cards} == {""}


def test_home_of_an_empty_site() -> None:
    found = view(planned(), "index.html", HomeView)
    assert (found.edition, found.days, found.topics, found.years, found.week) == (None, (), (), (), None)


def test_roots_lead_up_to_the_site() -> None:
    for page in planned(*SOME, standing("about")).pages():
        if page.path.endswith(".html") and page.path != "404.html":
            assert page.view.root == "../" * page.path.count("/"), page.path


@pytest.mark.parametrize(
    ("address", "root"), [("", "/"), ("https://example.org/", "/"), ("https://example.org/a/b/", "/a/b/")]
)
def test_page_for_unknown_addresses_starts_from_the_host(address: str, root: str) -> None:
    config = msgspec.structs.replace(CONFIG, base_url=address)
    assert view(planned(config=config), "404.html", NotFoundView).root == root


def test_redirects() -> None:
    made = planned(
        article("a", aliases=("old/", "old.html", "deep/er", "caf%C3%A9/")), article("b", draft=True, aliases=("no/",))
    )
    found = {
        page.path: (page.view.url, page.view.target) for page in made.pages() if isinstance(page.view, RedirectView)
    }
    target = "2023/03/08/a/"
    assert found == {
        "old/index.html": ("old/", target),
        "old.html": ("old.html", target),
        "deep/er/index.html": ("deep/er/", target),
        "café/index.html": ("caf%C3%A9/", target),
    }


def test_sitemaps() -> None:
    made = planned(
        *SOME,
        article("f", "2023-06-01", updated="2023-07-01T00:00:00+00:00"),
        standing("about"),
        article("g", draft=True),
    )
    index = view(made, "sitemap.xml", SitemapIndexView)
    assert index.entries == (
        SitemapEntry("sitemap-2022.xml", "2022-12-31T00:00:00+00:00"),
        SitemapEntry("sitemap-2023.xml", "2023-07-01T00:00:00+00:00"),
        SitemapEntry("sitemap-pages.xml", "2023-07-01T00:00:00+00:00"),
    )
    year = {entry.url: entry.modified for entry in view(made, "sitemap-2023.xml", SitemapView).entries}
    assert year["2023/03/08/b/"] == "2023-03-08T09:00:00+00:00"
    assert year["2023/06/01/f/"] == "2023-07-01T00:00:00+00:00"
    assert {"2023/", "2023/03/", "2023/03/08/"} <= year.keys()
    assert not [url for url in year if not url.startswith("2023/")]
    others = [entry.url for entry in view(made, "sitemap-pages.xml", SitemapView).entries]
    assert others == [
        *("", "about/", "archive/", "tags/"),
        *(f"weeks/{week}/" for week in ("2022-W52", "2023-W10", "2023-W12", "2023-W18", "2023-W22")),
    ]
    assert "404.html" not in others


def test_pages_of_the_year_stay_in_their_sitemap() -> None:
    """A new article of this year leaves the sitemaps of other years alone."""
    before, after = planned(*SOME), planned(*SOME, article("x", "2023-08-01"))
    assert pages(before)["sitemap-2022.xml"] == pages(after)["sitemap-2022.xml"]


MARK = "\ue000b.md\ue001"


def linking(*references: Reference) -> Article:
    return article("a", references=references)


def embeds(made: Plan) -> tuple[Embed, ...]:
    return view(made, "2023/03/08/a/index.html", ArticleView).body.embeds


def test_links_are_resolved() -> None:
    made = planned(linking(Reference(MARK, "b.md", 7)), article("b", "2023-03-09"))
    assert view(made, "2023/03/08/a/index.html", ArticleView).body == Body(
        "a.md", b"digest of the body", (Embed(MARK, "2023/03/09/b/"),)
    )
    assert made.problems == ()


def test_first_picture_stands_for_the_article() -> None:
    pictures = [Media("x.pdf", b"1"), Media("y.png", b"2", 30, 20), Media("z.png", b"3", 40, 30)]
    made = planned(linking(*(Reference(f"<{file.path}>", file.path, 7) for file in pictures)), media=pictures)
    assert view(made, "2023/03/08/a/index.html", ArticleView).image == Embed("<y.png>", "y.png", 30, 20)


def test_the_editor_s_picture_comes_before_those_of_the_body() -> None:
    media = [Media("y.png", b"2", 30, 20), Media("é.png", b"3", 40, 30)]
    image = Image(Reference("", "e\u0301.png", 5), "A ship", "Navy", "In port")
    made = planned(article("a", image=image, references=(Reference("<y.png>", "y.png", 7),)), media=media)
    found = view(made, "2023/03/08/a/index.html", ArticleView)
    picture = Picture(url="%C3%A9.png", width=40, height=30, alt="A ship", credit="Navy", caption="In port")
    assert (found.picture, found.image) == (picture, Embed("", "%C3%A9.png", 40, 30))
    edition = view(made, "index.html", HomeView).edition
    assert edition
    assert edition.lead.picture == picture
    assert made.problems == ()


def test_a_picture_that_is_not_there_is_a_problem() -> None:
    made = planned(article("a", image=Image(Reference("", "war/mpa.png", 5))), media=[Media("war/map.png", b"1", 3, 2)])
    assert [str(problem) for problem in made.problems] == [
        "content/a.md:5: 'image' names 'war/mpa.png', which is not in content/. Did you mean 'war/map.png'?"
    ]


def test_contents_are_those_of_a_long_text() -> None:
    headings = tuple(Heading(f"h{n}", f"H {n}", 2) for n in range(3))
    for words, given, shown in ((600, headings, headings), (599, headings, ()), (900, headings[:2], ())):
        made = planned(article("a", words=words, headings=given))
        assert view(made, "2023/03/08/a/index.html", ArticleView).contents == shown


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (230, 1), (400, 2), (2300, 10)])
def test_minutes_that_reading_takes(words: int, minutes: int) -> None:
    assert view(planned(article("a", words=words)), "2023/03/08/a/index.html", ArticleView).minutes == minutes


def test_broken_links_are_told_once_for_all_pages_that_show_them() -> None:
    made = planned(linking(Reference(MARK, "war/map.png", 7)))
    assert [str(problem) for problem in made.problems] == [
        "content/a.md:7: links to 'war/map.png', which is not in content/. "
        "Links to files start from the article's own folder."
    ]


def test_links_to_drafts_are_left_out_with_a_warning() -> None:
    made = planned(linking(Reference(MARK, "b.md", 7)), article("b", draft=True))
    assert [problem.level for problem in made.problems] == ["warning"]
    assert embeds(made) == (Embed(MARK, None),)


def test_files_are_copied_to_their_place() -> None:
    made = planned(media=[Media("2023/map.png", b"digest", 3, 2)])
    assert [(copy.path, copy.file, copy.digest) for copy in made.copies] == [
        ("2023/map.png", "content/2023/map.png", b"digest")
    ]


def test_a_file_where_others_need_a_folder() -> None:
    made = planned(article("a"), media=[Media("2023/03", b"")])
    found = collisions([*made.pages(), *made.copies])
    assert len(found) == 1
    assert "content/2023/03" in found[0].fact


def test_standing_pages_are_linked_by_title() -> None:
    made = planned(standing("b", title="Zebra"), standing("z", title="About"))
    assert made.site.pages == (Link("About", "z/"), Link("Zebra", "b/"))


def test_order_of_the_files_does_not_matter() -> None:
    forth, back = planned(*SOME), planned(*reversed(SOME))
    assert {path: digest_of(page.view) for path, page in pages(forth).items()} == {
        path: digest_of(page.view) for path, page in pages(back).items()
    }


def test_addresses_are_those_of_the_pages() -> None:
    for entries in ((), SOME, (*SOME, article("z", "2021-01-01", tags=("EU", "nato")), standing("about"))):
        made = planned(*entries)
        readable = {page.view.url for page in made.pages() if page.path.endswith("index.html")}
        site = collect(CONFIG, entries, {}, now=2_000_000_000, drafts=False)
        assert sorted(readable_urls(site)) == sorted(readable)


def groups_of(*entries: Article) -> dict[str, bytes]:
    return {group.name: group.digest() for group in planned(*entries).groups if group.name}


@pytest.mark.parametrize(
    ("change", "groups"),
    [
        ({"body": b"new"}, {"articles 2023-03", "tag eu"}),
        ({"deck": "New."}, {"articles 2023-03", "tag eu"}),
        ({"summary": "New."}, {"articles 2023-03", "calendar 2023", "weeks 2023", "tag eu"}),
        (
            dict.fromkeys(("updated", "changed"), "2023-03-09T00:00:00+00:00"),
            {"articles 2023-03", "calendar 2023", "weeks 2023", "sitemap 2023", "tag eu"},
        ),
        ({"title": "New"}, {"articles 2023-03", "articles 2024-01", "calendar 2023", "weeks 2023", "tag eu"}),
    ],
    ids=["body", "deck", "summary", "updated", "title"],
)
def test_only_groups_that_show_a_change_are_planned_again(change: dict[str, object], groups: set[str]) -> None:
    entries = [
        article("a", "2022-05-01", tags=("NATO",)),
        article("b", "2023-03-08", tags=("EU",)),
        article("c", "2024-01-01", tags=("NATO",)),
    ]
    before = groups_of(*entries)
    after = groups_of(entries[0], msgspec.structs.replace(entries[1], **change), entries[2])
    assert before.keys() == after.keys()
    assert {name for name in before if before[name] != after[name]} == groups | (
        {"articles 2022-05"} if "title" in change else set()
    )


def test_settings_that_no_page_of_a_group_shows_are_nothing_to_it() -> None:
    """Words of the import, the length of the front page, the publisher: no group has to be planned again."""
    entry = article("a", tags=("NATO",))
    changed = msgspec.structs.replace(
        CONFIG,
        imports=ImportSettings(phrases=("Our app is here",)),
        home=HomeSettings(days=3),
        publisher=Publisher(name="P"),
    )
    before, after = (planned(entry, config=config).groups for config in (CONFIG, changed))
    assert {group.name: group.digest() for group in before} == {group.name: group.digest() for group in after}


def test_a_sitemap_has_no_more_addresses_than_the_protocol_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST", 4)
    made = planned(*SOME)  # in 2023: four articles, three days, two months and the year
    index = [entry.url for entry in view(made, "sitemap.xml", SitemapIndexView).entries]
    assert index == [
        *("sitemap-2022.xml", "sitemap-2023.xml", "sitemap-2023-2.xml", "sitemap-2023-3.xml"),
        *("sitemap-pages.xml", "sitemap-pages-2.xml"),
    ]
    parts = [[entry.url for entry in view(made, url, SitemapView).entries] for url in index]
    assert [len(part) for part in parts] == [4, 4, 4, 2, 4, 3]
    monkeypatch.undo()
    (whole,) = (page.view for page in planned(*SOME).pages() if page.path == "sitemap-2023.xml")
    assert isinstance(whole, SitemapView)
    assert [url for part in parts[1:4] for url in part] == [entry.url for entry in whole.entries]


def test_the_name_of_a_tag_counts_where_it_is_contested() -> None:
    one, other = article("a", "2022-05-01", tags=("Nato",)), article("b", "2023-03-08", tags=("EU",))
    before = groups_of(one, other)
    assert groups_of(one, other, article("c", "2021-01-01", tags=("NATO",)))["tag eu"] != before["tag eu"]
    assert groups_of(one, other, article("c", "2021-01-01", tags=("UN",)))["tag eu"] == before["tag eu"]
