"""What a site's digest.yaml adds to the words of the import, and only while that import runs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from digest.seeds.data import extended
from digest.seeds.explain import explain_seeds
from digest.seeds.passes import draft_article
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
    assert draft_article("a.txt", text).body == (PROSE, line, MORE)
    with extended(settings):
        made = draft_article("a.txt", text)
    assert made.body == (PROSE, MORE)
    assert [row.rule for row in made.lines if row.text == line] == [rule]
    assert draft_article("a.txt", text).body == (PROSE, line, MORE)


def test_agencies_of_a_site() -> None:
    text = f"Committee Looks at Timber\n\nEXETER, 8 March 2023 (Zet) - {PROSE}"
    assert draft_article("a.txt", text).source.name == ""
    with extended(ImportSettings(agencies={"Zet": "Zett Newswire"})):
        assert draft_article("a.txt", text).source.name == "Zett Newswire"


def test_publishers_of_a_site() -> None:
    text = f"Quayside\n\nCommittee Looks at Timber Prices\n\n{PROSE}\n\n{MORE}"
    assert draft_article("a.txt", text).source.name == ""
    with extended(ImportSettings(publishers=("Quayside",))):
        assert draft_article("a.txt", text).source.name == "Quayside"


def test_months_and_openers_of_a_site() -> None:
    text = f"Committee Looks at Timber\n\nTekst: Ann Doe\n\n8 marca 2023\n\n{PROSE}"
    assert (draft_article("a.txt", text).day, draft_article("a.txt", text).authors) == (None, ())
    with extended(ImportSettings(months={"march": ("marca",)}, openers=("tekst",))):
        made = draft_article("a.txt", text)
    assert (made.day, made.authors, made.body) == (dt.date(2023, 3, 8), ("Ann Doe",), (PROSE,))


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
        (7, "debris", "share"),
    ]
    assert two.problem is not None
    assert two.problem.path == "seeds/b.txt"
    assert sorted(tmp_path.rglob("*")) == before
