"""The steps from a seed's bytes to its drafts: done here, where they are sure to be quick, or in a process apart."""

from __future__ import annotations

from collections.abc import Callable

from digest.seeds.allowance import go_on
from digest.seeds.apart import Apart, Words
from digest.seeds.decoding import Decoded
from digest.seeds.draft import Draft
from digest.seeds.drafting import draft_seed
from digest.seeds.formats import read_seeds
from digest.seeds.formats.kinds import sort_of
from digest.seeds.recurring import NONE, Recurring
from digest.seeds.several import parts_of

# Of 598 seeds of many publishers the longest has 80,000 characters, on 700 lines, and its longest line 9,000.
_LONG, _MANY_LINES, _LONG_LINE = 200_000, 4_000, 20_000


class Reading:
    """The steps, with the words of a site. To be closed in the end."""

    def __init__(self, words: Words) -> None:
        self._words, self._apart = words, Apart(words)

    def texts(self, name: str, data: bytes) -> tuple[Decoded, ...]:
        """The texts of the file called `name`: see `read_seeds`. Raises SeedError, as all steps do."""
        if is_at_hand(name, data):
            return read_texts(self._words, name, data)
        return self._apart.do(read_texts, name, data)

    def parts(self, name: str, decoded: Decoded, draft: Callable[[Decoded], Draft]) -> tuple[Decoded, ...]:
        """The articles in a text: see `parts_of`. `draft` may not be asked."""
        if is_quick(decoded):
            return parts_of(decoded, self._words.lexicon, draft)
        return self._apart.do(parts_of_text, name, decoded)

    def draft(self, name: str, decoded: Decoded, recurring: Recurring = NONE) -> Draft:
        """The draft of a text: see `draft_seed`."""
        if is_quick(decoded):
            return draft_text(self._words, name, decoded, recurring)
        return self._apart.do(draft_text, name, decoded, recurring)

    def close(self) -> None:
        self._apart.close()


def is_at_hand(name: str, data: bytes) -> bool:
    """Whether the bytes are a text of the length of an article's."""
    return len(data) <= _LONG and not data.startswith(b"PK") and sort_of(name, data).kind in ("text", "markdown")


def is_quick(decoded: Decoded) -> bool:
    """Whether a text is in length and form as those of articles are, so that no pass over it takes long."""
    text = decoded.text
    if len(text) > _LONG or text.count("\n") > _MANY_LINES:
        return False
    return len(text) <= _LONG_LINE or max(map(len, text.split("\n"))) <= _LONG_LINE


def read_texts(words: Words, name: str, data: bytes) -> tuple[Decoded, ...]:
    return read_seeds(name, data, words.lexicon)


def parts_of_text(words: Words, name: str, decoded: Decoded) -> tuple[Decoded, ...]:
    def draft(part: Decoded) -> Draft:
        go_on()
        return draft_text(words, name, part)

    return parts_of(decoded, words.lexicon, draft)


def draft_text(words: Words, name: str, decoded: Decoded, recurring: Recurring = NONE) -> Draft:
    return draft_seed(name, decoded, words.lexicon, words.gazetteer, recurring)
