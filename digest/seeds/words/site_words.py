"""The words of a site, by which its seeds are read."""

from __future__ import annotations

from functools import cached_property

from digest.seeds.words.gazetteer import Gazetteer, gazetteer_of
from digest.seeds.words.lexicon import Lexicon, lexicon_of
from digest.settings.config import ImportSettings
from digest.settings.vocabulary import NO_TAGS, Vocabulary


class Words:
    """A site's lexicon, and its gazetteer, which is None where it is the one that is shipped."""

    def __init__(self, settings: ImportSettings, vocabulary: Vocabulary) -> None:
        self.settings, self.vocabulary = settings, vocabulary
        self.lexicon: Lexicon = lexicon_of(settings)

    @cached_property
    def gazetteer(self) -> Gazetteer | None:
        return gazetteer_of(self.vocabulary) if self.vocabulary != NO_TAGS else None


_last: list[Words] = []


def words_of(settings: ImportSettings, vocabulary: Vocabulary) -> Words:
    """The words of a site, made anew only if they are others than the last time."""
    if not _last or (_last[0].settings, _last[0].vocabulary) != (settings, vocabulary):
        _last[:] = [Words(settings, vocabulary)]
    return _last[0]
