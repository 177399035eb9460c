"""How articles are sorted, grouped and tagged."""

from __future__ import annotations

from itertools import permutations

import msgspec
import pytest

from digest.model.article import Correction, Figure, Reference, Source
from digest.model.shown import Card, Link
from digest.settings.vocabulary import Tag as About
from digest.settings.vocabulary import Vocabulary
from digest.site.collecting import collect
from digest.site.collection import Collection, is_published
from digest.site.reports import wrong_reports
from tests.site.made import CONFIG, article, day, standing

NOW = 2_000_000_000


def tag_links(site: Collection, path: str) -> tuple[Link, ...]:
    """The tags that an article shows."""
    return site.names.value.links(site.all_articles[path].tags)


def test_newest_first_then_by_path() -> None:
    entries = [
        article("b", "2023-03-08T10:00"),
        article("a", "2023-03-08T10:00"),
        article("c", "2023-03-08T10:01"),
        article("d", "2023-03-07"),
        article("e", "2023-03-08T11:00+02:00"),
    ]
    for order in permutations(entries):
        found = collect(CONFIG, order, {}, now=NOW, drafts=False)
        assert [entry.title for entry in found.articles] == ["c", "a", "b", "e", "d"]
        assert {day: [found.articles[n].title for n in group] for day, group in found.days.items()} == {
            day("2023-03-08"): ["c", "a", "b", "e"],
            day("2023-03-07"): ["d"],
        }
        assert list(found.days) == [day("2023-03-08"), day("2023-03-07")]


def test_spellings_of_a_tag_are_one_tag_named_as_most_write_it() -> None:
    entries = [
        article("a", "2023-03-01", tags=("F-35", "nato")),
        article("b", "2023-03-02", tags=("NATO", "F 35")),
        article("c", "2023-03-03", tags=("Nato", "F-35")),
        article("d", "2023-03-04", tags=("NATO",)),
    ]
    for order in permutations(entries):
        found = collect(CONFIG, order, {}, now=NOW, drafts=False)
        assert [(tag.slug, tag.link, [found.articles[n].title for n in tag.positions]) for tag in found.tags] == [
            ("f-35", Link("F-35", "tags/f-35/"), ["c", "b", "a"]),
            ("nato", Link("NATO", "tags/nato/"), ["d", "c", "b", "a"]),
        ]
        assert tag_links(found, "a.md") == (Link("F-35", "tags/f-35/"), Link("NATO", "tags/nato/"))


def test_spellings_used_equally_often_are_settled_by_the_alphabet() -> None:
    entries = [article("a", tags=("nato",)), article("b", tags=("NATO",)), article("c", tags=("Nato",))]
    for order in permutations(entries):
        found = collect(CONFIG, order, {}, now=NOW, drafts=False)
        assert [tag.link.title for tag in found.tags] == ["NATO"]


def test_two_spellings_in_one_article_count_once() -> None:
    found = collect(CONFIG, [article("a", tags=("NATO", "nato"))], {}, now=NOW, drafts=False)
    assert tag_links(found, "a.md") == (Link("NATO", "tags/nato/"),)
    assert [len(tag.positions) for tag in found.tags] == [1]


def test_tags_are_shown_as_the_vocabulary_has_them() -> None:
    own = {"NATO": About("organisation", "An alliance.", ("OTAN", "Alliance")), "UN": About()}
    vocabulary = Vocabulary(own, frozenset(("Home page",)))
    entries = [
        article("a", "2023-03-01", tags=("nato", "EU", "alliance")),
        article("b", "2023-03-02", tags=("nato", "home page")),
        article("c", "2023-03-03", tags=("EU", "OTAN")),
    ]
    for order in permutations(entries):
        found = collect(CONFIG, order, {}, vocabulary, now=NOW, drafts=False)
        nato, eu = Link("NATO", "tags/nato/"), Link("EU", "tags/eu/")
        assert [(tag.link, tag.positions, (tag.kind, tag.description)) for tag in found.tags] == [
            (eu, (0, 2), ("", "")),
            (nato, (0, 1, 2), ("organisation", "An alliance.")),
        ]
        assert [tag_links(found, f"{name}.md") for name in "abc"] == [(nato, eu), (nato,), (eu, nato)]


def test_what_pages_know_of_tags_has_none_that_are_shown_as_written() -> None:
    entries = [article("a", tags=("NATO",))]
    plain = collect(CONFIG, entries, {}, now=NOW, drafts=False).names.digest
    about = About("", "An alliance.", ("OTAN",))
    vocabulary = Vocabulary({"NATO": about, "UN": About("organisation")}, frozenset(("EU",)))
    assert collect(CONFIG, entries, {}, vocabulary, now=NOW, drafts=False).names.digest == plain
    others = (
        Vocabulary({"Nato": About()}, frozenset()),
        Vocabulary({}, frozenset(("NATO",))),
        Vocabulary({"NATO": About("topic")}, frozenset()),
    )
    for vocabulary in others:
        assert collect(CONFIG, entries, {}, vocabulary, now=NOW, drafts=False).names.digest != plain


def test_tags_in_other_scripts_have_addresses() -> None:
    found = collect(CONFIG, [article("a", tags=("ЗСУ", "Łódź", "北约"))], {}, now=NOW, drafts=False)
    assert sorted(tag.slug for tag in found.tags) == ["bei-yue", "lodz", "zsu"]


def test_what_is_published() -> None:
    entry = article("a", embargo=100, expiry=200)
    assert [now for now in (99, 100, 199, 200) if is_published(entry, now, drafts=False)] == [100, 199]
    draft = article("a", draft=True)
    assert [is_published(draft, 0, drafts) for drafts in (False, True)] == [False, True]
    assert not is_published(article("a", draft=True, embargo=100), 99, drafts=True)


def test_what_is_not_published_is_known_but_in_no_list() -> None:
    entries = [article("a"), article("b", draft=True, tags=("Secret",)), standing("c"), standing("d", embargo=NOW + 1)]
    found = collect(CONFIG, entries, {}, now=NOW, drafts=False)
    assert [entry.path for entry in found.articles] == ["a.md"]
    assert [entry.path for entry in found.standing] == ["pages/c.md"]
    assert found.tags == ()
    assert found.published == {"a.md", "pages/c.md"}
    assert found.all_articles.keys() == {"a.md", "b.md", "pages/c.md", "pages/d.md"}


def test_briefs_have_neither_summary_nor_tags_nor_figures() -> None:
    entry = article(
        "a",
        summary="S.",
        tags=("NATO",),
        lang="fr",
        figures=(Figure("€1"),),
        updated="2023-03-09T00:00:00+00:00",
        corrections=(Correction(day("2023-03-10"), "One."), Correction(day("2023-03-12"), "Two.")),
    )
    found = collect(CONFIG, [entry], {}, now=NOW, drafts=False)
    nato = Link("NATO", "tags/nato/")
    brief = Card(
        title="a",
        url="2023/03/08/a/",
        day=day("2023-03-08"),
        published="2023-03-08T00:00:00+00:00",
        updated="2023-03-09T00:00:00+00:00",
        corrected=day("2023-03-12"),
        summary="",
        desk=None,
        tags=(),
        figures=(),
        source="",
        also=(),
        picture=None,
        lang="fr",
        draft=False,
        extra={},
    )
    assert found.briefs[0] == brief
    assert found.cards[0] == msgspec.structs.replace(
        brief, summary="S.", desk=nato, tags=(nato,), figures=(Figure("€1"),)
    )


def test_the_desk_is_the_first_tag_of_the_kind_that_the_site_chooses() -> None:
    kinds = {"nato": "organisation", "kyiv": "place"}
    entries = [article("a", tags=("NATO", "Kyiv", "Shells")), article("b", tags=("NATO",))]
    for kind, desks in (("topic", ["Shells", None]), ("place", ["Kyiv", None]), ("organisation", ["NATO", "NATO"])):
        config = msgspec.structs.replace(CONFIG, desks=kind)
        found = collect(config, entries, {}, now=NOW, drafts=False, kinds=lambda: kinds)
        assert [card.desk and card.desk.title for card in map(found.cards.__getitem__, (0, 1))] == desks


def test_what_counts_most() -> None:
    """Ranks, then how much an article has, then the newest."""
    figures = (Figure("€1"),)
    entries = [
        article("plain", "2023-03-08T12:00"),
        article("older", "2023-03-08T11:00"),
        article("sourced", "2023-03-08T10:00", source=Source("NATO")),
        article("much", "2023-03-08T09:00", source=Source("NATO"), figures=figures, thread="x"),
        article("story", "2023-03-08T08:00", figures=figures, thread="x"),
        article("second", "2023-03-08T07:00", rank=2),
        article("first", "2023-03-08T06:00", rank=1),
    ]
    found = collect(CONFIG, entries, {}, now=NOW, drafts=False)
    order = [found.articles[n].title for n in found.by_weight(range(len(entries)))]
    assert order == ["first", "second", "much", "story", "sourced", "plain", "older"]


def same(path: str) -> Reference:
    return Reference("", path, 4)


def test_reports_of_one_event_are_one_entry_where_its_first_is_there() -> None:
    entries = [
        article("a", "2023-03-08T12:00", source=Source("Wire")),
        article("b", "2023-03-08T11:00", source=Source("NATO"), same_as=same("c.md")),
        article("c", "2023-03-08T10:00", same_as=same("a.md")),
        article("d", "2023-03-08T09:00", same_as=same("draft.md")),
        article("draft", draft=True),
    ]
    found = collect(CONFIG, entries, {}, now=NOW, drafts=False)
    assert found.first_report == {1: 0, 2: 0}
    assert found.entries(range(4)) == [0, 3]
    assert found.entries((1, 3)) == [1, 3]
    assert found.cards[0].also == (Link("NATO", "2023/03/08/b/"), Link("c", "2023/03/08/c/"))
    assert (found.cards[1].also, found.cards[3].also) == ((), ())


def test_a_card_counts_for_what_it_shows_of_other_reports() -> None:
    def digest(other: str) -> bytes:
        entries = [article("a"), article("b", "2023-03-07", source=Source(other), same_as=same("a.md"))]
        return collect(CONFIG, entries, {}, now=NOW, drafts=False).cards.digest_of([0])

    assert digest("NATO") == digest("NATO") != digest("EU")


def test_a_ring_of_reports_puts_nobody_under_another() -> None:
    entries = [
        article("a", same_as=same("b.md")),
        article("b", same_as=same("a.md")),
        article("c", same_as=same("a.md")),
    ]
    found = collect(CONFIG, entries, {}, now=NOW, drafts=False)
    assert found.first_report == {}
    told = list(wrong_reports(found.articles, found.find))
    assert [(problem.path, problem.line) for problem in told] == [("content/a.md", 4), ("content/b.md", 4)]
    lost = article("a", same_as=same("no.md"))
    assert [problem.fact for problem in wrong_reports([lost], {"a.md": lost}.get)] == [
        "'same_as' names content/no.md, which is no article."
    ]


def test_the_kind_of_a_tag_is_the_site_s_or_else_the_gazetteer_s() -> None:
    known = {"nato": "organisation", "kyiv": "place"}
    vocabulary = Vocabulary({"Kyiv": About("topic")}, frozenset())
    entries = [article("a", tags=("NATO", "Kyiv", "Ours"))]
    found = collect(CONFIG, entries, {}, vocabulary, now=NOW, drafts=False, kinds=lambda: known)
    assert {tag.link.title: tag.kind for tag in found.tags} == {"Kyiv": "topic", "NATO": "organisation", "Ours": ""}
    assert collect(CONFIG, [article("a")], {}, now=NOW, drafts=False, kinds=lambda: pytest.fail("no tags")).tags == ()
