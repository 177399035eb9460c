"""The same text again, or nearly: told, by both files and the share, and never merged."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
import yaml

from digest.model.article import Stamp
from digest.seeds.memory import records
from digest.seeds.outcomes import Imported, Like
from digest.seeds.run import import_seeds
from tests.seeds.plain_texts import paragraphs, seed
from tests.seeds.test_import import edit, put, run, site, statuses

__all__ = ["site"]  # the fixture

FIRST = "content/2023/2023-03-08-first-title.md"
TEXT = seed("First Title", paragraphs(1))
AGAIN = seed("Second Title", paragraphs(1), "9 March 2023")
CUT = seed("Second Title", paragraphs(1)[:6], "9 March 2023")
_LONG_AGO = 1_600_000_000_123_456_789  # ns
MIXED = seed("Second Title", [*paragraphs(1)[:6], *paragraphs(2)[:2]], "9 March 2023")


def front(site: Path, row: Imported) -> dict[str, object]:
    return dict(yaml.safe_load((site / row.article).read_text(encoding="utf-8").split("---\n")[1]))


def test_of_two_texts_of_a_run_the_second_is_told_to_be_like_the_first(site: Path) -> None:
    put(site, "a.txt", TEXT)
    put(site, "b.txt", AGAIN)
    put(site, "c.txt", seed("Third Title", paragraphs(3)))
    first, second, third = run(site)
    assert statuses([first, second, third]) == ["created"] * 3
    assert (first.like, third.like) == (None, None)
    assert second.like == Like(FIRST, 100, "neither")
    assert second.review == ("duplicate",)
    assert second.note == f"The same text as {FIRST}."
    assert front(site, second)["review"] == {"duplicate": f"the same text as {FIRST}"}
    assert front(site, second)["same_as"] == FIRST.removeprefix("content")
    assert "same_as" not in front(site, first)


def test_a_reprint_with_paragraphs_cut_is_near(site: Path) -> None:
    put(site, "a.txt", TEXT)
    run(site)
    put(site, "b.txt", CUT)
    second = run(site)[1]
    assert second.like == Like(FIRST, 100, "other")
    assert second.note == f"100% of its words run as in {FIRST}."


def test_the_whole_of_what_is_there_in_part_is_near(site: Path) -> None:
    put(site, "a.txt", seed("First Title", paragraphs(1)[:6]))
    put(site, "b.txt", AGAIN)
    second = run(site)[1]
    assert second.like == Like(FIRST, 100, "this")
    assert second.note == f"100% of the words of {FIRST} run as here."


def test_the_share_is_told(site: Path) -> None:
    put(site, "a.txt", TEXT)
    put(site, "b.txt", MIXED)
    second = run(site)[1]
    assert second.like is not None
    assert 70 <= second.like.share <= 80
    assert second.note.endswith((f"% of its words run as in {FIRST}.", f"% of the words of {FIRST} run as here."))


def test_less_than_half_is_not_told(site: Path) -> None:
    put(site, "a.txt", TEXT)
    put(site, "b.txt", seed("Second Title", [*paragraphs(1)[:3], *paragraphs(2)[3:]]))
    assert run(site)[1].like is None


def test_an_article_written_by_hand_counts(site: Path) -> None:
    (site / "content" / "mine.md").write_text(
        "---\ntitle: Mine\ndate: 2023-03-01\n---\n\n" + "\n\n".join(f"**{part}**" for part in paragraphs(1)),
        encoding="utf-8",
    )
    put(site, "a.txt", TEXT)
    (row,) = run(site)
    assert row.like == Like("content/mine.md", 100, "neither")


def test_the_best_is_told(site: Path) -> None:
    put(site, "a.txt", MIXED)
    put(site, "b.txt", TEXT)
    put(site, "c.txt", seed("Third Title", paragraphs(1)))
    rows = run(site)
    assert rows[2].like == Like(rows[1].article, 100, "neither")


def test_an_article_is_no_duplicate_of_itself_nor_of_its_own_duplicate(site: Path) -> None:
    put(site, "a.txt", TEXT)
    put(site, "b.txt", CUT)
    run(site)
    before = {path: path.read_bytes() for path in (site / "content").rglob("*.md")}
    assert statuses(run(site)) == ["unchanged"] * 2
    assert statuses(run(site, force=True)) == ["unchanged"] * 2
    assert {path: path.read_bytes() for path in (site / "content").rglob("*.md")} == before
    put(site, "a.txt", TEXT.replace("First", "Best"))
    put(site, "b.txt", CUT.replace("Second", "Next"))
    rows = run(site)
    assert statuses(rows) == ["updated"] * 2
    assert [row.like for row in rows] == [None, Like(FIRST, 100, "other")]


def test_a_seed_that_changes_into_another_text_is_told(site: Path) -> None:
    put(site, "a.txt", TEXT)
    put(site, "b.txt", seed("Second Title", paragraphs(2)))
    assert run(site)[1].like is None
    put(site, "b.txt", AGAIN)
    assert run(site)[1].like == Like(FIRST, 100, "neither")
    put(site, "b.txt", seed("Second Title", paragraphs(2)))
    row = run(site)[1]
    assert (row.status, row.like, row.review) == ("updated", None, ())


def test_the_editors_word_stands(site: Path) -> None:
    """Who has looked deletes the line, and no later import of the same seed puts it back."""
    put(site, "a.txt", TEXT)
    put(site, "b.txt", AGAIN)
    second = run(site)[1]
    edit(site / second.article, f"review:\n  duplicate: the same text as {FIRST}\n", "")
    assert statuses(run(site)) == ["unchanged"] * 2
    assert "review" not in front(site, second)


def test_a_trial_tells_the_same(site: Path) -> None:
    put(site, "a.txt", TEXT + "\n\nA line with < and * and _ and &amp; and `, and 1. a number.\n")
    put(site, "b.txt", CUT)
    put(site, "c.txt", MIXED)
    dry = run(site, dry_run=True)
    assert dry == run(site)
    assert [row.like is None for row in dry] == [True, False, False]


def test_an_article_that_was_deleted_since_is_like_nothing(site: Path) -> None:
    for name, number in (("a.txt", 1), ("b.txt", 2), ("c.txt", 1)):
        put(site, name, seed(f"Title {number} of {name}", paragraphs(number)))
    rows = []
    for row in import_seeds([site / "seeds"], site=site, into=site / "content"):
        rows.append(row)
        if len(rows) == 2:
            (site / rows[0].article).unlink()
    assert [row.like for row in rows] == [None] * 3


def test_short_texts_are_not_compared(site: Path) -> None:
    put(site, "a.txt", "First Title\n\nThe rest is for subscribers.\n")
    put(site, "b.txt", "Second Title\n\nThe rest is for subscribers.\n")
    assert [row.like for row in run(site)] == [None, None]


def test_what_is_kept_of_content_never_lies(site: Path) -> None:
    """Articles are changed, moved and deleted between imports; the file may be damaged, or of another program."""
    kept = site / ".digest" / "import.msgpack"
    put(site, "a.txt", TEXT)
    first = run(site)[0]
    path = site / first.article
    os.utime(path, ns=(_LONG_AGO, _LONG_AGO))
    time.sleep(0.15)  # what was written just now is not kept
    put(site, "z.txt", seed("Last Title", paragraphs(90)))
    run(site)
    # The article is another text now, of the same size, and its time was put back.
    edit(path, paragraphs(1)[0], paragraphs(5)[0][: len(paragraphs(1)[0])].ljust(len(paragraphs(1)[0]), "."))
    for part in paragraphs(1)[1:]:
        edit(path, part, "x" * len(part))
    os.utime(path, ns=(_LONG_AGO, _LONG_AGO))
    put(site, "b.txt", AGAIN)
    assert next(row for row in run(site) if row.seed == "seeds/b.txt").like is None
    for damage in (b"", b"\x00", kept.read_bytes()[:-9], b"\x92\xa1x\x80"):
        kept.write_bytes(damage)
        assert set(statuses(run(site))) == {"unchanged"}


def test_content_is_read_once(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(site, "a.txt", TEXT)
    path = site / run(site)[0].article
    os.utime(path, ns=(_LONG_AGO, _LONG_AGO))
    read: list[Path] = []
    monkeypatch.setattr(Stamp, "is_settled", lambda stamp, seen: True)

    def reading(path: Path) -> str:
        read.append(path)
        return path.read_text(encoding="utf-8")

    monkeypatch.setattr(records, "read_article", reading)
    for _ in range(3):
        assert statuses(run(site)) == ["unchanged"]
    assert read == [path]
    path.write_text(path.read_text(encoding="utf-8") + "More.\n", encoding="utf-8")
    assert statuses(run(site)) == ["unchanged"]
    assert read == [path, path]
