"""The plain text of a mail → the article in it: what the mail put around it undone and said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache

import msgspec

from digest.seeds import data
from digest.seeds.words.dates import find_dates
from digest.seeds.words.lexicon import Lexicon

_MOSTLY = 0.6  # of the lines of a text that quotes an article
_LONGEST_HEADERS, _ABOVE_HEADERS = 40, 2  # lines


class Headers(msgspec.Struct, frozen=True):
    """`subject` without `Fwd:` and the like; what a message says of itself."""

    subject: str = ""
    day: dt.date | None = None
    sender: str = ""


class Found(msgspec.Struct, frozen=True):
    """The article's text, and which line of the mail's text is its first; the headers of the message that was passed
    on, if it was; what was left out."""

    text: str
    first_line: int
    headers: Headers | None
    notes: tuple[str, ...]


def unflowed(text: str, deletes_space: bool) -> str:
    """Lines that a mail program broke, whole again (RFC 3676). Quotation marks at their start stay."""
    out: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        body = line[depth:]
        body = body.removeprefix(" ")  # space-stuffed
        flows = body.endswith(" ") and body != "-- "
        body = body[:-1] if flows and deletes_space else body
        if open_depth == depth and body != "-- ":
            out[-1] += body
        else:
            out.append(f"{'>' * depth}{' ' if depth else ''}{body}")
        open_depth = depth if flows else -1
    return "\n".join(out)


def article_in(text: str, lexicon: Lexicon) -> Found:
    """The last message that was passed on in `text`, or all of it; without signature and quotation marks."""
    notes: list[str] = []
    headers: Headers | None = None
    lines, first_line = text.split("\n"), 1
    for _ in range(5):  # one who forwards may have been forwarded it
        begin, lines = _unquoted(lines, notes)
        found = _forwarded(lines, lexicon)
        first_line += begin + (found.end if found else 0)
        if found is None:
            break
        headers = found.headers if found.headers.subject else headers
        if words := " ".join(" ".join(lines[: found.begin]).split()):
            notes.append(f"Left out, as it stands above the forwarded message: “{_cut(words)}”")
        lines = lines[found.end :]
    kept, signature = _without_signature("\n".join(lines))
    if signature:
        notes.append(f"Left out, as it is the signature: “{_cut(' '.join(signature.split()))}”")
    return Found(kept, first_line, headers, tuple(notes))


def shows_headers(text: str, lexicon: Lexicon) -> bool:
    """Whether a text begins with the headers of a mail, as its reader showed them, or with a line or two and those."""
    lines = text.split("\n")[:_LONGEST_HEADERS]
    found = _forwarded(lines, lexicon)
    return found is not None and sum(bool(line.strip()) for line in lines[: found.begin]) <= _ABOVE_HEADERS


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79].rstrip()}…"


@cache
def _prefix() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:(?:{'|'.join(data.mail().prefixes)})(?:\[\d+\])?\s?:|\[[\w -]{{1,30}}\])\s*", re.I)


def subject_of(text: str) -> str:
    """`Fwd: WG: [list] Title` → `Title`."""
    while (found := _prefix().match(text)) and found.end() < len(text):
        text = text[found.end() :]
    return text.strip()


@cache
def _marker() -> re.Pattern[str]:
    words = "|".join(map(re.escape, data.mail().forwarded))
    return re.compile(rf"[-_*=> ]*(?:{words})\s*:?[-_*=> ]*", re.I)


@cache
def _header_line() -> re.Pattern[str]:
    names = sorted((name for names in data.mail().headers.values() for name in names), key=len, reverse=True)
    return re.compile(rf"\*{{0,2}}(?P<name>{'|'.join(map(re.escape, names))})\s?:\*{{0,2}}\s*(?P<value>.*)", re.I)


class _Passed(msgspec.Struct, frozen=True):
    """A message in a mail: its headers, the line at which it begins, and the one at which its text does."""

    headers: Headers
    begin: int
    end: int


def _forwarded(lines: Sequence[str], lexicon: Lexicon) -> _Passed | None:
    """The first message that is passed on, if one is."""
    for index, line in enumerate(lines):
        is_marker = bool(_marker().fullmatch(line.strip()))
        is_rule = bool(re.fullmatch(r"_{10,}", line.strip()))
        header = _header_line().fullmatch(line.strip())
        if is_marker or is_rule or (header and header["name"].lower() in data.mail().headers["from"]):
            start = index + (1 if is_marker or is_rule else 0)
            while start < len(lines) and not lines[start].strip():
                start += 1
            found, end = _read_headers(lines, start, lexicon)
            if found is None and is_marker and index:  # the program that passed it on left its headers out
                found = Headers("", None)
            if found is not None:
                return _Passed(found, index, end)
    return None


def _read_headers(lines: Sequence[str], start: int, lexicon: Lexicon) -> tuple[Headers | None, int]:
    """The headers from line `start` on, and the line after them; None if there are not both sender and subject."""
    values: dict[str, str] = {}
    kinds = {name: kind for kind, names in data.mail().headers.items() for name in names}
    index, last = start, ""
    while index < len(lines):
        line = lines[index]
        found = _header_line().fullmatch(line.strip())
        if found:
            last = kinds[found["name"].lower()]
            if last in values and last != "other":
                break
            values[last] = found["value"].strip(" *")
        elif last and line[:1] in (" ", "\t") and line.strip():
            values[last] += f" {line.strip()}"
        elif line.strip() or not last:
            break
        elif not any(_header_line().fullmatch(one.strip()) for one in lines[index + 1 : index + 2]):
            break  # a blank line; some programs put one between any two headers
        index += 1
    if not {"from", "subject"} <= values.keys() or len(values) < 3:
        return None, start
    subject, sender = subject_of(" ".join(values["subject"].split())), " ".join(values["from"].split())
    return Headers(subject, day_in(values.get("date", ""), lexicon), sender), index


def day_in(text: str, lexicon: Lexicon) -> dt.date | None:
    iso = re.search(r"\b\d{4}-\d{2}-\d{2}\b", text)
    try:
        if iso:
            return dt.date.fromisoformat(iso.group())
    except ValueError:
        return None
    return next((span.day for span in find_dates(text, lexicon)), None)


@cache
def _quoting() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in data.mail().quoting), re.I)


def _unquoted(lines: list[str], notes: list[str]) -> tuple[int, list[str]]:
    """The lines without the marks of quotation, where most are quoted, and then without the words above them; and how
    many those are."""
    written = [i for i, line in enumerate(lines) if line.strip()]
    quoted = [i for i in written if lines[i].lstrip().startswith(">")]
    if not quoted or len(quoted) < _MOSTLY * len(written):
        return 0, lines
    first = quoted[0]
    above = [i for i in written if i < first]
    begin = 0
    if above and _quoting().search(" ".join(lines[i].strip() for i in above[-2:])):
        begin = first
        words = " ".join(" ".join(lines[:first]).split())
        notes.append(f"Left out, as it stands above the quoted text: “{_cut(words)}”")
    return begin, [re.sub(r"^[ \t]*>[ \t]?", "", line) for line in lines[begin:]]


def _without_signature(text: str) -> tuple[str, str]:
    """The text above the last line `-- `, and what stands below it, if that is no longer than a signature."""
    lines = text.split("\n")
    marks = [index for index, line in enumerate(lines) if line.rstrip("\r") in ("-- ", "--")]
    if not marks:
        return text, ""
    below = [line for line in lines[marks[-1] + 1 :] if line.strip()]
    if len(below) > 12 or any(len(line) > 200 for line in below):
        return text, ""
    return "\n".join(lines[: marks[-1]]).rstrip(), "\n".join(below)
