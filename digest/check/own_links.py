"""Links to the site itself by its full address, which no build follows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from digest.check.elements import LineOf
from digest.check.finding import Finding, warning
from digest.model.article import Article
from digest.model.urls import output_path
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
    article: Article, own: Mapping[str, str], files: Collection[str], line_of: LineOf
) -> Iterator[Finding]:
    """Of the addresses that are the site's, each with its path there, those that lead to none of its `files`."""
    for address, path in own.items():
        if output_path(path) not in files and f"{path}/index.html" not in files:
            fact = f"links to {address}, which is not a page of this site."
            remedy = "Link to the article's file, which is followed when it moves."
            yield warning("own-link", CONTENT + article.path, line_of(article.path, address), fact, remedy)
