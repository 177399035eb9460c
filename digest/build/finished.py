"""Whether all is as the last build left it: then there is nothing to plan."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from digest.build.program import program_digest
from digest.build.report import Request, Summary
from digest.content.reading import Content
from digest.model.parts import digest_bytes, encode
from digest.output.store import Store
from digest.output.tree import Outputs
from digest.settings import Settings
from digest.settings.config import ImportSettings
from digest.theme.chain import Theme

NEVER = 2**62
"""Seconds since the epoch: far from any time."""


class Finished(msgspec.Struct, frozen=True):
    """A finished build: it stands while its inputs are the same and the time is within [`since`, `until`)."""

    since: int
    until: int
    summary: Summary


def inputs_of(settings: Settings, theme: Theme, content: Content, drafts: bool) -> bytes:
    """The digest of all that a site is made of, but for the time."""
    rows = content.rows
    files = b"".join(part for path in sorted(rows) for part in (path.encode(), b"\0", rows[path].value))
    config = msgspec.structs.replace(settings.config, imports=ImportSettings())
    return digest_bytes(program_digest(), encode((config, theme, settings.vocabulary, drafts)), files)


def still_finished(request: Request, inputs: bytes, before: Outputs, store: Store) -> Finished | None:
    """The last build, if it was of the same inputs and all of its files are there unaltered: then nothing
    need be planned."""
    finished = store.finished(inputs, Finished)
    if finished is None or not finished.since <= request.now < finished.until:
        return None
    if not len(before.intact) == len(before.known) == finished.summary.pages:
        return None
    restamped = [row for _, row in before.restamped()]
    if restamped:
        store.record(restamped)
    return finished


def finished_from(summary: Summary, due: Collection[int], now: int) -> Finished:
    """The summary with the time around `now` in which nothing is `due`: no time at which the plan would be another."""
    since = max((time for time in due if time <= now), default=-NEVER)
    return Finished(since, next_of(due, now), summary)


def next_of(due: Collection[int], now: int) -> int:
    """The first of the times after `now` at which something is due."""
    return min((time for time in due if time > now), default=NEVER)
