"""What a site's digest.yaml adds to the words of the import, and to no other site's."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.seeds.outcomes import Imported
from digest.seeds.passes import draft_article
from digest.seeds.run import explain_seeds, import_seeds
from digest.seeds.words.lexicon import SHIPPED, lexicon_of
from digest.settings.config import ImportSettings

PROSE = "The committee met in the town hall and looked at the prices of timber over the whole of the year."
MORE = "A second meeting is planned, the chair said, and all who live in the town may come and speak."


@pytest.mark.parametrize(
    ("settings", "line", "rule"),
    [
        (ImportSettings(phrases=("You may skip this part of it",)), "You may skip this part of it.", "site"),
        (ImportSettings(patterns=("^photo of the day: .{0,80}$",)), "Photo of the day: a quay in the rain.", "site"),
    ],
)
def test_lines_that_a_site_leaves_out(settings: ImportSettings, line: str, rule: str) -> None:
    text = f"Committee Looks at Timber\n\n{PROSE}\n\n{line}\n\n{MORE}"
    assert draft_article("a.txt", text, SHIPPED).body == (PROSE, line, MORE)
    made = draft_article("a.txt", text, lexicon_of(settings))
    assert made.body == (PROSE, MORE)
    assert [row.rule for row in made.lines if row.text == line] == [rule]
    assert draft_article("a.txt", text, SHIPPED).body == (PROSE, line, MORE)


def test_agencies_of_a_site() -> None:
    text = f"Committee Looks at Timber\n\nEXETER, 8 March 2023 (Zet) - {PROSE}"
    unknown = draft_article("a.txt", text, SHIPPED)
    assert (unknown.source.name, unknown.review["source"]) == ("Zet", "brackets in the dateline name it")
    made = draft_article("a.txt", text, lexicon_of(ImportSettings(agencies={"Zet": "Zett Newswire"})))
    assert (made.source.name, "source" in made.review) == ("Zett Newswire", False)


def test_publishers_of_a_site() -> None:
    text = f"Quayside\n\nCommittee Looks at Timber Prices\n\n{PROSE}\n\n{MORE}"
    assert draft_article("a.txt", text, SHIPPED).source.name == ""
    own = lexicon_of(ImportSettings(publishers=("Quayside",)))
    assert draft_article("a.txt", text, own).source.name == "Quayside"


def test_months_and_openers_of_a_site() -> None:
    text = f"Committee Looks at Timber\n\nSzöveg: Ann Doe\n\n8 märtsi 2023\n\n{PROSE}"
    assert (draft_article("a.txt", text, SHIPPED).day, draft_article("a.txt", text, SHIPPED).authors) == (None, ())
    made = draft_article("a.txt", text, lexicon_of(ImportSettings(months={"march": ("märtsi",)}, openers=("szöveg",))))
    assert (made.day, made.authors, made.body) == (dt.date(2023, 3, 8), ("Ann Doe",), (PROSE,))


def test_equal_settings_have_one_lexicon() -> None:
    assert lexicon_of(ImportSettings(sections=("Quay",))) is lexicon_of(ImportSettings(sections=("Quay",)))
    assert lexicon_of(ImportSettings()) is SHIPPED


SITES = (
    ImportSettings(phrases=("You may skip this part of it",), months={"march": ("märtsi",)}, sections=("Quayside",)),
    ImportSettings(publishers=("Quayside",), agencies={"Zet": "Zett Newswire"}, openers=("szöveg",)),
)


def articles_of(site: Path, settings: ImportSettings) -> Iterator[Imported]:
    (site / "seeds").mkdir(parents=True)
    # Fewer than are looked over together: each is read and drafted when its turn comes.
    mores = ("8 märtsi 2023\n\nYou may skip this part of it.", "Szöveg: Ann Doe", f"EXETER (Zet) - {PROSE}")
    for n, more in enumerate(mores):
        text = f"Quayside\n\nCommittee {n} Looks at Timber\n\n{more}\n\n{PROSE}\n\n{MORE}\n"
        (site / "seeds" / f"{n}.txt").write_text(text, encoding="utf-8")
        os.utime(site / "seeds" / f"{n}.txt", (1_700_000_000, 1_700_000_000))
    return import_seeds([site / "seeds"], site=site, into=site / "content", settings=settings)


def written(site: Path) -> dict[str, str]:
    content = site / "content"
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(content.rglob("*.md"))}


def test_imports_of_two_sites_at_once_keep_apart(tmp_path: Path) -> None:
    alone = [list(articles_of(tmp_path / f"alone{n}", settings)) for n, settings in enumerate(SITES)]
    one, two = (articles_of(tmp_path / f"both{n}", settings) for n, settings in enumerate(SITES))
    both = list(zip(one, two, strict=True))
    assert [list(rows) for rows in zip(*both, strict=True)] == alone
    for n in range(2):
        assert written(tmp_path / f"both{n}") == written(tmp_path / f"alone{n}")
    assert written(tmp_path / "alone0") != written(tmp_path / "alone1")


def test_a_seed_is_explained_and_nothing_written(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(
        f"Committee Looks at Timber\n\nBy Ann Doe\n\n{PROSE}\n\nShare\n", encoding="utf-8"
    )
    (tmp_path / "seeds" / "b.txt").write_text("", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    one, two = explain_seeds([tmp_path / "seeds"], site=tmp_path)
    assert one.draft is not None
    assert [(line.number, line.kind, line.rule) for line in one.draft.lines if line.text] == [
        (1, "title", "headline"),
        (3, "byline", "byline"),
        (5, "kept", ""),
        (7, "boilerplate", "share"),
    ]
    assert two.problem is not None
    assert two.problem.path == "seeds/b.txt"
    assert sorted(tmp_path.rglob("*")) == before
