"""What is kept of the answers of other sites, and what is told of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from digest.check import web
from digest.check.link_places import WebLinks
from digest.check.web import Answer, Guest
from digest.check.web_links import DAY, Answers, web_findings
from digest.commands.main import main
from tests.check.asked import answer_of, told
from tests.check.other_sites import REPLIES, Server
from tests.sites import CONFIG, NOW, article, make_site, png


def kept(keep: Path, server: Server, addresses: list[str], now: int) -> dict[str, Answer]:
    return dict(Answers(keep, now).of(addresses, lambda: Guest("t", server.resolve, pause=0), lambda: None))


def test_answers_are_kept_for_a_while(tmp_path: Path) -> None:
    keep = tmp_path / ".digest" / "links.json"
    there, gone, unknown = (f"http://a.example/{name}" for name in ("there", "gone", "private"))
    with Server(REPLIES).running() as server:

        def requests(now: int) -> set[str]:
            server.seen.clear()
            found = kept(keep, server, [there, gone, unknown], now)
            assert [found[one].state for one in (there, gone, unknown)] == ["there", "gone", "unknown"]
            return {path for _, _, path, _ in server.seen}

        assert requests(0) == {"/there", "/gone", "/private"}
        assert requests(DAY - 1) == {"/private"}
        assert requests(DAY) == {"/gone", "/private"}
        assert requests(15 * DAY) == {"/there", "/gone", "/private"}
        assert requests(DAY) == {"/there", "/gone", "/private"}  # the clock was put back


def test_what_was_not_asked_for_is_not_kept(tmp_path: Path) -> None:
    keep = tmp_path / "links.json"
    addresses = [f"http://closed.example/{n}" for n in range(10)]
    with Server({}).running() as server:
        found = kept(keep, server, addresses, 0)
        silent = {address for address, answer in found.items() if answer.state == "silent"}
        assert len(silent) < len(addresses)
        assert json.loads(keep.read_bytes()).keys() == silent


def test_a_page_is_asked_for_once_for_all_places_on_it(tmp_path: Path) -> None:
    keep = tmp_path / "links.json"
    page, moved, led = (f"http://a.example/{name}" for name in ("there", "for-good", "to-place"))
    addresses = [*(f"{page}{place}" for place in ("", "#a", "#b", "#")), f"{moved}#a", f"{moved}#b", moved, f"{led}#a"]
    with Server(REPLIES).running() as server:
        found = kept(keep, server, addresses, 0)
        assert Counter(path for *_, path, _ in server.seen) == {"/there": 3, "/for-good": 2, "/to-place": 1}
        assert json.loads(keep.read_bytes()).keys() == {page, moved, led}
        assert {address: answer.moved for address, answer in found.items()} == {
            **dict.fromkeys(addresses[:4], ""),
            f"{moved}#a": "http://a.example/there#a",
            f"{moved}#b": "http://a.example/there#b",
            moved: "http://a.example/there",
            f"{led}#a": "http://a.example/there#place",
        }
        server.seen.clear()
        assert kept(keep, server, addresses, 1) == found
        assert server.seen == []


def test_it_is_told_how_many_answers_are_known(tmp_path: Path) -> None:
    addresses = [f"http://a.example/{name}" for name in ("there", "gone", "gone#a", "private")]
    known: list[None] = []
    with Server(REPLIES).running() as server:
        for now in range(2):
            Answers(tmp_path / "links.json", now).of(
                addresses, lambda: Guest("t", server.resolve, pause=0), lambda: known.append(None)
            )
            assert len(known) == (now + 1) * len(addresses)


def test_a_damaged_file_of_answers_is_no_matter(tmp_path: Path) -> None:
    keep = tmp_path / "links.json"
    with Server(REPLIES).running() as server:
        for damaged in (b"", b"{", b'{"http://a.example/there": 1}', b"\xff"):
            keep.write_bytes(damaged)
            assert kept(keep, server, ["http://a.example/there"], 0)["http://a.example/there"].state == "there"
            assert json.loads(keep.read_bytes()).keys() == {"http://a.example/there"}


def test_what_has_come_is_kept_when_it_is_stopped(tmp_path: Path) -> None:
    keep = tmp_path / "links.json"

    def stop() -> None:
        raise KeyboardInterrupt

    with Server(REPLIES).running() as server, pytest.raises(KeyboardInterrupt):
        Answers(keep, 0).of(["http://a.example/there"], lambda: Guest("t", server.resolve, pause=0), stop)
    assert json.loads(keep.read_bytes()).keys() == {"http://a.example/there"}


# What is told


def test_what_is_told_of_answers(tmp_path: Path) -> None:
    answers = {
        "http://a.example/1": Answer("there"),
        "http://a.example/2": Answer("there", moved="https://a.example/2"),
        "http://a.example/3": Answer("gone", "it answers 404 (Not Found)"),
        "http://a.example/4": Answer("silent", "it answers 500 (Internal Server Error)"),
        "http://a.example/5": Answer("unknown", "it answers 403 (Forbidden)"),
        "http://a.example/7": Answer("nowhere", "there is no host a.example"),
        "http://a.example/6": Answer("private", "a.example is 10.0.0.1, which is in a private network"),
    }
    links = WebLinks(written={"a.md": answers})
    found = list(web_findings(links, answers, tmp_path, lambda path, address: [int(address[-1])]))
    assert [(finding.rule, str(finding)) for finding in sorted(found)] == [
        (
            "moved-link",
            "content/a.md:2: links to http://a.example/2, which has moved for good. Write: https://a.example/2",
        ),
        (
            "dead-link",
            "content/a.md:3: links to http://a.example/3, and it answers 404 (Not Found). Find where it is now, or an "
            "archived copy; else take the link out.",
        ),
        (
            "dead-link",
            "content/a.md:4: links to http://a.example/4, and it answers 500 (Internal Server Error). Find where it is "
            "now, or an archived copy; else take the link out.",
        ),
        (
            "private-link",
            "content/a.md:6: leads to http://a.example/6, which readers cannot reach: a.example is 10.0.0.1, which is "
            "in a private network. Take the link out.",
        ),
        (
            "dead-link",
            "content/a.md:7: links to http://a.example/7, and there is no host a.example. Find where it is now, or an "
            "archived copy; else take the link out.",
        ),
    ]
    assert {finding.level for finding in found} == {"warning"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Answers for all hosts in the world."""
    with Server(REPLIES).running() as running:
        monkeypatch.setattr(web, "PAUSE", 0)
        monkeypatch.setattr(Guest.__init__, "__defaults__", (running.resolve, 0))
        yield running


SOURCES = """\
Example Times:
  aliases: [ET]
  url: http://a.example/missing
Gazette:
  licence: http://c.example/gone
  url: http://b.example/gone
Nobody:
  url: http://nobody.example/gone
Wire:
  licence: All rights reserved
  url: http://a.example/there
Agency:
  licence: http://c.example/gone
"""


def test_an_address_in_the_sources_is_told_once_and_there(tmp_path: Path, server: Server) -> None:
    """It stands on the page of each article of the source, but for those that give another; what no page has is not
    asked for."""
    link = "[its site](http://a.example/missing)"
    files = {
        "sources.yaml": SOURCES,
        "content/alias.md": article("An alias", summary="S.", source="ET"),
        "content/name.md": article("The name", summary="S.", source="Example Times"),
        "content/page.md": article("Its page", summary="S.", source="{name: ET, url: 'http://a.example/missing/1'}"),
        "content/body.md": article("In the body", summary="S.", source="ET", body=f"Text.\n\n{link}"),
        "content/own.md": article("Its own", summary="S.", source="{name: ET, url: 'http://a.example/missing'}"),
        "content/wire.md": article("A wire", summary="S.", source="Wire"),
        "content/gazette.md": article("A gazette", summary="S.", source="Gazette"),
        "content/agency.md": article("An agency", summary="S.", source="Agency"),
        "content/licence.md": article(
            "Its own licence", summary="S.", source="{name: Agency, licence: 'http://c.example/gone'}"
        ),
    }
    assert told(make_site(tmp_path, files), "dead-link", "--external") == [
        "content/body.md:10: links to http://a.example/missing, and it answers 404 (Not Found).",
        "content/licence.md:5: links to http://c.example/gone, and it answers 410 (Gone).",
        "content/own.md:5: links to http://a.example/missing, and it answers 404 (Not Found).",
        "sources.yaml:3: links to http://a.example/missing, and it answers 404 (Not Found).",
        "sources.yaml:5: links to http://c.example/gone, and it answers 410 (Gone).",
        "sources.yaml:6: links to http://b.example/gone, and it answers 410 (Gone).",
        "sources.yaml:13: links to http://c.example/gone, and it answers 410 (Gone).",
    ]
    assert "nobody.example" not in {host for _, host, *_ in server.seen}


@pytest.mark.parametrize(
    ("publisher", "expected"),
    [
        (
            "publisher:\n  name: P\n  url: http://a.example/gone\n",
            ["digest.yaml:6: links to http://a.example/gone, and it answers 410 (Gone)."],
        ),
        (
            "publisher: {name: P, url: 'http://a.example/gone'}\n",
            ["digest.yaml:4: links to http://a.example/gone, and it answers 410 (Gone)."],
        ),
        ("publisher: {name: P, url: 'http://a.example/there'}\n", []),
        ("publisher: {name: P, url: 'https://example.org/news/about/'}\n", []),
        ("publisher: {name: P}\n", []),
    ],
)
def test_the_publisher_is_asked_for_too(tmp_path: Path, server: Server, publisher: str, expected: list[str]) -> None:
    site = make_site(tmp_path, {f"content/{n}.md": article(f"A{n}", summary="S.") for n in "ab"}, CONFIG + publisher)
    assert told(site, "dead-link", "--external") == expected
    assert {host for _, host, *_ in server.seen} <= {"a.example"}


def test_what_cannot_be_said_is_listed(tmp_path: Path, server: Server) -> None:
    """Each link with its file and line; the text says how many they are, and where they are found."""
    page = "http://a.example/robot"
    files = {
        "sources.yaml": "Example Times:\n  url: http://a.example/private\n",
        "content/a.md": article(summary="S.", source="Example Times", body=f"[1]({page}#1)\n\n[2]({page}#2)"),
        "content/b.md": article("B", summary="S.", source="Example Times", body=f"[1]({page}#1)"),
    }
    site = make_site(tmp_path, files)
    answer = answer_of(site, "--external")
    assert answer["problems"] == []
    assert [(one["path"], one["line"], one["address"], one["why"]) for one in answer["unknown"]] == [
        ("content/a.md", 8, f"{page}#1", "it answers 999"),
        ("content/a.md", 10, f"{page}#2", "it answers 999"),
        ("content/b.md", 8, f"{page}#1", "it answers 999"),
        ("sources.yaml", 2, "http://a.example/private", "it answers 403 (Forbidden)"),
    ]
    assert "unknown" not in answer_of(site)
    done = CliRunner().invoke(main, ["check", "--external", "--site", str(site), "--now", str(NOW), "--jobs", "1"])
    assert done.stdout == (
        "2 articles checked: nothing to tell. "
        "Of 4 links to other sites it cannot be said whether they lead anywhere: --json lists them.\n"
    )


def test_pictures_for_other_screens_are_asked_for(tmp_path: Path, server: Server) -> None:
    """Each address in `srcset`, on its line."""
    body = (
        'Text.\n\n<img alt="x" src="http://a.example/1" srcset="http://a.example/2,\nhttp://a.example/missing 2x, '
        'map.png 3x, http://a.example/gone 4x">\n\n<picture><source srcset="http://a.example/broken"></picture>'
    )
    files: dict[str, str | bytes] = {"content/a.md": article(summary="S.", body=body), "content/map.png": png(2, 2)}
    assert told(make_site(tmp_path, files), "dead-link", "--external") == [
        "content/a.md:10: links to http://a.example/gone, and it answers 410 (Gone).",
        "content/a.md:10: links to http://a.example/missing, and it answers 404 (Not Found).",
        "content/a.md:12: links to http://a.example/broken, and it answers 500 (Internal Server Error).",
    ]
    assert {path for *_, path, _ in server.seen} == {"/1", "/2", "/missing", "/gone", "/broken"}


def test_the_command_asks_other_sites(tmp_path: Path, server: Server) -> None:
    body = "One <http://a.example/there>.\n\n[Two](http://a.example/missing) and ![x](http://b.example/gone)"
    source = "{name: Example Times, url: 'http://a.example/for-good'}"
    site = make_site(
        tmp_path,
        {
            "content/a.md": article(summary="S.", source=source, body=body),
            "content/b.md": article(
                "B", summary="S.", body="[own](https://example.org/news/2023/03/08/a/) <http://10.0.0.1/>"
            ),
            "content/c.md": article(
                "C", summary="S.", body="[again](http://a.example/missing) <http://a.example/private>"
            ),
        },
        CONFIG,
    )
    assert told(site) == []
    assert server.seen == []
    answer = answer_of(site, "--external")
    assert answer["unknown"] == [
        {
            "path": "content/c.md",
            "line": 7,
            "address": "http://a.example/private",
            "why": "it answers 403 (Forbidden)",
        }
    ]
    assert [(one["rule"], one["path"], one["line"]) for one in answer["problems"]] == [
        ("moved-link", "content/a.md", 5),
        ("dead-link", "content/a.md", 10),
        ("dead-link", "content/a.md", 10),
        ("private-link", "content/b.md", 7),
        ("dead-link", "content/c.md", 7),
    ]
    assert {(host, path) for _, host, path, _ in server.seen} == {
        ("a.example", "/there"),
        ("a.example", "/missing"),
        ("b.example", "/gone"),
        ("a.example", "/for-good"),
        ("a.example", "/private"),
    }
    assert {agent for *_, agent in server.seen} == {"digest/0.1.0 (link check; https://example.org/news/)"}
    assert {path.name for path in (site / ".digest").iterdir()} == {"web-links.json"}
    server.seen.clear()
    assert answer_of(site, "--external") == answer
    assert {path for _, _, path, _ in server.seen} == {"/private"}
