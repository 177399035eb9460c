"""`digest.yaml` → a frozen Config, validated whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

import msgspec
from msgspec import Meta

from digest.errors import Problem, UsageError, did_you_mean
from digest.model.urls import as_uri, tag_slug
from digest.text import read_text
from digest.typed_yaml.load import decode_what_can_be
from digest.typed_yaml.places import line_of_key
from digest.typed_yaml.types import Language

FILE = "digest.yaml"

BaseUrl = Annotated[
    str,
    Meta(pattern=r"^(https?://[^/?#\s]+(/[^?#\s]*)?)?$", title="an address such as https://example.org/news/"),
]
Hub = Annotated[str, Meta(pattern=r"^(https?://\S+)?$", title="an address such as https://hub.example.org/")]
Engine = Literal["markdown", "commonmark"]
Republish = Literal["full", "excerpt", "summary"]
Kind = Literal["", "person", "organisation", "place", "system", "topic"]
Length = Annotated[int, Meta(ge=1, le=100_000, title="a number of words from 1 to 100000")]
FileName = Annotated[str, Meta(min_length=1, title="a name")]
Count = Annotated[int, Meta(ge=1, le=1000, title="a whole number from 1 to 1000")]
Name = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][\w.-]*$", title="a folder name in themes/")]


Month = Literal[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


class _Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Publisher(_Settings, frozen=True, kw_only=True):
    """Who publishes the site; shown in feeds and in the articles' metadata."""

    name: str
    url: BaseUrl = ""


class MarkdownSettings(_Settings, frozen=True, kw_only=True):
    """How article bodies are read."""

    engine: Annotated[
        Engine,
        Meta(description="'markdown' is Python-Markdown; 'commonmark' is the fast engine of the extra 'fast'."),
    ] = "markdown"
    extensions: Annotated[
        tuple[str, ...],
        Meta(
            description="More extensions of Python-Markdown, by their entry-point or module names; not with commonmark."
        ),
    ] = ()
    html: Annotated[
        Literal["safe", "trusted"],
        Meta(description="'safe' removes scripts, styles and event handlers; 'trusted' passes HTML through."),
    ] = "safe"


class HomeSettings(_Settings, frozen=True, kw_only=True):
    """The front page."""

    days: Annotated[
        Count | None,
        Meta(
            title="a whole number from 1 to 1000",
            description="How many days it shows, each of them whole; without it as many as have 30 articles.",
        ),
    ] = None


class FeedSettings(_Settings, frozen=True, kw_only=True):
    """Atom, RSS and JSON feeds."""

    limit: Annotated[Count, Meta(description="How many of the newest articles a feed carries.")] = 30
    content: Annotated[Literal["full", "summary"], Meta(description="Whole articles, or their summaries only.")] = (
        "full"
    )
    hub: Annotated[
        Hub,
        Meta(description="A WebSub hub, which tells readers at once that a feed is new."),
    ] = ""


class UnlistedSettings(_Settings, frozen=True, kw_only=True):
    """Articles whose source is not in sources.yaml."""

    republish: Annotated[Republish, Meta(description="How much of them is shown.")] = "full"
    length: Annotated[Length | None, Meta(description="Words of an excerpt [120] or a summary [60].")] = None


DOUBTS_THAT_HOLD = frozenset(("title", "date", "body"))
"""The fields without which nobody should see an article."""


class ImportSettings(_Settings, frozen=True, kw_only=True):
    """How texts become articles."""

    hold: Annotated[
        bool | Literal["auto"],
        Meta(
            title="auto, true or false",
            description="Articles that wait for an editor's eye are drafts until then: those with a doubtful title, "
            "date or body ('auto'), all (true) or none (false).",
        ),
    ] = "auto"
    watch: Annotated[bool, Meta(description="'digest watch' and 'digest serve' import what appears in seeds/.")] = False
    phrases: Annotated[
        tuple[str, ...], Meta(description="Whole lines that are no part of an article, such as 'Our app is here'.")
    ] = ()
    patterns: Annotated[
        tuple[str, ...], Meta(description="Regular expressions for such lines, without regard to case.")
    ] = ()
    publishers: Annotated[tuple[str, ...], Meta(description="Names of publishers that stand alone on a line.")] = ()
    agencies: Annotated[
        dict[str, str], Meta(description="Agencies as they sign, with their names: 'EXN: Example Newswire'.")
    ] = msgspec.field(default_factory=dict)
    sections: Annotated[tuple[str, ...], Meta(description="Names of sections above headlines.")] = ()
    openers: Annotated[tuple[str, ...], Meta(description="Words before the names of authors, as 'By' is.")] = ()
    months: Annotated[
        dict[Month, tuple[str, ...]], Meta(description="Other names of months: 'march: [marzec, mar]'.")
    ] = msgspec.field(default_factory=dict)

    def holds(self, doubted: Iterable[str]) -> bool:
        """Whether an article is a draft as long as these fields of it wait for an editor."""
        return (
            any(field in DOUBTS_THAT_HOLD for field in doubted) if self.hold == "auto" else self.hold and any(doubted)
        )


class TagSettings(_Settings, frozen=True, kw_only=True):
    """A tag: what it is, what its page says of it, and its other names."""

    kind: Kind = ""
    description: Annotated[str, Meta(description="What it is, in a sentence or two: shown on its page.")] = ""
    aliases: Annotated[
        tuple[Annotated[str, Meta(min_length=1, title="text")], ...],
        Meta(description="Other names, in articles and in texts that are imported, which are shown as this tag."),
    ] = ()


TagEntry = Annotated[
    TagSettings | bool | None,
    Meta(
        title="empty, or a mapping with 'kind', 'description' and 'aliases', or false",
        description="Its kind, description and aliases; false bans it.",
    ),
]
TagEntries = dict[str, TagEntry]


class ThreadSettings(_Settings, frozen=True, kw_only=True):
    """A running story: how it is called on pages, and what its page says of it."""

    title: Annotated[str, Meta(description="Its name on pages, instead of that in 'thread'.")] = ""
    description: Annotated[str, Meta(description="What it is about, in a sentence or two: shown on its page.")] = ""


class Config(_Settings, frozen=True, kw_only=True):
    """The settings of a site: what `digest.yaml` may say."""

    title: Annotated[str, Meta(min_length=1, description="The name of the site.", title="a name")]
    description: Annotated[str, Meta(description="What the site is, in a sentence.")] = ""
    language: Annotated[Language, Meta(description="The language of the site.")] = "en"
    timezone: Annotated[
        str, Meta(description="The IANA time zone in which a bare date is a day, such as Europe/Brussels.")
    ] = "UTC"
    base_url: Annotated[
        BaseUrl,
        Meta(description="Where the site is published. Feeds, sitemap and canonical links need it."),
    ] = ""
    publisher: Publisher | None = None
    theme: Annotated[Name, Meta(description="A folder in themes/, or a theme that comes with the program.")] = "default"
    theme_options: Annotated[dict[str, Any], Meta(description="Options of the theme; its theme.yaml lists them.")] = (
        msgspec.field(default_factory=dict)
    )
    markdown: MarkdownSettings = MarkdownSettings()
    imports: ImportSettings = msgspec.field(name="import", default=ImportSettings())
    tags: Annotated[
        TagEntries, Meta(description="The site's tags by name, as in tags.yaml: for a site that wants one file.")
    ] = msgspec.field(default_factory=dict)
    desks: Annotated[
        Literal["person", "organisation", "place", "system", "topic"],
        Meta(description="The kind of tags by which days and weeks are sorted: an article's desk is its first one."),
    ] = "topic"
    sections: Annotated[
        tuple[Annotated[str, Meta(min_length=1, title="the name of a tag")], ...],
        Meta(description="Tags to which every page leads, such as [Air defence, Ukraine]."),
    ] = ()
    threads: Annotated[
        dict[str, ThreadSettings],
        Meta(description="Running stories by the 'thread' of their articles: 'shells: {title: The ammunition race}'."),
    ] = msgspec.field(default_factory=dict)
    home: HomeSettings = HomeSettings()
    feeds: FeedSettings = FeedSettings()
    unlisted_sources: UnlistedSettings = UnlistedSettings()
    ignore: Annotated[
        tuple[FileName, ...],
        Meta(description="Names of files and folders in content/ that are passed over, such as '*.psd'."),
    ] = ()
    follow: Annotated[
        tuple[FileName, ...],
        Meta(description="Folders outside of the site to which links in content/ and seeds/ may lead."),
    ] = ()
    links: Annotated[
        Literal["folder", "file"],
        Meta(
            description="Links to 'folder/' for web servers, or to 'folder/index.html' to be read from disk (file://)."
        ),
    ] = "folder"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def find_site(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds a digest.yaml. Raises UsageError."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / FILE).is_file():
            return folder
    raise UsageError(
        f"There is no {FILE} in {start.resolve()} or in a folder above it. "
        "Run this in a site's folder, name one with --site, or make a new one: digest init my-site"
    )


def load_config(site: Path) -> tuple[Config, tuple[Problem, ...]]:
    """The settings in `site`/digest.yaml (UTF-8) and every problem in them.

    Where a setting is faulty its default stands in, so that the rest of the site can still be checked.
    """
    text, problem = read_text(site / FILE, FILE)
    if problem:
        return Config(title=site.name), (problem,)
    config, problems = decode_what_can_be(text, Config, path=FILE)
    if config is None:
        return Config(title=site.name), problems
    if config.timezone != "UTC" and not _is_zone(config.timezone):
        remedy = did_you_mean(config.timezone, available_timezones())
        if remedy.startswith("Choose"):
            remedy = "Use an IANA name such as Europe/Brussels."
        fact = f"'{config.timezone}' is not a time zone."
        problems = (*problems, Problem(FILE, line_of_key(text, "timezone"), fact, remedy))
        config = msgspec.structs.replace(config, timezone="UTC")
    if config.markdown.engine == "commonmark" and config.markdown.extensions:
        fact = "'extensions' are Python-Markdown's, and the engine is 'commonmark'."
        remedy = "Take out 'extensions', or 'engine: commonmark'."
        problems = (*problems, Problem(FILE, line_in_markdown(text, "extensions"), fact, remedy))
        config = msgspec.structs.replace(config, markdown=msgspec.structs.replace(config.markdown, extensions=()))
    slugs: dict[str, str] = {}
    for name in config.threads:
        if (other := slugs.setdefault(tag_slug(name), name)) != name:
            fact = f"'{name}' in 'threads' is the same running story as '{other}'."
            line = line_in_section(text, "threads", re.escape(name))
            problems = (*problems, Problem(FILE, line, fact, "Keep one of them."))
    for pattern in config.imports.patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            fact = f"'{pattern}' in 'patterns' is no regular expression: {error}."
            line = line_in_section(text, "import", "patterns")
            problems = (*problems, Problem(FILE, line, fact, "Put plain text under 'phrases'."))
    if not config.base_url:
        fact = "'base_url' is not set: feeds, the sitemap, canonical links and link previews are left out."
        remedy = "Once the site has an address, add a line 'base_url: https://…'."
        problems = (*problems, Problem(FILE, 0, fact, remedy, "warning"))
    else:
        config = msgspec.structs.replace(config, base_url=as_uri(config.base_url.removesuffix("/") + "/"))
    return config, problems


def line_in_markdown(text: str, key: str) -> int:
    """The line (from 1) of digest.yaml on which a key below `markdown` stands, or at least `markdown` itself."""
    return line_in_section(text, "markdown", key)


def line_in_section(text: str, section: str, key: str) -> int:
    first = line_of_key(text, section)
    lines = list(enumerate(text.splitlines(), 1))[max(first - 1, 0) :]
    return next((number for number, line in lines if re.search(rf"\b{key}\b", line)), first)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def followed(site: Path, config: Config) -> tuple[Path, ...]:
    """The real paths outside of the site to which links may lead."""
    return tuple((site / Path(path).expanduser()).resolve() for path in config.follow)
