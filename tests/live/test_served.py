"""What the preview serves."""

import os
from pathlib import Path

import pytest

from digest.live.served import Folder


def test_a_folder_gives_its_files_alone(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "a").mkdir(parents=True)
    (site / "a/index.html").write_text("page")
    (tmp_path / "secret").write_text("secret")
    (site / "out").symlink_to(tmp_path)
    folder = Folder(site)
    assert folder.read("a/index.html") == (site / "a/index.html").resolve()
    assert [folder.read(path) for path in ("a", "none", "a/none", "out/secret")] == [None] * 4
    assert Folder(tmp_path / "not yet built").read("index.html") is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFOs")
def test_a_pipe_is_no_file_of_the_site(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    assert Folder(tmp_path).read("pipe.html") is None
