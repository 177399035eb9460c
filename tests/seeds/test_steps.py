"""The steps from bytes to drafts, here or in a process apart: what befalls that costs one seed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from digest.apart import Apart, TooMuchError
from digest.seeds.read.decoding import Decoded
from digest.seeds.refused import SeedError
from digest.seeds.run import import_seeds
from digest.seeds.steps import Reading, is_at_hand, is_quick
from digest.seeds.words.site_words import Words
from digest.settings.config import ImportSettings
from digest.settings.vocabulary import NO_TAGS
from tests.seeds.plain_texts import paragraphs, seed

WORDS = Words(ImportSettings(), NO_TAGS)


def refuse(words: Words, name: str) -> str:
    raise SeedError("It is no use.", "Leave it.", "a use", 3)


def stumble(words: Words, name: str) -> str:
    return dict[str, str]()["key"]


@pytest.fixture
def reading() -> Iterator[Reading]:
    made = Reading(WORDS)
    yield made
    made.close()


def test_a_refusal_comes_back_whole(reading: Reading) -> None:
    with pytest.raises(SeedError) as raised:
        reading._do(refuse, "a")
    error = raised.value
    assert (error.fact, error.remedy, error.looks_like, error.line) == ("It is no use.", "Leave it.", "a use", 3)


def test_a_mistake_is_told_with_its_place(reading: Reading) -> None:
    with pytest.raises(SeedError, match=r"KeyError in test_steps.py, line \d+: 'key'. That is a mistake in this"):
        reading._do(stumble, "a")


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("broke", "broke down at it"),
        ("time", "takes longer than an article takes"),
        ("memory", "takes more memory than an article takes"),
        ("started", "cannot be started"),
    ],
)
def test_what_takes_too_much_is_refused(
    reading: Reading, monkeypatch: pytest.MonkeyPatch, what: Any, told: str
) -> None:
    def fail(*_: object) -> None:
        raise TooMuchError(what)

    monkeypatch.setattr(Apart, "do", fail)
    with pytest.raises(SeedError, match=told):
        reading.texts("a.pdf", b"%PDF-1.4")


def test_a_script_that_imports_is_not_run_again(tmp_path: Path) -> None:
    """As `multiprocessing` would do it."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.eml").write_text(f"Message-ID: <1@example.org>\n\n{seed('The Quay Is Open', paragraphs(1))}")
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\nfrom digest.seeds.run import import_seeds\nsite = Path(__file__).parent\n"
        "print(*(row.status for row in import_seeds([site / 'seeds'], site=site, into=site / 'content')))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("created\n", "")


def test_texts_of_an_articles_length_need_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.txt").write_text(seed("The Quay Is Open", paragraphs(1)), encoding="utf-8")
    (tmp_path / "seeds/b.md").write_text("---\ntitle: The quay\ndate: 2023-03-08\n---\nOpen.\n", encoding="utf-8")
    monkeypatch.setattr(Apart, "_start", lambda self: pytest.fail("a process was started"))
    rows = list(import_seeds([tmp_path / "seeds"], site=tmp_path, into=tmp_path / "content"))
    assert [row.status for row in rows] == ["created", "created"]


@pytest.mark.parametrize(
    ("text", "quick"),
    [("a " * 5000, True), ("a " * 150_000, False), ("a\n" * 5000, False), ("a " * 15_000 + "\n", False)],
)
def test_long_texts_are_read_apart(text: str, quick: bool) -> None:
    assert is_quick(Decoded(text)) is quick


def test_other_kinds_are_read_apart() -> None:
    assert is_at_hand("a.txt", b"The quay is open.")
    assert is_at_hand("a.md", b"The quay is open.")
    for name, data in (("a.html", b"<p>x"), ("a.txt", b"<html><p>x"), ("a.txt", b"PK\3\4"), ("a.pdf", b"%PDF-1.4")):
        assert not is_at_hand(name, data)


def test_what_is_read_apart_is_as_what_is_read_here() -> None:
    text = seed("The Quay Is Open", paragraphs(1))
    reading = Reading(WORDS)
    (here,) = reading.texts("a.txt", text.encode())
    (apart,) = reading.texts("a.eml", b"Message-ID: <1@example.org>\n\n" + text.encode())
    long = Decoded(f"{text}\n\n{'x ' * 15_000}")
    assert not is_quick(long)
    assert apart.text.strip() == here.text.strip()
    assert reading.draft("a.txt", long).title == reading.draft("a.txt", here).title
    assert reading.parts("a.txt", long, lambda part: pytest.fail("it is drafted apart")) == (long,)
    reading.close()


def test_a_site_s_own_patterns_are_tried_apart(tmp_path: Path) -> None:
    """One may go round and round: it costs the seed, not the import."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.txt").write_text(seed("The Quay Is Open", ["a" * 50 + "!", *paragraphs(1)]), encoding="utf-8")
    settings = ImportSettings(patterns=("^(a+)+$",))
    (row,) = import_seeds([tmp_path / "seeds"], site=tmp_path, into=tmp_path / "content", settings=settings)
    assert "takes longer than an article takes" in str(row.problem)
