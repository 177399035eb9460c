"""Article files as they are written: front matter that any YAML reader understands, and a body.

Values are written so that YAML 1.1 (PyYAML) and 1.2 read the same: plain only where no reader could take them for
something else, in quotation marks otherwise, never wrapped.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from digest.article_file.mark import IMPORTER, SeedMark, signed
from digest.model.article import Figure

_PLAIN = re.compile(r"[^\W\d_][^\x00-\x1f\x7f-\xa0:#\\\u2028\u2029\ufeff\ufffe\uffff]*")
_PLAIN_IN_FLOW = re.compile(r"[^\W\d_][^\x00-\x1f\x7f-\xa0:#?,\[\]{}\"\\\u2028\u2029\ufeff\ufffe\uffff]*")
_READ_AS_OTHER = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"))
# Characters that YAML does not print (YAML 1.2 §5.1) or that some reader takes for a line end.
_UNPRINTABLE = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


class NewArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article that the import makes. `review` are the fields to look at, each with the reason; `held` makes it a
    draft until then. `kept` is front matter that the seed brought along, `body` Markdown. What is "", () or {} has no
    row."""

    title: str
    day: dt.date
    slug: str
    seed: SeedMark
    tags: tuple[str, ...] = ()
    deck: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    source: str = ""
    source_url: str = ""
    same_as: str = ""
    figures: tuple[Figure, ...] = ()
    review: Mapping[str, str] = msgspec.field(default_factory=dict)
    held: bool = False
    kept: Mapping[str, Any] = msgspec.field(default_factory=dict)
    body: str = ""


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


def article_text(article: NewArticle) -> str:
    """The whole file, with `seed.written` filled in."""
    rows = [("title", scalar(article.title)), ("date", article.day.isoformat()), ("slug", scalar(article.slug))]
    kept = {key: value for key, value in article.kept.items() if key != "slug"}
    if _names_day(kept.get("date"), article.day):
        rows[1] = ("date", _value(kept.pop("date")))
    kept.pop("date", None)
    if article.tags:
        rows.append(("tags", _flow(article.tags)))
    if article.deck:
        rows.append(("deck", scalar(article.deck)))
    if article.summary:
        rows.append(("summary", scalar(article.summary)))
    if article.authors:
        authors = article.authors
        rows.append(("author", scalar(authors[0]) if len(authors) == 1 else _flow(authors)))
    if article.source or article.source_url:
        rows.append(("source", _in_braces(name=article.source, url=article.source_url)))
    if article.same_as:
        rows.append(("same_as", scalar(article.same_as)))
    is_held = article.held and article.kept.get("draft") is not True  # a draft of its own stays one
    if is_held:
        rows.append(("draft", "true"))
    rows += [(key, _value(value)) for key, value in kept.items() if key not in dict(rows)]
    seed = article.seed
    part = f"part: {seed.part}, " if seed.part else ""
    held = "held: true, " if is_held else ""
    mark = (
        f'{{file: {scalar(seed.file, flow=True)}, {part}sha256: "{seed.sha256}", importer: {IMPORTER}, '
        f'{held}written: ""}}'
    )
    head = "".join(f"{key}: {value}\n" for key, value in rows)
    if article.figures and "figures" not in kept:
        head += "figures:\n" + "".join(
            f"  - {_in_braces(value=figure.value, about=figure.about)}\n" for figure in article.figures
        )
    head += f"seed: {mark}\n"
    if article.review:
        head += "review:\n" + "".join(f"  {field}: {scalar(why)}\n" for field, why in article.review.items())
    return signed(f"---\n{head}---\n\n{article.body}" if article.body else f"---\n{head}---\n")


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
