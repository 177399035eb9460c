"""`sources.yaml`: whose texts the site shows, and how much of each it may show."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from digest.errors import Problem
from digest.settings.config import Config, Length, Republish
from digest.text import read_text
from digest.typed_yaml.load import decode_each
from digest.typed_yaml.messages import Where
from digest.typed_yaml.places import line_of

FILE = "sources.yaml"

LENGTHS: Mapping[Republish, int] = {"full": 0, "excerpt": 120, "summary": 60}
"""How many words are shown where no length is set."""

Name = Annotated[str, Meta(min_length=1, title="a name")]


class Listed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What sources.yaml says of a source, below its name as it stands in articles."""

    url: Annotated[
        str,
        Meta(
            pattern=r"^(https?://[^\s/?#]+\S*)?$",
            title="a web address such as https://example.org/",
            description="Its own address; articles whose source has an address on this host are of this source too.",
        ),
    ] = ""
    licence: Annotated[str, Meta(description="The licence of its texts: a name, or the licence's address.")] = ""
    republish: Annotated[
        Republish | None, Meta(description="How much of a text is shown; the site's 'unlisted_sources' if left out.")
    ] = None
    length: Annotated[Length | None, Meta(description="Words of an excerpt [120] or a summary [60].")] = None
    aliases: Annotated[tuple[Name, ...], Meta(description="Other names that articles give it.")] = ()


class Terms(msgspec.Struct, frozen=True):
    """What may be shown of an article, in words, and what is told of its source where the article does not say."""

    republish: Republish = "full"
    length: int = 0
    url: str = ""
    licence: str = ""


class Rights(msgspec.Struct, frozen=True):
    """The terms of every source: of those that are listed by their names and by their hosts."""

    names: Mapping[str, Terms] = {}
    hosts: Mapping[str, Terms] = {}
    unlisted: Terms = Terms()

    def terms_of(self, origin: str) -> Terms:
        """The terms for articles of an origin, as `origin_of` gives it. A name counts more than a host."""
        if not origin:
            return Terms()
        return self._listed(origin) or self.unlisted

    def is_full_unasked(self, name: str, url: str) -> bool:
        """Whether articles of a source are shown in full though nobody has said so of it."""
        origin = origin_of(name, url)
        return bool(origin) and self.unlisted.republish == "full" and self._listed(origin) is None

    def _listed(self, origin: str) -> Terms | None:
        name, _, host = origin.partition("\n")
        return self.names.get(name) or self.hosts.get(host)


def origin_of(name: str, url: str) -> str:
    """All that tells which terms are an article's, of its source's name and address; "" for the site's own."""
    return f"{_folded(name)}\n{host_of(url)}" if name or url else ""


def load_sources(site: Path, config: Config) -> tuple[Rights, tuple[Problem, ...]]:
    """The rights that `site`/sources.yaml (UTF-8) and the settings give, and every problem in that file.

    What is faulty is left out beside the problem, so that the rest of the site can still be checked.
    """
    default = config.unlisted_sources
    unlisted = Terms(default.republish, default.length or LENGTHS[default.republish])
    if not os.path.lexists(site / FILE):
        return Rights(unlisted=unlisted), ()
    text, problem = read_text(site / FILE, FILE)
    if problem:
        return Rights(unlisted=unlisted), (problem,)
    listed, problems = decode_each(text, Listed, path=FILE)
    names: dict[str, Terms] = {}
    hosts: dict[str, Terms] = {}
    for name, source in listed.items():
        terms = _terms(source, unlisted)
        names |= dict.fromkeys(map(_folded, (name, *source.aliases)), terms)
        if host := host_of(source.url):
            hosts[host] = terms
    return Rights(names, hosts, unlisted), (*problems, *_repeated(listed, text))


def _terms(source: Listed, unlisted: Terms) -> Terms:
    republish = source.republish or unlisted.republish
    usual = unlisted.length if source.republish is None else LENGTHS[republish]
    return Terms(republish, source.length or usual, source.url, source.licence)


def _repeated(listed: Mapping[str, Listed], text: str) -> Iterator[Problem]:
    """Names and hosts by which two of the sources would be known."""
    names: dict[str, str] = {}
    hosts: dict[str, str] = {}

    def problem(where: Where, fact: str, remedy: str) -> Problem:
        return Problem(FILE, line_of(text, where), fact, remedy)

    for name in listed:
        if other := names.get(_folded(name)):
            yield problem((name,), f"'{name}' is the same source as '{other}'.", "Keep one of them.")
        names.setdefault(_folded(name), name)
    for name, source in listed.items():
        for n, alias in enumerate(source.aliases):
            if (other := names.setdefault(_folded(alias), name)) != name:
                fact = f"'{alias}' in 'aliases' of '{name}' is a name of '{other}' too."
                yield problem((name, "aliases", n), fact, "Keep one of them.")
        host = host_of(source.url)
        if host and (other := hosts.setdefault(host, name)) != name:
            fact = f"'{name}' has an address on {host}, and so has '{other}'."
            yield problem((name, "url"), fact, "Leave 'url' out of one of them: its articles are known by its name.")


def _folded(name: str) -> str:
    """The name without regard to case, the width of letters and the space between words."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def host_of(url: str) -> str:
    """The host of an address, without www; "" if it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # such as http://[
        return ""
    return host.rstrip(".").removeprefix("www.")
