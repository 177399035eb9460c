"""A Markdown file → its body as it is, and what its front matter says, whichever generator it was written for.

Read are YAML between `---` (Hugo, Jekyll, Eleventy and others), TOML between `+++` (Hugo, Zola), and lines of
`Key: value` above the first blank line (Pelican, MultiMarkdown).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import msgspec
import yaml

from digest.article_file.fields import IRI
from digest.article_file.split import split
from digest.errors import Problem
from digest.seeds.read.decoding import Decoded, read_text
from digest.seeds.read.stated import Fields, Source
from digest.seeds.refused import SeedError
from digest.seeds.words.dates import date_line, find_dates
from digest.seeds.words.lexicon import Lexicon
from digest.text import conflict_in
from digest.typed_yaml.budget import DEPTH
from digest.typed_yaml.load import read_mapping, yaml_problem
from digest.typed_yaml.slips import slips_in

# Keys of other generators → ours. What digest knows itself is in KEPT.
_RENAMED = {
    "subtitle": "deck",
    "standfirst": "deck",
    "lastmod": "updated",
    "modified": "updated",
    "last_modified_at": "updated",
    "updated_at": "updated",
    "publishdate": "publish",
    "expirydate": "expires",
    "language": "lang",
}
KEPT = (
    *("updated", "slug", "deck", "thread", "rank", "figures", "corrections", "draft", "publish", "expires", "aliases"),
    *("lang", "id", "extra"),
)
_TITLE, _DATE = ("title",), ("date", "published_at", "created", "pubdate")
_AUTHOR, _SUMMARY = ("author", "authors"), ("summary", "description", "excerpt")
_TAGS, _SOURCE = ("tags", "tag", "keywords", "categories", "category", "topics"), ("source", "via")
_SOURCE_URL = ("source_url", "source-url", "original_url", "canonical_url", "canonical", "link")
_OURS = ("seed", "review")  # an article of digest's that is imported again: they are written anew


def read_markdown(data: bytes, lexicon: Lexicon) -> Decoded:
    """The body, with a blank line for each line of front matter, so that the lines keep their numbers.

    Raises SeedError where front matter cannot be read.
    """
    decoded = read_text(data, references=False)
    if conflict := conflict_in(decoded.text, ""):
        raise SeedError("A merge conflict in it is not resolved.", conflict.remedy, line=conflict.line)
    head, count, slips = front_matter_of(decoded.text)
    values = {str(key).lower(): value for key, value in head.items()}
    fields, unknown = fields_of(values, lexicon)
    notes = (*decoded.notes, *slips)
    if unknown:
        notes = (*notes, f"Left out of its front matter: {', '.join(unknown)}.")
    lines = decoded.text.split("\n")
    text = "\n".join((*([""] * count), *lines[count:]))
    return msgspec.structs.replace(decoded, text=text, notes=notes, fields=fields, markdown=True)


def front_matter_of(text: str) -> tuple[dict[str, Any], int, tuple[str, ...]]:
    """The front matter as it is written, how many lines it takes, and what in it may not be what was meant. Raises
    SeedError."""
    parts = split(text)
    if parts and re.search(r"^[\w-]+[ \t]*:", parts.block, re.M):
        _check_length(parts.block)
        head, slips = _yaml(parts.block)
        return head, parts.body_line - 1, slips
    if toml := _TOML.match(text):
        _check_length(toml[1])
        return _toml(toml[1]), text.count("\n", 0, toml.end()), ()
    return *_rows(text.split("\n")), ()


def _check_length(block: str) -> None:
    if len(block) > _LONGEST:
        fact = f"Its front matter has more than {_LONGEST:,} characters."
        raise SeedError(fact, "Move what belongs to the text below it.")


_LONGEST = 30_000
_BLOCK_LINE = 2  # on which front matter begins, below its opening line


_TOML = re.compile(r"\+\+\+[ \t]*\n((?:.*\n)*?)\+\+\+[ \t]*(?:\n|\Z)")
_ROW = re.compile(r"([A-Za-z][\w -]{0,30}):\s+(\S.*)")


def _rows(lines: list[str]) -> tuple[dict[str, Any], int]:
    """Pelican's head: nothing but `Key: value`, with at least a title and another key that is known."""
    found: dict[str, Any] = {}
    count = 0
    for line in lines:
        row = _ROW.fullmatch(line.rstrip())
        if row is None:
            break
        found[row[1].strip().lower()] = row[2].strip()
        count += 1
    ends = count == len(lines) or not lines[count].strip()
    known = {*_DATE, *_AUTHOR, *_TAGS, *_SUMMARY, *KEPT, *_RENAMED}
    return (found, count) if ends and "title" in found and known & found.keys() else ({}, 0)


def _yaml(block: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Every value as the text that was typed; below `extra` with its type. Also the slips in it, for the editor."""
    try:
        return read_mapping(block, ("extra",)), tuple(map(_told, slips_in(block, "", _BLOCK_LINE)))
    except yaml.YAMLError as error:
        problem = yaml_problem(error, block, "", _BLOCK_LINE)
        raise _unreadable(problem.fact, problem.remedy, problem.line) from None


def _told(slip: Problem) -> str:
    return f"Line {slip.line}: {slip.fact} {slip.remedy}"


_NUMBERED = re.compile(r" \(at line (\d+), column \d+\)")


def _toml(block: str) -> dict[str, Any]:
    import tomllib

    try:
        found = tomllib.loads(block)
    except RecursionError:
        raise _unreadable("it is nested too deeply") from None
    except ValueError as error:  # a fault in its form, or a number of thousands of digits
        told, at = str(error), _NUMBERED.search(str(error))
        raise _unreadable(_NUMBERED.sub("", told), line=int(at[1]) + 1 if at else 0) from None
    if not _is_shallow(found):
        raise _unreadable("it is nested too deeply")
    return found


def _is_shallow(value: Any, most: int = DEPTH) -> bool:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return most > 0 and all(_is_shallow(one, most - 1) for one in inside)


def _unreadable(why: str, remedy: str = "", line: int = 0) -> SeedError:
    remedy = remedy or "Put it right, or take it out."
    return SeedError(f"Its front matter cannot be read: {why.rstrip('.')}.", remedy, line=line)


def fields_of(values: dict[str, Any], lexicon: Lexicon) -> tuple[Fields, list[str]]:
    """What front matter says, and its keys that are not understood. Keys are in lower case."""
    taken: set[str] = {*_OURS}

    def first(names: tuple[str, ...]) -> Any:
        present = [name for name in names if values.get(name) not in (None, "", [], {})]
        taken.update(name for name in names if name in values)
        return values[present[0]] if present else None

    title, when, summary, author = first(_TITLE), first(_DATE), first(_SUMMARY), first(_AUTHOR)
    source, address = first(_SOURCE), first(_SOURCE_URL)
    tags = [tag for name in _TAGS for tag in _items(values.get(name))]
    taken.update(_TAGS)
    kept, refused = _kept(values, lexicon)
    taken.update(key for key in values if _RENAMED.get(key, key) in KEPT and key not in refused)
    taken.add("published")
    if written := _time(when, lexicon):
        kept["date"] = written
    fields = Fields(
        title=" ".join(str(title or "").split()),
        day=_day(when, lexicon),
        author=_names(author),
        source=_source(source, str(address or "")),
        tags=tuple(dict.fromkeys(tags)),
        summary=" ".join(str(summary or "").split()),
        kept=kept,
    )
    return fields, [key for key in values if key not in taken]


def _kept(values: dict[str, Any], lexicon: Lexicon) -> tuple[dict[str, Any], set[str]]:
    """What digest knows too, in its form; and the keys whose values it would refuse."""
    kept: dict[str, Any] = {}
    refused = set()
    for key, value in values.items():
        name = _RENAMED.get(key, key)
        if name not in KEPT or value in (None, "", [], {}):
            continue
        plain = _plain(value)
        form: Callable[[Any], Any] = _FORMS.get(name, _text)
        fitting = _time(plain, lexicon) if name in _TIMES else form(plain)
        if fitting in (None, "", []):
            refused.add(key)
        else:
            kept.setdefault(name, fitting)
    if str(values.get("published")).lower() == "false":
        kept["draft"] = True
    return kept, refused


def _plain(value: Any) -> Any:
    """TOML's dates as YAML writes them."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _items(value: Any) -> list[str]:
    if isinstance(value, str):
        return [item.strip() for item in re.split(r"[,;]", value) if item.strip()]
    items = value if isinstance(value, list | tuple) else []
    return [str(item).strip() for item in items if isinstance(item, str | int | float) and str(item).strip()]


def _names(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("name", "")
    if isinstance(value, list | tuple):
        names = [str(one.get("name", "") if isinstance(one, dict) else one).strip() for one in value]
        return ", ".join(name for name in names if name)
    return " ".join(str(value or "").split())


def _source(value: Any, address: str) -> Source:
    if isinstance(value, dict):
        return Source(str(value.get("name", "")).strip(), str(value.get("url", "") or address).strip())
    name = " ".join(str(value or "").split())
    return Source("", name) if name.startswith(("https://", "http://")) and not address else Source(name, address)


_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[Tt ]+(\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)? *(Z|z|[+-]\d{2}:?\d{2})?)?")


def _time(value: Any, lexicon: Lexicon) -> str:
    """A date or time in the form that digest reads, if it is one; else the day that it names, or ""."""
    text = _text_of(value)
    if (found := _MOMENT.fullmatch(text)) and _day(value, lexicon):
        day, time, offset = found.groups()
        return f"{day}T{time}{(offset or '').upper()}" if time else day
    day_alone = _day(value, lexicon)
    return day_alone.isoformat() if day_alone else ""


def _day(value: Any, lexicon: Lexicon) -> dt.date | None:
    text = _text_of(value)
    iso = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", text)
    try:
        if iso:
            return dt.date(*map(int, iso.groups()))
    except ValueError:
        return None
    line = date_line(text, lexicon) if text else None
    return line.day if line else next((span.day for span in find_dates(text, lexicon)), None)


def _text_of(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value or "").strip()


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _matching(pattern: str) -> Callable[[Any], str]:
    return lambda value: str(value) if re.fullmatch(pattern, str(value)) else ""


def _rows_with(*keys: str) -> Callable[[Any], Any]:
    """A list of mappings that have just these keys, the first of which is required."""

    def fitting(value: Any) -> Any:
        rows = value if isinstance(value, list) else []
        fits = all(isinstance(row, dict) and keys[0] in row and row.keys() <= {*keys} for row in rows)
        return rows if fits else None

    return fitting


_TIMES = ("updated", "publish", "expires")
_FORMS: dict[str, Callable[[Any], Any]] = {
    "slug": _matching(r"[a-z0-9]+(-[a-z0-9]+)*"),
    "id": _matching(IRI),
    "lang": _matching(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
    "draft": lambda value: {"true": True, "false": False}.get(str(value).lower()),
    "aliases": lambda value: [one for one in _items(value) if re.fullmatch(r"(?!.*//)/(?!.*\.\.)[^?#\\]+", one)],
    "rank": lambda value: int(value) if re.fullmatch(r"[1-9][0-9]?", str(value)) else None,
    "figures": _rows_with("value", "about"),
    "corrections": _rows_with("date", "text"),
    "extra": lambda value: value if isinstance(value, dict) else None,
}
