"""Import, dry run and explanation go one way: the same seeds, each read once, and the same texts, each drafted once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from digest.files.opener import read_regular
from digest.seeds import seed_texts, steps
from digest.seeds.draft import Draft
from digest.seeds.drafting import draft_seed
from digest.seeds.label.learned_lines import NOTHING
from digest.seeds.read.decoding import Decoded
from digest.seeds.run import explain_seeds, import_seeds
from tests.seeds.plain_texts import paragraphs, seed
from tests.seeds.test_import import MEETING, put, run, site, statuses
from tests.seeds.test_recurring import LINE, NOTE, text

__all__ = ["site"]  # the fixture

TWO = "\n==========\n\n".join(
    seed(f"Board Looks at the {name}", paragraphs(n, 2)) for n, name in ((50, "Pine"), (51, "Elm"))
)


def fill(site: Path) -> None:
    """Seeds of a source with a line that recurs, some of which have articles, among all that may go wrong."""
    for n in range(6):
        put(site, f"{n}.txt", text(n, LINE) + f"\n{NOTE}\n")
    run(site, site / "seeds" / "0.txt")
    run(site, site / "seeds" / "1.txt")
    put(site, "1.txt", text(1, LINE) + f"\nOne more line of the board.\n\n{NOTE}\n")
    put(site, "meeting.txt", MEETING)
    put(site, "two.txt", TWO)
    put(site, "empty.txt", "")
    put(site, "picture.txt", b"GIF89a\0\0")
    put(site, "old/meeting.txt", f"{MEETING}\nIt was in the old town hall, and it was the first meeting of the year.\n")


def given(site: Path) -> tuple[Path, ...]:
    """Two of the folders have a seed of the same name."""
    return (site / "seeds" / "old", site / "seeds", site / "elsewhere", site / "none.txt")


def elsewhere(site: Path) -> None:
    (site / "elsewhere").mkdir()
    (site / "elsewhere" / "meeting.txt").write_text(MEETING + "More.\n", encoding="utf-8")


def test_what_is_explained_is_what_is_imported(site: Path) -> None:
    fill(site)
    elsewhere(site)
    explained = [
        (
            row.seed,
            row.part,
            row.problem,
            [(line.number, line.text, line.rule) for line in row.draft.lines if line.is_removed] if row.draft else [],
        )
        for row in explain_seeds(given(site), site=site)
    ]
    for dry_run in (True, False):
        rows = list(import_seeds(given(site), site=site, into=site / "content", dry_run=dry_run, force=True))
        imported = [
            (row.seed, row.part, row.problem, [(line.line, line.text, line.rule) for line in row.removed])
            for row in rows
        ]
        assert imported == explained
    assert Counter(statuses(rows)) == {"created": 8, "updated": 2, "failed": 4}
    recurring = [row.seed for row in rows if (LINE, "learned") in [(line.text, line.rule) for line in row.removed]]
    assert recurring == [f"seeds/{n}.txt" for n in range(6)]


class Work:
    """How often files are read and texts drafted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reads: Counter[str] = Counter()
        self.drafts: Counter[str] = Counter()
        self.again: Counter[str] = Counter()
        read = read_regular

        def counted(path: Path, most: int) -> bytes:
            if "seeds" in path.parts:
                self.reads[path.relative_to(path.parents[path.parts[::-1].index("seeds") - 1]).as_posix()] += 1
            return read(path, most)

        def drafted(name: str, decoded: Decoded, *more: object) -> Draft:
            (self.drafts if more[2] == NOTHING else self.again)[decoded.text] += 1
            return draft_seed(name, decoded, *more)  # type: ignore[arg-type]

        monkeypatch.setattr(seed_texts, "read_regular", counted)
        monkeypatch.setattr(steps, "draft_seed", drafted)


@pytest.mark.parametrize("kind", ["import", "dry run", "explain"])
def test_each_seed_is_read_once_and_each_text_drafted_once(
    site: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(site)
    work = Work(monkeypatch)
    if kind == "explain":
        list(explain_seeds([site / "seeds"], site=site))
    else:
        run(site, dry_run=kind == "dry run")
    names = [path.relative_to(site / "seeds").as_posix() for path in (site / "seeds").rglob("*.txt")]
    assert work.reads == dict.fromkeys(names, 1)
    # Of the two that have their articles one has changed; the empty one is looked at, the picture is not.
    changed = 6 if kind == "explain" else 5
    assert set(work.drafts.values()) == {1}
    assert len(work.drafts) == changed + len(("meeting", "old meeting", "of two", "of two", "empty"))
    assert set(work.again.values()) == {1}
    assert len(work.again) == changed  # what recurs is taken from these alone


def test_nothing_is_read_twice_of_what_has_its_article(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(site)
    run(site)
    work = Work(monkeypatch)
    rows = run(site)
    assert set(statuses(rows)) == {"unchanged", "set aside"}
    assert set(work.reads.values()) == {1}
    assert len(work.drafts) == len(("two", "and again"))
