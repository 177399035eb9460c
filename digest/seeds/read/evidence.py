"""What a page's markup says of each line of its text, for those who label the lines."""

from __future__ import annotations

import msgspec

HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
"""The elements of a page's headings below its own."""

_TEXT = frozenset(("p", "li", "blockquote", "tr"))
_LINKED = 5  # tenths


class Evidence(msgspec.Struct, frozen=True):
    """The markup of a line of an article: facts, no verdict.

    `tag` is the element that makes its block, in lower case: `p`, `h2`, `li`, `tr` for a row of a table, `div`.
    `linked` is the share of the block's characters that are links, in tenths, 0 to 10. `hints` are what the names of
    the elements around it (class, id) call it, sorted: keys of `hints` in `data/pages.yaml` (`byline`, `date`, `deck`,
    `kicker`, …). `inside` are the elements around it that say where on the page it stands, sorted: `article`, `main`,
    `header`, `blockquote`, `form`, and `body` for the part of the page that holds most of the article.
    """

    tag: str = ""
    linked: int = 0
    hints: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()

    @property
    def is_of_article(self) -> bool:
        """Whether the line is text, and no link, in the part of the page that holds most of the article."""
        return "body" in self.inside and self.linked < _LINKED and (self.tag in _TEXT or self.tag in HEADINGS)
