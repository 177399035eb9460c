"""What a new site begins with."""

from __future__ import annotations

import shutil
from pathlib import Path

from digest.errors import UsageError
from digest.output.place import STATE
from digest.seeds import import_seeds

FILES = Path(__file__).parent / "files"


def make_site(folder: Path) -> list[str]:
    """Makes a site in `folder`, which must be new or empty, with one seed already imported. Returns the paths made."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already and not empty. Name a new folder.")
    shutil.copytree(FILES, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "gitignore").rename(folder / ".gitignore")
    for imported in import_seeds([folder / "seeds"], site=folder.resolve(), into=folder.resolve() / "content"):
        assert imported.status == "created", imported
    shutil.rmtree(folder / STATE)  # what the import keeps for the next time; nobody else is at work in a new folder
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
