"""What one corrected article tells: a page's line, an editor's cut, or nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from digest.article_file.mark import SeedMark
from digest.seeds.draft import Draft
from digest.seeds.label.learned_lines import NOTHING, RULE, Learned, lines_known_by, mark_learned, restore_learned
from digest.seeds.label.lines import Line, Lines, number
from digest.seeds.memory.corrections import Correction, corrections, left_out
from digest.seeds.memory.looked_at import LookedAt
from digest.seeds.read.stated import Source
from digest.seeds.words.lexicon import SHIPPED
from digest.seeds.write.into_content import file_of
from tests.seeds.plain_texts import paragraphs

PROSE = tuple(paragraphs(7, 4))
SENTENCE = "The mill was closed in the spring, after the flood had taken away the wheel and both of its gates."
LINE = "Voices from the valley"


def draft_of(
    *body: str, gone: tuple[str, ...] = (), title: str = "Board Looks at the Oak", name: str = "Wire"
) -> Draft:
    """A draft whose lines are the title, its paragraphs, and what was left out."""
    lines = [Line(1, title, "title", "headline"), *(Line(n, text) for n, text in enumerate(body, 2))]
    lines += [Line(len(lines) + n, text, "boilerplate", "phrase") for n, text in enumerate(gone, 1)]
    return Draft(title, dt.date(2023, 3, 8), (), "", (), Source(name), body, {}, tuple(lines))


def article_of(draft: Draft) -> str:
    assert draft.day is not None
    return file_of(draft, draft.day, "a", {}, SeedMark("a.txt", "0" * 64, ""), SHIPPED)


def taught(draft: Draft, article: str) -> list[tuple[str, str, bool]]:
    gone = left_out(draft)
    found = corrections(draft, draft, NOTHING, article, gone.__contains__)
    return [(one.what, one.text, one.is_sure) for one in found]


def without(article: str, *lines: str) -> str:
    for line in lines:
        assert f"{line}\n" in article
        article = article.replace(f"{line}\n", "")
    return article


def test_an_article_as_it_was_imported_teaches_nothing() -> None:
    odd = ("* star", "1. one", "2. two", "<b> & `code`", "C# {a}", "[a](b)", "a_b __c__", "- x", "- y", "#5", "Kyiv")
    draft = draft_of(PROSE[0], *odd, PROSE[1], gone=("Share this",))
    assert taught(draft, article_of(draft)) == []


def test_a_line_that_is_no_sentence_is_the_page_s_wherever_it_stood() -> None:
    for body in ((LINE, *PROSE), (*PROSE[:2], LINE, *PROSE[2:]), (*PROSE, LINE)):
        draft = draft_of(*body)
        text = article_of(draft)
        cut = without(text, LINE if f"\n{LINE}\n" in text else f"## {LINE}")
        assert taught(draft, cut) == [("out", LINE, True)]


def test_a_sentence_is_an_editor_s_cut_unless_it_stands_around_the_text_and_speaks_of_its_source() -> None:
    note = "The Wire is read in every house of the valley, and on both of its hills, every day."
    for body, sentence, is_sure in (
        ((*PROSE, SENTENCE), SENTENCE, False),
        ((*PROSE[:2], SENTENCE, *PROSE[2:]), SENTENCE, False),
        ((*PROSE, note), note, True),
        ((*PROSE[:2], note, *PROSE[2:]), note, False),
        ((f"{SENTENCE} https://example.org/", *PROSE), f"{SENTENCE} https://example.org/", True),
    ):
        draft = draft_of(*body)
        assert taught(draft, without(article_of(draft), sentence)) == [("out", sentence, is_sure)]


@pytest.mark.parametrize(
    ("line", "now"),
    [
        (SENTENCE, "In spring the mill was closed: the flood had taken its wheel, and both of the gates."),
        (SENTENCE, "The mill was closed in the spring."),
        (SENTENCE, f"{SENTENCE[:-1]}, and three more sentences were put here which nobody had written before."),
        (LINE, "Voices"),
        (LINE, "Voices from the hill"),
        (LINE, f"**{LINE}**"),
        (LINE, f"[{LINE}](https://example.org/)"),
        ("See https://example.org/a/b/c", "See <https://example.org/a/b/c>"),
    ],
)
def test_a_line_that_was_written_anew_is_not_taken_out(line: str, now: str) -> None:
    draft = draft_of(*PROSE, line)
    assert taught(draft, article_of(draft).replace(line, now)) == []


def test_paragraphs_that_were_joined_or_moved_or_put_into_the_front_matter_are_not_taken_out() -> None:
    draft = draft_of("Kyiv", *PROSE[:2], LINE, *PROSE[2:], "Ann Doe")
    text = article_of(draft)
    assert taught(draft, text.replace("Kyiv\n\n", "Kyiv ")) == []
    assert taught(draft, without(text, "Kyiv") + "\nKyiv\n") == []
    assert taught(draft, without(text, "Ann Doe").replace("---\n\n", "author: Ann Doe\n---\n\n")) == []


def test_of_an_article_that_was_cut_down_or_written_anew_nothing_is_sure() -> None:
    draft = draft_of(*PROSE[:2], LINE, *PROSE[2:])
    text = article_of(draft)
    cut = without(text, PROSE[0], PROSE[2], PROSE[3], f"## {LINE}" if "## " in text else LINE)
    assert {is_sure for _, _, is_sure in taught(draft, cut)} == {False}
    many = draft_of(PROSE[0], *(f"Item {n} of them" for n in range(400)))
    assert taught(many, article_of(draft_of(PROSE[0]))) == []


def test_where_nothing_is_a_sentence_no_line_is_the_page_s_for_sure() -> None:
    items = tuple(f"Item of the list {n}" for n in "abcdef")
    assert taught(draft_of(*items, LINE), article_of(draft_of(*items))) == [("out", LINE, False)]


def test_a_line_that_is_broken_over_several_teaches_nothing() -> None:
    draft = draft_of(*PROSE, LINE)
    lines = tuple(line for line in draft.lines if line.text != LINE)
    broken = Draft(
        draft.title, draft.day, (), "", (), draft.source, draft.body, {}, (*lines, *number("Voices from\nthe valley"))
    )
    assert taught(broken, without(article_of(draft), LINE)) == []


def test_a_line_that_is_back_stays_if_the_import_had_left_it_out() -> None:
    draft = draft_of(*PROSE, gone=("Share this", LINE, "12"))
    text = f"{article_of(draft)}\n- {LINE}\n\n12\n"
    assert taught(draft, text) == [("in", LINE, True)]
    assert corrections(draft, draft, NOTHING, text, lambda words: False) == []


def test_of_an_article_of_which_it_is_not_known_what_was_left_out_lines_teach_nothing() -> None:
    draft = draft_of(*PROSE, LINE, gone=("Share this",), name="VALLEYWIRE")
    text = without(article_of(draft), LINE).replace("{name: VALLEYWIRE}", "{name: Valley Wire}") + "\nShare this\n"
    assert taught(draft, text) == [("source", "Valley Wire", True), ("out", LINE, True), ("in", "Share this", True)]
    assert [one.what for one in corrections(draft, draft, NOTHING, text, None)] == ["source"]
    # It was the import that left the line out, and would keep it today.
    found = corrections(draft, draft, NOTHING, text, lambda words: words == "voices from the valley")
    assert [one.what for one in found] == ["source"]


def test_the_line_that_was_taken_for_the_title_is_the_page_s_if_the_title_stands_below() -> None:
    draft = draft_of(LINE, *PROSE, title="The Valley Today")
    text = without(article_of(draft), LINE).replace("title: The Valley Today", f"title: {LINE}")
    assert taught(draft, text) == [("out", "The Valley Today", True)]
    below = draft_of(*PROSE, title="The Valley Today")
    moved = Draft(
        below.title, below.day, (), "", (), below.source, below.body, {}, (Line(0, LINE, "boilerplate"), *below.lines)
    )
    assert taught(moved, article_of(below).replace("title: The Valley Today", f"title: {LINE}")) == []


@pytest.mark.parametrize(
    ("before", "now", "cut", "is_sure"),
    [
        ("Oak for the hall | Valley news", "Oak for the hall", "| Valley news", True),
        ("Oak for the hall - The Wire", "Oak for the hall", "- The Wire", True),
        ("Oak for the hall – and for the mill", "Oak for the hall", "– and for the mill", False),
        ("Files: oak for the hall", "oak for the hall", "Files:", False),
        ("Wire • Oak for the hall", "Oak for the hall", "Wire •", True),
    ],
)
def test_what_was_cut_off_a_title_behind_a_sign_is_learnt(before: str, now: str, cut: str, is_sure: bool) -> None:
    draft = draft_of(*PROSE, title=before)
    text = article_of(draft_of(*PROSE, title=now))
    assert taught(draft, text) == [("title_without", cut, is_sure)]
    assert Learned(title_without=(cut,)).cut(before) == now
    assert Learned(title_without=(cut,)).cut(cut) == cut


@pytest.mark.parametrize("now", ["Oak", "An oak for the hall", "Oak for the hall of the valley", "Hall"])
def test_a_title_that_was_written_anew_teaches_nothing(now: str) -> None:
    assert taught(draft_of(*PROSE, title="Oak for the hall"), article_of(draft_of(*PROSE, title=now))) == []


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ("Valley Wire", "The Valley Wire", [("source", "The Valley Wire", True)]),
        ("VALLEYWIRE", "Valley Wire", [("source", "Valley Wire", True)]),
        ("VBC", "Valley Broadcasting Corporation", [("source", "Valley Broadcasting Corporation", True)]),
        ("Valley Wire", "Valley Wire Weekly", [("source", "Valley Wire Weekly", False)]),
        ("Valley Wire", "Hill Post", []),
        ("valleywire.example", "Valley Wire", [("source", "Valley Wire", True)]),
    ],
)
def test_a_source_is_spelt_otherwise_or_is_another(before: str, now: str, told: list[tuple[str, str, bool]]) -> None:
    assert taught(draft_of(*PROSE, name=before), article_of(draft_of(*PROSE, name=now))) == told


def marked(text: str, learned: Learned) -> list[str]:
    """The lines that are left out."""
    return [line.text for line in mark_learned(number(text), learned) if line.rule == RULE]


def out(*lines: str, stay: tuple[str, ...] = ()) -> Learned:
    return Learned("Wire", lines_known_by(lines), lines_known_by(stay))


def text_of(*blocks: str) -> str:
    return "\n\n".join(blocks)


def test_a_line_is_known_again_in_any_case_and_around_the_text_with_other_figures() -> None:
    learned = out(LINE, "Item 12 of the valley list", "12 frigates")
    others = ("VOICES FROM THE VALLEY:", "Item 407 of the valley list", "14 frigates")
    assert marked(text_of(*others, *PROSE), learned) == list(others[:2])
    assert marked(text_of(PROSE[0], *others, *PROSE[1:]), learned) == [others[0]]
    assert marked(text_of(PROSE[0], "Item 12 of the valley list", *PROSE[1:]), learned) == [
        "Item 12 of the valley list"
    ]


def test_a_sentence_is_left_out_around_the_text_alone() -> None:
    assert marked(text_of(*PROSE, SENTENCE), out(SENTENCE)) == [SENTENCE]
    assert marked(text_of(PROSE[0], SENTENCE, *PROSE[1:]), out(SENTENCE)) == []


def test_what_would_be_half_of_a_text_stays() -> None:
    assert marked(text_of(LINE, SENTENCE), out(LINE)) == [LINE]
    assert marked(text_of(LINE, LINE, LINE, LINE, LINE, LINE, SENTENCE), out(LINE)) == []
    assert marked(text_of(*PROSE), out(*PROSE)) == []


def test_what_stays_stays_whatever_else_says() -> None:
    assert marked(text_of(*PROSE, LINE), out(LINE, stay=(LINE,))) == []
    lines: Lines = (Line(1, PROSE[0]), Line(2, LINE.upper(), "boilerplate", "phrase"), Line(3, LINE, "title"))
    kept = restore_learned(lines, out(stay=(LINE,)))
    assert [(line.kind, line.why) for line in kept] == [("kept", ""), ("kept", "learned.yaml: Wire"), ("title", "")]


def test_two_articles_are_sure_of_what_one_is_not_and_of_contradictions_none_is(tmp_path: Path) -> None:
    unsure, sure = Correction("Wire", "out", SENTENCE, is_sure=False), Correction("Wire", "out", LINE)
    looked_at = LookedAt(tmp_path / "looked_at.msgpack")
    assert looked_at.lessons([("content/a.md", unsure), ("content/a.md", unsure)]) == []
    looked_at.save(())
    again = LookedAt(tmp_path / "looked_at.msgpack")
    (lesson,) = again.lessons([("content/b.md", unsure)])
    assert (lesson.text, lesson.why) == (SENTENCE, "content/a.md, content/b.md")
    assert again.lessons([("content/a.md", sure), ("content/b.md", Correction("Wire", "in", LINE.upper()))]) == []


def test_what_is_known_of_an_article_outlasts_the_run_and_a_damaged_file_is_none(tmp_path: Path) -> None:
    keep = tmp_path / "looked_at.msgpack"
    first = LookedAt(keep)
    first.made("content/a.md", ["voices from the valley"])
    first.looked("content/a.md", "0123")
    first.looked("content/gone.md", "0123")
    first.save(["content/a.md"])
    second = LookedAt(keep)
    assert (second.is_new("content/a.md", "0123"), second.is_new("content/gone.md", "0123")) == (False, True)
    was_left_out = second.was_left_out("content/a.md")
    assert was_left_out is not None
    assert (was_left_out("voices from the valley"), was_left_out("share this")) == (True, False)
    assert second.was_left_out("content/b.md") is None
    keep.write_bytes(b"damaged")
    assert LookedAt(keep).is_new("content/a.md", "0123")
