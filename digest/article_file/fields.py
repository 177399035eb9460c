"""The front matter of an article: what an editor may write at the head of a file, and how it is checked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from digest.article_file.split import is_opened, line_like_end, split
from digest.errors import Problem, is_stopped
from digest.model.article import Doubt
from digest.typed_yaml.load import decode_what_can_be
from digest.typed_yaml.places import line_of_key
from digest.typed_yaml.types import Language

PAGES = "pages/"
"""The folder below content/ whose articles are standing pages."""

_DAY = r"[12]\d{3}-\d{2}-\d{2}"
_TIME = r"\d{2}:\d{2}(:\d{2}(\.\d+)?)?"
_OFFSET = r"(Z|z|[+-]\d{2}:?\d{2})"

When = Annotated[
    str,
    Meta(
        pattern=rf"^{_DAY}([Tt ]+{_TIME} *{_OFFSET}?)?$",
        title="a date such as 2023-03-08, or with a time 2023-03-08T14:30+01:00",
        description="A bare date is a day in the site's time zone; so is a time without an offset.",
    ),
]
Day = Annotated[str, Meta(pattern=rf"^{_DAY}$", title="a date such as 2023-03-08")]
Text = Annotated[str, Meta(min_length=1, title="text")]
Slug = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=200,
        title="lower-case words joined by hyphens, such as nato-stockpiles",
    ),
]
Alias = Annotated[
    str,
    Meta(
        pattern=r"^(?!.*//)/(?!(?:.*/)?\.)[^?#\\\x00-\x1f]+$",
        title="a former address such as /2019/old-name/ or /old-name.html",
    ),
]
WebAddress = Annotated[str, Meta(pattern=r"^https?://\S+$", title="a web address such as https://example.org/page")]

IRI = r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`]+'
"""The form of an address or a urn."""

Iri = Annotated[
    str,
    Meta(
        pattern=f"^({IRI})?$",
        title="an address or a urn, such as https://example.org/a1 or urn:example:a1",
        description="What feeds know an entry by (RFC 4287 §4.2.6): an IRI with its scheme (RFC 3987).",
    ),
]


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class SourceField(_Part, frozen=True, kw_only=True):
    """Where the article was first published."""

    name: Text
    url: WebAddress = ""
    licence: str = ""


class SeedField(_Part, frozen=True, kw_only=True):
    """The raw text that the article was imported from; kept by `digest import`."""

    file: Text
    part: Annotated[int, Meta(description="Which of the articles in the file it is, if there are several.")] = 0
    sha256: str = ""
    importer: int = 0
    held: Annotated[bool, Meta(description="The import made it a draft until it is reviewed.")] = False
    written: Annotated[str, Meta(description="Checksum of the article as it was imported.")] = ""


class FigureField(_Part, frozen=True, kw_only=True):
    """An amount that the article turns on."""

    value: Text
    about: str = ""


class ImageField(_Part, frozen=True, kw_only=True):
    """The picture above the text, which also stands for the article where it leads, and where links to it are shown."""

    file: Annotated[
        Text, Meta(description="A file in content/; its path begins at the article's own folder, as a link's does.")
    ]
    alt: Annotated[str, Meta(description="What it shows, for those who do not see it.")] = ""
    credit: Annotated[str, Meta(description="Who made it, or whose it is.")] = ""
    caption: str = ""


class CorrectionField(_Part, frozen=True, kw_only=True):
    date: Day
    text: Text


class FrontMatter(_Part, frozen=True, kw_only=True):
    """The head of an article or standing page, between two lines of ---."""

    title: Text
    date: Annotated[When | None, Meta(description="When it was published. Standing pages may leave it out.")] = None
    updated: Annotated[When | None, Meta(description="When it was last changed in substance.")] = None
    slug: Annotated[Slug | None, Meta(description="Its name in the address; made from the title if left out.")] = None
    tags: tuple[Text, ...] = ()
    summary: Annotated[str, Meta(description="One or two sentences for lists and feeds.")] = ""
    deck: Annotated[str, Meta(description="The standfirst, shown below the title.")] = ""
    author: Text | tuple[Text, ...] = ()
    source: Text | SourceField | None = None
    seed: SeedField | None = None
    review: Annotated[
        tuple[Text, ...] | dict[Text, str],
        Meta(description="Fields that an editor should look at, each with the reason if it is known."),
    ] = ()
    figures: tuple[FigureField, ...] = ()
    thread: Annotated[str, Meta(description="The running story that it belongs to.")] = ""
    rank: Annotated[
        Annotated[int, Meta(ge=1, le=99, title="a whole number from 1 to 99")] | None,
        Meta(description="Its place among the articles of its day: 1 leads the front page."),
    ] = None
    image: ImageField | None = None
    same_as: Annotated[
        str,
        Meta(description="The file of another report of the same event, under which lists name this one."),
    ] = ""
    corrections: tuple[CorrectionField, ...] = ()
    draft: Annotated[bool, Meta(description="Left out unless built with --drafts.")] = False
    publish: Annotated[When | None, Meta(description="Embargo: left out before this time.")] = None
    expires: Annotated[When | None, Meta(description="Left out from this time on.")] = None
    aliases: Annotated[tuple[Alias, ...], Meta(description="Former addresses, which lead here.")] = ()
    lang: Annotated[Language | None, Meta(description="Its language, if not the site's.")] = None
    id: Annotated[Iri, Meta(description="A lasting name for feeds; made from the file's path if left out.")] = ""
    extra: Annotated[dict[str, Any], Meta(description="Anything else, for themes.")] = msgspec.field(
        default_factory=dict
    )


def doubts_of(review: tuple[str, ...] | dict[str, str]) -> tuple[Doubt, ...]:
    """Both forms of `review`: names of fields, or names with reasons."""
    rows = review.items() if isinstance(review, dict) else ((field, "") for field in review)
    return tuple(Doubt(field, why) for field, why in rows)


class Moment(msgspec.Struct, frozen=True):
    """A point in time as it was written: `at` is aware, `day` the local day in the site's zone."""

    at: dt.datetime
    day: dt.date

    @property
    def instant(self) -> int:
        """Seconds since the epoch."""
        return int(self.at.timestamp())


_WHEN = re.compile(rf"^({_DAY})(?:[Tt ]+(\d{{2}}:\d{{2}}(?::\d{{2}})?)(?:\.\d+)? *{_OFFSET}?)?$")


def read_moment(text: str, zone: ZoneInfo) -> Moment:
    """The point in time that `text`, in the form of When, names.

    A bare date is the midnight that begins that day in `zone`; a time without an offset is in `zone` too.
    Raises ValueError when there is no such day or time.
    """
    found = _WHEN.match(text)
    if not found:
        raise ValueError(f"{text} is not a date")
    day, time, offset = found.groups()
    if time is None:
        local = dt.date.fromisoformat(day)
        return Moment(dt.datetime(local.year, local.month, local.day, tzinfo=zone), local)
    at = dt.datetime.fromisoformat(f"{day}T{time}{(offset or '').upper()}")
    at = at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)
    return Moment(at, at.date())


class Head(msgspec.Struct, frozen=True):
    """Checked front matter, with its moments read and the line on which the body begins (from 1)."""

    fields: FrontMatter
    date: Moment | None
    updated: Moment | None
    publish: Moment | None
    expires: Moment | None
    corrections: tuple[dt.date, ...]
    body: str
    body_line: int


T = TypeVar("T")

MOST_TAGS = 100


def read_front_matter(text: str, path: str, zone: ZoneInfo, dated: bool) -> tuple[Head | None, tuple[Problem, ...]]:
    """Splits a file (with \\n line ends) into front matter and body, and checks the front matter.

    `path` is for messages; `dated` says that a date is required. The head is None if a problem is more than a warning.
    """
    parts = split(text)
    like_end = line_like_end(text, parts)
    if parts is None or like_end:
        return None, (_no_front_matter(text, path, like_end),)
    fields, found = decode_what_can_be(parts.block, FrontMatter, path=path, first_line=2)
    problems = list(found)

    def moment(name: str, value: str | None, key: str = "") -> Moment | None:
        try:
            return read_moment(value, zone) if value else None
        except (ValueError, OverflowError):
            line = _line_of(parts.block, key or name, value or "")
            problems.append(Problem(path, line, f"'{name}' is {value}: there is no such day or time."))
            return None

    if fields is None:
        return None, tuple(problems)
    if dated and not fields.date and not any("'date'" in problem.fact for problem in problems):
        problems.append(Problem(path, 2, "'date' is missing.", "Add a line 'date: 2023-03-08'."))
    if len(fields.tags) > MOST_TAGS:
        line = line_of_key(parts.block, "tags") + 1 if line_of_key(parts.block, "tags") else 2
        fact = f"it has {len(fields.tags):,} tags. More than {MOST_TAGS} tell nothing, and each page of one shows all."
        problems.append(Problem(path, line, fact, "Keep those that it is about."))
    if not dated:
        problems += _unused(fields, parts.block, path)
    head = Head(
        fields=fields,
        date=moment("date", fields.date),
        updated=moment("updated", fields.updated),
        publish=moment("publish", fields.publish),
        expires=moment("expires", fields.expires),
        corrections=tuple(
            read.day for correction in fields.corrections if (read := moment("corrections", correction.date, "date"))
        ),
        body=parts.body_text,
        body_line=parts.body_line,
    )
    return (None if is_stopped(problems) else head), tuple(problems)


_NOT_ON_PAGES = (*("date", "tags", "author", "figures", "thread", "rank", "image", "same_as", "corrections", "id"),)


def _unused(fields: FrontMatter, block: str, path: str) -> Iterator[Problem]:
    """What a standing page says and does not show: its deck is its description if it has no summary."""
    names = (*_NOT_ON_PAGES, *(("deck",) if fields.summary else ()))
    for field in msgspec.structs.fields(FrontMatter):
        if field.name in names and getattr(fields, field.name) != field.default:
            fact = f"standing pages do not use '{field.name}'."
            line = line_of_key(block, field.name) + 1 if line_of_key(block, field.name) else 2
            yield Problem(path, line, fact, "Take it out, or put it under 'extra' for your theme.", "warning")


def _no_front_matter(text: str, path: str, like_end: tuple[int, str] | None) -> Problem:
    if not is_opened(text):
        remedy = "Begin the file with ---, a line 'title: …', a line 'date: …', and --- again."
        return Problem(path, 1, "there is no front matter.", remedy)
    if like_end:
        return Problem(
            path, like_end[0], f"'{like_end[1]}' does not end the front matter.", "Put --- alone on its line."
        )
    return Problem(path, 1, "the front matter does not end.", "Add a line --- below its last key.")


def line_of_field(text: str, field: str) -> int:
    """The line (from 1) of an article's file on which a field of its front matter begins."""
    parts = split(text)
    return line_of_key(parts.block, field) + 1 if parts else 1


def _line_of(block: str, key: str, value: str) -> int:
    lines = enumerate(block.split("\n"), 2)
    return next((number for number, line in lines if f"{key}:" in line and value in line), 2)
