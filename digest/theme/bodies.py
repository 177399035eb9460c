"""The stored HTML of a body → the HTML that one page shows."""

from __future__ import annotations

import re

from digest.model.views import Body


def expand(stored: str, body: Body, root: str, index: str) -> str:
    """Puts addresses in the place of the markers in `stored`.

    `root` leads from the page to the site's root; `index` is what a link to a folder ends in. An image gets its
    width and height, so that the page does not jump while it loads. A link that leads nowhere now becomes plain.
    """
    for embed in body.embeds:
        marker = re.escape(embed.marker)
        if embed.url is None:
            stored = re.sub(rf'\s(?i:href|src|poster)="{marker}[^"]*"', "", stored)
            continue
        folder = not embed.url or embed.url.endswith("/")
        address = (f"{root}{embed.url}{index if folder else ''}" or "./").replace("&", "&amp;")
        if embed.width:
            size = f' width="{embed.width}" height="{embed.height}" src='
            unsized = rf"(?i)(<img\b(?![^>]*\s(?:width|height)=)[^>]*?)\ssrc=(?=\"{marker})"
            stored = re.sub(unsized, rf"\g<1>{size}", stored)
        stored = stored.replace(embed.marker, address)
    return stored
