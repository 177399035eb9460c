"""The stored HTML of a body → the HTML that one page shows."""

from __future__ import annotations

import re

from digest.model.shown import Body, Embed

_MARKER = re.compile("\ue000[0-9]+\ue001")
_LINKED = re.compile(r' [^\s="<>/]+="[^"]*\ue000[0-9]+\ue001[^"]*"')
_IMAGE = re.compile(r'<img((?: [^\s="<>/]+(?:="[^"]*")?)*)>')
_LINK = re.compile(r'<a(?: [^\s="<>/]+(?:="[^"]*")?)*>')
_PLACE = ' href="#'
_SOURCE = re.compile(' src="(\ue000[0-9]+\ue001)"')
_SIZE = re.compile(r" (?:width|height)=")


def expand(stored: str, body: Body, root: str, index: str) -> str:
    """Puts addresses in the place of the markers in `stored`, which stand in attributes between quotation marks.

    `root` leads from the page to the site's root; `index` is what a link to a folder ends in. An image gets its
    width and height, so that the page does not jump while it loads. A link that leads nowhere now becomes plain.
    """
    if not body.embeds:
        return stored
    embeds = {embed.marker: embed for embed in body.embeds}

    def attribute(found: re.Match[str]) -> str:
        if any(embeds[marker].url is None for marker in _MARKER.findall(found[0])):
            return ""
        return _MARKER.sub(lambda marker: _address(embeds[marker[0]], root, index), found[0])

    def image(found: re.Match[str]) -> str:
        attributes: str = found[1]
        source = _SOURCE.search(attributes)
        embed = embeds[source[1]] if source else None
        if source is None or embed is None or not embed.width or _SIZE.search(attributes):
            return found[0]
        size = f' width="{embed.width}" height="{embed.height}"'
        # Before the attribute itself: words of others may read like it.
        return f"<img{attributes[: source.start()]}{size}{attributes[source.start() :]}>"

    if any(embed.width for embed in body.embeds):
        stored = _IMAGE.sub(image, stored)
    return _LINKED.sub(attribute, stored)


def led_to_page(html: str, address: str) -> str:
    """A body that stands elsewhere than on its page, which is at `address`: links to places in it lead there."""
    if _PLACE not in html:
        return html
    start = address.replace("&", "&amp;").replace('"', "&quot;")
    return _LINK.sub(lambda found: found[0].replace(_PLACE, f' href="{start}#', 1), html)


def _address(embed: Embed, root: str, index: str) -> str:
    url = embed.url or ""
    address = f"{root}{url}{index if not url or url.endswith('/') else ''}" or "./"
    return address.replace("&", "&amp;").replace('"', "&quot;")
