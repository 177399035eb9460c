"""What a proof tells of the whole site."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.build.proof import Proof
from digest.model.article import Doubt, Held
from digest.model.overview import Overview
from tests.sites import NOW, Files, article, make_site, put


@pytest.fixture
def proof(tmp_path: Path) -> Iterator[Proof]:
    with Proof(make_site(tmp_path)) as made:
        yield made


def looked_at(proof: Proof, tmp_path: Path, files: Files, now: int = NOW) -> Overview:
    put(tmp_path / "site", files)
    proof.renew(now)
    found = proof.overview()
    assert found
    return found


def test_before_the_first_look_nothing_is_known(proof: Proof) -> None:
    assert proof.overview() is None


def test_an_overview_has_all_articles_and_says_which_have_a_page(proof: Proof, tmp_path: Path) -> None:
    found = looked_at(
        proof,
        tmp_path,
        {
            "content/a.md": article("A", review="{date: no day is in it}"),
            "content/b.md": article("B", draft="true"),
            "content/c.md": article("C", publish="2030-01-01T06:00"),
            "content/d.md": article("D", expires="2023-04-01"),
            "content/pages/about.md": article("About", None),
        },
    )
    assert {one.path for one in found.articles} == {"a.md", "b.md", "c.md", "d.md", "pages/about.md"}
    assert found.shown == {"a.md", "b.md", "pages/about.md"}
    assert found.articles[0].review == (Doubt("date", "no day is in it"),)
    assert (found.title, found.language, str(found.zone), found.now) == ("Test Digest", "en", "Europe/Brussels", NOW)


def test_files_are_held_as_in_what_is_published(proof: Proof, tmp_path: Path) -> None:
    """The preview shows drafts, and so it holds nothing back with them."""
    found = looked_at(
        proof, tmp_path, {"content/x/a.md": article(draft="true", body="![m](map.png)"), "content/x/map.png": "x"}
    )
    assert found.held == (Held("content/x/map.png", "content/x/a.md", True),)
    assert proof.read("x/map.png")
    found = looked_at(proof, tmp_path, {"content/x/a.md": article(body="![m](map.png)")})
    assert found.held == ()


def test_what_a_theme_names_is_not_held(proof: Proof, tmp_path: Path) -> None:
    files = {"content/x/a.md": article(draft="true", body="![m](map.png)"), "content/x/map.png": "x"}
    settings = {
        "digest.yaml": "title: T\ntheme: mine\n",
        "themes/mine/templates/footer.html": '<img src="x/map.png">',
    }
    assert looked_at(proof, tmp_path, {**files, **settings}).held == ()


def test_an_article_that_is_broken_stands_as_it_was(proof: Proof, tmp_path: Path) -> None:
    looked_at(proof, tmp_path, {"content/a.md": article("Good", draft="true")})
    (one,) = looked_at(proof, tmp_path, {"content/a.md": "---\ntitle: [\n---\n"}).articles
    assert (one.title, one.draft) == ("Good", True)


def test_an_overview_does_not_wait_for_a_look(proof: Proof, tmp_path: Path) -> None:
    looked_at(proof, tmp_path, {"content/a.md": article()})
    found: list[Overview | None] = []
    with proof._lock:  # as a look holds it
        other = threading.Thread(target=lambda: found.append(proof.overview()), daemon=True)
        other.start()
        other.join(5)
    assert found
    assert found[0]


def test_what_is_told_after_edits_is_what_is_told_of_the_site_as_it_is(proof: Proof, tmp_path: Path) -> None:
    site = tmp_path / "site"
    looked_at(proof, tmp_path, {"content/x/a.md": article(body="![m](map.png)"), "content/x/map.png": "x"})
    for text in (
        article("Other", body="![m](map.png)"),
        article(draft="true", body="![m](map.png)"),
        article(draft="true", review="[date]"),
        article(publish="2030-01-01"),
        article(),
    ):
        put(site, {"content/x/a.md": text})
        proof.renew(NOW, frozenset([site / "content/x/a.md"]))
        with Proof(site) as fresh:
            fresh.renew(NOW)
            assert proof.overview() == fresh.overview()
