"""What is built, shown and said while the files of a site change."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import re
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from digest.build import proof as proof_module
from digest.build import stages
from digest.build.proof import Proof
from digest.build.session import Session, clean
from digest.commands import follow as follow_module
from digest.commands.console import Context
from digest.commands.follow import Follower, Place
from digest.commands.journal import Journal
from digest.commands.said import Said
from digest.errors import OutputError
from digest.files.folders import OUTPUT, PREVIEW
from digest.live.faults import Fault
from tests.sites import CONFIG, NOW, Files, article, build, differences_from_clean, make_site, put, request_for, tree

OLD = 1_600_000_000  # seconds since the epoch

DRAFT = article("Zebra", draft="true", body="![map](map.png)")


class Browser:
    """What shows the pages, and what it was told."""

    url = "http://localhost/"

    def __init__(self) -> None:
        self.changes: list[tuple[set[str], dict[str, str]]] = []
        self.desks = 0  # how often nothing but what is told of the site was said to be other
        self.faults: list[Fault] = []

    @property
    def problem(self) -> str:
        return "\n".join(f"{fault.path}:{fault.line}: {fault.text}" for fault in self.faults)

    def changed(
        self,
        paths: Collection[str],
        moved: Mapping[str, str] = MappingProxyType({}),
        faults: Sequence[Fault] | None = None,
    ) -> None:
        if paths or moved or faults is not None:
            self.changes.append((set(paths), dict(moved)))
        else:
            self.desks += 1
        if faults is not None:
            self.faults = list(faults)

    def failed(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)


def put_old(site: Path, files: Files) -> frozenset[Path]:
    """Writes files that have rested, and gives their paths."""
    put(site, files)
    for name, text in files.items():
        if text is not None:
            os.utime(site / name, (OLD, OLD + len(text)))
    return frozenset(site / name for name in files)


class Followed:
    """A site that is followed: `change` writes files, has it shown and built, and gives the lines that were said."""

    def __init__(
        self,
        site: Path,
        heard: Callable[[], str],
        context: Context,
        *,
        is_shown: bool = True,
        drafts: bool = False,
        output: str = OUTPUT,
    ) -> None:
        self.site, self.browser, self._heard = site, Browser(), heard
        self.now = NOW
        self.public = Session(request_for(site, drafts=drafts, output=site / output))
        self.proof = Proof(site) if is_shown else None
        self.journal = Journal(site)
        self.follower = Follower(
            context,
            site,
            Place(site / output, self.public),
            self.proof,
            lambda: self.now,
            self.browser if is_shown else None,
            Said(context, site),
            self.journal,
        )
        self.said = self.renew(None)

    def close(self) -> None:
        self.public.__exit__()
        if self.proof:
            self.proof.__exit__()

    def change(self, files: Files) -> list[str]:
        return self.renew(put_old(self.site, files))

    def renew(self, changed: frozenset[Path] | None) -> list[str]:
        self.follower.renew(changed)
        self.rest()
        return self.heard()

    def rest(self) -> None:
        """Some moments go by in which nothing changes."""
        for _ in range(4):
            self.follower.go_on()

    def heard(self) -> list[str]:
        return [line.partition(" ")[2] if line[2:3] == ":" else line for line in self._heard().splitlines()]

    def shows(self, path: str) -> bytes:
        assert self.proof
        found = self.proof.read(path)
        return found.read_bytes() if isinstance(found, Path) else found or b""

    @property
    def is_exact(self) -> bool:
        """Whether the output is as a build from nothing makes it, and what is shown as one with drafts does."""
        clean = {}
        for drafts in (False, True):
            scratch = self.site.parent / f"clean-{drafts}"
            build(self.site, drafts=drafts, output=scratch)
            clean[drafts] = tree(scratch)
        shown = {path: self.shows(path) for path in clean[True]}
        assert tree(self.site / OUTPUT) == clean[False]
        assert shown == clean[True]
        return True


Follow = Callable[..., Followed]


@pytest.fixture
def follow(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Follow]:
    monkeypatch.setattr(follow_module, "BREATH", 0.0)
    monkeypatch.setattr(follow_module, "LISTEN_EVERY", 0.0)
    made = []

    def heard() -> str:
        told = capsys.readouterr()
        return told.out + told.err

    def begin(files: Files, context: Context = Context(None, False, False), **options: Any) -> Followed:  # noqa: B008
        made.append(Followed(make_site(tmp_path, files), heard, context, **options))
        return made[-1]

    yield begin
    for one in made:
        one.close()


ZEBRA = "2023/03/08/zebra/index.html"


def test_what_is_held_is_shown_and_never_published(follow: Follow) -> None:
    one = follow({"content/a.md": article()})
    said = one.change({"content/x/b.md": DRAFT, "content/x/map.png": "x"})
    assert said == ["x/b.md, x/map.png: the site stays as it is."]
    assert b"Draft: not yet published" in one.shows(ZEBRA)
    assert one.shows("x/map.png") == b"x"
    assert not any(
        b"ebra" in data or "ebra" in name or "x/map" in name for name, data in tree(one.site / OUTPUT).items()
    )
    assert one.is_exact
    one.change({"content/a.md": article(body="Other.")})
    assert one.is_exact
    one.change({"content/x/b.md": DRAFT.replace("draft: true", "draft: false")})
    assert (one.site / OUTPUT / ZEBRA).exists()
    assert one.is_exact
    one.change({"content/x/b.md": DRAFT})
    assert one.is_exact


def test_what_was_asked_for_and_is_other_now_is_told(follow: Follow) -> None:
    one = follow({"content/a.md": article(), "content/b.md": article("B", "2022-01-01"), "content/s.css": "a{}"})
    page, other = "2023/03/08/a/index.html", "2022/01/01/b/index.html"
    assert one.shows(page)
    assert one.shows(other)
    assert one.shows("s.css")
    assert one.shows("2023/03/08/c/index.html") == b""
    one.change({"content/a.md": article(body="Other.")})
    assert one.browser.changes[-1] == ({page}, {})
    one.change({"content/s.css": "b{}"})
    assert one.browser.changes[-1] == ({"s.css"}, {})
    one.change({"content/b.md": article("C", "2022-01-01")})
    assert one.browser.changes[-1][1] == {other: "2022/01/01/c/index.html"}
    assert other in one.browser.changes[-1][0]
    one.change({"content/c.md": article("C")})  # that there is a page now where there was none is seen at last
    assert any("2023/03/08/c/index.html" in files for files, _ in one.browser.changes)


def test_the_output_is_put_right(follow: Follow) -> None:
    one = follow({"content/a.md": article()})
    for _ in range(2):
        (one.site / OUTPUT / "index.html").unlink()
        shutil.rmtree(one.site / OUTPUT / "static")
        one.rest()  # it looks at some files at a time
        one.rest()
        assert one.is_exact


@pytest.mark.parametrize("is_shown", [True, False])
@pytest.mark.parametrize("gone", [".digest", "output", "both", "clean", "stores"])
def test_what_is_known_of_a_site_is_made_again_when_it_is_gone(follow: Follow, gone: str, is_shown: bool) -> None:
    one = follow({"content/a.md": article(), "content/b.md": article("B")}, is_shown=is_shown)
    if is_shown:
        one.shows("index.html")
    if gone == "clean":
        clean(request_for(one.site))
    for store in one.site.glob(".digest/*.sqlite") if gone == "stores" else ():
        store.unlink()  # and not what SQLite has beside it
    for name in {"both": [".digest", "output"], "clean": [], "stores": []}.get(gone, [gone]):
        shutil.rmtree(one.site / name)
    if is_shown:
        assert b"Text." in one.shows("2023/03/08/a/index.html")  # which was not asked for before
    one.rest()
    assert differences_from_clean(one.site) == []
    if is_shown:
        one.change({"content/a.md": article(body="Other.")})
        assert one.is_exact


def test_a_damaged_store_of_the_preview_is_made_again(follow: Follow) -> None:
    one = follow({"content/a.md": article(), "content/b.md": article("B")})
    (store,) = set((one.site / ".digest").glob("*.sqlite")) - {one.site / ".digest/output.sqlite"}
    with closing(sqlite3.connect(store)) as db:
        db.execute("DELETE FROM body")
        db.commit()
    for _ in range(2):
        assert b"The site is read again." in one.shows("2023/03/08/a/index.html")
    one.rest()
    assert [path.name for path in store.parent.glob("*.damaged")] == [f"{store.name}.damaged"]
    assert b"Text." in one.shows("2023/03/08/a/index.html")
    assert {"2023/03/08/a/index.html"} in [paths for paths, _ in one.browser.changes]
    assert one.is_exact


def test_what_stood_in_the_way_is_missed(follow: Follow) -> None:
    one = follow({"content/a.md": article()})
    (one.site / "output/index.html").unlink()
    put(one.site, {"output/index.html/mine.txt": "mine"})
    one.rest()
    wait_until_ripe(one)
    assert any("a folder stands where a page must go" in line for line in one.heard())
    (one.site / "output/feed.xml").unlink()
    one.rest()
    assert one.heard() == []
    shutil.rmtree(one.site / "output/index.html")
    one.rest()
    assert "output/index.html is right again." in one.heard()
    assert one.is_exact


def test_that_the_last_good_site_stays_is_said_once(follow: Follow) -> None:
    one = follow({"content/a.md": article(), "content/b.md": article("B")})
    stays = "1 problem: the last good site stays in output/."
    assert stays in one.change({"content/b.md": "---\ntitle: [\n---\n"})
    assert stays not in one.change({"content/a.md": article(body="Other.")})
    one.change({"content/b.md": article("B")})
    assert stays in one.change({"content/b.md": "---\ntitle: [\n---\n"})


def test_a_broken_article_stands_as_it_was_and_the_rest_goes_on(follow: Follow) -> None:
    one = follow({"content/a.md": article(), "content/b.md": article("Bee", body="First.")})
    before = tree(one.site / OUTPUT)
    told = one.change({"content/b.md": "---\ntitle: [\n---\nBroken.", "content/a.md": article(body="Other.")})
    assert sum("content/b.md:2: this is not valid YAML" in line for line in told) == 1
    assert "1 problem: the last good site stays in output/." in told
    assert b"Other." in one.shows("2023/03/08/a/index.html")
    assert b"First." in one.shows("2023/03/08/bee/index.html")
    assert b"Bee" in one.shows("index.html")
    assert tree(one.site / OUTPUT) == before
    assert [(fault.line, fault.first, fault.excerpt) for fault in one.browser.faults] == [
        (2, 1, ("---", "title: [", "---", "Broken."))
    ]
    told = one.change({"content/a.md": article(body="A third.")})
    assert not any("YAML" in line for line in told)  # a problem is told once
    assert b"A third." in one.shows("2023/03/08/a/index.html")
    assert "YAML" in one.browser.problem
    told = one.change({"content/b.md": article("Bee", body="Second.")})
    assert told[0] == "content/b.md is right again."
    assert one.browser.problem == ""
    assert one.is_exact


def test_settings_that_are_broken_stay_as_they_were(follow: Follow) -> None:
    one = follow({"content/a.md": article()})
    one.change({"digest.yaml": "title: [", "content/a.md": article(body="Other.")})
    assert "digest.yaml:1: this is not valid YAML" in one.browser.problem
    assert b"Other." in one.shows("2023/03/08/a/index.html")
    assert b"Test Digest" in one.shows("index.html")
    one.change({"digest.yaml": CONFIG})
    assert one.is_exact


def test_a_template_that_is_broken_says_so_on_its_pages(follow: Follow) -> None:
    config = CONFIG + "theme: mine\n"
    one = follow({"content/a.md": article(), "digest.yaml": config, "themes/mine/templates/page.html": ""})
    one.change({"themes/mine/templates/article.html": "{% if %}"})
    assert b"themes/mine/templates/article.html:1: template error" in one.shows("2023/03/08/a/index.html")
    assert b"Test Digest" in one.shows("index.html")
    one.change({"themes/mine/templates/article.html": "Mine: {{ page.title }}"})
    assert one.shows("2023/03/08/a/index.html") == b"Mine: A"


def test_what_may_be_half_written_is_looked_at_again_before_it_is_told(follow: Follow) -> None:
    one = follow({"content/a.md": article()})
    file = one.site / "content/a.md"
    file.write_text("---\ntit")
    assert one.renew(frozenset([file])) == []
    assert one.browser.problem == ""
    assert b"Text." in one.shows("2023/03/08/a/index.html")
    file.write_text(article(body="Whole."))
    wait_until_ripe(one)
    assert not any("content/a.md" in line for line in one.heard())
    assert b"Whole." in one.shows("2023/03/08/a/index.html")
    file.write_text("---\ntit")
    one.renew(frozenset([file]))
    wait_until_ripe(one)
    assert sum("content/a.md" in line for line in one.heard()) == 1
    assert "content/a.md" in one.browser.problem


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no file has such a name")
@pytest.mark.parametrize("is_shown", [True, False])
def test_what_cannot_be_read_is_told_once_and_then_rests(follow: Follow, is_shown: bool) -> None:
    one = follow({"content/a.md": article()}, is_shown=is_shown)
    os.symlink("nosuch", one.site / "content/link.md")
    wrong = Path(os.fsdecode(os.fsencode(one.site) + b"/content/bild\xfc.jpg"))
    wrong.write_bytes(b"")
    one.renew(frozenset([one.site / "content/link.md", wrong]))
    wait_until_ripe(one)
    told = one.heard()
    assert sum("content/link.md: cannot be read" in line for line in told) == 1
    assert sum("its name is not UTF-8" in line for line in told) == 1
    assert not one.follower.go_on()
    assert [built.is_refused for built in one.journal.builds if built.place == "output/"] == [True, False]
    os.unlink(one.site / "content/link.md")
    wrong.unlink()
    assert "The site can be built again." in one.renew(None)


def wait_until_ripe(one: Followed) -> None:
    time.sleep(1.5 * follow_module.RIPE)
    one.rest()


def published(one: Followed) -> set[str]:
    return {path.name for path in (one.site / OUTPUT / "2023/03/08").iterdir() if path.is_dir()}


def test_an_embargo_ends_and_what_expires_goes_at_its_time(follow: Follow) -> None:
    later = dt.datetime.fromtimestamp(NOW + 60, dt.UTC).isoformat()
    files = {"content/a.md": article(publish=later), "content/b.md": article("B", expires=later)}
    for is_shown in (True, False):
        one = follow(files, is_shown=is_shown)
        assert {"a", "b"} & {
            path.split("/")[3] for path in tree(one.site / OUTPUT) if path.startswith("2023/03/08/")
        } == {"b"}
        one.rest()
        assert one.heard() == []
        one.now = NOW + 60
        one.rest()
        assert {"a", "b"} & {
            path.split("/")[3] for path in tree(one.site / OUTPUT) if path.startswith("2023/03/08/")
        } == {"a"}
        if is_shown:
            assert one.shows("2023/03/08/a/index.html")
            assert not one.shows("2023/03/08/b/index.html")


def test_what_is_due_while_an_article_is_broken_is_not_tried_without_end(follow: Follow) -> None:
    later = dt.datetime.fromtimestamp(NOW + 60, dt.UTC).isoformat()
    for is_shown in (True, False):
        one = follow({"content/a.md": article(publish=later), "content/b.md": article("B")}, is_shown=is_shown)
        one.change({"content/b.md": "---\ntitle: [\n---\n"})
        one.now = NOW + 60
        one.rest()
        tried = one.journal.builds
        one.rest()
        assert one.journal.builds is tried
        assert not any("the last good site stays" in line for line in one.heard())  # that was said before
        one.change({"content/b.md": article("B")})
        assert published(one) == {"a", "b"}


def test_a_newer_change_ends_a_build_and_nothing_is_lost(follow: Follow) -> None:
    one = follow({f"content/{n}.md": article(f"No {n}") for n in range(30)})
    for n in range(3):
        put(one.site, {f"content/{n}.md": article(f"No {n}", body="Other.")})
        one.follower.renew(frozenset([one.site / f"content/{n}.md"]))
        one.follower.go_on(lambda: True)
        one.follower.go_on(lambda: True)
    assert not any(b"Other." in data for data in tree(one.site / OUTPUT).values())
    assert b"Other." in one.shows("2023/03/08/no-2/index.html")
    one.rest()
    assert one.is_exact


def test_changes_that_never_rest_hold_up_a_build_for_a_while_alone(
    follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = follow({"content/a.md": article(), "content/b.md": article("B")})
    monkeypatch.setattr(follow_module, "BREATH", 60.0)
    for patience, text in ((60.0, b"Text."), (0.0, b"Other.")):
        monkeypatch.setattr(follow_module, "PATIENCE", patience)
        put(one.site, {"content/a.md": article(body="Other.")})
        one.follower.renew(frozenset([one.site / "content/a.md"]))
        for _ in range(4):
            one.follower.go_on(lambda: True)
        assert text in (one.site / OUTPUT / "2023/03/08/a/index.html").read_bytes()
    assert one.is_exact


def test_a_site_that_was_moved_away_is_told_and_no_other_made_there(follow: Follow) -> None:
    one = follow({"content/a.md": article()})
    away = one.site.with_name("away")
    one.site.rename(away)
    assert any("There is no folder" in line for line in one.renew(None))
    assert not one.site.exists()
    away.rename(one.site)
    assert one.change({"content/a.md": article(body="Other.")})
    assert one.is_exact


def test_what_changes_while_files_are_written_is_shown_at_once_and_built_next(follow: Follow) -> None:
    """A build that writes is not given up, and holds up nobody who looks."""
    one = follow({f"content/{n}.md": article(f"No {n}") for n in range(30)})
    put(one.site, {f"content/{n}.md": article(f"No {n}", body="Other.") for n in range(30)})
    one.follower.renew(None)
    shown: list[bytes] = []

    def others() -> int:
        return sum(b"Other." in data for data in tree(one.site / OUTPUT).values())

    def tell_news() -> None:
        changed = put_old(one.site, {f"content/{len(shown)}.md": article(f"No {len(shown)}", body="A third.")})
        one.follower.renew(changed)
        shown.append(one.shows(f"2023/03/08/no-{len(shown)}/index.html"))

    while not one.follower.go_on(lambda: others() > 5 * (1 + len(shown)), tell_news):
        pass
    assert len(shown) > 3
    assert all(b"A third." in page for page in shown)
    assert not any(b"A third." in data for data in tree(one.site / OUTPUT).values())
    one.rest()
    assert one.is_exact


def test_what_is_looked_at_while_files_are_written_is_looked_at_whole(
    follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All pages that are open, and what seemed half-written."""
    monkeypatch.setattr(follow_module, "RIPE", 0.01)
    one = follow({f"content/{n}.md": article(f"No {n}") for n in range(30)})
    pages = {f"2023/03/08/no-{n}/index.html" for n in range(30)}
    assert all(map(one.shows, pages))
    put(one.site, {"digest.yaml": CONFIG.replace("Test Digest", "Second")})
    one.follower.renew(None)
    while one.proof and one.proof.is_looking:
        one.follower.go_on()
    told: list[str] = []

    def is_news() -> bool:
        return not told and sum(b"Second" in data for data in tree(one.site / OUTPUT).values()) > 5

    def tell_news() -> None:
        told.append("once")
        one.browser.changes.clear()
        put(one.site, {"digest.yaml": CONFIG.replace("Test Digest", "Third"), "content/0.md": "---\ntitle: ["})
        one.follower.renew(frozenset([one.site / "digest.yaml", one.site / "content/0.md"]))
        time.sleep(follow_module.RIPE)

    one.follower.go_on(is_news, tell_news)
    assert told
    assert not any(b"Third" in data for data in tree(one.site / OUTPUT).values())
    assert pages <= {path for paths, _ in one.browser.changes for path in paths}
    assert "content/0.md" in one.browser.problem


def test_a_build_that_writes_does_not_ask_after_each_file(follow: Follow, monkeypatch: pytest.MonkeyPatch) -> None:
    """What time it is, among others: with --now that reads the settings."""
    one = follow({f"content/{n}.md": article(f"No {n}") for n in range(30)})
    asked = {0.0: 0, 60.0: 0}
    every = 0.0

    def is_news() -> bool:
        asked[every] += 1
        return False

    for every in asked:
        monkeypatch.setattr(follow_module, "LISTEN_EVERY", every)
        put(one.site, {f"content/{n}.md": article(f"No {n}", body=f"Every {every}.") for n in range(30)})
        one.follower.renew(None)
        while one.follower.go_on(is_news):
            pass
    assert asked[0.0] - asked[60.0] > 30


@pytest.mark.parametrize(("output", "is_shown"), [(OUTPUT, False), (str(PREVIEW), True)])
def test_where_a_look_would_wait_for_the_build_that_writes_it_comes_after_it(
    follow: Follow, output: str, is_shown: bool
) -> None:
    one = follow({"content/a.md": article()}, is_shown=is_shown, output=output, drafts=True)
    index = one.site / output / "index.html"
    put(one.site, {"digest.yaml": CONFIG.replace("Test Digest", "Second")})
    one.follower.renew(None)
    index.unlink()
    for _ in range(4):
        one.follower.go_on(index.exists, lambda: pytest.fail("told in a build"), 60)
    assert b"Second" in index.read_bytes()


def test_what_the_system_refuses_is_told_once_and_tried_again(follow: Follow, monkeypatch: pytest.MonkeyPatch) -> None:
    one = follow({"content/a.md": article()})
    monkeypatch.setattr(follow_module, "RETRY", 0.0)
    with monkeypatch.context() as broken:

        def refuse(*given: object) -> None:
            raise OSError(errno.EMFILE, "Too many open files", "digest.yaml")

        broken.setattr(proof_module, "scan_and_parse", refuse)
        broken.setattr(stages, "scan_and_parse", refuse)
        told = one.change({"content/a.md": article(body="Other.")})
        assert sum("Too many open files" in line for line in told) == 1
        one.rest()
        assert one.heard() == []
        assert "Too many open files" in one.browser.problem
    one.rest()
    assert one.browser.faults == []
    assert one.is_exact


def test_what_is_refused_in_two_places_is_told_once_of_each(follow: Follow, monkeypatch: pytest.MonkeyPatch) -> None:
    one = follow({"content/a.md": article()})
    monkeypatch.setattr(follow_module, "RETRY", 0.05)
    with monkeypatch.context() as refusing:
        refusing.setattr(Proof, "renew", refuses("No room for the preview."))
        refusing.setattr(Session, "build", refuses("No room for the pages."))
        told = one.change({"content/a.md": article(body="Other.")})
        for _ in range(20):
            time.sleep(0.02)
            told += one.renew(None)
        assert sorted(told) == ["No room for the pages.", "No room for the preview."]
        assert one.browser.problem == ":0: No room for the preview.\n:0: No room for the pages."
    time.sleep(0.1)
    one.rest()
    assert one.browser.faults == []
    assert one.is_exact


def refuses(text: str) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise OutputError(text)

    return refuse


def test_a_problem_in_what_is_held_stops_nothing_else(follow: Follow) -> None:
    one = follow({"content/a.md": article()})
    told = one.change(
        {"content/a.md": article(body="Other."), "content/b.md": article("Zebra", draft="true", body="[x](x.md)")}
    )
    assert sum("content/b.md:7: links to 'x.md'" in line for line in told) == 1
    assert one.browser.problem.startswith("content/b.md:7: links to 'x.md'")
    assert b"Other." in tree(one.site / OUTPUT)["2023/03/08/a/index.html"]
    said = one.change({"content/b.md": article("Zebra", draft="true")})
    assert said[0] == "content/b.md is right again."
    assert one.browser.problem == ""
    assert one.is_exact


def test_a_warning_is_told_once_and_again_if_it_comes_back(follow: Follow) -> None:
    wrong = article(body="[x](/nowhere/)")
    one = follow({"content/a.md": wrong, "content/b.md": article("B")})
    assert sum("warning: content/a.md:6: links to /nowhere/" in line for line in one.said) == 1
    assert not any("nowhere" in line for line in one.change({"content/b.md": article("B", body="Other.")}))
    assert not any("nowhere" in line for line in one.change({"content/a.md": article(body="Above.\n\n[x](/nowhere/)")}))
    assert one.change({"content/a.md": article()})[0] == "content/a.md is right again."
    assert sum("nowhere" in line for line in one.change({"content/a.md": wrong})) == 1
    one.change({"content/a.md": None})
    assert not any("right again" in line for line in one.change({"content/b.md": article("B")}))


def test_warnings_are_counted_as_warnings_and_what_is_mended_is_said(follow: Follow) -> None:
    one = follow({"content/a.md": article()})
    told = one.change({"digest.yaml": CONFIG.replace("base_url", "bas_url"), "content/a.md": article(tag="x")})
    assert "2 problems, 1 warning: the last good site stays in output/." in told
    (mended, _) = one.change({"digest.yaml": CONFIG, "content/a.md": article(body="Other.")})
    assert mended == "content/a.md, digest.yaml are right again."
    many = {f"content/{number}.md": article(tag="x") for number in range(5)}
    one.change(many)
    told = one.change({name: article(f"No {name[8]}") for name in many})
    assert told[0] == "content/0.md, content/1.md, content/2.md and 2 others are right again."
    one.change({"content/c.md": article(tag="x")})
    assert one.change({"content/c.md": None})[0] == "The site can be built again."


def test_files_that_wait_are_told_when_they_change(follow: Follow) -> None:
    files = {"content/x/b.md": article(publish="2030-01-01"), "content/x/map.png": "x"}
    one = follow(files, is_shown=False)
    assert "1 file held back with articles that are not published now:" in one.said
    assert len(one.change({"content/a.md": article()})) == 1
    assert "No file is held back any more." in one.change({"content/x/b.md": article("B")})


def test_quiet_is_errors_only(follow: Follow) -> None:
    one = follow({"content/a.md": article(body="[x](/nowhere/)")}, Context(None, False, True))
    assert one.said == []
    (line,) = one.change({"content/a.md": article(tag="x")})
    assert line.startswith("content/a.md:4: 'tag' is not")
    assert one.change({"content/a.md": article()}) == []


def test_machines_get_one_answer_for_each_change(follow: Follow) -> None:
    one = follow({"content/a.md": article()}, Context(None, True, False))
    answer = json.loads("\n".join(one.said))
    assert (answer["status"], answer["report"]["site"]["articles"]) == ("done", 1)


def noted(one: Followed) -> list[tuple[str, tuple[str, ...], str, str]]:
    """What was noted, the newest first: where, the files, the reason, and what came of it without its times."""
    builds = one.journal.builds
    return [(built.place, built.files, built.why, re.sub(r"\d+\.\d+ s", "… s", built.done)) for built in builds]


def test_what_was_built_is_noted_with_its_reason(follow: Follow) -> None:
    one = follow({"content/a.md": article(), "content/b.md": article("B", publish="2023-11-15")})
    begun = ("content/a.md", "content/b.md")
    read = ("output/", (), "all files were looked at")  # and the preview had read them
    assert [entry[:3] for entry in noted(one)] == [read, ("preview", begun, "")]
    assert one.shows("2023/03/08/a/index.html")
    one.change({"content/a.md": article(body="Other.")})
    assert noted(one)[:2] == [
        ("output/", ("content/a.md",), "", noted(one)[0][3]),
        ("preview", ("content/a.md",), "", "shown after … s; 1 open file renewed"),
    ]
    assert re.fullmatch(r"[1-9]\d* of \d+ pages made in … s", noted(one)[0][3])
    desks = one.browser.desks
    one.change({"themes/mine/templates/x.html": "x"})
    assert one.browser.desks == desks + 1
    assert noted(one)[0][:2] == ("output/", ("themes/mine/templates/x.html",))
    one.now = NOW + 86_400
    one.rest()
    when = "the time of an embargo, an expiry or the sitemap of news came"
    assert [entry[:3] for entry in noted(one)[:2]] == [("output/", (), when), ("preview", (), when)]
    (one.site / OUTPUT / "index.html").unlink()
    one.rest()
    one.rest()
    assert noted(one)[0][:3] == ("output/", (), "files that were built are gone or altered")


def wrong(one: Followed) -> list[tuple[str, str]]:
    return [(problem.path or problem.fact, problem.level) for problem in one.journal.problems]


def test_what_was_refused_is_noted_and_what_is_wrong_is_known(follow: Follow, monkeypatch: pytest.MonkeyPatch) -> None:
    one = follow({"content/a.md": article(body="[x](/nowhere/)"), "content/b.md": article("B")})
    assert wrong(one) == [("content/a.md", "warning")]
    one.change({"content/b.md": article("B", tag="x")})
    assert wrong(one) == [("content/a.md", "warning"), ("content/b.md", "error")]
    assert one.browser.desks == 2
    output, preview = one.journal.builds[:2]
    assert (output.is_refused, output.done) == (True, "1 problem, 1 warning: the last good site stays in output/.")
    assert not preview.is_refused
    assert preview.done.endswith("; 1 problem")
    one.change({"content/b.md": article("B"), "content/a.md": article()})
    assert wrong(one) == []
    assert not one.journal.builds[0].is_refused
    monkeypatch.setattr(follow_module, "RETRY", 0.0)
    with monkeypatch.context() as broken:

        def refuse(*given: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        broken.setattr(proof_module, "scan_and_parse", refuse)
        desks = one.browser.desks
        one.follower.renew(frozenset([one.site / "content/a.md"]))
        assert one.browser.desks == desks + 1
        assert wrong(one) == [("No space left on device.", "error")]
        assert next(built.is_refused for built in one.journal.builds if built.place == "preview")
    one.rest()
    assert wrong(one) == []
