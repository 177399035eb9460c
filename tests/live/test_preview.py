"""The preview over real sockets, on a port that the system chooses."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digest.errors import UsageError
from digest.live import preview as server
from digest.live.preview import Preview
from digest.live.served import Folder

LIMIT = 20.0  # seconds
PAGE = "<!doctype html><title>Résumé</title><body><p>é</p></body>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {
        "index.html": PAGE,
        "404.html": "<p>own 404</p>",
        "2023/03/index.html": "<p>March</p>",
        "style.css": "p { color: red }",
        "empty/note.txt": "é",
    }
    site = tmp_path / "output"
    for name, text in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret")
    return site


@pytest.fixture
def preview(site: Path) -> Iterator[Preview]:
    before = threading.active_count()
    made = Preview(Folder(site), port=0)
    made.start()
    yield made
    made.close()
    wait_until(lambda: threading.active_count() <= before)


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + LIMIT
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def _port(preview: Preview) -> int:
    return int(preview.url.rstrip("/").rpartition(":")[2])


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()


def ask(preview: Preview, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", _port(preview), timeout=LIMIT)
    try:
        connection.request(method, path, headers=headers)
        return Answer(connection.getresponse())
    finally:
        connection.close()


class Stream:
    """An event stream, read by hand."""

    def __init__(self, preview: Preview, query: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", _port(preview), timeout=LIMIT)
        self._connection.request("GET", f"/_digest/events{query}")
        self.response = self._connection.getresponse()
        assert self._block() == ["retry: 1000"]

    def _block(self) -> list[str]:
        lines: list[str] = []
        while (line := self.response.readline().decode()) not in ("\n", ""):
            lines.append(line.rstrip("\n"))
        return lines

    def next(self) -> tuple[str, str] | str:
        """The next event's name and data; or a comment; or "" at the end."""
        lines = self._block()
        if len(lines) == 2:
            name, data = lines
            return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))
        return lines[0] if lines else ""

    def close(self) -> None:
        self.response.close()
        self._connection.close()


def edition(preview: Preview) -> str:
    return ask(preview, "/").body.decode().partition('data-edition="')[2].partition('"')[0]


# Files


def test_a_page_is_served_with_the_script_and_stays_as_it_is_on_disk(preview: Preview, site: Path) -> None:
    answer = ask(preview, "/")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.body.decode()
    assert page.count('<script src="/_digest/reload.js"') == 1
    assert page.startswith("<!doctype html><title>Résumé</title><body><p>é</p><script")
    assert page.endswith("</script></body>")
    assert (site / "index.html").read_text(encoding="utf-8") == PAGE


def test_other_files_are_served_byte_for_byte(preview: Preview, site: Path) -> None:
    blob = bytes(range(256)) * 3000
    (site / "b.bin").write_bytes(blob)
    assert ask(preview, "/b.bin").body == blob
    assert ask(preview, "/b.bin?v=1").headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.xml", "application/xml; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.txt", "text/plain; charset=utf-8"),
        ("a.webmanifest", "application/manifest+json; charset=utf-8"),
        ("a.woff2", "font/woff2"),
        ("a.avif", "image/avif"),
        ("A.WEBP", "image/webp"),
    ],
)
def test_the_kinds_of_files(preview: Preview, site: Path, name: str, kind: str) -> None:
    (site / name).write_bytes(b"x")
    assert ask(preview, f"/{name}").headers["Content-Type"] == kind


def test_a_folder_without_its_slash_is_sent_on(preview: Preview) -> None:
    answer = ask(preview, "/2023/03?page=1")
    assert (answer.status, answer.headers["Location"]) == (301, "/2023/03/?page=1")
    assert answer.headers["Cache-Control"] == "no-store"
    assert ask(preview, "/2023/03/").body.startswith(b"<p>March</p>")


def test_a_folder_cannot_be_used_to_send_a_reader_elsewhere(preview: Preview, site: Path) -> None:
    (site / "elsewhere.example").mkdir()
    assert not ask(preview, "//elsewhere.example").headers.get("Location", "").startswith("//")


@pytest.mark.parametrize("path", ["/none", "/empty/", "/style.css/", "/2023/03/index.html/", "/2023/03/none/"])
def test_what_is_not_there(preview: Preview, path: str) -> None:
    answer = ask(preview, path)
    assert answer.status == 404
    assert answer.body.startswith(b"<p>own 404</p><script")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_without_a_404_page_there_is_a_plain_one_that_follows_too(preview: Preview, site: Path) -> None:
    (site / "404.html").unlink()
    answer = ask(preview, "/none")
    assert answer.status == 404
    assert b"Page not found" in answer.body
    assert b"/_digest/reload.js" in answer.body


def test_before_the_first_build_there_is_no_site(tmp_path: Path) -> None:
    preview = Preview(Folder(tmp_path / "none"), port=0)
    preview.start()
    try:
        assert ask(preview, "/").status == 404
    finally:
        preview.close()


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/2023/..%2f..%2f..%2fsecret.txt",
        "/2023/../../secret.txt",
        "/link.txt",
        "/link/secret.txt",
        "/..%5csecret.txt",
        "/%00",
        "/%ff",
    ],
)
def test_nothing_outside_the_site_is_served(preview: Preview, site: Path, path: str) -> None:
    (site / "link.txt").symlink_to(site.parent / "secret.txt")
    (site / "link").symlink_to(site.parent)
    answer = ask(preview, path)
    assert answer.status == 404
    assert answer.body.startswith(b"<p>own 404</p>")


def test_head_sends_the_head_only(preview: Preview) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", _port(preview), timeout=LIMIT)
    try:
        for path in ("/", "/style.css", "/none", "/2023/03"):
            connection.request("GET", path)
            got = Answer(connection.getresponse())
            connection.request("HEAD", path)  # on the same connection: a body would garble the next answer
            head = Answer(connection.getresponse())
            assert (head.status, head.body) == (got.status, b"")
            assert head.headers["Content-Length"] == got.headers["Content-Length"] == str(len(got.body))
    finally:
        connection.close()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_a_site_can_only_be_read(preview: Preview, method: str) -> None:
    answer = ask(preview, "/", method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_a_body_is_not_taken_for_the_next_request(preview: Preview) -> None:
    with socket.create_connection(("127.0.0.1", _port(preview)), timeout=LIMIT) as connection:
        inner = b"GET /style.css HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s" % (len(inner), inner))
        received = b""
        try:
            while chunk := connection.recv(65536):
                received += chunk
        except ConnectionResetError:
            pass  # it hung up with our body unread
    assert received.count(b"HTTP/1.1 ") == 1


# Who may ask


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:1", "LocalHost:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]"]
)
def test_own_names_are_answered(preview: Preview, host: str) -> None:
    assert ask(preview, "/", Host=host).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::2]"]
)
@pytest.mark.parametrize("path", ["/", "/_digest/events", "/_digest/reload.js"])
def test_other_names_are_refused(preview: Preview, host: str, path: str) -> None:
    answer = ask(preview, path, Host=host)
    assert answer.status == 403
    assert b"Sum" not in answer.body


def test_a_request_without_a_name_is_refused(preview: Preview) -> None:
    with socket.create_connection(("127.0.0.1", _port(preview)), timeout=LIMIT) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 403 ")


def test_opened_to_a_network_any_name_will_do(site: Path) -> None:
    preview = Preview(Folder(site), host="0.0.0.0", port=0)
    preview.start()
    try:
        assert preview.url.startswith("http://localhost:")
        assert ask(preview, "/", Host="desk-7.newsroom.example").status == 200
    finally:
        preview.close()


# Ports


def test_a_port_that_is_taken_is_told(preview: Preview, site: Path) -> None:
    with pytest.raises(UsageError, match=rf"Port {_port(preview)} on 127\.0\.0\.1 is taken .*--port"):
        Preview(Folder(site), port=_port(preview))


def test_a_number_that_is_no_port_is_told(site: Path) -> None:
    with pytest.raises(UsageError, match="--port"):
        Preview(Folder(site), port=70000)


def test_a_host_that_is_not_this_machine_is_told(site: Path) -> None:
    with pytest.raises(UsageError, match="--host"):
        Preview(Folder(site), host="192.0.2.1", port=0)


def test_a_preview_that_never_started_frees_its_port(site: Path) -> None:
    first = Preview(Folder(site), port=0)
    first.close()
    again = Preview(Folder(site), port=_port(first))
    assert _port(again) == _port(first) > 0
    again.close()


# Following the builds


def test_the_script_is_served(preview: Preview) -> None:
    answer = ask(preview, "/_digest/reload.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert b"EventSource" in answer.body
    assert b"innerHTML" not in answer.body


def test_open_pages_are_told_to_reload_each_time(preview: Preview) -> None:
    streams = [Stream(preview, f"?edition={edition(preview)}") for _ in range(3)]
    try:
        assert streams[0].response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        for _ in range(2):
            preview.changed({"index.html"})
            assert [stream.next()[0] for stream in streams] == ["reload"] * 3
    finally:
        for stream in streams:
            stream.close()


def test_a_page_that_missed_a_build_is_told_at_once(preview: Preview) -> None:
    old = edition(preview)
    preview.changed({"index.html"})
    stream = Stream(preview, f"?edition={old}")
    try:
        assert stream.next()[0] == "reload"
    finally:
        stream.close()


def test_a_page_from_before_a_restart_is_told_at_once(preview: Preview, site: Path) -> None:
    earlier = Preview(Folder(site), port=0)
    earlier.start()
    old = edition(earlier)
    earlier.close()
    stream = Stream(preview, f"?edition={old}")
    try:
        assert stream.next()[0] == "reload"
    finally:
        stream.close()


PROBLEM = "content/a.md:4: 'tag' is not a key.\n\n<script>alert('é')</script>\r\nevent: reload"


def test_a_problem_is_shown_on_open_pages_until_the_next_build(preview: Preview) -> None:
    stream = Stream(preview, f"?edition={edition(preview)}")
    try:
        preview.failed(PROBLEM)
        assert stream.next() == ("problem", PROBLEM)
        preview.failed("another")
        assert stream.next() == ("problem", "another")
        preview.changed({"index.html"})
        assert stream.next()[0] == "reload"
    finally:
        stream.close()


def test_a_problem_is_shown_on_pages_opened_later_which_are_still_served(preview: Preview) -> None:
    preview.failed(PROBLEM)
    stream = Stream(preview, f"?edition={edition(preview)}")
    try:
        assert stream.next() == ("problem", PROBLEM)
        assert ask(preview, "/").status == 200
    finally:
        stream.close()


def test_a_problem_is_forgotten_after_a_build(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEARTBEAT", 0.05)
    preview.failed(PROBLEM)
    preview.changed({"index.html"})
    stream = Stream(preview, f"?edition={edition(preview)}")
    try:
        assert stream.next() == ": still here"
    finally:
        stream.close()


def test_a_page_that_went_away_is_given_up(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEARTBEAT", 0.05)
    before = threading.active_count()
    stream = Stream(preview)
    assert threading.active_count() > before
    stream.close()
    wait_until(lambda: threading.active_count() <= before)


def test_closing_ends_streams_and_idle_connections_promptly(site: Path) -> None:
    preview = Preview(Folder(site), port=0)
    preview.start()
    stream = Stream(preview)
    idle = http.client.HTTPConnection("127.0.0.1", _port(preview), timeout=LIMIT)
    try:
        idle.request("GET", "/")
        assert Answer(idle.getresponse()).status == 200
        begun = time.monotonic()
        preview.close()
        assert stream.next() == ""
        assert idle.sock.recv(1) == b""
        assert time.monotonic() - begun < server.HEARTBEAT / 2
        with pytest.raises(OSError, match=r"."):
            ask(preview, "/")
    finally:
        stream.close()
        idle.close()
