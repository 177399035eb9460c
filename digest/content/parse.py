"""The bytes of one file in content/ → an Article and the HTML of its body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import islice
from zoneinfo import ZoneInfo

import msgspec

from digest.article_file.fields import PAGES, Head, Moment, SourceField, doubts_of, line_of_field, read_front_matter
from digest.content import html, outline
from digest.content.engines import python_markdown
from digest.content.links import Links, file_meant, files_named, ids_in, without_code
from digest.content.wide_tables import scrollable_tables
from digest.errors import Problem
from digest.files.folders import CONTENT
from digest.model.article import Article, Correction, Figure, Image, Jump, Loss, Reference, Source, Texts
from digest.model.parts import digest_bytes
from digest.model.urls import article_url, place_like, slugify
from digest.settings.config import Config, Engine
from digest.settings.sources import Rights, Terms, origin_of
from digest.text import conflict_in, decode_text, texts_in, without_controls
from digest.typography.setting import set_html

_TOO_DEEP = "quotations, lists or elements stand too deeply in each other to be read."


MOST = 50
"""So many links that lead nowhere are told of one page."""


class ParseSettings(msgspec.Struct, frozen=True):
    """The settings that an Article depends on, beside its file."""

    timezone: str
    extensions: tuple[str, ...]
    safe: bool
    engine: Engine = "markdown"
    signs: str = ""
    """The language whose signs bodies are set with, the site's, where an article is in no other; "" if they stay as
    they were typed."""

    @classmethod
    def of(cls, config: Config, *, typography: bool) -> ParseSettings:
        markdown = config.markdown
        signs = config.language if typography else ""
        return cls(config.timezone, markdown.extensions, markdown.html == "safe", markdown.engine, signs)


class Parsed(msgspec.Struct, frozen=True):
    """What came of one file: an article with its HTML and the origin that its terms are of, or problems."""

    path: str
    article: Article | None
    html: str
    problems: tuple[Problem, ...]
    origin: str = ""
    seconds: float = 0.0  # that it took


def parse(settings: ParseSettings, path: str, data: bytes, rights: Rights = Rights()) -> Parsed:  # noqa: B008 - frozen
    """An article and its HTML, with no more of either than its source allows."""
    where = f"{CONTENT}/{path}"
    text, problem = decode_text(data, where)
    if problem := problem or conflict_in(text, where, _without_shown_code):
        return Parsed(path, None, "", (problem,))
    text = without_controls(text)
    standing = path.startswith(PAGES)
    head, problems = read_front_matter(text, where, ZoneInfo(settings.timezone), dated=not standing)
    if head is None:
        return Parsed(path, None, "", problems)
    slips = tuple(Loss(problem.line, problem.fact, problem.remedy) for problem in problems)
    source = _source(head)
    origin = origin_of(source.name, source.url)
    terms = rights.terms_of(origin)
    try:
        if settings.engine == "commonmark":
            from digest.content.engines import commonmark  # only where it is asked for: 5 ms

            body = commonmark.to_html(head.body)
        else:
            body = python_markdown.to_html(head.body, settings.extensions)
        texts = _texts(terms, head, body)
        links = Links(path)
        is_safe = settings.safe or terms.republish != "full"
        losses = _losses(body, head) if is_safe and html.MAY_LOSE.search(head.body) else ()
        shown = shaped(texts.html, links, is_safe)
        mentions = _mentions(head, path, "" if texts.shown == "full" and is_safe else body)
    except RecursionError:
        return Parsed(path, None, "", (Problem(where, head.body_line, _TOO_DEEP, "Take some of them apart."),))
    except Exception as error:  # extensions are foreign code
        fact = f"its Markdown cannot be read: {type(error).__name__}: {error}."
        return Parsed(path, None, "", (Problem(where, head.body_line, fact),))
    references, jumps = links.references(head.body, head.body_line)
    ids = ids_in(shown, is_safe)
    dead = _dead(jumps, ids) if jumps else ()
    typeset = set_html(shown, head.fields.lang or settings.signs) if settings.signs else shown
    texts = msgspec.structs.replace(texts, html=typeset)
    article = _article(path, standing, head, terms, texts)
    article = msgspec.structs.replace(
        article,
        references=references,
        losses=(*slips, *losses, *dead),
        ids=ids,
        mentions=mentions,
        image=_image(head, text, path),
        same_as=_reference("same_as", head.fields.same_as, text, path),
        words=outline.words_in(shown),
        headings=outline.headings_in(shown),
        opening="" if texts.summary or texts.deck else outline.opening_of(shown),
    )
    return Parsed(path, article, typeset, (), origin)


def _without_shown_code(text: str) -> str:
    """Between fences markers of a conflict are shown, and not meant."""
    return without_code(text, comments=False)


def shaped(body: str, links: Links, safe: bool) -> str:
    """A body as it is stored. To make it safe is the last thing that is done to it."""
    body = scrollable_tables(html.below_title(body))
    if safe:
        if html.is_too_deep(body):
            raise RecursionError
        return html.make_safe(body, links)
    from digest.content.start_tags import with_marked_links  # only where it is asked for: 3 ms

    return with_marked_links(without_controls(body), links)


def _mentions(head: Head, path: str, body: str) -> tuple[str, ...]:
    """The files that `extra` names, and those that `body` does: HTML of which some is not shown, or that may have
    other elements than those whose links are marked."""
    values = [*texts_in(head.fields.extra)]
    if body:
        from digest.content.start_tags import read_tags  # only where it is asked for: 3 ms

        values += [value for _, _, _, attributes in read_tags(body) for _, value in attributes if value]
    return tuple(dict.fromkeys(files_named(values, path)))


def _image(head: Head, text: str, path: str) -> Image | None:
    given = head.fields.image
    reference = _reference("image", given.file, text, path) if given else None
    return Image(reference, given.alt, given.credit, given.caption) if given and reference else None


def _reference(field: str, file: str, text: str, path: str) -> Reference | None:
    """What a field of the front matter of the file `text` leads to."""
    return Reference("", file_meant(file, path), line_of_field(text, field)) if file else None


def _losses(body: str, head: Head) -> tuple[Loss, ...]:
    from digest.content.losses import losses_in  # only where there may be one: 4 ms

    return losses_in(body, head.body, head.body_line)


def _dead(jumps: Sequence[Jump], ids: Sequence[str]) -> list[Loss]:
    known = frozenset(ids)
    dead = islice((jump for jump in jumps if jump.id not in known), MOST)
    return [
        Loss(jump.line, f"links to '#{jump.id}', which is no place on this page.", place_like(jump.id, ids))
        for jump in dead
    ]


def _article(path: str, standing: bool, head: Head, terms: Terms, texts: Texts) -> Article:
    fields = head.fields
    source = _source(head)
    moment = None if standing else head.date
    return Article(
        path=path,
        url=_page_url(path, head) if standing or not moment else article_url(moment.day, _slug(head)),
        title=fields.title,
        day=moment.day if moment else None,
        published=_stamp(moment),
        instant=moment.instant if moment else 0,
        updated=_stamp(head.updated),
        changed=_changed(head, moment),
        summary=texts.summary,
        deck=texts.deck,
        tags=tuple(dict.fromkeys(tag.strip() for tag in fields.tags if tag.strip())),
        authors=(fields.author,) if isinstance(fields.author, str) else fields.author,
        source=Source(source.name, source.url or terms.url, source.licence or terms.licence),
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
        body=digest_bytes(texts.html.encode()),
        references=(),
        shown=texts.shown,
        rank=fields.rank or 0,
    )


def _texts(terms: Terms, head: Head, body: str) -> Texts:
    """What may be shown. What is cut must be well-formed, so it is made safe before as well."""
    if terms.republish == "full":
        return Texts(head.fields.summary, head.fields.deck, body, "full")
    from digest.content.excerpt import allowed  # only where it is asked for: 6 ms

    return allowed(terms, head.fields.summary, head.fields.deck, html.make_safe(body))


def _source(head: Head) -> Source:
    """The source as the article itself gives it."""
    source = head.fields.source
    return Source(source.name, source.url, source.licence) if isinstance(source, SourceField) else Source(source or "")


def _slug(head: Head) -> str:
    return head.fields.slug or slugify(head.fields.title)


def _page_url(path: str, head: Head) -> str:
    """The address of a standing page: pages/about.md → about/, pages/index.md in a folder → the folder."""
    folder, _, name = path.removeprefix(PAGES).rpartition("/")
    stem = head.fields.slug or slugify(name.rpartition(".")[0])
    parts = [slugify(part) for part in folder.split("/") if part]
    return "/".join([*parts, *([stem] if stem != "index" or not parts else [])]) + "/"


def _changed(head: Head, moment: Moment | None) -> str:
    """When an article that was published at `moment` was last updated or corrected. A correction has a day and no time:
    one of the day of `updated` is what that tells of; others are of midnight, or of a second after what was before them
    on the same day."""
    moments = [each for each in (moment, head.updated) if each]
    if not moments:
        return ""
    at = max(moments, key=lambda each: each.instant).at
    for day in sorted(head.corrections):
        if head.updated and day == head.updated.day:
            continue
        if day == at.date():
            at += dt.timedelta(seconds=1)
        elif day > at.date():
            at = dt.datetime(day.year, day.month, day.day, tzinfo=at.tzinfo)
    return _rfc3339(at)


def _stamp(moment: Moment | None) -> str:
    """RFC 3339 in the site's zone, to the second."""
    return _rfc3339(moment.at) if moment else ""


def _rfc3339(at: dt.datetime) -> str:
    """Offsets are whole minutes there (RFC 3339 §5.6), which those before standard time are not: Brussels was 17
    minutes and 30 seconds ahead until 1892. They are rounded up, so that a midnight stays in its day and the instant is
    the same."""
    offset = at.utcoffset() or dt.timedelta()
    if offset.seconds % 60:
        at = at.astimezone(dt.timezone(offset + dt.timedelta(seconds=-offset.seconds % 60)))
    return at.isoformat(timespec="seconds")
