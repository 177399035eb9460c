"""Seeds that arrive while a site is watched. Waits are for a condition, with a limit that a slow machine keeps."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from digest.commands.main import main
from tests.sites import CONFIG, article, make_site, put

LIMIT = 30.0  # seconds
TEXT = "{}\n\nBy Ann Doe\n\n8 March 2023\n\nThe harbour board voted on Tuesday for a quay of oak.\n"

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="it is stopped by a signal"),
    pytest.mark.usefixtures("ctrl_c_is_heard"),
]


def wait_for(there: Callable[[], bool]) -> None:
    end = time.monotonic() + LIMIT
    while not there():
        assert time.monotonic() < end
        time.sleep(0.02)


@contextmanager
def watched(site: Path, *command: str) -> Iterator[Path]:
    """The file with all that `digest watch`, or another command, says. Begins when the site is built."""
    said = site.parent / "said.txt"
    program = [
        sys.executable,
        "-u",
        "-c",
        "from digest.commands.main import main; main()",
        *(command or ("watch",)),
        "--site",
        str(site),
    ]
    with said.open("wb") as out:
        running = subprocess.Popen(program, stdout=out, stderr=out, env={**os.environ, "PYTHONPATH": os.getcwd()})
        try:
            wait_for(lambda: re.search(rb"pages made|The site is at", said.read_bytes()) is not None)
            yield said
        finally:
            running.send_signal(signal.SIGINT)
            try:
                running.wait(LIMIT)
            finally:
                running.kill()
        assert (running.returncode, said.read_bytes()[-10:]) == (0, b"\nStopped.\n")


def shown(said: Path, path: str) -> bytes:
    """What the server that says where it is answers; b"" while it has no such page."""
    where = re.search(r"The site is at (\S+/) ", said.read_text())
    return _read(where[1] + path) if where else b""


def _read(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=LIMIT) as answer:
            found: bytes = answer.read()
            return found
    except urllib.error.HTTPError:
        return b""


def test_what_is_held_is_served_and_never_published(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article(), "content/z.md": article("Zebra", draft="true")})
    with watched(site, "serve", "--port", "0") as said:
        wait_for(lambda: b"Draft: not yet published" in shown(said, "2023/03/08/zebra/"))
        put(site, {"content/y.md": article("Zebu"), "content/z.md": article("Zebrina", draft="true")})
        wait_for(lambda: b"Draft" in shown(said, "2023/03/08/zebrina/") and b"Zebu" in shown(said, "2023/03/08/zebu/"))
        wait_for((site / "output/2023/03/08/zebu/index.html").exists)
        assert sorted(path.name for path in (site / "output/2023/03/08").iterdir()) == ["a", "index.html", "zebu"]
        put(site, {"content/z.md": None})
        wait_for(lambda: not shown(said, "2023/03/08/zebrina/"))
        assert "Traceback" not in said.read_text()


def test_with_drafts_alone_nothing_is_published(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/z.md": article("Zebra", draft="true")})
    (site / "output").mkdir()
    (site / "output/index.html").write_text("As it was.")  # what `watched` waits for
    with watched(site, "serve", "--drafts", "--port", "0") as said:
        wait_for(lambda: b"Draft: not yet published" in shown(said, "2023/03/08/zebra/"))
        assert [path.name for path in (site / "output").iterdir()] == ["index.html"]


def test_it_is_served_below_its_path_on_the_next_free_port_and_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "browser.py").write_text("import sys; open(sys.argv[1], 'w').write(sys.argv[2])")
    opened = tmp_path / "opened.txt"
    monkeypatch.setenv("BROWSER", f"{sys.executable} {tmp_path / 'browser.py'} {opened} %s")
    site = make_site(tmp_path / "site", {"content/a.md": article()})
    with socket.socket() as taken:
        with contextlib.suppress(OSError):  # some other program has it
            taken.bind(("127.0.0.1", 8000))
            taken.listen()
        with watched(site, "serve", "--open") as said:
            wait_for(opened.exists)
            wait_for(lambda: b"<title>" in shown(said, "2023/03/08/a/"))
            told = said.read_text()
            found = re.search(
                r"The site is at http://127\.0\.0\.1:(80\d\d)/news/  \(port 8000 is taken; stop with", told
            )
            assert found
            assert 8000 < int(found[1]) < 8020
            assert opened.read_text() == f"http://127.0.0.1:{found[1]}/news/"
            assert "drafts included" not in told
            put(site, {"digest.yaml": CONFIG.replace("/news/", "/")})
            wait_for(lambda: b"<title>" in _read(f"http://127.0.0.1:{found[1]}/2023/03/08/a/"))


def test_who_can_read_it_is_told(tmp_path: Path) -> None:
    with watched(make_site(tmp_path, {"content/a.md": article()}), "serve", "--host", "0.0.0.0", "--port", "0") as said:
        wait_for(lambda: b"of this machine can read the site, drafts included." in said.read_bytes())


def test_a_port_that_was_asked_for_is_taken_or_it_is_an_error(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article()})
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = CliRunner().invoke(main, ["serve", "--port", port, "--site", str(site)])
    assert ended.exit_code == 2
    assert f"Port {port} on 127.0.0.1 is taken by another program. Choose another with --port" in ended.output


def test_seeds_are_imported_as_they_arrive_and_the_site_follows(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article()}, f"{CONFIG}import: {{watch: true}}\n")
    (site / "seeds").mkdir()
    (site / "seeds/before.txt").write_text(TEXT.format("Crane was there before"))
    with watched(site) as said:
        assert (site / "output/2023/03/08/crane-was-there-before/index.html").exists()
        (site / "seeds/half.txt.part").write_text(TEXT.format("Half of a download"))
        (site / "seeds/bad.txt").write_bytes(b"\x89PNG\r\n")
        with (site / "seeds/slow.txt").open("w") as slow:
            slow.write(TEXT.format("Quay opens after repairs"))
            for part in range(8):
                slow.flush()
                time.sleep(0.25)
                slow.write(f"\nPart {part} of it came later than the rest.\n")
        wait_for((site / "output/2023/03/08/quay-opens-after-repairs/index.html").exists)
        text = (site / "content/2023/2023-03-08-quay-opens-after-repairs.md").read_text()
        assert "Part 7" in text
        told = said.read_text()
        assert told.count("slow.txt: created") == 1
        assert "updated" not in told
        assert "seeds/bad.txt: It is a PNG image, not text." in told
        assert "half" not in told
        (site / "seeds/slow.txt").write_text(TEXT.format("Quay opens after repairs") + "\nOne thing more is told.\n")
        wait_for(lambda: "slow.txt: updated" in said.read_text())
    assert len(list((site / "content").rglob("2023-*.md"))) == 2


def test_it_is_off_unless_asked_for_and_heeds_the_settings_at_once(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/a.md": article()})
    (site / "seeds").mkdir()
    (site / "seeds/a.txt").write_text(TEXT.format("Quay opens after repairs"))
    with watched(site) as said:
        time.sleep(1.5)
        assert "a.txt" not in said.read_text()
        with (site / "digest.yaml").open("a") as settings:
            settings.write("import: {watch: true}\n")
        wait_for(lambda: "a.txt: created" in said.read_text())
