"""The command `digest init`: a new site, made of the files in `skeleton/`."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from digest.commands.console import Context, common
from digest.errors import UsageError
from digest.files.folders import CONTENT, SEEDS, STATE
from digest.installation import own_command, quoted_word

SKELETON = Path(__file__).parent / "skeleton"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@common
def init(context: Context, folder: Path) -> None:
    """Make a new site in FOLDER that builds at once.

    \b
    Example:
      digest init my-site && cd my-site && digest serve
    """
    made = make_site(folder)
    program = own_command()
    context.say(
        f"A new site is in {folder}. Next:\n  cd {quoted_word(str(folder))}\n  {program} serve\n"
        f"How to go on is told by: {program} docs"
    )
    context.print_json({"status": "done", "site": str(folder), "files": made})


def make_site(folder: Path) -> list[str]:
    """Makes a site in `folder`, which must be new or empty, with one seed already imported. Returns the paths made.

    Raises UsageError, OSError; nothing is left then of what was begun.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already and not empty. Name a new folder.")
    try:
        return _make(folder)
    except BaseException:
        for begun in folder.iterdir() if folder.is_dir() else ():
            shutil.rmtree(begun) if begun.is_dir() else begun.unlink()
        raise


def _make(folder: Path) -> list[str]:
    from digest.seeds.run import import_seeds

    shutil.copytree(SKELETON, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "gitignore").rename(folder / ".gitignore")
    for imported in import_seeds([folder / SEEDS], site=folder.resolve(), into=folder.resolve() / CONTENT):
        assert imported.status == "created", imported
    shutil.rmtree(folder / STATE)  # what the import keeps for the next time; nobody else is at work in a new folder
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
