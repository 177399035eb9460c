"""What articles name: their tags, sources and authors, and which articles each has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec

from digest.model.shown import Link, ListingOf
from digest.model.urls import tag_slug, tag_url
from digest.settings.vocabulary import Tag as About
from digest.settings.vocabulary import Vocabulary
from digest.site.newest_first import Shift
from digest.site.reports import entries_of

Kinds = Callable[[], Mapping[str, str]]
"""The kinds of tags by the last steps of their addresses, read when they are asked for."""

Named: TypeAlias = ListingOf | Literal["story"]
"""What articles name."""

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
    """The articles of a tag, a source or an author, of which `names` are the spellings in articles; `kind` and
    `description` are those of a tag."""

    of: ListingOf
    slug: str
    link: Link
    positions: tuple[int, ...]  # of its articles among those of the collection: newest first
    entries: tuple[int, ...]  # of those that lists name: see `Collection.entries`
    kind: str = ""
    description: str = ""
    names: tuple[str, ...] = ()


class Uses(msgspec.Struct, frozen=True):
    """The articles that name one thing: their places, newest first, and how many of them spell it how, by spelling."""

    positions: tuple[int, ...]
    spellings: Mapping[str, int]

    @property
    def commonest(self) -> str:
        """As most write it."""
        return min(self.spellings, key=lambda name: (-self.spellings[name], name))


Used = Mapping[str, Uses]
"""What articles name, by the last steps of the addresses. Spellings that make one address are one; that they are
spellings of one is seen to in `identity`."""


def used_by(named: Iterable[tuple[int, Iterable[str]]]) -> Mapping[str, Sequence[int]]:
    """`named` are the names that the article at each place has, in the order of the places."""
    used: dict[str, list[int]] = defaultdict(list)
    for n, names in named:
        for name in dict.fromkeys(names):
            used[name].append(n)
    return used


def by_address(used: Mapping[str, Sequence[int]], slug_of: Callable[[str], str]) -> dict[str, Uses]:
    spellings: dict[str, list[str]] = defaultdict(list)
    for name in sorted(used):
        spellings[slug_of(name)].append(name)
    return {
        slug: Uses(
            tuple(used[names[0]] if len(names) == 1 else sorted({n for each in names for n in used[each]})),
            {name: len(used[name]) for name in names},
        )
        for slug, names in spellings.items()
    }


def renewed_uses(before: Used, shift: Shift, left: Used, came: Used) -> dict[str, Uses]:
    """What articles name after some `left` and others `came`."""
    found = dict(before)
    for slug, uses in before.items():
        if (positions := shift.of(uses.positions)) is not uses.positions:
            found[slug] = Uses(positions, uses.spellings)
    for slug in sorted({*left, *came}):
        stayed, new = found.get(slug, _NO_USES), came.get(slug, _NO_USES)
        counts = Counter(stayed.spellings)
        counts.subtract(left.get(slug, _NO_USES).spellings)
        counts.update(new.spellings)
        spellings = {name: counts[name] for name in sorted(counts) if counts[name]}
        if spellings:
            found[slug] = Uses(tuple(sorted((*stayed.positions, *new.positions))), spellings)
        else:
            found.pop(slug, None)
    return found


_NO_USES = Uses((), {})


def slugs_of_tags(vocabulary: Vocabulary) -> Callable[[str], str]:
    """The last steps of the addresses that tags have; "" of those that are banned."""
    canonical = vocabulary.canonical_slugs()

    def slug_of(name: str) -> str:
        slug = tag_slug(name)
        return canonical.get(slug, slug)

    return slug_of


def tags_of(
    used: Used, vocabulary: Vocabulary, kinds: Mapping[str, str], desk_kind: str, first: Mapping[int, int]
) -> tuple[TagNames, tuple[Listing, ...]]:
    """The tags of the articles, by name; and what those are shown as that are not shown as they are written.

    A tag is named as the vocabulary has it, else as most articles write it.
    """
    own = {tag_slug(name): (name, about) for name, about in vocabulary.tags.items()}
    made = {}
    otherwise: dict[str, Link | None] = {}
    for slug, uses in used.items():
        link = None
        if slug:
            name, about = own.get(slug) or (uses.commonest, About())
            link = Link(name, tag_url(slug))
            made[slug] = Listing(
                of="tag",
                slug=slug,
                link=link,
                positions=uses.positions,
                entries=tuple(entries_of(uses.positions, first)),
                kind=kinds.get(slug, ""),
                description=about.description,
                names=tuple(uses.spellings),
            )
        otherwise.update((name, link) for name in uses.spellings if link != link_of_tag(name))
    return TagNames(dict(sorted(otherwise.items())), kinds, desk_kind), _by_name(made.values())


def listings_of(
    of: ListingOf, used: Used, url_of: Callable[[str], str], first: Mapping[int, int]
) -> tuple[Listing, ...]:
    """What the articles name, by name."""
    made = (
        Listing(
            of=of,
            slug=slug,
            link=Link(name := uses.commonest, url_of(name)),
            positions=uses.positions,
            entries=tuple(entries_of(uses.positions, first)),
            names=tuple(uses.spellings),
        )
        for slug, uses in used.items()
    )
    return _by_name(made)


def _by_name(listings: Iterable[Listing]) -> tuple[Listing, ...]:
    return tuple(sorted(listings, key=lambda listing: (listing.link.title.casefold(), listing.slug)))
