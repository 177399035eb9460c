"""Files that are written, moved, swapped, linked and lost at random while the site is watched: whenever there is a
moment's rest, the output is what a build from nothing makes."""

from __future__ import annotations

import os
import random
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from tests.commands.test_serve import watched
from tests.profiles import examples
from tests.sites import CONFIG, article, build, make_site, tree

LIMIT = 30.0  # seconds
STEPS = 10  # between two moments of rest

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="it is stopped by a signal"),
    pytest.mark.usefixtures("ctrl_c_is_heard"),
]


class Restless:
    """A site with somebody who never leaves it alone."""

    def __init__(self, site: Path, outside: Path, chance: random.Random) -> None:
        self.content, self.output, self.outside, self.chance = site / "content", site / "output", outside, chance
        self.site, self.count = site, 0

    def step(self) -> str:
        steps: list[Callable[[], object]] = [
            self.write, self.write, self.write, self.write_in_pieces, self.remove, self.rename, self.move_folder,
            self.move_while_made, self.swap, self.link, self.write_outside, self.restore, self.media, self.settings,
            self.lose_output, self.alter_output,
        ]  # fmt: skip
        step = self.chance.choice(steps)
        step()
        return step.__name__

    def text(self) -> str:
        self.count += 1
        tags = self.chance.sample(("NATO", "Ukraine", "Navy", "Air"), 2)
        day = f"2023-0{self.chance.randint(1, 9)}-1{self.chance.randint(0, 9)}"
        return article(f"No {self.count}", day, f"Text {self.count}.", tags=f"[{', '.join(tags)}]")

    def files(self) -> list[Path]:
        return sorted(path for path in self.content.rglob("*.md") if path.is_file() and not path.is_symlink())

    def folders(self) -> list[Path]:
        return sorted(path for path in self.content.rglob("*") if path.is_dir() and not path.is_symlink())

    def new_path(self) -> Path:
        self.count += 1
        return self.chance.choice([self.content, *self.folders()]) / f"n{self.count}"

    def write(self) -> None:
        file = self.chance.choice([*self.files(), self.new_path().with_suffix(".md")])
        file.write_text(self.text())

    def write_in_pieces(self) -> None:
        text, file = self.text(), self.new_path().with_suffix(".md")
        with file.open("w") as out:
            for piece in (text[:5], text[5:30], text[30:]):
                out.write(piece)
                out.flush()
                time.sleep(0.03)

    def remove(self) -> None:
        if len(files := self.files()) > 3:
            self.chance.choice(files).unlink()

    def rename(self) -> None:
        self.chance.choice(self.files()).rename(self.new_path().with_suffix(".md"))

    def move_folder(self) -> None:
        if folders := self.folders():
            folder = self.chance.choice(folders)
            self.count += 1
            folder.rename(folder.with_name(f"f{self.count}"))

    def move_while_made(self) -> None:
        path = self.new_path()
        (path / "deep").mkdir(parents=True)
        self.count += 1
        path.rename(path.with_name(f"f{self.count}"))
        (path.with_name(f"f{self.count}") / "deep" / "a.md").write_text(self.text())

    def swap(self) -> None:
        folders = [folder for folder in self.folders() if folder.parent == self.content]
        if len(folders) > 1:
            one, other = self.chance.sample(folders, 2)
            one.rename(self.content / "between")
            other.rename(one)
            (self.content / "between").rename(other)

    def link(self) -> None:
        target = self.outside / f"{self.count}.md"
        target.write_text(self.text())
        self.new_path().with_suffix(".md").symlink_to(target)

    def write_outside(self) -> None:
        if files := sorted(self.outside.iterdir()):
            self.chance.choice(files).write_text(self.text())

    def restore(self) -> None:
        """As from a backup, with the time that the file had."""
        file = self.chance.choice(self.files())
        stat = file.stat()
        file.write_text(self.text())
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns - 10**9))

    def media(self) -> None:
        self.new_path().with_suffix(".svg").write_text(f"<svg><!-- {self.count} --></svg>")

    def settings(self) -> None:
        self.count += 1
        (self.site / "digest.yaml").write_text(
            f"{CONFIG}description: About {self.count}.\nfollow: ['{self.outside}']\n"
        )

    def lose_output(self) -> None:
        if self.chance.random() < 0.2:
            shutil.rmtree(self.output, ignore_errors=True)
        elif files := sorted(path for path in self.output.rglob("*") if path.is_file()):
            self.chance.choice(files).unlink()

    def alter_output(self) -> None:
        if files := sorted(path for path in self.output.rglob("*") if path.is_file()):
            self.chance.choice(files).write_text("altered")


@pytest.mark.parametrize("seed", range(examples(1, 4)))
def test_at_rest_the_output_is_what_a_clean_build_makes(seed: int, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    files = {f"content/{folder}/{n}.md": article(f"{folder} {n}") for folder in "ab" for n in range(3)}
    site = make_site(tmp_path, files, f"{CONFIG}follow: ['{outside}']\n")
    restless = Restless(site, outside, random.Random(seed))
    with watched(site) as said:
        for number in range(examples(4, 50)):
            steps = [restless.step() for _ in range(STEPS)]
            clean = tmp_path / f"clean-{number}"
            build(site, output=clean)
            wait_for_rest(site, tree(clean), said, steps)
            shutil.rmtree(clean)
        assert "Traceback" not in said.read_text()


def wait_for_rest(site: Path, wanted: Mapping[str, bytes], said: Path, steps: Sequence[str] = ()) -> None:
    end = time.monotonic() + LIMIT
    while (found := _tree(site / "output")) != wanted:
        other = [path for path in {*found, *wanted} if found.get(path) != wanted.get(path)]
        assert time.monotonic() < end, (sorted(other)[:10], steps, said.read_text()[-2000:])
        time.sleep(0.05)


@pytest.mark.parametrize("command", ["watch", "serve"])
def test_after_a_storm_of_edits_the_output_is_what_a_clean_build_makes(command: str, tmp_path: Path) -> None:
    site = make_site(tmp_path, {f"content/{n}.md": article(f"No {n}") for n in range(20)})
    with watched(site, command, *(("--port", "0") if command == "serve" else ())) as said:
        for number in range(examples(150, 1000)):
            file = site / f"content/{number % 25}.md"
            if number % 7 == 6:
                file.unlink(missing_ok=True)
            else:
                file.write_text(article(f"No {number}", body=f"Text {number}."))
            time.sleep(0.008)
        build(site, output=tmp_path / "clean")
        wait_for_rest(site, tree(tmp_path / "clean"), said)
        assert "Traceback" not in said.read_text()


def _tree(folder: Path) -> dict[str, bytes]:
    try:
        return dict(tree(folder))
    except OSError:  # it is being written
        return {}
