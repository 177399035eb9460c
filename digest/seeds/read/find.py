"""Which files are the seeds that were asked for, and what each is called."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

import msgspec

from digest.files.folders import SEEDS
from digest.files.passed_over import is_passed_over

_SEP = re.escape(os.sep)
_ABOUT_FILES = ("readme", "license", "licence")  # whatever their ending


class Seed(msgspec.Struct, frozen=True):
    """A seed's file, and its name: the path from `folder`, in POSIX form, by which its article remembers it.

    `is_own` says that it lies in the site's seeds/. There a name stands for one seed for good; elsewhere it may stand
    for another file tomorrow. `leads_to` is where a link leads out of the folder in which it was found; one that was
    named itself may lead anywhere.
    """

    path: Path
    folder: Path
    name: str
    is_own: bool
    leads_to: Path | None = None


def find_seeds(paths: Sequence[Path], *, site: Path, into: Path, follow: Sequence[Path] = ()) -> Iterator[Seed | Path]:
    """The seeds in `paths`, files or folders, each once. Of a path that is not there the path itself is given. Links in
    folders may lead to what is in them, those in the site's seeds/ to all of the site, and to `follow`: real paths.

    In folders those files are passed over that no one means (see `passed_over`), those that are called `readme`,
    `license` or `licence` and no more, and the content folder `into`. A path may be a pattern (`inbox/*.html`,
    `inbox/**/*.eml`) for files and folders.
    """
    seen: set[Path] = set()
    home = (site / SEEDS).resolve()
    for path in paths:
        matches = matching(path)
        if not matches:
            yield path
            continue
        for match in matches:
            # Seeds that one pattern finds in several folders are named from where it begins to be one.
            given = match if match.is_dir() or match == path else _fixed_part(path)
            for file in files_below(match, into) if match.is_dir() else [match]:
                if (real := _real(file)) not in seen:
                    seen.add(real)
                    seed = _named(file, real, given, home)
                    inside = (site.resolve() if _real(match) == home else _real(match), *follow)
                    leads_out = file != match and not any(map(real.is_relative_to, inside))
                    yield msgspec.structs.replace(seed, leads_to=real) if leads_out else seed


_ADDRESS = re.compile(r"(?:^|.*/)(https?):/+([^/].*)", re.I)


def address_of(seed: Seed | Path) -> str:
    """The web address that a path is, which was given in the place of a file; "" for any other."""
    path = seed if isinstance(seed, Path) else seed.path
    found = _ADDRESS.fullmatch(path.as_posix()) if isinstance(seed, Path) else None
    return f"{found[1].lower()}://{found[2]}" if found and not os.path.lexists(path) else ""


def is_pattern(path: Path) -> bool:
    """Whether a path that is not there is a pattern, such as `inbox/*.html`, that the shell did not expand."""
    return glob.has_magic(str(path)) and not os.path.lexists(path)


def matching(path: Path) -> list[Path]:
    """The path itself, or what the pattern finds; nothing where it is not there."""
    if os.path.lexists(path):
        return [path]
    pattern = re.sub(rf"(?<=\*\*{_SEP})(?:\*\*{_SEP})+", "", str(path))  # each would go through all folders again
    found = map(Path, sorted(glob.glob(pattern, recursive=True))) if is_pattern(path) else ()
    return [one for one in found if one.is_dir() or not _is_passed_over(one.name)]


def _fixed_part(pattern: Path) -> Path:
    parts = pattern.parts
    return Path(*parts[: next(n for n, part in enumerate(parts) if glob.has_magic(part))])


def _is_passed_over(name: str) -> bool:
    is_about_files = PurePath(name.lower()).stem in _ABOUT_FILES  # `Licence to export.txt` is about ships
    return is_about_files or is_passed_over(name)


def files_below(folder: Path, into: Path | None = None) -> list[Path]:
    """The files that could be seeds, in order of their names, and the folders that cannot be looked into."""
    content = into.resolve() if into else None
    found: list[Path] = []
    refused: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=refused.append):
        here = Path(parent)
        folders[:] = [f for f in folders if not is_passed_over(f) and _real(here / f) != content]
        found += [here / f for f in files if not _is_passed_over(f)]
        found += [here / f for f in folders if (here / f).is_symlink()]  # they are not gone into, but told
    # A folder that cannot be looked into is told as a seed that cannot be read.
    return sorted([*found, *(Path(error.filename) for error in refused)])


def _real(path: Path) -> Path:
    """Where a path leads, or the path itself where links lead round in a circle: who opens it is told."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


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
