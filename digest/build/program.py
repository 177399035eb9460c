"""What program this is: a digest of its own code and of the libraries whose work is in the site."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from digest.model.parts import digest_bytes

_LIBRARIES = re.compile(
    r"^(babel|markdown|pyromark|jinja2|markupsafe|pyyaml|msgspec|nh3|anyascii|imagesize|tzdata)-(.+?)\.(?:dist|egg)-info$",
    re.IGNORECASE,
)

TAKES_PART = (
    *("errors.py", "text.py", "model", "typed_yaml", "settings", "content", "site", "theme", "typography"),
    *("article_file/fields.py", "article_file/split.py"),
    *("build/stages.py", "build/planning.py", "build/keys.py", "build/finished.py"),
)
"""The code that decides what is in the pages. How files are written, how work is spread, what commands say and how
seeds are imported is no matter to a site that is built already."""


def building_code() -> Iterator[Path]:
    """The source files that take part in builds, in a fixed order."""
    package = Path(__file__).parent.parent
    for name in TAKES_PART:
        yield from sorted((package / name).rglob("*.py")) if (package / name).is_dir() else [package / name]


@lru_cache(maxsize=1)
def program_facts() -> Mapping[str, str]:
    """What the program is, by name: Python's version, the digest of the source files that take part in builds, and
    each library's version.

    Installed versions are read from the names of the packages' metadata folders: opening those takes 40 ms.
    """
    installed: set[tuple[str, str]] = set()
    for folder in sys.path:
        try:
            found = map(_LIBRARIES.match, os.listdir(folder or "."))
        except OSError:
            continue
        installed.update((match[1].lower(), match[2].lower()) for match in found if match)
    code = digest_bytes(*(path.read_bytes() for path in building_code()))
    facts = {"Python": sys.version, "digest's code": code.hex()}
    for name, version in sorted(installed):
        facts[name] = f"{facts[name]}, {version}" if name in facts else version
    return facts


@lru_cache(maxsize=1)
def program_digest() -> bytes:
    """Changes when one of the facts does."""
    return digest_bytes(*(part.encode() for fact in program_facts().items() for part in fact))
