"""Writing the site: whole files only, nobody else's files, and any crash made good by the next build."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from digest.build import session as building
from digest.build import stages
from digest.errors import OutputError, UsageError
from digest.files.folders import STATE
from digest.output import swap
from digest.output.store import Store
from digest.output.swap import INCOMING
from digest.output.tree import Tree, differences, in_the_way
from tests.sites import (
    NOW,
    article,
    build,
    differences_from_clean,
    make_site,
    nothing_waits,
    problems_of,
    put,
    request_for,
    snapshot,
    tree,
)

FILES = {
    "content/a.md": article(tags="[NATO]", aliases="[/old/]"),
    "content/b.md": article("B", "2023-03-09", tags="[EU]"),
    "content/map.svg": "<svg/>",
}
EDITS = {
    "content/a.md": article("New title", "2023-04-01", tags="[EU]", aliases="[/older/]"),
    "content/b.md": None,
    "content/c.md": article("C", "2023-03-09"),
    "content/map.svg": "<svg></svg>",
}


@pytest.fixture(autouse=True)
def small_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that these sites are kept in several, as large ones are."""
    monkeypatch.setattr(stages, "IN_ONE_TRANSACTION", 4)


class Crash(BaseException):
    """As if the process had been killed: nothing catches it."""


def crash_at(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, call: int) -> None:
    """Lets the n-th call of a method crash before it does anything."""
    real, calls = getattr(owner, name), iter(range(1, 10_000))

    def crashing(*args: Any, **kwargs: Any) -> Any:
        if next(calls) == call:
            raise Crash
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, crashing)


STEPS = [
    *((Tree, "publish", n) for n in (1, 2, 5, 9)),
    *((Tree, "stage", n) for n in (1, 6)),
    (Tree, "prune", 1),
    (Tree, "prune", 2),
    *((Store, "claim", n) for n in (1, 3)),
    *((Store, "record", n) for n in (1, 3)),
    *((Store, "put_planned", n) for n in (1, 2)),
    (Store, "drop_planned", 1),
    (Store, "forget", 1),
    (Store, "put_sources", 1),
    (Store, "drop_sources", 1),
    (Store, "finish", 1),
]


@pytest.mark.parametrize(("owner", "name", "call"), STEPS, ids=[f"{name} {call}" for _, name, call in STEPS])
@pytest.mark.parametrize("after", ["same", "undone"])
def test_a_crash_is_made_good_by_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, call: int, after: str
) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    put(site, EDITS)
    with monkeypatch.context() as patch:
        crash_at(patch, owner, name, call)
        with pytest.raises(Crash):
            build(site)
    if after == "undone":  # the pages that the crashed build did write are stale now
        put(site, {**FILES, "content/c.md": None})
    build(site)
    assert differences_from_clean(site) == []
    assert nothing_waits(site)
    assert build(site).rendered == ()


@pytest.mark.parametrize("name", ["put_planned", "finish"])
def test_an_edit_that_is_taken_back_after_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The inputs and the number of pages are those of the last finished build, and the files of the crashed one."""
    site = make_site(tmp_path, FILES)
    build(site)
    put(site, {"content/a.md": article(body="Other text.", tags="[NATO]", aliases="[/old/]")})
    with monkeypatch.context() as patch:
        crash_at(patch, Store, name, 1)
        with pytest.raises(Crash):
            build(site)
    put(site, FILES)
    build(site)
    assert differences_from_clean(site) == []


@pytest.mark.parametrize("call", [1, 4, 12])
def test_a_crash_of_the_first_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int) -> None:
    site = make_site(tmp_path, FILES)
    with monkeypatch.context() as patch:
        crash_at(patch, Tree, "publish", call)
        with pytest.raises(Crash):
            build(site)
    put(site, {"content/b.md": None})
    build(site)
    assert differences_from_clean(site) == []


def test_a_crash_in_the_middle_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that are half written are never taken for whole ones, be they new or not."""
    site = make_site(tmp_path, FILES)
    for edit in ({}, EDITS, {**FILES, "content/c.md": None}):
        put(site, edit)
        calls = iter(range(1, 10_000))
        written: list[str] = []

        def crashing(descriptor: int, data: bytes, calls: Any = calls, written: list[str] = written) -> None:
            if next(calls) == 2:
                os.write(descriptor, data[: len(data) // 2])
                written.append("half")
                raise Crash
            os.write(descriptor, data)

        with monkeypatch.context() as patch:
            patch.setattr(swap, "write_all", crashing)
            with pytest.raises(Crash):
                build(site)
        assert len(written) == 1
        build(site)
        assert differences_from_clean(site) == []


KILLED = """
import os, signal, sys
from digest.commands.main import main
from digest.output import swap
write_all, calls = swap.write_all, iter(range(10_000))
def killed(descriptor, data):
    if next(calls) == limit:
        os.write(descriptor, data[: len(data) // 2])
        os.kill(os.getpid(), signal.SIGKILL)
    write_all(descriptor, data)
limit = int(sys.argv.pop())
swap.write_all = killed
main()
"""
"""`digest build`, killed when half of the n-th file is written."""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.parametrize("call", [0, 1, 7, 20])
def test_a_kill_in_the_middle_of_a_new_file_leaves_no_half_page(tmp_path: Path, call: int) -> None:
    """Not even before the next build: a web server may show the folder."""
    site = make_site(tmp_path, FILES)
    other = tmp_path / "other"
    build(site, output=other)
    command = [sys.executable, "-c", KILLED, "build", "--site", str(site), "--now", str(NOW), str(call)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    left, whole = tree(site / "output"), tree(other)
    half = left.pop(INCOMING)
    assert any(data.startswith(half) for data in whole.values())
    assert len(left) == call
    assert left.items() <= whole.items()
    build(site)
    assert tree(site / "output") == whole


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="the system cannot keep a signal waiting")
@pytest.mark.usefixtures("ctrl_c_is_heard")
def test_ctrl_c_in_the_middle_of_a_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path, FILES)

    real = swap.write_all

    def interrupted(descriptor: int, data: bytes) -> None:
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)
        real(descriptor, data)

    with monkeypatch.context() as patch:
        patch.setattr(swap, "write_all", interrupted)
        with pytest.raises(KeyboardInterrupt):
            build(site)
    (written,) = tree(site / "output").items()
    build(site)
    assert tree(site / "output")[written[0]] == written[1]


def test_full_disk_leaves_the_last_good_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    before = snapshot(site / "output")
    put(site, EDITS)

    def full(*_: Any) -> Any:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Tree, "stage", full)
        with pytest.raises(OSError, match="No space"):
            build(site)
    assert snapshot(site / "output") == before
    assert nothing_waits(site)
    build(site)
    assert differences_from_clean(site) == []


def test_what_a_killed_build_left_waiting_is_removed(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    put(site, {f"output/{INCOMING}": "half a page", "content/a.md": article("New")})
    build(site)
    assert nothing_waits(site)


def test_what_a_killed_build_left_waiting_is_removed_even_if_there_is_nothing_to_do(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    put(site, {f"output/{INCOMING}": "half a page"})
    build(site)
    assert nothing_waits(site)


# Exactness


def test_nothing_changed_nothing_touched(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    before = snapshot(site / "output")
    report = build(site)
    assert (report.rendered, report.written, report.removed, report.changed) == ((), (), (), ())
    assert snapshot(site / "output") == before


def test_files_with_the_same_bytes_keep_their_time(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    before = snapshot(site / "output")
    put(site, {"content/a.md": FILES["content/a.md"].replace("Text.", "Other.")})
    report = build(site)
    after = snapshot(site / "output")
    changed = {path for path in before if before[path] != after[path] and (site / "output" / path).is_file()}
    assert changed == set(report.written)
    assert "2023/03/08/a/index.html" in changed
    assert "2023/03/09/b/index.html" not in changed


@pytest.mark.parametrize(
    "path", ["index.html", "2023/03/08/a/index.html", "map.svg", "static/style.css", "feed.xml", "old/index.html"]
)
@pytest.mark.parametrize("how", ["edit", "same size and time", "delete", "link", "older"])
def test_altered_output_is_made_good(tmp_path: Path, path: str, how: str) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    target = site / "output" / path
    data, stat = target.read_bytes(), target.stat()
    if how == "edit":
        target.write_bytes(data + b"!")
    elif how == "same size and time":
        target.write_bytes(b"!" * len(data))
        os.utime(target, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    elif how == "delete":
        target.unlink()
    elif how == "link":
        (tmp_path / "other").write_bytes(data)
        target.unlink()
        target.symlink_to(tmp_path / "other")
    else:
        target.write_bytes(data[::-1])
        os.utime(target, ns=(0, 0))
    report = build(site)
    assert report.written == (path,)
    assert target.read_bytes() == data
    assert not target.is_symlink()
    if how == "link":
        assert (tmp_path / "other").read_bytes() == data, "what the link led to is not ours"


def test_lost_output_folder_is_made_again(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    before = tree(site / "output")
    shutil.rmtree(site / "output")
    build(site)
    assert tree(site / "output") == before


def test_page_becomes_a_folder_and_back(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(aliases="[/x.y]")})
    build(site)
    assert (site / "output/x.y").is_file()
    put(site, {"content/a.md": article(aliases="[/x.y/z.html]")})
    build(site)
    assert (site / "output/x.y/z.html").is_file()
    put(site, {"content/a.md": article(aliases="[/x.y]")})
    build(site)
    assert (site / "output/x.y").is_file()
    assert differences_from_clean(site) == []


def test_address_that_changes_in_case_only(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/Map.svg": "<svg/>"})
    build(site)
    (site / "content/Map.svg").rename(site / "content/map.svg")
    build(site)
    assert (site / "output/map.svg").is_file()
    assert differences_from_clean(site) == []


# Other people's files


def test_strangers_stay_in_the_sites_own_folder(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    put(site, {"output/mine.txt": "mine", "output/2023/03/09/notes.txt": "mine", "content/b.md": None})
    build(site)
    assert (site / "output/mine.txt").read_text(encoding="utf-8") == "mine"
    assert (site / "output/2023/03/09/notes.txt").read_text(encoding="utf-8") == "mine"
    assert not (site / "output/2023/03/09/b").exists()
    assert differences_from_clean(site) == ["2023/03/09/notes.txt", "mine.txt"]


def test_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    site, other = make_site(tmp_path, FILES), tmp_path / "other"
    put(other, {"index.html": "mine"})
    with pytest.raises(UsageError, match=r"is not empty, and what is in it, such as index[.]html, was not made"):
        build(site, output=other)
    assert tree(other) == {"index.html": b"mine"}
    with pytest.raises(UsageError):
        build(site, output=other)  # being refused once does not make it ours


@pytest.mark.parametrize("name", [".git/config", ".ssh/known_hosts", ".nojekyll", "empty"])
def test_folder_with_anything_in_it_is_refused(tmp_path: Path, name: str) -> None:
    """A home folder may hold nothing that shows, and a repository may be anybody's."""
    site, other = make_site(tmp_path, FILES), tmp_path / "pages"
    (other / name).mkdir(parents=True)
    with pytest.raises(UsageError, match=f"such as {re.escape(name.partition('/')[0])}, was not made"):
        build(site, output=other)
    assert [path.name for path in other.iterdir()] == [name.partition("/")[0]]
    assert not list((site / STATE).glob("*.sqlite"))


def test_home_folder_and_root_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, home = make_site(tmp_path, FILES), tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(Path, "home", lambda: home)
    (tmp_path / "link").symlink_to(home)
    for folder in (home, tmp_path / "link", tmp_path, tmp_path.parent, Path("/")):
        with pytest.raises(UsageError, match="cannot be put into"):
            build(site, output=folder)
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("target", ["content", "seeds", ".", ".."])
def test_the_sites_own_folder_may_be_no_link_to_the_editors(tmp_path: Path, target: str) -> None:
    site = make_site(tmp_path, FILES)
    (site / "seeds").mkdir()
    before = tree(site)
    (site / "output").symlink_to(site / target)
    with pytest.raises(UsageError, match="the site's own files are there"):
        build(site)
    (site / "output").unlink()
    assert tree(site) == before


@pytest.mark.parametrize("name", ["..", ".", "content", "content/2023", "seeds", "themes/mine", STATE])
def test_folders_of_the_editor_are_refused(tmp_path: Path, name: str) -> None:
    site = make_site(tmp_path, FILES)
    before = tree(site)
    with pytest.raises(UsageError, match="Name another"):
        build(site, output=Path(os.path.normpath(site / name)))
    assert tree(site) == before


def test_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    site = make_site(tmp_path, {**FILES, "output": "a file"})
    with pytest.raises(UsageError, match="it is a file"):
        build(site)


def test_output_folder_behind_a_link_to_the_content_is_refused(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    (tmp_path / "link").symlink_to(site / "content")
    before = tree(site / "content")
    with pytest.raises(UsageError):
        build(site, output=tmp_path / "link")
    assert tree(site / "content") == before


def test_file_where_a_folder_must_go_is_a_problem(tmp_path: Path) -> None:
    site = make_site(tmp_path, {**FILES, "output/tags": "mine"})
    assert problems_of(site) == ["output/tags: a file stands where a folder must go. Move it away, or delete it."]
    assert tree(site / "output") == {"tags": b"mine"}
    (site / "output/tags").unlink()
    build(site)
    assert differences_from_clean(site) == []


def test_folder_where_a_page_must_go_is_a_problem(tmp_path: Path) -> None:
    site = make_site(tmp_path, {**FILES, "output/feed.xml/mine.txt": "mine"})
    assert problems_of(site) == ["output/feed.xml: a folder stands where a page must go. Move it away, or delete it."]
    assert tree(site / "output") == {"feed.xml/mine.txt": b"mine"}


@pytest.mark.parametrize("path", ["index.html", "2023/03/08/a/index.html", "feed.xml", "map.svg", "old/index.html"])
@pytest.mark.parametrize("is_built", [True, False])
def test_folder_in_the_place_of_any_file(tmp_path: Path, path: str, is_built: bool) -> None:
    site = make_site(tmp_path, FILES)
    if is_built:
        build(site)
        (site / "output" / path).unlink()
    put(site, {f"output/{path}/mine.txt": "mine"})
    assert problems_of(site) == [f"output/{path}: a folder stands where a page must go. Move it away, or delete it."]
    assert (site / f"output/{path}/mine.txt").read_text() == "mine"
    shutil.rmtree(site / "output" / path)
    build(site)
    assert differences_from_clean(site) == []


@pytest.mark.parametrize("path", ["2023", "2023/03/08/a", "tags/nato", "static"])
def test_file_in_the_place_of_a_folder_of_pages(tmp_path: Path, path: str) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    shutil.rmtree(site / "output" / path)
    (site / "output" / path).write_text("mine")
    assert problems_of(site) == [f"output/{path}: a file stands where a folder must go. Move it away, or delete it."]
    assert (site / "output" / path).read_text() == "mine"
    (site / "output" / path).unlink()
    build(site)
    assert differences_from_clean(site) == []


def test_a_folder_that_may_not_be_written_is_told_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    put(site, {"content/a.md": article("New", tags="[NATO]")})
    replace = os.replace

    def refused(one: str, other: str) -> None:
        if "2023" in str(other):
            raise PermissionError(13, "Permission denied", one, None, other)
        replace(one, other)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refused)
        with pytest.raises(OutputError, match=r"output/2023/03/08/\S+ cannot be written: Permission denied\. The next"):
            build(site)
    build(site)
    assert differences_from_clean(site) == []


def test_two_folders_are_kept_apart(tmp_path: Path) -> None:
    site, other = make_site(tmp_path, FILES), tmp_path / "preview"
    put(site, {"content/d.md": article("Draft", draft="true")})
    build(site)
    build(site, output=other, drafts=True)
    assert not (site / "output/2023/03/08/draft").exists()
    assert (other / "2023/03/08/draft/index.html").is_file()
    assert build(site).rendered == ()


def test_clean_removes_what_builds_wrote_and_nothing_else(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    written = sorted(tree(site / "output"))
    put(site, {"output/mine.txt": "mine", "output/2023/mine.txt": "mine", f"output/{INCOMING}": "x"})
    assert sorted(building.clean(request_for(site))) == written
    assert tree(site / "output") == {"mine.txt": b"mine", "2023/mine.txt": b"mine"}
    assert building.clean(request_for(site)) == []
    for name in ("mine.txt", "2023/mine.txt"):
        (site / "output" / name).unlink()
    build(site)
    assert differences_from_clean(site) == []


# Pure parts


@pytest.mark.parametrize(
    ("stale", "planned", "found"),
    [
        ([], ["a/b"], []),
        (["a"], ["a/b"], ["a"]),
        (["a/b"], ["a"], ["a/b"]),
        (["a/b/c"], ["a/b.html", "a/c"], []),
        (["a", "b", "a/x"], ["a/y/z", "c"], ["a"]),
        (["ab"], ["a/b"], []),
    ],
)
def test_what_stands_in_the_way(stale: list[str], planned: list[str], found: list[str]) -> None:
    assert in_the_way(stale, planned) == found


def test_differences(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "one/same": "x",
            "two/same": "x",
            "one/a/b": "1",
            "two/a/b": "2",
            "one/left": "",
            "two/right": "",
            "one/.git/x": "",
        },
    )
    assert differences(tmp_path / "one", tmp_path / "two") == ["a/b", "left", "right"]


def test_verify_sees_what_was_tampered_with(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    assert differences_from_clean(site) == []
    put(site, {"output/index.html": "x", "output/extra.txt": "x", "output/2023/index.html": None})
    assert differences_from_clean(site) == ["2023/index.html", "extra.txt", "index.html"]


needs_links = pytest.mark.skipif(os.name == "nt", reason="links need rights there")


@needs_links
@pytest.mark.parametrize("folder", ["static", "2023/03/08/a"])
def test_without_its_store_a_folder_that_is_a_link_is_told(tmp_path: Path, folder: str) -> None:
    """What it leads to has the same bytes, and is not the site's."""
    site = make_site(tmp_path, FILES)
    build(site)
    (site / "output" / folder).rename(tmp_path / "moved")
    (site / "output" / folder).symlink_to(tmp_path / "moved")
    shutil.rmtree(site / STATE)
    told = f"output/{folder}: a link stands where a folder must go. Move it away, or delete it."
    assert told in problems_of(site)
    (site / "output" / folder).unlink()
    build(site)
    assert differences_from_clean(site) == []
    assert any((tmp_path / "moved").iterdir())


@needs_links
def test_an_output_folder_that_became_a_link_to_another(tmp_path: Path) -> None:
    site = make_site(tmp_path, FILES)
    build(site)
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("Mine.")
    shutil.rmtree(site / "output")
    (site / "output").symlink_to(other)
    with pytest.raises(UsageError, match=r"mine\.txt, was not made by earlier builds"):
        build(site)
    assert os.listdir(other) == ["mine.txt"]
    (other / "mine.txt").unlink()
    build(site)
    put(site, EDITS)
    build(site)
    assert differences_from_clean(site) == []
