"""Whether all is as the last build left it: then there is nothing to plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from digest.content.reading import Content
from digest.model.article import Article
from digest.model.parts import digest_bytes, encode
from digest.output.store import OutputRow, Store
from digest.program import program_digest
from digest.report import Request, Summary
from digest.settings import Settings


class Settled(msgspec.Struct, frozen=True):
    """A finished build: it stands while its inputs are the same and the time is within [`since`, `until`)."""

    since: int
    until: int
    summary: Summary


def inputs_of(settings: Settings, content: Content, drafts: bool) -> bytes:
    """The digest of all that a site is made of, but for the time."""
    files = b"".join(part for path, row in content.rows.items() for part in (path.encode(), b"\0", row.value))
    return digest_bytes(program_digest(), encode((settings.config, settings.theme, settings.vocabulary, drafts)), files)


def still_settled(
    request: Request, inputs: bytes, known: Mapping[str, OutputRow], intact: Mapping[str, OutputRow], store: Store
) -> Summary | None:
    """The last build's summary, if it was of the same inputs and all of its files are there unaltered: then nothing
    need be planned."""
    settled = store.recall("settled", inputs, Settled)
    if settled is None or not settled.since <= request.now < settled.until or len(known) != settled.summary.pages:
        return None
    if len(intact) != len(known):
        return None
    restamped = [row for path, row in intact.items() if row is not known[path]]
    if restamped:
        store.record(restamped)
    return settled.summary


def settled_from(summary: Summary, articles: Iterable[Article], now: int) -> Settled:
    """The summary with the time around `now` in which no embargo and no expiry falls due."""
    due = {time for article in articles for time in (article.embargo, article.expiry) if time}
    since = max((time for time in due if time <= now), default=-(2**62))
    return Settled(since, min((time for time in due if time > now), default=2**62), summary)
