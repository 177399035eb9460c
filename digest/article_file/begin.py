"""New articles, to be written by an editor."""

from __future__ import annotations

import datetime as dt
import json
from itertools import count
from pathlib import Path

from digest.files.whole import create_whole
from digest.model.urls import slugify


def begin_article(content: Path, title: str, day: dt.date) -> Path:
    """Writes a draft with this title and day below `content`, and returns its path. Never overwrites a file."""
    slug = slugify(title)
    folder = content / f"{day.year:04}"
    # A JSON string is a YAML string too, whatever the title holds.
    text = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\ndate: {day}\ntags: []\nsummary:\ndraft: true\n---\n\n"
    for number in count(1):
        path = folder / (f"{day}-{slug}.md" if number == 1 else f"{day}-{slug}-{number}.md")
        if create_whole(path, text.encode()):
            return path
    raise AssertionError("count() does not end")
