"""A collection that is renewed after some articles and files came, changed or went is the one that is collected of
all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.model.article import Article, Figure, Image, Jump, Media, Reference, Source, digests_of
from digest.model.parts import Part, Shelf
from digest.settings.vocabulary import Tag, Vocabulary
from digest.site.collecting import collect
from digest.site.collection import Collection
from digest.site.plan import Plan, plan
from digest.site.renewing import renewed
from tests.profiles import examples
from tests.site.made import CONFIG, article, standing

NOW = 1_678_276_800
"""2023-03-08T12:00Z"""

NAMES = ("a", "b", "ć", "c\u0301x", "d", "e")
PICTURES = ("x.png", "ö.png", "data/y.csv")
ALL = (*(f"{name}.md" for name in NAMES), *PICTURES)
VOCABULARY = Vocabulary({"NATO": Tag("organisation", "", ("OTAN",))}, frozenset(("News",)))

days = st.sampled_from(("2023-03-08", "2023-03-08T10:00", "2023-03-07", "2022-12-31", "2022-12-30T23:59"))
tags = st.lists(st.sampled_from(("NATO", "nato", "OTAN", "Kyiv", "News", "F-35")), max_size=3).map(tuple)
ADDRESSES = ("/2023/03/08/a/", "/tags/kyiv/", "/2022/", "/old/", "/threads/war/figures.csv")
paths = st.sampled_from((*ALL, *ADDRESSES))
jumps = st.sampled_from(((), (Jump("head", 7),)))
references = st.lists(st.builds(Reference, st.just("<x>"), paths, st.just(7), jumps), min_size=1, max_size=2).map(tuple)


@st.composite
def articles(draw: st.DrawFn, name: str) -> Article:
    if draw(st.integers(0, 9)) == 0:
        return standing(
            name, path=f"{name}.md", title=draw(st.sampled_from(("One", "Two"))), references=draw(references)
        )
    report = draw(st.none() | st.sampled_from(NAMES))
    picture = draw(st.none() | st.sampled_from(PICTURES))
    return article(
        name,
        draw(days),
        title=draw(st.sampled_from(("One", "Two"))),
        tags=draw(tags),
        authors=draw(st.sampled_from(((), ("Ann",), ("ann", "Bo")))),
        source=Source(draw(st.sampled_from(("", "Wire", "wire")))),
        thread=draw(st.sampled_from(("", "War", "war"))),
        figures=draw(st.sampled_from(((), (Figure("€1"),)))),
        rank=draw(st.sampled_from((0, 1))),
        aliases=draw(st.sampled_from(((), ("old/",)))),
        ids=draw(st.sampled_from(((), ("head",)))),
        draft=draw(st.sampled_from((False, False, True))),
        embargo=draw(st.sampled_from((0, 0, NOW + 60))),
        same_as=Reference("", f"{report}.md", 3) if report else None,
        image=Image(Reference("", picture, 4)) if picture else None,
        references=draw(references),
    )


Files = Mapping[str, Article | Media | None]
"""By path; None is a file that cannot be read."""


@st.composite
def some_files(draw: st.DrawFn, fewest: int, most: int) -> Files:
    """New articles, files and faulty files at some of the paths."""
    some = st.lists(st.sampled_from((*NAMES, *PICTURES)), unique=True, min_size=fewest, max_size=most)
    found: dict[str, Article | Media | None] = {}
    for name in draw(some):
        if name in PICTURES:
            found[name] = Media(name, draw(st.sampled_from((b"1", b"2"))), draw(st.sampled_from((0, 8))), 8)
        elif draw(st.integers(0, 3)):
            found[f"{name}.md"] = draw(articles(name))
        else:
            found[f"{name}.md"] = None
    return found


edits = st.lists(
    st.tuples(some_files(1, 2), st.sets(st.sampled_from(ALL), max_size=2)),
    min_size=3,
    max_size=8,
)


@given(some_files(6, 9), edits)
@settings(max_examples=examples(quick=300, deep=10_000))
def test_renewed_is_as_collected(files: Files, steps: list[tuple[Files, set[str]]]) -> None:
    site = collected(files)
    plan(site, (), options={}, now=NOW)
    for other, gone in steps:
        after = {path: file for path, file in {**files, **other}.items() if path not in gone}
        site, files = renewed_as_collected(site, files, after), after


def link_to(path: str, *jumps: Jump) -> dict[str, Any]:
    return {"references": (Reference("<x>", path, 7, jumps),)}


@pytest.mark.parametrize(
    ("link", "before", "after"),
    [
        (link_to("/threads/war/figures.csv"), {}, {"figures": (Figure("€1"),)}),
        (link_to("b.md", Jump("head", 7)), {}, {"ids": ("head",)}),
        (link_to("/old/"), {}, {"aliases": ("old/",)}),
        (link_to("/tags/kyiv/"), {}, {"tags": ("Kyiv",)}),
        (link_to("/2023/03/08/c/"), {}, {"url": "2023/03/08/c/"}),
        (link_to("b.md"), {"draft": True}, {"draft": False}),
    ],
)
def test_links_are_looked_at_again(link: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> None:
    a = article("a", **link)
    versions = [{"a.md": a, "b.md": article("b", thread="War", **fields)} for fields in (before, after)]
    for one, other in (versions, versions[::-1]):
        site = collected(one)
        told = plan(site, (), options={}, now=NOW).problems
        then = renewed_as_collected(site, one, other)
        assert plan(then, (), options={}, now=NOW).problems != told


def renewed_as_collected(site: Collection, before: Files, after: Files) -> Collection:
    """The collection, which has been planned, after its files changed."""
    found = renewed(
        site,
        [file for path, file in after.items() if file and before.get(path) != file],
        [path for path in before if not after.get(path)],
        partial(_digests_at, after),
        now=NOW,
        drafts=False,
        faulty=faulty_in(after),
        kinds=kinds,
    )
    whole = collected(after)
    assert facts(found) == facts(whole)
    assert shown(plan(found, (), options={}, now=NOW)) == shown(plan(whole, (), options={}, now=NOW))
    return found


def collected(files: Files) -> Collection:
    found = dict(sorted(files.items()))
    every = [file for file in found.values() if isinstance(file, Article)]
    media = {path: file for path, file in found.items() if isinstance(file, Media)}
    return collect(CONFIG, every, media, VOCABULARY, now=NOW, drafts=False, faulty=faulty_in(files), kinds=kinds)


def faulty_in(files: Files) -> frozenset[str]:
    return frozenset(path for path, file in files.items() if file is None)


def _digests_at(files: Files, path: str) -> tuple[bytes, bytes]:
    article = files[path]
    assert isinstance(article, Article)
    return digests_of(article)


def kinds() -> dict[str, str]:
    return {"kyiv": "place"}


def facts(site: Collection) -> dict[str, object]:
    """All that a collection is, to be compared."""
    found: dict[str, object] = {}
    for name in Collection.__struct_fields__:
        value = getattr(site, name)
        if isinstance(value, Shelf):
            value = [(value.digest_of([n]), value[n]) for n in range(len(site.articles))]
        elif name == "weights":
            value = [value[n] for n in range(len(site.articles))]
        elif isinstance(value, Part):
            value = (value.digest, value.value)
        found[name] = list(value.items()) if name in ("days", "subjects") and isinstance(value, dict) else value
    del found["memo"]
    return found


def shown(made: Plan) -> tuple[object, ...]:
    groups = {(group.name, group.start): (group.digest(), list(group.pages())) for group in made.groups}
    return groups, msgspec.structs.replace(made.site), made.copies, made.held, sorted(made.problems), made.due
