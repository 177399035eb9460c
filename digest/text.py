"""Text files: UTF-8, and told where they are not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
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


_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def in_one_line(text: str) -> str:
    """The text as a terminal may be sent it, whoever gave the names in it.

    Signs that a terminal obeys, that end a line, or that turn the direction of what stands around them (Unicode's
    Bidi_Control, UAX #9) are written as in Python: \\n, \\x1b, \\u202e. No other is changed, nor left out: a name can
    still be found by what is shown.
    """
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)


_MARKERS = ("<<<<<<<", ">>>>>>>", "|||||||")
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?:[ \t].*)?$|^\|{7} [^|\n]+$", re.MULTILINE)


def conflict_in(text: str, shown: str, meant: Callable[[str], str] = str) -> Problem | None:
    """What is wrong where git left a merge to be finished by hand (git-merge(1), "How conflicts are presented").

    A marker is seven signs at the beginning of a line, and a blank and a name behind them or nothing. `=======` alone
    is none, for it underlines headings. `meant` blanks out what of the text only shows such lines.
    """
    if not any(map(text.__contains__, _MARKERS)):
        return None
    found = _CONFLICT.search(meant(text))
    if found is None:
        return None
    line = text.count("\n", 0, found.start()) + 1
    remedy = "Keep what holds of the two versions, and take out the lines of <<<<<<<, ======= and >>>>>>>."
    return Problem(shown, line, "a merge conflict is not resolved.", remedy)


def composed(path: str) -> str:
    """A path by which it is found however its accents are written (Unicode NFC)."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def folded(text: str) -> str:
    """The text as what is the same to a reader, or to a disk, is the same: without regard to case, and to whether an
    accent is a sign of its own (Unicode 3.13, D145 and D146)."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())


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
    """As `decode_text`, of a file. One in which a merge is not finished is not read."""
    try:
        text, problem = decode_text(read_regular(path, LARGEST_TEXT), shown)
    except OSError as error:
        return "", Problem(shown, 0, f"cannot be read: {error.strerror}.")
    problem = problem or conflict_in(text, shown)
    return ("", problem) if problem else (text, None)


def texts_in(value: Any) -> Iterator[str]:
    """Every text in what YAML can hold, but for keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from texts_in(one)
