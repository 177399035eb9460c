"""What program this is: a digest of its own code and of the libraries whose work is in the site."""

from __future__ import annotations

import os
import re
import sys
from functools import lru_cache
from pathlib import Path

from digest.model.parts import digest_bytes

_LIBRARIES = re.compile(
    r"^(?:markdown|pyromark|jinja2|markupsafe|pyyaml|msgspec|nh3|anyascii|imagesize|tzdata)-(.+?)\.(?:dist|egg)-info$",
    re.IGNORECASE,
)


_ELSEWHERE = ("seeds", "live", "skeleton", "cli.py", "console.py")
"""What has no part in a build."""


@lru_cache(maxsize=1)
def program_digest() -> bytes:
    """Changes when a source file that takes part in builds, Python's version or a library's version does.

    Installed versions are read from the names of the packages' metadata folders: opening those takes 40 ms.
    """
    package = Path(__file__).parent
    code = sorted(path for path in package.rglob("*.py") if path.relative_to(package).parts[0] not in _ELSEWHERE)
    parts = [sys.version.encode(), *(path.read_bytes() for path in code)]
    installed: set[str] = set()
    for folder in sys.path:
        try:
            installed.update(name.lower() for name in os.listdir(folder or ".") if _LIBRARIES.match(name))
        except OSError:
            continue
    return digest_bytes(*parts, *(name.encode() for name in sorted(installed)))
