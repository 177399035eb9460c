"""Where front matter begins and ends: one grammar for the build, the import and all that edits."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.article_file.edit_tags import UnreadableError, tags_in
from digest.article_file.fields import read_front_matter
from digest.article_file.mark import seed_of
from digest.article_file.split import split
from digest.article_file.standing import standing_of
from digest.seeds.memory.records import record_of

HEAD = "title: T\ndate: 2023-03-08\ntags: [NATO]\nseed: {file: a.txt, sha256: x}\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("opening", ["---", "--- ", "---\t "])
@pytest.mark.parametrize("closing", ["---", "---  ", "...", "---\t"])
def test_the_block_and_the_body(opening: str, closing: str, mark: str, end: str) -> None:
    body = "\nText.\n\n---\n\nMore.\n"
    text = f"{mark}{opening}\n{HEAD}{closing}\n{body}".replace("\n", end)
    parts = split(text)
    assert parts
    assert (parts.block, parts.body_text) == (HEAD.replace("\n", end), body.replace("\n", end))


@pytest.mark.parametrize("text", ["---\n---", "---\n---\n", "--- \n--- "])
def test_front_matter_may_be_empty(text: str) -> None:
    parts = split(text)
    assert parts
    assert (parts.block, parts.body_text) == ("", "")


@pytest.mark.parametrize(
    "text", ["", "Text.\n", "---", "---\n", "---\ntitle: T\n", " ---\ntitle: T\n---\n", "----\ntitle: T\n---\n"]
)
def test_what_has_none(text: str) -> None:
    assert split(text) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            f"---\n{HEAD}--- end\nText.\n",
            "content/a.md:6: '--- end' does not end the front matter. Put --- alone on its line.",
        ),
        (
            f"---\n{HEAD}---end \n\nText.\n\n---\n\nMore.\n",
            "content/a.md:6: '---end' does not end the front matter. Put --- alone on its line.",
        ),
        (f"---\n{HEAD}", "content/a.md:1: the front matter does not end. Add a line --- below its last key."),
        (
            "title: T\n",
            "content/a.md:1: there is no front matter. "
            "Begin the file with ---, a line 'title: …', a line 'date: …', and --- again.",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, told: str) -> None:
    head, problems = read_front_matter(text, "content/a.md", ZoneInfo("UTC"), dated=True)
    assert head is None
    assert [str(problem) for problem in problems] == [told]


LINES = st.lists(
    st.sampled_from(["---", "--- ", "--- end", "...", "title: T", "date: 2023-03-08", "tags: [NATO]", "", "Text."]),
    max_size=9,
)


@given(LINES)
def test_all_see_front_matter_in_the_same_place(lines: list[str]) -> None:
    """What the build reads, the import and the commands read too, and what it does not, they do not."""
    text = "\n".join(lines)
    head, _ = read_front_matter(text, "a.md", ZoneInfo("UTC"), dated=True)
    marked = text.replace("title: T", "title: T\nseed: {file: a.txt}")
    if head is None:
        return
    parts = split(text)
    assert parts
    assert head.body == parts.body_text
    assert standing_of(text).title == head.fields.title
    assert record_of(text).address == "2023/03/08/t/"
    assert tags_in(text) == head.fields.tags
    assert seed_of(marked) is not None


@pytest.mark.parametrize("text", ["", "Text.\n", f"--- x\n{HEAD}---\n", f"---\n{HEAD}"])
def test_without_front_matter_nobody_reads_any(text: str) -> None:
    assert read_front_matter(text, "a.md", ZoneInfo("UTC"), dated=True)[0] is None
    assert seed_of(text) is None
    assert standing_of(text).title == ""
    if text:
        with pytest.raises(UnreadableError):
            tags_in(text)
