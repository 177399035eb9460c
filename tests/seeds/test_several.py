"""Several articles in one file: what parts them, what only adorns a text, and what becomes of each the next time."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.article_file.mark import SeedMark, seed_of
from digest.seeds.draft import Draft
from digest.seeds.drafting import draft_seed
from digest.seeds.read.decoding import Decoded
from digest.seeds.run import explain_seeds
from digest.seeds.several import parts_of
from digest.seeds.words.lexicon import SHIPPED
from tests.seeds.plain_texts import paragraphs, seed
from tests.seeds.test_import import articles, edit, put, run, site, statuses

__all__ = ["site"]  # the fixture

ONE, TWO, THREE = (
    seed(f"Board Looks at the {name}", paragraphs(number, 2), f"{number} March 2023")
    for number, name in ((1, "Oak"), (2, "Pine"), (3, "Elm"))
)
ROW = "\n==========\n\n"


def draft(part: Decoded) -> Draft:
    return draft_seed("a.txt", part, SHIPPED)


def parted(text: str) -> list[str]:
    return [part.text.strip() for part in parts_of(Decoded(text), SHIPPED, draft)]


def seeds_of(site: Path) -> dict[str, SeedMark | None]:
    """By the last word of the article's name."""
    found = {name: seed_of((site / name).read_text(encoding="utf-8")) for name in articles(site)}
    return {Path(name).stem.rpartition("-")[2]: mark for name, mark in found.items()}


# what parts a text


@pytest.mark.parametrize("row", ["=====", "*****", "-----", "_____", "#####", "* * * * *", "=" * 70, "  -----  "])
def test_a_row_of_signs_parts_two_articles(row: str) -> None:
    first, second = parted(f"{ONE}\n{row}\n\n{TWO}")
    assert first == f"{ONE}\n{row}".strip()
    assert second == TWO.strip()


def test_newswire_in_documents() -> None:
    texts = [
        f"<DOC>\n<HEADLINE>Board Looks at the {name}</HEADLINE>\n<DATE_TIME>2023-03-08</DATE_TIME>\n"
        f"<TEXT>\n{body}\n</TEXT>\n</DOC>"
        for name, body in (("Oak", paragraphs(1, 1)[0]), ("Pine", paragraphs(2, 1)[0]))
    ]
    assert parted("\n".join(texts)) == texts


def test_blocks_of_fields() -> None:
    texts = [
        f"Title: Board Looks at the {name}\nDate: 8 March 2023\n\n{paragraphs(number, 1)[0]}"
        for number, name in ((1, "Oak"), (2, "Pine"), (3, "Elm"))
    ]
    assert parted("\n\n".join(texts)) == texts


@pytest.mark.parametrize(
    "below",
    [
        "\n\n".join(paragraphs(2, 2)),
        "Board Looks at the Pine\n\n" + "\n\n".join(paragraphs(2, 2)),
        "By Jane Doe\n\n" + "\n\n".join(paragraphs(2, 2)),
        "8 March 2023\n\n" + "\n\n".join(paragraphs(2, 2)),
        "Board Looks at the Pine\n\n9 March 2023\n\nThe board met in the hall and looked at it.",
        "Board Looks at the Pine\n\n9 March 2023\n\n" + paragraphs(2, 1)[0] + " And then…",
        "Ann Doe writes on wood.",
        "",
    ],
    ids=["prose", "no date", "no headline", "only a date", "short", "cut", "bio", "nothing"],
)
def test_else_it_is_one_text_with_an_ornament(below: str) -> None:
    assert len(parted(f"{ONE}{ROW}{below}")) == 1
    if below:
        assert len(parted(f"{below}\n{ROW}{ONE}")) == 1


def test_an_ornament_within_one_of_two() -> None:
    more = "\n\n".join(paragraphs(5, 2)) + "\n"
    assert len(parted(f"{ONE}{ROW}{TWO}{ROW}{more}")) == 2
    assert len(parted(f"{ONE}{ROW}{more}{ROW}{TWO}")) == 2


@pytest.mark.parametrize("row", ["====", "= = = =", "=====\nx", "x\n====="])
def test_what_is_no_row(row: str) -> None:
    assert len(parted(f"{ONE}\n{row}\n\n{TWO}")) == 1


def test_markdown_and_files_that_tell_of_themselves_are_one() -> None:
    assert len(parts_of(Decoded(f"{ONE}{ROW}{TWO}", markdown=True), SHIPPED, draft)) == 1


# what becomes of them


def test_each_becomes_an_article_with_its_row_and_its_part(site: Path) -> None:
    put(site, "a.txt", f"{ONE}{ROW}{TWO}")
    rows = run(site)
    assert [(row.status, row.seed, row.part, row.date) for row in rows] == [
        ("created", "seeds/a.txt", 1, "2023-03-01"),
        ("created", "seeds/a.txt", 2, "2023-03-02"),
    ]
    marks = seeds_of(site)
    assert {name: (mark.file, mark.part) for name, mark in marks.items() if mark} == {
        "oak": ("a.txt", 1),
        "pine": ("a.txt", 2),
    }
    assert statuses(run(site)) == ["unchanged"] * 2
    assert [line.line for line in rows[0].removed] == [ONE.count("\n") + 2]


def test_removed_lines_have_their_numbers_in_the_file(site: Path) -> None:
    put(site, "a.txt", f"{ONE}{ROW}{TWO}\nShare this:\n")
    removed = [line for row in run(site) for line in row.removed if line.text == "Share this:"]
    assert [line.line for line in removed] == [f"{ONE}{ROW}{TWO}\nShare".count("\n") + 1]


def test_a_change_of_one_leaves_the_other(site: Path) -> None:
    put(site, "a.txt", f"{ONE}{ROW}{TWO}")
    run(site)
    edit(next((site / "content").rglob("*oak.md")), "The", "My")
    put(site, "a.txt", f"{ONE}{ROW}{TWO}More is to come, the chair said on her way out of the hall.\n")
    assert statuses(run(site)) == ["unchanged", "updated"]
    put(site, "a.txt", f"{ONE}More is to come, the chair said.\n{ROW}{TWO}")
    assert statuses(run(site)) == ["edited", "updated"]


def test_texts_keep_their_articles_when_another_is_put_above_them_or_one_is_taken_away(site: Path) -> None:
    put(site, "a.txt", f"{ONE}{ROW}{TWO}")
    run(site)
    put(site, "a.txt", f"{THREE}{ROW}{ONE}{ROW}{TWO}")
    assert [(row.status, row.part) for row in run(site)] == [("created", 3), ("unchanged", 1), ("unchanged", 2)]
    before = seeds_of(site)
    put(site, "a.txt", TWO)
    assert [(row.status, row.part) for row in run(site)] == [("unchanged", 2)]
    assert seeds_of(site) == before


def test_a_seed_that_becomes_two_and_one_that_was_deleted(site: Path) -> None:
    put(site, "a.txt", ONE)
    run(site)
    put(site, "a.txt", f"{ONE}{ROW}{TWO}")
    assert statuses(run(site)) == ["updated", "created"]
    next((site / "content").rglob("*pine.md")).unlink()
    assert statuses(run(site)) == ["unchanged", "created"]


def test_a_renamed_file_of_two_is_known_by_its_texts(site: Path) -> None:
    put(site, "a.txt", f"{ONE}{ROW}{TWO}")
    run(site)
    (site / "seeds" / "a.txt").rename(site / "seeds" / "b.txt")
    rows = run(site)
    assert statuses(rows) == ["unchanged"] * 2
    assert all("was called a.txt" in row.note for row in rows)


def test_both_are_explained(site: Path) -> None:
    put(site, "a.txt", f"{ONE}{ROW}{TWO}")
    one, two = explain_seeds([site / "seeds"], site=site)
    assert one.draft is not None
    assert two.draft is not None
    assert [(row.seed, row.part) for row in (one, two)] == [("seeds/a.txt", 1), ("seeds/a.txt", 2)]
    assert [row.draft.title for row in (one, two) if row.draft] == ["Board Looks at the Oak", "Board Looks at the Pine"]
    titles = [line.number for line in two.draft.lines if line.kind == "title"]
    assert titles == [f"{ONE}{ROW}".count("\n") + 1]


def test_the_mark_is_read_back_however_it_is_written() -> None:
    digest = "0" * 64
    for row in (
        f'seed: {{file: a.txt, part: 2, sha256: "{digest}", importer: 1, written: "0123456789abcdef"}}',
        f"seed:\n  file: a.txt\n  part: 2\n  sha256: '{digest}'\n  written: '0123456789abcdef'",
    ):
        assert seed_of(f"---\n{row}\n---\n") == SeedMark("a.txt", digest, "0123456789abcdef", 2)
