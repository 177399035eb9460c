"""Many connections, and a system that has nothing left for another one."""

from __future__ import annotations

import errno
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from digest.live import server
from digest.live.preview import Preview
from tests.live.folder import Folder

LIMIT = 20.0  # seconds


@pytest.fixture
def notices() -> list[str]:
    return []


@pytest.fixture
def preview(tmp_path: Path, notices: list[str]) -> Iterator[Preview]:
    (tmp_path / "index.html").write_text("<p>page</p>")
    made = Preview(Folder(tmp_path), port=0, notice=notices.append)
    made.start()
    yield made
    made.close()


def status(preview: Preview) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=LIMIT)
    try:
        connection.request("GET", "/")
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


@contextmanager
def listening(preview: Preview) -> Iterator[http.client.HTTPResponse]:
    """The stream of news."""
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=LIMIT)
    connection.request("GET", "/_digest/events")
    with connection.getresponse() as heard:
        assert heard.readline() == b"retry: 1000\n"
        yield heard


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + LIMIT
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def is_ended(connection: socket.socket) -> bool:
    connection.settimeout(LIMIT)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_half_open_connections_end_neither_the_server_nor_a_stream(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MOST", 20)
    before = threading.active_count()
    with ExitStack() as stack:
        heard = stack.enter_context(listening(preview))
        half_open = []
        for n in range(100):
            half_open.append(stack.enter_context(socket.create_connection(("127.0.0.1", preview.port), timeout=LIMIT)))
            half_open[-1].sendall(b"GET / HTTP/1.1\r\nHost: loc" if n % 2 else b"")
        assert status(preview) == 200
        wait_until(lambda: threading.active_count() - before <= server.MOST)
        assert all(map(is_ended, half_open[:80]))  # the oldest are ended first
        preview.changed(())
        while not (line := heard.readline()).startswith(b"data"):
            assert line


def test_where_all_are_waited_for_no_other_is_let_in(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST", 2)
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(listening(preview))
        with socket.create_connection(("127.0.0.1", preview.port), timeout=LIMIT) as refused:
            assert is_ended(refused)
    monkeypatch.undo()
    assert status(preview) == 200


def test_a_system_without_room_for_another_connection_is_told_once_and_outlived(
    preview: Preview, notices: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    accept = socket.socket.accept
    refusals = iter([errno.EMFILE, errno.ENFILE, errno.EMFILE])

    def refuse(self: socket.socket) -> Any:
        if number := next(refusals, 0):
            raise OSError(number, "Too many open files")
        return accept(self)

    with socket.create_connection(("127.0.0.1", preview.port), timeout=LIMIT) as idle:
        assert status(preview) == 200  # so the idle one was accepted
        monkeypatch.setattr(socket.socket, "accept", refuse)
        assert status(preview) == 200
        assert is_ended(idle)
    assert notices == ["The preview cannot take another connection just now (Too many open files); it goes on."]


def test_a_system_without_another_thread_is_told_once_and_outlived(
    preview: Preview, notices: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    start = threading.Thread.start
    refusals = iter(range(2))

    def refuse(self: threading.Thread) -> None:
        if next(refusals, None) is not None:
            raise RuntimeError("can't start new thread")
        start(self)

    monkeypatch.setattr(threading.Thread, "start", refuse)
    for _ in range(2):
        with socket.create_connection(("127.0.0.1", preview.port), timeout=LIMIT) as refused:
            assert is_ended(refused)
    assert status(preview) == 200
    assert notices == ["The preview cannot take another connection just now (can't start new thread); it goes on."]
