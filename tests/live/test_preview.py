"""The preview over real sockets, on a port that the system chooses."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from digest.errors import UsageError
from digest.live import answer
from digest.live.faults import Fault
from digest.live.preview import Preview
from digest.live.routes import Base
from tests.live.folder import Folder

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


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()


def ask(preview: Preview, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=LIMIT)
    try:
        connection.request(method, path, headers=headers)
        return Answer(connection.getresponse())
    finally:
        connection.close()


class Stream:
    """An event stream, read by hand."""

    def __init__(self, preview: Preview) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=LIMIT)
        self._connection.request("GET", "/_digest/events")
        self.response = self._connection.getresponse()
        assert self._block() == ["retry: 1000"]

    def _block(self) -> list[str]:
        lines: list[str] = []
        while (line := self.response.readline().decode()) not in ("\n", ""):
            lines.append(line.rstrip("\n"))
        return lines

    def next(self) -> dict[str, Any] | str:
        """The next news; or a comment; or "" at the end."""
        lines = self._block()
        if len(lines) == 2:
            assert lines[0] == "event: news"
            found: dict[str, Any] = json.loads(lines[1].removeprefix("data: "))
            return found
        return lines[0] if lines else ""

    def faults(self) -> list[str]:
        """The texts of what is wrong, as told next."""
        news = self.next()
        assert isinstance(news, dict)
        return [fault["text"] for fault in news["faults"]]

    def close(self) -> None:
        self.response.close()
        self._connection.close()


def edition_of(page: Answer) -> str:
    return page.body.decode().partition('data-edition="')[2].partition('"')[0]


def edition(preview: Preview) -> str:
    return edition_of(ask(preview, "/"))


# Files


def test_a_page_is_served_with_the_script_and_stays_as_it_is_on_disk(preview: Preview, site: Path) -> None:
    got = ask(preview, "/")
    assert got.status == 200
    assert got.headers["Content-Type"] == "text/html; charset=utf-8"
    assert got.headers["Cache-Control"] == "no-cache"
    page = got.body.decode()
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
    got = ask(preview, "/2023/03?page=1")
    assert (got.status, got.headers["Location"]) == (301, "/2023/03/?page=1")
    assert got.headers["Cache-Control"] == "no-store"
    assert ask(preview, "/2023/03/").body.startswith(b"<p>March</p>")


def test_a_folder_cannot_be_used_to_send_a_reader_elsewhere(preview: Preview, site: Path) -> None:
    (site / "elsewhere.example").mkdir()
    assert not ask(preview, "//elsewhere.example").headers.get("Location", "").startswith("//")


@pytest.mark.parametrize("path", ["/none", "/empty/", "/style.css/", "/2023/03/index.html/", "/2023/03/none/"])
def test_what_is_not_there(preview: Preview, path: str) -> None:
    got = ask(preview, path)
    assert got.status == 404
    assert got.body.startswith(b"<p>own 404</p><script")
    assert got.headers["Content-Type"] == "text/html; charset=utf-8"


def test_without_a_404_page_there_is_a_plain_one_that_follows_too(preview: Preview, site: Path) -> None:
    (site / "404.html").unlink()
    got = ask(preview, "/none")
    assert got.status == 404
    assert b"Page not found" in got.body
    assert b"/_digest/reload.js" in got.body


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
        "/..%5csecret.txt",
        "/%00",
        "/%ff",
    ],
)
def test_nothing_outside_the_site_is_served(preview: Preview, path: str) -> None:
    got = ask(preview, path)
    assert got.status == 404
    assert got.body.startswith(b"<p>own 404</p>")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFOs")
def test_what_became_a_pipe_is_not_waited_for(preview: Preview, site: Path) -> None:
    (site / "style.css").unlink()
    os.mkfifo(site / "style.css")
    assert ask(preview, "/style.css").status == 404


def test_head_sends_the_head_only(preview: Preview) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=LIMIT)
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


# What the browser has already


def test_what_the_browser_has_is_not_sent_again(preview: Preview, site: Path) -> None:
    for path in ("/", "/style.css", "/_digest/reload.js"):
        got = ask(preview, path)
        tag = got.headers["ETag"]
        assert got.headers["Cache-Control"] == "no-cache"
        assert tag.startswith('"')
        for header in (tag, f'"x", W/{tag}', "*"):
            again = ask(preview, path, **{"If-None-Match": header})
            assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
        assert ask(preview, path, **{"If-None-Match": '"x"'}).body == got.body
    had = ask(preview, "/style.css").headers["ETag"]
    (site / "style.css").write_text("p { color: tan }")  # as long as it was
    assert ask(preview, "/style.css", **{"If-None-Match": had}).body == b"p { color: tan }"


@pytest.mark.parametrize("is_settled", [True, False])
def test_a_file_that_may_still_be_written_to_is_read_for_its_tag(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_settled: bool
) -> None:
    """Its times may be the same after another write, as on FAT for two seconds."""
    file = tmp_path / "a.png"
    file.write_bytes(b"one")
    found = os.stat(file)
    now = found.st_ctime_ns + (10_000_000_000 if is_settled else 1_000_000_000)
    monkeypatch.setattr("os.fstat", lambda descriptor: found)
    monkeypatch.setattr("time.time_ns", lambda: now)
    shown = answer.Shown(Folder(tmp_path), Base())
    with file.open("rb") as opened:
        before = shown.tag_of(opened)
    file.write_bytes(b"two")
    with file.open("rb") as opened:
        assert (shown.tag_of(opened) == before) == is_settled


def test_a_page_has_another_tag_where_its_bytes_are_others(preview: Preview) -> None:
    before = ask(preview, "/")
    preview.changed(())
    after = ask(preview, "/", **{"If-None-Match": before.headers["ETag"]})
    assert after.status == 200
    assert after.body != before.body


def test_what_is_not_there_has_no_tag(preview: Preview) -> None:
    got = ask(preview, "/none", **{"If-None-Match": "*"})
    assert (got.status, got.headers["ETag"], got.headers["Cache-Control"]) == (404, None, "no-store")


@pytest.mark.parametrize("path", ["/film.mp4", "/"])
def test_a_part_of_a_file_is_sent_alone(preview: Preview, site: Path, path: str) -> None:
    (site / "film.mp4").write_bytes(bytes(range(250)) * 1000)
    whole = ask(preview, path)
    size = len(whole.body)
    assert whole.headers["Accept-Ranges"] == "bytes"
    for asked, span in (("0-1", range(2)), ("100-", range(100, size)), ("-7", range(size - 7, size))):
        part = ask(preview, path, Range=f"bytes={asked}")
        assert part.status == 206
        assert part.headers["Content-Range"] == f"bytes {span[0]}-{span[-1]}/{size}"
        assert part.body == whole.body[span.start : span.stop]
        assert part.headers["Content-Type"] == whole.headers["Content-Type"]
    beyond = ask(preview, path, Range=f"bytes={size}-")
    assert (beyond.status, beyond.headers["Content-Range"], beyond.body) == (416, f"bytes */{size}", b"")
    tag = whole.headers["ETag"]
    assert ask(preview, path, Range="bytes=0-1", **{"If-Range": tag}).status == 206
    assert ask(preview, path, Range="bytes=0-1", **{"If-Range": '"another"'}).body == whole.body
    assert ask(preview, path, "HEAD", Range="bytes=0-1").status == 200  # RFC 9110 §14.2: of GET alone


class Made:
    """A site that is made when it is asked for."""

    def __init__(self, files: dict[str, bytes | Path]) -> None:
        self.files = files
        self.forgotten: set[str] = set()

    def read(self, path: str) -> bytes | Path | None:
        return self.files.get(path)

    def follows(self, path: str) -> bool:
        return path not in self.forgotten


def test_a_site_need_not_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"0123456789")
    files: dict[str, bytes | Path] = {
        "a/index.html": b"<p>page</p>",
        "feed.xml": b"<feed/>",
        "a/film.mp4": tmp_path / "film.mp4",
        "a/gone.png": tmp_path / "gone.png",
        "404.html": b"<p>own 404</p>",
    }
    preview = Preview(Made(files), port=0)
    preview.start()
    try:
        assert ask(preview, "/a").headers["Location"] == "/a/"
        assert ask(preview, "/a/").body.startswith(b"<p>page</p><script")
        assert ask(preview, "/feed.xml").body == b"<feed/>"
        assert ask(preview, "/feed.xml", Range="bytes=1-4").body == b"feed"
        assert ask(preview, "/a/film.mp4", Range="bytes=-2").body == b"89"
        for path in ("/a/gone.png", "/", "/b"):
            missing = ask(preview, path)
            assert (missing.status, missing.body[:14]) == (404, b"<p>own 404</p>")
    finally:
        preview.close()


def test_what_is_followed_no_more_may_be_other() -> None:
    """So a page that has been open for long shows nothing old."""
    source = Made({"index.html": b"<p>page</p>", "a.css": b"", "b.css": b""})
    preview = Preview(source, port=0)
    preview.start()
    try:
        edition = re.search(rb'data-edition="([^"]+)"', ask(preview, "/").body)
        assert edition
        asked = urlencode({"edition": edition[1].decode(), "page": "/", "used": ["/a.css", "/b.css"]}, doseq=True)

        def told() -> tuple[bool, list[str]]:
            found = json.loads(ask(preview, f"/_digest/changes?{asked}").body)
            return found["page"], found["used"]

        assert told() == (False, [])
        source.forgotten = {"index.html", "b.css"}
        assert told() == (True, ["/b.css"])
    finally:
        preview.close()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_a_site_can_only_be_read(preview: Preview, method: str) -> None:
    got = ask(preview, "/", method)
    assert (got.status, got.headers["Allow"]) == (405, "GET, HEAD")


def test_a_body_is_not_taken_for_the_next_request(preview: Preview) -> None:
    with socket.create_connection(("127.0.0.1", preview.port), timeout=LIMIT) as connection:
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
@pytest.mark.parametrize("path", ["/", "/_digest/events", "/_digest/reload.js", "/_digest/changes"])
def test_other_names_are_refused(preview: Preview, host: str, path: str) -> None:
    got = ask(preview, path, Host=host)
    assert got.status == 403
    assert b"Sum" not in got.body


def test_a_request_without_a_name_is_refused(preview: Preview) -> None:
    with socket.create_connection(("127.0.0.1", preview.port), timeout=LIMIT) as connection:
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


OWN = ["/_digest/", "/_digest/events", "/_digest/reload.js", "/_digest/worker.js", "/_digest/changes"]


@pytest.mark.parametrize("path", OWN)
@pytest.mark.parametrize("origin", ["cross-site", "same-site"])
def test_pages_of_other_origins_are_refused_what_is_the_previews_own(preview: Preview, path: str, origin: str) -> None:
    # Not read to its end: a stream has none.
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", preview.port, timeout=LIMIT)) as connection:
        connection.request("GET", path, headers={"Sec-Fetch-Site": origin})
        with connection.getresponse() as refused:
            assert refused.status == 403


@pytest.mark.parametrize("from_where", ["same-origin", "none"])
def test_its_own_pages_are_answered(preview: Preview, from_where: str) -> None:
    assert ask(preview, "/_digest/changes", **{"Sec-Fetch-Site": from_where}).status == 200


@pytest.mark.parametrize("path", ["/", "/style.css", "/none", "/2023/03", "/_digest/reload.js", "/_digest/changes"])
def test_no_other_origin_may_use_what_is_served(preview: Preview, path: str) -> None:
    headers = ask(preview, path, Origin="http://elsewhere.example").headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert [name for name in headers if name.lower().startswith("access-control-")] == []


# What waits for an editor


@pytest.fixture
def with_desk(site: Path) -> Iterator[Preview]:
    made = Preview(
        Folder(site),
        port=0,
        base_url="https://example.org/news/",
        desk=lambda address: f"<title>Desk</title><body><a href={address}>é</a></body>".encode(),
    )
    made.start()
    yield made
    made.close()


def test_what_waits_is_told_by_a_page_that_follows_as_others_do(with_desk: Preview) -> None:
    assert with_desk.desk_url == f"http://127.0.0.1:{with_desk.port}/_digest/"
    answer = ask(with_desk, "/_digest/")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert answer.body.startswith("<title>Desk</title><body><a href=/news/>é</a><script ".encode())
    assert ask(with_desk, "/_digest").headers["Location"] == "/_digest/"
    edition = re.search(rb'data-edition="([^"]+)"', answer.body)
    assert edition
    asked = f"/_digest/changes?{urlencode({'edition': edition[1].decode(), 'page': '/_digest/'})}"
    assert json.loads(ask(with_desk, asked).body)["page"] is False
    with_desk.changed(())
    assert json.loads(ask(with_desk, asked).body)["page"] is True


def test_what_waits_is_told_to_nobody_else(with_desk: Preview) -> None:
    for headers in ({"Host": "evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        answer = ask(with_desk, "/_digest/", **headers)
        assert answer.status == 403
        assert b"Desk" not in answer.body
    assert ask(with_desk, "/_digest/", method="POST").status == 405


def test_a_preview_without_a_desk_has_no_such_page(preview: Preview) -> None:
    assert ask(preview, "/_digest/").status == 404


# Below the path of the site's address


def test_the_site_is_served_where_it_will_be(site: Path) -> None:
    preview = Preview(Folder(site), port=0, base_url="https://example.org/the%20news/")
    preview.start()
    try:
        assert preview.url == f"http://127.0.0.1:{preview.port}/the%20news/"
        for path in ("/", "/the%20news"):
            got = ask(preview, path)
            assert (got.status, got.headers["Location"]) == (301 if path != "/" else 302, "/the%20news/")
        assert ask(preview, "/the%20news/").body.startswith(b"<!doctype html><title>R")
        assert ask(preview, "/the%20news/2023/03").headers["Location"] == "/the%20news/2023/03/"
        assert ask(preview, "/the%20news/2023/03/").status == 200
        missing = ask(preview, "/the%20news/none")
        assert missing.status == 404
        assert b'data-shows="/the%20news/404.html"' in missing.body
        for path in ("/2023/03/", "/style.css", "/the%20newsroom/", "/the%20news/../style.css"):
            assert ask(preview, path).status == 404
        first = edition_of(ask(preview, "/the%20news/"))
        preview.changed({"2023/03/index.html", "style.css"}, {"style.css": "a/index.html"})
        found = changes(preview, first, "/the%20news/2023/03/", "/style.css", "/the%20news/style.css")
        assert (found["page"], found["used"]) == (True, ["/the%20news/style.css"])
        assert changes(preview, first, "/the%20news/style.css")["moved"] == "/the%20news/a/"
        (site / "404.html").unlink()
        assert b'href="/the%20news/"' in ask(preview, "/none").body
        preview.place("")
        assert ask(preview, "/2023/03/").status == 200
    finally:
        preview.close()


# Ports


def test_a_port_that_is_taken_is_told(preview: Preview, site: Path) -> None:
    with pytest.raises(UsageError, match=rf"Port {preview.port} on 127\.0\.0\.1 is taken .*--port"):
        Preview(Folder(site), port=preview.port)


def test_the_next_free_port_is_taken_if_it_may_be(preview: Preview, site: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, socket.socket() as next_one:
        first = taken.getsockname()[1]
        try:
            next_one.bind(("127.0.0.1", first + 1))
            next_one.listen()
        except OSError:
            pytest.skip("the next port is another program's")
        with pytest.raises(UsageError, match=f"ports {first} to {first + 1} on 127.0.0.1 are all taken.*--port"):
            Preview(Folder(site), port=first, tries=2)
        found = Preview(Folder(site), port=first, tries=20)
        found.close()
        assert first + 1 < found.port < first + 20


def test_a_number_that_is_no_port_is_told(site: Path) -> None:
    with pytest.raises(UsageError, match="--port"):
        Preview(Folder(site), port=70000)


def test_a_host_that_is_not_this_machine_is_told(site: Path) -> None:
    with pytest.raises(UsageError, match="--host"):
        Preview(Folder(site), host="192.0.2.1", port=0)


def test_a_preview_that_never_started_frees_its_port(site: Path) -> None:
    first = Preview(Folder(site), port=0)
    first.close()
    again = Preview(Folder(site), port=first.port)
    assert again.port == first.port > 0
    again.close()


# Following the builds


def test_the_script_is_served(preview: Preview) -> None:
    got = ask(preview, "/_digest/reload.js")
    assert got.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert b"EventSource" in got.body
    assert b"innerHTML" not in got.body


def changes(preview: Preview, edition: str, page: str, *used: str, **more: str) -> dict[str, Any]:
    query = urlencode({"edition": edition, "page": page, "used": used, **more}, doseq=True)
    found: dict[str, Any] = json.loads(ask(preview, f"/_digest/changes?{query}").body)
    return found


def test_all_who_listen_are_told_of_each_edition(preview: Preview) -> None:
    streams = [Stream(preview) for _ in range(3)]
    try:
        assert streams[0].response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert [stream.next() for stream in streams] == [{"edition": edition(preview), "faults": []}] * 3
        for _ in range(2):
            preview.changed({"index.html"})
            assert [stream.next() for stream in streams] == [{"edition": edition(preview), "faults": []}] * 3
    finally:
        for stream in streams:
            stream.close()


def test_a_page_asks_what_is_other_than_in_the_edition_that_it_shows(preview: Preview) -> None:
    first = edition(preview)
    preview.changed({"index.html", "a b/é.css"})
    second = edition(preview)
    preview.changed({"2023/03/index.html"})
    nothing = {"edition": edition(preview), "base": "/", "isUnknown": False, "page": False, "used": [], "moved": ""}
    assert changes(preview, first, "/", "/a%20b/%C3%A9.css", "/x.css", "/../x") == {
        **nothing,
        "page": True,
        "used": ["/a%20b/%C3%A9.css"],
    }
    assert changes(preview, first, "/index.html") == {**nothing, "page": True}
    assert changes(preview, second, "/", "/a%20b/%C3%A9.css", "/2023/03/") == {**nothing, "used": ["/2023/03/"]}
    assert changes(preview, edition(preview), "/2023/03/") == nothing


@pytest.mark.parametrize("old", ["", "x", "0", "-", "00000000-0", "00000000--1"])
def test_of_an_edition_that_it_does_not_know_the_preview_knows_nothing(preview: Preview, old: str) -> None:
    assert changes(preview, old, "/")["isUnknown"]


def test_a_page_that_moved_is_found_and_one_that_is_there_again_too(preview: Preview) -> None:
    first = edition(preview)
    preview.changed({"a/index.html", "b/index.html"}, {"a/index.html": "b/index.html"})
    assert changes(preview, first, "/a/")["moved"] == "/b/"
    preview.changed({"c d/index.html"}, {"b/index.html": "c d/index.html"})
    assert changes(preview, first, "/a/")["moved"] == changes(preview, first, "/b/")["moved"] == "/c%20d/"
    preview.changed({"a/index.html"}, {"c d/index.html": "a/index.html"})
    assert [changes(preview, first, page)["moved"] for page in ("/a/", "/b/", "/c%20d/")] == ["", "/a/", "/a/"]


def test_a_page_finds_its_address_below_the_path_where_the_site_is_now(preview: Preview) -> None:
    first = edition(preview)
    preview.place("https://example.org/the%20news/")
    preview.changed({"a/index.html", "b/index.html", "style.css"}, {"a/index.html": "b/index.html"})
    found = changes(preview, first, "/2023/03/", "/style.css", base="/")
    assert (found["base"], found["page"], found["used"]) == ("/the%20news/", False, ["/style.css"])
    assert found["moved"] == "/the%20news/2023/03/"
    assert changes(preview, first, "/a/", base="/")["moved"] == "/the%20news/b/"
    assert changes(preview, "of an earlier run", "/2023/03/", base="/")["moved"] == "/the%20news/2023/03/"
    assert changes(preview, first, "/_digest/", base="/")["moved"] == ""
    assert changes(preview, first, "/the%20news/2023/03/", base="/the%20news/")["moved"] == ""
    preview.place("")
    assert changes(preview, first, "/the%20news/2023/03/", base="/the%20news/")["moved"] == "/2023/03/"
    assert changes(preview, first, "/elsewhere/", base="/the%20news/")["moved"] == ""


def test_two_pages_that_exchange_their_addresses_are_both_found(preview: Preview) -> None:
    first = edition(preview)
    preview.changed({"a/index.html", "b/index.html"}, {"a/index.html": "b/index.html", "b/index.html": "a/index.html"})
    assert [changes(preview, first, page)["moved"] for page in ("/a/", "/b/")] == ["/b/", "/a/"]


FAULT = Fault("'tag' is not a key.\n\n<script>alert('é')</script>\r\nevent: reload", "content/a.md", 4, 3, ("a", "b"))


def test_what_is_wrong_is_told_until_it_is_mended_and_to_those_who_come_later(preview: Preview) -> None:
    stream = Stream(preview)
    try:
        assert stream.faults() == []
        preview.failed([FAULT])
        told = stream.next()
        assert isinstance(told, dict)
        assert told["faults"] == [
            {"text": FAULT.text, "path": "content/a.md", "line": 4, "first": 3, "excerpt": ["a", "b"]}
        ]
        later = Stream(preview)
        assert later.faults() == [FAULT.text]
        later.close()
        assert ask(preview, "/").status == 200
        preview.failed([Fault("another")])
        assert stream.faults() == ["another"]
        preview.changed({"index.html"})
        assert stream.faults() == ["another"]
        preview.changed({"index.html"}, faults=[Fault("a third")])
        assert stream.faults() == ["a third"]
        preview.failed([])
        assert stream.faults() == []
    finally:
        stream.close()


def test_one_who_hears_nothing_new_is_told_that_the_preview_is_there(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "HEARTBEAT", 0.05)
    stream = Stream(preview)
    try:
        stream.next()
        assert stream.next() == ": still here"
    finally:
        stream.close()


def test_a_page_that_went_away_is_given_up(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer, "HEARTBEAT", 0.05)
    before = threading.active_count()
    stream = Stream(preview)
    assert threading.active_count() > before
    stream.close()
    wait_until(lambda: threading.active_count() <= before)


def test_closing_ends_streams_and_idle_connections_promptly(site: Path) -> None:
    preview = Preview(Folder(site), port=0)
    preview.start()
    stream = Stream(preview)
    idle = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=LIMIT)
    try:
        idle.request("GET", "/")
        assert Answer(idle.getresponse()).status == 200
        begun = time.monotonic()
        preview.close()
        assert isinstance(stream.next(), dict)
        assert stream.next() == ""
        assert idle.sock.recv(1) == b""
        assert time.monotonic() - begun < answer.HEARTBEAT / 2
        with pytest.raises(OSError, match=r"."):
            ask(preview, "/")
    finally:
        stream.close()
        idle.close()
