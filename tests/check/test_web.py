"""Other sites are asked politely, and nobody in a private network is."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from digest.check import web
from digest.check.web import FAILURES, PER_HOST, Answer, Guest, PrivateAddressError, is_public, public_addresses
from tests.check.other_sites import HANGS_UP, REPLIES, SILENCE, Server


def asked(server: Server, *addresses: str) -> dict[str, Answer]:
    found: dict[str, Answer] = {}

    async def ask() -> None:
        await Guest("digest/1 (test)", server.resolve, pause=0).ask_all(addresses, found.__setitem__)

    asyncio.run(ask())
    return found


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
        found = asked(server, *(f"http://a.example/{n}" for n in range(20)))
        rounds = -(-FAILURES // PER_HOST)
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


def test_what_fails_with_tls_says_nothing_of_the_same_port_without() -> None:
    with Server({}).running() as server:
        addresses = [f"{scheme}://a.example:8080/{n}" for scheme in ("https", "http") for n in range(2 * FAILURES)]
        found = asked(server, *addresses)
        assert [found[one].state for one in addresses[:FAILURES]] == ["silent"] * FAILURES
        assert {found[one] for one in addresses[2 * FAILURES :]} == {Answer("there")}


def test_an_answer_ends_the_count_of_failures() -> None:
    """Each second address of the host gives an answer, so all are asked for."""
    dead = [f"http://a.example/dead/{n}" for n in range(3 * FAILURES)]
    replies = {f"/dead/{n}": HANGS_UP for n in range(len(dead))}
    with Server(replies).running() as server:
        found = asked(server, *(one for n, address in enumerate(dead) for one in (address, f"http://a.example/{n}")))
        assert {found.pop(one) for one in dead} == {Answer("silent", "what it answers is no HTTP")}
        assert set(found.values()) == {Answer("there")}


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
