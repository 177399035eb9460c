"""The preview's open connections: how many there may be, who may speak, and how they end."""

from __future__ import annotations

import contextlib
import errno
import heapq
import ipaddress
import selectors
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GOODBYE = 2.0  # seconds that closing waits for what is being answered
MOST = 128  # open connections: a browser has six to a host, and one thread serves each
PAUSE = 0.1  # seconds, when the system has nothing left for another connection
_SPENT = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
_OWN_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


class _Connection:
    """Who serves a connection, and since when (monotonic seconds) it says nothing; None while it is answered."""

    def __init__(self, thread: threading.Thread) -> None:
        self.thread = thread
        self.idle_since: float | None = time.monotonic()


class Server(ThreadingHTTPServer):
    """Answers each connection in a thread, of which there are no more than `MOST`.

    For another one the connection is ended that has asked for nothing for the longest time. What the system refuses is
    told once, with `notice`, and outlived. `answer` makes the answers.
    """

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # there it would let two programs have one port
    request_queue_size = 512  # more wait a second or longer, for their SYN is dropped (listen(2))

    def __init__(
        self, answer: type[BaseHTTPRequestHandler], host: str, port: int, notice: Callable[[str], None]
    ) -> None:
        self.closed = False
        self._notice = notice
        self._has_noticed = False
        self._lock = threading.Lock()
        self._open: dict[socket.socket, _Connection] = {}
        self.address_family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        self._stop, self._stopped = socket.socketpair()
        super().__init__((str(address[0]), port), answer)
        bound = ipaddress.ip_address(str(self.server_address[0]).partition("%")[0])
        self.is_private = bound.is_loopback
        # A page on the web can point a name of its own at this machine and read what it gets (DNS rebinding).
        # It cannot choose the Host header. Who opens the preview to a network knows under which names it is seen.
        self.names = _OWN_NAMES | {host.lower(), str(bound)} if self.is_private else None

    def serve(self) -> None:
        """Takes connections until `stop` is called. It wakes for nothing else: `serve_forever` looks twice a second
        whether it is to go on, which costs an idle machine more than all that the preview does."""
        with selectors.DefaultSelector() as waits:
            waits.register(self, selectors.EVENT_READ)
            waits.register(self._stopped, selectors.EVENT_READ)
            while self._stopped not in (ready := [key.fileobj for key, _ in waits.select()]):
                if self in ready:
                    self._take()

    def _take(self) -> None:
        """The next connection."""
        try:
            request, address = self.get_request()
        except OSError:  # it is gone again, or there is nothing left for it
            return
        try:
            self.process_request(request, address)
        except Exception:
            self.handle_error(request, address)
            self.shutdown_request(request)

    def stop(self) -> None:
        """Ends `serve`, now or when it begins."""
        self._stop.send(b".")

    def server_close(self) -> None:
        super().server_close()
        self._stop.close()
        self._stopped.close()

    def server_bind(self) -> None:
        # Without HTTPServer's look-up of the host's full name, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def get_request(self) -> tuple[socket.socket, Any]:
        try:
            return super().get_request()
        except OSError as error:
            if error.errno in _SPENT:  # the caller passes over it, and would ask again at once
                self._endure(str(error.strerror))
            raise

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            if len(self._open) >= MOST and not self._end_idle(1):
                self.shutdown_request(request)
                return
            thread = threading.Thread(target=self.process_request_thread, args=(request, client_address), daemon=True)
            self._open[request] = _Connection(thread)
        try:
            thread.start()
        except RuntimeError as error:  # no more threads
            with self._lock:
                del self._open[request]
            self.shutdown_request(request)
            self._endure(str(error))

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._open.pop(request, None)

    @contextlib.contextmanager
    def answering(self, request: Any) -> Iterator[None]:
        """While this lasts the connection is not idle."""
        self._mark(request, None)
        try:
            yield
        finally:
            self._mark(request, time.monotonic())

    def _mark(self, request: Any, idle_since: float | None) -> None:
        with self._lock:
            if request in self._open:
                self._open[request].idle_since = idle_since

    def _end_idle(self, most: int) -> int:
        """Frees the places of so many connections that nobody waits for, and gives their number; their threads end soon
        after."""
        since = {each: one.idle_since for each, one in self._open.items() if one.idle_since is not None}
        idlest = heapq.nsmallest(most, since, key=since.__getitem__)
        for connection in idlest:
            del self._open[connection]
            with contextlib.suppress(OSError):  # the other side was quicker
                connection.shutdown(socket.SHUT_RDWR)
        return len(idlest)

    def _endure(self, fact: str) -> None:
        if not self._has_noticed:
            self._has_noticed = True
            self._notice(f"The preview cannot take another connection just now ({fact}); it goes on.")
        with self._lock:
            self._end_idle(len(self._open) // 2 + 1)
        time.sleep(PAUSE)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A browser that goes elsewhere in the middle of an answer is nothing to tell.
        error = sys.exception()
        if isinstance(error, OSError) and error.errno in _SPENT:
            self._endure(str(error.strerror))
        elif not self.closed and not isinstance(error, ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """End the connections: idle ones at once, those in the middle of an answer after it or two seconds."""
        with self._lock:
            connections = {each: one.thread for each, one in self._open.items()}
        end = time.monotonic() + GOODBYE
        for how in (socket.SHUT_RD, socket.SHUT_RDWR):
            for connection in connections:
                with contextlib.suppress(OSError):  # the other side was quicker
                    connection.shutdown(how)
            for thread in connections.values():
                thread.join(max(0.1, end - time.monotonic()))
