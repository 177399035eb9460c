"""What program this is: a digest of its own code and of the libraries whose work is in the site."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from digest.model.parts import digest_bytes

_LIBRARIES = re.compile(
    r"^(markdown|pyromark|jinja2|markupsafe|pyyaml|msgspec|nh3|anyascii|imagesize|tzdata)-(.+?)\.(?:dist|egg)-info$",
    re.IGNORECASE,
)


_ELSEWHERE = (
    "seeds",
    "live",
    "skeleton",
    "cli.py",
    "cluster.py",
    "console.py",
    "course.py",
    "executors.py",
    "remember.py",
    "retag.py",
    "tables.py",
    "tag_commands.py",
)
"""What has no part in a build."""


@lru_cache(maxsize=1)
def program_facts() -> Mapping[str, str]:
    """What the program is, by name: Python's version, the digest of the source files that take part in builds, and
    each library's version.

    Installed versions are read from the names of the packages' metadata folders: opening those takes 40 ms.
    """
    package = Path(__file__).parent
    code = sorted(path for path in package.rglob("*.py") if path.relative_to(package).parts[0] not in _ELSEWHERE)
    installed: set[tuple[str, str]] = set()
    for folder in sys.path:
        try:
            found = map(_LIBRARIES.match, os.listdir(folder or "."))
        except OSError:
            continue
        installed.update((match[1].lower(), match[2].lower()) for match in found if match)
    facts = {"Python": sys.version, "digest's code": digest_bytes(*(path.read_bytes() for path in code)).hex()}
    for name, version in sorted(installed):
        facts[name] = f"{facts[name]}, {version}" if name in facts else version
    return facts


@lru_cache(maxsize=1)
def program_digest() -> bytes:
    """Changes when one of the facts does."""
    return digest_bytes(*(part.encode() for fact in program_facts().items() for part in fact))
