"""Small whole sites for tests: made of a dict, built, and looked at."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

from digest.build import session as building
from digest.build.report import Report, Request
from digest.errors import ProblemsError
from digest.files.folders import OUTPUT
from digest.model.parts import digest_bytes
from digest.output.swap import INCOMING

CONFIG = "title: Test Digest\nbase_url: https://example.org/news/\ntimezone: Europe/Brussels\n"
NOW = 1_700_000_000
"""2023-11-14T22:13:20Z"""

Files = Mapping[str, str | bytes | None]


def article(title: str = "A", date: str | None = "2023-03-08", body: str = "Text.", **fields: str) -> str:
    """The text of an article file. `fields` are front-matter values as they stand in YAML."""
    lines = [f"title: {title}", *([f"date: {date}"] if date else [])]
    lines += [f"{key}: {value}" for key, value in fields.items()]
    return "---\n" + "\n".join(lines) + f"\n---\n\n{body}\n"


def make_site(folder: Path, files: Files = {}, config: str = CONFIG) -> Path:  # noqa: B006 - never changed
    """A site in `folder`/site with these files, paths relative to it, and a digest.yaml if they have none."""
    site = folder / "site"
    (site / "content").mkdir(parents=True, exist_ok=True)
    (site / "digest.yaml").write_text(config, encoding="utf-8")
    put(site, files)
    return site


def put(site: Path, files: Files) -> None:
    """Writes files, as text in UTF-8 or as bytes; None removes one."""
    for name, data in files.items():
        path = site / name
        if data is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)


def request_for(site: Path, *, now: int = NOW, drafts: bool = False, output: Path | None = None) -> Request:
    return Request(site, output or site / OUTPUT, now, drafts)


def build(site: Path, *, now: int = NOW, drafts: bool = False, output: Path | None = None) -> Report:
    return building.build(request_for(site, now=now, drafts=drafts, output=output))


def problems_of(site: Path, *, now: int = NOW, drafts: bool = False) -> list[str]:
    """What a build says is wrong, without the warnings; nothing if it is built."""
    try:
        build(site, now=now, drafts=drafts)
    except ProblemsError as error:
        return [str(problem) for problem in error.problems if problem.level == "error"]
    return []


def warnings_of(site: Path, *, now: int = NOW, drafts: bool = False) -> list[str]:
    return [str(warning) for warning in build(site, now=now, drafts=drafts).site.warnings]


def differences_from_clean(site: Path, *, now: int = NOW, drafts: bool = False) -> list[str]:
    """Paths in the output folder that are not as a build from nothing makes them."""
    return building.verify(request_for(site, now=now, drafts=drafts))


def tree(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def snapshot(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """As `tree`, by digest, with each file's time of change in ns and its inode; folders too."""
    return {
        path.relative_to(folder).as_posix(): (
            digest_bytes(path.read_bytes()) if path.is_file() else b"",
            path.stat().st_mtime_ns,
            path.stat().st_ino,
        )
        for path in folder.rglob("*")
    }


def page(site: Path, path: str) -> str:
    """The text of an output file; a path that ends in / means the index.html in it."""
    if not path or path.endswith("/"):
        path += "index.html"
    return (site / OUTPUT / path).read_text(encoding="utf-8")


def body_of(site: Path, path: str) -> str:
    """The HTML of the article's body on a page of the default theme."""
    _, _, rest = page(site, path).partition('<div class="article-body">\n')
    body, end, _ = rest.partition("\n</div>\n")
    assert end
    return body


def nothing_waits(site: Path) -> bool:
    return not (site / OUTPUT / INCOMING).exists()


def links_in(html: str) -> list[str]:
    """The value of every href, src and poster, with entities read, and the targets of refreshes."""
    return [value for _, name, value in attributes_in(html) if name in ("href", "src", "poster")] + [
        value.partition("url=")[2]
        for tag, name, value in attributes_in(html)
        if tag == "meta" and name == "content" and "; url=" in value
    ]


def attributes_in(html: str) -> list[tuple[str, str, str]]:
    """(tag, attribute, value) of every attribute, as a browser reads them."""
    found: list[tuple[str, str, str]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend((tag, name, value or "") for name, value in attrs)

    reader = Reader()
    reader.feed(html)
    reader.close()
    return found


def tags_in(html: str) -> list[str]:
    """The names of all start tags, as a browser reads them."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append(tag)

    reader = Reader()
    reader.feed(html)
    reader.close()
    return found


def html_files(folder: Path) -> list[Path]:
    """All of them below a folder, and there are some: who looks at each looks at something."""
    found = sorted(folder.rglob("*.html"))
    assert found
    return found


def png(width: int, height: int) -> bytes:
    """A black picture (PNG, https://www.w3.org/TR/png-3/)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\0" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def age(folder: Path, seconds: int = 60) -> None:
    """Makes all files look as if they had been changed a while ago."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            stat = path.stat()
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns - seconds * 1_000_000_000))
