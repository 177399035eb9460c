"""Links to other sites: which there are, what was answered when they were last asked for, and what is wrong."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from digest.check.elements import LinesOf
from digest.check.finding import Finding, warning
from digest.check.link_places import WebLinks
from digest.check.web import Answer, Guest
from digest.files.whole import write_whole

KEPT = "web-links.json"
"""The file in .digest/ with the answers."""

DAY = 86_400
GOOD_FOR = {"there": 14 * DAY, "gone": DAY, "nowhere": DAY, "silent": DAY // 24}
"""Seconds for which an answer stands. What cannot be said is asked anew each time."""


class _Kept(msgspec.Struct, frozen=True):
    """An answer, and when it came, in seconds since the epoch."""

    answer: Answer
    at: int


class Answers:
    """The answers of other sites, kept in the file `keep`; `now` in seconds since the epoch."""

    def __init__(self, keep: Path, now: int) -> None:
        self._keep, self._now = keep, now
        self._known = _load(keep)

    def of(
        self, addresses: Iterable[str], guest: Callable[[], Guest], told: Callable[[], None]
    ) -> Mapping[str, Answer]:
        """The answer to each address. Those that were not asked for lately are asked for now, once for all places on a
        page, and `told` is called when an answer is known. What has come is kept, also if it is stopped."""
        pages: dict[str, list[str]] = defaultdict(list)
        for one in dict.fromkeys(addresses):
            pages[_page(one)].append(one)
        found: dict[str, Answer] = {}

        def take(page: str, answer: Answer) -> None:
            for address in pages[page]:
                found[address] = _at_place(answer, address)
                told()

        def tell(page: str, answer: Answer) -> None:
            self._known[page] = _Kept(answer, self._now)
            take(page, answer)

        standing = {one: kept.answer for one in pages if (kept := self._known.get(one)) and self._stands(kept)}
        left = [one for one in pages if one not in standing]
        for page, answer in standing.items():
            take(page, answer)

        async def ask() -> None:
            await guest().ask_all(left, tell)

        if left:
            try:
                asyncio.run(ask())
            finally:
                self._save()
        return found

    def _stands(self, kept: _Kept) -> bool:
        return 0 <= self._now - kept.at < GOOD_FOR.get(kept.answer.state, 0)

    def _save(self) -> None:
        standing = {address: kept for address, kept in sorted(self._known.items()) if self._stands(kept)}
        with suppress(OSError):  # it only saves asking
            self._keep.parent.mkdir(exist_ok=True)
            write_whole(self._keep, msgspec.json.encode(standing))


def _page(address: str) -> str:
    """An address without the place on its page, which is never sent (RFC 9110 §4.2.5)."""
    return address.partition("#")[0]


def _at_place(answer: Answer, address: str) -> Answer:
    """What the answer to a page says of an address on it: a place is kept where it moves (RFC 9110 §10.2.2)."""
    _, mark, place = address.partition("#")
    if not mark or not answer.moved or "#" in answer.moved:
        return answer
    return msgspec.structs.replace(answer, moved=f"{answer.moved}#{place}")


def _load(keep: Path) -> dict[str, _Kept]:
    with suppress(OSError, msgspec.DecodeError):  # none yet, or a damaged one
        return msgspec.json.decode(keep.read_bytes(), type=dict[str, _Kept])
    return {}


def web_findings(links: WebLinks, answers: Mapping[str, Answer], site: Path, lines_of: LinesOf) -> Iterator[Finding]:
    """What is wrong with links of the site in the folder `site`, by what they were answered."""
    told = {address: found for address, answer in answers.items() if (found := _told(address, answer))}
    for place in links.places(told, site, lines_of):
        rule, fact, remedy = told[place.address]
        yield warning(rule, place.path, place.line, fact, remedy)


class Unknown(msgspec.Struct, frozen=True, order=True):
    """A link of which it cannot be said whether it leads anywhere, with its file and line, and why."""

    path: str
    line: int
    address: str
    why: str


def unknown_links(links: WebLinks, answers: Mapping[str, Answer], site: Path, lines_of: LinesOf) -> list[Unknown]:
    """Of which nothing is told: the site may be asked for them again, or somebody looks."""
    unknown = {address for address, answer in answers.items() if answer.state == "unknown"}
    return sorted(
        Unknown(place.path, place.line, place.address, answers[place.address].why)
        for place in links.places(unknown, site, lines_of)
    )


def _told(address: str, answer: Answer) -> tuple[str, str, str] | None:
    if answer.state == "private":
        return "private-link", f"leads to {address}, which readers cannot reach: {answer.why}.", "Take the link out."
    if answer.state in ("gone", "nowhere", "silent"):
        remedy = "Find where it is now, or an archived copy; else take the link out."
        return "dead-link", f"links to {address}, and {answer.why}.", remedy
    if answer.moved:
        return "moved-link", f"links to {address}, which has moved for good.", f"Write: {answer.moved}"
    return None
