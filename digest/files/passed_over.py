"""Names that no one means to publish, import or build for: one list for all who look at a site's files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

_NAMES = frozenset(
    ("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "4913", "__pycache__", "node_modules", "__macosx")
)
"""What systems and tools keep in folders; with 4913 vim asks whether it may write there."""

_LEFT_BEHIND = re.compile(
    r"""(?:
    ~ | \.bak\d* | \.bck | \.orig | \.rej | \.save | \.sw[a-z] | \.te?mp | \.new  # editors, patch, import --force
    | ___jb_(?:tmp|old)___                                                         # JetBrains
    | \.part(?:ial)? | \.cr(?:swap|download) | \.(?:op)?download                   # browsers
    | \.sb-[0-9a-z-]+                                                              # macOS, while it saves
    )\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_WHOLE = re.compile(r"#.*#|~\$.*|sed[A-Za-z0-9]{6}", re.DOTALL)
"""Emacs' autosave, a document that is open in an office program, and what sed -i writes."""


def is_passed_over(name: str, ignore: Iterable[str] = ()) -> bool:
    """Whether a file or folder with this name is: a hidden one, what programs leave behind, or one that a pattern of
    `ignore` means (as in `*.psd`)."""
    return (
        (name.startswith(".") and name != ".well-known")
        or name.lower() in _NAMES
        or _LEFT_BEHIND.search(name) is not None
        or _WHOLE.fullmatch(name) is not None
        or any(fnmatchcase(name, pattern) for pattern in ignore)
    )
