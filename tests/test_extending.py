"""The changes that docs/extending.md makes step by step: each is made in a copy of the program, and works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites import article, make_site, page
from tests.views_document import ROOT

DOCUMENT = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")

_DIFF = re.compile(r"^```diff\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^\+\+\+ (\S+)( \(new\))?\n((?:(?!\+\+\+ ).*\n)*)", re.MULTILINE)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder with a copy of the program and its theme."""
    for name in ("digest", "themes"):
        shutil.copytree(ROOT / name, tmp_path / "program" / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "program"


def make_change(heading: str, program: Path) -> None:
    """Makes the change of a section of the document. Whatever it says of the program's files must stand there, once."""
    _, found, rest = DOCUMENT.partition(f"\n## {heading}\n")
    assert found, heading
    diffs = _DIFF.findall(rest.partition("\n## ")[0])
    assert diffs
    for name, is_new, lines in (match for diff in diffs for match in _FILE.findall(diff)):
        path = program / name
        text = "" if is_new else path.read_text(encoding="utf-8")
        for hunk in lines.split("…\n"):
            before = "".join(line[1:] for line in hunk.splitlines(keepends=True) if line[0] in " -")
            after = "".join(line[1:] for line in hunk.splitlines(keepends=True) if line[0] in " +")
            assert is_new or text.count(before) == 1, f"in {name} stands {text.count(before)} times:\n{before}"
            text = after if is_new else text.replace(before, after)
        path.write_text(text, encoding="utf-8")


def run(program: Path, site: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "digest", *arguments, "--site", str(site)]
    environment = {**os.environ, "PYTHONPATH": str(program), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=site, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_kind_of_page(program: Path, tmp_path: Path) -> None:
    make_change("A kind of page", program)
    site = make_site(tmp_path, {"content/b.md": article("Bravo"), "content/a.md": article("alpha", "2023-03-09")})
    run(program, site, "build", "--verify")
    titles = re.findall(r'<li><a href="\.\./(2023/[^"]+)">(\w+)</a></li>', page(site, "titles/"))
    assert titles == [("2023/03/09/alpha/", "alpha"), ("2023/03/08/bravo/", "Bravo")]
    assert "https://example.org/news/titles/" in page(site, "sitemap-pages.xml")
    (site / "content/b.md").write_text(article("Zulu"), encoding="utf-8")
    run(program, site, "build", "--verify")
    assert "Zulu" in page(site, "titles/")


def test_a_key_of_the_front_matter(program: Path, tmp_path: Path) -> None:
    make_change("A key of the front matter", program)
    site = make_site(tmp_path, {"content/a.md": article("A", place="Vilnius")})
    run(program, site, "build")
    assert '<p class="place">Vilnius</p>' in page(site, "2023/03/08/a/")
    (site / "content/a.md").write_text(article("A", place="Riga"), encoding="utf-8")
    run(program, site, "build", "--verify")
    assert '<p class="place">Riga</p>' in page(site, "2023/03/08/a/")


SEED = """Harbour board votes on new quay

By Ann Doe

8 March 2023

The board of the harbour voted on the new quay in the morning, and it was over soon.

The quay in pictures: see them all
"""


def test_a_rule_of_the_import(program: Path, tmp_path: Path) -> None:
    site = make_site(tmp_path, {"seeds/quay.txt": SEED})
    assert re.search(
        r" kept +The quay in pictures: see them all", run(ROOT, site, "import", "--explain", "seeds/quay.txt")
    )
    make_change("A rule of the import", program)
    explained = run(program, site, "import", "--explain", "seeds/quay.txt")
    assert re.search(r"\(picture-series\) +The quay in pictures: see them all", explained)
    run(program, site, "import")
    (made,) = (site / "content").rglob("*.md")
    assert "in pictures" not in made.read_text(encoding="utf-8")
