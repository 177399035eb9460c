"""Files in content/ to which nothing refers."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

from digest.check.finding import Finding, warning
from digest.files.folders import CONTENT
from digest.files.opener import LARGEST_TEXT, read_regular
from digest.model.article import Article, Media
from digest.site.holding import SITE_FILES, named_by
from digest.text import composed

_TEXTS = (".html", ".htm", ".css", ".js", ".mjs", ".svg", ".json", ".xml", ".webmanifest", ".txt")
"""Files that may name others."""

_NAME = re.compile(r"""[^\s"'()<>/\\=?#,;]+\.\w{1,12}""")


def orphans(
    site: Path, articles: Iterable[Article], media: Mapping[str, Media], theme: Iterable[str], named: Collection[str]
) -> Iterator[Finding]:
    """Files to which no article, drafts too, no text of the theme and no other file refers. `named` are paths that are
    known to be referred to in other ways."""
    referred = {*map(composed, named), *(path for article in articles for path in named_by(article))}
    left = [path for path in media if composed(path) not in referred and not SITE_FILES.fullmatch(path)]
    if not left:
        return
    names = set(chain.from_iterable(map(_names_in, theme)))
    for path in media:
        if path.lower().endswith(_TEXTS):
            names |= _names_in(_text(site / CONTENT / path)) - {posixpath.basename(path)}
    for path in sorted(left):
        if composed(posixpath.basename(path)) not in names:
            remedy = f"Take it out of {CONTENT}/, or link to it."
            yield warning("orphan", f"{CONTENT}/{path}", 0, "nothing refers to it.", remedy)


def _names_in(text: str) -> set[str]:
    return {composed(unquote(name)) for name in _NAME.findall(text)}


def _text(path: Path) -> str:
    try:
        return read_regular(path, LARGEST_TEXT).decode("utf-8", "replace")
    except OSError:  # told already, or too large for a text
        return ""
