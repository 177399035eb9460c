"""How articles are sorted, grouped and tagged."""

from __future__ import annotations

from itertools import permutations

import pytest

from digest.model.views import Card, Link
from digest.settings.vocabulary import Tag as About
from digest.settings.vocabulary import Vocabulary
from digest.site.collection import Collection, collect, is_published
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
    about = About("organisation", "An alliance.", ("OTAN",))
    vocabulary = Vocabulary({"NATO": about, "UN": About()}, frozenset(("EU",)))
    assert collect(CONFIG, entries, {}, vocabulary, now=NOW, drafts=False).names.digest == plain
    for vocabulary in (Vocabulary({"Nato": About()}, frozenset()), Vocabulary({}, frozenset(("NATO",)))):
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


def test_briefs_have_neither_summary_nor_tags() -> None:
    found = collect(CONFIG, [article("a", summary="S.", tags=("NATO",), lang="fr")], {}, now=NOW, drafts=False)
    url, stamp = "2023/03/08/a/", "2023-03-08T00:00:00+00:00"
    assert found.cards[0] == Card(
        "a", url, day("2023-03-08"), stamp, "S.", (Link("NATO", "tags/nato/"),), "", "fr", False
    )
    assert found.briefs[0] == Card("a", url, day("2023-03-08"), stamp, "", (), "", "fr", False)


def test_the_kind_of_a_tag_is_the_site_s_or_else_the_gazetteer_s() -> None:
    known = {"NATO": "organisation", "Kyiv": "place"}
    vocabulary = Vocabulary({"Kyiv": About("topic")}, frozenset())
    entries = [article("a", tags=("NATO", "Kyiv", "Ours"))]
    found = collect(CONFIG, entries, {}, vocabulary, now=NOW, drafts=False, kinds=lambda: known)
    assert {tag.link.title: tag.kind for tag in found.tags} == {"Kyiv": "topic", "NATO": "organisation", "Ours": ""}
    assert collect(CONFIG, [article("a")], {}, now=NOW, drafts=False, kinds=lambda: pytest.fail("no tags")).tags == ()
