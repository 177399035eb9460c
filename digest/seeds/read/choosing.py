"""A page's blocks → those of its article.

Two answers are weighed against each other. The extraction of the article (trafilatura) knows what prose of a page
belongs together, by rules that were set on thousands of pages; the page's own tree knows where the article ends, what
is a list, a heading or a table in it, and what its makers call a promotion. What the extraction has found tells which
part of the tree is the article's; there all is kept that nothing speaks against. To lose a paragraph is the worse
error: of what is left too much, the passes over the text know a share line from a sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

import msgspec

from digest.seeds import data
from digest.seeds.read.blocks import Block, Blocks
from digest.seeds.read.evidence import HEADINGS
from digest.seeds.words.folding import folded
from digest.seeds.words.sentences import is_prose

_SHORT = 3  # words; a shorter block may stand in the article by chance
_MOST = 0.8  # of the article's prose stands in the part of the page that is the article's
_NOT_A_MARGIN = 0.34  # of it: what holds so much of it is the article's frame, whatever it is called
_CARD = 60  # words of the teaser of another article
_LABEL = 8  # words of what stands above links (`Read more:`)
_SENTENCE = 12  # words; a shorter one tells what is in a picture
_LONG = 30  # words of a paragraph that is no caption, though it stands below a picture
_HEAD = 12  # blocks below the headline in which byline and date stand
_TIME = re.compile(r"\b(?:(?:19|20)\d\d|[012]?\d[:.h]\d\d)\b")
_NAME = re.compile(r"[^\W\d_]{5}")  # or a month: a date in words the passes know by themselves
_COUNTER = re.compile(
    r"(?:(?:list|slide|image|photo|picture|bild|foto|page|diapositive)\s*)?\d{1,3}\s*(?:/|of|von|de|sur|av)\s*\d{1,3}"
    r"|list of \d+ items?|end of list|-+\s*30\s*-+",
    re.I,
)
"""What numbers the pictures or items of a row for those who cannot see it."""


def chosen(page: Blocks, extracted: str, title: str = "", known: Collection[str] = ()) -> list[Block]:
    """The blocks of the article in their order, of which `extracted` is what the extraction found and `title` the
    headline. All outside of margins, if it found nothing. Of what is `known` (`day`, `author`) no line below the
    headline is needed to tell it."""
    found = found_in(page.blocks, extracted)
    return _Choice(page, found, title, known).made()


def found_in(blocks: Sequence[Block], extracted: str) -> frozenset[int]:
    """The indices of those blocks that stand in the extracted text."""
    lines = [folded(line) for line in extracted.split("\n")]
    joined, whole = f" {' '.join(lines)} ", frozenset(lines)
    return frozenset(i for i, block in enumerate(blocks) if _stands_in(block, joined, whole))


def _stands_in(block: Block, joined: str, whole: Collection[str]) -> bool:
    words = folded(block.text)
    if words.count(" ") + 1 < _SHORT:
        return bool(words) and words in whole
    return f" {words} " in joined


def is_text(text: str) -> bool:
    """Whether a block is prose, in a language without spaces between words too."""
    return is_prose(text) or "。" in text


class _Choice:
    """The steps to it, each of which looks at what the one before has found."""

    def __init__(self, page: Blocks, found: frozenset[int], title: str, known: Collection[str]) -> None:
        self._page, self._blocks, self._found = page, page.blocks, found
        self._title, self._known = folded(title), known
        self._weak = data.pages().weak | {"<figure>", "<aside>"}
        self._prose = frozenset(i for i, block in enumerate(self._blocks) if block.linked < 0.5 and is_text(block.text))
        self._sought = self._found & self._prose
        self._frames = self._margins_that_are_none()
        self._weights = self._weights_of_elements()
        self._root = self._element_with_most()
        self._dropped = self._spoken_against()

    def made(self) -> list[Block]:
        kept = self._kept() or [i for i in range(len(self._blocks)) if i not in self._dropped]
        kept = kept or [i for i, block in enumerate(self._blocks) if block.linked < 0.5] or [*range(len(self._blocks))]
        items = Counter(self._blocks[i].items for i in kept if self._blocks[i].mark)
        out = []
        for i in kept:
            block = self._blocks[i]
            if block.mark and items[block.items] == 1:  # no list
                block = msgspec.structs.replace(block, mark="")
            if self._stands_below(block.element, self._root):
                block = msgspec.structs.replace(block, inside=block.inside | {"body"})
            out.append(block)
        return out

    def _margins_that_are_none(self) -> frozenset[int]:
        """Margins by their kind or name that hold a good part of what the extraction took for the article."""
        sought = self._sought
        most = _NOT_A_MARGIN * sum(self._blocks[i].words for i in sought)
        held, named = Counter[int](), Counter[str]()
        for i in sought:
            held.update(dict.fromkeys(self._blocks[i].margins, self._blocks[i].words))
        frames = {margin for margin, words in held.items() if words > most}
        # A name that the parts of the article have too (`widget`) tells nothing on this page.
        for i in sought:
            margins = [margin for margin in self._blocks[i].margins if margin not in frames]
            named.update(
                dict.fromkeys({name for n in margins for name in self._page.margins[n]}, self._blocks[i].words)
            )
        common = {name for name, words in named.items() if words > most}
        return frozenset(frames | {n for n, names in self._page.margins.items() if common.issuperset(names)})

    def _in_margin(self, i: int) -> bool:
        """Whether a block stands in what is no part of an article: a sentence that the extraction found does not where
        only a weak word says so, nor a long one below a picture."""
        names = {name for n in self._blocks[i].margins if n not in self._frames for name in self._page.margins[n]}
        if i in self._sought:
            long = self._blocks[i].tag == "p" and self._blocks[i].words >= _LONG
            if self._blocks[i].words < _SENTENCE:
                return bool(names)
            weak = self._weak if long else {name for name in self._weak if "caption" not in name}
            return not weak.issuperset(names)
        return bool(names)

    def _weights_of_elements(self) -> dict[int, float]:
        """The words of prose in each element, where the extraction found nothing of them by half."""
        weights: dict[int, float] = defaultdict(float)
        for i in self._prose:
            block = self._blocks[i]
            if self._in_margin(i):
                continue
            for element in (*self._around(block), 0):
                weights[element] += block.words * (1 if i in self._found else 0.5)
        return weights

    def _element_with_most(self) -> int:
        """The innermost element with most of the prose; 0 where there is none."""
        total = self._weights.get(0, 0.0)
        return max((n for n, weight in self._weights.items() if weight >= _MOST * total), default=0)

    def _stands_below(self, element: int, root: int) -> bool:
        while element > root:
            element = self._page.above[element]
        return element == root

    def _spoken_against(self) -> set[int]:
        """What is no part of an article for its place, name or form."""
        blocks = self._blocks
        dropped = {i for i, block in enumerate(blocks) if self._in_margin(i) or self._is_noise(i, block)}
        cards = self._cards()
        dropped |= {i for i, block in enumerate(blocks) if block.container in cards}
        lists = self._lists_of_links()
        for i, block in enumerate(blocks):
            if i not in dropped and not lists.isdisjoint(self._around(block)):
                dropped.add(i)
        for i in range(len(blocks) - 1, -1, -1):
            if i not in dropped and self._is_label(blocks[i]) and self._leads_nowhere(i, dropped):
                dropped.add(i)
        return dropped

    def _is_noise(self, i: int, block: Block) -> bool:
        if not re.search(r"\w", block.text) or _COUNTER.fullmatch(block.text):
            return True
        if block.linked < 0.5 or folded(block.text) == self._title:
            return False
        # A sentence with a link to its proof, or one that is such a link and long, among the sentences of the article.
        of_it = i in self._found and block.tag == "p" and block.text.endswith((".", "!", "?", ":", "”", '"'))
        return not (of_it and block.words > (_LABEL if block.linked < 0.9 else _CARD / 4))

    def _around(self, block: Block) -> Iterator[int]:
        """The elements around a block, the nearest first."""
        at = block.element
        while at:
            yield at
            at = self._page.above[at]

    def _lists_of_links(self) -> set[int]:
        """The elements whose words are links by half or more, two of them at least: what stands between those is of
        them (`2 days ago`). None around the article's prose is one."""
        words, linked, links = Counter[int](), Counter[int](), Counter[int]()
        for block in self._blocks:
            for element in self._around(block):
                words[element] += block.words
                if block.linked >= 0.5 and folded(block.text) != self._title:
                    linked[element] += block.words
                    links[element] += 1
        total = self._weights.get(0, 0.0)
        return {
            element
            for element, count in links.items()
            if count > 1 and linked[element] * 2 >= words[element] and self._weights.get(element, 0.0) <= total / 8
        }

    def _cards(self) -> set[int]:
        """The elements that are teasers: a headline that is a link, and some words below it."""
        words: Counter[int] = Counter()
        for block in self._blocks:
            words[block.container] += block.words
        total = self._weights.get(0, 0.0)
        cards = {
            block.container
            for block in self._blocks
            if block.tag in HEADINGS
            and block.linked >= 0.8
            and folded(block.text) != self._title
            and words[block.container] <= _CARD + block.words
            and self._weights.get(block.container, 0.0) <= total / 4
        }
        # An article may be a row of such: news in brief.
        sought = self._sought
        inside = sum(self._blocks[i].words for i in sought if self._blocks[i].container in cards)
        return cards if inside * 2 <= sum(self._blocks[i].words for i in sought) else set()

    @staticmethod
    def _is_label(block: Block) -> bool:
        if is_prose(block.text):
            return False
        return block.tag in HEADINGS or (block.words <= _LABEL and not block.mark)

    def _leads_nowhere(self, i: int, dropped: Collection[int]) -> bool:
        """Whether a heading or label stands above links alone, or there is nothing below it."""
        blocks = self._blocks
        if folded(blocks[i].text) == self._title or i + 1 == len(blocks):
            return False
        below = blocks[i + 1]
        if i + 1 in dropped and below.linked >= 0.5 and "byline" not in below.hints:
            return below.element != self._root or bool(below.mark) or blocks[i].tag != "p"
        if blocks[i].tag not in HEADINGS or i + 1 not in dropped:
            return False
        return not any(
            n not in dropped
            for n in range(i + 1, min(len(blocks), i + 40))
            if self._stands_below(blocks[n].element, self._root)
        )

    def _kept(self) -> list[int]:
        """In the article's part of the page all that nothing speaks against; outside of it what the extraction found
        too, and headline, deck, byline and date above it."""
        blocks = self._blocks
        prose = [i for i in sorted(self._prose) if i not in self._dropped and self._is_of_it(i)]
        first, last = (prose[0], prose[-1]) if prose else (0, len(blocks) - 1)
        headline = self._headline(first)
        return [
            i
            for i, block in enumerate(blocks)
            if (i not in self._dropped or (headline < i < first and self._is_byline(i)))
            and not ((headline < i < first or i > last) and self._is_known(i, last))
            and (
                self._is_of_it(i)
                or i == headline
                or first < i < last
                or (headline < i < first and self._tells_of_it(i, headline))
            )
            and (i >= headline or i in self._found)
        ]

    def _is_known(self, i: int, last: int) -> bool:
        """Whether a line, with a byline or without, tells a date or a time that is known, and no more. Below the
        article's `last` sentence all is such that is called a date."""
        block = self._blocks[i]
        if i > last:
            return "day" in self._known and "date" in block.hints
        if "day" not in self._known or ("author" not in self._known and _NAME.search(block.text)):
            return False
        told = not block.hints.isdisjoint(("byline", "date")) or block.words <= _LABEL
        return told and i not in self._prose and block.tag not in HEADINGS and _TIME.search(block.text) is not None

    def _is_byline(self, i: int) -> bool:
        """Whether a block is called so that is left out for being a link to its author."""
        block = self._blocks[i]
        return "byline" in block.hints and block.words <= _LABEL and not self._in_margin(i)

    def _is_of_it(self, i: int) -> bool:
        block = self._blocks[i]
        return self._stands_below(block.element, self._root) or (i in self._found and self._in_scope(block))

    def _in_scope(self, block: Block) -> bool:
        """Whether a block outside of the article's part of the page stands in the same frame."""
        frame = self._root
        while frame and self._page.tags[frame] not in ("article", "main", "body"):
            frame = self._page.above[frame]
        return self._stands_below(block.element, frame)

    def _headline(self, first: int) -> int:
        """The index of the article's headline, of the heading next above its first sentence if none is its title;
        -1 if there is none."""
        above = [
            i
            for i, block in enumerate(self._blocks[: first + 1])
            if block.tag in ("h1", "h2") and i not in self._dropped
        ]
        titles = [i for i in above if folded(self._blocks[i].text) == self._title]
        return (titles or [i for i in above if self._blocks[i].tag == "h1"] or [-1])[-1]

    def _tells_of_it(self, i: int, headline: int) -> bool:
        block = self._blocks[i]
        near = i - headline <= _HEAD
        return near and (
            i in self._found or is_prose(block.text) or not block.hints.isdisjoint(("byline", "date", "deck"))
        )
