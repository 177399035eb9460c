"""From the path of a request to a file of the site, as a static host would find it."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

DESK_PATH = "/_digest/"
EVENTS_PATH = "/_digest/events"
CHANGES_PATH = "/_digest/changes"
INDEX = "index.html"

# Fixed here, since the standard library's answer differs from one system to the next. Text is UTF-8: what the
# program writes always is.
_TEXT = {
    ".atom": "application/atom+xml",
    ".css": "text/css",
    ".csv": "text/csv",
    ".htm": "text/html",
    ".html": "text/html",
    ".js": "text/javascript",  # RFC 9239
    ".json": "application/json",
    ".map": "application/json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".opml": "text/x-opml",
    ".rss": "application/rss+xml",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".xsl": "application/xslt+xml",
}
_BINARY = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ttf": "font/ttf",
    ".wasm": "application/wasm",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}


def content_type(name: str) -> str:
    """The Content-Type of a file by its name's ending; bytes of no known kind if the ending says nothing."""
    ending = PurePosixPath(name).suffix.lower()
    if ending in _TEXT:
        return f"{_TEXT[ending]}; charset=utf-8"
    return _BINARY.get(ending, "application/octet-stream")


def segments(target: str) -> tuple[str, ...] | None:
    """The decoded steps of a request's path (without query), the last one empty for a folder.

    None if it is no path that a link of the site could have: not absolute, not UTF-8, or with a step that
    is empty or means something to a file system. Browsers resolve `..` themselves; only an attack sends it.
    """
    if not target.startswith("/"):
        return None
    try:
        steps = tuple(unquote(step, errors="strict") for step in target[1:].split("/"))
    except UnicodeDecodeError:
        return None
    *inner, last = steps
    if not all(inner) or any(step in (".", "..") or any(c in step for c in "/\\:\0") for step in (*inner, last)):
        return None
    return steps


class Base:
    """The path of the site's address on its host, below which the preview serves it too: `/`, or `/news/`."""

    def __init__(self, base_url: str = "") -> None:
        """`base_url` is that of digest.yaml; "" for none."""
        path = urlsplit(base_url).path
        steps = segments(path if path.endswith("/") else f"{path}/") or ("",)
        self.steps = steps[:-1]
        self.url = _url(steps)

    def file_at(self, steps: tuple[str, ...]) -> str | None:
        """The path of the file at an address, relative to the site's folder; None if that is no part of the site."""
        inner = steps[len(self.steps) :]
        if not inner or steps[: len(self.steps)] != self.steps:
            return None
        return "/".join((*inner[:-1], inner[-1] or INDEX))

    def address_of(self, file: str) -> str:
        """The address of a file of the site; that of an index is its folder's."""
        folder, _, name = file.rpartition("/")
        return _url((*self.steps, *filter(None, folder.split("/")), "" if name == INDEX else name))


def folder_url(steps: tuple[str, ...], query: str) -> str:
    """The address of a folder that was asked for without its closing slash."""
    return _url((*steps, "")) + (f"?{query}" if query else "")


def _url(steps: tuple[str, ...]) -> str:
    return "/" + "/".join(quote(step, safe="") for step in steps)
