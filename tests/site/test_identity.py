"""Two things that would be one are a problem that names both, or have two names; what no disk can name is a problem."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from digest.model.article import Source
from digest.model.views import ListingView
from digest.settings.vocabulary import Tag, Vocabulary
from digest.site.collecting import collect
from digest.site.identity import LONGEST_STEP, same_names, too_long
from digest.site.plan import Plan
from tests.site.made import CONFIG, article, planned
from tests.sites import article as text_of
from tests.sites import build, differences_from_clean, make_site, nothing_waits, problems_of, put, snapshot

NOW = 2_000_000_000


def told(plan: Plan) -> list[str]:
    return [str(problem) for problem in plan.problems]


@pytest.mark.parametrize(
    "tags",
    [
        ("C", "C++", "C#"),
        ("★", "☆"),
        ("Disney", "Disney+"),
        tuple(f"The committee on the implementation of the agreement of the year {year}" for year in (2014, 2015)),
    ],
)
def test_tags_that_a_slug_would_make_one_have_pages_of_their_own(tags: tuple[str, ...], tmp_path: Path) -> None:
    files = {
        f"content/{n}.md": text_of(f"Number {n}", tags=f'["{tag}"]')
        for n, tag in enumerate((*tags, tags[0].lower(), unicodedata.normalize("NFD", tags[-1])))
    }
    site = make_site(tmp_path, files)
    build(site)
    pages = list((site / "output" / "tags").glob("*/index.html"))
    assert len(pages) == len(tags)
    for tag in tags:
        shown = [page for page in pages if f"<h1>{tag}</h1>" in page.read_text(encoding="utf-8")]
        assert len(shown) == 1, tag


@pytest.mark.parametrize(
    ("one", "other"), [("Erdogan", "Erdoğan"), ("F-16", "F.16"), ("Bucha", "Буча"), ("A & B", "A B")]
)
def test_tags_of_one_address_that_are_not_spelt_alike_are_a_problem_that_names_both(one: str, other: str) -> None:
    found = told(planned(article("a", tags=(one,)), article("b", tags=(other,)), article("c", tags=(one, "NATO"))))
    assert len(found) == 1
    assert all(word in found[0] for word in (f"'{one}'", f"'{other}'", "content/b.md"))


@pytest.mark.parametrize(
    ("one", "other"), [("NATO", "nato"), ("155 mm", "155-mm"), ("Kyiv’s", "Kyiv's"), ("É", "E\u0301")]
)
def test_one_tag_may_be_spelt_in_two_ways(one: str, other: str) -> None:
    assert told(planned(article("a", tags=(one,)), article("b", tags=(other,)))) == []


def test_tags_may_be_made_one_by_an_alias() -> None:
    entries = [article("a", tags=("Erdogan",)), article("b", tags=("Erdoğan",))]

    def found(tag: Tag) -> list[object]:
        vocabulary = Vocabulary({"Erdogan": tag}, frozenset())
        return [*same_names(collect(CONFIG, entries, {}, vocabulary, now=NOW, drafts=False))]

    assert len(found(Tag())) == 1
    assert found(Tag(aliases=("Erdoğan",))) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("José E. Pérez", "Jose E Perez"), ("Jørn Łukasz", "jorn lukasz"), ("A & B", "A B"), ("И. Б", "и б")],
)
def test_spellings_of_a_source_or_an_author_are_one(one: str, other: str) -> None:
    made = planned(
        *(article(f"a{n}", authors=(name,), source=Source(name)) for n, name in enumerate((other, one, one)))
    )
    assert told(made) == []
    found = [page.view for page in made.pages() if isinstance(page.view, ListingView)]
    assert [(view.of, view.title, view.count) for view in found] == [("source", one, 3), ("author", one, 3)]


def test_sources_and_authors_of_one_address_in_two_scripts_are_a_problem_that_names_both() -> None:
    made = planned(
        article("a", authors=("Bucha",)), article("b", authors=("X", "Буча")), article("c", source=Source("Буча"))
    )
    assert told(made) == [
        "content/a.md: the author 'Bucha' would have one address, /authors/bucha/, with 'Буча' (content/b.md). "
        "Write them alike, or give one another name."
    ]
    made = planned(article("b", source=Source("Буча")), article("c", source=Source("Bucha")))
    assert "content/c.md: the source 'Bucha' would have one address, /sources/bucha/" in told(made)[0]


def test_articles_of_one_id_are_a_problem_that_names_both() -> None:
    entries = [article(name, id=id) for name, id in (("a", "urn:x:1"), ("b", "urn:x:2"), ("c", "URN:X:1"), ("d", ""))]
    assert told(planned(*entries)) == [
        "content/c.md: has the 'id' of content/a.md, 'URN:X:1': feed readers would show one of the two. "
        "Give one of them another, or leave it out."
    ]


SAME = [
    "/old-naïve/",
    "/Old-Na\u00efve/",
    "/old-nai\u0308ve/",
    "/old-na%C3%AFve/",
    "/old-naïve",
    "/old-naïve/index.html",
]


@pytest.mark.parametrize("alias", SAME)
def test_two_articles_of_one_former_address_are_a_problem_that_names_both(alias: str, tmp_path: Path) -> None:
    files = {
        "content/a.md": text_of("A", aliases=f'["{SAME[0]}"]'),
        "content/b.md": text_of("B", aliases=f'["{alias}"]'),
    }
    site = make_site(tmp_path, files)
    (found,) = problems_of(site)
    assert "content/a.md (aliases) and content/b.md (aliases)" in found
    assert found.endswith("Take it out of the 'aliases' of one.")


@pytest.mark.parametrize("alias", SAME)
def test_an_article_has_each_former_address_once(alias: str, tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": text_of("A", aliases=f'["{SAME[0]}", "{alias}"]')})
    (found,) = problems_of(site)
    assert "content/a.md: has the address /old-naïve/ twice in 'aliases'." in found


def test_files_whose_names_differ_by_how_accents_are_written_are_a_problem(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": text_of(), "content/caf\u00e9.txt": "1"})
    try:
        put(site, {"content/cafe\u0301.txt": "2"})
    except OSError:
        pytest.skip("this file system takes composed names only")
    if len(list((site / "content").glob("*.txt"))) < 2:
        pytest.skip("to this file system they are one name")
    (found,) = problems_of(site)
    assert "two sources want the address" in found


def test_a_problem_has_the_whole_name_of_its_file(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": text_of(), "content/a (copy 2).md": text_of()})
    (found,) = problems_of(site)
    assert found.startswith("content/a (copy 2).md: two sources want the address /2023/03/08/a/:")


LONG = {
    "a step": f"/{'x' * 300}/",
    "a step in another script": f"/{'щ' * 130}/",
    "a whole path": f"/{'abcdefghi/' * 600}",
    "the end of a path": f"/{'x' * 256}",
}


@pytest.mark.parametrize("alias", LONG.values(), ids=LONG.keys())
def test_a_name_that_no_disk_takes_is_a_problem_and_the_build_after_it_is_right(alias: str, tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": text_of()})
    build(site)
    before = snapshot(site / "output")
    put(site, {"content/b.md": text_of("B", aliases=f'["{alias}"]')})
    for _ in range(2):
        (found,) = problems_of(site)
        assert found.startswith("content/b.md: the name '")
        assert "is too long for a disk" in found
        assert found.endswith("Take it out of 'aliases'.")
        assert len(found) < 300
    assert snapshot(site / "output") == before
    assert nothing_waits(site)
    put(site, {"content/b.md": text_of("B")})
    build(site)
    assert (site / "output" / "2023/03/08/b/index.html").exists()
    assert differences_from_clean(site) == []


def test_the_longest_names_are_built(tmp_path: Path) -> None:
    longest = os.pathconf("/", "PC_PATH_MAX") if hasattr(os, "pathconf") else 4096
    room = longest - len(os.fsencode(tmp_path / "site" / "output")) - len("/index.html/\0")
    steps = [*["x" * LONGEST_STEP] * (room // 256), "y" * (room % 256)]
    alias = "/".join(["", *filter(None, steps), ""])
    site = make_site(tmp_path, {"content/a.md": text_of(aliases=f'["{alias}"]')})
    build(site)
    assert (site / "output" / alias.strip("/") / "index.html").read_bytes()
    put(site, {"content/a.md": text_of(aliases=f'["{alias[:-1]}y/"]')})
    assert len(problems_of(site)) == 1


def test_a_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    class File:
        path, origin = f"tags/{'t' * 256}/index.html", "the tag 'T'"

    (found,) = too_long([File()], 4000)
    assert (found.path, found.remedy) == ("", "Give it a shorter 'slug' or name.")
    File.path = f"tags/{'t' * LONGEST_STEP}/index.html"
    assert [*too_long([File()], 4000)] == []
    assert len([*too_long([File()], 200)]) == 1
