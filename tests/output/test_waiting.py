"""Bytes that wait, in memory and on disk."""

from __future__ import annotations

import pytest

from digest.output import waiting
from digest.output.waiting import Waiting


@pytest.mark.parametrize("held", [0, 1, 10, 25, 10_000])
def test_what_is_put_is_got_back_in_any_order(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_IN_MEMORY", held)
    kept = Waiting()
    texts = [bytes([n]) * (n % 7) for n in range(40)]
    starts = [kept.put(text) for text in texts]
    found = {n: kept.get(starts[n], len(texts[n])) for n in reversed(range(40))}
    assert [found[n] for n in range(40)] == texts
    kept.close()
