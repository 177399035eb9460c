"""A seed that becomes no article is told once, and then set aside until it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.seeds.memory import set_aside
from digest.seeds.outcomes import Imported
from digest.seeds.run import explain_seeds, import_seeds
from tests.seeds.test_import import MEETING, put, run, site, statuses

__all__ = ["site"]  # the fixture

IMAGE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def bad(site: Path) -> None:
    put(site, "a.txt", IMAGE)
    put(site, "b.txt", "Leave a Reply\n")
    put(site, "c.md", "---\ntitle: !!int abc\n---\nText.\n")
    put(site, "d.txt", MEETING)


def test_it_is_told_once(site: Path) -> None:
    bad(site)
    first, again = run(site), run(site)
    assert statuses(first) == ["failed"] * 3 + ["created"]
    assert statuses(again) == ["set aside"] * 3 + ["unchanged"]
    assert [row.problem for row in again] == [None] * 4
    for before, row in zip(first[:3], again, strict=False):
        assert before.problem is not None
        assert row.note == (
            f"{before.problem.fact} {before.problem.remedy} To try it again: digest import --force {row.seed}"
        )


def test_it_is_not_read_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(site, "a.txt", IMAGE)
    run(site)
    monkeypatch.setattr("digest.seeds.steps.read_seeds", lambda *_: pytest.fail("it was read"))
    assert statuses(run(site)) == ["set aside"]


def test_what_changes_is_tried_again(site: Path) -> None:
    bad(site)
    run(site)
    put(site, "a.txt", "The Harbour Is Deep\n\n8 March 2023\n\nThe harbour was found to be as deep as it was before.\n")
    put(site, "b.txt", "Leave a Comment\n")
    assert statuses(run(site)) == ["created", "failed", "set aside", "unchanged"]


def test_what_is_called_otherwise_is_tried_again(site: Path) -> None:
    put(site, "a.md", "---\ntitle: !!int abc\n---\nThe harbour was found to be as deep as it was before.\n")
    run(site)
    (site / "seeds/a.md").rename(site / "seeds/a.txt")
    assert statuses(run(site)) == ["created"]


@pytest.mark.parametrize("way", ["force", "explain", "another importer", "nothing kept", "damaged"])
def test_it_is_tried_again_where_that_makes_sense(site: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put(site, "a.txt", IMAGE)
    run(site)
    kept = site / ".digest/set_aside.msgpack"
    if way == "explain":
        (explained,) = explain_seeds([site / "seeds"], site=site)
        assert explained.problem is not None
        return
    if way == "another importer":
        monkeypatch.setattr(set_aside, "IMPORTER", 99)
    if way == "nothing kept":
        kept.unlink()
    if way == "damaged":
        kept.write_bytes(kept.read_bytes()[:-5])
    assert statuses(run(site, force=way == "force")) == ["failed"]


def test_a_dry_run_keeps_nothing(site: Path) -> None:
    put(site, "a.txt", IMAGE)
    run(site, dry_run=True)
    assert statuses(run(site)) == ["failed"]


def test_what_is_forced_into_an_article_is_one_for_good(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(site, "a.txt", MEETING)
    with monkeypatch.context() as patched:
        patched.setattr("digest.seeds.steps.draft_seed", lambda *_: dict[str, str]()["mistake"])
        assert statuses(run(site)) == ["failed"]
    assert statuses(run(site)) == ["set aside"]
    (made,) = run(site, force=True)
    (site / made.article).unlink()
    assert statuses(run(site)) == ["created"]


def test_of_several_articles_in_a_file_only_the_bad_one_is(site: Path) -> None:
    mail = (
        "From ann@example.org Wed Mar  8 10:00:00 2023\nFrom: ann@example.org\nSubject: {}\n"
        "Message-ID: <1@example.org>\nMIME-Version: 1.0\nDate: Wed, 8 Mar 2023 10:00:00 +0000\n\n{}\n\n"
    )
    text = "The harbour was found to be as deep as it was in the year before."
    put(site, "a.mbox", mail.format("The harbour is deep", text) + mail.format("x", "") + mail.format("And wide", text))

    def told(rows: list[Imported]) -> list[tuple[str, int]]:
        return [(row.status, row.part) for row in rows]

    assert told(run(site)) == [("created", 1), ("failed", 2), ("created", 3)]
    assert told(run(site)) == [("unchanged", 1), ("set aside", 2), ("unchanged", 3)]


def test_a_package_that_is_missing_may_come(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from digest.apart import Apart

    put(
        site,
        "a.html",
        "<html><body><p>The harbour was found to be as deep as it was in the year before.</p></body></html>",
    )
    monkeypatch.setattr(Apart, "do", lambda self, subject, work, *args: work(*args))
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "trafilatura", None)
        assert statuses(run(site)) == ["failed"]
        assert statuses(run(site)) == ["failed"]
    assert statuses(run(site)) == ["created"]


def test_more_than_can_be_kept_is_told_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(set_aside, "_MOST", 2)
    bad(site)
    run(site)
    assert statuses(list(import_seeds([site / "seeds"], site=site, into=site / "content"))).count("set aside") == 2
