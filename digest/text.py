"""Text files: UTF-8, and told where they are not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from digest.errors import Problem
from digest.files.opener import LARGEST_TEXT, read_regular

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ue000-\ue002]")
_SIGNS = tuple(filter(_CONTROLS.match, map(chr, (*range(0x80), *range(0xE000, 0xE003), 0xFFFE, 0xFFFF))))


def without_controls(text: str) -> str:
    """The text without characters that XML 1.0 forbids, and without those that stand for something in stored HTML."""
    if text.isprintable() or not any(map(text.__contains__, _SIGNS)):  # a tenth of the pattern's time
        return text
    return _CONTROLS.sub("", text)


def decode_text(data: bytes, shown: str) -> tuple[str, Problem | None]:
    """The text of UTF-8 bytes, without a byte order mark and with \\n line ends, or "" and what is wrong.

    `shown` is the path for the message.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        fact = f"this is not UTF-8: byte {data[error.start]:#04x}."
        return "", Problem(shown, line, fact, "Save the file as UTF-8.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), None


def read_text(path: Path, shown: str) -> tuple[str, Problem | None]:
    """As `decode_text`, of a file."""
    try:
        return decode_text(read_regular(path, LARGEST_TEXT), shown)
    except OSError as error:
        return "", Problem(shown, 0, f"cannot be read: {error.strerror}.")


def texts_in(value: Any) -> Iterator[str]:
    """Every text in what YAML can hold, but for keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from texts_in(one)
