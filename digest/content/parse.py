"""The bytes of one file in content/ → an Article and the HTML of its body."""

from __future__ import annotations

import time
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import msgspec

from digest.config import Config, Engine
from digest.content import engine, html
from digest.content.front_matter import PAGES, Head, Moment, SourceField, doubts_of, read_front_matter
from digest.content.scan import FOLDER
from digest.errors import Problem
from digest.model.article import Article, Correction, Figure, Source
from digest.model.parts import digest_bytes
from digest.model.urls import article_url, slugify
from digest.text import decode_text, without_controls


class ParseSettings(msgspec.Struct, frozen=True):
    """The settings that an Article depends on, beside its file."""

    timezone: str
    extensions: tuple[str, ...]
    safe: bool
    engine: Engine = "markdown"

    @classmethod
    def of(cls, config: Config) -> ParseSettings:
        markdown = config.markdown
        return cls(config.timezone, markdown.extensions, markdown.html == "safe", markdown.engine)


class Parsed(msgspec.Struct, frozen=True):
    """What came of one file: an article with its HTML, or problems."""

    path: str
    article: Article | None
    html: str
    problems: tuple[Problem, ...]
    seconds: float = 0.0  # that it took


def parse_chunk(settings: ParseSettings, files: Sequence[tuple[str, bytes]]) -> list[Parsed]:
    """Parses files, each a path relative to content/ and its bytes. One bad file does not stop the others."""
    parsed = []
    for path, data in files:
        started = time.perf_counter()
        parsed.append(msgspec.structs.replace(parse(settings, path, data), seconds=time.perf_counter() - started))
    return parsed


def parse(settings: ParseSettings, path: str, data: bytes) -> Parsed:
    where = f"{FOLDER}/{path}"
    text, problem = decode_text(data, where)
    if problem:
        return Parsed(path, None, "", (problem,))
    text = without_controls(text)
    standing = path.startswith(PAGES)
    head, problems = read_front_matter(text, where, ZoneInfo(settings.timezone), dated=not standing)
    if head is None:
        return Parsed(path, None, "", problems)
    try:
        if settings.engine == "commonmark":
            from digest.content import commonmark  # only where it is asked for: 5 ms

            body = commonmark.to_html(head.body)
        else:
            body = engine.to_html(head.body, settings.extensions)
    except Exception as error:  # extensions are foreign code, and text nested too deeply ends the recursion
        fact = f"its Markdown cannot be read: {type(error).__name__}: {error}."
        return Parsed(path, None, "", (Problem(where, head.body_line, fact),))
    body = without_controls(html.make_safe(body) if settings.safe else body)
    marked = html.mark_references(html.scrollable_tables(html.below_title(body)), path)
    return Parsed(path, _article(path, standing, head, marked), marked.html, ())


def _article(path: str, standing: bool, head: Head, marked: html.Marked) -> Article:
    fields = head.fields
    source = fields.source
    moment = None if standing else head.date
    return Article(
        path=path,
        url=_page_url(path, head) if standing or not moment else article_url(moment.day, _slug(head)),
        title=fields.title,
        day=moment.day if moment else None,
        published=_stamp(moment),
        instant=moment.instant if moment else 0,
        updated=_stamp(head.updated),
        summary=fields.summary,
        deck=fields.deck,
        tags=tuple(dict.fromkeys(tag.strip() for tag in fields.tags if tag.strip())),
        authors=(fields.author,) if isinstance(fields.author, str) else fields.author,
        source=Source(source.name, source.url, source.licence)
        if isinstance(source, SourceField)
        else Source(source or ""),
        figures=tuple(Figure(figure.value, figure.about) for figure in fields.figures),
        corrections=tuple(
            Correction(day, correction.text)
            for day, correction in zip(head.corrections, fields.corrections, strict=True)
        ),
        thread=fields.thread,
        aliases=tuple(alias.lstrip("/") for alias in fields.aliases),
        lang=fields.lang or "",
        id=fields.id,
        review=doubts_of(fields.review),
        draft=fields.draft,
        embargo=head.publish.instant if head.publish else 0,
        expiry=head.expires.instant if head.expires else 0,
        extra=fields.extra,
        body=digest_bytes(marked.html.encode()),
        references=html.to_references(marked, head.body, head.body_line),
    )


def _slug(head: Head) -> str:
    return head.fields.slug or slugify(head.fields.title)


def _page_url(path: str, head: Head) -> str:
    """The address of a standing page: pages/about.md → about/, pages/index.md in a folder → the folder."""
    folder, _, name = path.removeprefix(PAGES).rpartition("/")
    stem = head.fields.slug or slugify(name.rpartition(".")[0])
    parts = [slugify(part) for part in folder.split("/") if part]
    return "/".join([*parts, *([stem] if stem != "index" or not parts else [])]) + "/"


def _stamp(moment: Moment | None) -> str:
    """RFC 3339 in the site's zone, to the second."""
    return moment.at.isoformat(timespec="seconds") if moment else ""
