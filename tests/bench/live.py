"""Live: how long a change of one article takes to be seen while a tool is watching the site.

digest is asked in its output folder (`digest watch`). Hugo is asked over HTTP and keeps its pages in memory
(`hugo server --renderToMemory`), in its fast mode, in which it renders only what changed and what was looked at of
late: the quickest of its ways. Pelican is left out: its watch mode builds the whole site again.
"""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from tests.bench.corpus import Article
from tests.bench.measure import Program, Run
from tests.bench.tools import Tool, Watching, address

EDITS, PAUSE = 5, 1.0
"""How often the article is edited, before it is written as it was; and seconds before each."""

WITHIN = 60.0
"""Seconds in which a server has to answer."""

BEAT, GOLDEN = 0.5, 0.618
"""Hugo gathers changes and looks at them twice a second: edits are spread evenly over these half seconds."""


def edit_live(tool: Tool, watching: Watching, site: Path, article: Article, mark: str, patience: float) -> list[Run]:
    """Runs the tool until it has built, then writes `mark` and a number into the body of the article, again and again,
    and at last the article as it was: what each took until its page was made. Memory is that of the whole run, with
    the first build.

    `article` is as the site has it. Raises FailedError if something does not come within `patience` seconds.
    """
    port = _free_port()
    command = tuple(part.replace("{port}", str(port)) for part in watching.command)
    look = _over_http(port, article) if watching.serves else _in_folder(tool.page(site, article))
    seconds: list[float] = []
    with Program(command, site) as program:
        program.wait_until(lambda: watching.ready in program.said(), "its first build was done", patience, every=0.05)
        program.wait_until(lambda: _is_whole(look()) and mark not in look(), "the page was as it was", patience)
        for number, (version, shows) in enumerate(_versions(article, mark)):
            time.sleep(PAUSE + BEAT * (number * GOLDEN % 1))
            started = time.perf_counter()
            tool.write(site, version)
            seen = program.wait_until(partial(_is_seen, look, shows), f"edit {number + 1} was in the page", patience)
            seconds.append(seen - started)
    return [program.took(each) for each in seconds]


def _versions(article: Article, mark: str) -> Iterator[tuple[Article, Callable[[str], bool]]]:
    """What is written in turn, and whether a page is of it."""
    for number in range(EDITS):
        tripwire = f"{mark}x{number}."
        yield replace(article, body=f"{article.body}\n{tripwire}\n"), partial(_holds, tripwire)
    yield article, lambda page: _is_whole(page) and mark not in page


def _is_seen(look: Callable[[], str], shows: Callable[[str], bool]) -> bool:
    return shows(look())


def _holds(tripwire: str, page: str) -> bool:
    return tripwire in page


def _is_whole(page: str) -> bool:
    return page.rstrip().endswith("</html>")


def _in_folder(path: Path) -> Callable[[], str]:
    return lambda: path.read_text(encoding="utf-8") if path.exists() else ""


def _over_http(port: int, article: Article) -> Callable[[], str]:
    """Asks a server of this machine for the page; "" if it does not answer with one."""

    def look() -> str:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WITHIN)
        try:
            connection.request("GET", f"/{address(article)}")
            answer = connection.getresponse()
            return answer.read().decode("utf-8") if answer.status == 200 else ""
        except (OSError, http.client.HTTPException):
            return ""
        finally:
            connection.close()

    return look


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
        return number
