"""What is looked for in the HTML of bodies: pictures without words, and links to other sites."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser

import msgspec

from digest.check.alt_texts import ROLES_OF_DECORATION
from digest.check.finding import Finding, warning
from digest.content.links import CLOSE, OPEN, candidates
from digest.model.article import Article
from digest.site.references import CONTENT

LinesOf = Callable[[str, str], Sequence[int]]
"""Asked for the lines of an article, by its path, on which links to an address stand."""

PictureLines = Callable[[str, str, int], Sequence[int]]
"""Asked for the lines of an article, by its path, on which a picture stands without words; and given one of the lines
with it."""

_LINKS = frozenset(("href", "src", "poster"))

_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)

_NOTHING_SHOWN = "Write what it shows: ![…](…). One that tells nothing gets {role=presentation} behind it."


class Elements(msgspec.Struct, frozen=True):
    """Of a body: the addresses of pictures without a text in their place, and of all that is on the web, each once.
    What is in content/ is named by its marker."""

    unnamed: tuple[str, ...] = ()
    web: tuple[str, ...] = ()


def elements_of(html: str, sign: str) -> Elements:
    """Of the stored HTML of a body. It is looked for addresses on the web only if `sign` stands in it, or a picture."""
    if "<img" not in html and sign not in html:
        return Elements()
    found = _Elements()
    found.feed(html)
    found.close()
    return Elements(tuple(found.unnamed), tuple(found.web))


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.unnamed: dict[str, None] = {}
        self.web: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip() for name, value in attrs}
        if tag == "img" and not given.get("alt") and given.get("role") not in ROLES_OF_DECORATION:
            self.unnamed[given.get("src", "")] = None
        addresses = [value for name, value in given.items() if name in _LINKS]
        addresses += [address for address, _ in candidates(given.get("srcset", ""))]
        self.web.update(dict.fromkeys(filter(_WEB.match, addresses)))


def unnamed_pictures(
    article: Article, elements: Elements, lines_of: PictureLines, link_lines_of: LinesOf
) -> Iterator[Finding]:
    """Pictures of which who cannot see them is told nothing (WCAG 2.2, 1.1.1)."""
    if article.image and not article.image.alt.strip():
        reference = article.image.reference
        yield _unnamed(article, reference.path, reference.line, "Add 'alt' to 'image': what it shows.")
    own = {reference.marker: reference for reference in article.references}
    for address in elements.unnamed:
        marker = address.partition(CLOSE)[0] + CLOSE if address.startswith(OPEN) else ""
        found = own.get(marker)
        picture, line = (found.path, found.line) if found else (address, link_lines_of(article.path, address)[0])
        for each in lines_of(article.path, picture, line):
            yield _unnamed(article, picture, each, _NOTHING_SHOWN)


def _unnamed(article: Article, picture: str, line: int, remedy: str) -> Finding:
    fact = f"the picture '{picture}' has no text in its place ('alt')."
    return warning("image-alt", CONTENT + article.path, line, fact, remedy)
