"""The process in which is done what could take too long: what befalls it costs one seed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.seeds import allowance
from digest.seeds.apart import Apart, Words
from digest.seeds.decoding import Decoded
from digest.seeds.refused import SeedError
from digest.seeds.run import import_seeds
from digest.seeds.steps import Reading, is_at_hand, is_quick
from digest.settings.config import ImportSettings
from digest.settings.vocabulary import NO_TAGS
from tests.seeds.plain_texts import paragraphs, seed

WORDS = Words(ImportSettings(), NO_TAGS)
limited = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit every process")


def answer(words: Words, name: str) -> str:
    return f"{name} of {os.getpid()}"


def refuse(words: Words, name: str) -> str:
    raise SeedError("It is no use.", "Leave it.", "a use", 3)


def stumble(words: Words, name: str) -> str:
    return dict[str, str]()["key"]


def die(words: Words, name: str) -> str:
    os._exit(3)


def swell(words: Words, name: str) -> int:
    return len(bytes(allowance.MEMORY))


def spin(words: Words, name: str) -> str:
    vars(allowance)["SECONDS"] = 1
    allowance.go_on()
    while True:
        pass


def rest(words: Words, name: str) -> None:
    time.sleep(60)


def work_for(words: Words, name: str, seconds: float) -> int:
    """The second of the processor's time at which the process would be ended."""
    import resource

    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return resource.getrlimit(resource.RLIMIT_CPU)[0]


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    made = Apart(WORDS)
    yield made
    made.close()


def test_one_process_serves_all(apart: Apart) -> None:
    one, two = apart.do(answer, "a"), apart.do(answer, "b")
    assert one.startswith("a of ")
    assert one.split()[-1] == two.split()[-1] != str(os.getpid())


def test_a_refusal_comes_back_whole(apart: Apart) -> None:
    with pytest.raises(SeedError) as raised:
        apart.do(refuse, "a")
    error = raised.value
    assert (error.fact, error.remedy, error.looks_like, error.line) == ("It is no use.", "Leave it.", "a use", 3)


def test_a_mistake_is_told_with_its_place(apart: Apart) -> None:
    with pytest.raises(SeedError, match=r"KeyError in test_apart.py, line \d+: 'key'. That is a mistake in this"):
        apart.do(stumble, "a")


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (die, "broke down at it"),
        pytest.param(spin, "takes longer than an article takes", marks=limited),
        pytest.param(swell, "takes more memory than an article takes", marks=limited),
    ],
)
def test_what_takes_too_much_is_refused_and_the_next_is_served(apart: Apart, work: object, told: str) -> None:
    with pytest.raises(SeedError, match=told):
        apart.do(work, "a")  # type: ignore[arg-type]
    assert apart.do(answer, "b").startswith("b of ")


def test_the_clock_ends_what_no_other_limit_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest.seeds.apart.ALTOGETHER", 0.2)
    apart = Apart(WORDS)
    with pytest.raises(SeedError, match="takes longer than an article takes"):
        apart.do(rest, "a")
    monkeypatch.undo()
    assert apart.do(answer, "b").startswith("b of ")
    apart.close()


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


@limited
def test_the_steps_of_one_seed_share_its_allowance(apart: Apart) -> None:
    first, then, other = (apart.do(work_for, name, 1.1) for name in ("a", "a", "b"))
    assert first == then < other


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
