"""What waits for an editor, as one page of the preview: made of values, and of nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec.structs import replace

from digest.errors import Problem
from digest.files.folders import CONTENT
from digest.model.article import Article, Doubt, Held
from digest.model.overview import Overview
from digest.model.urls import as_uri
from digest.text import composed

if TYPE_CHECKING:  # loaded with the first page: 40 ms
    from jinja2 import Template

MOST = 200
"""Entries of a section that are shown."""

_DUPLICATE = "duplicate"  # as the import calls it in `review:`
_Thing = TypeVar("_Thing")


class Built(msgspec.Struct, frozen=True):
    """Something that was made of the site's files, or was not.

    `at` is when, in seconds since the epoch; `place` what was made: "preview", or a folder. `files` are the first of
    those that were other, relative to the site's folder, and `more` is how many besides; `why` says in words what led
    to it where no file did, and `done` what came of it.
    """

    at: int
    place: str
    done: str
    files: tuple[str, ...] = ()
    more: int = 0
    why: str = ""
    is_refused: bool = False


class _Moment(msgspec.Struct, frozen=True):
    """A time, for people and for machines."""

    text: str
    iso: str


class _Entry(msgspec.Struct, frozen=True):
    """A line of a section: an article, a file, or what is wrong somewhere.

    `text` is "" for a file, and `href` where there is no page. `relation` says what it has to do with the `other` one.
    """

    text: str
    file: str
    line: int = 0
    href: str = ""
    lang: str = "en"
    day: str = ""
    is_draft: bool = False
    doubts: tuple[Doubt, ...] = ()
    remedy: str = ""
    at: _Moment | None = None
    relation: str = ""
    other: _Entry | None = None


class _Section(msgspec.Struct, frozen=True):
    """`summary` says how much is in it, of which `entries` are the first, and `more` is how many besides."""

    id: str
    heading: str
    about: str
    summary: str
    entries: tuple[_Entry, ...]
    more: int


def desk_page(
    overview: Overview | None, problems: Sequence[Problem], builds: Sequence[Built], address: str = "/"
) -> bytes:
    """An HTML page in UTF-8 that tells what waits for an editor. Sections with nothing in them are left out.

    `overview` is None as long as the site was not looked at. `problems` are errors and warnings; of `builds` the newest
    come first. The site's pages are at `address`, which ends in a slash.
    """
    sections = list(_sections(overview, problems, address))
    telling = [section.summary for section in sections if section.id in ("problems", "review", "drafts")]
    zone = overview.zone if overview else None
    page = _template().render(
        title=overview.title if overview else "",
        telling=", ".join(telling) or ("Nothing waits" if overview else "A moment"),
        is_read=overview is not None,
        home=address,
        zone=str(zone or ""),
        sections=sections,
        builds=[(_moment(built.at, zone, "seconds"), built) for built in builds],
    )
    return page.encode("utf-8", "replace")  # names of files may be no UTF-8


def _sections(overview: Overview | None, problems: Sequence[Problem], address: str) -> Iterator[_Section]:
    articles = _Articles(overview, address)
    errors = [problem for problem in problems if problem.level == "error"]
    warnings = [problem for problem in problems if problem.level == "warning"]
    about = "While one of these is left, the published site may stay as it was: the last builds tell."
    yield from _section("problems", "Problems", about, _counted(len(errors), "problem"), errors, articles.faulty)
    if overview:
        yield from _of_articles(articles, overview)
    yield from _section("warnings", "Warnings", "", _counted(len(warnings), "warning"), warnings, articles.faulty)


def _of_articles(articles: _Articles, overview: Overview) -> Iterator[_Section]:
    now = overview.now
    review = articles.newest(lambda article: article.review)
    about = "Put the field right and delete its line below “review:” in the file, or run: digest review --done FILE."
    yield from _section("review", "To review", about, f"{len(review):,} to review", review, articles.doubtful)

    drafts = articles.newest(lambda article: article.draft)
    about = "None of these is published before “draft: true” is taken out of its file."
    yield from _section("drafts", "Drafts", about, _counted(len(drafts), "draft"), drafts, articles.entry)

    waiting = articles.soonest(lambda article: article.embargo if article.embargo > now else 0)
    summary = _counted(len(waiting), "embargo", "embargoes")
    yield from _section("embargoes", "Embargoes", "These appear at their time.", summary, waiting, articles.timed)

    passing = articles.soonest(lambda article: article.expiry if article.expiry > now else 0)
    about, summary = "These go at their time.", _counted(len(passing), "expiry", "expiries")
    yield from _section("expiries", "Expiries", about, summary, passing, articles.timed)

    alike = articles.newest(_is_alike)
    about = "Reports of one event. One that says “same_as:” is listed under the article that this names."
    summary = _counted(len(alike), "near-duplicate")
    yield from _section("near-duplicates", "Near-duplicates", about, summary, alike, articles.alike)

    held, about = overview.held, "These are published with the articles that they wait for."
    yield from _section(
        "held", "Files held back", about, f"{_counted(len(held), 'file')} held back", held, articles.held
    )

    gone = articles.soonest(lambda article: article.expiry if article.expiry <= now else 0)[::-1]
    about = "The site does not show these any more."
    yield from _section("expired", "Expired", about, f"{len(gone):,} expired", gone, articles.timed)


def _section(
    id: str, heading: str, about: str, summary: str, things: Sequence[_Thing], entry: Callable[[_Thing], _Entry]
) -> Iterator[_Section]:
    """A section, if there is something to be in it."""
    if things:
        entries = tuple(map(entry, things[:MOST]))
        yield _Section(id, heading, about, summary, entries, len(things) - len(entries))


class _Articles:
    """The articles of an overview, and how they are told."""

    def __init__(self, overview: Overview | None, address: str) -> None:
        self._all = overview.articles if overview else ()
        self._shown = overview.shown if overview else frozenset()
        self._language = overview.language if overview else ""
        self._zone = overview.zone if overview else None
        self._address = address

    # Choosing

    def newest(self, is_meant: Callable[[Article], object]) -> list[Article]:
        found = [article for article in self._all if is_meant(article)]
        return sorted(found, key=lambda article: (-article.instant, article.path))

    def soonest(self, time_of: Callable[[Article], int]) -> list[tuple[int, Article]]:
        """Those that have such a time, with it."""
        found = [(time, article) for article in self._all if (time := time_of(article))]
        return sorted(found, key=lambda one: (one[0], one[1].path))

    @cached_property
    def _by_file(self) -> dict[str, Article]:
        return {composed(f"{CONTENT}/{article.path}"): article for article in self._all}

    def _at(self, file: str) -> _Entry | None:
        article = self._by_file.get(composed(file))
        return self.entry(article) if article else None

    # Telling

    def entry(self, article: Article) -> _Entry:
        return _Entry(
            text=article.title,
            file=f"{CONTENT}/{article.path}",
            href=self._address + as_uri(article.url) if article.path in self._shown else "",
            lang=article.lang or self._language,
            day=article.day.isoformat() if article.day else "",
            is_draft=article.draft,
        )

    def doubtful(self, article: Article) -> _Entry:
        return replace(self.entry(article), doubts=article.review)

    def timed(self, one: tuple[int, Article]) -> _Entry:
        time, article = one
        return replace(self.entry(article), at=_moment(time, self._zone))

    def alike(self, article: Article) -> _Entry:
        doubts = tuple(doubt for doubt in article.review if doubt.field == _DUPLICATE)
        if not article.same_as:
            return replace(self.entry(article), doubts=doubts)
        file = f"{CONTENT}/{article.same_as.path}"
        other = self._at(file) or _Entry("", file)
        return replace(self.entry(article), doubts=doubts, relation="The same event as:", other=other)

    def held(self, held: Held) -> _Entry:
        relation = "Waits for what refers to it:" if held.is_referred else "Waits for what it lies beside:"
        return _Entry("", held.file, relation=relation, other=self._at(held.article) or _Entry("", held.article))

    def faulty(self, problem: Problem) -> _Entry:
        other = self._at(problem.path) if problem.path else None
        fact = problem.fact[:1].upper() + problem.fact[1:]
        return _Entry(fact, problem.path, problem.line, remedy=problem.remedy, relation="Article:", other=other)


def _is_alike(article: Article) -> bool:
    return article.same_as is not None or any(doubt.field == _DUPLICATE for doubt in article.review)


def _moment(seconds: int, zone: dt.tzinfo | None, until: str = "minutes") -> _Moment:
    """A time in a zone; in that of this machine if there is none."""
    try:
        time = dt.datetime.fromtimestamp(seconds, dt.UTC).astimezone(zone)
    except (ValueError, OverflowError):  # in this zone it is beyond the years that there are
        time = dt.datetime.fromtimestamp(seconds, dt.UTC)
    text = time.replace(tzinfo=None).isoformat(" ", until)
    return _Moment(f"{text} {time.tzname()}", time.isoformat(timespec=until))


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    source = Path(__file__).with_name("browser") / "desk.html"
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(source.read_text(encoding="utf-8"))
