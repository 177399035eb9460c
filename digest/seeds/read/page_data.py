"""What a web page says for machines, as it stands there: `<meta>` and schema.org's JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from digest.seeds.words.folding import folded


class Linked(msgspec.Struct, frozen=True):
    """Objects of schema.org: the page's `articles`, that which it is about first; its `pages`; its `sites`, the
    organisations among them."""

    articles: tuple[dict[str, Any], ...] = ()
    pages: tuple[dict[str, Any], ...] = ()
    sites: tuple[dict[str, Any], ...] = ()


_MOST_OBJECTS = 1_000  # of a page
_PARTS = ("@graph", "mainEntity", "mainEntityOfPage", "isPartOf", "publisher", "hasPart")


def metas_of(root: Any) -> list[tuple[str, str]]:
    """The names, in lower case, and contents of the page's `<meta>`, in order; empty ones left out."""
    out = []
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if name and (content := " ".join((meta.get("content") or "").split())):
            out.append((name.lower(), content))
    return out


def linked_data(root: Any, title: str) -> Linked:
    """`title` tells which of several articles the page is about."""
    found: list[tuple[str, dict[str, Any]]] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            try:
                for one in _objects(json.loads(script.text or "", strict=False)):
                    if len(found) < _MOST_OBJECTS:
                        found.append(one)
            except (ValueError, RecursionError):
                continue
    articles = [one for kind, one in found if kind == "article"]
    articles.sort(key=lambda one: not title or folded(str(one.get("headline") or "")) != folded(title))
    pages, sites = ([one for kind, one in found if kind == wanted] for wanted in ("page", "site"))
    return Linked(tuple(articles), tuple(pages), tuple(sites))


def _objects(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each object with its kind; a list of teasers (`itemListElement`) is none of the page's own."""
    if isinstance(value, list):
        for one in value:
            yield from _objects(one)
    elif isinstance(value, dict):
        kinds = value.get("@type") or ""
        for kind in map(str, kinds if isinstance(kinds, list) else [kinds]):
            if kind.endswith(("Article", "Posting", "Report")):
                yield "article", value
                break
            if kind.endswith("WebPage"):
                yield "page", value
                break
            if kind == "WebSite" or kind.endswith("Organization"):
                yield "site", value
                break
        for part in _PARTS:
            yield from _objects(value.get(part))


def names_of_things(values: Iterable[Any]) -> Iterator[str]:
    """The names of schema.org's people and organisations."""
    for value in values:
        if isinstance(value, list):
            yield from names_of_things(value)
        elif isinstance(value, dict):
            yield from names_of_things([value.get("name")])
        elif isinstance(value, str) and value.strip():
            yield " ".join(value.split())
