"""Files that hosts ask for by name in the root: what to answer a request with, and what to leave as it is.

`_headers` is read by Netlify (https://docs.netlify.com/manage/routing/headers/) and by Cloudflare Pages
(https://developers.cloudflare.com/pages/configuration/headers/), `.nojekyll` by GitHub Pages, and `favicon.ico` by
browsers. A site may bring its own of each but `.nojekyll`, which is empty.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Iterable, Iterator

import msgspec

from digest.model.planned import Copy, Page
from digest.model.urls import output_path
from digest.model.views import HeadersView, NoJekyllView

HEADERS = "_headers"
NO_JEKYLL = ".nojekyll"
ICON = "favicon.ico"
STATIC_ICON = f"static/{ICON}"
NONE = "'none'"


def policy_of(scripts: Iterable[str]) -> str:
    """The Content-Security-Policy of every page (https://www.w3.org/TR/CSP3/): of what gets into one only these scripts
    run, of which each is known by its SHA-256."""
    digests = (hashlib.sha256(text.encode()).digest() for text in scripts if text)
    hashes = [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
    return f"script-src {' '.join(hashes) or NONE}; object-src 'none'; base-uri 'none'"


def host_pages(base_url: str, own: Collection[str]) -> Iterator[Page]:
    """`own` are the paths of the files that the site brings."""
    if HEADERS not in own:
        view = HeadersView(url=HEADERS, root=base_url, title=HEADERS, feeds=bool(base_url))
        yield Page(output_path(HEADERS), "headers.txt", view, HEADERS)
    yield Page(NO_JEKYLL, "nojekyll.txt", NoJekyllView(url=NO_JEKYLL, root=base_url, title=NO_JEKYLL), NO_JEKYLL)


def icon_in_root(assets: Iterable[Copy], own: Collection[str]) -> Iterator[Copy]:
    """The theme's icon where browsers ask for it."""
    if ICON not in own:
        yield from (msgspec.structs.replace(one, path=ICON) for one in assets if one.path == STATIC_ICON)
