"""What an editor corrects in an imported article, the next import has learnt: from one line to all that it must not
learn."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from digest.article_file.mark import IMPORTER
from digest.errors import ProblemsError
from digest.seeds.memory.learned import Lesson
from digest.seeds.outcomes import Imported
from digest.seeds.run import explain_seeds, import_seeds
from tests.seeds.plain_texts import paragraphs
from tests.seeds.test_import import edit, put, site, statuses

__all__ = ["site"]  # the fixture

CALL = "Sign up for the Example Wire briefing"
MORE = "Voices from the valley"
SENTENCE = "The mill was closed in the spring, after the flood had taken away the wheel and both of its gates."


def text(n: int, *, above: str = "", inside: str = "", below: str = "", source: str = "Example Wire") -> str:
    one, two, three = paragraphs(n, 3)
    blocks = (f"Board {n} Looks at the Oak", "8 March 2023", above, one, inside, two, three, below)
    return "\n\n".join(filter(None, (*blocks, source and f"Source: {source}"))) + "\n"


class Desk:
    """A site with an editor at work."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.lessons: list[Lesson] = []
        self.said: list[str] = []

    def run(self, *names: str, dry_run: bool = False, force: bool = False) -> list[Imported]:
        """Imports, and gives the rows; `lessons` are those of this import."""
        self.lessons.clear()
        given = [self.site / "seeds" / name for name in names] or [self.site / "seeds"]
        rows = import_seeds(
            given,
            site=self.site,
            into=self.site / "content",
            dry_run=dry_run,
            force=force,
            learnt=self.lessons.append,
            tell=self.said.append,
        )
        return list(rows)

    def bring_in(self, n: int, seed: str) -> Path:
        """The file of the article that is made of a new seed."""
        put(self.site, f"{n}.txt", seed)
        (row,) = self.run(f"{n}.txt")
        assert row.status == "created"
        return self.site / row.article

    def body_of(self, n: int, seed: str) -> str:
        return self.bring_in(n, seed).read_text(encoding="utf-8").partition("\n---\n")[2]

    @property
    def told(self) -> list[tuple[str, str, str]]:
        return [(lesson.source, lesson.what, lesson.text) for lesson in self.lessons]

    @property
    def learned(self) -> str:
        """learned.yaml without the comments at its head; "" if it is not there."""
        path = self.site / "learned.yaml"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
        return "".join(line for line in lines if not line.startswith("#"))


@pytest.fixture
def desk(site: Path) -> Desk:
    return Desk(site)


def cut(path: Path, *lines: str) -> None:
    for line in lines:
        edit(path, f"{line}\n", "")


def test_a_line_that_was_taken_out_is_left_out_from_then_on(desk: Desk) -> None:
    first = desk.bring_in(1, text(1, inside=MORE))
    cut(first, MORE)
    rows = desk.run()
    assert (statuses(rows), desk.told) == (["unchanged"], [("Example Wire", "out", MORE)])
    assert desk.learned == f"Example Wire:\n  out:\n    - {MORE}  # {rows[0].article}\n"
    assert MORE not in desk.body_of(2, text(2, inside=MORE))
    assert MORE.upper() not in desk.body_of(3, text(3, inside=f"{MORE.upper()}:"))
    assert MORE in desk.body_of(4, text(4, inside=MORE, source="Example Times"))
    assert desk.lessons == []


def test_the_import_that_sees_the_correction_goes_by_it(desk: Desk) -> None:
    cut(desk.bring_in(1, text(1, inside=MORE)), MORE)
    assert MORE not in desk.body_of(2, text(2, inside=MORE))
    assert desk.told == [("Example Wire", "out", MORE)]


def test_figures_alone_make_no_line_another_s(desk: Desk) -> None:
    cut(desk.bring_in(1, text(1, inside="12 frigates")), "12 frigates")
    assert "14 frigates" in desk.body_of(2, text(2, inside="14 frigates"))


def test_a_line_that_was_put_back_stays_from_then_on(desk: Desk) -> None:
    first = desk.bring_in(1, text(1, inside="Leave a Reply"))
    assert "Leave a Reply" not in first.read_text(encoding="utf-8")
    first.write_text(first.read_text(encoding="utf-8") + "\nLeave a reply\n", encoding="utf-8")
    desk.run()
    assert desk.told == [("Example Wire", "in", "Leave a Reply")]
    assert "Leave a Reply" in desk.body_of(2, text(2, inside="Leave a Reply"))
    assert "Leave a Reply" not in desk.body_of(3, text(3, inside="Leave a Reply", source="Example Times"))


def test_what_an_older_import_had_kept_is_not_put_back(desk: Desk) -> None:
    """The line became one that is left out after the article was made: that it still stands there tells nothing."""
    first, second = (desk.bring_in(n, text(n, inside=MORE)) for n in (1, 2))
    cut(first, MORE)
    desk.run()
    edit(second, "Board 2 Looks", "Board 2 looks")
    desk.run()
    assert desk.lessons == []
    shutil.rmtree(desk.site / ".digest")
    desk.run()
    assert desk.lessons == []


def test_a_line_that_was_learnt_and_is_put_back_stays(desk: Desk) -> None:
    cut(desk.bring_in(1, text(1, inside=MORE)), MORE)
    second = desk.bring_in(2, text(2, inside=MORE))
    second.write_text(f"{second.read_text(encoding='utf-8')}\n{MORE}\n", encoding="utf-8")
    assert MORE in desk.body_of(3, text(3, inside=MORE))
    assert desk.told == [("Example Wire", "in", MORE)]


def test_a_publisher_is_spelt_as_the_editor_spells_it(desk: Desk) -> None:
    first = desk.bring_in(1, text(1))
    edit(first, "source: {name: Example Wire}", "source: {name: The Example Wire}")
    assert "source: {name: The Example Wire}" in desk.bring_in(2, text(2)).read_text(encoding="utf-8")
    assert desk.learned.startswith("Example Wire:\n  source: The Example Wire  # content/")
    third = desk.bring_in(3, text(3, inside=MORE, source="The Example Wire"))
    cut(third, MORE)
    assert MORE not in desk.body_of(4, text(4, inside=MORE))
    assert desk.told == [("Example Wire", "out", MORE)]


def test_a_source_that_was_taken_for_another_teaches_nothing(desk: Desk) -> None:
    edit(desk.bring_in(1, text(1)), "{name: Example Wire}", "{name: Valley Post}")
    edit(desk.bring_in(2, text(2)), "{name: Example Wire}", "{name: Example Wire Weekly}")
    desk.run()
    assert desk.lessons == []


def test_an_address_gets_the_name_that_the_editor_gives_it(desk: Desk) -> None:
    seed = "https://news.example.org/a/{}\n\n" + text(1, source="")
    first = desk.bring_in(1, seed.format(1))
    edit(first, "{name: news.example.org,", "{name: Valley Post,")
    second = desk.bring_in(2, seed.format(2).replace("Board 1", "Board 2"))
    assert "source: {name: Valley Post," in second.read_text(encoding="utf-8")
    assert desk.told == [("news.example.org", "source", "Valley Post")]


def test_what_is_cut_off_a_title_is_cut_off_the_next(desk: Desk) -> None:
    def titled(n: int) -> str:
        return text(n).replace("at the Oak", "at the Oak // Example Wire | valley news")

    first = desk.bring_in(1, titled(1))
    edit(
        first,
        "title: Board 1 Looks at the Oak // Example Wire | valley news",
        "title: Board 1 Looks at the Oak // Example Wire",
    )
    second = desk.bring_in(2, titled(2))
    assert "title: Board 2 Looks at the Oak // Example Wire\n" in second.read_text(encoding="utf-8")
    assert desk.told == [("Example Wire", "title_without", "| valley news")]


def test_a_colon_is_the_headline_s_until_two_articles_say_otherwise(desk: Desk) -> None:
    def titled(n: int) -> str:
        return text(n).replace("Board", "Valley File: Board")

    for n in (1, 2):
        edit(desk.bring_in(n, titled(n)), f'title: "Valley File: Board {n}', f'title: "Board {n}')
        assert desk.lessons == []
    assert "title: Board 3 Looks at the Oak\n" in desk.bring_in(3, titled(3)).read_text(encoding="utf-8")
    assert desk.told == [("Example Wire", "title_without", "Valley File:")]


def test_an_author_is_spelt_as_the_editor_spells_it(desk: Desk) -> None:
    def signed(n: int) -> str:
        return text(n).replace("8 March", "By Ann Doe-Mill\n\n8 March")

    edit(desk.bring_in(1, signed(1)), "author: Ann Doe-Mill", "author: Ann Doe Mill")
    assert "author: Ann Doe Mill\n" in desk.bring_in(2, signed(2)).read_text(encoding="utf-8")
    assert desk.learned == f"Example Wire:\n  author:\n    Ann Doe-Mill: Ann Doe Mill  # {desk.lessons[0].why}\n"


def test_a_text_without_a_source_teaches_nothing(desk: Desk) -> None:
    cut(desk.bring_in(1, text(1, inside=MORE, source="")), MORE)
    desk.run()
    assert (desk.lessons, desk.learned) == ([], "")


def test_an_entry_that_was_deleted_is_not_learnt_again_of_the_same_article(desk: Desk) -> None:
    first = desk.bring_in(1, text(1, inside=MORE))
    cut(first, MORE)
    desk.run()
    (desk.site / "learned.yaml").write_text("# nothing\n", encoding="utf-8")
    desk.run()
    assert (desk.lessons, desk.learned) == ([], "")
    assert MORE in desk.body_of(2, text(2, inside=MORE))
    edit(first, "Board 1 Looks", "Board 1 looks")
    desk.run()
    assert desk.told == [("Example Wire", "out", MORE)]  # it was edited since, and still has not the line


def test_in_another_clone_an_entry_below_in_keeps_a_line_from_being_learnt(desk: Desk) -> None:
    cut(desk.bring_in(1, text(1, inside=MORE)), MORE)
    (desk.site / "learned.yaml").write_text(f"example wire: {{in: [{MORE}]}}\n", encoding="utf-8")
    shutil.rmtree(desk.site / ".digest")
    desk.run()
    assert desk.lessons == []


def test_a_seed_that_has_changed_or_is_gone_teaches_nothing(desk: Desk) -> None:
    first, second = (desk.bring_in(n, text(n, inside=MORE)) for n in (1, 2))
    cut(first, MORE)
    cut(second, MORE)
    (desk.site / "seeds" / "1.txt").unlink()
    put(desk.site, "2.txt", text(2, inside=MORE) + "\nMore.\n")
    desk.run()
    assert desk.lessons == []


def test_a_seed_that_an_article_only_says_it_has_is_not_read(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "a.txt"
    outside.write_text(text(1, inside=MORE), encoding="utf-8")
    first = desk.bring_in(1, text(1, inside=MORE))
    edit(first, 'file: "1.txt"', f'file: "{outside}"')
    cut(first, MORE)
    (desk.site / "seeds" / "1.txt").unlink()
    desk.run()
    assert desk.lessons == []


def test_a_seed_that_has_become_a_link_out_of_the_site_is_not_read(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "a.txt"
    outside.write_text(text(1, inside=MORE), encoding="utf-8")
    cut(desk.bring_in(1, text(1, inside=MORE)), MORE)
    (desk.site / "seeds" / "1.txt").unlink()
    (desk.site / "seeds" / "1.txt").symlink_to(outside)
    desk.run()
    assert desk.lessons == []


@pytest.mark.parametrize("importer", [IMPORTER, IMPORTER - 1])
def test_in_another_clone_lines_are_learnt_of_articles_that_this_importer_would_make(desk: Desk, importer: int) -> None:
    first = desk.bring_in(1, text(1, inside=MORE, below="Leave a Reply"))
    cut(first, MORE)
    edit(first, f"importer: {IMPORTER}", f"importer: {importer}")
    first.write_text(f"{first.read_text(encoding='utf-8')}\nLeave a Reply\n", encoding="utf-8")
    shutil.rmtree(desk.site / ".digest")
    desk.run()
    assert [what for _, what, _ in desk.told] == (["out", "in"] if importer == IMPORTER else [])


def test_a_line_that_tells_of_the_source_is_not_left_out(desk: Desk) -> None:
    said = 'Example Mill Journal: {out: ["By Ann Doe, Example Mill Journal"]}\n'
    (desk.site / "learned.yaml").write_text(said, encoding="utf-8")
    seed = text(1, source="").replace("8 March", "By Ann Doe, Example Mill Journal\n\n8 March")
    written = desk.bring_in(1, seed).read_text(encoding="utf-8")
    assert "author: Ann Doe\n" in written
    assert "source: {name: Example Mill Journal}\n" in written


def test_a_dry_run_says_what_would_be_learnt_and_learns_nothing(desk: Desk) -> None:
    cut(desk.bring_in(1, text(1, inside=MORE)), MORE)
    put(desk.site, "2.txt", text(2, inside=MORE))
    rows = desk.run(dry_run=True)
    assert ([line.text for line in rows[1].removed], desk.learned) == ([MORE], "")
    assert desk.told == [("Example Wire", "out", MORE)]
    (_, explained) = explain_seeds([desk.site / "seeds"], site=desk.site)
    assert explained.draft is not None
    line = next(line for line in explained.draft.lines if line.text == MORE)
    assert (line.rule, line.why) == ("learned", "learned.yaml: Example Wire")
    assert [row.status for row in desk.run()] == ["unchanged", "created"]
    assert desk.told == [("Example Wire", "out", MORE)]


def test_of_markdown_title_and_source_are_learnt_and_its_text_is_not(desk: Desk) -> None:
    def markdown(n: int) -> str:
        return f"---\ntitle: Oak {n} | valley news\ndate: 2023-03-08\nsource: Example Wire\n---\n\n{MORE}\n\nText.\n"

    for n in (1, 2):
        put(desk.site, f"{n}.md", markdown(n))
    first, second = (desk.site / row.article for row in desk.run())
    for path, number in ((first, 1), (second, 2)):
        edit(path, f"title: Oak {number} | valley news", f"title: Oak {number}")
        edit(path, f"\n\n{MORE}\n", "\n")
    edit(first, "{name: Example Wire}", "{name: The Example Wire}")
    put(desk.site, "3.md", markdown(3))
    written = (desk.site / desk.run()[2].article).read_text(encoding="utf-8")
    assert sorted(what for _, what, _ in desk.told) == ["source", "title_without"]
    assert "title: Oak 3\n" in written
    assert "source: {name: The Example Wire}\n" in written
    assert f"\n{MORE}\n" in written


def test_a_part_of_a_file_teaches_as_a_whole_one_does(desk: Desk) -> None:
    put(desk.site, "two.txt", "\n==========\n\n".join(text(n, inside=MORE) for n in (1, 2)))
    first, _ = (desk.site / row.article for row in desk.run())
    cut(first, MORE)
    assert MORE not in desk.body_of(3, text(3, inside=MORE))


def test_a_faulty_learned_yaml_stops_the_import_before_anything_is_written(desk: Desk) -> None:
    put(desk.site, "1.txt", text(1))
    (desk.site / "learned.yaml").write_text("Example Wire:\n  outt: [A]\nB:\n  out: Text\n", encoding="utf-8")
    with pytest.raises(ProblemsError) as raised:
        desk.run()
    assert [str(problem) for problem in raised.value.problems] == [
        "learned.yaml:2: 'outt' is not a key in 'Example Wire'. Did you mean 'out'?",
        "learned.yaml:4: 'B' 'out' must be a list, each item text, not 'Text'.",
    ]
    assert list((desk.site / "content").iterdir()) == []


def test_where_it_cannot_be_written_nothing_is_learnt_and_it_is_said(desk: Desk) -> None:
    first = desk.bring_in(1, text(1, inside=MORE))
    cut(first, MORE)
    (desk.site / "learned.yaml").write_text("Example Wire: {out: [A # a\n  ]}\n", encoding="utf-8")
    before = desk.learned
    assert MORE in desk.body_of(2, text(2, inside=MORE))
    assert (desk.lessons, desk.learned) == ([], before)
    assert desk.said == [
        f"learned.yaml: in its form it cannot take what was learnt: Example Wire: left out is “{MORE}” "
        f"({first.relative_to(desk.site).as_posix()}). Put it there by hand."
    ]
