"""What machine the program runs on, as far as it matters to a site."""

from __future__ import annotations

import locale
import os
import platform
import re
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from digest.errors import Problem

LITTLE = 500_000_000
"""Bytes that are free on a disk which is all but full: a site of 10,000 articles takes half of them."""

ENOUGH = 524_288
"""Folders that the system may be told to watch: what editors of code advise."""

_INOTIFY = Path("/proc/sys/fs/inotify")
_LOCALE = ("LC_ALL", "LC_CTYPE", "LANG", "PYTHONUTF8", "PYTHONIOENCODING")
_TERMINAL = ("TERM", "COLORTERM", "NO_COLOR", "CI", "EDITOR")


def system() -> dict[str, str]:
    """System, processor, memory, and how texts are written here."""
    return {
        "system": platform.platform(),
        "cores": str(os.cpu_count() or "not known"),
        "memory": in_bytes(_memory()) if _memory() else "not known",
        "locale": f"{'.'.join(filter(None, locale.getlocale())) or 'none'} ({_set(_LOCALE) or 'nothing is set'})",
        "encodings": f"names of files {sys.getfilesystemencoding()}, files {locale.getpreferredencoding(False)}, "
        f"output {getattr(sys.stdout, 'encoding', None) or 'none'}",
        "terminal": _terminal(),
    }


def disks(folders: Mapping[str, Path]) -> tuple[dict[str, str], list[Problem]]:
    """How much room is left where these folders are, by their names, each disk once; and what is wrong with that."""
    facts: dict[str, str] = {}
    problems = []
    seen = set()
    for name, folder in folders.items():
        try:
            found, disk = shutil.disk_usage(folder), folder.stat().st_dev
        except OSError as error:
            facts[name] = f"not known: {error.strerror}"
            continue
        if disk in seen:
            continue
        seen.add(disk)
        facts[name] = f"{in_bytes(found.free)} free of {in_bytes(found.total)}"
        if not found.free:
            problems.append(Problem(str(folder), 0, "there is no room left on its disk.", "Make some."))
        elif found.free < LITTLE:
            fact = f"there is little room left on its disk, {in_bytes(found.free)}."
            problems.append(Problem(str(folder), 0, fact, "A build needs some for all that is new.", "warning"))
    return facts, problems


def watching(folders: int, limits: Path = _INOTIFY) -> tuple[str, Problem | None]:
    """Whether the system can watch so many folders (inotify(7)), in words, and what is wrong if it cannot."""
    found = _limits(limits)
    if not found:
        return f"{folders:,} folders", None
    most = found.get("max_user_watches", 0)
    allowed = ", ".join(f"{name} {number:,}" for name, number in found.items())
    problem = None
    if folders >= most:
        fact = f"the system watches {most:,} folders and files for a user, and the site has {folders:,} folders."
        raise_it = f"sudo sysctl fs.inotify.max_user_watches={max(ENOUGH, 4 * folders)}"
        remedy = f"'watch' and 'serve' look at all files every second instead. Raise it: {raise_it}"
        problem = Problem("", 0, fact, remedy, "warning")
    return f"{folders:,} folders; {allowed}", problem


def _limits(folder: Path) -> Mapping[str, int]:
    found = {}
    for name in ("max_user_watches", "max_user_instances"):
        try:
            found[name] = int((folder / name).read_text(encoding="ascii"))
        except (OSError, ValueError):  # not Linux
            return {}
    return found


def without_home(text: str) -> str:
    """The text with ~ in the place of the home folder, by its name and by that of where it leads: whose it is is
    nobody's business."""
    try:
        home = str(Path.home())
    except RuntimeError:  # a service without one
        return text
    names = {home, os.path.realpath(home)}
    known = [re.escape(name) for name in sorted(names, key=len, reverse=True) if len(name) >= 3]
    return re.sub(rf"(?<![\w/.-])(?:{'|'.join(known)})(?![\w-]|\.\w)", "~", text) if known else text


def in_bytes(number: int) -> str:
    """1,234 bytes, 12.3 MB, 4.5 GB"""
    for size, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if number >= size:
            return f"{number / size:,.1f} {unit}"
    return f"{number} bytes"


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows
        return 0


def _terminal() -> str:
    is_one = sys.stdout is not None and sys.stdout.isatty()
    columns, lines = shutil.get_terminal_size()
    size = f"{columns} × {lines}" if is_one else "none: output goes to a file or a pipe"
    named = _set(_TERMINAL)
    return f"{size} ({named})" if named else size


def _set(names: Iterable[str]) -> str:
    return ", ".join(f"{name}={os.environ[name]}" for name in names if name in os.environ)
