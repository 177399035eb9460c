"""What the preview answers to a request."""

from __future__ import annotations

import hashlib
import io
import os
import re
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs

import msgspec

from digest.files.opener import open_regular
from digest.live.bulletin import BulletinBoard, news
from digest.live.conditional import matches, span_of
from digest.live.routes import CHANGES_PATH, DESK_PATH, EVENTS_PATH, Base, content_type, folder_url, segments
from digest.live.scripts import SCRIPTS, with_script
from digest.live.served import Source
from digest.live.server import Server

HEARTBEAT = 15.0  # seconds between signs of life on an event stream, so that those nobody hears are ended
DESK = "_digest/index.html"
MISSING = "404.html"
_PORT = re.compile(r":[0-9]*$")
_CHUNK = 1 << 16  # bytes
_SETTLED = 2_000_000_000  # nanoseconds after which a file's times tell whether it was written again
_NOT_FOUND = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Page not found</title>
<body style="font: 1.125rem/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 36rem; padding: 0 1rem">
<h1>Page not found</h1>
<p>The site has no page at this address, and no 404.html of its own yet. <a href="{home}">To the front page</a></p>
</body>
</html>
"""


class Shown:
    """What is served, which may be another at any time: the site, the path of its address on the host, the news, and a
    page that tells what waits for an editor, made for a site at such a path."""

    def __init__(self, source: Source, base: Base, desk: Callable[[str], bytes] | None = None) -> None:
        self.source = source
        self.base = base
        self.desk = desk
        self.board = BulletinBoard()
        self._tags: dict[tuple[int, ...], str] = {}

    def tag_of(self, file: io.BufferedReader) -> str:
        """The strong entity tag of a file's bytes. A file that has not been written to since is read once."""
        stat = os.fstat(file.fileno())
        stamp = (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        if (tag := self._tags.get(stamp)) is None:
            tag = _tag(hashlib.file_digest(file, "sha256").digest())
            if time.time_ns() - max(stamp[-2:]) > _SETTLED:
                self._tags[stamp] = tag
        return tag


def _tag(digest: bytes) -> str:
    return f'"{digest[:16].hex()}"'


def answers(shown: Shown) -> type[BaseHTTPRequestHandler]:
    """What answers the requests of a connection with what is shown."""
    return type("Answer", (_Answer,), {"shown": shown})


class _Answer(BaseHTTPRequestHandler):
    """One connection's requests."""

    server: Server
    shown: Shown
    protocol_version = "HTTP/1.1"
    server_version = "digest"
    sys_version = ""
    disable_nagle_algorithm = True  # head and body are two writes; together they would wait for each other
    timeout = 60.0  # seconds that a connection may idle

    def do_GET(self) -> None:
        """Answer with a file, or with what is the preview's own."""
        with self.server.answering(self.request):
            self._answer()

    do_HEAD = do_GET  # noqa: N815 (the library asks for methods by these names)

    def do_POST(self) -> None:
        """Refuse: a site of files can only be read."""
        self._say(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD.", ("Allow", "GET, HEAD"))

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_CONNECT = do_POST  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal belongs to the builds."""

    def _answer(self) -> None:
        target, _, query = self.path.partition("?")
        if not self._is_addressed():
            self._say(HTTPStatus.FORBIDDEN, "This preview answers only to the address that it was started on.")
        elif target.startswith(DESK_PATH) and not self._is_from_here():
            self._say(HTTPStatus.FORBIDDEN, "This is for the pages of the preview alone.")
        elif target == EVENTS_PATH:
            self._stream()
        elif target == CHANGES_PATH:
            self._send_changes(query)
        elif target == DESK_PATH and self.shown.desk:
            self._send_desk(self.shown.desk)
        elif target == DESK_PATH[:-1] and self.shown.desk:
            self._send(HTTPStatus.MOVED_PERMANENTLY, "", b"", ("Location", DESK_PATH))
        elif target in SCRIPTS:
            self._send_file(HTTPStatus.OK, target, SCRIPTS[target]())
        else:
            self._send_page(target, query)

    def _is_addressed(self) -> bool:
        names = self.server.names
        hosts = [_PORT.sub("", host.strip().lower()) for host in self.headers.get_all("Host", [])]
        return names is None or (len(hosts) == 1 and hosts[0] in names)

    def _is_from_here(self) -> bool:
        """Whether no page of another origin asks (https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header).

        Other ports of this machine are of the same site. Programs send no such header, nor do browsers where the
        address is neither this machine nor HTTPS.
        """
        return self.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")

    def _send_page(self, target: str, query: str) -> None:
        # Read before the file: should it be replaced in between, the page loads once too often, not too rarely.
        edition = self.shown.board.now.edition
        base = self.shown.base
        if target == "/" != base.url:
            self._send(HTTPStatus.FOUND, "", b"", ("Location", base.url))
            return
        steps = segments(target)
        file = base.file_at(steps) if steps else None
        if file and self._send_content(HTTPStatus.OK, file, edition, base):
            return
        index = base.file_at((*steps, "")) if steps and steps[-1] else None
        if steps and index and self.shown.source.read(index) is not None:
            self._send(HTTPStatus.MOVED_PERMANENTLY, "", b"", ("Location", folder_url(steps, query)))
            return
        if not self._send_content(HTTPStatus.NOT_FOUND, MISSING, edition, base):
            page = with_script(_NOT_FOUND.format(home=base.url).encode(), edition, base.url, base.url + MISSING)
            self._send_file(HTTPStatus.NOT_FOUND, MISSING, page)

    def _send_desk(self, desk: Callable[[str], bytes]) -> None:
        edition = self.shown.board.now.edition  # as for any page, before it is made
        base = self.shown.base.url
        self._send_file(HTTPStatus.OK, DESK, with_script(desk(base), edition, base))

    def _send_content(self, status: HTTPStatus, file: str, edition: str, base: Base) -> bool:
        """Send a file of the site; False, with nothing sent, if there is none or it cannot be read."""
        content = self.shown.source.read(file)
        if content is None:
            return False
        try:
            opened = io.BytesIO(content) if isinstance(content, bytes) else os.fdopen(open_regular(content), "rb")
        except OSError:
            return False
        with opened:
            if content_type(file).startswith("text/html"):
                shows = "" if status == HTTPStatus.OK else base.url + file
                self._send_file(status, file, with_script(opened.read(), edition, base.url, shows))
            elif isinstance(opened, io.BytesIO):
                self._send_file(status, file, opened.getvalue())
            else:
                self._send_open(status, file, opened, os.fstat(opened.fileno()).st_size, self.shown.tag_of(opened))
        return True

    def _send_file(self, status: HTTPStatus, name: str, content: bytes) -> None:
        self._send_open(status, name, io.BytesIO(content), len(content), _tag(hashlib.sha256(content).digest()))

    def _send_open(self, status: HTTPStatus, name: str, file: io.BufferedIOBase, size: int, tag: str) -> None:
        """Send an open file of so many bytes; if it was found, what the browser lacks or asks for of it."""
        span: range | None = None
        kept: tuple[tuple[str, str], ...] = ()
        if status == HTTPStatus.OK:
            kept = (("ETag", tag), ("Accept-Ranges", "bytes"))
            if matches(self.headers.get("If-None-Match"), tag):
                self._send_head(HTTPStatus.NOT_MODIFIED, "", *kept)
                return
            if self.command == "GET" and self.headers.get("If-Range", tag) == tag:
                span = span_of(self.headers.get("Range"), size)
        if span is not None and not span:
            where = ("Content-Range", f"bytes */{size}")
            self._send(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "", b"", *kept, where)
            return
        if span is not None:
            status, kept = HTTPStatus.PARTIAL_CONTENT, (*kept, ("Content-Range", f"bytes {span[0]}-{span[-1]}/{size}"))
        span = range(size) if span is None else span
        self._send_head(status, content_type(name), ("Content-Length", str(len(span))), *kept)
        if self.command == "HEAD":
            return
        file.seek(span.start)
        left = len(span)
        while left and (chunk := file.read(min(left, _CHUNK))):
            self.wfile.write(chunk)
            left -= len(chunk)
        self.close_connection |= left > 0  # it shrank: the next answer would be garbled

    def _send(self, status: HTTPStatus, kind: str, body: bytes, *headers: tuple[str, str]) -> None:
        self._send_head(status, kind, ("Content-Length", str(len(body))), *headers)
        if self.command != "HEAD":
            self.wfile.write(body)

    def _say(self, status: HTTPStatus, text: str, *headers: tuple[str, str]) -> None:
        """Refuse in a sentence, and hang up: a body that nobody reads may follow the request."""
        body = f"{text}\n".encode()
        self._send(status, "text/plain; charset=utf-8", body, ("Connection", "close"), *headers)

    def _send_head(self, status: HTTPStatus, kind: str, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-cache" if any(name == "ETag" for name, _ in headers) else "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        for name, value in headers:
            self.send_header(name, value)
        if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            self.send_header("Connection", "close")
        self.end_headers()

    def _send_changes(self, query: str) -> None:
        """Tell a page what is not as it was at `edition`, of the addresses `page` and `used`, which it has below the
        path `base`."""
        asked = parse_qs(query)
        now = self.shown.base
        given = asked.get("base", [now.url])[0]
        base = Base(given) if given.startswith("/") and not given.startswith("//") else now

        def file_at(target: str) -> str:
            return DESK if target == DESK_PATH else base.file_at(segments(target) or ()) or ""

        used = {target: file_at(target) for target in asked.get("used", [])}
        page = file_at(asked.get("page", [""])[0])
        changes = self.shown.board.changes(asked.get("edition", [""])[0], page, used.values())

        def may_be_other(file: str) -> bool:
            return file in changes.files or (file not in ("", DESK) and not self.shown.source.follows(file))

        is_elsewhere = page not in ("", DESK) and base.url != now.url
        moved = changes.moved or (page if is_elsewhere else "")
        told = {
            "edition": changes.edition,
            "base": now.url,
            "isUnknown": changes.is_unknown,
            "page": may_be_other(page),
            "used": [target for target, file in used.items() if may_be_other(file)],
            "moved": now.address_of(moved) if moved else "",
        }
        self._send(HTTPStatus.OK, "application/json", msgspec.json.encode(told))

    def _stream(self) -> None:
        """Tell the news until the other side or the preview is closed."""
        board = self.shown.board
        self._send_head(HTTPStatus.OK, "text/event-stream; charset=utf-8", ("Connection", "close"))
        if self.command == "HEAD":
            return
        self.wfile.write(b"retry: 1000\n\n")  # milliseconds until a browser tries again
        told = None
        while True:
            now = board.wait(told, HEARTBEAT)
            if board.closed:
                return
            self.wfile.write(news(told, now))
            told = now
