"""What is noted while a site is followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.commands.journal import KEPT, Journal

SITE = Path("/site")


def test_the_newest_come_first_and_old_ones_are_forgotten() -> None:
    journal = Journal(SITE)
    for n in range(KEPT + 5):
        journal.note("output/", f"No {n}", None, "")
    assert [built.done for built in journal.builds] == [f"No {n}" for n in range(KEPT + 4, 4, -1)]


@pytest.mark.parametrize(
    ("changed", "content", "files", "more", "why"),
    [
        (None, [], (), 0, "reason"),
        (frozenset(), [], (), 0, "reason"),
        (None, ["a.md"], ("content/a.md",), 0, ""),
        ({"content/a.md", "content/b.md"}, ["a.md"], ("content/a.md",), 0, ""),
        ({"content/a.md", "digest.yaml"}, ["a.md"], ("content/a.md", "digest.yaml"), 0, ""),
        ({"content/b.md", "content/a.md"}, [], ("content/a.md", "content/b.md"), 0, ""),  # saved as they were
        ({"/elsewhere/t.html"}, [], ("/elsewhere/t.html",), 0, ""),
        (None, [f"{n}.md" for n in range(9)], ("content/0.md", "content/1.md", "content/2.md"), 6, ""),
    ],
)
def test_the_files_that_led_to_a_build_are_named(
    changed: set[str] | frozenset[Path] | None, content: list[str], files: tuple[str, ...], more: int, why: str
) -> None:
    journal = Journal(SITE)
    paths = None if changed is None else frozenset(SITE / path for path in changed)
    journal.note("output/", "done", paths, "reason", content)
    (built,) = journal.builds
    assert (built.files, built.more, built.why) == (files, more, why)


def test_what_is_refused_again_and_again_is_noted_once() -> None:
    journal = Journal(SITE)
    for _ in range(3):
        journal.note("output/", "The disk is full.", None, "", is_refused=True)
    journal.note("preview", "The disk is full.", None, "", is_refused=True)
    journal.note("preview", "done", None, "")
    journal.note("preview", "done", None, "")
    assert [(built.place, built.done) for built in journal.builds] == [
        ("preview", "done"),
        ("preview", "done"),
        ("preview", "The disk is full."),
        ("output/", "The disk is full."),
    ]
