"""Live: how long an edit takes to be seen by one who looks at the site while its files change.

Each tool serves the site as it does for its authors, and is asked over HTTP for what an edit changes: `digest serve`,
and `hugo server --renderToMemory` in its fast mode, in which it renders only what changed and what was looked at of
late: the quickest of its ways. Pelican is left out: its watch mode builds the whole site again.

What is asked for was asked for before, as a page that is open in a browser, but for the page of a new article. That an
article is gone is looked for on the front page: Hugo goes on serving the page itself, and those of its day and of some
of its tags do not follow.
"""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tests.bench.corpus import Article
from tests.bench.measure import Program, Run
from tests.bench.tools import Tool, Watching, address

LIVE = LIVE_BODY, LIVE_TITLE, LIVE_ADDED, LIVE_DELETED, LIVE_STYLE, LIVE_TEMPLATE = (
    "live: one body edited",
    "live: one title edited",
    "live: one article added",
    "live: one article deleted",
    "live: style sheet changed",
    "live: base template changed",
)
"""In the order in which they are done: after the last ones a tool has the whole site to make again."""

HOME = ""

PAUSE = 1.0
"""Seconds before each edit. What a tool does behind the page that is looked at goes on in them, and may go on after."""

WITHIN = 60.0
"""Seconds in which a server has to answer."""

BEAT, GOLDEN = 0.5, 0.618
"""Hugo gathers changes and looks at them twice a second: edits are spread evenly over these half seconds."""


@dataclass(frozen=True)
class Edit:
    """What is done to a site, and whether what is at an address then shows it. Addresses are from the site's top."""

    scenario: str
    do: Callable[[], None]
    opened: str  # what is looked at before
    address: str
    shows: Callable[[str], bool]


def edit_live(
    tool: Tool,
    watching: Watching,
    site: Path,
    article: Article,
    news: Sequence[Article],
    mark: str,
    patience: float,
) -> list[tuple[str, Run]]:
    """Runs the tool until it serves what it has built, then makes each edit of LIVE as often as there are `news`, and
    tells what each took until it was seen. Memory is that of the whole run, with the first build.

    `article` is as the site has it; the `news` it has never had. `mark` is of letters and digits, and nowhere in
    the site. Raises FailedError if something is not seen within `patience` seconds.
    The files of the site are as they were in the end, whatever happens; what the tool has made of them may not be.
    """
    port = _free_port()
    look = partial(_look, port)
    command = tuple(part.replace("{port}", str(port)) for part in watching.command)
    changed = [*(tool.file(site, each) for each in (article, *news)), site / tool.template, site / watching.style]
    edits = list(_edits(tool, watching, site, article, news, mark))
    took: list[tuple[str, float]] = []
    with _kept(changed), Program(command, site) as program:
        program.wait_until(lambda: watching.ready in program.said(), "its first build was done", patience, every=0.05)
        for number, edit in enumerate(edits):
            what = f"{edit.scenario}, {sum(edit.scenario == done for done, _ in took) + 1}"
            program.wait_until(partial(_is_without, edit, look), f"“{what}” could be done", patience)
            time.sleep(PAUSE + BEAT * (number * GOLDEN % 1))
            started = time.perf_counter()
            edit.do()
            seen = program.wait_until(partial(_is_seen, edit, look), f"it showed “{what}”", patience)
            took.append((edit.scenario, seen - started))
    return [(scenario, program.took(seconds)) for scenario, seconds in took]


def _edits(
    tool: Tool, watching: Watching, site: Path, article: Article, news: Sequence[Article], mark: str
) -> Iterator[Edit]:
    page, numbers = address(article), range(len(news))

    def seen_at(place: str, scenario: str, do: Callable[[], None], tripwire: str) -> Edit:
        return Edit(scenario, do, place, place, partial(_holds, tripwire))

    for number in numbers:
        tripwire = f"{mark}body{number}x"
        version = replace(article, body=f"{article.body}\n{tripwire}.\n")
        yield seen_at(page, LIVE_BODY, partial(tool.write, site, version), tripwire)
    for number in numbers:
        tripwire = f"{mark}title{number}x"
        version = replace(article, title=f"{article.title} {tripwire}")
        yield seen_at(page, LIVE_TITLE, partial(tool.write, site, version), tripwire)
    for number, each in enumerate(news):
        tripwire = f"{mark}news{number}x"
        version = replace(each, title=f"A {tripwire}: {each.title}")  # Hugo shows 20, sorted by day and title
        yield Edit(LIVE_ADDED, partial(tool.write, site, version), HOME, address(each), partial(_holds, tripwire))
        yield Edit(LIVE_DELETED, partial(tool.delete, site, version), HOME, HOME, partial(_lacks, tripwire))
    style, template = site / watching.style, site / tool.template
    rules, base = style.read_text(encoding="utf-8"), template.read_text(encoding="utf-8")
    for number in numbers:
        tripwire = f"{mark}style{number}x"
        text = f"{rules}\n.{tripwire} {{ color: red }}\n"
        yield seen_at(watching.style_address, LIVE_STYLE, partial(_write, style, text), tripwire)
    for number in numbers:
        tripwire = f"{mark}base{number}x"
        text = base.replace("</body>", f"<p>{tripwire}</p>\n</body>")
        yield seen_at(page, LIVE_TEMPLATE, partial(_write, template, text), tripwire)


@contextmanager
def _kept(files: Sequence[Path]) -> Iterator[None]:
    """In the end the files are as they were, and gone if they were not there."""
    before = {file: file.read_bytes() if file.exists() else None for file in files}
    try:
        yield
    finally:
        for file, data in before.items():
            if data is None:
                file.unlink(missing_ok=True)
            else:
                file.write_bytes(data)


def _is_seen(edit: Edit, look: Callable[[str], str]) -> bool:
    return edit.shows(look(edit.address))


def _is_without(edit: Edit, look: Callable[[str], str]) -> bool:
    """Whether what is looked at before is there, and does not show it yet."""
    return bool(text := look(edit.opened)) and not edit.shows(text)


def _holds(tripwire: str, text: str) -> bool:
    return tripwire in text


def _lacks(tripwire: str, page: str) -> bool:
    return page.rstrip().endswith("</html>") and tripwire not in page


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _look(port: int, address: str) -> str:
    """What a server of this machine answers; "" if it has nothing there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WITHIN)
    try:
        connection.request("GET", f"/{address}")
        answer = connection.getresponse()
        return answer.read().decode("utf-8") if answer.status == 200 else ""
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
        return number
