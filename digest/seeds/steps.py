"""The steps from a seed's bytes to its drafts: done here, where they are sure to be quick, or in a process apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from digest.apart import Apart, TooMuchError, go_on
from digest.seeds.draft import Draft
from digest.seeds.drafting import draft_seed
from digest.seeds.label.learned_lines import NOTHING, Learned
from digest.seeds.read import read_seeds
from digest.seeds.read.decoding import Decoded
from digest.seeds.read.kinds import sort_of
from digest.seeds.refused import PassingError, SeedError, mistake
from digest.seeds.several import parts_of
from digest.seeds.words.site_words import Words, words_of
from digest.settings.config import ImportSettings
from digest.settings.vocabulary import Vocabulary

P = ParamSpec("P")
T = TypeVar("T")

# Of 598 seeds of many publishers the longest has 80,000 characters, on 700 lines, and its longest line 9,000.
_LONG, _MANY_LINES, _LONG_LINE = 200_000, 4_000, 20_000


_ALONE = "Save the article's text alone in a .txt file, and import that."
_REFUSALS = {
    "time": SeedError("To read it takes longer than an article takes.", _ALONE),
    "memory": SeedError("To read it takes more memory than an article takes.", _ALONE),
    "broke": SeedError("The program that reads such files broke down at it.", _ALONE),
    "started": PassingError("It is read by a process of its own, and that cannot be started.", "Import it again."),
}


class Reading:
    """The steps, with the words of a site. To be closed in the end."""

    def __init__(self, words: Words) -> None:
        self.words, self._apart = words, Apart()

    def texts(self, name: str, data: bytes) -> tuple[Decoded, ...]:
        """The texts of the file called `name`: see `read_seeds`. Raises SeedError, as all steps do."""
        if is_at_hand(name, data):
            return read_texts(self.words, name, data)
        return self._do(read_texts, name, data)

    def parts(self, name: str, decoded: Decoded, draft: Callable[[Decoded], Draft]) -> tuple[Decoded, ...]:
        """The articles in a text: see `parts_of`. `draft` may not be asked."""
        if self._is_quick(decoded):
            return parts_of(decoded, self.words.lexicon, draft)
        return self._do(parts_of_text, name, decoded)

    def draft(self, name: str, decoded: Decoded, learned: Learned = NOTHING) -> Draft:
        """The draft of a text: see `draft_seed`."""
        if self._is_quick(decoded):
            return draft_text(self.words, name, decoded, learned)
        return self._do(draft_text, name, decoded, learned)

    def _is_quick(self, decoded: Decoded) -> bool:
        return is_quick(decoded) and not self.words.settings.patterns  # a site's own may go round and round

    def close(self) -> None:
        self._apart.close()

    def _do(self, work: Callable[Concatenate[Words, str, P], T], name: str, *args: P.args, **_: P.kwargs) -> T:
        """What `work(words, name, *args)` gives, in a process apart."""
        try:
            words = self.words.settings, self.words.vocabulary
            found, refusal = self._apart.do(name, done, *words, work, name, *args)
        except TooMuchError as error:
            raise _REFUSALS[error.what] from None
        if refusal is not None:
            raise refusal
        return cast(T, found)


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


def draft_text(words: Words, name: str, decoded: Decoded, learned: Learned = NOTHING) -> Draft:
    return draft_seed(name, decoded, words.lexicon, words.gazetteer, learned)


def done(
    settings: ImportSettings, vocabulary: Vocabulary, work: Callable[..., object], *args: Any
) -> tuple[object, SeedError | None]:
    """What `work` gives with a site's words, or why it gives nothing."""
    try:
        return work(words_of(settings, vocabulary), *args), None
    except SeedError as error:
        return None, error
    except MemoryError:
        raise
    except Exception as error:
        return None, mistake(error)
