"""The tests of exactness have teeth: were a field of a view forgotten in the keys of pages, one of them would fail."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest

from digest.build import keys
from digest.model import shown, views
from digest.model.parts import digest_bytes, digest_of, encode
from digest.model.views import View
from tests.build.edits import (
    TAGS_FILE,
    TITLES,
    EditedSite,
    change_address_alone,
    change_at_the_top,
    change_field,
    change_file,
    change_kind_alone,
    change_named_beside,
    change_newest,
    change_news,
    change_of_many,
    change_on_a_full_day,
    change_option,
    change_own_site,
    change_page,
    change_picture,
    change_shown_draft,
    change_story,
    change_time_alone,
    change_title_alone,
)


def blanked(value: Any, owner: str, field: str) -> Any:
    """A view, or what it holds, without this one field of the structs that are an `owner`."""
    if isinstance(value, msgspec.Struct):
        is_owner = owner in (kind.__name__ for kind in type(value).__mro__)
        return {
            name: None if is_owner and name == field else blanked(getattr(value, name), owner, field)
            for name in value.__struct_fields__
        }
    return [blanked(one, owner, field) for one in value] if isinstance(value, tuple) else value


@contextmanager
def forgotten(owner: str, field: str) -> Iterator[None]:
    """Pages whose views differ in this field alone have the same key. What is rendered is the whole view."""
    digests: dict[bytes, bytes] = {}

    def encode_and_note(value: Any) -> bytes:
        data = encode(value)
        if isinstance(value, View):
            digests[data] = digest_of(blanked(value, owner, field))
        return data

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "encode", encode_and_note)
        patch.setattr(keys, "digest_bytes", lambda *chunks: digests.get(chunks[0]) or digest_bytes(*chunks))
        yield


Edit = Callable[[EditedSite], Iterator[None]]


def of(change: Callable[[EditedSite, str], Iterator[None]], name: str) -> Edit:
    return lambda edits: change(edits, name)


def of_many(field: str, values: list[Any]) -> Edit:
    return lambda edits: change_of_many(edits, field, values)


OF_YEARS = "ListingYearView.next ListingYearView.previous ListingView.coverage Coverage.bars"

HELD: tuple[tuple[Edit, str], ...] = (
    (change_title_alone, "Link.title Card.title View.title ArticleView.next HomeView.days DayEntries.cards"),
    (change_title_alone, "ArchiveYear.leads Month.leads YearView.months WeekView.top"),
    (change_title_alone, "FeedEntry.title FeedView.entries"),
    (change_address_alone, "Link.url Card.url RedirectView.target FeedEntry.url SitemapEntry.url SitemapView.entries"),
    (change_shown_draft, "Card.draft ArticleView.draft ArticleView.earlier PageView.draft"),
    (of(change_field, "date"), "Card.published DayView.previous DayView.next"),
    (of(change_field, "summary"), "DayView.edition Edition.lead"),
    (of(change_newest, "summary"), "HomeView.edition"),
    (of(change_newest, "title"), "ArticleView.later"),
    (of(change_at_the_top, "title"), "Edition.top"),
    (of(change_on_a_full_day, "title"), "Edition.desks Desk.cards WeekView.desks"),
    (of(change_field, "thread"), "HomeView.stories ArticleView.story"),
    (of(change_field, "same_as"), "ArticleView.also Card.also"),
    (of(change_field, "image"), "Card.picture Picture.alt Picture.credit Picture.caption"),
    (change_picture, "Picture.width Picture.height"),
    (of(change_field, "corrections"), "Card.corrected"),
    (of(change_field, "updated"), "Card.updated"),
    (of(change_time_alone, "date"), "ArticleView.published"),
    (of(change_time_alone, "updated"), "ArticleView.updated FeedEntry.updated"),
    (change_news, "NewsEntry.url NewsEntry.title NewsEntry.language NewsEntry.published NewsView.entries"),
    (of(change_field, "date"), "MonthView.next ArchiveView.years"),
    (of(change_field, "date"), "SitemapEntry.modified SitemapIndexView.entries"),
    (of(change_field, "summary"), "Card.summary View.description FeedEntry.summary"),
    (
        of(change_field, "tags"),
        "ArticleView.tags FeedEntry.tags",
    ),
    (of(change_field, "source"), "Card.source ArticleView.source FeedEntry.source"),
    (of(change_field, "lang"), "Link.lang Card.lang View.lang FeedEntry.lang"),
    (of(change_field, "author"), "FeedEntry.authors"),
    (of(change_field, "body"), "Body.digest ArticleView.body FeedEntry.body"),
    (of(change_field, "deck"), "ArticleView.deck"),
    (of(change_field, "figures"), "ArticleView.figures"),
    (of(change_field, "corrections"), "ArticleView.corrections FeedEntry.corrections"),
    (of(change_field, "extra"), "ArticleView.extra Card.extra"),
    (of(change_page, "body"), "PageView.body"),
    (of(change_page, "updated"), "PageView.updated"),
    (of(change_page, "extra"), "PageView.extra"),
    (of(change_file, "content/photo.png"), "Embed.width Embed.height Body.embeds"),
    (of(change_file, TAGS_FILE), "FeedLink.title OpmlView.other_feeds"),
    (of(change_option, "feeds"), "FeedView.hub"),
    # of tags, sources and authors
    (change_title_alone, "ListingView.cards"),
    (of_many("title", TITLES), "ListingYearView.months MonthEntries.entries"),
    (of_many("date", ["2020-06-01", "2020-07-01", "2019-07-01", "2024-02-29", "2025-02-28"]), OF_YEARS),
    (of_many("tags", [["NATO", "EU"], ["NATO", "UN"]]), "ListingView.named"),
    (of(change_field, "tags"), "ListingsView.kinds ListingKind.letters ListingLetter.links"),
    (change_kind_alone, "ListingView.kind ListingKind.kind ListingLink.count"),
    (change_named_beside, "ListingView.beside LinkCount.count"),
    (change_own_site, "ListingView.site ListingView.licence"),
    # of running stories
    (of(change_newest, "title"), "ThreadsView.threads ThreadEntry.newest"),
    (change_story, "ThreadEntry.about"),
)
"""An edit, and the fields that decide alone, on some page, whether it is seen."""

BESIDE = """
    View.url View.root HomeView.topics HomeView.years Card.day Embed.marker Embed.url Body.path
    ArticleView.day ArticleView.shown ArticleView.image ArticleView.previous PageView.source PageView.shown
    DayView.day DayEntries.day DayEntries.url MonthView.month MonthView.previous MonthCount.month MonthCount.url
    YearView.year YearView.previous YearView.next YearCount.year YearCount.url YearCount.count
    ArticleView.changed FeedEntry.id FeedEntry.published FeedEntry.changed FeedEntry.shown FeedView.id FeedView.about
    FeedView.updated FeedLink.url FeedLink.about OpmlView.site_feed RobotsView.sitemap RobotsView.news HeadersView.feeds
    ArticleView.zone ArticleView.desk ArticleView.kinds ArticleView.minutes ArticleView.contents
    TagsOfKind.kind TagsOfKind.tags Card.desk Card.figures Picture.url
    Desk.tag Edition.day Edition.count Edition.last Edition.zone Edition.figures FigureOf.figure FigureOf.article
    StoryCount.title StoryCount.url StoryCount.count StoryCount.latest HomeView.week DayView.week
    NamedCount.tag NamedCount.count NamedKind.kind NamedKind.tags MonthView.named YearView.named WeekView.named
    WeekView.year WeekView.week WeekView.first WeekView.last WeekView.count WeekView.days WeekView.figures
    WeekView.previous WeekView.next DayCount.day DayCount.url DayCount.count DayCount.level Cell.number Cell.url
    Cell.count Cell.level CalendarWeek.number CalendarWeek.url CalendarWeek.days Month.month Month.url Month.count
    ArchiveYear.year ArchiveYear.url ArchiveYear.count ArchiveYear.months MonthCount.level
    ArticleView.picture MonthView.days MonthCount.count Card.tags ArticleView.authors Month.weekdays Month.weeks
    YearView.count YearView.days YearView.busiest
    MonthEntries.month PeriodCount.first
    ArticleView.source_url ArticleView.author_links LinkCount.title LinkCount.url ListingLink.title ListingLink.url
    ListingLink.level ListingLetter.letter ListingKind.count ListingsView.of PeriodCount.count PeriodCount.share
    PeriodCount.url Coverage.by Coverage.most ListingView.of ListingView.index ListingView.about ListingView.count
    ListingView.years ListingView.feed ListingYearView.index ListingYearView.listing ListingYearView.year
    ListingYearView.count ThreadEntry.title ThreadEntry.url ThreadEntry.count ThreadEntry.first ThreadEntry.last
    DatedFigure.day DatedFigure.figure DatedFigure.article DatedFigure.source ThreadView.index ThreadView.about
    ThreadView.count ThreadView.first ThreadView.last ThreadView.months ThreadView.figures ThreadView.table
    ThreadView.coverage ThreadView.named ThreadView.sources FiguresView.figures
"""
"""Fields that change only with others of their view, or with the site: no edit is known that changes one alone."""


def test_every_field_of_a_view_is_held_by_an_edit() -> None:
    """Whoever adds a field adds an edit that changes it, or says that it never changes alone."""
    shared = {"Site", "Page", "Group", "Copy", "Struct"}
    kinds = [
        kind
        for module in (views, shown)
        for kind in vars(module).values()
        if getattr(kind, "__module__", "") == module.__name__
    ]
    fields = {
        f"{kind.__name__}.{name}"
        for kind in kinds
        if isinstance(kind, type) and kind.__name__ not in shared
        for name in inspect.get_annotations(kind)
    }
    held = [name for _, names in HELD for name in names.split()]
    assert len(held) == len(set(held))
    beside = set(BESIDE.split())
    assert set(held) & beside == set()
    assert set(held) | beside == fields


@pytest.fixture
def edits() -> Iterator[EditedSite]:
    made = EditedSite()
    made.begin_with_all()
    yield made
    made.close()


def make_and_compare(edit: Edit, edits: EditedSite) -> None:
    for _ in edit(edits):
        edits.compare()


@pytest.mark.parametrize(
    ("name", "edit"), [pytest.param(name, edit, id=name) for edit, names in HELD for name in names.split()]
)
def test_a_field_that_is_forgotten_is_missed_by_an_edit(name: str, edit: Edit, edits: EditedSite) -> None:
    with forgotten(*name.split(".")):
        edits.compare()
        with pytest.raises(AssertionError):
            make_and_compare(edit, edits)
