"""Asks other sites whether there is something at an address, and asks as a guest does: little at once, and no more than
is needed.

Addresses stand in texts of strangers, so no request goes into a private network: each host is looked up here, and the
connection is made to just the address that was found to be public, also after a redirect.
"""

from __future__ import annotations

import asyncio
import errno
import re
import socket
import ssl
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Literal
from urllib.parse import quote, urljoin, urlsplit

import msgspec

AT_ONCE = 24
"""Requests at one time."""

PER_HOST = 2
"""Of these at one host."""

PAUSE = 0.2
"""Seconds between two requests at one host, each of its PER_HOST."""

PATIENCE = 15.0
"""Seconds for an answer, redirects not counted: each has as many."""

OF_HEAD = 1 / 3
"""How much of this is waited for an answer to HEAD, once there is a connection: GET has all of it anew."""

HOPS = 6
"""Redirects that are followed. Browsers end at 20, and who needs more than six leads nowhere."""

FAILURES = 3
"""After so many in a row an origin (a scheme, host and port, RFC 6454 §4) is not asked any more."""

_HEAD_LIMIT = 64_000  # bytes of an answer's head
_MOVED_FOR_GOOD, _MOVED = (301, 308), (301, 302, 303, 307, 308)
_GONE = (404, 410)
_BUSY = (429, 503)
_PORTS = (80, 443)  # below 1024; what listens at another is no web server

State = Literal["there", "gone", "nowhere", "silent", "private", "unknown"]


class Answer(msgspec.Struct, frozen=True):
    """What came of an address. `state` is `gone` if its site says so, `nowhere` if there is no such host, `silent` if
    nobody answers, or with an error of the server's own; `private` if it was not asked, and `unknown` if it cannot be
    said: who must log in, or is taken for a robot, sees more than we do, and of an address that was not asked for
    what others of its site have answered says nothing. `moved` is where the site says that it stands for good, `why`
    is in words."""

    state: State
    why: str = ""
    moved: str = ""


_OFFLINE = Answer("unknown", "names are not found")
_NO_ADDRESS = Answer("gone", "it is no address on the web")

_Reply = tuple[int, str]
"""A status, and where it leads ("" if nowhere)."""


class PrivateAddressError(Exception):
    """A host is in a private network."""


class _NoReplyError(Exception):
    """A connection was made, and nothing came of it, or no HTTP."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


Resolve = Callable[[str, int], Awaitable[list[tuple[str, int]]]]
"""Gives the addresses, as numbers, and ports at which a host is reached. Raises OSError and PrivateAddressError."""


async def public_addresses(host: str, port: int) -> list[tuple[str, int]]:
    """As `Resolve`. Of a name with a private address beside public ones none is taken: it changes its mind."""
    if port < 1024 and port not in _PORTS:
        raise PrivateAddressError(f"port {port} is no web server's")
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = list(dict.fromkeys(str(place[0]) for *_, place in found))
    for number in numbers:
        if not is_public(number):
            named = host if number == host else f"{host} is {number}, which"
            raise PrivateAddressError(f"{named} is in a private network")
    return [(number, port) for number in numbers]


_TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64, RFC 6052
_PROTOCOLS = IPv4Network("192.0.0.0/24")  # RFC 6890 §2.1; older versions of Python take it for public


def is_public(number: str) -> bool:
    """Whether an IP address is one of the Internet, and not of this machine or of a network around it (the IANA
    registries of special-purpose addresses). What stands for an IPv4 address is what that is; tunnels are none."""
    address = ip_address(number.partition("%")[0])
    if isinstance(address, IPv6Address):
        if address in _TRANSLATED:
            return is_public(str(IPv4Address(int(address) & 0xFFFF_FFFF)))
        if address.ipv4_mapped:
            return is_public(str(address.ipv4_mapped))
        if address.sixtofour or address.teredo:
            return False
    elif address in _PROTOCOLS:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


class Guest:
    """Asks for many addresses, those of one host by and by. `agent` is the User-Agent (RFC 9110 §10.1.5)."""

    def __init__(self, agent: str, resolve: Resolve = public_addresses, pause: float = PAUSE) -> None:
        self._agent = agent
        self._resolve = resolve
        self._pause = pause
        self._all = asyncio.Semaphore(AT_ONCE)
        self._hosts: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(PER_HOST))
        self._failures: Counter[_Origin] = Counter()  # since it last answered
        self._busy: set[_Origin] = set()
        self._deaf: set[_Origin] = set()  # to HEAD
        self._not_found: dict[str, Answer] = {}  # hosts
        self._is_online = False
        self._tls = ssl.create_default_context()

    async def ask_all(self, addresses: Iterable[str], tell: Callable[[str, Answer], None]) -> None:
        """`tell` is given each address with its answer, in the order in which they come; but that there is no such host
        is believed at the end, if any other was found: this machine may not be on the network."""
        nowhere: dict[str, Answer] = {}

        async def one(address: str) -> None:
            answer = await self.ask(address)
            if answer.state == "nowhere":
                nowhere[address] = answer
            else:
                tell(address, answer)

        async with asyncio.TaskGroup() as group:
            for address in addresses:
                group.create_task(one(address))
        for address, answer in nowhere.items():
            tell(address, answer if self._is_online else _OFFLINE)

    async def ask(self, address: str) -> Answer:
        at, moved, is_for_good = address, "", True
        for _ in range(HOPS):
            reply = await self._reply(at)
            if isinstance(reply, Answer):
                return reply
            status, location = reply
            if status not in _MOVED or not location:
                return _answer_of(status, moved)
            try:
                at = _led(at, location)
            except ValueError:
                return Answer("gone", "it leads to what is no address")
            is_for_good = is_for_good and status in _MOVED_FOR_GOOD
            moved = at if is_for_good else moved
        return Answer("unknown", f"it leads on more than {HOPS} times")  # perhaps for want of a cookie

    async def _reply(self, address: str) -> _Reply | Answer:
        """The status and where it leads, or why there is none. Who gives HEAD an error, no HTTP or nothing is asked
        with GET, and who gave nothing from then on with GET alone. Who cannot be reached is not asked twice."""
        try:
            target = _Target.of(address)
        except ValueError:
            return _NO_ADDRESS
        async with self._hosts[target.host]:
            if target.origin not in self._deaf:
                try:
                    reply = await self._asked("HEAD", target)
                    if isinstance(reply, Answer) or _is_good(reply[0]) or reply[0] in _BUSY:
                        return reply
                except _NoReplyError as failed:
                    if isinstance(failed.error, TimeoutError):
                        self._deaf.add(target.origin)
            try:
                return await self._asked("GET", target)
            except _NoReplyError as failed:
                return self._silent(target, failed.error)

    async def _asked(self, method: str, target: _Target) -> _Reply | Answer:
        """As `_reply`. Raises _NoReplyError."""
        if given_up := self._given_up(target):
            return given_up
        try:
            async with self._all:
                reply = await self._request(method, target)
        except PrivateAddressError as error:
            return Answer("private", str(error))
        except OSError as error:
            return self._silent(target, error)
        except ValueError:  # a name that cannot be looked up
            return _NO_ADDRESS
        finally:
            await asyncio.sleep(self._pause)
        self._failures.pop(target.origin, None)
        if reply[0] in _BUSY:
            self._busy.add(target.origin)
        return reply

    def _given_up(self, target: _Target) -> Answer | None:
        """Why an address is not asked for."""
        if not_found := self._not_found.get(target.host):
            return not_found
        if target.origin in self._busy:
            return Answer("unknown", f"{target.host} is busy")
        if self._failures[target.origin] >= FAILURES:
            return Answer("unknown", f"it was not asked for: {target.site} had failed {FAILURES} times")
        return None

    def _silent(self, target: _Target, error: Exception) -> Answer:
        """What to say of an address that is asked for in vain."""
        if isinstance(error, socket.gaierror):
            is_known = error.errno != socket.EAI_AGAIN
            answer = Answer("nowhere", f"there is no host {target.host}") if is_known else _OFFLINE
            self._not_found[target.host] = answer
            return answer
        if isinstance(error, OSError) and error.errno in _NO_WAY:
            return Answer("unknown", "there is no way to its network from here")
        if isinstance(error, TimeoutError):
            why = f"it gives no answer in {PATIENCE:.0f} seconds"
        elif isinstance(error, ssl.SSLCertVerificationError):
            why = f"its certificate is not valid: {error.verify_message}"
        elif isinstance(error, OSError):
            why = f"it cannot be reached: {error.strerror or str(error) or type(error).__name__}"
        else:
            why = "what it answers is no HTTP"
        self._failures[target.origin] += 1
        return Answer("silent", why)

    async def _request(self, method: str, target: _Target) -> _Reply:
        """Raises OSError and ValueError if no connection is made, _NoReplyError if nothing comes of it."""
        clock = asyncio.get_running_loop().time
        end = clock() + PATIENCE
        async with asyncio.timeout_at(end):
            reader, writer = await self._connection(target)
        try:
            soon = clock() + PATIENCE * OF_HEAD
            async with asyncio.timeout_at(min(soon, end) if method == "HEAD" else end):
                writer.write(
                    f"{method} {target.path} HTTP/1.1\r\nHost: {target.named}\r\nUser-Agent: {self._agent}\r\n"
                    "Accept: */*\r\nConnection: close\r\n\r\n".encode("ascii", "replace")
                )
                await writer.drain()
                return await _read(reader)
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
            raise _NoReplyError(error) from error
        finally:
            writer.transport.abort()

    async def _connection(self, target: _Target) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        last: OSError | None = None
        places = await self._resolve(target.host, target.port)
        self._is_online = True
        for number, port in places:
            try:
                return await asyncio.open_connection(
                    number,
                    port,
                    limit=_HEAD_LIMIT,
                    ssl=self._tls if target.is_secure else None,
                    server_hostname=target.host if target.is_secure else None,
                )
            except OSError as error:
                last = last if error.errno in _NO_WAY and last else error  # of another address more can be said
        raise last or OSError(f"{target.host} has no address")


async def _read(reader: asyncio.StreamReader) -> _Reply:
    """Raises EOFError, ValueError and asyncio.LimitOverrunError for what is no head of an answer."""
    while True:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        found = _STATUS.match(head)
        if not found:
            raise ValueError("no status line")
        if not found[1].startswith("1"):  # interim, RFC 9110 §15.2
            location = _LOCATION.search(head)
            return int(found[1]), location[1].strip(" \t").encode("latin-1").decode(
                "utf-8", "replace"
            ) if location else ""


_STATUS = re.compile(r"HTTP/1\.[01] ([0-9]{3})\b")
_LOCATION = re.compile(r"^location:(.*)\r$", re.IGNORECASE | re.MULTILINE)
_NO_WAY = frozenset((errno.ENETUNREACH, errno.ENETDOWN))
_SAFE = "/%:@!$&'()*+,;=~?"

_Origin = tuple[bool, str, int]
"""Whether it is asked with TLS, the host and the port."""


class _Target(msgspec.Struct, frozen=True):
    host: str  # in ASCII
    port: int
    is_secure: bool
    path: str  # with the query
    named: str  # the host with the port, as the header Host has it

    @property
    def origin(self) -> _Origin:
        return self.is_secure, self.host, self.port

    @property
    def site(self) -> str:
        """The origin in words."""
        return f"{'https' if self.is_secure else 'http'}://{self.named}"

    @classmethod
    def of(cls, address: str) -> _Target:
        """Raises ValueError. Names and passwords in addresses are not sent."""
        parts = urlsplit(address if not address.startswith("//") else f"https:{address}")
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            raise ValueError(address)
        is_secure = parts.scheme.lower() == "https"
        host = parts.hostname if ":" in parts.hostname else parts.hostname.rstrip(".").encode("idna").decode()
        if not re.fullmatch(r"[0-9A-Za-z._:%-]+", host):
            raise ValueError(address)
        port = parts.port or (443 if is_secure else 80)
        path = quote(parts.path or "/", _SAFE) + (f"?{quote(parts.query, _SAFE)}" if parts.query else "")
        shown = f"[{host}]" if ":" in host else host
        return cls(host, port, is_secure, path, f"{shown}:{parts.port}" if parts.port else shown)


def _led(address: str, location: str) -> str:
    """Where an address leads. The place within a page is kept if the site names no other (RFC 9110 §10.2.2). Raises
    ValueError."""
    base, *place = address.partition("#")
    target, *other = location.partition("#")
    return urljoin(base, target) + "".join(other if other[0] else place)


def _is_good(status: int) -> bool:
    return 100 <= status < 400


def _answer_of(status: int, moved: str) -> Answer:
    """A status that nobody knows is as the first of its hundred (RFC 9110 §15). What is in none of the five, such as
    the 999 of LinkedIn, is given to robots."""
    if _is_good(status):
        return Answer("there", "", moved)
    try:
        why = f"it answers {status} ({HTTPStatus(status).phrase})"
    except ValueError:
        why = f"it answers {status}"
    if status in _GONE:
        return Answer("gone", why)
    return Answer("silent" if 500 <= status < 600 and status not in _BUSY else "unknown", why)
