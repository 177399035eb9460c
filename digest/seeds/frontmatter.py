"""The article file: front matter that any YAML reader understands, body, and the mark of who wrote it last.

Values are written so that YAML 1.1 (PyYAML) and 1.2 read the same: plain only where no reader could take them for
something else, in quotation marks otherwise, never wrapped.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping

import msgspec

from digest.seeds.article import Draft
from digest.seeds.fields import Source
from digest.seeds.markdown import body_markdown

IMPORTER = 2  # raised when the importer makes other articles of the same seeds

_PLAIN = re.compile(r"[^\W\d_][^\x00-\x1f\x7f-\xa0:#\\\u2028\u2029\ufeff\ufffe\uffff]*")
_PLAIN_IN_FLOW = re.compile(r"[^\W\d_][^\x00-\x1f\x7f-\xa0:#?,\[\]{}\"\\\u2028\u2029\ufeff\ufffe\uffff]*")
_READ_AS_OTHER = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"))
# Characters that YAML does not print (YAML 1.2 §5.1) or that some reader takes for a line end.
_UNPRINTABLE = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_WRITTEN = re.compile(r"^(seed: \{.*\bwritten: )\"?[0-9a-f]*\"?", re.M)


class SeedMark(msgspec.Struct, frozen=True):
    """What an article's front matter says of its seed. `file` is relative to the seeds' folder, `sha256` that of the
    seed's bytes, `written` the digest of the article as the importer left it (see `article_digest`).

    `part` tells the articles of one file apart, from 1 on, and `sha256` is that of the part's text then; it is 0 where
    the whole file is one article.
    """

    file: str
    sha256: str
    written: str
    part: int = 0


def scalar(text: str, *, flow: bool = False) -> str:
    """`text` as a YAML scalar; `flow` for the inside of `[…]` and `{…}`."""
    plain = _PLAIN_IN_FLOW if flow else _PLAIN
    if plain.fullmatch(text) and text == text.strip() and text.lower() not in _READ_AS_OTHER:
        return text
    if '"' in text and "\\" not in text and text.isprintable() and not _UNPRINTABLE.search(text):
        return "'" + text.replace("'", "''") + "'"
    return quoted(text)


def quoted(text: str) -> str:
    return _UNPRINTABLE.sub(lambda m: f"\\u{ord(m.group()):04x}", json.dumps(text, ensure_ascii=False))


def _flow(items: Iterable[str]) -> str:
    return f"[{', '.join(scalar(item, flow=True) for item in items)}]"


def article_text(
    draft: Draft, day: dt.date, slug: str, review: Mapping[str, str], seed: SeedMark, *, held: bool = False
) -> str:
    """The whole file, with `seed.written` filled in. `held` makes it a draft. What is not known has no row."""
    rows = [("title", scalar(draft.title)), ("date", day.isoformat()), ("slug", scalar(slug))]
    kept = {key: value for key, value in draft.kept.items() if key != "slug"}
    if _names_day(kept.get("date"), day):
        rows[1] = ("date", _value(kept.pop("date")))
    kept.pop("date", None)
    if draft.tags:
        rows.append(("tags", _flow(draft.tags)))
    if draft.deck:
        rows.append(("deck", scalar(draft.deck)))
    if draft.summary:
        rows.append(("summary", scalar(draft.summary)))
    if draft.authors:
        rows.append(("author", scalar(draft.authors[0]) if len(draft.authors) == 1 else _flow(draft.authors)))
    if draft.source != Source():
        rows.append(("source", _in_braces(name=draft.source.name, url=draft.source.url)))
    if held:
        rows.append(("draft", "true"))
    rows += [(key, _value(value)) for key, value in kept.items() if key not in dict(rows)]
    part = f"part: {seed.part}, " if seed.part else ""
    mark = f'{{file: {scalar(seed.file, flow=True)}, {part}sha256: "{seed.sha256}", importer: {IMPORTER}, written: ""}}'
    head = "".join(f"{key}: {value}\n" for key, value in rows)
    if draft.figures and "figures" not in kept:
        head += "figures:\n" + "".join(
            f"  - {_in_braces(value=figure.value, about=figure.about)}\n" for figure in draft.figures
        )
    head += f"seed: {mark}\n"
    if review:
        head += "review:\n" + "".join(f"  {field}: {scalar(why)}\n" for field, why in review.items())
    body = draft.markdown or body_markdown(draft.body)
    text = f"---\n{head}---\n\n{body}" if body else f"---\n{head}---\n"
    place = _WRITTEN.search(text)
    assert place is not None
    return f'{text[: place.end(1)]}"{article_digest(text)}"{text[place.end() :]}'


def _in_braces(**fields: str) -> str:
    return "{" + ", ".join(f"{key}: {scalar(value, flow=True)}" for key, value in fields.items() if value) + "}"


def _names_day(when: object, day: dt.date) -> bool:
    """Whether `when` is a date that digest reads, with or without a time, of that day."""
    return isinstance(when, str) and bool(_WHEN.fullmatch(when)) and when.startswith(day.isoformat())


_WHEN = re.compile(r"\d{4}-\d{2}-\d{2}(?:[Tt ]+\d{2}:\d{2}(?::\d{2})?(?:\.\d+)? *(?:[Zz]|[+-]\d{2}:?\d{2})?)?")


def _value(value: object) -> str:
    """Any value of YAML in one line. Text that stood unquoted keeps so where it can: no reader of ours minds."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(str(k), flow=True)}: {_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = str(value)
    if isinstance(value, int | float) or _WHEN.fullmatch(text):
        return text if re.fullmatch(r"[\d.+:TtZz-]+", text) else quoted(text)
    return scalar(text, flow=True)


def article_digest(text: str) -> str:
    """16 hexadecimal digits of the article's SHA-256, its own value left out, line ends counted as LF.

    The same in a fresh clone with other line ends; different as soon as an editor changes anything.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    blank = _WRITTEN.sub(r'\g<1>""', plain, count=1)
    return hashlib.sha256(blank.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def left_as_imported(old: str, new: str) -> str:
    """`new`, which another program than an editor made of the article `old`: marked as the importer's own if `old`
    still was as the importer had left it."""
    mark = seed_of(old)
    if mark is None or article_digest(old) != mark.written:
        return new
    return _WRITTEN.sub(rf'\g<1>"{article_digest(new)}"', new, count=1)


_HEAD = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.S | re.M)
_SEED_KEY = re.compile(r"^seed:.*(?:\n[ \t]+.*)*", re.M)
_OWN_FORM = re.compile(
    r'seed: \{file: ([\w./-]+|"(?:[^"\\]|\\.)*"), (?:part: (\d{1,4}), )?sha256: "([0-9a-f]{64})", '
    r'importer: \d+, written: "([0-9a-f]{16})"\}\s*'
)


def parted(text: str) -> tuple[str, str]:
    """The rows of an article's front matter, "" if it has none, and its body. Line ends are LF."""
    head = _HEAD.match(text)
    return (head[1], text[head.end() :]) if head else ("", text)


def seed_of(text: str) -> SeedMark | None:
    """The mark in an article's front matter; None if it is no import. Sound even where other YAML in it is broken.

    `text` need not go on beyond the front matter.
    """
    head = _HEAD.match(text)
    found = _SEED_KEY.search(head[1]) if head else None
    if found is None:
        return None
    own = _OWN_FORM.fullmatch(found.group())
    if own is not None:
        return SeedMark(json.loads(own[1]) if own[1].startswith('"') else own[1], own[3], own[4], int(own[2] or 0))
    value = _parsed(found.group()).get("seed")
    if not isinstance(value, dict) or not isinstance(value.get("file"), str):
        return None
    part = value.get("part")
    return SeedMark(
        value["file"],
        str(value.get("sha256", "")),
        str(value.get("written", "")),
        part if isinstance(part, int) and part > 0 else 0,
    )


class Standing(msgspec.Struct, frozen=True):
    """What an existing article says of itself; empty where its front matter does not, or is broken."""

    title: str = ""
    day: dt.date | None = None
    slug: str = ""
    review: tuple[str, ...] = ()


def standing_of(text: str) -> Standing:
    head = _HEAD.match(text)
    values = _parsed(head[1]) if head else {}
    day, review = values.get("date"), values.get("review")
    if isinstance(day, dt.datetime):
        day = day.date()
    return Standing(
        title=str(values.get("title") or ""),
        day=day if isinstance(day, dt.date) else None,
        slug=str(values.get("slug") or ""),
        review=tuple(map(str, review)) if isinstance(review, list | dict) else (),
    )


def _parsed(rows: str) -> dict[str, object]:
    import yaml  # loaded only for front matter that an editor has rewritten

    try:
        value = yaml.load(rows, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError):  # ValueError: a date that is none
        return {}
    return value if isinstance(value, dict) else {}
