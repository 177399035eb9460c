"""Lines that recur in many texts of one source are the page's; what a text says for itself never is."""

from __future__ import annotations

import shutil
from pathlib import Path

from digest.seeds.label.lines import number
from digest.seeds.memory.learned import load_learned
from digest.seeds.memory.recurring import Tally
from digest.seeds.outcomes import Imported
from digest.seeds.run import explain_seeds, import_seeds
from tests.seeds.plain_texts import paragraphs
from tests.seeds.test_import import put, run, site, statuses

__all__ = ["site"]  # the fixture

LINE = "Wood and word from the valley since the old mill"
NOTE = "The Example Mill Journal is read in every house of the valley and on both of its hills."
BACKGROUND = "The mill was closed in the spring, after the flood had taken away the wheel and both of its gates."


def text(n: int, *more: str, source: str = "Example Mill Journal") -> str:
    one, two, three = paragraphs(n, 3)
    blocks = (f"Board {n} Looks at the Oak", "8 March 2023", one, *more[:1], two, *more[1:], three)
    return "\n\n".join((*blocks, f"Source: {source}" if source else "")) + "\n"


def plain(n: int, *more: str) -> str:
    return text(n, *more, source="")


def bodies(site: Path, rows: list[Imported]) -> list[str]:
    return [(site / row.article).read_text(encoding="utf-8") for row in rows]


def recurring(*texts: str) -> list[str]:
    tally = Tally()
    for one in texts:
        tally.add("a", number(one))
    return [lesson.text for lesson in tally.lessons()]


def test_a_line_that_recurs_in_a_source_goes_and_is_told(site: Path) -> None:
    for n in range(4):
        put(site, f"{n}.txt", text(n, LINE))
    rows = run(site)
    assert statuses(rows) == ["created"] * 4
    assert all(LINE not in body for body in bodies(site, rows))
    assert [(line.text, line.rule) for line in rows[0].removed] == [(LINE, "learned")]
    entries, problems = load_learned(site)
    assert (entries["Example Mill Journal"].out, problems) == ((LINE,), ())
    assert f"    - {LINE}  # in 4 texts\n" in (site / "learned.yaml").read_text(encoding="utf-8")


def test_three_texts_are_not_many_nor_are_those_of_several_sources_or_of_none(site: Path) -> None:
    for n, source in enumerate(("Example Mill Journal",) * 3 + ("Example Times",) * 3 + ("",) * 5):
        put(site, f"{n:02}.txt", text(n, LINE, source=source))
    assert all(LINE in body for body in bodies(site, run(site)))


def test_a_later_run_knows_the_line_and_leaves_earlier_articles_alone(site: Path) -> None:
    for n in range(3):
        put(site, f"{n}.txt", text(n, LINE))
        run(site)
    before = bodies(site, run(site))
    for n in range(3, 8):
        put(site, f"{n}.txt", text(n, LINE))
    run(site)
    put(site, "8.txt", text(8, LINE))
    (explained,) = explain_seeds([site / "seeds" / "8.txt"], site=site)
    assert explained.draft is not None
    told = [(line.rule, line.why) for line in explained.draft.lines if line.text == LINE]
    assert told == [("learned", "learned.yaml: Example Mill Journal")]
    rows = run(site)
    assert statuses(rows) == ["unchanged"] * 8 + ["created"]
    assert [LINE in body for body in bodies(site, rows)] == [True] * 3 + [False] * 6
    assert bodies(site, rows)[:3] == before


def test_what_is_learnt_stands_in_learned_yaml_alone(site: Path) -> None:
    """The same seed makes the same article, whether it came with others that have the line or is imported again."""
    for n in range(4):
        put(site, f"{n}.txt", text(n, LINE))
    before = bodies(site, run(site))
    shutil.rmtree(site / ".digest")
    shutil.rmtree(site / "content")
    assert bodies(site, run(site, site / "seeds" / "2.txt")) == before[2:3]
    (site / "learned.yaml").unlink()
    (site / "seeds" / "9.txt").write_text(text(9, LINE), encoding="utf-8")
    assert LINE in bodies(site, run(site, site / "seeds" / "9.txt"))[0]


def test_a_line_that_an_editor_wants_to_stay_is_not_learnt(site: Path) -> None:
    (site / "learned.yaml").write_text(f"example mill journal: {{in: [{LINE}]}}\n", encoding="utf-8")
    for n in range(4):
        put(site, f"{n}.txt", text(n, LINE))
    assert all(LINE in body for body in bodies(site, run(site)))
    assert (site / "learned.yaml").read_text(encoding="utf-8") == f"example mill journal: {{in: [{LINE}]}}\n"


def test_a_dry_run_says_the_same_and_remembers_nothing(site: Path) -> None:
    for n in range(4):
        put(site, f"{n}.txt", text(n, LINE))
    rows = run(site, dry_run=True)
    assert [line.rule for line in rows[0].removed] == ["learned"]
    assert sorted(path.name for path in site.iterdir()) == ["content", "seeds"]


def test_a_source_is_one_in_any_case() -> None:
    tally = Tally()
    for n, name in enumerate(("Example Wire", "EXAMPLE WIRE", "Example Wire", "example wire")):
        tally.add(name, number(plain(n, LINE)))
    assert [(lesson.source, lesson.text) for lesson in tally.lessons()] == [("Example Wire", LINE)]


def test_copies_of_one_text_count_once() -> None:
    assert recurring(*[plain(1, LINE)] * 9) == []
    assert recurring(*(plain(1, LINE) + f"\n{n} more words\n" for n in range(9))) == []
    assert recurring(*(plain(n, LINE) for n in range(9))) == [LINE]


def test_a_line_must_stand_in_a_quarter_of_the_texts() -> None:
    few = [plain(n, LINE) for n in range(4)]
    assert recurring(*few, *(plain(n) for n in range(4, 15))) == [LINE]
    assert recurring(*few, *(plain(n) for n in range(4, 18))) == []


def test_short_and_long_lines_are_not_counted() -> None:
    for line in ("Three words only", "word " * 61):
        assert recurring(*(plain(n, line) for n in range(6))) == []


def test_prose_goes_from_the_edge_alone_and_only_if_it_is_in_half_of_the_texts(site: Path) -> None:
    for n in range(5):
        put(site, f"{n}.txt", text(n, BACKGROUND).replace("Source:", f"{NOTE}\n\nSource:"))
    rows = run(site)
    assert all(BACKGROUND in body and NOTE not in body for body in bodies(site, rows))
    notes = [plain(n) + NOTE for n in range(4)]
    assert recurring(*notes, *(plain(n) for n in range(4, 8))) == [NOTE]
    assert recurring(*notes, *(plain(n) for n in range(4, 12))) == []


def test_a_seed_that_cannot_be_read_stops_none(site: Path) -> None:
    put(site, "0.txt", b"GIF89a\0\0")
    for n in range(1, 5):
        put(site, f"{n}.txt", text(n, LINE))
    rows = list(import_seeds([site / "seeds"], site=site, into=site / "content"))
    assert statuses(rows) == ["failed"] + ["created"] * 4
