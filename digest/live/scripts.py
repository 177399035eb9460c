"""What the preview adds to the pages that it serves: the script that follows it, and the leave to run it."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

SCRIPT_PATH = "/_digest/reload.js"
WORKER_PATH = "/_digest/worker.js"

_FOLDER = Path(__file__).with_name("browser")
_META = re.compile(rb"<meta\b[^>]*>", re.IGNORECASE)
_IS_POLICY = re.compile(rb"""http-equiv\s*=\s*["']?content-security-policy["'\s>/]""", re.IGNORECASE)
_CONTENT = re.compile(rb"""(\scontent\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_ANYTHING = {"'self'", "*"}


@cache
def reload_script() -> bytes:
    """What runs in the pages: one script, none of whose names a page can see."""
    parts = ("listen", "overlay", "morph", "swap", "reload")
    return b'(() => {\n"use strict";\n%s})();\n' % b"\n".join(_part(name) for name in parts)


@cache
def worker_script() -> bytes:
    """What runs once in a browser, and hears the news for all pages."""
    return b'"use strict";\n' + _part("listen") + b"\n" + _part("worker")


def _part(name: str) -> bytes:
    return (_FOLDER / f"{name}.js").read_bytes()


SCRIPTS: dict[str, Callable[[], bytes]] = {SCRIPT_PATH: reload_script, WORKER_PATH: worker_script}


def with_script(page: bytes, edition: str, base: str = "/", shows: str = "") -> bytes:
    """The page with the script that follows the preview, before the end of its body if that is spelled out.

    `edition` tells the script which state of the site the page shows, `base` at which path the site was served then,
    and `shows` the address that the page is really of, should it be another than it was asked for at. The page's policy
    is widened to let the script run.
    """
    # A worker of another version of the script, that an earlier run of the preview began, has another address.
    version = hashlib.sha256(worker_script()).hexdigest()[:12]
    attributes = {
        "src": SCRIPT_PATH,
        "data-edition": edition,
        "data-worker": f"{WORKER_PATH}?v={version}",
        "data-base": base,
        **({"data-shows": shows} if shows else {}),
    }
    listed = " ".join(f'{name}="{html.escape(value)}"' for name, value in attributes.items())
    script = f"<script {listed} async></script>".encode()
    page = _META.sub(lambda tag: _widened(tag[0]) if _IS_POLICY.search(tag[0]) else tag[0], page)
    end = page.lower().rfind(b"</body")
    return page + script if end < 0 else page[:end] + script + page[end:]


def _widened(tag: bytes) -> bytes:
    def content(found: re.Match[bytes]) -> bytes:
        policy = html.unescape((found[2] or found[3] or b"").decode("utf-8", "surrogateescape"))
        return b'%s"%s"' % (found[1], html.escape(widened(policy)).encode("utf-8", "surrogateescape"))

    return _CONTENT.sub(content, tag, count=1)


def widened(policy: str) -> str:
    """A Content-Security-Policy (https://www.w3.org/TR/CSP3/) that lets the preview's script and its worker run, and
    ask the preview: from the page's own origin. What it allows already, it keeps as it is."""
    directives: dict[str, list[str]] = {}
    for words in filter(None, map(str.split, policy.split(";"))):
        directives.setdefault(words[0].lower(), words[1:])
    _let_in(directives, "script-src", "default-src")
    _let_in(directives, "script-src-elem")
    _let_in(directives, "worker-src", "child-src")  # without both the sources of scripts hold
    _let_in(directives, "connect-src", "default-src")
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())


def _let_in(directives: dict[str, list[str]], name: str, otherwise: str = "") -> None:
    """Adds the page's own origin to a directive, or to what holds without it; with neither everything is allowed."""
    sources = directives.get(name, directives.get(otherwise))
    if sources is not None and not _ANYTHING.intersection(map(str.lower, sources)):
        directives[name] = ["'self'", *(source for source in sources if source.lower() != "'none'")]
