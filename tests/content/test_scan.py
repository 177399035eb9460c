"""What is in content/: only files, only of the site, and only what somebody meant to publish."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from digest.files.folders import CONTENT
from digest.files.opener import NotOpenedError, read_regular
from digest.files.passed_over import is_passed_over
from tests.sites import CONFIG, article, build, make_site, page, problems_of, put, tree

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are otherwise there")

JUNK = (
    *("Thumbs.db", "desktop.ini", "~$notes.docx", "a.md.rej", "a.md.save", "a.md.bak", "a.md.bak2", "a.md~"),
    *("a.md.tmp", "a.md.temp", "a.md.orig", "a.md.bck", "a.md.new", "sedAb3xYz", "a.md.sb-1234abcd-AbCd12", "#a.md#"),
    *("a.md.swp", "photo.jpg.part", "photo.crdownload", ".DS_Store", "__pycache__", "node_modules", "4913", ".git"),
)


def test_junk_is_passed_over_and_ignore_adds_to_it(tmp_path: Path) -> None:
    files = {f"content/{name}{'/x.md' if '.' not in name else ''}": "junk" for name in JUNK}
    site = make_site(tmp_path, {**files, "content/a.md": article(), "content/draft.psd": "x", "content/raw/b.md": "x"})
    put(site, {"digest.yaml": CONFIG + "ignore: ['*.psd', raw]\n"})
    build(site)
    found = {path for path in tree(site / "output") if not path.startswith("static/")}
    assert not [path for path in found if any(name in path for name in (*JUNK, "psd", "raw"))]


@pytest.mark.parametrize("name", JUNK)
def test_names_of_junk(name: str) -> None:
    assert is_passed_over(name)


@pytest.mark.parametrize(
    "name", ["a.md", "news.html", "sedan.jpg", "part.md", "new.md", "a.partly.md", "#1.md", ".well-known", "saved.md"]
)
def test_names_that_are_no_junk(name: str) -> None:
    assert not is_passed_over(name)


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the path of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def make_link_to_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


NO_FILE = "is no file, but a pipe, a socket or a device. Take it out of the folder."


@pytest.mark.parametrize("make", [make_pipe, make_socket], ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", ["content/b.png", "content/sub/b.md"])
def test_what_is_no_file_is_one_problem(name: str, make: object, tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(), "content/sub/x.md": article("X")})
    make(site / name)  # type: ignore[operator]
    assert problems_of(site) == [f"{name}: {NO_FILE}"]


@pytest.mark.parametrize("name", ["digest.yaml", "tags.yaml", "sources.yaml", "themes/mine/templates/a.html"])
def test_pipes_in_place_of_other_files_are_problems(name: str, tmp_path: Path) -> None:
    files = {"content/a.md": article(), "themes/mine/theme.yaml": "name: mine\n", "themes/mine/templates/b.html": ""}
    site = make_site(tmp_path, files, CONFIG + "theme: mine\n")
    (site / name).unlink(missing_ok=True)
    os.mkfifo(site / name)
    assert any(name in problem for problem in problems_of(site)) or name.startswith("themes/")


@pytest.mark.parametrize("make", [make_pipe, make_socket, make_link_to_device], ids=lambda make: make.__name__)
def test_only_files_are_opened(make: object, tmp_path: Path) -> None:
    make(tmp_path / "x")  # type: ignore[operator]
    with pytest.raises(NotOpenedError, match="no file, but a pipe"):
        read_regular(tmp_path / "x")
    (tmp_path / "y").write_bytes(b"12345")
    assert read_regular(tmp_path / "y", 5) == b"12345"
    with pytest.raises(NotOpenedError, match="more than 4 bytes"):
        read_regular(tmp_path / "y", 4)


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="needs Linux's /proc")
def test_a_file_that_says_nothing_of_its_size_is_read_whole() -> None:
    assert read_regular("/proc/version") == Path("/proc/version").read_bytes() != b""
    with pytest.raises(NotOpenedError, match="more than 5 bytes"):
        read_regular("/proc/version", 5)


@pytest.mark.parametrize(
    ("links", "told"),
    [
        ({"x": "."}, ["content/x: leads back to a folder above it. Take out the link."]),
        (
            {"x": ".", "y": "."},
            [f"content/{name}: leads back to a folder above it. Take out the link." for name in "xy"],
        ),
        ({"x": ".."}, ["content/x: leads back to a folder above it. Take out the link."]),
        ({"a/x": "../b", "b/y": "../a"}, None),
        ({"x": "../output"}, ["content/x: is a link into output/. Take out the link."]),
        ({"x": "../.digest"}, ["content/x: is a link into .digest/. Take out the link."]),
        ({"x": "x"}, None),
    ],
)
def test_links_that_lead_in_circles(links: dict[str, str], told: list[str] | None, tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article()})
    build(site)
    for name in ("a", "b"):
        (site / CONTENT / name).mkdir()
    for path, target in links.items():
        (site / CONTENT / path).symlink_to(target)
    found = problems_of(site)
    assert found == told if told is not None else 1 <= len(found) <= 2


@pytest.mark.parametrize("target", ["/etc/passwd", "/etc", "/", "../../secret.txt"])
def test_links_out_of_the_site_are_refused(target: str, tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article()})
    (tmp_path / "secret.txt").write_text("secret")
    (site / "content/x").symlink_to(target)
    (problem,) = problems_of(site)
    assert problem.startswith("content/x: is a link out of the site, to ")
    assert not (site / "output").exists()


def test_links_within_the_site_are_followed(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(), "media/one.txt": "1", "content/b/two.txt": "2"})
    (site / "content/media").symlink_to("../media")
    (site / "content/again").symlink_to("b")
    build(site)
    found = tree(site / "output")
    assert (found["media/one.txt"], found["again/two.txt"], found["b/two.txt"]) == (b"1", b"2", b"2")


def test_content_itself_may_lie_elsewhere_if_that_is_allowed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.md").write_text(article(), encoding="utf-8")
    site = make_site(tmp_path)
    (site / "content").rmdir()
    (site / "content").symlink_to(other)
    (problem,) = problems_of(site)
    assert problem == (
        f"content: is a link out of the site, to {other}. "
        f"Put the folder itself here, or add '{other}' to 'follow' in digest.yaml."
    )
    put(site, {"digest.yaml": f"{CONFIG}follow: ['{other}']\n"})
    build(site)
    assert page(site, "2023/03/08/a/index.html")
