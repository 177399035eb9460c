"""Files that are none, never end or lead round in circles, and others that were made to do harm: each costs one row."""

from __future__ import annotations

import io
import os
import socket
import zipfile
from pathlib import Path

import pytest

from digest.seeds import run as running
from digest.seeds import seed_texts
from digest.seeds.run import import_seeds
from tests.seeds.test_import import MEETING, put, run, site, statuses

__all__ = ["site"]  # the fixture

needs_links = pytest.mark.skipif(os.name == "nt", reason="links need rights there")


def told(site: Path, name: str) -> str:
    """What is told of the one seed that is bad; the other is imported."""
    put(site, "z.txt", MEETING)
    rows = run(site)
    assert statuses(rows) == ["failed", "created"]
    assert rows[0].seed == f"seeds/{name}"
    assert "mistake in this program" not in str(rows[0].problem)
    return str(rows[0].problem)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
def test_pipes_and_sockets(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "seeds").mkdir(exist_ok=True)
    os.mkfifo(site / "seeds/a.txt")
    assert told(site, "a.txt") == (
        "seeds/a.txt: It is not read: no file, but a pipe, a socket or a device. Put a text file there."
    )
    (site / "seeds/a.txt").unlink()
    monkeypatch.chdir(site / "seeds")  # a socket's path has a hundred characters at most
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("a.txt")
        (row, _) = run(site)
    assert "no file, but a pipe, a socket or a device" in str(row.problem)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no such device")
def test_a_device_that_never_ends(site: Path) -> None:
    (site / "seeds").mkdir(exist_ok=True)
    (site / "seeds/a.txt").symlink_to("/dev/zero")
    assert "is a link out of the folder" in told(site, "a.txt")
    (row,) = import_seeds([site / "seeds/a.txt"], site=site, into=site / "content")
    assert "no file, but a pipe, a socket or a device" in str(row.problem)


@needs_links
def test_a_link_may_lead_out_if_it_is_named_or_allowed(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "a.txt").write_text(MEETING)
    (site / "seeds").mkdir(exist_ok=True)
    (site / "seeds/a.txt").symlink_to(other / "a.txt")
    (site / "seeds/other").symlink_to(other)
    first, second = run(site)
    assert str(first.problem) == (
        f"seeds/a.txt: It is a link out of the folder, to {other / 'a.txt'}. Add '{other / 'a.txt'}' to 'follow' in "
        "digest.yaml, or name the link: digest import seeds/a.txt"
    )
    assert "is a link out of the folder" in str(second.problem)
    seeds, content = site / "seeds", site / "content"
    rows = list(import_seeds([seeds / "a.txt"], site=site, into=content, dry_run=True))
    assert statuses(rows) == ["created"]
    rows = list(import_seeds([seeds], site=site, into=content, follow=[other]))
    assert statuses(rows) == ["created", "failed"]
    assert "It is a link to a folder, which is not gone into. Import that folder itself." in str(rows[1].problem)


@needs_links
def test_a_folder_of_seeds_that_lies_elsewhere(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "a.txt").write_text(MEETING)
    (site / "seeds").rmdir()
    (site / "seeds").symlink_to(other)
    (row,) = run(site)
    assert "is a link out of the folder" in str(row.problem)
    assert statuses(list(import_seeds([site / "seeds"], site=site, into=site / "content", follow=[other]))) == [
        "created"
    ]


def test_a_pattern_of_many_stars_takes_no_time(site: Path) -> None:
    put(site, "a/b/c/d/e/f/a.txt", MEETING)
    (row,) = import_seeds([site / ("**/" * 60) / "a.txt"], site=site, into=site / "content")
    assert row.status == "created"


@needs_links
def test_links_that_lead_round_in_a_circle(site: Path) -> None:
    (site / "seeds").mkdir(exist_ok=True)
    (site / "seeds/a.txt").symlink_to(site / "seeds/b")
    (site / "seeds/b").symlink_to(site / "seeds/a.txt")
    put(site, "z.txt", MEETING)
    rows = run(site)
    assert statuses(rows) == ["failed", "failed", "created"]
    assert all("symbolic links" in str(row.problem) for row in rows[:2])


@needs_links
def test_folders_that_lead_round_in_a_circle(site: Path) -> None:
    put(site, "z.txt", MEETING)
    (site / "seeds/again").symlink_to(site / "seeds")
    (site / "seeds/round").symlink_to(site / "seeds/round")
    assert statuses(run(site)).count("created") == 1


def test_a_file_that_grows_while_it_is_read(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(site, "a.txt", b"a" * 2000)
    monkeypatch.setattr(seed_texts, "largest", lambda name: 1000)  # it was smaller when it was looked at
    assert "it has more than 1,000 bytes" in told(site, "a.txt")


def test_a_file_that_is_too_large(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(site, "a.txt", b"a" * 3_000_000)
    monkeypatch.setattr(running, "largest", lambda name: 2_000_000)
    assert "It is too large for an article (over 2 MB)" in told(site, "a.txt")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a" * 200_001, "It has 200,001 characters on a line"),
        ("a\n" * 20_000, "It has 20,001 lines"),
        ("a b c d e f\n" * 19_000 + "a " * 150_000, "characters: no article has."),
    ],
    ids=["line", "lines", "characters"],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_texts_that_no_article_is_as_long_as(site: Path, name: str, text: str, what: str) -> None:
    put(site, name, text)
    assert what in told(site, name)


def word(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("_", "/") + ".xml", text)
    return made.getvalue()


HEAD = "From: ann@example.org\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n"
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


PARTS = "Content-Type: multipart/mixed; boundary={0}\n\n--{0}\n"
MAIL = f"From a@example.org Wed Mar  8 10:00:00 2023\n{HEAD}\nText.\n\n"

FILES: dict[str, tuple[str, str | bytes, str]] = {
    "a long document": ("a.docx", word(word_document=" " * 20_000_001), "It is too large for an article."),
    "a large document": ("a.docx", word(word_document="<x/>", a=" " * 101_000_000), "It is too large for an article."),
    "many parts": (
        "a.eml",
        HEAD + PARTS.format("X") + "Content-Type: text/plain\n\na\n--X\n" * 20_000,
        "It is an e-mail of more than 1,000 parts.",
    ),
    "deep parts": ("a.eml", HEAD + "".join(map(PARTS.format, range(900))), "It is an e-mail"),
    "many mails": ("a.mbox", MAIL * 1001, "It is a mailbox with more than 1,000 mails."),
}
"""Each with its name, and what is told of it."""

HEADS = {
    BOMB: ":7: {}this holds more than 100,000 values.",
    "title: !!int abc": ":2: {}'!!int' is a tag of YAML",
    "title: The quay\nextra: &a [*a]": ":3: {}this holds itself",
    "a: !!python/object:os.system x": ":2: {}'!!python/object:os.system' is a tag of YAML",
    "a: " + "[" * 60 + "]" * 60: ":2: {}this is nested too deeply",
    "a: " + "[" * 5000: ":2: {}this is ",
    "title: x\n? [a, b]\n: c": ":3: {}this is not valid YAML: this key is not a word",
    "title: a\ntitle: b": ":3: {}the key 'title' stands here twice",
    "title: x\nextra:\n" + "  - x\n" * 6000: ": Its front matter has more than 30,000 characters.",
}
"""Front matter in YAML, with what is told behind the file's name."""

TOMLS = {
    "title = 'x'\nn = " + "1" * 5000: ": {}",
    "a = " + "[" * 5000 + "]" * 5000: ": {}it is nested too deeply",
    "a = " + "[" * 60 + "]" * 60: ": {}it is nested too deeply",
    "title = 'x'\ndate = 2023-99-99": ":3: {}",
}


@pytest.mark.parametrize("kind", FILES)
def test_files_that_were_made_to_do_harm(site: Path, kind: str) -> None:
    name, data, what = FILES[kind]
    put(site, name, data)
    assert what in told(site, name)


@pytest.mark.parametrize("head", [*HEADS, *TOMLS], ids=lambda head: ascii(head[:20]))
def test_front_matter_that_was_made_to_do_harm(site: Path, head: str) -> None:
    fence = "---" if head in HEADS else "+++"
    put(site, "a.md", f"{fence}\n{head}\n{fence}\nText.\n")
    what = {**HEADS, **TOMLS}[head].format("Its front matter cannot be read: ")
    assert told(site, "a.md").startswith(f"seeds/a.md{what}")


def test_front_matter_that_is_unusual_and_sound(site: Path) -> None:
    number, merged = "1" * 5000, "{a: 1}"
    put(
        site,
        "a.md",
        f"---\ntitle: Kyiv's #1 ally\ndate: 2023-03-08\nextra: {{n: {number}, <<: {merged}}}\n---\nText.\n",
    )
    (row,) = run(site)
    assert row.status == "created"
    assert "Line 2: this value ends before '#1 ally': behind a blank '#' begins a comment." in row.note
    assert number in (site / row.article).read_text(encoding="utf-8")


@pytest.mark.parametrize("given", ["https://times.example/quay?a=b", "http:/times.example/quay"])
def test_an_address_is_no_file(site: Path, given: str) -> None:
    (row,) = run(site, (site / given).absolute())
    assert str(row.problem) == (
        f"{given.replace('http:/t', 'http://t')}: Pages are not fetched. Open it in a browser, save the page, and"
        " import that file: digest import page.html"
    )


@pytest.mark.parametrize(
    "name", ["Thumbs.db", "desktop.ini", "~$a.docx", "a.rej", "a.txt~", "a.part", "a.crdownload", "readme.md", ".a.txt"]
)
def test_files_that_nobody_means_are_passed_over(site: Path, name: str) -> None:
    put(site, name, MEETING)
    put(site, f"__pycache__/{name}x.txt", MEETING)
    put(site, "node_modules/a.txt", MEETING)
    assert run(site) == []
