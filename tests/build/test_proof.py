"""A proof shows what a build from nothing makes, whatever was edited, and tells which files are other."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from digest.build import planning
from digest.build import proof as proof_module
from digest.build.proof import Proof
from digest.build.report import Request
from digest.build.session import clean
from digest.errors import ProblemsError
from digest.model.planned import Group, Page
from tests.build import edits as made
from tests.build.edits import FIELDS, FILES, OF_PAGES, SETTINGS, EditedSite
from tests.build.test_exact import try_edits
from tests.oracle import clean_report, tree
from tests.profiles import examples
from tests.sites import NOW, article, build, make_site

LATER = re.compile(r"two sources want|twice in 'aliases'|while making")
"""What is wrong with all pages together, or with a template on a page, is found by a build alone."""


class Proved(EditedSite):
    """A site whose edits are looked at in a proof, not in a folder."""

    proof: Proof | None = None
    shown: dict[str, bytes] | None = None

    def forget(self) -> None:
        super().forget()
        if self.proof:
            self.proof.__exit__()
            self.proof = None

    def compare(self) -> bool:
        (self.site / "content").mkdir(parents=True, exist_ok=True)
        self.proof, changed = self.proof or Proof(self.site), self.changed_paths()
        renewed = self.proof.renew(self.now, changed)
        files = set(renewed.files)
        while self.proof.is_looking:
            files |= self.proof.look_on()
        scratch = self.folder / "scratch"
        shutil.rmtree(scratch, ignore_errors=True)
        before = self.shown or {}
        try:
            report = clean_report(Request(self.site, scratch, self.now, drafts=True))
        except ProblemsError as error:
            missed = {*error.problems} - {*renewed.problems}
            assert all(LATER.search(problem.fact) for problem in missed), missed
            is_built = False
        else:
            is_built = True
            assert renewed.problems == report.site.warnings
            clean = {path: data for path, data in tree(scratch).items() if data is not None}
            shown = {path: self.read(path) for path in {*clean, *before}}
            assert {path: data for path, data in shown.items() if data is not None} == clean
        self.shown = {path: self.read(path) or b"" for path in {*before, *tree(scratch)}}
        assert {path for path, data in before.items() if self.shown[path] != data} <= files
        return is_built

    def read(self, path: str) -> bytes | None:
        assert self.proof
        found = self.proof.read(path)
        if found is None or isinstance(found, bytes):
            return found
        return found.read_bytes() if found.exists() else None


@pytest.fixture
def proved() -> Iterator[Proved]:
    site = Proved()
    site.begin_with_all()
    site.compare()
    yield site
    site.close()


@pytest.mark.parametrize("field", FIELDS)
def test_one_field_at_a_time(field: str, proved: Proved) -> None:
    for _ in made.change_field(proved, field):
        proved.compare()


@pytest.mark.parametrize("field", OF_PAGES)
def test_one_field_of_a_page_at_a_time(field: str, proved: Proved) -> None:
    for _ in made.change_page(proved, field):
        proved.compare()


@pytest.mark.parametrize("option", SETTINGS)
def test_one_setting_at_a_time(option: str, proved: Proved) -> None:
    for _ in made.change_option(proved, option):
        proved.compare()


@pytest.mark.parametrize("path", FILES)
def test_one_file_at_a_time(path: str, proved: Proved) -> None:
    for _ in made.change_file(proved, path):
        proved.compare()


@pytest.mark.parametrize(
    "change",
    [
        made.change_title_alone,
        made.change_address_alone,
        made.change_shown_draft,
        made.change_news,
        made.change_picture,
    ],
)
def test_one_thing_beside_another(change: Callable[[EditedSite], Iterator[None]], proved: Proved) -> None:
    for _ in change(proved):
        proved.compare()


def test_links_to_a_place_that_goes(proved: Proved) -> None:
    proved.set_field("a", "body", "[there](b.md#head)")
    for body in ("# Head", "Text.", "# Head", "# Other"):
        proved.set_field("b", "body", body)
        assert proved.compare()


def test_files_that_wait_and_sources(proved: Proved) -> None:
    for _ in made.change_holding(proved):
        proved.compare()
    for _ in made.change_sources(proved):
        proved.compare()


def test_any_series_of_edits() -> None:
    try_edits(made.ENGINES[0], None, examples(quick=10, deep=150), site=Proved)


def never(*given: object) -> None:
    raise AssertionError


def test_what_a_build_has_read_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path, {"content/a.md": article(), "content/b.md": article("B", draft="true")})
    build(site)
    monkeypatch.setattr(planning, "parse_chunk", never)
    with Proof(site) as proof:
        assert not proof.renew(NOW).problems
        shown = proof.read("2023/03/08/b/index.html")
        assert isinstance(shown, bytes)
        assert b"Draft" in shown
    assert build(site).rendered == ()


def test_what_a_proof_has_read_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path, {"content/a.md": article(), "content/b.md": article("B", draft="true")})
    with Proof(site) as proof:
        proof.renew(NOW)
        with monkeypatch.context() as patched:
            patched.setattr(planning, "parse_chunk", never)
            report = build(site)
    assert "2023/03/08/a/index.html" in report.written
    scratch = tmp_path / "scratch"
    clean_report(Request(site, scratch, NOW))
    assert tree(site / "output") == tree(scratch)


def test_a_site_that_is_cleaned_is_read_anew(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article()})
    with Proof(site) as proof:
        proof.renew(NOW)
        clean(Request(site, site / "output", NOW))
        assert list((site / ".digest").glob("*.sqlite")) == []
        proof.renew(NOW)
        assert proof.read("2023/03/08/a/index.html")


def test_a_store_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article()})
    build(site)
    (site / ".digest/output.sqlite").write_bytes(b"no database")
    with Proof(site) as proof:
        proof.renew(NOW)
        assert proof.read("2023/03/08/a/index.html")


def test_it_follows_what_was_asked_for_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof_module, "ASKED", 2)
    site = make_site(tmp_path, {"content/a.md": article(), "content/b.md": article("B")})
    pages = ["2023/03/08/a/index.html", "2023/03/08/b/index.html", "index.html"]
    with Proof(site) as proof:
        proof.renew(NOW)
        for page in pages:
            proof.read(page)
        assert [proof.follows(page) for page in pages] == [False, True, True]


def test_an_article_that_is_not_there_is_looked_for_among_those_of_its_month(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path, {"content/a.md": article(), "content/b.md": article("B", aliases="[/2023/03/08/old/]")})
    with Proof(site) as proof:
        proof.renew(NOW)
        planned: list[str] = []
        pages = Group.pages

        def noted(group: Group[Any]) -> Iterable[Page]:
            planned.append(group.name)
            return pages(group)

        monkeypatch.setattr(Group, "pages", noted)
        assert proof.read("2023/03/08/none/index.html") is None
        assert planned == ["articles 2023-03"]
        assert proof.read("2023/03/08/old/index.html")


def test_what_was_asked_for_before_the_first_look_is_told_once_it_is_there(tmp_path: Path) -> None:
    with Proof(make_site(tmp_path, {"content/a.md": article()})) as proof:
        assert proof.read("2023/03/08/a/index.html") is None
        assert proof.read("nowhere/index.html") is None
        files = set(proof.renew(NOW).files)
        while proof.is_looking:
            files |= proof.look_on()
        assert files == {"2023/03/08/a/index.html"}
