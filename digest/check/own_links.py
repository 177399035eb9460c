"""Links to the site itself by its full address, which no build follows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from digest.check.elements import LinesOf
from digest.check.finding import Finding, warning
from digest.content.links import target_of
from digest.model.article import Article
from digest.model.urls import output_path, place_like
from digest.site.references import CONTENT


def own_path(address: str, base_url: str) -> str | None:
    """The path, from the site's root, of an address on the web that is the site's; None if it is another's."""
    try:
        found, base = urlsplit(address), urlsplit(base_url)
        is_same = found.hostname == base.hostname and found.port == base.port
    except ValueError:  # no address at all
        return None
    root = base.path.rstrip("/") + "/"
    if not base_url or not is_same or not f"{found.path}/".startswith(root):
        return None
    return unquote(found.path[len(root) :])


def dead_own_links(
    article: Article,
    own: Mapping[str, str],
    files: Collection[str],
    article_at: Callable[[str], Article | None],
    lines_of: LinesOf,
) -> Iterator[Finding]:
    """Of the addresses that are the site's, each with its path there, those that lead to none of its `files`, or to no
    place in the article that has this path."""
    for address, path in own.items():
        if told := _told(address, path, files, article_at):
            for line in lines_of(article.path, address):
                yield warning("own-link", CONTENT + article.path, line, *told)


def _told(
    address: str, path: str, files: Collection[str], article_at: Callable[[str], Article | None]
) -> tuple[str, str] | None:
    """A fact and a remedy."""
    found = article_at(path if path.endswith("/") else f"{path}/")
    if output_path(path) not in files and f"{path}/index.html" not in files:
        if found:
            return f"links to {address}, which is not published now.", "It leads nowhere."
        remedy = "Link to the article's file, which is followed when it moves."
        return f"links to {address}, which is not a page of this site.", remedy
    _, id = target_of(address, "")
    if found and id and id not in found.ids:
        return f"links to {address}, and '#{id}' is no place there.", place_like(id, found.ids)
    return None
