"""What articles name: their tags, sources and authors, and which articles each has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from digest.model.article import Article
from digest.model.shown import Link, ListingOf
from digest.model.urls import tag_slug, tag_url
from digest.settings.vocabulary import Tag as About
from digest.settings.vocabulary import Vocabulary
from digest.site.reports import entries_of

Kinds = Callable[[], Mapping[str, str]]
"""The kinds of tags by the last steps of their addresses, read when they are asked for."""

TOPIC = "topic"
_SLUG = slice(len(tag_url("")) - 1, -1)
"""Where the last step of a tag's address stands in it."""

KINDS = ("person", "place", "organisation", "system", TOPIC)
"""The kinds of tags, in the order in which pages show them."""

LISTED_BY_YEAR = 10
"""From so many entries on a listing has a page for each of its years; of fewer it shows all itself."""


class TagNames(msgspec.Struct, frozen=True):
    """What the tags in articles are shown as. `otherwise` has those alone that are not shown as they are written, each
    with the link that is shown, or None if it is banned: an article's page depends on no other article's tags but for
    these. `kinds` are those of tags by the last step of their addresses, and `desk_kind` that by which the site sorts
    its news."""

    otherwise: Mapping[str, Link | None]
    kinds: Mapping[str, str]
    desk_kind: str

    def kind_of(self, tag: Link) -> str:
        """One of KINDS; what is of none that is known is a topic."""
        return self.kinds.get(tag.url[_SLUG], TOPIC)

    def desk_of(self, tags: Iterable[Link]) -> Link | None:
        """The first of the tags that is of the site's kind of desks."""
        return next((tag for tag in tags if self.kind_of(tag) == self.desk_kind), None)

    def by_kind(self, tags: Iterable[Link]) -> tuple[tuple[str, tuple[Link, ...]], ...]:
        """Tags by kind, in the order in which pages show the kinds."""
        found: dict[str, list[Link]] = {kind: [] for kind in KINDS}
        for tag in tags:
            found[self.kind_of(tag)].append(tag)
        return tuple((kind, tuple(found[kind])) for kind in KINDS if found[kind])

    def links(self, names: Iterable[str]) -> tuple[Link, ...]:
        """The tags that an article shows, each once."""
        return tuple(dict.fromkeys(filter(None, map(self._link, names))))

    def _link(self, name: str) -> Link | None:
        return self.otherwise[name] if name in self.otherwise else link_of_tag(name)


@lru_cache(maxsize=16_384)
def link_of_tag(name: str) -> Link:
    """A tag as it is written: one object for all that show it, which is quicker to count."""
    return Link(name, tag_url(tag_slug(name)))


class Listing(msgspec.Struct, frozen=True):
    """The articles of a tag, a source or an author, which `names` are what articles call it; `kind` and `description`
    are those of a tag."""

    of: ListingOf
    slug: str
    link: Link
    positions: tuple[int, ...]  # of its articles among those of the collection: newest first
    entries: tuple[int, ...]  # of those that lists name: see `Collection.entries`
    kind: str = ""
    description: str = ""
    names: tuple[str, ...] = ()


Used = Mapping[str, list[int]]
"""The positions of the articles that name something so, by how they spell it."""


def tags_of(
    dated: list[Article],
    vocabulary: Vocabulary,
    kinds: Mapping[str, str],
    desk_kind: str,
    first: Mapping[int, int],
) -> tuple[TagNames, tuple[Listing, ...]]:
    """The tags of the articles, by name; and what those are shown as that are not shown as they are written.

    A tag is named as the vocabulary has it, else as most articles write it.
    """
    used = used_by(article.tags for article in dated)
    canonical = vocabulary.canonical_slugs()
    slugs = {name: slug for name in used if (slug := canonical.get(tag_slug(name), tag_slug(name)))}
    own = {tag_slug(name): (name, about) for name, about in vocabulary.tags.items()}
    made = {}
    for slug, spelt, names, positions in by_address(used, slugs):
        name, about = own.get(slug, (spelt, About()))
        made[slug] = Listing(
            of="tag",
            slug=slug,
            link=Link(name, tag_url(slug)),
            positions=positions,
            entries=tuple(entries_of(positions, first)),
            kind=kinds.get(slug, ""),
            description=about.description,
            names=names,
        )
    shown = {name: made[slugs[name]].link if name in slugs else None for name in used}
    otherwise = {name: shown[name] for name in sorted(used) if shown[name] != link_of_tag(name)}
    return TagNames(otherwise, kinds, desk_kind), _by_name(made.values())


def listings_of(
    of: ListingOf, named: Iterable[Sequence[str]], url_of: Callable[[str], str], first: Mapping[int, int]
) -> tuple[Listing, ...]:
    """What the articles name, by name; `named` are the names that each has."""
    used = used_by(filter(None, names) for names in named)
    made = (
        Listing(of, slug, Link(name, url_of(slug)), positions, tuple(entries_of(positions, first)), names=names)
        for slug, name, names, positions in by_address(used, {name: tag_slug(name) for name in used})
    )
    return _by_name(made)


def used_by(named: Iterable[Iterable[str]]) -> Used:
    """`named` are the names that each of the articles has, in their order."""
    used: dict[str, list[int]] = defaultdict(list)
    for n, names in enumerate(named):
        for name in dict.fromkeys(names):
            used[name].append(n)
    return used


def by_address(used: Used, slugs: Mapping[str, str]) -> Iterator[tuple[str, str, tuple[str, ...], tuple[int, ...]]]:
    """(slug, the name that most articles write, all names, positions) of what is named. Spellings that make one
    address are one; that they are spellings of one is seen to in `identity`."""
    spellings: dict[str, list[str]] = defaultdict(list)
    for name, slug in slugs.items():
        spellings[slug].append(name)
    for slug, names in spellings.items():
        most_used = min(names, key=lambda name: (-len(used[name]), name))
        positions = used[names[0]] if len(names) == 1 else sorted({n for each in names for n in used[each]})
        yield slug, most_used, tuple(names), tuple(positions)


def _by_name(listings: Iterable[Listing]) -> tuple[Listing, ...]:
    return tuple(sorted(listings, key=lambda listing: (listing.link.title.casefold(), listing.slug)))
