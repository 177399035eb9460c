"""A preview of the built site in the browser, which follows the builds. For one's own machine only."""

from __future__ import annotations

import contextlib
import errno
import io
import ipaddress
import os
import re
import shutil
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Collection, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs

from digest.errors import UsageError
from digest.live.bulletin import Bulletin, BulletinBoard, news
from digest.live.routes import SCRIPT_PATH, content_type, folder_url, segments, with_script
from digest.live.served import Source

EVENTS_PATH = "/_digest/events"
HEARTBEAT = 15.0  # seconds between signs of life on an event stream, so that those nobody hears are ended
GOODBYE = 2.0  # seconds that closing waits for what is being answered
_PORT = re.compile(r":[0-9]*$")
_MISSING = b"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Page not found</title>
<body style="font: 1.125rem/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 36rem; padding: 0 1rem">
<h1>Page not found</h1>
<p>The site has no page at this address, and no 404.html of its own yet. <a href="/">To the front page</a></p>
</body>
</html>
"""
_OWN_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Preview:
    """Serves a site over HTTP and keeps open pages up to date.

    The port is taken at once, so that a wrong one is known before the first build; 0 means any that is free.
    Raises UsageError if host and port cannot be had. Safe to use from any thread.
    """

    def __init__(self, source: Source, host: str = "127.0.0.1", port: int = 8000) -> None:
        self._board = BulletinBoard()
        try:
            self._server = _Server(source, self._board, host, port)
        except (OSError, OverflowError) as error:
            raise UsageError(_refusal(error, host, port)) from error
        shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, f"[{host}]" if ":" in host else host)
        self.url = f"http://{shown}:{self._server.server_address[1]}/"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
        self._started = False

    def start(self) -> None:
        """Answer requests from now on, in a thread that does not keep the program alive."""
        self._started = True
        self._thread.start()

    def show(self, source: Source) -> None:
        """Serve another site from now on."""
        self._server.source = source

    def changed(self, paths: Collection[str], moved: Mapping[str, str] = MappingProxyType({})) -> None:
        """Bring open pages up to date, and forget the problem of an earlier build.

        `paths` are the files of the site that are other now, are new or are gone; `moved` leads from the file of a
        page that is gone to the one it has now. All are relative to the site's folder, as those that `Source.read` is
        asked for.
        """
        self._board.publish()

    def failed(self, text: str) -> None:
        """Show `text` over all pages until the next `changed`; the last good site is served as before."""
        self._board.report(text)

    def close(self) -> None:
        """End all connections and free the port."""
        self._board.close()
        if self._started:
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
        self._server.hang_up()


def _refusal(error: OSError | OverflowError, host: str, port: int) -> str:
    if isinstance(error, OverflowError):
        return f"{port} is no port. Choose one from 1024 to 65535 with --port, or 0 for any that is free."
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken by another program. Choose another with --port, or 0 for any."
    if error.errno == errno.EACCES:
        return f"Port {port} on {host} may not be used. Choose one from 1024 to 65535 with --port."
    return f"Cannot listen on {host}, port {port} ({error.strerror or error}). Check --host and --port."


class _Server(ThreadingHTTPServer):
    """Knows the site, the board and its open connections."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # there it would let two programs have one port
    request_queue_size = 64

    def __init__(self, source: Source, board: BulletinBoard, host: str, port: int) -> None:
        self.source = source
        self.board = board
        self.script = Path(__file__).with_name("reload.js").read_bytes()
        self._lock = threading.Lock()
        self._open: dict[socket.socket, threading.Thread] = {}
        self.address_family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        super().__init__((str(address[0]), port), _Answer)
        bound = ipaddress.ip_address(str(self.server_address[0]).partition("%")[0])
        # A page on the web can point a name of its own at this machine and read what it gets (DNS rebinding).
        # It cannot choose the Host header. Who opens the preview to a network knows under which names it is seen.
        self.names = _OWN_NAMES | {host.lower(), str(bound)} if bound.is_loopback else None

    def server_bind(self) -> None:
        # Without HTTPServer's look-up of the host's full name, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(target=self.process_request_thread, args=(request, client_address), daemon=True)
        with self._lock:
            self._open[request] = thread
        thread.start()

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                del self._open[request]

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A browser that goes elsewhere in the middle of an answer is nothing to tell.
        if not self.board.closed and not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """End the connections: idle ones at once, those in the middle of an answer after it or two seconds."""
        with self._lock:
            connections = dict(self._open)
        end = time.monotonic() + GOODBYE
        for how in (socket.SHUT_RD, socket.SHUT_RDWR):
            for connection in connections:
                with contextlib.suppress(OSError):  # the other side was quicker
                    connection.shutdown(how)
            for thread in connections.values():
                thread.join(max(0.1, end - time.monotonic()))


class _Answer(BaseHTTPRequestHandler):
    """One connection's requests."""

    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "digest"
    sys_version = ""
    disable_nagle_algorithm = True  # head and body are two writes; together they would wait for each other
    timeout = 60.0  # seconds that a connection may idle

    def do_GET(self) -> None:
        """Answer with a file, the script or the stream of events."""
        target, _, query = self.path.partition("?")
        if not self._is_addressed():
            self._say(HTTPStatus.FORBIDDEN, "This preview answers only to the address that it was started on.")
        elif target == EVENTS_PATH:
            self._stream(query)
        elif target == SCRIPT_PATH:
            self._send(HTTPStatus.OK, "text/javascript; charset=utf-8", self.server.script)
        else:
            self._send_page(target, query)

    do_HEAD = do_GET  # noqa: N815 (the library asks for methods by these names)

    def do_POST(self) -> None:
        """Refuse: a site of files can only be read."""
        self._say(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD.", ("Allow", "GET, HEAD"))

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_CONNECT = do_POST  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal belongs to the builds."""

    def _is_addressed(self) -> bool:
        names = self.server.names
        hosts = [_PORT.sub("", host.strip().lower()) for host in self.headers.get_all("Host", [])]
        return names is None or (len(hosts) == 1 and hosts[0] in names)

    def _send_page(self, target: str, query: str) -> None:
        # Read before the file: should it be replaced in between, the page loads once too often, not too rarely.
        edition = self.server.board.now.edition
        steps = segments(target)
        found = self._read(*steps[:-1], steps[-1] or "index.html") if steps else None
        if steps and found is not None and self._send_file(HTTPStatus.OK, steps[-1] or "index.html", found, edition):
            return
        if steps and steps[-1] and self._read(*steps, "index.html") is not None:
            self._send(HTTPStatus.MOVED_PERMANENTLY, "", b"", ("Location", folder_url(steps, query)))
            return
        own = self._read("404.html")
        if own is None or not self._send_file(HTTPStatus.NOT_FOUND, "404.html", own, edition):
            self._send(HTTPStatus.NOT_FOUND, "text/html; charset=utf-8", with_script(_MISSING, edition))

    def _read(self, *steps: str) -> bytes | Path | None:
        return self.server.source.read("/".join(steps))

    def _send_file(self, status: HTTPStatus, name: str, content: bytes | Path, edition: str) -> bool:
        """Send a file; False, with nothing sent, if it cannot be read."""
        kind = content_type(name)
        try:
            file = io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
        except OSError:
            return False
        with file:
            if kind.startswith("text/html"):
                self._send(status, kind, with_script(file.read(), edition))
                return True
            size = len(content) if isinstance(content, bytes) else os.fstat(file.fileno()).st_size
            self._send_head(status, kind, ("Content-Length", str(size)))
            if self.command != "HEAD":
                shutil.copyfileobj(file, self.wfile)
                self.close_connection |= file.tell() != size  # it grew or shrank: the next answer would be garbled
        return True

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
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in headers:
            self.send_header(name, value)
        if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            self.send_header("Connection", "close")
        self.end_headers()

    def _stream(self, query: str) -> None:
        """Tell a page the news until it or the preview is closed.

        The page says which edition it shows, so one that missed a build, or a restart of the preview, is
        told to reload at once.
        """
        board = self.server.board
        self._send_head(HTTPStatus.OK, "text/event-stream; charset=utf-8", ("Connection", "close"))
        if self.command == "HEAD":
            return
        told = Bulletin(parse_qs(query).get("edition", [board.now.edition])[0])
        self.wfile.write(b"retry: 1000\n\n")  # milliseconds until a browser tries again
        while True:
            now = board.wait(told, HEARTBEAT)
            if board.closed:
                return
            self.wfile.write(news(told, now))
            told = now
