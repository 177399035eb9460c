"""A problem with the lines around it."""

import os
from pathlib import Path

import pytest

from digest.errors import Problem
from digest.live.faults import WIDEST, Fault, fault_of

TEXT = "\ufeffone\r\ntwo\nthree é\nfour\nfive\nsix"


@pytest.mark.parametrize(
    ("line", "first", "excerpt"),
    [
        (3, 1, ("one", "two", "three é", "four", "five")),
        (1, 1, ("one", "two", "three é")),
        (6, 4, ("four", "five", "six")),
        (0, 1, ()),
        (99, 1, ()),
    ],
)
def test_the_lines_around_the_one_that_is_meant(tmp_path: Path, line: int, first: int, excerpt: tuple[str]) -> None:
    (tmp_path / "a.md").write_bytes(TEXT.encode())
    fault = fault_of(tmp_path, Problem("a.md", line, "It is wrong.", "Mend it."))
    assert fault == Fault("It is wrong. Mend it.", "a.md", line, first, excerpt)


def test_a_line_without_end_is_cut_and_what_is_no_text_is_shown_as_it_can_be(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"x" * 100_000 + b"\n\xff")
    assert fault_of(tmp_path, Problem("a.md", 1, "Wrong.")).excerpt == ("x" * WIDEST + " …", "\ufffd")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFOs")
def test_what_cannot_be_read_has_no_excerpt(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    for path in ("none.md", "pipe.md", "", "."):
        assert fault_of(tmp_path, Problem(path, 3, "Wrong.")) == Fault("Wrong.", path, 3)
