"""From seed files to article files: what is written, and what happens the second time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import pytest
import yaml

from digest.seeds.outcomes import Imported, Removed
from digest.seeds.run import import_seeds
from digest.settings.config import ImportSettings

MEETING = """Committee Meets to Discuss Timber Prices

By Ann Doe

8 March 2023

The committee met in the town hall and looked at prices. It will share its notes.

Nobody voted against the plan.

Leave a Reply

Your email address will not be published. Required fields are marked *
"""
ARTICLE = "content/2023/2023-03-08-committee-meets-to-discuss-timber-prices.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "content").mkdir()
    return tmp_path


def put(site: Path, name: str, text: str | bytes) -> Path:
    path = site / "seeds" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def run(site: Path, *paths: Path, force: bool = False, dry_run: bool = False) -> list[Imported]:
    given = paths or (site / "seeds",)
    return list(import_seeds(given, site=site, into=site / "content", force=force, dry_run=dry_run))


def statuses(rows: list[Imported]) -> list[str]:
    return [row.status for row in rows]


def articles(site: Path) -> list[str]:
    return sorted(p.relative_to(site).as_posix() for p in (site / "content").rglob("*") if p.is_file())


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_article_is_made(site: Path) -> None:
    put(site, "a.txt", MEETING)
    (row,) = run(site)
    form = "comment-form"
    assert row == Imported(
        "seeds/a.txt",
        "created",
        ARTICLE,
        "Committee Meets to Discuss Timber Prices",
        "2023-03-08",
        (),
        removed=(
            Removed(11, "Leave a Reply", form),
            Removed(13, "Your email address will not be published. Required fields are marked *", form),
        ),
    )
    _, head, body = (site / ARTICLE).read_text(encoding="utf-8").split("---\n")
    front = yaml.safe_load(head)
    assert list(front) == ["title", "date", "slug", "summary", "author", "seed"]
    assert front["author"] == "Ann Doe"
    assert front["seed"]["file"] == "a.txt"
    assert body == (
        "\nThe committee met in the town hall and looked at prices. It will share its notes.\n"
        "\nNobody voted against the plan.\n"
    )


def test_running_again_makes_nothing_twice(site: Path) -> None:
    put(site, "a.txt", MEETING)
    run(site)
    before = (site / ARTICLE).stat().st_mtime_ns
    (row,) = run(site)
    assert (row.status, row.article, row.title, row.date) == (
        "unchanged",
        ARTICLE,
        "Committee Meets to Discuss Timber Prices",
        "2023-03-08",
    )
    assert (site / ARTICLE).stat().st_mtime_ns == before
    assert articles(site) == [ARTICLE]


def test_an_edited_article_of_an_unchanged_seed_is_left_in_peace(site: Path) -> None:
    put(site, "a.txt", MEETING)
    run(site)
    edit(site / ARTICLE, "Nobody", "No member")
    assert statuses(run(site)) == ["unchanged"]
    assert "No member" in (site / ARTICLE).read_text(encoding="utf-8")


def test_a_changed_seed_updates_an_untouched_article_in_place(site: Path) -> None:
    put(site, "a.txt", MEETING)
    run(site)
    put(site, "a.txt", MEETING.replace("Committee Meets", "Board Gathers").replace("Nobody", "No member"))
    (row,) = run(site)
    assert (row.status, row.article) == ("updated", ARTICLE)
    front = yaml.safe_load((site / ARTICLE).read_text(encoding="utf-8").split("---\n")[1])
    assert front["title"] == "Board Gathers to Discuss Timber Prices"
    assert front["slug"] == "committee-meets-to-discuss-timber-prices"
    assert "No member" in (site / ARTICLE).read_text(encoding="utf-8")
    assert articles(site) == [ARTICLE]
    assert statuses(run(site)) == ["unchanged"]


def test_a_changed_seed_never_overwrites_an_edited_article(site: Path) -> None:
    put(site, "a.txt", MEETING)
    run(site)
    edit(site / ARTICLE, "title: Committee", "title: The Committee")
    edited = (site / ARTICLE).read_bytes()
    put(site, "a.txt", MEETING + "More.\n")
    (row,) = run(site)
    assert row.status == "edited"
    assert row.problem is not None
    assert str(row.problem) == (
        f"{ARTICLE}: The seed seeds/a.txt has changed, and this article was edited since it was imported. Merge the "
        "two by hand, or run `digest import --force seeds/a.txt`, which keeps the edited text as .bak."
    )
    assert (site / ARTICLE).read_bytes() == edited


def test_other_line_ends_are_no_edit(site: Path) -> None:
    put(site, "a.txt", MEETING)
    run(site)
    path = site / ARTICLE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    put(site, "a.txt", MEETING.replace("Nobody", "No member"))
    assert statuses(run(site)) == ["updated"]


def test_force_keeps_every_edited_text(site: Path) -> None:
    put(site, "a.txt", MEETING)
    run(site)
    for name in (".bak", ".bak2"):
        edit(site / ARTICLE, "Nobody", f"No{name}body")
        edited = (site / ARTICLE).read_bytes()
        (row,) = run(site, force=True)
        assert row.status == "updated"
        assert f"{ARTICLE}{name}" in row.note
        assert (site / f"{ARTICLE}{name}").read_bytes() == edited
        assert "Nobody" in (site / ARTICLE).read_text(encoding="utf-8")
    assert articles(site) == [ARTICLE, f"{ARTICLE}.bak", f"{ARTICLE}.bak2"]


def test_force_without_edits_changes_nothing(site: Path) -> None:
    put(site, "a.txt", MEETING)
    run(site)
    assert statuses(run(site, force=True)) == ["unchanged"]
    assert articles(site) == [ARTICLE]


def test_a_moved_article_is_found(site: Path) -> None:
    put(site, "a.txt", MEETING)
    run(site)
    moved = site / "content" / "timber" / "prices.md"
    moved.parent.mkdir()
    (site / ARTICLE).rename(moved)
    put(site, "a.txt", MEETING.replace("Nobody", "No member"))
    (row,) = run(site)
    assert (row.status, row.article) == ("updated", "content/timber/prices.md")
    assert articles(site) == ["content/timber/prices.md"]


def test_front_matter_that_an_editor_rewrote_is_still_recognised(site: Path) -> None:
    put(site, "a.txt", MEETING)
    run(site)
    path = site / ARTICLE
    _, head, body = path.read_text(encoding="utf-8").split("---\n")
    front = yaml.safe_load(head)
    path.write_text(f"---\n{yaml.safe_dump(front)}bad: [\n---\n{body}", encoding="utf-8")
    assert statuses(run(site)) == ["unchanged"]
    put(site, "a.txt", MEETING + "More.\n")
    assert statuses(run(site)) == ["edited"]


def test_a_renamed_seed_keeps_its_article(site: Path) -> None:
    put(site, "a.txt", MEETING).rename(site / "seeds" / "b.txt")
    put(site, "a.txt", MEETING)
    run(site, site / "seeds" / "a.txt")
    (site / "seeds" / "a.txt").unlink()
    (row,) = run(site)
    assert (row.seed, row.status, row.article) == ("seeds/b.txt", "unchanged", ARTICLE)
    assert "a.txt" in row.note


def test_the_same_text_in_two_seeds_makes_two_articles(site: Path) -> None:
    put(site, "a.txt", MEETING)
    put(site, "b.txt", MEETING)
    first = run(site)
    second = ARTICLE.replace(".md", "-2.md")
    assert [row.article for row in first] == [ARTICLE, second]
    assert yaml.safe_load((site / second).read_text(encoding="utf-8").split("---\n")[1])["slug"].endswith("-2")
    again = run(site)
    assert [(row.status, row.article) for row in again] == [("unchanged", ARTICLE), ("unchanged", second)]
    assert statuses(run(site, site / "seeds" / "b.txt")) == ["unchanged"]


def test_of_two_copies_of_a_renamed_seed_one_keeps_the_article(site: Path) -> None:
    put(site, "a.txt", MEETING)
    run(site)
    (site / "seeds" / "a.txt").unlink()
    put(site, "b.txt", MEETING)
    put(site, "c.txt", MEETING)
    assert statuses(run(site)) == ["unchanged", "created"]


def test_a_file_that_is_no_import_is_never_overwritten(site: Path) -> None:
    put(site, "a.txt", MEETING)
    (site / ARTICLE).parent.mkdir()
    (site / ARTICLE).write_text("mine", encoding="utf-8")
    for force in (False, True):
        (row,) = run(site, force=force)
        assert row.article == ARTICLE.replace(".md", "-2.md")
    assert (site / ARTICLE).read_text(encoding="utf-8") == "mine"


def test_of_two_articles_for_one_seed_the_first_by_path_counts(site: Path) -> None:
    put(site, "a.txt", MEETING)
    run(site)
    copy = site / "content" / "0-copy.md"
    copy.write_bytes((site / ARTICLE).read_bytes())
    put(site, "a.txt", MEETING + "More.\n")
    (row,) = run(site)
    assert (row.status, row.article) == ("updated", "content/0-copy.md")


def test_a_dry_run_writes_nothing_and_tells_the_same(site: Path) -> None:
    put(site, "a.txt", MEETING)
    put(site, "b.txt", MEETING)
    dry = run(site, dry_run=True)
    assert articles(site) == []
    assert dry == run(site)
    edit(site / ARTICLE, "Nobody", "No member")
    assert statuses(run(site, force=True, dry_run=True)) == ["updated", "unchanged"]
    assert len(articles(site)) == 2


def test_one_bad_seed_stops_nothing_else(site: Path) -> None:
    put(site, "a-empty.txt", " \n\n")
    put(site, "b-form.txt", "Leave a Reply\n")
    put(site, "c-image.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    put(site, "d-binary.txt", bytes(range(256)) * 4)
    put(site, "e-good.txt", MEETING)
    rows = run(site, site / "nowhere.txt", site / "seeds")
    assert statuses(rows) == ["failed"] * 5 + ["created"]
    told = [str(row.problem) for row in rows[:5]]
    assert told == [
        "nowhere.txt: There is no such file or folder. Check how the path is spelt.",
        "seeds/a-empty.txt: There is nothing to import: the seed is empty. Paste the article's text into it.",
        "seeds/b-form.txt: There is nothing to import: the seed holds no text of an article, only what belongs to a "
        "web page. Paste the article's text into it.",
        "seeds/c-image.txt: It is a PNG image, not text. Run it through text recognition (OCR), and import the text.",
        "seeds/d-binary.txt: It is a binary file, not text. Save its text in a .txt file and import that.",
    ]
    assert [row.article for row in rows[:5]] == [""] * 5


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(site: Path) -> None:
    put(site, "a.txt", MEETING)
    (site / "content").chmod(0o500)
    (row,) = run(site)
    assert row.status == "failed"


def test_a_name_that_is_in_the_way_is_told_and_leaves_nothing(site: Path) -> None:
    put(site, "a.txt", MEETING)
    (site / "content" / "2023").write_text("a file, no folder", encoding="utf-8")
    (row,) = run(site)
    assert row.status == "failed"
    assert articles(site) == ["content/2023"]


def test_folders_are_walked_in_order_without_hidden_and_readme_files(site: Path) -> None:
    for name in ("b.txt", "a/c.text", "a/d", ".hidden.txt", ".git/e.txt", "README.md", "sub/LICENSE"):
        put(site, name, MEETING.replace("Timber", name.replace("/", " ")))
    assert [row.seed for row in run(site)] == ["seeds/a/c.text", "seeds/a/d", "seeds/b.txt"]


@pytest.mark.parametrize("name", ["readme", "README.md", "LICENSE", "LICENCE.txt", "license.md", "Readme.text"])
def test_a_file_that_is_called_readme_or_licence_is_no_seed(site: Path, name: str) -> None:
    put(site, name, MEETING)
    assert run(site) == []


@pytest.mark.parametrize(
    "name", ["Licence to export.txt", "License denied.md", "readme-nato-summit.txt", "Licences.txt", "licence.de.txt"]
)
def test_a_seed_may_begin_with_readme_or_licence(site: Path, name: str) -> None:
    put(site, name, MEETING)
    assert [(row.seed, row.status) for row in run(site)] == [(f"seeds/{name}", "created")]


def test_a_seed_has_one_name_however_it_is_given(site: Path) -> None:
    seed = put(site, "a/c.txt", MEETING)
    assert statuses(run(site, seed, site / "seeds")) == ["created"]
    assert statuses(run(site, site / "seeds" / "a")) == ["unchanged"]
    seed.write_text(MEETING + "More.\n", encoding="utf-8")
    assert statuses(run(site, seed)) == ["updated"]


def test_a_text_without_date_takes_the_files_and_says_so(site: Path) -> None:
    seed = put(site, "a.txt", MEETING.replace("8 March 2023", ""))
    os.utime(seed, (1_000_000_000, 1_000_000_000))
    (row,) = run(site)
    assert (row.date, row.review) == ("2001-09-09", ("date",))
    front = yaml.safe_load((site / row.article).read_text(encoding="utf-8").split("---\n")[1])
    assert list(front["review"]) == ["date"]
    # A later change of the text, and with it of the file's time, does not move the article to another day.
    seed.write_text(MEETING.replace("8 March 2023", "") + "More.\n", encoding="utf-8")
    (row,) = run(site)
    assert (row.status, row.date) == ("updated", "2001-09-09")


def test_a_date_in_the_seeds_name_is_enough(site: Path) -> None:
    put(site, "2020-02-29 timber.txt", MEETING.replace("8 March 2023", ""))
    (row,) = run(site)
    assert (row.date, row.review) == ("2020-02-29", ())


def test_the_encoding_that_was_assumed_is_told(site: Path) -> None:
    put(site, "a.txt", MEETING.replace("Nobody", "“Nobody” in the café").encode("cp1252"))
    (row,) = run(site)
    assert row.note == "Read as Windows-1252, as it is not valid UTF-8."
    assert "“Nobody” in the café" in (site / row.article).read_text(encoding="utf-8")


def test_two_seeds_of_one_name_cannot_overwrite_each_other(
    site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folders = [tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")]
    for folder, words in zip(folders, ("oak", "elm"), strict=True):
        (folder / "a.txt").write_text(MEETING.replace("Timber", words.title()), encoding="utf-8")
    rows = run(site, *folders)
    assert statuses(rows) == ["created", "failed"]
    assert "the same name, a.txt" in str(rows[1].problem)
    assert statuses(run(site, *folders)) == ["unchanged", "failed"]


def test_the_same_text_in_two_folders_makes_two_articles(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    one, two = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")
    (one / "a.txt").write_text(MEETING, encoding="utf-8")
    (two / "b.txt").write_text(MEETING, encoding="utf-8")
    run(site, one)
    assert statuses(run(site, two, one)) == ["created", "unchanged"]


def test_seeds_outside_the_site(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "a.txt").write_text(MEETING, encoding="utf-8")
    (row,) = run(site, folder)
    assert row.seed == (folder / "a.txt").as_posix()
    assert row.article == ARTICLE


def test_texts_of_one_name_in_two_folders_outside_the_site_are_two_articles(site: Path, tmp_path: Path) -> None:
    rows = []
    for number, words in enumerate(("The committee met on 3 May 2022.", "The council met on 4 May 2022.")):
        folder = tmp_path / f"clips {number}"
        folder.mkdir()
        (folder / "x.txt").write_text(f"Report {number}\n\n{words}\n")
        rows += list(import_seeds([folder], site=site, into=site / "content"))
    assert [row.status for row in rows] == ["created", "created"]
    assert rows[0].article != rows[1].article
    assert "Another text called x.txt" in rows[1].note
    again = list(import_seeds([tmp_path / "clips 0"], site=site, into=site / "content"))
    assert [(row.status, row.article) for row in again] == [("unchanged", rows[0].article)]


UNDATED = MEETING.replace("8 March 2023\n\n", "")


def test_articles_that_wait_are_held_as_drafts(site: Path) -> None:
    path = put(site, "a.txt", UNDATED)
    put(
        site,
        "b.txt",
        "Board Meets to Discuss Oak\n\n8 March 2023\n\nThe board sat down in the evening, and it was over by nine.",
    )
    rows = list(import_seeds([site / "seeds"], site=site, into=site / "content", settings=ImportSettings(hold=True)))
    assert [(row.held, row.review) for row in rows] == [(True, ("date",)), (False, ())]
    assert rows[0].whys == ("the text has none; the day on which its file was changed",)
    fronts = [yaml.safe_load((site / row.article).read_text(encoding="utf-8").split("---\n")[1]) for row in rows]
    assert [front.get("draft") for front in fronts] == [True, None]
    # The rule holds for an untouched article that is imported again: now that the seed has its date, it is no draft.
    path.write_text(MEETING, encoding="utf-8")
    (again, _) = import_seeds([site / "seeds"], site=site, into=site / "content", settings=ImportSettings(hold=True))
    assert (again.status, again.held, again.review) == ("updated", False, ())
    assert "draft:" not in (site / again.article).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("hold", "held"), [("auto", [True, True, True, False, False]), (True, [True] * 4 + [False]), (False, [False] * 5)]
)
def test_what_is_held_by_which_field_is_doubted(site: Path, hold: Literal["auto"] | bool, held: list[bool]) -> None:
    texts = {
        "body": "Board Meets to Discuss Oak\n\n8 March 2023\n",
        "date": UNDATED,
        "title": "8 March 2023\n\nThe barges were moored at the wharf before the storm came in from the west.\n",
        "duplicate": MEETING,
        "none": "Quay Opens After Repairs\n\n8 March 2023\n\nThe quay was opened by nine, and a crane was there.\n",
    }
    for number, (name, text) in enumerate(texts.items()):
        put(site, f"{number} {name}.txt", text)
    rows = list(import_seeds([site / "seeds"], site=site, into=site / "content", settings=ImportSettings(hold=hold)))
    assert [row.review for row in rows] == [(name,) if name != "none" else () for name in texts]
    assert [row.held for row in rows] == held
    assert ["draft: true" in (site / row.article).read_text(encoding="utf-8") for row in rows] == held
    assert ["held: true" in (site / row.article).read_text(encoding="utf-8") for row in rows] == held


@pytest.mark.parametrize(
    ("name", "title", "slug"),
    [
        ("a.txt", "Оборона и бюджет обсуждаются в городе", "oborona-i-byudzhet-obsuzhdayutsya-v-gorode"),
        ("clip 7.txt", "?!", "clip-7"),
        ("—.txt", "?!", "untitled"),
    ],
)
def test_no_slug_is_empty(site: Path, name: str, title: str, slug: str) -> None:
    put(site, name, f"Title: {title}\nDate: 2023-03-08\n\nThe committee met in the town hall and looked at prices.\n")
    (row,) = run(site)
    assert row.article == f"content/2023/2023-03-08-{slug}.md"


def test_figures_are_written_and_renewed(site: Path) -> None:
    text = MEETING.replace("Nobody voted", "The bridge costs $5 million in all. Nobody voted")
    put(site, "a.txt", text)
    (row,) = run(site)
    front = yaml.safe_load((site / row.article).read_text(encoding="utf-8").split("---\n")[1])
    assert front["figures"] == [{"value": "$5 million", "about": "The bridge costs $5 million in all"}]
    put(site, "a.txt", text.replace("$5 million", "$6 million"))
    run(site)
    assert '  - {value: "$6 million", about: ' in (site / row.article).read_text(encoding="utf-8")
    edit(site / row.article, "$6 million", "$7 million")
    put(site, "a.txt", text)
    assert statuses(run(site)) == ["edited"]
