"""Other sites are asked politely, and nobody in a private network is."""

from __future__ import annotations

import asyncio
import errno
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from digest.check import web
from digest.check.link_places import WebLinks
from digest.check.web import FAILURES, PER_HOST, Answer, Guest, PrivateAddressError, is_public, public_addresses
from digest.check.web_links import DAY, Answers, web_findings
from digest.commands.main import main
from tests.check.asked import answer_of, told
from tests.sites import CONFIG, NOW, article, make_site, png

Reply = tuple[int, str]
"""A status and where it leads; or one of these."""

HANGS_UP, NO_HTTP, SILENCE = (0, ""), (-1, ""), (-2, "")


class Server:
    """Answers on this machine for every host. `seen` has the requests: method, host, path and User-Agent."""

    def __init__(self, replies: Mapping[str, Reply]) -> None:
        self.seen: list[tuple[str, str, str, str]] = []
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                self._answer()

            def do_GET(self) -> None:
                self._answer()

            def _answer(self) -> None:
                outer.seen.append((self.command, self.headers["Host"], self.path, self.headers["User-Agent"]))
                with outer._lock:
                    outer._now += 1
                    outer.most = max(outer.most, outer._now)
                if self.path == "/slow":
                    time.sleep(1)
                time.sleep(0.01)
                with outer._lock:
                    outer._now -= 1
                known = replies.get(f"{self.command} {self.path}") or replies.get(self.path, (200, ""))
                if known in (HANGS_UP, NO_HTTP, SILENCE):
                    if known == SILENCE:
                        outer._is_over.wait(10)
                    elif known == NO_HTTP:
                        self.wfile.write(b"SSH-2.0-OpenSSH_9.7\r\n\r\n")
                    self.close_connection = True
                    return
                self.send_response(known[0])
                if known[1]:
                    self.send_header("Location", known[1].encode().decode("latin-1"))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]

    async def resolve(self, host: str, port: int) -> list[tuple[str, int]]:
        """As `public_addresses`, but all that is public is here."""
        if host.startswith("10."):
            raise PrivateAddressError("it is in a private network")
        if host == "none.example":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if host == "offline.example":
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        is_closed = host == "closed.example" or (host == "half.example" and port == 443)
        return [("127.0.0.1", 1 if is_closed else self.port)]

    @contextmanager
    def running(self) -> Iterator[Server]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield self
        finally:
            self._is_over.set()
            self._server.shutdown()
            thread.join()
            self._server.server_close()


def asked(server: Server, *addresses: str) -> dict[str, Answer]:
    found: dict[str, Answer] = {}

    async def ask() -> None:
        await Guest("digest/1 (test)", server.resolve, pause=0).ask_all(addresses, found.__setitem__)

    asyncio.run(ask())
    return found


REPLIES: Mapping[str, Reply] = {
    "/gone": (410, ""),
    "/missing": (404, ""),
    "HEAD /get-only": (405, ""),
    "HEAD /hangs-up": HANGS_UP,
    "HEAD /no-http-to-head": NO_HTTP,
    "/broken": (500, ""),
    "/private": (403, ""),
    "/odd": (299, ""),
    "/odd-refusal": (499, ""),
    "/odd-fault": (520, ""),
    "/robot": (999, ""),
    "HEAD /robot-by-head": (999, ""),
    "/no-class": (600, ""),
    "/for-good": (301, "/there"),
    "/by-and-by": (301, "/for-good"),
    "/to-place": (301, "/for-good#place"),
    "/to-top": (301, "/there#"),
    "/for-now": (302, "/there"),
    "/for-now-then-good": (302, "/for-good"),
    "/good-then-now": (308, "/for-now"),
    "/to-gone": (301, "/gone"),
    "/inside": (302, "http://10.0.0.1/admin"),
    "/file": (302, "file:///etc/passwd"),
    "/file-there": (302, "file://a.example/there"),
    "/round": (302, "/round"),
    "/nonsense": (302, "http://[::1/"),
    "/accents": (301, "/h\u00e4"),
    "/no-answer": HANGS_UP,
    "/no-http": NO_HTTP,
    "/h%C3%A4/a%20b?q=%C3%BC%20x": (404, ""),
}

ANSWERS: Mapping[str, Answer] = {
    "http://a.example/there": Answer("there"),
    "http://a.example": Answer("there"),
    "http://a.example/odd#place": Answer("there"),
    "http://a.example/gone": Answer("gone", "it answers 410 (Gone)"),
    "http://a.example/missing": Answer("gone", "it answers 404 (Not Found)"),
    "http://a.example/get-only": Answer("there"),
    "http://a.example/hangs-up": Answer("there"),
    "http://a.example/no-http-to-head": Answer("there"),
    "http://a.example/broken": Answer("silent", "it answers 500 (Internal Server Error)"),
    "http://a.example/private": Answer("unknown", "it answers 403 (Forbidden)"),
    "http://a.example/odd-refusal": Answer("unknown", "it answers 499"),
    "http://a.example/odd-fault": Answer("silent", "it answers 520"),
    "http://a.example/robot": Answer("unknown", "it answers 999"),
    "http://a.example/robot-by-head": Answer("there"),
    "http://a.example/no-class": Answer("unknown", "it answers 600"),
    "http://a.example/for-good": Answer("there", moved="http://a.example/there"),
    "http://a.example/by-and-by": Answer("there", moved="http://a.example/there"),
    "http://a.example/for-good#section-3": Answer("there", moved="http://a.example/there#section-3"),
    "http://a.example/by-and-by#section-3": Answer("there", moved="http://a.example/there#section-3"),
    "http://a.example/to-place": Answer("there", moved="http://a.example/there#place"),
    "http://a.example/to-place#section-3": Answer("there", moved="http://a.example/there#place"),
    "http://a.example/to-top#section-3": Answer("there", moved="http://a.example/there#"),
    "http://a.example/for-now": Answer("there"),
    "http://a.example/for-now-then-good": Answer("there"),
    "http://a.example/good-then-now": Answer("there", moved="http://a.example/for-now"),
    "http://a.example/to-gone": Answer("gone", "it answers 410 (Gone)"),
    "http://a.example/inside": Answer("private", "it is in a private network"),
    "http://a.example/file": Answer("gone", "it is no address on the web"),
    "http://a.example/file-there": Answer("gone", "it is no address on the web"),
    "http://a.example/round": Answer("unknown", "it leads on more than 6 times"),
    "http://a.example/nonsense": Answer("gone", "it leads to what is no address"),
    "http://a.example/accents": Answer("there", moved="http://a.example/h\u00e4"),
    "http://a.example/no-answer": Answer("silent", "what it answers is no HTTP"),
    "http://a.example/no-http": Answer("silent", "what it answers is no HTTP"),
    "http://a.example/hä/a b?q=ü x": Answer("gone", "it answers 404 (Not Found)"),
    "http://none.example/": Answer("nowhere", "there is no host none.example"),
    "http://offline.example/": Answer("unknown", "names are not found"),
    "http://10.0.0.1/": Answer("private", "it is in a private network"),
    "http://xn--mnchen-3ya.example/": Answer("there"),
    "http://münchen.example/": Answer("there"),
    "http://a..example/": Answer("gone", "it is no address on the web"),
    "http://": Answer("gone", "it is no address on the web"),
    "http://a.example:port/": Answer("gone", "it is no address on the web"),
    "http://[::1/": Answer("gone", "it is no address on the web"),
}


def test_what_is_answered() -> None:
    with Server(REPLIES).running() as server:
        found = asked(server, *ANSWERS)
        assert found == ANSWERS
        assert {agent for *_, agent in server.seen} == {"digest/1 (test)"}
        assert ("HEAD", "a.example", "/there", "digest/1 (test)") in server.seen
        assert ("GET", "a.example", "/there", "digest/1 (test)") not in server.seen
        assert {host for _, host, *_ in server.seen if "nchen" in host} == {"xn--mnchen-3ya.example"}
        assert not any(host.startswith("10.") for _, host, *_ in server.seen)


def test_a_host_is_asked_little_at_once() -> None:
    with Server({}).running() as server:
        asked(server, *(f"http://a.example/{n}" for n in range(30)))
        assert server.most == PER_HOST
        assert len(server.seen) == 30


def test_a_host_that_is_busy_is_left_alone() -> None:
    with Server(dict.fromkeys(map("/{}".format, range(30)), (429, ""))).running() as server:
        found = asked(server, *(f"http://a.example/{n}" for n in range(30)), "http://b.example/")
        assert {answer.state for address, answer in found.items() if "a.example" in address} == {"unknown"}
        assert found["http://b.example/"] == Answer("there")
        assert len(server.seen) <= 1 + PER_HOST


def test_a_host_that_fails_is_not_asked_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "PATIENCE", 0.1)
    with Server({}).running() as server:
        addresses = [f"http://closed.example/{n}" for n in range(50)]
        found = asked(server, *addresses)
        told = [answer for answer in found.values() if answer.state == "silent"]
        assert FAILURES <= len(told) < FAILURES + PER_HOST
        assert {answer.why.partition(": ")[0] for answer in told} == {"it cannot be reached"}
        assert {answer for answer in found.values() if answer not in told} == {
            Answer("unknown", "it was not asked for: http://closed.example had failed 3 times")
        }
        slow = asked(server, "http://a.example/slow")
        assert slow["http://a.example/slow"] == Answer("silent", "it gives no answer in 0 seconds")


def test_who_says_nothing_to_head_is_asked_with_get(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, and then with GET alone."""
    monkeypatch.setattr(web, "PATIENCE", 0.9)
    addresses = [f"http://a.example/{n}" for n in range(20)]
    with Server({f"HEAD /{n}": SILENCE for n in range(20)}).running() as server:
        found = asked(server, *addresses)
        assert set(found.values()) == {Answer("there")}
        assert Counter(method for method, *_ in server.seen) == {"HEAD": PER_HOST, "GET": 20}


def test_a_host_that_says_nothing_costs_no_time_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "PATIENCE", 0.9)
    with Server({f"/{n}": SILENCE for n in range(20)}).running() as server:
        began = time.monotonic()
        found = asked(server, *(f"http://a.example/{n}" for n in range(20)))
        rounds = -(-FAILURES // PER_HOST)
        assert time.monotonic() - began < (rounds + 1) * 0.9
        assert Counter(answer.state for answer in found.values()) == {
            "silent": rounds * PER_HOST,
            "unknown": 20 - rounds * PER_HOST,
        }


def test_who_cannot_be_reached_is_not_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    async def refused(host: str, *_: object, **__: object) -> None:
        tried.append(host)
        raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")

    monkeypatch.setattr(asyncio, "open_connection", refused)
    with Server({}).running() as server:
        (answer,) = asked(server, "http://a.example/").values()
        assert answer == Answer("silent", "it cannot be reached: Connection refused")
        assert tried == ["127.0.0.1"]


def test_what_fails_at_one_port_says_nothing_of_others() -> None:
    """Three addresses of port 443 lead nowhere; the site lives at ports 80 and 8080, and leads to 443 as well."""
    with Server({"/moved": (301, "https://half.example/there")}).running() as server:
        secure = [f"https://half.example/{n}" for n in range(2 * FAILURES)]
        plain = [f"http://half.example{port}/{n}" for n in range(5) for port in ("", ":8080")]
        found = asked(server, *secure, *plain, "http://half.example/moved")
        assert [one for one in plain if found[one] != Answer("there")] == []
        assert found[secure[-1]].state == "unknown"
        assert found["http://half.example/moved"] == found[secure[-1]]


def test_an_answer_ends_the_count_of_failures() -> None:
    """Each second address of the host gives an answer, so all are asked for."""
    dead = [f"http://a.example/dead/{n}" for n in range(3 * FAILURES)]
    replies = {f"/dead/{n}": HANGS_UP for n in range(len(dead))}
    with Server(replies).running() as server:
        found = asked(server, *(one for n, address in enumerate(dead) for one in (address, f"http://a.example/{n}")))
        assert {found.pop(one) for one in dead} == {Answer("silent", "what it answers is no HTTP")}
        assert set(found.values()) == {Answer("there")}


def test_what_was_not_asked_for_is_not_kept(tmp_path: Path) -> None:
    keep = tmp_path / "links.json"
    addresses = [f"http://closed.example/{n}" for n in range(10)]
    with Server({}).running() as server:
        found = kept(keep, server, addresses, 0)
        silent = {address for address, answer in found.items() if answer.state == "silent"}
        assert len(silent) < len(addresses)
        assert json.loads(keep.read_bytes()).keys() == silent


def test_who_is_not_on_the_network_takes_no_host_for_gone() -> None:
    with Server({}).running() as server:
        nowhere = "http://none.example/"
        assert asked(server, nowhere, "http://10.0.0.1/")[nowhere].state == "unknown"
        assert asked(server, nowhere, "http://a.example/")[nowhere].state == "nowhere"


def test_a_network_that_is_down_is_not_the_hosts_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    async def down(*_: object, **__: object) -> None:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(asyncio, "open_connection", down)
    with Server({}).running() as server:
        assert asked(server, "http://a.example/")["http://a.example/"].state == "unknown"


def test_tls_is_checked() -> None:
    """What listens there speaks no TLS."""
    with Server({}).running() as server:
        found = asked(server, "https://a.example/")
        assert found["https://a.example/"].state == "silent"


PRIVATE = (
    *("127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
    *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.0.8", "198.18.0.1", "192.0.2.1"),
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1"),
    *(
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2002:808:808::1",
        "2001:0:808:808::1",
    ),
    *("::7f00:1",),
)


@pytest.mark.parametrize("number", PRIVATE)
def test_what_is_private(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    "number", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_what_is_public(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    "address",
    [
        *("http://localhost/", "http://127.0.0.1:80/", "http://127.1/", "http://0x7f000001/", "http://2130706433/"),
        *("http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://me:secret@127.0.0.1/", "http://①②⑦.0.0.1/"),
        "http://8.8.8.8:25/",
    ],
)
def test_no_connection_is_made_into_a_private_network(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refused(*_: object, **__: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(asyncio, "open_connection", refused)
    assert asyncio.run(_asked_in_earnest(address)).state in ("private", "gone")


async def _asked_in_earnest(address: str) -> Answer:
    return await Guest("digest/1", pause=0).ask(address)


def test_a_name_with_a_private_address_among_others_is_private(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(host: str, port: int, **_: object) -> list[Any]:
        return [(0, 0, 0, "", (number, port)) for number in ("93.184.216.34", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, *_, **__: found(host, port))
    with pytest.raises(PrivateAddressError, match=r"both\.example is 127\.0\.0\.1, which is in a private network"):
        asyncio.run(public_addresses("both.example", 443))


def test_what_was_looked_up_is_what_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public at first and private then is of no use to anybody."""
    connected: list[object] = []

    async def open_connection(host: str, port: int, **options: object) -> None:
        connected.append((host, port, options["server_hostname"]))
        raise ConnectionRefusedError

    async def resolve(host: str, port: int) -> list[tuple[str, int]]:
        return [("93.184.216.34", port)]

    monkeypatch.setattr(asyncio, "open_connection", open_connection)

    async def ask() -> Answer:
        return await Guest("digest/1", resolve, pause=0).ask("https://rebinding.example/")

    assert asyncio.run(ask()).state == "silent"
    assert connected == [("93.184.216.34", 443, "rebinding.example")]


# What is kept


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
    found = list(web_findings(links, answers, tmp_path, lambda path, address: int(address[-1])))
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
