"""The front page, and the page for addresses that do not exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from digest.model.urls import output_path, root_of, year_url
from digest.model.views import Card, HomeView, Link, NotFoundView, Page
from digest.model.words import Words

TOPICS = 12


def home_page(title: str, description: str, cards: tuple[Card, ...], years: Iterable[int]) -> Page:
    """`cards` are the newest articles, newest first; `years` those that have articles."""
    used = Counter(link for card in cards for link in card.tags)
    view = HomeView(
        url="",
        root=root_of(""),
        title=title,
        description=description,
        lead=cards[0] if cards else None,
        cards=cards[1:],
        topics=tuple(sorted(used, key=lambda link: (-used[link], link.title))[:TOPICS]),
        years=tuple(Link(str(year), year_url(year)) for year in years),
    )
    return Page(output_path(""), "home.html", view, "the home page")


def not_found_page(base_url: str, words: Words) -> Page:
    """A host serves this page at any address, so its links start from the path that the site has on its host."""
    view = NotFoundView(url="404.html", root=urlsplit(base_url).path or "/", title=words.text("Page not found"))
    return Page("404.html", "404.html", view, "the page for unknown addresses")
