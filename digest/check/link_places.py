"""Where the addresses on other sites stand to which pages lead: in articles, `digest.yaml` and `sources.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import msgspec

from digest.article_file.fields import FrontMatter, SourceField
from digest.article_file.split import split
from digest.check.elements import LinesOf
from digest.model.article import Article
from digest.settings import sources
from digest.settings.config import FILE
from digest.site.references import CONTENT
from digest.text import read_text
from digest.typed_yaml.load import decode_each, decode_what_can_be
from digest.typed_yaml.places import line_of, lines_of_keys


class Place(msgspec.Struct, frozen=True, order=True):
    """An address on a line (from 1) of the file at a path in the site's folder."""

    path: str
    line: int
    address: str


class WebLinks(msgspec.Struct, frozen=True):
    """The addresses on other sites: those in `settings`; of articles, by their paths, those that are `written` in them,
    and those of their sources which `sources.yaml` has, and maybe their own front matter too."""

    settings: Collection[Place] = ()
    written: Mapping[str, Collection[str]] = {}
    of_sources: Mapping[str, Collection[str]] = {}

    def addresses(self) -> Collection[str]:
        """All, each once."""
        of_articles = chain.from_iterable((*self.written.values(), *self.of_sources.values()))
        return dict.fromkeys((*(place.address for place in self.settings), *of_articles))

    def places(self, wanted: Collection[str], site: Path, lines_of: LinesOf) -> Iterator[Place]:
        """Where those that are wanted stand. Articles are read again only for these."""
        yield from (place for place in self.settings if place.address in wanted)
        for path, addresses in self.written.items():
            yield from _in_article(path, (one for one in addresses if one in wanted), lines_of)
        for path, addresses in self.of_sources.items():
            if asked := [one for one in addresses if one in wanted]:
                own = _own_of_source(site, CONTENT + path, asked)
                yield from _in_article(path, (one for one in asked if one in own), lines_of)


def _in_article(path: str, addresses: Iterable[str], lines_of: LinesOf) -> Iterator[Place]:
    return (Place(CONTENT + path, line, one) for one in addresses for line in lines_of(path, one))


class Elsewhere(msgspec.Struct, frozen=True):
    """The addresses on other sites on the page of an article: of its source, and in its body."""

    of_source: Collection[str]
    in_body: Collection[str]


def source_addresses(article: Article) -> Collection[str]:
    """Those that its page has of its source: where the text was published, and its licence if that is an address."""
    source = article.source
    return [one for one in dict.fromkeys((source.url, source.licence)) if one.startswith(("http://", "https://"))]


def links_of(site: Path, publisher_url: str, elsewhere: Mapping[str, Elsewhere]) -> WebLinks:
    """Of the settings in the folder `site` and its articles. Of `sources.yaml` what is on a page."""
    listed = source_places(site)
    known = {place.address for place in listed}
    used = set(chain.from_iterable(article.of_source for article in elsewhere.values()))
    return WebLinks(
        settings=[*publisher_place(site, publisher_url), *(place for place in listed if place.address in used)],
        written={
            path: dict.fromkeys((*(one for one in article.of_source if one not in known), *article.in_body))
            for path, article in elsewhere.items()
        },
        of_sources={
            path: [one for one in article.of_source if one in known and one not in article.in_body]
            for path, article in elsewhere.items()
        },
    )


def publisher_place(site: Path, url: str) -> list[Place]:
    """That of the publisher's address, which stands on each page, if there is one."""
    return [Place(FILE, line_of(read_text(site / FILE, FILE)[0], ("publisher", "url")), url)] if url else []


def source_places(site: Path) -> list[Place]:
    """Those in `sources.yaml`: of sources, and of licences."""
    text, _ = read_text(site / sources.FILE, sources.FILE)
    listed, _ = decode_each(text, sources.Listed, path=sources.FILE)
    lines = lines_of_keys(text) if listed else {}
    return [
        Place(sources.FILE, 1 + lines.get((name, key), lines.get((name,), 0)), address)
        for name, source in listed.items()
        for key, address in (("url", source.url), ("licence", source.licence))
        if address
    ]


def _own_of_source(site: Path, path: str, asked: Collection[str]) -> Collection[str]:
    """What the front matter of an article says itself of its source, if it may have one of the addresses."""
    parts = split(read_text(site / path, path)[0])
    if not parts or not any(address in parts.block for address in asked):
        return ()
    fields = decode_what_can_be(parts.block, FrontMatter, path=path, first_line=2)[0]
    source = fields.source if fields else None
    return (source.url, source.licence) if isinstance(source, SourceField) else ()
