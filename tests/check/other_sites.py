"""A server on this machine that stands for all other sites."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from digest.check.web import PrivateAddressError

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
