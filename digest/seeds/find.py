"""Which files are the seeds that were asked for, and what each is called."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

_NOT_SEEDS = ("readme", "license", "licence")


class Seed(msgspec.Struct, frozen=True):
    """A seed's file, the folder it is named relative to, and that name (POSIX form): what its article remembers.

    `is_own` says that it lies in the site's seeds/: there a name means one seed for good, elsewhere it may not.
    """

    path: Path
    folder: Path
    name: str
    is_own: bool


def find_seeds(paths: Sequence[Path], *, site: Path, into: Path) -> Iterator[Seed | Path]:
    """The seeds in `paths`, files or folders, each once; a path that is not there as itself.

    In folders hidden files and read-me and licence files are passed over, and the content folder `into`.
    """
    seen: set[Path] = set()
    home = (site / "seeds").resolve()
    for path in paths:
        if not path.exists():
            yield path
            continue
        for file in _files_below(path, into) if path.is_dir() else [path]:
            if (real := file.resolve()) not in seen:
                seen.add(real)
                yield _named(file, real, path, home)


def _files_below(folder: Path, into: Path) -> list[Path]:
    content = into.resolve()
    found: list[Path] = []
    refused: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=refused.append):
        here = Path(parent)
        folders[:] = [f for f in folders if not f.startswith(".") and (here / f).resolve() != content]
        found += [here / f for f in files if not f.startswith(".") and not f.lower().startswith(_NOT_SEEDS)]
    # A folder that cannot be looked into is told as a seed that cannot be read.
    return sorted([*found, *(Path(error.filename) for error in refused)])


def _named(file: Path, real: Path, given: Path, home: Path) -> Seed:
    # Under the site's own seeds/ a seed has one name, however it was given on the command line.
    if real.is_relative_to(home):
        return Seed(file, home, _text(real.relative_to(home)), True)
    folder = given if given.is_dir() else file.parent
    return Seed(file, folder, _text(file.relative_to(folder)), False)


def shown(path: Path, site: Path) -> str:
    """`path` as an editor reads it: relative to the site's folder if inside, with forward slashes."""
    full, home = path.absolute(), site.absolute()
    return _text(full.relative_to(home) if full.is_relative_to(home) else path)


def _text(path: Path) -> str:
    # A file's name may be no valid UTF-8, which can stand neither in YAML nor on a terminal.
    return path.as_posix().encode("utf-8", "replace").decode("utf-8")
